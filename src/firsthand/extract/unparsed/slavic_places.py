"""Where a Russian or Ukrainian sentence names a place: its case, its kind.

A name may be an adjective, or tell whence arms came. For `places`. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token, shared_words, words_of
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.places import Places
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import (
    FEW_WORDS,
    HARM_WORDS,
)
from firsthand.reference.gazetteer import Entry

_FROM = frozenset({"с", "со", "из", "з", "із", "зі"})
_AREA_OF_LAUNCH = re.compile(
    "територ|территор|район|сторон|авиабаз|авіабаз|аэродром|аеродром|акватор|позиц"
    "|борт|боку"
)
_TOWNS = frozenset({"town", "city"})
_SETTLEMENT = re.compile(
    r"сел|посел|деревн|хутор|город|місто|міст[іа]|селищ|станиц|аул"
)
_LAND = re.compile(r"(?:щина|ччина|область|Буковина|Прикарпаття|Закарпаття)$")
_IN_ITS_LAND = re.compile(r"[^\W\d_]\s*[,(]?\s*(?:на|в|у)\s+$")
_ADJECTIVAL = re.compile(r"(?:ої|ій|ого|ому|ою|ой|ая|ую|а|ий|ый)$")
_OF_A_LAND = re.compile(r"(?:ск|ськ)(?:ом|ого|ой|ому|ої|ій|ий|ая|а)$")


class SlavicPlaces(Places):
    """Finds where a blow was struck, in Russian and Ukrainian."""

    def _phrase_before(self, tokens: Sequence[Token], place: int) -> int:
        """Return where "in the Syrian province of X" begins."""
        cues = words_of(self.reference, self.language, "things", "locative")
        kind = cues.at(tokens, place - 1) if place else None
        if kind is None or not kind.row.get("strong"):
            return place
        first = place - 1
        if first and _OF_A_LAND.search(tokens[first - 1].word):
            first -= 1
        before = cues.at(tokens, first - 1) if first else None
        return first - 1 if before is not None and before.last == first else first

    def _is_settlement(self, tokens: Sequence[Token], cue: Found) -> bool:
        """Say so of a town; "the governor of the province Ivan Karda" names none."""
        return _SETTLEMENT.match(tokens[cue.last - 1].word) is not None

    def _says_more_of_it(self, before: str, name: str, *, is_area: bool) -> bool:
        """Say so of a province's name behind "in" and a name."""
        return bool(_LAND.search(name) and _IN_ITS_LAND.search(before))

    def _is_other(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a name tells whence arms came, or is an adjective."""
        return self._is_whence(sentence, where) or self._is_adjective(sentence, where)

    def _is_whence(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a name tells from where arms were launched."""
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        before = sentence.tokens[max(0, place - HARM_WORDS) : place]
        return any(
            one.word in _FROM and _AREA_OF_LAUNCH.match(two.word)
            for one, two in itertools.pairwise(before)
        )

    def _is_adjective(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a name is an adjective ("the Southern hospital")."""
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        targets = shared_words(self.reference, self.language, "targets", "target")
        after = targets.at(sentence.tokens, place + 1)
        if after is not None and sentence.tokens[after.first].given[0].isupper():
            return False  # "Bila Tserkva", the White Church, is a town
        is_one = _ADJECTIVAL.search(sentence.tokens[place].word) is not None
        return after is not None and is_one

    def _is_told_as_where(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name tells where a thing is ("the station of X")."""
        targets = shared_words(self.reference, self.language, "targets", "target")
        return any(
            (hit := targets.at(sentence.tokens, n)) is not None and hit.last == place
            for n in range(max(0, place - FEW_WORDS), place)
        )

    def _is_large(self, entries: Sequence[Entry], place: int) -> bool:
        """Say so of any town amid a sentence, where no common word has a capital."""
        is_town = place > 1 and any(e.kind in _TOWNS for e in entries)
        return is_town or super()._is_large(entries, place)
