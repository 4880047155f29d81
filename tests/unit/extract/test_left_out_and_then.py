"""Verbs left out in a second place; denied, then admitted; who spoke to the press.

All sentences are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, DenialClaim, Denies
from firsthand.reference import bundled_reference


def claims(text: str, kind: type) -> list[Any]:
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 11, 5))
    found = extract_claims(page, bundled_reference())
    return [claim for claim in found if isinstance(claim, kind)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Six people were killed in Daraz and four in Talbar.", [6, 4]),
        ("Twelve died at the school and three in the market.", [12, 3]),
        ("Nine people were killed near Jesrin and two near Ghanta.", [9, 2]),
        ("Six people were killed in Daraz and mourned in Talbar.", [6]),
    ],
)
def test_a_verb_left_out_counts_in_the_second_place(
    text: str, counts: list[int]
) -> None:
    found = claims(text, CasualtyClaim)
    assert [claim.killed.low for claim in found] == counts


@pytest.mark.parametrize(
    "text",
    [
        "The ministry denied any strike but later acknowledged that it hit the market.",
        "The army denied the attack before admitting that its jets bombed Daraz.",
        "The ministry first denied the raid, then admitted it had struck the town.",
    ],
)
def test_who_denies_then_admits_gives_two_answers_that_do_not_overlap(
    text: str,
) -> None:
    denied, admitted = claims(text, DenialClaim)
    assert denied.denies is Denies.RESPONSIBILITY
    assert admitted.denies is Denies.ADMITS_STRIKE
    assert denied.span.end < admitted.span.start


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The mayor, Oleg Marenko, spoke to reporters. Four people died, he added.",
            "Oleg Marenko",
        ),
        (
            "Rustam Daliev, the governor, briefed the press. Six died, he added.",
            "Rustam Daliev",
        ),
        ("The bus stopped. Four people died, he added.", None),
    ],
)
def test_he_is_who_spoke_to_the_press_or_nobody(text: str, speaker: str | None) -> None:
    (claim,) = claims(text, CasualtyClaim)
    assert claim.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The report that a nurse was wounded is unfounded.",
        "Reports that five people were killed are false.",
        "The claim that six civilians died is untrue, the ministry said.",
        "The rumours that two children had been killed were completely unfounded.",
        "It is not true that five people were killed.",
        "It was false that a child had been wounded, the army said.",
        "Allegations that shells killed four farmers are baseless.",
    ],
)
def test_harm_in_a_report_called_untrue_is_not_claimed(text: str) -> None:
    assert claims(text, CasualtyClaim) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Monitor put the toll at 37 and later brought it up to 44.",
        "The Monitor put the death toll at 37, then raised it to 44.",
        "The death toll of 37 was brought up to 44 on Monday.",
        "A death toll of 37 was later revised to 44.",
    ],
)
def test_a_toll_brought_up_to_a_figure_is_that_figure(text: str) -> None:
    (claim,) = claims(text, CasualtyClaim)
    assert (claim.killed.low, claim.killed.high) == (44, 44)
    assert claim.supersedes.low == 37


@pytest.mark.parametrize(
    "text",
    [
        "Three pupils were hospitalised for food poisoning.",
        "Two soldiers were hospitalized with severe pneumonia after the raid.",
        "Six prisoners were hospitalised due to dehydration after the attack.",
    ],
)
def test_people_in_hospital_for_an_illness_are_not_wounded(text: str) -> None:
    assert claims(text, CasualtyClaim) == []


@pytest.mark.parametrize(
    ("text", "children", "women"),
    [
        (
            "It killed 26, including 17 children, one of them an infant, and 7 women.",
            17,
            7,
        ),
        (
            "It killed 30, including 16 children, one of whom was a baby, and 2 women.",
            16,
            2,
        ),
        ("Nine people were killed, including six women and two children.", 2, 6),
    ],
)
def test_one_of_those_just_counted_is_not_added_to_them(
    text: str, children: int, women: int
) -> None:
    (claim,) = claims(text, CasualtyClaim)
    assert (claim.children.low, claim.women.low) == (children, women)
