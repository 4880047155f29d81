"""Make the small model of `firsthand batch roles` again, from the MUC-4 training part.

`python tools/train_roles.py` reads FIRSTHAND_EVAL_DATA/data/extraction/muc4.train.jsonl
(1,300 public texts of 1989-1990), trains with fixed seeds on one core in some minutes,
and writes src/firsthand/extract/role_model.npz. No text is kept in the file: features
are checksums, and a feature seen in fewer than `--least` texts is left out.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from development_data import data_folder
from numpy.typing import NDArray

from firsthand.extract.role_features import Material, counted, material_of, plain
from firsthand.extract.role_model import (
    ROLES,
    RoleModel,
    as_inputs,
    checksum,
    entities_of,
    likelihood,
    rows_of,
    second_look,
    written_of,
)
from firsthand.extract.role_second_look import LEAST_LOOKED_AT, beside_others

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "extract" / "role_model.npz"
N_HIDDEN, N_ROUNDS, RATE, DROPPED, BATCH, SEED = 24, 15, 0.1, 0.5, 256, 9
# So many models, each with its own seed, are blended into one.
N_BLENDED = 4
# The second look: hidden units, rounds, step, decay, share left out, how many.
N_LOOK, LOOK_ROUNDS, LOOK_RATE, LOOK_DECAY, LOOK_DROPPED = 32, 8, 2e-3, 0.1, 0.3
N_LOOKS, LOOK_BATCH = 3, 256
N_PARTS, LEAST_WORDS, RIDGE, KEPT = 5, 10, 20.0, 0.7
Floats = NDArray[np.float32]
Gold = list[list[set[str]]]
Weights = dict[str, Floats]


def main() -> None:
    """Read, train on parts to choose thresholds, train on all, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=6, help="texts a feature is in")
    arguments = parser.parse_args()
    texts, gold = _read(data_folder() / "data" / "extraction" / "muc4.train.jsonl")
    _say(f"reading {len(texts)} texts")
    materials = [material_of(text) for text in texts]
    _say("training")
    made = _train(materials, gold, arguments.least)
    np.savez_compressed(OUT, **made)  # type: ignore[arg-type]  one array a name
    _say(f"wrote {OUT.name}: {OUT.stat().st_size / 1e6:.1f} MB")


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _read(path: Path) -> tuple[list[str], list[Gold]]:
    texts, gold = [], []
    with path.open(encoding="utf-8") as file:
        for line in file:
            row: dict[str, Any] = json.loads(line)
            texts.append(row["doctext"])
            gold.append(
                [
                    [{plain(m[0].lower()) for m in e} for e in row["extracts"][role]]
                    for role in ROLES
                ]
            )
    return texts, gold


class _Set:
    """Candidates of some texts as rows of features, with the roles they fill."""

    def __init__(
        self, materials: Sequence[Material], gold: Sequence[Gold], keys: Any
    ) -> None:
        rows, fills, of_text = [], [], []
        self.names: list[str] = []
        for number, (material, entities) in enumerate(
            zip(materials, gold, strict=True)
        ):
            for name, candidate in material.candidates.items():
                rows.append(rows_of(keys, candidate.features))
                fills.append([any(name in e for e in role) for role in entities])
                of_text.append(number)
                self.names.append(name)
        self.sizes = np.array([len(r) for r in rows])
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])
        self.rows = np.concatenate(rows)
        self.fills = np.array(fills, dtype=np.float32)
        self.of_text = np.array(of_text)
        self.written = np.concatenate([written_of(m) for m in materials])

    def batch(self, chosen: NDArray[np.int64]) -> tuple[Any, Any]:
        """Return the features of some candidates, and whose each is."""
        sizes = self.sizes[chosen]
        owner = np.repeat(np.arange(len(chosen)), sizes)
        first = np.repeat(self.starts[chosen], sizes)
        step = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.rows[first + step], owner


def _train(materials: list[Material], gold: list[Gold], least: int) -> dict[str, Any]:
    keys = _keys(counted(materials), least)
    word_count: dict[str, int] = {}
    for material in materials:
        for word in material.words:
            word_count[word] = word_count.get(word, 0) + 1
    word_keys = _keys(word_count, LEAST_WORDS)
    words, fold = _word_table(materials, word_keys), np.arange(len(gold)) % N_PARTS
    has = np.array([[bool(r) for r in g] + [any(g)] for g in gold], dtype=np.float32)
    raw = np.zeros_like(has)
    for part in range(N_PARTS):
        weights, bias = logistic(words[fold != part], has[fold != part])
        raw[fold == part] = words[fold == part] @ weights + bias
    told, data = as_inputs(raw), _Set(materials, gold, keys)
    first = np.zeros_like(data.fills)
    for part in range(N_PARTS):
        _say(f"part {part + 1} of {N_PARTS}")
        inside = np.flatnonzero(fold[data.of_text] != part)
        outside = np.flatnonzero(fold[data.of_text] == part)
        made = _blend(data, told, inside, len(keys))
        first[outside] = _predict(made, data, told, outside)
    _say("the second look")
    looks, second = _second_look(data, first, told, fold)
    thresholds = _thresholds(data, likelihood(second), gold)
    weights, bias = logistic(words, has)
    _say("on all texts")
    full = _blend(data, told, np.arange(len(data.names)), len(keys))
    hidden, step = _in_steps(full.pop("hidden"))
    exact = {"word_keys": word_keys, "keys": keys, "hidden": hidden}
    rest = {"word_weights": weights, "word_bias": bias, "thresholds": thresholds}
    rest |= full | looks | {"step": step}
    return exact | {name: array.astype(np.float16) for name, array in rest.items()}


def _in_steps(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return weights as whole numbers of -127 to 127, and each row's step."""
    step = np.maximum(np.abs(weights).max(axis=1), 1e-4).astype(np.float16) / 127
    step = step.astype(np.float16).astype(np.float32)
    return np.rint(weights / step[:, None]).clip(-127, 127).astype(np.int8), step


def _second_look(
    data: _Set, first: Floats, told: Floats, fold: Any
) -> tuple[Weights, Floats]:
    """Fit the second look; its scores are of texts that it did not see."""
    inputs = np.concatenate(
        [
            beside_others(
                data.names[rows.start : rows.stop],
                first[rows],
                data.written[rows],
                told[number],
            )
            for number, rows in enumerate(_texts(data.of_text, len(told)))
        ]
    )
    spread = {"look_mean": inputs.mean(0), "look_scale": inputs.std(0) + 1e-3}
    is_looked_at = (likelihood(first) > LEAST_LOOKED_AT).any(axis=1)
    of_part, second = fold[data.of_text], first.copy()
    for part in range(N_PARTS):
        inside = np.flatnonzero(is_looked_at & (of_part != part))
        outside = np.flatnonzero(is_looked_at & (of_part == part))
        made = _fit_looks(inputs[inside], first[inside], data.fills[inside], spread)
        second[outside] += second_look(_as_looks(made), inputs[outside])
    chosen = np.flatnonzero(is_looked_at)
    return _fit_looks(inputs[chosen], first[chosen], data.fills[chosen], spread), second


def _texts(of_text: Any, n_texts: int) -> list[slice]:
    """Return the rows of each text; they stand together."""
    ends = np.searchsorted(of_text, np.arange(n_texts + 1))
    return [slice(int(a), int(b)) for a, b in itertools.pairwise(ends)]


def _as_looks(made: Weights) -> Any:
    """Return weights of a second look as something with RoleModel's field names."""
    return argparse.Namespace(**made)


def _fit_looks(
    inputs: Floats, first: Floats, fills: Floats, spread: Weights
) -> Weights:
    """Fit some second looks, each with its own seed, and join them into one."""
    table = np.clip((inputs - spread["look_mean"]) / spread["look_scale"], -5, 5)
    several = [_fit_look(table, first, fills, SEED + n) for n in range(N_LOOKS)]
    hidden, bias, out, last = zip(*several, strict=True)
    return spread | {
        "look_hidden": np.concatenate(hidden, axis=1),
        "look_bias": np.concatenate(bias),
        "look_out": np.concatenate(out) / N_LOOKS,
        "look_last": np.mean(last, axis=0),
    }


def _fit_look(table: Floats, first: Floats, fills: Floats, seed: int) -> list[Floats]:
    """Fit one hidden layer that corrects the first look, by Adam; it starts at 0."""
    rng, n_roles = np.random.default_rng(seed), len(ROLES)
    wide = rng.normal(0, table.shape[1] ** -0.5, (table.shape[1], N_LOOK))
    start = (wide, np.zeros(N_LOOK), np.zeros((N_LOOK, n_roles)), np.zeros(n_roles))
    made = [array.astype(np.float32) for array in start]
    mean, square = [np.zeros_like(a) for a in made], [np.zeros_like(a) for a in made]
    n_steps = 0
    for number in range(LOOK_ROUNDS):
        order, rate = rng.permutation(len(table)), 1 - number / LOOK_ROUNDS
        for begin in range(0, len(order), LOOK_BATCH):
            some = order[begin : begin + LOOK_BATCH]
            below = table[some] @ made[0] + made[1]
            is_kept = rng.random(below.shape) > LOOK_DROPPED
            mask = (below > 0) * is_kept / (1 - LOOK_DROPPED)
            inner = below * mask
            score = first[some] + inner @ made[2] + made[3]
            error = (likelihood(score) - fills[some]) / len(some)
            back = (error @ made[2].T) * mask
            slopes = (table[some].T @ back, back.sum(0), inner.T @ error, error.sum(0))
            n_steps += 1
            for which, slope in enumerate(slopes):
                mean[which] += 0.1 * (slope - mean[which])
                square[which] += 0.001 * (slope**2 - square[which])
                move = mean[which] / (1 - 0.9**n_steps)
                move = move / (np.sqrt(square[which] / (1 - 0.999**n_steps)) + 1e-8)
                if which in {0, 2}:
                    move = move + LOOK_DECAY * made[which]
                made[which] -= (LOOK_RATE * rate * move).astype(np.float32)
    return made


def _keys(count: dict[str, int], least: int) -> Any:
    kept = {checksum(feature) for feature, n in count.items() if n >= least}
    return np.array(sorted(kept), dtype=np.uint32)


def _word_table(materials: Sequence[Material], keys: Any) -> Floats:
    table = np.zeros((len(materials), len(keys)), dtype=np.float32)
    for number, material in enumerate(materials):
        table[number, rows_of(keys, material.words)] = 1
    return table


def logistic(
    table: Floats, wanted: Floats, ridge: float = RIDGE
) -> tuple[Floats, Floats]:
    """Fit logistic regressions with a ridge, by Nesterov steps."""
    weights = np.zeros((table.shape[1], wanted.shape[1]), dtype=np.float32)
    bias, speed, rate = np.zeros(wanted.shape[1], np.float32), weights.copy(), 2e-4
    bias_speed = bias.copy()
    for _ in range(600):
        ahead, bias_ahead = weights + 0.9 * speed, bias + 0.9 * bias_speed
        error = 1 / (1 + np.exp(-(table @ ahead + bias_ahead))) - wanted
        speed = 0.9 * speed - rate * (table.T @ error + ridge * ahead)
        bias_speed = 0.9 * bias_speed - rate * error.sum(axis=0)
        weights, bias = weights + speed, bias + bias_speed
    return weights, bias


def _start(n_keys: int, n_told: int, rng: np.random.Generator) -> Weights:
    n_roles = len(ROLES)
    made = {
        "hidden": rng.normal(0, 0.05, (n_keys, N_HIDDEN)),
        "direct": np.zeros((n_keys, n_roles)),
        "text_hidden": rng.normal(0, 0.1, (n_told, N_HIDDEN)),
        "text_direct": np.zeros((n_told, n_roles)),
        "bias_hidden": np.zeros(N_HIDDEN),
        "out": rng.normal(0, 0.2, (N_HIDDEN, n_roles)),
        "bias": np.full(n_roles, -5.0),
    }
    return {name: array.astype(np.float32) for name, array in made.items()}


def _blend(data: _Set, told: Floats, chosen: NDArray[np.int64], n_keys: int) -> Weights:
    """Train several models and join them: their scores are averaged."""
    several = [_fit(data, told, chosen, n_keys, SEED + n) for n in range(N_BLENDED)]
    made = {
        name: sum(one[name] for one in several) / np.float32(N_BLENDED)
        for name in ("direct", "text_direct", "bias")
    }
    for name in ("hidden", "text_hidden", "bias_hidden"):
        made[name] = np.concatenate([one[name] for one in several], axis=-1)
    made["out"] = np.concatenate([one["out"] for one in several]) / N_BLENDED
    return made


def _fit(
    data: _Set, told: Floats, chosen: NDArray[np.int64], n_keys: int, seed: int
) -> Weights:
    """Train by AdaGrad; a third of the empty candidates a round, three times heavy."""
    rng = np.random.default_rng(seed)
    made = _start(n_keys, told.shape[1], rng)
    seen = {name: np.full_like(array, 1e-3) for name, array in made.items()}
    is_filled = data.fills[chosen].any(axis=1)
    filled, empty = chosen[is_filled], chosen[~is_filled]
    for number in range(N_ROUNDS):
        some = rng.permutation(empty)[: len(empty) // 3]
        order = rng.permutation(np.concatenate([filled, some]))
        rate = RATE * (1 - number / N_ROUNDS * 0.8)
        for first in range(0, len(order), BATCH):
            _step(made, seen, data, told, order[first : first + BATCH], rate, rng)
    return made


def _step(  # noqa: PLR0917  one step of training needs all its state
    made: Weights,
    seen: Weights,
    data: _Set,
    told: Floats,
    chosen: NDArray[np.int64],
    rate: float,
    rng: np.random.Generator,
) -> None:
    rows, owner = data.batch(chosen)
    kept = rng.random(len(rows)) > DROPPED
    rows, owner = rows[kept], owner[kept]
    scale = np.float32(1 / (1 - DROPPED))
    wanted, inputs = data.fills[chosen], told[data.of_text[chosen]]
    n = len(chosen)
    below = _sums(made["hidden"][rows] * scale, owner, n) + inputs @ made["text_hidden"]
    below += made["bias_hidden"]
    mask = (rng.random(below.shape) < KEPT).astype(np.float32) / np.float32(KEPT)
    inner = np.maximum(below, 0) * mask
    score = inner @ made["out"] + _sums(made["direct"][rows] * scale, owner, n)
    score += inputs @ made["text_direct"] + made["bias"]
    weight = np.where(wanted.any(axis=1), 1.0, 3.0)[:, None].astype(np.float32)
    error = (1 / (1 + np.exp(-score)) - wanted) * weight / BATCH
    back = (error @ made["out"].T) * mask * (below > 0)
    dense = {
        "out": inner.T @ error,
        "bias": error.sum(axis=0),
        "text_hidden": inputs.T @ back,
        "bias_hidden": back.sum(axis=0),
        "text_direct": inputs.T @ error,
    }
    for name, slope in dense.items():
        seen[name] += slope * slope
        made[name] -= rate * slope / np.sqrt(seen[name])
    order = np.argsort(rows, kind="stable")
    used, heads = np.unique(rows[order], return_index=True)
    for name, slopes in (("hidden", back), ("direct", error)):
        slope = np.add.reduceat(slopes[owner[order]], heads) * scale
        seen[name][used] += slope * slope
        made[name][used] -= rate * slope / np.sqrt(seen[name][used])


def _sums(values: Floats, owner: Any, n: int) -> Floats:
    """Add up the rows of each owner; owners come in order, some may have none."""
    made = np.zeros((n, values.shape[1]), dtype=np.float32)
    if len(owner):
        present, heads = np.unique(owner, return_index=True)
        made[present] = np.add.reduceat(values, heads)
    return made


def _predict(
    made: Weights, data: _Set, told: Floats, chosen: NDArray[np.int64]
) -> Floats:
    parts = []
    for first in range(0, len(chosen), 4096):
        some = chosen[first : first + 4096]
        rows, owner = data.batch(some)
        inputs = told[data.of_text[some]]
        below = _sums(made["hidden"][rows], owner, len(some))
        inner = np.maximum(
            below + inputs @ made["text_hidden"] + made["bias_hidden"], 0
        )
        score = inner @ made["out"] + _sums(made["direct"][rows], owner, len(some))
        score += inputs @ made["text_direct"] + made["bias"]
        parts.append(score)
    return np.concatenate(parts).astype(np.float32)


def _thresholds(data: _Set, likely: Floats, gold: Sequence[Gold]) -> Floats:
    """Choose, a role, the threshold with the best F1 on texts not trained on."""
    of_text: list[dict[str, Floats]] = [{} for _ in gold]
    for name, number, p in zip(data.names, data.of_text, likely, strict=True):
        of_text[number][name] = p
    best = []
    for role in range(len(ROLES)):
        scored = []
        for least in np.arange(0.05, 0.6, 0.025):
            only = [2.0] * len(ROLES)
            only[role] = float(least)
            scored.append((_f1(of_text, gold, only, role), float(least)))
        best.append(max(scored))
        _say(f"{ROLES[role]}: F1 {best[-1][0]:.3f} above {best[-1][1]:.3f}")
    return np.array([least for _, least in best], dtype=np.float32)


def _f1(
    of_text: Sequence[dict[str, Floats]], gold: Sequence[Gold], only: Any, role: int
) -> float:
    n_right = n_made = n_wanted = 0
    for likely, entities in zip(of_text, gold, strict=True):
        names = entities_of(likely, only)[role]
        free = list(entities[role])
        n_made, n_wanted = n_made + len(names), n_wanted + len(free)
        for name in names:
            hit = next((e for e in free if name in e), None)
            if hit is not None:
                free.remove(hit)
                n_right += 1
    return 2 * n_right / max(1, n_made + n_wanted)


if __name__ == "__main__":
    main()
    # Fields of the file are those of RoleModel.
    assert RoleModel.__dataclass_fields__.keys() == set(np.load(OUT)), "a field is off"  # noqa: S101  a check of what was written
