"""What every store does, whatever its home: the port that casework speaks to.

A store keeps bytes (objects, named by SHA-256) and records (in segments), and an
append-only log of acts. Nothing is edited. The present state is a fold over the
log: `firsthand.store.fold`. Format: docs/format.md. Invariants: I1-I6, I12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol, TypeVar

from firsthand.custody.audit import AuditReport
from firsthand.model import (
    ActId,
    AnyRecord,
    CustodyEvent,
    Derivation,
    OperatorId,
    Record,
    Sha256,
    Value,
)

R = TypeVar("R", bound=Record)


class Act(Value, frozen=True, kw_only=True):
    """Who does what, and why: every change of a case is one act.

    Attributes:
        kind: "init", "add", "run", "accept", "undo", ...
        by: Opaque id of the operator.
        tool: Tool and version.
        because: Reason in the person's words; None = none given.
        undoes: The act that this one undoes; None = not an undo.
        summary: One line for people ("15 documents added").
        after: SHA-256 of a time stamp's answer that its words name; None = of none.
    """

    kind: str
    by: OperatorId
    tool: str
    because: str | None = None
    undoes: ActId | None = None
    summary: str | None = None
    after: Sha256 | None = None


class StagedObject(Value, frozen=True, kw_only=True):
    """Bytes written to the staging area, hashed as they arrived.

    Attributes:
        sha256: Digest of what the source sent.
        size_bytes: Number of bytes.
        path: Where they wait; None = already held by the store.
        entry_type: "capture" (evidentiary copy), "derivative" (working copy) or
            "sealed" (ciphertext).
        plain: Salted commitment to the digest of what was encrypted; None = not
            encrypted.
    """

    sha256: Sha256
    size_bytes: int
    path: str | None
    entry_type: str
    plain: Sha256 | None = None


class Derived(Value, frozen=True, kw_only=True):
    """What one run of a stage made for one scope: header and records."""

    derivation: Derivation
    records: tuple[AnyRecord, ...]


class Receipt(Value, frozen=True, kw_only=True):
    """What the store hands back once everything is on disk (I2).

    Attributes:
        act: Id of the act.
        first_seq: First log entry of the act.
        tree_size: Size of the signed checkpoint that covers it.
        root: Root hash of that checkpoint, 64 hex characters.
        checkpoint: The signed note.
    """

    act: ActId
    first_seq: int
    tree_size: int
    root: str
    checkpoint: str


class Store(Protocol):
    """The home of one case."""

    @property
    def checkpoint(self) -> str:
        """The newest signed checkpoint: a note of origin, size, root, signatures."""

    @property
    def fault(self) -> str | None:
        """What is wrong with the store, found at opening; None = nothing."""

    def stage(
        self, data: bytes | BinaryIO, *, entry_type: str = "capture"
    ) -> StagedObject:
        """Take in bytes as a stream, hashing as they arrive; nothing is logged yet.

        Raises:
            SourceError: The stream broke, or is larger than the limit.
            EvidenceError: The disk is full or refuses.
        """

    def commit(
        self,
        act: Act,
        *,
        objects: Sequence[StagedObject] = (),
        records: Iterable[AnyRecord] = (),
        derived: Iterable[Derived] = (),
    ) -> Receipt:
        """Make an act durable: objects, then records, then log, then checkpoint.

        Returns only when a signed checkpoint that covers the act is on disk (I2).
        `records` are authored (kept by id, the latest of an id is present);
        `derived` replace what the same (stage, scope) brought before.
        """

    def read_object(self, sha256: Sha256) -> bytes:
        """Read an object whole, checking its digest.

        Raises:
            EvidenceError: It is not held.
            IntegrityError: Its bytes do not have that digest.
        """

    def open_object(self, sha256: Sha256) -> BinaryIO:
        """Open an object for reading as a stream (digest not checked)."""

    def holds(self, sha256: Sha256) -> bool:
        """Say whether the object is held."""

    def get(self, record_id: str) -> AnyRecord | None:
        """Return the present record of that id; None = there is none."""

    def every(self, kind: type[R]) -> Iterator[R]:
        """Yield the present records of a kind (or of its subclasses), in log order."""

    def of_scope(self, stage: str, scope: str) -> list[AnyRecord]:
        """Return the records that a stage's latest derivation made for a scope."""

    def derivations(self, stage: str) -> Mapping[str, Derivation]:
        """Return the present derivation of each scope of a stage, by scope."""

    def history(self, record_id: str) -> list[tuple[CustodyEvent, AnyRecord]]:
        """Return every version of a record with the act that brought it, in order."""

    def events(self, since: int = 0) -> Iterator[CustodyEvent]:
        """Yield the log's entries from index `since`, joined with private parts."""

    def verify(self, *, progress: Callable[[str], None] | None = None) -> AuditReport:
        """Recompute everything: log, objects, records, and that the index agrees.

        Args:
            progress: Called with a line of text now and then; None = silent.
        """

    def close(self) -> None:
        """Let go of the case; everything committed stays."""
