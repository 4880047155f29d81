"""Make the small model of who is harmed among the people named, from Airwars' prose.

`python tools/train_victims.py` reads FIRSTHAND_EVAL_DATA/data/extraction/
airwars_gaza.dev.jsonl (206 assessments), trains on one core in about a minute and
writes src/firsthand/extract/victim_model.npz. No text and no name is kept in the file:
features are checksums of signs around a name, and a feature of fewer than `LEAST`
people is left out. `left_out` gives what `make eval` measures: each text by weights
made without its fifth of the texts.
"""

from __future__ import annotations

import collections
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from development_data import data_folder, extraction_rows
from train_roles import logistic

from firsthand.extract.read import split_sentences
from firsthand.extract.role_model import checksum, rows_of
from firsthand.extract.victim_model import Candidate, VictimModel, candidates_of
from firsthand.reference import bundled_reference

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "extract" / "victim_model.npz"
# Chosen on five parts of the development texts: F1 .79 to .80 for ridges of 3 to 30
# and thresholds of .5 to .6.
LEAST, RIDGE, THRESHOLD, N_PARTS, SEED = 5, 20.0, 0.6, 5, 0
_BYNAME = re.compile(r"[\s,]*[“\"‘'(\[].*$")
Row = dict[str, Any]
SameName = Callable[[str, str], bool]


def main() -> None:
    """Read, train, write."""
    made = train(list(_read()))
    np.savez_compressed(
        OUT,
        keys=made.keys,
        weights=made.weights.astype(np.float16),
        bias=np.float32(made.bias),
        least=np.float32(made.least),
    )
    print(f"wrote {OUT.name}: {len(made.keys)} features, {OUT.stat().st_size} bytes")


def train(rows: Sequence[Row]) -> VictimModel:
    """Fit the weights to the names that the rows' assessors list as victims."""
    people: list[Candidate] = []
    wanted: list[float] = []
    is_same = _scorer().name_match
    for row in rows:
        names = [one["name"] for one in row["gold"]["victims"]]
        for one in _people(row["text"]):
            people.append(one)
            wanted.append(float(_is_listed(one.name, names, is_same)))
    count = collections.Counter(f for one in people for f in one.features)
    kept = {checksum(f) for f, n in count.items() if n >= LEAST}
    keys = np.array(sorted(kept), dtype=np.uint32)
    table = np.zeros((len(people), len(keys)), dtype=np.float32)
    for number, one in enumerate(people):
        table[number, rows_of(keys, one.features)] = 1
    weights, bias = logistic(table, np.array(wanted, np.float32)[:, None], RIDGE)
    return VictimModel(
        keys=keys, weights=weights[:, 0], bias=float(bias[0]), least=THRESHOLD
    )


def left_out(rows: Sequence[Row]) -> Iterator[tuple[list[int], VictimModel]]:
    """Yield parts of the rows, as numbers, each with weights made from the others."""
    part = np.random.default_rng(SEED).permutation(len(rows)) % N_PARTS
    for number in range(N_PARTS):
        inside = [row for row, n in zip(rows, part, strict=True) if n != number]
        made = train([r for r in inside if r["gold"].get("victims") is not None])
        yield [int(i) for i in np.flatnonzero(part == number)], made


def _people(text: str) -> list[Candidate]:
    reference = bundled_reference()
    sentences, _ = split_sentences(text, reference)
    return candidates_of(text, sentences, reference)


def _is_listed(name: str, names: Sequence[str], is_same: SameName) -> bool:
    """Say whether a name is listed, with or without the byname behind it."""
    return any(
        is_same(form, n) for form in {name, _BYNAME.sub("", name)} for n in names
    )


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location(
        "common", data_folder() / "eval/common.py"
    )
    if spec is None or spec.loader is None:
        raise FileNotFoundError(2, "no scorer", str(data_folder() / "eval/common.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read() -> Iterator[Row]:
    for row in extraction_rows("airwars_gaza"):
        if row["gold"].get("victims") is not None:
            yield row


if __name__ == "__main__":
    main()
