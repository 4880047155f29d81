"""Parties and weapons in an Arabic sentence: cases, makers, channels, truces.

"An Israeli missile" is found whatever its case; "the government forces" are those of
the one state that the page arms. For `sentences`. Method: M056.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from firsthand.extract.unparsed.token_words import NEAR_CHARS
from firsthand.reference.parties import Parties, PartyMention
from firsthand.reference.weapons import WeaponMention

_MAKE = re.compile(r"\s+(?:الصنع|المنشأ|التصنيع)(?!\w)")
_TRUCE = re.compile(r"(?:وقف|هدنة|لوقف|بوقف)\s+(?:\S+\s+){0,3}\S*$")
CHANNELS = frozenset({"قناة", "فضائية", "تلفزيون", "إذاعة", "صحيفة", "موقع"})
_CASE_ENDING = re.compile(r"(?:\u064b?ا\u064b?(?!\w))?")
_INDEFINITE_ENDING = re.compile(r"(?<!\w)(\w{2,}ي)\u064b?ا\u064b?(?!\w)")
_GOVERNMENT_FORCES = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:قوات|جيش|طيران|طائرات|مدفعية|مقاتلات)\s+(?:ال)?"
    r"(?:حكومية|حكومي|حكومة|نظامية|نظامي)(?!\w)"
)
_A_FORCE = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:قوات|جيش|طيران|طائرات|سلاح|مدفعية|مقاتلات|مسيرات)"
    r"(?:\s+\w+){1,2}"
)


def of_the_government(
    text: str, start: int, end: int, named: Parties
) -> list[PartyMention]:
    """Return "the government forces" as those of the one state the page arms.

    Where the page names forces of two states, or of none, nobody is meant.

    Args:
        text: The page.
        start: Where the sentence begins.
        end: Where it ends.
        named: The parties that Arabic text may name.
    """
    found = list(_GOVERNMENT_FORCES.finditer(text, start, end))
    if not found:
        return []
    armies = {
        m.code
        for force in _A_FORCE.finditer(without_case(text, named))
        for m in named.find(force.group())
        if m.kind == "state"
    }
    if len(armies) != 1:
        return []
    code = armies.pop()
    return [
        PartyMention(f.start(), f.end(), code, "state", "name", f.group())
        for f in found
    ]


def without_case(words: str, parties: Parties) -> str:
    """Blank the ending of an Arabic adjective of a party ("an Israeli missile").

    "إسرائيلياً" is "إسرائيلي"; a land's own name that ends so ("روسيا") stays.
    """

    def bare(found: re.Match[str]) -> str:
        is_own = parties.code_of(found[1] + "ا") is not None
        return found[0] if is_own else found[1] + " " * (len(found[0]) - len(found[1]))

    return _INDEFINITE_ENDING.sub(bare, words)


def past_case(text: str, end: int) -> int:
    """Return where an adjective ends with the ending that was blanked."""
    found = _CASE_ENDING.match(text, end)
    return found.end() if found else end


def is_a_truce(text: str, mention: WeaponMention) -> bool:
    """Say whether shooting is but to end ("a halt to the fire")."""
    before = text[max(0, mention.start - NEAR_CHARS) : mention.start]
    return mention.code == "gunfire" and _TRUCE.search(before) is not None


def is_a_channel(text: str, mention: WeaponMention) -> bool:
    """Say whether a weapon's word names a broadcaster ("the channel al-Masirah")."""
    before = text[: mention.start].split()[-1:]
    return bool(before) and before[0].removeprefix("و").removeprefix("ل") in CHANNELS


def told_once(text: str, parties: Sequence[PartyMention]) -> list[PartyMention]:
    """Return parties without makers of arms, a name and its adjective as one.

    "The Russian air force of Russia" is one party; "a US-made bomb" names none.
    """
    kept: list[PartyMention] = []
    for party in parties:
        if _MAKE.match(text, party.end):
            continue
        before = kept[-1] if kept else None
        if before and before.code == party.code:
            gap = text[before.end : party.start]
            if len(gap) <= 1 and not gap.strip():
                kept[-1] = dataclasses.replace(before, end=party.end)
                continue
        kept.append(party)
    return kept
