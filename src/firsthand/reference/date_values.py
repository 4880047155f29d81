"""Arithmetic of dates: what a date that was read means, counted from its anchor.

Pure functions from parts to intervals; an interval that cannot be said is None.
Rules: SFM-3. Method: M002.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import math

from firsthand.model import FuzzyDate, Precision

DAYS_A_WEEK = 7
_N_YEARS_BACK = 4
_MONTHS_A_YEAR = 12
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_UNIT_DAYS = {"hour": 1 / 24, "day": 1, "week": 7}
_MOST_UNITS = 99
# The tabular Islamic calendar: thirty years hold eleven leap years; epoch 16 July 622.
_HIJRI_EPOCH = dt.date(622, 7, 19)  # proleptic Gregorian
_DAYS_A_HIJRI_YEAR = 354


@dataclasses.dataclass(frozen=True)
class Anchor:
    """What a date is counted from.

    Attributes:
        published: Day of publication; None = unknown.
        told: The nearest full date that the text itself gives; None = none.
        before: The day told last before this place, close by; None = none.
    """

    published: dt.date | None
    told: dt.date | None = None
    before: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Day:
    """A day as far as it is said; None = not said. `weekday`: Monday = 1."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None


def valid(year: int, month: int, day: int) -> dt.date | None:
    """Return a day of the calendar; None = there is none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def one_day(date: dt.date | None, anchor: dt.date | None = None) -> FuzzyDate | None:
    """Return a day as an interval."""
    if date is None:
        return None
    return FuzzyDate(earliest=date, latest=date, anchor=anchor)


def stretch(
    first: dt.date | None,
    last: dt.date | None,
    *,
    precision: Precision = Precision.RANGE,
    anchor: dt.date | None = None,
    is_every_day: bool = False,
) -> FuzzyDate | None:
    """Return an interval; None = an end is missing, or they are the wrong way round."""
    if first is None or last is None or first > last:
        return None
    return FuzzyDate(
        earliest=first,
        latest=last,
        precision=precision,
        anchor=anchor,
        is_every_day=is_every_day,
    )


def named_day(said: Day, anchor: Anchor) -> FuzzyDate | None:
    """Return the day meant; without a year the nearest one in the past.

    A weekday that is said beside it chooses among the years, where one agrees. Without
    a day of publication a full date of the text gives the year; else it is unread.
    """
    if said.year is not None:
        return one_day(valid(said.year, said.month, said.day))
    if anchor.published is not None:
        years = range(anchor.published.year - _N_YEARS_BACK, anchor.published.year + 1)
        past = [d for d in _in_years(said, years) if d <= anchor.published]
        agreeing = [d for d in past if said.weekday in {None, d.isoweekday()}]
        chosen = max(agreeing or past, default=None)
        return one_day(chosen, anchor.published)
    if anchor.told is None:
        return None
    told = anchor.told
    near = _in_years(said, range(told.year - 1, told.year + 2))
    best = min(near, key=lambda date: abs((date - told).days), default=None)
    return one_day(best, told)


def _in_years(said: Day, years: range) -> list[dt.date]:
    return [d for year in years if (d := valid(year, said.month, said.day))]


def two_readings(
    first: int,
    second: int,
    year: int,
    *,
    published: dt.date | None,
    weekday: int | None = None,
) -> FuzzyDate | None:
    """Return "03/04/2021": day and month in either order, as far as both can be.

    A reading after publication cannot be; a weekday said beside it rules one out.
    """
    possible = {
        date
        for date in (valid(year, second, first), valid(year, first, second))
        if date and (published is None or date <= published)
    }
    agreeing = {d for d in possible if weekday in {None, d.isoweekday()}}
    return either(sorted(agreeing or possible))


def either(days: list[dt.date], anchor: dt.date | None = None) -> FuzzyDate | None:
    """Return one date that may be any of some days, in order; None = none given."""
    if len(days) < 2:  # noqa: PLR2004  one reading
        return one_day(days[0], anchor) if days else None
    return FuzzyDate(
        earliest=days[0],
        latest=days[-1],
        precision=Precision.RANGE,
        readings=tuple(days),
        anchor=anchor,
    )


def hijri_day(
    day: int, month: int, year: int | None, anchor: Anchor
) -> FuzzyDate | None:
    """Return a day of the Islamic calendar, give or take one (the moon is seen)."""
    counted_from = None
    if year is None:
        counted_from = anchor.published
        if counted_from is None:
            return None
        year = _hijri_year(counted_from)
        while _hijri(year, month, day) > counted_from + dt.timedelta(days=1):
            year -= 1
    middle = _hijri(year, month, day)
    one = dt.timedelta(days=1)
    return stretch(middle - one, middle + one, anchor=counted_from)


def hijri_month(month: int, year: int | None, anchor: Anchor) -> FuzzyDate | None:
    """Return a month of the Islamic calendar, a day more at each end."""
    first = hijri_day(1, month, year, anchor)
    if first is None or first.earliest is None:
        return None
    last = first.earliest + dt.timedelta(days=31)
    return stretch(first.earliest, last, precision=Precision.MONTH, anchor=first.anchor)


def _hijri(year: int, month: int, day: int) -> dt.date:
    days = (
        day
        + math.ceil(29.5 * (month - 1))
        + (year - 1) * _DAYS_A_HIJRI_YEAR
        + (3 + 11 * year) // 30
    )
    return _HIJRI_EPOCH + dt.timedelta(days=days - 1)


def _hijri_year(date: dt.date) -> int:
    return (30 * (date - _HIJRI_EPOCH).days + 10646) // 10631


def weekday_before(
    number: int, published: dt.date, *, is_last: bool = False, weeks: int = 0
) -> FuzzyDate | None:
    """Return the most recent such weekday on or before publication.

    Args:
        number: Monday = 1.
        published: Day of publication.
        is_last: "last Monday", written on a Monday, is a week earlier.
        weeks: In the calendar week so many weeks before ("Monday of last week").
    """
    if weeks:
        monday = published - dt.timedelta(days=published.weekday() + 7 * weeks)
        return one_day(monday + dt.timedelta(days=number - 1), published)
    back = (published.isoweekday() - number) % DAYS_A_WEEK
    if back == 0 and is_last:
        back = DAYS_A_WEEK
    return one_day(published - dt.timedelta(days=back), published)


def month_span(month: int, year: int | None, anchor: Anchor) -> FuzzyDate | None:
    """Return a whole month; without a year the last one that had begun."""
    counted_from = None
    if year is None:
        counted_from = anchor.published or anchor.told
        if counted_from is None:
            return None
        year = counted_from.year - int(month > counted_from.month)
    first = valid(year, month, 1)
    if first is None:
        return None
    return stretch(
        first, month_end(first), precision=Precision.MONTH, anchor=counted_from
    )


def season(
    name: str, year: int | None, anchor: Anchor, *, is_last_years: bool = False
) -> FuzzyDate | None:
    """Return the three months of a season; without a year the last that had begun.

    A winter with a year is left open: it may have begun or ended in it.

    Args:
        name: "spring", "summer", "autumn" or "winter".
        year: As said; None = not said.
        anchor: What a season without a year is counted from.
        is_last_years: The words say "of last year".
    """
    month = SEASONS[name]
    counted_from = None
    if year is None:
        counted_from = anchor.published or anchor.told
        if counted_from is None:
            return None
        is_to_come = month > counted_from.month
        year = counted_from.year - int(is_to_come or is_last_years)
    elif name == "winter":
        return None
    first = valid(year, month, 1)
    if first is None:
        return None
    last = month_end(first + dt.timedelta(days=_TWO_MONTHS))
    return stretch(first, last, anchor=counted_from)


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_TWO_MONTHS = 65  # from the first of a month into the one after the next


def third_of(whole: FuzzyDate | None, third: str) -> FuzzyDate | None:
    """Return the "early", "mid" or "late" third of a month."""
    if whole is None or whole.earliest is None:
        return None
    first, last = _THIRDS[third]
    start = whole.earliest
    end = min(last, month_end(start).day)
    return stretch(
        start.replace(day=first), start.replace(day=end), anchor=whole.anchor
    )


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def whole_year(year: int) -> FuzzyDate | None:
    """Return a year, which is not its first of January."""
    return stretch(valid(year, 1, 1), valid(year, 12, 31), precision=Precision.YEAR)


def ago(number: int, unit: str, hedge: str, published: dt.date) -> FuzzyDate | None:
    """Return "three weeks ago": the coarser the unit, the wider the interval.

    Args:
        number: How many.
        unit: "hour", "day", "week", "month" or "year".
        hedge: "nearly", "over", ...; "" = none.
        published: What it is counted from.
    """
    if not 0 < number <= _MOST_UNITS:
        return None
    if unit == "hour":
        return past(number, unit, published)
    if unit == "day":
        return one_day(published - dt.timedelta(days=number), published)
    if unit == "week":
        middle = published - dt.timedelta(weeks=number)
        reach = dt.timedelta(days=3)
        last = min(middle + reach, published)
        return stretch(middle - reach, last, precision=Precision.WEEK, anchor=published)
    if unit == "month":
        return month_back(published, number)
    return _years_ago(number, hedge, published)


def _years_ago(number: int, hedge: str, published: dt.date) -> FuzzyDate | None:
    half = dt.timedelta(days=183)
    then = published - dt.timedelta(days=round(365.25 * number))
    earliest, latest = then - half, then + half
    if hedge in {"almost", "nearly"}:
        earliest = then
    elif hedge in {"more than", "over"}:
        latest = then
    return stretch(earliest, latest, precision=Precision.YEAR, anchor=published)


def past(number: int, unit: str, published: dt.date) -> FuzzyDate | None:
    """Return "the past 24 hours", up to the day of publication."""
    if not 0 < number <= _MOST_UNITS:
        return None
    if unit in _UNIT_DAYS:
        days = max(1, math.ceil(number * _UNIT_DAYS[unit]))
        return stretch(published - dt.timedelta(days=days), published, anchor=published)
    months = number * (_MONTHS_A_YEAR if unit == "year" else 1)
    at = published.year * _MONTHS_A_YEAR + published.month - 1 - months
    year, month = at // _MONTHS_A_YEAR, at % _MONTHS_A_YEAR + 1
    last = calendar.monthrange(year, month)[1]
    first = dt.date(year, month, min(published.day, last))
    return stretch(first, published, anchor=published, is_every_day=True)


def overnight(published: dt.date) -> FuzzyDate | None:
    """Return the night before publication: that day and the one before."""
    return stretch(published - dt.timedelta(days=1), published, anchor=published)


def later(number: int, unit: str, told: dt.date) -> FuzzyDate | None:
    """Return "two days later", counted from a day told before; None = too coarse."""
    if unit not in {"day", "week"} or not 0 < number <= _MOST_UNITS:
        return None
    days = number if unit == "day" else DAYS_A_WEEK * number
    return one_day(told + dt.timedelta(days=days), told)


def week_back(published: dt.date, back: int) -> FuzzyDate | None:
    """Return a calendar week, so many weeks before that of publication."""
    monday = published - dt.timedelta(days=published.weekday() + 7 * back)
    end = min(monday + dt.timedelta(days=6), published)
    return stretch(monday, end, precision=Precision.WEEK, anchor=published)


def month_back(published: dt.date, back: int) -> FuzzyDate | None:
    """Return a calendar month, so many months before that of publication."""
    at = published.year * _MONTHS_A_YEAR + published.month - 1 - back
    first = dt.date(at // _MONTHS_A_YEAR, at % _MONTHS_A_YEAR + 1, 1)
    return stretch(
        first,
        min(month_end(first), published),
        precision=Precision.MONTH,
        anchor=published,
    )


def year_back(published: dt.date, back: int) -> FuzzyDate | None:
    """Return a calendar year, so many years before that of publication."""
    year = published.year - back
    return stretch(
        dt.date(year, 1, 1),
        min(dt.date(year, 12, 31), published),
        precision=Precision.YEAR,
        anchor=published,
    )


def weekend(published: dt.date) -> FuzzyDate | None:
    """Return the last Saturday and Sunday that had begun."""
    saturday = published - dt.timedelta(days=(published.isoweekday() - 6) % 7)
    sunday = min(saturday + dt.timedelta(days=1), published)
    return stretch(saturday, sunday, anchor=published)


def night_into(day: FuzzyDate | None) -> FuzzyDate | None:
    """Return the night that ends on a day: that day and the one before."""
    if day is None or day.earliest is None:
        return None
    before = day.earliest - dt.timedelta(days=1)
    return stretch(before, day.latest, anchor=day.anchor)
