"""The assess stage over a case: incidents whose inputs changed, then the whole."""

from __future__ import annotations

from firsthand.assess import Assessed, IncidentInputs, assess_case, assess_incident
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
from firsthand.casework.totals import case_inputs
from firsthand.model import AnyRecord, IncidentId, digest_of
from firsthand.store import Derived

STAGE = "assess"
ACROSS = "assess.case"
_BATCH = 32


def assess(case: Case, *, progress: Progress = no_progress) -> list[StageReport]:
    """Assess incidents that are out of date, then what lies across them.

    Args:
        case: An open case, held for writing; linked.
        progress: Told after each incident.
    """
    version = version_of_rules(STAGE, case.reference)
    inputs = incident_inputs(CaseState(case))
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
    _assess_across(case, version)
    return [report]


def _records(made: Assessed) -> list[AnyRecord]:
    return [made.finding, *made.contradictions, *made.responses]


def _commit(case: Case, batch: list[Derived]) -> None:
    if batch:
        summary = f"assess: {len(batch)} incidents assessed"
        case.store.commit(case.act("run", summary=summary), derived=batch)


def _assess_across(case: Case, version: str) -> None:
    given = case_inputs(CaseState(case))
    inputs = digest_of(given)
    made = assess_case(given, case.reference)
    records: list[AnyRecord] = [*made.contradictions, *made.responses]
    replace_changed(case, ACROSS, {"case": (inputs, records)}, version)


def incident_inputs(state: CaseState) -> dict[IncidentId, IncidentInputs]:
    """Return what the finding of each incident depends on."""
    accepted = [
        key
        for key, stated in state.claims.items()
        if stated.state is ClaimState.ACCEPTED
    ]
    return gather_inputs(
        case_inputs(state),
        state.case.reference,
        victims=state.victims,
        accepted=accepted,
    )
