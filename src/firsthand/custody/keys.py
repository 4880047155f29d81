"""Signing keys: made once a case, kept outside it, readable by their owner alone.

The private half never enters the case folder: whoever receives a copy of a case can
check it, and cannot sign in its name. Format: F004. Invariant: I7.
"""

from __future__ import annotations

import base64
import functools
import os
from pathlib import Path

from firsthand.custody.durable import flush_file, flush_folder
from firsthand.custody.note import SigningKey, VerifierKey
from firsthand.errors import IntegrityError, UserError

_SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")  # RFC 8410, Ed25519


def default_keys_folder() -> Path:
    """Return `$XDG_CONFIG_HOME/firsthand/keys` (default `~/.config/...`)."""
    stated = os.environ.get("XDG_CONFIG_HOME")
    home = Path(stated) if stated else Path.home() / ".config"
    return home / "firsthand" / "keys"


def create_key(name: str, folder: Path) -> SigningKey:
    """Make a signing key for the log `name` and keep it in `folder` (mode 0600).

    Raises:
        UserError: If the folder cannot be written.
    """
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  heavy

    private = ed25519.Ed25519PrivateKey.generate()
    key = SigningKey(name, private)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = key_path(key.verifier, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            flush_file(file.fileno())
        flush_folder(folder)
    except OSError as error:
        raise UserError(f"{path}: cannot keep the signing key: {error}") from error
    return key


def key_path(key: VerifierKey, folder: Path) -> Path:
    """Return where the private half of a key is kept."""
    return folder / f"{key.key_id.hex()}.key"


def load_key(key: VerifierKey, folder: Path) -> SigningKey | None:
    """Return the private half of a key; None = it is not in the folder.

    Raises:
        IntegrityError: If the file holds another key, or no key.
    """
    path = key_path(key, folder)
    try:
        found = path.stat()
        state = found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
        return _read_key(key, path, state)
    except FileNotFoundError:
        return None


@functools.lru_cache(maxsize=4)
def _read_key(
    key: VerifierKey,
    path: Path,
    state: tuple[int, int, int, int],  # noqa: ARG001  a file that was touched is read again
) -> SigningKey:
    # Every commit asks for the key: reading it twice would be a tenth of its time.
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  heavy
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  heavy

    pem = path.read_bytes()
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise IntegrityError(f"{path}: not a readable private key: {error}") from error
    if not isinstance(private, ed25519.Ed25519PrivateKey):
        raise IntegrityError(f"{path}: not an Ed25519 key")
    found = SigningKey(key.name, private)
    if found.verifier != key:
        raise IntegrityError(f"{path}: holds another key than its name says")
    return found


def public_pem(key: VerifierKey) -> bytes:
    """Return the public key as PEM, as openssl reads it."""
    body = base64.b64encode(_SPKI_PREFIX + key.public)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"
