"""Groups of people joined to one another ("a man and two women"). Method: M056."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.counting.ages import ages_in, without_age
from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.small_words import AFTER_GAP, ANDS, MORE, OF_A_BODY
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Language, Token, words_of
from firsthand.reference import Reference

_THEM = frozenset({"них", "ellos", "ellas", "eux", "elles", "هم", "هن"})


class JoinedGroups:
    """Adds to a harm the groups that "and" joins to its own."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._alive = words_of(reference, language, "counts", "alive")
        self._harm = words_of(reference, language, "counts", "harm")
        self._person = words_of(reference, language, "counts", "person", "harm")
        self._number = words_of(reference, language, "counts", "number")

    def added(
        self, tokens: Sequence[Token], harms: Sequence[Harm], free: Sequence[Group]
    ) -> list[Harm]:
        """Add to each harm, in order, the groups joined to it that none took before."""
        made: list[Harm] = []
        left = list(free)
        for harm in sorted(harms, key=lambda h: h.first):
            made.append(self._with_more(tokens, harm, left))
            taken = {id(g) for g in made[-1].groups}
            left = [g for g in left if id(g) not in taken]
        return made

    def _with_more(
        self, tokens: Sequence[Token], harm: Harm, groups: Sequence[Group]
    ) -> Harm:
        """Add groups joined by "and" to the last one ("a man and two women")."""
        taken, last = list(harm.groups), harm.last
        if any(group.is_of for group in taken):
            return harm
        ends_in_people = any(group.last == last and not group.harm for group in taken)
        ages = ages_in(tokens, self._person, self._number)
        ages |= self._adjectives(tokens, groups)
        for group in groups:
            if group in taken or group.is_of or not self._adds_up(tokens, group):
                continue
            if self._alive.at(tokens, group.last) or not ends_in_people:
                continue  # "a man was killed, his wife is in hospital"
            if self.language.is_slavic and self._is_of_a_later_harm(tokens, group):
                continue  # "a couple died, three more people were wounded"
            if group.first >= last and is_joined(
                self.language, tokens, last, group.first, ages
            ):
                taken.append(group)
                last = group.last
        first = harm.first
        for group in reversed(groups):
            is_counted = self._adds_up(tokens, group)
            if group in taken or not is_counted or group.last > first:
                continue
            if is_joined(self.language, tokens, group.last, taken[0].first, ages):
                taken.insert(0, group)
                first = group.first
        return dataclasses.replace(harm, groups=tuple(taken), first=first, last=last)

    def _is_of_a_later_harm(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a later word of harm, with no number behind it, is a group's."""
        later = [
            h
            for h in self._harm.find(tokens)
            if h.first >= group.last
            and not (h.row.get("person") and tokens[h.first - 1].word != ",")
        ]
        if not later or not says_more(tokens, group.first - 1):
            return False
        behind = range(later[0].last, min(len(tokens), later[0].last + AFTER_GAP))
        return not any(
            tokens[n].is_number or self._number.at(tokens, n) for n in behind
        )

    def _adjectives(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> frozenset[int]:
        """Return the word that says more of people before "and", in French and Spanish.

        "A local reporter and his cameraman": "un periodista local y su camarógrafo".
        """
        if not self.language.is_romance:
            return frozenset()
        ands = ANDS & self.language.joiners
        stops = self.language.joiners | self.language.fillers | self.language.at
        return frozenset(
            group.last
            for group in groups
            if group.person is not None
            and group.last + 1 < len(tokens)
            and tokens[group.last].given.islower()
            and tokens[group.last].word not in stops
            and tokens[group.last + 1].word in ands
            and self._harm.at(tokens, group.last) is None
        )

    def _adds_up(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether a group beside people harmed is people harmed too.

        A noun no row knows is, after or before "and" ("nine traders and four
        policemen"), and so is a number of a body ("three of the staff").
        """
        if not group.has_number:
            return False
        if group.person is not None:
            return True
        if group.is_loose:
            ands = ANDS & self.language.joiners
            before = [t.word for t in tokens[max(0, group.first - 2) : group.first]]
            after = [t.word for t in tokens[group.last : group.last + 1]]
            goes_on = self._number.at(tokens, group.last + 1) is not None
            is_listed = goes_on and after[0] in self.language.joiners
            is_and = any(word in ands for word in before + after)
            return is_and or is_listed or tokens[group.first].word.startswith("و")
        following = [t.word for t in tokens[group.last : group.last + 2]]
        return bool(following) and (
            following[0] in OF_A_BODY and following[-1] not in _THEM
        )


def is_joined(
    language: Language,
    tokens: Sequence[Token],
    last: int,
    first: int,
    ages: frozenset[int] = frozenset(),
) -> bool:
    """Say whether only "and" or a comma, or an age, stands between two groups."""
    between = [tokens[n].word for n in range(last, first) if n not in ages]
    if first < last:
        return False
    if language.is_slavic:
        between = without_age(between)
    if not between:
        return first > 0 and tokens[first].word.startswith("و")
    if language.code == "ar" and len(between) == 1 and between[0][0] not in "بلكوف":
        # "a vegetable seller and his wife": a noun that tells more of the first
        is_and = tokens[first].word[0] == "و" and tokens[first].word[-1] in "هام"
        if is_and and between[0].isalpha() and len(between[0]) > 2:  # noqa: PLR2004  no preposition
            return True
    return any(word in language.joiners for word in between) and all(
        word in language.joiners or word in language.fillers for word in between
    )


def says_more(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "more" stands at a token ("died three more of the wounded")."""
    return 0 <= place < len(tokens) and tokens[place].word in MORE
