"""Places of sentences without a parse that tell of an attack or of harm.

A name of the bundled gazetteer counts only where it stands as a place; one that no
gazetteer has, where the text calls it a town. Method: M056.
"""

# ruff: noqa: ARG002  a way asks only for what its language needs

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import (
    Found,
    Token,
    Words,
    range_of,
    words_of,
)
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.lands import Lands
from firsthand.extract.unparsed.named_victims import NamedVictims
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.place_names import PROVINCE, PlaceNames
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import (
    FEW_WORDS,
    has_capital,
)
from firsthand.model import Accuracy, Claim, PlaceClaim
from firsthand.reference.gazetteer import Context, Entry, open_gazetteer

_SHORTEST_NAME = 3
_SMALL_TOWN = 5_000
_AREAS = frozenset({"province", "region", "district"})
_KNOWN_TOWNS = frozenset({"city", "camp"})  # of our own rows, which count nobody
AREA_CLASSES = frozenset({Accuracy.PROVINCE, Accuracy.DISTRICT})
_NAME_TIMES = 4.8  # how much longer than a place's name its quote may be
_ELISION = re.compile(r"\b([dlDL])['\u2019](?=[A-Z\u00c0-\u00dd])")
_NAME_INSIDE = frozenset({"al", "el", "es", "ez", "as", "ash", "ar", "an", "at"})
_ARABIC_NAME = re.compile(r"(?:al|el|a[shdtrz]h?|e[szrln])-[A-ZÀ-Ý]")


class Places(Finder):
    """Finds where a blow was struck; each language names a place in its own way."""

    def __init__(
        self, page: PatternedPage, names: PlaceNames, people: NamedVictims, lands: Lands
    ) -> None:
        """Read the places of a page, with what its other finders know."""
        super().__init__(page)
        self.names = names
        self.people = people
        self.lands = lands

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return places of a sentence that tells of an attack or of harm."""
        if not (self.page.tells_an_attack(sentence) or self._heads_one(sentence)):
            return
        gazetteer = open_gazetteer(self.reference)
        stretch = self.text[sentence.start : sentence.end]
        seen: set[str] = set()
        if self.language.has_elision:
            stretch = _ELISION.sub(r"\1 ", stretch)
        known = list(self.names.within(stretch))
        unknown = list(self._unknown_names(sentence, known))
        cut = {k for k in known if any(s <= k[0] and k[1] < e for s, e, _ in unknown)}
        for start, end, name in [*(k for k in known if k not in cut), *unknown]:
            where = sentence.start + start, sentence.start + end
            if self.page.is_in_source(where) or (
                self.page.names_a_party(sentence, where)
                and not self._is_a_capital_town(sentence, where)
            ):
                continue
            if self._is_in_a_name(sentence, where) or self._is_other(sentence, where):
                continue
            is_told = (start, end, name) in unknown
            if not (is_told or self._is_said_as_place(sentence, where, name)):
                continue
            place = gazetteer.resolve(name, Context(countries=self.page.home))
            if place.accuracy is Accuracy.COUNTRY or name in seen:
                continue
            before = self.text[sentence.start : where[0]]
            is_area = place.accuracy in AREA_CLASSES
            if seen and self._says_more_of_it(before, name, is_area=is_area):
                continue
            seen.add(name)
            yield self.page.made(
                PlaceClaim,
                self._with_its_kind(sentence, where),
                sentence,
                hedges=(),
                place=place,
                rule="M056 place of the gazetteer",
            )

    def _heads_one(self, sentence: Sentence) -> bool:
        """Say whether a sentence is but a name before the telling of an attack.

        "Talbar. Drone hits a house.": channels begin so; a report's dateline does too,
        which is why only places of the case count there.
        """
        words = [t.given for t in sentence.tokens if t.is_word]
        if not 0 < len(words) <= FEW_WORDS or any(w.isupper() for w in words):
            return False  # "ARIKHAN." is a dateline
        following = next(
            (s for s in self.page.sentences if s.start >= sentence.end), None
        )
        return following is not None and self.page.tells_an_attack(following)

    def _cues(self) -> Words:
        return words_of(self.reference, self.language, "things", "locative")

    def _with_its_kind(self, sentence: Sentence, where: Range) -> Range:
        """Return a name with what stands before it ("in the Velmaran town of Jesrin").

        A quote stays near its name: of a long phrase its inner part is kept.
        """
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > where[0])
        first = self._phrase_before(tokens, place)
        most = _NAME_TIMES * (where[1] - where[0])
        ways = (first, first + 1, first + FEW_WORDS, place - 1)
        fits = [
            n for n in ways if first <= n < place and where[1] - tokens[n].start <= most
        ]
        return (tokens[fits[0]].start if fits else where[0]), where[1]

    def _unknown_names(
        self, sentence: Sentence, known: Sequence[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield names no gazetteer has that a text calls a town, village or quarter."""
        tokens = sentence.tokens
        cues = words_of(self.reference, self.language, "things", "locative")
        for cue in cues.find(tokens):
            last = cue.last
            while last < len(tokens) and (
                has_capital(tokens[last])
                or _ARABIC_NAME.match(tokens[last].given)
                or (last > cue.last and tokens[last].word in _NAME_INSIDE)
            ):
                last += 1
            is_kind = cue.row.get("strong") and self._is_settlement(tokens, cue)
            if not is_kind or last == cue.last:
                continue
            start, end = range_of(tokens, cue.last, last)
            start, end = start - sentence.start, end - sentence.start
            if not any(s <= start and end <= e for s, e, _ in known):
                yield start, end, self.text[start + sentence.start :][: end - start]

    def _goes_on_a_list(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name follows others that a cue begins ("in X, Y and Z")."""
        ands = self.language.joiners | {"d'", "de"}
        first = place
        while (
            first > 1
            and sentence.tokens[first - 1].word in ands
            and has_capital(sentence.tokens[first - FEW_WORDS])
        ):
            first -= FEW_WORDS
        if first < place and self._is_told_as_where(sentence, first):
            return True  # "quarters of X, Y and Z"
        return first < place and self._cue_before(sentence, first) is not None

    def _cue_before(self, sentence: Sentence, place: int) -> Found | None:
        """Return the locative word that ends right before a token; None = none."""
        cues = words_of(self.reference, self.language, "things", "locative")
        for first in range(max(0, place - 2), place):
            cue = cues.at(sentence.tokens, first)
            if cue is not None and cue.last == place:
                return cue
        return None

    def _is_common(self, sentence: Sentence, place: int, name: str) -> bool:
        """Say whether a word has another meaning in our own rows or in a date."""
        if any(d.first <= place < d.last for d in sentence.dates):
            return True
        return any(
            words_of(self.reference, self.language, table).at(sentence.tokens, place)
            for table in ("counts", "things", "speech", "responses")
        )

    def _is_a_capital_town(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a capital's name tells where ("in Damascus")."""
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        return any(
            party.form == "metonym"
            and party.start <= where[0] < party.end
            and self.lands.is_named_as_place(sentence, party, place)
            for party in sentence.parties
        )

    def _is_in_a_name(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a place's name is that of somebody harmed."""
        stretches = (
            range_of(sentence.tokens, n.first, n.last)
            for n in self.people.named(sentence)
        )
        return any(s <= where[0] and where[1] <= e for s, e in stretches)

    def _is_said_as_place(self, sentence: Sentence, where: Range, name: str) -> bool:
        """Say whether a name stands as a place: known to the case, or after a cue.

        Many Arabic and Russian common words are also names of places somewhere: the
        bundled gazetteer counts only after "town of", "in", "near" ...
        """
        entries = open_gazetteer(self.reference).find(name)
        place = next(
            (n for n, t in enumerate(sentence.tokens) if t.end > where[0]), None
        )
        if any(entry.layer > 1 for entry in entries) or PROVINCE.fullmatch(name):
            return place is None or not self._is_home(sentence, place)
        # A particle and half a word are no name.
        if place is None or len(name.split(maxsplit=1)[0]) < _SHORTEST_NAME:
            return False
        if self._is_called_a_town(sentence, place):
            return True  # "the town of X", though X is a word of its own
        is_word = self._is_common(sentence, place, name)
        if is_word or self._is_home(sentence, place):
            return False
        cue = self._cue_before(sentence, place)
        if cue is not None and cue.row.get("strong"):
            # "The village of Bliun" has no "in Liun" in it.
            given = sentence.tokens[place].given
            return given.startswith((name[:1], "ال", "و"))
        is_told = cue is not None or self._is_told_as_where(sentence, place)
        is_told = is_told or any(s.last == place for s in sentence.strikes)
        is_told = is_told or self._goes_on_a_list(sentence, place)
        return is_told and self._is_large(entries, place)

    # -- what a language tells in its own way ---------------------------------

    def _phrase_before(self, tokens: Sequence[Token], place: int) -> int:
        """Return where the phrase begins that ends in a place's name."""
        return place

    def _is_settlement(self, tokens: Sequence[Token], cue: Found) -> bool:
        """Say whether words before a name tell a settlement, known or not."""
        return True

    def _says_more_of_it(self, before: str, name: str, *, is_area: bool) -> bool:
        """Say whether an area only tells where the place named right before it lies.

        "At Talbar, in the province of Ardesh"; "in X, south of the Y strip".
        """
        return False

    def _is_other(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a name is no place, or not that of the blow."""
        return False

    def _is_home(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name tells where people come from."""
        return False

    def _is_called_a_town(self, sentence: Sentence, place: int) -> bool:
        """Say whether the text calls a name a town, whatever else it means."""
        return False

    def _is_told_as_where(self, sentence: Sentence, place: int) -> bool:
        """Say whether a name tells where without a word of place before it."""
        return False

    def _is_large(self, entries: Sequence[Entry], place: int) -> bool:
        """Say whether a name is that of a place of some size, and of no hamlet."""
        return any(
            e.population >= _SMALL_TOWN or e.kind in _AREAS | _KNOWN_TOWNS
            for e in entries
        )
