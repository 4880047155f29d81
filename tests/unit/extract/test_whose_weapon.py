"""Whose arms were used: who is told to have struck, never who only tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import WeaponClaim
from firsthand.reference import open_reference

REPORTS = Path(__file__).parents[3] / "tests" / "eval" / "languages"


@pytest.mark.parametrize(
    ("language", "text", "owner"),
    [
        ("es", "Aviones de Toreth lanzaron dos misiles contra un mercado.", "TO"),
        ("es", "El ejército de Toreth achacó la explosión a un cohete rebelde.", None),
        ("es", "Toreth dijo que en Talbar había caído un misil.", None),
        ("fr", "Des avions de Toreth ont tiré un missile sur le marché.", "TO"),
        ("fr", "Toreth a imputé l'explosion à une roquette des rebelles.", None),
        ("fr", "Selon Toreth, un missile est tombé sur le marché.", None),
    ],
)
def test_who_only_speaks_of_a_weapon_does_not_own_it(
    language: str, text: str, owner: str | None
) -> None:
    page = Page(id="p", text=text, language=language)
    claims = extract_claims(page, open_reference(REPORTS, country="XV"))
    (weapon,) = [c for c in claims if isinstance(c, WeaponClaim)]
    assert weapon.perpetrator == owner
