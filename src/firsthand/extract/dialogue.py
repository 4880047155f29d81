"""Statements told by layout alone: a tagged line, a signed quotation.

"DORI: We saw two planes." in a text that is told in turns, and a quotation of its own
with a dash and a name after it. Method: M022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.extract.reading import Reading, Statement

# A speaker's tag in capitals at the head of a line; one alone may be a rubric.
_TAGGED = re.compile(
    r"^[ \t]*[\"“]?(?P<source>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3})(?P<cue>:)"
    r"[ \t\u00a0]+(?P<content>\S[^\n]*)$",
    re.MULTILINE,
)
_MIN_TURNS = 3
_RUBRIC = re.compile(
    r"(?:BREAKING|EXCLUSIVE|UPDATED?|VIDEO|WATCH|PHOTOS?|LIVE|NOTE|READ|SEE|MORE|FILE"
    r"|RELATED|CORRECTION|SOURCES?|WARNING|DATE|PLACE|FROM|TO|SUBJECT)\b"
)
_SIGNED = re.compile(
    r"^[ \t\u00a0]*(?P<content>[“\"”«][^\n]{20,}?[”\"»])[\s\u00a0]*"
    r"(?P<cue>―|—|–|--)[ \t\u00a0]*"
    r"(?P<source>[A-Z][\w.’'\-]*(?:[ \u00a0][\w.’'\-]+){1,5}?)(?P<rest>,[^\n]{0,80})?"
    r"[.\s\u00a0]*$",
    re.MULTILINE,
)


def dialogue_statements(reading: Reading) -> Iterator[Statement]:
    """Yield statements whose speaker is told by a tag before or a name after."""
    turns = [
        m for m in _TAGGED.finditer(reading.text) if not _RUBRIC.match(m["source"])
    ]
    if len(turns) >= _MIN_TURNS:
        yield from map(_statement, turns)
    yield from map(_statement, _SIGNED.finditer(reading.text))


def _statement(match: re.Match[str]) -> Statement:
    content = (
        match.start("content"),
        match.start("content") + len(match["content"].rstrip()),
    )
    return Statement(
        source=(match.span("source"),), cue=(match.span("cue"),), content=(content,)
    )
