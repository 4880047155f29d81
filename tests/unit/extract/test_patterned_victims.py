"""People named as harmed in Arabic, Russian, Ukrainian, French, Spanish; initials."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.segment import split_sentences
from firsthand.model import CasualtyClaim, Claim, PlaceClaim, VictimNamesClaim
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _claims(text: str, language: str, kind: type[Claim], rows: Reference) -> list[Any]:
    published = dt.date(2023, 6, 8)
    page = Page(id="p", text=text, language=language, published=published)
    return [c for c in extract_claims(page, rows) if type(c) is kind]


def test_age_kin_and_sex_stand_with_the_name(reference: Reference) -> None:
    text = "Salwa Haddad, 34 ans, et sa fille Lina, 6 ans, ont été tuées par un obus."
    (claim,) = _claims(text, "fr", VictimNamesClaim, reference)
    mother, daughter = claim.people
    assert (mother.name, mother.age, mother.kin) == ("Salwa Haddad", 34, None)
    told = daughter.name, daughter.age, daughter.kin, daughter.sex
    assert told == ("Lina", 6, "fille", "f")


def test_a_patronymic_belongs_to_the_name_and_an_age_before_it_is_read(
    reference: Reference,
) -> None:
    text = "Среди погибших при обстреле — 56-летняя Наталья Евгеньевна Крот."
    (claim,) = _claims(text, "ru", VictimNamesClaim, reference)
    assert [(p.name, p.age) for p in claim.people] == [("Наталья Евгеньевна Крот", 56)]


def test_nasab_kunya_and_the_and_before_a_name_are_told_apart(
    reference: Reference,
) -> None:
    text = (
        "ومن بين الضحايا: أحمد بن حسن الديري (45 عاماً)، وابنته سلمى، والمسعف أبو علي."
    )
    (claim,) = _claims(text, "ar", VictimNamesClaim, reference)
    told = [(p.name, p.age, p.kin, p.role) for p in claim.people]
    assert told == [
        ("أحمد بن حسن الديري", 45, None, None),
        ("سلمى", None, "ابنته", None),
        ("أبو علي", None, None, "المسعف"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le fils de Karim Belhaj a été tué dans la frappe sur Daraz."),
        ("fr", "Le maire Paul Noret a déploré la mort de douze civils dans la frappe."),
        ("es", "La casa de Pedro Salvat fue bombardeada; murieron dos vecinos."),
        ("es", "Murieron dos personas en el bombardeo, dijo el doctor Karim Belhaj."),
        ("ru", "Сын Ивана Петрова погиб при обстреле Дараза."),
        ("ru", "В доме Степана Гончара погибли двое, сообщил мэр Пётр Гром."),
        ("ru", "Солдат Пётр Лаврин убил троих жителей Дараза."),
        ("uk", "У Даразі внаслідок атаки дронів загинуло двоє людей."),
        ("ar", "قال الطبيب عمر فواز إن خمسة مدنيين قتلوا في غارة على دراز."),
        ("ar", "قتل قائد ميداني في غارة على دراز."),
    ],
)
def test_the_living_the_speaking_and_the_shooting_are_no_victims(
    language: str, text: str, reference: Reference
) -> None:
    assert _claims(text, language, VictimNamesClaim, reference) == []


def test_named_people_are_counted_where_no_number_is_told(reference: Reference) -> None:
    text = "Анна Крот, 34 года, и её сын Илья погибли при ударе по Даразу."
    (claim,) = _claims(text, "ru", CasualtyClaim, reference)
    assert (claim.killed.low, claim.killed.high) == (2, 2)


def test_people_without_a_name_leave_the_count_open_above(reference: Reference) -> None:
    text = "Погибли Ахмад Халилов, его жена Зейнаб и трое внуков, дом разбомбили."
    killed = [
        c.killed
        for c in _claims(text, "ru", CasualtyClaim, reference)
        if c.killed and c.killed.words.startswith("Погибли")
    ]
    assert [(k.low, k.high) for k in killed] == [(2, None)]


def test_the_name_of_somebody_harmed_is_no_place(reference: Reference) -> None:
    text = "Murió Pedro Salvat, de 34 años, en el bombardeo de Daraz."
    places = _claims(text, "es", PlaceClaim, reference)
    assert [c.place.name for c in places] == ["Daraz"]


@pytest.mark.parametrize(
    ("text", "n_sentences"),
    [
        ("Об этом сообщил В. Петренко. Ранены трое.", 2),
        ("Сообщил А. К. Громов. Ранены трое.", 2),
        ("Це сказав І. Гринюк. Поранено трьох.", 2),
        ("Удар нанесли в 2020 г. Погибли трое.", 2),
        ("« Neuf civils ont été tués. » Le maire se tait.", 2),
    ],
)
def test_an_initial_ends_no_sentence(
    text: str, n_sentences: int, reference: Reference
) -> None:
    assert len(split_sentences(text, reference)[0]) == n_sentences


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            (
                "Al menos seis personas murieron cuando un ataque alcanzó un "
                "estadio durante un partido de la liga local, informó el "
                "gobernador. El entrenador está entre los heridos."
            ),
        ),
        (
            "fr",
            (
                "Six personnes ont été tuées dans une frappe sur un stade pendant "
                "un match du championnat, a annoncé le gouverneur."
            ),
        ),
        (
            "ru",
            (
                "Шесть человек погибли при ударе по стадиону во время футбольного "
                "матча, сообщил губернатор. Среди раненых тренер."
            ),
        ),
        (
            "ru",
            "При ударе по кинотеатру погибли четверо, шёл фильм, сообщила полиция.",
        ),
        (
            "uk",
            (
                "Шестеро людей загинули через удар по стадіону під час футбольного "
                "матчу, повідомив губернатор."
            ),
        ),
        (
            "ar",
            (
                "قتل ستة أشخاص في قصف على ملعب خلال مباراة في الدوري، بحسب الوزارة. "
                "وأصيب المدرب."
            ),
        ),
    ],
)
def test_a_strike_on_a_match_or_a_cinema_is_not_taken_for_sport_or_film(
    language: str, text: str, reference: Reference
) -> None:
    tolls = _claims(text, language, CasualtyClaim, reference)
    assert any(c.killed and c.killed.low in {4, 6} for c in tolls)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            (
                "La película narra el bombardeo de una escuela en el que mueren "
                "veinte niños. La directora terminó el rodaje en mayo."
            ),
        ),
        (
            "es",
            (
                "El goleador bombardeó la portería y dos jugadores resultaron "
                "heridos, dijo el entrenador tras el partido."
            ),
        ),
        (
            "fr",
            (
                "Le film raconte le bombardement d'un hôpital où meurent trente "
                "patients, explique le réalisateur."
            ),
        ),
        (
            "ru",
            (
                "Фильм режиссёра рассказывает об ударе по школе, при котором "
                "погибли двадцать детей."
            ),
        ),
        (
            "uk",
            (
                "Роман розповідає про обстріл школи, де загинули двадцятеро дітей, "
                "каже актор."
            ),
        ),
        ("ar", "يروي الفيلم قصف مدرسة قتل فيه عشرون طفلاً، بحسب المخرج."),
    ],
)
def test_a_film_or_a_match_told_in_words_of_war_gives_no_claim(
    language: str, text: str, reference: Reference
) -> None:
    assert _claims(text, language, CasualtyClaim, reference) == []
