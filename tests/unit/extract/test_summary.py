"""One text about one incident becomes one row, as a coder would write it down."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import extract_claims
from firsthand.extract.casualties import find_casualties
from firsthand.extract.page import Page
from firsthand.extract.read import read_page
from firsthand.extract.summary import summarise
from firsthand.extract.victims import find_victims
from firsthand.model import (
    Accuracy,
    AttributionClaim,
    Claim,
    ClaimId,
    DateClaim,
    DocumentId,
    FuzzyDate,
    Place,
    PlaceClaim,
    Span,
    WeaponClaim,
)
from firsthand.reference import Reference, bundled_reference

_TOWNS = ("Daraz", "Norva", "Torvin")


def row(text: str, *more: Claim, labels: str | None = None) -> dict[str, Any]:
    page = Page(id="p", text=text, language="en")
    reference = bundled_reference()
    reading = read_page(page, reference, parse_all=True)
    claims = [*find_casualties(reading), *find_victims(reading), *more]
    return summarise(page, claims, reference, labels=labels)


def about(text: str) -> dict[str, Any]:
    span = Span(start=0, end=1, quote=text[0])
    return {"id": ClaimId(""), "document_id": DocumentId("p"), "span": span}


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        (
            "A strike hit Talbar. 17 people were killed and 65 wounded.",
            [17, 17],
            [65] * 2,
        ),
        ("Two people were killed. Four soldiers were injured.", [2, 2], [4, 4]),
        ("One report says 5 people were killed. Another says 7 died.", [5, 7], None),
        ("Seven soldiers and three assailants were killed.", [10, 10], None),
        (
            "At least two people were killed. The assailant was also killed.",
            [3, 3],
            None,
        ),
        ("At least 10 people were killed. In all, 15-18 people died.", [15, 18], None),
        ("Nadir Halvani was killed. Halvani's driver was also killed.", [2, 2], None),
        ("Five people were killed. One of the dead, a woman, was 40.", [5, 5], None),
        ("A mother and her two children died.", [3, 3], None),
        ("Between four and six people were killed.", [4, 6], None),
    ],
)
def test_counts_are_folded(
    text: str, killed: list[int], injured: list[int] | None
) -> None:
    made = row(text)
    assert made["killed"] == killed
    assert made["injured"] == injured


@pytest.mark.parametrize(
    "text",
    [
        "A rocket hit a field near Daraz.",
        "No casualties were reported.",
        "The police found the device and defused it.",
    ],
)
def test_what_is_not_stated_is_null_and_never_zero(text: str) -> None:
    assert row(text)["killed"] is None


def test_a_motive_is_not_the_toll() -> None:
    made = row(
        "Gunmen opened fire in Jesrin, killing two guards. The group said that it acted"
        " in retaliation for the deaths of 41 villagers."
    )
    assert made["killed"] == [2, 2]


def test_the_toll_of_a_war_stays_out() -> None:
    made = row(
        "Five people were killed in Talbar. The war has cost more than 20,000 lives."
    )
    assert made["killed"] == [5, 5]


def test_children_and_women_come_from_their_subtotals() -> None:
    made = row("46 civilians, including 32 children and 11 women, were killed.")
    assert (made["children_killed"], made["women_killed"]) == ([32, 32], [11, 11])
    assert made["civilians_killed"] == [46, 46]


def test_gtd_divides_a_figure_told_of_several_attacks() -> None:
    text = (
        "This was one of three attacks in Ghanta. Nine people were killed across the"
        " attacks."
    )
    assert row(text)["killed"] == [9, 9]
    assert row(text, labels="gtd")["killed"] == [3, 3]


def test_an_open_opening_figure_takes_the_greatest_source_as_maximum() -> None:
    text = (
        "At least 10 people were killed in a strike on Sarmak. The Monitor said that"
        " eight people had been killed. Volunteers reported that 12 people died."
    )
    assert row(text, labels="airwars")["killed"] == [10, 12]


def test_vague_words_become_the_numbers_that_coders_give_them() -> None:
    assert row("Dozens of people were injured.")["injured"] == [12, 24]


def test_victims_are_listed_once() -> None:
    made = row("Nadir Halvani was killed. Nadir Halvani was a teacher, killed at work.")
    assert made["victims"] == ["Nadir Halvani"]


def test_other_claims_give_place_date_weapon_and_party() -> None:
    text = "Five people were killed."
    base = about(text)
    more: list[Claim] = [
        PlaceClaim(place=Place(name="Velmara", accuracy=Accuracy.COUNTRY), **base),
        PlaceClaim(place=Place(name="Talbar", accuracy=Accuracy.TOWN), **base),
        DateClaim(
            date=FuzzyDate(earliest=dt.date(2021, 9, 30), latest=dt.date(2021, 9, 30)),
            **base,
        ),
        WeaponClaim(weapon=("ied",), **base),
        AttributionClaim(perpetrator="IL", **base),
    ]
    plain = row(text, *more)
    assert plain["places"] == ["Talbar", "Velmara"]
    assert plain["date"] == "2021-09-30"
    assert (plain["weapon"], plain["perpetrator"]) == ("ied", "IL")
    assert row(text, *more, labels="gtd")["weapon"] == "Explosives"
    assert row(text, *more, labels="airwars")["perpetrator"] == "Israeli Military"


def test_a_group_that_claims_is_named_as_written_for_gtd() -> None:
    text = "The Sons of Velmara claimed responsibility for the attack."
    assert row(text, labels="gtd")["perpetrator"] == "Sons of Velmara"
    nobody = "No group claimed responsibility for the attack."
    assert row(nobody, labels="gtd")["perpetrator"] == "Unknown"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Gunmen killed two people in Jesrin neighborhood, Ghanta, Velmara.",
            ["Jesrin", "Ghanta", "Velmara"],
        ),
        (
            "On 3 May, gunmen killed a farmer in Sarmak (Arikhan, Velmara).",
            ["Sarmak", "Arikhan", "Velmara"],
        ),
        (
            "Around 4 May, in Ostrel municipality, Velmara, a man was found dead.",
            ["Ostrel", "Velmara"],
        ),
    ],
)
def test_places_that_hold_the_place_stand_right_after_it(
    text: str, wanted: list[str]
) -> None:
    page = Page(id="p", text=text, language="en")
    reference = bundled_reference()
    row = summarise(page, extract_claims(page, reference), reference)
    assert row["places"][: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Six people were killed in the Orvin neighbourhood in east Daraz.",
            ["Orvin", "Daraz"],
        ),
        (
            "A raid killed two in the Sela area of Norva, east of the town of Torvin.",
            ["Sela", "Norva", "Torvin"],
        ),
        (
            "Shells killed two in the Malka quarter, west of Daraz.",
            ["Malka", "Daraz"],
        ),
        ("A raid killed six near the Orel Mosque in Norva.", ["Orel Mosque", "Norva"]),
        (
            "Jets bombed the Omar Salk mosque in Norva. Two were killed in Torvin.",
            ["Norva", "Omar Salk mosque", "Torvin"],
        ),
        ("A strike on the Veshna School in Daraz killed six.", ["Daraz", "Veshna"]),
    ],
)
def test_what_holds_a_place_and_the_site_that_was_hit_stand_right_after_it(
    text: str, wanted: list[str], tmp_path: Path
) -> None:
    rows = [f"{n},{n},36.{at},-149.4,town,XV" for at, n in enumerate(_TOWNS)]
    listed = "\n".join(["id,name,lat,lon,kind,country", *rows, ""])
    (tmp_path / "gazetteer.csv").write_text(listed, encoding="utf-8")
    reference = Reference((*bundled_reference().folders, tmp_path))
    page = Page(id="p", text=text, language="en")
    row = summarise(page, extract_claims(page, reference), reference)
    told = row["places"]
    for n, name in enumerate(wanted):
        assert any(name in each for each in told[: len(wanted)]), (n, told)


def test_a_part_that_is_more_than_the_dead_is_of_another_toll() -> None:
    told = row(
        "Six people, two of them children, were killed in Norva. The week's raids "
        "killed 57 people, including 20 children and 11 women."
    )
    assert told["children_killed"] == [2, 2]
    assert told["killed"][0] == 6
    alone = row(
        "A strike killed six people. The raids of the week killed 20 children.",
        labels="airwars",
    )
    assert alone["children_killed"] is None


@pytest.mark.parametrize(
    ("text", "children"),
    [
        (  # a child bears the names of his father, who is counted as well
            (
                "The dead were identified as: Vero Nur Dalo (5), Ilan Nur Dalo (8)"
                " and Nur Dalo (16)."
            ),
            [3, 3],
        ),
        (
            (
                "Shells fell on Daraz. The names of the dead were announced as"
                " 44-year-old Tal Orin, 50-year-old Nur Dalo, and Nur’s seven-year-old"
                " grandson, Ilan Dalo."
            ),
            [1, 1],
        ),
        (
            (
                "The strike killed Tal Orin (41). Six year old Vero Orin was killed,"
                " and his sister Mira Orin (2) was killed with him."
            ),
            [2, 2],
        ),
        (  # who is told one by one may be more than one clause counts
            (
                "The dead were identified as: Tal Orin (61), Ilan Orin (13) and Mira"
                " Orin (17). Tal’s three grandchildren were killed too: 3-year-old"
                " Vero Norin Dalo, 9-year-old Tamo Norin Dalo, and 6-year-old Rene"
                " Norin Dalo."
            ),
            [5, 5],
        ),
        (  # a child named among the wounded is none of the dead
            (
                "The strike killed Mira Orin (7). An injured child, Vero Norin Dalo (5)"
                " was treated in Norva."
            ),
            [1, 1],
        ),
        (
            (
                "The dead were identified as: Mira Dor (daughter, 22 years old), Ilan"
                " (son, 12 years old), and Rene (daughter, 3 years old)."
            ),
            [2, 2],
        ),
        (
            (
                "The strike killed Tal Orin (41). Mira Norin Dalo, an infant, was also"
                " killed."
            ),
            [1, 1],
        ),
    ],
)
def test_children_told_one_by_one_are_counted_once_each(
    text: str, children: list[int]
) -> None:
    assert row(text, labels="airwars")["children_killed"] == children


def test_a_total_with_its_own_part_stands_against_names() -> None:
    text = (
        "A strike killed 12 people, including one child. The victims were identified"
        " as: Ilan Orin (13) and Mira Orin (17)."
    )
    assert row(text, labels="airwars")["children_killed"] == [1, 1]
