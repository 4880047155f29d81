"""Answers to allegations in languages read by patterns, coded as in English.

A denial is coded by what its object is about; a phrase counts as an answer only in the
mouth of somebody who can answer: an official voice, a party, or a page of theirs.
Reads the tables `responses_*`. Method: M053.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from firsthand.extract.answers.arabic_denials import ArabicDenials
from firsthand.extract.answers.arabic_phrases import ArabicPhrases
from firsthand.extract.answers.arabic_sides import ArabicSides
from firsthand.extract.answers.arabic_strikes import ArabicStrikes
from firsthand.extract.answers.clauses import (
    ANDS,
    NEAR_SOURCE,
    OBJECT_WORDS,
    PAUSES,
    clause_of,
)
from firsthand.extract.answers.denials import Denials
from firsthand.extract.answers.own_strikes import OwnStrikes
from firsthand.extract.answers.phrases import Phrases
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.answers.slavic_replies import with_replies
from firsthand.extract.patterned import Found, Language, Token, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.model import DenialClaim, Denies, RebuttalClaim
from firsthand.reference import Reference

_SHORT_QUOTE = 25  # letters; what is shorter is quoted with its clause
_QUOTE_ENDS = frozenset({",", ";", ":", ".", "!", "?", "–", "—", "\n"})
_QUOTE_ENDS |= frozenset({"،", "؛", "؟", "وان", "وانه", "وانها"})
_THAT_AR = frozenset(
    {"ان", "انه", "انها", "بان", "بانه", "بانها", "انهم", "فان", "لكن"}
)
_THAT = frozenset(
    {
        "que",
        "qu'",
        "et",
        "y",
        "e",
        "pero",
        "mais",
        "что",
        "що",
        "и",
        "і",
        "й",
        "та",
        "а",
        "но",
        "але",
        "«",
        '"',
        "“",
        *_THAT_AR,
    }
)
_LAYS = ("atribu", "achac", "imput", "endos", "adjudic", "attribu")


class Responses:
    """Puts the answers of a page together, each told once."""

    def __init__(
        self, sides: Sides, denials: Denials, phrases: Phrases, strikes: OwnStrikes
    ) -> None:
        """Keep the finders of a page."""
        self.language = sides.language
        self.sides = sides
        self._denials = denials
        self._phrases = phrases
        self._strikes = strikes

    def find(
        self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield the responses of a page.

        Args:
            sentences: Tokens of each sentence.
            said: Statements of the page.
        """
        self.sides.note(sentences, said)
        told: list[tuple[object, int, int]] = []
        answers = list(self._found(sentences, said))
        if self.language.is_slavic:
            answers = self._shown_once(answers)
            answers = [self._as_rebutted(a, answers, sentences) for a in answers]
            answers = with_replies(self.sides, sentences, said, answers)
        if self.language.is_romance:
            answers += list(self._laid_to_others(sentences, said, answers))
        for answer in answers:
            is_short = answer.end - answer.start < _SHORT_QUOTE
            is_meant = self.language.is_slavic or (
                is_short and (self.language.is_romance or self.language.code == "ar")
            )
            if not is_meant or answer.kind is not DenialClaim:
                yield answer
                continue
            whole = self._in_its_clause(answer, sentences[answer.sentence], said)
            speaker = whole.statement.speaker if whole.statement else None
            key = whole.sentence, whole.values["denies"], speaker
            if not any(
                one[0] == key and one[1] < whole.end and whole.start < one[2]
                for one in told
            ):
                told.append((key, whole.start, whole.end))
                yield whole

    def _found(
        self, sentences: Sequence[Sequence[Token]], said: Sequence[Said]
    ) -> Iterator[Proposal]:
        denying = {
            (one.sentence, one.statement.speaker)
            for one in said
            if one.row is not None and one.row.get("manner") == "deny"
        }
        admitted: set[str | None] = set()
        by_verb: list[Proposal] = []
        for one in said:
            is_silent = one.row is not None and one.row.get("manner") == "silent"
            if is_silent and (one.sentence, one.statement.speaker) in denying:
                continue  # "Toreth, which denies it, says nothing more"
            for answer in self._denials.told(sentences[one.sentence], one):
                if answer.values.get("denies") is Denies.ADMITS_STRIKE:
                    admitted.add(one.statement.speaker)
                by_verb.append(answer)
                yield answer
        for number, tokens in enumerate(sentences):
            answers = self._told_once(list(self._phrases.told(tokens, number, said)))
            answers += self._strikes.told(tokens, number, said, answers)
            for answer in answers:
                if self.language.is_romance and _is_told_in(answer, by_verb):
                    continue  # "rejects the report, calling it lies"
                name = answer.statement.speaker if answer.statement else None
                if answer.values.get("denies") is Denies.ADMITS_STRIKE:
                    if name in admitted and self.language.is_romance:
                        continue  # what is admitted is admitted once
                    admitted.add(name)
                yield answer
            yield from self._strikes.objectives(tokens, number, said)

    def _laid_to_others(
        self,
        sentences: Sequence[Sequence[Token]],
        said: Sequence[Said],
        answers: Sequence[Proposal],
    ) -> Iterator[Proposal]:
        """Yield "Toreth laid the blast to rebel mortars", where Toreth answers.

        Only whose side answers a charge on the page denies it so: whoever accuses it
        lays the strike to others, too.
        """
        sides = {
            a.values.get("perpetrator") for a in answers if a.kind is DenialClaim
        } - {None}
        for one in said:
            tokens = sentences[one.sentence]
            lays = any(t.word.startswith(_LAYS) for t in tokens[slice(*one.verb)])
            if not lays or self.sides.party(one.statement) not in sides:
                continue
            if self.sides.party(one.statement) in self.sides.named_in(one):
                continue
            cues = [m.verb[0] for m in said if m.sentence == one.sentence]
            last = one.verb[1]
            while last < len(tokens) and tokens[last].word not in PAUSES:
                if last in cues:
                    break
                last += 1
            last -= tokens[last - 1].word in ANDS
            where = range_of(tokens, one.verb[0], last)
            if not any(a.start < where[1] and where[0] < a.end for a in answers):
                yield self.sides.made(
                    one.statement, one.sentence, where, Denies.RESPONSIBILITY
                )

    def _told_once(self, answers: list[Proposal]) -> list[Proposal]:
        """Join answers of one code and one speaker that follow each other.

        "Has not used, does not use and will not use them": one answer.
        """
        if not self.language.is_romance:
            return answers
        made: list[Proposal] = []
        for answer in answers:
            before = made[-1] if made else None
            if (
                before is not None
                and before.statement is answer.statement
                and before.values["denies"] is answer.values["denies"]
                and answer.start - before.end <= NEAR_SOURCE
            ):
                made[-1] = dataclasses.replace(before, end=max(before.end, answer.end))
            else:
                made.append(answer)
        return made

    @staticmethod
    def _shown_once(answers: Sequence[Proposal]) -> list[Proposal]:
        """Return answers, pictures shown and what they show of one sentence as one."""
        shown: dict[tuple[object, ...], Proposal] = {}
        for one in answers:
            if one.values.get("denies") is Denies.EVIDENCE and one.statement:
                shown[one.sentence, one.statement.speaker] = one
        return [
            one
            for one in answers
            if one.values.get("denies") is not Denies.EVIDENCE
            or one.statement is None
            or shown[one.sentence, one.statement.speaker] is one
        ]

    def _as_rebutted(
        self,
        answer: Proposal,
        answers: Sequence[Proposal],
        sentences: Sequence[Sequence[Token]],
    ) -> Proposal:
        """Return what no accused denies as a rebuttal of a party's answer before it.

        "Toreth says a depot blew up. The analysts deny this."
        """
        if answer.kind is not DenialClaim or answer.values.get("hedges") != ():
            return answer
        party, who = answer.values.get("perpetrator"), answer.statement
        is_plain = answer.values.get("denies") is Denies.RESPONSIBILITY
        if who is None or who.speaker is None or not is_plain:
            return answer
        before = {
            a.values.get("perpetrator")
            for a in answers
            if a.kind is DenialClaim and a.start < answer.start
        } - {None}
        tokens = sentences[answer.sentence]
        hit = [n for n, t in enumerate(tokens) if answer.start <= t.start < answer.end]
        cue = any(s <= answer.end and answer.start <= e for s, e in who.cue)
        if not (before and hit and cue) or party in before:
            return answer
        if party is not None:
            return answer
        clause = clause_of(tokens, Found(hit[0], hit[-1] + 1, {}))
        start, end = range_of(tokens, clause.start, clause.stop)
        values = {"rebuts": None}
        return Proposal(RebuttalClaim, answer.sentence, start, end, who, values)

    def _in_its_clause(
        self, answer: Proposal, tokens: Sequence[Token], said: Sequence[Said]
    ) -> Proposal:
        """Quote a Slavic answer with its clause, but for who speaks and "that"."""

        def speaks(token: Token) -> bool:
            return any(
                s < token.end and token.start < e
                for one in said
                for s, e in (*one.statement.source, *one.statement.cue)
            )

        held = [n for n, t in enumerate(tokens) if answer.start <= t.start < answer.end]
        if not held:
            return answer
        first, last = held[0], held[-1] + 1
        while (
            first
            and last - first < OBJECT_WORDS
            and tokens[first - 1].word not in _QUOTE_ENDS
            and tokens[first - 1].word not in _THAT_AR
            and not speaks(tokens[first - 1])
        ):
            first -= 1
        while (
            last < len(tokens)
            and last - first < OBJECT_WORDS
            and tokens[last].word not in _QUOTE_ENDS
            and not speaks(tokens[last])
        ):
            last += 1
        while first < held[0] and tokens[first].word in _THAT:
            first += 1
        while last > held[-1] + 1 and tokens[last - 1].word in _THAT:
            last -= 1
        start, end = range_of(tokens, first, last)
        return dataclasses.replace(
            answer, start=min(start, answer.start), end=max(end, answer.end)
        )


def _is_told_in(answer: Proposal, others: Sequence[Proposal]) -> bool:
    """Say whether an answer's words stand inside another answer of its code."""
    return any(
        other.start <= answer.start
        and answer.end <= other.end
        and other.values["denies"] is answer.values["denies"]
        for other in others
    )


def responses_of(
    reference: Reference, language: Language, text: str, outlet: str | None
) -> Responses:
    """Return the finder of answers of a page in one language.

    Args:
        reference: Tables of the case.
        language: Whose rows.
        text: The page's text.
        outlet: Who published it; None = not stated.
    """
    if language.code == "ar":
        sides: Sides = ArabicSides(reference, language, text, outlet)
        finders = ArabicDenials(sides), ArabicPhrases(sides), ArabicStrikes(sides)
        return Responses(sides, *finders)
    sides = Sides(reference, language, text, outlet)
    return Responses(sides, Denials(sides), Phrases(sides), OwnStrikes(sides))
