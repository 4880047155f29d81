"""Passages of one document that name the same dead are one. Method: M012.

A text names its dead in full once and by the surname afterwards; what it says of
them in another paragraph is said of the same attack.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.link.passages import Passage

_FULL = 2


def join_same_people(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of one document, those of the same named people as one.

    Args:
        passages: In the order of the text; they are not changed but for those that
            take in a later one.
    """
    kept: list[Passage] = []
    for passage in passages:
        former = next((p for p in kept if _name_the_same(p, passage)), None)
        if former is None or _are_dated_apart(former, passage):
            kept.append(passage)
        else:
            take_in(former, passage)
    return kept


def _name_the_same(one: Passage, other: Passage) -> bool:
    return any(is_one_name(a, b) for a in one.names for b in other.names)


def is_one_name(one: str, other: str) -> bool:
    """Say whether a name is another one in full, or its surname.

    Args:
        one: A folded name, parts apart by blanks.
        other: Another, of the same document.
    """
    shorter, longer = sorted((one.split(), other.split()), key=len)
    if not shorter or len(longer) < _FULL:
        return shorter == longer != []
    if len(shorter) < _FULL:
        return shorter[0] == longer[-1]
    return set(shorter) <= set(longer)


def _are_dated_apart(one: Passage, other: Passage) -> bool:
    return bool(one.dates and other.dates) and not any(
        a.overlaps(b) for a in one.dates for b in other.dates
    )


def take_in(passage: Passage, later: Passage) -> None:
    """Add to a passage what another one states; its own places and days stay."""
    passage.core += later.core
    passage.others += later.others
    passage.names |= later.names
    passage.weapons |= later.weapons
    passage.parties |= later.parties
    passage.targets += [t for t in later.targets if t not in passage.targets]
    passage.killed += later.killed
    passage.places = passage.places or later.places
    passage.dates = passage.dates or later.dates
    passage.is_attack |= later.is_attack
