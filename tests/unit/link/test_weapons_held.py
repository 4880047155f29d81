"""A weapon that somebody has, makes or moves is not the one that came down."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link.passages import read_passages
from firsthand.model import WeaponClaim
from firsthand.reference import bundled_reference


def joined(text: str, weapon: str) -> bool:
    scene = scenes.Scene("d", f"Five people were killed in Daraz. {text}")
    scene.killed("Five people were killed", 5).place("Daraz")
    scene.weapon(weapon, "missile")
    found: Any = read_passages(scene.claims, scene.link_text, bundled_reference())
    held = [c for p in found.passages for c in p.core if isinstance(c, WeaponClaim)]
    loose = [one for one in found.loose if isinstance(one.claim, WeaponClaim)]
    assert len(held) + len(loose) == 1
    return bool(held)


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        (
            "The federation has also sent cruise missiles to the coast.",
            "cruise missiles",
        ),
        ("A workshop where car bombs were fitted out burned down.", "car bombs"),
        ("Toreth deployed rocket launchers in the hills.", "rocket launchers"),
        ("The army had stockpiled mortars in the valley.", "mortars"),
        ("A depot of rockets was shown to reporters.", "rockets"),
        ("The factory manufactured barrel bombs until May.", "barrel bombs"),
        ("Meren supplied drones to both sides.", "drones"),
        ("Торет перебросил ракеты к границе.", "ракеты"),
        ("L'armée a déployé des missiles près de la côte.", "missiles"),
        ("Los drones comprados en mayo llegaron al puerto.", "drones"),
        ("وكان مستودع الصواريخ قرب النهر.", "الصواريخ"),
    ],
)
def test_a_weapon_that_is_held_is_of_no_incident(text: str, weapon: str) -> None:
    assert not joined(text, weapon)


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("Two missiles hit the house.", "missiles"),
        ("Jets dropped barrel bombs on the street.", "barrel bombs"),
        ("It was a cluster bomb, residents said.", "cluster bomb"),
        ("A rocket landed in the yard.", "rocket"),
        ("Drones fired on the crowd.", "Drones"),
        ("The army used rockets that Meren had supplied.", "rockets"),
        ("Shells fell on the depot wall.", "Shells"),
        ("Ракета попала в дом.", "Ракета"),
        ("Un missile a touché la maison.", "missile"),
        ("ألقت الطائرات براميل على الحي.", "براميل"),
    ],
)
def test_a_weapon_that_came_down_stays_with_its_incident(
    text: str, weapon: str
) -> None:
    assert joined(text, weapon)
