"""Who is one person in a list. All people are invented."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from firsthand.errors import UserError
from firsthand.link.engine.choose import open_engine
from firsthand.link.people.group import group_people
from firsthand.link.people.match import Answers, Matched, match_people
from firsthand.link.people.rows import people_of_rows
from firsthand.link.people.weigh import chance_of
from firsthand.reference import bundled_reference

_ROWS: list[dict[str, Any]] = [
    {"id": "1", "name": "Salma Tariq Nuwayra", "age": 30, "sex": "f"},
    {"id": "2", "name": "Selma Tarek Noueira", "age": 31, "sex": "f"},
    {"id": "3", "name": "سلمى طارق نويرة", "age": 30, "sex": "f"},
    {"id": "4", "name": "Karim Tariq Nuwayra", "age": 12, "sex": "m"},
    {"id": "5", "name": "Omar Jandali", "age": None, "sex": "m"},
]


def _match(rows: list[dict[str, Any]], answers: Answers | None = None) -> Matched:
    reference = bundled_reference()
    people = people_of_rows(rows, reference)
    engine = open_engine("duckdb")
    try:
        return match_people(people, engine, reference, answers=answers)
    finally:
        engine.close()


def _persons(found: Matched) -> set[frozenset[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    for row, first in enumerate(found.group):
        held[first].add(found.people.ids[row])
    return {frozenset(ids) for ids in held.values()}


def test_one_person_in_two_scripts_is_one_and_her_brother_another() -> None:
    assert _persons(_match(_ROWS)) == {
        frozenset("123"),
        frozenset("4"),
        frozenset("5"),
    }


def test_the_order_of_rows_does_not_matter() -> None:
    assert _persons(_match(_ROWS[::-1])) == _persons(_match(_ROWS))


def test_an_answer_no_keeps_apart_what_the_weights_join() -> None:
    found = _match(_ROWS, Answers(different=(("1", "3"), ("2", "3"))))
    assert frozenset("3") in _persons(found)


def test_an_answer_yes_joins_what_the_weights_keep_apart() -> None:
    found = _match(_ROWS, Answers(same=(("4", "5"),)))
    assert frozenset("45") in _persons(found)


def test_every_link_says_why_feature_by_feature() -> None:
    found = _match(_ROWS)
    rows = [sorted(found.people.ids[r] for r in pair) for pair in found.pairs.tolist()]
    parts = found.why(rows.index(["1", "3"]))
    assert {part.feature for part in parts} >= {"given", "family", "middle", "age"}
    assert "the same age" in {part.words for part in parts}


def test_two_rows_with_one_id_are_refused() -> None:
    with pytest.raises(UserError, match="'1' occurs twice"):
        _match([_ROWS[0], _ROWS[0]])


def test_a_lone_row_is_a_person() -> None:
    assert _persons(_match(_ROWS[:1])) == {frozenset("1")}


def test_unlike_people_are_not_chained_through_a_third() -> None:
    pairs = [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -9.0)]
    assert group_people(3, pairs, least=0.0) == [0, 0, 2]


def test_no_answer_is_stronger_than_the_likeliest_pair() -> None:
    assert group_people(2, [(0, 1, 20.0)], least=0.0, apart=[(1, 0)]) == [0, 1]


def test_an_unknown_engine_is_refused_with_those_known() -> None:
    with pytest.raises(UserError, match="sail://"):
        open_engine("abacus")


def _chance(one: str, other: str) -> float:
    """Return the chance that two rows with a name and nothing else are one person."""
    found = _match([{"id": "1", "name": one}, {"id": "2", "name": other}])
    return float(chance_of(found.odds)[0]) if len(found.odds) else 0.0


@pytest.mark.parametrize(
    "pair",
    [
        ("Mohammed Ahmed", "Mohamed Ahmad"),
        ("Ali Hassan", "Ali Hassan"),
        ("محمد علي", "Mohammed Ali"),
        ("Ivan Petro", "Іван Петро"),
    ],
)
def test_two_common_names_and_nothing_else_do_not_make_one_person_sure(
    pair: tuple[str, str],
) -> None:
    assert _chance(*pair) < 0.9


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = _chance("Ali Hassan", "Ali Hassan")
    rare = _chance("Zuhdi Qardash", "Zuhdi Qardash")
    assert rare > common + 0.1


def test_two_rows_of_one_list_are_not_joined_by_a_row_of_another() -> None:
    pairs = [(0, 1, 9.0), (0, 2, 8.0), (1, 2, -3.0)]
    assert group_people(3, pairs, least=0.0) == [0, 0, 0]
    assert group_people(3, pairs, least=0.0, list_of=[1, 2, 2]) == [0, 0, 2]
    assert group_people(3, pairs, least=0.0, list_of=[0, 0, 0]) == [0, 0, 0]


def test_two_rows_of_one_list_that_are_alike_stay_one_person() -> None:
    pairs = [(0, 1, 9.0), (0, 2, 8.0), (1, 2, 3.0)]
    assert group_people(3, pairs, least=0.0, list_of=[1, 2, 2]) == [0, 0, 0]


def test_a_family_name_written_apart_speaks_as_that_written_joined() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "1", "name": "Rami Tariq Dorn Aka", "age": 30, "list": "a"},
        {"id": "2", "name": "Rami Tariq Dornaka", "age": 30, "list": "b"},
        {"id": "3", "name": "Omar Hamid Dornaka", "age": 61, "list": "b"},
        {"id": "4", "name": "Salma Nuwayra", "age": 8, "list": "b"},
    ]
    apart = _match([*rows[:2], {**rows[2], "name": "Omar Hamid Jandali"}, rows[3]])
    joined = _match(rows)
    (before,), (after,) = (
        [
            odds
            for pair, odds in zip(found.pairs.tolist(), found.odds, strict=True)
            if pair == [0, 1]
        ]
        for found in (apart, joined)
    )
    assert after > before
