"""Munitions, and who identified which on what.

Rules: HRW-1 (visual confirmation and a second source). A munition seen says
nothing of who dropped it unless only one party has it.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import CaptureId, IncidentId, OperatorId, Record


class IdentificationGrade(enum.StrEnum):
    """How sure a reviewer is that a munition is what they name."""

    POSSIBLE = "possible"
    LIKELY = "likely"
    CONFIRMED = "confirmed"


class Munition(Record, frozen=True, kw_only=True, tag="munition"):
    """A weapon type of the reference catalogue.

    Attributes:
        name: Usual designation ("RBK-500").
        other_names: Other spellings.
        munition_class: "cluster_bomb", "missile", ...
        platforms: What delivers it.
        treaties: Treaties that bear on it.
        reference: Where this is known from.
    """

    name: str
    munition_class: str
    reference: str
    other_names: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    treaties: tuple[str, ...] = ()


class MunitionIdentification(
    Record, frozen=True, kw_only=True, tag="munition_identification"
):
    """A named reviewer's statement that a picture shows a munition.

    Attributes:
        munition: Id of the munition; None = the reviewer could not say.
        capture_id: The picture.
        region: What part of which frame.
        reviewer: Who says so.
        competence: Why they can.
        interests: What they have at stake; None = none declared.
        asked: What they were asked, and which frames they were given.
        features: Features that match.
        against: Features that contradict.
        certainty: Their own words for how sure they are.
        incident_id: Incident it was put to; None = none yet.
        frames: Which frames they were given, and where they come from.
        alternatives: What else was considered, and why it was left.
        grade: Possible, likely, confirmed; None = not graded.
        dissent: Who of the reviewers sees it otherwise, and how; None = nobody said so.
        theatre: Code of the country it was seen in ("SY"); None = not stated.
        seen_on: First day on which it was seen; None = not stated.
        may_be_named: Whether the reviewer allows their name on a published page.
        by: Opaque id of who entered it.
        at: Aware UTC time of entry.
    """

    capture_id: CaptureId
    region: str
    reviewer: str
    competence: str
    asked: str
    certainty: str
    munition: str | None = None
    interests: str | None = None
    features: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    incident_id: IncidentId | None = None
    frames: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    grade: IdentificationGrade | None = None
    dissent: str | None = None
    theatre: str | None = None
    seen_on: dt.date | None = None
    may_be_named: bool = False
    by: OperatorId | None = None
    at: dt.datetime | None = None
