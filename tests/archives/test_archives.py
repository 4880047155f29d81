"""Stores written by every released format still open, read and verify.

`format-N/store.zip` is a store as that format's program wrote it, without its index
and without empty folders; `receipt.checkpoint` and `public.vkey` were kept outside it.
They are never made again: old data is the test.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.model import Claim, Document, Judgement, Source
from firsthand.store import EmbeddedStore, open_store

HERE = Path(__file__).parent
FORMATS = sorted(path.name for path in HERE.glob("format-*"))
OTHER_PYTHONS = [
    "python3.9",
    "python3.10",
    "python3.12",
    "python3.13",
    "python3.14",
    "pypy3",
]


@pytest.fixture(params=FORMATS)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = HERE / str(request.param)
    with zipfile.ZipFile(folder / "store.zip") as file:
        file.extractall(tmp_path)
    for name in ("receipt.checkpoint", "public.vkey"):
        shutil.copy(folder / name, tmp_path / name)
    return tmp_path


def opened(archive: Path) -> EmbeddedStore:
    return open_store(archive / "store", keys_folder=archive / "no keys here")


def test_format_1_is_kept() -> None:
    assert "format-1" in FORMATS


def test_an_old_store_verifies_and_extends_its_receipt(archive: Path) -> None:
    receipt = (archive / "receipt.checkpoint").read_text(encoding="utf-8")
    report = audit(archive / "store", receipts=(receipt,))
    assert report.problems == ()
    assert report.entries > 0


def test_an_old_store_opens_without_its_empty_folders_and_index(archive: Path) -> None:
    store = opened(archive)
    assert store.fault is None
    assert store.notices == []
    assert store.verify().problems == ()
    assert store.public_key == (archive / "public.vkey").read_text().strip()
    store.close()


def test_an_old_store_says_what_it_said(archive: Path) -> None:
    store = opened(archive)
    # A correction was made and undone; a second reading dropped a claim.
    assert [one.name for one in store.every(Source)] == ["Velmara Monitor"]
    assert [one.id for one in store.every(Claim)] == ["C-001"]
    assert [one.id for one in store.every(Judgement)] == ["J-001"]
    assert len(store.history("S-001")) == 2
    assert len(store.history("C-002")) == 1
    document = next(store.every(Document))
    text = store.read_object(document.text_sha256).decode()
    claim = next(store.every(Claim))
    assert text[claim.span.start : claim.span.end] == claim.span.quote
    kinds = [one.act_kind for one in store.events() if one.entry_type == "act"]
    assert kinds == [
        "create-store", "add", "run", "correct", "undo", "accept", "run",
    ]  # fmt: skip
    store.close()


@pytest.mark.parametrize("python", [sys.executable, *OTHER_PYTHONS])
def test_the_old_verifier_runs_on_other_pythons(archive: Path, python: str) -> None:
    # Without what is installed beside it (-S): the standard library alone.
    command = [python, "-IS", str(archive / "store" / "verify.py"), "--receipt"]
    command.append(str(archive / "receipt.checkpoint"))
    try:
        done = subprocess.run(  # noqa: S603  the archive's own verifier
            command, check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip(f"{python} is not installed")
    if "command not found" in done.stderr:
        pytest.skip(f"{python} is not installed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing altered, log unbroken" in done.stdout
