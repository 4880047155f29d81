"""Take in one thing: what it is by content, its text, its language, its parts.

Never raises on material: what cannot be read comes back with `problem` set, since the
bytes are evidence whatever is in them. Method: M001. Rules: BER-2, BER-3.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.metadata
import re
from pathlib import Path

from firsthand.capture.docx import is_docx, read_docx
from firsthand.capture.furniture import bears_fiction_mark, without_furniture
from firsthand.capture.html import declared_charset, is_page, read_page
from firsthand.capture.image import media_type_of
from firsthand.capture.jsonl import PageLine, is_pages, page_lines
from firsthand.capture.language import decide_language
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line, join_lines, placed
from firsthand.capture.mail import is_mail, read_mail
from firsthand.capture.names import shown_name
from firsthand.capture.pdf import read_pdf
from firsthand.capture.readable import Readable
from firsthand.capture.taken import Part, Taken
from firsthand.capture.text import decode, encoding_notice, text_lines
from firsthand.errors import SourceError
from firsthand.reference import Reference

_PDF_WITHIN = 1024
_HEAD_BYTES = 64
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNKNOWN = "application/octet-stream"
_ENDINGS = {
    "text/plain": (".txt", ".text", ".md", ".csv", ".tsv", ""),
    "text/html": (".html", ".htm", ".xhtml", ".mhtml", ".php", ".asp", ".aspx", ""),
    "application/pdf": (".pdf",),
    _DOCX: (".docx",),
    "message/rfc822": (".eml",),
    "application/jsonl": (".jsonl", ".ndjson", ".json"),
    "application/json": (".jsonl", ".ndjson", ".json"),
}
_OTHER_TEXT_ENDINGS = frozenset({".log", ".srt", ".vtt", ".xml", ".json", ".yaml"})
# Kinds that are kept and not read; their markup must not pass for text.
_UNREAD = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "is an old Office or an encrypted file; save it as .docx without password"
    ),
    b"{\\rtf": "is a rich text file (RTF); save it as .docx or plain text",
    b"WARC/": "is a web archive (WARC); save the pages in it as HTML",
    b"\x1f\x8b": "is compressed (gzip); unpack it",
    b"7z\xbc\xaf": "is an archive (7z); unpack it and add the folder",
    b"Rar!": "is an archive (RAR); unpack it and add the folder",
    b"%!PS": "is PostScript; save it as PDF",
}
_LINE_OF_PAGES = re.compile(r"#\d+$")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclasses.dataclass(frozen=True)
class _Job:
    """What stays the same while one thing and its parts are taken in."""

    reference: Reference
    limits: Limits
    language_stated: str | None = None
    depth: int = 0

    def inside(self, language: str | None = None) -> _Job:
        return dataclasses.replace(
            self,
            depth=self.depth + 1,
            language_stated=language or self.language_stated,
        )


def take_in(
    data: bytes,
    filename: str,
    *,
    reference: Reference,
    language_stated: str | None = None,
    limits: Limits | None = None,
) -> Taken:
    """Read one captured thing.

    Args:
        data: Its exact bytes.
        filename: Its name as given: undecodable bytes as surrogates are welcome.
        reference: Tables (page furniture).
        language_stated: BCP 47 code that the person stated; None = decide.
        limits: How large things may be; None = the house's limits.

    Returns:
        What it is, its text and map, its parts; `problem` where it cannot be read.
    """
    job = _Job(reference, limits or Limits(), language_stated)
    return _take(data, shown_name(filename), job)


def take_in_file(
    path: Path,
    *,
    reference: Reference,
    language_stated: str | None = None,
    limits: Limits | None = None,
    name: str | None = None,
) -> Taken:
    """Read one file; media and files over the limit are not loaded into memory.

    Args:
        path: The file.
        reference: Tables (page furniture).
        language_stated: BCP 47 code that the person stated; None = decide.
        limits: How large things may be; None = the house's limits.
        name: Its name as given, where `path` is a stored copy; None = that of `path`.

    Raises:
        SourceError: The file cannot be opened or read.
    """
    limits = limits or Limits()
    given = path.name if name is None else name
    name = shown_name(given)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            media_type = media_type_of(head)
            if media_type is not None:
                return Taken(filename=name, media_type=media_type, is_media=True)
            data = head + file.read(limits.file_bytes)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(f"{name}: cannot be read: {reason}") from error
    return take_in(
        data,
        given,
        reference=reference,
        language_stated=language_stated,
        limits=limits,
    )


def _take(data: bytes, name: str, job: _Job) -> Taken:
    media_type = media_type_of(data[:_HEAD_BYTES])
    if media_type is not None:
        return Taken(filename=name, media_type=media_type, is_media=True)
    media_type = _UNKNOWN
    try:
        media_type = _media_type(data, name, job.limits)
        if media_type == "application/jsonl":
            return _take_pages(data, name, job)
        return _finished(_read(data, media_type, job), name, media_type, job)
    except SourceError as error:
        return Taken(filename=name, media_type=media_type, problem=f"{name}: {error}")


def _media_type(data: bytes, name: str, limits: Limits) -> str:
    if not data:
        raise SourceError("is empty (0 bytes)")
    if len(data) > limits.file_bytes:
        raise SourceError(
            f"is larger than {limits.file_bytes:,} bytes and is kept unread; split it, "
            "or raise max_file_bytes"
        )
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "application/pdf"
    if data.startswith(_ZIP):
        if is_docx(data) or name.lower().endswith(".docx"):
            return _DOCX
        raise SourceError(
            "is an archive, or a document that is not read here; unpack it and add the "
            "folder, or save it as .docx or PDF"
        )
    for magic, advice in _UNREAD.items():
        if data.startswith(magic):
            raise SourceError(advice)
    return _text_type(data, name)


def _text_type(data: bytes, name: str) -> str:
    if is_mail(data, name):
        return "message/rfc822"
    if is_pages(data):
        return "application/jsonl"
    text, _, _ = decode(data, declared_charset(data))
    return "text/html" if is_page(text, name) else "text/plain"


def _read(data: bytes, media_type: str, job: _Job) -> Readable:
    if media_type == "application/pdf":
        return read_pdf(data, job.limits)
    if media_type == _DOCX:
        return read_docx(data, job.limits)
    if media_type == "message/rfc822":
        return read_mail(data, job.limits)
    if media_type == "text/html":
        return read_page(data, job.limits)
    text, encoding, by = decode(data)
    return Readable(
        lines=tuple(text_lines(text)),
        read_by="own text reader",
        encoding=encoding,
        notices=encoding_notice(text, encoding, by),
    )


def _finished(read: Readable, name: str, media_type: str, job: _Job) -> Taken:
    """Leave the furniture out, join the lines, decide the language, read the parts."""
    parts = _attached(read, name, job)
    text, pieces = join_lines(without_furniture(read.lines, job.reference))
    if not text.strip() and not parts:
        raise SourceError("has no text in it but page furniture or blank lines")
    if len(text) > job.limits.text_chars:
        raise SourceError(
            f"has {len(text):,} characters of text; texts over "
            f"{job.limits.text_chars:,} are not read: split it"
        )
    language, language_by = decide_language(text, job.language_stated, read.language)
    has_text = bool(text.strip())
    return Taken(
        filename=name,
        media_type=media_type,
        text=text if has_text else None,
        pieces=pieces if has_text else (),
        encoding=read.encoding,
        title=read.title,
        language=language if has_text else None,
        language_by=language_by if has_text else None,
        published_in_page=read.published,
        url_in_page=read.url,
        author_in_page=read.author,
        notices=(*_named(read.notices, name), *_ending_notice(name, media_type)),
        derived_by=f"{_tool()} ({read.read_by})" if has_text else None,
        fiction=any(bears_fiction_mark(line.text) for line in read.lines),
        parts=parts,
    )


@functools.cache
def _tool() -> str:
    return f"firsthand {importlib.metadata.version('firsthand')}"


def _named(notices: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(f"{name}: {notice}" for notice in notices)


def _ending_notice(name: str, media_type: str) -> tuple[str, ...]:
    ending = Path(_LINE_OF_PAGES.sub("", name)).suffix.lower()
    if ending in _ENDINGS[media_type] or ending in _OTHER_TEXT_ENDINGS:
        return ()
    known = any(ending in endings for endings in _ENDINGS.values())
    if not known and media_type == "text/plain":
        return ()
    return (f"{name}: is {media_type} by its content, whatever its name says",)


def _attached(read: Readable, name: str, job: _Job) -> tuple[Part, ...]:
    if not read.attached:
        return ()
    if job.depth >= job.limits.depth:
        raise SourceError(f"is a mail inside more than {job.limits.depth} mails")
    return tuple(
        Part(
            data=item.data,
            taken=_take(item.data, shown_name(f"{name}/{item.filename}"), job.inside()),
        )
        for item in read.attached
    )


def _take_pages(data: bytes, name: str, job: _Job) -> Taken:
    parts: list[Part] = []
    wrong: list[str] = []
    for line in page_lines(data):
        if isinstance(line, str):
            wrong.append(f"{name}: {line}")
        elif len(parts) < job.limits.parts:
            parts.append(_page_part(line, name, job))
        else:
            wrong.append(f"{name}: lines after {job.limits.parts:,} pages are not read")
            break
    return Taken(
        filename=name,
        media_type="application/jsonl",
        encoding="utf-8",
        parts=tuple(parts),
        problem="; ".join(wrong[:5]) + _and_more(len(wrong) - 5) if wrong else None,
        notices=tuple(wrong),
    )


def _and_more(n_more: int) -> str:
    return f"; and {n_more} more" if n_more > 0 else ""


def _page_part(line: PageLine, name: str, job: _Job) -> Part:
    name = shown_name(f"{name}#{line.number}")
    inside = job.inside(line.stated.language)
    try:
        taken = _finished(
            _read_line(line, job.limits), name, "application/json", inside
        )
    except SourceError as error:
        taken = Taken(
            filename=name, media_type="application/json", problem=f"{name}: {error}"
        )
    return Part(data=line.data, taken=taken, stated=line.stated)


def _read_line(line: PageLine, limits: Limits) -> Readable:
    if line.text is not None:
        return Readable(
            lines=tuple(placed(text_lines(line.text), line.places)),
            read_by="own text reader",
            encoding=line.encoding,
            title=line.title,
            notices=line.notices,
        )
    read = read_page((line.page or "").encode("utf-8"), limits)
    return dataclasses.replace(
        read,
        # Places in the HTML inside the line are no places in the line.
        lines=tuple(Line(each.text) for each in read.lines),
        encoding=None,
        title=line.title or read.title,
        notices=(*line.notices, *read.notices),
    )
