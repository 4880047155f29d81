"""Strikes that a side tells of as its own, and what it says they hit. Method: M053."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.answers.clauses import (
    CLAUSE_SIGN,
    FEW_NEAR,
    blames,
    clause_of,
    innermost,
    is_answered,
)
from firsthand.extract.answers.finder import AnswerFinder
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.model import DenialClaim, Denies, MilitaryObjectiveClaim, Objective

_ONLY = frozenset(  # "military targets only": an answer that names none
    {"только", "лишь", "исключительно", "лише", "тільки", "виключно", "винятково"}
)
_BESIDE_A_STRIKE = frozenset(
    {Denies.DISCREDITS_SOURCE, Denies.CIVILIAN_HARM, Denies.NOT_CONFIRMED}
    | {Denies.PROMISES_INQUIRY, Denies.NO_COMMENT, Denies.EVIDENCE}
    | {Denies.NON_RESPONSIVE, Denies.CIVILIAN_TARGETS, Denies.CASUALTIES}
)
_ITS_OWN = frozenset(
    {"انه", "انها", "بانه", "بانها", "قواته", "قواتها", "قواتنا", "طايراته", "طايراتها"}
    | {"طايراتنا", "طيرانه", "طيرانها", "مقاتلاته", "مقاتلاتها", "مدفعيته", "مدفعيتها"}
    | {"مسيراته", "مسيراتها", "جيشه", "جيشها", "وحداته", "وحداتها"}
)
_DONE_BY_ONE = re.compile(r"(?:ло|ла|[а-яіїє]л|ив|ав|ів)$")  # one body struck
_OURS = ("наш", "мы", "ми", "своими", "своїми")
_KILLING = ("уничтож", "ликвидир", "ликвидац", "знищ", "ліквід")


class OwnStrikes(AnswerFinder):
    """Reads strikes that an official voice tells of as those of its own side."""

    def __init__(self, sides: Sides) -> None:
        """Index the rows."""
        super().__init__(sides)
        self._own = self.rows("responses", "own")

    def told(
        self,
        tokens: Sequence[Token],
        number: int,
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield strikes that an official voice tells of as those of its own side."""
        for hit in self._own.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = innermost(said, where)
            is_noun = hit.last - hit.first == 1 and self._has_article(tokens[hit.first])
            is_noun = is_noun or bool(hit.row.get("noun"))
            if is_noun and not _is_confirmed(tokens, one, hit, number):
                continue  # "condemned the strike", "the authors of the strike"
            if one is None or blames(one) or self._is_of_people_killed(tokens, hit):
                continue
            is_own = self._is_own(tokens, hit, one) or self._hits_enemies(
                tokens, hit, one
            )
            if not is_own and (
                not self.sides.speaks_of_itself(one)
                or self.sides.is_of_others(one, where)
            ):
                continue
            if not self._has_doer(tokens, hit, one):
                continue
            if self._is_ruled_out(answers, number) or is_answered(one):
                return
            where = self._with_objective(tokens, hit)
            yield self.sides.made(one.statement, number, where, Denies.ADMITS_STRIKE)
            return

    def objectives(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield what a side calls military of what it struck, in Slavic languages.

        "The ministry told of a blow at an ammunition store", "the target was a post".
        """
        if not self.language.is_slavic:
            return
        rows = self.rows("things", "objective")
        aims = self.rows("things", "aim")
        told = 0
        found = rows.find(tokens)
        for hit in found:
            where = range_of(tokens, hit.first, hit.last)
            one = innermost(said, where)
            clause = clause_of(tokens, hit)
            is_of_a_thing = bool(hit.row.get("people")) and any(
                o.first in clause and not o.row.get("people") for o in found
            )
            if hit.first < told or one is None or is_of_a_thing:
                continue
            aim = next(
                (
                    a
                    for a in aims.find(tokens)
                    if a.first in clause
                    and not (hit.row.get("people") and not _is_at_people(tokens, a))
                ),
                None,
            )
            is_side = (
                one.statement.speaker in self.sides.official or self.sides.is_named(one)
            )
            if aim is None or not is_side or self.sides.party(one.statement) is None:
                continue
            if any(tokens[n].word in self._no | _ONLY for n in clause):
                continue
            told = clause.stop if hit.row.get("people") else hit.last
            first, last = min(aim.first, hit.first), max(aim.last, hit.last)
            values: dict[str, Any] = {
                "military_objective": Objective.PRESENT,
                "what": self.text[slice(*where)],
            }
            stretch = range_of(tokens, first, last)
            yield Proposal(
                MilitaryObjectiveClaim, number, *stretch, one.statement, values
            )

    def _is_of_people_killed(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether a Slavic blow only counts enemies ("the killing of 40 fighters").

        That is a toll; what was struck, and where, is left open.
        """
        if not self.language.is_slavic:
            return False
        if not tokens[hit.last - 1].word.startswith(_KILLING):
            return False
        objective = self.rows("things", "objective")
        last = min(len(tokens), hit.last + FEW_NEAR)
        near = objective.find(tokens[hit.last : last])
        return bool(near) and bool(near[0].row.get("people"))

    def _with_objective(self, tokens: Sequence[Token], hit: Found) -> tuple[int, int]:
        """Return where a strike is told, in Slavic languages with what it hit."""
        last = hit.last
        if self.language.is_slavic:
            rows = self.rows("things", "objective")
            clause = clause_of(tokens, hit)
            last = max(
                [last, *(o.last for o in rows.find(tokens) if o.first in clause)]
            )
        return range_of(tokens, hit.first, last)

    def _is_ruled_out(self, answers: Sequence[Proposal], number: int) -> bool:
        """Say whether an answer of the same sentence leaves no blow of one's own.

        "Hit a post of the rebels, and calls the dead an invention" is both.
        """
        beside = {
            a.values.get("denies")
            for a in answers
            if a.sentence == number and a.kind is DenialClaim
        }
        return bool(beside - _BESIDE_A_STRIKE if self.language.is_slavic else beside)

    @property
    def _no(self) -> frozenset[str]:
        return self.language.negations | self.language.nobody

    def _is_own(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether an Arabic strike has the speaker itself as its subject.

        "The army said that it hit a post of the rebels", "its aircraft hit ...".
        """
        before = tokens[max(0, hit.first - 2) : hit.first]
        is_its = any(t.word in _ITS_OWN for t in before)
        is_party = said.statement.speaker is not None and self.sides.party(
            said.statement
        )
        return self.language.code == "ar" and is_its and is_party is not None

    def _hits_enemies(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether an office tells, without a doer, of a blow at enemy forces.

        "The ministry said that a post of the Toreth army was hit": its own blow.
        """
        is_office = said.statement.speaker in self.sides.official
        if not self.language.is_slavic or not is_office:
            return False
        if self.sides.party(said.statement) is None:
            return False
        before = self.text[tokens[0].start : tokens[hit.first].start]
        clause = CLAUSE_SIGN.split(before)[-1]
        is_told_of_one = _DONE_BY_ONE.search(tokens[hit.first].word) is not None
        acts = self.sides.acting_behind(tokens[hit.last - 1].end)
        parties = self.language.parties(self.reference)
        if is_told_of_one or acts or parties.find(clause):
            return False
        objective = self.rows("things", "objective")
        return bool(objective.find(tokens[hit.last :]))

    def _has_doer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether a Slavic strike has a doer, or hits what only an enemy has.

        "The ministry said that a missile was launched": by whom is left open, unless
        the ministry calls the target military ("at a post of the rebels").
        """
        if not self.language.is_slavic:
            return True
        if _DONE_BY_ONE.search(tokens[hit.first].word):
            return True
        before = [t for t in tokens[: hit.first] if t.end <= tokens[hit.first].start]
        clause = self.text[tokens[0].start : tokens[hit.first].start]
        clause = CLAUSE_SIGN.split(clause)[-1]
        party = self.sides.party(said.statement) or self.sides.party_of(
            self.sides.outlet
        )
        named = {m.code for m in self.language.parties(self.reference).find(clause)}
        is_we = any(t.word.startswith(_OURS) for t in before)
        if is_we or (party is not None and party in named):
            return True
        objective = self.rows("things", "objective")
        return bool(objective.find(tokens))

    def _has_article(self, token: Token) -> bool:
        """Say whether an Arabic word has its article: a noun, whatever it holds."""
        return self.language.code == "ar" and token.word.startswith("ال")


def _is_confirmed(
    tokens: Sequence[Token], said: Said | None, hit: Found, number: int
) -> bool:
    """Say whether a strike is the object of "confirmed" ("confirmed a raid")."""
    if said is None or said.sentence != number:
        return False
    verb = tokens[said.verb[1] - 1].word if said.verb[1] else ""
    return verb.startswith("confirm") and 0 < hit.first - said.verb[1] <= 1


_AT_PEOPLE = re.compile(  # aimed at, hidden there; of those killed a toll tells
    r"цел|ціл|мишен|мішен|метил|мітил|стрел|стріл|охот|полю|хран|зберіг|прят|хова|скры"
    r"|прихов|перехов|разме|розмі|базир|базув|распол|розта|засел|засіл|оборуд|облашт"
    r"|устро|укры|укрив|нацел|націл|складир|складув"
)


def _is_at_people(tokens: Sequence[Token], aim: Found) -> bool:
    """Say whether words tell at whom a blow was aimed, or who was hidden there."""
    return any(_AT_PEOPLE.match(t.word) for t in tokens[aim.first : aim.last])
