"""Encryption of the disk: yes only where the machine says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firsthand.custody.disk import is_disk_encrypted


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """Return where this folder's device is told of, in a machine of our own."""
    number = tmp_path.stat().st_dev
    made = tmp_path / "block" / f"{os.major(number)}:{os.minor(number)}"
    made.mkdir(parents=True)
    return made


def _layer(device: Path, uuid: str) -> Path:
    (device / "dm").mkdir(parents=True)
    (device / "dm" / "uuid").write_text(uuid)
    return device


def _asked(tmp_path: Path) -> bool | None:
    return is_disk_encrypted(tmp_path, blocks=tmp_path / "block")


def test_a_plain_disk_is_not_encrypted(tmp_path: Path, device: Path) -> None:
    assert device.is_dir()
    assert _asked(tmp_path) is False


def test_a_layer_of_encryption_is_found(tmp_path: Path, device: Path) -> None:
    _layer(device, "CRYPT-LUKS2-0011-disk")
    assert _asked(tmp_path) is True


def test_a_volume_on_an_encrypted_disk_is_encrypted(
    tmp_path: Path, device: Path
) -> None:
    _layer(device, "LVM-0011")
    _layer(device / "slaves" / "dm-0", "CRYPT-LUKS2-0011-disk")
    assert _asked(tmp_path) is True


def test_one_plain_disk_of_two_leaves_the_case_in_clear(
    tmp_path: Path, device: Path
) -> None:
    _layer(device / "slaves" / "dm-0", "CRYPT-LUKS2-0011-disk")
    (device / "slaves" / "sda1").mkdir()
    assert _asked(tmp_path) is False


def test_what_the_machine_does_not_tell_is_unknown(tmp_path: Path) -> None:
    assert _asked(tmp_path) is None
    assert is_disk_encrypted(tmp_path / "nowhere") is None
