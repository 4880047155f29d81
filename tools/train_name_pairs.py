"""Make the small weights of pairs of names: sixty trees of two questions.

`python tools/train_name_pairs.py` reads the development part of data/linking below
FIRSTHAND_EVAL_DATA (hard pairs: `evaluate_name_pairs`), trains in seconds on one core,
without chance, and writes src/firsthand/link/people/name_model.npz. No name is kept in
the file. `make eval` scores each half of the people with weights made from the other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from development_data import data_folder
from evaluate_name_pairs import KINDS, hard_pairs

from firsthand.link.people.name_model import NameModel
from firsthand.link.people.names import name_rules
from firsthand.link.people.score_names import features_of_names
from firsthand.reference import bundled_reference

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "firsthand" / "link" / "people" / "name_model.npz"
Floats = npt.NDArray[np.float64]
Split = tuple[int, float]
# Chosen on halves of the development part: the same within .003 for 40 to 120 trees,
# rates of .1 to .2 and leaves of 15 to 25.
N_TREES, RATE, LEAST, RIDGE = 60, 0.15, 15, 5.0


def main() -> None:
    """Read, train, write."""
    rules = name_rules(bundled_reference())
    made = hard_pairs(data_folder() / "data" / "linking", rules)
    features, is_one = [], []
    for kind in KINDS:
        ones, others, truth = zip(
            *((p.one, p.other, p.is_one) for p in made[kind]), strict=True
        )
        features.append(features_of_names(ones, others, rules))
        is_one.append(np.array(truth))
    model = train(np.concatenate(features), np.concatenate(is_one))
    np.savez_compressed(
        OUT,
        features=model.features.astype(np.uint8),
        bounds=model.bounds,
        values=model.values,
    )
    print(f"wrote {OUT.name}: {len(model.features)} trees, {OUT.stat().st_size} bytes")


def train(
    features: npt.NDArray[np.float32], is_one: npt.NDArray[np.bool_]
) -> NameModel:
    """Fit trees by gradient boosting (Friedman 2001) of the logistic loss.

    Args:
        features: (n, n_features) of pairs.
        is_one: (n,) whether it is one person; both kinds weigh the same together.
    """
    weight = np.where(is_one, 1.0, is_one.sum() / max(1, int((~is_one).sum())))
    order = np.argsort(features, axis=0, kind="stable")
    odds = np.zeros(len(features))
    asked, bounds, values = [], [], []
    for _ in range(N_TREES):
        chance = 1.0 / (1.0 + np.exp(-odds))
        slope, bend = weight * (chance - is_one), weight * chance * (1 - chance)
        first = _best_split(features, order, slope, bend, np.ones(len(odds), bool))
        goes_right = features[:, first[0]] > np.float32(first[1])
        sides = [
            _best_split(features, order, slope, bend, held)
            for held in (~goes_right, goes_right)
        ]
        leaf = np.zeros(len(odds), np.int64)
        for side, held in enumerate((~goes_right, goes_right)):
            at, bound = sides[side]
            leaf[held] = 2 * side + (features[held, at] > np.float32(bound))
        pull = np.bincount(leaf, weights=slope, minlength=4)
        hold = np.bincount(leaf, weights=bend, minlength=4)
        leaves = (-RATE * pull / (hold + RIDGE)).astype(np.float32)
        odds += leaves[leaf]
        asked.append([first[0], sides[0][0], sides[1][0]])
        bounds.append([first[1], sides[0][1], sides[1][1]])
        values.append(leaves)
    return NameModel(
        np.array(asked, np.int64), np.array(bounds, np.float32), np.array(values)
    )


def _best_split(
    features: npt.NDArray[np.float32],
    order: npt.NDArray[np.int64],
    slope: Floats,
    bend: Floats,
    held: npt.NDArray[np.bool_],
) -> Split:
    """Return the feature and bound that tell most; an endless bound = none does."""
    best, found = 0.0, (0, float("inf"))
    pull, hold = slope[held].sum(), bend[held].sum()
    for at in range(features.shape[1]):
        rows = order[:, at][held[order[:, at]]]
        if len(rows) <= 2 * LEAST:
            break
        left, stays = np.cumsum(slope[rows]), np.cumsum(bend[rows])
        values = features[rows, at]
        cuts = np.flatnonzero(np.diff(values) > 0)
        cuts = cuts[(cuts >= LEAST) & (cuts < len(rows) - LEAST)]
        if not len(cuts):
            continue
        gains = _gain(left[cuts], stays[cuts]) + _gain(
            pull - left[cuts], hold - stays[cuts]
        )
        gains -= _gain(pull, hold)
        place = int(np.argmax(gains))
        if gains[place] > best:
            best = float(gains[place])
            cut = cuts[place]
            found = (at, float((values[cut] + values[cut + 1]) / 2))
    return found


def _gain(pull: Floats | float, hold: Floats | float) -> Floats:
    gain: Floats = np.square(pull) / (np.asarray(hold) + RIDGE)
    return gain


if __name__ == "__main__":
    main()
