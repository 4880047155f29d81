"""The link stage over a case: origins, roots, incidents, aggregates, victims.

A new report can join two incidents: what it touches is linked again (`link_growing`),
or the whole case where more than documents changed. Only the records that come out
different are written, each under a scope of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.derive import (
    StageReport,
    derived,
    replace_changed,
    version_of_rules,
)
from firsthand.casework.link_answers import decisions_in_force
from firsthand.casework.link_growing import (
    basis_of,
    inputs_of,
    link_some,
    remember_all,
    text_to_link,
    write_some,
)
from firsthand.casework.link_memory import save, set_aside
from firsthand.casework.people import answers_of, where_to_match
from firsthand.casework.state import CaseState
from firsthand.link.copies import find_origins
from firsthand.link.growing import LinkedAll, LinkMemory, Touched
from firsthand.link.incident_ids import Previous
from firsthand.link.incidents import LinkNotes, find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.link.victims import find_victims
from firsthand.model import (
    AnyClaim,
    AnyRecord,
    Incident,
    Sha256,
    Toll,
    Victim,
    VictimNamesClaim,
    digest_of,
)


def link(
    case: Case, *, progress: Progress = no_progress, engine: str = "duckdb"
) -> list[StageReport]:
    """Link what is in the case, if anything it depends on changed.

    Args:
        case: An open case, held for writing; read.
        progress: Told between the steps.
        engine: Where named people are compared: "duckdb", "sail://...", "spark://...".
    """
    version = version_of_rules("link", case.reference)
    state = CaseState(case)
    basis = basis_of(state, version)
    inputs = inputs_of(basis)
    made = case.store.derivations("link").get("case")
    if made is not None and (made.inputs, made.version) == (inputs, version):
        return [StageReport("link", unchanged=len(state.incidents))]
    few = link_some(state, basis) if made is not None and engine == "duckdb" else None
    # Stopped while it writes, nothing is remembered, and all is linked at once.
    set_aside(case)
    if few is not None:
        memory: LinkMemory | None = few[1]
        reports = _write_some(state, *few, version)
    else:
        steps, memory = _link(state, progress, engine)
        reports = [
            replace_changed(case, f"link.{name}", _scoped(records), version)
            for name, records in steps.items()
        ]
    header = derived("link", "case", inputs, version, ())
    case.store.commit(case.act("run", summary="link: done"), derived=[header])
    if memory is not None:
        save(case, memory, basis, is_new=few is None)
    return [_told(report) for report in reports if report.stage in _SHOWN]


def _write_some(
    state: CaseState, found: Touched, memory: LinkMemory, version: str
) -> list[StageReport]:
    """Write what linking a few documents more made."""
    case = state.case
    reports = []
    for name, records, n_all in (
        ("origins", found.origins, len(set(memory.origin_of))),
        ("roots", found.roots, 0),
        ("incidents", found.incidents, len(memory.heads)),
        ("aggregates", found.aggregates, 0),
    ):
        held = case.store.derivations(f"link.{name}")
        gone = sorted(found.gone & held.keys())
        report = write_some(case, f"link.{name}", records, gone, version)
        report.unchanged = max(0, n_all - len(report.done))
        reports.append(report)
    if any(_tells_of_people(claim) for claim in found.claims):
        victims = _victims(CaseState(case), "duckdb")
        replace_changed(case, "link.victims", _scoped(victims), version)
    return reports


def _tells_of_people(claim: AnyClaim) -> bool:
    return isinstance(claim, Toll | VictimNamesClaim) and bool(claim.people)


_SHOWN = {"link.origins", "link.incidents"}


def _told(report: StageReport) -> StageReport:
    report.stage = report.stage.removeprefix("link.")
    return report


def link_inputs(case: Case) -> Sha256:
    """Digest everything that linking depends on: claims, texts, judgements, sources."""
    return inputs_of(basis_of(CaseState(case), ""))


def _link(
    state: CaseState, progress: Progress, engine: str
) -> tuple[dict[str, Sequence[AnyRecord]], LinkMemory | None]:
    reference = state.case.reference
    texts = texts_to_link(state)
    claims = state.counting_claims
    sources = list(state.sources.values())
    decisions = decisions_in_force(state)
    progress("linking", 0, 4)
    origins = find_origins(
        texts,
        reference,
        previous=list(state.origins.values()),
        decisions=decisions,
    )
    progress("linking", 1, 4)
    roots = find_roots(claims, texts, sources, origins, reference)
    progress("linking", 2, 4)
    notes = LinkNotes()
    linked = find_incidents(
        claims,
        texts,
        origins,
        reference,
        previous=_previous(state),
        decisions=decisions,
        roots=roots,
        notes=notes,
    )
    memory = remember_all(state, texts, LinkedAll(origins, roots, linked, notes))
    progress("linking", 3, 4)
    victims = _victims(state, engine, linked.incidents)
    progress("linking", 4, 4)
    made: dict[str, Sequence[AnyRecord]] = {
        "origins": origins,
        "roots": roots,
        "incidents": linked.incidents,
        "aggregates": linked.aggregates,
        "victims": victims,
    }
    return made, memory


def _previous(state: CaseState) -> Previous:
    """Return the incidents of the last run, what was merged, and the last id given."""
    merged = {
        name for incident in state.incidents.values() for name in incident.previous_ids
    }
    numbers = [int(name[2:]) for name in (*state.incidents, *merged)]
    last = max(numbers, default=0)
    while state.case.store.history(f"I-{last + 1:03d}"):
        last += 1
    versions = [state.case.store.history(name) for name in sorted(merged)]
    found = [held[-1][1] for held in versions if held]
    return Previous(
        incidents=tuple(state.incidents.values()),
        merged=tuple(item for item in found if isinstance(item, Incident)),
        last=last,
    )


def _victims(
    state: CaseState, engine: str, incidents: Sequence[Incident] | None = None
) -> list[Victim]:
    """Return the people of a case: one set of weights serves all of it."""
    return find_victims(
        state.counting_claims,
        list(state.incidents.values()) if incidents is None else incidents,
        state.case.reference,
        answers=answers_of(state.judgements),
        where=where_to_match(state, engine),
    )


def texts_to_link(state: CaseState) -> list[LinkText]:
    """Return the documents that count, in the form linking reads."""
    return [
        text_to_link(state, document)
        for document in state.documents.values()
        if document.id not in state.withdrawn
    ]


def _scoped(
    records: Sequence[AnyRecord],
) -> dict[str, tuple[Sha256, list[AnyRecord]]]:
    return {record.id: (digest_of(record), [record]) for record in records}
