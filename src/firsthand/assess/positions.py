"""What one party has said over time: denials beside admissions, changes of position.

A party's later answer does not erase its earlier one: both are kept, in order of day.
Method: M109. Rule: AIR-7.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.assess.inputs import Evidence
from firsthand.assess.responses import code_of, response_rows
from firsthand.assess.room import Room
from firsthand.model import (
    AnyClaim,
    ClaimId,
    Contradiction,
    ContradictionKind,
    Coverage,
    Denies,
    RebuttalClaim,
    Response,
)

_ADMITS = frozenset({Denies.ADMITS_STRIKE, Denies.ADMITS_HARM})
_NO_STRIKE = frozenset({Denies.RESPONSIBILITY, Denies.EVENT})


def strikes_denied(room: Room) -> list[Contradiction]:
    """A party says that it struck nothing there, and that it did (M103)."""
    by_party: dict[str, list[Response]] = defaultdict(list)
    for response in room.responses:
        if response.party and response.coverage is Coverage.COVERS:
            by_party[response.party].append(response)
    out = []
    for party, responses in sorted(by_party.items()):
        admitting = _saying(responses, _ADMITS, room.pool)
        denying = _saying(responses, _NO_STRIKE, room.pool)
        if admitting and denying:
            out.append(
                room.make(
                    ContradictionKind.STRIKE_DENIED,
                    (*denying, *admitting),
                    f"{room.party(party)} denies having done it, or that it happened, "
                    "and says that it struck there",
                    (
                        "the two statements are of different strikes of that day",
                        "the position changed, and the later statement holds",
                    ),
                    "the strike report: aim point and time of each",
                )
            )
    return out


def _saying(
    responses: Iterable[Response], codes: frozenset[Denies], pool: Evidence
) -> list[AnyClaim]:
    return [
        claim
        for response in responses
        for i in response.claims
        if (claim := pool.claim_by_id.get(i)) and code_of(claim, pool) in codes
    ]


@dataclasses.dataclass(frozen=True)
class Turn:
    """One step of a chain of claim, answer, rebuttal, counter.

    Attributes:
        day: Day of publication; None = not stated: such turns stand last.
        role: "claim", "answer", "rebuttal" or "counter".
        who: Who speaks, as a reason calls them.
        party: Which party; None = none.
        what: What is said, in words of ours.
        claims: The claims.
    """

    day: dt.date | None
    role: str
    who: str
    party: str | None
    what: str
    claims: tuple[ClaimId, ...]


@dataclasses.dataclass(frozen=True)
class Position:
    """What a party held at a time.

    Attributes:
        day: Day of the statement; None = not stated.
        stance: "admits harm", "admits a strike", "denies", "explains" or "evades".
        claims: The claims.
    """

    day: dt.date | None
    stance: str
    claims: tuple[ClaimId, ...]


def positions_of(
    party: str, responses: Sequence[Response], pool: Evidence
) -> tuple[Position, ...]:
    """Return what a party held about an incident, oldest first, changes only.

    Statements that do not cover the incident, or that only evade it after something
    was said, change no position.
    """
    rows = response_rows(pool.reference)
    said = []
    for response in responses:
        if response.party != party or response.coverage is not Coverage.COVERS:
            continue
        day = _day_of(response.claims, pool)
        said.append(Position(day, _stance(response.codes, rows), response.claims))
    said.sort(key=lambda p: (p.day or dt.date.max, p.claims))
    out: list[Position] = []
    for position in said:
        is_evasion = position.stance == "evades" and bool(out)
        if not is_evasion and (not out or out[-1].stance != position.stance):
            out.append(position)
    return tuple(out)


def _stance(
    codes: Iterable[Denies], rows: Mapping[Denies, Mapping[str, object]]
) -> str:
    held = set(codes)
    if Denies.ADMITS_HARM in held:
        return "admits harm"
    if Denies.ADMITS_STRIKE in held:
        return "admits a strike"
    answers = {str(rows[code]["answers"]) for code in held if code in rows}
    for answer in ("denies", "explains", "disputes"):
        if answer in answers:
            return answer
    return "evades"


def _day_of(claims: Iterable[ClaimId], pool: Evidence) -> dt.date | None:
    held = (pool.claim_by_id.get(i) for i in claims)
    days = [day for c in held if c and (day := pool.published(c.document_id))]
    return min(days, default=None)


def chain_of(room: Room) -> tuple[Turn, ...]:
    """Return the exchange over an incident: claim, answer, rebuttal, counter.

    The first tolls open it; what parties answer follows; what answers an answer is a
    rebuttal, and a party's words after a rebuttal are a counter. Undated turns stand
    last, since they cannot be put in order.
    """
    turns = [_claimed(room)] if room.standing else []
    turns += [
        Turn(
            day=_day_of(response.claims, room.pool),
            role="answer",
            who=response.speaker,
            party=response.party,
            what=", ".join(code.replace("_", " ") for code in response.codes),
            claims=response.claims,
        )
        for response in room.responses
        if response.claims and response.coverage is not Coverage.DOES_NOT_COVER
    ]
    turns += [
        Turn(
            day=room.pool.published(claim.document_id),
            role="rebuttal",
            who=room.name(claim),
            party=None,
            what=_rebutted(claim),
            claims=(claim.id,),
        )
        for claim in room.claims
        if isinstance(claim, RebuttalClaim)
    ]
    turns.sort(key=lambda t: (t.day or dt.date.max, _ORDER[t.role], t.claims))
    return tuple(_countered(turns))


_ORDER = {"claim": 0, "answer": 1, "rebuttal": 2, "counter": 3}


def _claimed(room: Room) -> Turn:
    figures = room.sifted.standing
    days = [figure.as_of for figure in figures if figure.as_of]
    voices = sorted({figure.voice.name for figure in figures})
    return Turn(
        day=min(days, default=None),
        role="claim",
        who=", ".join(voices),
        party=None,
        what="people were harmed",
        claims=tuple(sorted({claim for f in figures for claim in f.ids})),
    )


def _rebutted(claim: RebuttalClaim) -> str:
    if claim.object_identity is not None:
        return f"what was shown is a {claim.object_identity.value} object"
    what = claim.rebuts.value.replace("_", " ") if claim.rebuts else "the answer"
    return f"rebuts: {what}"


def _countered(turns: Sequence[Turn]) -> list[Turn]:
    out: list[Turn] = []
    rebutted = False
    for turn in turns:
        rebutted = rebutted or turn.role == "rebuttal"
        is_counter = turn.role == "answer" and rebutted
        out.append(dataclasses.replace(turn, role="counter") if is_counter else turn)
    return out
