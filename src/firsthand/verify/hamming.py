"""Exact search among 256-bit hashes: all within a radius, none missed.

Method: M077. Up to radius 31 by sixteen tables of sixteen bits: two hashes within 31
bits agree to one bit in at least one of sixteen parts (Norouzi et al. 2012). Beyond, by
reading all, block by block. No approximate index: a missed re-use is a missed finding.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Found = tuple[NDArray[np.int64], NDArray[np.int64]]

TABLES_REACH = 31
_PARTS, _PART_BITS = 16, 16
_WORDS = 4
_BLOCK = 1 << 16
# Fewer hashes are read faster than sixteen tables are asked.
_FEW = 100_000


class HashIndex:
    """Hashes to be searched, in memory or mapped from a file.

    A shard of a large archive is an index of its own: what several find is joined.
    """

    def __init__(self, hashes: Bits) -> None:
        """Take hashes, (n, 32) uint8."""
        import numpy as np  # noqa: PLC0415  start-up

        self._bytes = np.ascontiguousarray(hashes).reshape(-1, 32)
        self._words = self._bytes.view(np.uint64)

    def __len__(self) -> int:
        """Return the number of hashes."""
        return len(self._bytes)

    def within(self, asked: Bits, radius: int) -> Found:
        """Find all hashes within a radius.

        Args:
            asked: (32,) uint8.
            radius: Most bits that may differ, that number included.

        Returns:
            Row numbers in rising order and their distances, both (n_found,).
        """
        if radius <= TABLES_REACH and len(self) > _FEW:
            return self._by_tables(asked, radius)
        return self._by_reading(asked, radius)

    def _by_reading(self, asked: Bits, radius: int) -> Found:
        import numpy as np  # noqa: PLC0415  start-up

        words = np.ascontiguousarray(asked).view(np.uint64)
        rows, distances = [], []
        for start in range(0, len(self), _BLOCK):
            block = self._words[start : start + _BLOCK]
            near = np.bitwise_count(block ^ words).sum(1, dtype=np.int64)
            hit = np.flatnonzero(near <= radius)
            rows.append(hit + start)
            distances.append(near[hit])
        if not rows:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(rows), np.concatenate(distances)

    def _by_tables(self, asked: Bits, radius: int) -> Found:
        import numpy as np  # noqa: PLC0415  start-up

        parts = np.ascontiguousarray(asked).view(np.uint16)
        near: list[NDArray[np.uint32]] = []
        for part in range(_PARTS):
            order, starts = self._tables[part]
            keys = parts[part] ^ _flips()
            near += [order[starts[key] : starts[int(key) + 1]] for key in keys]
        rows = np.unique(np.concatenate(near)).astype(np.int64)
        words = np.ascontiguousarray(asked).view(np.uint64)
        distances = np.bitwise_count(self._words[rows] ^ words).sum(1, dtype=np.int64)
        hit = distances <= radius
        return rows[hit], distances[hit]

    @functools.cached_property
    def _tables(self) -> list[tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
        """Rows sorted by each part, and where each value of it starts."""
        import numpy as np  # noqa: PLC0415  start-up

        columns = self._bytes.view(np.uint16)
        made = []
        for part in range(_PARTS):
            column = columns[:, part]
            order = np.argsort(column, kind="stable").astype(np.uint32)
            counts = np.bincount(column, minlength=1 << _PART_BITS)
            starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
            made.append((order, starts))
        return made


@functools.cache
def _flips() -> NDArray[np.uint16]:
    """Return what turns a part into itself and into all that differ in one bit."""
    import numpy as np  # noqa: PLC0415  start-up

    return np.concatenate([[0], 1 << np.arange(_PART_BITS)]).astype(np.uint16)
