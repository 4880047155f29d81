"""Named people of incidents, in three scripts. All people and places are invented."""

from __future__ import annotations

import pytest

from firsthand.link.engine.port import LinkEngine
from firsthand.link.named import (
    NamedPerson,
    WhereToMatch,
    divided,
    match_named,
    naming_key,
)
from firsthand.link.people.match import Answers
from firsthand.model import ClaimId, DocumentId, IncidentId, Person
from firsthand.reference import bundled_reference


def naming(
    name: str,
    document: str,
    *,
    age: int | None = None,
    sex: str | None = None,
    incident: str = "I-001",
) -> NamedPerson:
    person = Person(name=name, age=age, sex=sex)
    claim = ClaimId(f"{document}#{name}{age}")
    key = naming_key(claim, 0, person)
    return NamedPerson(key, person, claim, DocumentId(document), IncidentId(incident))


def persons(
    *people: NamedPerson, answers: Answers | None = None
) -> set[frozenset[int]]:
    (part,) = match_named(people, bundled_reference(), answers=answers)
    return {
        frozenset(row for row, first in enumerate(part.group) if first == one)
        for one in part.group
    }


def n_persons(*people: NamedPerson) -> int:
    return len(persons(*people))


SALMA = naming("Salma Tariq Nuwayra", "d1", age=30, sex="f")


@pytest.mark.parametrize(
    ("name", "age"),
    [
        ("Selma Tarek Noueira", 30),
        ("سلمى طارق نويرة", 31),
        ("Сальма Тарик Нуайра", 30),
        ("SALMA NUWAYRA", 30),
        ("Salma Tariq Nuwayra", None),
        ("Salma Tariq Nuwayra", 34),
    ],
)
def test_one_person_spelled_otherwise_is_one(name: str, age: int | None) -> None:
    assert n_persons(SALMA, naming(name, "d2", age=age, sex="f")) == 1


@pytest.mark.parametrize(
    ("name", "age", "sex"),
    [
        ("Karim Tariq Nuwayra", 12, "m"),
        ("Salma Tariq Nuwayra", 3, "f"),
        ("Salma Tariq Nuwayra", 30, "m"),
        ("Hala Osman Sarmaki", 30, "f"),
        ("Salma", None, None),
    ],
)
def test_kin_namesakes_and_lone_words_stay_apart(
    name: str, age: int | None, sex: str | None
) -> None:
    assert n_persons(SALMA, naming(name, "d2", age=age, sex=sex)) == 2


def test_one_list_does_not_state_two_ages_of_one_person() -> None:
    again = naming("Salma Tariq Nuwayra", "d1", age=34)
    assert n_persons(SALMA, again) == 2


def test_nobody_is_joined_across_incidents() -> None:
    there = naming("Salma Tariq Nuwayra", "d2", age=30, sex="f", incident="I-002")
    assert n_persons(SALMA, there) == 2


def test_answers_bind_and_fit_only_the_words_judged() -> None:
    other = naming("Hala Osman Sarmaki", "d2", age=30, sex="f")
    joined = Answers(same=((SALMA.key, other.key),))
    assert len(persons(SALMA, other, answers=joined)) == 1
    read_anew = naming("Hala Osman Sarmaki", "d2", age=31, sex="f")
    assert len(persons(SALMA, read_anew, answers=joined)) == 2
    again = naming("Selma Tarek Noueira", "d2", age=30, sex="f")
    parted = Answers(different=((SALMA.key, again.key),))
    assert len(persons(SALMA, again, answers=parted)) == 2


def test_a_pair_says_why_feature_by_feature() -> None:
    other = naming("سلمى طارق نويرة", "d2", age=31, sex="f")
    (part,) = match_named((SALMA, other), bundled_reference())
    assert {p.feature for p in part.why((0, 1))} >= {"given", "family", "age", "sex"}
    chance = part.chance((0, 1))
    assert chance is not None
    assert 0.5 < chance < 1.0


def test_kin_are_counted_and_not_joined() -> None:
    brother = naming("Karim Tariq Nuwayra", "d1", age=12, sex="m")
    stranger = naming("Hala Osman Sarmaki", "d1", age=50, sex="f")
    (part,) = match_named((SALMA, brother, stranger), bundled_reference())
    assert part.kin == (1, 1, 0)


def test_whoever_shares_an_incident_with_protected_people_stays_here() -> None:
    witness = naming("Ira Sol", "secret", incident="I-001")
    away = naming("Nadim Darazi", "d3", incident="I-002")
    stay, go = divided([SALMA, witness, away], {DocumentId("secret")})
    assert stay == [SALMA, witness]
    assert go == [away]


def test_no_engine_elsewhere_is_opened_for_people_who_must_stay() -> None:
    def opened() -> LinkEngine:
        raise AssertionError("nobody may leave")

    where = WhereToMatch(opened, stay={DocumentId("d1")})
    (part,) = match_named((SALMA,), bundled_reference(), where=where)
    assert part.people == (SALMA,)
