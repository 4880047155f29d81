"""Phrases that are answers by themselves ("a complete fabrication"). Method: M053."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.answers.clauses import (
    FEW_NEAR,
    NEAR_SOURCE,
    NEAR_VERB,
    OBJECT_WORDS,
    PROMISED,
    blames,
    innermost,
    is_answered,
)
from firsthand.extract.answers.finder import AnswerFinder
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Statement
from firsthand.model import DenialClaim, Denies

_CHARGED = re.compile(r"(?i)accus|soup[cç]onn|reproch|imput|acus|culp|sospech|d['’]$")
_ADMITTED = frozenset({"admits_strike", "admits_harm"})
_TO_AN_OFFICE = frozenset({"в", "во", "к", "до", "у"})
_AS = frozenset({"как", "як", "comme", "como", "por"})
_ASKING = ("потреб", "призв", "призыв", "требу", "заклик", "вимаг", "зажад")
_OF_ONE_SIDE = frozenset({"responsibility", "use", "civilian_targets"})


class Phrases(AnswerFinder):
    """Reads phrases that answer a charge in the mouth of one who can answer."""

    def __init__(self, sides: Sides) -> None:
        """Index the rows."""
        super().__init__(sides)
        self._answer = self.rows("responses", "answer")

    def told(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield phrases that are answers by themselves."""
        told: set[tuple[int, str]] = set()
        for hit in self._answer.find(tokens):
            where = range_of(tokens, hit.first, hit.last)
            one = innermost(said, where) or _who_speaks_on(said, number, where)
            if one is None and hit.row.get("report"):
                one = self.sides.side_before(said, number)
            if one is None:
                yield from self._of_nobody_heard(tokens, hit, number)
                continue
            if not self.sides.can_answer(one, where):
                continue
            if self._is_no_answer(tokens, hit, one):
                continue
            if self._is_reason(tokens, hit, one, number):
                continue
            if hit.row["denies"] in _ADMITTED and not self._is_told(tokens, hit, one):
                continue
            admits = one.row is not None and one.row.get("manner") == "admit"
            if admits and hit.row["denies"] == Denies.INTENT.value:
                continue  # "admitted having killed by mistake": it admits
            again = id(one), str(hit.row["denies"])
            if self.language.code == "ar" and again in told:
                continue  # "an inquiry is under way into how it happened": one answer
            told.add(again)
            is_own = hit.row["denies"] in _OF_ONE_SIDE
            subject = self.sides.subject_of(where) if is_own else None
            where = _with_verb(tokens, one, where)
            code = Denies(str(hit.row["denies"]))
            yield self.sides.made(one.statement, number, where, code, subject)

    def _is_no_answer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether only a party could answer so, or an answer is but asked for."""
        is_nobodys = hit.row.get("party") and self.sides.party(said.statement) is None
        if hit.row["denies"] in PROMISED and self._is_refused(tokens, hit):
            return True
        promises = hit.row["denies"] == Denies.PROMISES_INQUIRY.value
        is_anybodys = self.sides.party(
            said.statement
        ) is None and not self.sides.bears_arms(said)
        if self.language.is_romance and promises and is_anybodys:
            return True  # "the police examine the scene"
        if hit.row.get("blamed") and not self.sides.is_blamed(said.statement):
            return True
        return bool(is_nobodys) or _demands(tokens, said, str(hit.row["denies"]))

    def _is_refused(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether "not" stands before ("it is not for us to investigate")."""
        before = tokens[max(0, hit.first - OBJECT_WORDS) : hit.first]
        if self.language.code == "ar":  # a new clause begins ("no civilians, noting")
            turns = {"،", "وان", "وانه", "وانها", "وانهم", "لكن", "لكنه", "لكنها"}
            commas = [n for n, t in enumerate(before) if t.word in turns]
            before = before[commas[-1] :] if commas else before
        return any(t.word in self.language.negations for t in before)

    def _of_nobody_heard(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Iterator[Proposal]:
        """Yield an answer with nobody heard: an office's own page, an office asked."""
        if hit.row["denies"] == Denies.NO_REPLY.value:
            yield from self._left_unanswered(tokens, hit, number)
        elif self.sides.is_by_an_office():
            yield self._of_the_outlet(tokens, hit, number)

    def _left_unanswered(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Iterator[Proposal]:
        """Yield "a letter to the ministry of X stayed unanswered" as the ministry's."""
        if not self.language.is_slavic:
            return
        for place in range(hit.first + 1, hit.last):
            head = self.sides.head.at(tokens, place)
            is_asked = tokens[place - 1].word in _TO_AN_OFFICE and head is not None
            if not (is_asked and head and head.row.get("official")):
                continue
            last = head.last
            while last < hit.last and tokens[last].given[:1].isupper():
                last += 1
            source = range_of(tokens, place, last)
            name = self.text[slice(*source)]
            said = Statement(source=(source,), cue=(), content=(), speaker=name)
            said = dataclasses.replace(said, chain=(name,))
            where = range_of(tokens, hit.first, hit.last)
            yield self.sides.made(said, number, where, Denies.NO_REPLY)
            return

    def _is_reason(
        self, tokens: Sequence[Token], hit: Found, said: Said, number: int
    ) -> bool:
        """Say whether words only give the reason of a denial ("rejects it as lies").

        In French and Spanish what a colon opens is an answer of its own ("rejects it:
        'Lies'").
        """
        if said.row is None or said.row.get("manner") != "deny":
            return False
        if hit.first and tokens[hit.first - 1].word in _AS:
            return True  # "rejected the accusations as baseless": one answer
        discredits = hit.row["denies"] == Denies.DISCREDITS_SOURCE.value
        if not (discredits and self.language.is_romance) or said.sentence != number:
            return discredits and self.language.is_romance
        first, last = tokens[said.verb[1] - 1].end, tokens[hit.first].start
        return ":" not in self.text[first:last]

    def _is_told(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        """Say whether a strike is told of as done ("says it hit a depot").

        It is not where the speaker denies, keeps silent, accuses, or says "no" to it.
        """
        near = tokens[max(0, hit.first - FEW_NEAR) : hit.last]
        is_refused = any(t.word in self.language.negations for t in near)
        where = range_of(tokens, hit.first, hit.last)
        is_anothers = self.sides.is_of_others(said, where) or (
            _CHARGED.search(self.text, tokens[0].start, where[0]) is not None
        )
        return not (is_refused or is_anothers or is_answered(said) or blames(said))

    def _of_the_outlet(
        self, tokens: Sequence[Token], hit: Found, number: int
    ) -> Proposal:
        """Return an answer that an office gives on a page of its own."""
        where = range_of(tokens, hit.first, hit.last)
        words = self.text[tokens[0].start : tokens[-1].end]
        party = self.sides.party_of(words) or self.sides.party_of(self.sides.outlet)
        code = Denies(str(hit.row["denies"]))
        values = {"denies": code, "perpetrator": party, "weapon": (), "hedges": ()}
        return Proposal(DenialClaim, number, *where, None, values)


def _with_verb(
    tokens: Sequence[Token], said: Said, where: tuple[int, int]
) -> tuple[int, int]:
    """Take in the verb that calls a report something ("called the reports lies")."""
    if said.row is None or not said.row.get("object") or said.verb[0] >= said.verb[1]:
        return where
    start = tokens[said.verb[0]].start
    is_near = 0 <= where[0] - start <= NEAR_VERB
    is_near = is_near and not any(
        t.word == "،" and start < t.start < where[0] for t in tokens
    )
    return (start, where[1]) if is_near else where


def _demands(tokens: Sequence[Token], said: Said, denies: str) -> bool:
    """Say whether an inquiry is only asked for ("the UN demanded an inquiry")."""
    is_inquiry = denies == Denies.PROMISES_INQUIRY and said.verb[0] < said.verb[1]
    return is_inquiry and tokens[said.verb[0]].word.startswith(_ASKING)


def _who_speaks_on(
    said: Sequence[Said], number: int, where: tuple[int, int]
) -> Said | None:
    """Return whose source ends right before ("said an officer, who promised")."""
    before = [
        (source[1], place, one)
        for place, one in enumerate(said)
        if one.sentence == number
        for source in one.statement.source
        if source[1] <= where[0] <= source[1] + NEAR_SOURCE
    ]
    return max(before, key=lambda found: found[:2])[2] if before else None
