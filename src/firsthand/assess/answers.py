"""Answers that exclude what others claim: denials, other objects, objectives.

A denial stands against what it denies and against nothing else; an answer that evades
stands against nothing. Method: M042, M043.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from firsthand.assess.disputes import contradict, ids
from firsthand.assess.independence import alleges
from firsthand.assess.inputs import Evidence, parties_of
from firsthand.assess.responses import code_of, response_rows
from firsthand.assess.room import Room, listed
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Contradiction,
    ContradictionKind,
    Coverage,
    DenialClaim,
    Denies,
    IncidentId,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    RebuttalClaim,
    Response,
    TargetClaim,
    WeaponClaim,
)


def denials(room: Room) -> list[Contradiction]:
    """A party's answer that excludes what voices other than its own claim.

    One contradiction for each party and thing denied, whatever the number of answers.
    Evidence that is disputed is weighed by `object_identity`.
    """
    rows = response_rows(room.evidence.reference)
    answers: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for response in room.responses:
        if _is_about_it(response, room):
            for code in response.codes:
                against = str(rows[code]["against"])
                answers[against, response.party or response.speaker].append(response)
    out = []
    for (against, party), responses in sorted(answers.items()):
        made = _denial(room, responses, against, party) if against in _AGAINST else None
        if made is not None:
            out.append(made)
    return out


def _is_about_it(response: Response, room: Room) -> bool:
    own = room.evidence.claim_by_id
    is_linked = any(claim in own for claim in response.claims)
    return response.coverage is Coverage.COVERS or (
        response.coverage is Coverage.UNDETERMINED and is_linked
    )


def _denial(
    room: Room, responses: Sequence[Response], against: str, party: str
) -> Contradiction | None:
    rows = response_rows(room.evidence.reference)
    codes = [code for code, row in rows.items() if row["against"] == against]
    answering = [
        claim
        for response in responses
        for i in response.claims
        if (claim := room.pool.claim_by_id.get(i))
        and code_of(claim, room.pool) in codes
    ]
    counter = [
        claim
        for claim in room.claims
        if room.evidence.voice_of(claim).party != party
        and _AGAINST[against](claim, responses[0], answering, room)
        and (claim.id in room.standing or not isinstance(claim, CasualtyClaim))
    ]
    if not counter or not answering:
        return None
    given = {code_of(claim, room.pool) for claim in answering}
    says = " and ".join(str(rows[code]["says"]) for code in codes if code in given)
    is_sure = any(r.coverage is Coverage.COVERS for r in responses)
    unsure = () if is_sure else ("the statement does not concern this incident",)
    return room.make(
        ContradictionKind(against),
        (*answering, *counter),
        f"{room.party(party)} {says}; {room.names(counter)} "
        f"{room.verb('claim', counter)} the contrary",
        (*unsure, *HOLDS[against]),
        SETTLES[against],
    )


def _is_harm(
    claim: AnyClaim, response: Response, answering: Sequence[AnyClaim], room: Room
) -> bool:
    del response, answering, room
    return isinstance(claim, CasualtyClaim) and alleges(claim)


def _names_party(
    claim: AnyClaim, response: Response, answering: Sequence[AnyClaim], room: Room
) -> bool:
    del answering, room
    return (
        isinstance(claim, AttributionClaim)
        and not claim.negated
        and response.party in parties_of(claim.perpetrator)
    )


def _same_weapon(
    claim: AnyClaim, response: Response, answering: Sequence[AnyClaim], room: Room
) -> bool:
    if not isinstance(claim, WeaponClaim) or claim.negated:
        return False
    denied = {w for c in answering for w in _weapon_denied(c, room)}
    named = parties_of(claim.perpetrator)
    is_theirs = not named or response.party in named
    return is_theirs and bool(not denied or denied & set(claim.weapon))


def _weapon_denied(claim: AnyClaim, room: Room) -> tuple[str, ...]:
    """Return the weapon whose use is denied: "them" is the last one named before."""
    if isinstance(claim, DenialClaim) and claim.weapon:
        return claim.weapon
    before = [
        other
        for other in room.pool.by_document.get(claim.document_id, ())
        if isinstance(other, WeaponClaim) and other.span.start < claim.span.start
    ]
    return before[-1].weapon if before else ()


def _is_of_another_object(claim: AnyClaim) -> bool:
    return (
        isinstance(claim, RebuttalClaim)
        and claim.object_identity is ObjectIdentity.DIFFERENT
    )


def _says_no_objective(
    claim: AnyClaim, response: Response, answering: Sequence[AnyClaim], room: Room
) -> bool:
    del response, answering, room
    return (
        isinstance(claim, MilitaryObjectiveClaim)
        and claim.military_objective is Objective.ABSENT
    )


_AGAINST: dict[str, Callable[[AnyClaim, Response, Sequence[AnyClaim], Room], bool]] = {
    "event": _is_harm,
    "number": _is_harm,
    "perpetrator": _names_party,
    "weapon": _same_weapon,
    "military_objective": _says_no_objective,
}
HOLDS: dict[str, tuple[str, ...]] = {
    "event": ("the statement speaks of another day or place",),
    "number": ("the statement speaks of another strike",),
    "perpetrator": ("the act was another party's",),
    "weapon": ("the weapon was another party's", "the object was misidentified"),
    "object_identity": ("two buildings bear similar names",),
    "military_objective": (
        "there was an objective at another spot of the same place",
        "it was there at another time",
    ),
}
SETTLES: dict[str, str] = {
    "event": "pictures of the site before and after, with their days",
    "number": "a list of the people by name, and burial or hospital registers",
    "perpetrator": "the aircraft or munition, where only one party has it",
    "weapon": "remnants seen by an expert, and a second source (HRW-1)",
    "object_identity": "geolocation of both pictures, and the names of both buildings",
    "military_objective": "what stood where, on a map, on that day",
}


def object_identity(room: Room) -> list[Contradiction]:
    """A rebuttal says that evidence shows another object (two buildings, two names)."""
    rebuttals = [c for c in room.claims if _is_of_another_object(c)]
    if not rebuttals:
        return []
    shown = [
        claim
        for response in room.responses
        if response.coverage is not Coverage.DOES_NOT_COVER
        for i in response.claims
        if (claim := room.pool.claim_by_id.get(i))
        and isinstance(claim, DenialClaim)
        and claim.denies in _SHOWS
    ]
    answered = "a statement held here" if shown else "a statement that is not held here"
    named = _buildings_named((*rebuttals, *shown), room)
    names = listed(c.name for c in named if c.name and room.pool.is_open(c))
    told = f". Named beside it: {names}" if names else ""
    return [
        room.make(
            ContradictionKind.OBJECT_IDENTITY,
            (*rebuttals, *shown, *named),
            f"{room.names(rebuttals)} {room.verb('say', rebuttals)} that what was "
            "shown is a different object from the one that was hit; it answers "
            f"{answered}{told}",
            HOLDS["object_identity"],
            SETTLES["object_identity"],
        )
    ]


def _buildings_named(beside: Sequence[AnyClaim], room: Room) -> list[TargetClaim]:
    """Return the buildings named as hit, and those named in the texts that dispute it.

    Both names are put side by side; which building a picture shows is not decided.
    """
    texts = {claim.document_id for claim in beside}
    named = [c for c in room.pool.claims if isinstance(c, TargetClaim) and c.name]
    disputed = [claim for claim in named if claim.document_id in texts]
    hit = room.incident.target
    kinds = {claim.target for claim in disputed} or ({hit} if hit else set())
    own = room.evidence.claim_by_id
    return [
        claim
        for claim in named
        if claim.target in kinds and (claim.id in own or claim in disputed)
    ]


def rebuttals_alone(
    claims: Iterable[AnyClaim], evidence: Evidence
) -> list[Contradiction]:
    """Show rebuttals of an object's identity that no incident could take.

    "It was a different building": which building the text means cannot be said.
    """
    out = []
    for claim in claims:
        if not _is_of_another_object(claim):
            continue
        shown = [
            other
            for other in evidence.by_document.get(claim.document_id, ())
            if isinstance(other, DenialClaim) and other.denies in _SHOWS
        ]
        out.append(
            contradict(
                ContradictionKind.OBJECT_IDENTITY,
                ids((claim, *shown)),
                why=f"{evidence.voice_of(claim).name} says that what was shown is a "
                "different object from the one that was hit; the text does not say "
                "which, and no incident could be found for it",
                could_hold_if=HOLDS["object_identity"],
                would_settle=SETTLES["object_identity"],
                incident_id=None,
            )
        )
    return out


_SHOWS = frozenset({Denies.EVIDENCE, Denies.EVENT, Denies.CIVILIAN_HARM})


def objectives(room: Room) -> list[Contradiction]:
    """No military objective, beside one that is said to be there, near or far off."""
    said = [c for c in room.claims if isinstance(c, MilitaryObjectiveClaim)]
    return objectives_side_by_side(said, room.evidence, room.incident.id)


def objectives_side_by_side(
    said: Sequence[MilitaryObjectiveClaim],
    evidence: Evidence,
    incident_id: IncidentId | None,
) -> list[Contradiction]:
    """Put "no objective" and "a base 300 metres away" side by side, undecided.

    Neither is declared false: a distance bears on whether there was an objective, and
    the text does not say in which direction.
    """
    absent = [c for c in said if c.military_objective is Objective.ABSENT]
    other = [c for c in said if c.military_objective is not Objective.ABSENT]
    other = [c for c in other if not c.negated]
    if not absent or not other:
        return []
    told = "; ".join(dict.fromkeys(_objective_told(c, evidence) for c in other))
    return [
        contradict(
            ContradictionKind.MILITARY_OBJECTIVE,
            ids((*absent, *other)),
            why=f"'no military objective' stands beside: {told}. "
            "Put side by side; which way it bears is undecided",
            could_hold_if=(
                "what stood there lies outside the vicinity that is meant",
                "the nearest objective is at that distance, so that there was none",
                "the two speak of different spots or times",
            ),
            would_settle="what stood where, on a map, on that day; and what "
            "'vicinity' means to each",
            incident_id=incident_id,
        )
    ]


def _objective_told(claim: MilitaryObjectiveClaim, evidence: Evidence) -> str:
    is_open = evidence.is_open(claim)
    what = (claim.what if is_open else None) or "a military objective"
    if claim.distance_m is not None:
        words = (claim.distance_words if is_open else None) or (
            f"{claim.distance_m} metres"
        )
        return f"{what} at {words}"
    return f"{what}: {claim.military_objective.value.replace('_', ' ')}"
