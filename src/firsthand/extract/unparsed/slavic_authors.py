"""Who struck in Russian and Ukrainian sentences, and parties that only tell where.

Cases tell who does it and to whom, whatever the order of words. For `authors` and
`lands`. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.slavic_cases import (
    is_accused_by_nobody,
    is_accused_first,
    is_no_author,
    is_oblique,
)
from firsthand.extract.unparsed.authors import DISOWNING, Authors
from firsthand.extract.unparsed.lands import Lands
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import (
    CLAUSE,
    FEW_BEFORE,
    FEW_WORDS,
    NEAR_WORDS,
)
from firsthand.reference.parties import PartyMention

_MEASURES = frozenset(  # "not less than 23 times", "not only": nothing is denied
    {"менее", "меньше", "более", "больше", "менше", "менш", "більше", "більш"}
    | {"только", "лишь", "тільки", "лише"}
)
_WITH_ARMS = frozenset({"из", "с", "со", "із", "зі", "з"})


class SlavicLands(Lands):
    """Tells capitals that were struck or stand behind "over"."""

    def _is_placed(self, sentence: Sentence, party: PartyMention, place: int) -> bool:
        """Say whether a capital is where it struck ("attacked Kyiv")."""
        if party.form != "metonym" or not place:
            return False
        author = words_of(self.reference, self.language, "things", "author")
        behind = any(
            hit.last == place and not (hit.row.get("noun") or hit.row.get("accuse"))
            for hit in author.find(sentence.tokens)
        )
        return behind or sentence.tokens[place - 1].word == "по"


class SlavicAuthors(Authors):
    """Finds who is said to have struck, in Russian and Ukrainian."""

    unstruck = Authors.unstruck | DISOWNING

    def _is_doer(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, stands right beside "laid by".

        As cases tell who does it, it may stand right before as well.
        """
        if not word.row.get("by") or is_oblique(party.words):
            return False  # "struck the rebels"
        first, last = range_of(sentence.tokens, word.first, word.last)
        if last <= party.start:
            words = _past_arms(self.text[last : party.start].split())
            return len(words) <= 1 and not set(words) & self.language.at
        between = self.text[party.end : first]
        is_near = len(between.split()) <= 1 and not CLAUSE.search(between)
        return party.end <= first and is_near

    def _is_parted(
        self, sentence: Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether case or order make a party no author, or what was shot down."""
        first = sentence.tokens[word.first].start
        return is_no_author(word, party, first, between) or self._is_shot_down(
            sentence, word, party
        )

    def _is_shot_down(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a noun of aircraft tells what was shot down, not who struck."""
        down = words_of(self.reference, self.language, "things", "shot_down")
        start, end = range_of(sentence.tokens, word.first, word.last)
        clause = self.page.clause(
            sentence, (min(start, party.start), max(end, party.end))
        )
        return bool(word.row.get("noun")) and any(
            clause[0] <= sentence.tokens[hit.first].start < clause[1]
            for hit in down.find(sentence.tokens)
        )

    def _is_accuser(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say no: cases tell who is blamed."""
        return False

    def _is_of_no_strike(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether a charge is told, and is none of striking ("of hiding")."""
        after = [t for t in sentence.tokens if t.start >= party.end]
        is_told = any(t.word in {"в", "во", "у"} for t in after[:FEW_WORDS])
        charge = words_of(self.reference, self.language, "things", "charge")
        return is_told and not (self._is_struck(sentence) or charge.find(after))

    def _is_object(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party stands in the case of whom somebody blames."""
        verb = sentence.tokens[word.last - 1].word
        return is_accused_first(party.words) or is_accused_by_nobody(party.words, verb)

    def _is_measure(self, after: Sequence[Token]) -> bool:
        """Say whether "not" is one of measure ("not less than 23 times")."""
        return bool({t.word for t in after} & _MEASURES)

    def _end(
        self, sentence: Sentence, word: Found, party: PartyMention, end: int
    ) -> int:
        """Return where an attribution ends: with the charge, or the verb.

        "Accused X of shelling the market", "the aircraft of X struck".
        """
        tokens = sentence.tokens
        last = next((n for n, t in enumerate(tokens) if t.start >= end), len(tokens))
        stop = last
        while stop < min(len(tokens), last + NEAR_WORDS) and tokens[stop].is_word:
            stop += 1
        if word.row.get("accuse"):
            is_charge = last < stop and tokens[last].word in {"в", "во", "у"}
            return tokens[stop - 1].end if is_charge else end
        if not word.row.get("noun"):
            return end
        author = words_of(self.reference, self.language, "things", "author")
        verbs = [
            hit.last
            for hit in author.find(tokens)
            if last <= hit.first < min(stop, last + FEW_BEFORE)
            and not (hit.row.get("noun") or hit.row.get("accuse"))
        ]
        return tokens[verbs[0] - 1].end if verbs else end


def _past_arms(words: list[str]) -> list[str]:
    """Drop what a deed was done with ("shelled with mortars the rebels")."""
    return words[2:] if len(words) > 1 and words[0].lower() in _WITH_ARMS else words
