"""All that a publication may draw on, as one frozen value."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.model import (
    Aggregate,
    AnyClaim,
    Capture,
    CaptureId,
    ClaimId,
    Contradiction,
    CountRange,
    Document,
    DocumentId,
    Finding,
    Incident,
    IncidentId,
    Origin,
    OriginId,
    Response,
    Root,
    RootId,
    Source,
    SourceId,
    Victim,
)
from firsthand.publish.estimates import StandingEstimate
from firsthand.publish.verification import VerificationSheet


@dataclasses.dataclass(frozen=True)
class Total:
    """One total of the case (AIR-6, OHC-4).

    Attributes:
        label: "Headline: confirmed and fair" or "All alleged".
        range: The total.
        n_incidents: How many incidents it counts.
        rule: Inclusion rule, and what it is a minimum of.
    """

    label: str
    range: CountRange
    n_incidents: int
    rule: str


@dataclasses.dataclass(frozen=True)
class SheetRow:
    """One element of a sheet of indicators (IHL-1); without claims it is a blank.

    Attributes:
        question: What the row asks.
        claims: Claims that bear on it.
        known: What our own tables add: protection, treaties (IHL-2).
        reminder: What a reader must not conclude from it.
    """

    question: str
    claims: tuple[ClaimId, ...]
    known: tuple[str, ...]
    reminder: str


@dataclasses.dataclass(frozen=True)
class Dossier:
    """The present state of a case, ready to be redacted and shown.

    Attributes:
        name: Name of the case.
        texts: Text of each document that may be quoted.
        states: State of each claim ("proposed", "accepted", ...).
        notes: What a reader must know of a claim ("corrected: killed ...").
        outline: GeoJSON of the land to draw under the map; None = none given.
        party_names: Name of each party code that claims use.
        sheets: Indicators of the law of armed conflict; none = no page of them.
        estimates: Estimates of the uncounted that may stand (M309); no others.
        verification: What reviewers verified of each incident, and what is missing.
        log_size: Number of log entries this state rests on.
        log_root: Root hash of the log at that size.
        captured: How each document of the web was captured, looked at again: in words.
        quotable: Documents of witnesses who allow that their words be quoted.
        silent: Documents of witnesses who allow no publication at all.
        cleared: Personal data that a person cleared for publication, by key (P006).
        is_fiction: All documents bear the fiction mark.
    """

    name: str
    sources: Mapping[SourceId, Source]
    captures: Mapping[CaptureId, Capture]
    documents: Mapping[DocumentId, Document]
    texts: Mapping[DocumentId, str]
    claims: Mapping[ClaimId, AnyClaim]
    states: Mapping[ClaimId, str]
    incidents: Mapping[IncidentId, Incident]
    findings: Mapping[IncidentId, Finding]
    origins: Mapping[OriginId, Origin]
    roots: Mapping[RootId, Root]
    contradictions: Sequence[Contradiction] = ()
    responses: Sequence[Response] = ()
    aggregates: Sequence[Aggregate] = ()
    victims: Sequence[Victim] = ()
    totals: Sequence[Total] = ()
    notes: Mapping[ClaimId, str] = dataclasses.field(default_factory=dict)
    outline: Mapping[str, Any] | None = None
    party_names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sheets: Mapping[IncidentId, Sequence[SheetRow]] = dataclasses.field(
        default_factory=dict
    )
    verification: Mapping[IncidentId, VerificationSheet] = dataclasses.field(
        default_factory=dict
    )
    estimates: Sequence[StandingEstimate] = ()
    log_size: int = 0
    log_root: str = ""
    captured: Mapping[DocumentId, str] = dataclasses.field(default_factory=dict)
    quotable: frozenset[DocumentId] = frozenset()
    silent: frozenset[DocumentId] = frozenset()
    cleared: frozenset[str] = frozenset()

    @property
    def is_fiction(self) -> bool:
        """Whether all documents bear the fiction mark."""
        documents = self.documents.values()
        return bool(documents) and all(document.fiction for document in documents)

    @functools.cached_property
    def origin_of(self) -> Mapping[DocumentId, Origin]:
        """The publication origin of each document."""
        return {
            document: origin
            for origin in self.origins.values()
            for document in origin.documents
        }

    @functools.cached_property
    def root_of(self) -> Mapping[ClaimId, Root]:
        """The evidentiary root of each claim."""
        return {claim: root for root in self.roots.values() for claim in root.claims}

    def party(self, code: str) -> str:
        """Return a party as printed: its name, with the code of the data."""
        parts = re.split(r"([/+])", code)
        words = {"/": " or ", "+": " and "}
        name = "".join(words.get(p) or self.party_names.get(p, p) for p in parts)
        return f"{name} ({code})" if name != code else code

    def source_of(self, claim: AnyClaim) -> Source | None:
        """Return who published the document a claim stands in; None = not stated."""
        document = self.documents.get(claim.document_id)
        if document is None or document.source_id is None:
            return None
        return self.sources.get(document.source_id)
