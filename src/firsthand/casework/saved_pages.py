"""Folders of saved pages, as Hunchly and browsers write them.

A page is an HTML or MHTML file; beside it may lie a picture or a folder of the same
name, and a table that says where each page came from and what its digest is.
Method: M204.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path

from firsthand.capture.imported import Item, Listing

_PAGES = frozenset({".html", ".htm", ".mhtml", ".mht"})
_BESIDE = (".png", ".jpg", ".jpeg", ".pdf", ".webp", ".mhtml")
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(?P<url>\S+?)\s*-->")
_SNAPSHOT = re.compile(rb"^Snapshot-Content-Location:\s*(?P<url>\S+)", re.MULTILINE)
_HEAD = 4096
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"https?://\S+")


def saved_pages(path: Path) -> Listing:
    """List the saved pages of a folder, or one page.

    Args:
        path: The folder, or the page.
    """
    folder = path if path.is_dir() else path.parent
    pages = (
        [path]
        if path.is_file()
        else sorted(
            item
            for item in folder.rglob("*")
            if item.is_file() and item.suffix.lower() in _PAGES and not _is_part(item)
        )
    )
    rows, notices = _rows(folder) if path.is_dir() else ({}, [])
    used: set[str] = set()
    items = []
    wrong = []
    for page in pages:
        name = page.relative_to(folder).as_posix()
        try:
            data = page.read_bytes()
        except OSError as error:
            wrong.append(f"{name}: cannot be read: {error.strerror}")
            continue
        if not data:
            wrong.append(f"{name}: is empty (0 bytes)")
        digest = hashlib.sha256(data).hexdigest()
        row = rows.get(digest) or rows.get(page.name.casefold()) or {}
        if row:
            used |= {digest, page.name.casefold()}
        fault = _wrong_digest(row, digest)
        if fault:
            wrong.append(f"{name}: {fault}")
        items.append(_item(page, folder, data, row))
    unused = [name for name in rows if name not in used and not _DIGEST.fullmatch(name)]
    wrong += [f"{name}: has a row in the table, and no file" for name in unused]
    return Listing(items=tuple(items), wrong=tuple(wrong), notices=tuple(notices))


def _is_part(path: Path) -> bool:
    """Say whether a file belongs to a page that a browser saved with its parts."""
    return any(parent.name.endswith(("_files", "_Dateien")) for parent in path.parents)


def _item(page: Path, folder: Path, data: bytes, row: Mapping[str, str]) -> Item:
    name = page.relative_to(folder).as_posix()
    beside = [
        page.with_suffix(ending).relative_to(folder).as_posix()
        for ending in _BESIDE
        if ending != page.suffix.lower() and page.with_suffix(ending).is_file()
    ]
    return Item(
        key=f"saved {name}",
        place=name,
        data=data,
        media_type="text/html",
        is_read=True,
        title=row.get("title"),
        url=_url(data, row),
        sent_at=None,
        files=tuple(beside),
        details={k: v for k, v in row.items() if v},
    )


def _url(data: bytes, row: Mapping[str, str]) -> str | None:
    for value in row.values():
        if _ADDRESS.fullmatch(value):
            return value
    found = _SAVED_FROM.search(data[:_HEAD]) or _SNAPSHOT.search(data[:_HEAD])
    url = found["url"].decode("utf-8", "replace") if found else ""
    return url if _ADDRESS.fullmatch(url) else None


def _wrong_digest(row: Mapping[str, str], digest: str) -> str | None:
    stated = [v.lower() for v in row.values() if _DIGEST.fullmatch(v.lower())]
    if stated and digest not in stated:
        return "does not have the SHA-256 that the table states"
    return None


def _rows(folder: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Return rows of the folder's tables by the digest or the file name they state."""
    rows: dict[str, dict[str, str]] = {}
    notices = []
    for table in sorted(folder.glob("*.csv")):
        try:
            text = table.read_bytes().decode("utf-8-sig")
            listed = list(csv.DictReader(io.StringIO(text, newline="")))
        except (UnicodeDecodeError, csv.Error) as error:
            notices.append(f"{table.name}: not read as a table: {error}")
            continue
        notices.append(f"{table.name}: read as the table of the pages")
        for each in listed:
            row = {
                str(key).strip().lower(): value.strip()
                for key, value in each.items()
                if key and isinstance(value, str) and value.strip()
            }
            for value in row.values():
                name = value.replace("\\", "/").rpartition("/")[2].casefold()
                is_page = Path(name).suffix in _PAGES and not _ADDRESS.fullmatch(value)
                if is_page or _DIGEST.fullmatch(value.lower()):
                    rows[name if is_page else value.lower()] = row
    return rows, notices
