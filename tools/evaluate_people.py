"""People linked, scored on the development sets: rows of `make eval`.

Clusters are scored pair by pair. For the victims of one conflict against an official
register: top-1 = the likeliest row of the register is the right one; F1 = a link to
that row at the best threshold. No name is printed.
"""

from __future__ import annotations

import csv
import gzip
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.link.engine.choose import open_engine
from firsthand.link.people.match import Matched, match_people
from firsthand.link.people.names import name_rules
from firsthand.link.people.rows import people_of_columns
from firsthand.link.people.words import NEAR, word_likeness
from firsthand.reference import bundled_reference

_N_RANDOM = 50_000


def score_people(data: Path) -> dict[str, float]:
    """Return every figure by name.

    Args:
        data: The folder of development data.

    Raises:
        FileNotFoundError: The sets are not there.
    """
    folder = data / "data" / "linking"
    return (
        _score_rldata(folder)
        | _score_febrl(folder)
        | _score_fake(folder)
        | _score_spellings(folder)
        | _score_register(folder)
    )


def _score_rldata(folder: Path) -> dict[str, float]:
    rows = read_rows(folder / "RLdata500.tsv", delimiter="\t")
    names = (folder / "identity.RLdata500.tsv").read_text(encoding="utf-8").split()
    return {"people.rldata500_f1": _cluster_f1(_match(rows).group, names[1:])}


def _score_febrl(folder: Path) -> dict[str, float]:
    found = {}
    for name, files in (("3", ["3"]), ("4", ["4a", "4b"])):
        rows = [r for file in files for r in read_rows(folder / f"dataset{file}.csv")]
        truth = [row["rec_id"].split("-")[1] for row in rows]
        found[f"people.febrl{name}_f1"] = _cluster_f1(_match(rows).group, truth)
    return found


def _score_fake(folder: Path) -> dict[str, float]:
    rows = read_rows(folder / "fake1000" / "fake_1000.csv")
    truth = [row.pop("cluster") for row in rows]
    return {"people.fake1000_f1": _cluster_f1(_match(rows).group, truth)}


def _score_spellings(folder: Path) -> dict[str, float]:
    """Words in two scripts: found near; random pairs wrongly found near."""
    rules = name_rules(bundled_reference())
    text = (folder / "ar2en" / "ar2en-eval.txt").read_text(encoding="utf-8")
    pairs = []
    for line in text.splitlines():
        parts = [rules.parts(word).words for word in line.split()[:2]]
        if len(parts) == 2 and all(parts):  # noqa: PLR2004  a pair
            pairs.append(tuple(rules.sound(words[0]) for words in parts))
    chance = random.Random(1)  # noqa: S311  a fixed sample
    near = [word_likeness(a, b) >= NEAR for a, b in pairs]
    others = [
        word_likeness(chance.choice(pairs)[0], chance.choice(pairs)[1]) >= NEAR
        for _ in range(_N_RANDOM)
    ]
    return {
        "people.ar2en_near": sum(near) / len(near),
        "people.ar2en_apart": 1.0 - sum(others) / len(others),
    }


def _score_register(folder: Path) -> dict[str, float]:
    register = read_rows(folder / "register_2024-09.csv.gz")
    victims = [
        row
        for row in read_rows(folder / "ngo_victims.dev.csv.gz")
        if row["name_ar"] or row["name_en"]
    ]
    shown = [
        {
            "name": row["name_en"],
            "name_ar": row["name_ar"],
            "age": row.get("age_years", row.get("age")),
            "age_group": row.get("age_group"),
            "sex": row.get("gender", row.get("sex")),
            "list": "register" if "age" in row else "victims",
        }
        for row in (*victims, *register)
    ]
    started = time.process_time()
    found = _match(shown)
    print(f"people against a register: {time.process_time() - started:.0f} cpu-s")
    n_victims = len(victims)
    row_of = {row["entity"]: place for place, row in enumerate(register)}
    wanted = {
        place: n_victims + row_of[row["entity"]]
        for place, row in enumerate(victims)
        if row["entity"] in row_of
    }
    return _retrieval(found, wanted, n_victims)


def _retrieval(
    found: Matched, wanted: Mapping[int, int], n_victims: int
) -> dict[str, float]:
    best: dict[int, tuple[float, int]] = {}
    for (one, other), odds in zip(
        found.pairs.tolist(), found.odds.tolist(), strict=True
    ):
        if one < n_victims <= other:
            best[one] = max(best.get(one, (-99.0, 0)), (odds, other))
    told = sorted(
        ((best[r][0], best[r][1] == t) for r, t in wanted.items() if r in best)
    )
    right = np.cumsum([is_right for _, is_right in told[::-1]])
    precision, recall = right / np.arange(1, len(right) + 1), right / len(wanted)
    members = defaultdict(list)
    for row, first in enumerate(found.group):
        if row >= n_victims:
            members[first].append(row)
    links = [(r, row) for r in wanted for row in members[found.group[r]]]
    n_right = sum(wanted[r] == row for r, row in links)
    return {
        "people.register_top1": float(right[-1]) / len(wanted),
        "people.register_best_f1": float(
            np.max(2 * precision * recall / (precision + recall + 1e-9))
        ),
        "people.register_f1": 2 * n_right / (len(links) + len(wanted)),
    }


def _match(rows: Sequence[Mapping[str, Any]]) -> Matched:
    reference = bundled_reference()
    columns = {name: [row.get(name) for row in rows] for name in rows[0]}
    people = people_of_columns([str(i) for i in range(len(rows))], columns, reference)
    engine = open_engine("duckdb")
    try:
        return match_people(people, engine, reference)
    finally:
        engine.close()


def _cluster_f1(group: Sequence[int], truth: Sequence[str]) -> float:
    both = Counter(zip(group, truth, strict=True)).values()
    made, there = Counter(group).values(), Counter(truth).values()
    return 2 * _pairs(both) / (_pairs(made) + _pairs(there))


def _pairs(sizes: Any) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def read_rows(path: Path, *, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a table, packed or not."""
    if path.suffix == ".gz":
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    else:
        text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    return [
        {name.strip(): (value or "").strip() for name, value in row.items()}
        for row in csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
    ]
