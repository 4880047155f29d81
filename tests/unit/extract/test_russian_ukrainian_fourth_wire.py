"""Russian and Ukrainian wire prose: who told it, what counts nobody, what struck."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.russian import find_claims as find_russian
from firsthand.extract.ukrainian import find_claims as find_ukrainian
from firsthand.model import (
    CasualtyClaim,
    Claim,
    DateClaim,
    DenialClaim,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

PUBLISHED = dt.date(2026, 5, 14)


def _claims(
    text: str, kind: type[Claim], language: str = "ru", outlet: str | None = None
) -> list[Any]:
    page = Page(
        id="p", text=text, language=language, published=PUBLISHED, outlet=outlet
    )
    find = find_russian if language == "ru" else find_ukrainian
    return [
        c for c in find(read_page(page, bundled_reference())) if isinstance(c, kind)
    ]


def test_who_condemns_a_blow_does_not_tell_its_toll() -> None:
    text = "Премьер осудил удар по рынку в Херсоне, при котором погибли девять человек."
    assert [c.speaker for c in _claims(text, CasualtyClaim)] == [None]
    assert [c.speaker for c in _claims(text, PlaceClaim)] == [None]


def test_an_office_tells_on_its_own_page_what_it_condemns() -> None:
    text = "Управление осудило удар по рынку, при котором погибли девять человек."
    (claim,) = _claims(text, CasualtyClaim, outlet="ООН")
    assert claim.speaker == "Управление"


def test_a_voice_cited_behind_a_reaction_tells_what_follows() -> None:
    text = "ООН осудила удар, в результате которого, по данным врачей, погибли двое."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "врачей"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Армия винит повстанцев, а те утверждают, что погибли двое.", "ru"),
        ("Армія винить повстанців, а ті стверджують, що загинули двоє.", "uk"),
    ],
)
def test_those_who_are_accused_speak_for_themselves(text: str, language: str) -> None:
    (claim,) = _claims(text, CasualtyClaim, language)
    assert claim.speaker is not None
    assert claim.speaker.startswith("повстанц")


def test_there_is_where_the_one_who_spoke_before_sits() -> None:
    text = "Минобороны России обвинило соседей. Позднее там сообщили о двух погибших."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "Минобороны России"


def test_words_of_time_and_of_whom_are_no_part_of_who_speaks() -> None:
    text = "«Погибли двое», - сказал позднее журналистам замминистра Вадим Орт."
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "Вадим Орт"


def test_sides_that_do_not_add_up_are_not_told_apart() -> None:
    text = "Погибли 20 человек: 12 гражданских и трое военных."
    assert len(_claims(text, CasualtyClaim)) == 1


def test_sides_that_add_up_are_parts_of_a_toll_of_both() -> None:
    text = "Погибли 15 человек: 12 гражданских и трое военных."
    whole, *sides = _claims(text, CasualtyClaim)
    assert whole.status.value == "mixed"
    assert [s.killed.low for s in sides] == [12, 3]
    assert all(s.is_partial for s in sides)


def test_who_suffered_beside_the_dead_is_not_called_wounded() -> None:
    (claim,) = _claims("Погибли трое, 48 пострадали.", CasualtyClaim)
    assert claim.wounded is None
    assert claim.casualties.low == 48


def test_a_number_before_a_role_and_a_name_is_kept() -> None:
    (claim,) = _claims("Погибли девять пациентов и санитар Юнус Вельт.", CasualtyClaim)
    assert claim.killed.low == 10


def test_not_more_than_is_an_upper_bound_in_ukrainian() -> None:
    (claim,) = _claims("Загинули не більше ніж 30 бойовиків.", CasualtyClaim, "uk")
    assert (claim.killed.low, claim.killed.high) == (None, 30)


@pytest.mark.parametrize(
    "text",
    [
        "На каждого убитого боевика приходится восемь погибших.",
        "Наблюдатели поговорили с восемью пострадавшими.",
        "Они стали жертвами двенадцати воздушных ударов.",
        "Удар пришелся по лагерю для перемещенных лиц.",
    ],
)
def test_rates_people_talked_to_blows_and_camps_count_nobody(text: str) -> None:
    assert _claims(text, CasualtyClaim) == []


def test_since_the_start_of_a_month_is_no_first_third_of_it() -> None:
    text = "С начала марта при обстрелах погибли 12 человек."
    (claim,) = _claims(text, DateClaim)
    assert claim.date.earliest == dt.date(2026, 3, 1)
    assert claim.date.latest is None


def test_a_dateline_without_a_city_dates_no_attack() -> None:
    text = "14 мая. «Маяк» - Двое погибли во вторник при обстреле рынка."
    dates = [c.date.earliest for c in _claims(text, DateClaim)]
    assert dates == [dt.date(2026, 5, 12)]


def test_an_earlier_day_at_the_head_of_a_line_dates_what_it_tells() -> None:
    text = "12 мая. Два дома в Киеве разбомбили."
    dates = [c.date.earliest for c in _claims(text, DateClaim)]
    assert dates == [dt.date(2026, 5, 12)]


def test_whoever_replies_to_an_answer_rebuts_it() -> None:
    text = (
        "Минобороны России заявило, что целью был склад боеприпасов. "
        "Мэр Дан Орт возразил, что складов в городе нет."
    )
    (claim,) = _claims(text, RebuttalClaim)
    assert claim.speaker == "Дан Орт"
    assert claim.rebuts is not None
    assert all(c.speaker != "Дан Орт" for c in _claims(text, DenialClaim))


def test_a_side_accused_in_an_answer_denies_and_does_not_rebut() -> None:
    text = (
        "Минобороны России заявило, что в дом попала ракета украинской ПВО. "
        "Генштаб Украины это отрицает."
    )
    assert _claims(text, RebuttalClaim) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ведомство показало видео с беспилотника.",
        "Совет ввел санкции против производителей ракет.",
        "На снимке пикап с крупнокалиберным пулеметом.",
    ],
)
def test_arms_that_struck_nobody_are_no_weapons_of_an_attack(text: str) -> None:
    assert _claims(text, WeaponClaim) == []


def test_schoolchildren_are_no_school() -> None:
    assert _claims("Погибли семь школьников.", TargetClaim) == []


def test_a_thing_is_hit_in_a_clause_of_its_own() -> None:
    text = "Речь идет о больнице, которую 9 марта поразили две ракеты."
    assert [c.target for c in _claims(text, TargetClaim)] == ["hospital"]
