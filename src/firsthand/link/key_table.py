"""Which documents hold which keys: sorted arrays, and a little that came later.

Method: M069.

The arrays may lie in files that are only mapped: a look-up reads the pages it needs.
What is added lies beside them, and is laid in when all is linked again.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from firsthand.link.read_words import Hashes, Places, is_among


@dataclasses.dataclass
class KeyTable:
    """Keys, sorted, and the document that holds each.

    Attributes:
        keys: (n,) uint64, sorted.
        holders: (n,) int32 numbers of documents, sorted within a key.
        added: (m,) keys that came later, in no order.
        added_holders: (m,) their documents.
    """

    keys: Hashes
    holders: Places
    added: Hashes
    added_holders: Places

    def add(self, keys: Hashes, holders: Places) -> None:
        """Note the keys of documents that came later."""
        self.added = np.concatenate((self.added, keys))
        self.added_holders = np.concatenate((self.added_holders, holders))

    def holders_of(
        self, wanted: Hashes, near: tuple[int, int] | None = None
    ) -> tuple[Hashes, Places]:
        """Return each key of some wanted ones with each document that holds it.

        Args:
            wanted: Keys.
            near: A number of a document, and how many holders of each key are wanted,
                those of the nearest numbers; None = all. Of what came later always all.
        """
        wanted = np.unique(wanted)
        low = np.searchsorted(self.keys, wanted, "left")
        high = np.searchsorted(self.keys, wanted, "right")
        if near is not None:
            at, most = near
            for place in np.flatnonzero(high - low > most).tolist():
                held = self.holders[low[place] : high[place]]
                first = int(np.searchsorted(held, at)) - most // 2
                low[place] += min(max(first, 0), len(held) - most)
                high[place] = low[place] + most
        sizes = high - low
        within = np.arange(int(sizes.sum())) - np.repeat(
            np.cumsum(sizes) - sizes, sizes
        )
        at = np.repeat(low, sizes) + within
        later = is_among(self.added, wanted)
        keys = np.concatenate((np.repeat(wanted, sizes), self.added[later]))
        holders = np.concatenate((self.holders[at], self.added_holders[later]))
        return keys, holders.astype(np.int64)


def key_table(keys: Hashes, holders: Places) -> KeyTable:
    """Return a table of keys in any order."""
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order].astype(np.int32)
    is_new = np.ones(len(keys), dtype=np.bool_)
    is_new[1:] = (keys[1:] != keys[:-1]) | (holders[1:] != holders[:-1])
    none: Hashes = np.empty(0, dtype=np.uint64)
    return KeyTable(keys[is_new], holders[is_new], none, np.empty(0, dtype=np.int32))
