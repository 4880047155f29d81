"""JSON lines of pages: each line a capture of its own bytes.

A line: {"id", "text" or "html", "url", "published", "language", "outlet", "title"}.
A bad line is reported with its number; the rest go on.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from firsthand.capture.dates import read_published
from firsthand.capture.lines import Run
from firsthand.capture.taken import Stated
from firsthand.errors import SourceError
from firsthand.model import FuzzyDate

_TEXTS = ("text", "html")
_TEXT = re.compile(r"\"text\"\s*:\s*\"((?:[^\"\\]++|\\.)*+)\"")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}|\\."
)
_PIECE = re.compile(rf"[^\\]+|(?:{_ESCAPE.pattern})+")
_STATED = ("id", "url", "language", "outlet", "title")


@dataclasses.dataclass(frozen=True)
class PageLine:
    """One line that was read.

    Attributes:
        number: Its number from 1.
        data: Its bytes, without the line ending.
        text: Readable text; None = the line carries HTML.
        page: Source of a web page; None = the line carries text.
        stated: What it states about the page.
        title: Title it states; None = none.
        encoding: Codec of the line.
        places: Where the text stands in the decoded line; empty = cannot be said.
        notices: What could not be used, and why.
    """

    number: int
    data: bytes
    text: str | None
    page: str | None
    stated: Stated
    title: str | None
    encoding: str = "utf-8"
    places: tuple[Run, ...] = ()
    notices: tuple[str, ...] = ()


def is_pages(data: bytes) -> bool:
    """Say whether the first filled line is a JSON object that carries a page."""
    first = next((line for line in data.splitlines() if line.strip()), b"")
    if not first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        row = _row(first)
    except SourceError:
        return False
    return any(isinstance(row.get(name), str) for name in _TEXTS)


def page_lines(data: bytes) -> Iterator[PageLine | str]:
    """Yield each filled line as a page, or as a message that says what is wrong."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        content = line.rstrip(b"\r")
        if not content.strip():
            continue
        try:
            yield _page(number, content)
        except SourceError as error:
            yield f"line {number}: {error}"


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SourceError("is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"is not JSON ({error})") from None
    if not isinstance(row, dict):
        raise SourceError('is no object; write {"text": "..."}')
    return row


def _page(number: int, line: bytes) -> PageLine:
    row = _row(line)
    text, page = (_string(row, name) for name in _TEXTS)
    if not (text or page):
        raise SourceError('has neither "text" nor "html"')
    values = {name: _string(row, name) for name in _STATED}
    published, notices = _published(_string(row, "published"))
    title = values.pop("title")
    encoding = "utf-8-sig" if line.startswith(codecs.BOM_UTF8) else "utf-8"
    return PageLine(
        number=number,
        data=line,
        text=text or None,
        page=None if text else page,
        stated=Stated(**values, published=published),
        title=title,
        encoding=encoding,
        places=tuple(_places(line.decode(encoding), text)) if text else (),
        notices=notices,
    )


def _places(line: str, text: str) -> Iterator[Run]:
    """Yield where each stretch of the text stands in the line.

    Escapes that follow each other are one stretch: a word of a line that is escaped
    throughout, not a letter.
    """
    found = next((m for m in _TEXT.finditer(line) if _unescaped(m[1]) == text), None)
    if found is None:
        return
    start = 0
    for piece in _PIECE.finditer(line, found.start(1), found.end(1)):
        width = piece.end() - piece.start()
        is_escaped = piece[0].startswith("\\")
        length = sum(1 for _ in _ESCAPE.finditer(piece[0])) if is_escaped else width
        yield Run(start, length, piece.start(), width)
        start += length


def _unescaped(literal: str) -> str | None:
    try:
        value = json.loads(f'"{literal}"')
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _string(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise SourceError(f'field "{name}" is {type(value).__name__}; write a string')
    # A lone surrogate is no character and cannot be stored.
    return value.encode("utf-8", "replace").decode("utf-8")


def _published(value: str | None) -> tuple[FuzzyDate | None, tuple[str, ...]]:
    if value is None:
        return None, ()
    try:
        return read_published(value), ()
    except ValueError as error:
        return None, (f"published {value!r} {error}",)
