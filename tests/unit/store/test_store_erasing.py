"""I10 and I13: what is erased is gone, all proofs hold; readings are entries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from firsthand.custody.verify import check_proof
from firsthand.errors import EvidenceError, SourceError, UserError
from firsthand.model import Source
from firsthand.store import Act, EmbeddedStore
from firsthand.store.backup import copy_store

SECRET = b"a page about a well in Jesrin"


def _sealed(store: EmbeddedStore, data: bytes) -> object:
    staged = store.stage(data, entry_type="sealed")
    return msgspec.structs.replace(staged, plain="ab" * 32)


@pytest.fixture
def filled(
    store: EmbeddedStore,
    act: Callable[..., Act],
    source: Callable[[str, str], Source],
) -> tuple[EmbeddedStore, str]:
    """Return a store with one sealed object and one open one, each with a record."""
    sealed = _sealed(store, SECRET)
    store.commit(act(), objects=[sealed], records=[source("S-1", "W-AAAAAA")])  # type: ignore[list-item]
    store.commit(act(), objects=[store.stage(b"open")], records=[source("S-2", "Open")])
    return store, sealed.sha256  # type: ignore[attr-defined]


def _segment_of(store: EmbeddedStore, record_id: str) -> str:
    [(event, _)] = store.history(record_id)
    found = event.sha256
    assert found is not None
    return found


def test_i10_erased_bytes_are_gone_and_every_earlier_proof_still_holds(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    before = [store.proof(seq) for seq in range(len(list(store.entries())))]
    store.erase(act("erase", because="the person asked"), [name])  # type: ignore[list-item]
    assert not store.holds(name)  # type: ignore[arg-type]
    assert not list(store.folder.rglob(name))
    for text in before:
        check_proof(text, store.public_keys()[0][1].vkey())
    report = store.verify()
    assert report.is_clean, report.problems
    assert any("erased by decision" in note for note in report.notes)


def test_i10_erasing_the_records_of_one_person_leaves_the_others_readable(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    store.erase(act("erase"), [name, _segment_of(store, "S-1")])  # type: ignore[list-item]
    assert store.get("S-1") is None
    assert store.get("S-2") is not None
    assert store.verify().is_clean
    assert b"W-AAAAAA" not in (store.folder / "index.sqlite").read_bytes()


def test_i10_an_erased_object_says_who_erased_it_instead_of_being_missing(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    with pytest.raises(EvidenceError, match="erased by decision"):
        store.read_object(name)  # type: ignore[arg-type]


def test_erased_bytes_are_not_taken_in_again(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    with pytest.raises(SourceError, match="not taken in again"):
        store.stage(SECRET)
    assert not list((store.folder / "tmp").iterdir())


def test_a_stopped_erasure_is_finished_at_the_next_opening(
    filled: tuple[EmbeddedStore, str],
    act: Callable[..., Act],
    reopen: Callable[..., EmbeddedStore],
) -> None:
    store, name = filled
    path = store._objects.path(name)  # type: ignore[arg-type]
    data = path.read_bytes()
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    store.close()
    path.write_bytes(data)  # as if the program had stopped before removing it
    assert _verifier(store.folder).returncode == 3
    again = reopen()
    assert not path.exists()
    assert any("erasure" in notice for notice in again.notices)


def test_the_verifier_in_the_store_accepts_an_erasure_and_counts_it(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    done = _verifier(store.folder)
    assert done.returncode == 0, done.stdout
    assert "1 objects were erased by decision" in done.stdout


def test_the_stores_own_files_and_strangers_cannot_be_erased(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    verifier = next(entry.sha256 for entry, _ in store.entries())
    with pytest.raises(UserError, match="store itself"):
        store.erase(act("erase"), [verifier])  # type: ignore[list-item]
    with pytest.raises(UserError, match="not held"):
        store.erase(act("erase"), ["0" * 64])  # type: ignore[list-item]
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    with pytest.raises(UserError, match="not held"):
        store.erase(act("erase"), [name])  # type: ignore[list-item]


def test_i13_a_reading_in_clear_is_an_entry_that_names_the_object(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act]
) -> None:
    store, name = filled
    store.commit_reading(act("unseal", because="court order 7"), [name])  # type: ignore[list-item]
    last = list(store.events())[-1]
    assert (last.entry_type, last.sha256) == ("read", name)
    assert (last.act_kind, last.because) == ("unseal", "court order 7")
    assert store.verify().is_clean


def test_an_earlier_copy_loses_what_was_erased_when_it_is_brought_up_to_date(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act], tmp_path: Path
) -> None:
    store, name = filled
    copy = tmp_path / "copy"
    copy_store(store.folder, copy)
    assert list(copy.rglob(name))
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    report = copy_store(store.folder, copy)
    assert report.audit.is_clean
    assert not list(copy.rglob(name))


def test_restoring_obeys_a_tombstone_even_if_the_bytes_still_lie_in_the_copy(
    filled: tuple[EmbeddedStore, str], act: Callable[..., Act], tmp_path: Path
) -> None:
    store, name = filled
    kept = tmp_path / "kept"
    shutil.copy(store._objects.path(name), kept)  # type: ignore[arg-type]
    store.erase(act("erase"), [name])  # type: ignore[list-item]
    copy = tmp_path / "copy"
    copy_store(store.folder, copy)
    shutil.copy(kept, copy / "objects" / "sha256" / name[:2] / name)
    copy_store(copy, tmp_path / "restored")
    assert not list((tmp_path / "restored").rglob(name))


def test_a_sealed_entry_needs_its_commitment_and_others_have_none(
    store: EmbeddedStore, act: Callable[..., Act]
) -> None:
    bare = store.stage(b"x", entry_type="sealed")
    with pytest.raises(UserError, match="commitment"):
        store.commit(act(), objects=[bare])


def _verifier(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own verifier
        [sys.executable, "-I", str(folder / "verify.py"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
