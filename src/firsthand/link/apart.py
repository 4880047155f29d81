"""What a person keeps apart: nothing joins the two sides again. Method: M010, M012."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from firsthand.link.decisions import Sides

Marks = frozenset[tuple[int, int]]
"""On which side of which answer claims stand."""
NO_MARKS: Marks = frozenset()


class Apart:
    """The answers "two attacks" asked of claims, or "two origins" asked of documents.

    An answer binds who holds a claim of one side against who holds one of the other;
    who holds claims of both is bound by neither.
    """

    def __init__(self, answers: Sequence[Sides] = ()) -> None:
        """Take the answers in force."""
        self._marks: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for number, sides in enumerate(answers):
            for side, claims in enumerate((sides.one, sides.other)):
                for claim in claims:
                    self._marks[claim].add((number, side))

    def marks(self, claims: Iterable[str]) -> Marks:
        """Return the sides that claims stand on."""
        if not self._marks:
            return NO_MARKS
        return settled(mark for claim in claims for mark in self._marks.get(claim, ()))

    def is_between(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Say whether a person keeps claims from others."""
        return bool(self._marks) and are_apart(self.marks(some), self.marks(others))


def settled(marks: Iterable[tuple[int, int]]) -> Marks:
    """Return marks without the answers on both sides of which they stand."""
    held = frozenset(marks)
    return frozenset(mark for mark in held if (mark[0], 1 - mark[1]) not in held)


def are_apart(one: Marks, other: Marks) -> bool:
    """Say whether two stand on the two sides of an answer."""
    return any((number, 1 - side) in other for number, side in one)
