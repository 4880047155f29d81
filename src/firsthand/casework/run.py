"""Runs the stages that are out of date: extract, link, assess.

A second run after one report does only what that report touches, and says so.
Everything written is committed in batches; stopped at any moment, it goes on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from firsthand.assess import CaseAssessed
from firsthand.casework.assessing import assess_state
from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.derive import StageReport
from firsthand.casework.linking import link, link_inputs
from firsthand.casework.model_in_case import CaseModel
from firsthand.casework.reading import documents_to_read, read_documents
from firsthand.casework.state import CaseState
from firsthand.casework.totals import case_totals
from firsthand.model import Incident
from firsthand.model.words import many

_NAMED = 6
_LISTED = 15
"""Incidents: of more, only those that a run made anew are told."""


@dataclasses.dataclass(frozen=True)
class RunReport:
    """What a run did.

    Attributes:
        stages: One report a stage, in order.
        found: What the case holds now, in a few lines.
    """

    stages: tuple[StageReport, ...]
    found: tuple[str, ...]

    @property
    def problems(self) -> list[str]:
        """What could not be done; each message names its document."""
        return [text for stage in self.stages for text in stage.problems]

    def lines(self) -> Iterator[str]:
        """Tell what each stage did, then what was found."""
        for stage in self.stages:
            yield _told(stage)
            yield from (f"{'':<10} {note}" for note in stage.notes)
        yield from self.found


def _told(stage: StageReport) -> str:
    named = ", ".join(stage.done[:_NAMED])
    more = len(stage.done) - _NAMED
    done = f"{len(stage.done)} made anew"
    if stage.done:
        done += f" ({named}{f' and {more} more' if more > 0 else ''})"
    removed = f", {len(stage.removed)} removed" if stage.removed else ""
    return f"{stage.stage:<10} {done}, {stage.unchanged} unchanged{removed}"


def run_stages(
    case: Case,
    *,
    jobs: int = 1,
    progress: Progress = no_progress,
    engine: str = "duckdb",
    model: CaseModel | None = None,
) -> RunReport:
    """Run every stage that is out of date.

    Args:
        case: An open case.
        jobs: Processes to read documents with.
        progress: Told as work goes on.
        engine: Where named people are compared: "duckdb", "sail://...", "spark://...".
        model: A language model that reads, too (`model_of`); None = the grammar alone.
    """
    with case.writing():
        stages = [read_documents(case, jobs=jobs, progress=progress, model=model)]
        stages += link(case, progress=progress, engine=engine)
        assessed = assess_state(CaseState(case), progress=progress)
    made = [name for report in assessed.reports for name in report.done]
    found = summary_lines(assessed.state, assessed.across, made)
    return RunReport((*stages, *assessed.reports), tuple(found))


def what_is_out_of_date(case: Case) -> list[str]:
    """Return the stages that a run would do something in."""
    todo = []
    waiting = documents_to_read(case)
    if waiting:
        todo.append(f"extract ({len(waiting)} documents)")
    made = case.store.derivations("link")
    if waiting or "case" not in made or made["case"].inputs != link_inputs(case):
        todo.append("link, assess")
    return todo


def summary_lines(
    state: CaseState, across: CaseAssessed, made: Sequence[str] = ()
) -> Iterator[str]:
    """Tell what the case holds, in at most some twenty lines.

    Args:
        state: An assessed case.
        across: What lies across its incidents.
        made: Incidents assessed anew: of many, these are told.
    """
    n_counting = len(state.counting_claims)
    yield (
        f"{many(len(state.documents), 'document')} of "
        f"{many(len(state.sources), 'source')}; {many(n_counting, 'claim')}; "
        f"{many(len(state.origins), 'publication origin')}, "
        f"{len(state.documents) - len(state.origins)} documents repeat another"
    )
    told = list(state.incidents.values())
    if len(told) > _LISTED:
        anew = set(made)
        told = [item for item in told if item.id in anew][:_LISTED]
    for incident in told:
        yield from _incident_line(state, incident)
    more = len(state.incidents) - len(told)
    if more and told:
        yield f"and {many(more, 'incident')} more"
    elif more:
        yield f"{many(more, 'incident')}, none made anew"
    n_open = sum(item.state == "open" for item in state.contradictions)
    totals = case_totals(state, across)[:2]
    told_totals = "; ".join(f"{item.label}: {item.range}" for item in totals)
    yield f"{n_open} contradictions open. {told_totals}"
    yield "Unsigned: machine proposals, not findings. Next: firsthand incidents"


def _incident_line(state: CaseState, incident: Incident) -> Iterator[str]:
    finding = state.findings.get(incident.id)
    if finding is None:
        return
    killed = finding.leading_range()
    roots = finding.independence.told
    kind = killed.measure.removeprefix("killed.") if killed else "killed"
    yield (
        f"{incident.id} {incident.title}: {killed.range if killed else 'unknown'} "
        f"{kind}; {roots} independent; {finding.grade.proposed}"
    )
