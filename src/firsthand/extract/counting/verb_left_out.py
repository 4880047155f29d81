"""Groups whose word of harm was said before ("six died in X and four in Y").

Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.small_words import ANDS, ARTICLES, DASHES, MORE
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Language, Token, shared_words, words_of
from firsthand.reference import Reference

_ANOTHER = frozenset({"autre", "otra", "otro", "другом", "другой", "іншому", "іншій"})
_CARE = frozenset({"hospital", "medical_facility", "ambulance"})
_ONLY = frozenset({"seulement", "solo", "apenas", "seuls", "unos", "quelque", "tan"})
_AGAINST_ROMANCE = (
    (",", "contre"),
    ("face", "a"),
    (",", "frente", "a"),
    (",", "contra"),
    (",", "por"),
    (",", "pour"),
)
AGAINST_AR = frozenset(
    {"مقابل", "مقارنه", "بمقابل", "قياسا", "قبال", "مقابله"}
)  # beside another's toll


class VerbLeftOut:
    """Reads groups whose word of harm stands with another one."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._alive = words_of(reference, language, "counts", "alive")
        self._cite = words_of(reference, language, "speech", "cite")
        self._target = shared_words(reference, language, "targets", "target")

    def told(
        self, tokens: Sequence[Token], harms: Sequence[Harm], groups: Sequence[Group]
    ) -> Iterator[Harm]:
        """Read "six were killed in Daraz and four in Talbar": the verb is left out."""
        for group in groups:
            before = [h for h in harms if h.last <= group.first]
            if (
                before
                and group.has_number
                and (
                    self._is_against(tokens, group)
                    or self._are_fighters_too(tokens, before, group)
                    or self._has_its_own_voice(tokens, group)
                )
            ):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))
                continue
            told = tokens[max(0, group.first - 1) : group.last]
            is_other = any(t.word in MORE for t in told)  # "three others"
            in_another = any(t.word in _ANOTHER for t in tokens[group.last :][:3])
            is_known = group.person is not None and not (is_other or in_another)
            is_known = is_known or (
                not is_other and self._is_in_care(tokens, group.last)
            )
            if is_known or not before or group.last >= len(tokens):
                continue
            link = tokens[group.first - 1].word
            is_more = is_other or link in MORE or tokens[group.last].word in MORE
            is_bare = group.last - group.first == 1
            is_and = link in self.language.joiners - {",", "،"} or is_more
            is_and = is_and or (is_bare and link == ",")
            is_attached = tokens[group.first].word.startswith("و") and is_bare
            is_and = is_and or is_attached
            after = group.last + (tokens[group.last].word in MORE | DASHES)
            is_at = after + 1 < len(tokens) and tokens[after].word in self.language.at
            if self._is_placed_before(tokens, group) or self._is_told_too(
                tokens, group
            ):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))
                continue
            is_place = after + 1 < len(tokens) and (
                is_attached
                or in_another
                or tokens[after + 1].given[0].isupper()
                or self._is_site(tokens, after + 1)
            )
            is_and = is_and or in_another
            if is_and and is_at and (is_more or is_place):
                what = max(before, key=lambda h: h.last).what
                yield Harm(what, group.first, group.last, (group,))

    @staticmethod
    def _is_told_too(tokens: Sequence[Token], group: Group) -> bool:
        """Read "the railway spoke of 26 dead, the mayor - of thirty"."""
        about, dash = group.first - 1, group.first - 2
        is_about = about > 0 and tokens[about].word in {"о", "об", "про"}
        return is_about and tokens[dash].word in DASHES

    def _is_in_care(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether people are told of as alive ("12 dead, 25 in hospitals")."""
        if self._alive.at(tokens, place) is not None:
            return True
        sites = (self._target.at(tokens, n) for n in range(place, place + 3))
        return any(s is not None and s.row["code"] in _CARE for s in sites)

    def _is_site(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a kind of place stands at a token, past its article."""
        start = place + (tokens[place].word in ARTICLES)
        return start < len(tokens) and self._target.at(tokens, start) is not None

    def _are_fighters_too(
        self, tokens: Sequence[Token], before: Sequence[Harm], group: Group
    ) -> bool:
        """Read Arabic "58 civilians died, 21 children among them, and 15 fighters"."""
        joined = tokens[max(0, group.first - 1) : group.first + 1]
        is_and = self.language.code == "ar" and (
            joined[0].word == "و" or joined[-1].word[0] == "و"
        )
        person = group.person or {}
        if not is_and or person.get("status") != "combatant":
            return False
        if person.get("own"):
            return True  # "18 rebels near X, and three of its soldiers"
        whole = max(before, key=lambda h: h.last).groups
        return any((g.person or {}).get("status") == "civilian" for g in whole)

    def _is_against(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "160 civilians died, against some twenty fighters"."""
        before = tokens[max(0, group.first - 2) : group.first]
        if self.language.is_romance:
            return self._is_against_fighters(tokens, group)
        if self.language.code != "ar":
            return False
        return any(t.word in AGAINST_AR for t in before)

    def _has_its_own_voice(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "33 dead by X's count, and 36 by Y's" in French and Spanish."""
        is_bare = self.language.is_romance and group.person is None and group.first > 0
        before = tokens[group.first - 1].word if is_bare else ""
        is_cited = self._cite.at(tokens, group.last) is not None
        return before in ANDS | {","} and is_cited

    def _is_against_fighters(self, tokens: Sequence[Token], group: Group) -> bool:
        """Say whether another side's dead are told beside a comma, in Romance.

        "187 civils tués, contre une vingtaine de combattants": not "a raid against 20
        fighters".
        """
        is_side = (group.person or {}).get("status") is not None
        first = group.first
        while first and tokens[first - 1].word in _ONLY:
            first -= 1
        told = tuple(t.word for t in tokens[max(0, first - 3) : first])
        return is_side and any(told[-len(one) :] == one for one in _AGAINST_ROMANCE)

    def _is_placed_before(self, tokens: Sequence[Token], group: Group) -> bool:
        """Read "four died in X, in Y - three": a place, then the number alone."""
        after = tokens[group.last].word if group.last < len(tokens) else "."
        if after not in {".", ";", "!", ","} or group.last - group.first > 1:
            return False
        last = group.first - (tokens[group.first - 1].word in DASHES)
        place = last - 1
        is_at = place > 1 and tokens[place - 1].word in self.language.at
        is_new = is_at and tokens[place - 2].word in {",", ";"}
        return is_new and (
            tokens[place].given[0].isupper() or self._is_site(tokens, place)
        )
