"""Short lists without an engine: the same odds and clusters. All people are made up."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from firsthand.link.engine.choose import open_engine
from firsthand.link.people.match import Answers, Matched, match_people
from firsthand.link.people.plain import is_within
from firsthand.link.people.rows import column_of, people_of_rows
from firsthand.reference import bundled_reference

_GIVEN = ("Karim", "Tariq", "Lina", "Samar", "Omar", "سلمى", "كريم", "Назар", "Jana")
_FAMILY = ("Nuwayra", "Jandali", "Sarmaki", "نويرة", "Darazi", "Сармаки", "Velmari")


def _generated(seed: int, n_rows: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)  # noqa: S311  made-up people, always the same
    rows: list[dict[str, Any]] = []
    for number in range(n_rows):
        words = [chance.choice(_GIVEN) for _ in range(chance.randrange(1, 4))]
        words.append(chance.choice(_FAMILY))
        born = f"{chance.randrange(1950, 1956)}-0{chance.randrange(1, 3)}-0{seed + 1}"
        row = {
            "id": str(number),
            "name": " ".join(words),
            "name_ar": chance.choice((None, None, "سلمى نويره", "كريم طارق نويرة")),
            "age": chance.choice((None, chance.randrange(30))),
            "age_group": chance.choice((None, "child", "adult")),
            "sex": chance.choice((None, "m", "f")),
            "birth_date": chance.choice((None, born)),
            "death_date": chance.choice((None, f"2031-03-0{chance.randrange(1, 9)}")),
            "place": chance.choice(("Daraz", "Darez", "Velmara", None)),
            "phone": chance.choice(("0912345", "0912346", "0777777", None)),
            "list": chance.choice((None, "a", "b")),
        }
        slip = {"id": f"{number}'", "name": row["name"].replace("a", "e", 1)}
        rows += [row, row | slip] if number % 3 == 0 else [row]
    return rows


def _match(rows: list[dict[str, Any]], *, is_plain: bool) -> Matched:
    reference = bundled_reference()
    people = people_of_rows(rows, reference)
    codes = column_of([f"I-{place % 4}" for place in range(len(rows))])
    people.fields["incident"] = codes  # type: ignore[index]  # a dict underneath
    said = Answers(same=(("0", "0'"),), different=(("3", "3'"),))
    if is_plain:
        return match_people(people, None, reference, answers=said)
    engine = open_engine("duckdb")
    try:
        return match_people(people, engine, reference, answers=said)
    finally:
        engine.close()


@pytest.mark.parametrize(("seed", "n_rows"), [(1, 2), (2, 30), (3, 90)])
def test_without_an_engine_the_odds_and_clusters_are_those_of_duckdb(
    seed: int, n_rows: int
) -> None:
    rows = _generated(seed, n_rows)
    plain, duck = _match(rows, is_plain=True), _match(rows, is_plain=False)
    assert plain.group == duck.group
    assert plain.n_compared == duck.n_compared
    assert np.array_equal(plain.pairs, duck.pairs)
    assert np.array_equal(plain.odds, duck.odds)
    assert np.array_equal(plain.kin_odds, duck.kin_odds)


@pytest.mark.parametrize(
    ("one", "other", "most", "is_so"),
    [
        ("daraz", "daraz", 0, True),
        ("daraz", "darez", 1, True),
        ("daraz", "darz", 1, True),
        ("daraz", "adraz", 1, False),
        ("daraz", "adraz", 2, True),
        ("toreth", "talbar", 2, False),
        ("", "ab", 2, True),
        ("ab", "", 1, False),
    ],
)
def test_words_are_so_many_edits_apart(
    one: str, other: str, most: int, *, is_so: bool
) -> None:
    assert is_within(one, other, most) is is_so
    assert is_within(other, one, most) is is_so
