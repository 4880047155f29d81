"""What was taken from the web, what a later look found, what an import brought.

Rules: BER-3 (URL, source, full-page capture, embedded media, metadata, hash), BER-2.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import (
    CaptureId,
    DocumentId,
    OperatorId,
    Record,
    Sha256,
    Value,
)


class WebRole(enum.StrEnum):
    """What an object of a web capture is."""

    ARCHIVE = "archive"
    PAGE = "page"
    TEXT = "text"
    SCREENSHOT = "screenshot"
    HEADERS = "headers"
    CERTIFICATE = "certificate"
    FILE = "file"


class WebOutcome(enum.StrEnum):
    """How a visit ended."""

    REACHED = "reached"
    HTTP_ERROR = "http_error"
    NO_ANSWER = "no_answer"
    TIMED_OUT = "timed_out"
    REFUSED = "refused"


class WebObject(Value, frozen=True, kw_only=True):
    """One stored object of a web capture.

    Attributes:
        role: What it is.
        sha256: Digest of its bytes; also the name of the stored object.
        size_bytes: Their number.
        media_type: IANA media type.
        about: What it belongs to (a host, an address); None = the page itself.
    """

    role: WebRole
    sha256: Sha256
    size_bytes: int
    media_type: str
    about: str | None = None


class HostReached(Value, frozen=True, kw_only=True):
    """A host that the browser asked for while it captured a page.

    Attributes:
        host: Its name as asked for.
        port: Port.
        address: The IP address that answered; None = none was reached.
        n_connections: How many connections were made or tried.
        problem: Why it was not reached; None = reached.
    """

    host: str
    port: int
    address: str | None = None
    n_connections: int = 0
    problem: str | None = None


class RedirectStep(Value, frozen=True, kw_only=True):
    """One address that answered with another address."""

    url: str
    status: int


class WebCapture(Record, frozen=True, kw_only=True, tag="web_capture"):
    """One visit of one address on the web, with all that was kept of it.

    Attributes:
        capture_id: The capture that the document was read from; the archive's own
            where no page came.
        document_id: The document; None = no text was read.
        url: The address asked for.
        final_url: Where it ended; None = nothing answered.
        status: HTTP status of the page; None = nothing answered.
        outcome: How the visit ended.
        redirects: Addresses on the way, in order.
        started_at: Aware UTC time of the visit, by the clock of who captured.
        finished_at: Aware UTC time of its end; None = not stated.
        clock: Whose clock that is: "this machine", or the tool that an archive names.
        by: Opaque id of the operator.
        for_whom: Who asked for it, in the person's words; None = not stated.
        because: Why it was captured; None = not stated.
        tool: Programs and versions that made it.
        viewport: Width and height in CSS pixels ("1280x900"); None = not known.
        user_agent: What the browser called itself; None = not known.
        title: Title of the page; None = none.
        hosts: Every host that was asked for; empty = not known (imports).
        objects: What was kept.
        n_exchanges: Requests recorded in the archive.
        problems: What went wrong, in words.
        notices: What is worth knowing.
    """

    capture_id: CaptureId
    url: str
    outcome: WebOutcome
    started_at: dt.datetime
    by: OperatorId
    tool: str
    clock: str = "this machine"
    document_id: DocumentId | None = None
    final_url: str | None = None
    status: int | None = None
    redirects: tuple[RedirectStep, ...] = ()
    finished_at: dt.datetime | None = None
    for_whom: str | None = None
    because: str | None = None
    viewport: str | None = None
    user_agent: str | None = None
    title: str | None = None
    hosts: tuple[HostReached, ...] = ()
    objects: tuple[WebObject, ...] = ()
    n_exchanges: int = 0
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ValueError(f"web capture {self.id}: started_at has no time zone")

    def object_of(self, role: WebRole) -> WebObject | None:
        """Return the first object of a role; None = none was kept."""
        return next((item for item in self.objects if item.role is role), None)


class Persistence(enum.StrEnum):
    """What a later look at an address found."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    UNREACHABLE = "unreachable"


class LaterLook(Record, frozen=True, kw_only=True, tag="later_look"):
    """A later look at the address of a document: is it still there, and the same?

    Attributes:
        document_id: The document looked for.
        url: Its address.
        at: Aware UTC time of the look, by the local clock.
        by: Opaque id of the operator.
        found: What was found. `unreachable` says nothing about removal.
        why: The rule that decided, in words.
        difference: What changed, in words; None = nothing, or not compared.
        first_seen: Earliest time that this address was captured with its content.
        last_seen: Latest time that its content was seen there.
        web_capture_id: The visit; None = it was not made.
        for_whom: Who asked for it; None = not stated.
        because: Why; None = not stated.
    """

    document_id: DocumentId
    url: str
    at: dt.datetime
    by: OperatorId
    found: Persistence
    why: str
    first_seen: dt.datetime
    last_seen: dt.datetime
    difference: str | None = None
    web_capture_id: str | None = None
    for_whom: str | None = None
    because: str | None = None


class ImportedItem(Record, frozen=True, kw_only=True, tag="imported_item"):
    """One item that an import brought, by the name its own tool gave it.

    The same item read again is known by `digest`; a changed one is a new version of
    this record, and its earlier captures stay.

    Attributes:
        importer: "telegram", "whatsapp", "auto-archiver", ...
        key: Its name in that tool: "chat 4711/message 12", "row 17", an address.
        digest: SHA-256 over the item's bytes and the digests of its files.
        place: Where it stands in what was imported ("row 17", "message 12").
        container: Digest of the file it was read from; None = it is a file itself.
        capture_ids: Its captures, its own first, then its files.
        document_id: Its document; None = it has no text.
        author: Who wrote it, as shown there or the pseudonym of a private person; None
            = not stated.
        forwarded_from: Whom it says it was forwarded from: a copy, not an origin.
        forwarded_at: When that was published first, as stated; None = not stated.
        edited_at: When it was edited last, as stated.
        sent_at: When it was published, as stated, in the words of the export.
        reply_to: Key of the item it answers; None = none.
        readings: Dates that an ambiguous day and month may mean (ISO); empty = clear.
        details: What else the tool stated, as canonical JSON; None = nothing.
        mapping: How columns were read, as canonical JSON; None = no table.
    """

    importer: str
    key: str
    digest: Sha256
    place: str
    container: Sha256 | None = None
    capture_ids: tuple[CaptureId, ...] = ()
    document_id: DocumentId | None = None
    author: str | None = None
    forwarded_from: str | None = None
    forwarded_at: str | None = None
    edited_at: str | None = None
    sent_at: str | None = None
    reply_to: str | None = None
    readings: tuple[str, ...] = ()
    details: str | None = None
    mapping: str | None = None
