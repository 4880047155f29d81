"""What answers do to other claims: a deed that its party denies is nobody's claim.

"Toreth denied that its planes had struck clinics" attributes nothing to Toreth; "Toreth
rejected reports that its planes had struck clinics" tells that others do. Method: M053.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from firsthand.extract.reading import Reading
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    DenialClaim,
    Denies,
    LegalClaim,
    MilitaryObjectiveClaim,
    Objective,
    RebuttalClaim,
    TargetClaim,
    WeaponClaim,
)

_DENIED = frozenset(
    (
        Denies.RESPONSIBILITY,
        Denies.EVENT,
        Denies.CIVILIAN_TARGETS,
        Denies.USE,
        Denies.INTENT,
    )
)
_DENIED_TOLLS = frozenset((Denies.CIVILIAN_HARM, Denies.CASUALTIES, Denies.EVENT))
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput\w+|refut\w+)\b", re.IGNORECASE
)
_RELATIVE = re.compile(  # "the strike that killed 24"
    r"\b(?:which|who|where|whom)\b"
    r"|\b(?:strike|raid|attack|bombing|shelling|blast|explosion)s?,? that\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:reports?|allegations?|accusations?|claims?|charges?|suggestions?|findings?"
    r"|stories)\b",
    re.IGNORECASE,
)


def without_denied_deeds(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Leave out attributions and answers that other claims of the page undo.

    Args:
        reading: The page.
        claims: All claims of the page.

    Returns:
        The claims, tolls that a party denies marked as denied by it (negated); without
        attributions that only a denial of the same party tells,
        without weapons and targets that it denies, without disputes of evidence that
        are rebuttals, and without "could not confirm" of somebody whom nobody accuses.
    """
    denials = [c for c in claims if isinstance(c, DenialClaim)]
    rebuttals = [c for c in claims if isinstance(c, RebuttalClaim)]
    own = [r for r in rebuttals if _is_an_answer(r, denials)]
    rebuttals = [r for r in rebuttals if r not in own]
    accused: set[str | None] = {
        c.perpetrator
        for c in claims
        if isinstance(c, AttributionClaim) and not c.negated and c.perpetrator
    }
    return [
        _as_denied(reading, claim, denials)
        for claim in claims
        if claim not in own
        and not _is_ruled_out(claim, rebuttals)
        and not _is_mere_building(reading, claim, denials)
        and not _is_unheard_of(claim, denials)
        and not (
            any(_undoes(reading, denial, claim) for denial in denials)
            or (
                isinstance(claim, DenialClaim)
                and (
                    _is_no_answer(claim, rebuttals, accused)
                    or _only_blames(claim, claims)
                    or _is_of_nothing_military(claim, claims)
                    or _is_rebutted(claim, rebuttals)
                )
            )
        )
    ]


def _as_denied(reading: Reading, claim: Claim, denials: Sequence[DenialClaim]) -> Claim:
    """Return a toll that a party denies as one that it denies; others as they are.

    "Denied killing 24", "denied that 24 were killed": nobody asserts them here.
    "Denied carrying out the strike that killed 24" denies no death; "rejected reports
    that 24 were killed" tells that others say so.
    """
    if not isinstance(claim, CasualtyClaim) or claim.negated:
        return claim
    for denial in denials:
        if denial.denies in _DENIED_TOLLS and _contains(denial, claim):
            before = reading.text[denial.span.start : claim.span.end]
            verb = _DENYING.search(before)
            if verb and not (_REPORTED.search(before) or _RELATIVE.search(before)):
                return msgspec.structs.replace(
                    claim,
                    negated=True,
                    speaker=denial.speaker,
                    chain=denial.chain,
                    is_unresolved=denial.is_unresolved,
                )
    return claim


def _contains(denial: DenialClaim, claim: Claim) -> bool:
    return denial.span.start <= claim.span.start and claim.span.end <= denial.span.end


def _is_an_answer(rebuttal: RebuttalClaim, denials: Sequence[DenialClaim]) -> bool:
    """Say whether a dispute of pictures is one of the accused's answers."""
    same = [d for d in denials if d.denies is Denies.EVIDENCE and _meet(d, rebuttal)]
    return any(
        one.speaker == other.speaker and one is not other and one.speaker is not None
        for one in same
        for other in denials
    )


def _undoes(reading: Reading, denial: DenialClaim, claim: Claim) -> bool:
    """Say whether a claim only tells what a denial denies."""
    if isinstance(claim, AttributionClaim):
        return _denies(reading, denial, claim)
    if isinstance(claim, TargetClaim) and denial.denies in _SILENT:
        return _contains(denial, claim)
    if isinstance(claim, TargetClaim | WeaponClaim) and denial.rule == _NOT_THEM:
        return _contains(denial, claim) and denial.speaker == claim.speaker
    if isinstance(claim, WeaponClaim):
        return _undoes_weapon(denial, claim)
    if isinstance(claim, TargetClaim | LegalClaim) and claim.negated:
        return denial.denies is Denies.CIVILIAN_TARGETS and _meet(denial, claim)
    return False


def _is_ruled_out(claim: Claim, rebuttals: Sequence[RebuttalClaim]) -> bool:
    """Say whether a weapon is one that a crater "rules out"."""
    return isinstance(claim, WeaponClaim) and any(
        r.rebuts is Denies.RESPONSIBILITY and _meet(r, claim) for r in rebuttals
    )


def _is_unheard_of(claim: Claim, denials: Sequence[DenialClaim]) -> bool:
    """Say whether a toll of nobody is only what an answer knows nothing of.

    "Was not aware of any civilian casualties" counts nobody.
    """
    return (
        isinstance(claim, CasualtyClaim)
        and claim.negated
        and any(
            d.denies is Denies.CIVILIAN_HARM
            and _meet(d, claim)
            and _UNHEARD.search(d.span.quote)
            for d in denials
        )
    )


_UNHEARD = re.compile(
    r"\b(?:aware|unaware|confirmed|information|reports?|confirmation|data|indications?)\b",
    re.IGNORECASE,
)


def _is_mere_building(
    reading: Reading, claim: Claim, denials: Sequence[DenialClaim]
) -> bool:
    """Say whether "the building was hit" is only supposed, or an answer's own words."""
    if not isinstance(claim, TargetClaim) or claim.target != "building":
        return False
    start = claim.span.start
    lead = reading.text[max(0, start - _LEAD) : claim.span.end]
    return bool(_SUPPOSED.search(lead)) or any(
        d.speaker == claim.speaker and d.speaker is not None for d in denials
    )


_LEAD = 60
_SUPPOSED = re.compile(
    r"\b(?:if|whether|unless|suppose|reason\s+to\s+believe)\b", re.IGNORECASE
)


def _undoes_weapon(denial: DenialClaim, claim: WeaponClaim) -> bool:
    """Say whether a denial takes a weapon back, or only its verb names one."""
    is_its_verb = (
        denial.rule == "denied:deny"
        and set(claim.weapon) == {"shelling"}
        and _contains(denial, claim)
        and claim.speaker in {None, denial.speaker}
    )
    is_of_use = claim.negated and denial.denies is Denies.USE and _meet(denial, claim)
    return is_its_verb or is_of_use


# "Neither our planes nor theirs bombed the trucks": no trucks are said to be hit.
# "Has not commented on the attack on the hospital": told before.
_SILENT = frozenset((Denies.NO_COMMENT, Denies.NO_REPLY, Denies.NOT_CONFIRMED))
_NOT_THEM = "said:responsibility"


def _only_blames(denial: DenialClaim, claims: Sequence[Claim]) -> bool:
    """Say whether another explanation, beside a denial, only lays it to another.

    "Denied firing, and said a Velmaran missile went astray": an attribution.
    """
    if denial.denies is not Denies.OTHER_EXPLANATION:
        return False
    if any(isinstance(c, MilitaryObjectiveClaim) and _meet(c, denial) for c in claims):
        return True  # "militants hide behind hospital signs": what was there
    authors = [
        c for c in claims if isinstance(c, AttributionClaim) and _meet(c, denial)
    ]
    blames = [c for c in authors if c.perpetrator != denial.perpetrator]
    if authors and not blames:
        return True  # "the shells had been fired by Toreth": whoever accuses it
    if authors and denial.note is not None and not _OFFICE.search(denial.speaker or ""):
        return True  # "rockets fired by rebels hit it, aid workers said"
    if _ANOTHER_CAUSE.search(denial.span.quote):
        return False  # "the blast was caused by a rebel store": what happened, too
    return bool(blames) and any(
        isinstance(c, DenialClaim)
        and c is not denial
        and c.speaker == denial.speaker
        and c.denies in _DENIED
        and 0 <= denial.span.start - c.span.end < _BESIDE
        for c in claims
    )


_OFFICE = re.compile(
    r"\b(?:minist\w+|army|military|forces?|spokes\w+|government|embassy|president\w*|defen[cs]e"
    r"|command\w*|general|colonel|front|rebels?)\b|^$",
    re.IGNORECASE,
)
_ANOTHER_CAUSE = re.compile(
    r"\b(?:ammunition|explosives|caught\s+fire|fuel|gas|exploded|detonat\w+|staged)\b",
    re.IGNORECASE,
)
_BESIDE = 200  # characters between a denial and whom it blames instead


def _is_of_nothing_military(denial: DenialClaim, claims: Sequence[Claim]) -> bool:
    """Say whether "denied that any fighters had been there" tells only of them."""
    return denial.rule.startswith("denied:") and any(
        isinstance(c, MilitaryObjectiveClaim)
        and c.military_objective is Objective.ABSENT
        and c.span.start == denial.span.start
        for c in claims
    )


def _is_rebutted(denial: DenialClaim, rebuttals: Sequence[RebuttalClaim]) -> bool:
    """Say whether "doctors rejected the ministry's account" answers the answer."""
    return any(r.rule == "rebuttal.act" and _meet(r, denial) for r in rebuttals)


def _is_no_answer(
    denial: DenialClaim, rebuttals: Sequence[RebuttalClaim], accused: set[str | None]
) -> bool:
    return _is_by_the_accuser(denial, rebuttals) or _is_by_a_bystander(denial, accused)


# What anybody may say who was not accused of anything.
_OF_OTHERS_TOO = frozenset(
    (
        Denies.NOT_CONFIRMED,
        Denies.LEGALITY,
        Denies.PROMISES_INQUIRY,
        Denies.OTHER_EXPLANATION,
    )
)
_DONE = re.compile(r"\b(?:struck|hit|bombed|shelled|targeted|attacked|had)\b")


def _denies(reading: Reading, denial: DenialClaim, deed: AttributionClaim) -> bool:
    """Say whether a denial tells of a deed of its own party, and only to deny it."""
    if denial.denies not in _DENIED or denial.perpetrator != deed.perpetrator:
        return False
    if denial.rule == "said:civilian_targets" and _DONE.search(deed.span.quote):
        return False  # "our pilots struck only the barracks": said to be done
    if not _meet(denial, deed):
        return False
    if deed.span.start < denial.span.start and deed.speaker != denial.speaker:
        return False  # "officials blamed Toreth for the raid, which Toreth denied"
    if deed.speaker is not None and deed.speaker == denial.speaker:
        return True
    before = reading.text[denial.span.start : deed.span.start]
    return _REPORTED.search(before) is None


def _is_by_the_accuser(denial: DenialClaim, rebuttals: Sequence[RebuttalClaim]) -> bool:
    """Say whether a dispute of evidence is an answer to the denying party."""
    return (
        denial.denies is Denies.EVIDENCE
        and denial.note is not None
        and any(_meet(denial, rebuttal) for rebuttal in rebuttals)
    )


def _is_by_a_bystander(denial: DenialClaim, accused: set[str | None]) -> bool:
    """Say whether somebody whom nobody accuses "could not confirm" it."""
    return (
        denial.denies in _OF_OTHERS_TOO
        and bool(accused)
        and denial.perpetrator not in accused
    )


def _meet(one: Claim, other: Claim) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
