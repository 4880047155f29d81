"""Dates in sentences read by patterns, by the same rules as English ones.

A weekday is the last such day on or before publication; a day without a year is the
nearest one not after publication; without a publication date a relative expression
stays unread. Reads the tables `dates_*`. Method: M002, M050.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.model import FuzzyDate, Precision
from firsthand.reference import Reference

_YEARS = range(1900, 2101)
_YEAR_WORDS = frozenset({"عام", "سنه", "من", "،", "de", "del"})
_LAST_DAY = 31
_N_MONTHS = 12


@dataclasses.dataclass(frozen=True)
class Dated:
    """A date and its tokens: `first` up to `last`."""

    first: int
    last: int
    date: FuzzyDate


@dataclasses.dataclass(frozen=True)
class _Day:
    """A day, month or weekday as far as it is said; None = not said."""

    last: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


class Dates:
    """The date words of one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.month = words_of(reference, language, "dates", "month")
        self.weekday = words_of(reference, language, "dates", "weekday")
        self.relative = words_of(reference, language, "dates", "relative")
        self.opening = words_of(reference, language, "dates", "from")
        self.closing = words_of(reference, language, "dates", "to")
        self.since = words_of(reference, language, "dates", "since")

    def find(
        self, text: str, tokens: Sequence[Token], published: dt.date | None
    ) -> list[Dated]:
        """Return the dates of a sentence, in order, none overlapping.

        Args:
            text: The page's text.
            tokens: The sentence.
            published: Day of publication; None = not stated.
        """
        found: list[Dated] = []
        place = 0
        while place < len(tokens):
            made = self._at(text, tokens, place, published)
            if made is not None:
                found.append(made)
            place = made.last if made else place + 1
        return found

    def _at(
        self,
        text: str,
        tokens: Sequence[Token],
        place: int,
        published: dt.date | None,
    ) -> Dated | None:
        return (
            self._between(text, tokens, place, published)
            or self._open(text, tokens, place, published)
            or self._single(text, tokens, place, published)
            or self._relative(text, tokens, place, published)
        )

    def _between(
        self,
        text: str,
        tokens: Sequence[Token],
        place: int,
        published: dt.date | None,
    ) -> Dated | None:
        """Read "from 26 November to 4 December [2021]", "3-5 May"."""
        opening = self.opening.at(tokens, place)
        first = self._day(tokens, opening.last if opening else place)
        if first is None or first.last >= len(tokens):
            return None
        joined = self.closing.at(tokens, first.last)
        start = joined.last if joined and opening else first.last
        if not (joined and opening):
            if tokens[first.last].word in {"-", "–", "—"}:
                start = first.last + 1
            elif not (opening and tokens[first.last].word.startswith("و")):
                return None
        second = self._day(tokens, start)
        if second is None or second.month is None:
            return None
        low = dataclasses.replace(
            first, month=first.month or second.month, year=first.year or second.year
        )
        earliest = _resolve(low, published)
        latest = _resolve(
            dataclasses.replace(second, year=second.year or low.year), published
        )
        if not _is_order(earliest, latest):
            return None
        return Dated(
            place,
            second.last,
            FuzzyDate(
                earliest=earliest,
                latest=latest,
                precision=Precision.RANGE,
                is_every_day=True,
                anchor=None if second.year else published,
                words=_words(text, tokens, place, second.last),
            ),
        )

    def _open(
        self,
        text: str,
        tokens: Sequence[Token],
        place: int,
        published: dt.date | None,
    ) -> Dated | None:
        """Read "since 30 September": open, true on every day since."""
        since = self.since.at(tokens, place)
        day = self._day(tokens, since.last) if since else None
        start = _resolve(day, published) if day and day.month else None
        if day is None or start is None:
            return None
        return Dated(
            place,
            day.last,
            FuzzyDate(
                earliest=start,
                precision=Precision.OPEN,
                is_every_day=True,
                anchor=None if day.year else published,
                words=_words(text, tokens, place, day.last),
            ),
        )

    def _single(
        self,
        text: str,
        tokens: Sequence[Token],
        place: int,
        published: dt.date | None,
    ) -> Dated | None:
        day = self._day(tokens, place) or self._month_alone(tokens, place)
        if day is None or (day.month is None and day.weekday is None):
            return None
        words = _words(text, tokens, place, day.last)
        anchor = None if day.year else published
        if day.day is None and day.weekday is None:
            return self._whole_month(day, place, words, published)
        date = _resolve(day, published)
        if date is None:
            return None
        made = FuzzyDate(earliest=date, latest=date, anchor=anchor, words=words)
        return Dated(place, day.last, made)

    def _whole_month(
        self, day: _Day, place: int, words: str, published: dt.date | None
    ) -> Dated | None:
        first = _resolve(dataclasses.replace(day, day=1), published)
        if first is None:
            return None
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        anchor = None if day.year else published
        made = FuzzyDate(
            earliest=first,
            latest=last,
            precision=Precision.MONTH,
            anchor=anchor,
            words=words,
        )
        return Dated(place, day.last, made)

    def _relative(
        self,
        text: str,
        tokens: Sequence[Token],
        place: int,
        published: dt.date | None,
    ) -> Dated | None:
        hit = self.relative.at(tokens, place)
        if hit is None or published is None:
            return None
        date = published + dt.timedelta(days=int(hit.row["value"]))
        words = _words(text, tokens, place, hit.last)
        made = FuzzyDate(earliest=date, latest=date, anchor=published, words=words)
        return Dated(place, hit.last, made)

    # -- parts ----------------------------------------------------------------

    def _day(self, tokens: Sequence[Token], place: int) -> _Day | None:
        """Read "[Monday] 29 November [2021]", "29.11.2021", "29", "Monday"."""
        if place >= len(tokens):
            return None
        weekday = self.weekday.at(tokens, place)
        start = weekday.last if weekday else place
        while weekday and start < len(tokens) and tokens[start].word in {",", "،"}:
            start += 1
        named = self._numeric(tokens, start) or self._named(tokens, start)
        if named is not None:
            value = int(weekday.row["value"]) if weekday else None
            return dataclasses.replace(named, weekday=value)
        if weekday is not None:
            return _Day(weekday.last, weekday=int(weekday.row["value"]))
        return None

    def _numeric(self, tokens: Sequence[Token], place: int) -> _Day | None:
        parts = tokens[place : place + 5]
        if len(parts) < 5 or not all(parts[n].is_number for n in (0, 2, 4)):  # noqa: PLR2004  29 . 11 . 2021
            return None
        if parts[1].word not in "./" or parts[3].word != parts[1].word:
            return None
        day, month, year = (int(parts[n].word) for n in (0, 2, 4))
        is_date = 1 <= day <= _LAST_DAY and 1 <= month <= _N_MONTHS and year in _YEARS
        return _Day(place + 5, day, month, year) if is_date else None

    def _named(self, tokens: Sequence[Token], place: int) -> _Day | None:
        day = _number(tokens, place)
        if day is None or not 1 <= day <= _LAST_DAY:
            return None
        start = place + 1
        if start < len(tokens) and tokens[start].word == "er":  # "1er mars"
            start += 1
        if start < len(tokens) and tokens[start].word in {"من", "-", "de"}:
            start += tokens[start].word != "-"
        month = self.month.at(tokens, start) if start < len(tokens) else None
        if month is None:
            return _Day(place + 1, day)
        last, year = self._year(tokens, self._alias(tokens, month))
        return _Day(last, day, int(month.row["value"]), year)

    def _month_alone(self, tokens: Sequence[Token], place: int) -> _Day | None:
        month = self.month.at(tokens, place)
        if month is None:
            return None
        last, year = self._year(tokens, self._alias(tokens, month))
        if year is None:  # some names of months are common words, too
            return None
        return _Day(last, month=int(month.row["value"]), year=year)

    def _alias(self, tokens: Sequence[Token], month: Found) -> int:
        """Skip the second name of a month ("تشرين الثاني/نوفمبر")."""
        place = month.last
        if place + 1 < len(tokens) and tokens[place].word in {"/", "("}:
            other = self.month.at(tokens, place + 1)
            if other is not None and other.row["value"] == month.row["value"]:
                closed = other.last < len(tokens) and tokens[other.last].word == ")"
                return other.last + closed
        return place

    def _year(self, tokens: Sequence[Token], place: int) -> tuple[int, int | None]:
        start = place
        if start < len(tokens) and tokens[start].word in _YEAR_WORDS:
            start += 1
        year = _number(tokens, start)
        if year is None or year not in _YEARS:
            return place, None
        last = start + 1
        if last < len(tokens) and tokens[last].word in {
            "года",
            "году",
            "г",
            "року",
            "р",
        }:
            last += 1
        return last, year


def _number(tokens: Sequence[Token], place: int) -> int | None:
    if place >= len(tokens) or not tokens[place].word.isdigit():
        return None
    return int(tokens[place].word)


def _resolve(day: _Day, published: dt.date | None) -> dt.date | None:
    """Return the day meant; None = it cannot be said."""
    if day.day is None or day.month is None:
        if day.weekday is None or published is None or day.day is not None:
            return None
        return published - dt.timedelta(days=(published.weekday() - day.weekday) % 7)
    if day.year is not None:
        return _date(day.year, day.month, day.day)
    if published is None:
        return None
    this_year = _date(published.year, day.month, day.day)
    if this_year is not None and this_year <= published:
        return this_year
    return _date(published.year - 1, day.month, day.day)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _is_order(earliest: dt.date | None, latest: dt.date | None) -> bool:
    return earliest is not None and latest is not None and earliest < latest


def _words(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last - 1].end]
