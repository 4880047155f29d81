"""What named people found of a picture's place, of two scenes, of a checklist.

Rules: BER-4 (source, content and technical data apart), AIR-9 (a place with class,
notes, assessor), M180 to M184 in docs/methods.md. Each is a statement by a person;
it stands beside claims and never becomes one.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import (
    CaptureId,
    IncidentId,
    OperatorId,
    Record,
    Sha256,
    Value,
)


class Says(enum.StrEnum):
    """How one feature bears on the question."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_VISIBLE = "not_visible"


class SceneVerdict(enum.StrEnum):
    """What a person says of two scenes."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDABLE = "undecidable"


class ChecklistState(enum.StrEnum):
    """What a person says of one item of a checklist."""

    DONE = "done"
    CONTRADICTED = "contradicted"
    CANNOT_SAY = "cannot_say"
    NOT_APPLICABLE = "not_applicable"


class Reviewer(Value, frozen=True, kw_only=True):
    """Who says so, and why they can.

    Attributes:
        name: Their name; stays in the case unless they allow it to be published.
        competence: What lets them say it.
        interests: What they have at stake; None = none declared.
        may_be_named: Whether a published page may name them.
    """

    name: str
    competence: str
    interests: str | None = None
    may_be_named: bool = False


class Spot(Value, frozen=True, kw_only=True):
    """A point with its circle, WGS 84.

    Attributes:
        lat_e7: Latitude in 1e-7 degree.
        lon_e7: Longitude in 1e-7 degree.
        radius_mm: Radius of uncertainty in millimetres.
        words: As typed.
    """

    lat_e7: int
    lon_e7: int
    radius_mm: int
    words: str


class FeatureMatch(Value, frozen=True, kw_only=True):
    """A thing in a frame held against a thing on a map or satellite picture.

    Attributes:
        in_frame: What is seen, and in which region of which frame.
        on_map: What stands there on the map, and where.
        says: Whether they agree.
    """

    in_frame: str
    on_map: str
    says: Says


class Geolocation(Record, frozen=True, kw_only=True, tag="geolocation"):
    """A worked proof of where a picture was taken.

    Attributes:
        capture_id: The picture.
        spot: Where, with its circle.
        matches: What was held against what; contradictions too.
        imagery: Maps and satellite pictures used, each with its date.
        steps: How it was found, in order.
        reviewer: Who says so.
        incident_id: Incident it is put to; None = none yet.
        by: Opaque id of who entered it.
        at: Aware UTC time.
    """

    capture_id: CaptureId
    spot: Spot
    matches: tuple[FeatureMatch, ...]
    imagery: tuple[str, ...]
    steps: tuple[str, ...]
    reviewer: Reviewer
    by: OperatorId
    at: dt.datetime
    incident_id: IncidentId | None = None


class SecondLook(Record, frozen=True, kw_only=True, tag="second_look"):
    """A second person's reading of a statement: the two-person rule.

    Attributes:
        subject: Id of the statement, or of the checklist's subject and item.
        on: Digest of the record that was looked at.
        agrees: Whether they come to the same; None = cannot say.
        because: Why, in their words.
        reviewer: Who.
        is_blind: Whether they worked without sight of the first result.
        spot: Where they place it (geolocation); None = not stated.
        by: Opaque id of who entered it.
        at: Aware UTC time.
    """

    subject: str
    on: Sha256
    because: str
    reviewer: Reviewer
    by: OperatorId
    at: dt.datetime
    agrees: bool | None = None
    is_blind: bool = False
    spot: Spot | None = None


class ComparedView(Value, frozen=True, kw_only=True):
    """One side of a comparison.

    Attributes:
        capture_id: The picture.
        spot: Where it is held to be taken; None = not known.
        place: That place in words; None = not stated.
        when: "before", "after", or a date in words; None = not stated.
    """

    capture_id: CaptureId
    spot: Spot | None = None
    place: str | None = None
    when: str | None = None


class ComparedFeature(Value, frozen=True, kw_only=True):
    """A feature as both sides show it.

    Attributes:
        feature: "storeys", "minaret", "road layout".
        first: What the first side shows.
        second: What the second side shows.
        says: Whether they agree.
    """

    feature: str
    first: str
    second: str
    says: Says


class PointPair(Value, frozen=True, kw_only=True):
    """Two points that are held to be one thing, in pixels of each picture.

    Attributes:
        first: (x, y) in the first picture.
        second: (x, y) in the second picture.
        what: What it is; None = not stated.
    """

    first: tuple[int, int]
    second: tuple[int, int]
    what: str | None = None


class SceneComparison(Record, frozen=True, kw_only=True, tag="scene_comparison"):
    """Whether two pictures show one building: a person's comparison.

    Attributes:
        first: One side.
        second: The other.
        features: What agrees and what contradicts.
        points: Corresponding points.
        verdict: What the reviewer says; never the program.
        because: Why, in their words.
        tried: What was tried and not found.
        answers: Ids of contradictions it bears on.
        proposed_by: What the program proposed before ("31 points on one placing").
        reviewer: Who.
        incident_id: Incident it is put to; None = none yet.
        by: Opaque id of who entered it.
        at: Aware UTC time.
    """

    first: ComparedView
    second: ComparedView
    features: tuple[ComparedFeature, ...]
    verdict: SceneVerdict
    because: str
    reviewer: Reviewer
    by: OperatorId
    at: dt.datetime
    points: tuple[PointPair, ...] = ()
    tried: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    proposed_by: str | None = None
    incident_id: IncidentId | None = None


class ChecklistAnswer(Record, frozen=True, kw_only=True, tag="checklist_answer"):
    """What a person says of one item of the verification checklist.

    Attributes:
        subject: Incident or picture it is about.
        item: Code of the checklist's row ("content.place").
        state: Done, contradicted, cannot say, not applicable.
        because: What was found, in their words.
        looked_at: Logs, maps, tools that were consulted.
        evidence: Ids of checks and statements that bear it out.
        reviewer: Who.
        by: Opaque id of who entered it.
        at: Aware UTC time.
    """

    subject: str
    item: str
    state: ChecklistState
    because: str
    reviewer: Reviewer
    by: OperatorId
    at: dt.datetime
    looked_at: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
