"""Entries headed by a date, figures revised, rebuttals in a speaker's own text.

All sentences are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import (
    CasualtyClaim,
    DateClaim,
    ObjectIdentity,
    RebuttalClaim,
    TargetClaim,
)
from firsthand.reference import bundled_reference


def claims(text: str, kind: type) -> list[Any]:
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 11, 5))
    found = extract_claims(page, bundled_reference())
    return [claim for claim in found if isinstance(claim, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "A list\n\n30 September 2021. Talbar. An air strike killed 17 people.",
        "A list\n\n30 September 2021. Two houses in Talbar were bombed.",
        "A list\n\n30 September 2021 | Talbar | 17 killed",
        "A list\n\n30 September 2021\tTalbar\t17 killed",
        "A list\n\n30 September 2021: two houses in Talbar were bombed.",
        "On 30 September aircraft of the army carried out eight strikes.",
        "On 30 September our aircraft flew eight sorties near Jesrin.",
        "On 30 September the air force conducted its first missions.",
        "The crews made six flights on 30 September and came back unharmed.",
        (
            "A list\n\nNo day was quiet.\n\nNo night was quiet.\n\n30 September 2021\n"
            "Jets bombed a depot in Talbar."
        ),
    ],
)
def test_a_date_that_heads_an_entry_or_dates_a_mission_is_claimed(text: str) -> None:
    found = claims(text, DateClaim)
    assert [claim.date.earliest for claim in found] == [dt.date(2021, 9, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "Strikes in autumn\n\n30 September 2021\n\nAn air strike killed 17 people.",
        "A list\n\n30 September 2021. The weather was fine. Nobody came to the fair.",
        "30 September 2021",
    ],
)
def test_the_date_of_the_page_dates_no_attack(text: str) -> None:
    assert claims(text, DateClaim) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry put the toll at 37, then raised it to 44.",
        "Officials put the death toll at 37 and later revised it to 44.",
        "The hospital gave a toll of 37 and then corrected the figure to 44.",
        "The governor put the toll at 37 before increasing it to 44.",
        "The ministry put the death toll at 37, then brought the figure to 44.",
        "The death toll was raised to 44 from 37.",
        "The death toll rose from 37 to 44.",
    ],
)
def test_the_later_figure_supersedes_the_earlier(text: str) -> None:
    (toll,) = claims(text, CasualtyClaim)
    assert (toll.killed.low, toll.killed.high) == (44, 44)
    assert toll.supersedes.low == 37


def test_who_put_the_toll_is_who_raised_it() -> None:
    (toll,) = claims(
        "The ministry put the toll at 37, then raised it to 44.", CasualtyClaim
    )
    assert toll.speaker == "ministry"


def test_two_tolls_of_two_places_replace_nothing() -> None:
    text = "The toll stood at 37 in Talbar, and it took rescuers to 44 houses."
    (toll,) = claims(text, CasualtyClaim)
    assert (toll.killed.low, toll.supersedes) == (37, None)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry showed an image of a mosque. It was a different building.",
        "The army published photographs. They show a different school.",
        "A video was aired. It was another building from the one that fell.",
        "The picture is old news. This is not the same building.",
        "In the footage stands not the hospital of Sarmak. That is a different site.",
    ],
)
def test_a_text_rebuts_an_image_in_its_own_words(text: str) -> None:
    found = claims(text, RebuttalClaim)
    assert found
    assert {claim.object_identity for claim in found} == {ObjectIdentity.DIFFERENT}
    assert {claim.speaker for claim in found} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "The school moved. It was a different building then.",
        "They met in a different town.",
        "He had moved to another house. It was a different place to live.",
    ],
)
def test_another_building_without_an_image_rebuts_nothing(text: str) -> None:
    assert claims(text, RebuttalClaim) == []


@pytest.mark.parametrize(
    ("row", "target"),
    [
        ("Vegetable market in Arikhan. Air strike killed 40 people.", "market"),
        ("Two houses in Daraz. Air strike.", "residential"),
        ("Field hospital in Sarmak, Lisandra province. Air strike.", "hospital"),
        ("Mosque in Jesrin. Two civilians were killed in the raid.", "mosque"),
        ("Primary school in Talbar. Shelling.", "school"),
    ],
)
def test_a_dated_row_names_what_was_hit_without_a_verb(row: str, target: str) -> None:
    found = claims(f"A list\n\n29 November 2021. {row}", TargetClaim)
    assert target in {claim.target for claim in found}


@pytest.mark.parametrize(
    "text",
    [
        "A list\n\nVegetable market in Arikhan. Air strike killed 40 people.",
        "A list\n\n29 November 2021. Vegetable market in Arikhan. Open until noon.",
    ],
)
def test_a_place_without_date_or_attack_is_no_target(text: str) -> None:
    assert claims(text, TargetClaim) == []
