"""Segments: the records of one commit as one object of JSON lines.

The first line holds the format and a salt, so that the object's name is a commitment
and not a guessable hash. Then the authored records, one a line, and for each run of a
stage its Derivation, followed by as many lines as it says. Format: F006.
"""

from __future__ import annotations

import dataclasses
import functools
import secrets
import typing
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from firsthand.errors import EvidenceError, IntegrityError
from firsthand.model import AnyRecord, Derivation, Record
from firsthand.store.protocol import Derived

SEGMENT_FORMAT = 1
_SALT_CHARS = 64

_encoder = msgspec.json.Encoder(order="sorted")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One record as it stands in a segment.

    Attributes:
        id: Id of the record.
        kind: Its kind, as tagged ("casualty", "document").
        body: Its canonical bytes, without the newline.
    """

    id: str
    kind: str
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """What one run of a stage made for one scope."""

    derivation: Derivation
    lines: tuple[Line, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """The records of one commit: what was authored, and what was derived."""

    authored: tuple[Line, ...] = ()
    runs: tuple[Run, ...] = ()


class _Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    salt: str


class _Named(msgspec.Struct, frozen=True):
    id: str
    kind: str


_named = msgspec.json.Decoder(_Named)
_head = msgspec.json.Decoder(_Head)


def encode_segment(
    records: Iterable[AnyRecord], derived: Iterable[Derived]
) -> tuple[bytes, Segment] | None:
    """Encode the records of a commit.

    Returns:
        The object's bytes, and the same as lines; None = there are no records.

    Raises:
        EvidenceError: If a record would not read back as the same bytes, a header
            states another number than follows, or a derivation was given as authored.
    """
    authored = tuple(_line_of(record) for record in records)
    runs = tuple(_run_of(made) for made in derived)
    if not authored and not runs:
        return None
    for line in authored:
        if line.kind == "derivation":
            raise EvidenceError(f"derivation {line.id}: give it under `derived`")
    head = _encoder.encode(
        _Head(format=SEGMENT_FORMAT, salt=secrets.token_hex(_SALT_CHARS // 2))
    )
    bodies = [head, *(line.body for line in authored)]
    for run in runs:
        bodies.append(_encoder.encode(run.derivation))
        bodies += [line.body for line in run.lines]
    return b"\n".join([*bodies, b""]), Segment(authored=authored, runs=runs)


def _run_of(made: Derived) -> Run:
    said, found = made.derivation.n_records, len(made.records)
    if said != found:
        raise EvidenceError(
            f"derivation {made.derivation.id}: n_records says {said}, got {found}"
        )
    _line_of(made.derivation)
    return Run(made.derivation, tuple(_line_of(record) for record in made.records))


def _line_of(record: Record) -> Line:
    # Read back at once: what cannot be read later must not enter the log today.
    kind = kind_of(type(record))
    try:
        body = _encoder.encode(record)
        again = _encoder.encode(_decoder_of(type(record)).decode(body))
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise EvidenceError(f"{kind} {record.id}: cannot be stored: {error}") from error
    if again != body:
        raise EvidenceError(f"{kind} {record.id}: would not read back as it is")
    return Line(record.id, kind, body)


def decode_segment(data: bytes, name: str) -> Segment:
    """Read a segment back into lines; the records themselves are not decoded.

    Args:
        data: The object's bytes.
        name: How to call it in messages.

    Raises:
        IntegrityError: If it is not a segment of this format.
    """
    try:
        head, *lines = data.split(b"\n")
        if _head.decode(head).format != SEGMENT_FORMAT or lines.pop() != b"":
            raise IntegrityError(f"segment {name}: not of format {SEGMENT_FORMAT}")
        return _read_lines(lines)
    except (msgspec.MsgspecError, UnicodeDecodeError, IndexError) as error:
        raise IntegrityError(f"segment {name}: cannot be read: {error}") from error


def _read_lines(lines: Sequence[bytes]) -> Segment:
    authored: list[Line] = []
    runs: list[Run] = []
    at = 0
    while at < len(lines):
        line = _read_line(lines[at])
        at += 1
        if line.kind != "derivation":
            authored.append(line)
            continue
        derivation = _decoder_of(Derivation).decode(line.body)
        until = at + derivation.n_records
        if until > len(lines):
            raise IndexError(f"derivation {derivation.id} lacks records")
        runs.append(Run(derivation, tuple(map(_read_line, lines[at:until]))))
        at = until
    return Segment(authored=tuple(authored), runs=tuple(runs))


def _read_line(body: bytes) -> Line:
    named = _named.decode(body)
    return Line(named.id, named.kind, body)


def record_of(body: bytes) -> AnyRecord:
    """Decode one record of any kind.

    Raises:
        IntegrityError: If the bytes are no record.
    """
    try:
        return _any_record().decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise IntegrityError(f"not a record: {error}: {body[:120]!r}") from error


def is_canonical(body: bytes) -> bool:
    """Say whether the bytes are one record in its canonical form."""
    try:
        return _encoder.encode(_any_record().decode(body)) == body
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False


def kind_of(record_type: type[Record]) -> str:
    """Return the tag of a record type ("casualty")."""
    return str(record_type.__struct_config__.tag)


@functools.cache
def types_of(record_type: type[Record]) -> tuple[type[Record], ...]:
    """Return the kinds of record that are the given type or derive from it."""
    return tuple(
        one for one in typing.get_args(AnyRecord) if issubclass(one, record_type)
    )


@functools.cache
def decoder_for(record_type: type[Record]) -> msgspec.json.Decoder[Any]:
    """Return a decoder of a record type and of what derives from it."""
    wanted = types_of(record_type)
    union: Any = wanted[0] if wanted else record_type
    for one in wanted[1:]:
        union |= one
    return msgspec.json.Decoder(union)


@functools.cache
def _decoder_of(record_type: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(record_type)


@functools.cache
def _any_record() -> msgspec.json.Decoder[AnyRecord]:
    return msgspec.json.Decoder(AnyRecord)
