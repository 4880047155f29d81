"""Groups that are parts of another one ("among them nine children"). Method: M056."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.counting.ages import ages_in, without_age
from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.joined import is_joined
from firsthand.extract.counting.small_words import ANDS, MAX_TOLL_GAP, OF_A_BODY
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.reference import Reference

_LONGEST_ASIDE = 8
_FEW_BETWEEN = 3  # an adjective or two, and "and"
_THOSE_OF = frozenset({"los", "las", "el", "la", "de", "celui", "celle", "ceux", "d'"})
_AMONG = {
    **dict.fromkeys(("muertos", "fallecidos", "morts", "tués", "muertas"), "killed"),
    **dict.fromkeys(("heridos", "heridas", "blessés", "blessées"), "wounded"),
}


class Parts:
    """Tells parts of groups from groups of their own."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._include = words_of(reference, language, "counts", "include")
        self._harm = words_of(reference, language, "counts", "harm")
        self._hedge = words_of(reference, language, "things", "hedge")
        self._cite = words_of(reference, language, "speech", "cite")
        self._person = words_of(reference, language, "counts", "person", "harm")
        self._number = words_of(reference, language, "counts", "number")

    def split(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> tuple[list[tuple[Group, str | None]], list[Group]]:
        """Tell groups that are parts of another one from the others."""
        marks = self._include.find(tokens)
        parts: list[tuple[Group, str | None]] = []
        mains: list[Group] = []
        for group in groups:
            mark = next((m for m in marks if _is_marked(tokens, m, group)), None)
            last = parts[-1][0].last if parts else -9
            if mark is not None or group.is_part:
                parts.append((group, mark.row.get("share") if mark else None))
            elif (
                parts
                and (
                    is_joined(self.language, tokens, last, group.first)
                    or self._goes_on_among(tokens, last, group)
                )
                and not self._is_harmed_apart(tokens, group)
                and not _are_fighters_beside(mains, group)
            ):
                parts.append((group, parts[-1][1]))
            else:
                mains.append(group)
        return parts, mains

    def of_what_is_told(
        self,
        tokens: Sequence[Token],
        parts: Sequence[tuple[Group, str | None]],
        told: Sequence[Harm],
    ) -> list[tuple[Group, str | None]]:
        """Leave out parts of the dead where but wounded are counted, in Romance.

        "60 wounded, and among the dead are eight children": no wounded children.
        """
        if not (self.language.is_romance and parts):
            return list(parts)
        whats = {h.what for h in told}
        kept = []
        for part in parts:
            near = [m for m in self._include.find(tokens) if m.last <= part[0].first]
            words = (
                [t.word for t in tokens[near[-1].first : near[-1].last]]
                if (near)
                else []
            )
            among = {_AMONG[word] for word in words if word in _AMONG}
            if not among or not whats or among & whats or "casualties" in whats:
                kept.append(part)
        return kept

    def asides(
        self, tokens: Sequence[Token], parts: Sequence[tuple[Group, str | None]]
    ) -> frozenset[int]:
        """Return the tokens that only tell parts of a group (", among them two boys,").

        They put no distance between a group and its word of harm.
        """
        marks = self._include.find(tokens)
        inside = set(ages_in(tokens, self._person, self._number))
        for group, _ in parts:
            begun = [m.first for m in marks if m.first <= group.first]
            first = max(begun, default=group.first)
            inside |= set(range(first, self._end_of_part(tokens, group.last)))
        for mark in marks:
            if mark.row.get("share"):  # "21 people, women and children mostly, died"
                inside |= _between_commas(tokens, mark)
        for cited in self._cite.find(tokens):
            inside |= _cited_aside(tokens, cited.first)
        for hedge in self._hedge.find(tokens):
            edges = hedge.first - 1, hedge.last
            if all(
                0 <= n < len(tokens) and tokens[n].word in {",", "،"} for n in edges
            ):
                inside |= set(range(hedge.first - 1, hedge.last + 1))
        for place, token in enumerate(tokens):
            is_beside = {place - 1, place + 1} & inside
            if is_beside and token.word in {",", "،", "(", ")"}:
                inside.add(place)
        return frozenset(inside)

    def _goes_on_among(self, tokens: Sequence[Token], last: int, group: Group) -> bool:
        """Say whether a Spanish or French part has words of its own before "and".

        "Among them a pregnant woman and two boys", "a girl of nine and two boys".
        """
        if not self.language.is_romance or not group.has_number or last >= group.first:
            return False
        ages = ages_in(tokens, self._person, self._number)
        between = [tokens[n] for n in range(last, group.first) if n not in ages]
        words = [t.word for t in between]
        ands = ANDS & self.language.joiners
        stops = self.language.at | OF_A_BODY
        return (
            0 < len(words) <= _FEW_BETWEEN
            and words[-1] in ands
            and all(t.is_word for t in between)
            and stops.isdisjoint(words)
        )

    def _end_of_part(self, tokens: Sequence[Token], last: int) -> int:
        """Return where the aside of a part ends ("one pregnant woman,"): its comma."""
        if not self.language.is_romance:
            return last
        for n in range(last, min(last + _FEW_BETWEEN + 1, len(tokens))):
            if tokens[n].word == ",":
                return n
            if not tokens[n].is_word or self._harm.at(tokens, n) is not None:
                break
        return last

    def _is_harmed_apart(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a group after parts has a harm of its own.

        "14 dead, five of them children, and 30 wounded"; "..., more than 30 hurt".
        """
        if group.harm:
            return True
        after = self._harm.at(tokens, group.last)
        return after is not None and not after.row.get("person")


def _are_fighters_beside(mains: Sequence[Group], group: Group) -> bool:
    """Say whether fighters follow civilians, among whom they cannot be."""
    whole = (mains[-1].person or {}) if mains else {}
    status = (group.person or {}).get("status")
    return whole.get("status") == "civilian" and status == "combatant"


def with_parts(
    harms: Sequence[Harm], parts: Sequence[tuple[Group, str | None]]
) -> list[Harm]:
    """Give each harm the parts told behind it, up to the next one."""
    made = []
    for place, harm in enumerate(harms):
        end = harms[place + 1].first if place + 1 < len(harms) else 10**9
        start = min((g.last for g in harm.groups), default=harm.last)
        own = tuple(p for p in parts if start <= p[0].first < end)
        last = max([harm.last, *(p[0].last for p in own)])
        made.append(dataclasses.replace(harm, parts=own, last=last))
    return made


def _between_commas(tokens: Sequence[Token], mark: Found) -> set[int]:
    """Return the tokens of an aside that a mark stands in; empty = in none."""
    commas = [n for n, t in enumerate(tokens) if t.word in {",", "،"}]
    first = max((n for n in commas if n < mark.first), default=None)
    last = min((n for n in commas if n >= mark.last), default=None)
    if first is None or last is None or last - first > MAX_TOLL_GAP:
        return set()
    return set(range(first, last + 1))


def _cited_aside(tokens: Sequence[Token], first: int) -> set[int]:
    """Return a short aside that begins at a token right after a comma, signs and all.

    "Died, by the mayor's count, five people": it puts no distance between the two.
    """
    commas = {",", "،"}
    if not first or tokens[first - 1].word not in commas:
        return set()
    for last in range(first + 1, min(first + _LONGEST_ASIDE, len(tokens))):
        if tokens[last].word in commas:
            return set(range(first - 1, last + 1))
        if not tokens[last].is_word and tokens[last].word not in {"«", "»", '"'}:
            return set()
    return set()


def _is_marked(tokens: Sequence[Token], mark: Found, group: Group) -> bool:
    """Say whether "among them" stands before a group, or before "those of" it."""
    between = without_age([t.word for t in tokens[mark.last : group.first]])
    return mark.last <= group.first and (
        len(between) <= 1 or all(word in _THOSE_OF for word in between)
    )
