"""Offices and officials: who answers for a party, and which party it is.

A ministry's own page and what its people are reported to say are the party's words.
Method: M053.
"""

from __future__ import annotations

import re

from firsthand.extract.reading import Reading, Statement
from firsthand.extract.speakers import introduction
from firsthand.reference.parties import open_parties

_OFFICIAL = re.compile(
    r"\b(?:ministry|minister|spokes\w+|officials?|army|military|forces?|government|"
    r"president|presidency|kremlin|pentagon|white house|department|commanders?|general|"
    r"colonel|command|coalition|embassy|ambassador|regime|authorit\w+|air force|navy|"
    r"police|state|secretary|envoy|junta|militia|moscow|damascus|washington|ankara|"
    r"foreign office|headquarters|diplomats?|admiral|brigadier|marshal|captain|major|"
    r"lieutenant|general staff|chief of staff|gendarmerie|attach[e\u00e9]|premier|"
    r"prime minister|his office|her office|the office|press (?:bureau|service|office)|"
    r"high command|intelligence service|air arm|interior)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:ministry|presidency|armed forces|army|air force|navy|general staff|military"
    r"|central command|joint command|coalition|defen[cs]e forces?)\b",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:news|times|radio|tv|television|post|herald|today|journal|gazette|magazine"
    r"|agency|daily|weekly|review|blog|monitor|observatory|watch)\b",
    re.IGNORECASE,
)


def is_of_an_office(reading: Reading) -> bool:
    """Say whether a ministry, an army or the like publishes the page itself."""
    outlet = reading.page.outlet or ""
    return bool(_OFFICE.search(outlet)) and not _PRESS.search(outlet)


def names_office(words: str) -> bool:
    """Say whether some words name an official or an office, of whichever party."""
    return _OFFICIAL.search(words) is not None


def is_official(reading: Reading, words: str) -> bool:
    """Say whether some words name an official, an office or a belligerent."""
    return names_office(words) or party_in(reading, words) is not None


def party_in(reading: Reading, words: str) -> str | None:
    """Return the code of the first belligerent that some words name; None = none."""
    mentions = open_parties(reading.reference).find(words)
    return next((m.code for m in mentions if m.is_belligerent), None)


def party_speaking(reading: Reading, start: int, end: int) -> str | None:
    """Return the party whose official says a stretch, or publishes it; None = no party.

    Args:
        reading: The page.
        start: First code point of the stretch.
        end: One past the last.
    """
    made = reading.statement_of(start, end)
    if made is not None:
        words = _words_for(reading, made)
        is_party = any(_is_party_itself(reading, s, e) for s, e in made.source)
        return party_in(reading, words) if is_party or names_office(words) else None
    if is_of_an_office(reading):
        return party_in(reading, reading.page.outlet or "")
    return None


def _is_party_itself(reading: Reading, start: int, end: int) -> bool:
    """Say whether words for a speaker are a party's name alone ("Toreth said")."""
    words = reading.text[start:end].strip().removeprefix("The ").removeprefix("the ")
    mentions = open_parties(reading.reference).find(words)
    return any(m.words == words and m.is_belligerent for m in mentions)


def _words_for(reading: Reading, made: Statement) -> str:
    named = " ".join(reading.text[s:e] for s, e in made.source)
    speaker = made.speaker or ""
    return f"{speaker} {named} {introduction(reading, speaker)}"
