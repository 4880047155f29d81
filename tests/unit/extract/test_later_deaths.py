"""Deaths after the attack: of wounds, in hospital, on a later day.

All sentences are invented.
"""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, TargetClaim
from firsthand.reference import bundled_reference


def claims(text: str) -> list[Any]:
    page = Page(id="p", text=text, language="en")
    return list(extract_claims(page, bundled_reference()))


def tolls(text: str) -> list[Any]:
    return [claim for claim in claims(text) if isinstance(claim, CasualtyClaim)]


@pytest.mark.parametrize(
    "text",
    [
        "A third person died of wounds on 27 October in a hospital abroad.",
        "One of the wounded died three weeks later in Toreth.",
        "Two more died of their injuries in a field hospital.",
        "The wounded boy succumbed to his injuries last week.",
        "He died in hospital.",
        "A nurse died on the way to hospital.",
        "A fourth died the next day in a clinic in Jesrin.",
        "Another man died on Friday.",
        "A baker later died.",
        "A girl died two days after the strike.",
    ],
)
def test_a_death_after_the_attack_is_late(text: str) -> None:
    assert [toll.is_late_death for toll in tolls(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Two worshippers died at once.",
        "Four people died when the hospital was bombed.",
        "Seven people died in a hospital that was hit by a missile.",
        "Ten people died on 7 October in an air strike on Daraz.",
        "At least nine patients died in the hospital.",
        "Three guards died instantly, and a clinic in Jesrin took in the wounded.",
        "Five villagers died in the raid.",
        "A man died on Friday when a shell hit his car.",
    ],
)
def test_a_death_in_the_attack_is_not_late(text: str) -> None:
    assert not any(toll.is_late_death for toll in tolls(text))


def test_the_third_of_three_is_late_where_the_verb_is_left_out() -> None:
    at_once, late, hurt = tolls(
        "Two worshippers died at once and a third on 27 October in a hospital abroad, "
        "and eight were hurt."
    )
    assert (at_once.killed.low, at_once.is_late_death) == (2, False)
    assert (late.killed.low, late.is_late_death) == (1, True)
    assert (hurt.killed, hurt.wounded.low) == (None, 8)


@pytest.mark.parametrize(
    "text",
    [
        "A third person died of wounds on 27 October in a hospital abroad.",
        "A fourth died the next day in a clinic in Jesrin.",
        "Another died on Friday in a military hospital.",
        "Two men died and a third on 27 October in a hospital abroad.",
    ],
)
def test_where_somebody_died_later_is_no_target(text: str) -> None:
    assert not any(isinstance(claim, TargetClaim) for claim in claims(text))


def test_a_hospital_that_was_bombed_is_a_target() -> None:
    found = claims("Four people died when a hospital in Jesrin was bombed.")
    assert [c.target for c in found if isinstance(c, TargetClaim)] == ["hospital"]
