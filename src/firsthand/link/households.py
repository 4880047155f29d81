"""The household that a passage says was hit: "the Haddun family home". Method: M012.

Strikes on homes are told apart by whose home it was, often before any of the dead is
named. A name is kept as its consonants, so that scripts and spellings meet.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from firsthand.link.facts import skeleton
from firsthand.model import AnyClaim
from firsthand.reference import Reference
from firsthand.reference.folding import is_arabic, plain_key
from firsthand.reference.quick_patterns import QuickPattern

_AROUND = 120
"""Code points before and after a claim in which its household is named (house)."""
_SHORTEST = 2
_BEFORE_NAMES = frozenset(
    plain_key(word) for word in ("\u0623\u0628\u0648", "\u0622\u0644")
)


class HouseholdWords:
    """Where names of households stand, built once from `link_household_words` rows."""

    def __init__(self, reference: Reference) -> None:
        """Read the rows."""
        self._ways = [
            (
                QuickPattern(_pattern(row["words"], row["side"])),
                {plain_key(str(word)) for word in row["not"]},
            )
            for row in reference.table("link_household_words")
        ]

    def of(self, claims: Iterable[AnyClaim], text: str) -> frozenset[str]:
        """Return the names of households beside some claims, as consonants.

        Args:
            claims: Claims of one document.
            text: Its text.
        """
        stretches = {
            (max(0, c.span.start - _AROUND), c.span.end + _AROUND) for c in claims
        }
        found: set[str] = set()
        ways = [way for way in self._ways if way[0].may_be_in(text)]
        for start, end in stretches:
            for pattern, others in ways:
                for match in pattern.finditer(text, start, min(end, len(text))):
                    found |= _name(match["name"], others)
        return frozenset(found)


def _pattern(words: Iterable[str], side: str) -> re.Pattern[str]:
    some = "|".join(re.escape(str(w)) for w in sorted(words, key=len, reverse=True))
    word = r"[^\W\d_][\w’'-]*"
    if side == "before":
        return re.compile(rf"(?P<name>(?<!\w){word}?)(?:['’]s)? (?:{some})(?!\w)")
    return re.compile(rf"(?<!\w)(?:{some}) (?P<name>{word}(?: {word}){{0,2}})")


def _name(words: str, others: set[str]) -> set[str]:
    """Return the consonants of the family name; nothing where there is none.

    With capitals it is the last word of those that have one, else the first word.
    """
    told = [word for word in re.findall(r"\w+", words) if len(word) > _SHORTEST]
    if not told or plain_key(words.split(maxsplit=1)[0]) in others or told[0].islower():
        return set()
    if is_arabic(told[0]):
        last = next((w for w in told if plain_key(w) not in _BEFORE_NAMES), told[0])
    else:
        last = next(reversed(list(itertools.takewhile(_has_capital, told))))
    bones = skeleton(plain_key(last).removeprefix("\u0627\u0644"))
    is_name = plain_key(last) not in others and len(bones) >= _SHORTEST
    return {bones} if is_name else set()


def _has_capital(word: str) -> bool:
    return not word.islower()


def household_words(reference: Reference) -> HouseholdWords:
    """Return the words of a reference, built once."""
    made: HouseholdWords = reference.derived("link.households", HouseholdWords)
    return made
