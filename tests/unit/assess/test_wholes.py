"""Wholes and parts as constraints: invented sums, nested and overlapping."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.assess import CaseInputs, assess_case, assess_incident
from firsthand.assess.wholes import AtLeast, Interval, Stated, Sum, solve
from firsthand.model import (
    Bounds,
    ContextTotal,
    Contradiction,
    ContradictionKind,
    FuzzyDate,
    Precision,
)
from firsthand.reference import bundled_reference


def said(name: str, low: int = 0, high: int | None = None) -> Stated:
    return Stated(f"{name} said", name, Interval(low, high))


def period(first: str, last: str) -> FuzzyDate:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return FuzzyDate(earliest=days[0], latest=days[1], precision=Precision.RANGE)


def across(story: Any, *totals: tuple[int | str, str, str]) -> list[Contradiction]:
    """Return contradictions across incidents of context totals of some periods."""
    inputs = story.inputs()
    war = story.document("war", "2022-06-01")
    for killed, first, last in totals:
        is_most = str(killed).startswith("-")
        n = int(str(killed).removeprefix("-"))
        bounds = Bounds(high=n) if is_most else Bounds(low=n)
        story.say(ContextTotal, war, "Monitor", killed=bounds, date=period(first, last))
    case = CaseInputs(
        incidents=(inputs.incident,),
        findings=(assess_incident(inputs, bundled_reference()).finding,),
        claims=tuple(story.claims),
        documents=tuple(story.documents.values()),
        roots=story.inputs().roots,
    )
    return list(assess_case(case, bundled_reference()).contradictions)


def test_a_total_of_the_autumn_below_an_attack_of_the_autumn_is_flagged(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 17)
    (made,) = across(story, ("-9", "2021-09-01", "2021-11-30"))
    assert made.contradiction_kind is ContradictionKind.AGGREGATE
    assert "at least 17" in made.why


def test_a_total_of_the_spring_counts_no_attack_of_the_autumn(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    assert across(story, ("-9", "2021-03-01", "2021-05-31")) == []


def test_a_month_above_its_year_is_flagged_with_both_figures(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    (made,) = across(
        story,
        ("-90", "2021-01-01", "2021-12-31"),
        ("120", "2021-10-01", "2021-10-31"),
    )
    assert len(made.claims) == 2
    assert "with each other" in made.why


def test_a_month_below_its_year_is_not_flagged(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    totals = ("-90", "2021-01-01", "2021-12-31"), ("30", "2021-10-01", "2021-10-31")
    assert across(story, *totals) == []


SIX = tuple(f"a{n}" for n in range(6))


def test_two_hundred_of_six_attacks_of_twenty_leaves_eighty_to_others() -> None:
    solved = solve(
        [said("all", 200), *(said(a, 18, 20) for a in SIX)],
        [Sum("all", (*SIX, "others"))],
    )
    assert solved.intervals["others"].low == 80
    assert solved.intervals["others"].high is None
    assert solved.conflict == ()


def test_two_hundred_of_six_attacks_and_no_other_cannot_stand() -> None:
    solved = solve(
        [said("all", 200)],
        [Sum("all", SIX)],
        given=[said(a, 18, 20) for a in SIX],
    )
    assert solved.conflict == ("all said",)


def test_a_whole_fixes_the_one_part_that_nobody_counted() -> None:
    solved = solve(
        [said("all", 50, 50), said("a0", 20, 20), said("a1", 18, 20)],
        [Sum("all", ("a0", "a1", "a2"))],
    )
    assert str(solved.intervals["a2"]) == "10-12"


def test_an_unknown_part_stays_unknown_where_nothing_binds_it() -> None:
    solved = solve([said("a0", 3, 3)], [Sum("all", ("a0", "a1"))])
    assert solved.intervals["a1"] == Interval(0, None)
    assert str(solved.intervals["all"]) == "3 or more"


def test_a_month_cannot_exceed_its_year() -> None:
    solved = solve(
        [said("year", 0, 90), said("month", 120)], [], [AtLeast("year", "month")]
    )
    assert set(solved.conflict) == {"year said", "month said"}


def test_a_smallest_conflict_leaves_out_what_does_not_matter() -> None:
    solved = solve(
        [said("all", 9, 9), said("a0", 10, 12), said("a1", 0, 5), said("b", 7, 7)],
        [Sum("all", ("a0", "a1"))],
    )
    assert set(solved.conflict) == {"all said", "a0 said"}


def test_nested_wholes_narrow_through_two_levels() -> None:
    solved = solve(
        [said("war", 100, 100), said("north", 60, 60), said("a", 25, 25)],
        [Sum("war", ("north", "south")), Sum("north", ("a", "b"))],
    )
    assert str(solved.intervals["south"]) == "40"
    assert str(solved.intervals["b"]) == "35"


def test_statements_of_one_unknown_are_met() -> None:
    both = [said("a", 3, 9), Stated("another", "a", Interval(7, 20))]
    assert str(solve(both, []).intervals["a"]) == "7-9"


def test_given_statements_are_never_blamed() -> None:
    solved = solve([], [Sum("all", ("a",))], given=[said("all", 5, 5), said("a", 9, 9)])
    assert solved.intervals == {}
    assert solved.conflict == ()


def test_no_number_is_made_up_for_what_is_open() -> None:
    solved = solve([said("all", 200)], [Sum("all", (*SIX, "others"))])
    assert all(solved.intervals[a] == Interval(0, None) for a in SIX)


ends = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)


@given(ends, st.lists(ends, min_size=2, max_size=3))
@settings(max_examples=150, deadline=None)
def test_narrowing_one_sum_is_exact(whole: list[int], parts: list[list[int]]) -> None:
    names = [f"p{n}" for n in range(len(parts))]
    stated = [said("all", *whole)]
    stated += [said(n, *p) for n, p in zip(names, parts, strict=True)]
    solved = solve(stated, [Sum("all", tuple(names))])
    fits = [
        chosen
        for chosen in itertools.product(*(range(p[0], p[1] + 1) for p in parts))
        if whole[0] <= sum(chosen) <= whole[1]
    ]
    assert bool(solved.conflict) is not bool(fits)
    for n, name in enumerate(names if fits else ()):
        held = [chosen[n] for chosen in fits]
        assert solved.intervals[name] == Interval(min(held), max(held))
