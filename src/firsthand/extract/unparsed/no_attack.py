"""Pages without a parse about sport, accidents, films, history or illness.

Asked once the claims of a page are found. Method: M056.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from firsthand.extract.patterned import Token, words_of
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import n_arms_of
from firsthand.extract.unparsed.token_words import FEW_WORDS, has_capital, is_digit
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    DateClaim,
    DenialClaim,
    LegalClaim,
    PlaceClaim,
    TargetClaim,
    WeaponClaim,
)

_MERE_WAR = (WeaponClaim, DateClaim, TargetClaim, LegalClaim, PlaceClaim)
_YEAR_DIGITS, _FIRST_YEAR, _MEMORY = 4, 1000, 1945
_IN_YEAR = frozenset({"en", "в", "у", "عام", "سنه"})  # words before a bare year
_SEASON = re.compile(r"весной|весною|навесн|летом|влітк|улітк|осенью|восени|зимой")


class NoAttack(Finder):
    """Says whether a page tells of no attack at all."""

    def is_all_of_it(self, claims: Sequence[Claim]) -> bool:
        """Say whether a page tells of sport, accidents, films, history or illness.

        Its words must say so ("match", "derailment"), and nothing of arms or of those
        who bear them. Of games, films and the past, which borrow the words of war,
        two words outweigh those of striking, and three one weapon; but never a toll of
        a strike on a thing named, or told by an office ("six killed at a stadium").
        """
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        found = [
            hit
            for s in self.page.sentences
            for hit in rows.find(s.tokens)
            if not hit.first or not has_capital(s.tokens[hit.first])  # a man's name
        ]
        n_playful = sum(bool(hit.row.get("plays")) for hit in found)
        is_one = n_playful == len(found) == 1 and not found[0].row.get("tells")
        if not found or is_one:
            return self._is_of_history()  # one "striker" makes no match
        # A game has drones and dates; nobody is harmed, nobody did it.
        is_played = n_playful >= FEW_WORDS or any(h.row.get("tells") for h in found)
        is_played = is_played and all(isinstance(c, _MERE_WAR) for c in claims)
        if is_played or self._is_of_history() or self._is_of_a_disaster(claims):
            return True
        if any(self._is_of_a_real_attack(c, claims) for c in claims):
            return False
        n_armed = sum(n_arms_of(s) for s in self.page.sentences)
        n_armed += sum(isinstance(c, AttributionClaim | DenialClaim) for c in claims)
        if len(found) == 1 and n_playful and not is_played:
            return False
        if n_armed:
            return n_armed == 1 and n_playful > FEW_WORDS
        return n_playful >= FEW_WORDS or not any(s.strikes for s in self.page.sentences)

    def _is_of_history(self) -> bool:
        """Say whether a page dates what it tells before living memory, and only so.

        A year before 1945 in the sentence of a toll, no later year, no day, no month.
        """
        days = [
            date
            for _, _, date in self.page.dated
            if is_digit(date.words) and not _SEASON.match(date.words)
        ]
        if any(d.latest is None or d.latest.year >= _MEMORY for d in days):
            return False
        if not any(self.page.harms(s) for s in self.page.sentences):
            return False
        return bool(days) or any(
            before.word in _IN_YEAR and _is_long_ago(token)
            for s in self.page.sentences
            for before, token in itertools.pairwise(s.tokens)
        )

    def _is_of_a_disaster(self, claims: Sequence[Claim]) -> bool:
        """Say whether a page tells of an earthquake, an accident or a fire alone.

        No arms, no author, no answer; and no sentence of an attack but one that says
        "earthquake" itself ("the quake struck the province").
        """
        if any(n_arms_of(s) for s in self.page.sentences):
            return False
        if any(isinstance(c, AttributionClaim | DenialClaim) for c in claims):
            return False
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        author = words_of(self.reference, self.language, "things", "author")
        is_found = False
        for sentence in self.page.sentences:
            hits = rows.find(sentence.tokens)
            is_natural = any(hit.row.get("natural") for hit in hits)
            if not is_natural and author.find(sentence.tokens):
                return False
            is_found = is_found or is_natural or any(h.row.get("fire") for h in hits)
        return is_found

    def _is_of_a_real_attack(self, claim: Claim, claims: Sequence[Claim]) -> bool:
        """Say whether a claim is a toll that only a real strike leaves.

        Its sentence strikes a thing named, or an office tells it; where the sentence
        speaks of a film or the past, both.
        """
        if not isinstance(claim, CasualtyClaim) or claim.negated:
            return False
        sentence = next(s for s in self.page.sentences if claim.span.start < s.end)
        if not sentence.strikes:
            return False
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        tells = any(hit.row.get("tells") for hit in rows.find(sentence.tokens))
        is_hit = any(
            isinstance(c, TargetClaim) and sentence.start <= c.span.start < sentence.end
            for c in claims
        )
        is_official = self._is_told_by_an_office(claim)
        return (is_hit and is_official) if tells else (is_hit or is_official)

    def _is_told_by_an_office(self, claim: Claim) -> bool:
        said = self.page.reading.statement_of(claim.span.start, claim.span.end)
        heads = words_of(self.reference, self.language, "speech", "head")
        return said is not None and any(
            hit.row.get("official")
            for start, end in said.source
            for hit in heads.find(self.language.tokens(self.text, start, end))
        )


def _is_long_ago(token: Token) -> bool:
    """Say whether a token may be a year before living memory."""
    is_year = token.word.isdecimal() and len(token.word) == _YEAR_DIGITS
    return is_year and _FIRST_YEAR <= int(token.word) < _MEMORY
