"""Hashes of media searched on an engine: this machine's SQL, or a cluster's.

Reads and writes nothing of the store. Method: M077, M017. The same port as linking:
an engine is given a table of hashes, which it may spread over machines, and one query;
what each part finds is joined. No part knows of another, so that the answer is the
same however many there are, and the same as the search here. Bits that differ are
counted by a sum that every engine has: |a| + |b| - 2 |a and b|, in words of 32 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.link.engine.port import LinkEngine
from firsthand.verify.hamming import HashIndex
from firsthand.verify.hash_store import HashStore, Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Rows = NDArray[np.int64]

_WORDS = 8
_BOTH = " + ".join(f"CAST(bit_count(h.w{n} & a.w{n}) AS INT)" for n in range(_WORDS))
_APART = f"h.n_bits + a.n_bits - 2 * ({_BOTH})"
# Asked for at once: what all of them meet comes back in one table.
_MOST_ASKED = 256


class Elsewhere(NamedTuple):
    """Where hashes are searched, if not by the search of this process.

    Attributes:
        engine: What searches; whoever opened it closes it.
        stay: Names of media whose hashes must not leave this machine; none if the
            engine runs on it.
    """

    engine: LinkEngine
    stay: frozenset[str] = frozenset()


class ShardedHashes:
    """The hashes of an archive on an engine; those that must stay are searched here."""

    def __init__(
        self, engine: LinkEngine, store: HashStore, stay: frozenset[str]
    ) -> None:
        """Put hashes on the engine.

        Args:
            engine: Where to search.
            store: The hashes of the archive.
            stay: Names of items of the store whose hashes must not be put there.
        """
        import numpy as np  # noqa: PLC0415  start-up

        self._engine, self._store = engine, store
        goes = np.ones(len(store), np.bool_)
        self._here = store.rows_of(stay)
        goes[self._here] = False
        self._index = HashIndex(store.hashes_at(self._here))
        away = np.flatnonzero(goes)
        self._is_empty = not len(away)
        if not self._is_empty:
            engine.put("media_hashes", _table(store.hashes_at(away), "place", away))

    def search(self, asked: Bits, radius: int) -> list[list[Hit]]:
        """Find all hashes within a radius of each asked for, none missed.

        Args:
            asked: (k, 32) uint8; they go to the engine.
            radius: Most bits that may differ.
        """
        found: list[list[tuple[int, int]]] = []
        for rows, apart in self._index.within_many(asked, radius):
            pairs = zip(self._here[rows].tolist(), apart.tolist(), strict=True)
            found.append(list(pairs))
        if not self._is_empty:
            for start in range(0, len(asked), _MOST_ASKED):
                some = asked[start : start + _MOST_ASKED]
                for number, place, bits in self._ask(some, radius):
                    found[start + number].append((place, bits))
        return [
            self._store.hits([row for row, _ in mine], [bits for _, bits in mine])
            for mine in map(sorted, found)
        ]

    def _ask(self, asked: Bits, radius: int) -> list[tuple[int, int, int]]:
        import numpy as np  # noqa: PLC0415  start-up

        numbers = np.arange(len(asked), dtype=np.int64)
        self._engine.put("asked_hashes", _table(asked, "number", numbers))
        rows = self._engine.rows(
            f"SELECT a.number AS number, h.place AS place, {_APART} AS apart "  # noqa: S608  no outside words
            f"FROM media_hashes h CROSS JOIN asked_hashes a "
            f"WHERE {_APART} <= {radius:d}"
        )
        names = ("number", "place", "apart")
        return list(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _table(hashes: Bits, name: str, numbers: Rows) -> Any:
    """Return hashes as a table: eight words of 32 bits, and how many bits are set."""
    import numpy as np  # noqa: PLC0415  start-up
    import pyarrow as pa  # noqa: PLC0415  heavy

    words = np.ascontiguousarray(hashes).view(np.uint32).astype(np.int64)
    n_bits = np.bitwise_count(hashes).sum(1, dtype=np.int64)
    columns = {f"w{n}": words[:, n] for n in range(_WORDS)}
    return pa.table({name: numbers.astype(np.int64), **columns, "n_bits": n_bits})
