"""GTD's class where a text names no weapon: marked, of this label set alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from firsthand.casework.batch import run_streamed
from firsthand.extract import extract_claims
from firsthand.extract.coder_weapon import (
    CLASSES,
    CoderWeapon,
    features_of,
    open_coder_weapon,
    usual_class,
)
from firsthand.extract.page import Page
from firsthand.extract.role_model import checksum
from firsthand.extract.summary import summarise
from firsthand.model import WeaponClaim
from firsthand.reference import bundled_reference

SILENT = (
    "02/03/2021: Assailants abducted three farmers near Jesrin, Toreth. The farmers "
    "were released a week later. No group claimed responsibility for the incident."
)


def row(text: str, labels: str | None) -> dict[str, Any]:
    page, reference = Page(id="p", text=text), bundled_reference()
    return summarise(page, extract_claims(page, reference), reference, labels=labels)


def test_a_class_nobody_stated_is_marked_as_usual() -> None:
    made = row(SILENT, "gtd")
    assert made["weapon_basis"] == "usual"
    assert made["weapon"] in CLASSES


@pytest.mark.parametrize("labels", [None, "airwars", "acled"])
def test_other_words_than_gtds_never_guess_a_weapon(labels: str | None) -> None:
    made = row(SILENT, labels)
    assert made["weapon"] is None
    assert "weapon_basis" not in made


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("A roadside bomb killed two soldiers near Daraz.", "Explosives"),
        ("Assailants shot and killed a teacher in Talbar.", "Firearms"),
        ("Assailants fired mortars at a market in Ghanta.", "Explosives"),
        ("Assailants set fire to a school in Velmara.", "Incendiary"),
        ("An assailant attempted to stab a guard in Toreth.", "Melee"),
        ("Two men were beaten with iron bars in Sarmak.", "Melee"),
        ("Assailants physically assaulted a preacher in Arikhan.", "Melee"),
        ("A guard was bludgeoned by assailants in Jesrin.", "Melee"),
        ("Assailants threw a grenade at a post in Talbar.", "Explosives"),
        ("A man rammed his car into worshippers in Daraz.", "Vehicle"),
    ],
)
def test_what_a_text_states_is_never_overruled(text: str, stated: str) -> None:
    made = row(text, "gtd")
    assert made["weapon_basis"] == "stated"
    assert made["weapon"].startswith(stated)


def test_the_usual_class_makes_no_claim_of_a_case() -> None:
    claims = extract_claims(Page(id="p", text=SILENT), bundled_reference())
    assert not any(isinstance(claim, WeaponClaim) for claim in claims)


def test_a_team_that_is_beaten_names_no_weapon() -> None:
    text = "Talbar were beaten 3-1 in the cup final and sit in clubs that were beating."
    claims = extract_claims(Page(id="p", text=text), bundled_reference())
    assert not any(isinstance(claim, WeaponClaim) for claim in claims)


def test_features_are_single_words_without_the_opening_day() -> None:
    assert features_of("01/02/2021: Two men, 2 men", "Unknown") == [
        "g:Unknown",
        "u:0",
        "u:men",
        "u:two",
    ]


def test_the_greatest_score_decides() -> None:
    keys = sorted((checksum(f), f) for f in ("u:goats", "u:ropes"))
    weights = np.zeros((2, len(CLASSES)), dtype=np.float32)
    weights[[f for _, f in keys].index("u:ropes"), CLASSES.index("Melee")] = 2
    model = CoderWeapon(
        keys=np.array([key for key, _ in keys], dtype=np.uint32),
        weights=weights,
        bias=np.array([0, 1, 0, 0, 0], dtype=np.float32),
    )
    assert usual_class("Goats and ropes", model) == "Melee"
    assert usual_class("Goats", model) == "Firearms"


def test_the_file_holds_numbers_alone() -> None:
    model = open_coder_weapon()
    assert model.keys.dtype == np.uint32
    assert (np.diff(model.keys.astype(np.int64)) > 0).all()
    assert model.weights.shape == (len(model.keys), len(CLASSES))
    assert np.isfinite(model.weights).all()


def test_the_command_prints_the_basis() -> None:
    line = b'{"id": "a", "text": "Assailants attacked a village near Jesrin."}'
    (outcome,) = run_streamed("summaries", [line], options={"labels": "gtd"})
    assert outcome.lines[0]["weapon_basis"] == "usual"
