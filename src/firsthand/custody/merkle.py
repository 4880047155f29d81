"""The Merkle tree of the log: roots, inclusion proofs, consistency proofs.

Hashing is that of RFC 6962 (section 2.1): a leaf is hashed with a 0x00 byte before
it, an inner node with 0x01, so that one can never stand for the other. Full
subtrees are kept in level arrays; the root of any earlier size is at hand. Of leaves
long sealed only the subtrees of one block are kept; what lies below is made again from
the entries when a proof wants it, and must lead to the hash that is kept.
Format: F003. Invariants: I4, I5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from firsthand.errors import IntegrityError

_OPENED = 8  # blocks made again and kept at hand

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf: 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node from the 32-byte hashes of its children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """An append-only tree in memory; `levels[k][i]` covers 2^k leaves from i*2^k.

    Attributes:
        base: Below this leaf only subtrees of one block are kept; a multiple of it.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Take the leaves (their data, not their hashes) that are there already."""
        self._levels: list[list[bytes]] = [[]]
        self.base = 0
        self._block_height = 0
        self._leaves_of: Callable[[int], Sequence[bytes]] | None = None
        self._opened: dict[int, list[list[bytes]]] = {}
        self.extend(leaves)

    @classmethod
    def of_blocks(
        cls,
        blocks: Sequence[bytes],
        height: int,
        leaves_of: Callable[[int], Sequence[bytes]],
    ) -> MerkleTree:
        """Take up a tree of which the roots of its blocks are at hand.

        Args:
            blocks: Roots of the blocks, 32 bytes each, from leaf 0 on.
            height: A block is 2^height leaves.
            leaves_of: Returns the leaf hashes of a block, to make it again; what it
                returns is checked against the root of the block.
        """
        tree = cls()
        tree.base = len(blocks) << height
        tree._block_height = height
        tree._leaves_of = leaves_of
        tree._levels = [*([] for _ in range(height)), list(blocks)]
        tree._close(height)
        return tree

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self.base + len(self._levels[0])

    def append(self, data: bytes) -> None:
        """Add one leaf and close every subtree that it completes."""
        self.extend([data])

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves and close every subtree that they complete."""
        sha256 = hashlib.sha256
        self._levels[0] += [sha256(b"\x00" + data).digest() for data in leaves]
        self._close(0)

    def _close(self, height: int) -> None:
        # Make every inner node above `height` whose two children are there.
        sha256 = hashlib.sha256
        while True:
            level = self._levels[height]
            kept = self.base >> height if height < self._block_height else 0
            n_closed = (kept + len(level)) // 2
            height += 1
            if height == len(self._levels):
                if not n_closed:
                    return
                self._levels.append([])
            above = self._levels[height]
            begun = self.base >> height if height < self._block_height else 0
            start = 2 * (begun + len(above)) - kept
            pairs = zip(level[start::2], level[start + 1 :: 2], strict=False)
            above += [sha256(b"\x01" + a + b).digest() for a, b in pairs]

    def cut(self, size: int) -> None:
        """Forget the leaves from `size` on (they were never sealed).

        Raises:
            ValueError: If the tree is smaller than `size`, or `size` lies below `base`.
        """
        self._refuse_size(size)
        if size < self.base:
            raise ValueError(f"the leaves below {self.base} are sealed")
        for height, level in enumerate(self._levels):
            kept = self.base >> height if height < self._block_height else 0
            del level[(size >> height) - kept :]
        while len(self._levels) > self._block_height + 1 and not self._levels[-1]:
            self._levels.pop()

    def let_go(self, base: int) -> None:
        """Keep only the roots of blocks below `base` (a tree made `of_blocks`).

        Raises:
            ValueError: If `base` is no multiple of a block, or beyond the tree.
        """
        self._refuse_size(base)
        if self._leaves_of is None or base % (1 << self._block_height):
            raise ValueError(f"{base} is no multiple of a block")
        if base <= self.base:
            return
        for height in range(self._block_height):
            del self._levels[height][: (base - self.base) >> height]
        self.base = base

    def block_roots(self, start: int, stop: int) -> list[bytes]:
        """Return the roots of whole blocks (a tree made `of_blocks`)."""
        return self._levels[self._block_height][start:stop]

    def check_block(self, block: int, leaves: Sequence[bytes]) -> list[list[bytes]]:
        """Make a block again from its leaf hashes; it must have the root that is kept.

        Returns:
            Its nodes, lowest level first.

        Raises:
            IntegrityError: If it has another one.
        """
        levels = [list(leaves)]
        while len(levels[-1]) > 1:
            below = levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            levels.append([node_hash(a, b) for a, b in pairs])
        if levels[-1] != [self._levels[self._block_height][block]]:
            first = block << self._block_height
            raise IntegrityError(
                f"entries {first} to {first + (1 << self._block_height) - 1} are no "
                "longer those that a checkpoint signed; restore the log from a backup"
            )
        return levels

    def _node(self, height: int, index: int) -> bytes:
        kept = self.base >> height if height < self._block_height else 0
        if index >= kept:
            return self._levels[height][index - kept]
        block = (index << height) >> self._block_height
        if block not in self._opened:
            assert self._leaves_of is not None  # noqa: S101  base > 0 only with it
            made = self.check_block(block, self._leaves_of(block))
            while len(self._opened) >= _OPENED:
                self._opened.pop(next(iter(self._opened)))
            self._opened[block] = made
        within = index - (block << (self._block_height - height))
        return self._opened[block][height][within]

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
            peaks.append(self._node(height, start >> height))
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
