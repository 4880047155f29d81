"""Bounds, ranges, dates, places, spans and reasons: the values records are made of.

Method: M001 (bounds), M002 (dates), M003 (places). Rules: AIR-5, SFM-3, SFM-4.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import ClaimId, Value


class Bounds(Value, frozen=True, kw_only=True):
    """What a count in a text means: the interval, and how it was said.

    Attributes:
        low: Smallest number of people the words allow; None = no lower bound stated.
        high: Greatest number; None = no upper bound stated ("at least 49").
        approx: The number was hedged ("around 20"): low and high hold the stated
            figure, and are not bounds.
        vague: The vague word itself ("dozens"), whose meaning comes from a house
            table at assessment; None for a number.
        assumed: The number was not stated but follows from a noun ("a family"): it
            never enters a published minimum unless a person accepts it.
        words: The words of the text that were read.
    """

    low: int | None = None
    high: int | None = None
    approx: bool = False
    vague: str | None = None
    assumed: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        if self.low is None and self.high is None and self.vague is None:
            raise ValueError("bounds that say nothing: use None instead (AIR-5)")
        if self.low is not None and self.low < 0:
            raise ValueError(f"bounds.low is {self.low}: a count cannot be negative")
        if self.high is not None and self.high < (self.low or 0):
            raise ValueError(f"bounds.high {self.high} is below low {self.low}")


def interval_in_words(low: int, high: int) -> str:
    """Say an interval of numbers: "2", or "2-3"."""
    return f"{low}" if low == high else f"{low}-{high}"


class CountRange(Value, frozen=True, kw_only=True):
    """A computed range of people under a named profile (AIR-5).

    Attributes:
        low: Minimum; None = unknown, which is not 0.
        high: Greatest figure stated; None = unknown.
        is_open_above: A source said "at least": prints "37-49 or more".
    """

    low: int | None = None
    high: int | None = None
    is_open_above: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"range high {self.high} is below low {self.low}")

    @property
    def is_known(self) -> bool:
        """It has an end: some number counts."""
        return self.low is not None or self.high is not None

    def __str__(self) -> str:
        """Print as the field does: "17", "17-18", "37-49 or more", "unknown"."""
        if not self.is_known:
            return "unknown"
        more = " or more" if self.is_open_above else ""
        if self.low is None:
            return f"up to {self.high}{more}"
        if self.high is None or self.high == self.low:
            return f"{self.low}{more}"
        return f"{self.low}-{self.high}{more}"


class Precision(enum.StrEnum):
    """How exact a date is (UCD-6, SFM-3)."""

    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    OPEN = "open"


class FuzzyDate(Value, frozen=True, kw_only=True):
    """An interval of days in which something happened.

    Attributes:
        earliest: First possible day; None = open ("before 2 May").
        latest: Last possible day; None = open ("since 30 September").
        precision: How exact it was said. A year is not 1 January.
        is_every_day: True = holds on every day of the interval (a campaign);
            False = on at least one day of it (SFM-3).
        anchor: The date a relative expression was counted from, if any.
        words: The words of the text that were read.
        readings: The days it may be, where day and month can be read either way
            ("03/04/2021"), in order; no day between them is meant.
    """

    earliest: dt.date | None = None
    latest: dt.date | None = None
    precision: Precision = Precision.DAY
    is_every_day: bool = False
    anchor: dt.date | None = None
    words: str = ""
    readings: tuple[dt.date, ...] = ()

    def __post_init__(self) -> None:
        if self.earliest is None and self.latest is None:
            raise ValueError("a date that says nothing: use None instead")
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ValueError(f"latest {self.latest} is before {self.earliest}")
        if self.readings and (self.readings[0], self.readings[-1]) != (
            self.earliest,
            self.latest,
        ):
            raise ValueError("readings of a date do not begin and end with it")

    def overlaps(self, other: FuzzyDate) -> bool:
        """Say whether some day lies in both intervals (open ends reach for ever)."""
        if self.readings:
            return any(
                other.overlaps(FuzzyDate(earliest=d, latest=d)) for d in self.readings
            )
        if other.readings:
            return other.overlaps(self)
        starts_in_time = (
            self.earliest is None
            or other.latest is None
            or self.earliest <= other.latest
        )
        ends_in_time = (
            self.latest is None
            or other.earliest is None
            or other.earliest <= self.latest
        )
        return starts_in_time and ends_in_time


class Accuracy(enum.StrEnum):
    """How exact a place is (AIR-9), finest first."""

    EXACT = "exact"
    WITHIN_100M = "within_100m"
    STREET = "street"
    NEIGHBOURHOOD = "neighbourhood"
    VILLAGE = "village"
    TOWN = "town"
    CITY = "city"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"


class Place(Value, frozen=True, kw_only=True):
    """A place as written, and what a gazetteer knows of it.

    Attributes:
        name: The name as written in the text.
        canonical: The gazetteer's name; None = not found.
        lat_e7: Latitude in 1e-7 degree (WGS 84); None = unknown, never 0.
        lon_e7: Longitude in 1e-7 degree; None = unknown.
        accuracy: Accuracy class of the point; None = no point.
        gazetteer_id: Id in the gazetteer; None = not found.
        country: ISO 3166 code; None = unknown.
        within: Names of the areas that hold it, smallest first.
        is_ambiguous: Several places bear the name: the point, if any, is that of the
            largest area it can mean (SFM-4).
    """

    name: str
    canonical: str | None = None
    lat_e7: int | None = None
    lon_e7: int | None = None
    accuracy: Accuracy | None = None
    gazetteer_id: str | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    is_ambiguous: bool = False

    def __post_init__(self) -> None:
        if (self.lat_e7 is None) != (self.lon_e7 is None):
            raise ValueError(f"place {self.name!r} has half a coordinate")
        if self.lat_e7 is not None and abs(self.lat_e7) > 90 * 10**7:
            raise ValueError(f"place {self.name!r}: latitude out of range")
        if self.lon_e7 is not None and abs(self.lon_e7) > 180 * 10**7:
            raise ValueError(f"place {self.name!r}: longitude out of range")


class Span(Value, frozen=True, kw_only=True):
    """Exact characters of one document's text.

    Attributes:
        start: First character, in Unicode code points of the document's text.
        end: One past the last character.
        quote: The characters themselves; `text[start:end] == quote` always.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}..{self.end} is empty or negative")
        if self.end - self.start != len(self.quote):
            raise ValueError(
                f"span {self.start}..{self.end} does not fit a quote of "
                f"{len(self.quote)} characters"
            )


class Reason(Value, frozen=True, kw_only=True):
    """One node of an explanation: what was asked, what came out, resting on what.

    Attributes:
        text: One sentence a person can read.
        rule: Rule id of docs/methods.md ("AIR-2", "M012"); None = plain note.
        met: True, False, or None = cannot be said.
        claims: Claims it rests on.
        because: Finer reasons.
    """

    text: str
    rule: str | None = None
    met: bool | None = None
    claims: tuple[ClaimId, ...] = ()
    because: tuple[Reason, ...] = ()
