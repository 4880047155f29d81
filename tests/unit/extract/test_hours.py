"""At what time of the day: beside what tells of the attack, by who tells of it."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import TimeClaim
from firsthand.reference import bundled_reference


def times(text: str, language: str = "en") -> list[TimeClaim]:
    page = Page(id="p", text=text, language=language)
    found = extract_claims(page, bundled_reference())
    return [claim for claim in found if isinstance(claim, TimeClaim)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At 4:30 p.m. jets bombed the market of Talbar, killing 12.", "16:30"),
        ("Shelling killed five people in Daraz before dawn.", "00:00-07:00"),
        ("An air strike hit the hospital at 14:05.", "14:05"),
        ("A rocket struck a school at around 9 a.m., killing three.", "08:30-09:30"),
        ("Jets bombed a house in Sarmak overnight.", "19:00-06:00"),
    ],
)
def test_a_time_beside_an_attack_is_a_claim(text: str, told: str) -> None:
    (claim,) = times(text)
    assert str(claim.time) == told
    assert claim.span.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "At 9 p.m. the ministry said that jets had bombed the market, killing 12.",
        "Jets bombed the market, killing 12. Shops opened again in the morning.",
        "An air strike hit Talbar; they blame a state that rose up this morning.",
        "Survivors of the air strike were fed and slept, and in the morning they left.",
        "At 11:09 p.m. the account posted that an air strike killed three people.",
        "At 4:37 p.m. rescuers released a list of those killed in the air strike.",
        "The fair opens at 9 a.m. on Friday.",
        "Nobody was killed in the morning.",
    ],
)
def test_the_time_of_another_thing_is_none_of_the_attack(text: str) -> None:
    assert times(text) == []


def test_a_time_is_said_by_who_tells_of_the_attack() -> None:
    (claim,) = times(
        "Shells killed five people in Daraz at 7 p.m., the Rescue Volunteers said."
    )
    assert claim.speaker == "Rescue Volunteers"


def test_times_of_other_languages_stand_beside_their_attacks() -> None:
    (claim,) = times("В 4 часа утра ракета убила пять человек в Даразе.", "ru")
    assert str(claim.time) == "04:00"
