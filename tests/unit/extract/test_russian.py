"""Claims in Russian sentences: our own constructions, about ten a family."""

import datetime as dt
import time
from typing import Any

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.russian import find_claims
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    LegalClaim,
    MilitaryObjectiveClaim,
    Objective,
    PlaceClaim,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

PUBLISHED = dt.date(2021, 12, 6)  # a Monday


def _claims(text: str, kind: type[Claim], outlet: str | None = None) -> list[Any]:
    page = Page(id="p", text=text, language="ru", published=PUBLISHED, outlet=outlet)
    found = find_claims(read_page(page, bundled_reference()))
    ordered = sorted(found, key=lambda c: (c.span.start, c.span.end))
    return [claim for claim in ordered if type(claim) is kind]


def _interval(bounds: Bounds | None) -> tuple[int | None, int | None] | str | None:
    if bounds is None:
        return None
    return bounds.vague or (bounds.low, bounds.high)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Погибли 17 человек.", (17, 17)),
        ("17 человек погибли под завалами.", (17, 17)),
        ("В результате удара погибло не менее 20 человек.", (20, None)),
        ("Убиты более 30 мирных жителей.", (30, None)),
        ("Около 35 мирных жителей были убиты.", (35, 35)),
        ("Погибли от 12 до 17 человек.", (12, 17)),
        ("Погибли до 50 человек.", (None, 50)),
        ("Двадцать пять человек погибли при обстреле.", (25, 25)),
        ("Авиаудар унёс жизни семерых человек.", (7, 7)),
        ("Удар по рынку: 37 погибших.", (37, 37)),
        ("Убито 1 458 человек.", (1458, 1458)),
        ("Жертвами обстрела стали пять человек.", (5, 5)),
        ("Один человек погиб.", (1, 1)),
        ("Погибли двое детей.", (2, 2)),
        ("Пятеро рабочих погибли на месте.", (5, 5)),
        ("В больнице скончалась женщина.", (1, 1)),
        ("Уничтожены 30 боевиков.", (30, 30)),
        ("Погибла семья из пяти человек.", (5, 5)),
        ("Погибли трое детей и две женщины.", (5, 5)),
    ],
)
def test_dead_are_counted_with_their_bounds(text: str, killed: object) -> None:
    assert [_interval(c.killed) for c in _claims(text, CasualtyClaim)] == [killed]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Погибли десятки людей.", "десятки"),
        ("Сотни мирных жителей погибли.", "сотни"),
        ("Убито несколько человек.", "несколько"),
        ("Под обломками погибли десятки.", "десятки"),
        ("Погибли сотни людей.", "сотни"),
        ("Обстрел унёс жизни десятков человек.", "десятки"),
        ("Несколько мирных жителей были убиты.", "несколько"),
    ],
)
def test_a_vague_word_is_kept_and_given_no_number(text: str, word: str) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.killed.vague == word
    assert (claim.killed.low, claim.killed.high) == (None, None)


def test_dozens_of_dead_and_wounded_are_told_together() -> None:
    (claim,) = _claims("Десятки погибших и раненых.", CasualtyClaim)
    assert (claim.casualties.vague, claim.killed) == ("десятки", None)


def test_an_age_is_no_number_of_dead() -> None:
    claims = _claims("Погибла 9-летняя девочка.", CasualtyClaim)
    assert all(c.killed.low != 9 for c in claims)


def test_forces_said_not_to_strike_are_not_made_authors() -> None:
    text = "Песков заявил, что российские военные не наносят ударов по селам."
    assert not [c for c in _claims(text, AttributionClaim) if not c.negated]
    (denial,) = _claims(text, DenialClaim)
    assert (denial.perpetrator, denial.speaker) == ("RU", "Песков")


def test_around_thirty_five_is_approximate() -> None:
    (claim,) = _claims("Около 35 мирных жителей были убиты.", CasualtyClaim)
    assert claim.killed.approx


def test_a_plural_without_a_number_is_marked_as_assumed() -> None:
    (claim,) = _claims("Погибли мирные жители.", CasualtyClaim)
    assert (claim.killed.low, claim.killed.high, claim.killed.assumed) == (
        2,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("text", "wounded"),
    [
        ("Ранены 72 человека.", (72, 72)),
        ("Ещё 30 человек были ранены.", (30, 30)),
        ("Двое получили ранения.", (2, 2)),
        ("Ранения получили 14 человек.", (14, 14)),
        ("В клиниках 65 раненых.", (65, 65)),
        ("Ранен один ребёнок.", (1, 1)),
        ("Не менее шести человек ранены.", (6, None)),
        ("Госпитализированы около 40 человек.", (40, 40)),
        ("Число раненых выросло до 72.", (72, 72)),
        ("Осколками ранило троих.", (3, 3)),
    ],
)
def test_wounded_are_counted_apart_from_dead(text: str, wounded: object) -> None:
    claims = _claims(text, CasualtyClaim)
    assert [(_interval(c.wounded), c.killed) for c in claims] == [(wounded, None)]


def test_dead_and_wounded_of_one_clause_are_one_claim_and_never_summed() -> None:
    text = "Убиты 11 мирных жителей, ещё двадцать пять человек ранены."
    (claim,) = _claims(text, CasualtyClaim)
    assert (_interval(claim.killed), _interval(claim.wounded)) == ((11, 11), (25, 25))


def test_those_who_suffered_are_lumped_together() -> None:
    (claim,) = _claims("Пострадали 12 человек.", CasualtyClaim)
    assert (_interval(claim.casualties), claim.killed) == ((12, 12), None)


@pytest.mark.parametrize(
    ("text", "children", "women"),
    [
        ("Погибли 37 человек, среди них девять детей.", (9, 9), None),
        ("Погибли 46 человек, из них 32 ребёнка и 11 женщин.", (32, 32), (11, 11)),
        ("Погибли 13 человек, в том числе двое детей.", (2, 2), None),
        ("Убиты 5 человек, включая двух женщин.", None, (2, 2)),
        ("Погибли 48 человек, в основном женщины и дети.", "most", "most"),
        ("Погибли трое детей и две женщины.", (3, 3), (2, 2)),
        ("Погибли 20 человек, среди них дети.", "some", None),
    ],
)
def test_children_and_women_are_parts_of_the_toll(
    text: str, children: object, women: object
) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert (_interval(claim.children), _interval(claim.women)) == (children, women)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Убиты пять мирных жителей.", "civilian"),
        ("Уничтожены 30 боевиков.", "combatant"),
        ("Погибли четверо солдат.", "combatant"),
        ("Погибли три человека.", None),
        ("Погибли двое детей.", "civilian"),
        ("Погибли трое медиков.", "civilian"),
    ],
)
def test_status_follows_the_word_used(text: str, status: str | None) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.status == status


def test_a_toll_that_rose_replaces_the_earlier_figure() -> None:
    (claim,) = _claims("Число погибших выросло с 23 до 27.", CasualtyClaim)
    assert (_interval(claim.killed), _interval(claim.supersedes)) == (
        (27, 27),
        (23, 23),
    )


def test_a_preliminary_toll_is_marked_as_partial() -> None:
    (claim,) = _claims("По предварительным данным, погибли 4 человека.", CasualtyClaim)
    assert claim.is_partial


def test_a_death_of_wounds_is_a_late_one() -> None:
    (claim,) = _claims("27 октября мужчина скончался от ран.", CasualtyClaim)
    assert claim.is_late_death


@pytest.mark.parametrize(
    "text",
    ["Пострадавших нет.", "Никто не пострадал.", "Обошлось без жертв.", "Жертв нет."],
)
def test_nobody_harmed_is_a_zero_that_was_said(text: str) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.negated
    assert (0, 0) in {_interval(claim.killed), _interval(claim.casualties)}


@pytest.mark.parametrize(
    "text",
    [
        "В село прибыли 12 грузовиков.",
        "Погибшей было 34 года.",
        "Уничтожены 12 командных пунктов.",
        "Поражены 1458 объектов.",
        "Разрушены 15 домов.",
        "В собрании участвовали 300 человек.",
        "Су-34 выполнили 8 вылетов.",
        "Спасена 9-летняя девочка.",
    ],
)
def test_numbers_that_count_no_harmed_people_are_left_alone(text: str) -> None:
    assert _claims(text, CasualtyClaim) == []


def test_the_figure_of_a_war_is_a_context_total() -> None:
    text = "Более 90 тысяч человек погибли с начала войны."
    (claim,) = _claims(text, ContextTotal)
    assert _interval(claim.killed) == (90_000, None)
    assert _claims(text, CasualtyClaim) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Погибли пять человек, сообщил глава совета Иван Петров.", "Иван Петров"),
        ("Как сообщил глава совета Иван Петров, погибли пять человек.", "Иван Петров"),
        ("Глава совета Иван Петров сообщил, что погибли пять человек.", "Иван Петров"),
        ("По словам врача Рустама Далиева, погибли пять человек.", "Рустам Далиев"),
        ("По данным «Монитора Велмары», убиты пять человек.", "Монитор Велмары"),
        ("Губернатор сообщил: погибли пять человек.", "Губернатор"),
        ("«Погибли пять человек», — рассказала медсестра Анна Левина.", "Анна Левина"),
        ("Погибли пять человек, заявили спасатели.", "спасатели"),
        ("Местные жители утверждают, что погибли пять человек.", "Местные жители"),
        ("Брандев заявил, что погибли пять человек.", "Брандев"),
        ("Погибли пять человек.", None),
    ],
)
def test_the_speaker_is_whose_assertion_it_is(text: str, speaker: str | None) -> None:
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == speaker
    assert claim.chain == ((speaker,) if speaker else ())
    assert not claim.is_unresolved


def test_he_is_the_one_man_who_spoke_before() -> None:
    text = (
        "Дом разрушен, сообщил глава совета Иван Петров. "
        "Погибли пять человек, добавил он."
    )
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "Иван Петров"


def test_he_is_nobody_where_only_a_woman_spoke_before() -> None:
    text = (
        "Дом разрушен, сообщила медсестра Анна Левина. "
        "Погибли пять человек, добавил он."
    )
    (claim,) = _claims(text, CasualtyClaim)
    assert (claim.speaker, claim.is_unresolved) == (None, True)


def test_he_stays_unresolved_where_two_men_spoke_before() -> None:
    text = (
        "Дом разрушен, сообщил врач Рустам Далиев, и огонь потушен, "
        "сообщил генерал Оскар Брандев. Погибли пять человек, добавил он."
    )
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.is_unresolved
    assert set(claim.candidates) == {"Рустам Далиев", "Оскар Брандев"}


def test_a_short_form_means_the_speaker_named_before() -> None:
    text = (
        "Представитель министерства генерал Оскар Брандев сообщил об ударах. "
        "Погибли пять человек, заявил Брандев."
    )
    (claim,) = _claims(text, CasualtyClaim)
    assert claim.speaker == "Оскар Брандев"


@pytest.mark.parametrize(
    ("text", "code", "party"),
    [
        ("Минобороны РФ отрицает применение кассетных боеприпасов.", "use", "RU"),
        ("Москва опровергла причастность к обстрелу рынка.", "responsibility", "RU"),
        ("Москва опровергла сообщения о гибели детей.", "civilian_harm", "RU"),
        ("Россия отрицает удары по мирным жителям.", "civilian_targets", "RU"),
        ("Представитель Израиля отказался комментировать удар.", "no_comment", "IL"),
        ("Минобороны РФ не ответило на запрос.", "no_reply", "RU"),
        ("Минобороны РФ признало, что наносило удары у Идлиба.", "admits_strike", "RU"),
        ("Минобороны РФ заявило, что доклад — это фейк.", "discredits_source", "RU"),
        ("Кремль заявил, что ничего нового в докладе нет.", "non_responsive", "RU"),
        (
            "Минобороны РФ заявило, что военные проведут проверку.",
            "promises_inquiry",
            "RU",
        ),
        (
            "Минобороны РФ заявило, что авиация в этот день не летала.",
            "responsibility",
            "RU",
        ),
        ("Минобороны РФ не подтвердило удар.", "not_confirmed", "RU"),
    ],
)
def test_a_response_is_coded_by_what_it_denies(
    text: str, code: str, party: str
) -> None:
    (claim,) = _claims(text, DenialClaim)
    assert (claim.denies, claim.perpetrator) == (code, party)


def test_a_strike_told_by_its_own_side_is_admitted_without_harm() -> None:
    text = "Авиация поразила 12 объектов, сообщил представитель министерства."
    (claim,) = _claims(text, DenialClaim, outlet="Минобороны РФ")
    assert (claim.denies, claim.perpetrator) == ("admits_strike", "RU")


def test_a_strike_told_of_another_side_is_no_admission() -> None:
    text = "Израильские самолёты нанесли удары, сообщил представитель министерства."
    assert _claims(text, DenialClaim, outlet="Минобороны РФ") == []


def test_working_within_the_law_is_no_denial_of_use() -> None:
    text = (
        "На вопрос о кассетных бомбах генерал Оскар Брандев ответил, "
        "что ВКС действуют в рамках международного права."
    )
    assert [c.denies for c in _claims(text, DenialClaim)] == ["non_responsive"]


def test_deaths_that_are_denied_are_not_asserted() -> None:
    text = "Москва опровергла сообщения о гибели пяти детей."
    assert [c.negated for c in _claims(text, CasualtyClaim)] == [True]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("Удар был нанесён 29 ноября 2021 года.", "2021-11-29", "2021-11-29"),
        ("Удар был нанесён 29 ноября.", "2021-11-29", "2021-11-29"),
        ("В среду нанесён удар.", "2021-12-01", "2021-12-01"),
        ("В понедельник нанесён удар.", "2021-12-06", "2021-12-06"),
        ("Вчера обстреляли больницу.", "2021-12-05", "2021-12-05"),
        ("15.10.2021 бомба разрушила убежище.", "2021-10-15", "2021-10-15"),
        ("Удары наносились с 26 ноября по 4 декабря.", "2021-11-26", "2021-12-04"),
        ("Удары наносились 3-5 мая.", "2021-05-03", "2021-05-05"),
        ("Удары наносятся с 30 сентября.", "2021-09-30", "None"),
        ("Удар был нанесён 20 декабря.", "2020-12-20", "2020-12-20"),
        ("Обстрелы в октябре 2021 года.", "2021-10-01", "2021-10-31"),
        ("В пятницу, 3 декабря, обстреляли село.", "2021-12-03", "2021-12-03"),
    ],
)
def test_dates_are_read_from_the_day_of_publication(
    text: str, earliest: str, latest: str
) -> None:
    (claim,) = _claims(text, DateClaim)
    assert (str(claim.date.earliest), str(claim.date.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Бомба упала, обстрел рынка продолжался.", "market"),
        ("Авиаудар по госпиталю.", "hospital"),
        ("Российские самолёты нанесли удар по школе.", "school"),
        ("Снаряд попал в мечеть.", "mosque"),
        ("Бомба разрушила убежище.", "shelter"),
        ("Ракета попала в жилой дом.", "residential"),
        ("Обстреляли автобус с людьми.", "vehicle"),
        ("Удар по хлебозаводу.", "bakery"),
    ],
)
def test_targets_are_what_is_struck(text: str, target: str) -> None:
    assert [c.target for c in _claims(text, TargetClaim)] == [target]


@pytest.mark.parametrize(
    "text",
    ["Делегация посетила госпиталь.", "Удары наносились вдали от жилых кварталов."],
)
def test_a_building_that_nobody_struck_is_no_target(text: str) -> None:
    assert _claims(text, TargetClaim) == []


def test_a_market_that_is_not_bombed_is_a_target_denied() -> None:
    (claim,) = _claims("Наша авиация рынки не бомбит.", TargetClaim)
    assert claim.negated


@pytest.mark.parametrize(
    ("text", "weapon", "aircraft"),
    [
        ("Авиаудар по селу.", ("airstrike",), ()),
        ("Применялись кассетные боеприпасы.", ("cluster_bomb",), ()),
        ("Ракета попала в дом.", ("missile",), ()),
        ("Над городом видели Су-34.", (), ("Su-34",)),
        ("Вертолёты сбросили бочковые бомбы.", ("barrel_bomb",), ("helicopter",)),
        ("Сброшены бомбы РБК-500.", ("RBK-500",), ()),
    ],
)
def test_weapons_and_aircraft_are_named(
    text: str, weapon: tuple[str, ...], aircraft: tuple[str, ...]
) -> None:
    (claim,) = _claims(text, WeaponClaim)
    assert (claim.weapon, claim.aircraft) == (weapon, aircraft)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Удар по школе в Идлибе.", "Идлиб"),
        ("Ракета попала в дом в Харькове.", "Харьков"),
        ("Обстрел города Донецк.", "Донецк"),
        ("Погибли пять человек в Алеппо.", "Алеппо"),
    ],
)
def test_places_of_attacks_are_found_after_a_cue(text: str, name: str) -> None:
    assert [c.place.name for c in _claims(text, PlaceClaim)] == [name]


@pytest.mark.parametrize(
    ("text", "objective", "metres"),
    [
        ("Военных объектов поблизости не было.", Objective.ABSENT, None),
        ("В деревне нет боевиков.", Objective.ABSENT, None),
        (
            "Ближайшая позиция боевиков находится в 300 метрах от дома.",
            Objective.DISTANCE,
            300,
        ),
        ("В двух километрах от здания находится позиция.", Objective.DISTANCE, 2000),
        ("Военная база в 500 м от школы.", Objective.DISTANCE, 500),
        ("Дом стоит в 300 метрах от реки.", None, None),
    ],
)
def test_military_objectives_are_absent_or_some_way_off(
    text: str, objective: Objective | None, metres: int | None
) -> None:
    found = [
        (c.military_objective, c.distance_m)
        for c in _claims(text, MilitaryObjectiveClaim)
    ]
    assert found == ([(objective, metres)] if objective else [])


@pytest.mark.parametrize(
    ("text", "legal", "hedged"),
    [
        ("Удар может быть военным преступлением.", "war_crime", True),
        ("Это военное преступление.", "war_crime", False),
        (
            "Речь идёт о преступлении против человечности.",
            "crimes_against_humanity",
            False,
        ),
        ("Это грубое нарушение международного права.", "ihl_violation", False),
        ("Удары были неизбирательными.", "indiscriminate_attack", False),
    ],
)
def test_legal_words_are_kept_with_their_hedges(
    text: str, legal: str, *, hedged: bool
) -> None:
    (claim,) = _claims(text, LegalClaim)
    assert (claim.legal, claim.hedged) == (legal, hedged)


@pytest.mark.parametrize(
    ("text", "party", "hedged"),
    [
        ("Российские самолёты нанесли удар по школе.", "RU", False),
        ("ВСУ обстреляли автобус.", "UA", False),
        ("Авиаудар, предположительно российский, разрушил дом.", "RU", True),
        ("Израильские ракеты попали в дом.", "IL", False),
        ("Якобы российские самолёты бомбили госпиталь.", "RU", True),
    ],
)
def test_the_party_beside_a_strike_is_named_as_its_author(
    text: str, party: str, *, hedged: bool
) -> None:
    (claim,) = _claims(text, AttributionClaim)
    assert (claim.perpetrator, claim.hedged) == (party, hedged)


@pytest.mark.parametrize(
    "text",
    [
        "Удар по лагерю сирийских беженцев.",
        "Ракета попала в украинскую школу.",
        "Обстреляли автобус с иракскими рабочими.",
    ],
)
def test_the_country_of_what_was_struck_is_no_author(text: str) -> None:
    assert _claims(text, AttributionClaim) == []


def test_another_building_is_an_object_of_its_own() -> None:
    text = "Организация заявила, что на снимке другое здание."
    (claim,) = _claims(text, RebuttalClaim)
    assert (claim.object_identity, claim.speaker) == ("different", "Организация")


def test_every_span_holds_its_words_as_written() -> None:
    text = "Ещё трое ПОГИБЛИ, семеро ранены; число раненых растёт."
    for claim in _claims(text, CasualtyClaim):
        assert text[claim.span.start : claim.span.end] == claim.span.quote


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    sentence = "По словам врача Рустама Далиева, погибли 17 человек.\n\n"
    _claims(sentence, CasualtyClaim)
    started = time.process_time()
    claims = _claims(sentence * 200, CasualtyClaim)
    assert len(claims) == 200
    assert time.process_time() - started < 10
