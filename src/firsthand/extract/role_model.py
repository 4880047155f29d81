"""A small learned model: how likely each candidate plays each role of an attack.

Weights only, no text: features are kept as checksums. What it learnt from, how well it
does and how it is made again: `role_model.md` beside it. Method: M059.
"""

from __future__ import annotations

import dataclasses
import functools
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.model_files import bundled_arrays
from firsthand.extract.role_features import Material

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_FILE = "role_model.npz"
_CLIP = 4.0
Floats = NDArray[np.float32]
Keys = NDArray[np.uint32]


@dataclasses.dataclass(frozen=True)
class RoleModel:
    """The weights, as in the file.

    Attributes:
        word_keys: Checksums of the words of texts, ascending.
        word_weights: One row a word, one column a role and "any role".
        word_bias: One a column.
        keys: Checksums of features, ascending.
        hidden: One row a feature, one column a hidden unit.
        direct: One row a feature, one column a role.
        text_hidden: Of the text's own scores to the hidden units.
        text_direct: Of the text's own scores to the roles.
        bias_hidden: One a hidden unit.
        out: From hidden units to roles.
        bias: One a role.
        thresholds: Least probability that counts, one a role.
    """

    word_keys: Keys
    word_weights: Floats
    word_bias: Floats
    keys: Keys
    hidden: Floats
    direct: Floats
    text_hidden: Floats
    text_direct: Floats
    bias_hidden: Floats
    out: Floats
    bias: Floats
    thresholds: Floats


def checksum(feature: str) -> int:
    """Return the key of a feature."""
    return zlib.crc32(feature.encode())


def rows_of(keys: Keys, features: Iterable[str]) -> NDArray[np.int64]:
    """Return the rows of the features that the model knows."""
    wanted = np.sort(np.array([checksum(f) for f in features], dtype=np.uint32))
    if not len(keys) or not len(wanted):
        return np.zeros(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    known: NDArray[np.int64] = at[keys[at] == wanted]
    return known


@functools.cache
def open_role_model() -> RoleModel:
    """Load the bundled model, once a process."""
    data = bundled_arrays(_FILE)
    made = {
        field.name: data[field.name]
        if field.name.endswith("keys")
        else data[field.name].astype(np.float32)
        for field in dataclasses.fields(RoleModel)
    }
    return RoleModel(**made)


def scores_of_text(model: RoleModel, words: Iterable[str]) -> Floats:
    """Return what a text's words say about each role, as inputs of the model."""
    rows = rows_of(model.word_keys, words)
    raw = model.word_weights[rows].sum(axis=0) + model.word_bias
    return as_inputs(raw)


def as_inputs(raw: Floats) -> Floats:
    """Return scores of texts bounded, and their positive part beside them."""
    bounded = np.clip(raw, -_CLIP, _CLIP) / 2
    return np.concatenate([bounded, np.maximum(bounded, 0)], axis=-1).astype(np.float32)


def probabilities(model: RoleModel, material: Material) -> dict[str, Floats]:
    """Return, for each candidate, how likely it plays each of `ROLES` (0..1)."""
    told = scores_of_text(model, sorted(material.words))
    from_text_hidden = told @ model.text_hidden + model.bias_hidden
    from_text = told @ model.text_direct + model.bias
    made: dict[str, Floats] = {}
    for name, candidate in material.candidates.items():
        rows = rows_of(model.keys, candidate.features)
        inner = np.maximum(model.hidden[rows].sum(axis=0) + from_text_hidden, 0)
        score = inner @ model.out + model.direct[rows].sum(axis=0) + from_text
        made[name] = (1 / (1 + np.exp(-score))).astype(np.float32)
    return made


def entities_of(
    likely: dict[str, Floats], thresholds: Floats | Sequence[float]
) -> list[list[str]]:
    """Return the names that fill each role, the likeliest name of each entity.

    Two names are one entity where one holds the other's words, both end in the same
    word, or one is made of the other's first letters.
    """
    made: list[list[str]] = []
    for role, least in enumerate(thresholds):
        names = [n for n, p in likely.items() if p[role] > least]
        names.sort(key=lambda n: (-likely[n][role], n))
        kept: list[str] = []
        for name in names:
            if not any(_is_same(name, other) for other in kept):
                kept.append(name)
        made.append(kept)
    return made


def _is_same(one: str, other: str) -> bool:
    a, b = one.split(), other.split()
    if a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a):
        return True
    return "".join(w[0] for w in a) == other or "".join(w[0] for w in b) == one
