"""A store in memory, for tests and notebooks: the same log, nothing on disk.

Entries, Merkle tree and signed checkpoints are real; the key is made for the occasion
and forgotten. The present state is the fold itself, without an index.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, TypeVar

from firsthand.custody.audit import AuditReport, Problem
from firsthand.custody.entry import (
    Entry,
    EntryType,
    PrivatePart,
    new_id,
    open_private,
    read_clock,
    seal_private,
)
from firsthand.custody.merkle import MerkleTree
from firsthand.custody.note import Checkpoint, SigningKey
from firsthand.errors import EvidenceError, SourceError, UserError
from firsthand.model import (
    ActId,
    AnyRecord,
    CaseId,
    CustodyEvent,
    Derivation,
    Record,
    Sha256,
)
from firsthand.store.acts import check_entry_types, entries_of, private_part
from firsthand.store.fold import ActEvent, Present, fold
from firsthand.store.protocol import Act, Derived, Receipt, StagedObject
from firsthand.store.segments import (
    Line,
    Segment,
    decode_segment,
    decoder_for,
    encode_segment,
    is_canonical,
    kind_of,
    record_of,
    types_of,
)

R = TypeVar("R", bound=Record)


class MemoryStore:
    """A store that lives as long as its process: see `Store`."""

    def __init__(self, *, case_id: str | None = None) -> None:
        """Start empty.

        Args:
            case_id: Opaque id of the case; None = a random one.
        """
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415  heavy
            ed25519,
        )

        self.case_id = CaseId(case_id or new_id("c"))
        private = ed25519.Ed25519PrivateKey.generate()
        self._key = SigningKey(f"firsthand.invalid/{self.case_id}", private)
        self._tree = MerkleTree()
        self._objects: dict[Sha256, bytes] = {}
        self._staged: dict[Sha256, bytes] = {}
        self._entries: list[Entry] = []
        self._said: dict[ActId, PrivatePart] = {}
        self._acts: list[ActEvent] = []
        self._present: Present | None = None

    def stage(
        self, data: bytes | BinaryIO, *, entry_type: str = "capture"
    ) -> StagedObject:
        """Take in bytes: see `Store.stage`."""
        try:
            raw = data if isinstance(data, bytes) else data.read()
        except (OSError, ValueError, EOFError) as error:
            raise SourceError(f"could not be read to its end: {error}") from error
        sha256 = Sha256(hashlib.sha256(raw).hexdigest())
        is_held = sha256 in self._objects
        if not is_held:
            self._staged[sha256] = raw
        return StagedObject(
            sha256=sha256,
            size_bytes=len(raw),
            path=None if is_held else f"memory:{sha256}",
            entry_type=entry_type,
        )

    def commit(
        self,
        act: Act,
        *,
        objects: Sequence[StagedObject] = (),
        records: Iterable[AnyRecord] = (),
        derived: Iterable[Derived] = (),
    ) -> Receipt:
        """Record an act: see `Store.commit`."""
        check_entry_types(objects)
        encoded = encode_segment(records, derived)
        if act.undoes is not None and act.undoes not in self._said:
            raise UserError(f"there is no act {act.undoes} to undo")
        commit, sealed = seal_private(private_part(act))
        segment = self.stage(encoded[0], entry_type="derivative") if encoded else None
        entries = entries_of(
            act,
            ActId(new_id("act")),
            self.case_id,
            first_seq=len(self._entries),
            commit=commit,
            objects=objects,
            segment=segment,
        )
        lines = [entry.line() for entry in entries]
        self._seal([*objects, *([segment] if segment is not None else [])])
        self._objects[commit] = sealed
        for line in lines:
            self._tree.append(line)
        self._entries += entries
        self._said[entries[0].act] = open_private(sealed)
        brought = encoded[1] if encoded else None
        self._acts.append(ActEvent(entries[0].act, act.undoes, brought))
        self._present = None
        return self._receipt(entries[0])

    def _seal(self, staged: Sequence[StagedObject]) -> None:
        for one in staged:
            if one.sha256 not in self._objects and one.sha256 not in self._staged:
                raise EvidenceError(f"{one.sha256}: was never staged here")
        for one in staged:
            if one.sha256 in self._staged:
                self._objects[one.sha256] = self._staged.pop(one.sha256)

    def _receipt(self, first: Entry) -> Receipt:
        root = self._tree.root()
        at = Checkpoint(origin=self._key.verifier.name, size=self._tree.size, root=root)
        return Receipt(
            act=first.act,
            first_seq=first.seq,
            tree_size=at.size,
            root=root.hex(),
            checkpoint=self._key.sign(at),
        )

    def read_object(self, sha256: Sha256) -> bytes:
        """Return an object."""
        if sha256 not in self._objects:
            raise EvidenceError(f"{sha256}: is not held")
        return self._objects[sha256]

    def open_object(self, sha256: Sha256) -> BinaryIO:
        """Open an object as a stream."""
        return io.BytesIO(self.read_object(sha256))

    def holds(self, sha256: Sha256) -> bool:
        """Say whether the object is held."""
        return sha256 in self._objects

    def _state(self) -> Present:
        if self._present is None:
            self._present = fold(self._acts)
        return self._present

    def get(self, record_id: str) -> AnyRecord | None:
        """Return the present record of that id; None = there is none."""
        for line in reversed(self._state().records):
            if line.id == record_id:
                return record_of(line.body)
        return None

    def every(self, kind: type[R]) -> Iterator[R]:
        """Yield the present records of a kind: see `Store.every`."""
        wanted = {kind_of(one) for one in types_of(kind)}
        decoder = decoder_for(kind)
        for line in self._state().records:
            if line.kind in wanted:
                yield decoder.decode(line.body)

    def of_scope(self, stage: str, scope: str) -> list[AnyRecord]:
        """Return the records that a stage's latest derivation made for a scope."""
        lines = self._state().scopes.get((stage, scope), ())
        return [record_of(line.body) for line in lines]

    def derivations(self, stage: str) -> Mapping[str, Derivation]:
        """Return the present derivation of each scope of a stage, by scope."""
        return {
            scope: made
            for (of, scope), made in self._state().derivations.items()
            if of == stage
        }

    def history(self, record_id: str) -> list[tuple[CustodyEvent, AnyRecord]]:
        """Return every version of a record with the act that brought it, in order."""
        brought = {
            event.act: event
            for event in self.events()
            if event.entry_type == EntryType.SEGMENT
        }
        return [
            (brought[act.act], record_of(line.body))
            for act in self._acts
            if act.segment is not None
            for line in _lines_of(act.segment)
            if line.id == record_id
        ]

    def events(self, since: int = 0) -> Iterator[CustodyEvent]:
        """Yield the log's entries from index `since`, joined with private parts."""
        undoes = {act.act: act.undoes for act in self._acts}
        for entry in self._entries[since:]:
            said = self._said[entry.act]
            yield CustodyEvent(
                id=f"event-{entry.seq}",
                seq=entry.seq,
                at=read_clock(entry.at),
                by=entry.by,
                act=entry.act,
                entry_type=entry.type,
                tool=entry.tool,
                act_kind=said.act_kind,
                sha256=entry.sha256 or entry.commit,
                because=said.because,
                undoes=undoes[entry.act],
                summary=said.summary,
            )

    def verify(self, *, progress: Callable[[str], None] | None = None) -> AuditReport:
        """Recompute every digest and decode every record."""
        del progress
        altered = [
            Problem(code="V032", path=sha256, message="is altered")
            for sha256, data in self._objects.items()
            if hashlib.sha256(data).hexdigest() != sha256
        ]
        n_records = 0
        for entry in self._entries:
            if entry.type is EntryType.SEGMENT and entry.sha256 is not None:
                segment = decode_segment(self._objects[entry.sha256], entry.sha256)
                for line in _lines_of(segment):
                    n_records += 1
                    if not is_canonical(line.body):
                        altered.append(
                            Problem(code="R002", path=line.id, message="is no record")
                        )
        return AuditReport(
            entries=len(self._entries),
            objects=len(self._objects),
            bytes=sum(map(len, self._objects.values())),
            checkpoints=len(self._acts),
            records=n_records,
            problems=tuple(altered),
        )

    def close(self) -> None:
        """Let go of nothing: the store goes with its last reference."""


def _lines_of(segment: Segment) -> list[Line]:
    return [*segment.authored, *(line for run in segment.runs for line in run.lines)]
