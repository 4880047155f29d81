"""What a case concludes about an incident, and across incidents: all of it unsigned.

Reads: the records in `IncidentInputs` and `CaseInputs`. Writes: Finding, Contradiction,
Response. Method: M047.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from firsthand.assess.answers import objectives_side_by_side, rebuttals_alone
from firsthand.assess.arithmetic import check_sub_totals
from firsthand.assess.attribution import attributed_parties
from firsthand.assess.contradictions import find_contradictions, people_twice
from firsthand.assess.grade import propose_grade
from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import CaseInputs, Evidence, IncidentInputs
from firsthand.assess.people import people_in_two_places
from firsthand.assess.ranges import compute_ranges
from firsthand.assess.responses import find_responses, general_responses
from firsthand.assess.status import civilian_basis
from firsthand.assess.together import wholes_together
from firsthand.assess.totals import CaseTotal, total_case, wholes_and_parts
from firsthand.model import (
    Contradiction,
    ContradictionKind,
    Finding,
    MilitaryObjectiveClaim,
    Reason,
    Response,
)
from firsthand.reference import Reference


@dataclasses.dataclass(frozen=True)
class Assessed:
    """What the assessment of one incident brings.

    Attributes:
        finding: The finding, unsigned.
        contradictions: Contradictions inside the incident, open.
        responses: Official statements matched to it.
    """

    finding: Finding
    contradictions: tuple[Contradiction, ...]
    responses: tuple[Response, ...]


@dataclasses.dataclass(frozen=True)
class CaseAssessed:
    """What the assessment across incidents brings.

    Attributes:
        contradictions: Those across incidents, open.
        totals: Totals under each profile.
        responses: Statements about a class of reports or the whole campaign.
    """

    contradictions: tuple[Contradiction, ...]
    totals: tuple[CaseTotal, ...]
    responses: tuple[Response, ...]


def assess_incident(inputs: IncidentInputs, reference: Reference) -> Assessed:
    """Assess one incident: ranges, voices, parties, responses, contradictions, grade.

    Args:
        inputs: The incident with everything its finding depends on.
        reference: Reference tables.

    Returns:
        The same records for the same inputs, in whatever order they are given.

    Raises:
        UserError: A row of a reference table cannot be read.
    """
    evidence = Evidence.of_incident(inputs, reference)
    ranges = compute_ranges(inputs, reference, evidence=evidence)
    independence = count_independent(evidence.claims, evidence)
    responses = find_responses(inputs, reference, evidence)
    attributed = attributed_parties(evidence, responses)
    grade = propose_grade(evidence, independence, attributed, responses)
    contradictions = find_contradictions(inputs, evidence, responses)
    basis, why_basis = civilian_basis(evidence)
    told = next(
        (r for r in ranges if (r.profile, r.measure) == ("airwars", "killed.civilian")),
        ranges[0],
    )
    n = len(contradictions)
    finding = Finding(
        id=f"F-{inputs.incident.id}",
        incident_id=inputs.incident.id,
        ranges=ranges,
        independence=independence,
        grade=grade,
        attributed=tuple(attributed),
        civilian_basis=basis,
        arithmetic=tuple(check.reason for check in check_sub_totals(evidence)),
        reason=Reason(
            text=f"civilians killed: {told.range}; proposed: {grade.proposed.value}; "
            f"open contradictions: {n}; unsigned",
            rule="M047",
            because=(told.reason, independence.reason, why_basis, *grade.conditions),
        ),
    )
    return Assessed(finding, tuple(contradictions), tuple(responses))


def assess_case(
    inputs: CaseInputs, reference: Reference, evidence: Evidence | None = None
) -> CaseAssessed:
    """Assess what lies across incidents: wholes and parts, totals, general answers.

    Args:
        inputs: Incidents, findings, aggregates and all claims of the case.
        reference: Reference tables.
        evidence: Evidence of all claims of the case, where it is made already.
    """
    evidence = evidence or Evidence.of(inputs, inputs.claims, reference)
    contradictions = [
        *wholes_and_parts(inputs, evidence),
        *wholes_together(inputs, evidence),
        *_objectives_across(inputs, evidence),
        *_outside_incidents(inputs, evidence),
        *people_in_two_places(inputs, evidence),
    ]
    once = {made.id: made for made in contradictions}
    ordered = sorted(once.values(), key=lambda made: (made.contradiction_kind, made.id))
    return CaseAssessed(
        contradictions=tuple(ordered),
        totals=tuple(total_case(inputs, evidence)),
        responses=tuple(general_responses(evidence, inputs.responses)),
    )


def _objectives_across(inputs: CaseInputs, evidence: Evidence) -> list[Contradiction]:
    """Put "no objective in the areas" beside a distance that the same text gives.

    Only where no incident holds both already.
    """
    by_document: dict[str, list[MilitaryObjectiveClaim]] = defaultdict(list)
    for claim in evidence.claims:
        if isinstance(claim, MilitaryObjectiveClaim):
            by_document[claim.document_id].append(claim)
    known = [
        set(made.claims)
        for made in inputs.contradictions
        if made.contradiction_kind is ContradictionKind.MILITARY_OBJECTIVE
    ]
    return [
        made
        for said in by_document.values()
        for made in objectives_side_by_side(said, evidence, None)
        if not any(set(made.claims) <= claims for claims in known)
    ]


def _outside_incidents(inputs: CaseInputs, evidence: Evidence) -> list[Contradiction]:
    """Contradictions among claims that linking put to no incident."""
    placed = {claim for incident in inputs.incidents for claim in incident.claims}
    loose = [claim for claim in evidence.claims if claim.id not in placed]
    return [*people_twice(loose, None), *rebuttals_alone(loose, evidence)]
