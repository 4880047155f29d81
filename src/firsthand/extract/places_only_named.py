"""Places that a sentence of attack names, and where nothing was hit.

"Had flown no sorties over X", "the X provincial health department", "taken to hospitals
in X". And places named again that are struck themselves. Method: M051.
"""

from __future__ import annotations

import re

_TO_HEALERS = re.compile(
    r"\b(?:taken|brought|rushed|transferred|evacuated|admitted|transported|treated|moved"
    r"|carried|flown)\b[^.;]{0,30}\b(?:hospitals?|clinics?|morgues?)\s+in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NO_FLIGHTS = re.compile(
    r"\b(?:no|not|n['\u2019]t|never|any)\b[^.;]{0,40}\b(?:sorties|missions|flights|flown)"
    r"\s+(?:over|in|above|near|around)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OF_AN_AUTHORITY = re.compile(
    r"(?:['\u2019]s)?\s+(?:provincial|regional|district|city|municipal|local|state)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:departments?|administration|authorit(?:y|ies)|directorate"
    r"|council|government|governor|police|office|officials|spokes\w+|prosecutor\w*"
    r"|health\s+\w+)\b"
)


_IS_STRUCK = re.compile(
    r"(?:,[^,.;]{3,60},)?\s+(?:also\s+|again\s+)?(?:(?:has|have|had|was|were|is|are|been|being"
    r"|repeatedly|also|again|heavily)\s+){1,3}(?:bombed|hit|struck|shelled|attacked|targeted"
    r"|pounded|raided|bombarded)\b"
    r"|(?:,[^,.;]{3,60},)?\s+(?:has\s+|had\s+|also\s+|again\s+|has\s+also\s+)?c(?:a|o)me\s+under\s+"
    r"(?:[\w-]+\s+){0,2}?(?:fire|attack|shelling|bombardment)\b",
    re.IGNORECASE,
)


def is_struck_again(text: str, start: int, end: int) -> bool:
    """Say whether a place named again is itself struck ("Jesrin came under attack").

    Args:
        text: The page's text.
        start: First code point of the place's quote.
        end: One past the last.
    """
    return text[start:end].istitle() and _IS_STRUCK.match(text, end) is not None


def is_only_named(text: str, start: int, end: int) -> bool:
    """Say whether a place of a sentence is where nothing was hit.

    Args:
        text: The sentence.
        start: First code point of the place's name in it.
        end: One past the last.
    """
    before = text[:start]
    return bool(
        _NO_FLIGHTS.search(before)
        or _TO_HEALERS.search(before)
        or _OF_AN_AUTHORITY.match(text, end)
    )
