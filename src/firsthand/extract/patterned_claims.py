"""All kinds of claims from sentences without a parse, by rows and patterns.

The same claim kinds and shapes as in English; every span is a stretch of the text as
given. Method: M056.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from firsthand.extract.answers.responses import responses_of
from firsthand.extract.patterned import Language
from firsthand.extract.reading import Reading
from firsthand.extract.unparsed.arabic_authors import ArabicAuthors, ArabicLands
from firsthand.extract.unparsed.arabic_towns import ArabicPlaces
from firsthand.extract.unparsed.authors import Authors
from firsthand.extract.unparsed.days import Days
from firsthand.extract.unparsed.inquiries import Inquiries
from firsthand.extract.unparsed.lands import Lands
from firsthand.extract.unparsed.legal import LegalWords
from firsthand.extract.unparsed.military import Military
from firsthand.extract.unparsed.named_victims import NamedVictims
from firsthand.extract.unparsed.no_attack import NoAttack
from firsthand.extract.unparsed.objectives import Objectives
from firsthand.extract.unparsed.own_blows import OwnBlows
from firsthand.extract.unparsed.page import PatternedPage
from firsthand.extract.unparsed.place_names import PlaceNames
from firsthand.extract.unparsed.places import Places
from firsthand.extract.unparsed.rebuttals import Rebuttals
from firsthand.extract.unparsed.repeats import said_once
from firsthand.extract.unparsed.romance_authors import RomanceAuthors, RomanceLands
from firsthand.extract.unparsed.romance_places import RomancePlaces
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.slavic_authors import SlavicAuthors, SlavicLands
from firsthand.extract.unparsed.slavic_places import SlavicPlaces
from firsthand.extract.unparsed.spanish_authors import SpanishAuthors
from firsthand.extract.unparsed.targets import Targets
from firsthand.extract.unparsed.toll_parts import PartsOfTolls
from firsthand.extract.unparsed.tolls import Tolls
from firsthand.extract.unparsed.weapons import Weapons
from firsthand.model import Claim

_Find = Callable[[Sentence], Iterator[Claim]]


def find_claims_in(reading: Reading, language: Language) -> list[Claim]:
    """Return all claims of a page in one of the languages read by patterns.

    Args:
        reading: The page; its sentences need no parse.
        language: Whose tables and shapes to use.

    Returns:
        Claims with speakers set, ids empty, in no particular order.
    """
    page = PatternedPage(reading, language)
    finders = _finders(page)
    claims = [c for s in page.sentences for find in finders for c in find(s)]
    claims += _answers(page)
    if NoAttack(page).is_all_of_it(claims):
        return []
    return said_once(claims, page)


class _Ways(NamedTuple):
    """The finders that a family of languages has of its own."""

    lands: type[Lands]
    authors: type[Authors]
    places: type[Places]


_ARABIC = _Ways(ArabicLands, ArabicAuthors, ArabicPlaces)
_FRENCH = _Ways(RomanceLands, RomanceAuthors, RomancePlaces)
_SPANISH = _Ways(RomanceLands, SpanishAuthors, RomancePlaces)
_SLAVIC = _Ways(SlavicLands, SlavicAuthors, SlavicPlaces)
_WAYS = {"ar": _ARABIC, "es": _SPANISH, "fr": _FRENCH, "ru": _SLAVIC, "uk": _SLAVIC}


def _finders(page: PatternedPage) -> tuple[_Find, ...]:
    """Return the finders of a page, in the order in which a sentence is read."""
    ways = _WAYS[page.language.code]
    names, lands = PlaceNames(page), ways.lands(page)
    people, military, days = NamedVictims(page, names), Military(page), Days(page)
    authors = ways.authors(page, lands)
    return (
        Tolls(page, people, days, PartsOfTolls(page, people)).find,
        Weapons(page, military, lands, authors).find,
        Targets(page, military).find,
        ways.places(page, names, people, lands).find,
        days.find,
        LegalWords(page).find,
        Objectives(page, military).find,
        authors.find,
        OwnBlows(page).find,
        Rebuttals(page).find,
        Inquiries(page).find,
        people.find,
    )


def _answers(page: PatternedPage) -> Iterator[Claim]:
    """Yield what parties answer to a charge."""
    responses = responses_of(
        page.reference, page.language, page.text, page.reading.page.outlet
    )
    for found in responses.find([s.tokens for s in page.sentences], page.said):
        yield page.made(
            found.kind,
            (found.start, found.end),
            page.sentences[found.sentence],
            statement=found.statement,
            rule="M053 response",
            **found.values,
        )
