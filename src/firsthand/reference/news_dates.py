"""When: the dates a news text names, resolved from its day of publication.

A weekday is the most recent such day on or before publication; a missing year is the
one nearest to publication in the past; a day and month that can be read two ways
(03/04/2021) become the interval that covers both. Without a publication date a
relative date stays unresolved and is not returned. Rules: SFM-3. Method: M002.
Rows: data/months.yaml, data/weekdays.yaml, data/date_words.yaml.
"""

from __future__ import annotations

import calendar
import collections
import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from firsthand.model import FuzzyDate, Precision
from firsthand.reference.folding import Folded, fold_arabic
from firsthand.reference.tables import Reference, bundled_reference

_YEAR = r"(?:19|20)\d\d"
_DASH = r"\s*[-\u2010-\u2014]\s*"
_FULL_STOP = re.compile(r"\w{5,}\.$")  # "7 October.", not "7 Oct."
_DAYS_A_WEEK = 7
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        1,
    )
}
_NUMBERS |= {"a": 1, "an": 1, "eleven": 11, "twelve": 12, "several": 0}
Found = tuple[int, int, FuzzyDate]


@dataclasses.dataclass(frozen=True)
class _Anchor:
    """What a date is counted from.

    Attributes:
        published: Day of publication; None = unknown.
        told: A full date that the text itself gives; None = none.
    """

    published: dt.date | None
    told: dt.date | None = None


_Builder = Callable[["_Grammar", re.Match[str], _Anchor], FuzzyDate | None]


def read_dates(
    text: str,
    *,
    published: dt.date | None,
    language: str | None = None,
    reference: Reference | None = None,
) -> list[Found]:
    """Return the dates that a text names, in order, without overlap.

    Args:
        text: Any text.
        published: Day of publication; None = relative dates stay unresolved.
        language: "en", "ar", "ru", "uk"; None = English.
        reference: Tables to use; None = the bundled ones.

    Returns:
        (start, end, date) in code points of `text`; prepositions such as "on" stay
        outside, words that change the meaning ("since") inside.
    """
    grammar = _grammar(reference or bundled_reference(), language or "en")
    return grammar.read(text, published)


def month_number(name: str, reference: Reference | None = None) -> int | None:
    """Return the number of a month by its name in any of our languages; None = none."""
    for language in ("en", "ar", "ru", "uk"):
        number = _grammar(reference or bundled_reference(), language).month(name)
        if number is not None:
            return number
    return None


def _grammar(reference: Reference, language: str) -> _Grammar:
    made: _Grammar = reference.derived(
        f"dates.{language}", lambda tables: _Grammar(tables, language)
    )
    return made


class _Grammar:
    """The patterns of one language, and how each becomes a date."""

    def __init__(self, reference: Reference, language: str) -> None:
        self._months = _numbered(reference, "months", language)
        self._weekdays = _numbered(reference, "weekdays", language)
        self._words = {
            row["word"]: row[language]
            for row in reference.table("date_words")
            if row.get(language)
        }
        self._days_back = {
            row["word"]: int(row["days"])
            for row in reference.table("date_words")
            if row.get("days") is not None
        }
        rest = r"\.?" if language == "en" else "" if language == "ar" else r"\w*\.?"
        self._month = _one_of(self._months) + rest
        if language == "ar":  # "تشرين الأول/أكتوبر" names one month twice
            self._month = rf"{self._month}(?:\s*[/(]\s*{self._month}\)?)?"
        self._weekday = _one_of(self._weekdays) + (
            "" if language == "ar" else r"\w*\.?"
        )
        self._weekday_alone = self._weekday
        if language == "en":  # "Sun" and "Sat" alone are words of their own
            self._weekday = _one_of(self._weekdays) + r"\b\.?"
            spelled = [name for name in self._weekdays if name.endswith("day")]
            self._weekday_alone = rf"(?:{_one_of(spelled)}|{_one_of(self._weekdays)}\.)"
        self._forms = self._compile()

    def month(self, name: str) -> int | None:
        folded = fold_arabic(name).text.casefold().strip(" .")
        return (
            _by_start(self._months, folded)
            if re.fullmatch(self._month, folded)
            else None
        )

    def read(self, text: str, published: dt.date | None) -> list[Found]:
        folded = fold_arabic(text)
        told = [
            (found.start(), date.earliest)
            for found, build in self._matches(folded, full_only=True)
            if (date := build(self, found, _Anchor(None))) and date.precision == "day"
        ]
        taken: list[Found] = []
        for found, build in self._matches(folded):
            start, end = folded.original(found.start(), found.end())
            end -= bool(_FULL_STOP.search(text[start:end]))
            if any(s < end and start < e for s, e, _ in taken):
                continue
            date = build(self, found, _Anchor(published, _nearest(told, found.start())))
            if date is not None:
                words = text[start:end]
                taken.append((start, end, _with_words(date, words)))
        return sorted(taken, key=lambda item: item[0])

    def _matches(
        self, folded: Folded, *, full_only: bool = False
    ) -> Iterator[tuple[re.Match[str], _Builder]]:
        for is_full, pattern, build in self._forms:
            if is_full or not full_only:
                for found in pattern.finditer(folded.text):
                    yield found, build

    def _compile(self) -> list[tuple[bool, re.Pattern[str], _Builder]]:
        w = collections.defaultdict(lambda: "(?!)", self._words)
        month, weekday, alone = self._month, self._weekday, self._weekday_alone
        day = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
        lead = rf"(?:{weekday},?\s+)?"
        point = (
            rf"(?:{lead}(?:the\s+)?{day}(?:\s+of)?(?:\s+{month})(?:,?\s+{_YEAR})?(?!\w)"
            rf"|{lead}{month}\s+(?:the\s+)?{day}(?:,?\s+{_YEAR})?(?!\w)"
            rf"|{_YEAR}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d)(?!\d))"
        )
        self._point = _compiled(rf"(?:{point})")
        year = rf"(?:,?\s+(?P<year>{_YEAR}))?(?!\w)"
        any_start = rf"{point}|{month}\s+{_YEAR}|{month}|{_YEAR}"
        begin, join = rf"(?:{w['between']}|{w['from']})", rf"(?:{w['to']}|{w['and']})"
        number = rf"(?P<n>\d{{1,2}}|{_one_of(_NUMBERS)})"
        hedge = "(?P<hedge>almost |nearly |about |around |some |more than |over )?"
        named = rf"(?P<a>{day}){_DASH}(?P<b>{day}\s+{month}(?:,?\s+{_YEAR})?)"
        forms: list[tuple[bool, str, _Builder]] = [
            (
                False,
                rf"{begin}\s+(?P<a>{point}|{day})\s*,?\s*{join}\s*(?P<b>{point})",
                _range,
            ),
            (False, named, _range),
            (
                False,
                rf"(?P<m>{month})\s+(?P<x>{day}){_DASH}(?P<y>{day}){year}",
                _month_range,
            ),
            (False, rf"(?:{w['since']})\s+(?P<a>{any_start})(?!\w)", _since),
            (False, rf"(?:{w['until']}|{w['before']})\s+(?P<a>{point})", _until),
            (False, rf"(?:{w['after']})\s+(?P<a>{point})", _after),
            (True, point, _point),
            (False, rf"(?P<third>early|mid|late)[\s-]+(?P<m>{month}){year}", _third),
            (False, rf"(?P<m>{month}),?\s+(?P<year>{_YEAR})(?!\w)", _whole_month),
            (False, rf"(?<=\bin )(?P<m>{month})(?!\s+\d)(?!\w)", _whole_month),
            (False, rf"(?<=\blast )(?P<m>{month})(?!\w)", _whole_month),
            (False, rf"(?<!next )(?P<last>last\s+)?(?P<d>{alone})(?!\w)", _weekday),
            (False, rf"{hedge}{number}\s+(?P<unit>day|week|month|year)s?\s+ago", _ago),
            (False, rf"(?<=\bin )(?P<year>{_YEAR})(?![\d-])", _whole_year),
        ]
        forms += [
            (False, f"(?:{w[word]})(?!\\w)", _relative(word, self._days_back.get(word)))
            for word in (*self._days_back, *_PERIODS)
            if word in w
        ]
        return [(full, _compiled(pattern), build) for full, pattern, build in forms]

    def point(self, words: str, anchor: _Anchor) -> FuzzyDate | None:
        """Read one day; None = not a date, or one that cannot be resolved."""
        if numeric := re.fullmatch(rf"({_YEAR})-(\d\d)-(\d\d)", words):
            return _day(_date(*(int(part) for part in numeric.groups())))
        if numeric := re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})[/.](\d+)", words):
            first, sign, second, year = numeric.groups()
            return _two_readings(
                int(first), int(second), _full_year(year), sign, anchor
            )
        return self._named_day(words, anchor)

    def _named_day(self, words: str, anchor: _Anchor) -> FuzzyDate | None:
        month = re.search(self._month, words, re.IGNORECASE)
        while month and re.match(self._weekday, month.group(), re.IGNORECASE):
            month = re.compile(self._month, re.IGNORECASE).search(words, month.end())
        if month is None:
            return None
        number = _by_start(self._months, month.group().casefold())
        year = re.search(rf"(?<!\d){_YEAR}(?!\d)", words)
        bare = words[: month.start()] + " " + words[month.end() :]
        if year:
            bare = re.sub(year.group(), " ", bare)
        day = re.search(r"\d{1,2}", bare)
        if number is None or day is None:
            return None
        if year:
            return _day(_date(int(year.group()), number, int(day.group())))
        return _without_year(number, int(day.group()), anchor)

    def month_of(self, words: str) -> int | None:
        return _by_start(self._months, words.casefold().strip(". "))

    def weekday_of(self, words: str) -> int | None:
        return _by_start(self._weekdays, words.casefold().strip(". "))


def _numbered(reference: Reference, table: str, language: str) -> dict[str, int]:
    return {
        fold_arabic(str(name)).text.casefold(): int(row["number"])
        for row in reference.table(table)
        for name in row.get(language) or ()
    }


def _one_of(names: Any) -> str:
    return (
        "(?:"
        + "|".join(re.escape(n) for n in sorted(names, key=lambda n: -len(n)))
        + ")"
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w/])" + f"(?:{pattern})", re.IGNORECASE)


def _by_start(numbers: dict[str, int], words: str) -> int | None:
    for name in sorted(numbers, key=lambda n: -len(n)):
        if words.startswith(name):
            return numbers[name]
    return None


def _nearest(told: list[tuple[int, dt.date | None]], place: int) -> dt.date | None:
    """Return the full date the text gave last before a place, else the first after."""
    before = [date for start, date in told if start <= place]
    after = [date for start, date in told if start > place]
    return before[-1] if before else after[0] if after else None


def _with_words(date: FuzzyDate, words: str) -> FuzzyDate:
    return FuzzyDate(
        earliest=date.earliest,
        latest=date.latest,
        precision=date.precision,
        is_every_day=date.is_every_day,
        anchor=date.anchor,
        words=words,
    )


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _day(date: dt.date | None, anchor: dt.date | None = None) -> FuzzyDate | None:
    return (
        None if date is None else FuzzyDate(earliest=date, latest=date, anchor=anchor)
    )


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004  two digits


def _two_readings(
    first: int, second: int, year: int, sign: str, anchor: _Anchor
) -> FuzzyDate | None:
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if sign == ".":  # 03.04.2021: day first wherever dots are used
        return _day(day_first)
    possible = {
        date
        for date in (day_first, month_first)
        if date and (anchor.published is None or date <= anchor.published)
    }
    if not possible:
        return None
    earliest, latest = min(possible), max(possible)
    precision = Precision.DAY if earliest == latest else Precision.RANGE
    return FuzzyDate(earliest=earliest, latest=latest, precision=precision)


def _without_year(month: int, day: int, anchor: _Anchor) -> FuzzyDate | None:
    if anchor.published is not None:
        past = [
            date
            for year in range(anchor.published.year - 4, anchor.published.year + 1)
            if (date := _date(year, month, day)) and date <= anchor.published
        ]
        return _day(max(past), anchor.published) if past else None
    if anchor.told is None:
        return None
    near = [
        date
        for year in (anchor.told.year - 1, anchor.told.year, anchor.told.year + 1)
        if (date := _date(year, month, day))
    ]
    told = anchor.told
    best = min(near, key=lambda date: abs((date - told).days), default=None)
    return _day(best, told)


def _point(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    return grammar.point(found.group(), anchor)


def _range(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    last = grammar.point(found["b"], anchor)
    if last is None or last.earliest is None:
        return None
    first_words = found["a"]
    if re.fullmatch(r"\d{1,2}\w{0,2}", first_words):
        day = int(re.sub(r"\D", "", first_words))
        start = _date(last.earliest.year, last.earliest.month, day)
    elif re.search(_YEAR, first_words):
        first = grammar.point(first_words, anchor)
        start = first.earliest if first else None
    else:
        first = grammar.point(first_words, _Anchor(last.latest))
        start = first.earliest if first else None
    if start is None or last.latest is None or start > last.latest:
        return None
    return FuzzyDate(
        earliest=start,
        latest=last.latest,
        precision=Precision.RANGE,
        anchor=last.anchor,
    )


def _month_range(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    year = found["year"] or ""
    last = grammar.point(f"{found['m']} {found['y']} {year}".strip(), anchor)
    if last is None or last.earliest is None:
        return None
    day = int(re.sub(r"\D", "", found["x"]))
    start = _date(last.earliest.year, last.earliest.month, day)
    if start is None or start > last.earliest:
        return None
    return FuzzyDate(
        earliest=start,
        latest=last.latest,
        precision=Precision.RANGE,
        anchor=last.anchor,
    )


def _since(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    start = _start_of(grammar, found["a"], anchor)
    if start is None:
        return None
    return FuzzyDate(
        earliest=start,
        precision=Precision.OPEN,
        is_every_day=True,
        anchor=None if re.search(_YEAR, found["a"]) else anchor.published,
    )


def _start_of(grammar: _Grammar, words: str, anchor: _Anchor) -> dt.date | None:
    if re.fullmatch(_YEAR, words):
        return dt.date(int(words), 1, 1)
    day = grammar.point(words, anchor)
    if day is not None:
        return day.earliest
    month, year = grammar.month_of(words), re.search(_YEAR, words)
    whole = _month_span(month, int(year.group()) if year else None, anchor)
    return whole.earliest if whole else None


def _until(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    day = grammar.point(found["a"], anchor)
    if day is None:
        return None
    return FuzzyDate(latest=day.latest, precision=Precision.OPEN, anchor=day.anchor)


def _after(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    day = grammar.point(found["a"], anchor)
    if day is None:
        return None
    return FuzzyDate(earliest=day.earliest, precision=Precision.OPEN, anchor=day.anchor)


def _third(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    whole = _whole_month(grammar, found, anchor)
    if whole is None or whole.earliest is None or whole.latest is None:
        return None
    first, last = _THIRDS[found["third"].lower()]
    start = whole.earliest.replace(day=first)
    end = whole.earliest.replace(day=min(last, _month_end(whole.earliest).day))
    return FuzzyDate(
        earliest=start, latest=end, precision=Precision.RANGE, anchor=whole.anchor
    )


def _whole_month(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    year = found.groupdict().get("year")
    return _month_span(
        grammar.month_of(found["m"]), int(year) if year else None, anchor
    )


def _month_span(
    month: int | None, year: int | None, anchor: _Anchor
) -> FuzzyDate | None:
    counted_from = None
    if month is None:
        return None
    if year is None:
        counted_from = anchor.published or anchor.told
        if counted_from is None:
            return None
        year = counted_from.year - int(month > counted_from.month)
    start = dt.date(year, month, 1)
    return FuzzyDate(
        earliest=start,
        latest=_month_end(start),
        precision=Precision.MONTH,
        anchor=counted_from,
    )


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _whole_year(
    _grammar: _Grammar, found: re.Match[str], _anchor: _Anchor
) -> FuzzyDate | None:
    year = int(found["year"])
    return FuzzyDate(
        earliest=dt.date(year, 1, 1),
        latest=dt.date(year, 12, 31),
        precision=Precision.YEAR,
    )


def _weekday(
    grammar: _Grammar, found: re.Match[str], anchor: _Anchor
) -> FuzzyDate | None:
    number, published = grammar.weekday_of(found["d"]), anchor.published
    if number is None or published is None:
        return None
    back = (published.isoweekday() - number) % _DAYS_A_WEEK
    if back == 0 and found["last"]:
        back = _DAYS_A_WEEK
    return _day(published - dt.timedelta(days=back), published)


def _ago(_grammar: _Grammar, found: re.Match[str], anchor: _Anchor) -> FuzzyDate | None:
    words, published = found["n"].lower(), anchor.published
    number = int(words) if words.isdigit() else _NUMBERS[words]
    if published is None or not number or number > 99:  # noqa: PLR2004  two digits at most
        return None
    unit = found["unit"].lower()
    if unit == "day":
        return _day(published - dt.timedelta(days=number), published)
    if unit == "week":
        middle = published - dt.timedelta(weeks=number)
        return _about(middle, 3, Precision.WEEK, published)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        whole = _month_span(months % 12 + 1, months // 12, anchor)
        return whole and _with_anchor(whole, published)
    return _years_ago(number, (found["hedge"] or "").strip().lower(), published)


def _years_ago(number: int, hedge: str, published: dt.date) -> FuzzyDate:
    half = dt.timedelta(days=183)
    then = published - dt.timedelta(days=round(365.25 * number))
    earliest, latest = then - half, then + half
    if hedge in {"almost", "nearly"}:
        earliest = then
    elif hedge in {"more than", "over"}:
        latest = then
    return FuzzyDate(
        earliest=earliest, latest=latest, precision=Precision.YEAR, anchor=published
    )


def _with_anchor(date: FuzzyDate, anchor: dt.date) -> FuzzyDate:
    return FuzzyDate(
        earliest=date.earliest,
        latest=date.latest,
        precision=date.precision,
        anchor=anchor,
    )


def _about(
    middle: dt.date, days: int, precision: Precision, anchor: dt.date
) -> FuzzyDate:
    reach = dt.timedelta(days=days)
    return FuzzyDate(
        earliest=middle - reach,
        latest=min(middle + reach, anchor),
        precision=precision,
        anchor=anchor,
    )


def _relative(word: str, days_back: int | None) -> _Builder:
    def build(
        _grammar: _Grammar, _found: re.Match[str], anchor: _Anchor
    ) -> FuzzyDate | None:
        published = anchor.published
        if published is None:
            return None
        if days_back is not None:
            return _day(published - dt.timedelta(days=days_back), published)
        return _PERIODS[word](published)

    return build


def _week(published: dt.date, back: int) -> FuzzyDate:
    monday = published - dt.timedelta(days=published.weekday() + 7 * back)
    end = min(monday + dt.timedelta(days=6), published)
    return FuzzyDate(
        earliest=monday, latest=end, precision=Precision.WEEK, anchor=published
    )


def _month_back(published: dt.date, back: int) -> FuzzyDate:
    months = published.year * 12 + published.month - 1 - back
    start = dt.date(months // 12, months % 12 + 1, 1)
    return FuzzyDate(
        earliest=start,
        latest=min(_month_end(start), published),
        precision=Precision.MONTH,
        anchor=published,
    )


def _year_back(published: dt.date, back: int) -> FuzzyDate:
    year = published.year - back
    return FuzzyDate(
        earliest=dt.date(year, 1, 1),
        latest=min(dt.date(year, 12, 31), published),
        precision=Precision.YEAR,
        anchor=published,
    )


def _weekend(published: dt.date) -> FuzzyDate:
    saturday = published - dt.timedelta(days=(published.isoweekday() - 6) % 7)
    return FuzzyDate(
        earliest=saturday,
        latest=min(saturday + dt.timedelta(days=1), published),
        precision=Precision.RANGE,
        anchor=published,
    )


def _overnight(published: dt.date) -> FuzzyDate:
    return FuzzyDate(
        earliest=published - dt.timedelta(days=1),
        latest=published,
        precision=Precision.RANGE,
        anchor=published,
    )


_PERIODS: dict[str, Callable[[dt.date], FuzzyDate]] = {
    "last_week": lambda day: _week(day, 1),
    "this_week": lambda day: _week(day, 0),
    "last_month": lambda day: _month_back(day, 1),
    "this_month": lambda day: _month_back(day, 0),
    "last_year": lambda day: _year_back(day, 1),
    "this_year": lambda day: _year_back(day, 0),
    "weekend": _weekend,
    "overnight": _overnight,
}
