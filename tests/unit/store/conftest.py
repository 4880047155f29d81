"""Stores to test with: one in a folder, one in memory, and records to put in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from firsthand.model import AnyRecord, Derivation, OtherClaim, Source, Span
from firsthand.store import Act, Derived, EmbeddedStore, create_store, open_store


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    return tmp_path / "case" / "store"


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def store(store_folder: Path, keys_folder: Path) -> Iterator[EmbeddedStore]:
    made = create_store(store_folder, keys_folder=keys_folder)
    yield made
    made.close()


@pytest.fixture
def reopen(
    store_folder: Path, keys_folder: Path
) -> Iterator[Callable[..., EmbeddedStore]]:
    opened: list[EmbeddedStore] = []

    def open_again(**more: float) -> EmbeddedStore:
        opened.append(open_store(store_folder, keys_folder=keys_folder, **more))  # type: ignore[arg-type]
        return opened[-1]

    yield open_again
    for one in opened:
        one.close()


@pytest.fixture
def act() -> Callable[..., Act]:
    def make(kind: str = "add", **more: str) -> Act:
        return Act(kind=kind, by="op_1", tool="test/1", **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def source() -> Callable[[str, str], Source]:
    def make(record_id: str, name: str) -> Source:
        return Source(id=record_id, name=name)  # type: ignore[arg-type]

    return make


@pytest.fixture
def claim() -> Callable[[str], OtherClaim]:
    def make(record_id: str) -> OtherClaim:
        span = Span(start=0, end=5, quote="words")
        return OtherClaim(id=record_id, document_id="D-1", span=span)  # type: ignore[arg-type]

    return make


@pytest.fixture
def derived() -> Callable[..., Derived]:
    def make(stage: str, scope: str, records: tuple[AnyRecord, ...]) -> Derived:
        header = Derivation(
            id=f"{stage}-{scope}",
            stage=stage,
            scope=scope,
            inputs="0" * 64,  # type: ignore[arg-type]
            version="1",
            n_records=len(records),
        )
        return Derived(derivation=header, records=records)

    return make
