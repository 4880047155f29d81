"""What extraction is given: one page of text and what is known about it."""

from __future__ import annotations

import datetime as dt

from firsthand.model import Value


class Page(Value, frozen=True, kw_only=True):
    """One text to read.

    Attributes:
        id: Document id in a case; the caller's own id in `batch`.
        text: The text; spans count its Unicode code points.
        language: BCP 47 code; None = decide by the text.
        published: Day of publication; None = not stated, so that relative dates
            stay unresolved.
        outlet: Who published it; None = not stated.
    """

    id: str
    text: str
    language: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
