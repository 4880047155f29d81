"""From a whole case to the inputs of each incident, in one pass.

An incident is given only what bears on it: roots and origins are cut down to its own
claims and documents, so that a report about one attack leaves every other incident's
inputs as they were. Cost: linear in claims, documents and incidents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from firsthand.assess.inputs import CaseInputs, Evidence, IncidentInputs
from firsthand.assess.responses import pools_for
from firsthand.model import (
    AnyClaim,
    ClaimId,
    Document,
    DocumentId,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    Reason,
    Root,
    RootId,
    Source,
    SourceId,
    Victim,
)
from firsthand.reference import Reference

T = TypeVar("T")


def gather_inputs(
    case: CaseInputs,
    reference: Reference,
    *,
    victims: Iterable[Victim] = (),
    accepted: Iterable[ClaimId] = (),
    evidence: Evidence | None = None,
) -> dict[IncidentId, IncidentInputs]:
    """Return what the finding of each incident depends on.

    Args:
        case: All incidents, claims, documents, sources, roots and origins; its
            findings, contradictions and responses are not read.
        reference: Reference tables.
        victims: People as linking put them together.
        accepted: Claims that a person accepted.
        evidence: Evidence of all claims of the case, where it is made already.

    Returns:
        Inputs by incident, in the order of the incidents.
    """
    evidence = evidence or Evidence.of(case, case.claims, reference)
    pools = pools_for(case.incidents, evidence)
    shelf = _Shelf(case, victims, frozenset(accepted), evidence.claim_by_id)
    return {
        incident.id: shelf.inputs(incident, pools[incident.id])
        for incident in case.incidents
    }


class _Shelf:
    """The records of a case, each where an incident looks for it."""

    def __init__(
        self,
        case: CaseInputs,
        victims: Iterable[Victim],
        accepted: frozenset[ClaimId],
        claims: Mapping[ClaimId, AnyClaim],
    ) -> None:
        self._accepted = accepted
        self._claims = claims
        self._documents: dict[DocumentId, Document] = {d.id: d for d in case.documents}
        self._sources: dict[SourceId, Source] = {s.id: s for s in case.sources}
        self._roots = {claim: root for root in case.roots for claim in root.claims}
        self._origins = {
            document: origin for origin in case.origins for document in origin.documents
        }
        self._order: dict[RootId, dict[OriginId, int]] = {}
        self._victims: dict[IncidentId, list[Victim]] = defaultdict(list)
        for victim in victims:
            if victim.incident_id is not None:
                self._victims[victim.incident_id].append(victim)

    def inputs(self, incident: Incident, pool: Sequence[AnyClaim]) -> IncidentInputs:
        claims = [self._claims[i] for i in incident.claims if i in self._claims]
        spoken = [*claims, *pool]
        pages = {*incident.documents, *(claim.document_id for claim in spoken)}
        documents = _held(self._documents, pages)
        roots = self._roots_of(spoken, pages)
        told = {d.source_id for d in documents} | {r.source_id for r in roots}
        own = {claim.id for claim in claims}
        return IncidentInputs(
            incident=incident,
            claims=tuple(claims),
            documents=documents,
            sources=_held(self._sources, {i for i in told if i is not None}),
            roots=roots,
            origins=self._origins_of(pages),
            victims=tuple(self._victims.get(incident.id, ())),
            responses_pool=tuple(pool),
            accepted_assumptions=tuple(sorted(self._accepted & own)),
        )

    def _roots_of(
        self, claims: Iterable[AnyClaim], pages: set[DocumentId]
    ) -> tuple[Root, ...]:
        mine: dict[str, list[ClaimId]] = defaultdict(list)
        found: dict[str, Root] = {}
        for claim in claims:
            root = self._roots.get(claim.id)
            if root is not None:
                found[root.id] = root
                mine[root.id].append(claim.id)
        origins = {o.id for page in pages if (o := self._origins.get(page))}
        return tuple(
            msgspec.structs.replace(
                found[key],
                claims=tuple(sorted(set(mine[key]))),
                origins=self._heard_in(found[key], origins),
                reason=Reason(text="cut down to one incident", rule="M011"),
            )
            for key in sorted(found)
        )

    def _heard_in(
        self, root: Root, origins: Collection[OriginId]
    ) -> tuple[OriginId, ...]:
        """Return some origins of a root, in its order; a root may have thousands."""
        at = self._order.get(root.id)
        if at is None:
            at = self._order[root.id] = {o: n for n, o in enumerate(root.origins)}
        held = [origin for origin in origins if origin in at]
        return tuple(sorted(held, key=at.__getitem__))

    def _origins_of(self, pages: set[DocumentId]) -> tuple[Origin, ...]:
        found = {o.id: o for page in pages if (o := self._origins.get(page))}
        return tuple(
            msgspec.structs.replace(
                found[key],
                documents=tuple(d for d in found[key].documents if d in pages),
                links=(),
            )
            for key in sorted(found)
        )


K = TypeVar("K", bound=str)


def _held(shelf: Mapping[K, T], wanted: Iterable[K]) -> tuple[T, ...]:
    return tuple(shelf[key] for key in sorted(wanted) if key in shelf)
