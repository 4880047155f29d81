"""Small learnt weights of pairs of names: how unlikeness, place and rarity add up.

Sixty trees of two questions each, summed to log-odds: plain arrays, nothing that can
run. The card lies beside them (`name_model.md`). Method: M018.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from importlib import resources

import numpy as np
import numpy.typing as npt

Costs = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class NameModel:
    """Trees of two questions, each about one feature of a pair.

    Attributes:
        features: (n_trees, 3) features asked: first, and then if it was not above or
            above.
        bounds: (n_trees, 3) what is not above goes left.
        values: (n_trees, 4) log-odds of the four answers, left to right.
    """

    features: Ints
    bounds: Costs
    values: Costs

    def log_odds(self, columns: Sequence[Costs]) -> Costs:
        """Return (n,) log-odds that the two names of each pair are of one person.

        Args:
            columns: A (n,) array for each feature.
        """
        total = np.zeros(len(columns[0]), np.float32)
        for asked, bounds, values in zip(
            self.features.tolist(), self.bounds, self.values, strict=True
        ):
            is_above = columns[asked[0]] > bounds[0]
            below = columns[asked[1]] > bounds[1]
            above = columns[asked[2]] > bounds[2]
            leaf = np.where(is_above, above.view(np.uint8) + np.uint8(2), below)
            total += values[leaf]
        return total


@functools.lru_cache(maxsize=1)
def bundled_model() -> NameModel:
    """Return the bundled weights, read once."""
    file = resources.files("firsthand.link.people").joinpath("name_model.npz")
    with file.open("rb") as raw, np.load(raw, allow_pickle=False) as data:
        return NameModel(
            data["features"].astype(np.int64), data["bounds"], data["values"]
        )
