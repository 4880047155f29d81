"""A simulated conflict laid into a case: its documents, and its claims as if read.

What is laid in so is up to date: a run reads none of it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from firsthand.casework import Case
from firsthand.casework.derive import derived
from firsthand.casework.reading import STAGE, inputs_of_documents, version_of
from firsthand.link.texts import LinkText
from firsthand.model import AnyClaim, CaptureId, Document, Source

_AT_ONCE = 500


def lay_in(
    case: Case,
    texts: Sequence[LinkText],
    claims: Iterable[AnyClaim],
    sources: Iterable[Source] = (),
) -> None:
    """Commit documents, what a perfect reader finds in them, and who publishes."""
    own: dict[str, list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        own[claim.document_id].append(claim)
    records: list[Any] = list(sources)
    source_of = {source.name: source.id for source in records}
    for held in case.store.every(Source):
        source_of.setdefault(held.name, held.id)
    for first in range(0, max(1, len(texts)), _AT_ONCE):
        part = texts[first : first + _AT_ONCE]
        staged = [
            case.store.stage(text.text.encode(), entry_type="derivative")
            for text in part
        ]
        documents = [
            Document(
                id=text.document_id,
                capture_id=CaptureId(f"C{text.document_id}"),
                text_sha256=object_.sha256,
                n_chars=len(text.text),
                derived_by="a simulation",
                language=text.language,
                published=text.published,
                title=text.title,
                source_id=source_of.get(text.source or ""),
            )
            for text, object_ in zip(part, staged, strict=True)
        ]
        case.store.commit(
            case.act("add", summary=f"{len(part)} documents"),
            objects=staged,
            records=[*records, *documents],
        )
        records = []
    wanted, version = inputs_of_documents(case), version_of(case)
    for first in range(0, len(texts), _AT_ONCE):
        read = [
            derived(STAGE, name, wanted[name], version, own[name])
            for name in (text.document_id for text in texts[first : first + _AT_ONCE])
        ]
        case.store.commit(case.act("run", summary="as if read"), derived=read)
