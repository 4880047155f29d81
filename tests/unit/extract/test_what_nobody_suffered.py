"""What nobody suffered is as narrow as it is told: "no wounded" counts no dead."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("language", "text", "nobody"),
    [
        ("en", "No injuries were reported after the strike on Talbar.", "wounded"),
        ("en", "There were no deaths in the strike on Talbar.", "killed"),
        ("es", "El misil cayó en Talbar sin dejar heridos.", "wounded"),
        ("es", "El ataque contra Talbar no causó víctimas mortales.", "killed"),
        ("es", "El ataque contra Talbar no causó víctimas.", "casualties"),
        ("fr", "La frappe sur Talbar n'a pas fait de blessés.", "wounded"),
        ("fr", "La frappe sur Talbar n'a fait aucun mort.", "killed"),
        ("fr", "La frappe sur Talbar n'a pas fait de victimes.", "casualties"),
        ("ru", "В результате обстрела раненых нет.", "wounded"),
        ("ru", "В результате обстрела никто не ранен.", "wounded"),
        ("ru", "В результате обстрела погибших нет.", "killed"),
        ("ru", "Ракета упала в поле, пострадавших нет.", "casualties"),
        ("uk", "Внаслідок обстрілу поранених немає.", "wounded"),
        ("uk", "Внаслідок обстрілу загиблих немає.", "killed"),
        ("uk", "Ракета впала в поле, постраждалих немає.", "casualties"),
        ("ar", "سقطت القذيفة على تلبار بلا إصابات.", "wounded"),
        ("ar", "لا قتلى في القصف على تلبار.", "killed"),
        ("ar", "سقط الصاروخ على تلبار دون وقوع ضحايا.", "casualties"),
    ],
)
def test_nobody_harmed_is_read_as_narrowly_as_it_is_told(
    language: str, text: str, nobody: str
) -> None:
    page = Page(id="p", text=text, language=language, published=dt.date(2024, 3, 5))
    claims = extract_claims(page, bundled_reference())
    tolls = [c for c in claims if isinstance(c, CasualtyClaim)]
    told = {
        field: (bounds.low, bounds.high)
        for claim in tolls
        for field in ("killed", "wounded", "casualties")
        if (bounds := getattr(claim, field)) is not None
    }
    assert told == {nobody: (0, 0)}
