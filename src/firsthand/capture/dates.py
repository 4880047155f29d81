"""Dates of publication as people and pages write them, with their precision.

Rule: a year is not 1 January; a date that can be read in two ways is refused.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from firsthand.model import FuzzyDate, Precision

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_YEAR = re.compile(r"([A-Za-z]+)\.?,?\s+(\d{4})")
_MONTHS = {
    name[:length].lower(): number
    for number, name in enumerate(calendar.month_name)
    for length in (3, 4, len(name))
    if name
}
_GREATEST_MONTH = 12


def read_published(value: str) -> FuzzyDate:
    """Read a date of publication.

    Args:
        value: "2021-12-22", "2021-12", "2021", "22 December 2021", "25/12/2021", an
            ISO date and time (its date as written, in its own zone).

    Returns:
        The day, month or year, `words` = the value.

    Raises:
        ValueError: No such day, ambiguous, or not a date; says what to write.
    """
    words = value.strip()
    for pattern, reader in _READERS:
        found = pattern.fullmatch(words)
        if found:
            return reader(found, words)
    raise ValueError("is not a date; write 2021-12-22, 2021-12 or 2021")


def _day(year: int, month: int, day: int, words: str) -> FuzzyDate:
    try:
        when = dt.date(year, month, day)
    except ValueError:
        raise ValueError("is no day of the calendar; write 2021-12-22") from None
    return FuzzyDate(earliest=when, latest=when, words=words)


def _month(year: int, month: int, words: str) -> FuzzyDate:
    if not 1 <= month <= _GREATEST_MONTH or year < 1:
        raise ValueError("is no month of the calendar; write 2021-12")
    return FuzzyDate(
        earliest=dt.date(year, month, 1),
        latest=dt.date(year, month, calendar.monthrange(year, month)[1]),
        precision=Precision.MONTH,
        words=words,
    )


def _iso_day(found: re.Match[str], words: str) -> FuzzyDate:
    return _day(int(found[1]), int(found[2]), int(found[3]), words)


def _iso_month(found: re.Match[str], words: str) -> FuzzyDate:
    return _month(int(found[1]), int(found[2]), words)


def _year(found: re.Match[str], words: str) -> FuzzyDate:
    year = int(found[0])
    if year < 1:
        raise ValueError("is no year of the calendar; write 2021")
    return FuzzyDate(
        earliest=dt.date(year, 1, 1),
        latest=dt.date(year, 12, 31),
        precision=Precision.YEAR,
        words=words,
    )


def _numeric(found: re.Match[str], words: str) -> FuzzyDate:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first != second and first <= _GREATEST_MONTH and second <= _GREATEST_MONTH:
        one, other = f"{year:04d}-{second:02d}-{first:02d}", f"{first:02d}-{second:02d}"
        raise ValueError(
            f"can be read as two days; write it as {one} or {year:04d}-{other}"
        )
    if second > _GREATEST_MONTH:
        first, second = second, first
    return _day(year, second, first, words)


def _named(month: str) -> int:
    number = _MONTHS.get(month.lower())
    if number is None:
        raise ValueError("names no month that is known here; write 2021-12-22")
    return number


def _day_first(found: re.Match[str], words: str) -> FuzzyDate:
    return _day(int(found[3]), _named(found[2]), int(found[1]), words)


def _month_first(found: re.Match[str], words: str) -> FuzzyDate:
    return _day(int(found[3]), _named(found[1]), int(found[2]), words)


def _month_year(found: re.Match[str], words: str) -> FuzzyDate:
    return _month(int(found[2]), _named(found[1]), words)


_READERS = (
    (_ISO_DAY, _iso_day),
    (_ISO_MONTH, _iso_month),
    (_YEAR, _year),
    (_NUMERIC, _numeric),
    (_DAY_FIRST, _day_first),
    (_MONTH_FIRST, _month_first),
    (_MONTH_YEAR, _month_year),
)
