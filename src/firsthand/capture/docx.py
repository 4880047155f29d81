"""Word documents (.docx): paragraphs, tables, notes; a zip that is not trusted.

Deleted text of tracked changes is left out and said so; headers and footers are
furniture. Format: ECMA-376 part 1, 17.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
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
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
# Entries below this size cannot be a bomb, whatever their ratio.
_SMALL_BYTES = 1 << 20
_LOCAL_HEADER_BYTES = 30


def is_docx(data: bytes) -> bool:
    """Say whether a zip holds a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _MAIN in archive.namelist()
    except (*_DAMAGE, ValueError):
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
            _check(archive, limits)
            main = _part(archive, _MAIN, limits)
            notes = [_part(archive, name, limits) for name in _NOTES]
            core = _part(archive, _CORE, limits)
            comments = _part(archive, _COMMENTS, limits)
    except (*_DAMAGE, ValueError, RuntimeError) as error:
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
        notices=tuple(_hidden(main, comments)),
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


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise SourceError(
            f"is a zip of {len(entries):,} files; over {limits.zip_entries:,} are not "
            "opened"
        )
    if sum(entry.file_size for entry in entries) > limits.zip_bytes:
        raise SourceError(
            f"unpacks to more than {limits.zip_bytes:,} bytes and is not opened"
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise SourceError("is encrypted; save it without a password")
    if _overlap(entries, archive.start_dir):
        raise SourceError("is a zip whose files overlap and is not opened: a zip bomb?")


def _overlap(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Say whether two files of a zip share bytes: the same bytes, unpacked twice."""
    places = sorted(
        (entry.header_offset, _LOCAL_HEADER_BYTES + entry.compress_size)
        for entry in entries
    )
    starts = [start for start, _ in places[1:]] + [end]
    return any(
        start + size > after
        for (start, size), after in zip(places, starts, strict=True)
    )


def _part(archive: zipfile.ZipFile, name: str, limits: Limits) -> Any | None:
    """Return the root element of a part; None = the document has no such part."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    most = max(entry.compress_size * limits.zip_ratio, _SMALL_BYTES)
    with archive.open(entry) as file:
        # The sizes that a zip states are not trusted: what comes out is counted.
        content = file.read(min(most, limits.zip_bytes) + 1)
    if len(content) > min(most, limits.zip_bytes):
        raise SourceError(
            f"holds a part ({name}) that unpacks to over {limits.zip_ratio} times its "
            "packed size and is not opened: a zip bomb?"
        )
    return _parse(content, name)


def _parse(content: bytes, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415  only for Word documents

    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise SourceError(f"declares entities in {name}, which no Word document does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a broken Word document ({name}: {error.msg})") from error


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
