"""Pairs become people, without chaining unlike ones. Method: M016.

The likeliest pair first. Two groups become one only if, over the pairs between them,
the mean log-odds speak for it: a pair that was never worth comparing speaks against.
So A = B and B = C do not join an A and a C that are unlike. What a person said binds:
"one person" joins, "not" keeps apart, whatever the weights say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_NOT_COMPARED = -12.0
_MOST_PAIRS = 4_000


def group_people(
    n_rows: int,
    pairs: Iterable[tuple[int, int, float]],
    *,
    least: float,
    together: Collection[tuple[int, int]] = (),
    apart: Collection[tuple[int, int]] = (),
    list_of: Sequence[int] = (),
) -> list[int]:
    """Return the group of each row, named by its first row.

    Args:
        n_rows: How many rows there are.
        pairs: (row, row, log2 odds); every pair worth knowing, in any order.
        least: Log-odds from which a pair may join two groups.
        together: Pairs that a person joined.
        apart: Pairs that a person kept apart.
        list_of: The list of each row, 0 = not stated. Two rows of one list are one
            person only if they themselves speak for it: a third row that is like both
            does not join them.
    """
    table = list(pairs)
    odds = {_pair(one, other): value for one, other, value in table}
    barred = {_pair(one, other) for one, other in apart}
    held: dict[int, list[int]] = {}
    group = list(range(n_rows))

    def members(row: int) -> list[int]:
        return held.setdefault(row, [row])

    def join(one: int, other: int) -> None:
        ours, theirs = sorted((group[one], group[other]))
        if ours == theirs:
            return
        moved = members(theirs)
        members(ours).extend(moved)
        for row in moved:
            group[row] = ours
        del held[theirs]

    for one, other in sorted(map(_ordered, together)):
        join(one, other)
    worth = [
        (-value, *_pair(one, other)) for one, other, value in table if value >= least
    ]
    for _, one, other in sorted(worth):
        if group[one] == group[other]:
            continue
        ours, theirs = members(group[one]), members(group[other])
        if _may_join(ours, theirs, odds, barred, least) and not (
            list_of and _is_two_of_a_list(ours, theirs, odds, list_of, least)
        ):
            join(one, other)
    return group


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return _pair(*pair)


def _is_two_of_a_list(
    ours: list[int],
    theirs: list[int],
    odds: Mapping[tuple[int, int], float],
    list_of: Sequence[int],
    least: float,
) -> bool:
    return any(
        list_of[one] == list_of[other] > 0
        and odds.get(_pair(one, other), _NOT_COMPARED) < least
        for one in ours
        for other in theirs
    )


def _may_join(
    ours: list[int],
    theirs: list[int],
    odds: Mapping[tuple[int, int], float],
    barred: Collection[tuple[int, int]],
    least: float,
) -> bool:
    if len(ours) == len(theirs) == 1:
        return _pair(ours[0], theirs[0]) not in barred
    if len(ours) * len(theirs) > _MOST_PAIRS:
        return False
    total, n_pairs = 0.0, 0
    for one in ours:
        for other in theirs:
            pair = _pair(one, other)
            if pair in barred:
                return False
            total += max(_NOT_COMPARED, odds.get(pair, _NOT_COMPARED))
            n_pairs += 1
    return total / n_pairs >= least
