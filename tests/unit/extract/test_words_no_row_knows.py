"""Five languages: what is read where no row knows the noun, and what is no attack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import (
    CasualtyClaim,
    Claim,
    DenialClaim,
    Denies,
    PlaceClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _claims(
    text: str, language: str, reference: Reference, outlet: str | None = None
) -> list[Claim]:
    published = dt.date(2023, 8, 20)
    page = Page(
        id="p", text=text, language=language, published=published, outlet=outlet
    )
    return list(extract_claims(page, reference))


@pytest.mark.parametrize(
    ("language", "text", "killed"),
    [
        ("ru", "При обстреле погибли трое сварщиков.", (3, 3)),
        ("ru", "Погибли 12 человек, из которых пятеро — дети.", (12, 12)),
        ("ru", "Спасатели достали из-под завалов ещё два тела.", (2, 2)),
        ("uk", "Під час обстрілу загинули троє зварників.", (3, 3)),
        ("uk", "Рятувальники дістали тіла шести людей.", (6, 6)),
        ("fr", "Trois soudeurs ont été tués par un obus.", (3, 3)),
        ("fr", "Sa mère est morte, son père est dans un état critique.", (1, 1)),
        ("es", "Murieron tres soldadores por un proyectil.", (3, 3)),
        ("es", "El ataque mató a un anciano y a sus dos nietos.", (3, 3)),
        ("ar", "قُتل ثلاثة لحامين في القصف.", (3, 3)),
        ("ar", "لقيت امرأة حتفها في القصف.", (1, 1)),
    ],
)
def test_who_dies_is_a_person_though_no_row_knows_the_noun(
    reference: Reference, language: str, text: str, killed: tuple[int, int]
) -> None:
    (claim,) = (
        c for c in _claims(text, language, reference) if isinstance(c, CasualtyClaim)
    )
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high) == killed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Уничтожено 12 теплиц."),
        ("uk", "Знищено 12 теплиць."),
        ("fr", "Deux jours après, le maire est venu."),
        ("es", "Un helicóptero sirio sobrevoló la zona."),
    ],
)
def test_things_destroyed_and_days_passed_count_nobody(
    reference: Reference, language: str, text: str
) -> None:
    assert not any(
        isinstance(c, CasualtyClaim) for c in _claims(text, language, reference)
    )


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("ru", "Метеорологи уверены, что погибли двое.", "Метеорологи"),
        ("ru", "Как сказал лесник Пётр Бук, погибли двое.", "Пётр Бук"),
        ("ru", "Мэр, бывший учитель Олег Пан, сообщил о двух погибших.", "Олег Пан"),
        ("uk", "Лісники наполягають, що загинули двоє.", "Лісники"),
        ("uk", "Як розповів лісник Петро Бук, загинули двоє.", "Петро Бук"),
        ("fr", "Les bûcherons affirment que deux personnes sont mortes.", "bûcherons"),
        ("fr", "Hassan, un habitant de Daraz, dit que deux sont morts.", "Hassan"),
        ("es", "Los leñadores sostienen que murieron dos personas.", "leñadores"),
        ("es", "Hassan, vecino de Daraz, dice que murieron dos.", "Hassan"),
        ("ar", "قُتل اثنان، وفق ما أفاد به مسعفون.", "مسعفون"),
        ("ar", "أفادت وكالة الأفق نقلا عن طبيب بمقتل اثنين.", "طبيب"),
    ],
)
def test_whoever_says_that_is_the_speaker(
    reference: Reference, language: str, text: str, speaker: str
) -> None:
    spoken = {
        str(c.speaker)
        for c in _claims(text, language, reference)
        if isinstance(c, CasualtyClaim)
    }
    assert len(spoken) == 1
    assert speaker in spoken.pop()


@pytest.mark.parametrize(
    ("language", "text", "denies"),
    [
        ("ru", "Торет, который отрицает вину, молчит.", Denies.RESPONSIBILITY),
        ("uk", "Торет, який заперечує провину, мовчить.", Denies.RESPONSIBILITY),
        ("fr", "Toreth, qui nie être responsable, se tait.", Denies.RESPONSIBILITY),
        ("es", "Toreth, que niega ser responsable, calla.", Denies.RESPONSIBILITY),
        ("ar", "ورفضت توريث هذه الاتهامات.", Denies.RESPONSIBILITY),
        ("ar", "ورفضت توريث التعليق.", Denies.NO_COMMENT),
        ("es", "Toreth afirma que no utiliza bombas de racimo.", Denies.USE),
        ("fr", "Toreth assure ne pas utiliser d'armes chimiques.", Denies.USE),
    ],
)
def test_denials_in_relative_clauses_and_by_their_object(
    reference: Reference, language: str, text: str, denies: Denies
) -> None:
    (claim,) = (
        c for c in _claims(text, language, reference) if isinstance(c, DenialClaim)
    )
    assert (claim.denies, claim.perpetrator) == (denies, "TO")


def test_an_office_answers_on_a_page_of_its_own(reference: Reference) -> None:
    text = "Ningún avión torethiano operó en la zona el 9 de agosto."
    own = _claims(text, "es", reference, "Ministerio de Defensa")
    assert [c.denies for c in own if isinstance(c, DenialClaim)] == [
        Denies.RESPONSIBILITY
    ]
    others = _claims(text, "es", reference, "El Correo")
    assert not any(isinstance(c, DenialClaim) for c in others)


def test_what_is_said_not_to_be_hit_is_no_target(reference: Reference) -> None:
    text = "Минобороны Торета: торетские войска не наносят ударов по жилым домам."
    claims = _claims(text, "ru", reference)
    assert any(isinstance(c, DenialClaim) for c in claims)
    assert not any(isinstance(c, TargetClaim) for c in claims)


def test_the_outlet_telling_a_weapon_again_says_nothing_new(
    reference: Reference,
) -> None:
    text = (
        "Un misil Kh-22 cayó sobre una escuela, dijo el alcalde Juan Roca. "
        "El misil mató a dos maestras."
    )
    claims = _claims(text, "es", reference)
    assert sum(isinstance(c, WeaponClaim) for c in claims) == 1


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "В Ганте погибли двое.", "Ганта"),
        ("uk", "У Ганті загинули двоє.", "Ганта"),
        ("uk", "Під Талбаром загинули двоє.", "Талбар"),
        ("uk", "У Краматорську загинули двоє після удару.", "Краматорськ"),
        ("uk", "Удар по Дніпру: загинули троє.", "Дніпро"),
        ("ru", "После удара по Одессе погибли двое.", "Одесса"),
    ],
)
def test_a_place_has_its_first_case(
    reference: Reference, language: str, text: str, name: str
) -> None:
    found = [c for c in _claims(text, language, reference) if isinstance(c, PlaceClaim)]
    assert [c.place.name for c in found] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le séisme a frappé Qadmar et fait 412 morts, dit la mairie."),
        ("es", "Un incendio arrasó un edificio de Sarmak y dejó siete muertos."),
        ("ru", "В шахте взорвался метан: погибли 11 горняков."),
        ("uk", "Четверо людей загинули в аварії біля Ганти, їхню машину зім'яло."),
        ("ar", "ارتفعت حصيلة الزلزال الذي ضرب قدمار إلى 412 قتيلا."),
    ],
)
def test_a_disaster_gives_no_claim(
    reference: Reference, language: str, text: str
) -> None:
    assert _claims(text, language, reference) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Une attaque a tué cinq personnes. Un incendie s'est déclaré ensuite."),
        ("es", "Un ataque mató a cinco personas; los bomberos sofocaron un incendio."),
        ("ru", "После обстрела начался пожар, погибли пятеро."),
        ("uk", "Після обстрілу почалася пожежа, загинули п'ятеро."),
        ("ar", "قُتل خمسة في هجوم على قرية ثم اندلع حريق."),
    ],
)
def test_an_attack_that_starts_a_fire_is_an_attack(
    reference: Reference, language: str, text: str
) -> None:
    assert any(isinstance(c, CasualtyClaim) for c in _claims(text, language, reference))


def test_a_man_named_roman_makes_no_page_a_novel(reference: Reference) -> None:
    text = "Как заявил генерал Роман Шутов, убиты 30 боевиков."
    assert any(isinstance(c, CasualtyClaim) for c in _claims(text, "ru", reference))
