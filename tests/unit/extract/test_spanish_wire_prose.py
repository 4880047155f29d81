"""Plain wire prose in Spanish: lists struck, own blows, days, speakers, parts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.patterned import SPANISH, Found
from firsthand.extract.unparsed.listed_targets import is_subject_of_its_own, listed_with
from firsthand.extract.unparsed.spanish_authors import are_forces, bare_subject
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _read(reference: Reference, *paragraphs: str, kind: str) -> list[dict[str, Any]]:
    page = Page(
        id="p",
        text="\n\n".join(("Noticias de la guerra en Velmara", *paragraphs)),
        language="es",
        published=dt.date(2024, 3, 15),
    )
    lines = [claim_as_line(c, page.id) for c in extract_claims(page, reference)]
    return [line for line in lines if line["kind"] == kind]


def test_each_thing_of_a_list_is_struck(reference: Reference) -> None:
    told = _read(
        reference,
        "Los obuses dañaron tres escuelas, una iglesia y un mercado, dijo el alcalde.",
        kind="target",
    )
    assert [c["target"] for c in told] == ["school", "church", "market"]
    assert [c["quote"] for c in told[1:]] == ["una iglesia", "un mercado"]


def test_what_has_a_verb_of_its_own_is_not_struck() -> None:
    text = "destruyó una escuela y el hospital recibió a treinta heridos"
    tokens = SPANISH.tokens(text, 0, len(text))
    school, hospital = (
        Found(2, 3, {"code": "school"}),
        Found(5, 6, {"code": "hospital"}),
    )
    assert list(listed_with(tokens, [school, hospital], school)) == []
    assert is_subject_of_its_own(tokens, hospital)


def test_a_thing_struck_in_another_sentence_is_told_anew(reference: Reference) -> None:
    told = _read(
        reference,
        "El lunes, un misil destruyó una escuela de Daraz.",
        "En febrero, otro bombardeo contra una escuela de Daraz mató a dos niños.",
        kind="target",
    )
    assert [c["target"] for c in told] == ["school", "school"]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("El Ejército de Toreth dijo haber destruido un arsenal en Daraz.", "TO"),
        ("El Ejército de Velmara dijo que sus cazas atacaron un arsenal.", "VE"),
        ("Los rebeldes dijeron haber matado a doce soldados.", "rebels"),
    ],
)
def test_a_side_that_tells_of_its_blow_struck(
    reference: Reference, text: str, party: str
) -> None:
    told = _read(reference, text, kind="attribution")
    assert [c["perpetrator"] for c in told] == [party]


@pytest.mark.parametrize(
    "text",
    [
        "El Ejército de Velmara dijo que sus fuerzas no atacaron la escuela.",
        "El Ejército de Velmara recordó que sus fuerzas jamás disparan a escuelas.",
        "El Ejército de Velmara dijo que ataca solo a terroristas.",
        "La defensa aérea de Velmara dijo haber derribado doce drones.",
    ],
)
def test_who_denies_or_tells_of_habits_struck_nobody(
    reference: Reference, text: str
) -> None:
    told = _read(reference, text, kind="attribution")
    assert [c for c in told if c["perpetrator"] == "VE"] == []


def test_what_others_did_is_no_admission(reference: Reference) -> None:
    told = _read(
        reference,
        "El Ejército de Velmara aseguró que los rebeldes atacaron un depósito.",
        kind="denial",
    )
    assert "admits_strike" not in {c["denies"] for c in told}


def test_forces_and_arms_may_stand_between_a_verb_and_a_party() -> None:
    text = "posiciones del ejército"
    assert are_forces(SPANISH.tokens(text, 0, len(text)), ())
    other = "la alcaldía del barrio"
    assert not are_forces(SPANISH.tokens(other, 0, len(other)), ())
    assert bare_subject(" atrincherados al oeste ") == ""
    assert bare_subject(" dijo que otros ") == " dijo que otros "


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("El alcalde dijo que un misil mató a dos personas el lunes.", 1),
        ("El lunes los bomberos recuperaron dos cuerpos del edificio atacado.", 0),
        ("El saldo del bombardeo subió el lunes a 22 muertos, dijo el alcalde.", 0),
        ("La ciudad, sitiada desde 2021, fue bombardeada.", 0),
        ("Es el ataque más mortífero desde enero, dijo el alcalde.", 0),
        ("Es el peor ataque desde el 3 de enero, cuando murieron 22 personas.", 1),
    ],
)
def test_days_of_rescues_and_offices_are_no_days_of_attacks(
    reference: Reference, text: str, days: int
) -> None:
    assert len(_read(reference, text, kind="date")) == days


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Murieron seis personas en el ataque, según la red Pan y Techo.",
            "la red Pan y Techo",
        ),
        (
            "Un pastor que se identificó como Nizar Haddad contó que murieron seis.",
            "Nizar Haddad",
        ),
        (
            "El alcalde, Ivo Marin, habló ante la prensa, y dijo que murieron seis.",
            "Ivo Marin",
        ),
    ],
)
def test_speakers_stand_in_full(reference: Reference, text: str, speaker: str) -> None:
    assert [c["speaker"] for c in _read(reference, text, kind="casualty")] == [speaker]


def test_these_are_the_last_who_were_named(reference: Reference) -> None:
    told = _read(
        reference,
        "La policía culpó del ataque a los rebeldes. Estos niegan ser los autores.",
        kind="denial",
    )
    assert [c["speaker"] for c in told] == ["los rebeldes"]


def test_of_the_dead_so_many_were_fighters(reference: Reference) -> None:
    told = _read(
        reference,
        "De los muertos, 21 eran civiles y seis, soldados, según la ONG Paso Libre.",
        kind="casualty",
    )
    assert [(c["killed_min"], c["status"]) for c in told] == [
        (21, "civilian"),
        (6, "combatant"),
    ]


def test_children_among_the_dead_are_no_dead_of_their_own(reference: Reference) -> None:
    told = _read(
        reference,
        "Nueve menores figuran entre los muertos del ataque, según la policía.",
        kind="casualty",
    )
    assert [(c["children"], c.get("killed_min")) for c in told] == [(9, None)]


def test_no_missile_is_no_weapon(reference: Reference) -> None:
    text = 'El portavoz de Toreth lo negó: "No hubo ningún misil nuestro".'
    assert _read(reference, text, kind="weapon") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Una bomba OFAB-100 cayó sobre la escuela.", "OFAB-100;aerial_bomb"),
        ("Una bomba KAB-250 cayó sobre la escuela.", "KAB-250;aerial_bomb"),
        ("Una bomba RBK-500 cayó sobre la escuela.", "RBK-500;cluster_bomb"),
    ],
)
def test_a_bomb_is_the_type_and_class_that_is_named(
    reference: Reference, text: str, codes: str
) -> None:
    told = _read(reference, text, kind="weapon")
    assert [set(c["weapon"].split(";")) for c in told] == [set(codes.split(";"))]


def test_no_barracks_within_a_kilometre_is_none_there(reference: Reference) -> None:
    told = _read(
        reference,
        "No hay ningún cuartel en un kilómetro a la redonda del hospital atacado,"
        " dijo el alcalde.",
        kind="military_objective",
    )
    assert [c["military_objective"] for c in told] == ["absent"]
