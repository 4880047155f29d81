"""Russian and Ukrainian: whom a source names, whose account goes on, whose day."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, Claim, DateClaim, DenialClaim
from firsthand.reference import bundled_reference

RU, UK = "ru", "uk"


def _claims(text: str, language: str) -> list[Claim]:
    page = Page(id="p", text=text, language=language, published=dt.date(2024, 6, 12))
    return list(extract_claims(page, bundled_reference()))


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Минобороны Орсена молчит. На запрос ведомство от 5 мая не ответило.", RU,
         "Минобороны Орсена"),
        ("Міноборони Орсену мовчить. На запити відомство на них не відповіло.", UK,
         "Міноборони Орсену"),
        ("Власти Орсена обвинения в ударе отвергли.", RU, "Власти Орсена"),
    ],
)  # fmt: skip
def test_a_source_ends_before_what_is_denied_or_answered(
    text: str, language: str, name: str
) -> None:
    answers = [c for c in _claims(text, language) if isinstance(c, DenialClaim)]
    assert answers
    assert answers[-1].speaker == name


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        (
            (
                "Погибли 40 человек, говорится в докладе организации «Опора мира».\n\n"
                "В одном из случаев две бомбы разрушили рынок и убили девять человек."
            ),
            RU,
            "Опора мира",
        ),
        (
            (
                "Організація «Опора миру» вивчила 15 випадків; загинули, за її даними, "
                "40 людей.\n\nВ одному з епізодів дві бомби зруйнували ринок і вбили "
                "дев'ять людей."
            ),
            UK,
            "Опора миру",
        ),
        (
            (
                "Группа наблюдателей за правами мира Клир опубликовала доклад.\n\n"
                "Наблюдатели опросили врачей. По их выводам, при ударе погибли девять "
                "человек."
            ),
            RU,
            "Клир",
        ),
    ],
)
def test_a_case_of_a_report_is_its_authors(text: str, language: str, name: str) -> None:
    tolls = [c for c in _claims(text, language) if isinstance(c, CasualtyClaim)]
    assert tolls[-1].killed is not None
    assert tolls[-1].killed.low == 9
    assert tolls[-1].speaker is not None
    assert name in tolls[-1].speaker


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Накануне сообщалось о 22 погибших.", RU),
        ("Ранее вчера говорилось о 22 погибших.", RU),
        ("Напередодні йшлося про 22 загиблих.", UK),
        ("Удар пришёлся на рынок. Доклад вышел 3 мая.", RU),
        ("Ракета впала під час п'ятничної молитви на площу.", UK),
    ],
)
def test_the_day_of_the_telling_is_no_day_of_an_attack(
    text: str, language: str
) -> None:
    found = _claims(text, language)
    assert not [c for c in found if isinstance(c, DateClaim)]
    assert not [c for c in found if isinstance(c, CasualtyClaim) and c.date]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Военных среди погибших не было, сказал мэр.", RU),
        ("Серед 15 загиблих немає жодного військового, сказав мер.", UK),
    ],
)
def test_no_soldiers_among_the_dead_is_not_nobody_died(
    text: str, language: str
) -> None:
    tolls = [c for c in _claims(text, language) if isinstance(c, CasualtyClaim)]
    assert [c.status for c in tolls] == ["combatant"]
    assert all(c.is_partial and c.negated and c.killed is None for c in tolls)


def test_cases_count_nobody() -> None:
    tolls = _claims("В шести случаях погибли 112 гражданских лиц.", RU)
    killed = [c.killed for c in tolls if isinstance(c, CasualtyClaim)]
    assert [k.low for k in killed if k] == [112]
