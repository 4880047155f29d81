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
from firsthand.extract.role_second_look import (
    LEAST_LOOKED_AT,
    beside_others,
    is_same,
)

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_FILE = "role_model.npz"
_CLIP = 4.0
_FAR = 5.0
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
        hidden: One row a feature, one column a hidden unit, in steps of `step`.
        step: One a feature.
        direct: One row a feature, one column a role.
        text_hidden: Of the text's own scores to the hidden units.
        text_direct: Of the text's own scores to the roles.
        bias_hidden: One a hidden unit.
        out: From hidden units to roles.
        bias: One a role.
        look_mean: Of the second look's inputs; they are taken from it ...
        look_scale: ... and divided by this, one an input.
        look_hidden: From the second look's inputs to its hidden units.
        look_bias: One a hidden unit of it.
        look_out: From its hidden units to what is added to each role's score.
        look_last: Added to each role's score.
        thresholds: Least probability that counts, one a role.
    """

    word_keys: Keys
    word_weights: Floats
    word_bias: Floats
    keys: Keys
    hidden: NDArray[np.int8]
    step: Floats
    direct: Floats
    text_hidden: Floats
    text_direct: Floats
    bias_hidden: Floats
    out: Floats
    bias: Floats
    look_mean: Floats
    look_scale: Floats
    look_hidden: Floats
    look_bias: Floats
    look_out: Floats
    look_last: Floats
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
        if field.name.endswith("keys") or field.name == "hidden"
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
    first = _first_look(model, material, told)
    names = list(material.candidates)
    inputs = beside_others(names, first, written_of(material), told)
    is_looked_at = (likelihood(first) > LEAST_LOOKED_AT).any(axis=1, keepdims=True)
    second = first + np.where(is_looked_at, second_look(model, inputs), 0)
    return dict(zip(names, likelihood(second), strict=True))


def written_of(material: Material) -> Floats:
    """Return, a candidate, where it is first written, how often, the text's length."""
    rows = [(c.start, c.n, material.length) for c in material.candidates.values()]
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


def likelihood(scores: Floats) -> Floats:
    """Return log odds as probabilities."""
    made: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
    return made


def _first_look(model: RoleModel, material: Material, told: Floats) -> Floats:
    from_text_hidden = told @ model.text_hidden + model.bias_hidden
    from_text = told @ model.text_direct + model.bias
    made = np.zeros((len(material.candidates), len(ROLES)), dtype=np.float32)
    for number, candidate in enumerate(material.candidates.values()):
        rows = rows_of(model.keys, candidate.features)
        below = model.step[rows] @ model.hidden[rows] + from_text_hidden
        inner = np.maximum(below, 0)
        made[number] = inner @ model.out + model.direct[rows].sum(axis=0) + from_text
    return made


def second_look(model: RoleModel, inputs: Floats) -> Floats:
    """Return what the second look adds to each candidate's scores (log odds)."""
    bounded = np.clip((inputs - model.look_mean) / model.look_scale, -_FAR, _FAR)
    inner = np.maximum(bounded @ model.look_hidden + model.look_bias, 0)
    made: Floats = (inner @ model.look_out + model.look_last).astype(np.float32)
    return made


def entities_of(
    likely: dict[str, Floats], thresholds: Floats | Sequence[float]
) -> list[list[str]]:
    """Return the names that fill each role, the likeliest name of each entity.

    Which names are one entity: `is_same`.
    """
    made: list[list[str]] = []
    for role, least in enumerate(thresholds):
        names = [n for n, p in likely.items() if p[role] > least]
        names.sort(key=lambda n: (-likely[n][role], n))
        kept: list[str] = []
        for name in names:
            if not any(is_same(name, other) for other in kept):
                kept.append(name)
        made.append(kept)
    return made
