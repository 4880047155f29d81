"""Pairs of texts worth comparing, found without looking at all pairs. Method: M010.

Texts that share shingles meet in one sort; each meets at most a few neighbours in
order of publication for each shingle, so the cost stays linear but for a logarithm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from firsthand.link.read_words import Hashes, Places, Words, mixed
from firsthand.link.shingles import Shingles

Pairs = dict[int, list[int]]

_SHINGLES_KEPT = 128
_NEIGHBOURS = 8
_NEIGHBOURS_OF_MANY = 2
_MANY = 16
FEWEST_SHARED = 3
BEST = 8
_NUMBERS_READ = 200
_ONE = np.uint64(1)
_IN_ORDER, _BY_SIZE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def pairs_by_shingle(made: Shingles, place_of: Places, least_part: float) -> Pairs:
    """Return for each text the earlier ones it may repeat, best first.

    Args:
        made: The texts.
        place_of: Place of each text in the order of publication.
        least_part: Part of the shorter text that must be shared to be a candidate.

    Returns:
        At most `BEST` earlier places for each later place.
    """
    some = made.sampled(_SHINGLES_KEPT)
    n_texts = len(place_of)
    earlier, later, counts = _meeting(
        some.keys, place_of[some.holders], n_texts, _NEIGHBOURS_OF_MANY
    )
    at = np.argsort(place_of)
    sizes, rates = some.sizes[at].astype(np.float64), some.rates[at]
    smaller = np.minimum(sizes[earlier], sizes[later])
    expected = smaller * np.minimum(rates[earlier], rates[later])
    part = counts / np.maximum(expected, 1.0)
    good = (counts >= FEWEST_SHARED) & (part >= least_part / 2)
    return _best(earlier[good], later[good], counts[good])


def pairs_by_numbers(words: Words, place_of: Places) -> Pairs:
    """Return pairs of texts that state several of the same pairs of numbers.

    Pairs in the order of the text, and in that of size: a rewrite may move them.
    """
    keys, whose = number_keys(words)
    earlier, later, counts = _meeting(keys, place_of[whose], len(place_of), _NEIGHBOURS)
    good = counts >= FEWEST_SHARED
    return _best(earlier[good], later[good], counts[good])


def number_keys(words: Words) -> tuple[Hashes, Places]:
    """Return a key for each two numbers side by side, and the text that holds it."""
    owner = np.repeat(
        np.arange(len(words.number_starts) - 1), np.diff(words.number_starts)
    )
    numbers = words.numbers
    keys, whose = _neighbours(numbers, owner, _IN_ORDER)
    nth = np.arange(len(numbers)) - words.number_starts[owner]
    by_size = np.lexsort((numbers, owner))
    by_size = by_size[nth[by_size] < _NUMBERS_READ]
    sizes, whom = numbers[by_size], owner[by_size]
    again = np.concatenate(
        ([False], (sizes[1:] == sizes[:-1]) & (whom[1:] == whom[:-1]))
    )[: len(sizes)]
    more, theirs = _neighbours(sizes[~again], whom[~again], _BY_SIZE)
    return np.concatenate((keys, more)), np.concatenate((whose, theirs))


def _neighbours(
    numbers: Places, owner: Places, salt: np.uint64
) -> tuple[Hashes, Places]:
    """Return a key for each two numbers in a row of one text, and whose it is."""
    values = numbers.astype(np.uint64)
    keys = mixed(mixed(values[:-1] * salt) + values[1:])
    is_one = owner[1:] == owner[:-1]
    return keys[is_one], owner[1:][is_one]


def _meeting(
    keys: Hashes, places: Places, n_texts: int, n_of_many: int
) -> tuple[Places, Places, Places]:
    """Return earlier and later places that hold one key, and how many they do."""
    # A key and a place in one number: one sort brings together who holds a key, in
    # order. The bits of a key that the place displaces tell none of those kept apart.
    bits = np.uint64(max(1, n_texts).bit_length())
    packed = np.sort((keys << bits) | places.astype(np.uint64))
    packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))[: len(packed)]]
    keys = packed >> bits
    is_met = keys[1:] == keys[:-1]
    held_again = np.concatenate(([False], is_met)) | np.concatenate((is_met, [False]))
    held_again = held_again[: len(keys)]
    keys = keys[held_again]
    places = (packed[held_again] & ((_ONE << bits) - _ONE)).astype(np.int64)
    codes, counts = _counted(_met(keys, places, n_of_many), n_texts)
    n = np.uint64(max(1, n_texts))
    return (codes // n).astype(np.int64), (codes % n).astype(np.int64), counts


def _met(
    keys: Hashes, holders: Places, n_of_many: int
) -> Iterator[tuple[Places, Places]]:
    """Yield earlier and later texts that hold one key, lag by lag."""
    if not len(keys):
        return
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    is_common = np.repeat(sizes > _MANY, sizes)
    for lag in range(1, min(_NEIGHBOURS, len(keys) - 1) + 1):
        same = keys[lag:] == keys[:-lag]
        if lag > n_of_many:
            same &= ~is_common[lag:]
        yield holders[:-lag][same], holders[lag:][same]


def _counted(
    met: Iterator[tuple[Places, Places]], n_texts: int
) -> tuple[Hashes, Places]:
    n = np.uint64(n_texts)
    parts = [
        earlier.astype(np.uint64) * n + later.astype(np.uint64)
        for earlier, later in met
    ]
    if not parts:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    codes, counts = np.unique(np.concatenate(parts), return_counts=True)
    return codes, counts.astype(np.int64)


def _best(
    earlier: NDArray[np.int64], later: NDArray[np.int64], counts: NDArray[np.int64]
) -> Pairs:
    found: Pairs = defaultdict(list)
    order = np.lexsort((earlier, -counts, later))
    for one, other in zip(earlier[order].tolist(), later[order].tolist(), strict=True):
        mine = found[other]
        if len(mine) < BEST:
            mine.append(one)
    return dict(found)
