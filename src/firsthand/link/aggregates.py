"""Figures said of several attacks, and the incidents they can span. Method: M012.

An aggregate points at its parts, or says that it cannot; no number of attacks is
ever invented to fit, and nothing of it is added to an incident.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.link.passages import AnyToll
from firsthand.link.sites import Nearness, is_event_date, nearness
from firsthand.link.texts import LinkText
from firsthand.model import (
    Aggregate,
    ClaimId,
    ContextTotal,
    DocumentId,
    FuzzyDate,
    Incident,
    IncidentId,
    Reason,
)

_RULE = "M012"
_Key = tuple[object, ...]
_WORDS = (
    *("two", "three", "four", "five", "six", "seven"),
    *("eight", "nine", "ten", "eleven", "twelve"),
)
_SMALL = {word: number for number, word in enumerate(_WORDS, start=2)}
_ATTACKS = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_SMALL)})\s+(?:separate\s+|documented\s+)?"
    r"(?:air\s?)?(?:attacks|strikes|raids|airstrikes|incidents)\b",
    re.IGNORECASE,
)


def find_aggregates(
    wholes: Sequence[AnyToll],
    incidents: Sequence[Incident],
    texts: Mapping[DocumentId, LinkText],
) -> list[Aggregate]:
    """Group claims that state one whole, and say which incidents it can span.

    Args:
        wholes: Figures of several attacks, and context totals (these are left out).
        incidents: The incidents of the case.
        texts: Documents by id, for the date up to which a figure can count.

    Returns:
        Aggregates by id; ids come from what is stated.
    """
    same: dict[_Key, list[AnyToll]] = defaultdict(list)
    for claim in wholes:
        if not isinstance(claim, ContextTotal) or claim.n_sites is not None:
            text = texts.get(claim.document_id)
            same[_stated(claim, n_attacks(claim, text))].append(claim)
    made = [_aggregate(key, held, incidents, texts) for key, held in same.items()]
    return sorted(made, key=lambda aggregate: aggregate.id)


def _stated(claim: AnyToll, n_stated: int | None) -> _Key:
    """Return what makes two figures one whole: number, status, number of attacks."""
    killed = claim.killed or claim.casualties or claim.wounded
    figure = (killed.low, killed.vague) if killed else (None, None)
    return (*figure, str(claim.status or ""), n_stated)


def n_attacks(claim: AnyToll, text: LinkText | None) -> int | None:
    """Return how many attacks a figure is said of; None = the text does not say.

    The claim's own words first, then the only number of attacks in its document.
    """
    if claim.n_sites is not None and claim.n_sites.low:
        return claim.n_sites.low
    found = (
        {_number(match.group(1)) for match in _ATTACKS.finditer(text.text)}
        if (text)
        else set()
    )
    numbers = {number for number in found if number is not None and number > 1}
    return numbers.pop() if len(numbers) == 1 else None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _SMALL.get(word.casefold())


def _aggregate(
    key: _Key,
    claims: Sequence[AnyToll],
    incidents: Sequence[Incident],
    texts: Mapping[DocumentId, LinkText],
) -> Aggregate:
    held = sorted(claims, key=lambda claim: claim.id)
    period = next((claim.date for claim in held if claim.date), None)
    n_stated = next(
        (n for c in held if (n := n_attacks(c, texts.get(c.document_id)))), None
    )
    covered = [made for made in incidents if _covers(held, period, made, texts)]
    parts, why = _parts(held, covered, n_stated)
    digest = hashlib.sha256(repr(key).encode()).hexdigest()[:12]
    return Aggregate(
        id=f"A-{digest}",
        claims=tuple(ClaimId(claim.id) for claim in held),
        parts=parts,
        n_attacks_stated=n_stated,
        period=period,
        reason=Reason(text=why, rule=_RULE, met=bool(parts) or None),
    )


def _covers(
    claims: Sequence[AnyToll],
    period: FuzzyDate | None,
    incident: Incident,
    texts: Mapping[DocumentId, LinkText],
) -> bool:
    """Say whether a figure's place, period and publication allow an incident."""
    dates = [date for date in (incident.date, *incident.other_dates) if date]
    if period and dates and not any(period.overlaps(date) for date in dates):
        return False
    published = [
        text.published_by
        for claim in claims
        if (text := texts.get(claim.document_id)) and text.published_by
    ]
    starts = [date.earliest for date in dates if date.earliest]
    if published and starts and min(starts) > max(published):
        return False
    stated = next((claim.place for claim in claims if claim.place), None)
    if stated is None or incident.place is None:
        return True
    return nearness(stated, incident.place) is not Nearness.DIFFERENT


def _parts(
    claims: Sequence[AnyToll], covered: Sequence[Incident], n_stated: int | None
) -> tuple[tuple[IncidentId, ...], str]:
    documents = {claim.document_id for claim in claims}
    own = [made for made in covered if documents & set(made.documents)]
    stated = f"{n_stated} attacks" if n_stated else "several attacks"
    if not covered:
        return (), f"said of {stated}; no incident held falls into what it covers"
    if n_stated and len(own) == n_stated:
        return _ids(own), (
            f"said of {stated}: the {len(own)} incidents of its own document"
        )
    if n_stated and len(covered) == n_stated:
        return _ids(covered), (
            f"said of {stated}: the {len(covered)} incidents held in what it covers"
        )
    if n_stated and len(covered) > n_stated:
        return (), (
            f"said of {stated}, and {len(covered)} incidents held could be meant: "
            "which of them is not said"
        )
    missing = f"; {n_stated - len(covered)} more are not held" if n_stated else ""
    return _ids(covered), (
        f"said of {stated}: {len(covered)} incidents held can be among them{missing}"
    )


def _ids(incidents: Iterable[Incident]) -> tuple[IncidentId, ...]:
    return tuple(sorted(made.id for made in incidents))


def is_period(date: FuzzyDate | None) -> bool:
    """Say whether a date is a period rather than the time of one attack."""
    return date is not None and not is_event_date(date)
