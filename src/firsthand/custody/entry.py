"""Entries of the log: one line of canonical JSON each, opaque ids, no personal data.

What people said or called things stands in the private part of an act, an object
that the entry names by a salted commitment. Format: F002, F007. Invariants: I5, I6.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import re
import secrets

import msgspec

from firsthand.errors import IntegrityError, UserError
from firsthand.model import ActId, CaseId, OperatorId, Sha256, Value, canonical_bytes

MAX_ENTRY_BYTES = 60_000
SALT_BYTES = 32

_OPAQUE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_TOOL = re.compile(r"[!-~]([ -~]{0,198}[!-~])?")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class EntryType(enum.StrEnum):
    """What an entry records."""

    STORE_CREATED = "store-created"
    KEY_ADDED = "key-added"
    ACT = "act"
    CAPTURE = "capture"
    DERIVATIVE = "derivative"
    SEGMENT = "segment"
    RECOVERED = "recovered"
    ANCHORED = "anchored"
    VERIFIER_ADDED = "verifier-added"
    KEY_ADOPTED = "key-adopted"
    KEY_RETIRED = "key-retired"
    SEALED = "sealed"
    READ = "read"
    ERASED = "erased"


# Types that the first verifier of format 1 does not know: a store that uses one names a
# newer verifier before it (F002).
LATER_TYPES = frozenset(
    {
        EntryType.ANCHORED,
        EntryType.KEY_ADOPTED,
        EntryType.KEY_RETIRED,
        EntryType.SEALED,
        EntryType.READ,
        EntryType.ERASED,
    }
)


class Entry(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One line of the log.

    Attributes:
        seq: Index of the entry, dense from 0 (I5).
        at: Local clock in UTC, to the second: recorded, never proof.
        by: Opaque id of who acted ("system" = the store itself).
        case: Opaque id of the case.
        act: Opaque id of the act; entries of one act share it.
        type: What is recorded.
        tool: Tool and version.
        sha256: The object named; None = none.
        size: Its size in bytes; None = no object.
        commit: Salted commitment to the act's private part, which is also the name
            of the object that holds it; None = no private part.
        undoes: Act that this one undoes; None = not an undo.
        key: Public key in vkey form (key-added, key-adopted, key-retired).
        readme: SHA-256 of STORE/README.txt (store-created).
        plain: Salted commitment to the SHA-256 of what was encrypted (sealed).
    """

    seq: int
    at: str
    by: OperatorId
    case: CaseId
    act: ActId
    type: EntryType
    tool: str
    sha256: Sha256 | None = None
    size: int | None = None
    commit: Sha256 | None = None
    undoes: ActId | None = None
    key: str | None = None
    readme: Sha256 | None = None
    plain: Sha256 | None = None

    def line(self) -> bytes:
        """Return the canonical bytes, without the newline (I6).

        Raises:
            UserError: If a field could carry more than an opaque id.
        """
        _refuse_loose(self)
        made = _encoder.encode(self)
        if len(made) > MAX_ENTRY_BYTES:
            raise UserError(f"a log entry of {len(made)} bytes (limit 60,000)")
        return made


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Entry)


def _refuse_loose(entry: Entry) -> None:
    # The log holds opaque ids alone: a name or an address must not slip in (I10).
    for field in ("by", "case", "act", "undoes"):
        value = getattr(entry, field)
        if value is not None and not _OPAQUE.fullmatch(value):
            raise UserError(
                f"{field} {value!r} is not an opaque id: use letters, digits, _ . -"
            )
    if not _TOOL.fullmatch(entry.tool):
        raise UserError(f"tool {entry.tool!r} must be 1-200 printable ASCII characters")
    for field in ("sha256", "commit", "readme", "plain"):
        value = getattr(entry, field)
        if value is not None and not _DIGEST.fullmatch(value):
            raise UserError(f"{field} {value!r} is not a SHA-256 in lower-case hex")


def parse_entry(line: bytes, seq: int) -> Entry:
    """Read one line of the log strictly.

    Args:
        line: The line, without its newline.
        seq: The index it must have.

    Raises:
        IntegrityError: If it is not canonical, or not entry `seq`.
    """
    try:
        entry = _decoder.decode(line)
        canonical = entry.line()
    except (msgspec.MsgspecError, UnicodeDecodeError, UserError) as error:
        raise IntegrityError(f"log entry {seq} cannot be read: {error}") from error
    if canonical != line or not is_clock(entry.at):
        raise IntegrityError(f"log entry {seq} is not canonical (I6)")
    if entry.seq != seq:
        raise IntegrityError(f"log entry {seq} says that it is entry {entry.seq} (I5)")
    return entry


def clock_now() -> str:
    """Return the local clock in UTC, to the second, as entries write it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_clock(at: str) -> bool:
    """Say whether a text is a time as entries write it."""
    try:
        read_clock(at)
    except (ValueError, TypeError):
        return False
    return _AT.fullmatch(at) is not None


def read_clock(at: str) -> dt.datetime:
    """Return the aware UTC time of an entry's `at`."""
    return dt.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def new_id(prefix: str) -> str:
    """Return a random opaque id ("act_9f2c..."): 64 bits, says nothing of anyone."""
    return f"{prefix}_{secrets.token_hex(8)}"


class PrivatePart(Value, frozen=True, kw_only=True):
    """What an act is about, in words: kept beside the log, never in it.

    Attributes:
        act_kind: "init", "add", "run", "accept", "undo", ...
        because: Reason in the person's words; None = none given.
        summary: One line for people; None = none.
        after: SHA-256 of the newest time stamp's answer held then: whoever wrote this
            had it, so it was written after that answer's time (I8); None = none held.
    """

    act_kind: str
    because: str | None = None
    summary: str | None = None
    after: Sha256 | None = None


def seal_private(part: PrivatePart) -> tuple[Sha256, bytes]:
    """Return the commitment of a private part and the bytes it commits to.

    Returns:
        SHA-256 (64 hex) of salt and JSON, and salt (32 random bytes) with JSON.
    """
    sealed = secrets.token_bytes(SALT_BYTES) + canonical_bytes(part)
    return Sha256(hashlib.sha256(sealed).hexdigest()), sealed


def open_private(sealed: bytes) -> PrivatePart:
    """Read a private part.

    Raises:
        IntegrityError: If it is not a salt and canonical JSON.
    """
    try:
        part = msgspec.json.decode(sealed[SALT_BYTES:], type=PrivatePart)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise IntegrityError(
            f"the private part of an act cannot be read: {error}"
        ) from (error)
    if canonical_bytes(part) != sealed[SALT_BYTES:]:
        raise IntegrityError("the private part of an act is not canonical JSON")
    return part
