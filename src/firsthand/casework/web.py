"""Capture of the web: a visit becomes a capture with archive, picture, certificates.

One address is one act in the log. What the browser was sent goes into a WARC, byte for
byte; the page as it stood is the capture that the document is read from; an address
that does not answer leaves a record that says so. Method: M200, M202. Rules: BER-3.
"""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

import msgspec

from firsthand.capture import Limits, Taken, take_in
from firsthand.capture.gate import OWN
from firsthand.capture.visiting import (
    Visit,
    VisitLimits,
    browser_here,
    check_address,
)
from firsthand.capture.warc import WarcWriter
from firsthand.casework.case import TOOL, Case
from firsthand.casework.intake import AddReport, Description, Intake, Kept
from firsthand.model import (
    Document,
    DocumentId,
    WebCapture,
    WebObject,
    WebOutcome,
    WebRole,
)
from firsthand.store import StagedObject

WARC = "application/warc"
_NOT_NAME = re.compile(r"[^A-Za-z0-9.-]+")
_NAME_CHARS = 80
Tell = Callable[[str], None]


@dataclasses.dataclass(frozen=True)
class Errand:
    """How addresses are to be captured, and for whom.

    Attributes:
        for_whom: Who asks for it; None = not stated.
        because: Why; None = not stated.
        allow_private: Whether private networks may be reached.
        limits: How long and how much.
        viewport: Width and height of the window in CSS pixels.
        stated: What the person states about the pages.
    """

    for_whom: str | None = None
    because: str | None = None
    allow_private: bool = False
    limits: VisitLimits = dataclasses.field(default_factory=VisitLimits)
    viewport: tuple[int, int] = (1280, 900)
    stated: Description = dataclasses.field(default_factory=Description)


@dataclasses.dataclass
class WebReport:
    """What came of capturing addresses.

    Attributes:
        captures: One record an address that was visited.
        added: Documents and media that were made of them.
        problems: Messages that make the exit code 1; each names its address.
    """

    captures: list[WebCapture] = dataclasses.field(default_factory=list)
    added: AddReport = dataclasses.field(default_factory=AddReport)
    problems: list[str] = dataclasses.field(default_factory=list)


def capture_urls(
    case: Case,
    urls: Sequence[str],
    errand: Errand,
    *,
    tell: Tell,
) -> WebReport:
    """Visit addresses with the browser of this machine and keep all of each.

    Args:
        case: An open case.
        urls: Addresses, visited one after another.
        errand: For whom, why, how.
        tell: Told before and after the network is used.

    Returns:
        One record an address. Each is durable before the next is visited.

    Raises:
        UserError: No browser, or an address that is none; nothing was visited then.
    """
    browser_here()
    checked = list(dict.fromkeys(check_address(url) for url in urls))
    report = WebReport()
    for url in checked:
        host = urlsplit(url).hostname
        tell(f"going to the network: {host} and whatever hosts its page names")
        seen = visit_page(url, errand)
        tell(went_to(seen))
        stated = dataclasses.replace(errand.stated, url=errand.stated.url or url)
        one = dataclasses.replace(errand, stated=stated)
        report.captures.append(keep_visit(case, seen, one, report.added))
        if seen.outcome is not WebOutcome.REACHED or seen.problems:
            report.problems += _told(seen)
    return report


def visit_page(url: str, errand: Errand) -> Visit:
    """Visit an address as an errand says; this goes to the network."""
    from firsthand.capture.browser import visit  # noqa: PLC0415  an optional part

    return visit(
        url,
        allow_private=errand.allow_private,
        limits=errand.limits,
        viewport=errand.viewport,
    )


def went_to(seen: Visit) -> str:
    """Say which hosts a visit went to, and which were refused."""
    reached = [f"{h.host} ({h.address})" for h in seen.hosts if h.address]
    own = sorted({h.host for h in seen.hosts if h.problem == OWN})
    lost = [
        f"{h.host}: {h.problem}" for h in seen.hosts if h.problem not in {None, OWN}
    ]
    said = f"went to {len(reached)} hosts: {', '.join(reached) or 'none'}"
    said += f". Not reached: {'; '.join(lost)}" if lost else ""
    return f"{said}. Refused to the browser itself: {', '.join(own)}" if own else said


def _told(seen: Visit) -> list[str]:
    if seen.problems:
        return [f"{seen.url}: {text}" for text in seen.problems]
    return [f"{seen.url}: answers with status {seen.status}; kept as it came"]


def keep_visit(
    case: Case,
    seen: Visit,
    errand: Errand,
    report: AddReport,
    *,
    known: tuple[DocumentId, str] | None = None,
    is_read: bool = True,
) -> WebCapture:
    """Store a visit as one act: capture, archive, picture, headers, certificates.

    Args:
        case: An open case.
        seen: The visit.
        errand: For whom, why, what is stated.
        report: Told what was taken in.
        known: A document that may stand there still, and its text: where the visit
            gives the same text, it makes no second document of it.
        is_read: Whether what came is a document; a notice of removal is none.
    """
    warc = warc_of(seen, errand)
    with case.writing():
        intake = Intake(case, report)
        staged, objects = _staged_all(case, seen, warc)
        main, taken = _main(case, seen, staged, errand)
        is_known = known is not None and _is_same_text(taken.text, known[1])
        if is_known or not is_read:
            taken = Taken(filename=taken.filename, media_type=taken.media_type)
        kept = intake.take_read(main, taken, errand.stated)
        record = _record(case, seen, errand, objects, kept)
        if is_known and known is not None:
            record = msgspec.structs.replace(record, document_id=known[0])
        others = {item.sha256: item for _, item in staged}
        others.pop(main.sha256)
        intake.put(list(others.values()), [record])
        intake.commit("capture", because=errand.because, what=f"{seen.url} captured")
    return record


def _is_same_text(new: str | None, old: str) -> bool:
    return new is not None and new.split() == old.split()


def _staged_all(
    case: Case, seen: Visit, warc: bytes
) -> tuple[list[tuple[WebRole, StagedObject]], tuple[WebObject, ...]]:
    staged: list[tuple[WebRole, StagedObject]] = []
    objects: list[WebObject] = []
    for role, data, media_type, about in _parts(seen, warc):
        is_made = role in {WebRole.TEXT, WebRole.HEADERS}
        entry_type = "derivative" if is_made else "capture"
        item = case.store.stage(data, entry_type=entry_type)
        staged.append((role, item))
        objects.append(
            WebObject(
                role=role,
                sha256=item.sha256,
                size_bytes=item.size_bytes,
                media_type=media_type,
                about=about,
            )
        )
    return staged, tuple(objects)


def _parts(
    seen: Visit, warc: bytes
) -> Iterable[tuple[WebRole, bytes, str, str | None]]:
    yield WebRole.ARCHIVE, warc, WARC, None
    if seen.page:
        yield WebRole.PAGE, seen.page, "text/html", None
    if seen.file:
        yield WebRole.FILE, seen.file[0], seen.file[1], None
    if seen.text:
        yield WebRole.TEXT, seen.text.encode("utf-8", "replace"), "text/plain", None
    if seen.screenshot:
        yield WebRole.SCREENSHOT, seen.screenshot, "image/png", None
    if seen.exchanges:
        yield WebRole.HEADERS, headers_of(seen), "application/json", None
    for origin, chain in seen.certificates:
        for certificate in chain:
            kind = "application/pkix-cert"
            yield WebRole.CERTIFICATE, certificate, kind, origin


def _main(
    case: Case,
    seen: Visit,
    staged: Sequence[tuple[WebRole, StagedObject]],
    errand: Errand,
) -> tuple[StagedObject, Taken]:
    """Return what the document is read from: the page, the file, else the archive."""
    by_role = dict(reversed(staged))
    name = name_of(seen.url)
    is_answer = seen.outcome is WebOutcome.REACHED
    if seen.page and is_answer:
        return by_role[WebRole.PAGE], _read(case, seen.page, _page_name(name), errand)
    if seen.file and is_answer:
        return by_role[WebRole.FILE], _read(case, seen.file[0], name, errand)
    problem = "; ".join(_told(seen))
    return by_role[WebRole.ARCHIVE], Taken(
        filename=f"{name}.warc.gz", media_type=WARC, problem=problem
    )


def _page_name(name: str) -> str:
    return name if name.lower().endswith((".html", ".htm")) else f"{name}.html"


def _read(case: Case, data: bytes, name: str, errand: Errand) -> Taken:
    return take_in(
        data,
        name,
        reference=case.reference,
        language_stated=errand.stated.language,
        limits=Limits(file_bytes=case.settings.max_file_bytes),
    )


def _record(
    case: Case,
    seen: Visit,
    errand: Errand,
    objects: tuple[WebObject, ...],
    kept: Kept,
) -> WebCapture:
    return WebCapture(
        id=f"W-{secrets.token_hex(6)}",
        capture_id=kept.capture.id,
        document_id=kept.document.id if kept.document else None,
        url=seen.url,
        final_url=seen.final_url,
        status=seen.status,
        outcome=seen.outcome,
        redirects=seen.redirects,
        started_at=seen.started_at.replace(microsecond=0),
        finished_at=seen.finished_at.replace(microsecond=0),
        by=case.operator,
        for_whom=errand.for_whom,
        because=errand.because,
        tool=f"{TOOL}, {seen.tool}",
        viewport=seen.viewport,
        user_agent=seen.user_agent,
        title=seen.title,
        hosts=seen.hosts,
        objects=objects,
        n_exchanges=len(seen.exchanges),
        problems=seen.problems,
        notices=seen.notices,
    )


def warc_of(seen: Visit, errand: Errand) -> bytes:
    """Return the archive of a visit."""
    writer = WarcWriter()
    fields = {
        "software": f"{TOOL}, {seen.tool}",
        "format": "WARC File Format 1.1",
        "conformsTo": (
            "https://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/"
        ),
        "description": f"One visit of {seen.url}; bodies as the browser decoded them",
        "http-header-user-agent": seen.user_agent or "",
        "viewport": seen.viewport,
        "robots": "ignored: one page, as a person would open it",
    }
    if errand.for_whom:
        fields["operator"] = errand.for_whom
    writer.info(fields, seen.started_at)
    for exchange in seen.exchanges:
        writer.exchange(exchange)
    return writer.data


def headers_of(seen: Visit) -> bytes:
    """Return every request and the headers of its answer, as JSON for people."""
    rows = [
        {
            "url": item.url,
            "method": item.method,
            "at": item.started_at.isoformat(),
            "status": item.status,
            "address": item.address,
            "headers": [list(pair) for pair in item.headers],
            "bytes": None if item.body is None else len(item.body),
            "note": item.note,
        }
        for item in seen.exchanges
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def name_of(url: str) -> str:
    """Return a file name for an address."""
    parts = urlsplit(url)
    flat = _NOT_NAME.sub("-", f"{parts.hostname}{parts.path}").strip("-.")
    return flat[:_NAME_CHARS] or "page"


def web_capture_of(case: Case, document: Document) -> WebCapture | None:
    """Return the newest visit that a document was read from; None = none was."""
    found = [
        item
        for item in case.store.every(WebCapture)
        if document.id == item.document_id or document.capture_id == item.capture_id
    ]
    return found[-1] if found else None
