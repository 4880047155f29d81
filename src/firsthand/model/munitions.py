"""Munitions, and who identified which on what.

Rules: HRW-1 (visual confirmation and a second source). A munition seen says
nothing of who dropped it unless only one party has it.
"""

from __future__ import annotations

from firsthand.model.base import CaptureId, Record


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
