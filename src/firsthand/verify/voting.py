"""Which pictures of an archive share corners with one that is asked for.

Method: M079. Corners are looked up by sixteen parts of sixteen bits; those within 52
bits vote for the picture that they are of. Votes only propose: `geometry` decides.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOTE_BITS = 52
MOST_PROPOSED = 8
_LEAST_VOTES = 4
_PARTS, _PART_BITS = 16, 16
# A part that so many corners share says little: it is passed over. Tuned on 160 edits
# of open-licence pictures among 1,411: 300 of half a million finds what 4,000 finds.
_COMMON = 500
_WIDER = 1 << 20


class Tables(NamedTuple):
    """What corners are looked up by.

    Attributes:
        order: (16, n) uint32: rows sorted by each part of their bits.
        starts: (16, 65537) uint32: where each value of a part starts.
    """

    order: NDArray[np.uint32]
    starts: NDArray[np.uint32]

    @classmethod
    def of_flat(cls, flat: NDArray[np.uint32], n_rows: int) -> Tables:
        """Take both from one array, as they lie in a file one after the other."""
        cut = _PARTS * n_rows
        return cls(flat[:cut].reshape(_PARTS, n_rows), flat[cut:].reshape(_PARTS, -1))


def tables_of(bits: NDArray[np.uint8]) -> Tables:
    """Make the tables of corners, (n, 32) uint8."""
    import numpy as np  # noqa: PLC0415  start-up

    columns = np.ascontiguousarray(bits).view(np.uint16)
    order = np.empty((_PARTS, len(bits)), np.uint32)
    starts = np.zeros((_PARTS, (1 << _PART_BITS) + 1), np.uint32)
    for part in range(_PARTS):
        column = columns[:, part]
        order[part] = np.argsort(column, kind="stable")
        counts = np.bincount(column, minlength=1 << _PART_BITS)
        starts[part, 1:] = np.cumsum(counts)
    return Tables(order, starts)


class PointIndex:
    """Corners of many pictures, to be asked for those of one."""

    def __init__(
        self,
        bits: NDArray[np.uint8],
        owner: NDArray[np.uint32],
        tables: Tables | None = None,
    ) -> None:
        """Take corners.

        Args:
            bits: (n, 32) uint8, in memory or mapped.
            owner: (n,) uint32: the number of each one's picture.
            tables: As `tables_of` makes them; None = made when first needed.
        """
        self._bits = bits
        self._owner = owner
        self._given = tables

    @functools.cached_property
    def _tables(self) -> Tables:
        return tables_of(self._bits) if self._given is None else self._given

    def propose_bits(
        self, asked: NDArray[np.uint8], *, most: int = MOST_PROPOSED
    ) -> list[tuple[int, int]]:
        """Return pictures that share corners, most votes first.

        Args:
            asked: (n, 32) uint8: corners of the picture asked for; places do not
                matter.
            most: Most pictures to return.

        Returns:
            Number of the picture and its votes: corners asked for of which it has one
            that is near.
        """
        import numpy as np  # noqa: PLC0415  start-up

        if not len(asked) or not len(self._bits):
            return []
        which, rows = self._near(asked)
        pairs = np.unique(self._owner[rows].astype(np.int64) * _WIDER + which)
        pictures, counts = np.unique(pairs // _WIDER, return_counts=True)
        order = np.lexsort((pictures, -counts))[:most]
        return [
            (int(pictures[i]), int(counts[i]))
            for i in order
            if counts[i] >= _LEAST_VOTES
        ]

    def _near(
        self, asked: NDArray[np.uint8]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (corner asked, row) of all that share a part and are near."""
        import numpy as np  # noqa: PLC0415  start-up

        keys = np.ascontiguousarray(asked).view(np.uint16)
        words = np.ascontiguousarray(asked).view(np.uint64)
        held = self._bits.view(np.uint64)
        found_which, found_rows = [], []
        for part in range(_PARTS):
            order, starts = self._tables.order[part], self._tables.starts[part]
            first = starts[keys[:, part]].astype(np.int64)
            counts = starts[keys[:, part].astype(np.int64) + 1].astype(np.int64) - first
            counts[counts > _COMMON] = 0
            which = np.repeat(np.arange(len(asked)), counts)
            skip = np.repeat(first - np.cumsum(counts) + counts, counts)
            rows = order[np.arange(len(which)) + skip].astype(np.int64)
            bits = np.bitwise_count(held[rows] ^ words[which]).sum(1, dtype=np.int64)
            hit = bits <= VOTE_BITS
            found_which.append(which[hit])
            found_rows.append(rows[hit])
        return np.concatenate(found_which), np.concatenate(found_rows)
