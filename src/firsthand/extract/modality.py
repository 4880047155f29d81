"""Hedges and negation of a claim, read from the clause around its span.

Table: hedges. What a finder has set stays. Method: M029.
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
_MAX_BEFORE_NOUN = 14


def qualified(reading: Reading, claim: Claim) -> Claim:
    """Return a claim with the hedge words of its clause, unless its finder set them."""
    if claim.hedged or claim.hedges or not isinstance(claim, _HEDGED):
        return claim
    of_clause, of_noun = reading.reference.derived("hedges", _hedge_patterns)
    at = (claim.span.start, claim.span.end)
    near = (max(0, at[0] - _MAX_BEFORE_NOUN), at[1])
    words = (
        *_words(of_clause, reading.text, clause_around(reading.text, at)),
        *_words(of_noun, reading.text, near, until=at[0]),
    )
    if not words:
        return claim
    return msgspec.structs.replace(claim, hedged=True, hedges=words)


def _words(
    pattern: re.Pattern[str], text: str, at: Range, until: int | None = None
) -> tuple[str, ...]:
    """Return the hedge words in a stretch; those before `until` must touch it."""
    return tuple(
        match.group()
        for match in pattern.finditer(text, *at)
        if until is None
        or match.start() >= until
        or not text[match.end() : until].strip(" “”‘\"'")
    )


def clause_around(text: str, at: Range) -> Range:
    """Return the stretch from the start of the clause that holds a span to its end."""
    start = max(0, at[0] - _MAX_BEFORE)
    for edge in _CLAUSE_EDGE.finditer(text, start, at[0]):
        start = edge.end()
    return start, at[1]


def _hedge_patterns(reference: Reference) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = reference.table("hedges")
    of_noun = [str(r["pattern"]) for r in rows if r.get("scope") == "noun"]
    of_clause = [str(r["pattern"]) for r in rows if r.get("scope") != "noun"]
    return _any_of(of_clause), _any_of(of_noun)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
