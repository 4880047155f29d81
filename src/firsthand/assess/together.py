"""All figures of several attacks, of periods and of wars, held against each other.

A war's total is never added to anything; but it cannot be below the incidents that lie
in its period and its place, nor below a part of itself. Method: M102.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.assess.arithmetic import tell_bounds
from firsthand.assess.disputes import contradict
from firsthand.assess.inputs import CaseInputs, Evidence
from firsthand.assess.scope import area_keys, own_keys
from firsthand.assess.totals import counts_civilian_dead, range_of
from firsthand.assess.wholes import AtLeast, Interval, Stated, Sum, solve
from firsthand.model import (
    Bounds,
    ClaimId,
    ContextTotal,
    Contradiction,
    ContradictionKind,
    FuzzyDate,
    Incident,
    IncidentId,
    Place,
    StatusWord,
    Toll,
)

_OTHERS_TOO = False
_MOST_CONFLICTS = 12
"""Conflicts told of one case: each is then taken out, and the rest is solved again."""


@dataclasses.dataclass(frozen=True)
class _Whole:
    """One figure of more than one attack.

    Attributes:
        claim: The claim that states it.
        parts: Incidents that it certainly counts.
        counts_no_other: It says that it counts these attacks and no other.
        period: Days it is said of; None = not said.
        place: Where; None = not said.
    """

    claim: Toll
    parts: frozenset[IncidentId]
    counts_no_other: bool
    period: FuzzyDate | None
    place: Place | None


def wholes_together(inputs: CaseInputs, evidence: Evidence) -> list[Contradiction]:
    """Find figures of several attacks that cannot all stand, with those they count.

    Returns:
        One contradiction for each smallest set of figures that no numbers fit; figures
        that clash with their own attacks alone are left to `wholes_and_parts`, but for
        totals of a war, which nobody else looks at.
    """
    wholes = [*_aggregates(inputs, evidence), *_context(inputs, evidence)]
    given = [_incident(inputs, key) for key in sorted(_counted(wholes))]
    out = []
    held = list(wholes)
    for _ in range(_MOST_CONFLICTS):
        solved = solve(
            [_stated(whole) for whole in held],
            [_sum_of(whole) for whole in wholes],
            _orders(wholes),
            given=given,
        )
        if not solved.conflict:
            break
        clashing = [w for w in held if w.claim.id in solved.conflict]
        held = [w for w in held if w is not clashing[-1]]
        if len(clashing) > 1 or isinstance(clashing[0].claim, ContextTotal):
            out.append(_told(clashing, inputs))
    return out


def _counted(wholes: Sequence[_Whole]) -> set[IncidentId]:
    return {part for whole in wholes for part in whole.parts}


def _aggregates(inputs: CaseInputs, evidence: Evidence) -> list[_Whole]:
    """Return figures whose text says how many attacks they count, and these are held.

    Of a figure that may count fewer attacks than it could span nothing follows.
    """
    out = []
    for aggregate in sorted(inputs.aggregates, key=lambda a: a.id):
        if not aggregate.parts:
            continue
        if (aggregate.n_attacks_stated or 0) < len(aggregate.parts):
            continue
        for i in aggregate.claims:
            claim = evidence.claim_by_id.get(i)
            if isinstance(claim, Toll) and _is_fit(claim) and not claim.is_headline:
                parts = frozenset(aggregate.parts)
                is_all = aggregate.n_attacks_stated == len(parts)
                out.append(_Whole(claim, parts, is_all, aggregate.period, None))
    return out


def _context(inputs: CaseInputs, evidence: Evidence) -> list[_Whole]:
    out = []
    for claim in evidence.claims:
        if not isinstance(claim, ContextTotal) or not _is_fit(claim):
            continue
        if evidence.is_in_copy(claim):
            continue
        parts = frozenset(
            incident.id
            for incident in inputs.incidents
            if _certainly_in(incident, claim, evidence)
        )
        out.append(_Whole(claim, parts, _OTHERS_TOO, claim.date, claim.place))
    return out


def _is_fit(claim: Toll) -> bool:
    return counts_civilian_dead(claim) and not (claim.killed and claim.killed.approx)


def _certainly_in(incident: Incident, claim: ContextTotal, evidence: Evidence) -> bool:
    """Say whether a total counts an incident, whatever is not known of either.

    Its days must lie in the total's period, and end before the day of publication;
    its place must be, or lie in, the total's place. A total without a period counts
    what was before it was published.
    """
    day = incident.date
    last = evidence.published(claim.document_id)
    if day is None or day.earliest is None or day.latest is None or last is None:
        return False
    if day.latest > last:
        return False
    period = claim.date
    if period is not None:
        starts = period.earliest is None or period.earliest <= day.earliest
        ends = period.latest is None or day.latest <= period.latest
        if not (starts and ends):
            return False
    return claim.place is None or _lies_in(incident.place, claim.place)


def _lies_in(place: Place | None, area: Place) -> bool:
    if place is None:
        return False
    return bool(own_keys(area) & (own_keys(place) | area_keys(place)))


def _incident(inputs: CaseInputs, key: IncidentId) -> Stated:
    finding = next((f for f in inputs.findings if f.incident_id == key), None)
    made = range_of(finding, "airwars") if finding else None
    low = (made.low if made else None) or 0
    high = made.high if made and not made.is_open_above else None
    return Stated(key, key, Interval(low, high))


def _stated(whole: _Whole) -> Stated:
    killed = whole.claim.killed or Bounds(low=0)
    return Stated(whole.claim.id, _name(whole), Interval(killed.low or 0, killed.high))


def _name(whole: _Whole) -> str:
    return f"whole {whole.claim.id}"


def _sum_of(whole: _Whole) -> Sum:
    others = () if whole.counts_no_other else (f"others of {whole.claim.id}",)
    return Sum(_name(whole), (*sorted(whole.parts), *others))


def _orders(wholes: Sequence[_Whole]) -> list[AtLeast]:
    """Return which whole counts all that another one counts."""
    return [
        AtLeast(_name(one), _name(other))
        for one in wholes
        for other in wholes
        if one is not other and _contains(one, other)
    ]


def _contains(one: _Whole, other: _Whole) -> bool:
    """Say whether a war's or a period's total holds another of the same people."""
    if not isinstance(one.claim, ContextTotal):
        return False
    if one.claim.status is StatusWord.CIVILIAN and other.claim.status is not (
        StatusWord.CIVILIAN
    ):
        return False
    if not _holds(one.period, other.period):
        return False
    if one.place is None:
        return True
    return other.place is not None and _lies_in(other.place, one.place)


def _holds(long: FuzzyDate | None, short: FuzzyDate | None) -> bool:
    """Say whether all days of one period lie in another; unknown days do not."""
    if long is None or short is None:
        return False
    if short.earliest is None or short.latest is None or long.latest is None:
        return False
    starts = long.earliest is None or long.earliest <= short.earliest
    return starts and short.latest <= long.latest


def _told(clashing: Sequence[_Whole], inputs: CaseInputs) -> Contradiction:
    parts = sorted(_counted(clashing))
    findings = [f for f in inputs.findings if f.incident_id in parts]
    least = sum(range_of(f, "airwars").low or 0 for f in findings)
    said = " and ".join(dict.fromkeys(tell_bounds(w.claim.killed) for w in clashing))
    ids: list[ClaimId] = [w.claim.id for w in clashing]
    return contradict(
        ContradictionKind.AGGREGATE,
        ids,
        why=f"{'figures' if len(ids) > 1 else 'a whole'} of {said} killed cannot stand "
        f"with the {len(parts)} incidents that are counted, of at least {least} in all"
        + (", and with each other" if len(ids) > 1 else ""),
        could_hold_if=(
            "a figure was said earlier, or is of another period or place",
            "a figure is wrong: a whole, or one of the incidents",
        ),
        would_settle="the period, the place and the incidents that each figure counts",
        incident_id=None,
    )
