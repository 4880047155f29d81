"""Scores of many pairs of names; each pair of words is compared once. Method: M018.

For those who have pairs of names and nothing else: a quick second look, without rows,
weights or an engine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from firsthand.link.people.names import NameRules
from firsthand.link.people.words import similar_words

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_MOST_WORDS = 6
_WORST_COUNTS = 0.5
"""Share of the worst matched word in the score; the mean of all has the rest."""
_MISSING_WORD = 0.02
"""What each word that only one name has takes off."""


def score_names(ones: Sequence[str], others: Sequence[str], rules: NameRules) -> Floats:
    """Return how alike the names of each pair are.

    Args:
        ones: Names, in any script.
        others: As many names.
        rules: Words and letters of names.

    Returns:
        (n_pairs,) float64 in 0..1: words of the shorter name against their likest words
        in the other, the worst one counting most; 0 where a name has no word.
    """
    number: dict[str, int] = {}
    table: dict[str, int] = {}
    words: list[list[int]] = []
    left = [_place(name, rules, number, table, words) for name in ones]
    right = [_place(name, rules, number, table, words) for name in others]
    coded = np.full((len(words) + 1, _MOST_WORDS), -1, np.int64)
    for place, found in enumerate(words):
        coded[place, : len(found)] = found
    likeness = _Likeness(rules, list(number))
    return _scores(coded[left], coded[right], likeness)


class _Likeness:
    """Likeness of word numbers, looked up."""

    def __init__(self, rules: NameRules, words: Sequence[str]) -> None:
        sounds = [rules.sound(word) for word in words]
        found = np.array(list(similar_words(sounds)), np.int64).reshape(-1, 3)
        both = np.concatenate([found, found[:, [1, 0, 2]]])
        self._n = len(words) + 1
        codes = both[:, 0] * self._n + both[:, 1]
        order = np.argsort(codes)
        self._codes = np.append(codes[order], np.iinfo(np.int64).max)
        self._values = np.append(both[order, 2], 0)

    def of(self, one: Ints, other: Ints) -> Floats:
        """Return (n,) likeness in 0..1; 0 where a side has no word."""
        codes = one * self._n + other
        places = np.searchsorted(self._codes, codes)
        found = np.where(self._codes[places] == codes, self._values[places], 0)
        found = np.where(one == other, 100, found)
        likeness: Floats = np.where((one >= 0) & (other >= 0), found, 0) / 100.0
        return likeness


def _place(
    name: str,
    rules: NameRules,
    number: dict[str, int],
    table: dict[str, int],
    words: list[list[int]],
) -> int:
    known = table.get(name)
    if known is None:
        known = table[name] = len(words)
        parts = rules.parts(name).words[:_MOST_WORDS]
        words.append([number.setdefault(word, len(number)) for word in parts])
    return known


def _scores(one: Ints, other: Ints, likeness: _Likeness) -> Floats:
    n_one, n_other = (one >= 0).sum(axis=1), (other >= 0).sum(axis=1)
    is_longer = n_one > n_other
    short = np.where(is_longer[:, None], other, one)
    long = np.where(is_longer[:, None], one, other)
    widest = int(np.maximum(n_one, n_other).max(initial=0))
    best = np.zeros((len(one), max(1, widest)))
    for place in range(widest):
        for second in range(widest):
            rows = np.flatnonzero((short[:, place] >= 0) & (long[:, second] >= 0))
            alike = likeness.of(short[rows, place], long[rows, second])
            best[rows, place] = np.maximum(best[rows, place], alike)
    said = short[:, : best.shape[1]] >= 0
    n_short = said.sum(axis=1)
    mean = np.where(said, best, 0.0).sum(axis=1) / np.maximum(n_short, 1)
    worst = np.where(said, best, 1.0).min(axis=1, initial=1.0)
    missing = np.maximum(n_one, n_other) - n_short
    score = _WORST_COUNTS * worst + (1 - _WORST_COUNTS) * mean - _MISSING_WORD * missing
    scores: Floats = np.where(n_short > 0, np.clip(score, 0.0, 1.0), 0.0)
    return scores
