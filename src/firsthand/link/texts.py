"""What linking is given: one text and what is known about where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from firsthand.model import (
    Document,
    DocumentId,
    FuzzyDate,
    Precision,
    Source,
    SourceId,
    Value,
)


class LinkText(Value, frozen=True, kw_only=True):
    """One document as linking reads it; a plain page of `batch` is one too.

    Attributes:
        document_id: Document id in a case; the caller's own page id in `batch`.
        text: The text whose code points the claims' spans count.
        language: BCP 47 code; None = told apart by script only.
        published: Date of publication; None = not stated.
        source: Name of who published it; None = not stated.
        source_id: Source record, if the case has one.
        title: Title; None = the first line decides.
        forwarded_from: Whom it says it was forwarded from; None = not stated.
    """

    document_id: DocumentId
    text: str
    language: str | None = None
    published: FuzzyDate | None = None
    source: str | None = None
    source_id: SourceId | None = None
    title: str | None = None
    forwarded_from: str | None = None

    @property
    def published_by(self) -> dt.date | None:
        """The last day on which it can have been published; None = unknown."""
        return self.published.latest if self.published else None


def link_text(
    document: Document,
    text: str,
    source: Source | None,
    forwarded_from: str | None = None,
) -> LinkText:
    """Return what linking reads of a document of a case.

    Args:
        document: The document.
        text: Its text, as stored.
        source: Who published it; None = not stated.
        forwarded_from: Whom it says it was forwarded from; None = not stated.
    """
    return LinkText(
        document_id=DocumentId(document.id),
        text=text,
        language=document.language,
        published=document.published,
        source=source.name if source else None,
        source_id=document.source_id,
        title=document.title,
        forwarded_from=forwarded_from,
    )


def link_text_of_page(page: Mapping[str, Any]) -> LinkText:
    """Return what linking reads of a page of `batch` (see docs/interfaces.md).

    Args:
        page: "page" and "text", and where known "published" (ISO date), "language",
            "outlet", "title", "forwarded_from".
    """
    said = page.get("published")
    day = dt.date.fromisoformat(said[:10]) if said else None
    return LinkText(
        document_id=DocumentId(str(page["page"])),
        text=page["text"],
        language=page.get("language"),
        published=FuzzyDate(earliest=day, latest=day, precision=Precision.DAY)
        if day
        else None,
        source=page.get("outlet"),
        title=page.get("title"),
        forwarded_from=page.get("forwarded_from"),
    )
