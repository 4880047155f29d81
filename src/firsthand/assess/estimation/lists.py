"""Who stands on which lists: the table that every estimate starts from.

Pure. A table holds one row for each capture history that was seen, with how many
people have it. What nobody documented is not a row: it is what is estimated.
Method: M300.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import UserError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, eq=False)
class ListTable:
    """Capture histories with counts.

    Attributes:
        names: Names of the lists, in order.
        seen: (n_histories, n_lists) bool; each row once, none all False.
        counts: (n_histories,) int64, each above 0.
        stratum: The part of the population; None = all of it.
    """

    names: tuple[str, ...]
    seen: Flags
    counts: Ints
    stratum: str | None = None

    @property
    def n_lists(self) -> int:
        """Number of lists."""
        return len(self.names)

    @property
    def n_documented(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    def sizes(self) -> Ints:
        """Return how many people each list holds, (n_lists,)."""
        sizes: Ints = self.counts @ self.seen.astype(np.int64)
        return sizes

    def shared(self) -> Ints:
        """Return how many people each two lists share, (n_lists, n_lists)."""
        seen = self.seen.astype(np.int64)
        shared: Ints = (seen * self.counts[:, None]).T @ seen
        return shared

    def on_several(self) -> Ints:
        """Return how many people stand on exactly 1, 2, ... lists, (n_lists,)."""
        per_row = self.seen.sum(axis=1)
        found: Ints = np.bincount(
            per_row, weights=self.counts, minlength=self.n_lists + 1
        )[1:].astype(np.int64)
        return found

    def without(self, name: str) -> ListTable:
        """Return the table as it were if one list did not exist."""
        kept = [i for i, other in enumerate(self.names) if other != name]
        rows = ((self.seen[i, kept], int(self.counts[i])) for i in range(len(self)))
        names = tuple(self.names[i] for i in kept)
        return make_table(names, rows, stratum=self.stratum)

    def merged(self, first: str, second: str) -> ListTable:
        """Return the table with two lists made one."""
        i, j = self.names.index(first), self.names.index(second)
        seen = self.seen.copy()
        seen[:, i] |= seen[:, j]
        names = tuple(f"{n}+{second}" if n == first else n for n in self.names)
        rows = ((seen[k], int(self.counts[k])) for k in range(len(self)))
        whole = make_table(names, rows, stratum=self.stratum)
        return whole.without(second)

    def complete(self) -> tuple[Flags, Ints]:
        """Return all 2**n - 1 histories that can be seen, with counts (0 = nobody).

        Rows are in counting order: the first list changes slowest.
        """
        rows = itertools.product((False, True), repeat=self.n_lists)
        cells = np.array(list(rows), dtype=np.bool_)[1:]
        counts = np.zeros(len(cells), dtype=np.int64)
        places = self.seen @ (1 << np.arange(self.n_lists)[::-1]) - 1
        counts[places] = self.counts
        return cells, counts

    def __len__(self) -> int:
        return len(self.counts)


def make_table(
    names: Sequence[str],
    rows: Iterable[tuple[Sequence[bool] | Flags, int]],
    *,
    stratum: str | None = None,
) -> ListTable:
    """Put rows together by history.

    Args:
        names: Names of the lists, each once.
        rows: History and how many people have it. Those on no list and those with
            a count of 0 are left out: they are not documented.
        stratum: The part of the population; None = all of it.

    Raises:
        UserError: A name of a list stands twice, or a count is below 0.
    """
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if list(names).count(name) > 1})
        raise UserError(f"list {twice[0]!r} stands twice: give each list its own name")
    held: dict[tuple[bool, ...], int] = {}
    for history, count in rows:
        if count < 0:
            raise UserError(f"a count of {count}: people cannot be fewer than none")
        key = tuple(bool(flag) for flag in history)
        if any(key) and count:
            held[key] = held.get(key, 0) + count
    keys = sorted(held)
    return ListTable(
        names=tuple(names),
        seen=np.array(keys, dtype=np.bool_).reshape(len(keys), len(names)),
        counts=np.array([held[key] for key in keys], dtype=np.int64),
        stratum=stratum,
    )
