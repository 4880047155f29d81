"""Laws of the records: what cannot be said cannot be built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from firsthand.model import (
    Bounds,
    Capture,
    CaptureId,
    ClaimId,
    Contradiction,
    ContradictionKind,
    ContradictionState,
    CountRange,
    Decision,
    DocumentId,
    FuzzyDate,
    Grade,
    GradeValue,
    Judgement,
    OperatorId,
    OtherClaim,
    Place,
    Sha256,
    Source,
    SourceId,
    Span,
    canonical_bytes,
    digest_of,
)

DAY = dt.date(2021, 10, 7)
LATER = dt.date(2021, 10, 9)


def capture(at: dt.datetime) -> Capture:
    return Capture(
        id=CaptureId("K1"),
        sha256=Sha256("0" * 64),
        size_bytes=1,
        media_type="text/plain",
        filename="a.txt",
        captured_at=at,
        captured_by=OperatorId("op"),
        tool="t",
    )


def claim(**values: Any) -> OtherClaim:
    span = Span(start=0, end=3, quote="one")
    return OtherClaim(id=ClaimId("c"), document_id=DocumentId("d"), span=span, **values)


def judgement(**values: Any) -> Judgement:
    base = {
        "decision": Decision.ACCEPT,
        "subjects": ("c",),
        "because": "seen",
        "by": OperatorId("op"),
        "at": dt.datetime(2021, 10, 7, tzinfo=dt.UTC),
    }
    return Judgement(id="j", **{**base, **values})


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (Bounds, "say nothing"),
        (lambda: Bounds(low=-1), "negative"),
        (lambda: Bounds(low=5, high=4), "below low"),
        (lambda: CountRange(low=5, high=4), "below"),
        (FuzzyDate, "says nothing"),
        (lambda: FuzzyDate(earliest=LATER, latest=DAY), "is before"),
        (lambda: Place(name="Talbar", lat_e7=1), "half a coordinate"),
        (lambda: Place(name="Talbar", lat_e7=910_000_000, lon_e7=0), "latitude"),
        (lambda: Place(name="Talbar", lat_e7=0, lon_e7=1_810_000_000), "longitude"),
        (lambda: Span(start=3, end=3, quote=""), "empty or negative"),
        (lambda: Span(start=0, end=4, quote="one"), "does not fit"),
        (lambda: capture(dt.datetime(2021, 10, 7)), "no time zone"),  # noqa: DTZ001
        (lambda: claim(speaker="a", chain=("a", "b")), "not the end of chain"),
        (lambda: judgement(because=" "), "needs a reason"),
        (lambda: judgement(subjects=()), "needs a subject"),
    ],
)
def test_what_cannot_be_said_cannot_be_built(
    build: Callable[[], object], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        build()


@pytest.mark.parametrize("value", [GradeValue.CONFIRMED, GradeValue.DISCOUNTED])
def test_a_program_proposes_neither_confirmed_nor_discounted(value: GradeValue) -> None:
    with pytest.raises(ValueError, match="AIR-2"):
        Grade(profile="airwars", proposed=value, conditions=())


def test_a_signed_grade_needs_a_signature() -> None:
    with pytest.raises(ValueError, match="signature"):
        Grade(
            profile="airwars",
            proposed=GradeValue.FAIR,
            conditions=(),
            signed_value=GradeValue.CONFIRMED,
        )


def test_a_settled_contradiction_needs_a_note() -> None:
    with pytest.raises(ValueError, match="note is compulsory"):
        Contradiction(
            id="x",
            contradiction_kind=ContradictionKind.NUMBER,
            claims=(ClaimId("c"),),
            why="17 and 18",
            state=ContradictionState.EXPLAINED,
        )


@pytest.mark.parametrize(
    ("counted", "printed"),
    [
        (CountRange(), "unknown"),
        (CountRange(low=17, high=17), "17"),
        (CountRange(low=17, high=18), "17-18"),
        (CountRange(low=37, high=49, is_open_above=True), "37-49 or more"),
        (CountRange(low=200, is_open_above=True), "200 or more"),
        (CountRange(high=5), "up to 5"),
        (CountRange(low=0, high=0), "0"),
    ],
)
def test_a_range_prints_as_the_field_does(counted: CountRange, printed: str) -> None:
    assert str(counted) == printed


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (FuzzyDate(earliest=DAY, latest=DAY), FuzzyDate(earliest=DAY), True),
        (FuzzyDate(earliest=DAY, latest=DAY), FuzzyDate(earliest=LATER), False),
        (FuzzyDate(latest=DAY), FuzzyDate(earliest=LATER, latest=LATER), False),
        (FuzzyDate(latest=LATER), FuzzyDate(earliest=DAY, latest=LATER), True),
        (FuzzyDate(earliest=DAY), FuzzyDate(earliest=LATER), True),
    ],
)
def test_dates_overlap_where_a_day_lies_in_both(
    first: FuzzyDate, second: FuzzyDate, *, overlaps: bool
) -> None:
    assert first.overlaps(second) is overlaps
    assert second.overlaps(first) is overlaps


def test_a_record_has_one_form_whatever_the_order_of_its_fields() -> None:
    one = Source(id=SourceId("s"), name="Meridian Wire", party="TO")
    other = Source(party="TO", name="Meridian Wire", id=SourceId("s"))
    assert canonical_bytes(one) == canonical_bytes(other)
    assert canonical_bytes(one) == (
        b'{"id":"s","kind":"source","name":"Meridian Wire","party":"TO"}'
    )
    assert digest_of(one) == digest_of(other)
    assert digest_of(one) != digest_of(Source(id=SourceId("s"), name="Other"))


@pytest.mark.parametrize("value", [1.5, {"a": 1.0}, [[0.1]], {"a": {"b": [2.5]}}])
def test_no_float_enters_a_hashed_record(value: Any) -> None:
    with pytest.raises(TypeError, match="a float"):
        canonical_bytes(value)


def test_unknown_fields_are_refused() -> None:
    data = b'{"id":"s","kind":"source","name":"x","colour":"red"}'
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.json.decode(data, type=Source)


def test_a_record_comes_back_from_its_bytes() -> None:
    made = claim(speaker="b", chain=("a", "b"), hedged=True, note="قيل")
    assert msgspec.json.decode(canonical_bytes(made), type=OtherClaim) == made
