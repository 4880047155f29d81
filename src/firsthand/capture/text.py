"""Plain text: bytes to characters, and characters to lines that stay on the map.

The encoding is found in this order: byte order mark; UTF-8 if every byte fits; what
the page declares; the legacy code pages of our languages by their letters,
then by charset-normalizer. A guess is always told.
"""

from __future__ import annotations

import codecs
import re

from firsthand.capture.codepages import likeliest_code_page
from firsthand.capture.lines import Line, Run
from firsthand.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Code pages in which pages of our languages were written before UTF-8.
_LEGACY = ("cp1256", "cp1251", "koi8-r", "cp1252", "cp1254", "cp1255", "iso8859-6")
_GUESSED = ("letters", "charset-normalizer")
# A file is UTF-8 with damage, not another encoding, if at most one in this many of
# its non-ASCII bytes does not fit; single-byte text never comes near.
_DAMAGE_SHARE = 20
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_ALLOWED_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1b\x85")
# Share of control characters above which bytes are no text.
_CONTROLS_SHARE = 0.02
_SNIFF_BYTES = 4096
_MOST_LINES = 200_000
_REPLACEMENT = "�"
_HIGH_BYTES = bytes(range(0x80, 0x100))


def decoded(data: bytes, encoding: str) -> str:
    """Return the decoded capture: what all offsets into a capture count.

    Args:
        data: The bytes as captured.
        encoding: The codec that the document record names.

    Returns:
        The characters; bytes that do not fit the encoding are U+FFFD, and a byte
        order mark is no character.
    """
    return data.decode(encoding, errors="replace")


def find_encoding(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Find the character encoding of bytes that should be text.

    Args:
        data: The bytes, not empty.
        declared: What the page or mail declares; None = nothing.

    Returns:
        Python codec name, and what decided it ("byte order mark", "every byte fits",
        "declared", "most bytes fit", "letters", "charset-normalizer").

    Raises:
        SourceError: They are no text; the message lacks the file name.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, "byte order mark"
    if b"\0" in data:
        return _wide(data), "every other byte is zero"
    if _fits(data, "utf-8"):
        return "utf-8", "every byte fits"
    if declared is not None and _is_codec(declared) and _fits(data, declared):
        return codecs.lookup(declared).name, "declared"
    if _is_damaged_utf8(data):
        return "utf-8", "most bytes fit"
    return _guess(data)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, str]:
    """Decode bytes that should be text.

    Returns:
        The characters, the codec, and what decided the codec.

    Raises:
        SourceError: They are no text; the message lacks the file name.
    """
    encoding, by = find_encoding(data, declared)
    text = decoded(data, encoding)
    controls = sum(
        char < " " and char not in _ALLOWED_CONTROLS for char in text[:_SNIFF_BYTES]
    )
    if "\0" in text:
        raise SourceError("has NUL characters in it: damaged, or not a text file")
    if controls > _CONTROLS_SHARE * min(len(text), _SNIFF_BYTES):
        raise SourceError("is neither text nor a kind of file that is known here")
    return text, encoding, by


def encoding_notice(text: str, encoding: str, by: str) -> tuple[str, ...]:
    """Say that an encoding was guessed, or how much could not be decoded."""
    if by in _GUESSED:
        guess = f"no encoding is stated; it is read as {encoding} by its {_by_what(by)}"
        return (f"{guess}: if the words look wrong, save it as UTF-8",)
    n_bad = text.count(_REPLACEMENT)
    if n_bad == 0 or by != "most bytes fit":
        return ()
    what = f"{n_bad} stretches of bytes are not {encoding} (mixed encodings, or damage)"
    return (f"{what} and are shown as U+FFFD; the capture keeps them as they are",)


def _by_what(by: str) -> str:
    return "letters" if by == "letters" else f"bytes ({by})"


def text_lines(text: str) -> list[Line]:
    r"""Cut decoded text into lines; \r\n, \r and \n end a line, nothing else does.

    A text of more lines than any report has is one line: it is not looked through for
    furniture.
    """
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        return [Line(text, (Run(0, len(text), 0, len(text)),))]
    lines = []
    for found in _LINE.finditer(text):
        start, end = found.span(1)
        ending = found[2]
        runs = (Run(0, end - start, start, end - start),) if end > start else ()
        lines.append(Line(found[1], runs, end_at=end if len(ending) == 1 else None))
        if not ending:
            break
    return lines


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: zeros fall on one side of the pairs."""
    head = data[:_SNIFF_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for codec, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if few == 0 and many * 4 > len(head) and _fits(data, codec):
            return codec
    raise SourceError("has NUL bytes in it: damaged, or not a text file")


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return False
    return True


def _is_codec(name: str) -> bool:
    """A text codec of this Python: never `rot13`, `hex`, `zip` or `idna`."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    is_text: bool = getattr(found, "_is_text_encoding", False)
    return is_text and found.name not in {"idna", "punycode", "unicode_escape"}


def _is_damaged_utf8(data: bytes) -> bool:
    n_bad = data.decode("utf-8", errors="replace").count(_REPLACEMENT)
    n_high = len(data) - len(data.translate(None, _HIGH_BYTES))
    return n_bad * _DAMAGE_SHARE <= n_high


def _guess(data: bytes) -> tuple[str, str]:
    likeliest = likeliest_code_page(data)
    if likeliest is not None:
        return codecs.lookup(likeliest).name, "letters"
    from charset_normalizer import from_bytes  # noqa: PLC0415  only for legacy pages

    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise SourceError(
            "is in no character encoding that is known here; save it as UTF-8"
        )
    return codecs.lookup(best.encoding).name, "charset-normalizer"
