"""Who stands before a verb of saying: a pronoun, a party, an office, a name.

For languages whose speaker comes first (Russian, Ukrainian, French, Spanish), and for
what stands before "in which" in all. Method: M022.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ADJECTIVE,
    ASIDE,
    COMMA,
    DEFINITE,
    DETERMINERS,
    FEW_BETWEEN,
    LEAST_SAID,
    PLACE_WORDS,
    THAT,
    ends_a_title,
    is_capital,
    start_of_title,
)
from firsthand.extract.saying_words import SayingWords

_NO_NAMES = frozenset(  # open a sentence with a capital, and name nobody
    {"как", "так", "также", "ранее", "позже", "затем", "однако", "при", "об", "о"}
    | {"кроме", "что", "это", "там", "тогда", "позднее", "по", "в", "на", "тем"}
    | {"такого", "таких", "таким", "такие", "такий", "такі", "такой", "к", "до"}
    | {"все", "всі", "усі", "оба", "обидва", "обидві", "todo", "tout"}
)
_WE = frozenset({"мы", "я", "ми", "nous", "je", "yo", "nosotros", "nosotras"})
_GOVERNING = frozenset(
    {
        "ante",
        "en",
        "a",
        "al",
        "con",
        "sobre",
        "contra",
        "por",
        "para",
        "durante",
        "tras",
    }
    | {
        "desde",
        "hacia",
        "del",
        "entre",
        "sin",
        "au",
        "aux",
        "par",
        "dans",
        "sur",
        "chez",
    }
    | {"pour", "avec", "contre", "devant", "du", "vers", "apres", "avant", "sans"}
)
_OBLIQUE_ADJECTIVE = re.compile(r"(?:[сцз]ком|[сцз]кой|нном|нной|ському|ській)$")


class SpeakersBefore(SayingWords):
    """Speakers that stand before a verb."""

    def _speaker_in(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the pronoun, office or name that a verb has before it."""
        if end > start and self.pronoun.at(tokens, end - 1):
            return end - 1, end
        if end > start and tokens[end - 1].word == "там":
            return end - 1, end  # "there they say"
        if end > start and tokens[end - 1].word in _WE:
            return None  # who says "we" is quoted by somebody
        party = self._party_first(tokens, start, end)
        if party is not None:
            return party
        for place in range(start, end):
            if self.nominative.at(tokens, place):
                if self._is_governed(tokens, start, place):
                    continue  # "before the Parliament": no subject
                stop = next(
                    (
                        n
                        for n in range(place, end)
                        if tokens[n].word in COMMA
                        or (n > place and self._ends_a_name(tokens, n))
                    ),
                    end,
                )
                stop = min(self._with_name_after(tokens, place, stop), end)
                while self.language.is_romance and tokens[stop - 1].word in ASIDE:
                    stop -= 1
                return self._with_adjectives(tokens, start, place), stop
        return self._title_in(tokens, start, end) or self._named_in(tokens, start, end)

    def _is_governed(self, tokens: Sequence[Token], start: int, place: int) -> bool:
        """Say whether a French or Spanish preposition stands before an office."""
        if not self.language.is_romance:
            return False
        before = place - 1
        before -= before > start and tokens[before].word in DEFINITE
        return before >= start and tokens[before].word in _GOVERNING

    @staticmethod
    def _title_in(tokens: Sequence[Token], start: int, end: int) -> Range | None:
        """Return a name in signs that stands right before a verb ("«Fonar» said")."""
        if end <= start or not ends_a_title(tokens, end):
            return None
        opened = start_of_title(tokens, end)
        return None if opened is None or opened < start else (opened, end)

    def _named_in(self, tokens: Sequence[Token], start: int, end: int) -> Range | None:
        """Return the people counted, or the name in capitals, right before a verb."""
        counted = self._counted_in(tokens, start, end)
        if counted is not None:
            return counted
        first = end
        while first > start and tokens[first - 1].given[0].isupper():
            first -= 1
        while first < end and self._names_nobody(tokens, first):
            first += 1
        is_where = first > start and tokens[first - 1].word in PLACE_WORDS
        return (first, end) if first < end and not is_where else None

    def _counted_in(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return people a verb has before it by their number ("two witnesses said")."""
        if not self.language.is_slavic:
            return None
        for place in range(start, end - 1):
            number = self.stop.at(tokens, place)
            is_number = number is not None and number.row["kind"] in {"number", "vague"}
            if number is None or not is_number:
                continue
            after = range(number.last, min(number.last + FEW_BETWEEN, end))
            if any(self.head.at(tokens, n) for n in after):
                return place, end
        return None

    def _party_first(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the party whose name begins a clause before a verb far behind it.

        "Damascus to the letters of the centre gave no answer": Damascus, no centre.
        """
        if end - start < LEAST_SAID or not is_capital(tokens[start]):
            return None
        named = self.parties.find(tokens[start].given)
        is_party = bool(named) and (
            named[0].form != "adjective" or not self.language.is_slavic
        )
        return (start, start + 1) if is_party else None

    def _ends_a_name(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a token before a verb no longer names who speaks."""
        if self.say.at(tokens, place) is not None:
            return True
        # In French and Spanish asides begin like parts of a title ("aux droits").
        is_slavic = self.language.is_slavic
        if self.language.is_romance and tokens[place].word in THAT | {"se", "s'"}:
            return True
        return is_slavic and self.aside.at(tokens, place) is not None

    def _names_nobody(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word only opens a sentence with its capital."""
        if tokens[place].word in _NO_NAMES:
            return True
        return any(
            words.at(tokens, place) is not None for words in (self.aside, self.common)
        )

    def _with_adjectives(self, tokens: Sequence[Token], start: int, place: int) -> int:
        while place > start and (
            ADJECTIVE.search(tokens[place - 1].word)
            or _OBLIQUE_ADJECTIVE.search(tokens[place - 1].word)
            or self._is_acronym_before(tokens, place)
        ):
            place -= 1
        if place > start and tokens[place - 1].word in DETERMINERS:
            place -= 1
        return place

    def _is_acronym_before(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a body of a body stands before it in capitals ("UNHCR of UN")."""
        before, word = tokens[place - 1].given, tokens[place].given
        both = before.isupper() and word.isupper() and len(before) > 1
        return self.language.is_slavic and both
