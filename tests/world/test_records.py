"""Invented records of a recorder: broken sums are found, none is made up."""

from __future__ import annotations

from typing import Any

import evaluate_records as records
import pytest

from firsthand.assess import assess_incident
from firsthand.reference import bundled_reference


def record(killed: list[int] | None, **values: Any) -> dict[str, Any]:
    names = values.pop("names", ())
    return {
        "killed": killed,
        "sources": values.pop("sources", ["one", "two", "three"]),
        "strike_status": values.pop("status", "Likely strike"),
        "belligerent": values.pop("by", "Federation of Toreth"),
        "victims": [{"name": name, "status": "killed"} for name in names],
        "grading": "Fair",
        **{f"{group}_killed": count for group, count in values.items()},
    }


def found(gold: dict[str, Any]) -> tuple[str, set[str]]:
    made = assess_incident(records.inputs_of(1, gold), bundled_reference())
    kinds = {c.contradiction_kind.value for c in made.contradictions}
    told = kinds & {"subtotal", "named_above_maximum"}
    return made.finding.grade.proposed.value, told


PEOPLE = tuple(f"Tarel {family}" for family in ("Varo", "Kelm", "Orun", "Besh", "Tolv"))


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        (record([10, 10], children=[6, 6], women=[5, 5]), {"subtotal"}),
        (record([9, 10], children=[4, 4], women=[3, 3], men=[4, 4]), {"subtotal"}),
        (record([3, 4], children=[2, 3], women=[2, 2]), set()),
        (record([14, 14], children=[6, 6], women=[5, 5], men=[3, 3]), set()),
        (record([7, 7], children=[7, 7]), set()),
        (record([4, 4], names=PEOPLE), {"named_above_maximum"}),
        (record([5, 5], names=PEOPLE), set()),
        (
            record([4, 4], names=PEOPLE, children=[1, 1], women=[2, 2], men=[1, 1]),
            {"named_above_maximum"},
        ),
        (record([1, 1], names=PEOPLE[:2], children=[1, 1]), {"named_above_maximum"}),
        (
            record([4, 4], names=PEOPLE, children=[3, 3], women=[2, 2]),
            {"named_above_maximum", "subtotal"},
        ),
        (record(None, names=PEOPLE), set()),
    ],
)
def test_sums_that_break_are_found_and_no_others(
    gold: dict[str, Any], expected: set[str]
) -> None:
    assert found(gold)[1] == expected
    assert {kind.value for kind in records.breaks_of(gold)} == expected


@pytest.mark.parametrize(
    ("gold", "grade"),
    [
        (record([3, 4]), "fair"),
        (record([3, 4], sources=["one"]), "weak"),
        (record([3, 4], status="Declared strike"), "fair"),
        (record([3, 4], status="Contested strike", by="Toreth, Velmara"), "contested"),
        (record([3, 4], status="Contested strike"), "contested"),
    ],
)
def test_the_grade_follows_the_stored_sources(gold: dict[str, Any], grade: str) -> None:
    assert found(gold)[0] == grade
