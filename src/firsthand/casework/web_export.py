"""A web capture handed out as WACZ, for replay in other tools; and told in lines.

Format: WACZ 1.1.1. Pictures and texts stand in an archive of their own, under the names
that crawlers of browsers use (`urn:fullPage:`, `urn:text:`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firsthand.capture.wacz import write_wacz
from firsthand.capture.warc import WarcWriter, Written
from firsthand.capture.warc_reading import parse_http, read_records
from firsthand.casework.case import TOOL, Case
from firsthand.casework.looking_again import looks_of
from firsthand.casework.web import web_capture_of
from firsthand.errors import GateError, UserError
from firsthand.model import (
    Capture,
    Document,
    DocumentId,
    ImportedItem,
    LaterLook,
    Protection,
    WebCapture,
    WebRole,
)

_MADE = {WebRole.SCREENSHOT: "urn:fullPage:", WebRole.TEXT: "urn:text:"}


def find_web_capture(case: Case, name: str) -> WebCapture:
    """Return a web capture by its id, or by that of its capture or document.

    Raises:
        UserError: There is none.
    """
    found = [
        item
        for item in case.store.every(WebCapture)
        if name in {item.id, item.capture_id, item.document_id}
    ]
    kept = [item for item in found if item.object_of(WebRole.ARCHIVE)]
    if kept:
        return kept[-1]
    if found:
        raise UserError(
            f"{name} was taken from an archive of another tool; that archive is kept "
            "whole: hand it out with firsthand proof"
        )
    raise UserError(f"{name} is no capture of the web; list: firsthand documents")


def export_wacz(
    case: Case, name: str, out: Path, *, protected_too: bool = False
) -> WebCapture:
    """Write a web capture as a WACZ file.

    Args:
        case: An open case.
        name: Id of a capture, a document or a web capture.
        out: The file: new, its name ends in .wacz.
        protected_too: Hand out restricted material as well.

    Raises:
        UserError: No such capture, or the file is there already.
        GateError: It is protected.
    """
    item = find_web_capture(case, name)
    capture = case.store.get(item.capture_id)
    is_open = isinstance(capture, Capture) and capture.protection is Protection.OPEN
    if not is_open and not protected_too:
        raise GateError(
            f"{item.capture_id} is protected; to hand it out all the same: "
            "--protected-too"
        )
    if out.suffix != ".wacz":
        raise UserError(f"{out}: a WACZ file is named *.wacz")
    archive = item.object_of(WebRole.ARCHIVE)
    if archive is None:
        raise UserError(f"{item.id} holds no archive")
    data = case.store.read_object(archive.sha256)
    warcs: dict[str, tuple[bytes, list[Written]]] = {
        "data.warc.gz": (data, list(_written(data)))
    }
    made = _made_here(case, item)
    if made.records:
        warcs["made.warc.gz"] = (made.data, made.records)
    content = write_wacz(warcs, [_page(item)], _about(item))
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise UserError(f"{out} is there already; name a new file") from None
    return item


def _written(data: bytes) -> Iterator[Written]:
    import datetime as dt  # noqa: PLC0415  used here alone

    for record in read_records(io.BytesIO(data)):
        message = parse_http(record.block)
        yield Written(
            offset=record.offset,
            length=record.length,
            warc_type=record.kind,
            url=record.url,
            at=dt.datetime.fromisoformat(record.headers["warc-date"]),
            digest=record.headers.get("warc-payload-digest"),
            status=message.status if message else None,
            media_type=message.media_type if message else None,
        )


def _made_here(case: Case, item: WebCapture) -> WarcWriter:
    writer = WarcWriter()
    for kept in item.objects:
        if kept.role in _MADE:
            data = case.store.read_object(kept.sha256)
            url = f"{_MADE[kept.role]}{item.final_url or item.url}"
            writer.resource(url, data, kept.media_type, item.started_at)
    return writer


def _page(item: WebCapture) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": item.id,
        "url": item.final_url or item.url,
        "ts": _rfc3339(item),
    }
    return {**line, "title": item.title} if item.title else line


def _about(item: WebCapture) -> dict[str, Any]:
    return {
        "title": item.title or item.url,
        "created": _rfc3339(item),
        "software": f"{TOOL} ({item.tool})",
        "mainPageUrl": item.final_url or item.url,
        "mainPageDate": _rfc3339(item),
    }


def _rfc3339(item: WebCapture) -> str:
    return item.started_at.isoformat().replace("+00:00", "Z")


# --- told in lines ------------------------------------------------------------------


def tell_web(case: Case, document: Document) -> Iterator[str]:
    """Tell how a document was captured on the web, looked at again, imported."""
    item = web_capture_of(case, document)
    if item is not None:
        yield from _tell_capture(item)
    for look in looks_of(case, document):
        yield f"  looked at  {look.at:%Y-%m-%d %H:%M} UTC: {look.found}: {look.why}"
        yield (
            f"             first seen {look.first_seen:%Y-%m-%d}, "
            f"last seen {look.last_seen:%Y-%m-%d}"
        )
    for imported in case.store.every(ImportedItem):
        if imported.document_id == document.id:
            yield f"  imported   {imported.importer}, {imported.place}"
            for label, value in _provenance(imported):
                yield f"             {label} {value}"


def captured_in_words(case: Case) -> dict[DocumentId, str]:
    """Say of each document of the web where it was captured, and if it is still there.

    Words alone: no address in them is a link, and nothing is loaded to show them.
    """
    said: dict[DocumentId, str] = {}
    for item in case.store.every(WebCapture):
        if item.document_id is not None and item.document_id not in said:
            status = f", status {item.status}" if item.status else ""
            said[item.document_id] = f"from {item.url}{status}"
    for look in case.store.every(LaterLook):
        if look.document_id in said:
            first = said[look.document_id].partition("; last looked at")[0]
            told = f"{look.at:%Y-%m-%d}: {look.found}"
            said[look.document_id] = f"{first}; last looked at {told}"
    return said


def _tell_capture(item: WebCapture) -> Iterator[str]:
    status = f"status {item.status}" if item.status else "status not stated"
    yield (
        f"  web        {item.id}, {item.started_at:%Y-%m-%d %H:%M} UTC by {item.clock}"
    )
    yield f"             {item.url}, {item.outcome}, {status}"
    for step in item.redirects:
        yield f"             led on from {step.url} ({step.status})"
    if item.final_url and item.final_url != item.url:
        yield f"             to {item.final_url}"
    for host in item.hosts:
        if host.address:
            yield f"             from {host.host} at {host.address}"
    for kept in item.objects:
        about = f" of {kept.about}" if kept.about else ""
        yield f"             {kept.role}{about}: {kept.sha256}"
    for text in (*item.problems, *item.notices):
        yield f"             {text}"


def _provenance(item: ImportedItem) -> Iterator[tuple[str, str]]:
    named = (
        ("sent at", item.sent_at),
        ("edited at", item.edited_at),
        ("forwarded from", item.forwarded_from),
        ("first sent at", item.forwarded_at),
        ("answers", item.reply_to),
        ("its date may be", " or ".join(item.readings) or None),
    )
    for label, value in named:
        if value:
            yield label, value
