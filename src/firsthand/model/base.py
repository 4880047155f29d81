"""The base of every record, and the one canonical JSON form.

Records are frozen, keyword-only, refuse unknown fields and carry no floats, so
that the same record always has the same bytes (Format: F006 in docs/format.md).
``None`` means *not stated*; it is never replaced by 0, "" or a default date.
"""

from __future__ import annotations

import hashlib
from typing import Any, NewType

import msgspec

CaseId = NewType("CaseId", str)
SourceId = NewType("SourceId", str)
CaptureId = NewType("CaptureId", str)
DocumentId = NewType("DocumentId", str)
ClaimId = NewType("ClaimId", str)
OriginId = NewType("OriginId", str)
RootId = NewType("RootId", str)
IncidentId = NewType("IncidentId", str)
VictimId = NewType("VictimId", str)
OperatorId = NewType("OperatorId", str)
ActId = NewType("ActId", str)
Sha256 = NewType("Sha256", str)


class Value(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A part of a record: frozen, compared by value, without an id of its own."""


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """A thing of the domain that is stored as one line of canonical JSON.

    Attributes:
        id: Names the record within its case. A record is never edited: a later
            record with the same id takes its place, and both stay readable.
    """

    id: str


_encoder = msgspec.json.Encoder(order="sorted")


def canonical_bytes(value: Any) -> bytes:
    """Encode a record or plain JSON value canonically.

    Args:
        value: A record, or lists, dicts with string keys, strings, ints, bools, None.

    Returns:
        UTF-8 JSON with sorted keys and no spaces (invariant I6).

    Raises:
        TypeError: If a float is anywhere in the value.
    """
    _refuse_floats(msgspec.to_builtins(value))
    return _encoder.encode(value)


def _refuse_floats(value: Any) -> None:
    todo = [value]
    for item in todo:  # grows on the way: a record has many values, and this is hot
        kind = type(item)
        if kind is str:
            continue
        if kind is dict:
            todo += item.values()
        elif kind is list or kind is tuple:
            todo += item
        elif isinstance(item, float):
            raise TypeError(f"a float ({item!r}) may not enter a hashed record")


def digest_of(value: Any) -> Sha256:
    """Return the SHA-256 (64 hex characters) of the canonical bytes of a value."""
    return Sha256(hashlib.sha256(canonical_bytes(value)).hexdigest())
