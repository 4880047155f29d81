"""The hashes of an archive in one memory-mapped file, with whose they are.

Method: M077. Append-only, and only a cache: delete the folder and it is made again from
the stored media. `hashes.bin` holds blocks as `hamming` reads them, `rows.bin` the item
and the moment of each hash, `items.jsonl` one line an item, written last: what a crash
left without its line is written over.
"""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from firsthand.verify.hamming import BLOCK, WORDS, HashIndex
from firsthand.verify.item_lines import ItemLines, Line, size_of, write_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD_BYTES, _ROW_BYTES = 8, 8
_BLOCK_BYTES = BLOCK * WORDS * _WORD_BYTES


class Hit(NamedTuple):
    """A hash that is near one that was asked for.

    Attributes:
        name: The item it is of.
        at_ms: When in a video; 0 for a picture.
        bits: Distance.
    """

    name: str
    at_ms: int
    bits: int


class HashStore:
    """Hashes of items, to be added to and searched."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open or make the store in a folder.

        Args:
            folder: Where; made when absent.
            version: How hashes are made; those of another version are let go.
        """
        self._hashes = folder / "hashes.bin"
        self._rows = folder / "rows.bin"
        self._items = ItemLines(folder / "items.jsonl", version)
        self._load()

    def __contains__(self, name: str) -> bool:
        """Say whether an item is in it."""
        return name in self._names

    def __len__(self) -> int:
        """Return the number of hashes."""
        return self._n_rows

    def n_hashes_of(self, name: str) -> int:
        """Return how many hashes an item has; 0 = too little in it, or not held."""
        return self._sizes.get(name, 0)

    def _load(self) -> None:
        self._names: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._n_rows = 0
        # A line of what did not reach the disk is not believed.
        self._most_rows = min(
            size_of(self._rows) // _ROW_BYTES,
            size_of(self._hashes) // _BLOCK_BYTES * BLOCK,
        )
        self._items.load(self._is_next)

    def _is_next(self, line: Line) -> bool:
        name, n_rows = str(line["name"]), int(line["n"])
        if line["first"] != self._n_rows or self._n_rows + n_rows > self._most_rows:
            return False
        self._names[name] = len(self._names)
        self._sizes[name] = n_rows
        self._n_rows += n_rows
        return True

    def add(
        self, name: str, hashes: NDArray[np.uint8], at_ms: NDArray[np.uint32]
    ) -> None:
        """Append the hashes of an item; one that is in it already is left alone.

        One process adds at a time: the caller holds a lock.

        Args:
            name: The item, for example its digest.
            hashes: (n, 32) uint8; none is allowed: it was looked at.
            at_ms: (n,) uint32: when in a video; 0 for a picture.
        """
        import numpy as np  # noqa: PLC0415  start-up

        if not self._items.is_mine:
            self._load()  # somebody else added to it since, or deleted it
        if name in self._names:
            return
        words = np.ascontiguousarray(hashes).reshape(-1, 32).view(np.uint64)
        number = len(self._names)
        self._write_words(words)
        owners = np.stack([np.full(len(words), number, np.uint32), at_ms], 1)
        write_at(self._rows, self._n_rows * _ROW_BYTES, owners.tobytes())
        line = {"first": self._n_rows, "n": len(words), "name": name}
        self._items.append(line)
        self._names[name] = number
        self._sizes[name] = len(words)
        self._n_rows += len(words)

    def flush(self) -> None:
        """Bring what was added safely to the disk."""
        self._items.flush((self._hashes, self._rows))

    def _write_words(self, words: NDArray[np.uint64]) -> None:
        done = 0
        while done < len(words):
            block, place = divmod(self._n_rows + done, BLOCK)
            piece = words[done : done + BLOCK - place]
            for word in range(WORDS):
                at = block * _BLOCK_BYTES + (word * BLOCK + place) * _WORD_BYTES
                write_at(self._hashes, at, piece[:, word].tobytes())
            end = (block + 1) * _BLOCK_BYTES
            if self._hashes.stat().st_size < end:
                os.truncate(self._hashes, end)
            done += len(piece)

    def search(self, asked: NDArray[np.uint8], radius: int) -> list[list[Hit]]:
        """Find all hashes within a radius of each asked for, none missed.

        Args:
            asked: (k, 32) uint8.
            radius: Most bits that may differ.
        """
        if not self._n_rows:
            return [[] for _ in range(len(asked))]
        index = HashIndex.of_blocks(self.blocks(), self._n_rows)
        return [
            self.hits(rows.tolist(), distances.tolist())
            for rows, distances in index.within_many(asked, radius)
        ]

    def blocks(self) -> NDArray[np.uint64]:
        """Return all hashes as they lie in the file, (n, 4, 32768); see `in_blocks`."""
        import numpy as np  # noqa: PLC0415  start-up

        shape = (-(-self._n_rows // BLOCK), WORDS, BLOCK)
        if not self._n_rows:
            return np.empty(shape, np.uint64)
        return np.memmap(self._hashes, np.uint64, "r", shape=shape)

    def rows_of(self, names: Container[str]) -> NDArray[np.int64]:
        """Return the rows of some items, in rising order."""
        import numpy as np  # noqa: PLC0415  start-up

        every = self._sizes.items()
        wanted = np.repeat([name in names for name, _ in every], [n for _, n in every])
        return np.flatnonzero(wanted)

    def hashes_at(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the hashes of some rows, (n, 32)."""
        import numpy as np  # noqa: PLC0415  start-up

        if not len(rows):
            return np.empty((0, 32), np.uint8)
        words = self.blocks()[rows // BLOCK, :, rows % BLOCK]
        return np.ascontiguousarray(words).view(np.uint8).reshape(-1, 32)

    def hits(self, rows: list[int], distances: list[int]) -> list[Hit]:
        """Say whose rows these are."""
        import numpy as np  # noqa: PLC0415  start-up

        if not rows:
            return []
        owners = np.memmap(self._rows, np.uint32, "r", shape=(self._n_rows, 2))
        names = list(self._names)
        return [
            Hit(names[int(owners[row, 0])], int(owners[row, 1]), bits)
            for row, bits in zip(rows, distances, strict=True)
        ]
