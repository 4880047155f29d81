"""Words of harm that tell of nobody harmed. All sentences are invented."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, ContextTotal
from firsthand.reference import bundled_reference


def tolls(text: str) -> list[object]:
    page = Page(id="p", text=text, language="en")
    found = extract_claims(page, bundled_reference())
    return [claim for claim in found if isinstance(claim, CasualtyClaim | ContextTotal)]


@pytest.mark.parametrize(
    "text",
    [
        "The governor spoke of one death row inmate.",
        "Two murder trials opened in Talbar.",
        "The mayor received 12 death threats.",
        "The clerk issued nine death certificates.",
        "The vote sealed the political death of the party.",
        "The daughter of the envoy was almost killed.",
        "Three monks were nearly killed on the road.",
        "It is unknown whether civilians were hurt.",
        "The minister was asked whether five people were killed.",
        "Nobody knows if two drivers were wounded.",
        "The plan would pay by eliminating the tax treatment of gifts.",
        "The council wants to eliminate the deficit.",
    ],
)
def test_nobody_is_harmed_where_no_harm_is_asserted(text: str) -> None:
    assert tolls(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Almost 40 people were killed in Talbar.",
        "Nearly 40 villagers died in the raid.",
        "Troops eliminated 40 militants near Jesrin.",
        "The death toll reached 40.",
        "There were 40 deaths in Daraz.",
        "The clerk said 40 people were killed when a shell hit the market.",
    ],
)
def test_harm_that_is_asserted_stays(text: str) -> None:
    (toll,) = tolls(text)
    assert isinstance(toll, CasualtyClaim)
    assert toll.killed is not None
    assert 40 in (toll.killed.low, toll.killed.high)
