"""Verbs left out in a second place; denied, then admitted; who spoke to the press.

All sentences are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, Denies, DenialClaim
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
            "Governor Rustam Daliev briefed journalists. Six people died, he added.",
            "Rustam Daliev",
        ),
        ("The bus stopped. Four people died, he added.", None),
    ],
)
def test_he_is_who_spoke_to_the_press_or_nobody(text: str, speaker: str | None) -> None:
    (claim,) = claims(text, CasualtyClaim)
    assert claim.speaker == speaker
