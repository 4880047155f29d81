"""Reports held in memory, linked, and growing: the port of `growing` for programs.

Method: M069.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from firsthand.link.copies import find_origins
from firsthand.link.decisions import LinkDecisions
from firsthand.link.growing import (
    Growing,
    Held,
    LinkedAll,
    LinkMemory,
    Touched,
    remember,
)
from firsthand.link.incidents import LinkNotes, find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.model import (
    Aggregate,
    AnyClaim,
    ClaimId,
    DocumentId,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    Root,
    RootId,
    Source,
)
from firsthand.model.collecting import collector_paused
from firsthand.reference import Reference


class LinkedArchive:
    """Reports and what linking made of them; `add` costs what a report touches.

    Attributes:
        origins: Publication origins by id.
        roots: Evidentiary roots by id.
        incidents: Incidents by id.
        aggregates: Figures said of several attacks, by id.
    """

    def __init__(
        self,
        texts: Sequence[LinkText],
        claims: Sequence[AnyClaim],
        sources: Sequence[Source],
        reference: Reference,
        *,
        decisions: LinkDecisions | None = None,
    ) -> None:
        """Link reports at once.

        Args:
            texts: Documents.
            claims: Their claims in force.
            sources: Source records; may be empty.
            reference: The reference tables.
            decisions: What people decided of incidents and of origins.
        """
        self._sources, self._reference = sources, reference
        self._decisions = decisions
        self._reports = _InMemory()
        self._reports.take(texts, claims)
        self._link_all()

    def add(self, texts: Sequence[LinkText], claims: Sequence[AnyClaim]) -> Touched:
        """Link more documents; return what came out different.

        When a tenth was added, all is linked at once again: then everything counts as
        touched.

        Args:
            texts: Documents, new ones or new readings of held ones.
            claims: All of their claims.
        """
        self._reports.take(texts, claims)
        documents = [text.document_id for text in texts]
        held = Held(
            self.origins, self.roots, self.incidents, aggregates=self.aggregates
        )
        growing = Growing(
            self.memory, self._reports, held, self._sources, self._reference
        )
        with collector_paused():  # else it may walk the whole archive for one report
            found = growing.add(documents, decisions=self._decisions)
        if self.memory.is_worn():
            return self._link_all()
        self._keep(found)
        return found

    def _link_all(self) -> Touched:
        texts, claims = self._reports.everything()
        known = self._reference
        origins = find_origins(texts, known, decisions=self._decisions)
        roots = find_roots(claims, texts, self._sources, origins, known)
        notes = LinkNotes()
        linked = find_incidents(
            claims,
            texts,
            origins,
            known,
            decisions=self._decisions,
            roots=roots,
            notes=notes,
        )
        found = LinkedAll(origins, roots, linked, notes)
        self.memory: LinkMemory = remember(texts, claims, found, self._reports, known)
        self.origins: dict[OriginId, Origin] = {OriginId(o.id): o for o in origins}
        self.roots: dict[RootId, Root] = {RootId(r.id): r for r in roots}
        self.incidents: dict[IncidentId, Incident] = {i.id: i for i in linked.incidents}
        self.aggregates: dict[str, Aggregate] = {a.id: a for a in linked.aggregates}
        return Touched(
            origins=tuple(origins),
            roots=tuple(roots),
            incidents=linked.incidents,
            aggregates=linked.aggregates,
            gone=frozenset(),
            region=tuple(text.document_id for text in texts),
            claims=tuple(claims),
        )

    def _keep(self, found: Touched) -> None:
        for name in found.gone:
            self.origins.pop(OriginId(name), None)
            self.roots.pop(RootId(name), None)
            self.incidents.pop(IncidentId(name), None)
            self.aggregates.pop(name, None)
        self.origins.update((OriginId(o.id), o) for o in found.origins)
        self.roots.update((RootId(r.id), r) for r in found.roots)
        self.incidents.update((i.id, i) for i in found.incidents)
        self.aggregates.update((a.id, a) for a in found.aggregates)


class _InMemory:
    """Documents and claims by document (`growing.Reports`)."""

    def __init__(self) -> None:
        self._texts: dict[DocumentId, LinkText] = {}
        self._claims: dict[DocumentId, list[AnyClaim]] = {}
        self._document_of: dict[ClaimId, DocumentId] = {}

    def take(self, texts: Sequence[LinkText], claims: Sequence[AnyClaim]) -> None:
        own: dict[DocumentId, list[AnyClaim]] = defaultdict(list)
        for claim in claims:
            own[claim.document_id].append(claim)
            self._document_of[claim.id] = claim.document_id
        for text in texts:
            self._texts[text.document_id] = text
            self._claims[text.document_id] = own[text.document_id]

    def everything(self) -> tuple[list[LinkText], list[AnyClaim]]:
        held = self._claims.values()
        return list(self._texts.values()), [claim for own in held for claim in own]

    def texts(self, documents: Collection[DocumentId]) -> list[LinkText]:
        return [self._texts[document] for document in documents]

    def claims(self, documents: Collection[DocumentId]) -> list[AnyClaim]:
        return [claim for name in documents for claim in self._claims[name]]

    def document_of(self, claim: ClaimId) -> DocumentId:
        return self._document_of[claim]
