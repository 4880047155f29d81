"""Which pictures of an archive share corners with one that is asked for.

Method: M079. Corners are looked up by sixteen parts of sixteen bits, the rarest first,
until so many corners have been looked at; those within 52 bits vote for the picture
that they are of. Votes only propose: `geometry` decides.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

VOTE_BITS = 52
MOST_PROPOSED = 8
_LEAST_VOTES = 4
_PARTS, _PART_BITS = 16, 16
# Of a file of a million corners so many at most are looked at for each that is asked
# for. Tuned on 240 hard edits of 60 pictures among 1,400: the right one is among the
# first by votes or by rarity as often with 64 as with 300, and more often than where
# each part was looked up that up to 500 share (20 times as many corners looked at).
_MOST_ROWS = 64
_AT_ONCE = 1 << 13
_WIDER = 1 << 32


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
        import numpy as np  # noqa: PLC0415  start-up

        cut = _PARTS * n_rows
        flat = flat.view(np.ndarray)  # a mapped array is slower to take from
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
    """Corners of many pictures, to be asked for those of one or of many."""

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

    def votes(self, asked: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
        """Return (corner asked, picture), each once, of all that have one near it.

        Args:
            asked: (n, 32) uint8: corners, of as many pictures as there are; places do
                not matter.
        """
        import numpy as np  # noqa: PLC0415  start-up

        found = [np.empty(0, np.int64)]
        if len(self._bits):
            for start in range(0, len(asked), _AT_ONCE):
                which, rows = self._near(asked[start : start + _AT_ONCE])
                owners = self._owner[rows].astype(np.int64)
                found.append(np.unique((which + start) * _WIDER + owners))
        pairs = np.concatenate(found)
        return pairs // _WIDER, pairs % _WIDER

    def _near(self, asked: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
        """Return (corner asked, row) of those that share a part and are near."""
        import numpy as np  # noqa: PLC0415  start-up

        words = np.ascontiguousarray(asked).view(np.uint64)
        # A mapped array is slower to take from.
        held = self._bits.view(np.ndarray).view(np.uint64)
        every = self._tables.order
        firsts, counts = self._places(asked)
        found_which, found_rows = [], []
        for part in range(_PARTS):
            first, count = firsts[:, part], counts[:, part]
            which = np.repeat(np.arange(len(asked)), count)
            skip = np.repeat(first - np.cumsum(count) + count, count)
            rows = every[part][np.arange(len(which)) + skip]
            bits = np.bitwise_count(held[rows] ^ words[which]).sum(1, dtype=np.int64)
            hit = bits <= VOTE_BITS
            found_which.append(which[hit])
            found_rows.append(rows[hit].astype(np.int64))
        return np.concatenate(found_which), np.concatenate(found_rows)

    def _places(self, asked: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
        """Return where each part of each corner is looked up, and how many lie there.

        Both (n, 16); none lie where a part is passed over: others are rarer.
        """
        import numpy as np  # noqa: PLC0415  start-up

        keys = np.ascontiguousarray(asked).view(np.uint16).astype(np.int64)
        starts = self._tables.starts
        parts = np.arange(_PARTS)
        firsts = starts[parts, keys].astype(np.int64)
        counts = starts[parts, keys + 1].astype(np.int64) - firsts
        order = np.argsort(counts, axis=1, kind="stable")
        looked_at = np.cumsum(np.take_along_axis(counts, order, 1), 1)
        is_over = np.empty(counts.shape, np.bool_)
        np.put_along_axis(is_over, order, looked_at > _MOST_ROWS, 1)
        counts[is_over] = 0
        return firsts, counts


class Standing(NamedTuple):
    """How a picture stands among those that share corners with one asked for.

    Attributes:
        owner: Its number.
        n_votes: Corners asked for of which it has one that is near.
        rarity: The same, a corner that k items have counting 1/k: what a pattern of
            many pictures says little of, one corner of few says much.
    """

    owner: int
    n_votes: int
    rarity: float


class Tally:
    """Votes of all files of an archive; only the best few of each are kept."""

    def __init__(self, sizes: list[int], most: int) -> None:
        """Take what is asked for.

        Args:
            sizes: Corners of each picture asked for.
            most: Most pictures to keep by votes, and as many by rarity.
        """
        import numpy as np  # noqa: PLC0415  start-up

        self._n_asked, self._most = len(sizes), most
        self._asked_of = np.repeat(np.arange(len(sizes)), sizes)
        # Of each corner asked for, how many items have one that is near.
        self._n_items = np.zeros(len(self._asked_of), np.int64)
        self._pairs: list[tuple[Numbers, Numbers]] = []

    def add(
        self, which: Numbers, owners: Numbers, item_of: Numbers, first: int
    ) -> None:
        """Take the votes of one file.

        Args:
            which: Corner asked for, of each vote.
            owners: Number of the picture in this file, of each vote.
            item_of: Of each picture of this file, the item it is of.
            first: What is added to numbers of this file, to tell files apart.
        """
        import numpy as np  # noqa: PLC0415  start-up

        by_item = np.unique(which * _WIDER + item_of[owners]) // _WIDER
        self._n_items += np.bincount(by_item, minlength=len(self._n_items))
        kept = self._best(which, owners)[3]
        self._pairs.append((which[kept], owners[kept] + first))

    def best(self) -> list[list[Standing]]:
        """Return what stands best by votes or by rarity, most votes first."""
        import numpy as np  # noqa: PLC0415  start-up

        found: list[list[Standing]] = [[] for _ in range(self._n_asked)]
        if not self._pairs:
            return found
        which, owners = (np.concatenate(x) for x in zip(*self._pairs, strict=True))
        groups, counts, rarity, kept = self._best(which, owners)
        of_kept = np.unique(self._asked_of[which[kept]] * _WIDER + owners[kept])
        for place in np.searchsorted(groups, of_kept).tolist():
            asked, owner = divmod(int(groups[place]), _WIDER)
            standing = Standing(owner, int(counts[place]), float(rarity[place]))
            found[asked].append(standing)
        return [sorted(mine, key=lambda s: (-s.n_votes, s.owner)) for mine in found]

    def _best(
        self, which: Numbers, owners: Numbers
    ) -> tuple[Numbers, Numbers, NDArray[np.float64], NDArray[np.bool_]]:
        """Count votes.

        Returns:
            Pairs (asked for, picture) as numbers; their votes; their rarity; and which
            of the votes are for one of the best.
        """
        import numpy as np  # noqa: PLC0415  start-up

        groups, of_vote, counts = np.unique(
            self._asked_of[which] * _WIDER + owners,
            return_inverse=True,
            return_counts=True,
        )
        shares = 1 / self._n_items[which]
        rarity = np.bincount(of_vote, shares, len(groups)).astype(np.float64)
        asked = groups // _WIDER
        is_best = np.zeros(len(groups), np.bool_)
        for value in (counts, rarity):
            able = np.flatnonzero(counts >= _LEAST_VOTES)
            order = able[np.lexsort((groups[able], -value[able], asked[able]))]
            rank = np.arange(len(order)) - np.searchsorted(asked[order], asked[order])
            is_best[order[rank < self._most]] = True
        return groups, counts.astype(np.int64), rarity, is_best[of_vote]
