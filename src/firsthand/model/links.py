"""What linking says: origins, roots, incidents, aggregates, victims.

Every link carries its reasons and can be undone. Method: M010-M013.
"""

from __future__ import annotations

import enum

from firsthand.model.base import (
    ClaimId,
    DocumentId,
    IncidentId,
    OriginId,
    Record,
    RootId,
    SourceId,
    Value,
    VictimId,
)
from firsthand.model.claims import Person
from firsthand.model.values import FuzzyDate, Place, Reason


class CopyKind(enum.StrEnum):
    """How a document repeats another."""

    REPRINT = "reprint"
    REWRITE = "rewrite"
    TRANSLATION = "translation"
    SAME_ORIGIN = "same_origin"
    """A person said that it draws on the other, or on what the other draws on."""


class CopyLink(Value, frozen=True, kw_only=True):
    """One document repeats another.

    Attributes:
        document_id: The copy.
        copy_of: The document it repeats.
        copy_kind: Reprint, rewrite or translation.
        share_permille: Part of the shorter text found in the other, 0..1000.
        reason: Why, with what was seen.
    """

    document_id: DocumentId
    copy_of: DocumentId
    copy_kind: CopyKind
    share_permille: int
    reason: Reason


class Origin(Record, frozen=True, kw_only=True, tag="origin"):
    """A publication origin: documents that repeat one text count once.

    Attributes:
        first: The earliest document, from which the others come.
        documents: All documents of this origin, `first` included.
        links: Why each belongs here.
        credited_to: Agency or outlet the texts credit; None = none.
    """

    id: OriginId
    first: DocumentId
    documents: tuple[DocumentId, ...]
    links: tuple[CopyLink, ...] = ()
    credited_to: str | None = None


class RootKind(enum.StrEnum):
    """What kind of voice an evidentiary root is."""

    WITNESS = "witness"
    FIRST_RESPONDER = "first_responder"
    MEDICAL = "medical"
    OFFICIAL = "official"
    MONITOR = "monitor"
    RECORDER = "recorder"
    NGO = "ngo"
    OUTLET = "outlet"
    ARMED_GROUP = "armed_group"
    EXPERT = "expert"
    UNKNOWN = "unknown"


class Root(Record, frozen=True, kw_only=True, tag="root"):
    """An evidentiary root: the witness, medic, list or official a claim comes from.

    Two outlets quoting one official are one root. A root that the text does not
    name is undetermined: it may or may not be one already counted.

    Attributes:
        label: Name as first met.
        root_kind: What kind of voice.
        claims: Claims that come from it.
        origins: Publication origins through which it reached us.
        is_determined: False = provenance unknown; the count becomes an interval.
        is_interested: Speaks for a party to the conflict; None = unknown.
        party: Which party, where interested.
        source_id: Source record of the same name, if the case has one.
        is_body: The label names a body or a source of the case, not a private person.
        reason: Why these claims share it.
    """

    id: RootId
    label: str
    root_kind: RootKind
    claims: tuple[ClaimId, ...]
    reason: Reason
    origins: tuple[OriginId, ...] = ()
    is_determined: bool = True
    is_interested: bool | None = None
    party: str | None = None
    source_id: SourceId | None = None
    is_body: bool = False


class Incident(Record, frozen=True, kw_only=True, tag="incident"):
    """One moment and place where harm is alleged (AIR-1); it stays open.

    Attributes:
        title: Short name for people ("Arikhan, market").
        place: Best place; None = not stated.
        other_places: Places that other claims state.
        date: Best date; None = not stated.
        other_dates: Dates that other claims state, kept, not voted away.
        target: What was hit; None = not stated.
        claims: All claims put to it.
        documents: All documents that speak of it.
        origins: Publication origins among those documents.
        roots: Evidentiary roots among those claims.
        previous_ids: Former ids when incidents merge (AIR-8).
        reasons: Why each document's claims belong here.
    """

    id: IncidentId
    title: str
    claims: tuple[ClaimId, ...]
    documents: tuple[DocumentId, ...]
    place: Place | None = None
    other_places: tuple[Place, ...] = ()
    date: FuzzyDate | None = None
    other_dates: tuple[FuzzyDate, ...] = ()
    target: str | None = None
    origins: tuple[OriginId, ...] = ()
    roots: tuple[RootId, ...] = ()
    previous_ids: tuple[IncidentId, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Aggregate(Record, frozen=True, kw_only=True, tag="aggregate"):
    """A figure said of several attacks: it points at its parts, or says it cannot.

    Attributes:
        claims: The claims that state the whole.
        parts: Incidents that the figure can span; empty = cannot be said.
        n_attacks_stated: How many attacks the text says; None = not stated.
        period: Period the text states.
        reason: Why these parts, or why none.
    """

    claims: tuple[ClaimId, ...]
    reason: Reason
    parts: tuple[IncidentId, ...] = ()
    n_attacks_stated: int | None = None
    period: FuzzyDate | None = None


class Victim(Record, frozen=True, kw_only=True, tag="victim"):
    """One person harmed, named or described.

    Attributes:
        person: Best description.
        names: Every spelling met, in every script (IBC-4).
        claims: Claims that name or describe the person.
        incident_id: Incident; None = not linked.
        kin_group: Label shared by people of one household in one text.
        reasons: Why descriptions were put together.
    """

    id: VictimId
    person: Person
    claims: tuple[ClaimId, ...]
    names: tuple[str, ...] = ()
    incident_id: IncidentId | None = None
    kin_group: str | None = None
    reasons: tuple[Reason, ...] = ()
