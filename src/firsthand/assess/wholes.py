"""Wholes and parts as constraints over intervals: what can all hold, and what cannot.

An unknown is a whole number of people within an interval. A sum says that one unknown
is the sum of others; an order says that one is at least another. Intervals are narrowed
until nothing moves: exact where sums are nested, and never narrower than the truth
elsewhere. Nothing is ever widened to fit, and no number is made up. Method: M102.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

_MOST_ROUNDS = 200
"""Rounds after which narrowing stops: the intervals are then still sound, if wide."""


@dataclasses.dataclass(frozen=True)
class Interval:
    """People from `low` to `high`; `high` None = no upper bound."""

    low: int = 0
    high: int | None = None

    @property
    def is_empty(self) -> bool:
        """No number fits."""
        return self.high is not None and self.high < self.low

    def meet(self, other: Interval) -> Interval:
        """Return the numbers of both."""
        highs = [h for h in (self.high, other.high) if h is not None]
        return Interval(max(self.low, other.low), min(highs, default=None))

    def __str__(self) -> str:
        """Print it: "17", "17-20", "17 or more"."""
        if self.high is None:
            return f"{self.low} or more"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclasses.dataclass(frozen=True)
class Stated:
    """What somebody states of one unknown.

    Attributes:
        name: Of the statement: what a conflict is told by.
        unknown: The unknown.
        interval: What is stated.
    """

    name: str
    unknown: str
    interval: Interval


@dataclasses.dataclass(frozen=True)
class Sum:
    """One unknown is the sum of others."""

    whole: str
    parts: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class AtLeast:
    """One unknown is at least another: it counts all that the other counts."""

    greater: str
    smaller: str


@dataclasses.dataclass(frozen=True)
class Solved:
    """What is left of every unknown.

    Attributes:
        intervals: Narrowed interval of each unknown; empty if nothing can hold.
        conflict: Names of a smallest set of statements that cannot stand together;
            empty = all can.
    """

    intervals: Mapping[str, Interval]
    conflict: tuple[str, ...] = ()


def solve(
    stated: Sequence[Stated],
    sums: Sequence[Sum],
    orders: Sequence[AtLeast] = (),
    *,
    given: Sequence[Stated] = (),
) -> Solved:
    """Narrow every unknown, or name what cannot stand together.

    Args:
        stated: What is stated; of one unknown several things may be.
        sums: Sums that hold by what the words mean.
        orders: Containments that hold by what the words mean.
        given: Statements that a conflict takes as they are: it names only `stated`.

    Returns:
        Intervals, or the conflict: taking any one statement out of it lets the others
        of it stand. Where the given ones clash by themselves it is empty.
    """
    narrowed = _narrow((*given, *stated), sums, orders)
    if narrowed is not None:
        return Solved(narrowed)
    core = list(stated)
    for one in stated:
        rest = [other for other in core if other is not one]
        if _narrow((*given, *rest), sums, orders) is None:
            core = rest
    return Solved({}, tuple(one.name for one in core))


def _narrow(
    stated: Iterable[Stated], sums: Sequence[Sum], orders: Sequence[AtLeast]
) -> dict[str, Interval] | None:
    """Return narrowed intervals; None = some unknown has no number left."""
    held: dict[str, Interval] = {}
    for total in sums:
        held |= dict.fromkeys((total.whole, *total.parts), Interval())
    for order in orders:
        held |= dict.fromkeys((order.greater, order.smaller), Interval())
    for one in stated:
        held[one.unknown] = held.get(one.unknown, Interval()).meet(one.interval)
    for _ in range(_MOST_ROUNDS):
        if any(interval.is_empty for interval in held.values()):
            return None
        before = dict(held)
        for total in sums:
            _apply_sum(total, held)
        for order in orders:
            _apply_order(order, held)
        if held == before:
            return held
    return held


def _apply_sum(total: Sum, held: dict[str, Interval]) -> None:
    low = sum(held[part].low for part in total.parts)
    tops = [high for part in total.parts if (high := held[part].high) is not None]
    n_open, top = len(total.parts) - len(tops), sum(tops)
    whole = held[total.whole].meet(Interval(low, None if n_open else top))
    held[total.whole] = whole
    for part in total.parts:
        mine = held[part]
        n_others = n_open - (mine.high is None)
        most = None if n_others else top - (mine.high or 0)
        least = 0 if most is None else max(0, whole.low - most)
        ceiling = None if whole.high is None else whole.high - (low - mine.low)
        held[part] = mine.meet(Interval(least, ceiling))


def _apply_order(order: AtLeast, held: dict[str, Interval]) -> None:
    greater, smaller = held[order.greater], held[order.smaller]
    held[order.greater] = greater.meet(Interval(smaller.low))
    held[order.smaller] = smaller.meet(Interval(0, greater.high))
