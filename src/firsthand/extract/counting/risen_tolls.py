"""Tolls that rose or were revised ("the number of dead rose to 44"). Method: M056."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.numbers import Value, bounds_of, exactly
from firsthand.extract.counting.small_words import ANDS, MAX_GAP, MAX_TOLL_GAP
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.model import Bounds
from firsthand.reference import Reference

# "24 dead, in addition to 51 wounded": an Arabic "to" without a rise
_BESIDES = frozenset({"اضافه", "بالاضافه", "والاضافه"})
_FAR_TOLL = 24  # "the number of those killed by a missile on the market of X rose"


class RisenTolls:
    """Reads tolls told by a word for a toll and one of rising."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._toll = words_of(reference, language, "counts", "toll")
        self._rise = words_of(reference, language, "counts", "rise")

    def told(self, tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Harm]:
        """Read "the number of dead rose to 44, that of the wounded to 58"."""
        rises = self._rise.find(tokens)
        tolls = self._toll.find(tokens)
        told: set[str] = set()
        for place, toll in enumerate(tolls):
            if toll.row["harm"] in told:
                continue
            others = [
                t for t in tolls[place + 1 :] if t.row["harm"] != toll.row["harm"]
            ]
            end = others[0].first if others else len(tokens)
            is_far = self.language.is_romance or self.language.code == "ar"
            far = _FAR_TOLL if is_far else MAX_TOLL_GAP
            rise = _rise_of(toll, rises, end, is_later=bool(told), reach=far)
            if rise is None:
                continue
            harm = self._risen(tokens, groups, toll, rise, end, is_later=bool(told))
            if harm is not None:
                told.add(str(toll.row["harm"]))
                yield harm

    def _risen(
        self,
        tokens: Sequence[Token],
        groups: Sequence[Group],
        toll: Found,
        rise: Found,
        end: int,
        *,
        is_later: bool,
    ) -> Harm | None:
        """Return what one toll has risen to; the number of another toll is not its."""
        if toll.row.get("near") and not 0 <= rise.first - toll.last <= 1:
            return None  # "the wounded did not exceed 18", right beside it
        start = min(rise.first, toll.first)
        if rise.first - toll.last > MAX_GAP:
            start = rise.first
        own = [g for g in groups if g.first < end]
        behind = rise.last
        if is_later and rise.first < toll.first:
            start = toll.first
            behind = toll.last
        risen = _group_risen_to(self.language, tokens, own, behind)
        if risen is None and not is_later:
            risen = _group_before(self.language, tokens, own, start)
        if risen is None:
            return None
        start = min(start, risen[0].first)
        group, revised = risen
        if rise.row.get("estimate"):  # "puts the dead at 100-300"
            group = next(g for g in groups if g.first == group.first)
            revised = None
        group = _measured(group, str(rise.row.get("effect") or ""))
        runs_on = group.last > end  # "24 and the number of wounded": 24 dead
        what = str((not runs_on and group.harm) or toll.row["harm"])
        last = min(group.last, end)
        last -= runs_on and tokens[last - 1].word in ANDS
        return Harm(what, start, last, (group,), revised=revised, is_rise=True)


def _rise_of(
    toll: Found, rises: Sequence[Found], end: int, *, is_later: bool, reach: int
) -> Found | None:
    """Return the word of rising of a toll: for a later toll of two, its own first."""
    near = [r for r in rises if abs(r.first - toll.first) <= reach and r.first < end]
    behind = [r for r in near if r.first > toll.first]
    return next(iter((is_later and behind) or near), None)


def _group_risen_to(
    language: Language, tokens: Sequence[Token], groups: Sequence[Group], start: int
) -> tuple[Group, Bounds | None] | None:
    """Return the group after "to", else the first after the verb, and what it revises.

    "Rose from 23 to 27" is no range: 27 replaces 23.
    """
    after = [g for g in groups if g.first >= start - 1 and g.has_number]
    for place, group in enumerate(after):
        bounds = group.bounds
        if (
            bounds.low is not None
            and bounds.high is not None
            and bounds.low < bounds.high
        ):
            exact = dataclasses.replace(group, bounds=exactly(bounds, bounds.high))
            return exact, Bounds(low=bounds.low, high=bounds.low)
        before = tokens[group.first - 1].word if group.first else ""
        is_to = tokens[group.first].word in language.to
        is_besides = group.first > 1 and tokens[group.first - 2].word in _BESIDES
        if is_to or (before in language.to and not is_besides):
            earlier = after[place - 1].bounds if place else None
            return dataclasses.replace(
                group, bounds=exactly(bounds, bounds.high)
            ), earlier
    return (after[0], None) if after else None


def _group_before(
    language: Language, tokens: Sequence[Token], groups: Sequence[Group], start: int
) -> tuple[Group, None] | None:
    """Return the group of "to 14 has risen the number of dead": right before it."""
    for group in groups:
        is_to = tokens[group.first].word in language.to
        is_before = group.first < start <= group.first + MAX_GAP
        if is_to and group.has_number and is_before:
            exact = exactly(group.bounds, group.bounds.high)
            return dataclasses.replace(group, bounds=exact), None
    return None


def _measured(group: Group, effect: str) -> Group:
    """Give a group the measure of its verb ("the dead exceed 18", "do not exceed")."""
    bounds = group.bounds
    is_one = bounds.low is not None and bounds.low == bounds.high
    if not effect or not is_one:
        return group
    made = bounds_of(Value(int(bounds.low or 0), 0), effect)
    told = Bounds(low=made.low, high=made.high, approx=made.approx, words=bounds.words)
    return dataclasses.replace(group, bounds=told)
