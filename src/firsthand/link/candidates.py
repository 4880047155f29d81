"""Pairs of texts worth comparing, found without looking at all pairs. Method: M010.

Texts that share shingles meet in one sort; each meets at most a few neighbours in
order of publication for each shingle, so the cost stays linear but for a logarithm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.link.shingles import Hashes

Pairs = dict[int, list[int]]

_SHINGLES_KEPT = 512
_NEIGHBOURS = 8
_NEIGHBOURS_OF_MANY = 2
_MANY = 16
_FEWEST_SHARED = 3
_BEST = 8


def pairs_by_shingle(unique: Sequence[Hashes], least_part: float) -> Pairs:
    """Return for each text the earlier ones it may repeat, best first.

    Args:
        unique: Sorted distinct shingles of each text, texts in order of publication.
        least_part: Part of the shorter text that must be shared to be a candidate.

    Returns:
        At most `_BEST` earlier places for each later place.
    """
    keys, holders, rates = _sampled(unique)
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order]
    codes, counts = _counted(_met(keys, holders), len(unique))
    if not len(codes):
        return {}
    n = np.uint64(len(unique))
    earlier, later = (codes // n).astype(np.int64), (codes % n).astype(np.int64)
    sizes = np.array([len(own) for own in unique], dtype=np.float64)
    smaller = np.minimum(sizes[earlier], sizes[later])
    expected = smaller * np.minimum(rates[earlier], rates[later])
    part = counts / np.maximum(expected, 1.0)
    good = (counts >= _FEWEST_SHARED) & (part >= least_part / 2)
    return _best(earlier[good], later[good], counts[good])


def _sampled(
    unique: Sequence[Hashes],
) -> tuple[Hashes, NDArray[np.int64], NDArray[np.float64]]:
    rates = np.array([min(1.0, _SHINGLES_KEPT / max(1, len(u))) for u in unique])
    limits = (rates * (2**64 - 1)).astype(np.float64)
    kept = [
        own if rate == 1.0 else own[own.astype(np.float64) < limit]
        for own, rate, limit in zip(unique, rates, limits, strict=True)
    ]
    holders = np.repeat(np.arange(len(kept)), [len(k) for k in kept])
    keys = np.concatenate(kept) if kept else np.empty(0, dtype=np.uint64)
    return keys, holders, rates


def _met(keys: Hashes, holders: NDArray[np.int64]) -> Iterable[NDArray[np.int64]]:
    """Yield (2, n) earlier and later texts that hold one key, lag by lag."""
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    is_common = np.repeat(sizes > _MANY, sizes)
    for lag in range(1, _NEIGHBOURS + 1):
        if lag >= len(keys):
            return
        same = keys[lag:] == keys[:-lag]
        if lag > _NEIGHBOURS_OF_MANY:
            same &= ~is_common[lag:]
        yield np.stack((holders[:-lag][same], holders[lag:][same]))


def _counted(
    met: Iterable[NDArray[np.int64]], n_texts: int
) -> tuple[Hashes, NDArray[np.int64]]:
    parts = [
        np.unique(
            pair[0].astype(np.uint64) * np.uint64(n_texts) + pair[1].astype(np.uint64),
            return_counts=True,
        )
        for pair in met
    ]
    if not parts:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    codes = np.concatenate([part[0] for part in parts])
    counts = np.concatenate([part[1] for part in parts])
    distinct, where = np.unique(codes, return_inverse=True)
    total = np.bincount(where, weights=counts, minlength=len(distinct))
    return distinct, total.astype(np.int64)


def _best(
    earlier: NDArray[np.int64], later: NDArray[np.int64], counts: NDArray[np.int64]
) -> Pairs:
    found: Pairs = defaultdict(list)
    for place in np.lexsort((earlier, -counts, later)):
        mine = found[int(later[place])]
        if len(mine) < _BEST:
            mine.append(int(earlier[place]))
    return dict(found)


def pairs_by_key(keys: Sequence[Iterable[str]]) -> Pairs:
    """Return pairs of texts that hold several of the same keys, best first.

    Args:
        keys: Keys of each text, texts in order of publication.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in set(own):
            holders[key].append(place)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for held in holders.values():
        for turn, earlier in enumerate(held):
            for later in held[turn + 1 : turn + 1 + _NEIGHBOURS]:
                counts[earlier, later] += 1
    found: Pairs = defaultdict(list)
    for (earlier, later), count in sorted(
        counts.items(), key=lambda item: (item[0][1], -item[1], item[0][0])
    ):
        if count >= _FEWEST_SHARED and len(found[later]) < _BEST:
            found[later].append(earlier)
    return dict(found)
