"""What people and programs did: judgements, checks, redactions, custody events.

Every decision names who, when and why, and is withdrawn by another record, never
erased.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import msgspec

from firsthand.model.base import ActId, OperatorId, Record, Sha256, Value


class Decision(enum.StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"
    SETTLE = "settle"
    SIGN = "sign"
    READ = "read"
    SEARCH = "search"
    ASK = "ask"
    REPLY = "reply"
    RELEASE = "release"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Change(Value, frozen=True, kw_only=True):
    """One field of a record that a correction sets.

    Attributes:
        field: Name of the field ("killed").
        value_json: The new value, as canonical JSON.
    """

    field: str
    value_json: str


class Judgement(Record, frozen=True, kw_only=True, tag="judgement"):
    """A person's decision, signed and reasoned.

    Attributes:
        decision: What was decided.
        subjects: Ids of what it is about, in order (merge: kept one first).
        because: Why, in the person's words; compulsory.
        by: Opaque id of the person.
        at: Aware UTC time.
        on: Digest of the record judged, so that a changed record is judged anew;
            None where the subject has no single record (merge, split).
        changes: What a correction sets.
    """

    decision: Decision
    subjects: tuple[str, ...]
    because: str
    by: OperatorId
    at: dt.datetime
    on: Sha256 | None = None
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if not self.because.strip():
            raise ValueError(f"judgement {self.id}: a decision needs a reason")
        if not self.subjects:
            raise ValueError(f"judgement {self.id}: a decision needs a subject")

    def value_of(self, field: str) -> Any:
        """Return what the decision sets a field to; None = it does not set it."""
        for change in self.changes:
            if change.field == field:
                return msgspec.json.decode(change.value_json)
        return None


class Operator(Record, frozen=True, kw_only=True, tag="operator"):
    """A person who works on the case, behind an opaque id.

    Attributes:
        label: How colleagues call them; stays in the private part of the store.
    """

    label: str


class Check(Record, frozen=True, kw_only=True, tag="check"):
    """A verification step that can be run again and gives the same bytes.

    Attributes:
        check_kind: What was checked ("distance", "reuse", "sun").
        inputs: Ids or digests of what went in.
        tool: Tool and version.
        parameters_json: Canonical JSON of the parameters.
        result_json: Canonical JSON of the result, uncertainty included.
    """

    check_kind: str
    inputs: tuple[str, ...]
    tool: str
    parameters_json: str
    result_json: str


class Redaction(Record, frozen=True, kw_only=True, tag="redaction"):
    """Something withheld from a publication, recorded.

    Attributes:
        subject: Id of the record.
        field: Field withheld; None = the whole record.
        because: Why.
        by: Who decided, or the rule id that did.
    """

    subject: str
    because: str
    by: str
    field: str | None = None


class Derivation(Record, frozen=True, kw_only=True, tag="derivation"):
    """Says what a stage made from what: the header of its records in a segment.

    The present state of (stage, scope) is what its latest derivation brought.

    Attributes:
        stage: "extract", "link", "assess", ...
        scope: What it was about: a document id, an incident id, "case".
        inputs: Digest of everything it read.
        version: Version of the stage's code and reference data.
        n_records: How many records follow.
    """

    stage: str
    scope: str
    inputs: Sha256
    version: str
    n_records: int


class CustodyEvent(Record, frozen=True, kw_only=True, tag="custody_event"):
    """One act on evidence, as the log knows it, with its private part if readable.

    Attributes:
        seq: Index of the entry in the log, from 0.
        at: Time by the local clock: recorded, never proof.
        by: Opaque id of who acted.
        act: Entries of one act share it.
        entry_type: "capture", "derivative", "segment", "key-added", ...
        act_kind: "add", "run", "accept", "undo", ...; None = unreadable.
        sha256: Object the entry names; None = none.
        because: Reason given; None = none given.
        undoes: Act that this one undoes.
        summary: One line for people; None = unreadable.
    """

    seq: int
    at: dt.datetime
    by: OperatorId
    act: ActId
    entry_type: str
    tool: str
    act_kind: str | None = None
    sha256: Sha256 | None = None
    because: str | None = None
    undoes: ActId | None = None
    summary: str | None = None
