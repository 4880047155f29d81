"""Single flipped bits anywhere in the evidence: all found, each in its file (I1)."""

import random
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.errors import FirsthandError
from firsthand.model import Record
from firsthand.store import EmbeddedStore, open_store

pytestmark = pytest.mark.slow

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


def shown(store: EmbeddedStore) -> tuple[object, ...]:
    return (
        list(store.every(Record)),
        list(store.events()),
        store.of_scope("extract", "D-1"),
        store.history("S-1"),
    )


def test_a_flipped_bit_in_the_index_is_refused_rebuilt_or_found_by_verify(
    broken: Path, whole: Path
) -> None:
    store = open_store(broken, keys_folder=whole / "keys")
    truth = shown(store)
    store.close()
    path = broken / "index.sqlite"
    data = path.read_bytes()
    chance = random.Random(13)  # noqa: S311  the same flips every time
    differing = 0
    for _ in range(120):
        for old in broken.glob("index.sqlite*"):
            old.unlink()
        path.write_bytes(data)
        flip(path, chance.randrange(len(data) * 8))
        store = open_store(broken, keys_folder=whole / "keys")
        try:
            if shown(store) != truth:
                differing += 1
                assert "X001" in {one.code for one in store.verify().problems}
        except FirsthandError as error:
            assert "delete" in str(error)  # noqa: PT017  the message says how to mend
        store.close()
    assert differing > 0
    assert audit(broken).is_clean


def test_names_of_files_cannot_forge_a_line_of_the_report(broken: Path) -> None:
    (broken / "x\nnothing altered, log unbroken").write_bytes(b"")
    (broken / "\u202etxt").write_bytes(b"")
    (broken / "\udcff").write_bytes(b"")
    found = audit(broken).problems
    assert {one.code for one in found} == {"V034"}
    assert len(found) == 3
    assert all(one.path.isprintable() for one in found)
