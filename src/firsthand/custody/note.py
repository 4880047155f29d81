"""Signed notes and checkpoints in the public C2SP formats, with Ed25519.

A checkpoint says: the log named `origin` has `size` entries and this root. It is
signed as a note. Parsing is exact: name, key id and canonical base64 must all match,
and a note is byte-equal to its re-encoding. Specifications: c2sp.org/signed-note,
c2sp.org/tlog-checkpoint. Format: F004. Invariant: I7.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from firsthand.errors import IntegrityError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"  # C2SP signature type of a plain Ed25519 note signature
_SIGNATURE_LINE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_PUBLIC_BYTES = 32
_SIGNATURE_BYTES = 64
_CHECKPOINT_LINES = 3


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a log at one size.

    Attributes:
        origin: Name of the log.
        size: Number of entries.
        root: Merkle root, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the signed text: three lines."""
        root = base64.b64encode(self.root).decode("ascii")
        return f"{self.origin}\n{self.size}\n{root}\n"


class VerifierKey(msgspec.Struct, frozen=True, kw_only=True):
    """A public key with its name.

    Attributes:
        name: Name of the key: the origin of the log.
        public: The raw Ed25519 public key, 32 bytes.
    """

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name, newline, type, key)."""
        whole = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(whole).digest()[:4]

    def vkey(self) -> str:
        """Return the C2SP text form: name+id+base64(type and key)."""
        key = base64.b64encode(_ED25519 + self.public).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{key}"

    def verifies(self, text: str, signature: bytes) -> bool:
        """Say whether the 64-byte signature over the text is this key's."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  heavy
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415  heavy
            Ed25519PublicKey,
        )

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(
                signature, text.encode()
            )
        except InvalidSignature:
            return False
        return True


def parse_vkey(text: str) -> VerifierKey:
    """Read a key in C2SP text form.

    Raises:
        IntegrityError: If it is not byte-equal to its re-encoding.
    """
    name, _, rest = text.partition("+")
    encoded = rest.partition("+")[2]
    key = _canonical_base64(encoded)
    if key is not None and len(key) == 1 + _PUBLIC_BYTES:
        made = VerifierKey(name=name, public=key[1:])
        if made.vkey() == text:
            return made
    raise IntegrityError(f"not a public key in vkey form: {text[:120]!r}")


class SigningKey:
    """A private key that signs the checkpoints of one log."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        """Take the name of the log and its private key."""
        self._private = private
        public = private.public_key().public_bytes_raw()
        self.verifier = VerifierKey(name=name, public=public)

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the signed note of a checkpoint."""
        text = checkpoint.text()
        signature = self._private.sign(text.encode())
        encoded = base64.b64encode(self.verifier.key_id + signature).decode("ascii")
        return f"{text}\n— {self.verifier.name} {encoded}\n"


class SignedNote(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint with its signature, parsed but not yet verified.

    Attributes:
        checkpoint: What is signed.
        key_name: Name on the signature line.
        key_id: Key id on the signature line, 4 bytes.
        signature: The signature, 64 bytes.
    """

    checkpoint: Checkpoint
    key_name: str
    key_id: bytes
    signature: bytes

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Say whether name, key id and signature are all this key's (I7)."""
        return (
            self.key_name == key.name
            and self.key_id == key.key_id
            and key.verifies(self.checkpoint.text(), self.signature)
        )


def parse_note(note: str) -> SignedNote:
    """Read a signed checkpoint strictly.

    Args:
        note: The whole note, its last newline included.

    Raises:
        IntegrityError: If anything but the exact form is found.
    """
    text, separator, last = note.partition("\n\n")
    lines = text.split("\n")
    signed = _SIGNATURE_LINE.fullmatch(last[:-1])
    if not separator or len(lines) != _CHECKPOINT_LINES or not last.endswith("\n"):
        raise IntegrityError("a checkpoint is three lines, a blank one, a signature")
    raw = _canonical_base64(signed[2]) if signed else None
    if signed is None or raw is None or len(raw) != 4 + _SIGNATURE_BYTES:
        raise IntegrityError("the signature line of a checkpoint is malformed")
    return SignedNote(
        checkpoint=_parse_text(*lines),
        key_name=signed[1],
        key_id=raw[:4],
        signature=raw[4:],
    )


def _parse_text(origin: str, size: str, root: str) -> Checkpoint:
    raw = _canonical_base64(root)
    if not origin or not _SIZE.fullmatch(size) or raw is None or len(raw) != 32:  # noqa: PLR2004  SHA-256
        raise IntegrityError("the text of a checkpoint is malformed")
    return Checkpoint(origin=origin, size=int(size), root=raw)


def _canonical_base64(text: str) -> bytes | None:
    # None = not base64, or not the one way to write these bytes.
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if base64.b64encode(raw).decode("ascii") == text else None
