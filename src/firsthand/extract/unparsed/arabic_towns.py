"""Where an Arabic sentence names a place, and where a name is another word.

`firsthand.extract.arabic_places` reads its phrases and lists. For `places`.
Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract import arabic_places
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.places import Places
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.reference.gazetteer import open_gazetteer

_TO_CARE = re.compile(
    r"(?:إلى|الى)\s+(?:ال)?(?:مستشفي?ات|مستشفى|مشفى|مشافي)\s+\S{0,2}$"
)


# Where people fled to, what a side holds, how far off it was, where a reporter is.
_KIND = r"(?:(?:مدينة|بلدة|قرية|محافظة|ريف|منطقة|إقليم|مخيم)\s+)?\S{0,2}$"
_TOWARDS = re.compile(
    r"(?<!\w)\w{0,2}(?:نزوح|نزح|نازح|فر|فرار|فرّ|هرب|لجوء|لجأ|توجه|غادر|إجلاء|أجلي|نقل|رحيل)\w*"
    r"\s[^.،\n]{0,30}(?:باتجاه|نحو|إلى|صوب)\s+" + _KIND
)
_HELD = re.compile(
    r"(?:تسيطر|يسيطر|سيطرت|سيطر|تهيمن|تنتشر|خاضعة|الخاضعة|تخضع)\s[^.،\n]{0,30}"
    r"(?:في|على|من|لسيطرة)\s+(?:\w+\s+من\s+)?" + _KIND
)
_FAR_FROM = re.compile(
    r"(?:كيلومتر|كلم|كم|متر)[\w\u064b-\u0652]*\s+(?:\w+\s+)?(?:من|عن)\s+" + _KIND
)
_REPORTER = re.compile(
    r"(?:مراسل|مراسلة|مراسلو|مراسلنا)\w*\s[^.،\n]{0,30}في\s+" + _KIND
)
_FAR = 70  # characters before a name


class ArabicPlaces(Places):
    """Finds where a blow was struck, in Arabic."""

    def _with_its_kind(self, sentence: Sentence, where: Range) -> Range:
        """Return a name with its words of place, and with nothing else."""
        return arabic_places.with_cues(sentence.tokens, where, self._cues())

    def _unknown_names(
        self, sentence: Sentence, known: Sequence[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield none: no capital tells where a name ends."""
        return iter(())

    def _says_more_of_it(self, before: str, name: str, *, is_area: bool) -> bool:
        """Say so of a wider area ("in X, south of the Y strip")."""
        return is_area and arabic_places.is_wider(before)

    def _is_other(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a name tells where the hurt were taken ("to hospitals of X")."""
        first = max(sentence.start, where[0] - _FAR)
        return any(
            way.search(self.text, first, where[0]) is not None
            for way in (_TO_CARE, _TOWARDS, _HELD, _FAR_FROM, _REPORTER)
        )

    def _is_home(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name tells where people come from."""
        return arabic_places.is_home(sentence.tokens, place)

    def _is_called_a_town(self, sentence: Sentence, place: int) -> bool:
        """Say whether "town" or "camp" stands in a name or before it."""
        return arabic_places.is_called_a_town(sentence.tokens, place, self._cues())

    def _is_common(self, sentence: Sentence, place: int, name: str) -> bool:
        """Say whether a word means something else; "Umm X" means no mother."""
        return " " not in name and super()._is_common(sentence, place, name)

    def _is_told_as_where(self, sentence: Sentence, place: int) -> bool:
        """Say whether "in" is joined to a name."""
        return sentence.tokens[place].word.startswith("ب")

    def _goes_on_a_list(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name follows others that a cue begins ("in X, Y and Z")."""
        gazetteer = open_gazetteer(self.reference)
        return arabic_places.goes_on_a_list(
            sentence.tokens, place, self._cues(), gazetteer
        )
