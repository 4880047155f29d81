"""What was hit in a sentence without a parse: a kind of building beside a strike.

Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract import arabic_targets
from firsthand.extract.patterned import (
    Found,
    Token,
    Words,
    range_of,
    shared_words,
    words_of,
)
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.military import Military
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, aimed
from firsthand.extract.unparsed.token_words import (
    AIMED_AT,
    FEW_WORDS,
    HARM_WORDS,
    NEAR_WORDS,
    OF_A_PLACE,
    PHRASE_WORDS,
    apart,
    has_break,
    has_capital,
    meets,
)
from firsthand.model import Claim, TargetClaim

_FAR_STRIKE = 3
_SETTLED = frozenset({"refugee_camp", "village"})
_UNHURT = frozenset({"displaced", "missing"})
_CARE = frozenset({"hospital", "medical_facility", "ambulance"})
_NO_TARGET = frozenset({"building"})  # says nothing of what was hit
_AND_ALSO_SLAVIC = frozenset({"и", "і", "й", "та", "или", "або"})
_LISTED = 5  # words between two things of a list, with their numbers


class Targets(Finder):
    """Finds what was hit: a kind of building beside a word of striking."""

    def __init__(self, page: PatternedPage, military: Military) -> None:
        """Read what was hit of a page, with what its other finders know."""
        super().__init__(page)
        self.military = military

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return what was hit: a kind of building beside a word of striking."""
        rows = shared_words(self.reference, self.language, "targets", "target")
        seen: set[str] = set()
        strikes = (*sentence.strikes, *aimed(sentence), *self.page.harms(sentence))
        strikes = tuple(s for s in strikes if s.row.get("harm") not in _UNHURT)
        for hit in rows.find(sentence.tokens):
            beside = [
                s
                for s in strikes
                if apart(s, hit) <= _reach(s)
                and not has_break(sentence.tokens, s, hit)
                and (s.row["kind"] == "strike" or s.last <= hit.first)
            ]
            target = str(hit.row["code"])
            where = range_of(sentence.tokens, hit.first, hit.last)
            if self._is_something_else(sentence, hit, where):
                continue
            if self.language.code == "ar":
                listed = arabic_targets.is_listed(sentence.tokens, hit, strikes)
                beside = [
                    s
                    for s in (*beside, *listed)
                    if arabic_targets.is_hit(sentence.tokens, s, hit)
                ]
                is_none = self.page.is_in_source(where)
                is_none = is_none or arabic_targets.is_general(sentence.tokens, hit)
                beside = [] if is_none else beside
            if target in _CARE:  # "they died in hospital"
                beside = [s for s in beside if s.row["kind"] == "strike"]
            is_where = bool(seen) and self._is_where_it_stands(sentence, hit)
            if (
                not beside
                or is_where
                or target in {*seen, *_NO_TARGET}
                or self._is_away(sentence, hit)
            ):
                continue
            seen.add(target)
            nearest = min(beside, key=lambda s: apart(s, hit))
            first = min(nearest.first, hit.first)
            last = max(nearest.last, hit.last)
            listed_with = self._listed_with(sentence, rows, hit, seen)
            last = max([last, *(one.last for one in listed_with)])
            is_arabic = self.language.code == "ar"
            is_further = bool(seen - {target}) and sentence.tokens[
                hit.first
            ].word.startswith("و")
            if is_arabic and (is_further or hit.first - first > _FAR_STRIKE):
                before = sentence.tokens[hit.first - 1].word
                # "Rained ... on the market": what was hit.
                first = hit.first - (before in self.language.at)
            if is_arabic and last == hit.last:
                last = arabic_targets.with_adjectives(sentence.tokens, hit)
            words = {t.word for t in sentence.tokens[max(0, first - 1) : last]}
            if self.language.is_romance:
                first = _aim_before(sentence.tokens, first, hit)
            yield self.page.made(
                TargetClaim,
                range_of(sentence.tokens, first, last),
                sentence,
                target=";".join((target, *(str(o.row["code"]) for o in listed_with))),
                negated=bool(words & self.language.negations),
                rule="M056 target struck",
            )

    def _is_something_else(self, sentence: Sentence, hit: Found, where: Range) -> bool:
        """Say whether a word of a building is of arms, an objective or a name."""
        if any(m.start <= where[0] < m.end for m in sentence.weapons):
            return True  # "car bomb"
        is_capital = hit.first > 0 and has_capital(sentence.tokens[hit.first])
        if self.language.is_romance and is_capital and self.page.is_in_source(where):
            return True  # "the NGO Open Bridges said"
        # "An ammunition store": an objective, whoever says so.
        return any(meets(hit, military) for military in self.military.things(sentence))

    def _listed_with(
        self, sentence: Sentence, rows: Words, hit: Found, seen: set[str]
    ) -> list[Found]:
        """Return what a Slavic list of things struck names behind the first of them.

        "Hit markets, bakeries and hospitals", "a school, two shops and 20 houses": one
        claim of several kinds.
        """
        if not self.language.is_slavic:
            return []
        tokens, found, last = sentence.tokens, [], hit.last
        for other in rows.find(tokens):
            code = str(other.row["code"])
            between = [t.word for t in tokens[last : other.first]]
            is_joined = between[:1] and between[0] in {",", *_AND_ALSO_SLAVIC}
            is_listed = (
                0 < len(between) <= _LISTED and is_joined and "," not in between[1:]
            )
            if other.first >= last and is_listed and code not in _NO_TARGET:
                last = other.last
                if code not in seen:
                    seen.add(code)
                    found.append(other)
        return found

    def _is_where_it_stands(self, sentence: Sentence, hit: Found) -> bool:
        """Say whether a camp only tells where a thing struck stands, in Arabic."""
        before = sentence.tokens[hit.first - 1].word if hit.first else ""
        is_in = (
            before in {"في", "داخل", "قرب"} or sentence.tokens[hit.first].word[0] == "ب"
        )
        if self.language.is_romance:  # "a school of the camp"
            return before in OF_A_PLACE and hit.row["code"] in _SETTLED
        return self.language.code == "ar" and is_in and hit.row["code"] in _SETTLED

    def _is_away(self, sentence: Sentence, hit: Found) -> bool:
        """Say whether the text puts a place apart ("far from houses")."""
        away = words_of(self.reference, self.language, "things", "away")
        return any(0 <= hit.first - a.last <= 1 for a in away.find(sentence.tokens))


def _reach(word: Found) -> int:
    """Return how far from a target a word may stand: harm must be close by."""
    if word.row["kind"] == "strike":
        return NEAR_WORDS
    if word.row.get("dying"):
        return -1
    return FEW_WORDS if word.row.get("person") else HARM_WORDS  # "dead in a market"


def _aim_before(tokens: Sequence[Token], first: int, hit: Found) -> int:
    """Return where "on the market" begins behind its strike; else where it did."""
    for n in range(hit.first - 1, max(first, hit.first - PHRASE_WORDS), -1):
        is_of = tokens[n].word in OF_A_PLACE and n == first + 1
        if tokens[n].word in AIMED_AT or is_of:
            return n
        if not tokens[n].is_word:
            break
    return first
