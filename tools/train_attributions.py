"""Make the small model of which reported statements are attributions, from PolNeAR.

`python tools/train_attributions.py` reads FIRSTHAND_EVAL_DATA/data/extraction/
polnear.dev.jsonl (84 articles), trains on one core in a minute and writes
src/firsthand/extract/attribution_model.npz. No text and no name is kept in the file:
features are checksums of how a statement is built, and one of fewer than `LEAST`
statements is left out. `left_out` gives what `make eval` measures: each article by
weights made without its fifth of the articles.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from development_data import extraction_rows
from train_roles import logistic

from firsthand.extract import Page
from firsthand.extract.attribution_model import (
    AttributionModel,
    features_of,
    proposed,
)
from firsthand.extract.read import read_page
from firsthand.extract.role_model import checksum, rows_of
from firsthand.reference import bundled_reference

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "extract" / "attribution_model.npz"
# Chosen on one half of the articles, measured on the other, and turned round: F1 .69 to
# .70 for ridges of 6 to 15 and thresholds of .3 to .4 (.67 without the model).
LEAST, RIDGE, THRESHOLD, N_PARTS, SEED = 4, 10.0, 0.35, 5, 0
_SAME = 0.5  # words in common that make two contents one, as the scorer says
_WORD = re.compile(r"\S+")
Row = dict[str, Any]
Words = frozenset[int]
Told = list[tuple[list[str], bool]]


def main() -> None:
    """Read, train, write."""
    made = train([judged(row) for row in extraction_rows("polnear")])
    np.savez_compressed(
        OUT,
        keys=made.keys,
        weights=made.weights.astype(np.float16),
        bias=np.float32(made.bias),
        least=np.float32(made.least),
    )
    print(f"wrote {OUT.name}: {len(made.keys)} features, {OUT.stat().st_size} bytes")


def judged(row: Row) -> Told:
    """Return the features of each proposed statement, and whether readers marked it."""
    reading = read_page(Page(id="", text=row["text"]), bundled_reference())
    told = proposed(reading)
    words = [match.span() for match in _WORD.finditer(row["text"])]
    marked = [_words_of(words, one["content"]) for one in row["attributions"]]
    ours = [_words_of(words, one.content) for one in told]
    right = _matched(marked, ours)
    return [(f, n in right) for n, f in enumerate(features_of(reading, told))]


def train(articles: Sequence[Told]) -> AttributionModel:
    """Fit the weights to what readers marked."""
    told = [one for article in articles for one in article]
    count = collections.Counter(f for features, _ in told for f in features)
    kept = {checksum(f) for f, n in count.items() if n >= LEAST}
    keys = np.array(sorted(kept), dtype=np.uint32)
    table = np.zeros((len(told), len(keys)), dtype=np.float32)
    for number, (features, _) in enumerate(told):
        table[number, rows_of(keys, features)] = 1
    wanted = np.array([[is_marked] for _, is_marked in told], dtype=np.float32)
    weights, bias = logistic(table, wanted, RIDGE)
    return AttributionModel(
        keys=keys, weights=weights[:, 0], bias=float(bias[0]), least=THRESHOLD
    )


def left_out(rows: Sequence[Row]) -> Iterator[tuple[list[int], AttributionModel]]:
    """Yield parts of the rows, as numbers, each with weights made from the others."""
    told = [judged(row) for row in rows]
    part = np.random.default_rng(SEED).permutation(len(rows)) % N_PARTS
    for number in range(N_PARTS):
        made = train([told[i] for i in np.flatnonzero(part != number)])
        yield [int(i) for i in np.flatnonzero(part == number)], made


def _words_of(words: Sequence[tuple[int, int]], at: Sequence[Sequence[int]]) -> Words:
    return frozenset(
        n for n, (s, e) in enumerate(words) if any(s < b and a < e for a, b in at)
    )


def _matched(marked: Sequence[Words], ours: Sequence[Words]) -> set[int]:
    """Return which of ours meet a marked one, each once, the nearest first."""
    pairs = sorted(
        (
            (len(x & y) / len(x | y), i, j)
            for i, x in enumerate(marked)
            for j, y in enumerate(ours)
            if x & y
        ),
        reverse=True,
    )
    used: set[int] = set()
    right: set[int] = set()
    for share, i, j in pairs:
        if share >= _SAME and i not in used and j not in right:
            used.add(i)
            right.add(j)
    return right


if __name__ == "__main__":
    main()
