"""Groups whose noun says the harm itself ("72 wounded", "the dead"). Method: M056."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from firsthand.extract.counting.ages import ages_in
from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.harm_words import HarmWords
from firsthand.extract.counting.joined import is_joined, says_more
from firsthand.extract.counting.small_words import (
    ANDS,
    DASHES,
    FAMILY_OF,
    OR,
    PLURAL,
    WOUNDED,
)
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Language, Token, Words, words_of
from firsthand.reference import Reference

_WERE = frozenset({"было", "було", "оказалось", "eran", "etaient", "fueron"})
_IS = frozenset({"-", "–", "—", ":"})  # "dead - twelve", "dead: 12"
_DEFINITE = frozenset({"el", "la", "le", "l'"})


class OwnHarm:
    """Reads nouns that name people by the harm done to them."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._words = HarmWords(reference, language)
        self._harm: Words = words_of(reference, language, "counts", "harm")
        self._cause = words_of(reference, language, "counts", "cause")
        self._person = words_of(reference, language, "counts", "person", "harm")
        self._number = words_of(reference, language, "counts", "number")

    def told(self, tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Harm]:
        """Yield groups whose noun says the harm itself ("72 wounded").

        A word of harm right before it wins: "the death of seven wounded" is of dead.
        Without a number such a noun counts only beside a word of causing.
        """
        verbs = {
            h.last: h
            for h in self._harm.find(tokens)
            if not h.row.get("person") and h.row["harm"] != "missing"
        }
        follows = {
            h.first: h
            for h in self._harm.find(tokens)
            if not h.row.get("person")
            and h.row.get("takes") != "right"
            and self._words.has_its_words(tokens, h)
        }
        causes = {h.last for h in self._cause.find(tokens)}
        ends = {g.last: g for g in groups if g.has_number and not g.harm}
        starts = {g.first: g for g in groups if g.has_number and not g.harm}
        before: Group | None = None
        for group in groups:
            if not group.harm:
                continue
            verb = verbs.get(group.first - says_more(tokens, group.first - 1))
            is_more = before and is_joined(
                self.language, tokens, before.last, group.first
            )
            is_beside = group.first in causes or verb is not None
            is_beside = is_beside or self._opens_a_line(tokens, group.first)
            if before and is_more and before.bounds.vague and not group.has_number:
                group = dataclasses.replace(group, bounds=before.bounds)  # noqa: PLW2901  "dozens of dead and wounded"
            counted = _counted_before(self.language, tokens, group.first, ends)
            counted = counted or self._one_so_harmed(tokens, group, ends)
            if counted is not None and (not group.has_number or counted.person):
                yield Harm(str(group.harm), counted.first, group.last, (counted,))
                continue
            of = _past_of(tokens, group.last)
            counted = starts.get(of)  # "the bodies of six people"
            if counted is not None and not group.has_number:
                yield Harm(str(group.harm), group.first, counted.last, (counted,))
                continue
            if self._is_told_of(tokens, group) and not is_beside:
                continue
            if group.has_number or is_beside or is_more:
                before = group
                what = verb.row["harm"] if verb and group.has_number else group.harm
                first = verb.first if verb else group.first
                last = group.last
                after = follows.get(group.last)
                moves = after is not None and after.row["harm"] == "displaced"
                if verb is None and group.has_number and after and not moves:
                    what, last = after.row["harm"], after.last
                yield Harm(str(what), first, last, (group,))

    def dead_and_wounded(
        self, tokens: Sequence[Token], groups: Sequence[Group]
    ) -> list[Harm]:
        """Return numbers that count both ("14 muertos y heridos"), in Romance."""
        both = [g for g in groups if self._is_dead_and_wounded(tokens, g)]
        return [Harm("casualties", g.first, g.last + 2, (g,)) for g in both]

    def _is_dead_and_wounded(self, tokens: Sequence[Token], group: Group) -> bool:
        if not (self.language.is_romance and group.has_number):
            return False
        after = [t.word for t in tokens[group.last : group.last + 3]]
        is_both = (
            len(after) > 1
            and after[0] in ANDS | OR
            and after[1].startswith(WOUNDED)
            and after[2:] not in (["graves"], ["leves"])
        )
        return is_both and group.harm == "killed"

    def _one_so_harmed(
        self, tokens: Sequence[Token], group: Group, ends: Mapping[int, Group]
    ) -> Group | None:
        """Return the one person whom a word of harm describes, past an age.

        "Un commerçant de 47 ans blessé": "blessé" is no second person.
        """
        if not self.language.is_romance or group.last - group.first != 1:
            return None
        ages = ages_in(tokens, self._person, self._number)
        place = group.first
        while place and place - 1 in ages:
            place -= 1
        one = ends.get(place)
        is_one = one is not None and one.person is not None and one.bounds.high == 1
        return one if is_one else None

    def _opens_a_line(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether the dead open a line in Arabic ("Urgent | dead and wounded")."""
        is_first = not place or not tokens[place - 1].is_word
        opens = is_first and all(not t.is_word for t in tokens[1:place])
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        return (
            self.language.code == "ar" and opens and after.startswith(("و", "ب", "في"))
        )

    def _is_told_of(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether "the dead man" tells more of somebody counted before."""
        if group.last - group.first != 1 or not (group.person or {}).get("count"):
            return False
        before = tokens[group.first - 1].word if group.first else ""
        if self.language.is_slavic:
            return group.first == 0
        return before in _DEFINITE or tokens[group.first].word.startswith("ال")


def _past_of(tokens: Sequence[Token], place: int) -> int:
    """Return where a number may stand after "the bodies (of) (more)"."""
    joins = FAMILY_OF | _WERE | _IS
    place += place < len(tokens) and tokens[place].word in joins
    return place + says_more(tokens, place)


def _counted_before(
    language: Language, tokens: Sequence[Token], place: int, ends: dict[int, Group]
) -> Group | None:
    """Return the number that a word of harm at a token is told of; None = none.

    "Nine - wounded"; in Slavic "three people, a boy of 8 among them, wounded", too.
    """
    before = tokens[place - 1].word if place else ""
    if place in ends or place < PLURAL:
        return ends.get(place)
    if before in DASHES:
        return ends.get(place - 1)
    if language.is_slavic and before == ",":
        commas = [n for n in range(place - 1) if tokens[n].word == ","]
        return ends.get(commas[-1]) if commas else None
    return None
