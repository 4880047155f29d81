"""Lists of the dead as tables. All names are invented."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import PlaceClaim, VictimNamesClaim
from firsthand.reference import bundled_reference

TITLE = "Register of the dead, clinic of Daraz\n\n"


def claims(text: str) -> list[Any]:
    page = Page(id="p", text=text, language="en")
    return list(extract_claims(page, bundled_reference()))


def people(text: str) -> list[Any]:
    found = [claim for claim in claims(text) if isinstance(claim, VictimNamesClaim)]
    assert len(found) <= 1, found
    return [person for claim in found for person in claim.people]


@pytest.mark.parametrize(
    "table",
    [
        "No. | Name | Sex | Age\n1 | Ona Pelvar | f | 34\n2 | Ruk Pelvar | m | 9",
        "Name | Sex | Age | From\nOna Pelvar | f | 34 | Mill Row\nRuk Pelvar | m | 9",
        "Name\tGender\tAge\nOna Pelvar\tfemale\t34\nRuk Pelvar\tmale\t9",
        "name,age,sex\nOna Pelvar,34,F\nRuk Pelvar,9,M",
        "Full name; age; sex\nOna Pelvar; 34; f\nRuk Pelvar; 9; m",
        "First name | Surname | Age | Sex\nOna | Pelvar | 34 | f\nRuk | Pelvar | 9 | m",
        "Age | Name | Sex | Note\n34 | Ona Pelvar | woman\n9 | Ruk Pelvar | boy | -",
        "| Name | Age | Sex |\n| Ona Pelvar | 34 | F |\n| Ruk Pelvar | 9 | M |",
        "Victim | Age (years) | M/F\nOna Pelvar | 34 years | F\nRuk Pelvar | 9 yrs | M",
        "NAME | SEX | AGE\nOna Pelvar | F. | 34\nRuk Pelvar | M. | 9",
    ],
)
def test_every_row_is_a_person(table: str) -> None:
    found = people(TITLE + table)
    assert [(p.name, p.age, p.sex, p.is_child) for p in found] == [
        ("Ona Pelvar", 34, "f", False),
        ("Ruk Pelvar", 9, "m", True),
    ]


def test_a_person_listed_twice_stays_twice() -> None:
    table = "Name | Age\nMila Soren | 24\nOna Pelvar | 34\nMila Soren | 24"
    assert [p.name for p in people(TITLE + table)].count("Mila Soren") == 2


def test_what_a_cell_does_not_say_stays_unknown() -> None:
    table = "Name | Age | Sex\nOna Pelvar | not known | -\nRuk Pelvar | | m"
    assert [(p.age, p.sex, p.is_child) for p in people(TITLE + table)] == [
        (None, None, None),
        (None, "m", None),
    ]


def test_the_claim_quotes_the_rows() -> None:
    text = TITLE + "Name | Age\nOna Pelvar | 34\nRuk Pelvar | 9\n\nSigned by the clerk."
    (claim,) = [c for c in claims(text) if isinstance(c, VictimNamesClaim)]
    assert claim.span.quote == "Ona Pelvar | 34\nRuk Pelvar | 9"


def test_heads_of_columns_are_no_places() -> None:
    text = TITLE + "No. | Name | Sex | Age\n1 | Ona Pelvar | f | 34"
    assert not any(isinstance(claim, PlaceClaim) for claim in claims(text)[1:])
    assert "Name" not in [
        claim.place.name for claim in claims(text) if isinstance(claim, PlaceClaim)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Staff of the clinic\n\nName | Age | Sex\nOna Pelvar | 34 | f",
        "The dead of Daraz\n\nTown | Houses | Notes\nDaraz | 34 | many",
        "The dead, their names, and their ages, were read.\nOna Pelvar, 34, wept.",
        "The dead of Daraz\n\nName | Age\n",
        "The dead of Daraz\n\nColour | Weight | Height\nOna Pelvar | 34 | 12",
    ],
)
def test_what_is_no_list_of_people_harmed_gives_nobody(text: str) -> None:
    assert not any(c.rule == "M026:table" for c in claims(text))
