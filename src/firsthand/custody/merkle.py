"""The Merkle tree of the log: roots, inclusion proofs, consistency proofs.

Hashing is that of RFC 6962 (section 2.1): a leaf is hashed with a 0x00 byte before
it, an inner node with 0x01, so that one can never stand for the other. Full
subtrees are kept in level arrays; the root of any earlier size is at hand.
Format: F003. Invariants: I4, I5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf: 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node from the 32-byte hashes of its children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """An append-only tree in memory; `levels[k][i]` covers 2^k leaves from i*2^k."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Take the leaves (their data, not their hashes) that are there already."""
        self._levels: list[list[bytes]] = [[]]
        for data in leaves:
            self.append(data)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def append(self, data: bytes) -> None:
        """Add one leaf and close every subtree that it completes."""
        made = leaf_hash(data)
        for level in self._levels:
            level.append(made)
            if len(level) % 2:
                return
            made = node_hash(level[-2], level[-1])
        self._levels.append([made])

    def cut(self, size: int) -> None:
        """Forget the leaves from `size` on (they were never sealed).

        Raises:
            ValueError: If the tree is smaller than `size`.
        """
        self._refuse_size(size)
        for height, level in enumerate(self._levels):
            del level[size >> height :]
        while len(self._levels) > 1 and not self._levels[-1]:
            self._levels.pop()

    def root(self, size: int | None = None) -> bytes:
        """Return the 32-byte root at a size (None = now).

        Raises:
            ValueError: If the tree is smaller than `size`.
        """
        n = self.size if size is None else size
        self._refuse_size(n)
        return self._range_hash(0, n) if n else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Prove that leaf `index` is in the tree of `size` leaves (RFC 6962 2.1.1).

        Returns:
            The audit path, nearest sibling first; 32-byte hashes.

        Raises:
            ValueError: If there is no such leaf in such a tree.
        """
        n = self.size if size is None else size
        self._refuse_size(n)
        if not 0 <= index < n:
            raise ValueError(f"no leaf {index} in a tree of {n}")
        path: list[bytes] = []
        start, end = 0, n
        while end - start > 1:
            middle = start + _largest_power_below(end - start)
            if index < middle:
                path.append(self._range_hash(middle, end))
                end = middle
            else:
                path.append(self._range_hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """Prove that the tree of `new` leaves extends that of `old` (RFC 6962 2.1.2).

        Raises:
            ValueError: If `old` is not in 1..new, or the tree is smaller than `new`.
        """
        n = self.size if new is None else new
        self._refuse_size(n)
        if not 0 < old <= n:
            raise ValueError(f"no consistency proof from size {old} to {n}")
        return self._subproof(old, 0, n, is_known=True)

    def _subproof(
        self, old: int, start: int, end: int, *, is_known: bool
    ) -> list[bytes]:
        # `old` counts leaves from `start`; `is_known`: the verifier holds that hash.
        if old == end - start:
            return [] if is_known else [self._range_hash(start, end)]
        split = _largest_power_below(end - start)
        middle = start + split
        if old <= split:
            inner = self._subproof(old, start, middle, is_known=is_known)
            return [*inner, self._range_hash(middle, end)]
        inner = self._subproof(old - split, middle, end, is_known=False)
        return [*inner, self._range_hash(start, middle)]

    def _range_hash(self, start: int, end: int) -> bytes:
        # `start` is a multiple of the largest power of two <= end - start.
        peaks: list[bytes] = []
        while start < end:
            height = (end - start).bit_length() - 1
            peaks.append(self._levels[height][start >> height])
            start += 1 << height
        made = peaks.pop()
        while peaks:
            made = node_hash(peaks.pop(), made)
        return made

    def _refuse_size(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ValueError(f"the tree has {self.size} leaves, not {size}")


def _largest_power_below(n: int) -> int:
    return 1 << ((n - 1).bit_length() - 1)


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Check an inclusion proof (RFC 9162 2.1.3.2).

    Args:
        leaf: The 32-byte leaf *hash*.
        index: Index of the leaf, from 0.
        size: Size of the tree.
        path: The audit path; every hash must be 32 bytes.
        root: The root to reach.
    """
    if not 0 <= index < size or not _all_hashes([leaf, root, *path]):
        return False
    node, last, made = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            made = node_hash(sibling, made)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and made == root


def verify_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Check a consistency proof (RFC 9162 2.1.4.2); size 0 proves nothing.

    Args:
        old: Size of the older tree, at least 1.
        new: Size of the newer tree.
        path: The proof; empty exactly if the sizes are equal.
        old_root: Root of the older tree.
        new_root: Root of the newer tree.
    """
    if not 0 < old <= new or not _all_hashes([old_root, new_root, *path]):
        return False
    if old == new:
        return not path and old_root == new_root
    hashes = iter(path)
    start = old_root if old & (old - 1) == 0 else next(hashes, None)
    if start is None:
        return False
    return _walk(old - 1, new - 1, start, hashes) == (old_root, new_root)


def _walk(
    node: int, last: int, start: bytes, path: Iterator[bytes]
) -> tuple[bytes, bytes] | None:
    # Returns (older root, newer root); None = the path has the wrong length.
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = start
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _all_hashes(hashes: Sequence[bytes]) -> bool:
    return all(len(one) == 32 for one in hashes)  # noqa: PLR2004  SHA-256 is 32 bytes
