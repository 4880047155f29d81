"""At what: what was hit, not what was merely near."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.targets import find_targets
from firsthand.model import TargetClaim
from firsthand.reference import bundled_reference


def targets(text: str) -> list[TargetClaim]:
    reading = read_page(Page(id="p", text=text, language="en"), bundled_reference())
    return [c for c in find_targets(reading) if isinstance(c, TargetClaim)]


@pytest.mark.parametrize(
    ("text", "target", "quote"),
    [
        ("Jets bombed a hospital in Daraz.", "hospital", "bombed a hospital"),
        ("An air strike on a market killed forty.", "market", "on a market"),
        ("The school was hit by shelling.", "school", "The school was hit"),
        ("Two people were killed in one house.", "residential", "in one house"),
        ("Shells struck a wedding in Talbar.", "wedding", "struck a wedding"),
        ("Gunmen attacked a police station.", "police", "attacked a police station"),
        ("The strike destroyed an apartment block.", "residential", "apartment block"),
        ("Raids targeted a bakery in Ghanta.", "bakery", "targeted a bakery"),
        ("A rocket hit an aid convoy near Sarmak.", "aid_convoy", "hit an aid convoy"),
        ("An attack on a refugee camp killed nine.", "refugee_camp", "a refugee camp"),
    ],
)
def test_what_was_hit_is_a_target(text: str, target: str, quote: str) -> None:
    (claim,) = targets(text)
    assert claim.target == target
    assert quote in claim.span.quote


@pytest.mark.parametrize(
    "text",
    [
        "The wounded were taken to a hospital.",
        "A doctor at the hospital said that six people were killed.",
        "He died of his wounds in hospital after the raid.",
        "The strike hit the road near a school.",
    ],
)
def test_what_was_not_hit_is_no_target(text: str) -> None:
    assert all(c.target not in {"hospital", "school"} for c in targets(text))


def test_two_houses_of_one_sentence_make_one_target() -> None:
    (claim,) = targets(
        "A baker was killed in one house and two nurses in another house."
    )
    assert claim.span.quote == "in one house and two nurses in another house"


def test_a_target_keeps_its_proper_name() -> None:
    (claim,) = targets("Jets bombed the Omar al-Katib mosque.")
    assert claim.name == "Omar al-Katib mosque"


@pytest.mark.parametrize(
    "text",
    [
        "The jets did not strike a mosque, he said.",
        "The ministry denied that its jets bombed a hospital.",
        "No school was hit in the raid.",
    ],
)
def test_a_hit_that_is_denied_is_negated(text: str) -> None:
    assert all(claim.negated for claim in targets(text))
    assert targets(text)


@pytest.mark.parametrize(
    "text",
    [
        "A strike hit the Orel School.",
        "Shells struck the Sela Hospital.",
        "Jets bombed the Norva Market.",
        "Rockets hit the Torvin Bridge.",
        "The raid destroyed the Veshna Mosque.",
    ],
)
def test_a_name_that_holds_its_noun_is_not_given_it_twice(text: str) -> None:
    (claim,) = targets(text)
    assert claim.name in text
