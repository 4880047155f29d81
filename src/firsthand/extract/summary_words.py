"""Places, date, weapon, party, names of one text, folded for its one-row summary.

Method: M028 (fold of one text). Codes become a data set's own words by the table
`summary_labels`; where a text names an organisation that no table knows, the summary
takes the name as written.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Sequence

from firsthand.model import (
    Accuracy,
    AttributionClaim,
    Claim,
    DateClaim,
    PlaceClaim,
    Precision,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.reference import Reference

_LARGE = frozenset([Accuracy.PROVINCE, Accuracy.COUNTRY])
_NAME = r"(?:the )?(?P<who>[A-Z][^.;:]{2,90}?)"
_CLAIMED = re.compile(
    rf"(?:^|[.;:]\s+|\band ){_NAME} (?:\([A-Z\-]+\) )?(?:has |have |later )?"
    rf"claimed (?:responsibility|credit)"
)
_ATTRIBUTED = re.compile(
    r"(?:attributed the (?:\w+ ){0,2}?(?:attack|incident|assault|bombing)s? to"
    r"|suspected that|blamed) (?:the |an? )?(?P<who>[A-Z][^.;:]{2,90}?)"
    r"(?= (?:were|was|and (?:noted|stated|posited|suggested)|may|might"
    r"|in retaliation)\b"
    r"|[.;]|$)"
)
# GTD's summaries open with the day in American order.
_GTD_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_NOBODY = re.compile(r"^(?:no|neither|nobody)\b", re.IGNORECASE)


def places_of(claims: Iterable[Claim]) -> list[str]:
    """Return place names, best first: small places before provinces and countries."""
    places = [c.place for c in claims if isinstance(c, PlaceClaim)]
    small = [p.name for p in places if p.accuracy not in _LARGE]
    large = [p.name for p in places if p.accuracy in _LARGE]
    return list(dict.fromkeys([*small, *large]))


def date_of(text: str, claims: Iterable[Claim], labels: str | None) -> str | None:
    """Return the first day the text gives, as YYYY-MM-DD; None = no day stated."""
    opening = _GTD_DATE.match(text) if labels == "gtd" else None
    if opening is not None:
        month, day, year = (int(part) for part in opening.groups())
        return f"{year:04d}-{month:02d}-{day:02d}"
    for claim in claims:
        if isinstance(claim, DateClaim) and claim.date.earliest is not None:
            is_day = claim.date.precision is Precision.DAY
            if is_day or claim.date.earliest == claim.date.latest:
                return claim.date.earliest.isoformat()
    return None


def weapon_of(
    claims: Sequence[Claim], reference: Reference, labels: str | None
) -> str | None:
    """Return the weapon most spoken of, in our code or a data set's word."""
    codes = [
        code
        for c in claims
        if isinstance(c, WeaponClaim | AttributionClaim)
        for code in c.weapon
    ]
    if labels is None:
        return collections.Counter(codes).most_common(1)[0][0] if codes else None
    found = _labels(codes, reference, labels, "weapon")
    if labels == "gtd":
        return found[0] if found else "Unknown"
    if {"Airstrike", "Artillery"} <= set(found):
        return "Airstrike and/or Artillery"
    return found[0] if found else None


def perpetrator_of(
    text: str, claims: Sequence[Claim], reference: Reference, labels: str | None
) -> str | None:
    """Return the party named as responsible, in our code or a data set's word."""
    codes = [
        c.perpetrator
        for c in claims
        if isinstance(c, AttributionClaim | Toll) and c.perpetrator and not c.negated
    ]
    if labels == "gtd":
        return _named_party(text) or "Unknown"
    if labels is not None:
        found = _labels(codes, reference, labels, "perpetrator")
        if found:
            return found[0]
    return collections.Counter(codes).most_common(1)[0][0] if codes else None


def _named_party(text: str) -> str | None:
    for pattern in (_CLAIMED, _ATTRIBUTED):
        for match in pattern.finditer(text):
            if not _NOBODY.match(match.group("who")):
                return re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", match.group("who"))
    return None


def _labels(
    codes: Sequence[str], reference: Reference, labels: str, field: str
) -> list[str]:
    """Return a data set's words for our codes, the most frequent first."""
    counts: collections.Counter[str] = collections.Counter()
    rank: dict[str, int] = {}
    for row in reference.table("summary_labels"):
        if row["labels"] != labels or row["field"] != field:
            continue
        label = str(row["label"])
        rank[label] = int(row["rank"])
        counts[label] += sum(code in row["codes"] for code in codes)
    return sorted(
        (label for label in counts if counts[label]),
        key=lambda label: (-counts[label], rank[label]),
    )


def victims_of(claims: Iterable[Claim]) -> list[str]:
    """Return the names of victims, each once, in order of the text."""
    names: dict[str, None] = {}
    for claim in claims:
        if isinstance(claim, VictimNamesClaim):
            for person in claim.people:
                if person.name:
                    names.setdefault(person.name)
    return list(names)


def sources_of(claims: Iterable[Claim]) -> list[str]:
    """Return the speakers of a text's claims, each once, in order of the text."""
    return list(dict.fromkeys(name for c in claims for name in c.chain if name))
