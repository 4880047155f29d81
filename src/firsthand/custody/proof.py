"""Proofs that travel: one entry, its path to the root, the signed checkpoint.

The text is that of c2sp.org/tlog-proof; the entry itself rides in `extra`, so that
the file needs nothing beside it. `verify.py proof FILE` checks it. Format: F005.
"""

from __future__ import annotations

import base64
import binascii
import re

import msgspec

from firsthand.custody.merkle import leaf_hash, verify_inclusion
from firsthand.custody.note import VerifierKey, parse_note
from firsthand.errors import IntegrityError

_HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """An inclusion proof with everything needed to check it.

    Attributes:
        index: Index of the entry, from 0.
        entry: The entry's bytes, without the newline.
        path: The audit path, nearest sibling first.
        note: The signed checkpoint.
    """

    index: int
    entry: bytes
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the tlog-proof text."""
        lines = [_HEADER, f"extra {_b64(self.entry)}", f"index {self.index}"]
        return "\n".join([*lines, *map(_b64, self.path), "", self.note])

    def holds(self, key: VerifierKey) -> bool:
        """Say whether the key signed a tree that has this entry at this index."""
        signed = parse_note(self.note)
        at = signed.checkpoint
        return signed.is_signed_by(key) and verify_inclusion(
            leaf_hash(self.entry), self.index, at.size, self.path, at.root
        )


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """A consistency proof: the log only grew between two signed checkpoints.

    The text is the body of a request to a witness (c2sp.org/tlog-witness);
    `verify.py consistency OLDER FILE` checks it.

    Attributes:
        old: Size of the older checkpoint.
        path: The proof of RFC 6962, 2.1.2.
        note: The newer signed checkpoint.
    """

    old: int
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the proof as text."""
        return "\n".join([f"old {self.old}", *map(_b64, self.path), "", self.note])


def parse_proof(text: str) -> Proof:
    """Read a tlog-proof strictly.

    Raises:
        IntegrityError: If it is not byte-equal to its re-encoding.
    """
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    extra, index = (*lines, "", "", "")[1:3]
    counted = _INDEX.fullmatch(index)
    try:
        if counted is None or not extra.startswith("extra "):
            raise IntegrityError("a proof needs its lines `extra` and `index`")
        made = Proof(
            index=int(counted[1]),
            entry=base64.b64decode(extra[6:], validate=True),
            path=tuple(base64.b64decode(line, validate=True) for line in lines[3:]),
            note=note,
        )
    except (binascii.Error, ValueError) as error:
        raise IntegrityError(f"a proof holds what is not base64: {error}") from error
    if made.text() != text:
        raise IntegrityError("the proof is not written in its one canonical form")
    return made


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
