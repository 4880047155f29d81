"""Totals of a case, each with its rule and what it is a minimum of; wholes and parts.

Headline = confirmed and fair; alleged = all; conceded deaths apart (AIR-6). A total
says its inclusion rule (OHC-4) and that the true number is likely higher (HRW-4). A
figure said of several attacks is held against the sum of those attacks: what is missing
is shown with its readings, and no number of attacks is invented. Method: M046.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from firsthand.assess.arithmetic import tell_bounds
from firsthand.assess.disputes import contradict
from firsthand.assess.figures import Figure, read_figures
from firsthand.assess.inputs import CaseInputs, Evidence
from firsthand.assess.profiles import (
    EVERYBODY,
    Profile,
    leading_profile,
    read_profiles,
)
from firsthand.assess.sieves import is_against_interest
from firsthand.model import (
    Aggregate,
    ClaimId,
    Contradiction,
    ContradictionKind,
    CountRange,
    Finding,
    GradeValue,
    IncidentId,
    Reason,
    StatusWord,
    Toll,
    Value,
)

_MEASURE = "killed.civilian"
_HEADLINE = frozenset({GradeValue.CONFIRMED, GradeValue.FAIR})


class CaseTotal(Value, frozen=True, kw_only=True):
    """One total of a case under one profile.

    Attributes:
        name: "headline", "alleged" or "conceded".
        profile: The range profile of its parts.
        measure: What is counted.
        range: The sum of the incidents' ranges; unknown parts add nothing.
        incidents: Incidents that have a range in it.
        without_figure: Incidents under its rule that have none.
        inclusion: The inclusion rule, in words.
        minimum_of: What the total is a minimum of (OHC-4).
        note: What must be printed with it (HRW-4, unsigned grades).
        reason: Part by part.
    """

    name: str
    profile: str
    measure: str
    range: CountRange
    incidents: tuple[IncidentId, ...]
    inclusion: str
    minimum_of: str
    note: str
    reason: Reason
    without_figure: tuple[IncidentId, ...] = ()


def total_case(inputs: CaseInputs, evidence: Evidence) -> list[CaseTotal]:
    """Return the totals of a case under every profile (AIR-6, OHC-4, HRW-4)."""
    out = []
    for profile in read_profiles(evidence.reference):
        findings = sorted(inputs.findings, key=lambda f: f.incident_id)
        counted = [f for f in findings if _grade(f) in _HEADLINE]
        out += [
            _total("headline", profile.name, counted, inputs),
            _total("alleged", profile.name, findings, inputs),
        ]
    return [*out, *_conceded(inputs, evidence)]


_RULES = {
    "headline": "incidents graded confirmed or fair",
    "alleged": "all incidents, whatever their grade",
    "conceded": "deaths that the attributed party itself states",
}


def _grade(finding: Finding) -> GradeValue:
    return finding.grade.signed_value or finding.grade.proposed


def _total(
    name: str, profile: str, findings: Sequence[Finding], inputs: CaseInputs
) -> CaseTotal:
    measure = _measure_of(profile, findings)
    ranges = [(f.incident_id, range_of(f, profile, measure)) for f in findings]
    known = [(i, r) for i, r in ranges if r.is_known]
    summed = add_ranges(counted for _, counted in known)
    unsigned = sum(f.signed is None for f in findings)
    note = "The true number is likely higher (HRW-4)."
    if unsigned:
        note += f" {unsigned} of {len(findings)} findings are unsigned proposals."
    return CaseTotal(
        name=name,
        profile=profile,
        measure=measure,
        range=summed,
        incidents=tuple(i for i, _ in known),
        without_figure=tuple(i for i, r in ranges if not r.is_known),
        inclusion=_RULES[name],
        minimum_of=(
            f"{_COUNTED[measure]} in {_RULES[name]} among the "
            f"{len(inputs.incidents)} of this case, on the documents held"
        ),
        note=note,
        reason=Reason(
            text=f"{name} under {profile}: {summed}",
            rule="AIR-6",
            because=tuple(
                Reason(text=f"{incident}: {counted}", rule="M046")
                for incident, counted in ranges
            ),
        ),
    )


def range_of(finding: Finding, profile: str, measure: str = _MEASURE) -> CountRange:
    """Return a finding's range under a profile; an unknown range if it has none."""
    for made in finding.ranges:
        if made.profile == profile and made.measure == measure:
            return made.range
    return CountRange()


_EVERYBODY = f"killed.{EVERYBODY}"
_COUNTED = {_MEASURE: "civilians reported killed", _EVERYBODY: "people reported killed"}


def _measure_of(profile: str, findings: Sequence[Finding]) -> str:
    """Return what a profile totals: everybody, where it counts so, or civilians."""
    measures = {
        made.measure
        for finding in findings
        for made in finding.ranges
        if made.profile == profile
    }
    return _EVERYBODY if _EVERYBODY in measures else _MEASURE


def add_ranges(ranges: Iterable[CountRange]) -> CountRange:
    """Add ranges up; an unknown end adds nothing, and nothing known gives unknown."""
    held = list(ranges)
    lows = [r.low for r in held if r.low is not None]
    highs = [r.high for r in held if r.high is not None]
    return CountRange(
        low=sum(lows) if lows else None,
        high=sum(highs) if highs else None,
        is_open_above=any(r.is_open_above for r in held),
    )


def _conceded(inputs: CaseInputs, evidence: Evidence) -> list[CaseTotal]:
    """Total what attributed parties themselves say that they killed, apart (AIR-6)."""
    profile = leading_profile(evidence.reference)
    by_claim = _own_figures(evidence, profile)
    parts = []
    for incident in sorted(inputs.incidents, key=lambda i: i.id):
        said = [f for claim in incident.claims for f in by_claim.get(claim, ())]
        accused = evidence.accused_by(incident.claims) if said else frozenset()
        figures = [f for f in said if is_against_interest(f, accused)]
        if figures:
            lows = [f.minimum for f in figures if f.minimum is not None]
            tops = [f.top for f in figures if f.top is not None]
            counted = CountRange(
                low=min(lows, default=None), high=max(tops, default=None)
            )
            parts.append((incident.id, counted))
    if not parts:
        return []
    summed = add_ranges(counted for _, counted in parts)
    return [
        CaseTotal(
            name="conceded",
            profile=profile.name,
            measure=_MEASURE,
            range=summed,
            incidents=tuple(i for i, _ in parts),
            inclusion=_RULES["conceded"],
            minimum_of=_RULES["conceded"],
            note="A number stated is not responsibility accepted (AIR-2).",
            reason=Reason(
                text=f"conceded: {summed}",
                rule="AIR-6",
                because=tuple(
                    Reason(text=f"{i}: {counted}", rule="M046") for i, counted in parts
                ),
            ),
        )
    ]


def _own_figures(evidence: Evidence, profile: Profile) -> dict[ClaimId, list[Figure]]:
    """Return what parties themselves count as civilians killed, by claim."""
    found: dict[ClaimId, list[Figure]] = defaultdict(list)
    figures = read_figures(
        evidence,
        profile.groups,
        only=lambda claim: evidence.voice_of(claim).is_interested,
    )
    for figure in figures:
        if figure.measure == _MEASURE and not figure.is_assumed:
            found[figure.claim.id].append(figure)
    return found


def wholes_and_parts(inputs: CaseInputs, evidence: Evidence) -> list[Contradiction]:
    """Hold figures said of several attacks against the sum of those attacks (M046).

    Returns:
        One contradiction for each figure that the attacks it can span do not reach, or
        exceed where it says that it counts them all; with both readings. A smaller
        figure may count fewer attacks. Figures without parts are left alone.
    """
    findings = {f.incident_id: f for f in inputs.findings}
    out = []
    for aggregate in sorted(inputs.aggregates, key=lambda a: a.id):
        parts = [findings[i] for i in aggregate.parts if i in findings]
        summed = add_ranges(range_of(f, "airwars") for f in parts)
        claims = [
            claim
            for i in aggregate.claims
            if isinstance(claim := evidence.claim_by_id.get(i), Toll)
            and counts_civilian_dead(claim)
        ]
        claims = [c for c in claims if not c.is_headline] or claims
        made = _held_against(claims, aggregate, parts, summed)
        if made is not None:
            out.append(made)
    return out


def counts_civilian_dead(claim: Toll) -> bool:
    """Say whether a figure counts people killed who may be civilians, by number."""
    return (
        claim.killed is not None
        and claim.killed.vague is None
        and not claim.negated
        and claim.status is not StatusWord.COMBATANT
    )


def _held_against(
    claims: Sequence[Toll],
    aggregate: Aggregate,
    parts: Sequence[Finding],
    summed: CountRange,
) -> Contradiction | None:
    above = [c for c in claims if _is_above(c, summed)]
    counts_all = (aggregate.n_attacks_stated or 0) >= len(parts)
    below = [c for c in claims if counts_all and _is_below(c, summed)]
    clashing = above or below
    if not clashing:
        return None
    stated = " and ".join(dict.fromkeys(tell_bounds(c.killed) for c in clashing))
    verb = "is not reached" if above else "is exceeded"
    return contradict(
        ContradictionKind.AGGREGATE,
        (*(c.id for c in clashing), *(i for f in parts for i in _bounds_of(f))),
        why=(
            f"a whole of {stated} killed {verb}: the {len(parts)} attacks that it "
            f"can span come to {summed} on the figures held"
        ),
        could_hold_if=_readings(aggregate, parts, summed, _missing(above, summed)),
        would_settle="which attacks the figure counts, from whoever gave it",
        incident_id=None,
    )


def _is_above(claim: Toll, summed: CountRange) -> bool:
    low = claim.killed.low if claim.killed else None
    return low is not None and summed.high is not None and low > summed.high


def _is_below(claim: Toll, summed: CountRange) -> bool:
    killed = claim.killed
    if killed is None or killed.high is None or killed.approx or summed.low is None:
        return False
    return killed.high < summed.low


def _missing(above: Sequence[Toll], summed: CountRange) -> int:
    """Return how many killed the attacks held leave to others, at the least."""
    lows = [c.killed.low for c in above if c.killed and c.killed.low is not None]
    return max(0, min(lows, default=0) - (summed.high or 0))


def _readings(
    aggregate: Aggregate, parts: Sequence[Finding], summed: CountRange, missing: int
) -> tuple[str, ...]:
    stated = aggregate.n_attacks_stated
    others = "other attacks are meant as well; how many is not known"
    if stated is not None and stated > len(parts):
        others = (
            f"other attacks are meant as well: the text speaks of {stated}, "
            f"{len(parts)} are held here"
        )
    if missing:
        others += f"; at least {missing} of the killed would be theirs"
    readings = [others, "a figure is wrong: the whole, or one of the parts"]
    if summed.is_open_above:
        readings.append("an attack whose figure is 'or more' cost more lives than held")
    unknown = [f.incident_id for f in parts if not range_of(f, "airwars").is_known]
    if unknown:
        readings.append(f"no figure is held for {', '.join(unknown)}")
    return tuple(readings)


def _bounds_of(finding: Finding) -> list[ClaimId]:
    for made in finding.ranges:
        if made.profile == "airwars" and made.measure == _MEASURE:
            return list(made.high_from)
    return []
