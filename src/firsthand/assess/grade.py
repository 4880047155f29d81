"""A proposed grade, tested in the order of AIR-2; a person signs every grade.

Each condition is met, not met or unknown, with its claims. The program proposes
contested, fair, weak or ungraded; what speaks for confirmed and discounted is only put
before a person. Method: M044.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.assess.attribution import credible_rivals
from firsthand.assess.inputs import Evidence
from firsthand.assess.responses import admissions
from firsthand.model import (
    AttributedParty,
    CasualtyClaim,
    ClaimId,
    Denies,
    Grade,
    GradeValue,
    Independence,
    Reason,
    Response,
    StatusWord,
    StrikeStatus,
)
from firsthand.reference import Reference


def propose_grade(
    evidence: Evidence,
    independence: Independence,
    attributed: Sequence[AttributedParty],
    responses: Sequence[Response],
) -> Grade:
    """Test every condition of AIR-2 in its order and propose a grade.

    Args:
        evidence: Claims of the incident.
        independence: Independent voices, as an interval.
        attributed: Parties named as responsible, with strike status.
        responses: Statements matched to the incident.

    Returns:
        The grade, unsigned, with all conditions and what one more item would change.
    """
    words = _conditions_by_grade(evidence.reference)
    tests = {
        GradeValue.CONFIRMED: _confirmed(responses),
        GradeValue.DISCOUNTED: _discounted(evidence),
        GradeValue.CONTESTED: _contested(evidence),
        GradeValue.FAIR: _fair(independence, attributed),
        GradeValue.WEAK: _weak(independence),
    }
    conditions = tuple(
        Reason(
            text=f"{grade.value}: {words[grade]}",
            rule="AIR-2",
            met=found.met,
            claims=found.claims,
            because=(found,),
        )
        for grade, found in tests.items()
    )
    met = {grade for grade, found in tests.items() if found.met}
    proposed = next((g for g in _PROPOSED if g in met), GradeValue.UNGRADED)
    return Grade(
        profile="airwars",
        proposed=proposed,
        conditions=conditions,
        before_a_person=tuple(
            condition
            for grade, condition in zip(tests, conditions, strict=True)
            if grade in _FOR_A_PERSON and condition.met is not False
        ),
        would_change=_would_change(independence, attributed, proposed),
    )


_PROPOSED = (GradeValue.CONTESTED, GradeValue.FAIR, GradeValue.WEAK)
_FOR_A_PERSON = frozenset({GradeValue.CONFIRMED, GradeValue.DISCOUNTED})


def _conditions_by_grade(reference: Reference) -> dict[GradeValue, str]:
    rows = reference.table("grade_rules")
    return {GradeValue(row["grade"]): str(row["condition"]) for row in rows}


def _confirmed(responses: Sequence[Response]) -> Reason:
    accepted = admissions(responses, Denies.ADMITS_HARM)
    claims = tuple(claim for response in accepted for claim in response.claims)
    if accepted:
        parties = ", ".join(sorted({r.party or r.speaker for r in accepted}))
        text = f"{parties} accepts that people were harmed: a person must read it"
        return Reason(text=text, rule="AIR-2", met=True, claims=claims)
    struck = admissions(responses, Denies.ADMITS_STRIKE)
    if struck:
        text = "a strike is admitted, and no harm: that is not acceptance"
        claims = tuple(claim for response in struck for claim in response.claims)
        return Reason(text=text, rule="AIR-7", met=False, claims=claims)
    return Reason(text="no party accepts the harm", rule="AIR-2", met=False)


def _discounted(evidence: Evidence) -> Reason:
    tolls = [
        claim
        for claim in evidence.claims
        if isinstance(claim, CasualtyClaim)
        and not claim.negated
        and not claim.is_perpetrator
        and evidence.voice_of(claim).is_independent
    ]
    fighters = [c.id for c in tolls if c.status is StatusWord.COMBATANT]
    civilians = [c.id for c in tolls if c.status is StatusWord.CIVILIAN]
    if not fighters:
        text = "no voice that speaks for no party says that the dead were combatants"
        return Reason(text=text, rule="AIR-3", met=False)
    if civilians:
        text = "both civilians and combatants are counted by voices of no party"
        claims = (*fighters, *civilians)
        return Reason(text=text, rule="AIR-3", met=None, claims=claims)
    text = "only combatants are counted by voices of no party: a person must read it"
    return Reason(text=text, rule="AIR-3", met=True, claims=tuple(fighters))


def _contested(evidence: Evidence) -> Reason:
    rivals = credible_rivals(evidence)
    claims: tuple[ClaimId, ...] = tuple(claim.id for claim, _ in rivals)
    if rivals:
        parties = sorted({party for _, named in rivals for party in named})
        text = f"voices of no party attribute it to {' and to '.join(parties)}"
        return Reason(text=text, rule="AIR-2", met=True, claims=claims)
    text = "no two incompatible attributions by voices of no party"
    return Reason(text=text, rule="AIR-2", met=False)


def _fair(independence: Independence, attributed: Sequence[AttributedParty]) -> Reason:
    voices = _two_voices(independence)
    act = _action(attributed)
    both = None if None in {voices.met, act.met} else voices.met and act.met
    if False in {voices.met, act.met}:
        both = False
    text = {
        True: "both conditions are met",
        False: "at least one condition is not met",
        None: "at least one condition cannot be said to be met",
    }[both]
    return Reason(
        text=text,
        rule="AIR-2",
        met=both,
        claims=act.claims,
        because=(voices, act),
    )


def _two_voices(independence: Independence) -> Reason:
    low, high = independence.low, independence.high
    met = True if low >= 2 else (None if high >= 2 else False)  # noqa: PLR2004  AIR-2
    told = str(low) if low == high else f"{low}-{high}"
    return Reason(
        text=f"independent voices: {told} (two are needed)",
        rule="AIR-2",
        met=met,
        because=(independence.reason,),
    )


def _action(attributed: Sequence[AttributedParty]) -> Reason:
    """Say whether some named party's action there is declared or likely."""
    acting = [
        party
        for party in attributed
        if party.strike_status in {StrikeStatus.DECLARED, StrikeStatus.LIKELY}
    ]
    if acting:
        told = ", ".join(f"{p.party} {p.strike_status.value}" for p in acting)
        claims = tuple(claim for party in acting for claim in party.claims)
        text = f"action near that place and time: {told}"
        return Reason(text=text, rule="AIR-7", met=True, claims=claims)
    if not attributed:
        text = "nobody says who did it: whether a party acted there is unknown"
        return Reason(text=text, rule="AIR-7", met=None)
    claims = tuple(claim for party in attributed for claim in party.claims)
    text = "no action near that place and time is declared, or likely by two voices"
    return Reason(text=text, rule="AIR-7", met=None, claims=claims)


def _weak(independence: Independence) -> Reason:
    low, high = independence.low, independence.high
    told = str(low) if low == high else f"{low}-{high}"
    return Reason(
        text=f"independent voices: {told} (one is enough, two are more than weak)",
        rule="AIR-2",
        met=low == 1,
        because=(independence.reason,),
    )


def _would_change(
    independence: Independence,
    attributed: Sequence[AttributedParty],
    proposed: GradeValue,
) -> tuple[str, ...]:
    """Tell what one more item would change."""
    low, high = independence.low, independence.high
    has_acted = _action(attributed).met
    out = []
    if high == 0:
        out.append("one independent voice would make it weak")
    if low == 1 and has_acted:
        out.append("one more independent voice would make it fair")
    if low == 1 and not has_acted:
        out.append(
            "one more independent voice, with a declared or likely action of the "
            "party named, would make it fair"
        )
    if high > low:
        out.append(
            f"knowing who the undetermined voices are could bring the independent "
            f"voices from {low} to {high}"
        )
    if low > 1 and not has_acted and proposed is not GradeValue.CONTESTED:
        out.append(
            "a statement that admits strikes there on that day, or a second "
            "independent attribution to one party, would make it fair"
        )
    if proposed is GradeValue.CONTESTED:
        out.append(
            "evidence of whose aircraft or munition it was, or the withdrawal of one "
            "attribution, would end the contest"
        )
    out.append("a party's acceptance of the harm would put 'confirmed' before a person")
    return tuple(out)
