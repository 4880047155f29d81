"""Items of an import: what a reader of another tool's export hands over.

The readers run in the box (see `sandbox`) and see bytes only; files that an item names
are found by the caller, inside the folder of the import. Method: M204.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
from typing import Any

import msgspec

from firsthand.capture.boxes import Errand
from firsthand.capture.limits import Limits
from firsthand.capture.read import Job
from firsthand.capture.sandbox import Box, is_boxing, kit_of
from firsthand.capture.taken import Taken
from firsthand.errors import SourceError
from firsthand.model import Value
from firsthand.reference import Reference

_READER = "firsthand.capture.imported:read_errand"
_NONE: dict[str, tuple[dict[str, Any], ...]] = {"page_furniture": ()}
_READERS = {
    "telegram-json": "firsthand.capture.telegram:read_json",
    "telegram-html": "firsthand.capture.telegram_html:read_html",
    "whatsapp": "firsthand.capture.whatsapp:read_chat",
    "table": "firsthand.capture.tables:read_table",
}


class Item(Value, frozen=True, kw_only=True):
    """One item of an import; None = not stated.

    Attributes:
        key: Its name in its own tool, the same in a later export.
        place: Where it stands ("message 12", "row 17").
        data: Its own bytes: the stretch of the export that is about it.
        media_type: Type of `data`.
        is_read: `data` is a page or a picture, to be read by its content.
        text: Readable text; None = none, or `is_read`.
        title: Title.
        author: Who wrote it.
        is_private: Its author is a private person: shown by a pseudonym.
        published: ISO date, or date and time in UTC, of its publication.
        readings: Dates that an ambiguous one may mean (ISO); empty = clear.
        sent_at: Time of publication in the words of the export.
        url: Where it was published.
        language: BCP 47 code.
        files: Files it names, relative to the import's folder.
        digests: Stated digests of files, as the tool writes them.
        forwarded_from: Whom it says it was forwarded from.
        forwarded_at: When that was published, as stated.
        edited_at: When it was edited, as stated.
        reply_to: Key of the item it answers.
        details: Other things stated.
        notices: Worth knowing.
    """

    key: str
    place: str
    data: bytes
    media_type: str = "application/json"
    is_read: bool = False
    text: str | None = None
    title: str | None = None
    author: str | None = None
    is_private: bool = False
    published: str | None = None
    readings: tuple[str, ...] = ()
    sent_at: str | None = None
    url: str | None = None
    language: str | None = None
    files: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    forwarded_from: str | None = None
    forwarded_at: str | None = None
    edited_at: str | None = None
    reply_to: str | None = None
    details: dict[str, str] = msgspec.field(default_factory=dict)
    notices: tuple[str, ...] = ()


class Listing(Value, frozen=True, kw_only=True):
    """What a reader found in one file.

    Attributes:
        items: Items, in order.
        wrong: What could not be read, each naming its place.
        notices: What is worth knowing of the whole.
        n_other: Lines that are no items (system lines), kept in the file itself.
        mapping: How columns were read; empty = no table.
    """

    items: tuple[Item, ...] = ()
    wrong: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    n_other: int = 0
    mapping: dict[str, str] = msgspec.field(default_factory=dict)


class _Question(Value, frozen=True, kw_only=True):
    kind: str
    name: str
    options: dict[str, Any] = msgspec.field(default_factory=dict)


def listing_of(
    kind: str,
    data: bytes,
    name: str,
    *,
    reference: Reference,
    limits: Limits,
    options: dict[str, Any] | None = None,
) -> Listing:
    """Read the items of one exported file, in a box of its own.

    Args:
        kind: Which reader ("telegram-json", "whatsapp", ...).
        data: The file's bytes.
        name: Its name, fit for messages.
        reference: Tables of the case.
        limits: How large, how long.
        options: What the reader is told.

    Raises:
        SourceError: It cannot be read; says why.
    """
    asked = _Question(kind=kind, name=name, options=options or {})
    question = msgspec.json.encode(asked).decode()
    if not is_boxing():
        return _read(data, asked)
    taken = _box(os.getpid()).read(data, question, Job(reference, limits))
    if taken.problem is not None or taken.text is None:
        said = (taken.problem or "its reader gave nothing").removeprefix(question)
        raise SourceError(f"{name}{said}")
    return msgspec.json.decode(taken.text, type=Listing)


@functools.cache
def _box(process: int) -> Box:
    """Return this process's box for exports; one that was forked gets its own."""
    del process
    box = Box(
        msgspec.structs.replace(kit_of(Reference.of_tables(_NONE)), reader=_READER)
    )
    atexit.register(box.close)
    return box


def read_errand(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Read items inside the box; the listing travels as the text of a `Taken`."""
    del reference
    asked = msgspec.json.decode(errand.name, type=_Question)
    try:
        listing = _read(data, asked)
    except SourceError as error:
        said = str(error)
        problem = errand.name + (said if said[:1] in {":", " "} else f": {said}")
        return Taken(
            filename=errand.name, media_type="application/json", problem=problem
        )
    return Taken(
        filename=errand.name,
        media_type="application/json",
        text=msgspec.json.encode(listing).decode(),
    )


def _read(data: bytes, asked: _Question) -> Listing:
    module, _, function = _READERS[asked.kind].partition(":")
    reader = getattr(importlib.import_module(module), function)
    listing = reader(data, **asked.options)
    assert isinstance(listing, Listing)  # noqa: S101  a broken table
    return listing


def as_json(row: dict[str, Any]) -> bytes:
    """Return a row as JSON bytes that are the same for the same row."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode(
        "utf-8", "replace"
    )
