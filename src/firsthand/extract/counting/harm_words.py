"""Words of harm as a sentence uses them ("killed or wounded", "taken to hospital").

Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.counting.small_words import OR
from firsthand.extract.patterned import Found, Language, Token, folded_word, words_of
from firsthand.reference import Reference

_ACTIVE = frozenset({"tué", "massacré", "assassiné"})
_MAX_NEED = 12  # "12 people, two of them children, were taken ... to hospital"


class HarmWords:
    """Finds the words of harm of one language."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._harm = words_of(reference, language, "counts", "harm")
        self._number = words_of(reference, language, "counts", "number")

    def lumped(self, tokens: Sequence[Token]) -> list[Found]:
        """Return the words of harm, "killed or wounded" as one word of both."""
        made: list[Found] = []
        for found in self._harm.find(tokens):
            hit = self._turned(tokens, found)
            if not self.has_its_words(tokens, hit):
                continue
            before = made[-1] if made else None
            is_or = before is not None and (
                before.last + 1 == hit.first and tokens[before.last].word in OR
            )
            if before is None or not is_or or before.row["harm"] == hit.row["harm"]:
                made.append(hit)
                continue
            row = {**before.row, "harm": "casualties"}
            made[-1] = Found(before.first, hit.last, row)
        return made

    def _turned(self, tokens: Sequence[Token], hit: Found) -> Found:
        """Read a French participle before a number as a verb ("a, dit-on, tué 36")."""
        if self.language.code != "fr" or hit.last - hit.first > 1:
            return hit
        if tokens[hit.first].word not in _ACTIVE or hit.last >= len(tokens):
            return hit
        before = tokens[hit.first - 1].word if hit.first else ""
        follows = tokens[hit.last]
        is_counted = follows.is_number or self._number.at(tokens, hit.last) is not None
        if not is_counted or before.startswith("eté") or hit.row.get("person"):
            return hit
        return Found(hit.first, hit.last, {**hit.row, "takes": "right", "things": True})

    def has_its_words(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether a word of harm has what makes it one ("taken to hospital")."""
        needs, after = hit.row.get("needs"), hit.row.get("after")
        if after:  # "four workers are still under the rubble"
            told = tokens[max(0, hit.first - _MAX_NEED) : hit.first]
            before = {folded_word(self.language.fold, word) for word in after}
            return any(not before.isdisjoint(token.forms) for token in told)
        if not needs:
            return True
        following = tokens[hit.last : hit.last + _MAX_NEED]
        words = {folded_word(self.language.fold, word) for word in needs}
        return any(not words.isdisjoint(token.forms) for token in following)
