"""Whom a text credits for its words: an agency in a byline, "via @x". Method: M010.

A credit alone makes no copy; with shared text it says which came first.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from firsthand.link.texts import LinkText
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

_HEAD, _TAIL = 400, 300


@dataclasses.dataclass(frozen=True)
class Credit:
    """Somebody credited for a text.

    Attributes:
        name: Name of the agency or source, as its row or record has it.
        words: The words of the text.
        is_byline: Credited for the text itself, not for one statement in it.
    """

    name: str
    words: str
    is_byline: bool


@dataclasses.dataclass(frozen=True)
class Credits:
    """Ways in which names are credited, compiled once for a set of names."""

    names: Mapping[str, str]
    _byline: re.Pattern[str]
    _mention: re.Pattern[str]

    def of(self, text: LinkText) -> tuple[Credit, ...]:
        """Return the credits in a text, bylines first, its own source left out."""
        own = plain_key(text.source or "")
        head, tail = text.text[:_HEAD], text.text[_HEAD:][-_TAIL:]
        found: dict[str, Credit] = {}
        for part in (head, tail):
            self._gather(self._byline, part, found, is_byline=True)
        self._gather(self._mention, text.text, found, is_byline=False)
        return tuple(c for c in found.values() if plain_key(c.name) != own)

    def _gather(
        self,
        pattern: re.Pattern[str],
        part: str,
        found: dict[str, Credit],
        *,
        is_byline: bool,
    ) -> None:
        for match in pattern.finditer(part):
            written = next(group for group in match.groups() if group)
            name = self.names.get(plain_key(written), written)
            found.setdefault(name, Credit(name, match.group().strip(), is_byline))


def credits_for(texts: Sequence[LinkText], reference: Reference) -> Credits:
    """Return the ways to credit the agencies of the reference and these sources.

    Args:
        texts: Their source names can be credited.
        reference: `agency_credits` rows: name, names.
    """
    names: dict[str, str] = {}
    written: set[str] = set()
    for row in reference.table("agency_credits"):
        for form in (row["name"], *row["names"]):
            names[plain_key(str(form))] = str(row["name"])
            written.add(str(form))
    for text in texts:
        if text.source:
            names.setdefault(plain_key(text.source), text.source)
            written.add(text.source)
    some = "|".join(re.escape(w) for w in sorted(written, key=lambda w: (-len(w), w)))
    n = rf"({some})"
    handle = r"(@\w{2,30})"
    byline = re.compile(
        rf"\(\s*{n}\s*\)"
        rf"|(?:^|[—–/|])[ \t]*{n}[ \t]*(?:[—–/|]|$)"
        rf"|\b(?:[Ss]ource|[Cc]redit|[Bb]y|[Vv]ia|[Ff]rom|المصدر|نقلا عن|Источник)"
        rf"\s*:?\s*{n}"
        rf"|\b(?:[Ss]ource|[Vv]ia|RT|h/t)\s*:?\s*{handle}",
        re.MULTILINE,
    )
    mention = re.compile(
        rf"(?<!\w){n}(?:\s+(?:news\s+)?agency)?\s+(?:reported|reports|said|wrote)\b"
        rf"|\b(?:reported by|according to|told|cited by)\s+(?:the\s+)?{n}(?!\w)"
        rf"|(?:сообщает|сообщило|по данным|передаёт|передает)\s+(?:агентство\s+)?{n}"
        rf"|(?:بحسب|وفق|ذكرت|أفادت)\s+(?:وكالة\s+)?{n}"
    )
    return Credits(names, byline, mention)
