"""Encryption of protected bytes with age: a key of its own for each item (F014).

An item is encrypted to a fresh key pair; the private half is *wrapped*: encrypted, with
the salt and the digest of the plaintext, to the recipients of the case, whose private
keys are kept offline. Whoever destroys the wrapped key has erased the item, whatever
still lies about of its ciphertext. Nothing here writes plaintext to a disk.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from firsthand.errors import EvidenceError, IntegrityError, UserError
from firsthand.model import Sha256, Value, canonical_bytes

NOBODY = (
    "nobody could ever open it: name a recipient first, firsthand keys "
    "recipients add age1... --label LABEL"
)
_SALT_BYTES = 32
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105  how age text begins, not a secret
_CHUNK_BYTES = 1 << 20
_MAX_IDENTITY_FILE_BYTES = 1 << 16


class WrappedKey(Value, frozen=True, kw_only=True):
    """What the recipients of an item can read, and nobody else.

    Attributes:
        data_key: Private half of the item's own key, as age text.
        salt: Of the commitment, 64 hex digits.
        plain_sha256: Digest of the plaintext.
        plain_bytes: Its size.
        about: What must not stand in clear: file name, source, address.
    """

    data_key: str
    salt: str
    plain_sha256: Sha256
    plain_bytes: int
    about: dict[str, str]


@dataclasses.dataclass(frozen=True)
class DataKey:
    """The key pair of one sealed item."""

    secret: str = dataclasses.field(repr=False)
    public: str


def commitment(salt: str, plain_sha256: str) -> Sha256:
    """Return the commitment to a plaintext's digest: SHA-256 of salt and digest.

    Args:
        salt: 64 hex digits.
        plain_sha256: 64 hex digits.
    """
    both = bytes.fromhex(salt) + bytes.fromhex(plain_sha256)
    return Sha256(hashlib.sha256(both).hexdigest())


def new_data_key() -> DataKey:
    """Make a key pair."""
    made = _age().x25519.Identity.generate()
    return DataKey(str(made), str(made.to_public()))


def new_salt() -> str:
    """Return a random salt of 32 bytes, as hex."""
    return secrets.token_hex(_SALT_BYTES)


def check_recipient(text: str) -> str:
    """Return a public key, stripped, if it is one.

    Raises:
        UserError: It is not an age public key; says what was found.
    """
    stripped = text.strip()
    if stripped.upper().startswith(_SECRET):
        raise UserError(
            "this is a PRIVATE key. Keep it offline and give the public one, which "
            "begins with age1; if it was shown to others, make a new one"
        )
    age = _age()
    try:
        age.x25519.Recipient.from_str(stripped)
    except age.RecipientError as error:
        raise UserError(
            f"{stripped[:24]!r} is not an age public key (age1...): {error}"
        ) from error
    return stripped


def read_identities(path: Path) -> list[str]:
    """Read private keys from an age identity file; comment lines begin with #.

    Raises:
        UserError: It cannot be read, or holds no private key.
    """
    try:
        if path.stat().st_size > _MAX_IDENTITY_FILE_BYTES:
            raise UserError(f"{path}: is too large for an identity file")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read as an identity file: {error}") from (
            error
        )
    found = [line.strip() for line in lines if line.strip().startswith(_SECRET)]
    if not found:
        raise UserError(f"{path}: holds no private key ({_SECRET}...)")
    for number, text in enumerate(found, 1):
        _identity(text, f"{path}: key {number}")
    return found


def public_of(secret: str) -> str:
    """Return the public half of a private key."""
    return str(_identity(secret, "private key").to_public())


def write_identity(path: Path, key: DataKey) -> None:
    """Write a private key as an identity file that only its owner can read (0600).

    Raises:
        UserError: The file exists, or cannot be written.
    """
    text = f"# public key: {key.public}\n{key.secret}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


# --- whole items ---------------------------------------------------------------------


class Encrypting:
    """The ciphertext of a stream, as a stream; knows digest and size afterwards.

    Use it in a `with` statement and read it to its end: a thread encrypts into a pipe,
    so that neither plaintext nor ciphertext is ever whole in memory.
    """

    def __init__(self, data: bytes | BinaryIO, key: DataKey) -> None:
        """Take what is to be encrypted, and the key pair of the item."""
        self._source = _Hashing(io.BytesIO(data) if isinstance(data, bytes) else data)
        self._key = key
        self._problem: BaseException | None = None

    def __enter__(self) -> Encrypting:  # noqa: PYI034  one class
        """Start encrypting."""
        out, into = os.pipe()
        self._out = os.fdopen(out, "rb")
        self._thread = threading.Thread(
            target=self._encrypt, args=(os.fdopen(into, "wb"),), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; a thread that still writes sees a broken pipe and ends."""
        self._out.close()
        self._thread.join()

    def read(self, size: int = -1) -> bytes:
        """Read ciphertext.

        Raises:
            OSError: The source broke.
        """
        chunk = self._out.read(size)
        if not chunk:
            self._thread.join()
            if self._problem is not None:
                raise OSError(f"could not be encrypted: {self._problem}")
        return chunk

    @property
    def plain_sha256(self) -> Sha256:
        """Digest of the plaintext, once everything was read."""
        return Sha256(self._source.digest.hexdigest())

    @property
    def plain_bytes(self) -> int:
        """Size of the plaintext, once everything was read."""
        return self._source.size

    def _encrypt(self, into: BinaryIO) -> None:
        age = _age()
        to = age.x25519.Recipient.from_str(self._key.public)
        try:
            with into:
                age.encrypt_io(self._source, into, [to])
        except BaseException as error:  # noqa: BLE001  told to who reads
            self._problem = error


class _Hashing:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


class _Writing:
    """A stream that hashes what is written, and hands it on where it is wanted."""

    def __init__(self, into: BinaryIO | None) -> None:
        self._into = into
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes) -> int:
        self.digest.update(chunk)
        self.size += len(chunk)
        if self._into is not None:
            self._into.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        if self._into is not None:
            self._into.flush()


def wrap(key: WrappedKey, recipients: Sequence[str]) -> bytes:
    """Encrypt an item's key to recipients.

    Raises:
        UserError: There is no recipient.
    """
    if not recipients:
        raise UserError(NOBODY)
    age = _age()
    to = [age.x25519.Recipient.from_str(check_recipient(one)) for one in recipients]
    made: bytes = age.encrypt(canonical_bytes(key), to)
    return made


def unwrap(wrapped: bytes, identities: Sequence[str]) -> WrappedKey:
    """Open the wrapped key of an item.

    Raises:
        UserError: None of the private keys fits.
        IntegrityError: It opens, but is no wrapped key.
    """
    age = _age()
    try:
        data = age.decrypt(
            wrapped, [_identity(one, "private key") for one in identities]
        )
    except age.DecryptError as error:
        raise UserError(f"none of these private keys opens it: {error}") from error
    try:
        return msgspec.json.decode(data, type=WrappedKey)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise IntegrityError("what was wrapped is not a key of ours") from error


def open_sealed(
    cipher: BinaryIO, key: WrappedKey, plain: Sha256, into: BinaryIO | None
) -> int:
    """Decrypt an item and hold it against its digest and its commitment in the log.

    Args:
        cipher: The ciphertext.
        key: Its key.
        plain: The commitment that the log holds.
        into: Where the plaintext goes; None = nowhere (a drill).

    Returns:
        Number of bytes.

    Raises:
        EvidenceError: It cannot be decrypted.
        IntegrityError: It is not what was sealed.
    """
    age = _age()
    out = _Writing(into)
    try:
        age.decrypt_io(cipher, out, [_identity(key.data_key, "key of the item")])
    except (age.DecryptError, OSError) as error:
        raise EvidenceError(f"cannot be decrypted: {error}") from error
    if out.digest.hexdigest() != key.plain_sha256:
        raise IntegrityError("the plaintext is not the one that was sealed")
    if commitment(key.salt, key.plain_sha256) != plain:
        raise IntegrityError("the plaintext is not the one that the log committed to")
    return out.size


@contextlib.contextmanager
def new_plain_file(path: Path) -> Iterator[BinaryIO]:
    """Open a new file for plaintext, mode 0600; removed again if anything fails.

    Raises:
        UserError: It exists, or cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _identity(text: str, name: str) -> Any:
    age = _age()
    try:
        return age.x25519.Identity.from_str(text)
    except age.IdentityError as error:
        raise UserError(f"{name}: is not an age private key: {error}") from error


def _age() -> Any:
    try:
        import pyrage  # noqa: PLC0415  only where something is sealed
    except ImportError as error:
        raise UserError(
            "sealing needs the package pyrage (age encryption): pip install pyrage"
        ) from error
    return pyrage
