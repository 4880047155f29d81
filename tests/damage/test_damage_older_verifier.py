"""A store of an earlier program: what it does not know is preceded by what does."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from firsthand.custody.audit import VERIFIER, audit
from firsthand.custody.keys import create_key
from firsthand.errors import UserError
from firsthand.store import Act, EmbeddedStore, embedded, open_store

OLD = b"# an older verifier\n"


@pytest.fixture
def old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose first entry names another verifier than ours."""
    (tmp_path / "old.py").write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "VERIFIER", tmp_path / "old.py")
        embedded.create_store(tmp_path / "store", keys_folder=tmp_path / "keys").close()
    return tmp_path / "store"


def opened(store: Path) -> EmbeddedStore:
    return open_store(store, keys_folder=store.parent / "keys")


def an_act(kind: str = "rotate-key") -> Act:
    return Act(kind=kind, by="op_1", tool="test/1")  # type: ignore[arg-type]


def test_plain_acts_leave_the_old_verifier_in_place(old_store: Path) -> None:
    store = opened(old_store)
    store.commit(an_act("add"), objects=[store.stage(b"page")])
    store.close()
    assert (old_store / "verify.py").read_bytes() == OLD
    assert audit(old_store).problems == ()


def test_the_first_new_kind_of_entry_brings_its_verifier(old_store: Path) -> None:
    store = opened(old_store)
    store.rotate_key(an_act())
    store.rotate_key(an_act())
    types = [entry.type.value for entry, _ in store.entries()]
    store.close()
    assert types.count("verifier-added") == 1
    assert types.index("verifier-added") < types.index("key-retired")
    assert (old_store / "verify.py").read_bytes() == VERIFIER.read_bytes()
    assert audit(old_store).problems == ()
    done = subprocess.run(  # noqa: S603  the store's own verifier
        [sys.executable, "-I", str(old_store / "verify.py")],
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_program_stopped_before_the_file_was_replaced_goes_on(
    old_store: Path,
) -> None:
    store = opened(old_store)
    store.rotate_key(an_act())
    store.close()
    (old_store / "verify.py").chmod(0o640)
    (old_store / "verify.py").write_bytes(OLD)
    for path in (old_store / "keys").iterdir():
        if path.name.startswith(f"signing-{store.public_key.split('+')[1]}"):
            path.unlink()
    assert {one.code for one in audit(old_store).problems} == {"V003", "V004"}
    opened(old_store).close()
    assert audit(old_store).problems == ()


def test_a_verifier_altered_by_hand_is_never_mended(old_store: Path) -> None:
    store = opened(old_store)
    store.rotate_key(an_act())
    store.close()
    (old_store / "verify.py").chmod(0o640)
    (old_store / "verify.py").write_bytes(b"print('all good')\n")
    opened(old_store).close()
    assert {one.code for one in audit(old_store).problems} == {"V003"}


def test_the_archive_of_format_1_takes_new_kinds_of_entry(tmp_path: Path) -> None:
    archive = Path(__file__).parents[1] / "archives" / "format-1" / "store.zip"
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path)
    # Its key was never kept: the honest way on is to adopt a new one.
    store = open_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    store.adopt_key(an_act("adopt-key"))
    store.commit(an_act("add"), objects=[store.stage(b"page")])
    store.close()
    report = audit(tmp_path / "store")
    assert report.problems == ()
    assert any("no earlier key vouched" in note for note in report.notes)
    receipt = (archive.parent / "receipt.checkpoint").read_text(encoding="utf-8")
    assert audit(tmp_path / "store", receipts=(receipt,)).problems == ()
    shutil.rmtree(tmp_path / "keys")


def test_a_store_refuses_to_be_signed_by_a_key_of_its_own_making(
    old_store: Path, tmp_path: Path
) -> None:
    """I7: a key that the log does not name opens nothing."""
    create_key("firsthand.invalid/x", tmp_path / "other")
    store = open_store(old_store, keys_folder=tmp_path / "other")
    with pytest.raises(UserError, match="signing key"):
        store.commit(an_act("add"))
    store.close()
