"""Scores of many pairs of names; each pair of words is compared once. Method: M018.

For those who have pairs of names and nothing else: a quick second look, without rows,
weights or an engine. A name is read as a chain: given name, father, grandfather,
family. The words of two names are laid beside one another in their order; what has no
like word costs, and what a word stands for says how much.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from firsthand.link.people.coded_names import (
    MOST_WORDS,
    coded_names,
    kinds_of,
    names_that_fit,
)
from firsthand.link.people.name_model import NameModel, bundled_model
from firsthand.link.people.names import NameRules, Sound
from firsthand.link.people.words import LOOSE, NEAR, similar_words, word_likeness

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Costs = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
_AT_ONCE = 1 << 15
"""Pairs laid beside one another at once: what stays in a processor's cache."""
_MOST_IN_TABLE = 12_000
"""Of more distinct words than this, likeness is searched for and not tabled."""
_OTHER_GIVEN = 0.9
_OTHER_FATHER = 0.5
_OTHER_FAMILY = 0.3
"""What an unlike word costs; a wife's family name is often her own or his."""
_LEFT_OUT_FIRST = 0.8
_LEFT_OUT_FATHER = 0.3
_LEFT_OUT_BEFORE_FAMILY = 0.05
_LEFT_OUT_LAST = 0.2
"""What a word that only the longer name has costs."""
_NAMESAKES, _MOST_FOR_NAMESAKES = 0.2, 0.5
"""What each bit by which a given name is commoner than most costs without a father:
many are called so, of any family."""
_OF_A_BIT, _AS_RARE = 0.08, 1000.0
"""What each bit costs by which the words of the shorter name are commoner, on average,
than one name in a thousand: among the names given, and in an imagined country."""
_EACH_WORD_LESS, _FULL_NAME = 0.05, 4
"""What each word costs that the shorter name lacks to given, father's, grandfather's
and family name: fewer words that agree say less."""
_ENOUGH_NAMES = 1000
"""Among fewer distinct names nothing is said of what is common: likeness alone counts,
and a pair scores the same whatever stands beside it."""
_WITH_FATHER = 3
_USUAL = 1.0 / 300.0
_LEFT_OUT_OF_SHORTER = 0.5
_TURNED_ROUND = 0.1
"""What a family name written first costs."""
_OF_HUNDREDTHS = np.float32(0.008)
"""What a hundredth of distance between two spellings of one name costs."""
_TWO_NAMES = np.uint8(125)
"""The distance of two names: it costs 1."""


def score_names(
    ones: Sequence[str],
    others: Sequence[str],
    rules: NameRules,
    model: NameModel | None = None,
) -> Floats:
    """Return how alike the names of each pair are.

    Args:
        ones: Names, in any script.
        others: As many names.
        rules: Words and letters of names.
        model: Learnt weights; None = the bundled ones.

    Returns:
        (n_pairs,) float64 in 0..1; 0 where a name has no word. Among fewer than a
        thousand names 1 less what is unlike or left out; among more, where it is known
        what many others bear, a chance by learnt weights, where as many pairs are of
        one person as of two.
    """
    scores = np.zeros(len(ones), np.float64)
    learnt = model or bundled_model()
    for rows, total, columns in _compared(ones, others, rules):
        if columns is None:
            scores[rows] = np.clip(1.0 - total, 0.0, 1.0)
        else:
            scores[rows] = 1.0 / (1.0 + np.exp(-learnt.log_odds(columns)))
    return scores


def features_of_names(
    ones: Sequence[str], others: Sequence[str], rules: NameRules
) -> Costs:
    """Return (n_pairs, n_features) what learnt weights are asked; 0 = no word.

    Args:
        ones: Names: a thousand distinct ones or more on both sides together.
        others: As many names.
        rules: Words and letters of names.
    """
    made = np.zeros((len(ones), N_FEATURES), np.float32)
    for rows, _, columns in _compared(ones, others, rules):
        if columns is not None:
            made[rows] = np.stack(columns, axis=1)
    return made


def _compared(
    ones: Sequence[str], others: Sequence[str], rules: NameRules
) -> Iterator[tuple[Ints, Costs, list[Costs] | None]]:
    """Yield rows with what their names cost, and what learnt weights are asked.

    The latter is None where it is not known what many bear.
    """
    names = coded_names([*ones, *others], rules)
    coded, distinct = names.table, names.row_of
    at_left, at_right = distinct[: len(ones)], distinct[len(ones) :]
    likeness = _Likeness(rules, names.words, names.held)
    for rows in _alike_long(coded[at_left], coded[at_right]):
        shorter, longer = at_left[rows], at_right[rows]
        n_one, n_other = (int((coded[at[0]] >= 0).sum()) for at in (shorter, longer))
        if n_one > n_other:
            shorter, longer, n_one, n_other = longer, shorter, n_other, n_one
        if not n_one:
            continue
        one, other = coded[shorter, :n_one], coded[longer, :n_other]
        unlike = _unlike(one, other, likeness)
        total = _total(one, unlike, likeness)
        if likeness.bits is None:
            yield rows, total, None
            continue
        columns = _features(one, unlike, total, likeness.bits)
        yield rows, total, [*columns, likeness.fits(coded)[shorter]]


def _alike_long(left: Numbers, right: Numbers) -> Iterator[Ints]:
    """Yield rows whose names have as many words on either side, so many at once."""
    kind = (left >= 0).sum(axis=1) * (MOST_WORDS + 1) + (right >= 0).sum(axis=1)
    order = np.argsort(kind, kind="stable")
    edges = np.flatnonzero(np.diff(kind[order])) + 1
    for rows in np.split(order, edges):
        for start in range(0, len(rows), _AT_ONCE):
            yield rows[start : start + _AT_ONCE]


class _Likeness:
    """What putting one word beside another costs, looked up by their numbers."""

    def __init__(self, rules: NameRules, words: Sequence[str], counts: Ints) -> None:
        sounds = [rules.sound(word) for word in words]
        is_known = counts[-1] >= _ENOUGH_NAMES
        self._kinds = kinds_of(sounds)
        self._fits: Costs | None = None
        self.bits = (
            _bits_of_commonness(sounds, self._kinds, counts, rules)
            if is_known
            else None
        )
        found = np.array(list(similar_words(sounds)), np.int64).reshape(-1, 3)
        self.common = _CommonNames(rules, words)
        found = found[~_is_two_names(found, self.common)]
        both = np.concatenate([found, found[:, [1, 0, 2]]])
        cost = 100 - both[:, 2]
        self._n = len(words)
        self._is_table = self._n <= _MOST_IN_TABLE
        codes = both[:, 0] * self._n + both[:, 1]
        if self._is_table:
            self._table = np.full(self._n * self._n, _TWO_NAMES, np.uint8)
            self._table[codes] = cost
            self._table[:: self._n + 1] = 0
            return
        order = np.argsort(codes)
        self._codes = np.append(codes[order], np.iinfo(np.int64).max)
        self._costs = np.append(cost[order], _TWO_NAMES).astype(np.uint8)

    def cost(self, one: Numbers, other: Numbers) -> Costs:
        """Return (n,) 0 = the same spelling, to 1 = two names."""
        codes = one.astype(np.int64) * self._n + other
        if self._is_table:
            tabled: Costs = self._table[codes] * _OF_HUNDREDTHS
            return tabled
        places = np.searchsorted(self._codes, codes)
        found = np.where(self._codes[places] == codes, self._costs[places], _TWO_NAMES)
        costs: Costs = np.where(one == other, 0, found) * _OF_HUNDREDTHS
        return costs

    def fits(self, table: Numbers) -> Costs:
        """Return (n_names,) bits: how many of the names fit what each one says."""
        if self._fits is None:
            self._fits = names_that_fit(table, self._kinds)
        return self._fits

    def commonness(self, words: Numbers) -> Costs:
        """Return (n,) what it costs that many bear the words of each name."""
        if self.bits is None:
            return np.zeros(len(words), np.float32)
        fewer = _EACH_WORD_LESS * max(0, _FULL_NAME - words.shape[1])
        bits = self.bits[words[:, 0]]
        for column in range(1, words.shape[1]):
            bits += self.bits[words[:, column]]
        cost = np.maximum(bits * np.float32(_OF_A_BIT / words.shape[1]), 0)
        costs: Costs = cost + np.float32(fewer)
        return costs


def _bits_of_commonness(
    sounds: Sequence[Sound], kind: Ints, counts: Ints, rules: NameRules
) -> Costs:
    """Return (n_words,) bits by which each word is commoner than one in a thousand.

    Words of the same consonants count together. A few names say little of what is
    common: they borrow from an imagined country of a thousand (M019).
    """
    number = {sound.bones: n for sound, n in zip(sounds, kind.tolist(), strict=True)}
    held = np.bincount(kind, weights=counts[:-1], minlength=len(number))
    shares = np.zeros(len(number))
    for sound, share in rules.common_names():
        if sound.bones in number:
            shares[number[sound.bones]] += share
    part = (held + _AS_RARE * shares) / (counts[-1] + _AS_RARE)
    bits: Costs = np.log2(_AS_RARE * part + 0.2).astype(np.float32)[kind]
    return bits


class _CommonNames:
    """Which common name a word is, in any spelling or script."""

    def __init__(self, rules: NameRules, words: Sequence[str]) -> None:
        self._rules, self._words = rules, words
        self._known: dict[str, list[tuple[Sound, float]]] = {}
        for common, share in rules.common_names():
            self._known.setdefault(common.bones, []).append((common, share))
        self._found: dict[int, tuple[str, float]] = {}

    def of(self, word: int) -> tuple[str, float]:
        """Return the spelling and the share of the common name; "", 0 = none."""
        if word not in self._found:
            sound = self._rules.sound(self._words[word])
            likest = [
                (word_likeness(common, sound), common.spelling, share)
                for common, share in self._known.get(sound.bones, ())
            ]
            best, spelling, share = max(likest, default=(0, "", 0.0))
            self._found[word] = (spelling, share) if best >= NEAR else ("", 0.0)
        return self._found[word]

    def namesakes(self, words: Numbers) -> Costs:
        """Return (n,) what the many who bear a given name cost."""
        distinct, place = np.unique(words, return_inverse=True)
        shares = np.array([self.of(int(word))[1] for word in distinct])
        bits = np.log2(np.maximum(shares / _USUAL, 1.0))
        cost = np.minimum(_NAMESAKES * bits, _MOST_FOR_NAMESAKES).astype(np.float32)
        costs: Costs = cost[place.reshape(-1)]
        return costs


def _is_two_names(found: Ints, common: _CommonNames) -> npt.NDArray[np.bool_]:
    """Say of like words whether each is a common name of its own.

    "Mahmoud" and "Mohammed" share their consonants; whoever writes either, means it.
    """
    is_two = np.zeros(len(found), bool)
    for place in np.flatnonzero(found[:, 2] < NEAR):
        one = common.of(int(found[place, 0]))[0]
        other = common.of(int(found[place, 1]))[0]
        is_two[place] = one != other and bool(one and other)
    return is_two


def _unlike(
    one: Numbers, other: Numbers, likeness: _Likeness
) -> Sequence[Sequence[Costs]]:
    """Return what each word of the shorter name costs beside each of the longer."""
    return [
        [likeness.cost(one[:, i], other[:, j]) for j in range(other.shape[1])]
        for i in range(one.shape[1])
    ]


def _total(
    one: Numbers, unlike: Sequence[Sequence[Costs]], likeness: _Likeness
) -> Costs:
    """Return (n,) what is unlike or left out, and what it costs that many bear it."""
    n_one, n_other = len(unlike), len(unlike[0])
    total = _laid_beside(unlike)
    doubtful = np.flatnonzero(
        (unlike[0][0] > 1 - LOOSE / 100) & (total > _TURNED_ROUND)
    )
    if n_one > 1 and len(doubtful):
        held = [[cost[doubtful] for cost in row] for row in unlike]
        first_last = _laid_beside([held[-1], *held[:-1]])
        last_first = _laid_beside([[row[-1], *row[:-1]] for row in held])
        turned = np.minimum(first_last, last_first) + _TURNED_ROUND
        total[doubtful] = np.minimum(total[doubtful], turned)
    if n_one < _WITH_FATHER <= n_other:
        total += likeness.common.namesakes(one[:, 0])
    total += likeness.commonness(one)
    return total


FEATURES = (
    *("total", "given", "fathers", "family", "father", "grandfather"),
    *("grandfathers", "father_as_grandfather"),
    *("worst", "sum", "words", "words_of_longer"),
    *("rarity", "rarest", "given_rare", "father_rare", "family_rare", "least_rare"),
    "names_that_fit",
)
"""What learnt weights are asked of a pair: unlikeness in 0 to 1 (-1 = not stated), then
bits by which words that agree, and words as such, are rarer than one in a thousand;
at last how many of the names fit the shorter one."""
N_FEATURES = len(FEATURES)
_AGREES = np.float32(0.25)
_NOTHING = np.float32(-9.0)


def _features(
    one: Numbers, unlike: Sequence[Sequence[Costs]], total: Costs, bits: Costs
) -> list[Costs]:
    n_one, n_other = len(unlike), len(unlike[0])
    none = np.full(len(one), -1.0, np.float32)
    nothing = np.full(len(one), _NOTHING, np.float32)
    best = [functools.reduce(np.minimum, row) for row in unlike]
    rare = [-bits[one[:, i]] for i in range(n_one)]
    agreed = [
        np.where(cost < _AGREES, own, _NOTHING)
        for cost, own in zip(best, rare, strict=True)
    ]
    held = [
        np.where(cost < _AGREES, own, np.float32(0))
        for cost, own in zip(best, rare, strict=True)
    ]
    has_father = n_one >= _WITH_FATHER
    return [
        total,
        unlike[0][0],
        unlike[1][1] if has_father else none,
        unlike[-1][-1] if n_one > 1 else none,
        best[1] if has_father else none,
        best[2] if n_one > _WITH_FATHER else none,
        unlike[2][2] if n_one > _WITH_FATHER else none,
        unlike[1][2] if has_father and n_other > _WITH_FATHER else none,
        functools.reduce(np.maximum, best),
        functools.reduce(np.add, best),
        np.full(len(one), n_one, np.float32),
        np.full(len(one), n_other, np.float32),
        functools.reduce(np.add, held),
        functools.reduce(np.maximum, agreed),
        rare[0],
        rare[1] if has_father else nothing,
        rare[-1],
        functools.reduce(np.minimum, rare),
    ]


def _laid_beside(unlike: Sequence[Sequence[Costs]]) -> Costs:
    """Return the least cost of laying two chains of words beside one another.

    Args:
        unlike: What putting word i of the shorter beside word j of the longer costs.
    """
    n_one, n_other = len(unlike), len(unlike[0])
    start = np.zeros(len(unlike[0][0]), np.float32)
    before = [start]
    for _ in range(n_other):
        before.append(before[-1] + np.float32(_left_out(0, n_one)))
    for i in range(1, n_one + 1):
        row = [before[0] + np.float32(_LEFT_OUT_FIRST)]
        weight_left_out = np.float32(_left_out(i, n_one))
        for j in range(1, n_other + 1):
            beside = before[j - 1] + unlike[i - 1][j - 1] * _weight(i, j, n_one)
            np.minimum(beside, row[-1] + weight_left_out, out=beside)
            of_shorter = _LEFT_OUT_LAST if j == n_other else _LEFT_OUT_OF_SHORTER
            row.append(np.minimum(beside, before[j] + np.float32(of_shorter)))
        before = row
    return before[-1]


def _left_out(n_told: int, n_words: int) -> float:
    """Return what a word of the longer name costs after so many of the shorter."""
    if n_told == 0:
        return _LEFT_OUT_FIRST
    if n_told == n_words:
        return _LEFT_OUT_LAST
    return _LEFT_OUT_BEFORE_FAMILY if n_told == n_words - 1 else _LEFT_OUT_FATHER


def _weight(i: int, j: int, n_one: int) -> np.float32:
    if i == j == 1:
        return np.float32(_OTHER_GIVEN)
    return np.float32(_OTHER_FAMILY if i == n_one else _OTHER_FATHER)
