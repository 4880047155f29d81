"""Whose home was hit, and who was named, tells attacks of one day apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.link.facts import skeleton
from firsthand.link.households import household_words
from firsthand.link.likeness import Mention, victims_feature
from firsthand.link.passages import Passage
from firsthand.link.spelling import name_keys
from firsthand.model import CasualtyClaim, ClaimId, DocumentId, Span
from firsthand.reference import bundled_reference


def claim(text: str) -> CasualtyClaim:
    return CasualtyClaim(
        id=ClaimId("d1#1"),
        document_id=DocumentId("d1"),
        span=Span(start=0, end=len(text), quote=text),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A strike hit the Haddun family home in Talbar.", "Haddun"),
        ("Nine members of the al-Haddun family were killed.", "Haddun"),
        ("The house of the Abu Zahran family was bombed.", "Zahran"),
        ("The dead are of the Sorvan household.", "Sorvan"),
        ("It struck the family of Teo Mourn on Friday.", "Mourn"),
        ("La familia Quillas murió en el ataque.", "Quillas"),
        ("La famille Kaldesh a été tuée.", "Kaldesh"),
        ("Погибла семья Тарвош.", "Тарвош"),
        ("قتل تسعة من عائلة حدون في الغارة.", "حدون"),
        ("قصف منزل لعائلة الزهران في تلبار.", "زهران"),
    ],
)
def test_the_name_of_a_household_is_read_in_five_languages(
    text: str, name: str
) -> None:
    found = household_words(bundled_reference()).of([claim(text)], text)
    assert skeleton(name.casefold()) in found


@pytest.mark.parametrize(
    "text",
    [
        "A whole family was killed in Talbar.",
        "The family had fled twice.",
        "His family said that he was at home.",
        "Members of one family were among the dead.",
        "قتلت عائلة كاملة في الغارة.",
        "Погибла семья из пяти человек.",
    ],
)
def test_a_family_without_a_name_is_no_household(text: str) -> None:
    assert household_words(bundled_reference()).of([claim(text)], text) == frozenset()


def mention(*names: str, homes: tuple[str, ...] = ()) -> Mention:
    passage = Passage(DocumentId("d1"), 0, names=set(names))
    keys = frozenset(skeleton(home) for home in homes)
    return Mention(passage, "O-d1", dt.date(2021, 1, 1), households=keys)


@pytest.mark.parametrize(
    ("one", "other", "row"),
    [
        (("samir adel haddun", "lene haddun"), ("sameer hadoun",), "same_victim"),
        (
            ("samir haddun", "lene haddun"),
            ("lene haddun", "samir a haddun"),
            "same_victims",
        ),
        (("samir haddun", "lene haddun"), ("oru haddun", "teo haddun"), "same_family"),
        (("samir haddun", "lene haddun"), ("teo mourn", "ana mourn"), "other_victims"),
        (("samir haddun",), ("teo mourn",), None),
        (("samir haddun", "lene haddun"), (), None),
    ],
)
def test_named_victims_speak_for_or_against_one_attack(
    one: tuple[str, ...], other: tuple[str, ...], row: str | None
) -> None:
    found: Any = victims_feature(mention(*one), mention(*other))
    assert (found and found.row) == (row and f"incident.{row}")


def test_the_home_of_one_family_is_not_that_of_another() -> None:
    found = victims_feature(mention(homes=("haddun",)), mention(homes=("zahran",)))
    assert found is not None
    assert found.row == "incident.other_victims"


def test_a_household_meets_its_dead() -> None:
    dead = mention("samir haddun", "lene haddun")
    found = victims_feature(mention(homes=("haddun",)), dead)
    assert found is not None
    assert found.row == "incident.same_family"


def test_two_spellings_of_a_name_share_a_key() -> None:
    assert name_keys("samir adel haddun") & name_keys("sameer hadoun")
    assert not name_keys("samir haddun") & name_keys("samir zahran")
