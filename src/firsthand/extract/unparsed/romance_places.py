"""Where a French or Spanish sentence names a place: the phrase that ends in it.

For `places`. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Token
from firsthand.extract.unparsed.places import Places
from firsthand.extract.unparsed.token_words import (
    DETERMINERS,
    OF_A_PLACE,
    PHRASE_WORDS,
)

_AT_A_PLACE = frozenset(
    {"en", "a", "al", "contra", "sobre", "hacia", "cerca", "desde", "por", "entre"}
    | {"au", "aux", "dans", "sur", "pres", "vers", "contre", "depuis", "à"}
)
_WITHIN = re.compile(
    r"[^\W\d_], (?:en|dans) (?:la |le |el |l['’])(?:misma |même |propia )?"
    r"(?:province|région|provincia|región"
    r"|departamento|département|gouvernorat|gobernación|oblast|óblast)"
    r"(?: [^\W\d_]+)? (?:de |d['’]|du |del )$"
)


class RomancePlaces(Places):
    """Finds where a blow was struck, in French and Spanish."""

    def _phrase_before(self, tokens: Sequence[Token], place: int) -> int:
        """Return where the phrase begins that ends in a place's name.

        "en la ciudad velmarana de Jesrin": back over noun and adjectives to the
        article, and to the word of place before it.
        """
        first = place
        if first and tokens[first - 1].word in DETERMINERS:
            first -= 1
        if first and tokens[first - 1].word in OF_A_PLACE:
            first -= 1
            for n in range(first - 1, max(-1, first - PHRASE_WORDS), -1):
                word = tokens[n].word
                if word in DETERMINERS:
                    first = n
                    break
                if word in _AT_A_PLACE or word in OF_A_PLACE:
                    return n
                if not tokens[n].given.islower():
                    return first
        if first and tokens[first - 1].word in _AT_A_PLACE | OF_A_PLACE:
            first -= 1
        return first

    def _says_more_of_it(self, before: str, name: str, *, is_area: bool) -> bool:
        """Say so behind a name and "in the province of"."""
        return _WITHIN.search(before) is not None
