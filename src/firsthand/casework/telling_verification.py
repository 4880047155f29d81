"""Verification in plain words: for `show`, for `check list`, and for the site.

Words for the case name the reviewer; words for a page name one only where they allow
it. Method: M180 to M183.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.media import kept_here, media_item
from firsthand.casework.reviewing import position_of
from firsthand.casework.verification import ItemState, Standing, Verification
from firsthand.errors import UserError
from firsthand.model import (
    CaptureId,
    Contradiction,
    Geolocation,
    Incident,
    MediaItem,
    MunitionIdentification,
    Reviewer,
    Says,
    SceneComparison,
    SecondLook,
    Shows,
    Spot,
)
from firsthand.publish import VerificationSheet
from firsthand.verify.distance import distance_between
from firsthand.verify.munitions import (
    Discrimination,
    discriminating_power,
    treaty_tests,
)
from firsthand.verify.numbers import degrees_text
from firsthand.verify.position import metres_text

Line = dict[str, Any]
_MARKS = {
    Standing.OPEN: "  ",
    Standing.BY_PROGRAM: "p ",
    Standing.ONE_PERSON: "1 ",
    Standing.TWO_PERSONS: "2 ",
    Standing.DISPUTED: "≠ ",
    Standing.CONTRADICTED: "! ",
    Standing.CANNOT_SAY: "? ",
    Standing.NOT_APPLICABLE: "- ",
}
_KEY = "1 one person, 2 two persons, p the program, ≠ disputed, ? cannot be said"


def named_in(case: Case, name: str) -> Incident | MediaItem:
    """Return an incident or a picture by its id.

    Raises:
        UserError: There is neither.
    """
    found = case.store.get(name)
    if isinstance(found, Incident | MediaItem):
        return found
    for incident in case.store.every(Incident):
        if name in incident.previous_ids:
            return incident
    raise UserError(f"{name!r} is no incident (I-001) and no picture (M-001)")


# --- statements -----------------------------------------------------------------------


def tell_statement(
    known: Verification,
    statement: Geolocation | SceneComparison | MunitionIdentification,
    *,
    is_public: bool = False,
) -> Iterator[str]:
    """Tell one statement: what, by whom, on what, with what against it."""
    if isinstance(statement, MunitionIdentification):
        yield from _identification(known, statement, is_public=is_public)
    elif isinstance(statement, Geolocation):
        yield from _geolocation(known, statement, is_public=is_public)
    else:
        yield from _comparison(known, statement, is_public=is_public)
    for look in known.looks_at(statement):
        yield f"  second look: {_look(look, is_public=is_public)}"


def _identification(
    known: Verification, item: MunitionIdentification, *, is_public: bool
) -> Iterator[str]:
    by = _by(
        Reviewer(
            name=item.reviewer,
            competence=item.competence,
            interests=item.interests,
            may_be_named=item.may_be_named,
        ),
        is_public=is_public,
    )
    grade = item.grade.value if item.grade else "not graded"
    what = item.munition or "no munition could be named"
    yield f"{item.id}  {what}: {grade}, {known.standing_of(item).value}"
    region = _apart(item.region, is_public=is_public)
    yield f"  on {_media_name(known, item.capture_id)}, {region}; by {by}"
    yield f"  asked: {item.asked}"
    yield f"  frames: {'; '.join(item.frames) or 'none supplied'}"
    yield f"  matches: {'; '.join(item.features) or 'nothing'}"
    yield f"  contradicts: {'; '.join(item.against) or 'nothing found'}"
    yield f"  also considered: {'; '.join(item.alternatives) or 'nothing else'}"
    if item.certainty not in {grade, "could not say"}:
        yield f"  in the reviewer's words: {item.certainty}"
    if item.dissent:
        yield f"  dissent: {item.dissent}"
    if item.munition is not None:
        power = power_of(known, item)
        yield f"  tells of the user: {power.power.value}. {power.because}"
        for each in (*power.known, *power.not_yet):
            yield f"    {each.in_words()}"
        for line in power.carried_by:
            yield f"    {line}"
        for test in treaty_tests(known.case.reference, item.munition):
            yield (
                f"  {test['treaty']}: definition met {test['definition_met']}, "
                f"{test['because']} ({test['status']}, {test['ref']})"
            )


def power_of(known: Verification, item: MunitionIdentification) -> Discrimination:
    """Say what an identification tells of the user, by its place and day.

    The incident's country and day stand in where the reviewer stated none; a day
    that is not known to the day is not used.
    """
    theatre, day = item.theatre, item.seen_on
    incident = known.case.store.get(item.incident_id) if item.incident_id else None
    if isinstance(incident, Incident):
        theatre = theatre or (incident.place.country if incident.place else None)
        day = day or _single_day(incident)
    assert item.munition is not None  # noqa: S101  asked by both callers before
    return discriminating_power(known.case.reference, item.munition, theatre, day)


def _single_day(incident: Incident) -> dt.date | None:
    date = incident.date
    return date.earliest if date and date.earliest == date.latest else None


def _geolocation(
    known: Verification, item: Geolocation, *, is_public: bool
) -> Iterator[str]:
    agreed = agreed_spot(known, item)
    standing = known.standing_of(item).value
    yield f"{item.id}  place of {_media_name(known, item.capture_id)}: {standing}"
    if is_public:
        # Where a camera stood can lead to who held it.
        n_agree = sum(match.says is Says.AGREES for match in item.matches)
        n_against = sum(match.says is Says.CONTRADICTS for match in item.matches)
        yield f"  {n_agree} features agree, {n_against} contradict; the proof is kept"
        yield f"  by {_by(item.reviewer, is_public=True)}"
        return
    yield f"  at {spot_in_words(item.spot)}; by {_by(item.reviewer, is_public=False)}"
    if agreed is not None:
        yield f"  agreed by two persons: {spot_in_words(agreed)}"
    for match in item.matches:
        says = match.says.value.replace("_", " ")
        yield f"  {says}: {match.in_frame} / {match.on_map}"
    yield f"  maps: {'; '.join(item.imagery)}"
    for number, step in enumerate(item.steps, 1):
        yield f"  step {number}: {step}"


def _comparison(
    known: Verification, item: SceneComparison, *, is_public: bool
) -> Iterator[str]:
    standing = known.standing_of(item).value
    first, second = (
        _media_name(known, side.capture_id) for side in (item.first, item.second)
    )
    yield f"{item.id}  {first} and {second}: {item.verdict.value}, {standing}"
    yield f"  by {_by(item.reviewer, is_public=is_public)}: {item.because}"
    for name, side in (("first", item.first), ("second", item.second)):
        if is_public:
            break
        where = spot_in_words(side.spot) if side.spot else "place not known"
        extra = "".join(f", {part}" for part in (side.place, side.when) if part)
        yield f"  {name}: {where}{extra}"
    if item.first.spot and item.second.spot:
        apart = distance_between(
            position_of(item.first.spot), position_of(item.second.spot)
        )
        yield (
            f"  apart: {metres_text(apart.low_mm)} to {metres_text(apart.high_mm)} m"
        )
    for feature in item.features:
        says = feature.says.value.replace("_", " ")
        yield f"  {says}: {feature.feature}: {feature.first} / {feature.second}"
    for pair in item.points:
        yield f"  point {pair.first} = {pair.second} {pair.what or ''}".rstrip()
    for tried in item.tried:
        yield f"  tried, not found: {tried}"
    if item.proposed_by:
        yield f"  the program proposed: {item.proposed_by}"
    if item.answers:
        yield f"  bears on {', '.join(item.answers)}"


def _look(look: SecondLook, *, is_public: bool) -> str:
    agrees = {True: "agrees", False: "does not agree", None: "cannot say"}[look.agrees]
    blind = ", without sight of the first" if look.is_blind else ""
    is_told = look.spot is not None and not is_public
    where = f" at {spot_in_words(look.spot)}" if look.spot and is_told else ""
    by = _by(look.reviewer, is_public=is_public)
    return f"{agrees}{where}{blind}: {look.because}; by {by}"


def _by(reviewer: Reviewer, *, is_public: bool) -> str:
    is_named = reviewer.may_be_named or not is_public
    name, competence, interests = (
        _apart(words, is_public=is_public)
        for words in (
            reviewer.name if is_named else "a reviewer, name withheld",
            reviewer.competence,
            reviewer.interests or "none declared",
        )
    )
    return f"{name} ({competence}; interests: {interests})"


_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def _apart(words: str, *, is_public: bool) -> str:
    """Keep a person's words from being joined with the next ones on a page.

    Name, bracket and competence written from right to left would be one run, read
    from its wrong end (Unicode Standard Annex 9, isolates).
    """
    is_joined = is_public and not words.isascii()
    return f"{_ISOLATE}{words}{_END_ISOLATE}" if is_joined else words


def _media_name(known: Verification, capture_id: CaptureId) -> str:
    for item in known.media.values():
        if item.capture_id == capture_id:
            return item.id
    return capture_id


def spot_in_words(spot: Spot) -> str:
    """Say where a spot is, with its radius: "12.5, 45.25 give or take 40 m"."""
    metres = -(-spot.radius_mm // 1000)
    return (
        f"{degrees_text(spot.lat_e7)}, {degrees_text(spot.lon_e7)} give or take "
        f"{metres:,} m"
    )


def agreed_spot(known: Verification, item: Geolocation) -> Spot | None:
    """Return the circle that covers what two persons state; None = not two yet.

    A second person who gives no coordinates of their own agrees with the first's.
    """
    if known.standing_of(item) is not Standing.TWO_PERSONS:
        return None
    agreed = item.spot
    for look in known.looks_at(item):
        if look.agrees and look.spot is not None:
            agreed = _covering(agreed, look.spot)
    return agreed


def _covering(one: Spot, two: Spot) -> Spot:
    """Return the smallest circle over two circles that lie near one another."""
    apart = distance_between(position_of(one), position_of(two)).middle_mm
    if apart + two.radius_mm <= one.radius_mm:
        return one
    if apart + one.radius_mm <= two.radius_mm:
        return two
    radius = (apart + one.radius_mm + two.radius_mm + 1) // 2
    share = (radius - one.radius_mm) / apart
    return Spot(
        lat_e7=round(one.lat_e7 + share * (two.lat_e7 - one.lat_e7)),
        lon_e7=round(one.lon_e7 + share * (two.lon_e7 - one.lon_e7)),
        radius_mm=radius,
        words="circle over both",
    )


def tell_answers(case: Case, contradiction: Contradiction) -> Iterator[str]:
    """Tell the comparisons of scenes that bear on a contradiction; none settles it."""
    every = case.store.every(SceneComparison)
    if not any(contradiction.id in each.answers for each in every):
        return
    known = Verification(case)
    for each in known.answers_to(contradiction):
        standing = known.standing_of(each).value
        yield f"answered by {each.id}: {each.verdict.value}, {standing}: {each.because}"


# --- checklist ------------------------------------------------------------------------


def tell_checklist(known: Verification, about: Incident | MediaItem) -> Iterator[str]:
    """Tell the whole checklist of an incident or a picture, then what is missing."""
    yield f"Verification of {about.id}  ({_KEY})"
    step = ""
    for item in known.checklist(about):
        if item.step != step:
            step = item.step
            yield f"{step} analysis"
        two = " [two persons]" if item.needs_two else ""
        yield f"  {_MARKS[item.standing]}{item.code:<22} {item.question}{two}"
        for words, record in zip(item.because, item.evidence, strict=False):
            yield f"       {record}: {words}"
        rest = item.evidence[len(item.because) :]
        if rest:
            yield f"       held: {', '.join(rest)}"
    gaps = known.gaps(about)
    yield "Gaps" if gaps else "No gap that the checklist knows"
    yield from (f"  {gap}" for gap in gaps)


def checklist_lines(known: Verification, about: Incident | MediaItem) -> Iterator[Line]:
    """Return the checklist as JSON, one object an item."""
    for item in known.checklist(about):
        yield {
            "about": about.id,
            "item": item.code,
            "step": item.step,
            "question": item.question,
            "standing": item.standing.value,
            "needs_two_persons": item.needs_two,
            "settled": item.is_settled,
            "because": list(item.because),
            "evidence": list(item.evidence),
            "gap": item.gap,
        }


def tell_verification(case: Case, incident: Incident) -> Iterator[str]:
    """Tell what was verified of an incident, for `show`: statements, then gaps."""
    known = Verification(case)
    items = known.checklist(incident)
    n_settled = sum(item.is_settled for item in items)
    yield (
        f"Verification: {n_settled} of {len(items)} items settled "
        f"(firsthand check list {incident.id})"
    )
    for statement in known.statements_on(incident):
        yield from (f"  {line}" for line in tell_statement(known, statement))
    yield from (f"  gap: {item.gap}" for item in items if item.gap)


def sheets_of_verification(case: Case) -> dict[Any, VerificationSheet]:
    """Return what a page says of each incident's verification.

    No reviewer is named but those who allow it, nothing is said of protected material,
    and no coordinates of a camera are told.
    """
    known = Verification(case)
    return {
        incident.id: VerificationSheet(
            items=tuple(_row(item) for item in known.checklist(incident)),
            statements=tuple(
                tuple(tell_statement(known, each, is_public=True))
                for each in known.statements_on(incident)
                if known.is_open(each)
            ),
            gaps=tuple(known.gaps(incident)),
            media=tuple(_counted_media(case, known.media_of(incident.id))),
        )
        for incident in case.store.every(Incident)
    }


_OF_WHAT = {
    Shows.ATTACK: "of the attack",
    Shows.AFTERMATH: "of the aftermath",
}
_KINDS = {"image": ("picture", "pictures"), "video": ("video", "videos")}


def _counted_media(case: Case, items: Sequence[MediaItem]) -> Iterator[str]:
    """Count imagery by kind and by what it shows; what is protected by number alone."""
    captures = {item.id: media_item(case, item.id) for item in items}
    kept = kept_here(case, captures)
    counts = Counter(
        (item.media_type.partition("/")[0], item.shows)
        for item in items
        if item.id not in kept
    )
    for (kind, shows), n in sorted(counts.items()):
        one, many = _KINDS.get(kind, ("sound", "sounds"))
        of_what = _OF_WHAT.get(shows, "put to it; what it shows is not said")
        yield f"{n} {one if n == 1 else many} {of_what}"
    if kept:
        yield f"{len(kept)} that must be protected: not described here"


def _row(item: ItemState) -> tuple[str, str]:
    two = " (two persons asked for)" if item.needs_two else ""
    return f"{item.question}{two}", item.standing.value
