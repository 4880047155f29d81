"""Times of the day in a text: "at about 4:30 p.m.", "before dawn", "в 16:30".

Table: `times_of_day`. An hour that may be of either half of the day says nothing: it is
left out, never guessed. Method: M004.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence

from firsthand.model import TimeOfDay
from firsthand.model.times import DAY
from firsthand.reference.tables import Reference, Row

_AROUND = 30
"""Minutes that "about" leaves open either way (house)."""
_NOON, _HOURS = 12, 24
_MORNING_HOURS = 5
"""Up to this hour "at night" is after midnight, later before it."""


@dataclasses.dataclass(frozen=True)
class TimeMention:
    """A time of the day in a text, from code point `start` to `end` (excluded)."""

    start: int
    end: int
    time: TimeOfDay


def times_in(text: str, language: str, reference: Reference) -> list[TimeMention]:
    """Return the times of the day that a stretch of text gives, in order.

    Args:
        text: The stretch.
        language: Its language code; one without rows gives none.
        reference: Gives the table `times_of_day`.
    """
    table: Mapping[str, _Words] = reference.derived("times_of_day", _by_language)
    words = table.get(language)
    return [] if words is None else sorted(words.find(text), key=lambda m: m.start)


def are_apart(between: str, language: str, reference: Reference) -> bool:
    """Say whether the words between two stretches begin another clause."""
    table: Mapping[str, _Words] = reference.derived("times_of_day", _by_language)
    words = table.get(language)
    return words is not None and words.apart.search(between) is not None


def _by_language(reference: Reference) -> Mapping[str, _Words]:
    rows: dict[str, list[Row]] = {}
    for row in reference.table("times_of_day"):
        rows.setdefault(str(row["language"]), []).append(row)
    return {language: _Words(held) for language, held in rows.items()}


class _Words:
    """The words of one language, as patterns."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.parts = {
            word.casefold(): _part(str(row["part"]))
            for row in rows
            if "part" in row
            for word in row["words"]
        }
        self.halves = {
            word.casefold(): str(row["half"])
            for row in rows
            if "half" in row
            for word in row["words"]
        }
        self.zones = {
            word.casefold(): str(row["zone"])
            for row in rows
            if "zone" in row
            for word in row["words"]
        }
        apart = _any(word for row in rows for word in row.get("apart", ()))
        self.apart = _pattern(rf"[;:]|(?<!\w)(?:{apart})(?!\w)")
        self.is_24 = any("clock" in row for row in rows)
        before = r"(?<!\w)(?:{})\s*(?:\w{{1,4}}\s)?$"
        around = _any(word for row in rows for word in row.get("around", ()))
        limits = _any(word for row in rows for word in row.get("not", ()))
        self._around = _pattern(before.format(around))
        self._limit = _pattern(before.format(limits))
        self._part_words = _pattern(rf"(?<!\w)(?:{_any(self.parts)})(?!\w)")
        after = rf"(?:\s*(?P<half>{_any(self.halves)})(?!\w))?"
        zone = rf"(?:\s*(?P<zone>{_any(self.zones)})(?!\w))?"
        self._clock = _pattern(
            r"(?<![\w.,:/-])(?P<h>[01]?\d|2[0-3])"
            r"(?:(?P<sep>[:.]|\s?h\s?)(?P<m>[0-5]\d)|(?P<hour>\s?h(?!\w)))?"
            r"(?:\s*(?:часов|часа|час|години|годин|годині))?"
            rf"{after}{zone}(?![\w:/]|[.,]\d)"
        )

    def find(self, text: str) -> Iterator[TimeMention]:
        taken: list[tuple[int, int]] = []
        for found in self._clock.finditer(text):
            read = self._hour(found)
            if read is not None:
                taken.append(found.span())
                if not self._limit.search(text, 0, found.start()):
                    yield self._at(text, found, read)
        for found in self._part_words.finditer(text):
            is_of_an_hour = any(s < found.end() and found.start() < e for s, e in taken)
            if is_of_an_hour or self._limit.search(text, 0, found.start()):
                continue
            first, last = self.parts[found.group().casefold()]
            time = TimeOfDay(earliest=first, latest=last, words=found.group())
            yield TimeMention(*found.span(), time)

    def _hour(self, found: re.Match[str]) -> int | None:
        """Return the minute of the day; None = no time, or of either half."""
        hour, minute = int(found["h"]), int(found["m"] or 0)
        half = self.halves.get((found["half"] or "").casefold())
        is_clock = found["sep"] != "." and bool(found["m"] or found["hour"])
        if half is None and not is_clock:
            return None
        if half is None or hour > _NOON:
            is_plain = self.is_24 or hour > _NOON or found["h"].startswith("0")
            return hour * 60 + minute if is_plain and is_clock else None
        if hour == 0:
            return None
        is_early = hour <= _MORNING_HOURS or hour == _NOON
        is_am = half == "am" or (half == "night" and is_early)
        return (hour % _NOON + (0 if is_am else _NOON)) * 60 + minute

    def _at(self, text: str, found: re.Match[str], minute: int) -> TimeMention:
        slack = _AROUND if self._around.search(text, 0, found.start()) else 0
        time = TimeOfDay(
            earliest=(minute - slack) % DAY,
            latest=(minute + slack) % DAY,
            zone=self.zones.get((found["zone"] or "").casefold()),
            words=" ".join(found.group().split()),
        )
        return TimeMention(*found.span(), time)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _part(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    return _minute(first), _minute(last)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) % _HOURS * 60 + int(minute)


def _any(words: object) -> str:
    """Return an alternation of words, longest first; one that never matches if none."""
    found = sorted({str(w) for w in words}, key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in found) or r"(?!)"
