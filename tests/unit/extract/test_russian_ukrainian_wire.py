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
