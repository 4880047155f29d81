"""What assessment proposes: ranges, responses, contradictions, grades, findings.

The program proposes and explains; a person signs. Rules: AIR-2, AIR-5, SFM-1.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import (
    ClaimId,
    IncidentId,
    OperatorId,
    OriginId,
    Record,
    RootId,
    Value,
)
from firsthand.model.claims import Denies
from firsthand.model.values import (
    CountRange,
    FuzzyDate,
    Reason,
    interval_in_words,
)


class SetAside(Value, frozen=True, kw_only=True):
    """A claim that a range did not use, and why."""

    claim: ClaimId
    why: str


class RangeUnderProfile(Value, frozen=True, kw_only=True):
    """One range, with everything needed to replay it.

    Attributes:
        profile: Name of the range profile ("airwars", "ibc").
        measure: "killed.civilian", "injured.civilian", "killed.combatant",
            "killed.unknown", "killed.children", ...
        range: The range.
        low_from: Claims that set the minimum.
        high_from: Claims that set the maximum.
        used: All claims used.
        set_aside: Claims not used, and why.
        is_provisional: The profile's inclusion rule is not met (IBC-2).
        if_assumed: What the range would be if the house readings of vague words and
            nouns were accepted; None = none were met. Never published as a minimum.
        best: The one value that the profile prefers (UCDP); None = it has none.
        reason: The explanation tree.
    """

    profile: str
    measure: str
    range: CountRange
    reason: Reason
    low_from: tuple[ClaimId, ...] = ()
    high_from: tuple[ClaimId, ...] = ()
    used: tuple[ClaimId, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    is_provisional: bool = False
    if_assumed: CountRange | None = None
    best: int | None = None


class Coverage(enum.StrEnum):
    """Whether a statement's dates and places cover an incident."""

    COVERS = "covers"
    DOES_NOT_COVER = "does_not_cover"
    UNDETERMINED = "undetermined"


class Response(Record, frozen=True, kw_only=True, tag="response"):
    """An official statement about an allegation, coded (HURIDOCS).

    Attributes:
        incident_id: The incident it answers, or fails to answer; None = a class of
            reports or the whole campaign.
        speaker: Who answered.
        party: Which party the speaker speaks for.
        codes: How it answers, per element.
        claims: The claims it is read from.
        coverage: Whether its scope in time and place covers the incident.
        reason: Why it was coded so.
    """

    speaker: str
    codes: tuple[Denies, ...]
    claims: tuple[ClaimId, ...]
    reason: Reason
    incident_id: IncidentId | None = None
    party: str | None = None
    coverage: Coverage = Coverage.UNDETERMINED
    period: FuzzyDate | None = None


class ContradictionKind(enum.StrEnum):
    """What two claims disagree about."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    PERPETRATOR = "perpetrator"
    WEAPON = "weapon"
    OBJECT_IDENTITY = "object_identity"
    MILITARY_OBJECTIVE = "military_objective"
    STATUS = "status"
    EVENT = "event"
    SUBTOTAL = "subtotal"
    AGGREGATE = "aggregate"
    LUMPED = "lumped"
    PERSON_TWICE = "person_twice"
    NAMED_ABOVE = "named_above_maximum"
    TWO_PLACES = "person_in_two_places"
    STRIKE_DENIED = "strike_denied"


class ContradictionState(enum.StrEnum):
    """Where work on a contradiction stands; the last two need a note (SFM-1)."""

    OPEN = "open"
    EXPLAINED = "explained"
    ACCEPTED = "accepted"


class Contradiction(Record, frozen=True, kw_only=True, tag="contradiction"):
    """Claims that cannot all hold, or a whole that does not follow from its parts.

    Attributes:
        contradiction_kind: What they disagree about.
        claims: The claims.
        why: What cannot both hold.
        could_hold_if: Readings under which they could.
        would_settle: What would settle it.
        incident_id: Incident; None = across incidents.
        state: Open, explained or accepted as disputed.
        note: Compulsory unless open.
    """

    contradiction_kind: ContradictionKind
    claims: tuple[ClaimId, ...]
    why: str
    could_hold_if: tuple[str, ...] = ()
    would_settle: str | None = None
    incident_id: IncidentId | None = None
    state: ContradictionState = ContradictionState.OPEN
    note: str | None = None

    def __post_init__(self) -> None:
        if self.state is not ContradictionState.OPEN and not self.note:
            raise ValueError(f"contradiction {self.id}: a note is compulsory (SFM-1)")


class GradeValue(enum.StrEnum):
    """Airwars' words. Not a scale: see docs/methods.md."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"
    UNGRADED = "ungraded"


class Signature(Value, frozen=True, kw_only=True):
    """A person's signature under a value."""

    by: OperatorId
    at: dt.datetime
    because: str


class Grade(Value, frozen=True, kw_only=True):
    """A proposed grade with its tests in order (AIR-2).

    Attributes:
        profile: Whose grades these are ("airwars").
        proposed: What the program proposes: never confirmed, never discounted.
        missing: Which condition an ungraded incident lacks, in one sentence.
        conditions: Each test, met / not met / unknown, with its claims.
        before_a_person: Grades only a person may set, with what speaks for them.
        would_change: What one more item would change.
        signed_value: What a person set; None = unsigned.
        signed: Who, when, why; None = unsigned.
    """

    profile: str
    proposed: GradeValue
    conditions: tuple[Reason, ...]
    missing: str | None = None
    before_a_person: tuple[Reason, ...] = ()
    would_change: tuple[str, ...] = ()
    signed_value: GradeValue | None = None
    signed: Signature | None = None

    def __post_init__(self) -> None:
        if self.proposed in {GradeValue.CONFIRMED, GradeValue.DISCOUNTED}:
            raise ValueError(f"a program may not propose {self.proposed} (AIR-2)")
        if (self.signed is None) != (self.signed_value is None):
            raise ValueError("a signature needs a value, and a value a signature")


class StrikeStatus(enum.StrEnum):
    """Whether the military act itself is declared (AIR-7)."""

    DECLARED = "declared"
    LIKELY = "likely"
    CONTESTED = "contested"
    SINGLE_SOURCE = "single_source"
    UNKNOWN = "unknown"


class AttributedParty(Value, frozen=True, kw_only=True):
    """A belligerent that claims name as responsible.

    Attributes:
        party: Its code.
        claims: Claims that name it.
        origins: Publication origins of those claims.
        roots: Evidentiary roots of those claims.
        strike_status: Whether the act is declared, apart from harm.
    """

    party: str
    claims: tuple[ClaimId, ...]
    origins: tuple[OriginId, ...] = ()
    roots: tuple[RootId, ...] = ()
    strike_status: StrikeStatus = StrikeStatus.UNKNOWN


class CivilianBasis(enum.StrEnum):
    """On what civilian status rests (AIR-3)."""

    ESTABLISHED = "established"
    PRESUMED = "presumed"
    DISPUTED = "disputed"


class Independence(Value, frozen=True, kw_only=True):
    """How many independent roots: an interval, because provenance can be unknown.

    Attributes:
        low: Roots that are certainly distinct.
        high: Roots if every undetermined one is distinct too.
        reason: The roots, one by one.
    """

    low: int
    high: int
    reason: Reason

    @property
    def told(self) -> str:
        """The number in words: "2", or "2-3" where provenance is unknown."""
        return interval_in_words(self.low, self.high)


LEADING_MEASURES = ("killed.civilian", "killed.unknown", "killed.combatant")


class Finding(Record, frozen=True, kw_only=True, tag="finding"):
    """What the case proposes about one incident: unsigned until a person signs.

    Attributes:
        incident_id: The incident.
        ranges: Ranges under each profile and measure.
        independence: Number of independent roots.
        grade: Proposed grade.
        attributed: Parties named as responsible.
        civilian_basis: On what civilian status rests; None = nobody said.
        arithmetic: Checks of sub-totals against totals.
        reason: The explanation tree of the whole.
        signed: Signature of the analyst; None = unsigned.
    """

    incident_id: IncidentId
    ranges: tuple[RangeUnderProfile, ...]
    independence: Independence
    grade: Grade
    reason: Reason
    attributed: tuple[AttributedParty, ...] = ()
    civilian_basis: CivilianBasis | None = None
    arithmetic: tuple[Reason, ...] = ()
    signed: Signature | None = None

    def leading_range(self, profile: str = "airwars") -> RangeUnderProfile | None:
        """Return the range to show first: killed, civilians before others.

        A range of parts (children, women) never leads; None = no number is stated.
        """
        for measure in LEADING_MEASURES:
            for item in self.ranges:
                if (item.measure, item.profile) == (measure, profile) and (
                    item.range.is_known
                ):
                    return item
        return None

    def telling_ranges(self) -> tuple[RangeUnderProfile, ...]:
        """Return the ranges that say something.

        Those that are known; and, of a harm of which no whole is known ("killed"),
        those that tell which numbers were set aside.
        """
        known = {_harm(item) for item in self.ranges if item.range.is_known}
        return tuple(
            item
            for item in self.ranges
            if item.range.is_known
            or (item.set_aside and _harm(item) and _harm(item) not in known)
        )


def _harm(item: RangeUnderProfile) -> str | None:
    """Return "killed" of a range of everybody killed; None = it is of a part."""
    harm, _, who = item.measure.partition(".")
    return harm if who in {"civilian", "combatant", "unknown", "all"} else None
