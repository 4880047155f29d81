"""Answers told by a verb of denying, admitting or keeping silent. Method: M053."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.answers.clauses import (
    ANDS,
    FEW_NEAR,
    OBJECT_WORDS,
    PROMISED,
    THIS,
    is_turn,
)
from firsthand.extract.answers.finder import AnswerFinder
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.model import Denies

_NOT = frozenset({"ne", "n'", "no", "nadie", "nul"})
_WERE_THERE = frozenset(
    {
        "hubiera",
        "hubiese",
        "haya",
        "hubieran",
        "hubiesen",
        "hayan",
        "existiera",
        "habia",
    }
    | {"presencia", "presence"}
)
_NOBODY = frozenset({"personne", "nadie", "nul", "никто", "ніхто", "nunca", "jamais"})
_WITHOUT = frozenset({"sans", "sin", "без"})
_PAUSES = frozenset({",", ".", ";"})
_LONG_WORD = 4  # letters of a noun
_FEW_NAMES = 2  # nouns that tell what is denied


class Denials(AnswerFinder):
    """Reads what a verb of answering denies, admits or leaves open."""

    def __init__(self, sides: Sides) -> None:
        """Index the rows."""
        super().__init__(sides)
        self._denied = self.rows("responses", "denied")
        self._answer = self.rows("responses", "answer")
        self._own = self.rows("responses", "own")
        self._harm = self.rows("responses", "harm")
        self._opener = self.rows("speech", "opener")

    def told(self, tokens: Sequence[Token], said: Said) -> Iterator[Proposal]:
        """Yield the answers that the verb of a statement gives."""
        manner = str(said.row.get("manner", "")) if said.row else ""
        if self.language.code == "ar" and manner in {"silent", "deny"}:
            cue = range_of(tokens, *said.verb)
            if not self.sides.can_answer(said, cue):
                return  # "the owner of the hall denies it": no party's answer
        if manner == "silent" and said.row is not None:
            if said.row["denies"] in PROMISED and not self.sides.bears_arms(said):
                return  # "prosecutors opened an inquiry": nobody's answer
            where = _with_subject(tokens, said)
            yield self._proposal(tokens, said, Denies(str(said.row["denies"])), where)
        elif manner == "deny" and not self._denies_something_else(tokens, said):
            code, last = self._object(tokens, said)
            code, last = self._with_reason(tokens, said, code, last)
            before = tokens[said.verb[0] - 1].word if said.verb[0] else ""
            if before in _NOT:
                return  # "nobody denies it", "did not deny"
            first = said.verb[0] - (before in THIS)
            where = first, last
            has_reason = (
                code is Denies.DISCREDITS_SOURCE
            )  # "denied it, calling it lies"
            if self._is_bare(tokens, said) and not has_reason:
                code, where = Denies.RESPONSIBILITY, _with_subject(tokens, said)
            yield self._proposal(tokens, said, code, where)
        elif manner == "admit" and not self._admits_nothing(tokens, said):
            harm = self._within(tokens, said, self._harm)
            own = self._within(tokens, said, self._own) or harm
            if own is not None and self.sides.names_no_other(said):
                code = Denies.ADMITS_HARM if harm is not None else Denies.ADMITS_STRIKE
                yield self._proposal(tokens, said, code, (said.verb[0], own))

    def _is_bare(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether a French verb denies without an object ("Toreth nie, ...")."""
        after = tokens[said.verb[1]].word if said.verb[1] < len(tokens) else "."
        begin = said.statement.source[0][0] if said.statement.source else None
        is_led = begin is not None and begin < tokens[said.verb[0]].start
        return self.language.code == "fr" and is_led and after in _PAUSES

    def _with_reason(
        self, tokens: Sequence[Token], said: Said, code: Denies, last: int
    ) -> tuple[Denies, int]:
        """Read "rejected the report, calling it lies" as one answer, to its source."""
        if code is not Denies.RESPONSIBILITY or not self.language.is_romance:
            return code, last
        hit = next(
            (
                h
                for h in self._answer.find(tokens)
                if h.first >= said.verb[1]
                and not any(t.word in ANDS for t in tokens[said.verb[1] : h.first])
                and h.row["denies"] == Denies.DISCREDITS_SOURCE.value
            ),
            None,
        )
        return (code, last) if hit is None else (Denies.DISCREDITS_SOURCE, hit.last)

    def _admits_nothing(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether nobody admits it, or somebody who only counts, as rescuers do."""
        is_side = (
            not self.language.is_slavic or self.sides.party(said.statement) is not None
        )
        return not is_side or self._is_nobody(tokens, said)

    def _is_nobody(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether nobody admits it ("no group claimed it", "without admitting")."""
        first = said.verb[0]
        begin = next(
            (n + 1 for n in range(first - 1, -1, -1) if not tokens[n].is_word), 0
        )
        nobody = self.language.negations | self.language.nobody | _NOBODY
        told = [t for t in tokens[begin:first] if t.word in nobody]
        return bool(told) or any(t.word in _WITHOUT for t in tokens[begin:first])

    def _denies_something_else(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether a denial names what it denies, and that is no charge.

        "The minister denied a change of course." answers no allegation of an attack.
        """
        first = said.verb[1]
        if said.verb[0] and tokens[said.verb[0] - 1].word in THIS:
            return False
        last = min(len(tokens), first + OBJECT_WORDS)
        clause: list[Token] = []
        for token in tokens[first:last]:
            if not token.is_word:
                break
            clause.append(token)
        names = [t for t in clause if len(t.word) >= _LONG_WORD]
        if self._is_of_presence(clause):
            return True
        is_told = any(
            s < t.end and t.start < e for t in clause for s, e in said.statement.source
        )
        tells = self._denied.find(clause) or self._answer.find(clause)
        if self.language.is_romance:  # "denies that it bombs medical sites"
            strike = self.rows("things", "strike")
            tells = tells or strike.find(clause)
        opens = bool(clause) and self._opener.at(clause, 0) is not None
        return len(names) >= _FEW_NAMES and not (is_told or tells or opens)

    def _is_of_presence(self, clause: Sequence[Token]) -> bool:
        """Say whether what is denied is that arms or fighters were there.

        That says that no objective was there, and answers no charge of striking.
        """
        if not self.language.is_romance:
            return False
        objective = self.rows("things", "objective")
        return any(
            hit.first <= FEW_NEAR
            and any(
                t.word in _WERE_THERE for t in clause[max(0, hit.first - 2) : hit.first]
            )
            for hit in objective.find(clause)
            if hit.first
        )

    def _denied_in(self, tokens: Sequence[Token], first: int, last: int) -> list[Found]:
        """Return what is denied behind a verb, in Arabic in its clause if there."""
        hits = self._denied.find(tokens[first:last])
        if self.language.code != "ar":
            return hits
        comma = next((n for n in range(first, last) if tokens[n].word == "،"), last)
        return self._denied.find(tokens[first:comma]) or hits

    def _object(self, tokens: Sequence[Token], said: Said) -> tuple[Denies, int]:
        """Return what a denial is about: the first fitting row in the rows' order."""
        last = min(len(tokens), said.verb[1] + OBJECT_WORDS)
        if said.row is not None and said.row.get("whole"):
            return Denies.RESPONSIBILITY, said.verb[1]  # the verb holds its object
        hits = self._denied_in(tokens, said.verb[1], last)
        if not hits:
            end = next(
                (
                    n
                    for n in range(said.verb[1], len(tokens))
                    if not tokens[n].is_word or tokens[n].word in self.language.joiners
                ),
                len(tokens),
            )
            return Denies.RESPONSIBILITY, max(end, said.verb[1])
        strong = next((h for h in hits if h.row.get("strong")), None)
        if strong is not None and strong.first == min(h.first for h in hits):
            return Denies(str(strong.row["denies"])), said.verb[1] + max(
                h.last for h in hits
            )
        order = [
            "intent",
            "use",
            "civilian_targets",
            "civilian_harm",
            "event",
            "evidence",
            "responsibility",
        ]
        best = min(hits, key=lambda h: (order.index(str(h.row["denies"])), h.first))
        return Denies(str(best.row["denies"])), said.verb[1] + max(h.last for h in hits)

    def _within(self, tokens: Sequence[Token], said: Said, rows: Any) -> int | None:
        last = len(tokens)
        if self.language.is_slavic:  # "confirmed flights, but said ...": the first part
            turns = range(said.verb[1] + 1, last)
            last = next((n for n in turns if is_turn(tokens, n)), last)
        hits = rows.find(tokens[said.verb[1] : last])
        return said.verb[1] + int(hits[0].last) if hits else None

    def _proposal(
        self,
        tokens: Sequence[Token],
        said: Said,
        code: Denies,
        verb: tuple[int, int],
    ) -> Proposal:
        start, end = range_of(tokens, *verb)
        return self.sides.made(said.statement, said.sentence, (start, end), code)


def _with_subject(tokens: Sequence[Token], said: Said) -> tuple[int, int]:
    """Return the clause of a verb of silence: its speaker, and what it leaves open."""
    first, last = said.verb
    sources = said.statement.source
    before = [
        n
        for n in range(max(0, first - OBJECT_WORDS), first)
        if any(s <= tokens[n].start < e for s, e in sources)
    ]
    after = [
        n
        for n in range(last, min(len(tokens), last + OBJECT_WORDS))
        if all(tokens[k].is_word for k in range(last, n + 1))
    ]
    return min(before, default=first), max(after, default=last - 1) + 1
