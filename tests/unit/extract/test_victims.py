"""People named or described as harmed; all names are invented."""

from __future__ import annotations

import pytest

from firsthand.extract.page import Page
from firsthand.extract.read import read_page
from firsthand.extract.victims import find_victims
from firsthand.model import Person, VictimNamesClaim
from firsthand.reference import bundled_reference


def people(text: str) -> list[Person]:
    page = Page(id="p", text=text, language="en")
    reading = read_page(page, bundled_reference(), parse_all=True)
    found: list[Person] = []
    for claim in find_victims(reading):
        assert isinstance(claim, VictimNamesClaim)
        assert text[claim.span.start : claim.span.end] == claim.span.quote
        found += claim.people
    return found


def names(text: str) -> list[str | None]:
    return [p.name for p in people(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nadir Halvani was killed in the strike.", ["Nadir Halvani"]),
        ("The strike killed Nadir Halvani.", ["Nadir Halvani"]),
        (
            "The victims were named as Nadir Halvani (50), and his wife Lina Halvani.",
            ["Nadir Halvani", "Lina Halvani"],
        ),
        (
            "The dead were named as Nadir Halvani and Samir Dostan.",
            ["Nadir Halvani", "Samir Dostan"],
        ),
        (
            "Among the victims were Nadir Halvani, 31, and Samir Dostan, 40.",
            ["Nadir Halvani", "Samir Dostan"],
        ),
        (
            "The victims – Nadir Halvani (28) and Samir Dostan (33) – were colleagues.",
            ["Nadir Halvani", "Samir Dostan"],
        ),
    ],
)
def test_named_dead_are_victims(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nadir Halvani said that five people were killed.",
        "Five people were killed, according to Nadir Halvani.",
        "Five people were killed, Nadir Halvani wrote on his page.",
        "Relatives of the dead gathered on Halvan Street in Talbar City.",
        "The strike hit the house of Nadir Halvani, killing two people.",
    ],
)
def test_speakers_streets_and_owners_are_no_victims(text: str) -> None:
    assert names(text) == []


def test_age_kin_and_childhood_are_read_where_stated() -> None:
    nadir, omar = people(
        "The victims were identified as: Nadir Halvani (50 years old) and his son Omar"
        " Halvani (12 years old)."
    )
    assert (nadir.age, nadir.kin, nadir.is_child) == (50, None, False)
    assert (omar.age, omar.kin, omar.sex, omar.is_child) == (12, "son", "m", True)


def test_unnamed_kin_are_victims_where_an_age_is_told() -> None:
    found = people("A mother and her two children, aged four and six, died.")
    assert [(p.name, p.kin) for p in found] == [
        (None, "mother"),
        (None, "child"),
        (None, "child"),
    ]
    assert people("A mother and her two children died.") == []


def test_a_couple_with_ages_is_two_people() -> None:
    assert len(people("A couple aged 30 and 34 was killed in Daraz.")) == 2
    assert people("A young couple was killed in Daraz.") == []


def test_an_age_that_is_not_stated_stays_none() -> None:
    assert people("Nadir Halvani was killed.")[0].age is None
