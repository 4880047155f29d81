"""Words that only tell how old people are: no number of people. Method: M056."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from firsthand.extract.counting.small_words import HYPHENS
from firsthand.extract.patterned import Token, Words

_BESIDE_AGES = frozenset(
    {
        "de",
        "y",
        "e",
        "et",
        "agé",
        "agée",
        "agés",
        "agées",
        "ans",
        "anos",
        "respectivement",
    }
    | {
        "и",
        "лет",
        "года",
        "год",
        "і",
        "й",
        "та",
        "років",
        "роки",
        "рік",
        "respectivamente",
    }
    | {"و", "عاما", "اعوام", "سنوات", "سنه"}
)
_YEARS_OLD = frozenset({"лет", "года", "років", "роки", "ans", "anos", "عاما", "اعوام"})


# "Eight-year-old" in one word.
_IN_ONE_WORD = re.compile(r"[\w']{3,}(?:летн|річн|месячн|місячн)\w+")


def ages_in(tokens: Sequence[Token], people: Words, numbers: Words) -> frozenset[int]:
    """Return the tokens of asides that tell ages alone ("two sons, 9 and 12, died").

    An aside stands between commas right after people, and holds nothing but numbers,
    "and", "of" or "aged", and the word for years.
    """
    inside: set[int] = set()
    commas = [n for n, t in enumerate(tokens) if t.word in {",", "،"}]
    for first, last in itertools.pairwise(commas):
        words = range(first + 1, last)
        is_behind = any(
            (hit := people.at(tokens, n)) is not None and hit.last == first
            for n in range(max(0, first - 2), first)
        )
        told = [
            n for n in words if tokens[n].is_number or numbers.find(tokens[n : n + 1])
        ]
        others = [tokens[n].word for n in words if n not in told]
        if is_behind and told and all(w in _BESIDE_AGES for w in others):
            inside |= {first, *words, last}
    for last, token in enumerate(tokens):  # "two brothers 8 and 10 years old"
        if token.word not in _YEARS_OLD:
            continue
        first = last
        while first and (
            tokens[first - 1].is_number
            or tokens[first - 1].word in _BESIDE_AGES
            or numbers.find(tokens[first - 1 : first])
        ):
            first -= 1
        is_told = first < last
        beside = people.at(tokens, first - 1) if first and is_told else None
        if beside is not None:
            inside |= set(range(first, last + 1))
    return frozenset(inside)


def without_age(words: Sequence[str]) -> list[str]:
    """Return words without the adjective of an age at their end ("58-year-old")."""
    parts = list(words)
    if parts and _IN_ONE_WORD.fullmatch(parts[-1]):
        return parts[:-1]
    if parts and parts[-1].startswith(("летн", "річн", "месячн", "місячн")):
        parts.pop()
        while parts and (parts[-1] in HYPHENS or parts[-1].isdecimal()):
            parts.pop()
    return parts
