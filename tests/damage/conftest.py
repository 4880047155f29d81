"""A store to break, and the two auditors that must name what was broken."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.model import Derivation, OtherClaim, Source, Span
from firsthand.store import Act, Derived, EmbeddedStore, create_store


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with captures, records, a correction and an undo; never touched."""
    place = tmp_path_factory.mktemp("whole")
    store = create_store(place / "store", keys_folder=place / "keys")
    fill(store)
    store.close()
    return place


def fill(store: EmbeddedStore) -> None:
    def act(kind: str, **more: str) -> Act:
        return Act(kind=kind, by="op_1", tool="test/1", **more)  # type: ignore[arg-type]

    span = Span(start=0, end=5, quote="words")
    for number in range(4):
        page = store.stage(b"page %d of the fictional report\n" % number * 20)
        text = store.stage(b"text %d" % number, entry_type="derivative")
        source = Source(id=f"S-{number}", name=f"Outlet {number}")  # type: ignore[arg-type]
        done = store.commit(
            act("add", because="found", summary="one page"),
            objects=[page, text],
            records=[source],
        )
    claims = tuple(
        OtherClaim(id=f"C-{n}", document_id="D-1", span=span)  # type: ignore[arg-type]
        for n in range(5)
    )
    header = Derivation(
        id="x",
        stage="extract",
        scope="D-1",
        inputs="0" * 64,
        version="1",
        n_records=5,  # type: ignore[arg-type]
    )
    store.commit(act("run"), derived=[Derived(derivation=header, records=claims)])
    store.commit(act("undo", undoes=done.act))


@pytest.fixture
def broken(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the store to break."""
    shutil.copytree(whole / "store", tmp_path / "store", symlinks=True)
    yield tmp_path / "store"
    shutil.rmtree(tmp_path / "store", ignore_errors=True)


def run_copy(whole: Path, store: Path) -> tuple[int, set[tuple[str, str]]]:
    """Run the verifier that lies in the whole store, alone, on another store."""
    done = subprocess.run(  # noqa: S603  our own verifier
        [sys.executable, "-I", whole / "store" / "verify.py", "--json", str(store)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    found = json.loads(done.stdout)["problems"]
    return done.returncode, {(one["code"], one["path"]) for one in found}


@pytest.fixture
def faults(whole: Path, broken: Path) -> Callable[[], set[tuple[str, str]]]:
    """Return code and path (inside the store) of every problem; both auditors agree."""

    def look() -> set[tuple[str, str]]:
        found = {(one.code, one.path) for one in audit(broken).problems}
        code, theirs = run_copy(whole, broken)
        assert theirs == found
        assert code == (3 if found else 0)
        return {(name, str(Path(path).relative_to(broken))) for name, path in found}

    return look
