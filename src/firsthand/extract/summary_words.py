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
    TargetClaim,
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


def places_of(text: str, claims: Iterable[Claim]) -> list[str]:
    """Return place names, best first: small places before provinces and countries.

    Right after the first place come those the text says it lies in ("Dara
    neighbourhood, Toreth, Velmara"); where no claim names a place, the first place
    that the text opens with.
    """
    claims = list(claims)
    found = [c for c in claims if isinstance(c, PlaceClaim)]
    small = [c.place.name for c in found if c.place.accuracy not in _LARGE]
    large = [c.place.name for c in found if c.place.accuracy in _LARGE]
    around = next((_told_around(text, c) for c in found if c.place.name in small), [])
    if not small:
        opening = _OPENING.search(text)
        small = [opening.group("name")] if opening else []
    around += _around(text, small[0]) if small else []
    sites = _sites(claims)
    return list(dict.fromkeys([*small[:1], *sites[:1], *around, *small[1:], *large]))


def _told_around(text: str, claim: PlaceClaim) -> list[str]:
    """Return the places that the text itself says hold a place, innermost first."""
    near = text[claim.span.start : claim.span.end + _REACH]
    return [name for name in claim.place.within if name in near][:_MOST_AROUND]


def _sites(claims: Iterable[Claim]) -> list[str]:
    """Return the public sites hit that have a name of their own ("Orel Hospital")."""
    return [
        c.name
        for c in claims
        if isinstance(c, TargetClaim)
        and c.name
        and not c.negated
        and c.target in _PUBLIC
    ]


_REACH = 120
_PUBLIC = frozenset(
    (
        "hospital", "medical_facility", "school", "mosque", "church", "market",
        "refugee_camp", "theatre", "prison", "government",
    )
)  # fmt: skip


def _around(text: str, name: str) -> list[str]:
    """Return the places written after a place as what holds it, innermost first."""
    at = text.find(name)
    made: list[str] = []
    match = _HOLDER.match(text, at + len(name)) if at >= 0 else None
    while match is not None and len(made) < _MOST_AROUND:
        made.append(match.group("name"))
        match = _HOLDER.match(text, match.end())
    return made


_MOST_AROUND = 2
_PLACE_NAME = (
    r"(?P<name>(?:(?:al|el|ad|as|ar|Al|El|Ad|As)[- ])?[A-Z][\w’'\-]+"
    r"(?: (?:[a-z]{2,3}-)?[A-Z][\w’'\-]+){0,2})"
)
_HOLDER = re.compile(
    r"(?: (?:neighbou?rhood|area|district|village|town|city|sector|quarter|camp"
    rf"|municipality|township|county|region))?(?:, | \(){_PLACE_NAME}"
)
# "... , in Toreth, Velmara, a man was found": a place told by where its own holder is.
_OPENING = re.compile(
    rf"\b(?:in|near|at) (?:the )?{_PLACE_NAME}(?=,| municipality| \()"
)


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
