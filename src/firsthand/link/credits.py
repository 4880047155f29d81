"""Whom a text credits for its words: a byline, "via @x", a forward. Method: M010.

A credit alone makes no copy; with shared text it says which came first.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from firsthand.link.texts import LinkText
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

_HEAD, _TAIL = 400, 300


_WORD = re.compile(r"\w+")


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
    """Ways in which names are credited.

    A text is only searched for the names whose first word it holds, so that the cost
    does not grow with the number of sources.
    """

    names: Mapping[str, str]
    _by_first_word: Mapping[str, tuple[str, ...]]

    @property
    def first_words(self) -> Collection[str]:
        """The first word of each way: a text without any of them names nobody."""
        return self._by_first_word.keys()

    def of(self, text: LinkText) -> tuple[Credit, ...]:
        """Return the credits in a text, bylines first, its own source left out."""
        own = plain_key(text.source or "")
        found: dict[str, Credit] = {}
        if text.forwarded_from:
            name = self.names.get(plain_key(text.forwarded_from), text.forwarded_from)
            found[name] = Credit(name, f"forwarded from {name}", is_byline=True)
        words = set(_WORD.findall(text.text))
        here = {name for word in words for name in self._by_first_word.get(word, ())}
        byline, mention = _patterns(
            tuple(sorted(here, key=lambda name: (-len(name), name)))
        )
        head, tail = text.text[:_HEAD], text.text[_HEAD:][-_TAIL:]
        for part in (head, tail):
            self._gather(byline, part, found, is_byline=True)
        if mention is not None:
            self._gather(mention, text.text, found, is_byline=False)
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


def names_of(texts: Iterable[LinkText]) -> tuple[str, ...]:
    """Return the names of the sources of texts, in order."""
    return tuple(dict.fromkeys(text.source for text in texts if text.source))


def credits_for(sources: Iterable[str], reference: Reference) -> Credits:
    """Return the ways to credit the agencies of the reference and these sources.

    Args:
        sources: Names that can be credited too.
        reference: `agency_credits` rows: name, names.
    """
    names: dict[str, str] = {}
    written: set[str] = set()
    for row in reference.table("agency_credits"):
        for form in (row["name"], *row["names"]):
            names[plain_key(str(form))] = str(row["name"])
            written.add(str(form))
    for source in sources:
        names.setdefault(plain_key(source), source)
        written.add(source)
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for form in sorted(written):
        first = _WORD.search(form)
        if first is not None:
            by_first_word[first.group()].append(form)
    return Credits(names, {word: tuple(some) for word, some in by_first_word.items()})


@functools.lru_cache(maxsize=4096)
def _patterns(
    forms: tuple[str, ...],
) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return the patterns of bylines and of mentions for some written names."""
    handle = r"(@\w{2,30})"
    by_handle = rf"\b(?:[Ss]ource|[Vv]ia|RT|h/t)\s*:?\s*{handle}"
    if not forms:
        return re.compile(by_handle, re.MULTILINE), None
    n = rf"({'|'.join(map(re.escape, forms))})"
    byline = re.compile(
        rf"\(\s*{n}\s*\)"
        rf"|(?:^|[—–/|])[ \t]*{n}[ \t]*(?:[—–/|]|$)"
        rf"|\b(?:[Ss]ource|[Cc]redit|[Bb]y|[Vv]ia|[Ff]rom|المصدر|نقلا عن|Источник)"
        rf"\s*:?\s*{n}"
        rf"|{by_handle}",
        re.MULTILINE,
    )
    mention = re.compile(
        rf"(?<!\w){n}(?:\s+(?:news\s+)?agency)?\s+(?:reported|reports|said|wrote)\b"
        rf"|\b(?:reported by|according to|told|cited by)\s+(?:the\s+)?{n}(?!\w)"
        rf"|(?:сообщает|сообщило|по данным|передаёт|передает)\s+(?:агентство\s+)?{n}"
        rf"|(?:بحسب|وفق|ذكرت|أفادت)\s+(?:وكالة\s+)?{n}"
    )
    return byline, mention
