"""What was made of full log files, so that an opening need not read them again.

Derived, never evidence: the roots of blocks of entries, where each block begins, which
blocks hold entries about the log itself. What is taken up must lead to the root that a
signed checkpoint states, and a block that is read must have the root remembered; a file
that was touched since is read anew. Deleting it loses nothing. Format: F017.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import msgspec

FORMAT = 1


class FullFile(msgspec.Struct, frozen=True, kw_only=True):
    """One full file of entries.

    Attributes:
        state: Its size, times of writing and of change (ns), inode, when it was read.
        marks: Offset of each block of entries, in bytes.
        roots: Merkle roots of the blocks, 32 bytes each.
        special: Blocks that hold entries about the log itself, counted in the file.
    """

    state: tuple[int, int, int, int]
    marks: list[int]
    roots: bytes
    special: list[int]


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the full files of a log.

    Attributes:
        per_file: Entries in a file.
        block: Entries in a block.
        files: The full files, in order.
        notes_end: Bytes of `checkpoints` that were checked against these entries.
        notes_sha256: Their SHA-256, 64 hex.
        note: The last checkpoint among them; "" = none.
        format: Of this file.
    """

    per_file: int
    block: int
    files: list[FullFile]
    notes_end: int
    notes_sha256: str
    note: str
    format: int = FORMAT


_decoder = msgspec.json.Decoder(Remembered)


def state_of(path: Path) -> tuple[int, int, int, int]:
    """Return what changes when a file is written to: size, two times, inode.

    Raises:
        OSError: If it is not there.
    """
    found = path.lstat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def write(path: Path, remembered: Remembered) -> None:
    """Write it under a digest of its own, whole or not at all; not flushed.

    Raises:
        OSError: If the disk is full or refuses.
    """
    body = msgspec.json.encode(remembered)
    data = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def recall(path: Path) -> Remembered | None:
    """Read it; None = there is none that is whole and of this format."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        found = _decoder.decode(body)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found if found.format == FORMAT else None
