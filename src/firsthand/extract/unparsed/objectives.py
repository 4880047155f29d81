"""Whether a military objective was at what was struck, in sentences without a parse.

It was there, it was not, or it was so many metres away. Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.counting.groups import Counting
from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.military import Military
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, aimed
from firsthand.extract.unparsed.slavic_sides import is_among_the_dead
from firsthand.extract.unparsed.token_words import (
    DETERMINERS,
    FEW_BEFORE,
    HARM_WORDS,
    INDEFINITE,
    NEAR_WORDS,
    apart,
    has_break,
)
from firsthand.model import Claim, MilitaryObjectiveClaim, Objective

# "It stood empty and served as a depot": what follows is there.
_USED = frozenset({"تستخدم", "يستخدم", "استخدمت", "استخدم", "تستعمل", "يستعمل"})
_PARTS_CLAUSES = frozenset({":", ";", "что", "що", "чтобы", "щоб", "якобы", "нібито"})
_ONLY = frozenset(
    {"solo", "sólo", "unicamente", "exclusivamente", "solamente", "uniquement"}
    | {"seulement", "exclusivement", "strictement"}
)
_WHOLE = {"only_civilians": Objective.ABSENT, "held_there": Objective.PRESENT}
_WHENCE = frozenset({"desde", "depuis", "de", "du", "d'"})


class Objectives(Finder):
    """Finds whether a military objective was there, was not, or how far it was."""

    def __init__(self, page: PatternedPage, military: Military) -> None:
        """Read the objectives of a page, with what its other finders know."""
        super().__init__(page)
        self.military = military

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield what a sentence says of military objectives."""
        rows = words_of(self.reference, self.language, "things", "objective")
        objectives = rows.find(sentence.tokens)
        told: list[Range] = []
        is_spanish = self.language.code == "es"
        if not is_spanish:
            yield from self._only_civilians(sentence)
        yield from self._beside(sentence, objectives, told)
        if is_spanish:  # whole phrases, where no other told it
            for claim in self._only_civilians(sentence):
                where = claim.span.start, claim.span.end
                is_none = (
                    isinstance(claim, MilitaryObjectiveClaim)
                    and claim.military_objective is Objective.ABSENT
                )
                if not (told if is_none else _overlaps(where, told)):
                    told.append(where)
                    yield claim

    def _beside(
        self, sentence: Sentence, objectives: Sequence[Found], told: list[Range]
    ) -> Iterator[Claim]:
        """Yield what stands beside a word of an objective; notes where in `told`."""
        if not objectives:
            return
        is_spanish = self.language.code == "es"
        for finder in (self._absent, self._distant, self._present):
            for claim in finder(sentence, objectives):
                where = claim.span.start, claim.span.end
                if is_spanish and _overlaps(where, told):
                    continue  # "no barracks within a kilometre": none there
                told.append((claim.span.start, claim.span.end))
                yield claim
        for claim in self._struck_as_military(sentence):
            if not _overlaps((claim.span.start, claim.span.end), told):
                told.append((claim.span.start, claim.span.end))
                yield claim  # else "was aimed at a store of arms" told it

    def _only_civilians(self, sentence: Sentence) -> Iterator[Claim]:
        """Read "there were only families": no objective there; or what was, whole.

        French and Spanish phrases that need no other word; Spanish ones of what a side
        says was there, too ("fighters hid in it").
        """
        if not self.language.is_romance:
            return
        for kind, objective in _WHOLE.items():
            rows = words_of(self.reference, self.language, "things", kind)
            for hit in rows.find(sentence.tokens)[:1]:
                before = sentence.tokens[max(0, hit.first - 2) : hit.first]
                is_denied = any(t.word in self.language.negations for t in before)
                if is_denied and objective is Objective.PRESENT:
                    continue
                where = range_of(sentence.tokens, hit.first, hit.last)
                yield self._objective(sentence, where, objective, hit)

    def _struck_as_military(self, sentence: Sentence) -> Iterator[Claim]:
        """Read "hit an ammunition store": what was struck is called military.

        In French and Spanish; where a "not" stands before, nothing is said to be there.
        """
        if not self.language.is_romance:
            return
        tokens = sentence.tokens
        told = -NEAR_WORDS
        for hit in self.military.things(sentence):
            beside = [
                s
                for s in (*sentence.strikes, *aimed(sentence))
                if 0 <= hit.first - s.last <= HARM_WORDS + 1
                and not has_break(tokens, s, hit)
            ]
            if not beside or hit.first - told < HARM_WORDS:
                continue
            first = max(s.first for s in beside)
            before = tokens[max(0, first - FEW_BEFORE) : hit.first]
            if any(t.word in self.language.negations | _ONLY for t in before):
                continue  # "strikes only military objectives": an answer
            start = hit.first - (tokens[hit.first - 1].word in DETERMINERS | INDEFINITE)
            is_of = any(s.last == start for s in beside)  # "the destruction of a post"
            is_from = tokens[start - 1].word in _WHENCE and not is_of
            if is_from or tokens[start].word in _WHENCE:
                continue  # "fired from positions": whence, not what was hit
            told = hit.last
            where = range_of(tokens, start, hit.last)
            yield self._objective(sentence, where, Objective.PRESENT, hit)

    def _present(
        self, sentence: Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        """Read "the school served as a base", which no "not" denies."""
        rows = words_of(self.reference, self.language, "things", "present")
        for mark in rows.find(sentence.tokens):
            before = sentence.tokens[max(0, mark.first - 2) : mark.first]
            is_denied = any(t.word in self.language.negations for t in before)
            near = [o for o in objectives if 0 <= o.first - mark.last <= HARM_WORDS]
            if self.language.code == "ar":  # "was a command post": "was a post"
                near = [
                    o for o in objectives if mark.first < o.first < mark.last
                ] or near
            if near and not is_denied:
                where = range_of(sentence.tokens, mark.first, near[0].last)
                yield self._objective(sentence, where, Objective.PRESENT, near[0])

    def _absent(
        self, sentence: Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        absent = words_of(self.reference, self.language, "things", "absent")
        told = 0
        for mark in absent.find(sentence.tokens):
            if mark.first < told or (told and mark.first - told <= 1):
                continue  # "no target nor any fighter"
            near = [
                o
                for o in objectives
                if apart(mark, o) <= NEAR_WORDS
                and (self.language.code != "ar" or o.first >= mark.last - 1)
                and not self._is_owner(sentence.tokens, o)
                and not self._is_of_another_clause(sentence.tokens, mark, o)
                and not self._is_told_before(sentence.tokens, mark, o)
                and not any(
                    t.forms & _USED for t in sentence.tokens[mark.last : o.first]
                )
            ]
            if near:
                first = min(mark.first, near[0].first)
                told = max(mark.last, near[0].last)
                where = range_of(sentence.tokens, first, told)
                yield self._objective(sentence, where, Objective.ABSENT, near[0])

    def _is_of_another_clause(
        self, tokens: Sequence[Token], mark: Found, objective: Found
    ) -> bool:
        """Say whether "that", "which" or a colon parts "none" from Slavic forces."""
        if not self.language.is_slavic:
            return False
        first = min(mark.last, objective.last)
        last = max(mark.first, objective.first)
        if is_among_the_dead(tokens, first, last):
            return True  # "no soldiers among the dead"
        return any(
            t.word in _PARTS_CLAUSES or t.word.startswith(("котор", "якi", "які"))
            for t in tokens[first:last]
        )

    def _is_told_before(
        self, tokens: Sequence[Token], mark: Found, objective: Found
    ) -> bool:
        """Say whether Spanish "that" parts forces from a "none" of other people.

        "A unit of mercenaries was there, and that no children were".
        """
        between = [t.word for t in tokens[objective.last : mark.first]]
        return self.language.code == "es" and "que" in between

    def _is_owner(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether forces only lack something ("there are none at the air base")."""
        if not self.language.is_slavic:
            return False
        before = [t.word for t in tokens[max(0, hit.first - 2) : hit.first]]
        is_theirs = self.language.code == "ru" and "у" in before
        return is_theirs or before[-1:] in (["на"], ["с"], ["из"], ["з"])

    def _distant(
        self, sentence: Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        """Read "a position 300 metres from the building"."""
        metres = words_of(self.reference, self.language, "things", "metre")
        counting = Counting(self.reference, self.language)
        for hit in metres.find(sentence.tokens):
            number = counting.numbers.before(sentence.tokens, hit.first)
            if hit.row.get("alone"):
                number = 1, hit.first
            near = [o for o in objectives if apart(hit, o) <= NEAR_WORDS * 2]
            if number is None or not near:
                continue
            if self.language.code == "ar":
                near = [o for o in near if not _has_but(sentence.tokens, o, hit)]
                near = [
                    o for o in near if not has_break(sentence.tokens, o, hit)
                ] or near
                if not near:
                    continue
            if self.language.code == "es":
                near.sort(key=lambda o: apart(hit, o))
            first = min(number[1], near[0].first)
            where = range_of(sentence.tokens, first, max(hit.last, near[0].last))
            words = self.text[slice(*range_of(sentence.tokens, number[1], hit.last))]
            yield self._objective(
                sentence,
                where,
                Objective.DISTANCE,
                near[0],
                distance_m=number[0] * int(hit.row["metres"]),
                distance_words=words,
            )

    def _objective(
        self,
        sentence: Sentence,
        where: Range,
        objective: Objective,
        what: Found,
        **values: Any,
    ) -> Claim:
        words = self.text[slice(*range_of(sentence.tokens, what.first, what.last))]
        return self.page.made(
            MilitaryObjectiveClaim,
            where,
            sentence,
            military_objective=objective,
            what=words,
            rule=f"M056 objective {objective}",
            **values,
        )


def _overlaps(where: Range, told: Sequence[Range]) -> bool:
    """Say whether a stretch shares letters with one that is told."""
    return any(s < where[1] and where[0] < e for s, e in told)


def _has_but(tokens: Sequence[Token], one: Found, other: Found) -> bool:
    """Say whether "but", which turns to something else, stands between two finds."""
    first, last = sorted((one.first, other.first))
    return any(t.word.startswith(("لكن", "ولكن")) for t in tokens[first:last])
