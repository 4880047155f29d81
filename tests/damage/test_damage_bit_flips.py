"""Single flipped bits anywhere in the evidence: all found, each in its file (I1)."""

import random
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.store import open_store

N_FLIPS = 400


def evidence(store: Path) -> list[Path]:
    return [
        path
        for path in sorted(store.rglob("*"))
        if path.is_file()
        and not path.name.startswith("index.sqlite")
        and path.name != ".lock"
        and path.stat().st_size
    ]


def flip(path: Path, bit: int) -> None:
    path.chmod(0o640)
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def test_every_flipped_bit_is_found_in_its_file(broken: Path) -> None:
    chance = random.Random(20261122)  # noqa: S311  the same flips every time
    files = evidence(broken)
    missed, misnamed = [], []
    for number in range(N_FLIPS):
        path = files[number % len(files)]
        bit = chance.randrange(path.stat().st_size * 8)
        flip(path, bit)
        found = audit(broken).problems
        flip(path, bit)
        if not found:
            missed.append((path.name, bit))
        elif str(path) not in {one.path for one in found}:
            misnamed.append((path.name, bit, found))
    assert missed == []
    assert misnamed == []
    assert audit(broken).is_clean


@pytest.mark.parametrize("name", ["checkpoints", "entries.jsonl"])
def test_bytes_all_along_the_log_matter(broken: Path, name: str) -> None:
    path = broken / "log" / name
    data = path.read_bytes()
    for at in range(0, len(data), 3 if name == "checkpoints" else 29):
        spoiled = bytearray(data)
        spoiled[at] ^= 1 << at % 8
        path.write_bytes(spoiled)
        found = {one.path for one in audit(broken).problems}
        assert str(path) in found, (at, data[at : at + 10])
    path.write_bytes(data)
    assert audit(broken).is_clean


def test_opening_a_log_with_a_flipped_bit_never_cuts_it(
    broken: Path, whole: Path
) -> None:
    chance = random.Random(7)  # noqa: S311  the same flips every time
    for name in ("checkpoints", "entries.jsonl"):
        path = broken / "log" / name
        data = path.read_bytes()
        for _ in range(60):
            flip(path, chance.randrange(len(data) * 8))
            spoiled = path.read_bytes()
            store = open_store(broken, keys_folder=whole / "keys")
            # Only the last signature is checked at opening; `verify` checks them all.
            if store.fault is None:
                assert not store.verify().is_clean
            assert path.read_bytes() == spoiled
            store.close()
            path.write_bytes(data)
