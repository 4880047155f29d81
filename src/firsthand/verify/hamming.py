"""Exact search among 256-bit hashes: all within a radius, none missed.

Method: M077. Up to radius 31 by sixteen tables of sixteen bits: two hashes within 31
bits agree to one bit in at least one of sixteen parts (Norouzi et al. 2012). Beyond, by
reading all, block by block, with faiss where it is installed and several are asked
for at once (a picture asks with sixteen). No approximate index: a missed re-use is a
missed finding. Hashes lie in blocks, word by word: three of four words settle nearly
every hash.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]
    Words = NDArray[np.uint64]
    Found = tuple[NDArray[np.int64], NDArray[np.int64]]

TABLES_REACH = 31
_PARTS, _PART_BITS = 16, 16
WORDS = 4
BLOCK = 1 << 15
# Fewer hashes are read faster than sixteen tables are made and asked.
_FEW = 100_000
# Words of each hash that are read of all.
_READ_WORDS = 3
# From so many asked for at once on, a block is worth laying out for faiss.
_ASKED_WORTH_FAISS = 8
# Archives from two million hashes on are read by two threads.
N_THREADS, _BLOCKS_WORTH_THREADS = 2, 64


def in_blocks(hashes: Bits) -> Words:
    """Lay hashes out as they are searched.

    Args:
        hashes: (n, 32) uint8.

    Returns:
        (n_blocks, 4, 32768) uint64: word by word; the last block ends in zeros.
    """
    import numpy as np  # noqa: PLC0415  start-up

    words = np.ascontiguousarray(hashes).reshape(-1, 32).view(np.uint64)
    n_blocks = -(-len(words) // BLOCK)
    made = np.zeros((n_blocks, WORDS, BLOCK), np.uint64)
    for number in range(n_blocks):
        piece = words[number * BLOCK : (number + 1) * BLOCK]
        made[number, :, : len(piece)] = piece.T
    return made


class HashIndex:
    """Hashes to be searched, in memory or mapped from a file.

    A shard of a large archive is an index of its own: what several find is joined.
    """

    def __init__(self, hashes: Bits) -> None:
        """Take hashes, (n, 32) uint8."""
        self._blocks = in_blocks(hashes)
        self._n_hashes = len(hashes)

    @classmethod
    def of_blocks(cls, blocks: Words, n_hashes: int) -> HashIndex:
        """Take hashes that are laid out already (`in_blocks`), mapped or not."""
        import numpy as np  # noqa: PLC0415  start-up

        made = cls(np.empty((0, 32), np.uint8))
        made._blocks, made._n_hashes = blocks, n_hashes
        return made

    def __len__(self) -> int:
        """Return the number of hashes."""
        return self._n_hashes

    @property
    def extra_bytes(self) -> int:
        """Memory of the tables, over the hashes themselves."""
        order, starts = self._tables
        return order.nbytes + starts.nbytes

    def prepare(self) -> None:
        """Make the tables now; otherwise the first question up to 31 bits does."""
        _ = self._tables

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

    def within_many(self, asked: Bits, radius: int) -> list[Found]:
        """Find all hashes within a radius of each of several: one pass for all.

        Args:
            asked: (k, 32) uint8.
            radius: Most bits that may differ.
        """
        import numpy as np  # noqa: PLC0415  start-up

        words = np.ascontiguousarray(asked).reshape(-1, 32).view(np.uint64)
        n_blocks = len(self._blocks)
        n_parts = N_THREADS if n_blocks >= _BLOCKS_WORTH_THREADS else 1
        edges = [n_blocks * part // n_parts for part in range(n_parts + 1)]
        parts = [range(*ends) for ends in itertools.pairwise(edges)]
        if n_parts == 1:
            found = [self._read_blocks(words, radius, part) for part in parts]
        else:
            with ThreadPoolExecutor(n_parts) as threads:
                # numpy reads without holding the interpreter; order is kept.
                found = list(
                    threads.map(
                        lambda part: self._read_blocks(words, radius, part), parts
                    )
                )
        return [
            _joined([piece for part in found for piece in part[number]])
            for number in range(len(words))
        ]

    def _read_blocks(self, words: Words, radius: int, part: range) -> list[list[Found]]:
        """Read some of the blocks: what is found for each hash asked for."""
        read = self._reader(len(words))
        found: list[list[Found]] = [[] for _ in words]
        for number in part:
            start = number * BLOCK
            n_rows = min(BLOCK, self._n_hashes - start)
            block = self._blocks[number, :, :n_rows]
            for mine, (rows, bits) in zip(
                found, read(block, words, radius), strict=True
            ):
                if len(rows):
                    mine.append((rows + start, bits))
        return found

    def _reader(self, n_asked: int) -> Callable[[Words, Words, int], Iterable[Found]]:
        """Return what reads a block for all that is asked; both find the same."""
        is_worth_it = n_asked >= _ASKED_WORTH_FAISS and len(self) > _FEW
        if is_worth_it and _faiss() is not None:
            return _FaissReader()
        return functools.partial(_read_each, buffers=_Buffers.make())

    def _by_reading(self, asked: Bits, radius: int) -> Found:
        return self.within_many(asked, radius)[0]

    def _by_tables(self, asked: Bits, radius: int) -> Found:
        import numpy as np  # noqa: PLC0415  start-up

        order, starts = self._tables
        parts = np.ascontiguousarray(asked).view(np.uint16)
        keys = (parts[:, None] ^ _flips()[None, :]).astype(np.int64)
        at = (np.arange(_PARTS)[:, None] * ((1 << _PART_BITS) + 1) + keys).ravel()
        begin = starts[at].astype(np.int64)
        counts = starts[at + 1].astype(np.int64) - begin
        begin += np.repeat(np.arange(_PARTS) * self._n_hashes, _PART_BITS + 1)
        skip = np.repeat(begin - np.cumsum(counts) + counts, counts)
        rows = order[np.arange(len(skip)) + skip].astype(np.int64)
        # Which words are looked at first does not matter to what is found.
        words = np.ascontiguousarray(asked).view(np.uint64)
        flat = self._blocks.reshape(-1)
        places = (rows // BLOCK) * (WORDS * BLOCK) + rows % BLOCK
        bits = np.zeros(len(rows), np.int64)
        for word in range(WORDS):
            bits += np.bitwise_count(flat[places + word * BLOCK] ^ words[word])
            near = bits <= radius
            rows, places, bits = rows[near], places[near], bits[near]
        rows, firsts = np.unique(rows, return_index=True)
        return rows, bits[firsts]

    @functools.cached_property
    def _tables(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Rows sorted by each part, and where each value of it starts."""
        import numpy as np  # noqa: PLC0415  start-up

        n_hashes = self._n_hashes
        order = np.empty(_PARTS * n_hashes, np.uint32)
        starts = np.zeros((_PARTS, (1 << _PART_BITS) + 1), np.uint32)
        for part in range(_PARTS):
            word, shift = divmod(part, WORDS)
            column = self._blocks[:, word, :].reshape(-1)[:n_hashes]
            keys = (column >> np.uint64(shift * _PART_BITS)).astype(np.uint16)
            order[part * n_hashes : (part + 1) * n_hashes] = np.argsort(
                keys, kind="stable"
            )
            counts = np.bincount(keys, minlength=1 << _PART_BITS)
            starts[part, 1:] = np.cumsum(counts)
        return order, starts.ravel()


class _Buffers(NamedTuple):
    """What one thread writes into while it reads."""

    differ: Words
    counts: Bits
    bits: Bits

    @classmethod
    def make(cls) -> _Buffers:
        import numpy as np  # noqa: PLC0415  start-up

        return cls(
            np.empty((_READ_WORDS, BLOCK), np.uint64),
            np.empty((_READ_WORDS, BLOCK), np.uint8),
            np.empty(BLOCK, np.uint8),
        )


def _read_each(
    block: Words, asked: Words, radius: int, *, buffers: _Buffers
) -> Iterator[Found]:
    for each in asked:
        yield _read(block, each, radius, buffers)


class _FaissReader:
    """Reads blocks with faiss (MIT), where it is installed: more bits at a time.

    Laying a block out for it takes as long as reading it for a few that are asked.
    What a block is laid out in is used again: new memory costs more than the rest.
    """

    def __init__(self) -> None:
        import numpy as np  # noqa: PLC0415  start-up

        self._rows = np.empty((BLOCK, WORDS), np.uint64)
        self._flat = _faiss().IndexBinaryFlat(WORDS * 64)

    def __call__(self, block: Words, asked: Words, radius: int) -> Iterator[Found]:
        import numpy as np  # noqa: PLC0415  start-up

        rows = self._rows[: block.shape[1]]
        for word in range(WORDS):
            rows[:, word] = block[word]
        self._flat.reset()
        self._flat.add(rows.view(np.uint8))
        # Its radius is one that is not reached.
        found = self._flat.range_search(asked.view(np.uint8), radius + 1)
        ends, bits, places = found
        for first, last in itertools.pairwise(ends.tolist()):
            order = np.argsort(places[first:last])
            yield places[first:last][order], bits[first:last][order].astype(np.int64)


@functools.cache
def _faiss() -> Any:
    """Return faiss with one thread, since parts are threads of our own; None = none."""
    try:
        import faiss  # noqa: PLC0415  heavy, and not everybody has it
    except ImportError:
        return None
    faiss.omp_set_num_threads(1)
    return faiss


def _read(block: Words, asked: Words, radius: int, buffers: _Buffers) -> Found:
    """Read one block: three words of all, the fourth of those still near."""
    import numpy as np  # noqa: PLC0415  start-up

    n_rows = block.shape[1]
    differ, counts = buffers.differ[:, :n_rows], buffers.counts[:, :n_rows]
    bits = buffers.bits[:n_rows]
    np.bitwise_xor(block[:_READ_WORDS], asked[:_READ_WORDS, None], out=differ)
    np.bitwise_count(differ, out=counts)
    np.add(counts[0], counts[1], out=bits)
    np.add(bits, counts[2], out=bits)
    if bits.min() > radius:  # nearly every block: four times faster than looking where
        return _joined([])
    rows = np.flatnonzero(bits <= radius)
    distances = bits[rows].astype(np.int64)
    distances += np.bitwise_count(block[3, rows] ^ asked[3])
    near = distances <= radius
    return rows[near], distances[near]


def _joined(found: list[Found]) -> Found:
    import numpy as np  # noqa: PLC0415  start-up

    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows, distances = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(distances)


@functools.cache
def _flips() -> NDArray[np.uint16]:
    """Return what turns a part into itself and into all that differ in one bit."""
    import numpy as np  # noqa: PLC0415  start-up

    return np.concatenate([[0], 1 << np.arange(_PART_BITS)]).astype(np.uint16)
