"""Mail (.eml): headers, the plain body, attachments as captures of their own."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message

from firsthand.capture.html import read_page
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
from firsthand.capture.readable import Attached, Readable
from firsthand.capture.text import decode, encoding_notice, text_lines
from firsthand.errors import SourceError
from firsthand.model import FuzzyDate

# The standard library raises these on hostile headers and bodies.
_DAMAGE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
)
_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MARKS = frozenset(
    {
        b"received",
        b"return-path",
        b"delivered-to",
        b"mime-version",
        b"message-id",
        b"x-mailer",
    }
)
_FEWEST_HEADERS = 2
_HEADERS_WITHIN = 16_384
_MOST_PARTS = 1_000


def is_mail(data: bytes, filename: str) -> bool:
    """Say whether bytes are a mail: headers, one of them a mail's own, or named so."""
    head = data[:_HEADERS_WITHIN].removeprefix(b"\xef\xbb\xbf")
    names = list(_header_names(head))
    if len(names) < _FEWEST_HEADERS or b"from" not in names:
        return False
    return filename.lower().endswith(".eml") or bool(_MARKS & set(names))


def _header_names(head: bytes) -> Iterator[bytes]:
    at = 0
    while found := _HEADER.match(head, at):
        yield found[0].split(b":", 1)[0].lower()
        at = found.end()


def read_mail(data: bytes, limits: Limits) -> Readable:
    """Read a mail.

    Returns:
        The lines of its plain body, or of its HTML body where it has no plain one;
        its attachments in order.

    Raises:
        SourceError: Broken, or neither text nor attachment; the message lacks the
            file name.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = list(_leaves(message))
        attached = tuple(_attachments(parts))
        body = _body(parts, limits)
        return Readable(
            lines=body.lines if body else (),
            read_by=body.read_by if body else "own mail reader",
            title=_header(message, "subject"),
            language=body.language if body else None,
            published=_date(message),
            author=_header(message, "from"),
            notices=(*(body.notices if body else ()), *_other_address(message)),
            attached=attached,
        )
    except _DAMAGE as error:
        raise SourceError(f"is a broken mail ({type(error).__name__})") from error


def _leaves(message: Message) -> Iterator[EmailMessage]:
    """Yield the parts that hold something, outermost first, mails inside unopened."""
    waiting: list[Message] = [message]
    n_seen = 0
    while waiting:
        part = waiting.pop(0)
        n_seen += 1
        if n_seen > _MOST_PARTS:
            raise SourceError(f"is a mail of more than {_MOST_PARTS:,} parts")
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
            if isinstance(part, EmailMessage):
                yield part
        else:
            waiting[:0] = [p for p in payload if isinstance(p, Message)]


def _is_attached(part: EmailMessage) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return _type_of(part) not in {"text/plain", "text/html"}


def _type_of(part: EmailMessage) -> str:
    """Return the content type; a mail of parts without parts is plain text."""
    stated = part.get_content_type()
    return "text/plain" if stated.startswith("multipart/") else stated


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachments(parts: list[EmailMessage]) -> Iterator[Attached]:
    for number, part in enumerate(parts, start=1):
        if not _is_attached(part):
            continue
        is_mail_inside = part.get_content_type() == "message/rfc822"
        ending = ".eml" if is_mail_inside else ""
        name = part.get_filename() or f"part-{number}{ending}"
        yield Attached(_bytes_of(part), str(name))


def _body(parts: list[EmailMessage], limits: Limits) -> Readable | None:
    for wanted in ("text/plain", "text/html"):
        bodies = [
            _read_body(_bytes_of(part), part, limits)
            for part in parts
            if _type_of(part) == wanted and not _is_attached(part)
        ]
        filled = [b for b in bodies if any(line.text.strip() for line in b.lines)]
        if filled:
            return filled[0] if len(filled) == 1 else _together(filled)
    return None


def _together(bodies: list[Readable]) -> Readable:
    return Readable(
        lines=tuple(line for body in bodies for line in body.lines),
        read_by=bodies[0].read_by,
        notices=tuple(notice for body in bodies for notice in body.notices),
    )


def _read_body(content: bytes, part: EmailMessage, limits: Limits) -> Readable:
    if not content.strip():
        return Readable(lines=(), read_by="own mail reader")
    if part.get_content_type() == "text/html":
        page = read_page(content, limits)
        lines = tuple(_unplaced(line) for line in page.lines)
        return Readable(lines=lines, read_by=page.read_by, notices=page.notices)
    text, encoding, by = decode(content, part.get_content_charset())
    return Readable(
        # Transfer encodings lie between the body and the captured bytes, so that a
        # place in one says nothing of the other.
        lines=tuple(_unplaced(line) for line in text_lines(text)),
        read_by="own mail reader",
        notices=encoding_notice(text, encoding, by),
    )


def _unplaced(line: Line) -> Line:
    return Line(line.text)


def _header(message: Message, name: str) -> str | None:
    try:
        value = message.get(name)
        words = " ".join(str(value).split()) if value is not None else ""
    except _DAMAGE:
        return None
    return words.encode("utf-8", "replace").decode("utf-8") or None


def _other_address(message: Message) -> Iterator[str]:
    """Yield a notice where answers go to another address than the mail came from."""
    senders, answers = (
        {
            address.casefold()
            for _, address in email.utils.getaddresses([_header(message, name) or ""])
            if "@" in address
        }
        for name in ("from", "reply-to")
    )
    other = sorted(answers - senders)
    if senders and other:
        yield (
            f"says it is from {', '.join(sorted(senders))} and asks for answers to "
            f"{', '.join(other)}"
        )


def _date(message: Message) -> FuzzyDate | None:
    words = _header(message, "date")
    if words is None:
        return None
    try:
        when: dt.date = email.utils.parsedate_to_datetime(words).date()
    except _DAMAGE:
        return None
    return FuzzyDate(earliest=when, latest=when, words=words)
