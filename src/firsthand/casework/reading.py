"""The extract stage over a case: every document that is new or was read otherwise."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.consent import witnesses
from firsthand.casework.derive import (
    StageReport,
    derived,
    emptied,
    gone,
    version_of_rules,
)
from firsthand.casework.model_in_case import CaseModel
from firsthand.casework.parallel import ordered_map
from firsthand.errors import FirsthandError, UserError
from firsthand.extract import Page, extract_claims
from firsthand.model import (
    AnyClaim,
    Document,
    DocumentId,
    Sha256,
    Source,
    SourceId,
    digest_of,
)
from firsthand.reference import Reference, open_reference
from firsthand.settings import read_settings
from firsthand.store import Derived

STAGE = "extract"
# Documents of one commit: small enough to lose little when stopped.
_BATCH = 16


def version_of(case: Case, model: CaseModel | None = None) -> str:
    """Return the version of reading: its rules, the parser, and a model that helps."""
    rules = f"{version_of_rules(STAGE, case.reference)}/{case.settings.parser}"
    return f"{rules}/{model.mark}" if model is not None else rules


def documents_to_read(case: Case, model: CaseModel | None = None) -> list[DocumentId]:
    """Return the documents whose claims were not read from this text by these rules.

    Where the case asks for a model that does not read now, what it read before stands.

    Args:
        case: An open case.
        model: A language model that reads, too; None = the grammar alone.
    """
    rules, present = version_of(case), case.store.derivations(STAGE)
    with_model = f"{rules}/model:" if case.settings.model_reader else None

    def is_read(key: DocumentId, inputs: Sha256) -> bool:
        made = present.get(key)
        if made is None or made.inputs != inputs:
            return False
        if model is not None and key not in model.stay:
            return made.version == version_of(case, model)
        stands = model is None and with_model is not None
        return made.version == rules or (
            stands and made.version.startswith(with_model or rules)
        )

    wanted = inputs_of_documents(case)
    return [key for key, inputs in wanted.items() if not is_read(key, inputs)]


def page_of(document: Document, text: str, source: Source | None) -> Page:
    """Return what extraction is given of a document."""
    published = document.published
    is_one_day = published is not None and published.earliest == published.latest
    return Page(
        id=document.id,
        text=text,
        language=document.language,
        published=published.latest if published is not None and is_one_day else None,
        outlet=source.name if source else None,
    )


def read_documents(
    case: Case,
    *,
    jobs: int = 1,
    progress: Progress = no_progress,
    model: CaseModel | None = None,
) -> StageReport:
    """Extract claims from every document that is out of date.

    Args:
        case: An open case, held for writing.
        jobs: Processes to read with.
        progress: Told after each document.
        model: A language model that reads, too; None = the grammar alone.
    """
    sources = {source.id: source for source in case.store.every(Source)}
    documents = {document.id: document for document in case.store.every(Document)}
    wanted = inputs_of_documents(case)
    version = version_of(case)
    todo = documents_to_read(case, model)
    report = StageReport(STAGE, unchanged=len(wanted) - len(todo))

    def page(key: DocumentId) -> Page:
        source = sources.get(documents[key].source_id or SourceId(""))
        text = case.store.read_object(documents[key].text_sha256).decode()
        return page_of(documents[key], text, source)

    batch: list[Derived] = []
    protected = witnesses(case)
    progress("reading", 0, len(todo))
    outcomes = _extract(case, map(page, todo), jobs)
    for done, (key, (claims, problem)) in enumerate(
        zip(todo, outcomes, strict=True), 1
    ):
        progress("reading", done, len(todo))
        if problem is not None:
            report.problems.append(f"{key}: {problem}")
            continue
        report.done.append(key)
        if key in protected:
            # In a segment of its own, so that one person can be erased (I10).
            text = case.store.read_object(documents[key].text_sha256).decode()
            own = first_person_of(case.reference)
            said = [spoken_by(claim, protected[key], text, own) for claim in claims]
            _commit(case, [derived(STAGE, key, wanted[key], version, said)])
            continue
        asked = model if model is not None and key not in model.stay else None
        both, why_not = asked.read(page(key), claims) if asked else (claims, None)
        if why_not is not None:
            asked = None
            report.problems.append(f"{key}: read by the grammar alone: {why_not}")
        made = version_of(case, asked)
        batch.append(derived(STAGE, key, wanted[key], made, both))
        if len(batch) >= _BATCH:
            _commit(case, batch, model)
            batch = []
    for former in gone(case, STAGE, wanted):
        report.removed.append(former)
        batch.append(emptied(STAGE, former, version))
    _commit(case, batch, model)
    report.notes += model.told() if model is not None else ()
    return report


def first_person_of(reference: Reference) -> re.Pattern[str]:
    """Return a pattern of the words with which somebody says "I" (rows)."""

    def build(given: Reference) -> re.Pattern[str]:
        rows = given.table("first_person")
        words = [str(word) for row in rows for word in row["words"]]
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE
        )

    made: re.Pattern[str] = reference.derived("casework.first_person", build)
    return made


def spoken_by(
    claim: AnyClaim, witness: str, text: str, first_person: re.Pattern[str]
) -> AnyClaim:
    """Return a claim of a testimony with its witness, by pseudonym, as who speaks.

    A speaker who was not found stays unknown, but for "I" and "we" in the same
    sentence before the claim: in a testimony that is the witness.
    """
    if claim.is_unresolved and not claim.chain:
        start = max(text.rfind(stop, 0, claim.span.start) for stop in ".!?\n") + 1
        if not first_person.search(text, start, claim.span.start):
            return claim
        return msgspec.structs.replace(
            claim, chain=(witness,), speaker=witness, is_unresolved=False, candidates=()
        )
    chain = (witness, *claim.chain)
    return msgspec.structs.replace(claim, chain=chain, speaker=chain[-1])


def inputs_of_documents(case: Case) -> dict[DocumentId, Sha256]:
    """Return the digest of what the reading of each document depends on."""
    sources = {source.id: source for source in case.store.every(Source)}
    return {
        document.id: _inputs(document, sources.get(document.source_id or SourceId("")))
        for document in case.store.every(Document)
    }


def _inputs(document: Document, source: Source | None) -> Sha256:
    """Digest what reading depends on: text, language, date, outlet."""
    return digest_of(
        {
            "text": document.text_sha256,
            "language": document.language,
            "published": document.published,
            "outlet": source.name if source else None,
        }
    )


def _commit(
    case: Case, batch: Sequence[Derived], model: CaseModel | None = None
) -> None:
    if batch:
        summary = f"extract: {len(batch)} documents read"
        if model is not None:
            summary += f"; {model.endpoint.model} at {model.endpoint.host} asked, too"
        case.store.commit(case.act("run", summary=summary), derived=batch)


Outcome = tuple[list[AnyClaim], str | None]


def _extract(case: Case, pages: Iterable[Page], jobs: int) -> Iterator[Outcome]:
    if jobs <= 1:
        return (_extract_one(page, case.reference) for page in pages)
    work = functools.partial(_extract_in_worker, str(case.folder))
    return ordered_map(work, pages, jobs)


@functools.cache
def _reference_of(folder: str) -> Reference:
    country = read_settings(Path(folder)).country
    return open_reference(Path(folder), country=country)


def _extract_in_worker(folder: str, page: Page) -> Outcome:
    return _extract_one(page, _reference_of(folder))


def _extract_one(page: Page, reference: Reference) -> Outcome:
    try:
        return extract_claims(page, reference), None
    except UserError:
        raise
    except (FirsthandError, RecursionError, ValueError) as error:
        return [], f"could not be read for claims: {error}"
    except Exception as error:  # noqa: BLE001  our fault on one page stops no other
        fault = f"{type(error).__name__}: {error}"
        return [], f"not read for claims, a fault of the program ({fault}): report it"
