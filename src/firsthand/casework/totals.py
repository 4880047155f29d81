"""Totals of a case in the words that are printed with them (AIR-6, OHC-4, HRW-4)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firsthand.assess import CaseAssessed, CaseInputs, CaseTotal, assess_case
from firsthand.assess.profiles import chosen_profiles
from firsthand.casework.state import CaseState
from firsthand.publish import Total
from firsthand.reference import bundled_reference

_LABELS = {
    "headline": "Civilians killed: headline, confirmed and fair",
    "alleged": "Civilians killed: all alleged",
    "conceded": "Deaths conceded by the party itself",
}


def check_profiles(names: Sequence[str]) -> None:
    """Refuse a name that is no profile which ships with Firsthand.

    Raises:
        UserError: There is no such profile; says which there are.
    """
    chosen_profiles(bundled_reference(), names)


def case_inputs(state: CaseState) -> CaseInputs:
    """Return what the assessment across incidents depends on."""
    inside = tuple(item for item in state.contradictions if item.incident_id)
    return msgspec.structs.replace(
        case_before(state),
        findings=tuple(state.findings.values()),
        contradictions=inside,
        responses=tuple(item for item in state.responses if item.incident_id),
    )


def case_before(state: CaseState) -> CaseInputs:
    """Return what the assessment of each incident depends on: no finding is read."""
    return CaseInputs(
        incidents=tuple(state.incidents.values()),
        findings=(),
        claims=state.counting_claims,
        aggregates=state.aggregates,
        documents=tuple(state.documents.values()),
        sources=tuple(state.sources.values()),
        roots=tuple(state.roots.values()),
        origins=tuple(state.origins.values()),
    )


def case_totals(
    state: CaseState, assessed: CaseAssessed | None = None
) -> tuple[Total, ...]:
    """Return the totals under the leading profile.

    Args:
        state: A case.
        assessed: What lies across its incidents; None = to be worked out.
    """
    lead = state.case.settings.profiles[0]
    if assessed is None:
        assessed = assess_case(case_inputs(state), state.case.reference)
    return tuple(_printed(item) for item in assessed.totals if item.profile == lead)


def _printed(item: CaseTotal) -> Total:
    missing = len(item.without_figure)
    without = f" {missing} more state no figure." if missing else ""
    return Total(
        label=_LABELS.get(item.name, item.name),
        range=item.range,
        n_incidents=len(item.incidents),
        rule=f"A minimum of {item.minimum_of}.{without} {item.note}",
    )
