"""Events of several data sets beside each other, never into each other. Method: M015.

The rule of MELTT (Donnay, Dunford, McGrath, Backer and Cunningham, "Integrating
Conflict Event Data", Journal of Conflict Resolution 63(5), 2019): two events of two
data sets can be one if they are near in place and time and if every coding scheme that
both use agrees at some level; the best agreement at the finest levels is taken first,
each event once. Data sets are put beside each other one after another. An episode of
several days never matches a single event: such pairs are told for a person to look at.
"""

from __future__ import annotations

import bisect
import dataclasses
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

_EARTH_M = 6_371_000
_E7 = 10**7
Levels = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Event:
    """One row of a data set, or one incident.

    Attributes:
        dataset: Name of the data set.
        key: Its id there.
        first: First day on which it can have been.
        last: Last day.
        lat_e7: Latitude in ten-millionths of a degree.
        lon_e7: Longitude.
        schemes: For each coding scheme the codes it may have, each from fine to
            coarse; empty = not stated.
        is_episode: It went on from the first day to the last; else it was on one day
            between them.
    """

    dataset: str
    key: str
    first: dt.date
    last: dt.date
    lat_e7: int
    lon_e7: int
    schemes: tuple[tuple[Levels, ...], ...] = ()
    is_episode: bool = False


@dataclasses.dataclass(frozen=True)
class Nearby:
    """How two events of two data sets stand to each other.

    Attributes:
        one, other: The events.
        metres: Between them.
        days: Between them; 0 = the same day, or days that overlap.
        score: 0 = all schemes agree at their finest level; higher = coarser; a scheme
            that one of them does not state counts 1.
    """

    one: Event
    other: Event
    metres: int
    days: int
    score: float


@dataclasses.dataclass(frozen=True)
class Beside:
    """Events put beside each other.

    Attributes:
        matches: Events that can be one, by twos or more, the earliest data set first.
        alone: Events that match none.
        nearby: How each matched event stands to the first of its match.
        for_a_person: Episodes near single events, which no rule decides.
    """

    matches: tuple[tuple[Event, ...], ...]
    alone: tuple[Event, ...]
    nearby: tuple[Nearby, ...]
    for_a_person: tuple[Nearby, ...]


def beside(datasets: Sequence[Sequence[Event]], *, metres: int, days: int) -> Beside:
    """Put data sets beside each other.

    Args:
        datasets: Each with its own events, which are never matched with each other;
            those of the first lead, then those of the second that match none, and so
            on.
        metres: How far apart two descriptions of one event can be.
        days: How many days apart.
    """
    groups: dict[Event, list[Event]] = {}
    chosen: list[Nearby] = []
    flagged: list[Nearby] = []
    for events in datasets:
        near = sorted(_near(list(groups), events, metres, days), key=_order)
        taken: set[Event] = set()
        for pair in near:
            if pair.one.is_episode != pair.other.is_episode:
                flagged.append(pair)
            elif pair.one not in taken and pair.other not in taken:
                taken |= {pair.one, pair.other}
                groups[pair.one].append(pair.other)
                chosen.append(pair)
        groups.update({event: [event] for event in events if event not in taken})
    return Beside(
        matches=tuple(tuple(held) for held in groups.values() if held[1:]),
        alone=tuple(event for event, held in groups.items() if not held[1:]),
        nearby=tuple(chosen),
        for_a_person=tuple(flagged),
    )


def _order(pair: Nearby) -> tuple[object, ...]:
    one, other = pair.one, pair.other
    return pair.score, pair.metres, pair.days, one.dataset, one.key, other.key


def _near(
    leading: Sequence[Event], events: Sequence[Event], metres: int, days: int
) -> Iterator[Nearby]:
    """Yield the pairs near in place, time and codes; only neighbours in time meet."""
    by_day: dict[dt.date, list[Event]] = defaultdict(list)
    for event in leading:
        by_day[event.first].append(event)
    starts = sorted(by_day)
    longest = max(((e.last - e.first).days for e in leading), default=0)
    for other in events:
        since = other.first - dt.timedelta(days=days + longest)
        until = other.last + dt.timedelta(days=days)
        for at in range(bisect.bisect_left(starts, since), len(starts)):
            if starts[at] > until:
                break
            for one in by_day[starts[at]]:
                pair = _compared(one, other, metres, days)
                if pair is not None:
                    yield pair


def _compared(one: Event, other: Event, metres: int, days: int) -> Nearby | None:
    apart = _days_apart(one, other)
    if apart > days or abs(one.lat_e7 - other.lat_e7) > _degrees_e7(metres):
        return None
    distance = _distance(one, other)
    if distance > metres:
        return None
    score = _agreement(one, other)
    if score is None:
        return None
    return Nearby(one, other, round(distance), apart, score)


def _days_apart(one: Event, other: Event) -> int:
    if one.is_episode and other.is_episode:
        return max(
            abs((one.first - other.first).days), abs((one.last - other.last).days)
        )
    return max(0, (other.first - one.last).days, (one.first - other.last).days)


def _degrees_e7(metres: int) -> float:
    return math.degrees(metres / _EARTH_M) * _E7 * 1.001


def _distance(one: Event, other: Event) -> float:
    """Return metres along the great circle of a sphere (haversine)."""
    a, b = math.radians(one.lat_e7 / _E7), math.radians(other.lat_e7 / _E7)
    east = math.radians((other.lon_e7 - one.lon_e7) / _E7)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(half))


def _agreement(one: Event, other: Event) -> float | None:
    """Return how coarse the agreement of all schemes is; None = one disagrees."""
    total = 0.0
    for ours, theirs in zip(one.schemes, other.schemes, strict=True):
        if not ours or not theirs:
            total += 1
            continue
        levels = [_level(a, b) for a in ours for b in theirs]
        agreed = [level for level in levels if level is not None]
        if not agreed:
            return None
        total += min(agreed)
    return total


def _level(ours: Levels, theirs: Levels) -> float | None:
    """Return the finest level at which two codes agree, 0 up to below 1."""
    pairs = zip(ours, theirs, strict=True)
    return next((n / len(ours) for n, (a, b) in enumerate(pairs) if a == b), None)
