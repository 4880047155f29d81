"""What one reader (text, HTML, PDF ...) hands back, before furniture is left out."""

from __future__ import annotations

import dataclasses

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
