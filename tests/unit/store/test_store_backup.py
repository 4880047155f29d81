"""A second copy: it grows, is read back, is a witness, and restores (C15)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.errors import IntegrityError, UserError
from firsthand.store import Act, EmbeddedStore, open_store
from firsthand.store.backup import copy_store

Acts = Callable[..., Act]


def give(store: EmbeddedStore, act: Act, *pages: bytes) -> None:
    store.commit(act, objects=[store.stage(page) for page in pages])


def contents(folder: Path) -> dict[str, bytes]:
    left_out = {"tmp", "index.sqlite", "index.sqlite-wal", "index.sqlite-shm"}
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.name != ".lock"
        and path.relative_to(folder).parts[0] not in left_out
    }


def test_a_copy_holds_the_same_bytes_and_verifies_alone(
    store: EmbeddedStore, tmp_path: Path, act: Acts
) -> None:
    give(store, act(), b"one", b"two")
    report = copy_store(store.folder, tmp_path / "copy")
    assert report.n_held == 0
    assert contents(tmp_path / "copy") == contents(store.folder)
    done = subprocess.run(  # noqa: S603  the copy's own verifier
        [sys.executable, "-I", str(tmp_path / "copy" / "verify.py")],
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_second_backup_copies_only_what_is_new(
    store: EmbeddedStore, tmp_path: Path, act: Acts
) -> None:
    give(store, act(), b"one")
    first = copy_store(store.folder, tmp_path / "copy")
    give(store, act(), b"two")
    second = copy_store(store.folder, tmp_path / "copy")
    assert second.n_copied == 2  # the page, and the words of its act
    assert second.n_held == first.n_copied
    assert second.size > first.size
    assert contents(tmp_path / "copy") == contents(store.folder)
    third = copy_store(store.folder, tmp_path / "copy")
    assert third.n_copied == 0


def test_a_store_that_was_rolled_back_is_refused_by_its_backup(
    store: EmbeddedStore, store_folder: Path, tmp_path: Path, act: Acts
) -> None:
    """I4, I9: the backup is a witness; without one a rollback is not seen."""
    give(store, act(), b"one")
    store.close()
    shutil.copytree(store_folder, tmp_path / "old")
    again = open_store(store_folder, keys_folder=tmp_path / "keys")
    give(again, act(), b"two")
    again.close()
    copy_store(store_folder, tmp_path / "copy")
    before = contents(tmp_path / "copy")
    assert audit(tmp_path / "old").is_clean  # nothing inside shows it
    with pytest.raises(IntegrityError, match="does not extend the backup"):
        copy_store(tmp_path / "old", tmp_path / "copy")
    assert contents(tmp_path / "copy") == before


def test_a_fork_is_refused_by_the_backup(
    store: EmbeddedStore, store_folder: Path, tmp_path: Path, act: Acts
) -> None:
    store.close()
    shutil.copytree(store_folder, tmp_path / "fork")
    for folder, page in ((store_folder, b"kept"), (tmp_path / "fork", b"forged")):
        one = open_store(folder, keys_folder=tmp_path / "keys")
        give(one, act(), page)
        one.close()
    copy_store(store_folder, tmp_path / "copy")
    assert audit(tmp_path / "fork").is_clean
    with pytest.raises(IntegrityError, match="does not extend the backup"):
        copy_store(tmp_path / "fork", tmp_path / "copy")


@pytest.mark.parametrize("damage", ["alter", "remove"])
def test_a_damaged_object_is_named_and_the_copy_stays_as_it_was(
    store: EmbeddedStore, tmp_path: Path, act: Acts, damage: str
) -> None:
    copy_store(store.folder, tmp_path / "copy")
    page = store.stage(b"page")
    store.commit(act(), objects=[page])
    path = store.folder / "objects" / "sha256" / page.sha256[:2] / page.sha256
    path.chmod(0o640)
    if damage == "alter":
        path.write_bytes(b"pagf")
    else:
        path.unlink()
    with pytest.raises(IntegrityError, match=page.sha256):
        copy_store(store.folder, tmp_path / "copy")
    assert audit(tmp_path / "copy").is_clean


def test_a_copy_that_rotted_is_found_in_a_full_backup(
    store: EmbeddedStore, tmp_path: Path, act: Acts
) -> None:
    page = store.stage(b"page")
    store.commit(act(), objects=[page])
    copy_store(store.folder, tmp_path / "copy")
    path = tmp_path / "copy" / "objects" / "sha256" / page.sha256[:2] / page.sha256
    path.chmod(0o640)
    path.write_bytes(b"pagf")
    with pytest.raises(IntegrityError, match="the copy is not good"):
        copy_store(store.folder, tmp_path / "copy", full=True)


def test_a_foreign_folder_is_left_alone(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="not a copy of a case"):
        copy_store(store.folder, tmp_path / "photos")
    assert len(list((tmp_path / "photos").iterdir())) == 1


COPIER = """
import sys
from pathlib import Path
from firsthand.store.backup import copy_store
copy_store(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_backup_stopped_at_any_moment_is_an_earlier_state_and_goes_on(
    store: EmbeddedStore, tmp_path: Path, act: Acts
) -> None:
    """The n-th flush or rename of a copy never returns: killed there, then again."""
    give(store, act(), *(b"page %d" % n for n in range(6)))
    stop_at = (
        "import os, firsthand.custody.durable as d\n"
        "left = [int(sys.argv[3])]\n"
        "def dying(real):\n"
        "    def call(*given, **more):\n"
        "        left[0] -= 1\n"
        "        if left[0] == 0: os._exit(9)\n"
        "        return real(*given, **more)\n"
        "    return call\n"
        "d.flush_all = dying(d.flush_all); d.append = dying(d.append)\n"
        "d.write_new = dying(d.write_new); Path.rename = dying(Path.rename)\n"
    )
    code = "import sys\nfrom pathlib import Path\n" + stop_at + COPIER
    stopped = 0
    for number in range(1, 60):
        goal = tmp_path / f"copy{number}"
        done = subprocess.run(  # noqa: S603  our own copier
            [sys.executable, "-c", code, str(store.folder), str(goal), str(number)],
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        if done.returncode == 0:
            break
        assert done.returncode == 9, done.stderr
        stopped += 1
        copy_store(store.folder, goal, full=True)
        assert contents(goal) == contents(store.folder)
        shutil.rmtree(goal)
    assert stopped > 15
