"""What was hit in a sentence without a parse: a kind of building beside a strike.

Method: M056.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
from firsthand.extract.unparsed import french_targets
from firsthand.extract.unparsed.listed_targets import (
    is_subject_of_its_own,
    listed_with,
    stands_in_a_list_of_struck,
)
from firsthand.extract.unparsed.military import Military
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, aimed
from firsthand.extract.unparsed.slavic_targets import (
    is_no_thing,
    struck_in_its_clause,
)
from firsthand.extract.unparsed.token_words import (
    AIMED_AT,
    DETERMINERS,
    FEW_WORDS,
    HARM_WORDS,
    INDEFINITE,
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
_WITHIN = frozenset({"en", "dentro", "contra", "sobre"})
_IN_REACH = 6  # words between the dead and where they died: "41 personas en un"
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
        things = rows.find(sentence.tokens)
        if self.language.code == "fr":
            strikes = french_targets.struck_by(sentence.tokens, strikes)
        if self.language.code == "es":
            strikes += tuple(stands_in_a_list_of_struck(sentence.tokens, strikes))
        for hit in things:
            target = str(hit.row["code"])
            where = range_of(sentence.tokens, hit.first, hit.last)
            if self._is_something_else(sentence, hit, where):
                continue
            beside = self._beside(sentence, hit, strikes)
            is_where = bool(seen) and self._is_where_it_stands(sentence, hit)
            if (
                not beside
                or is_where
                or target in {*seen, *_NO_TARGET}
                or self._is_away(sentence, hit)
            ):
                continue
            seen.add(target)
            nearest = self._nearest(sentence, hit, beside)
            first = min(nearest.first, hit.first)
            last = max(nearest.last, hit.last)
            listed = self._listed_with(sentence, rows, hit, seen)
            last = max([last, *(one.last for one in listed)])
            if self.language.code == "ar":
                first, last = self._arabic_ends(sentence, hit, (first, last), seen)
            words = {t.word for t in sentence.tokens[max(0, first - 1) : last]}
            if self.language.is_romance:
                first = _aim_before(sentence.tokens, first, hit)
            negated = bool(words & self.language.negations)
            yield self._struck(
                sentence,
                range_of(sentence.tokens, first, last),
                ";".join((target, *(str(o.row["code"]) for o in listed))),
                negated=negated,
            )
            if self.language.code == "es":
                yield from self._each_of_its_list(
                    sentence, things, hit, seen, negated=negated
                )

    def _arabic_ends(
        self, sentence: Sentence, hit: Found, ends: tuple[int, int], seen: set[str]
    ) -> tuple[int, int]:
        """Return where an Arabic thing struck begins and ends: alone, where far off."""
        tokens, (first, last) = sentence.tokens, ends
        is_further = len(seen) > 1 and tokens[hit.first].word.startswith("و")
        if is_further or hit.first - first > _FAR_STRIKE:
            before = tokens[hit.first - 1].word
            # "Rained ... on the market": what was hit.
            first = hit.first - (before in self.language.at)
        if last == hit.last:
            last = arabic_targets.with_adjectives(tokens, hit)
        return first, last

    def _beside(
        self, sentence: Sentence, hit: Found, strikes: Sequence[Found]
    ) -> list[Found]:
        """Return the words of striking, and of harm before it, beside a thing."""
        tokens = sentence.tokens
        is_in = self.language.code == "es" and _is_where(tokens, hit)
        beside = [
            s
            for s in strikes
            if apart(s, hit) <= (_IN_REACH if is_in and _is_harm(s) else _reach(s))
            and not has_break(tokens, s, hit)
            and (s.row["kind"] == "strike" or s.last <= hit.first)
        ]
        if self.language.code == "es" and is_subject_of_its_own(tokens, hit):
            beside = [s for s in beside if s.first >= hit.last]
        if self.language.code == "ar":
            listed = arabic_targets.is_listed(tokens, hit, strikes)
            where = range_of(tokens, hit.first, hit.last)
            is_none = self.page.is_in_source(where)
            is_none = is_none or arabic_targets.is_general(tokens, hit)
            beside = [
                s
                for s in (*beside, *listed)
                if arabic_targets.is_hit(tokens, s, hit) and not is_none
            ]
        if self.language.is_slavic:
            beside = beside or list(struck_in_its_clause(tokens, hit, strikes))
        if hit.row["code"] in _CARE:  # "they died in hospital"
            beside = [s for s in beside if s.row["kind"] == "strike"]
        return beside

    def _nearest(
        self, sentence: Sentence, hit: Found, beside: Sequence[Found]
    ) -> Found:
        """Return the word of striking that tells of a thing: before "in", if any."""
        before = [s for s in beside if s.last <= hit.first]
        if self.language.code == "es" and before and _is_where(sentence.tokens, hit):
            beside = before
        return min(beside, key=lambda s: apart(s, hit))

    def _struck(
        self, sentence: Sentence, where: Range, target: str, *, negated: bool
    ) -> Claim:
        return self.page.made(
            TargetClaim,
            where,
            sentence,
            target=target,
            negated=negated,
            rule="M056 target struck",
        )

    def _each_of_its_list(
        self,
        sentence: Sentence,
        things: Sequence[Found],
        hit: Found,
        seen: set[str],
        *,
        negated: bool,
    ) -> Iterator[Claim]:
        """Yield what is listed behind a thing struck: "schools, a mosque, a clinic"."""
        for other in listed_with(sentence.tokens, things, hit):
            code = str(other.row["code"])
            where = range_of(sentence.tokens, other.first, other.last)
            is_something_else = self._is_something_else(sentence, other, where)
            if code in {*seen, *_NO_TARGET} or is_something_else:
                continue
            seen.add(code)
            first = _with_its_number(sentence.tokens, other, self.page.is_number)
            where = range_of(sentence.tokens, first, other.last)
            yield self._struck(sentence, where, code, negated=negated)

    def _is_something_else(self, sentence: Sentence, hit: Found, where: Range) -> bool:
        """Say whether a word of a building is of arms, an objective or a name."""
        if any(m.start <= where[0] < m.end for m in sentence.weapons):
            return True  # "car bomb"
        if self.language.code == "fr" and french_targets.is_turned_into(
            sentence.tokens, hit
        ):
            return True  # "a school turned into a shelter"
        if self.language.is_slavic:
            people = words_of(self.reference, self.language, "counts", "person")
            if is_no_thing(sentence.tokens, hit, people):
                return True  # "schoolchildren", "a raid on a clinic is a crime"
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


def _is_harm(word: Found) -> bool:
    """Say whether a word tells of the dead or hurt, not of one who dies later."""
    return word.row["kind"] != "strike" and not word.row.get("dying")


def _is_where(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether Spanish "in" stands before a thing ("en un concurrido mercado")."""
    return any(t.word in _WITHIN for t in tokens[max(0, hit.first - 3) : hit.first])


def _reach(word: Found) -> int:
    """Return how far from a target a word may stand: harm must be close by."""
    if word.row["kind"] == "strike":
        return NEAR_WORDS
    if word.row.get("dying"):
        return -1
    return FEW_WORDS if word.row.get("person") else HARM_WORDS  # "dead in a market"


def _with_its_number(
    tokens: Sequence[Token], thing: Found, is_number: Callable[[Token], bool]
) -> int:
    """Return where a thing begins with its article or number ("tres mercados")."""
    before = tokens[thing.first - 1 : thing.first]
    is_told = any(t.word in DETERMINERS | INDEFINITE or is_number(t) for t in before)
    return thing.first - is_told


def _aim_before(tokens: Sequence[Token], first: int, hit: Found) -> int:
    """Return where "on the market" begins behind its strike; else where it did."""
    for n in range(hit.first - 1, max(first, hit.first - PHRASE_WORDS), -1):
        is_of = tokens[n].word in OF_A_PLACE and n == first + 1
        if tokens[n].word in AIMED_AT or is_of:
            return n
        if not tokens[n].is_word:
            break
    return first
