"""The link stage over a case: origins, roots, incidents, aggregates, victims.

Linking looks at the whole case, since a new report can join two incidents; only the
records that come out different are written, each under a scope of its own.
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
from firsthand.casework.people import ABOUT_PEOPLE, answers_of, where_to_match
from firsthand.casework.state import CaseState
from firsthand.link.copies import find_origins
from firsthand.link.decisions import link_decisions
from firsthand.link.incident_ids import Previous
from firsthand.link.incidents import find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText, link_text
from firsthand.link.victims import find_victims
from firsthand.model import (
    AnyRecord,
    Decision,
    ImportedItem,
    Incident,
    Sha256,
    SourceId,
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
    inputs = link_inputs(case)
    made = case.store.derivations("link").get("case")
    state = CaseState(case)
    if made is not None and (made.inputs, made.version) == (inputs, version):
        return [StageReport("link", unchanged=len(state.incidents))]
    steps = _link(state, progress, engine)
    reports = [
        replace_changed(case, f"link.{name}", _scoped(records), version)
        for name, records in steps.items()
    ]
    header = derived("link", "case", inputs, version, ())
    case.store.commit(case.act("run", summary="link: done"), derived=[header])
    return [_told(report) for report in reports if report.stage in _SHOWN]


_SHOWN = {"link.origins", "link.incidents"}


def _told(report: StageReport) -> StageReport:
    report.stage = report.stage.removeprefix("link.")
    return report


_BINDING = {Decision.MERGE, Decision.SPLIT} | ABOUT_PEOPLE


def link_inputs(case: Case) -> Sha256:
    """Digest everything that linking depends on: claims, texts, judgements, sources."""
    state = CaseState(case)
    return digest_of(
        {
            "claims": [[c.id, digest_of(c)] for c in state.counting_claims],
            "documents": [
                [d.id, digest_of(d)]
                for d in state.documents.values()
                if d.id not in state.withdrawn
            ],
            **({"forwards": forwards} if (forwards := _forwards(state)) else {}),
            "sources": [digest_of(source) for source in state.sources.values()],
            "judgements": [
                judgement.id
                for judgement in state.judgements
                if judgement.decision in _BINDING
            ],
        }
    )


def _link(
    state: CaseState, progress: Progress, engine: str
) -> dict[str, Sequence[AnyRecord]]:
    reference = state.case.reference
    texts = texts_to_link(state)
    claims = state.counting_claims
    sources = list(state.sources.values())
    progress("linking", 0, 4)
    origins = find_origins(texts, reference, previous=list(state.origins.values()))
    progress("linking", 1, 4)
    roots = find_roots(claims, texts, sources, origins, reference)
    progress("linking", 2, 4)
    linked = find_incidents(
        claims,
        texts,
        origins,
        reference,
        previous=_previous(state),
        decisions=link_decisions(state.judgements),
        roots=roots,
    )
    progress("linking", 3, 4)
    victims = find_victims(
        claims,
        linked.incidents,
        reference,
        answers=answers_of(state.judgements),
        where=where_to_match(state, engine),
    )
    progress("linking", 4, 4)
    return {
        "origins": origins,
        "roots": roots,
        "incidents": linked.incidents,
        "aggregates": linked.aggregates,
        "victims": victims,
    }


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


def _forwards(state: CaseState) -> dict[str, str]:
    """Return whom each imported document says it was forwarded from."""
    return {
        item.document_id: item.forwarded_from
        for item in state.case.store.every(ImportedItem)
        if item.document_id is not None and item.forwarded_from
    }


def texts_to_link(state: CaseState) -> list[LinkText]:
    """Return the documents that count, in the form linking reads."""
    forwards = _forwards(state)
    return [
        link_text(
            document,
            state.text_of(document),
            state.sources.get(document.source_id or SourceId("")),
            forwards.get(document.id),
        )
        for document in state.documents.values()
        if document.id not in state.withdrawn
    ]


def _scoped(
    records: Sequence[AnyRecord],
) -> dict[str, tuple[Sha256, list[AnyRecord]]]:
    return {record.id: (digest_of(record), [record]) for record in records}
