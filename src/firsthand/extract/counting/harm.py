"""Words of harm with the groups of people they speak of. Method: M056.

`Harming` asks in turn: tolls that rose, nouns that say the harm themselves ("the
wounded"), the nearest word, groups joined by "and", and groups whose verb is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.counting.groups import Group, is_year
from firsthand.extract.counting.joined import JoinedGroups
from firsthand.extract.counting.later_deaths import LaterDeaths
from firsthand.extract.counting.nearest import NearestHarm
from firsthand.extract.counting.own_harm import OwnHarm
from firsthand.extract.counting.parts import Parts, with_parts
from firsthand.extract.counting.risen_tolls import RisenTolls
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.counting.verb_left_out import VerbLeftOut
from firsthand.extract.patterned import Language, Token, Words, words_of
from firsthand.reference import Reference

_ALSO_ADJECTIVES = frozenset(
    {"rebelle", "militaire", "terroriste", "insurgé", "civil", "civile", "rebelde"}
    | {"militar", "terrorista", "insurgente", "combattant", "combatiente", "islamiste"}
    | {"djihadiste", "jihadiste", "yihadista", "islamista", "paramilitaire"}
)
_LEADS = frozenset(
    {"un", "une", "una", "le", "la", "el", "ce", "cet", "cette", "este", "ese", "autre"}
    | {"otro", "otra", "aucun", "ningun", "l'", "d'", "de", "seul", "solo", "jeune"}
    | {"chaque", "cada", "y", "et", "ou", "o", "ni", "comme", "como", "est", "es"}
)


class Harming:
    """Joins groups of people to words of harm."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Open the rules of one language."""
        self._language = language
        self._toll: Words = words_of(reference, language, "counts", "toll")
        self._parts = Parts(reference, language)
        self._tolls = RisenTolls(reference, language)
        self._own = OwnHarm(reference, language)
        self._nearest = NearestHarm(reference, language)
        self._joined = JoinedGroups(reference, language)
        self._left_out = VerbLeftOut(reference, language)
        self._deaths = LaterDeaths(reference, language)

    def harms(self, tokens: Sequence[Token], groups: Sequence[Group]) -> list[Harm]:
        """Return the words of harm of a sentence with their groups, in order.

        Args:
            tokens: The sentence.
            groups: Its groups of people.
        """
        groups = [g for g in groups if not self._tells_whose(tokens, g)]
        parts, mains = self._parts.split(tokens, groups)
        joined = [*self._tolls.told(tokens, mains)]
        mains = [g for g in mains if not any(_is_inside(g, harm) for harm in joined)]
        mains = self._past_tolls(tokens, mains, joined)
        own = self._own.dead_and_wounded(tokens, mains)
        mains = [g for g in mains if not any(_is_inside(g, harm) for harm in own)]
        own += self._own.told(tokens, mains)
        used = {id(g) for harm in own for g in harm.groups}
        free = [g for g in mains if id(g) not in used and not g.harm and not is_year(g)]
        joined += own + self._nearest.told(
            tokens, free, self._parts.asides(tokens, parts)
        )
        used = {id(g) for harm in joined for g in harm.groups}
        free = [g for g in free if id(g) not in used]
        joined = self._joined.added(tokens, joined, free)
        used = {id(g) for harm in joined for g in harm.groups}
        joined += self._left_out.told(
            tokens, joined, [g for g in free if id(g) not in used]
        )
        told = self._deaths.told(tokens, joined, groups)
        parts = self._parts.of_what_is_told(tokens, parts, told)
        return with_parts(sorted(told, key=lambda h: h.first), parts)

    def _past_tolls(
        self, tokens: Sequence[Token], groups: Sequence[Group], told: Sequence[Harm]
    ) -> list[Group]:
        """Leave out the dead of "the number of dead of a strike on X rose to 19"."""
        if not (self._language.is_romance and told):
            return list(groups)
        tolls = [t for t in self._toll.find(tokens) if t.row["harm"] == told[0].what]
        return [
            g
            for g in groups
            if g.has_number or not any(t.first <= g.first < t.last for t in tolls)
        ]

    def _tells_whose(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether one word behind a noun is its adjective ("un poste rebelle")."""
        is_one = self._language.is_romance and group.last - group.first == 1
        if not is_one or tokens[group.first].word not in _ALSO_ADJECTIVES:
            return False
        before = tokens[group.first - 1] if group.first else None
        return before is not None and before.is_word and before.word not in _LEADS


def _is_inside(group: Group, harm: Harm) -> bool:
    return harm.first <= group.first < harm.last
