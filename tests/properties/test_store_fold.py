"""Laws of the store: the index is the fold, whatever was done and undone."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.errors import IntegrityError
from firsthand.model import (
    Derivation,
    OtherClaim,
    Record,
    Source,
    Span,
    canonical_bytes,
)
from firsthand.store import (
    Act,
    Derived,
    EmbeddedStore,
    MemoryStore,
    Store,
    create_store,
    open_store,
)
from firsthand.store.fold import ActEvent, fold, undone_acts
from firsthand.store.segments import decode_segment, encode_segment, record_of

# A step: authored ids with a value, runs (scope, ids), or "undo the n-th act".
_authored = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.text(max_size=5)), max_size=4
)
_runs = st.lists(
    st.tuples(
        st.sampled_from(["D-1", "D-2", "case"]),
        st.lists(st.sampled_from("VWXYZ"), max_size=3),
    ),
    max_size=2,
)
_step = st.one_of(
    st.tuples(_authored, _runs), st.integers(0, 30).map(lambda n: ([], n))
)


def source(record_id: str, name: str) -> Source:
    return Source(id=record_id, name=name)  # type: ignore[arg-type]


def derived(scope: str, ids: list[str]) -> Derived:
    span = Span(start=0, end=5, quote="words")
    made = tuple(
        OtherClaim(id=f"{scope}-{one}", document_id=scope, span=span)  # type: ignore[arg-type]
        for one in ids
    )
    header = Derivation(
        id=f"extract-{scope}",
        stage="extract",
        scope=scope,
        inputs="0" * 64,  # type: ignore[arg-type]
        version="1",
        n_records=len(made),
    )
    return Derived(derivation=header, records=made)


def play(store: Store, steps: list[tuple[object, object]]) -> None:
    done = []
    for authored, rest in steps:
        if isinstance(rest, int):
            undoes = done[rest % len(done)] if done else None
            act = Act(kind="undo", by="op_1", tool="t/1", undoes=undoes)  # type: ignore[arg-type]
            done.append(store.commit(act).act)
            continue
        act = Act(kind="add", by="op_1", tool="t/1")  # type: ignore[arg-type]
        records = [source(*pair) for pair in authored]  # type: ignore[attr-defined]
        runs = [derived(*run) for run in rest]  # type: ignore[attr-defined]
        done.append(store.commit(act, records=records, derived=runs).act)


def state(store: Store) -> tuple[object, ...]:
    return (
        [canonical_bytes(one) for one in store.every(Record)],
        {s: canonical_bytes(d) for s, d in store.derivations("extract").items()},
        [store.of_scope("extract", scope) for scope in ("D-1", "D-2", "case")],
        [store.get(one) for one in "ABCDE"],
        [[record for _, record in store.history(one)] for one in "ABCDE"],
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_step, max_size=8))
def test_the_index_shows_what_the_fold_of_the_log_says(
    folder: Path, steps: list[tuple[object, object]]
) -> None:
    place = Path(tempfile.mkdtemp(dir=folder))
    embedded = create_store(place / "store", keys_folder=folder / "keys")
    memory = MemoryStore()
    play(embedded, steps)
    play(memory, steps)
    assert state(embedded) == state(memory)
    assert embedded.verify().problems == ()
    before = state(embedded), list(embedded.events())
    embedded.close()
    for path in (place / "store").glob("index.sqlite*"):
        path.unlink()
    rebuilt: EmbeddedStore = open_store(place / "store", keys_folder=folder / "keys")
    assert (state(rebuilt), list(rebuilt.events())) == before
    rebuilt.close()
    shutil.rmtree(place)


@given(st.lists(_authored, min_size=1, max_size=6), st.data())
def test_undoing_an_act_is_as_if_it_had_never_come(
    steps: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(steps) - 1))
    events = [
        ActEvent(f"a{n}", None, _segment([source(*pair) for pair in step]))  # type: ignore[arg-type]
        for n, step in enumerate(steps)
    ]
    undo = ActEvent("u", f"a{at}")  # type: ignore[arg-type]
    without = [event for n, event in enumerate(events) if n != at]
    assert fold([*events, undo]) == fold(without)
    assert fold([*events, undo, ActEvent("v", "u")]) == fold(events)  # type: ignore[arg-type]


@given(st.lists(st.none() | st.integers(0, 9), max_size=10))
def test_an_act_counts_unless_a_counting_act_undoes_it(
    undoes: list[int | None],
) -> None:
    acts = [
        (f"a{n}", f"a{one}" if one is not None and one < n else None)
        for n, one in enumerate(undoes)
    ]
    undone = undone_acts(acts)  # type: ignore[arg-type]
    for act, _ in acts:
        undoers = [other for other, target in acts if target == act]
        assert (act in undone) == any(one not in undone for one in undoers)


_names = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(_names, _names, st.none() | _names), max_size=6), _runs)
def test_a_segment_reads_back_as_the_same_records(
    rows: list[tuple[str, str, str | None]], runs: list[tuple[str, list[str]]]
) -> None:
    records = [
        Source(id=f"S-{name}", name=name, owner=owner, other_names=(other,))  # type: ignore[arg-type]
        for name, other, owner in rows
    ]
    made = [derived(*run) for run in runs]
    encoded = encode_segment(records, made)
    if encoded is None:
        assert not records
        assert not runs
        return
    data, segment = encoded
    again = decode_segment(data, "x")
    assert again == segment
    assert [record_of(line.body) for line in again.authored] == records
    assert [
        tuple(record_of(line.body) for line in run.lines) for run in again.runs
    ] == [one.records for one in made]


@given(st.binary(max_size=300))
def test_reading_a_damaged_segment_fails_in_one_way_only(data: bytes) -> None:
    whole, _ = encode_segment([source("S-1", "a")], []) or (b"", None)
    for spoiled in (data, whole + data, whole[: len(data)], whole[:120] + data):
        try:
            read = [
                record_of(one.body) for one in decode_segment(spoiled, "x").authored
            ]
        except IntegrityError:
            continue
        assert spoiled.startswith(b'{"format":1,')
        assert all(isinstance(one, Record) for one in read)


def _segment(records: list[Source]) -> object:
    encoded = encode_segment(records, [])
    return encoded[1] if encoded else None
