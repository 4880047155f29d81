"""People named as harmed in sentences without a parse, and how many they are.

`firsthand.extract.patterned_victims` reads the names; here they become claims, and
other finders learn which words are names. Methods: M026, M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.harm import Harming
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import range_of, words_of
from firsthand.extract.patterned_victims import Named, Victims
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.place_names import PlaceNames
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import is_digit
from firsthand.model import Bounds, CasualtyClaim, Claim, VictimNamesClaim
from firsthand.reference.gazetteer import open_gazetteer

NAMES_COUNTED = "M056 names counted"
_NAMES_APART = "M056 names of another death"


class NamedVictims(Finder):
    """Finds people named as harmed, and counts them where nobody else does."""

    def __init__(self, page: PatternedPage, names: PlaceNames) -> None:
        """Read the people named of a page, with what its other finders know."""
        super().__init__(page)
        self.names = names
        self._people: dict[int, tuple[Named, ...]] = {}

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return people named as harmed; a list no figure goes with is counted."""
        for named in self.named(sentence):
            yield self.page.made(
                VictimNamesClaim,
                range_of(sentence.tokens, named.first, named.last),
                sentence,
                people=named.people,
                rule="M026 names beside harm",
            )
            yield from self._counted_names(sentence, named)

    def named(self, sentence: Sentence) -> Sequence[Named]:
        """Return the people named as harmed in a sentence, read once."""
        known = self.page.bodies_known.find(sentence.tokens)
        if self.language.code == "es":  # "the Red Crescent knows of six dead"
            heads = words_of(self.reference, self.language, "speech", "head")
            named = (h for h in heads.find(sentence.tokens) if not h.row.get("person"))
            known = [*known, *(h for h in named if h.last - h.first > 1)]
        bodies = [range_of(sentence.tokens, hit.first, hit.last) for hit in known]

        def is_taken(offset: int) -> bool:
            where = offset, offset + 1
            return (
                self.page.names_a_party(sentence, where)
                or self.page.is_in_source(where)
                or any(m.start <= offset < m.end for m in sentence.weapons)
                or self._is_case_place(offset, sentence)
                or any(s <= offset < e for s, e in bodies)
            )

        if sentence.start not in self._people:
            victims = Victims(self.reference, self.language, is_taken)
            self._people[sentence.start] = tuple(victims.find(sentence.tokens))
        return self._people[sentence.start]

    def is_of_names(self, harm: Harm, sentence: Sentence) -> bool:
        """Say whether a harm counts but kin or roles of people who are named.

        "Anna Krot and her son Ilya died": two people, not one son.
        """
        return any(
            named.harm == harm.what
            and all(named.first <= g.first < named.last for g in harm.groups)
            and not any(self._is_counted(sentence, g) for g in harm.groups)
            for named in self.named(sentence)
        )

    def _is_counted(self, sentence: Sentence, group: Group) -> bool:
        """Say whether a number stands in a group, in Slavic in words, too."""
        if is_digit(group.bounds.words):
            return True
        tokens = sentence.tokens[group.first : group.last]
        return self.language.is_slavic and any(self.page.is_number(t) for t in tokens)

    def _is_case_place(self, offset: int, sentence: Sentence) -> bool:
        """Say whether a name stands where a place of the case's gazetteer does."""
        gazetteer = open_gazetteer(self.reference)
        stretch = self.text[sentence.start : sentence.end]
        return any(
            start <= offset - sentence.start < end
            and any(entry.layer > 1 for entry in gazetteer.find(name))
            for start, end, name in self.names.within(stretch)
        )

    def _counted_names(self, sentence: Sentence, named: Named) -> Iterator[Claim]:
        """Count the people of "X and Y were killed" where no number is told."""
        groups = self.page.groups(sentence)
        harms = Harming(self.reference, self.language).harms(sentence.tokens, groups)
        if self.language.code == "ar":  # "X died and two colleagues were hurt": two
            harms = [h for h in harms if h.what == named.harm]
        is_told = any(not self.is_of_names(h, sentence) for h in harms)
        if named.harm is None or is_told:
            return
        first = min(named.first, named.anchor[0])
        last = max(named.last, named.anchor[1])
        where = range_of(sentence.tokens, first, last)
        n_people = len(named.people)
        bounds = Bounds(
            low=n_people,
            high=n_people if named.is_all else None,
            words=self.text[slice(*where)],
        )
        values: dict[str, Any] = {named.harm: bounds}
        rule = _NAMES_APART if self._is_apart(sentence) else NAMES_COUNTED
        yield self.page.made(CasualtyClaim, where, sentence, rule=rule, **values)

    def _is_apart(self, sentence: Sentence) -> bool:
        """Say whether a sentence of names tells of a death apart from a page's toll.

        It has a place of its own ("in Ghanta a driver, X, was killed"), or somebody
        died later, in hospital.
        """
        alive = words_of(self.reference, self.language, "counts", "alive")
        if words_of(self.reference, self.language, "counts", "late").find(
            sentence.tokens
        ) or alive.find(sentence.tokens):
            return True
        stretch = self.text[sentence.start : sentence.end]
        return any(
            self._is_case_place(sentence.start + start, sentence)
            for start, _, _ in self.names.within(stretch)
        )
