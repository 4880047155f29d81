"""With what: weapon claims and their kind of evidence."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.weapons import find_weapons
from firsthand.model import WeaponClaim
from firsthand.reference import bundled_reference


def weapons(text: str) -> list[WeaponClaim]:
    reading = read_page(Page(id="p", text=text, language="en"), bundled_reference())
    return [c for c in find_weapons(reading) if isinstance(c, WeaponClaim)]


@pytest.mark.parametrize(
    ("text", "weapon", "aircraft"),
    [
        (
            "Two Su-24s dropped RBK 500 cluster bombs.",
            ("RBK-500", "cluster_bomb"),
            ("Su-24",),
        ),
        ("A barrel bomb hit the mill.", ("barrel_bomb",), ()),
        ("Combat helicopters and artillery hit it.", ("artillery",), ("helicopter",)),
        ("White phosphorus shells burst over Daraz.", ("phosphorus",), ()),
        ("A Tochka-U missile killed nine people.", ("Tochka-U", "missile"), ()),
        ("A suicide bomber killed six people.", ("suicide_bomb",), ()),
        ("An airstrike hit the mill.", ("airstrike",), ()),
        ("Chlorine killed four people in Daraz.", ("chlorine",), ()),
        ("Mortar shells hit a queue for bread.", ("mortar",), ()),
        ("They fired Grad rockets at the port.", ("Grad", "rocket"), ()),
    ],
)
def test_weapons_of_one_clause_make_one_claim(
    text: str, weapon: tuple[str, ...], aircraft: tuple[str, ...]
) -> None:
    (claim,) = weapons(text)
    assert (claim.weapon, claim.aircraft) == (weapon, aircraft)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Su-34s were seen dropping cluster bombs.", "sighting"),
        ("Remnants of an Uragan rocket lay in the yard.", "remnant"),
        ("Videos show a barrel bomb falling.", "imagery"),
        ("A barrel bomb killed two people.", None),
    ],
)
def test_sighting_remnant_and_imagery_are_told_apart(
    text: str, evidence: str | None
) -> None:
    (claim,) = weapons(text)
    assert claim.evidence == evidence


def test_an_allegation_of_use_is_hedged_and_names_the_party() -> None:
    (claim,) = weapons("She spoke of allegations that Russia is using barrel bombs.")
    assert claim.hedged
    assert claim.perpetrator == "RU"
    assert claim.span.quote.startswith("allegations that Russia")


def test_a_weapon_said_not_to_be_used_is_negated() -> None:
    (claim,) = weapons("He said that no barrel bombs were used in the attack.")
    assert claim.negated


def test_an_airstrike_that_an_attribution_carries_makes_no_second_claim() -> None:
    assert weapons("Israeli airstrikes hit the mill.") == []


def test_a_plain_attack_word_counts_once_a_page() -> None:
    text = "An airstrike hit the mill. A second airstrike hit the port."
    assert len(weapons(text)) == 1


def test_a_bomb_without_a_kind_gives_way_to_a_named_weapon() -> None:
    text = "A barrel bomb hit the mill. The bomb killed two people."
    assert [claim.weapon for claim in weapons(text)] == [("barrel_bomb",)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Gunmen attacked a lorry with firearms and explosives.", "explosives"),
        ("They stormed the post with explosives and knives.", "explosives"),
        ("A bomb exploded at the gate. A man with a knife stabbed two.", "explosives"),
        ("Men with rifles and a bomb attacked the mill.", "explosives"),
        ("A bomb went off and gunmen opened fire on the guards.", "explosives"),
    ],
)
def test_a_knife_or_a_gun_is_no_finer_kind_of_bomb(text: str, codes: str) -> None:
    found = [code for claim in weapons(text) for code in claim.weapon]
    assert codes in found
    assert len(set(found)) == 2
