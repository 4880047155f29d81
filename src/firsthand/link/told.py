"""Which places and days a whole document names, wherever it names them. Method: M012.

Two reports that put one attack at different places, or on different days, contradict
each other only where neither names the other's place or day at all: a report that
names both has only been read as being about the other one.
"""

from __future__ import annotations

import datetime as dt
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
from firsthand.model import AnyClaim, DateClaim, FuzzyDate, Place, PlaceClaim, Precision
from firsthand.reference import Reference
from firsthand.reference.news_dates import read_dates

_APART = {Nearness.NEAR, Nearness.DIFFERENT}
_WORD = re.compile(r"\w+")
_OPENING = 200
"""Characters in which a report says when: the day it opens with."""


class Told:
    """What a document names, in its claims and in its words."""

    def __init__(
        self,
        text: LinkText,
        claims: Sequence[AnyClaim],
        reference: Reference | None = None,
    ) -> None:
        """Take a document, all its claims, and rows of dates (None = bundled ones)."""
        self._text = text.text
        self._published, self._language = text.published_by, text.language
        self._reference = reference
        self._doubtful = [
            day for c in claims if isinstance(c, DateClaim) for day in c.date.readings
        ]
        self._places = [c.place for c in claims if isinstance(c, PlaceClaim)]
        self._dates = [
            c.date for c in claims if isinstance(c, DateClaim) and is_event_date(c.date)
        ]

    @functools.cached_property
    def could_be(self) -> tuple[FuzzyDate, ...]:
        """Days on which it may have been, where no claim says when.

        Both readings of "04/01/2021", or the one day that the report opens with.
        """
        if self._dates:
            return ()
        days = [day for day in self._doubtful if not self._is_later(day)]
        if days:
            return tuple(_day(day) for day in days)
        found = read_dates(
            self._text[:_OPENING],
            published=self._published,
            language=self._language,
            reference=self._reference,
        )
        told = {
            (date.earliest, date.latest) for _, _, date in found if is_event_date(date)
        }
        return (found[0][2],) if len(told) == 1 and len(found) == 1 else ()

    def _is_later(self, day: dt.date) -> bool:
        return self._published is not None and day > self._published

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


def _day(day: dt.date) -> FuzzyDate:
    return FuzzyDate(earliest=day, latest=day, precision=Precision.DAY)


def _in_a_row(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold_text(text)))} "


# Both pure; a document is compared with its neighbours, a place with all.
_words_of = functools.lru_cache(maxsize=8192)(_in_a_row)
_name = functools.lru_cache(maxsize=65_536)(_in_a_row)
