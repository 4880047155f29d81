"""Hedges and negation of a claim, read from the clause around its span.

Table: hedges. What a finder has set stays. Method: M024.
"""

from __future__ import annotations

import re

import msgspec

from firsthand.extract.reading import Range, Reading
from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    LegalClaim,
    TargetClaim,
    WeaponClaim,
)
from firsthand.reference import Reference

# Kinds of claim that a hedge in front of them holds back.
_HEDGED = (AttributionClaim, CasualtyClaim, LegalClaim, TargetClaim, WeaponClaim)
_CLAUSE_EDGE = re.compile(
    r"[;:.!?\n]|,| \b(?:and|but|while|which|who|that|when|after|before|because)\b "
)
_MAX_BEFORE = 60


def qualified(reading: Reading, claim: Claim) -> Claim:
    """Return a claim with the hedge words of its clause, unless its finder set them."""
    if claim.hedged or claim.hedges or not isinstance(claim, _HEDGED):
        return claim
    pattern = reading.reference.derived("hedges", _hedge_pattern)
    start, end = clause_around(reading.text, (claim.span.start, claim.span.end))
    words = tuple(match.group() for match in pattern.finditer(reading.text, start, end))
    if not words:
        return claim
    return msgspec.structs.replace(claim, hedged=True, hedges=words)


def clause_around(text: str, at: Range) -> Range:
    """Return the stretch from the start of the clause that holds a span to its end."""
    start = max(0, at[0] - _MAX_BEFORE)
    for edge in _CLAUSE_EDGE.finditer(text, start, at[0]):
        start = edge.end()
    return start, at[1]


def _hedge_pattern(reference: Reference) -> re.Pattern[str]:
    rows = [str(row["pattern"]) for row in reference.table("hedges")]
    return re.compile(rf"\b(?:{'|'.join(rows)})\b", re.IGNORECASE)
