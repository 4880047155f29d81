"""The assess stage over a case: incidents whose inputs changed, then the whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from firsthand.assess import (
    Assessed,
    CaseAssessed,
    CaseInputs,
    Evidence,
    IncidentInputs,
    assess_case,
    assess_incident,
)
from firsthand.assess.gather import gather_inputs
from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.decisions import ClaimState
from firsthand.casework.derive import (
    StageReport,
    derived,
    emptied,
    gone,
    out_of_date,
    replace_changed,
    version_of_rules,
)
from firsthand.casework.state import CaseState
from firsthand.casework.totals import case_before, case_inputs
from firsthand.model import AnyRecord, IncidentId, Sha256, digest_of
from firsthand.model.collecting import collector_paused
from firsthand.store import Derived

STAGE = "assess"
ACROSS = "assess.case"
_ACROSS_FROM = ("extract", "link.aggregates", "link.roots", "link.origins")
_BATCH = 32


# What this stage writes of a `CaseState`: to be read anew after it.
_WRITTEN = ("proposed_findings", "findings", "responses", "contradictions")


@dataclasses.dataclass(frozen=True)
class AssessedState:
    """A case that was assessed, as it then stood.

    Attributes:
        reports: What the stage did.
        state: The case after it; what it did not write was read once.
        across: What lies across incidents.
    """

    reports: tuple[StageReport, ...]
    state: CaseState
    across: CaseAssessed


def assess(case: Case, *, progress: Progress = no_progress) -> list[StageReport]:
    """Assess incidents that are out of date, then what lies across them.

    Args:
        case: An open case, held for writing; linked.
        progress: Told after each incident.
    """
    return list(assess_state(CaseState(case), progress=progress).reports)


def assess_state(
    state: CaseState, *, progress: Progress = no_progress
) -> AssessedState:
    """Assess a case as `assess` does, and return it as it then stands.

    Args:
        state: An open case, held for writing; linked, nothing of it read before that.
        progress: Told after each incident.
    """
    with collector_paused():
        return _assess_state(state, progress)


def _assess_state(state: CaseState, progress: Progress) -> AssessedState:
    case = state.case
    version = version_of_rules(STAGE, case.reference)
    whole = case_before(state)
    evidence = Evidence.of(whole, whole.claims, case.reference)
    inputs = _inputs(state, whole, evidence)
    wanted = {key: digest_of(given) for key, given in inputs.items()}
    todo = out_of_date(case, STAGE, wanted, version)
    report = StageReport(STAGE, unchanged=len(wanted) - len(todo))
    batch: list[Derived] = []
    for done, key in enumerate(todo, 1):
        made = assess_incident(inputs[key], case.reference)
        batch.append(derived(STAGE, key, wanted[key], version, _records(made)))
        report.done.append(key)
        progress("assessing", done, len(todo))
        if len(batch) >= _BATCH:
            _commit(case, batch)
            batch = []
    for former in gone(case, STAGE, wanted):
        report.removed.append(former)
        batch.append(emptied(STAGE, former, version))
    _commit(case, batch)
    after = state.without(*_WRITTEN)
    across = _assess_across(after, wanted, version, evidence)
    return AssessedState(
        (report,), after.without("responses", "contradictions"), across
    )


def _records(made: Assessed) -> list[AnyRecord]:
    return [made.finding, *made.contradictions, *made.responses]


def _commit(case: Case, batch: list[Derived]) -> None:
    if batch:
        summary = f"assess: {len(batch)} incidents assessed"
        case.store.commit(case.act("run", summary=summary), derived=batch)


def _assess_across(
    state: CaseState,
    incidents: Mapping[IncidentId, Sha256],
    version: str,
    evidence: Evidence,
) -> CaseAssessed:
    given = case_inputs(state)
    # Its inputs are all of the case, which these name: claims and documents by the
    # incidents that hold them, the rest by what linking wrote.
    linked = {
        stage: sorted((k, made.inputs) for k, made in held.items() if made.n_records)
        for stage in _ACROSS_FROM
        if (held := state.case.store.derivations(stage))
    }
    judged = [judgement.id for judgement in state.judgements]
    inputs = digest_of({"incidents": incidents, "linked": linked, "judged": judged})
    made = assess_case(given, state.case.reference, evidence)
    records: list[AnyRecord] = [*made.contradictions, *made.responses]
    replace_changed(state.case, ACROSS, {"case": (inputs, records)}, version)
    return made


def incident_inputs(state: CaseState) -> dict[IncidentId, IncidentInputs]:
    """Return what the finding of each incident depends on."""
    whole = case_before(state)
    return _inputs(state, whole, Evidence.of(whole, whole.claims, state.case.reference))


def _inputs(
    state: CaseState, whole: CaseInputs, evidence: Evidence
) -> dict[IncidentId, IncidentInputs]:
    accepted = [
        key
        for key, stated in state.claims.items()
        if stated.state is ClaimState.ACCEPTED
    ]
    return gather_inputs(
        whole,
        state.case.reference,
        victims=state.victims,
        accepted=accepted,
        evidence=evidence,
    )
