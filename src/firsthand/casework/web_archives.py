"""Pages and pictures in web archives of any tool: WARC and WACZ.

Every page that the archive lists becomes an item; without a list, every HTML page that
was answered well. What does not fit (digests, lengths, a cut end) is told, and the
archive is kept whole in any case. Method: M206.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from firsthand.capture.imported import Item, Listing
from firsthand.capture.limits import Limits
from firsthand.capture.wacz import Wacz, WaczPage
from firsthand.capture.warc_reading import (
    Http,
    WarcRecord,
    parse_http,
    plain_body,
    read_records,
)
from firsthand.errors import SourceError

_OK = 200
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PICTURE = re.compile(r"urn:(?:view|fullPage|screenshot|thumbnail):(?P<url>.+)")
_NOT_DIGIT = re.compile(r"\D")
_MOST_FAULTS = 100


class _Reading:
    """What is collected while archives are read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.items: list[Item] = []
        self.wrong: list[str] = []
        self.n_records = 0
        self.tool: str | None = None
        self.places: set[tuple[str, int]] = set()


def warc_listing(path: Path, limits: Limits) -> Listing:
    """Return the pages and pictures of one WARC file.

    Raises:
        SourceError: It is no WARC file.
    """
    reading = _Reading(limits)
    with path.open("rb") as file:
        _read(file, path.name, reading, wanted=None)
    return _listing(reading)


def wacz_listing(path: Path, limits: Limits) -> Listing:
    """Return the pages and pictures of a WACZ, its digests and index checked.

    Raises:
        SourceError: It is no WACZ, or one that must not be read.
    """
    reading = _Reading(limits)
    with Wacz(path) as wacz:
        wanted = {page.url: page for page in wacz.pages}
        for name in wacz.archives:
            try:
                with wacz.open(name) as file:
                    _read(file, name, reading, wanted=wanted or None)
            except SourceError as error:
                reading.wrong.append(f"{name}: {error}")
        found = {item.url for item in reading.items if item.media_type != "image/png"}
        reading.wrong += [
            f"page {url} is listed, and no record of it can be read"
            for url in wanted
            if url not in found
        ]
        _check_index(wacz, reading)
        reading.wrong = [*wacz.faults, *reading.wrong]
    return _listing(reading)


def _check_index(wacz: Wacz, reading: _Reading) -> None:
    n_lines = n_astray = 0
    for line in wacz.index():
        n_lines += 1
        name = f"archive/{str(line.get('filename', '')).rpartition('/')[2]}"
        offset = str(line.get("offset", ""))
        if offset.isdigit() and (name, int(offset)) not in reading.places:
            n_astray += 1
    if n_astray:
        reading.wrong.append(
            f"the index: {n_astray} of {n_lines} lines point to no record"
        )
    if n_lines == 0:
        reading.wrong.append("the index: has no lines; the archive was read without it")


def _listing(reading: _Reading) -> Listing:
    faults = reading.wrong[:_MOST_FAULTS]
    if len(reading.wrong) > _MOST_FAULTS:
        faults.append(f"and {len(reading.wrong) - _MOST_FAULTS:,} faults more")
    return Listing(
        items=tuple(reading.items),
        wrong=tuple(faults),
        n_other=reading.n_records - len(reading.items),
    )


def _read(
    file: IO[bytes],
    name: str,
    reading: _Reading,
    *,
    wanted: dict[str, WaczPage] | None,
) -> None:
    for record in read_records(file):
        reading.n_records += 1
        reading.places.add((name, record.offset))
        place = f"{name}, record {record.number}"
        reading.wrong += [f"{place}: {fault}" for fault in record.faults]
        if record.kind == "warcinfo":
            reading.tool = _software(record.block) or reading.tool
        for item in _items(record, place, reading, wanted):
            reading.items.append(item)


def _items(
    record: WarcRecord,
    place: str,
    reading: _Reading,
    wanted: dict[str, WaczPage] | None,
) -> Iterator[Item]:
    picture = _PICTURE.fullmatch(record.url)
    if record.kind == "resource" and picture is not None:
        yield _item(record, place, reading, record.block, picture["url"], "image/png")
        return
    if record.kind != "response" or not record.url.startswith("http"):
        return
    message = parse_http(record.block)
    if message is None or not _is_page(record, message, wanted):
        return
    try:
        body = plain_body(message, reading.limits.file_bytes)
    except SourceError as error:
        reading.wrong.append(f"{place}, {record.url}: {error}")
        return
    if not body:
        return
    page = wanted.get(record.url) if wanted else None
    media_type = message.media_type or "text/html"
    title = page.title if page else None
    yield _item(record, place, reading, body, record.url, media_type, title)


def _is_page(
    record: WarcRecord, message: Http, wanted: dict[str, WaczPage] | None
) -> bool:
    if wanted is not None:
        page = wanted.get(record.url)
        is_answer = message.status is not None and message.status < 300  # noqa: PLR2004  RFC 9110: a success
        return page is not None and is_answer
    return message.status == _OK and message.media_type in _HTML


def _item(  # noqa: PLR0917  one value each
    record: WarcRecord,
    place: str,
    reading: _Reading,
    data: bytes,
    url: str,
    media_type: str,
    title: str | None = None,
) -> Item:
    at = record.headers.get("warc-date", "")
    what = "picture" if media_type == "image/png" else "page"
    return Item(
        key=f"web {what} {url} {_NOT_DIGIT.sub('', at)[:14]}",
        place=place,
        data=data,
        media_type=media_type,
        is_read=True,
        title=title,
        url=url,
        details={
            "captured_at": at,
            "record": record.headers.get("warc-record-id", ""),
            "address": record.headers.get("warc-ip-address", ""),
            "tool": reading.tool or "not stated",
            "what": what,
        },
        notices=record.faults,
    )


def _software(block: bytes) -> str | None:
    for line in block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "software":
            return value.strip()[:150] or None
    return None
