"""One plan, any engine: the same clusters. All people are generated."""

from __future__ import annotations

import importlib.util
import random
from typing import Any

import numpy as np
import pytest

from firsthand.errors import UserError
from firsthand.link.engine.choose import open_engine
from firsthand.link.engine.spark import open_spark
from firsthand.link.people.match import Matched, match_people
from firsthand.link.people.rows import people_of_rows
from firsthand.reference import bundled_reference

_GIVEN = ("Karim", "Tariq", "Lina", "Samar", "Omar", "Nadim", "Hala", "Rami", "Jana")
_FAMILY = ("Nuwayra", "Jandali", "Sarmaki", "Darazi", "Ghantous", "Velmari", "Torethi")
_HAS_SAIL = all(
    importlib.util.find_spec(name) is not None for name in ("pysail", "pyspark")
)


def _generated(n_rows: int) -> list[dict[str, Any]]:
    chance = random.Random(7)  # noqa: S311  made-up people, always the same
    rows: list[dict[str, Any]] = []
    for number in range(n_rows):
        words = [chance.choice(_GIVEN), chance.choice(_GIVEN), chance.choice(_FAMILY)]
        age = chance.randrange(90)
        row = {"name": " ".join(words), "age": age, "sex": chance.choice("mf")}
        rows.append(row | {"id": f"a{number}", "list": "a"})
        if number % 3 == 0:
            slip = words[0].replace("a", "e", 1)
            again = {"name": " ".join([slip, *words[1:]]), "age": age + number % 2}
            rows.append(row | again | {"id": f"b{number}", "list": "b"})
    return rows


def _match_on(address: str, rows: list[dict[str, Any]]) -> Matched:
    reference = bundled_reference()
    people = people_of_rows(rows, reference)
    engine = open_engine(address)
    try:
        return match_people(people, engine, reference)
    finally:
        engine.close()


@pytest.mark.skipif(not _HAS_SAIL, reason="the extra 'scale' is not installed")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("address", ["sail://local", "sail://local-cluster"])
def test_sail_gives_the_very_clusters_and_scores_of_duckdb(address: str) -> None:
    rows = _generated(240)
    here, there = _match_on("duckdb", rows), _match_on(address, rows)
    assert there.group == here.group
    assert np.array_equal(there.pairs, here.pairs)
    assert np.array_equal(there.odds, here.odds)
    assert 240 <= len(set(here.group)) < len(rows)


@pytest.mark.enable_socket
@pytest.mark.parametrize("where", ["127.0.0.1:9", "127.0.0.1:nowhere"])
def test_a_cluster_that_does_not_answer_is_a_message_and_no_wait(where: str) -> None:
    pytest.importorskip("pyspark")
    with pytest.raises(UserError, match="nothing answers there"):
        open_spark("sail", where)
