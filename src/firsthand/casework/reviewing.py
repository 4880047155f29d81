"""Statements of named reviewers: munitions, places, scenes, checklists, second looks.

Each is an act of its own in the log, and is taken back with `undo`. None of them is
read by linking or assessment: no party, no count, no grade follows from one by itself.
Reads: MediaItem, Incident, Contradiction. Writes: MunitionIdentification, Geolocation,
SceneComparison, ChecklistAnswer, SecondLook. Method: M180 to M183.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from firsthand.casework.acting import now
from firsthand.casework.case import Case
from firsthand.casework.judging import incident_named
from firsthand.casework.media import media_item
from firsthand.errors import UserError
from firsthand.model import (
    ActId,
    CaptureId,
    ChecklistAnswer,
    ChecklistState,
    ComparedFeature,
    ComparedView,
    Contradiction,
    FeatureMatch,
    Geolocation,
    IdentificationGrade,
    IncidentId,
    MediaItem,
    MunitionIdentification,
    OperatorId,
    PointPair,
    Reviewer,
    Says,
    SceneComparison,
    SceneVerdict,
    SecondLook,
    Shows,
    Spot,
    digest_of,
)
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.distance import distance_between
from firsthand.verify.munitions import munition_row
from firsthand.verify.numbers import read_number
from firsthand.verify.position import Position

Statement = Geolocation | SceneComparison | MunitionIdentification
Stored = Statement | ChecklistAnswer | SecondLook | MediaItem
S = TypeVar("S", bound=Stored)
NONE = "none"
_LEAST_MATCHES = 2


class Kept(NamedTuple):
    """A statement as stored, with the act that takes it back."""

    id: str
    act: ActId


def read_reviewer(
    name: str,
    competence: str,
    interests: str | None = None,
    *,
    may_be_named: bool = False,
) -> Reviewer:
    """Return a reviewer, or refuse: nobody speaks here without a name and a reason.

    Raises:
        UserError: Name or competence is blank.
    """
    if not name.strip():
        raise UserError("who says so? --by NAME (stays in the case)")
    if not competence.strip():
        raise UserError('why can they say it? --competence "..."')
    return Reviewer(
        name=name.strip(),
        competence=competence.strip(),
        interests=interests and interests.strip(),
        may_be_named=may_be_named,
    )


def read_spot(words: str, radius: str | None) -> Spot:
    """Read coordinates with a radius into a spot.

    Raises:
        UserError: They cannot be read.
    """
    stated = None if radius is None else read_number(radius, "radius", least=0)
    point = read_coordinates(words, radius_m=stated)
    return Spot(
        lat_e7=point.lat_e7,
        lon_e7=point.lon_e7,
        radius_mm=point.radius_mm,
        words=words.strip(),
    )


def position_of(spot: Spot) -> Position:
    """Return a spot as a position that distances are measured from."""
    return Position(
        lat_e7=spot.lat_e7,
        lon_e7=spot.lon_e7,
        radius_mm=spot.radius_mm,
        notation="stated",
        words=spot.words,
        radius_from="stated by a reviewer",
    )


def _keep(
    case: Case, prefix: str, verb: str, make: Callable[[str, OperatorId], S]
) -> Kept:
    with case.writing():
        made = make(case.numbering(prefix).take(), case.operator)
        act = case.act(verb, summary=f"{verb}: {made.id}")
        receipt = case.store.commit(act, records=[made])
    return Kept(made.id, receipt.act)


def _incident_id(case: Case, named: str | None, item: MediaItem) -> IncidentId | None:
    if named is None:
        return item.incident_id
    return incident_named(case, named).id


def _said(values: Sequence[str], what: str, option: str) -> tuple[str, ...]:
    """Return what was said; nothing at all is refused, "none" is an answer.

    Raises:
        UserError: Nothing was said.
    """
    stated = tuple(value.strip() for value in values if value.strip())
    if not stated:
        raise UserError(f'{what}: say it, or say that there is none: {option} "none"')
    return () if stated == (NONE,) else stated


# --- munitions --------------------------------------------------------------------


class Seen(NamedTuple):
    """What was looked at, and what was found on it.

    Attributes:
        region: Which part of which frame.
        frames: Which frames the reviewer was given.
        asked: What the reviewer was asked.
        matched: Features that match.
        contradicting: Features that contradict; ("none",) = looked, found none.
        alternatives: What else was considered; ("none",) = nothing else.
    """

    region: str
    frames: tuple[str, ...]
    asked: str
    matched: tuple[str, ...]
    contradicting: tuple[str, ...]
    alternatives: tuple[str, ...]


class Circumstance(NamedTuple):
    """Where and when it was seen, and what else was said."""

    incident: str | None = None
    theatre: str | None = None
    seen_on: dt.date | None = None
    dissent: str | None = None
    certainty: str | None = None


def identify(
    case: Case,
    media_id: str,
    munition: str | None,
    seen: Seen,
    *,
    grade: IdentificationGrade | None,
    reviewer: Reviewer,
    around: Circumstance,
) -> Kept:
    """Keep a reviewer's identification of a munition on one picture.

    Args:
        case: An open case.
        media_id: The picture.
        munition: Id or name in the catalogue; None = the reviewer could not say.
        seen: What was looked at and found.
        grade: How sure; None only where no munition is named.
        reviewer: Who.
        around: Incident, theatre, day, dissent.

    Raises:
        UserError: Something that an identification never lacks is missing.
    """
    item, _ = media_item(case, media_id)
    row = None if munition is None else munition_row(case.reference, munition)
    if not seen.region.strip() or not seen.asked.strip():
        raise UserError(
            "an identification names the region of the frame and the question"
        )
    matched = _said(seen.matched, "features that match", "--matched")
    if row is not None and grade is None:
        raise UserError("say how sure: --grade possible, likely or confirmed")
    if row is not None and not matched:
        raise UserError("a munition is named by features that match: --matched")
    against = _said(seen.contradicting, "features that contradict", "--contradicting")
    others = _said(seen.alternatives, "alternatives considered", "--alternatives")
    if grade is IdentificationGrade.CONFIRMED and against:
        raise UserError(
            "a feature contradicts: it is not confirmed. Grade it likely or possible"
        )
    return _keep(
        case,
        "MI",
        "identify",
        lambda key, by: MunitionIdentification(
            id=key,
            capture_id=item.capture_id,
            region=seen.region.strip(),
            reviewer=reviewer.name,
            competence=reviewer.competence,
            interests=reviewer.interests,
            may_be_named=reviewer.may_be_named,
            asked=seen.asked.strip(),
            frames=_said(seen.frames, "frames supplied", "--frames"),
            features=matched,
            against=against,
            alternatives=others,
            munition=None if row is None else str(row["id"]),
            grade=grade,
            certainty=around.certainty or (grade.value if grade else "could not say"),
            dissent=around.dissent,
            incident_id=_incident_id(case, around.incident, item),
            theatre=around.theatre,
            seen_on=around.seen_on,
            by=by,
            at=now(),
        ),
    )


# --- places -----------------------------------------------------------------------


def read_match(text: str) -> FeatureMatch:
    """Read "minaret, left of frame 2 | minaret at 12.345, 45.678 | agrees".

    Raises:
        UserError: It has not three parts, or the last is no answer.
    """
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004  frame, map, answer
        raise UserError(
            f"{text!r}: write what the frame shows | what the map shows | "
            "agrees, contradicts or not_visible"
        )
    return FeatureMatch(in_frame=parts[0], on_map=parts[1], says=_says(parts[2]))


def _says(word: str) -> Says:
    try:
        return Says(word.strip().replace(" ", "_"))
    except ValueError as error:
        raise UserError(
            f"{word!r}: write agrees, contradicts or not_visible"
        ) from error


class Worked(NamedTuple):
    """How a place was found."""

    matches: tuple[FeatureMatch, ...]
    imagery: tuple[str, ...]
    steps: tuple[str, ...]


def locate(
    case: Case,
    media_id: str,
    spot: Spot,
    worked: Worked,
    *,
    reviewer: Reviewer,
    incident: str | None = None,
) -> Kept:
    """Keep a worked proof of where a picture was taken.

    Raises:
        UserError: Fewer than two features agree, or no map or step is named.
    """
    item, _ = media_item(case, media_id)
    n_agreeing = sum(match.says is Says.AGREES for match in worked.matches)
    if n_agreeing < _LEAST_MATCHES:
        raise UserError(
            f"{n_agreeing} features agree; a place needs at least {_LEAST_MATCHES}: "
            '--match "in the frame | on the map | agrees"'
        )
    if not worked.imagery or not worked.steps:
        raise UserError(
            "which map or satellite picture, of which date (--imagery), and how was it "
            "found, step by step (--step)? Another person must be able to do it again"
        )
    return _keep(
        case,
        "GEO",
        "locate",
        lambda key, by: Geolocation(
            id=key,
            capture_id=item.capture_id,
            spot=spot,
            matches=worked.matches,
            imagery=worked.imagery,
            steps=worked.steps,
            reviewer=reviewer,
            incident_id=_incident_id(case, incident, item),
            by=by,
            at=now(),
        ),
    )


# --- scenes -----------------------------------------------------------------------


def read_feature(text: str) -> ComparedFeature:
    """Read "storeys | four | two | contradicts".

    Raises:
        UserError: It has not four parts, or the last is no answer.
    """
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 4 or not all(parts):  # noqa: PLR2004  feature, two sides, answer
        raise UserError(
            f"{text!r}: write feature | first picture | second picture | "
            "agrees, contradicts or not_visible"
        )
    feature, first, second, says = parts
    return ComparedFeature(
        feature=feature, first=first, second=second, says=_says(says)
    )


def read_points(text: str) -> PointPair:
    """Read "120,340 = 98,310 corner of the roof".

    Raises:
        UserError: It is not two points.
    """
    left, mark, right = text.partition("=")
    words = right.split(maxsplit=1)
    if not mark or not words:
        raise UserError(f'{text!r}: write "x,y = x,y what it is", in pixels')
    return PointPair(
        first=_pixel(left, text),
        second=_pixel(words[0], text),
        what=words[1].strip() if len(words) > 1 else None,
    )


def _pixel(part: str, text: str) -> tuple[int, int]:
    try:
        x, y = (int(number) for number in part.split(","))
    except ValueError as error:
        raise UserError(f'{text!r}: {part.strip()!r} is no "x,y" in pixels') from error
    return x, y


class Side(NamedTuple):
    """One side of a comparison as a person names it."""

    media_id: str
    spot: Spot | None = None
    place: str | None = None
    when: str | None = None


class Comparison(NamedTuple):
    """What a person found on two pictures.

    Attributes:
        features: What agrees, contradicts, cannot be seen.
        points: Corresponding points.
        tried: What was tried and not found.
        verdict: The person's.
        because: Why.
        answers: Ids of contradictions it bears on.
        proposed_by: What the program proposed; None = was not asked.
    """

    features: tuple[ComparedFeature, ...]
    points: tuple[PointPair, ...]
    tried: tuple[str, ...]
    verdict: SceneVerdict
    because: str
    answers: tuple[str, ...] = ()
    proposed_by: str | None = None


def compare(
    case: Case,
    sides: tuple[Side, Side],
    found: Comparison,
    reviewer: Reviewer,
    incident: str | None = None,
) -> Kept:
    """Keep a person's comparison of two scenes.

    "Different" rests on features that contradict and on two places; that no point
    could be found proves nothing. "Same" rests on features that agree.

    Raises:
        UserError: The verdict does not rest on what it must.
    """
    items = [media_item(case, side.media_id)[0] for side in sides]
    if items[0].id == items[1].id:
        raise UserError("a comparison is of two pictures")
    _refuse_unfounded(sides, found)
    for key in found.answers:
        if not isinstance(case.store.get(key), Contradiction):
            raise UserError(
                f"no contradiction {key!r}; list them: firsthand contradictions"
            )
    views = [
        ComparedView(
            capture_id=CaptureId(item.capture_id),
            spot=side.spot,
            place=side.place,
            when=side.when,
        )
        for item, side in zip(items, sides, strict=True)
    ]
    return _keep(
        case,
        "CMP",
        "compare",
        lambda key, by: SceneComparison(
            id=key,
            first=views[0],
            second=views[1],
            features=found.features,
            points=found.points,
            verdict=found.verdict,
            because=found.because.strip(),
            tried=found.tried,
            answers=found.answers,
            proposed_by=found.proposed_by,
            reviewer=reviewer,
            incident_id=_incident_id(case, incident, items[0]),
            by=by,
            at=now(),
        ),
    )


def _refuse_unfounded(sides: tuple[Side, Side], found: Comparison) -> None:
    if not found.because.strip():
        raise UserError('say why: --because "..."')
    kinds = {feature.says for feature in found.features}
    if found.verdict is SceneVerdict.DIFFERENT:
        if Says.CONTRADICTS not in kinds:
            raise UserError(
                "different needs a feature that contradicts (--feature "
                '"storeys | four | two | contradicts"); that no points were found '
                "proves nothing: two views of one building may share none"
            )
        spots = [side.spot for side in sides if side.spot is not None]
        if len(spots) != len(sides):
            raise UserError(
                "different needs two places: --first-at and --second-at, each with its "
                "radius. Without them the answer is undecidable"
            )
        apart = distance_between(position_of(spots[0]), position_of(spots[1]))
        if apart.low_mm == 0:
            raise UserError(
                "the two places may be one: their circles meet. Answer undecidable, or "
                "place them better"
            )
    if found.verdict is SceneVerdict.SAME and Says.AGREES not in kinds:
        raise UserError("same needs features that agree: --feature")
    if found.verdict is SceneVerdict.SAME and Says.CONTRADICTS in kinds:
        raise UserError(
            "a feature contradicts: the answer cannot be same; undecidable, unless "
            "what changed between the two pictures is known (say it as agrees)"
        )


# --- second looks -------------------------------------------------------------------


class Look(NamedTuple):
    """What a second person says."""

    agrees: bool | None
    because: str
    is_blind: bool = False
    spot: Spot | None = None


def look_again(case: Case, subject: str, look: Look, reviewer: Reviewer) -> Kept:
    """Keep a second person's look at a statement: never the same person's.

    Raises:
        UserError: There is no such statement, it is the same person, or what is said
            does not fit where they place it.
    """
    found = case.store.get(subject)
    if not isinstance(found, Statement):
        raise UserError(
            f"no statement {subject!r} to look at: an identification (MI-), a place "
            "(GEO-) or a comparison (CMP-)"
        )
    if _is_one_person(found, reviewer, case.operator):
        raise UserError(
            f"{subject} is this person's own: a second look is another person's, at "
            "their own keyboard (firsthand --as NAME)"
        )
    if not look.because.strip():
        raise UserError('say why: --because "..."')
    if look.spot is not None and isinstance(found, Geolocation):
        _refuse_apart(found.spot, look)
    return _keep(
        case,
        "SL",
        "second-look",
        lambda key, by: SecondLook(
            id=key,
            subject=subject,
            on=digest_of(found),
            agrees=look.agrees,
            because=look.because.strip(),
            is_blind=look.is_blind,
            spot=look.spot,
            reviewer=reviewer,
            by=by,
            at=now(),
        ),
    )


def _is_one_person(found: Statement, reviewer: Reviewer, by: OperatorId) -> bool:
    name = found.reviewer if isinstance(found.reviewer, str) else found.reviewer.name
    return found.by == by or name.casefold() == reviewer.name.casefold()


def _refuse_apart(first: Spot, look: Look) -> None:
    assert look.spot is not None  # noqa: S101  the caller asked
    apart = distance_between(position_of(first), position_of(look.spot))
    if look.agrees and apart.low_mm > 0:
        raise UserError(
            f"the two places are at least {apart.low_mm // 1000:,} m apart: they do "
            "not agree. Say --agrees no, or widen the radius"
        )


# --- checklist ----------------------------------------------------------------------


def tick(
    case: Case,
    subject: str,
    item: str,
    state: ChecklistState,
    *,
    reviewer: Reviewer,
    because: str,
    looked_at: Sequence[str] = (),
    evidence: Sequence[str] = (),
) -> Kept:
    """Keep a person's answer to one item of the checklist.

    Raises:
        UserError: No such item or subject, no reason, or no source where one is
            needed (weather, moon).
    """
    about, key = _subject(case, subject)
    row = _checklist_row(case, item, about)
    if not because.strip():
        raise UserError('say what was found: --because "..."')
    is_answer = state in {ChecklistState.DONE, ChecklistState.CONTRADICTED}
    if row.get("needs_source") and is_answer and not looked_at:
        raise UserError(f"{item}: name the log or almanac: --looked-at")
    missing = [name for name in evidence if case.store.get(name) is None]
    if missing:
        raise UserError(f"evidence {', '.join(missing)}: nothing here is called that")
    return _keep(
        case,
        "CL",
        "tick",
        lambda number, by: ChecklistAnswer(
            id=number,
            subject=key,
            item=item,
            state=state,
            because=because.strip(),
            looked_at=tuple(looked_at),
            evidence=tuple(evidence),
            reviewer=reviewer,
            by=by,
            at=now(),
        ),
    )


def _subject(case: Case, name: str) -> tuple[str, str]:
    if isinstance(found := case.store.get(name), MediaItem):
        return "item", found.id
    return "incident", incident_named(case, name).id


def _checklist_row(case: Case, item: str, about: str) -> dict[str, object]:
    rows = {
        str(row["code"]): row for row in case.reference.table("verification_checklist")
    }
    row = rows.get(item)
    if row is None or row["about"] != about:
        known = ", ".join(code for code, each in rows.items() if each["about"] == about)
        raise UserError(f"no item {item!r} for this; there are {known}")
    return row


# --- media of an incident -------------------------------------------------------------


def put_to_incident(case: Case, media_id: str, incident: str, shows: Shows) -> Kept:
    """Say that a picture shows an incident, or its aftermath."""
    item, _ = media_item(case, media_id)
    key = incident_named(case, incident).id
    made = msgspec.structs.replace(item, incident_id=key, shows=shows)
    with case.writing():
        act = case.act("put", summary=f"{media_id} shows {key}: {shows.value}")
        receipt = case.store.commit(act, records=[made])
    return Kept(item.id, receipt.act)
