"""Keys that change, that are lost, and copies of a case that are restored (I7, C15)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case, open_case
from firsthand.casework.case import store_of
from firsthand.casework.intake import add_files
from firsthand.casework.keeping import (
    backup_case,
    last_read_in_words,
    read_fully,
    restore_case,
)
from firsthand.casework.key_keeping import adopt, backup_key, key_lines, rotate
from firsthand.casework.overview import status_lines
from firsthand.casework.proving import prove
from firsthand.custody import verify
from firsthand.custody.audit import audit
from firsthand.custody.keys import create_key, default_keys_folder
from firsthand.custody.note import Checkpoint, parse_note
from firsthand.errors import IntegrityError, UserError


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "report.txt").write_text("Nine were counted in Sarmak.", "utf-8")
    with create_case(tmp_path / "case", operator="tester") as case:
        add_files(case, [tmp_path / "report.txt"])
        yield case


def lose_keys() -> None:
    shutil.rmtree(default_keys_folder())


def problems(case: Case, *keys: str) -> set[str]:
    found = verify.check_store(
        store_of(case).folder, key=keys[0] if keys else None, also_keys=keys[1:]
    )
    return {one.code for one in found.problems}


# --- keys ----------------------------------------------------------------------------


def test_a_rotated_key_signs_and_the_first_one_vouches_for_it(
    kept: Case, tmp_path: Path
) -> None:
    first = store_of(kept).public_key
    second = rotate(kept, "yearly")
    assert store_of(kept).public_key == second != first
    add_files(kept, [tmp_path / "report.txt"])
    assert problems(kept, first) == set()
    assert kept.store.verify().problems == ()
    prove(kept, ["D-001"], tmp_path / "p")
    report = verify.check_package(tmp_path / "p", second)
    assert report.problems == []
    assert len(list((tmp_path / "p" / "keys").glob("*.vkey"))) == 2


def test_what_a_retired_key_signs_is_refused(kept: Case) -> None:
    """I7: a thief of the old key cannot go on with the log."""
    store = store_of(kept)
    keys = default_keys_folder()
    old = next(path for path in keys.iterdir())
    rotate(kept, "the laptop was out of sight")
    folder = store.folder
    from firsthand.custody.keys import load_key  # noqa: PLC0415  beside its use

    thief = load_key(store.public_keys()[0][1], keys)
    assert old.exists()
    assert thief is not None
    at = parse_note(store.checkpoint).checkpoint
    lines = (folder / "log" / "entries.jsonl").read_bytes().splitlines()
    forged = json.loads(lines[-1]) | {"seq": at.size}
    raw = json.dumps(forged, sort_keys=True, separators=(",", ":")).encode()
    tree = verify.Frontier()
    for line in [*lines, raw]:
        tree.add(verify.leaf_hash(line))
    note = thief.sign(Checkpoint(origin=at.origin, size=at.size + 1, root=tree.root()))
    with (folder / "log" / "entries.jsonl").open("ab") as file:
        file.write(raw + b"\n")
    with (folder / "log" / "checkpoints").open("a", encoding="utf-8") as text:
        text.write(note + "\n")
    assert "V027" in problems(kept)
    with pytest.raises(IntegrityError, match="not signed by a key"):
        open_case(kept.folder)


def test_a_lost_key_is_replaced_and_the_log_says_so(kept: Case, tmp_path: Path) -> None:
    first = store_of(kept).public_key
    with pytest.raises(UserError, match="keys rotate"):
        adopt(kept, "lost")
    lose_keys()
    with pytest.raises(UserError, match="signing key"):
        add_files(kept, [tmp_path / "report.txt"])
    second = adopt(kept, "the disk of the old laptop died")
    add_files(kept, [tmp_path / "report.txt"])
    assert kept.store.verify().problems == ()
    notes = " ".join(audit(store_of(kept).folder).notes)
    assert "no earlier key vouched" in notes
    assert any("ADOPTED" in line for line in key_lines(store_of(kept)))
    # Whoever knows only the first key is told; whoever learnt of both is content.
    assert problems(kept, first) == {"V043"}
    assert problems(kept, first, second) == set()


def test_a_key_that_nobody_vouched_for_and_that_hides_it_is_found(
    kept: Case, tmp_path: Path
) -> None:
    """A forger with the disk, without the key, adds a key of their own (I7, I9)."""
    store = store_of(kept)
    forger = create_key(store.public_keys()[0][1].name, tmp_path / "forger")
    lines = (store.folder / "log" / "entries.jsonl").read_bytes().splitlines()
    at = parse_note(store.checkpoint).checkpoint
    entry = json.loads(lines[1]) | {"seq": at.size, "key": forger.verifier.vkey()}
    raw = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    tree = verify.Frontier()
    for line in [*lines, raw]:
        tree.add(verify.leaf_hash(line))
    note = forger.sign(Checkpoint(origin=at.origin, size=at.size + 1, root=tree.root()))
    with (store.folder / "log" / "entries.jsonl").open("ab") as file:
        file.write(raw + b"\n")
    with (store.folder / "log" / "checkpoints").open("a", encoding="utf-8") as text:
        text.write(note + "\n")
    assert "V028" in problems(kept)


def test_the_newest_verifier_is_not_named_twice(kept: Case) -> None:
    """A verifier that is the newest already is not named a second time."""
    store = store_of(kept)
    assert (
        store.folder.joinpath("verify.py").read_bytes()
        == Path(verify.__file__).read_bytes()
    )
    rotate(kept, "yearly")
    types = [entry.type for entry, _ in store.entries()]
    assert "verifier-added" not in types  # it is the newest already
    assert types.count("key-retired") == 1  # type: ignore[arg-type]


def test_a_private_key_is_copied_once_and_never_into_the_case(
    kept: Case, tmp_path: Path
) -> None:
    path = backup_key(kept, tmp_path / "usb")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UserError, match="there already"):
        backup_key(kept, tmp_path / "usb")
    with pytest.raises(UserError, match="lies in the case"):
        backup_key(kept, kept.folder / "usb")
    lose_keys()
    with pytest.raises(UserError, match="not on this machine"):
        backup_key(kept, tmp_path / "other")
    default_keys_folder().mkdir(parents=True)
    shutil.copy(path, default_keys_folder() / path.name)
    add_files(kept, [tmp_path / "report.txt"])


def test_a_change_of_key_needs_a_reason(kept: Case) -> None:
    for change in (rotate, adopt):
        with pytest.raises(UserError, match="--because"):
            change(kept, " ")


# --- copies --------------------------------------------------------------------------


def test_a_case_is_restored_from_its_copy_and_goes_on(
    kept: Case, tmp_path: Path
) -> None:
    """C15, the drill: back up, lose the case, restore, verify, work on."""
    (kept.folder / "reference").mkdir(exist_ok=True)
    (kept.folder / "reference" / "gazetteer.csv").write_text("name\n", "utf-8")
    backup_case(kept.folder, tmp_path / "copy")
    kept.close()
    shutil.rmtree(kept.folder)
    said = restore_case(tmp_path / "copy", tmp_path / "again")
    assert "work can go on" in said
    with open_case(tmp_path / "again", operator="tester") as case:
        assert case.store.verify().problems == ()
        add_files(case, [tmp_path / "report.txt"])
    assert (tmp_path / "again" / "reference" / "gazetteer.csv").is_file()
    with open_case(tmp_path / "again", operator="tester") as case:
        backup_case(case.folder, tmp_path / "copy")


def test_a_case_restored_without_its_key_says_what_to_do(
    kept: Case, tmp_path: Path
) -> None:
    backup_case(kept.folder, tmp_path / "copy")
    lose_keys()
    assert "keys adopt" in restore_case(tmp_path / "copy", tmp_path / "again")


def test_a_rotted_copy_is_not_restored_in_silence(kept: Case, tmp_path: Path) -> None:
    backup_case(kept.folder, tmp_path / "copy")
    objects = tmp_path / "copy" / "store" / "objects"
    path = next(path for path in sorted(objects.rglob("*")) if path.is_file())
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(IntegrityError, match=path.name):
        restore_case(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_copy_inside_the_case_or_over_something_else_is_refused(
    kept: Case, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="is lost with it"):
        backup_case(kept.folder, kept.folder / "copy")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", "utf-8")
    with pytest.raises(UserError, match="not a copy of a case"):
        backup_case(kept.folder, tmp_path / "full")
    with pytest.raises(UserError, match="is not empty"):
        restore_case(kept.folder, tmp_path / "full")


# --- reading every byte --------------------------------------------------------------


def test_a_full_reading_goes_on_where_it_was_stopped(
    kept: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = verify.check_object

    def counted(path: Path, *given: object) -> bool:
        read.append(Path(path).name)
        if len(read) == 3:
            raise KeyboardInterrupt
        return real(path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verify, "check_object", counted)
    with pytest.raises(KeyboardInterrupt):
        read_fully(kept.folder)
    assert "never fully read" in last_read_in_words(kept)
    report = read_fully(kept.folder, is_resumed=True)
    assert report.is_clean
    assert report.objects == len(set(read))
    assert read.count(read[0]) == 1  # found good before it was stopped
    assert "last fully read on" in last_read_in_words(kept)
    assert "all good" in " ".join(status_lines(kept))


def test_a_full_reading_that_finds_something_says_so_in_the_status(kept: Case) -> None:
    objects = store_of(kept).folder / "objects"
    path = next(path for path in sorted(objects.rglob("*")) if path.is_file())
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b"!")
    assert not read_fully(kept.folder).is_clean
    assert "PROBLEMS" in last_read_in_words(kept)
