"""Under "no" or "without", people without a number are never counted as harmed."""

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference

STRUCK = {
    "ar": "قصفت طائرات توريث سوق تلبر يوم الجمعة. ",
    "ru": "Авиация Торета нанесла удар по рынку в Талбаре. ",
    "uk": "Авіація Торета завдала удару по ринку в Талбарі. ",
    "es": "La aviación de Toreth bombardeó el mercado de Talbar. ",
    "fr": "L'aviation de Toreth a bombardé le marché de Talbar. ",
}


def _tolls(language: str, told: str) -> list[CasualtyClaim]:
    page = Page(
        id="p",
        text=STRUCK[language] + told,
        language=language,
        published=dt.date(2021, 10, 8),
    )
    claims = extract_claims(page, bundled_reference())
    return [claim for claim in claims if type(claim) is CasualtyClaim]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "لم يسقط أي قتيل في القصف."),
        ("ar", "ولم يسفر القصف عن سقوط قتلى."),
        ("ar", "دون وقوع قتلى أو جرحى."),
        ("ar", "لم يؤد القصف إلى سقوط ضحايا."),
        ("ru", "Нет погибших."),
        ("ru", "Обошлось без погибших."),
        ("ru", "Никто из жителей не погиб."),
        ("uk", "Немає загиблих."),
        ("uk", "Ніхто з мешканців не загинув."),
        ("es", "No se registraron muertos ni heridos."),
        ("es", "Ninguna persona murió en el ataque."),
        ("fr", "Le raid n'a fait aucun mort."),
    ],
)
def test_nobody_killed_is_a_zero_and_never_a_person(language: str, told: str) -> None:
    found = _tolls(language, told)
    assert found
    for claim in found:
        stated = [b for b in (claim.killed, claim.wounded, claim.casualties) if b]
        assert [(b.low, b.high) for b in stated] == [(0, 0)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "لم ينقل المسعفون أي جرحى من المكان."),
        ("es", "El alcalde no vio ningún herido."),
        ("fr", "Les secours sont repartis sans blessés."),
        ("ru", "Врачи уехали без раненых."),
        ("uk", "Лікарі поїхали без поранених."),
    ],
)
def test_what_is_denied_of_the_harmed_counts_nobody(language: str, told: str) -> None:
    counted = [
        b
        for claim in _tolls(language, told)
        for b in (claim.killed, claim.wounded, claim.casualties)
        if b and b.high != 0
    ]
    assert counted == []


@pytest.mark.parametrize(
    ("language", "told", "killed"),
    [
        ("ar", "لم يسقط سوى قتيل واحد في القصف.", 1),
        ("ar", "سقط قتيل في القصف.", 1),
        ("ar", "دون إنذار قتل القصف خمسة مدنيين.", 5),
        ("fr", "Sans prévenir, les avions ont tué cinq civils.", 5),
        ("ru", "Без предупреждения удар убил пятерых мирных жителей.", 5),
        ("es", "Sin aviso, el ataque mató a cinco civiles.", 5),
    ],
)
def test_a_count_beside_another_no_stands(
    language: str, told: str, killed: int
) -> None:
    lows = [claim.killed.low for claim in _tolls(language, told) if claim.killed]
    assert killed in lows
