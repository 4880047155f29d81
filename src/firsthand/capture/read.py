"""Read one thing where we stand: what it is by content, its text, its language.

Never raises on material: what cannot be read comes back with `problem` set, since the
bytes are evidence whatever is in them. Method: M001. Rules: BER-2, BER-3.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import importlib.metadata
import re
import sys
from pathlib import Path

from firsthand.capture.boxes import Errand
from firsthand.capture.docx import is_docx, read_docx
from firsthand.capture.furniture import bears_fiction_mark, without_furniture
from firsthand.capture.hidden_image import look_into, may_hide
from firsthand.capture.html import declared_charset, is_page, read_page
from firsthand.capture.image import media_type_of
from firsthand.capture.jsonl import PageLine, page_lines
from firsthand.capture.language import decide_language
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line, join_lines, placed
from firsthand.capture.mail import is_mail, read_mail
from firsthand.capture.names import shown_name
from firsthand.capture.office import PPTX, XLSX, office_type, read_office
from firsthand.capture.pdf import read_pdf
from firsthand.capture.readable import Attached, Readable
from firsthand.capture.taken import Part, Taken
from firsthand.capture.text import decode, encoding_notice, text_lines
from firsthand.errors import SourceError
from firsthand.reference import Reference

_PDF_WITHIN = 1024
_HEAD_BYTES = 64
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNKNOWN = "application/octet-stream"
JSON = "application/json"
_ENDINGS = {
    "text/plain": (".txt", ".text", ".md", ".csv", ".tsv", ""),
    "text/html": (".html", ".htm", ".xhtml", ".mhtml", ".php", ".asp", ".aspx", ""),
    "application/pdf": (".pdf",),
    _DOCX: (".docx", ".docm"),
    XLSX: (".xlsx", ".xlsm"),
    PPTX: (".pptx", ".pptm", ".ppsx"),
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


# A page of our own: reading it loads what reading pages loads.
_OWN_PAGE = (
    b"<!DOCTYPE html><html lang='en'><head><title>Of our own</title>"
    b"<meta property='og:title' content='Of our own'></head><body><nav><a href='/'>Home"
    b"</a></nav><article><h1>Of our own</h1><p class='lead'>This page is written here, "
    b"and nobody is harmed in it.</p><p>It has a second paragraph, too, &amp; a link "
    b"to <a href='/more'>more of it</a>; nothing is claimed by it.</p><ul><li>One item."
    b"</li></ul></article><footer>The end</footer></body></html>"
)

_OWN_PDF = (
    b"%PDF-1.4\n"
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n"
    b"4 0 obj\n<</Length 50>>\nstream\n"
    b"BT /F 9 Tf 1 1 Td (Nobody is harmed in it.) Tj ET \nendstream\nendobj\n"
    b"5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
    b"xref\n0 6\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"0000000105 00000 n \n0000000212 00000 n \n0000000310 00000 n \n"
    b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n373\n%%EOF\n"
)


@dataclasses.dataclass(frozen=True)
class Job:
    """What stays the same while one thing and its parts are read."""

    reference: Reference
    limits: Limits
    language_stated: str | None = None
    depth: int = 0
    box: str = ""

    def inside(self, language: str | None = None) -> Job:
        """Return the job for what stands inside the thing at hand."""
        return dataclasses.replace(
            self,
            depth=self.depth + 1,
            language_stated=language or self.language_stated,
        )


def read_errand(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Read what a box was sent (see `boxed`)."""
    job = Job(reference, errand.limits, errand.language, errand.depth, errand.box)
    if errand.line is not None:
        return read_line(data, errand.name, job, errand.line)
    return read_thing(data, errand.name, job)


def read_thing(data: bytes, name: str, job: Job) -> Taken:
    """Read one thing that is no file of JSON lines.

    Returns:
        What reading it gave; its parts carry a name and nothing else yet.
    """
    media_type = media_type_of(data[:_HEAD_BYTES])
    if media_type is not None:
        return _media(data, name, media_type, job.limits)
    media_type = UNKNOWN
    try:
        media_type = _media_type(data, name, job.limits)
        return _finished(_read(data, media_type, job), name, media_type, job)
    except SourceError as error:
        return Taken(filename=name, media_type=media_type, problem=f"{name}: {error}")


def read_line(data: bytes, name: str, job: Job, number: int) -> Taken:
    """Read one line of a file of JSON lines, which carries a page.

    Args:
        data: The bytes of the line.
        name: Its name, number included.
        job: What is read, and how.
        number: Its number in the file, from 1.
    """
    line = next(iter(page_lines(data)), None)
    if not isinstance(line, PageLine):
        problem = f"{name}: line {number} is no page"
        return Taken(filename=name, media_type=JSON, problem=problem)
    try:
        return _finished(_read_line(line, job.limits), name, JSON, job)
    except SourceError as error:
        return Taken(filename=name, media_type=JSON, problem=f"{name}: {error}")


def is_for_box(data: bytes, name: str, limits: Limits) -> bool:
    """Say whether reading bytes takes a parser of outside material.

    Plain text in UTF-8 does not: Python's own decoder reads it. Neither does what is
    known by its first bytes and not read at all.
    """
    if not data or len(data) > limits.file_bytes:
        return False
    media_type = media_type_of(data[:_HEAD_BYTES])
    if media_type is not None:
        return may_hide(data, media_type)
    if is_pdf(data) or data.startswith(_ZIP):
        return True
    if any(data.startswith(magic) for magic in _UNREAD):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    return is_mail(data, name) or is_page(text, name)


def is_pdf(data: bytes) -> bool:
    """Say whether bytes are a PDF: its mark may stand after up to a kilobyte."""
    return b"%PDF-" in data[:_PDF_WITHIN]


def _media(data: bytes, name: str, media_type: str, limits: Limits) -> Taken:
    """Tell what a photo holds beside what it shows; media are not read otherwise.

    One over the limit came here without a box: it is not parsed.
    """
    notices: list[str] = []
    attached: list[Attached] = []
    if len(data) > limits.file_bytes:
        notices.append(
            f"is larger than {limits.file_bytes:,} bytes: whether it hides something, "
            "or has more pages, was not looked at"
        )
    elif may_hide(data, media_type):
        notices, attached = look_into(data, media_type)
    return Taken(
        filename=name,
        media_type=media_type,
        is_media=True,
        notices=_named(tuple(notices), name),
        parts=tuple(_part(item, name) for item in attached),
    )


def warm_up(reference: Reference) -> None:
    """Load what every text takes, by reading one of our own."""
    _warm_up("This text was written here, and nobody was harmed in it.", reference)


def read_own(reference: Reference) -> None:
    """Read pages of our own with the readers that are loaded."""
    job = Job(reference, Limits(), box="none")
    if "trafilatura" in sys.modules:
        read_thing(_OWN_PAGE, "own.html", job)
    if "pypdf" in sys.modules:
        read_thing(_OWN_PDF, "own.pdf", job)


def warm_for(data: bytes) -> bool:
    """Load what reading such bytes takes; says whether that was not loaded before."""
    if media_type_of(data[:_HEAD_BYTES]) is not None:
        return load("PIL.JpegImagePlugin")
    if is_pdf(data):
        return load("pypdf")
    if data.startswith(_ZIP):
        return load("lxml.etree")
    return load("trafilatura")


def load(module: str) -> bool:
    """Load a reader, once; says whether that was not done before."""
    if module in sys.modules:
        return False
    importlib.import_module(module)
    if module == "trafilatura":
        importlib.import_module("email.policy")
        _warm_up(_OWN_PAGE.decode(), Reference.of_tables({"page_furniture": ()}))
    return True


def _warm_up(text: str, reference: Reference) -> None:
    for _ in range(2):
        read_thing(text.encode(), "own.txt", Job(reference, Limits(), box="none"))


def _media_type(data: bytes, name: str, limits: Limits) -> str:
    if not data:
        raise SourceError("is empty (0 bytes)")
    if len(data) > limits.file_bytes:
        raise SourceError(
            f"is larger than {limits.file_bytes:,} bytes and is kept unread; split it, "
            "or raise max_file_bytes"
        )
    if is_pdf(data):
        return "application/pdf"
    if data.startswith(_ZIP):
        if is_docx(data) or name.lower().endswith(".docx"):
            return _DOCX
        if office := office_type(data):
            return office
        raise SourceError(
            "is an archive, or a document that is not read here; unpack it and add the "
            "folder, or save it as .docx, .xlsx, .pptx or PDF"
        )
    for magic, advice in _UNREAD.items():
        if data.startswith(magic):
            raise SourceError(advice)
    return _text_type(data, name)


def _text_type(data: bytes, name: str) -> str:
    if is_mail(data, name):
        return "message/rfc822"
    text, _, _ = decode(data, declared_charset(data))
    return "text/html" if is_page(text, name) else "text/plain"


def _read(data: bytes, media_type: str, job: Job) -> Readable:
    if media_type == "application/pdf":
        return read_pdf(data, job.limits)
    if media_type == _DOCX:
        return read_docx(data, job.limits)
    if media_type in {XLSX, PPTX}:
        return read_office(data, job.limits)
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


def _finished(read: Readable, name: str, media_type: str, job: Job) -> Taken:
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
        derived_by=_derived_by(read, job) if has_text else None,
        fiction=any(bears_fiction_mark(line.text) for line in read.lines),
        parts=parts,
    )


def _derived_by(read: Readable, job: Job) -> str:
    box = f"; box: {job.box}" if job.box else ""
    return f"{_tool()} ({read.read_by}{box})"


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


def _attached(read: Readable, name: str, job: Job) -> tuple[Part, ...]:
    if not read.attached:
        return ()
    if job.depth >= job.limits.depth:
        raise SourceError(f"is a mail inside more than {job.limits.depth} mails")
    return tuple(_part(item, name) for item in read.attached)


def _part(item: Attached, name: str) -> Part:
    named = shown_name(f"{name}/{item.filename}")
    return Part(data=item.data, taken=Taken(filename=named, media_type=UNKNOWN))


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
