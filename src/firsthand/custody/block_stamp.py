"""OpenTimestamps proofs: the way from a digest to the Merkle root of a Bitcoin block.

A proof is a tree of steps (append, prepend, hash) whose leaves say where a result was
written down: in a block of a height, or, not yet, with a calendar that promises one.
Read and written here from the public description of the format; nothing is asked of
the network. A block counts only by its header, which a person brings from a source
that they trust, as they bring a root certificate. Format: F012. Invariant: I8.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence

from firsthand.custody.timestamp import Verdict
from firsthand.errors import SourceError
from firsthand.model import Value

_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
_VERSION = 1
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BLOCK = bytes.fromhex("0588960d73d71901")
_SHA256, _APPEND, _PREPEND = 0x08, 0xF0, 0xF1
_FORK, _ATTESTATION = 0xFF, 0x00
_HEADER_BYTES = 80
_DIGEST_BYTES = 32
_MOST_BYTES, _MOST_STEPS, _MOST_DEPTH = 1 << 16, 4096, 256
_EASIEST_TARGET = 0xFFFF << 208
# Bitcoin's since 2014; a header that took less was made up or mistyped.
LEAST_DIFFICULTY = 1e10

_HASHES: dict[int, Callable[[bytes], bytes]] = {
    0x02: lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    _SHA256: lambda data: hashlib.sha256(data).digest(),
}


class Leaf(Value, frozen=True, kw_only=True):
    """Where a result was written down.

    Attributes:
        tag: Kind of the place, 8 bytes.
        payload: What the place says of itself.
    """

    tag: bytes
    payload: bytes


class Step(Value, frozen=True, kw_only=True):
    """One step from a message to the next.

    Attributes:
        op: Its number in the format.
        operand: Bytes appended or prepended; empty for a hash.
        then: What follows.
    """

    op: int
    operand: bytes
    then: Tree


class Tree(Value, frozen=True, kw_only=True):
    """Leaves at a message, and steps onwards from it."""

    leaves: tuple[Leaf, ...] = ()
    steps: tuple[Step, ...] = ()


class Ending(Value, frozen=True, kw_only=True):
    """One end of a proof.

    Attributes:
        message: What was written down there.
        calendar: Address that promises a block; None = it is no promise.
        height: Of the Bitcoin block whose Merkle root `message` is; None = none.
    """

    message: bytes
    calendar: str | None = None
    height: int | None = None


class Header(Value, frozen=True, kw_only=True):
    """A block's header, as far as it is needed.

    Attributes:
        block: Its hash as people write it, 64 hex characters.
        merkle_root: 32 bytes, in the order of the wire.
        at: The miner's clock: may be wrong by two hours.
    """

    block: str
    merkle_root: bytes
    at: dt.datetime


# --- reading -------------------------------------------------------------------------


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.n_steps = data, 0, 0

    def take(self, n: int) -> bytes:
        if self.at + n > len(self.data):
            raise SourceError(f"the proof ends at byte {len(self.data)}, too early")
        self.at += n
        return self.data[self.at - n : self.at]

    def number(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004  the high bit says that more follows
                return value
            if shift > 63:  # noqa: PLR2004  no number of the format is longer
                raise SourceError(f"a number at byte {self.at} has no end")

    def string(self) -> bytes:
        return self.take(self.number())

    def tree(self, depth: int = 0) -> Tree:
        if depth > _MOST_DEPTH:
            raise SourceError(f"the proof is over {_MOST_DEPTH} steps deep")
        leaves: list[Leaf] = []
        steps: list[Step] = []
        is_last = False
        while not is_last:
            tag = self.take(1)[0]
            is_last = tag != _FORK
            self._item(tag if is_last else self.take(1)[0], leaves, steps, depth)
        return Tree(leaves=tuple(leaves), steps=tuple(steps))

    def _item(
        self, tag: int, leaves: list[Leaf], steps: list[Step], depth: int
    ) -> None:
        self.n_steps += 1
        if self.n_steps > _MOST_STEPS:
            raise SourceError(f"the proof has over {_MOST_STEPS} steps")
        if tag == _ATTESTATION:
            leaves.append(Leaf(tag=self.take(8), payload=self.string()))
        elif tag in {_APPEND, _PREPEND}:
            operand = self.string()
            then = self.tree(depth + 1)
            steps.append(Step(op=tag, operand=operand, then=then))
        elif tag in _HASHES:
            steps.append(Step(op=tag, operand=b"", then=self.tree(depth + 1)))
        else:
            raise SourceError(
                f"byte {self.at - 1}: a step of kind 0x{tag:02x} is not known here"
            )


def read_ots(data: bytes) -> tuple[bytes, Tree]:
    """Read a detached proof (.ots).

    Returns:
        The SHA-256 that it is about, and the way onwards.

    Raises:
        SourceError: It is no such proof; says where.
    """
    if len(data) > _MOST_BYTES:
        raise SourceError(f"no OpenTimestamps proof: over {_MOST_BYTES} bytes")
    if not data.startswith(_MAGIC):
        raise SourceError(f"no OpenTimestamps proof: it begins {data[:16]!r}")
    reader = _Reader(data)
    reader.take(len(_MAGIC))
    if (version := reader.number()) != _VERSION:
        raise SourceError(f"an OpenTimestamps proof of version {version}; 1 is known")
    if (kind := reader.take(1)[0]) != _SHA256:
        raise SourceError(f"about a digest of kind 0x{kind:02x}; SHA-256 is needed")
    digest, tree = reader.take(_DIGEST_BYTES), reader.tree()
    if reader.at != len(data):
        raise SourceError(f"{len(data) - reader.at} bytes follow the proof's end")
    return digest, tree


def read_promise(data: bytes) -> Tree:
    """Read what a calendar answers: a way onwards, without a head.

    Raises:
        SourceError: It is none.
    """
    if len(data) > _MOST_BYTES:
        raise SourceError(f"the answer is over {_MOST_BYTES} bytes")
    reader = _Reader(data)
    tree = reader.tree()
    if reader.at != len(data):
        raise SourceError(f"{len(data) - reader.at} bytes follow the answer's end")
    return tree


def endings(message: bytes, tree: Tree) -> Iterator[Ending]:
    """Walk every way from a message to where it was written down."""
    for leaf in tree.leaves:
        reader = _Reader(leaf.payload)
        if leaf.tag == _PENDING:
            calendar = reader.string().decode("utf-8", "replace")
            yield Ending(message=message, calendar=calendar)
        elif leaf.tag == _BLOCK:
            yield Ending(message=message, height=reader.number())
        else:
            yield Ending(message=message)
    for step in tree.steps:
        yield from endings(_applied(step, message), step.then)


def _applied(step: Step, message: bytes) -> bytes:
    if step.op == _APPEND:
        return message + step.operand
    if step.op == _PREPEND:
        return step.operand + message
    return _HASHES[step.op](message)


# --- writing -------------------------------------------------------------------------


def write_ots(digest: bytes, tree: Tree) -> bytes:
    """Return the bytes of a detached proof (.ots) about a SHA-256."""
    return _MAGIC + _number(_VERSION) + bytes([_SHA256]) + digest + _written(tree)


def _written(tree: Tree) -> bytes:
    items = [
        bytes([_ATTESTATION]) + leaf.tag + _string(leaf.payload) for leaf in tree.leaves
    ]
    items += [
        bytes([step.op])
        + (b"" if step.op in _HASHES else _string(step.operand))
        + _written(step.then)
        for step in tree.steps
    ]
    # The mark says that another item follows this one.
    return b"".join(bytes([_FORK]) + item for item in items[:-1]) + items[-1]


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004  seven bits a byte
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _string(data: bytes) -> bytes:
    return _number(len(data)) + data


def hidden_by(nonce: bytes, then: Tree) -> Tree:
    """Put a random number before a way, so that a calendar learns no digest of ours."""
    hashed = Step(op=_SHA256, operand=b"", then=then)
    return Tree(steps=(Step(op=_APPEND, operand=nonce, then=Tree(steps=(hashed,))),))


def completed(message: bytes, tree: Tree, at: bytes, found: Tree) -> Tree:
    """Add to a way what was found for the message `at`; nothing is taken out."""
    steps = tuple(
        Step(
            op=step.op,
            operand=step.operand,
            then=completed(_applied(step, message), step.then, at, found),
        )
        for step in tree.steps
    )
    if message != at:
        return Tree(leaves=tree.leaves, steps=steps)
    return Tree(
        leaves=tuple(dict.fromkeys((*tree.leaves, *found.leaves))),
        steps=tuple(dict.fromkeys((*steps, *found.steps))),
    )


# --- blocks --------------------------------------------------------------------------


def read_headers(text: str, least: float = LEAST_DIFFICULTY) -> list[Header]:
    """Read block headers in hex, one a line: `bitcoin-cli getblockheader X false`.

    Args:
        text: The lines; empty ones and those that begin with # are passed over.
        least: Difficulty below which a header is refused.

    Raises:
        SourceError: A line is no header, or not the work of a miner; names the line.
    """
    found = []
    for n, line in enumerate(text.splitlines(), 1):
        if not (word := line.strip()) or word.startswith("#"):
            continue
        try:
            found.append(_header(bytes.fromhex(word), least))
        except (ValueError, SourceError) as error:
            raise SourceError(f"line {n}: no block header: {error}") from error
    return found


def _header(raw: bytes, least: float) -> Header:
    if len(raw) != _HEADER_BYTES:
        raise SourceError(f"{len(raw)} bytes instead of {_HEADER_BYTES}")
    digest = hashlib.sha256(hashlib.sha256(raw).digest()).digest()
    bits = int.from_bytes(raw[72:76], "little")
    target = (bits & 0x7FFFFF) << 8 * max(0, (bits >> 24) - 3)
    if target <= 0 or int.from_bytes(digest, "little") > target:
        raise SourceError("its hash is above its own target: mistyped or made up")
    if (difficulty := _EASIEST_TARGET / target) < least:
        raise SourceError(
            f"difficulty {difficulty:.3g}: no block of Bitcoin since 2014"
        )
    seconds = int.from_bytes(raw[68:72], "little")
    return Header(
        block=digest[::-1].hex(),
        merkle_root=raw[36:68],
        at=dt.datetime.fromtimestamp(seconds, dt.UTC),
    )


def verify_ots(
    data: bytes, about: bytes, headers: Sequence[Header]
) -> tuple[Verdict, Header | None]:
    """Verify a proof about bytes against block headers that a person brought.

    Returns:
        What was found, and the earliest block that proves it.

    Raises:
        SourceError: It is no proof.
    """
    digest, tree = read_ots(data)
    if digest != hashlib.sha256(about).digest():
        return Verdict(is_verified=False, why="it is about other bytes"), None
    ends = list(endings(digest, tree))
    roots = {end.message for end in ends if end.height is not None}
    held = [header for header in headers if header.merkle_root in roots]
    if held:
        name = ("path to a block header",)
        first = min(held, key=lambda one: one.at)
        return Verdict(is_verified=True, checked_by=name), first
    return Verdict(is_verified=False, why=_missing(ends)), None


def _missing(ends: Sequence[Ending]) -> str:
    blocks = [
        f"block {end.height} with Merkle root {end.message[::-1].hex()}"
        for end in ends
        if end.height is not None
    ]
    if blocks:
        return f"no header was given of {' or of '.join(sorted(blocks))}"
    waiting = sorted({end.calendar for end in ends if end.calendar})
    if waiting:
        return f"no block yet: {', '.join(waiting)} promised one; ask again in hours"
    return "it leads to no Bitcoin block"
