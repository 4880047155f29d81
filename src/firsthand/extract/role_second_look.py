"""A second look at a candidate for a role: how it stands among the others of its text.

The first look (`role_model.py`) scores each candidate alone. Whether "the convoy" or
"the bridge" was hit is seen only beside the other candidates: a likelier one elsewhere
in the text, a longer name for the same thing, the place in the text. Method: M059.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# A candidate that the first look finds less likely than this for all roles is left.
LEAST_LOOKED_AT = 0.01
_MOST_AHEAD = 6


def is_same(one: str, other: str) -> bool:
    """Whether two names are one entity.

    So they are where one holds the other's words, both end in the same word, or one
    is made of the other's first letters.
    """
    a, b = one.split(), other.split()
    if a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a):
        return True
    return "".join(w[0] for w in a) == other or "".join(w[0] for w in b) == one


def beside_others(
    names: Sequence[str], scores: Floats, written: Floats, told: Floats
) -> Floats:
    """Return what the second look weighs, one row a candidate of one text.

    Args:
        names: The candidates' plain forms.
        scores: First look, log odds, one row a candidate, one column a role.
        written: One row a candidate: where it is first written (characters), how
            often, and how long the text is (characters).
        told: What the whole text's words say of each role.
    """
    n = len(names)
    same, n_longer, n_shorter = _relations(names)
    other = ~same & ~np.eye(n, dtype=bool)
    likely = 1 / (1 + np.exp(-scores))
    columns: list[NDArray[np.floating]] = []
    for role in range(scores.shape[1]):
        p = likely[:, role]
        is_ahead = other & (p[None, :] > p[:, None])
        columns += [
            scores[:, role] / 3,
            np.log((other * p).max(axis=1, initial=0) + 0.01) / 2,
            np.log((same * p).max(axis=1, initial=0) + 0.01) / 2,
            np.log((same * p).sum(axis=1) + 0.01) / 2,
            np.minimum(is_ahead.sum(axis=1), _MOST_AHEAD) / 3,
            np.log((other * p).sum(axis=1) + 0.05) / 2,
        ]
    start, count, length = written.T
    columns += [
        start / np.maximum(length, 1),
        np.log(count),
        np.array([len(name.split()) for name in names]) / 3,
        np.log(np.maximum(length, 1) / 2000),
        same.sum(axis=1) / 5,
        n_longer / 3,
        n_shorter / 3,
        np.full(n, n / 150),
    ]
    table = np.stack(columns, axis=1) if n else np.zeros((0, len(columns)))
    return np.concatenate([table, np.tile(told, (n, 1))], axis=1).astype(np.float32)


def _relations(names: Sequence[str]) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Return which names are one entity, how many hold each, how many each holds."""
    n = len(names)
    same = np.zeros((n, n), dtype=bool)
    longer, shorter = np.zeros(n, np.float32), np.zeros(n, np.float32)
    words = [frozenset(name.split()) for name in names]
    for a in range(n):
        for b in range(a + 1, n):
            same[a, b] = same[b, a] = is_same(names[a], names[b])
            if words[a] < words[b]:
                longer[a], shorter[b] = longer[a] + 1, shorter[b] + 1
            elif words[b] < words[a]:
                longer[b], shorter[a] = longer[b] + 1, shorter[a] + 1
    return same, longer, shorter
