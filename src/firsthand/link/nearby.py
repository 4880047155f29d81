"""What stands near what in one document, looked up instead of searched. Method: M012.

Reading a document costs about as much as it holds claims: neighbours are found by
sentence and paragraph, passages by the names of their places.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from firsthand.link.sites import Nearness, nearness, place_keys
from firsthand.model import AnyClaim, Place
from firsthand.reference.folding import plain_key

C = TypeVar("C", bound=AnyClaim)
Where = Callable[[AnyClaim], int]


class Neighbours(Generic[C]):
    """Some claims of a document by sentence and by paragraph, in order of the text."""

    def __init__(self, claims: Iterable[C], sentence: Where, paragraph: Where) -> None:
        """Take claims in order of the text, and how to number where they stand."""
        self._sentence, self._paragraph = sentence, paragraph
        self._in_sentence: dict[int, list[C]] = defaultdict(list)
        self._in_paragraph: dict[int, list[C]] = defaultdict(list)
        for claim in claims:
            self._in_sentence[sentence(claim)].append(claim)
            self._in_paragraph[paragraph(claim)].append(claim)

    def in_sentence(self, number: int) -> Sequence[C]:
        """Return the claims of a sentence."""
        return self._in_sentence.get(number, ())

    def in_paragraph(self, number: int) -> Sequence[C]:
        """Return the claims of a paragraph."""
        return self._in_paragraph.get(number, ())

    def nearest(
        self, claim: AnyClaim, says_one_thing: Callable[[Sequence[C]], bool]
    ) -> C | None:
        """Return the one of the same sentence or, before it, paragraph; None = none.

        Args:
            claim: What they are near to.
            says_one_thing: Whether claims that all follow it agree.
        """
        here = self.in_sentence(self._sentence(claim))
        if here:
            return min(here, key=lambda c: (abs(c.span.start - claim.span.start), c.id))
        same = self.in_paragraph(self._paragraph(claim))
        before = [c for c in same if c.span.start < claim.span.start]
        if before:
            return before[-1]
        return same[0] if same and says_one_thing(same) else None


class PlaceIndex:
    """Things numbered, by the places they stand at."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._at: dict[str, set[int]] = defaultdict(set)
        self._within: dict[str, set[int]] = defaultdict(set)

    def add(self, number: int, place: Place) -> None:
        """Enter a thing at a place."""
        for key in _own(place):
            self._at[key].add(number)
        for key in _areas(place):
            self._within[key].add(number)

    def near(self, place: Place) -> set[int]:
        """Return all things at the place, in it, or at what holds it; maybe more."""
        found: set[int] = set()
        for key in _own(place):
            found |= self._at.get(key, set()) | self._within.get(key, set())
        for key in _areas(place):
            found |= self._at.get(key, set())
        return found


def _own(place: Place) -> set[str]:
    ids = {plain_key(place.gazetteer_id)} if place.gazetteer_id else set()
    return ids | place_keys(place)


def _areas(place: Place) -> set[str]:
    return {plain_key(name) for name in place.within}


class Spots:
    """The places a document names, and which lie in which."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Take the places in order of the text."""
        self._places = list(dict.fromkeys(places))
        self._index = PlaceIndex()
        for number, place in enumerate(self._places):
            self._index.add(number, place)
        self._found: dict[Place, tuple[Place, ...]] = {}

    def one_in_other(self, place: Place) -> tuple[Place, ...]:
        """Return places that lie in this one or hold it, in order of the text."""
        if place not in self._found:
            near = (self._places[n] for n in sorted(self._index.near(place)))
            self._found[place] = tuple(
                held for held in near if nearness(held, place) is Nearness.INSIDE
            )
        return self._found[place]


def last_before(starts: Sequence[int], position: int) -> int | None:
    """Return the greatest of sorted starts that is not after a position."""
    at = bisect.bisect_right(starts, position)
    return starts[at - 1] if at else None
