"""Names of places in a stretch of text, Slavic ones by their first case.

"У Кривому Розі" is "Кривий Ріг", "Харківської області" the province. For the finders
of places and of people. Method: M056.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from firsthand.extract.unparsed.page import Finder
from firsthand.reference.gazetteer import open_gazetteer

_RUSSIAN_LETTERS = str.maketrans("іїєґ", "ииег")
_CAPITAL_PAIR = re.compile(  # an adjective in another case, and its noun
    r"(?<![\w.])([А-ЯЁІЇЄҐ][а-яёіїєґ'’]+(?:ом|ой|ому|ім|ій|ої|ого|ых|их|ую|ою))"
    r"\s+([А-ЯЁІЇЄҐ][а-яёіїєґ'’]+)(?!\w)"
)
PROVINCE = re.compile(
    r"(?<!\w)(?P<stem>[А-ЯЁІЇЄҐ][а-яёіїєґ'’-]+?)(?P<of>ськ|ск)"
    r"(?:ая|ой|ую|а|ої|ій|у|ою)\s+област(?:ь|и|і|ю)(?!\w)"
)
_CAPITAL_WORD = re.compile(
    r"[А-ЯЁІЇЄҐ][а-яёіїєґ'’]+(?:-[А-ЯЁІЇЄҐа-яёіїєґ][а-яёіїєґ'’]+)*"
)
_CYRILLIC_CASES = (
    (r"(.+)ь(?:я|е|ю|ем|єм|ї|ям|ях|ами|ями)$", (r"\1ье", r"\1ья")),
    (r"(.+)([бвгджзклмнпрстцчш])\2(?:і|ю|ям)$", (r"\1\2\2я",)),
    (r"(.*)оз[іу]$", (r"\1іг",)),
    (r"(.+)(?:ого|ому|ім|ым|ом)$", (r"\1ий", r"\1ый", r"\1ой", r"\1е", r"\1ое")),
    (r"(.+)(?:их|ых)$", (r"\1і", r"\1ые", r"\1ие")),
    (r"(.+)(?:ої|ій|ую|ою|ой)$", (r"\1а", r"\1ая")),
    (r"(.+)о([вн])(?:і|у|а)$", (r"\1і\2",)),
    (r"(.+)є(?:в)(?:і|у|а)$", (r"\1їв",)),
    (r"(.{2,})(?:і|е|у|ом|ем|ові)$", (r"\1", r"\1а", r"\1о", r"\1ь", r"\1е")),
    (r"(.{2,})(?:и|ы|ою|ой)$", (r"\1а", r"\1ь", r"\1я")),
    (r"(.{2,})а$", (r"\1", r"\1о")),
    (r"(.{2,})я$", (r"\1ь",)),
    (r"(.+)(?:ии|ию)$", (r"\1ия",)),
    (r"(.+)(?:ї|ю|єю|ю|ей)$", (r"\1я", r"\1й", r"\1ь")),
    (r"(.{2,})(?:ах|ів)$", (r"\1и",)),
    (r"(.+)(?:ци|ці|цей)$", (r"\1к", r"\1ка", r"\1ця")),
    (r"(.{3,})зі$", (r"\1г", r"\1га")),
    (r"(.{3,})сі$", (r"\1х", r"\1ха")),
)


class PlaceNames(Finder):
    """Finds names of places in a stretch of text, by their first case."""

    def within(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield names of places, in Russian and Ukrainian by their first case."""
        gazetteer = open_gazetteer(self.reference)
        found = list(gazetteer.scan(stretch, self.page.home))
        if not self.language.is_slavic:
            yield from found
            return
        for start, end, name in found:
            yield start, end, self.first_case(name) or name
        yield from self._provinces(stretch)
        pairs = list(self._two_words(stretch))
        yield from ((start, end, name) for start, end, name in pairs if name)
        taken = [*found, *pairs]
        for word in _CAPITAL_WORD.finditer(stretch):
            if any(s < word.end() and word.start() < e for s, e, _ in taken):
                continue
            cases = _first_cases(word.group())
            first = self.first_case(word.group()) or next(
                filter(gazetteer.find, cases), None
            )
            if first and not gazetteer.is_stopped(first):
                yield word.start(), word.end(), first

    def _two_words(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield "у Кривому Розі" as "Кривий Ріг", unknown pairs without a name.

        Half of such a name, "Nagorny" of "in Nagorny Karabakh", is another place.
        """
        gazetteer = open_gazetteer(self.reference)
        for pair in _CAPITAL_PAIR.finditer(stretch):
            one, two = pair.groups()
            ways = itertools.product(
                (one, *_first_cases(one)), (two, *_first_cases(two))
            )
            names = (f"{a} {b}" for a, b in ways)
            yield *pair.span(), next(filter(gazetteer.bears, names), "")

    def _provinces(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield "Харківської області" as the province's name in its first case."""
        gazetteer = open_gazetteer(self.reference)
        for found in PROVINCE.finditer(stretch):
            ending = "ська область" if "ськ" in found["of"] else "ская область"
            name = found["stem"] + ending
            if gazetteer.find(name):
                yield *found.span(), name

    def first_case(self, word: str) -> str | None:
        """Return the name of a place that a word is a case of; None = of none.

        Where no place bears a Ukrainian name, one may bear it in Russian letters.
        """
        gazetteer = open_gazetteer(self.reference)
        cases = (word, *_first_cases(word))
        found = next(filter(gazetteer.bears, cases), None)
        if found is None and self.language.code == "uk":
            russian = (case.translate(_RUSSIAN_LETTERS) for case in cases)
            found = next(filter(gazetteer.bears, russian), None)
        return found


def _first_cases(word: str) -> Iterator[str]:
    """Yield what the first case of an inflected Cyrillic name may be."""
    for ending, firsts in _CYRILLIC_CASES:
        match = re.fullmatch(ending, word)
        if match:
            yield from (match.expand(first) for first in firsts)
