"""Russian and Ukrainian as agencies write them: what is said of whom, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.russian import find_claims as find_russian
from firsthand.extract.ukrainian import find_claims as find_ukrainian
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    MilitaryObjectiveClaim,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

PUBLISHED = dt.date(2023, 6, 8)


def _claims(text: str, kind: type[Claim], language: str = "ru") -> list[Any]:
    page = Page(id="p", text=text, language=language, published=PUBLISHED)
    find = find_russian if language == "ru" else find_ukrainian
    return [
        c for c in find(read_page(page, bundled_reference())) if isinstance(c, kind)
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Россия атаковала Киев дронами.", "ru"), ("Росія атакувала Київ дронами.", "uk")],
)
def test_a_capital_that_was_struck_is_no_author(text: str, language: str) -> None:
    assert [c.perpetrator for c in _claims(text, AttributionClaim, language)] == ["RU"]


def test_a_weapon_is_not_that_of_the_land_whose_town_was_hit() -> None:
    text = "Авиаудар разрушил рынок в сирийском городе Идлиб, погибли двое."
    assert [c.perpetrator for c in _claims(text, WeaponClaim)] == [None]


def test_a_bomb_that_went_off_under_a_car_is_no_aerial_bomb() -> None:
    claims = _claims("Бомба под машиной убила двоих.", WeaponClaim)
    assert all("aerial_bomb" not in c.weapon for c in claims)


def test_what_an_army_calls_military_is_an_objective_and_no_target() -> None:
    text = "Минобороны России сообщило об ударе по складу боеприпасов."
    assert len(_claims(text, MilitaryObjectiveClaim)) == 1
    assert _claims(text, TargetClaim) == []


def test_military_targets_only_names_no_objective() -> None:
    text = "Минобороны России заявило, что бьёт только по военным объектам."
    assert _claims(text, MilitaryObjectiveClaim) == []
    assert [c.denies for c in _claims(text, DenialClaim)] == ["civilian_targets"]


def test_deaths_that_are_being_checked_are_no_deaths() -> None:
    text = "В ЦАХАЛ заявили, что сообщения о гибели мирных жителей проверяются."
    assert _claims(text, CasualtyClaim) == []
    assert [c.denies for c in _claims(text, DenialClaim)] == ["promises_inquiry"]


def test_rescuers_who_confirm_deaths_admit_nothing() -> None:
    text = "Местные спасатели подтвердили гибель девяти человек."
    assert _claims(text, DenialClaim) == []


def test_a_couple_died_and_three_more_were_wounded() -> None:
    text = "Загинуло подружжя, ще троє людей, серед них 8-річна дитина, поранені."
    (claim,) = _claims(text, CasualtyClaim, "uk")
    assert (claim.killed.low, claim.wounded.low) == (2, 3)


def test_a_share_of_those_killed_counts_nobody() -> None:
    text = "Понад чотири п'ятих людей, які загинули, не були військовими."
    claims = _claims(text, CasualtyClaim, "uk")
    assert all(c.killed is None or c.killed.low != 4 for c in claims)


def test_not_less_than_so_many_times_denies_nothing() -> None:
    text = "Російські війська не менше ніж 23 рази обстріляли місто."
    (claim,) = _claims(text, AttributionClaim, "uk")
    assert not claim.negated


def test_since_the_first_year_of_a_war_is_context_even_in_the_first_sentence() -> None:
    text = "Від лютого 2022 року в Україні загинули понад 900 дітей."
    assert len(_claims(text, ContextTotal, "uk")) == 1
    assert _claims(text, CasualtyClaim, "uk") == []


def test_a_winter_with_a_year_stays_open() -> None:
    text = "Зимой 2021 года снаряд попал в дом."
    claims = _claims(text, DateClaim)
    assert all(c.date.earliest != dt.date(2021, 12, 1) for c in claims)


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("У Кривому Розі через удар загинули двоє людей.", "Кривий Ріг", "uk"),
        ("В Нагорном Карабахе при обстреле погибли двое.", "Нагорный Карабах", "ru"),
        ("Обстріляли села Харківської області.", "Харківська область", "uk"),
    ],
)
def test_places_of_two_words_are_named_in_their_first_case(
    text: str, name: str, language: str
) -> None:
    assert [c.place.name for c in _claims(text, PlaceClaim, language)] == [name]


def test_where_a_missile_was_launched_is_no_place_of_the_attack() -> None:
    text = "Ракету выпустили с территории Белгородской области."
    assert _claims(text, PlaceClaim) == []


def _speakers(text: str, kind: type[Claim], language: str) -> list[str | None]:
    return [c.speaker for c in _claims(text, kind, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            (
                "Группа «Маяк» выпустила отчет, согласно которому при ударе по рынку "
                "погибли девять человек."
            ),
            "ru",
        ),
        ("Организация «Маяк» изучила удар. Исследователи заявили о 9 погибших.", "ru"),
        (
            (
                "О девяти погибших говорится в опубликованном в среду отчете группы "
                "«Маяк» об ударе."
            ),
            "ru",
        ),
        ("Доклад «Маяк»: при ударе погибли девять человек\n\nУдар был ночью.", "ru"),
        (
            (
                "Група «Маяк» оприлюднила звіт, згідно з яким через удар по ринку "
                "загинули дев'ять людей."
            ),
            "uk",
        ),
        (
            (
                "Організація «Маяк» вивчила удар. Правозахисники повідомили про "
                "9 загиблих."
            ),
            "uk",
        ),
    ],
)
def test_what_a_body_found_is_its_own_word(text: str, language: str) -> None:
    (speaker,) = set(_speakers(text, CasualtyClaim, language))
    assert "Маяк" in str(speaker)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Израиль обвинили в гибели 40 мирных жителей.", "ru"),
        ("Израиль подозревают в ударе по больнице, погибли 40 человек.", "ru"),
        ("Ізраїль звинуватили в загибелі 40 мирних жителів.", "uk"),
        ("Ізраїль звинувачують в ударі по лікарні, загинули 40 людей.", "uk"),
    ],
)
def test_whom_they_accuse_does_not_speak(text: str, language: str) -> None:
    assert set(_speakers(text, CasualtyClaim, language)) == {None}
    assert [c.perpetrator for c in _claims(text, AttributionClaim, language)] == ["IL"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("После удара сгорели два автобуса.", "ru"),
        ("Из 14 грузовиков колонны сгорели девять.", "ru"),
        ("Після удару згоріли два автобуси.", "uk"),
        ("Із 14 вантажівок колони згоріли дев'ять.", "uk"),
    ],
)
def test_burnt_buses_are_nobodys_deaths(text: str, language: str) -> None:
    assert _claims(text, CasualtyClaim, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("При ударе погибли восемь сотрудников Красного Креста.", "ru"),
        ("Унаслідок удару загинули восьмеро працівників Червоного Хреста.", "uk"),
    ],
)
def test_a_body_is_no_victims_name(text: str, language: str) -> None:
    (toll,) = _claims(text, CasualtyClaim, language)
    assert (toll.killed.low, toll.killed.high) == (8, 8)


def test_rebels_who_tell_of_the_army_admit_nothing() -> None:
    text = (
        "Представитель армии Израиля заявил, что школу обстреляли из минометов боевики."
    )
    assert _claims(text, DenialClaim) == []
    assert len(_claims(text, AttributionClaim)) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            (
                "Минобороны России заявило, что на рынке взорвался склад боеприпасов. "
                "Аналитики эту версию отвергают."
            ),
            "ru",
        ),
        (
            (
                "Міноборони Росії заявило, що на ринку вибухнув склад боєприпасів. "
                "Мешканці кварталу це заперечують."
            ),
            "uk",
        ),
    ],
)
def test_who_denies_what_the_accused_answers_rebuts_it(
    text: str, language: str
) -> None:
    assert len(_claims(text, RebuttalClaim, language)) == 1
    assert len(_claims(text, DenialClaim, language)) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Россия отвергает обвинения. Там заявили, что погибли 20 боевиков.", "ru"),
        ("Росія відкидає закиди. Там заявили, що загинули 20 бойовиків.", "uk"),
    ],
)
def test_there_they_said_is_the_state_named_before(text: str, language: str) -> None:
    assert _speakers(text, CasualtyClaim, language) in (["Россия"], ["Росія"])


def test_two_months_are_a_campaign() -> None:
    text = "За последние два месяца при ударах по рынкам погибли 40 человек."
    (date,) = _claims(text, DateClaim)
    assert date.date.earliest == dt.date(2023, 4, 8)


def test_no_target_of_another_clause_is_absent() -> None:
    text = "У нас нет сведений, которые указывали бы на вину военных, сказал министр."
    assert _claims(text, MilitaryObjectiveClaim) == []
