"""A proposed grade, tested in the order of AIR-2; a person signs every grade.

Each condition is met, not met or unknown, with its claims. The program proposes
contested, fair, weak or ungraded; what speaks for confirmed and discounted is only put
before a person. Method: M044.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.assess.attribution import credible_rivals
from firsthand.assess.inputs import Evidence
from firsthand.assess.responses import admissions
from firsthand.assess.room import listed
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
        GradeValue.CONFIRMED: _confirmed(responses, evidence),
        GradeValue.DISCOUNTED: _discounted(evidence),
        GradeValue.CONTESTED: _contested(evidence),
        GradeValue.FAIR: _fair(independence, attributed, evidence),
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
    told = listed(evidence.party_name(party.party) for party in attributed)
    is_lacking = proposed is GradeValue.UNGRADED
    return Grade(
        profile="airwars",
        proposed=proposed,
        missing=_missing(independence, attributed, told) if is_lacking else None,
        conditions=conditions,
        before_a_person=tuple(
            condition
            for grade, condition in zip(tests, conditions, strict=True)
            if grade in _FOR_A_PERSON and condition.met is not False
        ),
        would_change=_would_change(independence, attributed, tests, proposed),
    )


_PROPOSED = (GradeValue.CONTESTED, GradeValue.FAIR, GradeValue.WEAK)
_FOR_A_PERSON = frozenset({GradeValue.CONFIRMED, GradeValue.DISCOUNTED})


def _conditions_by_grade(reference: Reference) -> dict[GradeValue, str]:
    made: dict[GradeValue, str] = reference.derived(
        "assess.grade_rules",
        lambda ref: {
            GradeValue(row["grade"]): str(row["condition"])
            for row in ref.table("grade_rules")
        },
    )
    return made


def _confirmed(responses: Sequence[Response], evidence: Evidence) -> Reason:
    accepted = admissions(responses, Denies.ADMITS_HARM)
    claims = tuple(claim for response in accepted for claim in response.claims)
    if accepted:
        parties = listed(
            evidence.party_name(r.party) if r.party else r.speaker for r in accepted
        )
        text = (
            f"that people were harmed is accepted by {parties}: a person must read it"
        )
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
        told = " and to ".join(evidence.party_name(party) for party in parties)
        text = f"voices of no party attribute it to {told}"
        return Reason(text=text, rule="AIR-2", met=True, claims=claims)
    text = "no two incompatible attributions by voices of no party"
    return Reason(text=text, rule="AIR-2", met=False)


def _fair(
    independence: Independence,
    attributed: Sequence[AttributedParty],
    evidence: Evidence,
) -> Reason:
    voices = _two_voices(independence)
    act = _action(attributed, evidence)
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
    return Reason(
        text=f"independent voices: {independence.told} (two are needed)",
        rule="AIR-2",
        met=met,
        because=(independence.reason,),
    )


_ACTING = frozenset({StrikeStatus.DECLARED, StrikeStatus.LIKELY})


def _action(attributed: Sequence[AttributedParty], evidence: Evidence) -> Reason:
    """Say whether some named party's action there is declared or likely."""
    acting = [party for party in attributed if party.strike_status in _ACTING]
    if acting:
        told = ", ".join(
            f"{evidence.party_name(p.party)}, {p.strike_status.value}" for p in acting
        )
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
    return Reason(
        text=f"independent voices: {independence.told} "
        "(one that is certain, and no second one)",
        rule="AIR-2",
        met=independence.low == 1,
        because=(independence.reason,),
    )


def _missing(
    independence: Independence, attributed: Sequence[AttributedParty], told: str
) -> str:
    """Say in one sentence which condition an ungraded incident lacks."""
    if independence.high == 0:
        return "no voice that speaks for no party tells of the harm"
    voices = _counted(independence)
    if not attributed:
        return f"{voices} tell of the harm, but nobody says who did it"
    return (
        f"{voices} tell of the harm, but that {told} acted there then is neither "
        "admitted nor said by two of them"
    )


def _counted(independence: Independence) -> str:
    low, high = independence.low, independence.high
    return f"{low} independent voices" if low == high else f"{low}-{high} voices"


def _would_change(
    independence: Independence,
    attributed: Sequence[AttributedParty],
    tests: Mapping[GradeValue, Reason],
    proposed: GradeValue,
) -> tuple[str, ...]:
    """Tell what one more item would change; nothing that is so already."""
    low, high = independence.low, independence.high
    has_acted = any(party.strike_status in _ACTING for party in attributed)
    out = []
    if high == 0:
        out.append("one independent voice would make it weak")
    if proposed is GradeValue.WEAK:
        whose = "" if has_acted else f", with {_an_action(attributed)},"
        out.append(f"one more independent voice{whose} would make it fair")
    if high > low:
        out.append(
            f"knowing from whom the undetermined voices know could bring the "
            f"independent voices from {low} to {high}"
        )
    if low > 1 and not has_acted and proposed is GradeValue.UNGRADED:
        out.append(
            "a statement that admits strikes there on that day, or two independent "
            "attributions to one party, would make it fair"
        )
    if proposed is GradeValue.CONTESTED:
        out.append(
            "evidence of whose aircraft or munition it was, or the withdrawal of one "
            "attribution, would end the contest"
        )
    if not tests[GradeValue.CONFIRMED].met:
        out.append(
            "a party's acceptance of the harm would put 'confirmed' before a person"
        )
    return tuple(out)


def _an_action(attributed: Sequence[AttributedParty]) -> str:
    whose = "the party named" if attributed else "a party that is named"
    return f"a declared or likely action of {whose}"
