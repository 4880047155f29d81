"""Events of several data sets beside each other: place, time, coding schemes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections import Counter
from pathlib import Path

import evaluate_linking as tool
import pytest

from firsthand.link.beside import Beside, Event, beside

DAY = dt.date(2021, 10, 1)
AIR, AFAR = ("from the air", "explosive"), ("from afar", "explosive")
SHOOTING = ("shooting", "by hand")
CRASH = (
    Path(os.environ.get("FIRSTHAND_EVAL_DATA", "../shared"))
    / "data"
    / "linking"
    / "meltt_crashMD"
)


def event(
    dataset: str,
    key: str = "1",
    *,
    day: int = 1,
    north_m: int = 0,
    means: tuple[tuple[str, ...], ...] = (AIR,),
    until: int | None = None,
) -> Event:
    return Event(
        dataset=dataset,
        key=key,
        first=DAY.replace(day=day),
        last=DAY.replace(day=until or day),
        lat_e7=350_000_000 + round(north_m * 89.93),
        lon_e7=360_000_000,
        schemes=(means,),
        is_episode=until is not None,
    )


def put(*events: Event, metres: int = 5000, days: int = 2) -> Beside:
    names = dict.fromkeys(one.dataset for one in events)
    sets = [[e for e in events if e.dataset == name] for name in names]
    return beside(sets, metres=metres, days=days)


def test_events_near_in_place_time_and_means_match() -> None:
    found = put(event("a"), event("b", day=3, north_m=4000))
    ((one, other),) = found.matches
    assert (one.dataset, other.dataset) == ("a", "b")
    (near,) = found.nearby
    assert (near.metres, near.days, near.score) == (pytest.approx(4000, abs=5), 2, 0)


@pytest.mark.parametrize(
    "other",
    [
        event("b", day=4),
        event("b", north_m=5100),
        event("b", means=(SHOOTING,)),
        event("a", "2"),
    ],
)
def test_events_days_or_kilometres_apart_of_other_means_or_one_set_do_not(
    other: Event,
) -> None:
    assert put(event("a"), other).matches == ()


def test_the_finest_agreement_is_taken_first() -> None:
    found = put(
        event("a", "far", means=(AFAR,)), event("a", "air", north_m=3000), event("b")
    )
    assert [[e.key for e in held] for held in found.matches] == [["air", "1"]]


def test_among_equals_the_nearest_is_taken_and_each_event_once() -> None:
    found = put(
        event("a", "2 km", north_m=2000),
        event("a", "here"),
        event("b"),
        event("b", "2"),
    )
    assert {(n.one.key, n.other.key) for n in found.nearby} == {
        ("here", "1"),
        ("2 km", "2"),
    }


def test_what_one_set_does_not_state_forbids_nothing_and_counts_least() -> None:
    found = put(
        event("a", "unsaid", means=()), event("a", "afar", means=(AFAR,)), event("b")
    )
    (near,) = found.nearby
    assert (near.one.key, near.score) == ("afar", 0.5)
    assert put(event("a", means=()), event("b")).matches


def test_one_of_several_means_is_enough() -> None:
    assert put(event("a", means=(SHOOTING, AIR)), event("b")).nearby[0].score == 0


def test_an_episode_near_a_single_event_is_for_a_person() -> None:
    found = put(event("a", until=4), event("b"))
    assert found.matches == ()
    assert len(found.for_a_person) == 1
    assert len(found.alone) == 2


def test_episodes_match_if_both_ends_are_near() -> None:
    assert put(event("a", until=6), event("b", day=2, until=5)).matches
    assert put(event("a", until=6), event("b", day=2, until=12)).matches == ()


def test_a_third_set_joins_what_two_have_in_common() -> None:
    found = put(event("a"), event("b", north_m=4000), event("c", north_m=-4000))
    assert [len(held) for held in found.matches] == [3]


def test_events_across_the_date_line_are_near() -> None:
    one = dataclasses.replace(event("a"), lon_e7=1_799_999_000)
    other = dataclasses.replace(event("b"), lon_e7=-1_799_999_000)
    assert put(one, other).matches


@pytest.mark.skipif(not CRASH.is_dir(), reason="crashMD is not on this machine")
def test_the_example_of_meltt_gives_its_printed_table() -> None:
    found = beside(tool.crash_events(CRASH), metres=4000, days=2)
    assert len(found.matches) + len(found.alone) == 140
    assert len(found.matches) == 34
    assert sum(len(held) - 1 for held in found.matches) == 55
    assert sum(held[0].is_episode for held in found.matches) == 8
    overlap = Counter(
        "".join(e.dataset[-1] for e in held) for held in found.matches
    ) + Counter(e.dataset[-1] for e in found.alone)
    assert overlap == {
        "1": 41,
        "2": 34,
        "3": 31,
        "12": 5,
        "13": 4,
        "23": 4,
        "123": 21,
    }
    episodes = {p.one if p.one.is_episode else p.other for p in found.for_a_person}
    assert len(episodes) == 6
