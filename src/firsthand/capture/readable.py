"""What one reader (text, HTML, PDF ...) hands back, before furniture is left out."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

from firsthand.capture.lines import Line
from firsthand.model import FuzzyDate


@dataclasses.dataclass(frozen=True)
class Attached:
    """A file inside a file: its bytes and its name."""

    data: bytes
    filename: str


@dataclasses.dataclass(frozen=True)
class Readable:
    """The lines of a text and what the format says about it; None = not said."""

    lines: tuple[Line, ...]
    read_by: str
    encoding: str | None = None
    title: str | None = None
    language: str | None = None
    published: FuzzyDate | None = None
    url: str | None = None
    author: str | None = None
    notices: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()


_QUOTES, _QUOTE_CHARS = 3, 80


def quoted(texts: Iterable[str]) -> str:
    """Return the first few of some texts, cut short, for a notice."""
    first = list(itertools.islice(texts, _QUOTES + 1))
    shown = [
        text if len(text) <= _QUOTE_CHARS else f"{text[: _QUOTE_CHARS - 1]}…"
        for text in (" ".join(each.split()) for each in first[:_QUOTES])
    ]
    more = ", and more" if len(first) > _QUOTES else ""
    return ", ".join(f"“{text}”" for text in shown) + more
