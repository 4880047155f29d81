"""Write WARC: what a browser asked for and was answered, record by record.

Every record is a gzip member of its own, so that it can be read by itself. Bodies are
kept as the browser handed them out, that is without transfer and content coding; the
headers that no longer hold are kept under `x-orig-`, as other recorders of browsers do.
Format: ISO 28500:2017 (WARC 1.1), https://iipc.github.io/warc-specifications/.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import hashlib
import io
import uuid
from collections.abc import Mapping, Sequence

Headers = Sequence[tuple[str, str]]
# These speak of bytes on the wire; a body that was decoded has others.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclasses.dataclass(frozen=True)
class Exchange:
    """One request of a browser, and the answer to it.

    Attributes:
        url: The address, without fragment.
        method: "GET", "POST", ...
        started_at: Aware UTC time of the request.
        request_headers: As sent.
        request_body: As sent; None = none.
        status: HTTP status; None = no answer came.
        reason: Words after the status; may be empty.
        headers: As received.
        body: The body without transfer and content coding; None = it could not be had.
        address: IP address that answered; None = not known.
        note: Why the body or the answer is missing; None = nothing is.
    """

    url: str
    method: str
    started_at: dt.datetime
    request_headers: Headers = ()
    request_body: bytes | None = None
    status: int | None = None
    reason: str = ""
    headers: Headers = ()
    body: bytes | None = None
    address: str | None = None
    note: str | None = None


@dataclasses.dataclass(frozen=True)
class Written:
    """A record that was written: what an index says about it."""

    offset: int
    length: int
    warc_type: str
    url: str
    at: dt.datetime
    digest: str | None = None
    status: int | None = None
    media_type: str | None = None


class WarcWriter:
    """Collects records in memory; `data` is the archive so far."""

    def __init__(self) -> None:
        """Start an empty archive."""
        self._file = io.BytesIO()
        self._seen: dict[str, tuple[str, str]] = {}
        self.records: list[Written] = []

    @property
    def data(self) -> bytes:
        """The archive's bytes."""
        return self._file.getvalue()

    def info(self, fields: Mapping[str, str], at: dt.datetime) -> None:
        """Write who made the archive, with what."""
        block = "".join(f"{name}: {_flat(text)}\r\n" for name, text in fields.items())
        headers = [("Content-Type", "application/warc-fields")]
        self._put("warcinfo", "", at, block.encode(), headers)

    def exchange(self, item: Exchange) -> None:
        """Write a request, and its answer if one came.

        An answer whose body is the same as an earlier one's becomes a revisit record.
        """
        answer = _record_id()
        if item.status is not None:
            self._answer(item, answer)
        headers = [("Content-Type", "application/http; msgtype=request")]
        if item.status is not None:
            headers.append(("WARC-Concurrent-To", answer))
        self._put("request", item.url, item.started_at, _request(item), headers)

    def resource(self, url: str, data: bytes, media_type: str, at: dt.datetime) -> None:
        """Write something that was made here: a screenshot, the text of a page."""
        headers = [("Content-Type", media_type)]
        self._put(
            "resource", url, at, data, headers, payload=data, media_type=media_type
        )

    def _answer(self, item: Exchange, record_id: str) -> None:
        headers = [
            ("WARC-Record-ID", record_id),
            ("Content-Type", "application/http; msgtype=response"),
        ]
        if item.address:
            headers.append(("WARC-IP-Address", item.address))
        head, body = _response_head(item), item.body or b""
        if item.body is None and not _has_no_body(item):
            headers.append(("WARC-Truncated", "unspecified"))
        digest = digest_of(body)
        known = self._seen.get(digest) if body else None
        if known is not None:
            headers += [
                ("WARC-Profile", _REVISIT),
                ("WARC-Refers-To-Target-URI", known[0]),
                ("WARC-Refers-To-Date", known[1]),
            ]
        elif body:
            self._seen[digest] = (item.url, stamp(item.started_at))
        self._put(
            "response" if known is None else "revisit",
            item.url,
            item.started_at,
            head if known is not None else head + body,
            headers,
            payload=body,
            status=item.status,
            media_type=_media_type(item.headers),
        )

    def _put(
        self,
        warc_type: str,
        url: str,
        at: dt.datetime,
        block: bytes,
        headers: Headers,
        *,
        payload: bytes | None = None,
        status: int | None = None,
        media_type: str | None = None,
    ) -> None:
        digest = None if payload is None else digest_of(payload)
        made_id = ("WARC-Record-ID", _record_id())
        fields = [
            ("WARC-Type", warc_type),
            *([] if _names(headers, "WARC-Record-ID") else [made_id]),
            ("WARC-Date", stamp(at)),
            *([("WARC-Target-URI", url)] if url else []),
            *headers,
            *([("WARC-Payload-Digest", digest)] if digest else []),
            ("WARC-Block-Digest", digest_of(block)),
            ("Content-Length", str(len(block))),
        ]
        head = "WARC/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields) + "\r\n"
        record = head.encode("utf-8", "replace") + block + b"\r\n\r\n"
        offset = self._file.tell()
        # No time in the gzip header: the same record has the same bytes.
        self._file.write(gzip.compress(record, mtime=0))
        self.records.append(
            Written(
                offset=offset,
                length=self._file.tell() - offset,
                warc_type=warc_type,
                url=url,
                at=at,
                digest=digest,
                status=status,
                media_type=media_type,
            )
        )


def digest_of(data: bytes) -> str:
    """Return a digest as WARC writes it: "sha256:" and hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def stamp(at: dt.datetime) -> str:
    """Return a time as WARC writes it: UTC, to the millisecond."""
    made = at.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return made.replace("+00:00", "Z")


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _names(headers: Headers, wanted: str) -> bool:
    return any(name == wanted for name, _ in headers)


def _flat(text: str) -> str:
    """Return a value that cannot end its header line."""
    return " ".join(text.split())


def _request(item: Exchange) -> bytes:
    path = item.url.split("//", 1)[-1]
    path = "/" + path.partition("/")[2] if "/" in path else "/"
    lines = [f"{item.method} {path} HTTP/1.1"]
    lines += [f"{name}: {_flat(value)}" for name, value in item.request_headers]
    head = "\r\n".join([*lines, "", ""])
    return head.encode("utf-8", "replace") + (item.request_body or b"")


def _response_head(item: Exchange) -> bytes:
    lines = [f"HTTP/1.1 {item.status} {_flat(item.reason)}".rstrip()]
    for name, value in item.headers:
        shown = f"x-orig-{name}" if name.lower() in _OF_THE_WIRE else name
        lines.append(f"{shown}: {_flat(value)}")
    lines.append(f"Content-Length: {len(item.body or b'')}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _has_no_body(item: Exchange) -> bool:
    if item.method == "HEAD" or item.status is None:
        return True
    return item.status in {204, 304} or 100 <= item.status < 200 or _leads_on(item)  # noqa: PLR2004  status codes of RFC 9110


def _leads_on(item: Exchange) -> bool:
    names = {name.lower() for name, _ in item.headers}
    return item.status in {301, 302, 303, 307, 308} and "location" in names


def _media_type(headers: Headers) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type":
            return value.partition(";")[0].strip().lower() or None
    return None
