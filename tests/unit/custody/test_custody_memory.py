"""What is remembered of full log files: used only where a signature vouches for it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from firsthand.custody import log as custody_log
from firsthand.custody.entry import Entry, EntryType, clock_now
from firsthand.custody.keys import create_key
from firsthand.custody.log import Log, entries_name
from firsthand.custody.memory import Remembered, recall, write
from firsthand.custody.merkle import (
    MerkleTree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from firsthand.errors import IntegrityError
from firsthand.model import ActId, CaseId, OperatorId, Sha256

PER_FILE = 16
DIGEST = Sha256("0" * 64)


def an_entry(seq: int, kind: EntryType, **more: object) -> bytes:
    return Entry(
        seq=seq,
        at=clock_now(),
        by=OperatorId("op_1"),
        case=CaseId("c_1"),
        act=ActId(f"act_{seq}"),
        type=kind,
        tool="test/1",
        **more,  # type: ignore[arg-type]
    ).line()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of 39 entries in files of 16 and blocks of 4, sealed in odd steps."""
    monkeypatch.setattr(custody_log, "_BLOCK", 4)
    key = create_key("firsthand.invalid/c_1", tmp_path / "keys")
    log = Log(tmp_path / "log", per_file=PER_FILE)
    log.folder.mkdir()
    lines = [
        an_entry(0, EntryType.STORE_CREATED, sha256=DIGEST, size=1, readme=DIGEST),
        an_entry(
            1, EntryType.KEY_ADDED, sha256=DIGEST, size=1, key=key.verifier.vkey()
        ),
    ]
    for seq in range(2, 39):
        if seq == 21:
            lines.append(an_entry(seq, EntryType.ERASED, sha256=Sha256("f" * 64)))
            continue
        lines.append(an_entry(seq, EntryType.CAPTURE, sha256=DIGEST, size=1))
    for start, stop in ((0, 2), (2, 9), (9, 16), (16, 31), (31, 33), (33, 39)):
        log.append(lines[start:stop], key)
    return log.folder


def opened(folder: Path) -> Log:
    log = Log(folder, per_file=PER_FILE)
    log.catch_up()
    return log


def remembered(folder: Path) -> Log:
    opened(folder).remember()
    log = opened(folder)
    assert log.tree.base == 2 * PER_FILE
    return log


def forge(log: Log, **changes: object) -> None:
    found = recall(log.memory)
    assert found is not None
    write(log.memory, msgspec.structs.replace(found, **changes))


def alter(folder: Path, number: int, old: bytes, new: bytes) -> None:
    path = folder / entries_name(number)
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))


def test_a_remembered_log_is_the_same_log(folder: Path) -> None:
    whole = opened(folder)
    log = remembered(folder)
    assert log.fault is None
    assert (log.size, log.note) == (39, whole.note)
    assert (log.keys, log.retired) == (whole.keys, whole.retired)
    assert (log.verifiers, log.erased) == (whole.verifiers, {"f" * 64: 21})
    lines = [line for _, line in log.lines(0, 39)]
    assert lines == [line for _, line in whole.lines(0, 39)]
    tree = MerkleTree(lines)
    for size in range(1, 40):
        assert log.tree.root(size) == tree.root(size)
        for index in range(size):
            path = log.tree.inclusion(index, size)
            leaf = leaf_hash(lines[index])
            assert verify_inclusion(leaf, index, size, path, tree.root(size))
        made = log.tree.consistency(size, 39)
        assert verify_consistency(size, 39, made, tree.root(size), tree.root())
    assert log.memory_fault() is None


def test_a_remembered_log_takes_further_entries(folder: Path, tmp_path: Path) -> None:
    remembered(folder)
    log = opened(folder)
    other = opened(folder)
    key = custody_log_key(log, tmp_path)
    more = [
        an_entry(seq, EntryType.CAPTURE, sha256=DIGEST, size=1) for seq in range(39, 60)
    ]
    log.append(more, key)
    log.remember()
    other.catch_up()
    assert (other.fault, other.size) == (None, 60)
    again = opened(folder)
    assert (again.fault, again.tree.base) == (None, 48)
    assert again.tree.root() == log.tree.root() == other.tree.root()


def custody_log_key(log: Log, tmp_path: Path) -> custody_log.SigningKey:
    from firsthand.custody.keys import load_key  # noqa: PLC0415  used here alone

    key = load_key(log.signing_key(), tmp_path / "keys")
    assert key is not None
    return key


def test_a_full_file_that_was_altered_is_read_and_named(folder: Path) -> None:
    remembered(folder)
    path = folder / entries_name(0)
    before = path.stat()
    alter(folder, 0, b'"act":"act_7"', b'"act":"act_8"')
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "are not those that the checkpoint" in (opened(folder).fault or "")


def test_a_full_file_that_was_altered_behind_its_times_is_found_on_reading(
    folder: Path,
) -> None:
    log = remembered(folder)
    alter(folder, 0, b'"act":"act_7"', b'"act":"act_8"')
    found = recall(log.memory)
    assert found is not None
    states = [custody_log.state_of(folder / entries_name(n)) for n in range(2)]
    files = [
        msgspec.structs.replace(one, state=state)
        for one, state in zip(found.files, states, strict=True)
    ]
    forge(log, files=files)
    log = opened(folder)
    assert log.fault is None
    with pytest.raises(IntegrityError, match="no longer those"):
        log.tree.inclusion(5, 39)
    with pytest.raises(IntegrityError, match="entries 4 to 7"):
        list(log.lines(7, 8))
    # Having been noticed once, nothing is remembered any more.
    assert "are not those that the checkpoint" in (opened(folder).fault or "")


def test_a_flipped_bit_in_what_is_remembered_only_costs_time(folder: Path) -> None:
    log = remembered(folder)
    data = bytearray(log.memory.read_bytes())
    for at in range(0, len(data), 7):
        spoiled = bytearray(data)
        spoiled[at] ^= 1
        log.memory.write_bytes(spoiled)
        again = opened(folder)
        assert (again.fault, again.size, again.tree.base) == (None, 39, 32)
        assert again._n_remembered == 0
        assert again.tree.root() == log.tree.root()


@pytest.mark.parametrize("field", ["roots", "marks", "special"])
def test_what_is_remembered_falsely_is_not_believed_or_found(
    folder: Path, field: str
) -> None:
    log = remembered(folder)
    found = recall(log.memory)
    assert found is not None
    false = {"roots": b"\x00" * 128, "marks": [0, 1, 2, 3], "special": []}[field]
    forge(
        log,
        files=[
            msgspec.structs.replace(found.files[0], **{field: false}),
            *found.files[1:],
        ],
    )
    again = opened(folder)
    assert again.fault is None
    if field == "special":  # the key of the log itself would be missing
        assert again._n_remembered == 0
    assert again.tree.root() == log.tree.root()
    assert again.keys == log.keys
    assert log.memory_fault() is not None or not log.memory.exists()


def test_an_erasure_left_out_of_what_is_remembered_is_found_by_verify(
    folder: Path,
) -> None:
    log = remembered(folder)
    found = recall(log.memory)
    assert found is not None
    forge(
        log, files=[found.files[0], msgspec.structs.replace(found.files[1], special=[])]
    )
    assert opened(folder).erased == {}
    assert log.memory_fault() is not None


def test_a_checkpoint_altered_among_those_remembered_is_read_and_named(
    folder: Path,
) -> None:
    remembered(folder)
    path = folder / "checkpoints"
    data = bytearray(path.read_bytes())
    at = data.index(b"\n9\n") + 4
    data[at] = ord("A") if data[at] != ord("A") else ord("B")
    path.write_bytes(data)
    assert opened(folder).fault is not None


def test_a_log_cut_below_what_is_remembered_is_named(folder: Path) -> None:
    remembered(folder)
    path = folder / entries_name(2)
    path.unlink()
    assert "has been cut" in (opened(folder).fault or "")


def test_a_memory_alone_vouches_for_nothing(folder: Path) -> None:
    log = remembered(folder)
    found = recall(log.memory)
    assert isinstance(found, Remembered)
    path = folder / "checkpoints"
    path.write_bytes(path.read_bytes()[: found.notes_end])
    again = opened(folder)
    assert again.size == 31
    assert again._n_remembered == 0


def test_digests_of_what_is_remembered_are_plain_sha256(folder: Path) -> None:
    digest, _, body = remembered(folder).memory.read_bytes().partition(b"\n")
    assert hashlib.sha256(body).hexdigest().encode() == digest
