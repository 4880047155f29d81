"""At what time of the day it happened, where a sentence tells of the attack.

A time counts where it stands beside a claim of harm, target, weapon or author, said by
the same speaker: "In a statement on Sunday evening, the ministry said that five died"
gives no time of an attack. Table: times_of_day. Method: M004.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.extract.reading import Reading, Sentence
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ClaimId,
    DocumentId,
    TargetClaim,
    TimeClaim,
    WeaponClaim,
)
from firsthand.reference.times_of_day import TimeMention, are_apart, times_in

_REACH = 60
"""Code points between a time and the claim it stands with (house; a clause)."""
_ANCHORS = (AttributionClaim, CasualtyClaim, TargetClaim, WeaponClaim)


def find_times(reading: Reading, found: Sequence[Claim]) -> list[Claim]:
    """Return the times of the day of what other finders found.

    Args:
        reading: The page.
        found: The claims of the other finders.
    """
    language = reading.language or "en"
    out: list[Claim] = []
    for sentence in reading.sentences:
        anchors = [claim for claim in found if _is_anchor(claim, sentence)]
        if not anchors:
            continue
        text = reading.text[sentence.start : sentence.end]
        for mention in times_in(text, language, reading.reference):
            made = _claim(reading, sentence, mention, anchors)
            out += [made] if made is not None else []
    return out


def _is_anchor(claim: Claim, sentence: Sentence) -> bool:
    if not isinstance(claim, _ANCHORS) or claim.negated:
        return False
    if isinstance(claim, CasualtyClaim) and claim.is_late_death:
        return False
    return sentence.start <= claim.span.start < sentence.end


def _claim(
    reading: Reading,
    sentence: Sentence,
    mention: TimeMention,
    anchors: Iterable[Claim],
) -> TimeClaim | None:
    start, end = sentence.start + mention.start, sentence.start + mention.end
    said = reading.statement_of(start, end)
    beside = [
        claim
        for claim in anchors
        if _stands_with(reading, claim, start, end)
        and reading.statement_of(claim.span.start, claim.span.end) is said
    ]
    if not beside:
        return None
    nearest = min(beside, key=lambda claim: _gap(claim, start, end))
    return TimeClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(start, end),
        speaker=nearest.speaker,
        chain=nearest.chain,
        is_unresolved=nearest.is_unresolved,
        candidates=nearest.candidates,
        time=mention.time,
        rule="time.beside_attack",
    )


def _stands_with(reading: Reading, claim: Claim, start: int, end: int) -> bool:
    """Say whether a claim is within reach, with no other clause between."""
    if _gap(claim, start, end) > _REACH:
        return False
    first, last = (claim.span.end, start), (end, claim.span.start)
    between = reading.text[slice(*(first if claim.span.start < start else last))]
    return not are_apart(between, reading.language or "en", reading.reference)


def _gap(claim: Claim, start: int, end: int) -> int:
    return max(claim.span.start - end, start - claim.span.end, 0)
