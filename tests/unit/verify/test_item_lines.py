"""Caches after a crash and a loss of power: what was not flushed is made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firsthand.verify import item_lines
from firsthand.verify.corner_store import CornerStore
from firsthand.verify.hash_store import HashStore


def _hashes(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (2, 32), np.uint8)


def _add(store: HashStore, name: str, seed: int) -> None:
    store.add(name, _hashes(seed), np.zeros(2, np.uint32))


def _power_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_lines, "boot_id", lambda: "another boot")


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    _add(HashStore(tmp_path, "v1"), "a", 1)
    again = HashStore(tmp_path, "v1")
    assert "a" in again
    assert again.search(_hashes(1)[:1], 0)[0][0].name == "a"


def test_after_a_loss_of_power_only_what_was_flushed_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = HashStore(tmp_path, "v1")
    _add(store, "a", 1)
    store.flush()
    _add(store, "b", 2)
    _power_fails(monkeypatch)
    again = HashStore(tmp_path, "v1")
    assert "a" in again
    assert "b" not in again
    _add(again, "b", 2)
    assert again.search(_hashes(2)[:1], 0)[0][0].name == "b"


def test_what_was_written_over_is_not_taken_for_what_was_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = HashStore(tmp_path, "v1")
    for number, name in enumerate("abc"):
        _add(store, name, number)
    store.flush()
    lines = (tmp_path / "items.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "items.jsonl").write_bytes(b"".join(lines[:2]) + b"torn")
    again = HashStore(tmp_path, "v1")
    _add(again, "x", 8)
    _add(again, "y", 9)
    _power_fails(monkeypatch)
    last = HashStore(tmp_path, "v1")
    assert "a" in last
    assert not {"x", "y"} & {name for name in "xy" if name in last}


def test_a_machine_that_does_not_name_its_boots_believes_what_was_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_lines, "boot_id", lambda: None)
    store = HashStore(tmp_path, "v1")
    _add(store, "a", 1)
    store.flush()
    _add(store, "b", 2)
    again = HashStore(tmp_path, "v1")
    assert "a" in again
    assert "b" not in again


def test_corners_that_did_not_reach_the_disk_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CornerStore(tmp_path, "v1")
    store.add("a", {"whole": _hashes(1)})
    store.flush()
    store.add("b", {"whole": _hashes(2)})
    _power_fails(monkeypatch)
    again = CornerStore(tmp_path, "v1")
    assert "a" in again
    assert "b" not in again


def test_a_file_shorter_than_its_list_says_is_not_believed(tmp_path: Path) -> None:
    store = HashStore(tmp_path, "v1")
    _add(store, "a", 1)
    store.flush()
    (tmp_path / "rows.bin").write_bytes(b"")
    assert "a" not in HashStore(tmp_path, "v1")
    corners = CornerStore(tmp_path / "corners", "v1")
    corners.add("a", {"whole": _hashes(1)})
    (tmp_path / "corners" / "0000.corners").write_bytes(b"\0" * 32)
    assert "a" not in CornerStore(tmp_path / "corners", "v1")
