"""Word documents (.docx): paragraphs, tables, notes; a zip that is not trusted.

Deleted text of tracked changes is left out and said so; headers and footers are
furniture. Format: ECMA-376 part 1, 17.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from firsthand.capture.hidden_office import package_notices
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
from firsthand.capture.package import DAMAGE, check, part
from firsthand.capture.readable import Readable, quoted
from firsthand.errors import SourceError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_COMMENTS = "word/comments.xml"
_SKIPPED = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"})
_CELL_BREAK = " | "


def is_docx(data: bytes) -> bool:
    """Say whether a zip holds a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _MAIN in archive.namelist()
    except (*DAMAGE, ValueError):
        return False


def read_docx(data: bytes, limits: Limits) -> Readable:
    """Read a Word document.

    Returns:
        One line a paragraph or table row; footnotes and endnotes after the text.

    Raises:
        SourceError: Broken, encrypted, a zip bomb, or without text; the message
            lacks the file name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check(archive, limits)
            main = part(archive, _MAIN, limits)
            notes = [part(archive, name, limits) for name in _NOTES]
            core = part(archive, _CORE, limits)
            comments = part(archive, _COMMENTS, limits)
            told = list(package_notices(archive, [main] if main is not None else []))
    except (*DAMAGE, ValueError, RuntimeError) as error:
        raise SourceError(f"is a broken Word document ({error})") from error
    if main is None:
        raise SourceError("is a broken Word document (it has no text part)")
    lines = _lines(main)
    for note in notes:
        if note is not None:
            lines += [Line(""), *_lines(note)]
    if not any(line.text.strip() for line in lines):
        raise SourceError("has no text in it: only pictures?")
    title = core.findtext(_TITLE) if core is not None else None
    return Readable(
        lines=tuple(lines),
        read_by="own docx reader",
        title=" ".join(title.split()) or None if title else None,
        notices=(*_hidden(main, comments), *told),
    )


def _hidden(main: Any, comments: Any | None) -> Iterator[str]:
    """Yield notices of what the document holds and a reader of it does not see."""
    if next(main.iter(f"{_W}del", f"{_W}moveFrom"), None) is not None:
        deleted = [found.text or "" for found in main.iter(f"{_W}delText")]
        words = f": {quoted(deleted)}" if any(deleted) else ""
        yield f"tracked changes: deleted words are left out of the text{words}"
    unseen = [
        "".join(text.text or "" for text in run.iter(f"{_W}t"))
        for run in main.iter(f"{_W}r")
        if _is_on(run.find(f"{_W}rPr/{_W}vanish"))
    ]
    if any(unseen):
        yield f"hidden text is part of the text here: {quoted(filter(None, unseen))}"
    said = (
        [] if comments is None else [_words(c) for c in comments.iter(f"{_W}comment")]
    )
    if said:
        yield f"{len(said)} comments are left out of the text: {quoted(said)}"


def _is_on(mark: Any | None) -> bool:
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}


def _lines(root: Any) -> list[Line]:
    """Return the lines of a part, at most one empty line between two."""
    lines: list[Line] = []
    for text in _texts(root):
        if text.strip() or (lines and lines[-1].text):
            lines.append(Line(text.rstrip()))
    return lines


def _texts(root: Any) -> Iterator[str]:
    """Yield the lines: a paragraph between empty lines, a table row by itself."""
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        inside = {ancestor.tag for ancestor in element.iterancestors()}
        if inside & _SKIPPED or f"{_W}tr" in inside:
            continue
        if element.tag == f"{_W}tr":
            cells = [_cell(cell) for cell in element.iter(f"{_W}tc")]
            # Empty cells stay, so that a value keeps its column.
            yield _CELL_BREAK.join(cells).rstrip(_CELL_BREAK)
        elif f"{_W}p" not in inside:
            yield ""
            yield from _words(element).split("\n")


def _cell(cell: Any) -> str:
    return " ".join(_words(cell).split())


def _words(element: Any) -> str:
    parts: list[str] = []
    skip_until: Any = None
    for event, node in _walk(element):
        if skip_until is not None:
            if event == "end" and node is skip_until:
                skip_until = None
        elif event == "start" and node.tag in _SKIPPED:
            skip_until = node
        else:
            parts.append(_char(event, node, element))
    return "".join(parts)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree  # noqa: PLC0415  only for Word documents

    yield from etree.iterwalk(element, events=("start", "end"))


_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}


def _char(event: str, node: Any, within: Any) -> str:
    if event == "start":
        if node.tag == f"{_W}t":
            return node.text or ""
        if node.tag == f"{_W}noBreakHyphen":
            return "‑"
        return _BREAKS.get(node.tag, "")
    # Paragraphs of a text box or a cell stand inside another element.
    return "\n" if node.tag == f"{_W}p" and node is not within else ""
