"""`firsthand batch incidents`: pages in, incidents and origins out, without a case.

The same linking and assessment as in a case, on pages alone: documents and sources
are made from what each line states, and nothing is stored.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.assess import CaseInputs, assess_case, assess_incident
from firsthand.assess.gather import gather_inputs
from firsthand.casework.batch import page_of_row, reference_of
from firsthand.casework.lines import incident_line
from firsthand.casework.parallel import ordered_map
from firsthand.errors import FirsthandError
from firsthand.extract import Page, extract_claims
from firsthand.link.copies import find_origins
from firsthand.link.incidents import LinkedIncidents, find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import link_text_of_page
from firsthand.link.victims import find_victims
from firsthand.model import (
    AnyClaim,
    CaptureId,
    Contradiction,
    Document,
    DocumentId,
    Finding,
    FuzzyDate,
    IncidentId,
    Origin,
    OriginId,
    Response,
    Root,
    RootId,
    Sha256,
    Source,
    SourceId,
)
from firsthand.reference import Reference

Line = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class BatchIncidents:
    """What came out: one line a page, one line an incident, what went wrong."""

    pages: list[Line]
    incidents: list[Line]
    problems: list[str]


@dataclasses.dataclass(frozen=True)
class _Linked:
    """Pages read and linked, with everything that was made on the way."""

    pages: Sequence[Page]
    claims: Sequence[AnyClaim]
    problems: list[str]
    documents: Sequence[Document]
    sources: Sequence[Source]
    origins: Sequence[Origin]
    roots: Sequence[Root]
    linked: LinkedIncidents


@dataclasses.dataclass(frozen=True)
class _State:
    """What an incident line is made of (see `firsthand.casework.lines`)."""

    findings: Mapping[IncidentId, Finding]
    origins: Mapping[OriginId, Origin]
    roots: Mapping[RootId, Root]
    responses: Sequence[Response]
    contradictions: Sequence[Contradiction]


def run_incidents(
    rows: Sequence[Line], *, jobs: int = 1, case: str | None = None
) -> BatchIncidents:
    """Link and assess pages.

    Args:
        rows: Pages as for `batch claims`; checked by the caller.
        jobs: Processes to read them with.
        case: Case folder whose reference rows to use; None = the bundled ones.
    """
    reference = reference_of(case)
    made = _link(rows, jobs, case)
    linked, claims = made.linked, made.claims
    given = CaseInputs(
        incidents=tuple(linked.incidents),
        findings=(),
        claims=tuple(claims),
        aggregates=tuple(linked.aggregates),
        documents=tuple(made.documents),
        sources=tuple(made.sources),
        roots=tuple(made.roots),
        origins=tuple(made.origins),
    )
    victims = find_victims(claims, linked.incidents, reference)
    state = _assessed(given, victims, reference)
    return BatchIncidents(
        pages=_page_lines(made.pages, linked, claims, made.origins),
        incidents=[incident_line(state, item) for item in linked.incidents],
        problems=made.problems,
    )


def link_pages(
    rows: Sequence[Line], *, jobs: int = 1, case: str | None = None
) -> dict[str, list[str]]:
    """Return the incidents of each page, the one it is mainly about in front.

    Args:
        rows: Pages as for `run_incidents`.
        jobs: Processes to read them with.
        case: Case folder whose reference rows to use; None = the bundled ones.
    """
    made = _link(rows, jobs, case)
    return _labels(made.pages, made.linked, made.claims)


def _link(rows: Sequence[Line], jobs: int, case: str | None) -> _Linked:
    reference = reference_of(case)
    pages = [page_of_row(row) for row in rows]
    claims, problems = _read(pages, jobs, case)
    texts = [link_text_of_page({**row, "page": str(row["page"])}) for row in rows]
    documents, sources = _described(pages)
    origins = find_origins(texts, reference)
    roots = find_roots(claims, texts, sources, origins, reference)
    linked = find_incidents(claims, texts, origins, reference, roots=roots)
    return _Linked(pages, claims, problems, documents, sources, origins, roots, linked)


def _read(
    pages: Sequence[Page], jobs: int, case: str | None
) -> tuple[list[AnyClaim], list[str]]:
    claims: list[AnyClaim] = []
    problems: list[str] = []
    for page, (found, problem) in zip(
        pages,
        ordered_map(functools.partial(_claims_of, case), pages, jobs),
        strict=True,
    ):
        claims += found
        if problem is not None:
            problems.append(f"page {page.id}: {problem}")
    return claims, problems


def _claims_of(case: str | None, page: Page) -> tuple[list[AnyClaim], str | None]:
    try:
        return extract_claims(page, reference_of(case)), None
    except (FirsthandError, ValueError, RecursionError) as error:
        return [], str(error)


def _described(pages: Sequence[Page]) -> tuple[list[Document], list[Source]]:
    """Make a document of each page, and a source of each outlet named."""
    sources: dict[str, Source] = {}
    documents = []
    for page in pages:
        source = None
        if page.outlet:
            made = Source(id=SourceId(f"S-{len(sources) + 1:03d}"), name=page.outlet)
            source = sources.setdefault(page.outlet.casefold(), made)
        day = page.published
        documents.append(
            Document(
                id=DocumentId(page.id),
                capture_id=CaptureId(page.id),
                text_sha256=Sha256("0" * 64),
                n_chars=len(page.text),
                derived_by="as given",
                language=page.language,
                published=FuzzyDate(earliest=day, latest=day) if day else None,
                source_id=source.id if source else None,
            )
        )
    return documents, list(sources.values())


def _assessed(case: CaseInputs, victims: Sequence[Any], reference: Reference) -> _State:
    inputs = gather_inputs(case, reference, victims=victims)
    made = {key: assess_incident(given, reference) for key, given in inputs.items()}
    responses = [item for each in made.values() for item in each.responses]
    inside = [item for each in made.values() for item in each.contradictions]
    across = assess_case(
        CaseInputs(
            incidents=case.incidents,
            findings=tuple(each.finding for each in made.values()),
            claims=case.claims,
            aggregates=case.aggregates,
            contradictions=tuple(inside),
            responses=tuple(responses),
            documents=case.documents,
            sources=case.sources,
            roots=case.roots,
            origins=case.origins,
        ),
        reference,
    )
    return _State(
        findings={key: each.finding for key, each in made.items()},
        origins={origin.id: origin for origin in case.origins},
        roots={root.id: root for root in case.roots},
        responses=[*responses, *across.responses],
        contradictions=[*inside, *across.contradictions],
    )


def _labels(
    pages: Sequence[Page], linked: LinkedIncidents, claims: Sequence[AnyClaim]
) -> dict[str, list[str]]:
    """Return the incidents of each page, the one it is mainly about in front."""
    told = {claim.id: claim for claim in claims}
    at: dict[str, dict[str, int]] = {page.id: {} for page in pages}
    for incident in linked.incidents:
        for key in incident.claims:
            claim = told[key]
            mine = at[claim.document_id]
            start = claim.span.start
            mine[incident.id] = min(start, mine.get(incident.id, start))
    return {
        page: sorted(
            mine,
            key=lambda label: (
                label != linked.mainly.get(DocumentId(page)),
                mine[label],
                label,
            ),
        )
        for page, mine in at.items()
    }


def _page_lines(
    pages: Sequence[Page],
    linked: LinkedIncidents,
    claims: Sequence[AnyClaim],
    origins: Sequence[Origin],
) -> list[Line]:
    labels = _labels(pages, linked, claims)
    origin_of = {doc: origin for origin in origins for doc in origin.documents}
    links = {link.document_id: link for origin in origins for link in origin.links}
    lines = []
    for page in pages:
        link = links.get(DocumentId(page.id))
        lines.append(
            {
                "page": page.id,
                "incidents": labels[page.id],
                "origin": origin_of[DocumentId(page.id)].id,
                "copy_of": link.copy_of if link else None,
                "copy_kind": link.copy_kind.value if link else None,
            }
        )
    return lines
