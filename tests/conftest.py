"""What every test shares: no test touches a person's own keys or settings."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_config(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep signing keys and settings of tests apart from the person's."""
    folder = tmp_path_factory.getbasetemp() / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.delenv("FIRSTHAND_OPERATOR", raising=False)


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The development data, or a skip with the reason where it is absent."""
    folder = Path(os.environ.get("FIRSTHAND_EVAL_DATA", ROOT.parent / "shared"))
    if not (folder / "eval").is_dir():
        pytest.skip(f"no development data in {folder} (FIRSTHAND_EVAL_DATA)")
    return folder


@pytest.fixture(scope="session")
def mine_block() -> Callable[..., str]:
    """A block header (hex) with a Merkle root of ours: some thousand hashes of work."""

    def mine(merkle_root: bytes, seconds: int = 1_700_000_000) -> str:
        head = struct.pack("<I", 1) + bytes(32) + merkle_root
        head += struct.pack("<II", seconds, 0x1F0FFFFF)
        raws = (head + struct.pack("<I", nonce) for nonce in range(1 << 24))
        return next(raw for raw in raws if _is_low(raw)).hex()

    def _is_low(raw: bytes) -> bool:
        found = hashlib.sha256(hashlib.sha256(raw).digest()).digest()
        return int.from_bytes(found, "little") <= 0x0FFFFF << 8 * (0x1F - 3)

    return mine
