"""Which places and days a whole document names, wherever it names them. Method: M012.

Two reports that put one attack at different places, or on different days, contradict
each other only where neither names the other's place or day at all: a report that
names both has only been read as being about the other one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from firsthand.link.shingles import fold_text
from firsthand.link.sites import (
    Nearness,
    days_between,
    is_event_date,
    nearness,
    place_keys,
)
from firsthand.link.texts import LinkText
from firsthand.model import AnyClaim, DateClaim, FuzzyDate, Place, PlaceClaim

_APART = {Nearness.NEAR, Nearness.DIFFERENT}
_WORD = re.compile(r"\w+")


class Told:
    """What a document names, in its claims and in its words."""

    def __init__(self, text: LinkText, claims: Sequence[AnyClaim]) -> None:
        """Take a document and all its claims."""
        self._text = text.text
        self._places = [c.place for c in claims if isinstance(c, PlaceClaim)]
        self._dates = [
            c.date for c in claims if isinstance(c, DateClaim) and is_event_date(c.date)
        ]

    @functools.cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for place in self._places for key in place_keys(place))

    def names_place(self, place: Place) -> bool:
        """Say whether a place is named anywhere in it, in its own script or another."""
        if not place_keys(place).isdisjoint(self._keys) and any(
            nearness(place, own) not in _APART for own in self._places
        ):
            return True
        words = _words_of(self._text)
        return any(
            _name(name) in words for name in {place.name, place.canonical} - {None}
        )

    def names_day(self, days: Iterable[FuzzyDate]) -> bool:
        """Say whether one of some days, or one beside it, is named anywhere in it."""
        return any(days_between(a, b) <= 1 for a in self._dates for b in days)


def _in_a_row(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold_text(text)))} "


# Both pure; a document is compared with its neighbours, a place with all.
_words_of = functools.lru_cache(maxsize=8192)(_in_a_row)
_name = functools.lru_cache(maxsize=65_536)(_in_a_row)
