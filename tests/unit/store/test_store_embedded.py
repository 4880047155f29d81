"""The folder home: layout, durability, recovery, one writer at a time (I1-I7, I12)."""

import errno
import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.custody import durable
from firsthand.custody import log as custody_log
from firsthand.custody.lock import CaseLock
from firsthand.errors import CaseBusyError, EvidenceError, IntegrityError, UserError
from firsthand.model import Source
from firsthand.store import EmbeddedStore, create_store, open_store

Make = Callable[..., Any]


def run_verifier(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own verifier
        [sys.executable, "-I", *words], check=False, capture_output=True, text=True
    )


def add_bytes(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"torn")


def objects_of(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / "objects").rglob("*") if p.is_file())


def test_a_new_store_has_its_layout_and_is_clean(
    store: EmbeddedStore, store_folder: Path, keys_folder: Path
) -> None:
    assert (store_folder / "0=firsthand_store_1.0").read_text() == (
        "firsthand_store_1.0\n"
    )
    assert {p.name for p in store_folder.iterdir()} >= {
        "README.txt", "verify.py", "keys", "objects", "log", "quarantine", "tmp",
        "index.sqlite",
    }  # fmt: skip
    assert len(list((store_folder / "objects" / "sha256").iterdir())) == 256
    report = store.verify()
    assert report.is_clean
    assert (report.entries, report.checkpoints, report.objects) == (3, 1, 3)
    inside = b"".join(p.read_bytes() for p in store_folder.rglob("*") if p.is_file())
    assert b"PRIVATE KEY" not in inside
    assert len(list(keys_folder.iterdir())) == 1


def test_entry_zero_names_the_verifier(
    store: EmbeddedStore, store_folder: Path
) -> None:
    event = next(store.events())
    digest = hashlib.sha256((store_folder / "verify.py").read_bytes()).hexdigest()
    assert (event.entry_type, event.sha256) == ("store-created", digest)


def test_a_store_is_not_made_over_something_else(
    store_folder: Path, keys_folder: Path
) -> None:
    store_folder.mkdir(parents=True)
    (store_folder / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="is not empty"):
        create_store(store_folder, keys_folder=keys_folder)


def test_a_store_whose_making_was_stopped_says_so(
    store: EmbeddedStore, store_folder: Path, keys_folder: Path
) -> None:
    store.close()
    (store_folder / "0=firsthand_store_1.0").unlink()
    with pytest.raises(UserError, match="stopped half-way"):
        open_store(store_folder, keys_folder=keys_folder)


def test_i1_an_object_is_read_only_and_named_by_its_digest(
    store: EmbeddedStore, store_folder: Path, act: Make
) -> None:
    store.commit(act(), objects=[store.stage(b"a page")])
    for path in objects_of(store_folder):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_i1_an_object_that_exists_is_never_written_again(
    store: EmbeddedStore, act: Make, store_folder: Path
) -> None:
    staged = store.stage(b"a page")
    twin = store.stage(b"a page")
    store.commit(act(), objects=[staged])
    path = store_folder / "objects" / "sha256" / staged.sha256[:2] / staged.sha256
    before = path.stat()
    store.commit(act(), objects=[twin])
    store.commit(act(), objects=[store.stage(b"a page")])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (
        before.st_ino, before.st_mtime_ns,
    )  # fmt: skip
    assert list((store_folder / "tmp").iterdir()) == []


def test_i1_the_same_bytes_beside_an_altered_object_are_both_kept(
    store: EmbeddedStore, act: Make, store_folder: Path
) -> None:
    staged = store.stage(b"a page")
    store.commit(act(), objects=[staged])
    path = store_folder / "objects" / "sha256" / staged.sha256[:2] / staged.sha256
    path.chmod(0o640)
    path.write_bytes(b"A page")
    with pytest.raises(IntegrityError, match="is altered; a good copy"):
        store.stage(b"a page")
    kept = store_folder / "quarantine" / f"{staged.sha256}.good-copy"
    assert kept.read_bytes() == b"a page"
    assert path.read_bytes() == b"A page"
    with pytest.raises(IntegrityError, match="is altered"):
        store.read_object(staged.sha256)


def test_i2_flushes_come_in_order_before_the_receipt(
    store: EmbeddedStore, act: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, ...]] = []
    real = durable.flush_all

    def flush_all(folder: Path, paths: Any) -> None:
        wanted = [Path(path) for path in paths]
        if wanted and wanted[0].parent.name == "tmp":
            # What is not flushed has no name yet, and nothing speaks of it.
            assert not store.holds(staged.sha256)
        real(folder, wanted)
        parents = {"tmp": "bytes", "sha256": "names"}
        done.append(tuple(parents.get(one.parent.name, one.name) for one in wanted))

    monkeypatch.setattr(durable, "flush_all", flush_all)
    staged = store.stage(b"x")
    store.commit(act(), objects=[staged])
    assert done == [
        ("bytes", "bytes"),
        ("entries.jsonl", "names", "names"),
        ("checkpoints",),
    ]


@pytest.mark.parametrize("has_syncfs", [True, False])
def test_i2_every_flush_reaches_the_disk_with_and_without_syncfs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_syncfs: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    if not has_syncfs:
        monkeypatch.setattr(durable, "_syncfs", lambda: None)
    files = [tmp_path / name for name in "abcde"]
    for path in files:
        path.write_text("x")
    durable.flush_all(tmp_path, files)
    with pytest.raises(OSError, match="No such file"):
        durable.flush_all(tmp_path / "absent", [tmp_path / "absent"] * 5)


def test_i3_an_object_without_an_entry_is_listed_and_is_no_problem(
    store: EmbeddedStore, store_folder: Path
) -> None:
    digest = hashlib.sha256(b"left over").hexdigest()
    path = store_folder / "objects" / "sha256" / digest[:2] / digest
    path.write_bytes(b"left over")
    report = store.verify()
    assert report.is_clean
    assert digest in report.notes[0]


def test_i3_an_orphan_offered_again_becomes_evidence(
    store: EmbeddedStore, store_folder: Path, act: Make
) -> None:
    digest = hashlib.sha256(b"left over").hexdigest()
    path = store_folder / "objects" / "sha256" / digest[:2] / digest
    path.write_bytes(b"left over")
    staged = store.stage(b"left over")
    assert staged.path is None
    store.commit(act(), objects=[staged])
    assert store.verify().notes == ()


def test_i4_a_receipt_kept_outside_shows_that_the_log_only_grew(
    store: EmbeddedStore, store_folder: Path, act: Make, tmp_path: Path
) -> None:
    receipt = tmp_path / "receipt"
    receipt.write_text(store.commit(act()).checkpoint)
    store.commit(act())
    command = [str(store_folder / "verify.py")]
    good = [*command, "--key", store.public_key, "--receipt", str(receipt)]
    assert run_verifier(*good).returncode == 0
    wrong = [*command, "--key", store.public_key.replace("+A", "+B", 1)]
    assert run_verifier(*wrong).returncode == 3


def test_i4_a_rollback_is_seen_with_a_receipt_and_only_with_one(
    store: EmbeddedStore, store_folder: Path, act: Make, tmp_path: Path
) -> None:
    shutil.copytree(store_folder, tmp_path / "older")
    receipt = tmp_path / "receipt"
    receipt.write_text(store.commit(act()).checkpoint)
    command = [str(store_folder / "verify.py")]
    older = [*command, str(tmp_path / "older")]
    assert run_verifier(*older).returncode == 0
    seen = run_verifier(*older, "--receipt", str(receipt))
    assert seen.returncode == 3
    assert "V042" in seen.stdout


def test_i5_the_log_rolls_over_to_a_second_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Make
) -> None:
    monkeypatch.setattr("firsthand.custody.verify.ENTRIES_PER_FILE", 4)
    monkeypatch.setattr(custody_log.Log.__init__, "__kwdefaults__", {"per_file": 4})
    store = create_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    for number in range(7):
        store.commit(act(), objects=[store.stage(b"%d" % number)])
    store.close()
    names = {p.name: p for p in (tmp_path / "store" / "log").glob("entries*")}
    assert sorted(names) == [
        "entries-000001.jsonl", "entries-000002.jsonl", "entries-000003.jsonl",
        "entries-000004.jsonl", "entries.jsonl",
    ]  # fmt: skip
    assert len(names["entries-000002.jsonl"].read_bytes().splitlines()) == 4
    store = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    store.commit(act())
    assert store.verify().is_clean
    assert [e.seq for e in store.events()] == list(range(18))
    store.close()
    add_bytes(tmp_path / "store" / "log" / "entries-000004.jsonl")
    store = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    assert store.verify().is_clean
    store.close()


def test_i12_a_failed_write_stops_the_handle_and_a_new_one_goes_on(
    store: EmbeddedStore, act: Make, reopen: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.commit(act(), objects=[store.stage(b"kept")])

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(durable, "flush_file", refuse)
        with pytest.raises(EvidenceError, match="open the case again"):
            store.commit(act())
    with pytest.raises(EvidenceError, match="writing stopped after a failure"):
        store.commit(act())
    with pytest.raises(EvidenceError, match="writing stopped"):
        store.stage(b"x")
    assert len(list(store.events())) == kept.tree_size
    again = reopen()
    assert again.commit(act()).tree_size > kept.tree_size
    assert again.verify().is_clean


def test_i12_a_full_disk_is_a_clear_error(
    store: EmbeddedStore, act: Make, reopen: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(EvidenceError, match="No space left"):
            store.stage(b"x")
    assert reopen().commit(act())


def test_i12_short_writes_are_finished(
    store: EmbeddedStore, act: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:7]))
    staged = store.stage(b"a page that is longer than seven bytes")
    store.commit(act(), objects=[staged])
    monkeypatch.undo()
    assert store.verify().is_clean


def test_i12_an_unsealed_end_is_set_aside_and_recorded(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make
) -> None:
    store.commit(act())
    store.close()
    log = store_folder / "log"
    with (log / "entries.jsonl").open("ab") as file:
        file.write(b'{"act":"act_1"}\nhalf a l')
    with (log / "checkpoints").open("ab") as file:
        file.write(b"firsthand.invalid/c_1\n9\nAAA")
    again = reopen()
    kept = sorted(p.read_bytes() for p in (store_folder / "quarantine").iterdir())
    assert kept == [b"firsthand.invalid/c_1\n9\nAAA", b'{"act":"act_1"}\nhalf a l']
    assert "set aside" in again.notices[0]
    event = list(again.events())[-1]
    assert event.entry_type == "recovered"
    assert "set aside" in (event.summary or "")
    assert again.verify().is_clean
    assert reopen().notices == []


def test_a_checkpoint_torn_at_any_byte_is_recovered(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make
) -> None:
    log = store_folder / "log"
    for _ in range(3):  # sizes 5, 7, 9, then 15: one digit more
        store.commit(act())
    before = (log / "checkpoints").read_bytes()
    store.commit(act(), objects=[store.stage(b"%d" % n) for n in range(5)])
    store.close()
    entries, whole = [(log / n).read_bytes() for n in ("entries.jsonl", "checkpoints")]
    for end in range(len(before), len(whole)):
        (log / "entries.jsonl").write_bytes(entries)
        (log / "checkpoints").write_bytes(whole[:end])
        for path in store_folder.glob("index.sqlite*"):
            path.unlink()
        again = reopen()
        assert again.fault is None, end
        assert again.notices
        if end % 16 == 0:
            assert again.verify().is_clean
        again.close()


def test_a_sealed_checkpoint_that_was_altered_is_never_cut_off(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make
) -> None:
    store.commit(act())
    store.close()
    path = store_folder / "log" / "checkpoints"
    whole = path.read_bytes()
    last = whole.rindex(b"firsthand.invalid")
    last = whole.rindex(b"firsthand.invalid", 0, last)
    for at in range(last, len(whole)):
        spoiled = bytearray(whole)
        spoiled[at] ^= 1
        path.write_bytes(spoiled)
        again = reopen()
        assert again.fault is not None, at
        assert path.read_bytes() == spoiled
        with pytest.raises(IntegrityError):
            again.commit(act())
        again.close()


def test_a_cut_log_is_read_only_and_says_which_file(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make, source: Make
) -> None:
    store.commit(act(), records=[source("S-1", "a")])
    store.commit(act(), records=[source("S-2", "b")])
    store.close()
    path = store_folder / "log" / "entries.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    again = reopen()
    assert "entries.jsonl: holds 6 entries" in (again.fault or "")
    with pytest.raises(IntegrityError, match="cut"):
        again.commit(act())
    assert [one.id for one in again.every(Source)] == ["S-1", "S-2"]
    assert "V013" in {one.code for one in again.verify().problems}


def test_a_log_rolled_back_beneath_its_index_is_noticed(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make, tmp_path: Path
) -> None:
    shutil.copytree(store_folder / "log", tmp_path / "older")
    store.commit(act())
    store.close()
    shutil.rmtree(store_folder / "log")
    shutil.copytree(tmp_path / "older", store_folder / "log")
    again = reopen()
    assert "older copy" in (again.fault or "")
    again.close()
    (store_folder / "index.sqlite").unlink()
    assert reopen().fault is None


def test_without_its_key_a_case_reads_and_verifies_and_is_not_written(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, tmp_path: Path
) -> None:
    store.commit(act(), records=[source("S-1", "a")])
    store.close()
    add_bytes(store_folder / "log" / "entries.jsonl")
    away = open_store(store_folder, keys_folder=tmp_path / "other machine")
    assert away.get("S-1") == source("S-1", "a")
    assert {one.code for one in away.verify().problems} == {"V012"}
    with pytest.raises(UserError, match="Copy that file"):
        away.commit(act())
    away.close()


def test_read_only_opening_writes_nothing_at_all(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, keys_folder: Path
) -> None:
    store.commit(act(), records=[source("S-1", "a")])
    store.close()
    (store_folder / "index.sqlite").unlink()
    before = sorted((p, p.lstat().st_mtime_ns) for p in store_folder.rglob("*"))
    looked = open_store(store_folder, keys_folder=keys_folder, read_only=True)
    assert looked.get("S-1") == source("S-1", "a")
    assert looked.verify().is_clean
    with pytest.raises(UserError, match="reading only"):
        looked.commit(act())
    looked.close()
    assert before == sorted((p, p.lstat().st_mtime_ns) for p in store_folder.rglob("*"))


def test_the_second_handle_catches_up_before_it_appends(
    store: EmbeddedStore, reopen: Make, act: Make, source: Make
) -> None:
    other = reopen()
    sizes = []
    for number in range(6):
        writer = (store, other)[number % 2]
        done = writer.commit(act(), records=[source(f"S-{number}", "x")])
        sizes.append(done.tree_size)
    assert sizes == [5, 7, 9, 11, 13, 15]
    assert [one.id for one in store.every(Source)] == [f"S-{n}" for n in range(6)]
    assert store.verify().is_clean
    assert other.verify().is_clean


def test_a_busy_case_says_who_holds_it_and_the_handle_goes_on(
    store: EmbeddedStore, store_folder: Path, reopen: Make, act: Make
) -> None:
    impatient = reopen(wait_s=0.05)
    staged = impatient.stage(b"x")
    with CaseLock(store_folder / "log" / ".lock", 1.0):
        with pytest.raises(CaseBusyError, match=rf"process {os.getpid()}, for \d+ s"):
            impatient.commit(act(), objects=[staged])
        with pytest.raises(CaseBusyError):
            open_store(store_folder, wait_s=0.05)
    impatient.commit(act(), objects=[staged])
    assert impatient.verify().is_clean
    assert store.verify().is_clean


def test_leftovers_of_programs_that_are_gone_are_removed_and_others_stay(
    store: EmbeddedStore, store_folder: Path, reopen: Make
) -> None:
    staged = store.stage(b"still wanted")
    dead = subprocess.run(["true"], check=True)  # noqa: S607  ends at once
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (store_folder / "tmp" / f"{gone.pid}-00ff").write_bytes(b"x")
    reopen()
    assert dead.returncode == 0
    assert [str(p) for p in (store_folder / "tmp").iterdir()] == [staged.path]
    store.close()
    assert list((store_folder / "tmp").iterdir()) == []


def test_a_staged_file_that_is_gone_is_an_error(
    store: EmbeddedStore, act: Make
) -> None:
    staged = store.stage(b"x")
    Path(str(staged.path)).unlink()
    with pytest.raises(EvidenceError, match="gone since it was staged"):
        store.commit(act(), objects=[staged])


def test_an_index_that_is_deleted_gives_the_same_answers(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, reopen: Make
) -> None:
    first = store.commit(act(), records=[source("S-1", "a"), source("S-2", "b")])
    store.commit(act("undo", undoes=first.act))
    store.commit(act(), records=[source("S-2", "c")])
    before = [*store.every(Source)], [*store.events()], store.history("S-2")
    store.close()
    for path in store_folder.glob("index.sqlite*"):
        path.unlink()
    again = reopen()
    assert ([*again.every(Source)], [*again.events()], again.history("S-2")) == before


def test_a_corrupt_index_is_rebuilt_and_said_so(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, reopen: Make
) -> None:
    store.commit(act(), records=[source("S-1", "a")])
    store.close()
    (store_folder / "index.sqlite").write_bytes(b"not a database at all" * 500)
    again = reopen()
    assert "rebuilt" in again.notices[0]
    assert again.get("S-1") == source("S-1", "a")


def test_an_index_of_another_store_is_not_believed(  # noqa: PLR0917  fixtures
    store: EmbeddedStore, store_folder: Path, tmp_path: Path, keys_folder: Path,
    act: Make, source: Make, reopen: Make,
) -> None:  # fmt: skip
    other = create_store(tmp_path / "other", keys_folder=keys_folder)
    other.commit(act(), records=[source("S-1", "foreign")])
    other.close()
    store.commit(act(), records=[source("S-1", "own")])
    store.close()
    shutil.copy(tmp_path / "other" / "index.sqlite", store_folder / "index.sqlite")
    again = reopen()
    assert "another log" in again.notices[0]
    assert again.get("S-1") == source("S-1", "own")


def test_an_altered_record_in_the_index_is_never_shown(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, reopen: Make
) -> None:
    store.commit(act(), records=[source("S-1", "twelve")])
    store.close()
    with sqlite3.connect(store_folder / "index.sqlite") as db:
        db.execute("UPDATE record SET body = replace(body, 'twelve', 'twenty')")
    db.close()
    again = reopen()
    with pytest.raises(IntegrityError, match=r"delete index\.sqlite"):
        again.get("S-1")
    assert [one.code for one in again.verify().problems] == ["X001"]


def test_an_index_that_shows_too_little_is_found_by_verify(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make, reopen: Make
) -> None:
    store.commit(act(), records=[source("S-1", "a"), source("S-2", "b")])
    store.close()
    with sqlite3.connect(store_folder / "index.sqlite") as db:
        db.execute("UPDATE record SET present=0 WHERE id='S-2'")
    db.close()
    problem = reopen().verify().problems[0]
    assert problem.code == "X001"
    assert "the log has 2" in problem.message


def test_an_index_deleted_under_an_open_handle_comes_back(
    store: EmbeddedStore, store_folder: Path, act: Make, source: Make
) -> None:
    store.commit(act(), records=[source("S-1", "a")])
    for path in store_folder.glob("index.sqlite*"):
        path.unlink()
    store.commit(act(), records=[source("S-2", "b")])
    assert [one.id for one in store.every(Source)] == ["S-1", "S-2"]
    assert (store_folder / "index.sqlite").exists()
    assert store.verify().is_clean


def test_an_index_that_cannot_follow_does_not_undo_the_commit(
    store: EmbeddedStore, act: Make, source: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(store._index, "apply", refuse)
        done = store.commit(act(), records=[source("S-1", "a")])
    assert done.tree_size == 5
    assert store.get("S-1") == source("S-1", "a")
    assert "lags behind" in store.notices[0]
    assert store.verify().is_clean


def test_objects_folders_that_git_did_not_keep_are_made_anew(
    store: EmbeddedStore, store_folder: Path, act: Make, reopen: Make
) -> None:
    store.close()
    for folder in (store_folder / "objects" / "sha256").iterdir():
        if not any(folder.iterdir()):
            folder.rmdir()
    shutil.rmtree(store_folder / "tmp")
    shutil.rmtree(store_folder / "quarantine")
    again = reopen()
    for number in range(20):
        again.commit(act(), objects=[again.stage(b"%d" % number)])
    assert again.verify().is_clean


def test_a_proof_of_an_entry_stands_alone(
    store: EmbeddedStore, store_folder: Path, act: Make, tmp_path: Path
) -> None:
    for number in range(5):
        store.commit(act(), objects=[store.stage(b"%d" % number)])
    for seq in range(13):
        file = tmp_path / "exhibit.tlog-proof"
        file.write_text(store.proof(seq))
        verify = [str(store_folder / "verify.py"), "proof"]
        if seq % 4 == 0:
            done = run_verifier(*verify, str(file), "--key", store.public_key)
            assert done.returncode == 0, done.stdout
            assert f'"seq":{seq},' in done.stdout
    with pytest.raises(UserError, match="no entry 99"):
        store.proof(99)


def test_wrong_use_of_the_verifier_is_exit_code_2(
    store: EmbeddedStore, store_folder: Path, tmp_path: Path
) -> None:
    assert store.case_id.startswith("c_")
    for words in (
        [str(tmp_path)],
        ["--receipt", "absent"],
        ["proof", "absent"],
        ["-x"],
    ):
        done = run_verifier(str(store_folder / "verify.py"), *words)
        assert done.returncode == 2


def test_the_commands_of_the_readme_work_as_written(
    store: EmbeddedStore, store_folder: Path, act: Make, tmp_path: Path
) -> None:
    store.commit(act())
    readme = (store_folder / "README.txt").read_text().replace("/tmp/", f"{tmp_path}/")  # noqa: S108  the text's own
    lines = readme.splitlines()

    def run(first: str, last: str) -> str:
        start = next(
            n for n, line in enumerate(lines) if line.strip().startswith(first)
        )
        end = next(n for n in range(start, len(lines)) if lines[n].endswith(last))
        script = "\n".join(lines[start : end + 1]).replace("42p", "4p")
        done = subprocess.run(  # noqa: S603  our own text
            ["sh", "-ec", script],  # noqa: S607  any shell
            cwd=store_folder, check=False, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout + done.stderr

    entry = (store_folder / "log" / "entries.jsonl").read_bytes().splitlines()[3]
    leaf = hashlib.sha256(b"\0" + entry).hexdigest()
    assert run("(printf", "sha256sum").split()[0] == leaf
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    assert "Verified Successfully" in run("tail", f"-sigfile {tmp_path}/note.sig")


def test_an_index_that_cannot_be_written_is_opened_anew_at_the_next_commit(
    store: EmbeddedStore, act: Make
) -> None:
    """SQLite opens a file for reading alone when the disk is full at that moment."""
    store._index._db.execute("PRAGMA query_only=ON")
    for number in (1, 2):
        source = Source(id=f"S-{number}", name="Outlet")  # type: ignore[arg-type]
        store.commit(act(), records=[source])
    assert [one.id for one in store.every(Source)] == ["S-1", "S-2"]
    assert store.verify().problems == ()
