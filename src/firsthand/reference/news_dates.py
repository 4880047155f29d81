"""When: the dates a news text names, resolved from its day of publication.

A weekday is the most recent such day on or before publication; a missing year is the
one nearest to publication in the past; a day and month that can be read two ways
(03/04/2021) keep both readings; "the previous day" is counted from the day told before
it. Without a publication date a relative date stays unresolved and is not returned.
Rules: SFM-3. Method: M002.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from firsthand.model import FuzzyDate, Precision
from firsthand.reference.date_grammar import Grammar, small
from firsthand.reference.date_values import Anchor
from firsthand.reference.folding import fold_arabic
from firsthand.reference.tables import Reference, bundled_reference

LANGUAGES = ("en", "ar", "ru", "uk", "fr", "es")
_FULL_STOP = re.compile(r"\w{5,}\.$")  # "7 October.", not "7 Oct."
_TOLD_REACH = 300  # code points within which "the next day" finds its day
Found = tuple[int, int, FuzzyDate]


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
        language: One of `LANGUAGES`; None = English.
        reference: Tables to use; None = the bundled ones.

    Returns:
        (start, end, date) in code points of `text`; prepositions such as "on" stay
        outside, words that change the meaning ("since") inside.
    """
    grammar = _grammar(reference or bundled_reference(), language or "en")
    folded = fold_arabic(text)
    letters = small(folded.text)
    matches = list(grammar.matches(letters))
    told = [
        (found.start(), date.earliest)
        for kind, found, build in matches
        if kind == "point"
        and (date := build(grammar, found, Anchor(None)))
        and date.precision == Precision.DAY
    ]
    taken: list[tuple[int, int, FuzzyDate | None]] = []
    for kind, found, build in matches:
        start, end = found.span("core" if "core" in found.re.groupindex else 0)
        if any(s < end and start < e for s, e, _ in taken):
            continue
        anchor = Anchor(published, _nearest(told, start), _before(taken, start))
        is_other = grammar.is_in_a_name(letters, start, end) or grammar.is_hasty(
            folded.text[start:end]
        )
        date = None if is_other else build(grammar, found, anchor)
        if date is not None or kind == "none":
            taken.append((start, end, date))
    made = [
        _found(text, folded.original(start, end), date)
        for start, end, date in taken
        if date is not None
    ]
    return sorted(made, key=lambda one: one[0])


def is_of_an_event(date: FuzzyDate) -> bool:
    """Say whether a date can be that of an attack: no year, no stretch of reporting.

    "In the past 24 hours" dates a toll, not one attack; "since 30 September" begins.
    """
    is_period = date.is_every_day and date.latest is not None
    return not is_period and date.precision not in {Precision.YEAR, Precision.SEASON}


def _grammar(reference: Reference, language: str) -> Grammar:
    made: Grammar = reference.derived(
        f"dates.{language}", lambda tables: Grammar(tables, language)
    )
    return made


def _found(text: str, where: tuple[int, int], date: FuzzyDate) -> Found:
    start, end = where
    end -= bool(_FULL_STOP.search(text[start:end]))
    return start, end, msgspec.structs.replace(date, words=text[start:end])


def _nearest(told: Sequence[tuple[int, dt.date | None]], place: int) -> dt.date | None:
    """Return the full date the text gave last before a place, else the first after."""
    before = [date for start, date in told if start <= place]
    after = [date for start, date in told if start > place]
    return before[-1] if before else after[0] if after else None


def _before(
    taken: Sequence[tuple[int, int, FuzzyDate | None]], place: int
) -> dt.date | None:
    """Return the day told last before a place and close to it; None = none."""
    near = [
        (start, date.earliest)
        for start, end, date in taken
        if date is not None
        and date.precision == Precision.DAY
        and 0 <= place - end <= _TOLD_REACH
    ]
    return max(near)[1] if near else None
