"""Make the learnt weapon class of GTD's coders again, from the development part.

`python tools/train_coder_weapon.py` reads FIRSTHAND_EVAL_DATA/data/extraction/
gtd2021.dev.jsonl (998 summaries), trains on one core in seconds and writes
src/firsthand/extract/coder_weapon.npz. No text is kept in the file: features are
checksums of single words that at least three summaries hold. `left_out` gives what
`make eval` measures: each row by weights made without its tenth of the rows.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from development_data import extraction_rows
from numpy.typing import NDArray
from train_roles import logistic

from firsthand.extract import extract_claims
from firsthand.extract.coder_weapon import (
    CLASSES,
    CoderWeapon,
    features_of,
    usual_class,
)
from firsthand.extract.page import Page
from firsthand.extract.role_model import checksum, rows_of
from firsthand.extract.summary_words import weapon_of
from firsthand.reference import bundled_reference

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "extract" / "coder_weapon.npz"
# Chosen on ten parts of the development rows: .85 to .86 for ridges of 3 to 20.
LEAST_TEXTS, RIDGE, N_PARTS, SEED = 3, 8.0, 10, 0
Row = dict[str, Any]


def main() -> None:
    """Read, say what each row states, train, write."""
    rows = list(extraction_rows("gtd2021"))
    stated = [_stated(row) for row in rows]
    made = train(rows, stated)
    np.savez_compressed(
        OUT,
        keys=made.keys,
        weights=made.weights.astype(np.float16),
        bias=made.bias.astype(np.float16),
    )
    print(f"wrote {OUT.name}: {len(made.keys)} features, {OUT.stat().st_size} bytes")


def train(rows: Sequence[Row], stated: Sequence[str]) -> CoderWeapon:
    """Fit the weights to the classes that the rows' coders wrote.

    Args:
        rows: Rows of the set, with `text` and `gold`.
        stated: The class that the words of each text give; "Unknown" = none.
    """
    pairs = zip(rows, stated, strict=True)
    features = [features_of(row["text"], said) for row, said in pairs]
    count = collections.Counter(f for each in features for f in each)
    kept = {checksum(f) for f, n in count.items() if n >= LEAST_TEXTS}
    keys = np.array(sorted(kept), dtype=np.uint32)
    table = np.zeros((len(rows), len(keys)), dtype=np.float32)
    wanted = np.zeros((len(rows), len(CLASSES)), dtype=np.float32)
    for number, (row, each) in enumerate(zip(rows, features, strict=True)):
        table[number, rows_of(keys, each)] = 1
        if row["gold"]["weapon"] in CLASSES:
            wanted[number, CLASSES.index(row["gold"]["weapon"])] = 1
    weights, bias = logistic(table, wanted, RIDGE)
    return CoderWeapon(keys=keys, weights=weights, bias=bias)


def left_out(rows: Sequence[Row], summaries: Sequence[Row]) -> list[Row]:
    """Return the summaries with each usual class made by weights that left it out.

    Args:
        rows: Rows of the set the bundled weights were made from.
        summaries: Their summaries in GTD's words.
    """
    stated = [
        str(one["weapon"]) if one["weapon_basis"] == "stated" else "Unknown"
        for one in summaries
    ]
    part: NDArray[np.int64] = np.random.default_rng(SEED).permutation(len(rows))
    part %= N_PARTS
    made = [dict(one) for one in summaries]
    for number in range(N_PARTS):
        inside = np.flatnonzero(part != number)
        model = train([rows[i] for i in inside], [stated[i] for i in inside])
        for i in np.flatnonzero(part == number):
            if made[i]["weapon_basis"] == "usual":
                made[i]["weapon"] = usual_class(rows[i]["text"], model)
    return made


def _stated(row: Row) -> str:
    reference = bundled_reference()
    claims = extract_claims(Page(id=str(row["id"]), text=row["text"]), reference)
    return weapon_of(claims, reference, "gtd") or "Unknown"


if __name__ == "__main__":
    main()
