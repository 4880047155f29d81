"""What every store does, in a folder and in memory."""

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import EvidenceError, SourceError, UserError
from firsthand.model import (
    AnyClaim,
    Claim,
    Derivation,
    OtherClaim,
    Record,
    Source,
    WeaponClaim,
)
from firsthand.store import Act, MemoryStore, Store, create_store

Make = Callable[..., Any]


@pytest.fixture(params=["folder", "memory"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    made = create_store(tmp_path / "store", keys_folder=tmp_path / "keys")
    yield made
    made.close()


def ids(store: Store, kind: type[Record] = Record) -> list[str]:
    return [record.id for record in store.every(kind)]


def test_bytes_come_back_as_they_were_sent(home: Store, act: Make) -> None:
    staged = home.stage(io.BytesIO(b"a page"))
    home.commit(act(), objects=[staged])
    assert staged.sha256 == hashlib.sha256(b"a page").hexdigest()
    assert home.read_object(staged.sha256) == b"a page"
    with home.open_object(staged.sha256) as file:
        assert file.read() == b"a page"
    assert home.holds(staged.sha256)


def test_an_object_that_is_not_held_is_said_to_be_so(home: Store) -> None:
    assert not home.holds("0" * 64)  # type: ignore[arg-type]
    with pytest.raises(EvidenceError, match="0000"):
        home.read_object("0" * 64)  # type: ignore[arg-type]


def test_the_same_bytes_again_are_recorded_and_not_kept_twice(
    home: Store, act: Make
) -> None:
    first = home.stage(b"a page")
    home.commit(act(), objects=[first])
    again = home.stage(b"a page")
    assert again.path is None
    home.commit(act(), objects=[again])
    named = [e for e in home.events() if e.sha256 == first.sha256]
    assert [event.entry_type for event in named] == ["capture", "capture"]


def test_a_stream_that_breaks_is_an_error_of_the_source(home: Store, act: Make) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError("cable pulled")

    with pytest.raises(SourceError, match="cable pulled"):
        home.stage(Broken(b""))
    home.commit(act())


def test_the_latest_of_an_id_is_present_and_the_earlier_stays_readable(
    home: Store, act: Make, source: Make
) -> None:
    home.commit(act("add"), records=[source("S-1", "old")])
    home.commit(act("correct"), records=[source("S-1", "new")])
    assert home.get("S-1") == source("S-1", "new")
    assert list(home.every(Source)) == [source("S-1", "new")]
    versions = home.history("S-1")
    assert [record.name for _, record in versions] == ["old", "new"]  # type: ignore[union-attr]
    assert [event.act_kind for event, _ in versions] == ["add", "correct"]


def test_twice_the_same_id_in_one_act_leaves_the_last(
    home: Store, act: Make, source: Make
) -> None:
    home.commit(act(), records=[source("S-1", "first"), source("S-1", "second")])
    assert [one.name for one in home.every(Source)] == ["second"]


def test_a_stage_that_runs_again_replaces_what_it_made_for_that_scope(
    home: Store, act: Make, claim: Make, derived: Make
) -> None:
    home.commit(
        act("run"),
        derived=[
            derived("extract", "D-1", (claim("C-1"), claim("C-2"))),
            derived("extract", "D-2", (claim("C-3"),)),
        ],
    )
    home.commit(act("run"), derived=[derived("extract", "D-1", (claim("C-2"),))])
    assert ids(home) == ["C-3", "C-2"]
    assert [one.id for one in home.of_scope("extract", "D-1")] == ["C-2"]
    assert home.get("C-1") is None
    assert len(home.history("C-1")) == 1
    found = home.derivations("extract")
    assert {scope: one.n_records for scope, one in found.items()} == {
        "D-1": 1,
        "D-2": 1,
    }


def test_a_run_that_makes_nothing_empties_its_scope(
    home: Store, act: Make, claim: Make, derived: Make
) -> None:
    home.commit(act("run"), derived=[derived("extract", "D-1", (claim("C-1"),))])
    home.commit(act("run"), derived=[derived("extract", "D-1", ())])
    assert ids(home) == []
    assert home.of_scope("extract", "D-1") == []
    assert list(home.derivations("extract")) == ["D-1"]


def test_a_scope_that_was_never_run_is_empty(home: Store) -> None:
    assert home.of_scope("extract", "D-9") == []
    assert dict(home.derivations("extract")) == {}


def test_undo_takes_back_what_an_act_brought(
    home: Store, act: Make, source: Make
) -> None:
    home.commit(act(), records=[source("S-1", "old")])
    done = home.commit(act("correct"), records=[source("S-1", "new")])
    home.commit(act("undo", undoes=done.act))
    assert home.get("S-1") == source("S-1", "old")


def test_undoing_an_undo_brings_it_back(home: Store, act: Make, source: Make) -> None:
    done = home.commit(act(), records=[source("S-1", "a")])
    undo = home.commit(act("undo", undoes=done.act))
    assert home.get("S-1") is None
    home.commit(act("undo", undoes=undo.act))
    assert home.get("S-1") == source("S-1", "a")


def test_undo_of_a_run_shows_what_the_run_before_it_made(
    home: Store, act: Make, claim: Make, derived: Make
) -> None:
    home.commit(act("run"), derived=[derived("extract", "D-1", (claim("C-1"),))])
    again = home.commit(
        act("run"), derived=[derived("extract", "D-1", (claim("C-2"),))]
    )
    home.commit(act("undo", undoes=again.act))
    assert ids(home) == ["C-1"]


def test_a_later_version_stays_when_an_earlier_act_is_undone(
    home: Store, act: Make, source: Make
) -> None:
    first = home.commit(act(), records=[source("S-1", "a"), source("S-2", "b")])
    home.commit(act(), records=[source("S-1", "c")])
    home.commit(act("undo", undoes=first.act))
    assert [one.name for one in home.every(Source)] == ["c"]


def test_only_an_act_that_was_done_can_be_undone(home: Store, act: Make) -> None:
    with pytest.raises(UserError, match="no act act_never"):
        home.commit(act("undo", undoes="act_never"))
    home.commit(act())


def test_every_yields_a_kind_with_its_subclasses_in_log_order(
    home: Store, act: Make, claim: Make, source: Make
) -> None:
    weapon = WeaponClaim(
        id="C-2",  # type: ignore[arg-type]
        document_id="D-1",  # type: ignore[arg-type]
        span=claim("x").span,
        weapon=("airstrike",),
    )
    home.commit(act(), records=[claim("C-1"), source("S-1", "a"), weapon, claim("C-3")])
    assert ids(home, Claim) == ["C-1", "C-2", "C-3"]
    assert ids(home, OtherClaim) == ["C-1", "C-3"]
    assert ids(home, Source) == ["S-1"]
    found: list[AnyClaim] = list(home.every(WeaponClaim))
    assert found == [weapon]


def test_committing_while_reading_neither_loses_nor_repeats(
    home: Store, act: Make, source: Make
) -> None:
    home.commit(act(), records=[source(f"S-{n}", "old") for n in range(1200)])
    seen = []
    for one in home.every(Source):
        if len(seen) < 3:
            home.commit(act(), records=[source("S-1100", f"new {len(seen)}")])
        seen.append(one.id)
    assert seen == [f"S-{n}" for n in range(1200)]


def test_a_header_that_counts_wrong_is_refused_and_nothing_is_written(
    home: Store, act: Make, claim: Make, derived: Make
) -> None:
    made = derived("extract", "D-1", (claim("C-1"),))
    wrong = type(made)(derivation=made.derivation, records=())
    before = len(list(home.events()))
    with pytest.raises(EvidenceError, match="n_records says 1, got 0"):
        home.commit(act(), derived=[wrong])
    assert len(list(home.events())) == before
    home.commit(act(), derived=[made])


def test_a_derivation_is_not_an_authored_record(
    home: Store, act: Make, derived: Make
) -> None:
    with pytest.raises(EvidenceError, match="under `derived`"):
        home.commit(act(), records=[derived("extract", "D-1", ()).derivation])


@pytest.mark.parametrize("value", [1.5, 3.0, "eleven", -1.0])
def test_a_record_that_would_not_read_back_is_refused(
    home: Store, act: Make, value: object
) -> None:
    spoiled = Derivation(
        id="x",
        stage="s",
        scope="c",
        inputs="0" * 64,  # type: ignore[arg-type]
        version="1",
        n_records=value,  # type: ignore[arg-type]
    )
    record = Source(id="S-1", name=value if value == 3.0 else 7)  # type: ignore[arg-type]
    with pytest.raises(EvidenceError, match="S-1"):
        home.commit(act(), records=[record])
    assert spoiled.id == "x"
    assert home.get("S-1") is None


def test_an_entry_type_of_the_store_s_own_cannot_be_claimed(
    home: Store, act: Make
) -> None:
    staged = home.stage(b"x", entry_type="key-added")
    with pytest.raises(UserError, match="must be 'capture' or 'derivative'"):
        home.commit(act(), objects=[staged])


def test_a_name_as_operator_is_refused(home: Store) -> None:
    with pytest.raises(UserError, match="opaque"):
        home.commit(Act(kind="add", by="Amira K.", tool="t/1"))  # type: ignore[arg-type]
    home.commit(Act(kind="add", by="op_1", tool="t/1"))  # type: ignore[arg-type]


def test_events_tell_who_did_what_and_why(home: Store, act: Make) -> None:
    done = home.commit(act("accept", because="seen on the frame", summary="C-1"))
    event = next(iter(home.events(done.first_seq)))
    assert (event.act_kind, event.because, event.summary, event.by) == (
        "accept",
        "seen on the frame",
        "C-1",
        "op_1",
    )
    assert event.at.tzinfo is not None
    assert [one.seq for one in home.events()] == list(range(done.tree_size))


def test_a_receipt_names_a_signed_checkpoint_that_covers_the_act(
    home: Store, act: Make
) -> None:
    done = home.commit(act(), objects=[home.stage(b"x")])
    assert done.first_seq < done.tree_size
    assert f"\n{done.tree_size}\n" in done.checkpoint
    assert len(done.root) == 64


def test_a_store_in_use_verifies_clean(
    home: Store, act: Make, claim: Make, derived: Make
) -> None:
    home.commit(
        act(),
        objects=[home.stage(b"x"), home.stage(b"y", entry_type="derivative")],
        records=[claim("C-1")],
        derived=[derived("extract", "D-1", (claim("C-2"),))],
    )
    report = home.verify()
    assert report.problems == ()
    assert report.is_clean
    assert report.records == 2
    home.close()
