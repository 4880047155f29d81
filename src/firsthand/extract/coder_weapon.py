"""The weapon class a GTD coder writes where the summary names no weapon.

A learnt habit of coders, never what the text says: `batch summaries --labels gtd` alone
asks for it, and marks it (`weapon_basis`: "usual"). Weights only, features are
checksums of single words. What it learnt from, how well it does and how it is made
again: `coder_weapon.md` beside it. Method: M063.
"""

from __future__ import annotations

import dataclasses
import functools
import re

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.model_files import bundled_arrays
from firsthand.extract.role_model import Floats, Keys, rows_of

CLASSES = ("Explosives", "Firearms", "Incendiary", "Melee", "Unknown")
_FILE = "coder_weapon.npz"
_DAY = re.compile(r"^\d+/\d+/\d+:")
_WORDS = re.compile(r"[a-z][a-z'’\-]+|\d+")


@dataclasses.dataclass(frozen=True)
class CoderWeapon:
    """The weights, as in the file.

    Attributes:
        keys: Checksums of features, ascending.
        weights: One row a feature, one column a class of `CLASSES`.
        bias: One a class.
    """

    keys: Keys
    weights: Floats
    bias: Floats


def features_of(text: str, stated: str) -> list[str]:
    """Return the features of a summary: its words, each once, and what it states.

    Args:
        text: The summary; the day it opens with says nothing of weapons.
        stated: The class that the text's own words give; "Unknown" = none.
    """
    words = _WORDS.findall(_DAY.sub("", text).lower())
    single = {"0" if word.isdigit() else word for word in words}
    return sorted({f"u:{word}" for word in single} | {f"g:{stated}"})


@functools.cache
def open_coder_weapon() -> CoderWeapon:
    """Load the bundled weights, once a process."""
    data = bundled_arrays(_FILE)
    return CoderWeapon(
        keys=data["keys"],
        weights=data["weights"].astype(np.float32),
        bias=data["bias"].astype(np.float32),
    )


def usual_class(text: str, model: CoderWeapon | None = None) -> str:
    """Return the class coders mostly write for such a text without a named weapon.

    Args:
        text: The summary.
        model: The weights; None = the bundled ones.
    """
    made = model or open_coder_weapon()
    rows: NDArray[np.int64] = rows_of(made.keys, features_of(text, "Unknown"))
    scores = made.weights[rows].sum(axis=0) + made.bias
    return CLASSES[int(scores.argmax())]
