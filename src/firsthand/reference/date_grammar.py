"""The patterns of dates in one language, made from rows, and what each one means.

One grammar for six languages: what differs stands in the tables `months`,
`hijri_months`, `weekdays`, `day_words`, `date_words`, `date_numbers`, `date_units`.
Method: M002.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from firsthand.model import FuzzyDate, Precision
from firsthand.reference import date_values as values
from firsthand.reference.date_values import Anchor, Day
from firsthand.reference.folding import fold_arabic
from firsthand.reference.quick_patterns import QuickPattern, Sieve, quick
from firsthand.reference.tables import Reference

YEAR = r"(?:19|20)\d\d"
_HIJRI_YEAR = r"1[34]\d\d"
_BARE_STEMS = ("تشرين", "كانون")  # without their number, each is two months
_ISO = rf"{YEAR}-\d\d-\d\d"
_NUMERIC = rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:{YEAR}|\d\d)"
_DASH = r"\s*[-\u2010-\u2014]\s*"
_HEDGE = "(?P<hedge>almost |nearly |about |around |some |more than |over )?"
_PLACEHOLDER = re.compile(r"<(n|unit|dual|weekday|part)>")
_NEVER = "(?!)"
_NAME_REACH = 30
_REACH = 80  # code points that one date may take on either side of its sign
_HASTY = re.compile(r"\b(?:may|march|mar)\b")  # words, in small letters
Builder = Callable[["Grammar", re.Match[str], Anchor], FuzzyDate | None]
Form = tuple[str, QuickPattern, Builder]


class Grammar:
    """The date patterns of one language."""

    def __init__(self, reference: Reference, language: str) -> None:
        """Read the rows of a language ("en", "fr", "es", "ru", "uk", "ar")."""
        self.language = language
        self._months = _numbered(reference, "months", language)
        self._hijri = _numbered(reference, "hijri_months", language)
        self._weekdays = _numbered(reference, "weekdays", language)
        self._day_words = {
            _folded(word): int(row["day"])
            for row in reference.table("day_words")
            for word in row.get(language) or ()
        }
        self._numbers = {
            _folded(word): int(row["number"])
            for row in reference.table("date_numbers")
            for word in row.get(language) or ()
        }
        self._units = [
            (re.compile(_spaced(row[language])), str(row["unit"]), row.get("count"))
            for row in reference.table("date_units")
            if row.get(language)
        ]
        self._words: dict[str, str] = {}
        self._days_back: dict[str, int] = {}
        self._pieces = self._make_pieces(reference)
        for row in reference.table("date_words"):
            if row.get(language):
                self._words[row["word"]] = self._filled(row[language])
            if row.get("days") is not None:
                self._days_back[row["word"]] = int(row["days"])
        self._point = self._point_pattern(named=False)
        self._named_points = [
            re.compile(pattern) for pattern in self._point_ways(named=True)
        ]
        self._forms = list(self._make_forms())
        self._sieve = Sieve(pattern for _, pattern, _ in self._forms)
        self._sign = self._sign_of_a_date()

    # -- what others ask ------------------------------------------------------

    def month(self, name: str) -> int | None:
        """Return the number of a month; None = no name of one."""
        folded = _folded(name).strip(" .")
        if not re.fullmatch(self._pieces["month"], folded):
            return None
        return _by_start(self._months, folded)

    def matches(self, text: str) -> Iterator[tuple[str, re.Match[str], Builder]]:
        """Yield every match of every form in folded text, the strongest form first.

        Only the neighbourhood of a word or number of the calendar is looked at.

        Args:
            text: Folded text in small letters, see `small`.
        """
        windows = self._windows(text)
        likely = sorted(
            (place, start, end)
            for start, end in windows
            for place in self._sieve.likely(text[start:end])
        )
        for place, start, end in likely:
            kind, pattern, build = self._forms[place]
            for found in pattern.pattern.finditer(text, start, end):
                yield kind, found, build

    def day_of(self, words: str, anchor: Anchor) -> FuzzyDate | None:
        """Read one day, or two readings of one; None = not to be resolved."""
        for pattern in self._named_points:
            found = pattern.fullmatch(words)
            if found is not None:
                return self._resolved(found.groupdict(""), anchor)
        return None

    def end_of(self, words: str, anchor: Anchor) -> FuzzyDate | None:
        """Read an end of a period: a day, a weekday, a month or a year."""
        day = self.day_of(words, anchor)
        if day is not None:
            return day
        year = re.search(rf"(?<!\d){YEAR}(?!\d)", words)
        month = self._search(self._pieces["long_month"], words)
        number = self.long_month(month.group()) if month else None
        if number is not None:
            return values.month_span(
                number, int(year.group()) if year else None, anchor
            )
        if year:
            return values.whole_year(int(year.group()))
        weekday = self.weekday_in(words)
        if weekday is None or anchor.published is None:
            return None
        return values.weekday_before(weekday, anchor.published)

    def is_hasty(self, words: str) -> bool:
        """Say whether words hold no month but a common word ("in may", "march on")."""
        is_named = self.language == "en" and _HASTY.search(words) is not None
        return is_named and not any(letter.isdigit() for letter in words)

    def is_in_a_name(self, text: str, start: int, end: int) -> bool:
        """Say whether a day names something ("7 May Street", "rue du 8 mai")."""
        before = text[max(0, start - _NAME_REACH) : start]
        return bool(
            re.search(rf"(?<!\w){self._word('name_before')}\s+$", before)
            or re.match(rf"\s+{self._word('name_after')}(?!\w)", text[end:])
        )

    def weekday_in(self, words: str) -> int | None:
        """Return the first weekday that words name, Monday = 1; None = none."""
        found = self._search(self._pieces["weekday"], words)
        return _by_start(self._weekdays, _folded(found.group())) if found else None

    def count_of(self, words: str) -> tuple[int, str] | None:
        """Return how many of which unit ("three weeks"); one where no number stands."""
        for pattern, unit, count in self._units:
            found = re.search(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", words)
            if found is None:
                continue
            if count is not None:
                return int(count), unit
            bare = words[: found.start()] + " " + words[found.end() :]
            return self._number_in(bare), unit
        return None

    def _number_in(self, words: str) -> int:
        digits = re.search(r"\d+", words)
        if digits:
            return int(digits.group())
        found = self._search(rf"(?:ال)?({self._pieces['number_word']})", words)
        return self._numbers[_folded(found.group(1))] if found else 1

    def _search(self, pattern: str, words: str) -> re.Match[str] | None:
        return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words)

    # -- pieces ---------------------------------------------------------------

    def _make_pieces(self, reference: Reference) -> dict[str, str]:
        own = {
            row["word"]: _spaced(row[self.language])
            for row in reference.table("date_words")
            if row.get(self.language)
        }
        month = _one_of(self._months) + r"\.?"
        long_month = _one_of(_long_names(self._months)) + r"(?!\w)"
        if self.language == "ar":
            # "تشرين الأول/أكتوبر", "أكتوبر تشرين الأول" name one month twice
            twice = rf"(?:(?:\s*[/(]\s*|\s+){_one_of(self._months)}\)?)?"
            month = _one_of(self._months) + twice
            long_month = rf"{_one_of(_long_names(self._months))}{twice}(?!\w)"
        weekday = _one_of(self._weekdays)
        alone = weekday
        if self.language == "en":  # "Sun" and "Sat" alone are words of their own
            weekday += r"\b\.?"
            spelled = [name for name in self._weekdays if name.endswith("day")]
            alone = rf"(?:{_one_of(spelled)}|{_one_of(self._weekdays)}\.)"
        number_word = _one_of(self._numbers)
        units = "|".join(f"(?:{p.pattern})" for p, _, count in self._units if not count)
        duals = "|".join(f"(?:{p.pattern})" for p, _, count in self._units if count)
        return {
            **{name: f"(?:{own.get(name, _NEVER)})" for name in _OWN_PIECES},
            "month": month,
            "long_month": long_month,
            "hijri": _one_of(self._hijri),
            "weekday": weekday,
            "weekday_alone": alone,
            "number_word": number_word,
            "n": rf"(?:\d{{1,2}}|{number_word})",
            "unit": f"(?:{units})(?!\\w)|(?:{duals or _NEVER})(?!\\w)",
            "dual": f"(?:{duals or _NEVER})(?!\\w)",
        }

    def _filled(self, row: str) -> str:
        """Return a row's pattern with its placeholders filled in."""
        return _PLACEHOLDER.sub(
            lambda found: f"(?:{self._pieces[found.group(1)]})", _spaced(row)
        )

    def _point_pattern(self, *, named: bool) -> str:
        return "(?:" + "|".join(self._point_ways(named=named)) + ")"

    def _point_ways(self, *, named: bool) -> list[str]:
        """Return the ways to write a day: by name, by number, by the moon."""

        def part(name: str, pattern: str) -> str:
            return f"(?P<{name}>{pattern})" if named else f"(?:{pattern})"

        p = self._pieces
        tail = p["day_tail"]
        words = _one_of(self._day_words)
        day = part("day", rf"\d{{1,2}}(?:\s?{tail})?(?!\d)|{words}")
        weekday = part("weekday", p["weekday"])
        lead = (
            rf"(?:(?:{p['part_before']})\s*)?"
            rf"(?:{weekday}(?:\s+{p['part']})?(?:\s*[,،(]\s*|\s+)"
            rf"(?:{p['article']}\s+)?)?"
        )
        after = part("weekday_after", p["weekday"])
        end = (
            rf"(?:\s+{p['part']})?"
            rf"(?:,?\s+\(?(?:(?:a|un|el|le|во?|у|يوم)\s+)?{after}\)?)?(?!\w)"
        )
        of = rf"(?:\s+{p['of']})?"
        year = (
            rf"(?:,?\s*(?:(?:{p['of_year']})\s+)?{part('year', YEAR)}(?!\d)"
            rf"(?:\s*{p['year_tail']})?)?"
        )
        month = part("month", p["month"])
        the = r"(?:the\s+)?" if self.language == "en" else ""
        moon = (
            rf"(?:,?\s*(?:{p['of_year']}\s+)?{part('hijri_year', _HIJRI_YEAR)}(?!\d)"
            rf"(?:\s*{p['hijri_tail']})?)?"
        )
        ways = [
            rf"{lead}{the}{day}{of}\s+{month}{year}{end}",
            rf"{lead}{the}{day}{of}\s+{part('hijri', p['hijri'])}{moon}(?!\w)",
            rf"{part('iso', _ISO)}(?!\d)(?:t\d\d:\d\d\S*)?",
            rf"{lead}{part('numeric', _NUMERIC)}(?![\d.]\d){end}",
        ]
        if self.language in {"en", "es"}:  # "October 7", "mayo 3 de 2021"
            name = month if self.language == "en" else part("month", p["long_month"])
            ways.insert(1, rf"{lead}{name}\s+{the}{day}{year}{end}")
        if self.language == "ar":
            stem = part("bare", "|".join(_BARE_STEMS))
            ways.append(rf"{lead}{day}{of}\s+{stem}{year}(?!\w)")
        return ways

    def _resolved(self, said: dict[str, str], anchor: Anchor) -> FuzzyDate | None:
        """Return the day that the parts of a match mean; empty = not said."""
        words = said.get("weekday") or said.get("weekday_after")
        weekday = self.weekday_in(words) if words else None
        if said.get("iso"):
            year, month, day = (int(part) for part in said["iso"].split("-"))
            return values.one_day(values.valid(year, month, day))
        if said.get("numeric"):
            return self._numeric(said["numeric"], anchor, weekday)
        number = self._day_number(said["day"])
        if said.get("hijri"):
            return self._of_the_moon(number, said, anchor)
        known = int(said["year"]) if said.get("year") else None
        if said.get("bare"):  # Tishrin and Kanun are two months each
            months = (10, 11) if said["bare"] == "تشرين" else (12, 1)
            return self._either_month(number, months, known, anchor)
        named = _by_start(self._months, _folded(said["month"]))
        if named is None:
            return None
        return values.named_day(Day(number, named, known, weekday), anchor)

    def _of_the_moon(
        self, day: int, said: dict[str, str], anchor: Anchor
    ) -> FuzzyDate | None:
        month = _by_start(self._hijri, _folded(said["hijri"]))
        if month is None or not 1 <= day <= 30:  # noqa: PLR2004  days of a moon
            return None
        year = int(said["hijri_year"]) if said["hijri_year"] else None
        return values.hijri_day(day, month, year, anchor)

    def _either_month(
        self, day: int, months: tuple[int, ...], year: int | None, anchor: Anchor
    ) -> FuzzyDate | None:
        read = [values.named_day(Day(day, m, year), anchor) for m in months]
        days = sorted({d.earliest for d in read if d and d.earliest})
        return values.either(days, None if year else anchor.published)

    def _numeric(
        self, words: str, anchor: Anchor, weekday: int | None
    ) -> FuzzyDate | None:
        first, second, year = (int(part) for part in re.split(r"[/.]", words))
        year += 2000 if year < 100 else 0  # noqa: PLR2004  two digits
        if "." in words or self.language != "en":  # day first, there and in dots
            return values.one_day(values.valid(year, second, first))
        return values.two_readings(
            first, second, year, published=anchor.published, weekday=weekday
        )

    def _day_number(self, words: str) -> int:
        digits = re.match(r"\d{1,2}", words)
        return int(digits.group()) if digits else self._day_words.get(_folded(words), 0)

    # -- forms ----------------------------------------------------------------

    def _make_forms(self) -> Iterator[Form]:
        """Yield the forms, strongest first: what one has taken no later one takes."""
        yield from self._period_forms()
        yield from self._open_forms()
        yield self._form("point", self._point, _point)
        yield from self._month_forms()
        yield from self._season_forms()
        yield from self._weekday_forms()
        yield from self._counted_forms()
        core = (
            rf"(?P<core>(?P<year>{YEAR})(?![\d-])(?:\s*{self._pieces['year_tail']})?)"
        )
        yield self._form("year", rf"(?:{self._word('in_year')})\s+{core}", _year)

    def _period_forms(self) -> Iterator[Form]:
        p, w, point = self._pieces, self._word, self._point
        day, weekday, month = self._bare_day(), self._any_weekday(), p["month"]
        whole = self._whole()
        if (
            self.language == "ar"
        ):  # "between the first of March and the middle of April"
            third = "|".join(w(name) for name in ("early", "mid", "late"))
            whole = rf"(?:(?:{third})\s*)?(?:{whole})"
        end = rf"(?:{point}|{whole}|{weekday})"
        begin = rf"(?:{w('from')}|{w('between')})\s+{self._article()}"
        join = rf"(?:\s*,?\s*{w('to')}|{_DASH})\s*{self._article()}"
        start = rf"(?P<a>{point}|{whole}|{weekday}|{day})"
        yield self._form("range", rf"{begin}{start}{join}(?P<b>{end})", _range)
        joined = rf"(?:{_DASH}|\s*,?\s*(?:{w('to')}|{w('and')})\s*)"
        of, year = rf"(?:\s+{p['of']})?", self._year_after("")
        later = rf"{self._article()}(?P<b>{day}{of}\s+{month}{year}(?!\w))"
        yield self._form("range", rf"(?P<a>{day}){joined}{later}", _range)
        yield self._form("range", rf"(?P<a>{point}){_DASH}(?P<b>{point})", _range)
        into = rf"(?:\s+(?:into|to|through)\s+|{_DASH})"
        yield self._form("range", rf"(?P<a>{weekday}){into}(?P<b>{weekday})", _range)
        if self.language in {"en", "es"}:
            days = rf"(?P<x>{day}){joined}(?P<y>{day})"
            named = rf"(?P<m>{month})\s+{days}{self._year_after('year')}(?!\w)"
            yield self._form("range", named, _month_range)
        if self.language == "ar":
            night = rf"(?P<a>{p['weekday']})\s*[-/]?\s*(?P<b>{p['weekday']})"
            yield self._form("range", rf"(?:{p['part_before']})\s+{night}", _range)
            other = rf"\s*(?:{p['hijri_tail']})?\s*[،(/-]?\s*الموافق\s+(?:ل\s*)?"
            yield self._form("day", rf"{point}{other}(?P<same>{point})", _same)
        night = rf"(?:{w('night_into')})\s+{self._article()}(?P<a>{point}|{weekday})"
        yield self._form("range", night, _night)
        long = p["long_month"]  # "in May and June", "in January-March 2026"
        both = rf"(?:\s+{w('and')}\s+|{_DASH})"
        months = rf"(?P<a>{long}){both}(?P<b>{long}{self._year_after('')})"
        yield self._form("range", rf"{w('in')}\s+(?P<core>{months})", _range)

    def _open_forms(self) -> Iterator[Form]:
        w = self._word
        names = ("last_week", "last_month", "last_year", "yesterday")
        before = "|".join(w(name) for name in names)
        ends = rf"{self._point}|{self._whole()}|{self._any_weekday()}|{before}"
        since = rf"{w('since')}\s+{self._article()}(?P<a>{ends})"
        yield self._form("open", since, _since)
        point = rf"\s+{self._article()}(?P<a>{self._point})"
        until = rf"(?:{w('until')}|{w('before')}){point}"
        yield self._form("open", until, _until)
        yield self._form("open", rf"{w('after')}{point}", _after)
        if "year_begun" in self._words:
            yield self._form("open", w("year_begun"), _since_new_year)

    def _month_forms(self) -> Iterator[Form]:
        p, w = self._pieces, self._word
        year = self._year_after("year")
        long_month = rf"(?P<m>{p['long_month']})"
        for third in ("early", "mid", "late"):
            part = rf"{w(third)}[\s-]*{long_month}{year}"
            yield self._form("month", part, _third(third))
        moon = rf"(?P<m>{p['hijri']})(?:\s+(?P<hijri_year>{_HIJRI_YEAR}))?(?!\w)"
        yield self._form("month", rf"{w('in')}\s+(?P<core>{moon})", _hijri_month)
        of_year = rf",?\s+(?:{p['of_year']}\s+)?(?P<year>{YEAR})(?!\d)"
        named = rf"(?P<m>{p['month']}){of_year}(?:\s*{p['year_tail']})?"
        yield self._form("month", named, _month)
        in_month = rf"(?:{w('in')}|last)\s+(?P<core>{long_month})(?!\s+\d)"
        yield self._form("month", in_month, _month)

    def _season_forms(self) -> Iterator[Form]:
        """Yield "in the spring of 2021", "last autumn", "in winter"."""
        w, p = self._word, self._pieces
        told = rf"(?:{p['of_year']}\s+)?(?P<year>{YEAR})(?!\d)(?:\s*{p['year_tail']})?"
        year = rf"(?:\s+(?:{told}|(?P<last>{w('of_last_year')})))?"
        for season in values.SEASONS:
            if season in self._words:
                yield self._form("month", rf"{w(season)}{year}", _season(season))

    def _weekday_forms(self) -> Iterator[Form]:
        p, w = self._pieces, self._word
        yield self._form("none", w("coming"), _nothing)
        yield self._form("weekday", w("weekday_last_week"), _weekday_last_week)
        day = rf"(?P<d>{p['weekday_alone']})"
        if self.language == "en":
            night = rf"overnight(?:,? on)?\s+{day}"
            yield self._form("range", night, _night_of)
            day = rf"(?P<last>last\s+)?{day}"
        else:
            day = rf"{day}(?:\s+(?P<last>{p['last_weekday_after']}))?"
        lead, tail = rf"(?:{p['part_before']}\s*)?", rf"(?:\s+{p['part']})?"
        yield self._form("weekday", rf"{lead}{day}{tail}", _weekday)

    def _counted_forms(self) -> Iterator[Form]:
        w = self._word
        back = self._days_back
        for word in sorted(back, key=lambda word: -back[word]):
            if not back[word]:  # "that evening" before "evening"
                for name, step in _STEPS.items():
                    yield self._form("told", w(name), _beside(step))
            yield self._form("day", w(word), _days_back(back[word]))
        yield self._form("told", w("later"), _later)
        hedge = _HEDGE if self.language == "en" else ""
        yield self._form("period", rf"{hedge}{w('ago')}", _ago)
        yield self._form("period", w("past"), _past)
        for word in _PERIODS:
            yield self._form("period", w(word), _period(word))

    def _article(self) -> str:
        return rf"(?:{self._pieces['article']}\s*)?"

    def _bare_day(self) -> str:
        return rf"\d{{1,2}}(?:\s?{self._pieces['day_tail']})?(?!\d)"

    def _any_weekday(self) -> str:
        return rf"{self._pieces['weekday']}(?:\s+{self._pieces['part']})?(?!\w)"

    def _whole(self) -> str:
        """Return the pattern of a whole month or year."""
        month, year = self._pieces["long_month"], self._year_after("")
        of_year = rf"(?:{self._pieces['of_year']}\s+)?"
        return rf"{month}{year}|{of_year}{YEAR}(?!\d)"

    def _year_after(self, name: str) -> str:
        group = f"(?P<{name}>{YEAR})" if name else YEAR
        of_year = rf"(?:{self._pieces['of_year']}\s+)?"
        return rf"(?:,?\s+{of_year}{group}(?!\d))?"

    def relative(self, words: str, published: dt.date | None) -> FuzzyDate | None:
        """Read "yesterday" or "last week" where a period begins with it."""
        if published is None:
            return None
        for word in ("last_week", "last_month", "last_year"):
            if re.fullmatch(self._word(word), words):
                return _PERIODS[word](published)
        if re.fullmatch(self._word("yesterday"), words):
            return values.ago(1, "day", "", published)
        return None

    def whole_month(self, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
        """Return the month of a match (groups `m` and perhaps `year`)."""
        number = self.long_month(found["m"])
        year = found.groupdict().get("year")
        if number is None:
            return None
        return values.month_span(number, int(year) if year else None, anchor)

    def long_month(self, name: str) -> int | None:
        """Return a month's number; None = no name of one."""
        return _by_start(self._months, _folded(name))

    def hijri_month(self, name: str) -> int | None:
        """Return the number of a month of the Islamic calendar; None = none."""
        return _by_start(self._hijri, _folded(name))

    def _word(self, name: str) -> str:
        return f"(?:{self._words.get(name, _NEVER)})"

    def _form(self, kind: str, pattern: str, build: Builder) -> Form:
        start = r"(?<![\w/])"
        if self.language == "ar":  # و ف ب ل ك are joined to the next word
            start = r"(?:(?<![\w/])|(?<=(?<![\w/])[وفبلك]))"
        return kind, quick(f"{start}(?:{pattern})(?!\\w)"), build

    def _sign_of_a_date(self) -> re.Pattern[str]:
        """Return the pattern of a word or number that every date holds one of."""
        names = _one_of({**self._months, **self._hijri, **self._weekdays})
        rows = [self._words[word] for word in _SIGNS if word in self._words]
        parts = [names, _NUMERIC, rf"{YEAR}(?!\d)", self._pieces["unit"], *rows]
        if self.language == "ar":
            parts += _BARE_STEMS
        start = r"(?<!\d)" if self.language == "ar" else r"(?<!\w)"
        return re.compile(start + "(?:" + "|".join(f"(?:{p})" for p in parts) + ")")

    def _windows(self, text: str) -> list[tuple[int, int]]:
        """Return the stretches of a text in which a date can stand."""
        windows: list[tuple[int, int]] = []
        for found in self._sign.finditer(text):
            start = max(0, found.start() - _REACH)
            end = min(len(text), found.end() + _REACH)
            if windows and start <= windows[-1][1]:
                windows[-1] = (windows[-1][0], end)
            else:
                windows.append((start, end))
        return windows


_OWN_PIECES = (
    "of", "of_year", "year_tail", "hijri_tail", "day_tail", "article", "part",
    "part_before", "last_weekday_after",
)  # fmt: skip
_SIGNS = (
    "today", "yesterday", "day_before_yesterday", "last_week", "this_week",
    "last_month", "this_month", "last_year", "this_year", "weekend", "overnight",
    "previous_day", "next_day", "same_day", "spring", "summer", "autumn", "winter",
)  # fmt: skip
_STEPS = {"previous_day": -1, "next_day": 1, "same_day": 0}


# -- what a match means -------------------------------------------------------------


def _point(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    return grammar.day_of(found.group(), anchor)


def _same(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    return grammar.day_of(found["same"], anchor)


def _range(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    last = grammar.end_of(found["b"], anchor)
    if last is None or last.latest is None or last.earliest is None:
        return None
    words = found["a"]
    if re.fullmatch(r"\d{1,2}\W?\D{0,3}", words):
        day = int(re.sub(r"\D", "", words))
        start = values.valid(last.earliest.year, last.earliest.month, day)
    else:
        is_full = re.search(YEAR, words) is not None
        first = grammar.end_of(words, anchor if is_full else Anchor(last.latest))
        start = first.earliest if first else None
    return values.stretch(start, last.latest, anchor=last.anchor)


def _month_range(
    grammar: Grammar, found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    year = found["year"] or ""
    last = grammar.day_of(f"{found['m']} {found['y']} {year}".strip(), anchor)
    if last is None or last.earliest is None:
        return None
    day = int(re.sub(r"\D", "", found["x"]))
    start = values.valid(last.earliest.year, last.earliest.month, day)
    return values.stretch(start, last.latest, anchor=last.anchor)


def _night(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    return values.night_into(grammar.end_of(found["a"], anchor))


def _night_of(
    grammar: Grammar, found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    number, published = grammar.weekday_in(found["d"]), anchor.published
    if number is None or published is None:
        return None
    day = values.weekday_before(number, published)
    if day is None or day.earliest is None:
        return None
    last = min(day.earliest + dt.timedelta(days=1), published)
    return values.stretch(day.earliest, last, anchor=published)


def _since(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    words = found["a"]
    start = grammar.end_of(words, anchor) or grammar.relative(words, anchor.published)
    if start is None or start.earliest is None:
        return None
    return FuzzyDate(
        earliest=start.earliest,
        precision=Precision.OPEN,
        is_every_day=True,
        anchor=start.anchor,
    )


def _since_new_year(
    _grammar: Grammar, _found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    """Return "since the start of the year", open from its first day on."""
    if anchor.published is None:
        return None
    return FuzzyDate(
        earliest=anchor.published.replace(month=1, day=1),
        precision=Precision.OPEN,
        is_every_day=True,
        anchor=anchor.published,
    )


def _until(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    day = grammar.day_of(found["a"], anchor)
    if day is None:
        return None
    return FuzzyDate(latest=day.latest, precision=Precision.OPEN, anchor=day.anchor)


def _after(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    day = grammar.day_of(found["a"], anchor)
    if day is None:
        return None
    return FuzzyDate(earliest=day.earliest, precision=Precision.OPEN, anchor=day.anchor)


def _third(third: str) -> Builder:
    def build(
        grammar: Grammar, found: re.Match[str], anchor: Anchor
    ) -> FuzzyDate | None:
        return values.third_of(grammar.whole_month(found, anchor), third)

    return build


def _month(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    return grammar.whole_month(found, anchor)


def is_last_one(found: re.Match[str]) -> bool:
    """Say whether words call a season the last ("last spring")."""
    return _LAST.match(found.group()) is not None


_LAST = re.compile(r"(?:\w+ )*?(?:last|the past) ", re.IGNORECASE)


def _season(season: str) -> Builder:
    def build(
        _grammar: Grammar, found: re.Match[str], anchor: Anchor
    ) -> FuzzyDate | None:
        year = int(found["year"]) if found["year"] else None
        is_last = bool(found["last"])
        told = values.season(season, year, anchor, is_last_years=is_last)
        day = anchor.published or anchor.told
        end = told.latest if told is not None else None
        if end is not None and day is not None and day <= end and is_last_one(found):
            # "last spring" of a text written in April is not this one
            return values.season(season, year, anchor, is_last_years=True)
        return told

    return build


def _hijri_month(
    grammar: Grammar, found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    number, year = grammar.hijri_month(found["m"]), found["hijri_year"]
    if number is None:
        return None
    return values.hijri_month(number, int(year) if year else None, anchor)


def _year(_grammar: Grammar, found: re.Match[str], _anchor: Anchor) -> FuzzyDate | None:
    return values.whole_year(int(found["year"]))


def _nothing(
    _grammar: Grammar, _found: re.Match[str], _anchor: Anchor
) -> FuzzyDate | None:
    return None


def _weekday(
    grammar: Grammar, found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    number, published = grammar.weekday_in(found["d"]), anchor.published
    if number is None or published is None:
        return None
    return values.weekday_before(number, published, is_last=bool(found["last"]))


def _weekday_last_week(
    grammar: Grammar, found: re.Match[str], anchor: Anchor
) -> FuzzyDate | None:
    number, published = grammar.weekday_in(found.group()), anchor.published
    if number is None or published is None:
        return None
    return values.weekday_before(number, published, weeks=1)


def _days_back(days: int) -> Builder:
    def build(
        _grammar: Grammar, _found: re.Match[str], anchor: Anchor
    ) -> FuzzyDate | None:
        published = anchor.published
        if published is None:
            return None
        return values.one_day(published - dt.timedelta(days=days), published)

    return build


def _beside(step: int) -> Builder:
    """Count from the day told before; only "the day before" may mean publication's."""

    def build(
        _grammar: Grammar, _found: re.Match[str], anchor: Anchor
    ) -> FuzzyDate | None:
        told = anchor.before or (anchor.published if step < 0 else None)
        if told is None:
            return None
        return values.one_day(told + dt.timedelta(days=step), told)

    return build


def _later(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    count = grammar.count_of(found.group())
    if count is None or anchor.before is None:
        return None
    return values.later(*count, anchor.before)


def _ago(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    count = grammar.count_of(found.group())
    if count is None or anchor.published is None:
        return None
    hedge = (found.groupdict().get("hedge") or "").strip().lower()
    return values.ago(*count, hedge, anchor.published)


def _past(grammar: Grammar, found: re.Match[str], anchor: Anchor) -> FuzzyDate | None:
    count = grammar.count_of(found.group())
    if count is None or anchor.published is None:
        return None
    return values.past(*count, anchor.published)


def _period(word: str) -> Builder:
    def build(
        _grammar: Grammar, _found: re.Match[str], anchor: Anchor
    ) -> FuzzyDate | None:
        return _PERIODS[word](anchor.published) if anchor.published else None

    return build


_PERIODS: dict[str, Callable[[dt.date], FuzzyDate | None]] = {
    "last_week": lambda day: values.week_back(day, 1),
    "this_week": lambda day: values.week_back(day, 0),
    "last_month": lambda day: values.month_back(day, 1),
    "this_month": lambda day: values.month_back(day, 0),
    "last_year": lambda day: values.year_back(day, 1),
    "this_year": lambda day: values.year_back(day, 0),
    "weekend": values.weekend,
    "overnight": values.overnight,
}


# -- names and patterns -------------------------------------------------------------


def _numbered(reference: Reference, table: str, language: str) -> dict[str, int]:
    return {
        _folded(str(name)): int(row["number"])
        for row in reference.table(table)
        for name in row.get(language) or ()
    }


def _folded(words: str) -> str:
    return fold_arabic(words).text.casefold().translate(_ONE_APOSTROPHE)


def _long_names(numbers: dict[str, int]) -> dict[str, int]:
    """Return the names that are not short forms of another one ("Oct", "Mar")."""
    bare = {name.rstrip("*"): name for name in numbers}
    return {
        name: numbers[name]
        for stem, name in bare.items()
        if not any(
            other != stem and other.startswith(stem) and numbers[full] == numbers[name]
            for other, full in bare.items()
            if len(other) - len(stem) > 1
        )
    }


def _one_of(names: Any) -> str:
    """Return a pattern of names, longest first; "*" stands for any ending."""
    ordered = sorted(names, key=lambda name: -len(name))
    return f"(?:{'|'.join(map(_name_pattern, ordered)) or _NEVER})"


def _name_pattern(name: str) -> str:
    escaped = re.escape(name.removesuffix("*")).replace("'", _APOSTROPHE)
    return escaped.replace(r"\ ", r"\s+") + r"\w*" * name.endswith("*")


def small(text: str) -> str:
    """Return a text in small letters, none of which moves."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _spaced(row: str) -> str:
    """Return a row's pattern in folded small letters; a space is any space."""
    folded = _UNESCAPED.sub(lambda found: found.group().lower(), fold_arabic(row).text)
    folded = folded.replace("'", _APOSTROPHE)
    return folded.replace(" ?", r"\s*").replace(" ", r"\s+")


_UNESCAPED = re.compile(r"(?<!\\)[A-ZА-Я]")
_APOSTROPHE = "['`\u2018\u2019\u02bc]"
_ONE_APOSTROPHE = dict.fromkeys(map(ord, "`\u2018\u2019\u02bc"), "'")


def _by_start(numbers: dict[str, int], words: str) -> int | None:
    for name in sorted(numbers, key=lambda n: -len(n)):
        if words.startswith(name.removesuffix("*")):
            return numbers[name]
    return None
