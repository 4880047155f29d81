"""Arabic phrases that are answers: what a charge is called, what is said of proof.

Rows: `responses_ar`. Method: M053.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.answers.arabic_clauses import (
    AIMING,
    LONGEST_QUOTE,
    OBJECT_REACH,
    QUOTES,
    STOPS,
    STRIKING,
    clause_end,
    end_of_naming,
    innermost_of,
    is_called_for,
    is_denied,
)
from firsthand.extract.answers.arabic_objects import civilian_behind, named_alone
from firsthand.extract.answers.phrases import Phrases
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, Words, range_of
from firsthand.extract.patterned_speech import Said
from firsthand.model import Denies
from firsthand.reference.weapons import weapon_codes

_NEAR = 24
_OF_A_SIDE = re.compile(
    "وزارة الدفاع|الجيش|القوات المسلحة|رئاسة الأركان|هيئة الأركان|سلاح الجو|الكرملين"
)
_COURTS = re.compile(
    "مدعي|مدعية|المدع|النيابة|القضاء|محكمة|قاضي|القاضي|شرطة|الشرطة|العدل|الأمم|مفوض"
)
_LEAST_TOLD = 2
_THAT_IT = frozenset({"ان", "بان", "انه", "انها", "فان"})
_THESE = frozenset({"هذه", "هذا", "تلك", "مثل", "جميع", "كل", "هولاء", "ما"})
_AS_IT = frozenset({"بانه", "بانها", "بانهم", "بان", "بكونه", "بكونها", "انه", "انها"})
_WEAPON_WORDS = 4
_CALL_REACH = 8


class ArabicPhrases(Phrases):
    """Reads Arabic phrases that answer a charge."""

    def __init__(self, sides: Sides) -> None:
        """Index the rows."""
        super().__init__(sides)
        self._own = self.rows("responses", "own")

    def told(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield the phrases of a sentence that are answers by themselves."""
        called = list(self._called(tokens, number, said))
        yield from called
        silent = any(
            one.sentence == number and one.row and one.row.get("manner") == "silent"
            for one in said
        )
        about = list(self._about_proof_or_report(tokens, number, said))
        told: list[Proposal] = []
        for found in super().told(tokens, number, said):
            is_told = any(c.start < found.end and found.start < c.end for c in called)
            inside = [a for a in about if a.start <= found.start < a.end]
            if inside and found.values["denies"] is Denies.DISCREDITS_SOURCE:
                code = inside[0].values["denies"]  # "the clips are fabricated"
                found = _recoded(found, code)  # noqa: PLW2901  the same answer
            # "Said that it does not comment": the verb says so already.
            is_told = is_told or (
                silent and found.values["denies"] is Denies.NO_COMMENT
            )
            if not is_told and not self._is_called_for(tokens, found):
                told.append(found)
                yield self._with_object(tokens, found)
        for found in about:
            beside = [*called, *told]
            if not any(b.start < found.end and found.start < b.end for b in beside):
                yield found

    def _about_proof_or_report(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield what a side says of pictures, or of a report and who wrote it.

        A clause of its own whose subject is proof answers the proof; one about the
        report disparages it, unless its words take it seriously.
        """
        serious = self.rows("responses", "serious")
        for kind, code in (
            ("proof", Denies.EVIDENCE),
            ("authors", Denies.DISCREDITS_SOURCE),
        ):
            for hit in self.rows("responses", kind).find(tokens):
                where = range_of(tokens, hit.first, hit.last)
                one = innermost_of(said, where, number)
                if one is None or not self._opens_clause(tokens, hit.first, one):
                    continue
                if not self._is_a_side(one) or is_denied(one):
                    continue
                last = _end_of_said(tokens, hit.last)
                if last - hit.last < _LEAST_TOLD or serious.find(
                    tokens[hit.last : last]
                ):
                    continue
                yield self.sides.made(
                    one.statement, number, range_of(tokens, hit.first, last), code
                )

    def _is_a_side(self, one: Said) -> bool:
        """Say whether a party speaks, or an army or ministry of one not named."""
        source = [self.text[s:e] for s, e in one.statement.source]
        is_office = any(_OF_A_SIDE.search(words) for words in source)
        return is_office or self.sides.party(one.statement) is not None

    def _opens_clause(self, tokens: Sequence[Token], first: int, one: Said) -> bool:
        """Say whether a word begins what is said, or a further clause of it."""
        starts = {s for s, _ in one.statement.content}
        if tokens[first].start in starts:
            return True
        before = [t for t in tokens[:first] if t.word not in QUOTES][-2:]
        if not before:
            return False
        is_open = before[-1].word.removeprefix("و") in _THAT_IT
        return is_open or (
            before[-1].word in _THESE and self._opens_clause(tokens, first - 1, one)
        )

    def _is_called_for(self, tokens: Sequence[Token], found: Proposal) -> bool:
        """Say whether an inquiry is but asked for ("backing an inquiry")."""
        before = [t for t in tokens if t.start < found.end][-_CALL_REACH:]
        is_inquiry = found.values["denies"] is Denies.PROMISES_INQUIRY
        return is_inquiry and is_called_for([t.word for t in before])

    def _is_no_answer(self, tokens: Sequence[Token], hit: Found, said: Said) -> bool:
        source = [self.text[s:e] for s, e in said.statement.source]
        if any(_OF_A_SIDE.search(words) for words in source):  # whose, nobody says
            hit = dataclasses.replace(hit, row={**hit.row, "party": False})
        if super()._is_no_answer(tokens, hit, said):
            return True
        is_court = any(_COURTS.search(words) for words in source)
        return is_court and hit.row["denies"] == Denies.PROMISES_INQUIRY.value

    def _called(
        self, tokens: Sequence[Token], number: int, said: Sequence[Said]
    ) -> Iterator[Proposal]:
        """Yield "described the report as ...": whatever it is called, it is no news.

        Only of a charge or report, by a party's own voice, and not where the words
        that follow take it seriously ("as worrying").
        """
        verbs = self.rows("responses", "called")
        charges = self.rows("responses", "charge")
        serious = self.rows("responses", "serious")
        for verb in verbs.find(tokens):
            stop = clause_end(tokens, verb.last, OBJECT_REACH)
            as_ = self._as(tokens, verb, stop, charges)
            one = self._speaker_at(tokens, verb, said, number)
            if as_ is None or one is None or self.sides.party(one.statement) is None:
                continue
            is_denied = one.row is not None and one.row.get("manner") == "deny"
            if (
                is_denied
                and named_alone(self.reference, self.language, tokens, one) is not None
            ):
                continue
            last = end_of_naming(tokens, as_ + (tokens[as_].word in _AS_IT))
            if serious.find(tokens[as_:last]):
                continue
            where = range_of(tokens, verb.first, last)
            yield self.sides.made(
                one.statement, number, where, Denies.DISCREDITS_SOURCE
            )

    def _as(
        self, tokens: Sequence[Token], verb: Found, stop: int, charges: Words
    ) -> int | None:
        """Return where it is told what a charge is called; None = of no charge."""
        if verb.row.get("alone"):
            return verb.last if charges.find(tokens) else None
        charge = next(iter(charges.find(tokens[verb.last : stop])), None)
        if charge is None:
            return None
        after = range(verb.last + charge.last, stop)
        return next((n for n in after if _is_as(tokens[n])), None)

    def _speaker_at(
        self, tokens: Sequence[Token], verb: Found, said: Sequence[Said], number: int
    ) -> Said | None:
        """Return the statement that a verb opens, or whose words it is among."""
        start, end = range_of(tokens, verb.first, verb.last)
        for one in said:
            inside = (*one.statement.cue, *one.statement.content)
            if one.sentence == number and any(s < end and start < e for s, e in inside):
                return one
        before = [
            one
            for one in said
            if one.sentence == number and one.statement.cue and one.verb[0] < verb.first
        ]
        return max(before, key=lambda one: one.verb[0], default=None)

    def _with_object(self, tokens: Sequence[Token], found: Proposal) -> Proposal:
        """Take in what an answer is about ("did not target *the market*")."""
        code = found.values["denies"]
        last = next(n for n, t in enumerate(tokens) if t.end >= found.end) + 1
        if code in {Denies.RESPONSIBILITY, Denies.CIVILIAN_TARGETS}:
            target = civilian_behind(self.reference, self.language, tokens, last - 1)
            inside = [t for t in tokens if found.start <= t.start < found.end]
            aims = any(t.forms & AIMING for t in inside)
            # "Hit a depot and did not shell the market": what it chose not to hit.
            is_told = any(t.forms & STRIKING for t in inside) and self._hits_first(
                tokens, found
            )
            if target is not None and (aims or is_told):
                end = max(found.end, tokens[target - 1].end)
                values = {**found.values, "denies": Denies.CIVILIAN_TARGETS}
                return dataclasses.replace(found, end=end, values=values)
        if code is Denies.USE and not found.values.get("weapon"):
            end = tokens[min(len(tokens), last + _WEAPON_WORDS) - 1].end
            stretch = self.text[found.start : end]
            armed = self.language.weapons(self.reference).find(stretch)[:1]
            if armed and armed[0].start <= found.end - found.start + _NEAR:
                values = {**found.values, "weapon": weapon_codes(armed)}
                end = max(found.end, found.start + armed[0].end)
                return dataclasses.replace(found, end=end, values=values)
        return found

    def _hits_first(self, tokens: Sequence[Token], found: Proposal) -> bool:
        """Say whether a blow of one's own is told of before a denial."""
        before = [t for t in tokens if t.end <= found.start]
        return bool(self._own.find(before))


def _recoded(found: Proposal, code: Denies) -> Proposal:
    return dataclasses.replace(found, values={**found.values, "denies": code})


def _end_of_said(tokens: Sequence[Token], first: int) -> int:
    """Return where a clause ends: at a stop, or where "and that" begins another."""
    last = first
    while last < len(tokens) and last - first < LONGEST_QUOTE:
        word = tokens[last].word
        if word in STOPS or word in {"وان", "وانه", "وانها", "وقال", "وقالت"}:
            break
        last += 1
    return last


def _is_as(token: Token) -> bool:
    return token.word in _AS_IT or token.word == "ب"
