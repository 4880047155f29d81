"""Words of a text name weapons and aircraft."""

from __future__ import annotations

import pytest

from firsthand.reference import bundled_reference
from firsthand.reference.weapons import Weapons, open_weapons


@pytest.fixture(scope="module")
def weapons() -> Weapons:
    return open_weapons(bundled_reference())


@pytest.mark.parametrize(
    "words", ["RBK 500", "RBK-500", "RBK500", "РБК-500", "rbk-500"]
)
def test_a_designation_is_known_in_every_spelling(weapons: Weapons, words: str) -> None:
    assert [mention.code for mention in weapons.find(words)] == ["RBK-500"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("air-strikes", "airstrike"),
        ("barrel bomb", "barrel_bomb"),
        ("multiple rocket launcher systems", "rocket_launcher"),
        ("Su-24s", "Su-24"),
        ("Tochka-U missile", "Tochka-U"),
        ("القنابل العنقودية", "cluster_bomb"),
        ("крылатыми ракетами", "cruise_missile"),
        ("a suicide car bombing", "suicide_car_bomb"),
        ("sea-launched cruise missiles", "cruise_missile"),
        ("combat helicopters", "helicopter"),
    ],
)
def test_words_lead_to_the_code_of_the_longest_name(
    weapons: Weapons, words: str, code: str
) -> None:
    assert [mention.code for mention in weapons.find(words)] == [code]


def test_a_named_type_knows_its_class_platforms_and_treaties(weapons: Weapons) -> None:
    assert weapons.class_of("RBK-500") == "cluster_bomb"
    assert "Su-24" in weapons.platforms_of("RBK-500")
    assert weapons.treaties_of("RBK-500") == ("CCM",)


def test_one_aircraft_may_be_flown_by_several_parties(weapons: Weapons) -> None:
    assert {"RU", "SY"} <= set(weapons.flown_by("Su-24"))
    assert weapons.flown_by("Su-34") == ("RU",)
    assert weapons.flown_by("no such aircraft") == ()


@pytest.mark.parametrize(
    "table", ["weapons", "aircraft", "targets", "parties", "legal_words", "months"]
)
def test_every_row_says_where_it_is_from(table: str) -> None:
    assert all(row.get("ref") for row in bundled_reference().table(table))


def test_words_without_a_party_do_not_make_a_raid_an_airstrike(
    weapons: Weapons,
) -> None:
    assert weapons.find("raids") == []
    assert [m.code for m in weapons.find_weak("raids")] == ["airstrike"]
