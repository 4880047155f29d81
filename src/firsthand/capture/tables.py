"""Read tables of addresses or reports: CSV and XLSX, and the sheets of auto-archiver.

Which column holds what is found by its name, or said by the person; it is told and
kept. A row that says nothing usable is wrong and named; none is left out in silence.
Format: RFC 4180; ECMA-376 through calamine; auto-archiver gsheet_feeder_db.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firsthand.capture.cells import cell_words
from firsthand.capture.dates import read_published
from firsthand.capture.delimited import DelimitedError, delimited_rows
from firsthand.capture.imported import Item, Listing, as_json
from firsthand.errors import SourceError

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_FLAT = re.compile(r"[\s._-]+")
_ADDRESS = re.compile(r"https?://\S+")
_IMAGE = re.compile(r'=IMAGE\("([^"]+)"\)')
_FILES = ("file", "screenshot", "thumbnail", "wacz")
_KNOWN = ("url", "text", "title", "source", "published", "language", "id", "hash")


def read_table(
    data: bytes,
    *,
    columns: Sequence[Mapping[str, Any]] = (),
    mapping: Mapping[str, str] | None = None,
    tool: str | None = None,
    name: str = "table",
) -> Listing:
    """Read the rows of a table.

    Args:
        data: Bytes of a CSV (UTF-8) or XLSX file.
        columns: Rows of the table `import_columns`.
        mapping: Column of each field, as the person says it; beats what is found.
        tool: "auto-archiver" = its columns; None = any table.
        name: What keys of rows begin with.

    Raises:
        SourceError: It is no table, or no column is known.
    """
    listing: list[Item] = []
    wrong: list[str] = []
    notices: list[str] = []
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    n_blank = 0
    for sheet, rows in _sheets(data):
        header = next(rows, None)
        if header is None:
            notices.append(f"sheet {sheet!r} is empty")
            continue
        titles = [cell.strip() for cell in header[1]]
        fields = _fields(titles, columns, mapping or {}, tool)
        if not {"url", "text"} & set(fields.values()):
            said = ", ".join(filter(None, titles)) or "nothing"
            wrong.append(
                f"sheet {sheet!r}: no column of addresses or texts is known among: "
                f"{said}; say --map url=COLUMN or --map text=COLUMN"
            )
            continue
        found |= {field: title for title, field in fields.items()}
        for number, cells in rows:
            place = f"row {number}" if sheet == "" else f"sheet {sheet!r}, row {number}"
            if not any(cell.strip() for cell in cells):
                n_blank += 1
                continue
            item = _item(titles, cells, fields, place, (name, seen))
            if isinstance(item, Item):
                listing.append(item)
            else:
                wrong.append(f"{place}: {item}")
    if not found:
        raise SourceError(f": {'; '.join(wrong) or 'has no rows'}")
    return Listing(
        items=tuple(listing),
        wrong=tuple(wrong),
        notices=tuple(notices),
        n_other=n_blank,
        mapping=found,
    )


def _sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    if data.startswith((_ZIP, _OLD_OFFICE)):
        yield from _workbook(data)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f" is not UTF-8 (byte {error.start}); save it as CSV UTF-8 or XLSX"
        ) from None
    yield "", _csv_rows(text)


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from delimited_rows(text)
    except DelimitedError as fault:
        raise SourceError(f": {fault}") from None


def _workbook(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    try:
        from python_calamine import (  # noqa: PLC0415  loaded in the box alone
            CalamineError,
            CalamineWorkbook,
        )
    except ImportError:
        raise SourceError(
            ": is a workbook, which needs python-calamine: pip install "
            "python-calamine, or save it as CSV UTF-8"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        for name in names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            shown = "" if len(names) == 1 else name
            yield (
                shown,
                ((n, [cell_words(c) for c in row]) for n, row in enumerate(rows, 1)),
            )
    except CalamineError as error:
        raise SourceError(f": cannot be read as XLSX ({error})") from None


def _fields(
    titles: Sequence[str],
    columns: Sequence[Mapping[str, Any]],
    mapping: Mapping[str, str],
    tool: str | None,
) -> dict[str, str]:
    """Return the field of each column that has one; a field has one column."""
    said = {_flat(title): field for field, title in mapping.items()}
    unknown = set(said) - {_flat(title) for title in titles}
    if unknown:
        missing = ", ".join(mapping[said[name]] for name in sorted(unknown))
        raise SourceError(f": has no column {missing} (found: {', '.join(titles)})")
    names: dict[str, str] = {}
    for row in columns:
        if row.get("tool") in {None, tool}:
            for each in row["names"]:
                if tool is not None and row.get("tool") == tool:
                    names[_flat(each)] = str(row["field"])
                else:
                    names.setdefault(_flat(each), str(row["field"]))
    fields: dict[str, str] = {}
    for title in titles:
        field = said.get(_flat(title))
        if field is not None:
            fields[title] = field
    for title in titles:
        field = names.get(_flat(title))
        if field and title not in fields and field not in fields.values():
            fields[title] = field
    return fields


def _flat(title: str) -> str:
    return _FLAT.sub("", unicodedata.normalize("NFKC", title)).casefold()


def _item(
    titles: Sequence[str],
    cells: Sequence[str],
    fields: Mapping[str, str],
    place: str,
    naming: tuple[str, Counter[str]],
) -> Item | str:
    row = {
        title or f"column {number}": cell.strip()
        for number, (title, cell) in enumerate(zip(titles, cells, strict=False), 1)
        if cell.strip()
    }
    n_extra = sum(bool(cell.strip()) for cell in cells[len(titles) :])
    if n_extra:
        return f"has {n_extra} more cells than columns; mend the separators"
    said = {field: row[title] for title, field in fields.items() if title in row}
    url, notices = said.get("url"), []
    if url is not None and not _ADDRESS.fullmatch(url):
        return f"url: {url!r} is no address; write https://..."
    if url is None and not said.get("text"):
        return "has neither an address nor a text"
    published, wrong_date = _published(said.get("published"))
    if wrong_date:
        notices.append(wrong_date)
    status = said.get("status", "")
    if status and "success" not in status.lower():
        notices.append(f"its tool says: {status}")
    return Item(
        key=_key(said, row, naming),
        place=place,
        data=as_json(row),
        text=said.get("text"),
        title=said.get("title"),
        author=said.get("source"),
        published=published,
        sent_at=said.get("published"),
        url=url,
        language=said.get("language"),
        files=_files(said),
        digests=tuple(said["hash"].split()) if said.get("hash") else (),
        details={k: v for k, v in said.items() if k not in _KNOWN},
        notices=tuple(notices),
    )


def _key(
    said: Mapping[str, str], row: Mapping[str, str], naming: tuple[str, Counter[str]]
) -> str:
    """Return a name that the row keeps when rows are put before it."""
    name, seen = naming
    own = (
        said.get("id")
        or said.get("url")
        or hashlib.sha256(as_json(dict(row))).hexdigest()
    )
    seen[own] += 1
    return f"{name}/{own}" + (f"#{seen[own]}" if seen[own] > 1 else "")


def _published(value: str | None) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    try:
        read_published(value)
    except ValueError as error:
        return None, f"published: {value!r} {error}; not used"
    return value, None


def _files(said: Mapping[str, str]) -> tuple[str, ...]:
    """Return what may be files of the folder: the last part of paths and addresses."""
    files = []
    for field in _FILES:
        for value in re.split(r"[\n,;]+", said.get(field, "")):
            image = _IMAGE.search(value)
            path = (image[1] if image else value).strip().partition("?")[0]
            if path:
                files.append(path)
    return tuple(dict.fromkeys(files))
