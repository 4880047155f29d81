"""PDF: the text layer, page by page. A scan has none and says so."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

from firsthand.capture.hidden_pdf import (
    action_notices,
    covered_notices,
    earlier_text,
    embedded,
)
from firsthand.capture.limits import Limits
from firsthand.capture.lines import Line
from firsthand.capture.quiet import quiet
from firsthand.capture.readable import Readable
from firsthand.capture.scans import scanned_pages
from firsthand.errors import SourceError

if TYPE_CHECKING:
    from pypdf import PdfReader

# pypdf raises these on damaged files, beside its own PyPdfError.
_DAMAGE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    OSError,
    RecursionError,
    UnicodeError,
)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# Share of right-to-left letters above which a reader is warned of their order.
_RTL_SHARE = 0.2
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def read_pdf(data: bytes, limits: Limits) -> Readable:
    """Read the text layer of a PDF.

    Returns:
        Its lines, each with its page number from 1.

    Raises:
        SourceError: Encrypted, broken, too large or without text; the message lacks
            the file name.
    """
    import pypdf  # noqa: PLC0415  only for PDF

    with quiet("pypdf"):
        reader = _open(data, limits)
        lines, notices = _read_pages(reader, limits)
        title = _title(reader)
        attached, told = embedded(reader)
        notices += told
        notices += action_notices(reader)
        notices += covered_notices(reader)
        with_text = {line.page for line in lines if line.page and line.text.strip()}
        scanned = scanned_pages(reader, with_text, limits)
        attached += scanned.pictures
        notices += scanned.notices
        now = {" ".join(line.text.split()) for line in lines}
        notices += (_SURROGATES.sub("�", told) for told in earlier_text(data, now))
    if not any(line.text.strip() for line in lines):
        no_text = "has no text in it: a scan? Add its text as a file of its own"
        if not attached:
            raise SourceError(no_text + "".join(f" ({notice})" for notice in notices))
        notices.append(no_text)
    if _is_right_to_left(lines):
        notices.append(
            "right-to-left text in a PDF: letters and numbers may come out in another "
            "order than on the page; compare them with the page"
        )
    return Readable(
        lines=tuple(lines),
        read_by=f"pypdf {pypdf.__version__}",
        title=title,
        notices=tuple(notices),
        attached=attached,
    )


def _open(data: bytes, limits: Limits) -> PdfReader:
    from pypdf import PdfReader  # noqa: PLC0415  only for PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(
                "is encrypted; save it without a password and add it again (the "
                "encrypted file is kept)"
            )
        n_pages = len(reader.pages)
    except (PyPdfError, *_DAMAGE) as error:
        raise SourceError(f"is a broken PDF ({_short(error)})") from error
    if n_pages > limits.pages:
        raise SourceError(
            f"has {n_pages:,} pages; PDFs over {limits.pages:,} pages are not read: "
            "split it"
        )
    if n_pages == 0:
        raise SourceError("is a broken PDF (it has no pages)")
    return reader


def _read_pages(reader: PdfReader, limits: Limits) -> tuple[list[Line], list[str]]:
    from pypdf.errors import PyPdfError  # noqa: PLC0415  only for PDF

    lines: list[Line] = []
    notices: list[str] = []
    n_chars = 0
    for number, page in enumerate(reader.pages, start=1):
        try:
            text = _SURROGATES.sub("�", page.extract_text() or "")
        except (PyPdfError, *_DAMAGE) as error:
            notices.append(f"page {number} could not be read ({_short(error)})")
            continue
        n_chars += len(text)
        if n_chars > limits.text_chars:
            raise SourceError(
                f"has more than {limits.text_chars:,} characters of text: split it"
            )
        if lines and text.strip():
            lines.append(Line("", page=number))
        lines += [Line(line.rstrip(), page=number) for line in text.split("\n")]
    return lines, notices


def _title(reader: PdfReader) -> str | None:
    from pypdf.errors import PyPdfError  # noqa: PLC0415  only for PDF

    try:
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, *_DAMAGE):
        return None
    if not isinstance(title, str):
        return None
    return _SURROGATES.sub("�", " ".join(title.split())) or None


def _is_right_to_left(lines: list[Line]) -> bool:
    letters = [char for line in lines for char in line.text[:200] if char.isalpha()]
    n_rtl = sum(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in letters)
    return n_rtl > _RTL_SHARE * len(letters)


def _short(error: BaseException) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= 120 else words[:119] + "…"  # noqa: PLR2004  one line
