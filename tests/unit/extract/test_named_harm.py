"""People named in a sentence of the dead are named dead; of the wounded, wounded."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import VictimNamesClaim
from firsthand.reference import bundled_reference

STRIKE = "An air strike hit a market in Daraz, killing nine people. "


def harms(text: str, language: str = "en") -> set[str | None]:
    page = Page(id="p", text=text, language=language)
    found = extract_claims(page, bundled_reference())
    named = [claim for claim in found if isinstance(claim, VictimNamesClaim)]
    assert named
    return {claim.harm for claim in named}


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("The dead were named as Ana Solt, 20, and Orin Osten, 21.", "killed"),
        ("Ilo Beru, 34, and his son Teo Beru, 9, were killed.", "killed"),
        ("Among those killed was Mara Harrow, 26, a teacher.", "killed"),
        ("Sadik Lund, 29, died at the scene.", "killed"),
        ("Nura Quill, 41, was killed in her shop.", "killed"),
        ("Lene Mourn, 31, was wounded.", "wounded"),
        ("Vito Osten, 49, and Kesh Reeve, 40, were injured.", "wounded"),
        ("Ana Cask, 23, was killed and Dalia Solt, 24, was wounded.", None),
        ("The victims included Teo Harrow, 28.", None),
        ("Dalia Quill, 35, was killed; her sister Ilo Quill was hurt.", None),
    ],
)
def test_the_words_around_names_say_what_befell_them(
    text: str, harm: str | None
) -> None:
    assert harm in harms(STRIKE + text)
    assert harms(STRIKE + text) <= {harm}


def test_names_of_another_language_are_named_dead() -> None:
    text = "Удар пришёлся по рынку в Даразе. Погибли Анна Солт, 20 лет, и Орин Остен."
    assert harms(text, "ru") == {"killed"}
