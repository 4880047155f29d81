"""Linking a few documents more into a case that was linked before. Method: M069.

What linking read of each document is kept as a digest beside what linking remembers.
Where only some documents differ, those are linked into the rest; where anything else
differs (rules, a source, merges, splits, a document that went), all is linked at once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import cast

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.decisions import ABOUT_CLAIMS, state_claims
from firsthand.casework.derive import StageReport, derived, emptied
from firsthand.casework.link_answers import decisions_in_force, document_of
from firsthand.casework.link_memory import Basis, load
from firsthand.casework.people import ABOUT_PEOPLE
from firsthand.casework.reading import STAGE as EXTRACT
from firsthand.casework.state import CaseState
from firsthand.link.growing import (
    Growing,
    Held,
    LinkedAll,
    LinkMemory,
    Touched,
    remember,
)
from firsthand.link.texts import LinkText, link_text
from firsthand.model import (
    AnyClaim,
    AnyRecord,
    ClaimId,
    Decision,
    Document,
    DocumentId,
    Incident,
    IncidentId,
    Judgement,
    Origin,
    OriginId,
    Root,
    RootId,
    Sha256,
    SourceId,
    digest_of,
)
from firsthand.store import Derived

_MOST_AT_ONCE = 50
"""Documents: of more, all are linked at once (house)."""
FEWEST = 300
"""Documents below which linking at once costs less than remembering (house)."""
_BINDING = {Decision.MERGE, Decision.SPLIT, Decision.WITHDRAW} | ABOUT_PEOPLE
_CHANGES = {Decision.REJECT, Decision.CORRECT}


def text_to_link(state: CaseState, document: Document) -> LinkText:
    """Return a document in the form linking reads."""
    return link_text(
        document,
        state.text_of(document),
        state.sources.get(document.source_id or SourceId("")),
        state.forwards.get(document.id),
    )


def basis_of(state: CaseState, version: str) -> Basis:
    """Return what linking depends on: for each document, and besides.

    Args:
        state: A case.
        version: Of the rules of linking.
    """
    read = state.case.store.derivations(EXTRACT)
    judged: dict[str, list[str]] = defaultdict(list)
    latest = {
        subject: made
        for made in state.judgements
        if made.decision in ABOUT_CLAIMS
        for subject in made.subjects
    }
    for subject, made in sorted(latest.items()):
        if made.decision in _CHANGES:
            judged[document_of(ClaimId(subject))].append(made.id)
    marks = {}
    for document in state.documents.values():
        if document.id in state.withdrawn:
            continue
        claims = read.get(document.id)
        told = (
            document.text_sha256,
            document.title,
            document.source_id,
            document.language,
            document.published,
            state.forwards.get(document.id),
            claims and (claims.inputs, claims.version, claims.n_records),
            judged.get(document.id),
        )
        digest = hashlib.blake2b(msgspec.json.encode(told), digest_size=16)
        marks[str(document.id)] = digest.hexdigest()
    rest = digest_of([j.id for j in state.judgements if _is_binding(j)])
    records = {str(s.id): str(digest_of(s)) for s in state.sources.values()}
    return Basis(version, rest, records, marks)


def _is_binding(made: Judgement) -> bool:
    """Say whether a judgement binds linking: of incidents, people, withdrawals."""
    moves = any(change.field == "incident" for change in made.changes)
    return made.decision in _BINDING or moves


def remember_all(
    state: CaseState, texts: Sequence[LinkText], found: LinkedAll
) -> LinkMemory | None:
    """Return what to remember of linking at once; None = the case is small."""
    if len(texts) < FEWEST:
        return None
    reports = _CaseReports(state)
    return remember(texts, state.counting_claims, found, reports, state.case.reference)


def link_some(state: CaseState, basis: Basis) -> tuple[Touched, LinkMemory] | None:
    """Link the documents that differ into the rest; None = all must be linked.

    Args:
        state: The case.
        basis: What linking depends on now.
    """
    held = load(state.case)
    if held is None:
        return None
    memory, before = held
    differ = [
        DocumentId(name)
        for name, mark in basis.marks.items()
        if before.marks.get(name) != mark
    ]
    is_else = (before.version, before.rest) != (basis.version, basis.rest)
    is_less = not before.marks.keys() <= basis.marks.keys()
    is_less |= not before.records.items() <= basis.records.items()
    if is_else or is_less or len(differ) > _MOST_AT_ONCE:
        return None
    store = state.case.store
    growing = Growing(
        memory,
        _CaseReports(state),
        Held(
            cast("Mapping[OriginId, Origin]", _Stored(state.case, "origins")),
            cast("Mapping[RootId, Root]", _Stored(state.case, "roots")),
            cast("Mapping[IncidentId, Incident]", _Stored(state.case, "incidents")),
            _Former(state.case),
            {total.id: total for total in state.aggregates},
        ),
        list(state.sources.values()),
        state.case.reference,
    )
    while store.history(f"I-{memory.last + 1:03d}"):  # given in a run undone since
        memory.last += 1
    try:
        found = growing.add(differ, decisions=decisions_in_force(state))
    except KeyError:  # what is remembered names a record that is not held
        return None
    return None if memory.is_worn() else (found, memory)


def write_some(
    case: Case,
    stage: str,
    found: Iterable[AnyRecord],
    gone: Iterable[str],
    version: str,
) -> StageReport:
    """Write records that came out different, empty those that are no more."""
    report = StageReport(stage)
    changed: list[Derived] = []
    for record in found:
        report.done.append(record.id)
        made = digest_of(record)
        changed.append(derived(stage, record.id, made, version, [record]))
    for name in gone:
        report.removed.append(name)
        changed.append(emptied(stage, name, version))
    if changed:
        n_done, n_removed = len(report.done), len(report.removed)
        summary = f"{stage}: {n_done} changed, {n_removed} removed"
        case.store.commit(case.act("run", summary=summary), derived=changed)
    return report


class _CaseReports:
    """Documents and claims in force of a case, read when asked for."""

    def __init__(self, state: CaseState) -> None:
        self._state = state
        self._texts: dict[DocumentId, LinkText] = {}
        self._claims: dict[DocumentId, list[AnyClaim]] = {}

    def texts(self, documents: Collection[DocumentId]) -> list[LinkText]:
        state = self._state
        for name in documents:
            if name not in self._texts:
                self._texts[name] = text_to_link(state, state.documents[name])
        return [self._texts[name] for name in documents]

    def claims(self, documents: Collection[DocumentId]) -> list[AnyClaim]:
        state, store = self._state, self._state.case.store
        new = [name for name in documents if name not in self._claims]
        read = [
            cast("AnyClaim", record)
            for name in new
            for record in store.of_scope(EXTRACT, name)
        ]
        self._claims.update({name: [] for name in new})
        for stated in state_claims(read, state.judgements, state.withdrawn).values():
            if stated.counts:
                self._claims[stated.claim.document_id].append(stated.claim)
        return [claim for name in documents for claim in self._claims[name]]

    def document_of(self, claim: ClaimId) -> DocumentId:
        return document_of(claim)


class _Stored(Mapping[str, AnyRecord]):
    """Records of a stage by id, read when asked for."""

    def __init__(self, case: Case, stage: str) -> None:
        self._store, self._stage = case.store, f"link.{stage}"
        self._read: dict[str, AnyRecord] = {}

    def __getitem__(self, name: str) -> AnyRecord:
        if name not in self._read:
            held = self._store.of_scope(self._stage, name)
            if not held:
                raise KeyError(name)
            self._read[name] = held[0]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.derivations(self._stage))

    def __len__(self) -> int:
        return len(self._store.derivations(self._stage))


class _Former(Mapping[IncidentId, Incident]):
    """Incidents that are part of another now, as they last were."""

    def __init__(self, case: Case) -> None:
        self._history = case.store.history

    def __getitem__(self, name: IncidentId) -> Incident:
        versions = self._history(name)
        if not versions or not isinstance(versions[-1][1], Incident):
            raise KeyError(name)
        return versions[-1][1]

    def __iter__(self) -> Iterator[IncidentId]:
        return iter(())

    def __len__(self) -> int:
        return 0


def inputs_of(basis: Basis) -> Sha256:
    """Return the digest of all that linking depends on, its rules left out."""
    return digest_of(
        {"documents": basis.marks, "sources": basis.records, "rest": basis.rest}
    )
