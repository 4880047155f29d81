"""Who is said to have done it."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, Reading, read_page
from firsthand.extract.perpetrators import find_perpetrators, perpetrator_of, weapon_of
from firsthand.model import AttributionClaim
from firsthand.reference import bundled_reference


def read(text: str) -> Reading:
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 12, 22))
    return read_page(page, bundled_reference())


def attributions(text: str) -> list[AttributionClaim]:
    return [c for c in find_perpetrators(read(text)) if isinstance(c, AttributionClaim)]


@pytest.mark.parametrize(
    ("text", "party", "quote"),
    [
        (
            "Russian raids have killed many villagers.",
            "RU",
            "Russian raids have killed",
        ),
        (
            "Israeli warplanes bombed a mill in Daraz.",
            "IL",
            "Israeli warplanes bombed a",
        ),
        ("The mill was shelled by Syrian army units.", "SY", "shelled by Syrian army"),
        ("Syrian or Russian jets bombed the mill.", "SY/RU", "Syrian or Russian jets"),
        ("The Taliban claimed responsibility for it.", "taliban", "claimed responsib"),
        ("The blast was blamed on Houthi fighters.", "houthis", "blamed on Houthi"),
        (
            "Villagers died in US-led coalition air strikes.",
            "US_coalition",
            "coalition air",
        ),
        ("Two died when IS fighters ambushed a bus.", "IS", "IS fighters ambushed"),
        (
            "Residents attributed the raid to Israeli forces.",
            "IL",
            "attributed the raid",
        ),
        (
            "Ukraine said Russian forces fired rockets at it.",
            "RU",
            "Russian forces fired",
        ),
        ("The raid was the work of Hezbollah.", "hezbollah", "work of Hezbollah"),
        (
            "The Grey Falcons claimed responsibility for it.",
            "Grey Falcons",
            "claimed resp",
        ),
    ],
)
def test_a_party_is_attributed_an_attack(text: str, party: str, quote: str) -> None:
    (claim,) = attributions(text)
    assert claim.perpetrator == party
    assert quote in claim.span.quote
    assert text[claim.span.start : claim.span.end] == claim.span.quote


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said that the reports were false.",
        "An attack on Russian forces killed two soldiers.",
        "No group claimed responsibility for the blast.",
        "Assailants opened fire on a bus.",
        "The Israeli minister visited the mill after the blast.",
        "Russia is using cluster bombs, the group said.",
        "Syrian civilians were killed in the market.",
        "He was taken to a Russian hospital after the raid.",
    ],
)
def test_nothing_is_attributed_where_nobody_is_named_as_author(text: str) -> None:
    assert attributions(text) == []


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Villagers fled suspected Russian attacks.", "suspected"),
        ("The mill was hit by an alleged Israeli airstrike.", "alleged"),
        ("Syrian jets reportedly bombed the mill.", "reportedly"),
        ("Jets believed to be Syrian or Russian struck the mill.", "believed"),
    ],
)
def test_a_hedge_stays_with_the_attribution(text: str, hedge: str) -> None:
    (claim,) = attributions(text)
    assert claim.hedged
    assert hedge in claim.hedges


def test_a_party_said_not_to_be_the_author_is_negated() -> None:
    (claim,) = attributions("The strike was not carried out by US forces, he said.")
    assert claim.negated


def test_the_weapon_and_aircraft_of_the_clause_come_with_it() -> None:
    (claim,) = attributions("Russian Su-34 jets dropped cluster bombs on the mill.")
    assert claim.weapon == ("cluster_bomb",)
    assert claim.aircraft == ("Su-34",)


def test_an_instrument_after_the_author_is_read() -> None:
    (claim,) = attributions("The mill was hit by Syrian army units with Grad rockets.")
    assert "Grad" in claim.weapon


def test_the_attacks_are_those_of_the_one_party_the_page_attributes() -> None:
    text = (
        "Russian raids hit the mill. As a result of the attacks, 20 people were killed."
    )
    reading = read(text)
    start = text.index("20")
    assert perpetrator_of(reading, start, start + 20) == "RU"


def test_with_two_attributed_parties_the_attacks_are_nobodys() -> None:
    text = (
        "Russian raids hit the mill. Israeli raids hit the port. "
        "As a result of the attacks, 20 people were killed."
    )
    start = text.index("20")
    assert perpetrator_of(read(text), start, start + 20) is None


def test_a_stretch_without_an_author_has_none() -> None:
    text = "Twenty people were killed in Daraz."
    assert perpetrator_of(read(text), 0, len(text)) is None


def test_the_weapon_of_a_stretch_is_that_of_its_attribution() -> None:
    text = "Russian raids have killed twenty people."
    assert weapon_of(read(text), 0, len(text)) == ("airstrike",)
