"""Laws of ranges and of independence, over invented incidents of any shape."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.assess import builders

from firsthand.assess import assess_incident
from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.ranges import compute_ranges, replays
from firsthand.model import (
    AttributionClaim,
    CountRange,
    DenialClaim,
    Denies,
    RangeUnderProfile,
    StatusWord,
    canonical_bytes,
)
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
VOICES = ("Monitor", "Volunteers", "Hospital", "Council")
DAYS = ("2021-10-01", "2021-10-02", "2021-10-09", None)

counts = st.one_of(
    st.integers(0, 60),
    st.integers(1, 60).map(lambda n: f"{n}+"),
    st.integers(1, 60).map(lambda n: f"-{n}"),
    st.integers(1, 60).map(lambda n: f"~{n}"),
    st.sampled_from(["?dozens", "?several", "assumed 3"]),
)
tolls = st.fixed_dictionaries(
    {
        "document": st.integers(0, 5),
        "voice": st.sampled_from(VOICES),
        "killed": counts,
        "wounded": st.one_of(st.none(), st.integers(1, 90)),
        "children": st.one_of(st.none(), st.integers(1, 20)),
        "status": st.one_of(st.none(), st.sampled_from(list(StatusWord))),
        "is_headline": st.booleans(),
        "is_late_death": st.booleans(),
        "is_partial": st.booleans(),
        "hedged": st.booleans(),
        "quote": st.sampled_from(["so many people", "two in another house"]),
    }
)
incidents = st.lists(tolls, min_size=1, max_size=7)


def tell(rows: list[dict[str, Any]]) -> Any:
    story = builders.Story()
    story.voice("Ministry", "official", is_interested=True, party="TO")
    for n in range(6):
        story.document(f"d{n}", DAYS[n % len(DAYS)])
    story.say(AttributionClaim, "d0", "Monitor", perpetrator="TO")
    for row in rows:
        values = dict(row)
        story.toll(f"d{values.pop('document')}", values.pop("voice"), **values)
    return story


def ranges_of(inputs: IncidentInputs) -> dict[tuple[str, str], RangeUnderProfile]:
    made = compute_ranges(inputs, REFERENCE)
    return {(one.profile, one.measure): one for one in made}


def numbers(inputs: IncidentInputs) -> dict[tuple[str, str], CountRange]:
    return {key: one.range for key, one in ranges_of(inputs).items()}


@given(incidents)
@settings(max_examples=120, deadline=None)
def test_every_range_is_ordered_and_explained_and_replays(
    rows: list[dict[str, Any]],
) -> None:
    inputs = tell(rows).inputs()
    tolls_said = {claim.id for claim in inputs.claims if "killed" in dir(claim)}
    told: set[str] = set()
    for one in compute_ranges(inputs, REFERENCE):
        low, high = one.range.low, one.range.high
        assert low is None or high is None or low <= high
        assert (low is None) == (not one.low_from)
        assert set(one.low_from) | set(one.high_from) <= set(one.used)
        assert replays(one, inputs, REFERENCE)
        told |= set(one.used) | {aside.claim for aside in one.set_aside}
    assert tolls_said <= told


@given(incidents, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_arrival_does_not_matter(
    rows: list[dict[str, Any]], shuffler: random.Random
) -> None:
    inputs = tell(rows).inputs()

    def shuffled(field: str) -> tuple[Any, ...]:
        records = list(getattr(inputs, field))
        shuffler.shuffle(records)
        return tuple(records)

    fields = ("claims", "documents", "roots", "origins", "sources")
    other = msgspec.structs.replace(inputs, **{f: shuffled(f) for f in fields})
    one, two = assess_incident(inputs, REFERENCE), assess_incident(other, REFERENCE)
    assert canonical_bytes(one.finding) == canonical_bytes(two.finding)
    assert one.contradictions == two.contradictions
    assert one.responses == two.responses


@given(incidents, st.sampled_from(list(Denies)))
@settings(max_examples=60, deadline=None)
def test_a_range_never_narrows_by_adding_a_denial(
    rows: list[dict[str, Any]], denies: Denies
) -> None:
    story = tell(rows)
    before = numbers(story.inputs())
    story.say(DenialClaim, "m", "Ministry", denies=denies, perpetrator="TO")
    story.toll("m", "Ministry", 0, negated=True)
    after = numbers(story.inputs())
    assert {key: after[key] for key in before} == before
    assert all(after[key] == CountRange() for key in set(after) - set(before))


@given(incidents, st.integers(0, 5))
@settings(max_examples=80, deadline=None)
def test_a_copy_changes_no_bound_and_no_independence(
    rows: list[dict[str, Any]], copied: int
) -> None:
    story = tell(rows)
    inputs = story.inputs()
    original = f"d{copied}"
    story.document("copy", "2021-10-20", copy_of=original)
    for claim in list(story.claims):
        if claim.document_id == original:
            again = msgspec.structs.replace(
                claim, id=f"copy-{claim.id}", document_id="copy"
            )
            story.claims.append(again)
            story.voices[claim.speaker]["claims"].append(again.id)
    with_copy = story.inputs()
    assert numbers(with_copy) == numbers(inputs)
    one, two = (Evidence.of_incident(i, REFERENCE) for i in (inputs, with_copy))
    before = count_independent(one.claims, one)
    after = count_independent(two.claims, two)
    assert (before.low, before.high) == (after.low, after.high)


@given(incidents, st.sampled_from(VOICES))
@settings(max_examples=60, deadline=None)
def test_withdrawing_a_voice_removes_its_bounds(
    rows: list[dict[str, Any]], voice: str
) -> None:
    story = tell(rows)
    story.claims = [claim for claim in story.claims if claim.speaker != voice]
    inputs = story.inputs()
    held = {claim.id for claim in inputs.claims}
    for one in compute_ranges(inputs, REFERENCE):
        assert set(one.used) <= held
    others = [row for row in rows if row["voice"] != voice]
    if others:
        alone = tell(others)
        alone.claims = [c for c in alone.claims if c.speaker != voice]
        assert numbers(inputs) == numbers(alone.inputs())


def plain_toll(document: int, killed: object) -> dict[str, Any]:
    """Return one toll of the Monitor that says nothing but a number of killed."""
    return {
        "document": document,
        "voice": "Monitor",
        "killed": killed,
        "wounded": None,
        "children": None,
        "status": None,
        "is_headline": False,
        "is_late_death": False,
        "is_partial": False,
        "hedged": False,
        "quote": "so many people",
    }


@given(incidents, st.integers(1, 90))
@example([plain_toll(0, 0), plain_toll(0, 0), plain_toll(5, 22), plain_toll(5, 54)], 32)
@example([plain_toll(5, 22), plain_toll(5, 54)], 32)
@settings(max_examples=60, deadline=None)
def test_a_changed_number_of_injured_moves_nothing_but_the_injured(
    rows: list[dict[str, Any]], injured: int
) -> None:
    story = tell([{**row, "is_headline": False} for row in rows])
    before = numbers(story.inputs())
    story.toll("d5", "Clinic", None, wounded=injured)
    after = numbers(story.inputs())
    moved = {key for key in after if after[key] != before.get(key, CountRange())}
    assert all(measure.startswith("injured.") for _, measure in moved)


@given(incidents)
@settings(max_examples=60, deadline=None)
def test_assumed_floors_never_reach_a_minimum(rows: list[dict[str, Any]]) -> None:
    only_vague = [{**row, "killed": "?dozens", "children": None} for row in rows]
    inputs = tell(only_vague).inputs()
    for (profile, measure), counted in numbers(inputs).items():
        if measure.startswith("killed.") and profile != "acled":
            assert counted == CountRange()
