"""A byname in quotes or brackets belongs to the name before it.

All names are invented.
"""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import VictimNamesClaim
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nur Dalo “Abu Firas” was killed.", ["Nur Dalo “Abu Firas”"]),
        ("Nur Dalo (Abu Firas) was killed.", ["Nur Dalo (Abu Firas)"]),
        (
            "Rem Dalo “Abu Firas” was killed, along with Tal Orin (Umm Sana).",
            ["Rem Dalo “Abu Firas”", "Tal Orin (Umm Sana)"],
        ),
        ("Tal Orin, “Umm Sana”, was killed.", ["Tal Orin, “Umm Sana”"]),
        ("Nur Dalo (Al Keral) was killed.", ["Nur Dalo (Al Keral)"]),
        ("Nur Dalo (the baker) was killed.", ["Nur Dalo"]),
    ],
)
def test_a_byname_is_no_second_victim(text: str, names: list[str]) -> None:
    assert victims(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man named Nur Dalo and his wife were reportedly killed.", ["Nur Dalo"]),
        (
            "Tal Orin was killed, as was Rem Dalo.",
            ["Tal Orin", "Rem Dalo"],
        ),
        ("We mourn the loss of: Tal Orin, Rem Dalo, Ona Pelvar.", []),
        (
            "The strike ended in the martyrdom of our brother Tal Orin and Rem Dalo.",
            ["Tal Orin", "Rem Dalo"],
        ),
        ("Nur Dalo was not killed, the clinic said.", []),
        ("Nur Dalo said that nobody was killed.", []),
    ],
)
def test_a_word_of_death_beside_a_name_is_enough(text: str, names: list[str]) -> None:
    assert victims(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ona Pelvar, 52, said two people were killed.",
        "Tal Orin, 34, a teacher, described how her neighbours were killed.",
        "Rem Dalo, 45, whose brother was killed, spoke at the funeral.",
        "Police charged Nur Dalo, 23, with murder after two men were killed.",
        "Suspect Marek Olan, 30, was arrested after a man was stabbed.",
        "Marek Olan, 30, was charged over the shooting that killed four people.",
        "Tal Orin, 61, said that soldiers killed two men.",
    ],
)
def test_who_speaks_sees_or_is_accused_is_no_victim(text: str) -> None:
    assert [name for name in victims(text) if name] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tal Orin, 34, and her daughter Lina, 6, were killed.", ["Tal Orin", "Lina"]),
        ("Rem Dalo, his wife Ona and four guests were killed.", ["Rem Dalo", "Ona"]),
        (
            "Tal Orin was killed; her brother Nur, 40, said he would leave.",
            ["Tal Orin"],
        ),
        ("The mayor told her sister Ona, 30, that nobody was killed.", []),
    ],
)
def test_kin_by_one_name_are_victims_beside_a_victim(
    text: str, names: list[str]
) -> None:
    assert [name for name in victims(text) if name] == names


def victims(text: str) -> list[str | None]:
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 11, 5))
    return [
        person.name
        for claim in extract_claims(page, bundled_reference())
        if isinstance(claim, VictimNamesClaim)
        for person in claim.people
    ]
