"""Speed, memory and F1 of matching generated people, beside bare Splink.

python tools/bench_people.py --rows 1000000. Each side runs in a process of its own; a
fifth of the rows state somebody a second time, with a slip in a name. Splink is given
our blocking keys as a column, ready made, so that both compare the pairs that share a
key; it learns its weights, predicts and clusters. `--names` times the comparison of
pairs of names: made up, nearly all distinct; and, where FIRSTHAND_EVAL_DATA holds it,
Arabic beside English names of a register, each in many pairs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_SYLLABLES = ("ba", "dor", "ka", "lim", "mar", "no", "ran", "si", "tun", "vel", "zar")
_GIVEN, _FAMILY = 1_500, 6_000
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Run the sides asked for and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--side", choices=list(_SIDES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(_SIDES[arguments.side](arguments.rows)))
        return
    sides = ["names"] if arguments.names else ["ours", "keys", "splink"]
    if arguments.names and _register_file().exists():
        sides.append("register")
    for side in sides:
        done = subprocess.run(
            [
                *(sys.executable, __file__),
                *("--rows", str(arguments.rows), "--side", side),
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        print(side, done.stdout.strip().splitlines()[-1])


def generated(n_rows: int) -> tuple[dict[str, list[str]], list[int]]:
    """Return columns of made-up people, and who each row is."""
    chance = random.Random(11)  # noqa: S311  made-up people, always the same

    def word(parts: int) -> str:
        return "".join(chance.choice(_SYLLABLES) for _ in range(parts))

    given = [word(2) + chance.choice("aeiou") for _ in range(_GIVEN)]
    family = [word(3) + chance.choice("ins") for _ in range(_FAMILY)]
    people: list[tuple[str, str, str, str]] = []
    truth: list[int] = []
    for number in range(n_rows):
        if number % 5 == 4:  # noqa: PLR2004  a fifth are stated again
            whom = chance.randrange(len(people))
            row = list(people[whom])
            truth.append(truth[whom])
            field = chance.randrange(2)
            place = chance.randrange(len(row[field]))
            row[field] = (
                row[field][:place] + chance.choice("aeioumnr") + row[field][place + 1 :]
            )
            people.append((row[0], row[1], row[2], row[3]))
            continue
        truth.append(number)
        born = f"{chance.randrange(1930, 2020)}-{chance.randrange(1, 13):02}"
        people.append(
            (
                chance.choice(given),
                chance.choice(family),
                f"{born}-{chance.randrange(1, 29):02}",
                chance.choice(("Velmara", "Toreth", "Talbar", "Jesrin")),
            )
        )
    names = ("given", "family", "birth_date", "place")
    columns = zip(*people, strict=True)
    return dict(zip(names, map(list, columns), strict=True)), truth


def _ours(n_rows: int) -> dict[str, float]:
    sys.path.insert(0, str(Path(__file__).parent))
    from evaluate_people import _cluster_f1  # noqa: PLC0415  beside this file

    from firsthand.link.engine.choose import open_engine  # noqa: PLC0415  its process
    from firsthand.link.people.match import match_people  # noqa: PLC0415  as above
    from firsthand.link.people.rows import people_of_columns  # noqa: PLC0415  as above
    from firsthand.reference import bundled_reference  # noqa: PLC0415  as above

    columns, truth = generated(n_rows)
    started, wall = time.process_time(), time.monotonic()
    reference = bundled_reference()
    ids = [str(number) for number in range(n_rows)]
    people = people_of_columns(ids, columns, reference)
    found = match_people(people, open_engine(), reference)
    f1 = _cluster_f1(found.group, [str(name) for name in truth])
    return _figures(n_rows, found.n_compared, started, wall, f1)


def _keys(n_rows: int) -> dict[str, float]:
    """Write the blocking keys of each row, those that few enough rows share."""
    import numpy as np  # noqa: PLC0415  its process
    import pyarrow as pa  # noqa: PLC0415  its process
    import pyarrow.parquet as pq  # noqa: PLC0415  its process

    from firsthand.link.people.features import features_of  # noqa: PLC0415  its process
    from firsthand.link.people.match import most_in_block  # noqa: PLC0415  as above
    from firsthand.link.people.names import name_rules  # noqa: PLC0415  as above
    from firsthand.link.people.rows import people_of_columns  # noqa: PLC0415  as above
    from firsthand.reference import bundled_reference  # noqa: PLC0415  as above

    columns, _ = generated(n_rows)
    reference = bundled_reference()
    ids = [str(number) for number in range(n_rows)]
    people = people_of_columns(ids, columns, reference)
    data = features_of(people, name_rules(reference))
    keys, rows = data.keys[:, 0], data.row_of[data.keys[:, 1]]
    _, at, held = np.unique(keys, return_inverse=True, return_counts=True)
    is_fair = (held[at] > 1) & (held[at] <= most_in_block(n_rows, reference))
    keys, rows = keys[is_fair], rows[is_fair]
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(n_rows + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(starts), pa.array(keys[order]))
    pq.write_table(pa.table({"keys": lists}), _keys_file(n_rows))
    return {"keys": len(keys)}


def _keys_file(n_rows: int) -> Path:
    folder = Path(tempfile.gettempdir())
    return folder / f"firsthand-bench-people-{os.getuid()}-{n_rows}.parquet"


def _splink(n_rows: int) -> dict[str, float]:
    """Deduplicate the same rows with bare Splink on DuckDB."""
    sys.path.insert(0, str(Path(__file__).parent))
    import pyarrow as pa  # noqa: PLC0415  its process
    import pyarrow.parquet as pq  # noqa: PLC0415  its process
    import splink.comparison_library as cl  # noqa: PLC0415  bench-only
    from evaluate_people import _cluster_f1  # noqa: PLC0415  beside this file
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415  bench-only
    from splink.internals.duckdb.database_api import (  # noqa: PLC0415  bench-only
        DuckDBAPI,
    )

    columns, truth = generated(n_rows)
    started, wall = time.process_time(), time.monotonic()
    keys = pq.read_table(_keys_file(n_rows))["keys"].combine_chunks()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.LevenshteinAtThresholds("given", [1, 2]),
            cl.LevenshteinAtThresholds("family", [1, 2]),
            cl.LevenshteinAtThresholds("birth_date", [1]),
            cl.ExactMatch("place"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("keys", arrays_to_explode=["keys"])
        ],
    )
    table = pa.table({"unique_id": pa.array(range(n_rows)), **columns, "keys": keys})
    database = DuckDBAPI()
    linker = Linker(database.register(table), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("given", "family")
    )
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("birth_date")
    )
    found = linker.inference.predict(threshold_match_probability=0.5)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=0.5
    )
    n_pairs = found.as_duckdbpyrelation().count("*").fetchall()[0][0]
    rows = {row["unique_id"]: row["cluster_id"] for row in grouped.as_record_list()}
    group = [rows[number] for number in range(n_rows)]
    f1 = _cluster_f1(group, [str(name) for name in truth])
    return _figures(n_rows, n_pairs, started, wall, f1)


def _figures(
    n_rows: int, n_compared: int, started: float, wall: float, f1: float
) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    return {
        "rows": n_rows,
        "compared": n_compared,
        "wall_s": round(time.monotonic() - wall, 1),
        "cpu_s": round(time.process_time() - started, 1),
        "peak_mib": peak >> 20,
        "f1": round(f1, 4),
    }


_VOWELS = {"a": "ae", "e": "ei", "i": "ie", "o": "ou", "u": "uo"}


def _names(n_rows: int) -> dict[str, float]:
    """Score hard pairs: one name spelled twice, or another father between the same."""
    import numpy as np  # noqa: PLC0415  its process

    from firsthand.link.people.names import name_rules  # noqa: PLC0415  its process
    from firsthand.link.people.score_names import (  # noqa: PLC0415  as above
        score_names,
    )
    from firsthand.reference import bundled_reference  # noqa: PLC0415  as above

    chance = random.Random(5)  # noqa: S311  made-up names, always the same
    words = list(dict.fromkeys(_word(chance) for _ in range(3_000)))
    ones, others, is_one = [], [], []
    for number in range(n_rows):
        given, father, family = chance.sample(words, 3)
        is_one.append(number % 2 == 0)
        between = father if is_one[-1] else chance.choice(words)
        ones.append(f"{given} {father} {family}")
        others.append(" ".join(_respelled(w, chance) for w in (given, between, family)))
    rules = name_rules(bundled_reference())
    started = time.process_time()
    scores = score_names(ones, others, rules)
    used = time.process_time() - started
    truth = np.array(is_one)[np.argsort(-scores, kind="stable")]
    right = np.cumsum(truth)
    f1 = 2 * right / (np.arange(1, n_rows + 1) + truth.sum())
    return {
        "pairs": n_rows,
        "pairs_per_cpu_s": round(n_rows / used),
        "best_f1": round(float(f1.max()), 4),
    }


def _register(n_rows: int) -> dict[str, float]:
    """Score Arabic names of a register beside English ones, one in two of one row."""
    sys.path.insert(0, str(Path(__file__).parent))
    from evaluate_people import read_rows  # noqa: PLC0415  beside this file

    from firsthand.link.people.names import name_rules  # noqa: PLC0415  its process
    from firsthand.link.people.score_names import (  # noqa: PLC0415  as above
        score_names,
    )
    from firsthand.reference import bundled_reference  # noqa: PLC0415  as above

    rows = [
        (row["name_ar"], row["name_en"])
        for row in read_rows(_register_file())
        if row["name_ar"] and row["name_en"]
    ]
    chance = random.Random(5)  # noqa: S311  the same pairs every time
    picked = chance.choices(range(len(rows)), k=n_rows)
    ones = [rows[number][0] for number in picked]
    others = [
        rows[number if place % 2 else chance.randrange(len(rows))][1]
        for place, number in enumerate(picked)
    ]
    rules = name_rules(bundled_reference())
    started = time.process_time()
    score_names(ones, others, rules)
    used = time.process_time() - started
    n_distinct = len({*ones, *others})
    return {
        "pairs": n_rows,
        "names": n_distinct,
        "pairs_per_cpu_s": round(n_rows / used),
    }


def _register_file() -> Path:
    from development_data import data_folder  # noqa: PLC0415  beside this file

    return data_folder() / "data" / "linking" / "register_2024-09.csv.gz"


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3))))


def _respelled(word: str, chance: random.Random) -> str:
    """Spell one vowel otherwise, in two words of three."""
    places = [place for place, letter in enumerate(word) if letter in _VOWELS]
    if not places or chance.randrange(3) == 0:
        return word
    place = chance.choice(places)
    return word[:place] + chance.choice(_VOWELS[word[place]]) + word[place + 1 :]


_SIDES: dict[str, Callable[[int], dict[str, float]]] = {
    "ours": _ours,
    "keys": _keys,
    "splink": _splink,
    "names": _names,
    "register": _register,
}


if __name__ == "__main__":
    main()
