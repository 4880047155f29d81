"""The present state of a case, read once: what faces show and stages work on."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import msgspec

from firsthand.casework.case import Case
from firsthand.casework.decisions import (
    ClaimState,
    StatedClaim,
    state_claims,
    withdrawn_documents,
)
from firsthand.model import (
    Aggregate,
    AnyClaim,
    Capture,
    CaptureId,
    Claim,
    ClaimId,
    Contradiction,
    ContradictionState,
    Decision,
    Document,
    DocumentId,
    Finding,
    GradeValue,
    ImportedItem,
    Incident,
    IncidentId,
    Judgement,
    MediaItem,
    Origin,
    OriginId,
    Response,
    Root,
    RootId,
    Signature,
    Source,
    SourceId,
    Victim,
    digest_of,
)


class CaseState:
    """Everything a case holds now. Each part is read when first asked for."""

    def __init__(self, case: Case) -> None:
        """Look at a case; nothing is read yet."""
        self.case = case
        self._store = case.store

    def without(self, *parts: str) -> CaseState:
        """Return this state with some parts to be read anew; the others are kept.

        Args:
            parts: Names of properties whose records were written meanwhile.
        """
        made = CaseState(self.case)
        kept = {name: held for name, held in vars(self).items() if name not in parts}
        vars(made).update(kept)
        return made

    @functools.cached_property
    def sources(self) -> Mapping[SourceId, Source]:
        """Sources by id."""
        return {item.id: item for item in self._store.every(Source)}

    @functools.cached_property
    def captures(self) -> Mapping[CaptureId, Capture]:
        """Captures by id."""
        return {item.id: item for item in self._store.every(Capture)}

    @functools.cached_property
    def documents(self) -> Mapping[DocumentId, Document]:
        """Documents by id, withdrawn ones too."""
        return {item.id: item for item in self._store.every(Document)}

    @functools.cached_property
    def media(self) -> Mapping[str, MediaItem]:
        """Media items by id."""
        return {item.id: item for item in self._store.every(MediaItem)}

    @functools.cached_property
    def forwards(self) -> Mapping[DocumentId, str]:
        """Whom each imported document says it was forwarded from."""
        return {
            item.document_id: item.forwarded_from
            for item in self._store.every(ImportedItem)
            if item.document_id is not None and item.forwarded_from
        }

    @functools.cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Judgements in force, in the order of the log."""
        return tuple(self._store.every(Judgement))

    @functools.cached_property
    def withdrawn(self) -> frozenset[DocumentId]:
        """Documents whose source, or which themselves, were withdrawn."""
        documents = self.documents.values()
        return frozenset(withdrawn_documents(documents, self.judgements))

    @functools.cached_property
    def claims(self) -> Mapping[ClaimId, StatedClaim]:
        """All claims with their state, by id, in order of document and place."""
        read: list[AnyClaim] = list(self._store.every(Claim))  # type: ignore[arg-type]
        read.sort(key=lambda claim: (claim.document_id, claim.span.start, claim.id))
        return state_claims(read, self.judgements, self.withdrawn)

    @functools.cached_property
    def shown(self) -> Mapping[ClaimId, StatedClaim]:
        """All claims as faces may show them, in the order of `claims`."""
        return {key: self.as_shown(stated) for key, stated in self.claims.items()}

    def as_shown(self, stated: StatedClaim) -> StatedClaim:
        """Return a claim as a face may show it: M110.

        Where the case asks for two readers, what the first decided, a correction too,
        is shown to nobody else until a second has read the claim. What a decision does
        to figures is not hidden: a range without a rejected claim tells of it.
        """
        made = stated.judgement or stated.former
        if made is None or not self.is_hidden(stated.claim.id, made.by):
            return stated
        claim = stated.original or stated.claim
        if stated.state is ClaimState.WITHDRAWN:
            return StatedClaim(claim, stated.state, note=stated.note)
        return StatedClaim(claim)

    def is_hidden(self, claim_id: str, reader: str) -> bool:
        """Say whether what a reader decided of a claim is hidden from this operator.

        Args:
            claim_id: The claim.
            reader: Who decided.
        """
        if not self.case.settings.two_readers or reader == self.case.operator:
            return False
        return not self._second_readers.get(claim_id, set()) - {reader}

    @functools.cached_property
    def _second_readers(self) -> Mapping[str, set[str]]:
        """Who read a claim a second time, as it stands or as extraction read it."""
        found: dict[str, set[str]] = {}
        for made in self.judgements:
            held = self.claims.get(ClaimId(made.subjects[0])) if made.subjects else None
            if made.decision is not Decision.READ or held is None:
                continue
            forms = [held.claim, *([held.original] if held.original else [])]
            if made.on in {digest_of(claim) for claim in forms}:
                found.setdefault(held.claim.id, set()).add(made.by)
        return found

    @functools.cached_property
    def counting_claims(self) -> tuple[AnyClaim, ...]:
        """Claims that linking and assessment may use, corrections applied."""
        return tuple(stated.claim for stated in self.claims.values() if stated.counts)

    @functools.cached_property
    def origins(self) -> Mapping[OriginId, Origin]:
        """Publication origins by id."""
        return {item.id: item for item in self._store.every(Origin)}

    @functools.cached_property
    def origin_of(self) -> Mapping[DocumentId, OriginId]:
        """The publication origin of each document."""
        return {
            document: origin.id
            for origin in self.origins.values()
            for document in origin.documents
        }

    @functools.cached_property
    def roots(self) -> Mapping[RootId, Root]:
        """Evidentiary roots by id."""
        return {item.id: item for item in self._store.every(Root)}

    @functools.cached_property
    def incidents(self) -> Mapping[IncidentId, Incident]:
        """Incidents by id, in order of id."""
        found = sorted(self._store.every(Incident), key=lambda item: item.id)
        return {item.id: item for item in found}

    @functools.cached_property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """Figures said of several attacks."""
        return tuple(sorted(self._store.every(Aggregate), key=lambda item: item.id))

    @functools.cached_property
    def victims(self) -> tuple[Victim, ...]:
        """People named or described as harmed."""
        return tuple(sorted(self._store.every(Victim), key=lambda item: item.id))

    @functools.cached_property
    def proposed_findings(self) -> Mapping[IncidentId, Finding]:
        """Findings by incident, as the program proposes them: unsigned."""
        return {item.incident_id: item for item in self._store.every(Finding)}

    @functools.cached_property
    def findings(self) -> Mapping[IncidentId, Finding]:
        """Findings by incident, with the signatures that still fit them."""
        signed = {
            judgement.subjects[0]: judgement
            for judgement in self.judgements
            if judgement.decision is Decision.SIGN
        }
        return {
            key: _with_signature(item, signed.get(key))
            for key, item in self.proposed_findings.items()
        }

    @functools.cached_property
    def responses(self) -> tuple[Response, ...]:
        """Official statements, coded."""
        return tuple(sorted(self._store.every(Response), key=lambda item: item.id))

    @functools.cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Contradictions with the state that people gave them (SFM-1)."""
        settled = {
            judgement.subjects[0]: judgement
            for judgement in self.judgements
            if judgement.decision is Decision.SETTLE
        }
        found = sorted(self._store.every(Contradiction), key=lambda item: item.id)
        return tuple(_with_state(item, settled.get(item.id)) for item in found)

    def text_of(self, document: Document) -> str:
        """Return the text of a document, its digest checked."""
        return self._store.read_object(document.text_sha256).decode()

    def incident(self, name: str) -> Incident | None:
        """Return an incident by its id or by a former id (AIR-8)."""
        found = self.incidents.get(IncidentId(name))
        if found is not None:
            return found
        former = (item for item in self.incidents.values() if name in item.previous_ids)
        return next(former, None)

    def source_of(self, claim: AnyClaim) -> Source | None:
        """Return who published the document a claim stands in; None = not stated."""
        document = self.documents.get(claim.document_id)
        if document is None or document.source_id is None:
            return None
        return self.sources.get(document.source_id)


def _with_signature(item: Finding, judgement: Judgement | None) -> Finding:
    if judgement is None or judgement.on != digest_of(item):
        return item  # never signed, or changed since: open again
    signature = Signature(by=judgement.by, at=judgement.at, because=judgement.because)
    grade = msgspec.structs.replace(
        item.grade,
        signed=signature,
        signed_value=GradeValue(judgement.value_of("grade")),
    )
    return msgspec.structs.replace(item, grade=grade, signed=signature)


def _with_state(item: Contradiction, judgement: Judgement | None) -> Contradiction:
    if judgement is None or judgement.on != digest_of(item):
        return item  # never judged, or not in this form: open
    values = {name: getattr(item, name) for name in item.__struct_fields__}
    values["state"] = ContradictionState(judgement.value_of("state"))
    values["note"] = judgement.because
    return Contradiction(**values)
