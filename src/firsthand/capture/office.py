"""Workbooks (.xlsx) and slides (.pptx): what they show is text, what they hide is told.

Hidden sheets, rows, columns and slides, speaker notes and comments are left out of the
text and quoted in notices. Nothing is calculated, no macro is run: a cell has the value
that was saved with it. Format: ECMA-376 part 1, 18 (sheets) and 19 (slides). Method:
M191.
"""

from __future__ import annotations

import dataclasses
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from firsthand.capture.cells import cell_words
from firsthand.capture.hidden_office import package_notices
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
from firsthand.capture.package import DAMAGE, check, part
from firsthand.capture.readable import Readable, quoted
from firsthand.errors import SourceError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_BOOK, _SHOW = "xl/workbook.xml", "ppt/presentation.xml"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMMENTS = ("{*}comment", "{*}threadedComment", "{*}cm")
_CELL_BREAK = " | "


def office_type(data: bytes) -> str | None:
    """Return the media type of a workbook or slides; None = neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (*DAMAGE, ValueError):
        return None
    return XLSX if _BOOK in names else PPTX if _SHOW in names else None


def read_office(data: bytes, limits: Limits) -> Readable:
    """Read a workbook or slides.

    Returns:
        One line a filled row of what is shown, or a paragraph of a slide.

    Raises:
        SourceError: Broken, encrypted, a zip bomb, or without text; the message lacks
            the file name.
    """
    is_book = office_type(data) == XLSX
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check(archive, limits)
            package = _Package(archive, limits)
            read = _read_book(data, package) if is_book else _read_slides(package)
    except (*DAMAGE, ValueError, RuntimeError) as error:
        what = "workbook" if is_book else "file of slides"
        raise SourceError(f"is a broken {what} ({error})") from error
    if not any(line.text.strip() for line in read.lines):
        said = "".join(f" ({notice})" for notice in read.notices)
        raise SourceError(f"shows no text{said}")
    return read


@dataclasses.dataclass(frozen=True)
class _Package:
    """An open package: its parts, and what they point to."""

    archive: zipfile.ZipFile
    limits: Limits

    def root(self, name: str) -> Any | None:
        return part(self.archive, name, self.limits)

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the part of each thing a part points to, by its id."""
        folder, file = posixpath.split(name)
        root = self.root(f"{folder}/_rels/{file}.rels")
        found = {}
        for each in () if root is None else root:
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                whole = posixpath.normpath(posixpath.join("/", folder, target))
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = (kind, whole.lstrip("/"))
        return found

    def of_kind(self, name: str, kind: str) -> list[Any]:
        """Return the roots of the parts of a kind that a part points to."""
        named = [to for what, to in self.targets(name).values() if what == kind]
        return [root for root in map(self.root, named) if root is not None]


# --- workbooks -----------------------------------------------------------------------


def _read_book(data: bytes, package: _Package) -> Readable:
    book = package.root(_BOOK)
    targets = package.targets(_BOOK)
    values = _values(data)
    lines: list[Line] = []
    notices: list[str] = []
    roots = []
    for sheet in book.iter(f"{_S}sheet") if book is not None else ():
        name = " ".join((sheet.get("name") or "").split())
        _, target = targets.get(sheet.get(f"{_R}id", ""), ("", ""))
        root = package.root(target)
        rows = values.get(sheet.get("name") or "")
        if root is None or rows is None:
            notices.append(f"sheet “{name}” could not be read")
            continue
        roots += [root, *package.of_kind(target, "drawing")]
        if sheet.get("state", "visible") != "visible":
            notices += _hidden_cells(f"sheet “{name}” is hidden", _texts(rows))
        else:
            shown, told = _visible(name, root, rows)
            lines += [Line(""), *shown] if lines else shown
            notices += told
        said = [
            text
            for kind in ("comments", "threadedComment")
            for each in package.of_kind(target, kind)
            for text in _joined(each)
        ]
        notices += _left_out("comment", said)
    notices += package_notices(package.archive, roots)
    return Readable(tuple(lines), read_by="calamine", notices=tuple(notices))


def _values(data: bytes) -> dict[str, list[list[str]]]:
    try:
        from python_calamine import (  # noqa: PLC0415  loaded in the box alone
            CalamineError,
            CalamineWorkbook,
        )
    except ImportError:
        raise SourceError(
            "is a workbook, which needs python-calamine: pip install "
            "python-calamine, or save it as CSV UTF-8"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: [
                [cell_words(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except CalamineError as error:
        raise SourceError(f"is a broken workbook ({error})") from error


def _visible(
    name: str, root: Any, rows: list[list[str]]
) -> tuple[list[Line], list[str]]:
    """Return the lines of a sheet that it shows, and notices of what it hides."""
    is_default = root.find(f"{_S}sheetFormatPr")
    all_hidden = is_default is not None and _is_on(is_default.get("zeroHeight"))
    stated = {int(row.get("r")): row for row in root.iter(f"{_S}row") if row.get("r")}
    no_rows = {
        number
        for number in range(1, len(rows) + 1)
        if (_is_on(stated[number].get("hidden")) if number in stated else all_hidden)
    }
    no_columns = set(_hidden_columns(root, max(map(len, rows), default=0)))
    in_rows = _texts(row for n, row in enumerate(rows, start=1) if n in no_rows)
    in_columns = _texts(
        [cell for number, cell in enumerate(row, start=1) if number in no_columns]
        for n, row in enumerate(rows, start=1)
        if n not in no_rows
    )
    lines = [
        Line(text)
        for n, row in enumerate(rows, start=1)
        if n not in no_rows and (text := _row_text(row, no_columns)).strip(_CELL_BREAK)
    ]
    return lines, [
        *_hidden_cells(f"sheet “{name}” has hidden rows", in_rows),
        *_hidden_cells(f"sheet “{name}” has hidden columns", in_columns),
    ]


def _row_text(row: Sequence[str], no_columns: set[int]) -> str:
    # Empty cells stay, so that a value keeps its column.
    cells = [
        " ".join(cell.split())
        for number, cell in enumerate(row, start=1)
        if number not in no_columns
    ]
    return _CELL_BREAK.join(cells).rstrip(_CELL_BREAK)


def _hidden_columns(root: Any, width: int) -> Iterator[int]:
    for column in root.iter(f"{_S}col"):
        # A width of nothing hides as well as the word does.
        if _is_on(column.get("hidden")) or column.get("width") in {"0", "0.0"}:
            first, last = int(column.get("min", "1")), int(column.get("max", "0"))
            yield from range(first, min(last, width) + 1)


def _texts(rows: Iterable[Sequence[str]]) -> list[str]:
    return [" ".join(cell.split()) for row in rows for cell in row if cell.strip()]


def _hidden_cells(what: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        filled = f"{len(texts)} filled cells" if len(texts) > 1 else "a filled cell"
        yield f"{what}: {filled} left out of the text: {quoted(texts)}"


# --- slides --------------------------------------------------------------------------


def _read_slides(package: _Package) -> Readable:
    show = package.root(_SHOW)
    targets = package.targets(_SHOW)
    lines: list[Line] = []
    hidden: list[str] = []
    notes: list[str] = []
    said: list[str] = []
    roots = []
    for slide in show.iter(f"{_P}sldId") if show is not None else ():
        _, target = targets.get(slide.get(f"{_R}id", ""), ("", ""))
        root = package.root(target)
        if root is None:
            continue
        roots.append(root)
        texts = list(_paragraphs(root))
        if root.get("show") in {"0", "false"}:
            hidden += texts
        else:
            lines += [Line("")] if lines and texts else []
            lines += [Line(text) for text in texts]
        for each in package.of_kind(target, "notesSlide"):
            notes += _of_body(each)
        for each in package.of_kind(target, "comments"):
            said += _joined(each)
    notices = [
        *_left_out("line on a hidden slide", hidden),
        *_left_out("line of speaker notes", notes),
        *_left_out("comment", said),
        *package_notices(package.archive, roots),
    ]
    return Readable(tuple(lines), read_by="own pptx reader", notices=tuple(notices))


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{_A}p"):
        parts = (node.text or "" for node in paragraph.iter(f"{_A}t"))
        if text := " ".join("".join(parts).split()):
            yield text


def _of_body(notes: Any) -> Iterator[str]:
    """Yield what somebody wrote as notes: not the number of the slide, not its date."""
    for shape in notes.iter(f"{_P}sp"):
        place = next(shape.iter(f"{_P}ph"), None)
        if place is None or place.get("type", "body") == "body":
            yield from _paragraphs(shape)


# --- both ----------------------------------------------------------------------------


def _joined(comments: Any) -> list[str]:
    """Return the texts of comments, one each, whatever the version of the format."""
    found = []
    for each in comments.iter(*_COMMENTS):
        words = [node.text or "" for node in each.iter("{*}t", "{*}text")]
        if text := " ".join("".join(words).split()):
            found.append(text)
    return found


def _left_out(what: str, texts: Sequence[str]) -> Iterator[str]:
    if len(texts) == 1:
        yield f"a {what} is left out of the text: {quoted(texts)}"
    elif texts:
        noun, _, rest = what.partition(" ")
        words = f"{len(texts)} {noun}s {rest}".rstrip()
        yield f"{words} are left out of the text: {quoted(texts)}"


def _is_on(value: str | None) -> bool:
    return value in {"1", "true", "on"}
