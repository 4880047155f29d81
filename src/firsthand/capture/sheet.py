"""The sheet of sources: one row a document, said by a person about it.

Columns: file, source, kind, language, published, url, title, party, owner,
protection. Only `file` is needed. Empty = not stated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from firsthand.capture.dates import read_published
from firsthand.capture.delimited import DelimitedError, delimited_rows
from firsthand.capture.names import shown_name
from firsthand.errors import UserError
from firsthand.model import FuzzyDate, Protection, SourceType, Value

COLUMNS = (
    "file",
    "source",
    "kind",
    "language",
    "published",
    "url",
    "title",
    "party",
    "owner",
    "protection",
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class SheetRow(Value, frozen=True, kw_only=True):
    """What a person states about one document; None = not stated.

    Attributes:
        row: Line of the sheet where the row ends, from 1 (the header is line 1).
        file: Path as written, relative to the folder of the reports or of the sheet.
        source: Who published it.
        kind: What kind of voice that is.
        language: BCP 47 code.
        published: Day, month or year of publication.
        url: Where it was published.
        title: Its title.
        party: Code of the belligerent that the source speaks for.
        owner: Who owns or controls the source.
        protection: Open unless stated; a bad value is taken as sealed.
    """

    row: int
    file: str
    source: str | None = None
    kind: SourceType | None = None
    language: str | None = None
    published: FuzzyDate | None = None
    url: str | None = None
    title: str | None = None
    party: str | None = None
    owner: str | None = None
    protection: Protection = Protection.OPEN


class Sheet(Value, frozen=True, kw_only=True):
    """A sheet, read.

    Attributes:
        rows: Its good rows, and bad rows without their bad fields, in order.
        problems: One message a fault: row, field, value found, what to do. They make
            the exit code 1.
        notices: Worth knowing, no fault (unknown columns).
    """

    rows: tuple[SheetRow, ...]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class Pairing(Value, frozen=True, kw_only=True):
    """Rows of a sheet put to files.

    Attributes:
        by_path: The row of each file that has one, by the file's path as listed.
        problems: Rows whose file is absent, or stated twice.
        notices: Files without a row.
    """

    by_path: dict[str, SheetRow]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_sheet(path: Path) -> Sheet:
    """Read a sheet of sources.

    Args:
        path: CSV in UTF-8 (with or without byte order mark), separated by commas,
            semicolons or tabs, with a header.

    Raises:
        UserError: It cannot be read at all, or has no `file` column.
    """
    name = shown_name(path.name)
    text = _text_of(path, name)
    table = _table(text, name)
    header = [title.strip().lower() for title in next(table)[1]]
    if "file" not in header:
        raise UserError(
            f"{name}: has no column `file` (found: {', '.join(header) or 'nothing'}); "
            f"the first line names the columns: {','.join(COLUMNS)}"
        )
    rows: list[SheetRow] = []
    problems: list[str] = []
    for number, cells in table:
        if any(cell.strip() for cell in cells):
            row, wrong = _read_row(number, header, cells)
            problems += [f"{name}: row {number}, {fault}" for fault in wrong]
            rows += [row] if row is not None else []
    unknown = [title for title in header if title and title not in COLUMNS]
    notices = tuple(f"{name}: column `{title}` is not used" for title in unknown)
    return Sheet(rows=tuple(rows), problems=tuple(problems), notices=notices)


def _text_of(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{name}: is not UTF-8 (byte {error.start}); save the sheet as CSV UTF-8"
        ) from error


def _table(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of the sheet with their line numbers, header first."""
    if not text.strip():
        raise UserError(f"{name}: is empty; the first line names the columns")
    try:
        yield from delimited_rows(text)
    except DelimitedError as fault:
        raise UserError(f"{name}: {fault}") from fault


def _read_row(
    number: int, header: list[str], cells: list[str]
) -> tuple[SheetRow | None, list[str]]:
    said = {
        title: cell.strip()
        for title, cell in zip(header, cells, strict=False)
        if cell.strip()
    }
    faults: list[str] = []
    n_extra = sum(bool(cell.strip()) for cell in cells[len(header) :])
    if n_extra:
        faults.append(
            f"{n_extra} more cells than columns: put text that holds the separator "
            "in quotation marks"
        )
    if "file" not in said:
        return None, [*faults, "file: empty; name the file the row is about"]
    row = SheetRow(
        row=number,
        file=said["file"],
        source=said.get("source"),
        kind=_kind(said.get("kind"), faults),
        language=_language(said.get("language"), faults),
        published=_published(said.get("published"), faults),
        url=_url(said.get("url"), faults),
        title=said.get("title"),
        party=said.get("party"),
        owner=said.get("owner"),
        protection=_protection(said.get("protection"), faults),
    )
    return row, faults


def _kind(value: str | None, faults: list[str]) -> SourceType | None:
    if value is None:
        return None
    word = value.lower().replace(" ", "_").replace("-", "_")
    try:
        return SourceType(word)
    except ValueError:
        allowed = ", ".join(SourceType)
        faults.append(f"kind: {value!r} is not known; write one of: {allowed}")
        return None


def _language(value: str | None, faults: list[str]) -> str | None:
    if value is None or _LANGUAGE.fullmatch(value):
        return value.lower() if value else None
    faults.append(f"language: {value!r} is no language code; write en, ar, ru ...")
    return None


def _published(value: str | None, faults: list[str]) -> FuzzyDate | None:
    if value is None:
        return None
    try:
        return read_published(value)
    except ValueError as error:
        faults.append(f"published: {value!r} {error}")
        return None


def _url(value: str | None, faults: list[str]) -> str | None:
    if value is None or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", value):
        return value
    faults.append(f"url: {value!r} is no address; write https://...")
    return None


def _protection(value: str | None, faults: list[str]) -> Protection:
    """Read the protection; a slip of the pen must never open what a person closed."""
    if value is None:
        return Protection.OPEN
    try:
        return Protection(value.lower())
    except ValueError:
        allowed = ", ".join(Protection)
        faults.append(
            f"protection: {value!r} is not known and is taken as sealed until "
            f"mended; write one of: {allowed}"
        )
        return Protection.SEALED


def pair_with_files(
    sheet: Sheet, files: Iterable[Path], folders: tuple[Path, ...]
) -> Pairing:
    """Put the rows of a sheet to the files that were found.

    Args:
        sheet: The sheet.
        files: Files to take in.
        folders: Folders that a row's path may be relative to: of the reports, of the
            sheet. A bare file name is also found anywhere below, if it is unique.
    """
    by_key = _keys(files, folders)
    paired: dict[str, SheetRow] = {}
    problems: list[str] = []
    for row in sheet.rows:
        found = by_key.get(_key(row.file), [])
        shown = shown_name(row.file)
        if not found:
            problems.append(f"row {row.row}, file: {shown!r} is not among the files")
        elif len(found) > 1:
            problems.append(f"row {row.row}, file: {shown!r} names several files")
        elif found[0] in paired:
            first = paired[found[0]].row
            problems.append(
                f"row {row.row}, file: {shown!r} has a row already ({first})"
            )
        else:
            paired[found[0]] = row
    alone = sorted(path for path in _every(by_key) if path not in paired)
    notices = tuple(f"{shown_name(path)}: no row in the sheet" for path in alone)
    return Pairing(by_path=paired, problems=tuple(problems), notices=notices)


def _keys(files: Iterable[Path], folders: tuple[Path, ...]) -> dict[str, list[str]]:
    """Return the files by each way of naming them; a full path beats a bare name."""
    exact: dict[str, list[str]] = {}
    bare: dict[str, list[str]] = {}
    for path in files:
        names = {str(path)}
        names |= {
            str(path.relative_to(folder))
            for folder in folders
            if path.is_relative_to(folder)
        }
        for each in sorted(names):
            exact.setdefault(_key(each), []).append(str(path))
        bare.setdefault(_key(path.name), []).append(str(path))
    return {**bare, **exact}


def _every(by_key: Mapping[str, list[str]]) -> set[str]:
    return {path for paths in by_key.values() for path in paths}


def _key(name: str) -> str:
    # macOS writes file names decomposed, sheets are typed composed.
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))
