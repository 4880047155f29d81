"""What one assessment is given, and the look-ups every rule shares.

The inputs are one frozen value, so that a caller can hash them and know whether an
incident is out of date. The order in which records are given never matters.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from firsthand.assess.voices import Voice, voice_of_claim
from firsthand.model import (
    Aggregate,
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    Contradiction,
    Document,
    DocumentId,
    Finding,
    Incident,
    Origin,
    Protection,
    Response,
    Root,
    Source,
    Toll,
    Value,
    Victim,
)
from firsthand.reference import Reference
from firsthand.reference.parties import open_parties


class IncidentInputs(Value, frozen=True, kw_only=True):
    """Everything that the finding of one incident depends on, but reference rows.

    Attributes:
        incident: The incident.
        claims: Its claims; rejected ones and withdrawn sources already left out.
        documents: Documents of those claims and of the pool.
        sources: Sources of those documents.
        roots: Evidentiary roots of those claims.
        origins: Publication origins of those documents.
        victims: People named or described, as linking put them together.
        responses_pool: Claims of official statements anywhere in the case, with
            their dates and places (see `responses.pools_for`).
        accepted_assumptions: Claims whose assumed floor, or whose later death, a
            person accepted into the minimum.
    """

    incident: Incident
    claims: tuple[AnyClaim, ...]
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()
    roots: tuple[Root, ...] = ()
    origins: tuple[Origin, ...] = ()
    victims: tuple[Victim, ...] = ()
    responses_pool: tuple[AnyClaim, ...] = ()
    accepted_assumptions: tuple[ClaimId, ...] = ()


class CaseInputs(Value, frozen=True, kw_only=True):
    """Everything that the assessment across incidents depends on.

    Attributes:
        incidents: All incidents.
        findings: Their findings.
        contradictions: Contradictions inside incidents.
        responses: Statements matched to incidents.
        aggregates: Figures said of several attacks.
        claims: All claims of the case.
        documents, sources, roots, origins: As in `IncidentInputs`.
    """

    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    claims: tuple[AnyClaim, ...]
    aggregates: tuple[Aggregate, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    responses: tuple[Response, ...] = ()
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()
    roots: tuple[Root, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclasses.dataclass(frozen=True)
class Evidence:
    """Claims with what is known about their voices and documents.

    Attributes:
        claims: The claims, by document and position.
        documents, sources, roots, origins: What the look-ups read.
        reference: Reference tables.
        accepted: Claims whose assumption a person accepted into a minimum.
    """

    claims: tuple[AnyClaim, ...]
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    roots: tuple[Root, ...]
    origins: tuple[Origin, ...]
    reference: Reference
    accepted: frozenset[ClaimId] = frozenset()

    @classmethod
    def of_incident(cls, inputs: IncidentInputs, reference: Reference) -> Evidence:
        """Return the evidence of one incident (its own claims, not the pool)."""
        return cls.of(inputs, inputs.claims, reference)

    @classmethod
    def of(
        cls,
        inputs: IncidentInputs | CaseInputs,
        claims: Iterable[AnyClaim],
        reference: Reference,
    ) -> Evidence:
        """Return the evidence of some claims, each once, in order of the texts."""
        once = {claim.id: claim for claim in claims}
        accepted: tuple[ClaimId, ...] = ()
        if isinstance(inputs, IncidentInputs):
            accepted = inputs.accepted_assumptions
        return cls(
            claims=tuple(sorted(once.values(), key=position)),
            documents=inputs.documents,
            sources=inputs.sources,
            roots=inputs.roots,
            origins=inputs.origins,
            reference=reference,
            accepted=frozenset(accepted),
        )

    @functools.cached_property
    def memo(self) -> dict[object, Any]:
        """What rules worked out from this evidence once, by a key of their own."""
        return {}

    def once(self, key: object, work_out: Callable[[], Any]) -> Any:
        """Return what was worked out under a key before, or work it out now."""
        memo = self.memo
        if key not in memo:
            memo[key] = work_out()
        return memo[key]

    @functools.cached_property
    def counts(self) -> tuple[CasualtyClaim, ...]:
        """The claims that count people harmed, in order of the texts."""
        return tuple([c for c in self.claims if isinstance(c, CasualtyClaim)])

    @functools.cached_property
    def claim_by_id(self) -> Mapping[ClaimId, AnyClaim]:
        """The claims by id."""
        return {claim.id: claim for claim in self.claims}

    @functools.cached_property
    def by_document(self) -> Mapping[DocumentId, Sequence[AnyClaim]]:
        """The claims of each document, in order of the text."""
        found: dict[DocumentId, list[AnyClaim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.document_id].append(claim)
        return found

    def is_in_copy(self, claim: Claim) -> bool:
        """Say whether a claim stands in a copy whose first document is held (M032)."""
        origin = self.origin_of(claim.document_id)
        if origin is None or origin.first == claim.document_id:
            return False
        return origin.first in self.by_document

    def repeats_first(self, claim: Claim) -> bool:
        """Say whether a copy's claim only repeats, or changes, the first text (M032).

        What the first text does not say at all, or says by somebody else, is the
        copy's own addition.
        """
        if not self.is_in_copy(claim):
            return False
        if claim.id not in self.claim_by_id:
            return True
        first = self._origin_of[claim.document_id].first
        mine = self.voice_of(claim).key
        return any(
            type(other) is type(claim)
            and (self.voice_of(other).key == mine or said(other) == said(claim))
            for other in self.by_document.get(first, ())
        )

    def is_open(self, claim: Claim) -> bool:
        """Say whether a claim's words may stand in a sentence of ours.

        Words of a restricted or sealed document, or source, never do.
        """
        document = self.document(claim.document_id)
        source = self.source_of(claim.document_id)
        levels = [held.protection for held in (document, source) if held is not None]
        return all(level is Protection.OPEN for level in levels)

    @functools.cached_property
    def _documents(self) -> Mapping[DocumentId, Document]:
        return {document.id: document for document in self.documents}

    @functools.cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @functools.cached_property
    def _origins(self) -> Mapping[str, Origin]:
        return {origin.id: origin for origin in self.origins}

    @functools.cached_property
    def _origin_of(self) -> Mapping[DocumentId, Origin]:
        ordered = sorted(self.origins, key=lambda origin: origin.id)
        return {doc: origin for origin in ordered for doc in origin.documents}

    @functools.cached_property
    def _root_of(self) -> Mapping[ClaimId, Root]:
        ordered = sorted(self.roots, key=lambda root: root.id)
        return {claim: root for root in ordered for claim in root.claims}

    @functools.cached_property
    def _voices(self) -> dict[ClaimId, Voice]:
        """Voices of claims, as far as they were asked for."""
        return {}

    def document(self, document_id: DocumentId) -> Document | None:
        """Return a document; None = not given."""
        return self._documents.get(document_id)

    def source_of(self, document_id: DocumentId) -> Source | None:
        """Return who published a document; None = not stated."""
        document = self.document(document_id)
        if document is None or document.source_id is None:
            return None
        return self._sources.get(document.source_id)

    def origin_of(self, document_id: DocumentId) -> Origin | None:
        """Return the publication origin of a document; None = not linked."""
        return self._origin_of.get(document_id)

    def published(self, document_id: DocumentId) -> dt.date | None:
        """Return the last possible day of publication; None = not stated."""
        document = self.document(document_id)
        if document is None or document.published is None:
            return None
        return document.published.latest or document.published.earliest

    def voice_of(self, claim: Claim) -> Voice:
        """Return whose assertion a claim is, as a root or as an unknown voice."""
        made = self._voices.get(claim.id)
        if made is None:
            own = self.claim_by_id.get(claim.id)
            made = self._find_voice(own or claim)
            if own is not None:
                self._voices[claim.id] = made
        return made

    def _find_voice(self, claim: Claim) -> Voice:
        root = self._root_of.get(claim.id)
        if root is None:
            return self._voice(claim, None)
        # A known voice is the same wherever it is heard; an unknown one, in one text.
        where = None if root.is_determined else claim.document_id
        key = ("voice", root.id, where)
        made: Voice = self.once(key, lambda: self._voice(claim, root))
        return made

    def _voice(self, claim: Claim, root: Root | None) -> Voice:
        origin = self.origin_of(claim.document_id)
        source = self.source_of(claim.document_id)
        named = self._sources.get(root.source_id) if root and root.source_id else None
        return voice_of_claim(
            claim,
            root=root,
            published_by=source,
            named=named,
            origin_id=origin.id if origin else None,
            quoted_by=self._quoting(root) if root else (),
        )

    def _quoting(self, root: Root) -> tuple[str, ...]:
        """Return the open sources whose texts quote a root, copies left out."""
        held = (self._origins.get(key) for key in root.origins)
        documents = (self.document(origin.first) for origin in held if origin)
        sources = (
            self.source_of(document.id)
            for document in documents
            if document is not None and document.protection is Protection.OPEN
        )
        open_ones = {s.name for s in sources if s and s.protection is Protection.OPEN}
        return tuple(sorted(open_ones))

    def party_name(self, code: str | None) -> str:
        """Return the name of a party as a sentence of ours calls it."""
        return open_parties(self.reference).name_of(code) if code else "a party"

    @functools.cached_property
    def accused(self) -> frozenset[str]:
        """Parties that a voice other than themselves names as responsible."""
        return self.accused_by(self.claim_by_id)

    def accused_by(self, claims: Iterable[ClaimId]) -> frozenset[str]:
        """Return the parties that some claims accuse, but for self-accusations."""
        held = (self.claim_by_id[i] for i in claims if i in self.claim_by_id)
        return frozenset(
            party
            for claim in held
            for party in parties_of(perpetrator_named(claim))
            if self.voice_of(claim).party != party
        )


_NOT_SAID = frozenset(
    {"id", "document_id", "span", "speaker", "chain", "is_unresolved", "candidates"}
    | {"hedges", "is_headline", "rule", "note"}
)
"""Fields of a claim that tell where and by whom it is said, not what."""


def said(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, whoever says it."""
    fields = claim.__struct_fields__
    return tuple(getattr(claim, name) for name in fields if name not in _NOT_SAID)


def position(claim: Claim) -> tuple[str, int, int, str]:
    """Return where a claim stands: the order in which rules meet claims."""
    return claim.document_id, claim.span.start, claim.span.end, claim.id


def perpetrator_named(claim: AnyClaim) -> str | None:
    """Return the party a claim names as author, unless it says that it was not."""
    if isinstance(claim, AttributionClaim | Toll) and not claim.negated:
        return claim.perpetrator
    return None


def parties_of(code: str | None) -> tuple[str, ...]:
    """Split a party code: "SY/RU" (one or the other) and "SY+RU" (both) name two."""
    if not code:
        return ()
    return tuple(part for part in code.replace("+", "/").split("/") if part)
