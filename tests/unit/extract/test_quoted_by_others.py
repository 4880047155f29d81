"""Whose word a clause is when others pass it on, or when its speaker stands inside."""

from __future__ import annotations

import pytest

from firsthand.extract import extract_claims
from firsthand.extract.page import Page
from firsthand.model import AttributionClaim, CasualtyClaim
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The agency quoted a medic as saying nine men died.", ("agency", "medic")),
        (
            "State radio cited the mayor as saying that two men were killed.",
            ("State radio", "mayor"),
        ),
        (
            "A nurse was quoted by the paper as saying six patients died.",
            ("paper", "nurse"),
        ),
        (
            "The daily quoted Ona Pelvar as saying that four pupils were killed.",
            ("daily", "Ona Pelvar"),
        ),
        (
            "The station quoted police as saying three people were killed.",
            ("station", "police"),
        ),
        ("The raid, according to residents, killed two shepherds.", ("residents",)),
        ("The blast, according to a nurse, killed five people.", ("nurse",)),
        ("Shells, according to the mayor, killed seven people.", ("mayor",)),
        ("The strike, the governor said, killed ten people.", ("governor",)),
        ("A medic said nine men died.", ("medic",)),
    ],
)
def test_a_toll_is_the_word_of_who_said_it(text: str, chain: tuple[str, ...]) -> None:
    claims = extract_claims(Page(id="p", text=text), bundled_reference())
    (toll,) = [c for c in claims if isinstance(c, CasualtyClaim)]
    assert toll.chain == chain
    assert toll.speaker == chain[-1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Survivors held Russia responsible for the bombing.", [("RU", False)]),
        ("Russia may be responsible for the raid, experts said.", [("RU", False)]),
        ("The group said Russia might be behind the attack.", [("RU", False)]),
        ("Russia is not responsible for the raid, it said.", [("RU", True)]),
        ("The Russian minister responsible for relief saw the bombed school.", []),
    ],
)
def test_who_is_held_responsible_is_accused(
    text: str, found: list[tuple[str, bool]]
) -> None:
    claims = extract_claims(Page(id="p", text=text), bundled_reference())
    made = [c for c in claims if isinstance(c, AttributionClaim)]
    assert [(c.perpetrator, c.negated) for c in made] == found
