"""Parties whose name only tells where something is, or whence it came.

"In Kyiv" is no author, nor is the maker of "a US-made bomb". For the finders of
authors, weapons and places. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.patterned import Token
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.reference.parties import PartyMention

GENERIC_KINDS = frozenset({"generic", "organisation"})
_MAKING = frozenset(
    {"fabrication", "fabricacion", "conception", "facture", "production", "diseño"}
    | {"diseno", "factura", "manufactura", "fabricado", "fabriqué", "fabricados"}
)


class Lands(Finder):
    """Tells parties that only say where something is, or whence it came."""

    def is_where_or_whence(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether a name tells a place, or where a weapon was made.

        "In Kyiv" is no author, and neither is the maker of "a US-made bomb".
        """
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > party.start)
        return self._is_placed(sentence, party, place)

    def is_named_as_place(
        self, sentence: Sentence, party: PartyMention, place: int
    ) -> bool:
        """Say whether a country or capital stands after "in", "near", "at"."""
        return False

    def _is_placed(self, sentence: Sentence, party: PartyMention, place: int) -> bool:
        """Say so of a party at a token, in the way of a language."""
        raise NotImplementedError

    def acting(self, sentence: Sentence) -> Sentence:
        """Return a sentence without the parties that only tell where or whence."""
        acting = [
            party
            for party in sentence.parties
            if not self.is_where_or_whence(sentence, party)
        ]
        return dataclasses.replace(sentence, parties=acting)


def is_maker(tokens: Sequence[Token], party: PartyMention) -> bool:
    """Say whether a party only made a weapon ("of Russian make")."""
    place = next(n for n, t in enumerate(tokens) if t.end > party.start)
    return any(t.word in _MAKING for t in tokens[max(0, place - 2) : place])
