"""A store broken on purpose: each fault is found, and named to the right file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.custody.keys import create_key
from firsthand.custody.note import SigningKey, parse_note
from firsthand.errors import IntegrityError
from firsthand.model import Source
from firsthand.store import Act, open_store

Faults = Callable[[], set[tuple[str, str]]]
ENTRIES, NOTES = "log/entries.jsonl", "log/checkpoints"


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def some_object(store: Path) -> Path:
    wanted = [
        path
        for path in sorted((store / "objects").rglob("*"))
        if path.is_file() and path.read_bytes().startswith(b"page 1")
    ]
    return wanted[0]


def codes_at(found: set[tuple[str, str]], path: str) -> set[str]:
    return {code for code, where in found if where == path}


def test_a_whole_store_has_no_fault(faults: Faults) -> None:
    assert faults() == set()


def test_a_dropped_entry_is_found(broken: Path, faults: Faults) -> None:
    lines = lines_of(broken / ENTRIES)
    (broken / ENTRIES).write_bytes(b"".join(lines[:5] + lines[6:]))
    assert {"V011", "V013"} <= codes_at(faults(), ENTRIES)


def test_an_inserted_entry_is_found(broken: Path, faults: Faults) -> None:
    lines = lines_of(broken / ENTRIES)
    (broken / ENTRIES).write_bytes(b"".join([*lines[:5], lines[4], *lines[5:]]))
    assert {"V011", "V012", "V026"} <= codes_at(faults(), ENTRIES)


def test_swapped_entries_are_found(broken: Path, faults: Faults) -> None:
    lines = lines_of(broken / ENTRIES)
    lines[5], lines[6] = lines[6], lines[5]
    (broken / ENTRIES).write_bytes(b"".join(lines))
    assert codes_at(faults(), ENTRIES) == {"V011", "V026"}


def test_an_entry_edited_with_its_number_right_is_found(
    broken: Path, faults: Faults
) -> None:
    data = (broken / ENTRIES).read_bytes()
    (broken / ENTRIES).write_bytes(data.replace(b"op_1", b"op_2", 1))
    assert codes_at(faults(), ENTRIES) == {"V026"}


@pytest.mark.parametrize("kept", [0, 1, 100, 1500])
def test_a_truncated_log_is_found(broken: Path, faults: Faults, kept: int) -> None:
    data = (broken / ENTRIES).read_bytes()
    (broken / ENTRIES).write_bytes(data[:kept])
    assert "V013" in codes_at(faults(), ENTRIES)


def test_a_log_without_its_last_newline_is_found(broken: Path, faults: Faults) -> None:
    data = (broken / ENTRIES).read_bytes()
    (broken / ENTRIES).write_bytes(data[:-1])
    assert "V013" in codes_at(faults(), ENTRIES)


def test_forged_entries_after_the_last_checkpoint_are_found(
    broken: Path, faults: Faults
) -> None:
    lines = lines_of(broken / ENTRIES)
    forged = lines[-1].replace(b'"seq":%d' % (len(lines) - 1), b'"seq":%d' % len(lines))
    (broken / ENTRIES).write_bytes(b"".join([*lines, forged]))
    assert faults() == {("V012", ENTRIES)}


def test_a_dropped_checkpoint_leaves_its_entries_unsealed(
    broken: Path, faults: Faults
) -> None:
    notes = (broken / NOTES).read_bytes().split(b"\n\n")
    (broken / NOTES).write_bytes(b"\n\n".join([*notes[:-3], b""]))
    assert codes_at(faults(), ENTRIES) == {"V012"}


def test_a_repeated_checkpoint_is_found(broken: Path, faults: Faults) -> None:
    data = (broken / NOTES).read_bytes()
    (broken / NOTES).write_bytes(data + data)
    assert "V022" in codes_at(faults(), NOTES)


def test_a_checkpoint_signed_by_another_key_is_found(
    broken: Path, faults: Faults, tmp_path: Path
) -> None:
    # A forger without the key rewrites the log's end and signs it with their own.
    parts = (broken / NOTES).read_bytes().split(b"\n\n")
    last = parse_note(b"\n\n".join(parts[-3:-1]).decode() + "\n")
    forger: SigningKey = create_key(last.key_name, tmp_path / "forger")
    note = forger.sign(last.checkpoint).encode() + b"\n"
    (broken / NOTES).write_bytes(b"\n\n".join([*parts[:-3], note]))
    assert codes_at(faults(), NOTES) == {"V027"}


def test_missing_checkpoints_are_found(broken: Path, faults: Faults) -> None:
    (broken / NOTES).unlink()
    assert "V020" in codes_at(faults(), NOTES)


def test_missing_entries_are_found(broken: Path, faults: Faults) -> None:
    (broken / ENTRIES).unlink()
    assert "V010" in codes_at(faults(), ENTRIES)


def test_a_deleted_object_is_named_with_its_entry(broken: Path, faults: Faults) -> None:
    path = some_object(broken)
    path.unlink()
    assert faults() == {("V031", str(path.relative_to(broken)))}


def test_an_edited_object_is_named(broken: Path, faults: Faults) -> None:
    path = some_object(broken)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b".")
    assert faults() == {("V032", str(path.relative_to(broken)))}


def test_two_objects_swapped_are_both_named(broken: Path, faults: Faults) -> None:
    one = some_object(broken)
    two = next(
        path
        for path in sorted((broken / "objects").rglob("*"))
        if path.is_file() and path != one
    )
    a, b = one.read_bytes(), two.read_bytes()
    for path, data in ((one, b), (two, a)):
        path.chmod(0o640)
        path.write_bytes(data)
    assert {where for _, where in faults()} == {
        str(path.relative_to(broken)) for path in (one, two)
    }


def test_an_edited_segment_is_named_and_reading_goes_on(
    broken: Path, whole: Path, faults: Faults
) -> None:
    path = next(
        path
        for path in sorted((broken / "objects").rglob("*"))
        if path.is_file() and b'"Outlet 2"' in path.read_bytes()
    )
    path.chmod(0o640)
    path.write_bytes(path.read_bytes().replace(b"Outlet 2", b"Outlet 9"))
    assert faults() == {("V032", str(path.relative_to(broken)))}
    for index in broken.glob("index.sqlite*"):
        index.unlink()
    store = open_store(broken, keys_folder=whole / "keys")
    assert path.name in (store.fault or "")
    assert [one.name for one in store.every(Source)] == ["Outlet 0", "Outlet 1"]
    assert {"V032", "R001"} <= {one.code for one in store.verify().problems}
    with pytest.raises(IntegrityError, match="is altered"):
        store.commit(Act(kind="add", by="op_1", tool="t/1"))  # type: ignore[arg-type]
    store.close()


def test_a_private_part_that_is_gone_is_named_and_reading_goes_on(
    broken: Path, whole: Path, faults: Faults
) -> None:
    path = next(
        path
        for path in sorted((broken / "objects").rglob("*"))
        if path.is_file() and b'"because":"found"' in path.read_bytes()
    )
    path.unlink()
    assert codes_at(faults(), str(path.relative_to(broken))) == {"V031"}
    for index in broken.glob("index.sqlite*"):
        index.unlink()
    store = open_store(broken, keys_folder=whole / "keys")
    assert [one.act_kind for one in store.events()].count(None) > 0
    assert len(list(store.every(Source))) == 3
    assert "R003" in {one.code for one in store.verify().problems}
    store.close()


@pytest.mark.parametrize(
    "name", ["objects/sha256/ab/notes.txt", "objects/loose", "keys/x.key", "log/x", "x"]
)
def test_a_file_that_does_not_belong_is_named(
    broken: Path, faults: Faults, name: str
) -> None:
    (broken / name).write_bytes(b"x")
    assert faults() == {("V034", name)}


def test_an_object_in_the_wrong_folder_is_named(broken: Path, faults: Faults) -> None:
    path = some_object(broken)
    other = broken / "objects" / "sha256" / "00" / path.name
    path.rename(other)
    assert faults() == {
        ("V031", str(path.relative_to(broken))),
        ("V034", str(other.relative_to(broken))),
    }


def test_a_link_in_place_of_an_object_is_named(
    broken: Path, faults: Faults, tmp_path: Path
) -> None:
    path = some_object(broken)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert faults() == {("V033", str(path.relative_to(broken)))}


def test_a_pipe_in_place_of_an_object_does_not_stop_the_auditor(
    broken: Path, faults: Faults
) -> None:
    path = some_object(broken)
    path.unlink()
    os.mkfifo(path)
    assert faults() == {("V033", str(path.relative_to(broken)))}


@pytest.mark.parametrize("name", [ENTRIES, NOTES, "README.txt", "verify.py"])
def test_a_link_in_place_of_a_file_is_named(
    broken: Path, faults: Faults, tmp_path: Path, name: str
) -> None:
    (broken / name).rename(tmp_path / "elsewhere")
    (broken / name).symlink_to(tmp_path / "elsewhere")
    assert name in {where for _, where in faults()}


def test_a_folder_of_links_is_not_followed(
    broken: Path, faults: Faults, tmp_path: Path
) -> None:
    path = some_object(broken)
    path.parent.rename(tmp_path / "folder")
    path.parent.symlink_to(tmp_path / "folder")
    assert ("V031", str(path.relative_to(broken))) in faults()


@pytest.mark.parametrize(
    ("name", "code"),
    [("README.txt", "V002"), ("verify.py", "V003"), ("0=firsthand_store_1.0", "V001")],
)
def test_fixed_files_are_checked(
    broken: Path, faults: Faults, name: str, code: str
) -> None:
    (broken / name).chmod(0o640)
    (broken / name).write_bytes(b"other\n")
    assert faults() == {(code, name)}
    (broken / name).unlink()
    assert faults() == {(code, name)}


def test_public_keys_are_checked(broken: Path, faults: Faults) -> None:
    for path in sorted((broken / "keys").iterdir()):
        path.chmod(0o640)
        path.write_bytes(path.read_bytes().replace(b"A", b"B", 1))
        assert ("V004", str(path.relative_to(broken))) in faults()


def test_a_fork_is_seen_only_against_a_receipt(broken: Path, whole: Path) -> None:
    one = open_store(broken, keys_folder=whole / "keys")
    done = one.commit(Act(kind="add", by="op_1", tool="t/1", summary="one"))  # type: ignore[arg-type]
    one.close()
    # The same key signs another continuation of the older copy.
    assert audit(broken, receipts=(done.checkpoint,)).is_clean
    found = audit(whole / "store", receipts=(done.checkpoint,))
    assert [one.code for one in found.problems] == ["V042"]
    assert audit(whole / "store").is_clean


def test_no_folder_at_all_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    found = audit(tmp_path / "nothing")
    assert not found.is_clean
    assert found.entries == 0
