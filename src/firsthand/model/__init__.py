"""Frozen records of the domain; no input or output.

Every kind of record that a case can hold, with its laws. Reads: nothing. Writes:
nothing. Names are those of the glossary in docs/methods.md.
"""

from __future__ import annotations

from firsthand.model.acts import (
    Change,
    Check,
    CustodyEvent,
    Decision,
    Derivation,
    Judgement,
    Operator,
    Redaction,
)
from firsthand.model.assessment import (
    AttributedParty,
    CivilianBasis,
    Contradiction,
    ContradictionKind,
    ContradictionState,
    Coverage,
    Finding,
    Grade,
    GradeValue,
    Independence,
    RangeUnderProfile,
    Response,
    SetAside,
    Signature,
    StrikeStatus,
)
from firsthand.model.base import (
    ActId,
    CaptureId,
    CaseId,
    ClaimId,
    DocumentId,
    IncidentId,
    OperatorId,
    OriginId,
    Record,
    RootId,
    Sha256,
    SourceId,
    Value,
    VictimId,
    canonical_bytes,
    digest_of,
)
from firsthand.model.claims import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    LegalClaim,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    OtherClaim,
    Person,
    PlaceClaim,
    RebuttalClaim,
    StatusWord,
    TargetClaim,
    TimeClaim,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.model.evidence import (
    Capture,
    Document,
    MediaItem,
    Protection,
    Shows,
    Source,
    SourceType,
    TextPiece,
)
from firsthand.model.links import (
    Aggregate,
    CopyKind,
    CopyLink,
    Incident,
    Origin,
    Root,
    RootKind,
    Victim,
)
from firsthand.model.munitions import (
    IdentificationGrade,
    Munition,
    MunitionIdentification,
)
from firsthand.model.protected import (
    Consent,
    ConsentState,
    ConsentUse,
    Disclosure,
    Erasure,
    Recipient,
    RequestKind,
    SealedItem,
    SealedKind,
    SecondReading,
    Testimony,
    TimedSpan,
    WitnessRequest,
)
from firsthand.model.times import TimeOfDay
from firsthand.model.values import (
    Accuracy,
    Bounds,
    CountRange,
    FuzzyDate,
    Place,
    Precision,
    Reason,
    Span,
)
from firsthand.model.verifications import (
    ChecklistAnswer,
    ChecklistState,
    ComparedFeature,
    ComparedView,
    FeatureMatch,
    Geolocation,
    PointPair,
    Reviewer,
    Says,
    SceneComparison,
    SceneVerdict,
    SecondLook,
    Spot,
)
from firsthand.model.web import (
    HostReached,
    ImportedItem,
    LaterLook,
    Persistence,
    RedirectStep,
    WebCapture,
    WebObject,
    WebOutcome,
    WebRole,
)

# Every kind of record: the union that the store decodes.
AnyRecord = (
    AnyClaim
    | Source
    | Capture
    | Document
    | MediaItem
    | Origin
    | Root
    | Incident
    | Aggregate
    | Victim
    | Response
    | Contradiction
    | Finding
    | Munition
    | MunitionIdentification
    | Judgement
    | Operator
    | Check
    | Redaction
    | Recipient
    | SealedItem
    | Testimony
    | Consent
    | WitnessRequest
    | Disclosure
    | Erasure
    | Derivation
    | CustodyEvent
    | WebCapture
    | LaterLook
    | ImportedItem
    | Geolocation
    | SecondLook
    | SceneComparison
    | ChecklistAnswer
)

__all__ = [
    "Accuracy",
    "ActId",
    "Aggregate",
    "AnyClaim",
    "AnyRecord",
    "AttributedParty",
    "AttributionClaim",
    "Bounds",
    "Capture",
    "CaptureId",
    "CaseId",
    "CasualtyClaim",
    "Change",
    "Check",
    "ChecklistAnswer",
    "ChecklistState",
    "CivilianBasis",
    "Claim",
    "ClaimId",
    "ComparedFeature",
    "ComparedView",
    "Consent",
    "ConsentState",
    "ConsentUse",
    "ContextTotal",
    "Contradiction",
    "ContradictionKind",
    "ContradictionState",
    "CopyKind",
    "CopyLink",
    "CountRange",
    "Coverage",
    "CustodyEvent",
    "DateClaim",
    "Decision",
    "DenialClaim",
    "Denies",
    "Derivation",
    "Disclosure",
    "Document",
    "DocumentId",
    "Erasure",
    "FeatureMatch",
    "Finding",
    "FuzzyDate",
    "Geolocation",
    "Grade",
    "GradeValue",
    "HostReached",
    "IdentificationGrade",
    "ImportedItem",
    "Incident",
    "IncidentId",
    "Independence",
    "Judgement",
    "LaterLook",
    "LegalClaim",
    "MediaItem",
    "MilitaryObjectiveClaim",
    "Munition",
    "MunitionIdentification",
    "ObjectIdentity",
    "Objective",
    "Operator",
    "OperatorId",
    "Origin",
    "OriginId",
    "OtherClaim",
    "Persistence",
    "Person",
    "Place",
    "PlaceClaim",
    "PointPair",
    "Precision",
    "Protection",
    "RangeUnderProfile",
    "Reason",
    "RebuttalClaim",
    "Recipient",
    "Record",
    "Redaction",
    "RedirectStep",
    "RequestKind",
    "Response",
    "Reviewer",
    "Root",
    "RootId",
    "RootKind",
    "Says",
    "SceneComparison",
    "SceneVerdict",
    "SealedItem",
    "SealedKind",
    "SecondLook",
    "SecondReading",
    "SetAside",
    "Sha256",
    "Shows",
    "Signature",
    "Source",
    "SourceId",
    "SourceType",
    "Span",
    "Spot",
    "StatusWord",
    "StrikeStatus",
    "TargetClaim",
    "Testimony",
    "TextPiece",
    "TimeClaim",
    "TimeOfDay",
    "TimedSpan",
    "Toll",
    "Value",
    "Victim",
    "VictimId",
    "VictimNamesClaim",
    "WeaponClaim",
    "WebCapture",
    "WebObject",
    "WebOutcome",
    "WebRole",
    "WitnessRequest",
    "canonical_bytes",
    "digest_of",
]
