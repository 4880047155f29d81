"""Wounded people who died ("three of the 45 wounded"), in French and Spanish.

Method: M056.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.small_words import WOUNDED
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Language, Token, words_of
from firsthand.model import Bounds
from firsthand.reference import Reference

_OF_THE = frozenset({"de", "los", "las", "des", "les", "d'", "entre", "ces", "esos"})
_FEW_OF = 4
_NEAR_DEATH = 9
_DYING = frozenset(
    {"fallecer", "morir", "perecer", "sucumbir", "muerte", "fallecimiento", "muriendo"}
    | {"succombé", "décédé", "décédés", "succomber", "mourir", "décéder", "mort"}
)


class LaterDeaths:
    """Counts wounded who died among the dead."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._harm = words_of(reference, language, "counts", "harm")
        self._number = words_of(reference, language, "counts", "number")

    def told(
        self, tokens: Sequence[Token], harms: Sequence[Harm], groups: Sequence[Group]
    ) -> list[Harm]:
        """Return the harms, "three of the 45 wounded died" as three dead.

        In French and Spanish. Beside another toll of dead, who died later may stand in
        it: then they are only no wounded any more.
        """
        told = list(harms)
        if not self.language.is_romance:
            return told
        for place, token in enumerate(tokens):
            if not token.word.startswith(WOUNDED):
                continue
            who = self._of_the_wounded(tokens, place, groups)
            who = who or self._wounded_who_died(tokens, place, groups)
            died = None if who is None else self._dies(tokens, who.first, place)
            if who is None or died is None:
                continue
            if any(h.what == "killed" and who in h.groups for h in told):
                continue  # "the death of six wounded": told as dead
            at = range(who.first, place + 1)
            others = [h for h in told if not any(g.first in at for g in h.groups)]
            is_beside = any(h.what == "killed" for h in others)
            told = others
            if not is_beside:
                dead = dataclasses.replace(who, person=None)
                last = died.last if died.first == place + 1 else place + 1
                told.append(Harm("killed", who.first, last, (dead,)))
        return told

    def _of_the_wounded(
        self, tokens: Sequence[Token], place: int, groups: Sequence[Group]
    ) -> Group | None:
        """Return who is counted out of wounded ("tres de los 45 heridos")."""
        for group in groups:
            between = [t.word for t in tokens[group.first + 1 : place]]
            is_of = bool(between) and len(between) <= _FEW_OF and between[0] in _OF_THE
            is_of = is_of and all(w in _OF_THE or w[:1].isdigit() for w in between)
            if group.has_number and group.first < place and is_of:
                return group
        return self._number_of(tokens, place)

    def _number_of(self, tokens: Sequence[Token], place: int) -> Group | None:
        """Return a number alone before "of the 45 wounded" ("trois des 45 blessés")."""
        last = place
        while last and (
            tokens[last - 1].word in _OF_THE or tokens[last - 1].word[:1].isdigit()
        ):
            last -= 1
        hit = self._number.at(tokens, last - 1) if 0 < last < place - 1 else None
        value = hit.row.get("value") if hit is not None else None
        is_of = last < len(tokens) and tokens[last].word in _OF_THE
        if not is_of or not isinstance(value, int):
            return None
        bounds = Bounds(low=value, high=value)
        return Group(last - 1, last, bounds, None, has_number=True)

    def _wounded_who_died(
        self, tokens: Sequence[Token], place: int, groups: Sequence[Group]
    ) -> Group | None:
        """Return the wounded right beside a word of dying ("al morir dos heridos")."""
        group = next((g for g in groups if g.last == place + 1), None)
        if group is None or not group.has_number:
            return None
        died = self._dies(tokens, group.first, place)
        is_beside = died is not None and (
            died.last == group.first or 0 <= died.first - group.last <= 1
        )
        return group if is_beside else None

    def _dies(self, tokens: Sequence[Token], first: int, place: int) -> Found | None:
        """Return the word of dying in the clause of some wounded; None = they live."""
        told = [
            hit
            for hit in self._harm.find(tokens)
            if not hit.row.get("person") and hit.row["harm"] == "killed"
        ]
        dying = (n for n, t in enumerate(tokens) if t.word in _DYING)
        for hit in (*told, *(Found(n, n + 1, {}) for n in dying)):
            near = tokens[place + 1 : hit.first] or tokens[hit.last : first]
            is_near = len(near) <= _NEAR_DEATH
            if is_near and not any(t.word in {",", ";", ".", "y", "et"} for t in near):
                return hit
        return None
