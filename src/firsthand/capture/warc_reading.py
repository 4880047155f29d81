"""Read WARC files of any tool, and account for every byte.

Libraries take a cut file, or a length that swallows the next record, for a good one.
Here each record must end where it says, in its own gzip member where there is one, and
with two line ends; digests are computed; whatever does not fit is told, and a cut last
record is kept as far as it goes. Reading goes on at the next record.
Format: ISO 28500:2017 (WARC 1.0 and 1.1); RFC 1952 (gzip members).
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from firsthand.errors import SourceError

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_MARK = b"WARC/1."
_HEAD_MOST = 1 << 17
# A block beyond this is counted and hashed, not held.
BLOCK_MOST = 128 * 2**20
_GZIP_BITS = 31
_END = b"\r\n\r\n"
_HEX = {40: "sha1", 64: "sha256", 32: "md5"}


@dataclasses.dataclass(frozen=True)
class WarcRecord:
    """One record.

    Attributes:
        number: Its number in the file, from 1.
        offset: Where it starts in the file (its gzip member, where there is one).
        length: Bytes it takes in the file; 0 = it shares a gzip member with others.
        headers: Its fields, names in lower case; the last of a name counts.
        block: Its content as far as it is there; empty where it is over the limit.
        size: Length of the content that was found.
        faults: What does not fit, in words.
    """

    number: int
    offset: int
    length: int
    headers: Mapping[str, str]
    block: bytes
    size: int
    faults: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Its WARC type, in lower case."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address it is about; empty = none stated."""
        return self.headers.get("warc-target-uri", "").strip("<> ")


@dataclasses.dataclass(frozen=True)
class Http:
    """The HTTP message in a record."""

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the first header of a name; None = there is none."""
        wanted = name.lower()
        return next((v for n, v in self.headers if n.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """The type it states, without parameters; empty = none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


class _Inflow:
    """Plain bytes of a file that may be a row of gzip members."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._raw = file.read(_CHUNK)
        self._taken = 0  # bytes of the file consumed by finished reads of `_raw`
        self.is_gzip = self._raw.startswith(_GZIP)
        self._inflate = zlib.decompressobj(_GZIP_BITS) if self.is_gzip else None
        self._plain = b"" if self.is_gzip else self._raw
        if not self.is_gzip:
            self._taken = len(self._raw)
            self._raw = b""
        self.fault: str | None = None
        self.member_at = 0
        self.member_ends = False

    @property
    def at(self) -> int:
        """Place in the file: of the next plain byte, or of the next member."""
        if self.is_gzip:
            return self._taken
        return self._taken - len(self._plain)

    def read(self, most: int) -> bytes:
        """Return up to `most` plain bytes of this member; empty = it ends here."""
        while not self._plain and self._more():
            pass
        given, self._plain = self._plain[:most], self._plain[most:]
        return given

    def unread(self, data: bytes) -> None:
        """Give bytes back, to be read again."""
        self._plain = data + self._plain

    def next_member(self) -> bool:
        """Go to the next gzip member; False = there is none."""
        if not self.is_gzip:
            return False
        if not self._raw:
            self._raw = self._file.read(_CHUNK)
        if not self._raw:
            return False
        self.member_at = self._taken
        self.member_ends = False
        self._inflate = zlib.decompressobj(_GZIP_BITS)
        self.fault = None
        return True

    def _more(self) -> bool:
        """Read on; False = the member, or the plain file, is at its end."""
        if not self.is_gzip:
            self._plain = self._file.read(_CHUNK)
            self._taken += len(self._plain)
            return bool(self._plain)
        if self._inflate is None or self.member_ends or self.fault:
            return False
        if not self._raw:
            self._raw = self._file.read(_CHUNK)
        if not self._raw:
            self.fault = "the gzip member is cut off"
            return False
        try:
            self._plain = self._inflate.decompress(self._raw, _CHUNK)
        except zlib.error as error:
            self.fault = f"the gzip member is damaged ({error})"
            self._skip_to_member()
            return False
        if self._inflate.eof:
            left = self._inflate.unused_data
            self.member_ends = True
        else:
            left = self._inflate.unconsumed_tail
        self._taken += len(self._raw) - len(left)
        self._raw = left
        return True

    def _skip_to_member(self) -> None:
        """After damage: go on where the next member seems to begin."""
        start = 1
        while True:
            found = self._raw.find(_GZIP + b"\x08", start)
            if found >= 0:
                self._taken += found
                self._raw = self._raw[found:]
                return
            keep = self._raw[-2:]
            more = self._file.read(_CHUNK)
            self._taken += len(self._raw) - len(keep)
            self._raw = keep + more
            start = 0
            if not more:
                self._taken += len(self._raw)
                self._raw = b""
                return


def is_warc(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of a WARC, packed or not."""
    if head.startswith(_MARK):
        return True
    if not head.startswith(_GZIP):
        return False
    try:
        plain = zlib.decompressobj(_GZIP_BITS).decompress(head, len(_MARK))
    except zlib.error:
        return False
    return plain.startswith(_MARK)


def read_records(file: IO[bytes]) -> Iterator[WarcRecord]:
    """Yield every record of a WARC file, with what is wrong about it.

    Args:
        file: The file, at its start; packed record by record, as a whole, or not.

    Raises:
        SourceError: It is no WARC file at all.
    """
    inflow = _Inflow(file)
    number = 0
    while True:
        start = inflow.member_at if inflow.is_gzip else inflow.at
        is_first = True
        while (found := _next_record(inflow, number + 1)) is not None:
            number += 1
            if inflow.is_gzip:
                is_whole = is_first and _is_spent(inflow)
                length = inflow.at - start if is_whole else 0
                found = dataclasses.replace(found, offset=start, length=length)
            is_first = False
            yield found
        if number == 0 and not inflow.is_gzip:
            raise SourceError("is no WARC file: it does not begin with WARC/1.")
        if not inflow.next_member():
            break
    if number == 0:
        raise SourceError("is no WARC file: no record was found in it")


def _is_spent(inflow: _Inflow) -> bool:
    rest = inflow.read(1)
    inflow.unread(rest)
    return not rest


def _next_record(inflow: _Inflow, number: int) -> WarcRecord | None:
    offset = inflow.at
    line = _line(inflow)
    while line is not None and not line.strip():
        offset = inflow.at
        line = _line(inflow)
    if line is None:
        if not inflow.fault:
            return None
        fault, inflow.fault = inflow.fault, None
        inflow.member_ends = True
        return WarcRecord(number, offset, 0, {}, b"", 0, (fault,))
    if not line.startswith(_MARK):
        return _stray(inflow, number, offset, line)
    headers, faults = _fields(inflow)
    size = _size(headers, faults)
    if size is None:
        block, found, sums = _to_next_mark(inflow)
    else:
        block, found, sums = _block(inflow, size)
        _check_end(inflow, size, found, faults)
    faults += _wrong_digests(headers, block, found, sums)
    return WarcRecord(
        number, offset, inflow.at - offset, headers, block, found, tuple(faults)
    )


def _stray(inflow: _Inflow, number: int, offset: int, line: bytes) -> WarcRecord | None:
    """Return what stands between records as a record of its own, told."""
    rest, found, _ = _to_next_mark(inflow)
    told = f"{len(line) + found:,} bytes stand where a record should begin"
    return WarcRecord(
        number, offset, inflow.at - offset, {}, line + rest, found, (told,)
    )


def _line(inflow: _Inflow) -> bytes | None:
    """Return the next line without its ending; None = nothing is left."""
    parts: list[bytes] = []
    n_bytes = 0
    while n_bytes < _HEAD_MOST:
        piece = inflow.read(_CHUNK)
        if not piece:
            break
        end = piece.find(b"\n")
        if end >= 0:
            inflow.unread(piece[end + 1 :])
            parts.append(piece[:end])
            return b"".join(parts).rstrip(b"\r")
        parts.append(piece)
        n_bytes += len(piece)
    return b"".join(parts).rstrip(b"\r") if parts else None


def _fields(inflow: _Inflow) -> tuple[dict[str, str], list[str]]:
    headers: dict[str, str] = {}
    last = ""
    n_bytes = 0
    while (line := _line(inflow)) is not None:
        if not line:
            return headers, []
        n_bytes += len(line)
        if n_bytes > _HEAD_MOST:
            return headers, ["its header is over 128 KiB"]
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and last:
            headers[last] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        headers[last] = value.strip()
    return headers, ["the file ends in its header"]


def _size(headers: Mapping[str, str], faults: list[str]) -> int | None:
    stated = headers.get("content-length", "")
    if stated.isascii() and stated.isdigit():
        return int(stated)
    if not faults:
        faults.append(f"its Content-Length is {stated!r}, which is no number")
    return None


class _Sums:
    """Digests of a block, computed as it is read."""

    def __init__(self) -> None:
        self.by_name = {
            "sha1": hashlib.sha1(usedforsecurity=False),
            "sha256": hashlib.sha256(),
            "md5": hashlib.md5(usedforsecurity=False),
        }

    def update(self, data: bytes) -> None:
        for each in self.by_name.values():
            each.update(data)


def _block(inflow: _Inflow, size: int) -> tuple[bytes, int, _Sums]:
    parts: list[bytes] = []
    found, sums = 0, _Sums()
    while found < size:
        piece = inflow.read(min(_CHUNK, size - found))
        if not piece:
            break
        found += len(piece)
        sums.update(piece)
        if found <= BLOCK_MOST:
            parts.append(piece)
    return b"".join(parts) if found <= BLOCK_MOST else b"", found, sums


def _to_next_mark(inflow: _Inflow) -> tuple[bytes, int, _Sums]:
    """Read until a line that begins a record, where no length can be trusted."""
    parts: list[bytes] = []
    found, sums = 0, _Sums()
    while (line := _line(inflow)) is not None:
        if line.startswith(_MARK):
            inflow.unread(line + b"\r\n")
            break
        found += len(line)
        if found <= BLOCK_MOST:
            parts.append(line)
    return b"\n".join(parts), found, sums


def _check_end(inflow: _Inflow, size: int, found: int, faults: list[str]) -> None:
    if found < size:
        where = "its gzip member" if inflow.is_gzip else "the file"
        told = inflow.fault or f"{where} ends"
        inflow.fault = None
        faults.append(
            f"is cut off: {told} after {found:,} of the {size:,} bytes it announces"
        )
        return
    end = b""
    while len(end) < len(_END):
        piece = inflow.read(len(_END) - len(end))
        if not piece:
            break
        end += piece
    if end == _END:
        return
    inflow.unread(end)
    if not end:
        faults.append("the two line ends after it are missing: the file is cut there")
    else:
        faults.append("does not end where its Content-Length says: a wrong length")
        rest, _, _ = _to_next_mark(inflow)
        if rest.strip():
            faults.append(f"{len(rest):,} bytes after it belong to no record")


def _wrong_digests(
    headers: Mapping[str, str], block: bytes, found: int, sums: _Sums
) -> list[str]:
    wrong = []
    stated = headers.get("warc-block-digest")
    if stated and _agrees(stated, sums.by_name) is False:
        wrong.append(f"its block does not have the digest it states ({stated})")
    stated = headers.get("warc-payload-digest")
    is_message = headers.get("warc-type", "").lower() in {"response", "resource"}
    if stated and is_message and len(block) == found:
        bodies = _payloads(headers, block)
        if bodies and not any(_is_digest(stated, body) for body in bodies):
            wrong.append(f"its payload does not have the digest it states ({stated})")
    return wrong


def _payloads(headers: Mapping[str, str], block: bytes) -> list[bytes]:
    """Return what tools take for the payload: as sent, and without chunks."""
    if "http" not in headers.get("content-type", ""):
        return [block]
    _, _, body = block.partition(_END)
    message = parse_http(block)
    return [body, message.body] if message is not None else [body]


def _is_digest(stated: str, data: bytes) -> bool:
    sums = _Sums()
    sums.update(data)
    return _agrees(stated, sums.by_name) is not False


def _agrees(stated: str, sums: Mapping[str, hashlib._Hash]) -> bool | None:
    """Say whether a stated digest is one of these; None = of a kind not known."""
    name, _, value = stated.partition(":")
    known = sums.get(name.strip().lower().replace("-", ""))
    if known is None:
        return None
    return _raw(value.strip(), known.digest_size) == known.digest()


def _raw(value: str, size: int) -> bytes | None:
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        padded = value.upper() + "=" * (-len(value) % 8)
        return base64.b32decode(padded)
    except (ValueError, binascii.Error):
        return None


# --- the HTTP message in a record -----------------------------------------------------


def parse_http(block: bytes) -> Http | None:
    """Read the HTTP response in a record's block; None = it is none."""
    head, separator, body = block.partition(_END)
    if not block.startswith(b"HTTP/") or not separator:
        return None
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
    headers = tuple(
        (name.strip(), value.strip())
        for name, _, value in (line.partition(":") for line in lines[1:])
    )
    message = Http(status, headers, body)
    if "chunked" in (message.header("transfer-encoding") or "").lower():
        message = dataclasses.replace(message, body=_without_chunks(body))
    return message


def _without_chunks(body: bytes) -> bytes:
    """Join the chunks of a body; a body that has none is returned as it is."""
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return body
        if length <= 0:
            return b"".join(parts) if length == 0 else body
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts) if parts else body


def plain_body(message: Http, most: int) -> bytes:
    """Return a body without its content coding.

    Args:
        message: The message.
        most: Most bytes that it may unpack to.

    Raises:
        SourceError: The coding is not known here, is damaged, or unpacks to more.
    """
    coding = (message.header("content-encoding") or "").strip().lower()
    if not coding or coding == "identity" or not message.body:
        return message.body
    if coding in {"gzip", "x-gzip", "deflate"}:
        return _unpacked(message.body, most, coding)
    raise SourceError(f"its content coding {coding!r} is not read here")


def _unpacked(data: bytes, most: int, coding: str) -> bytes:
    for bits in (_GZIP_BITS, zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpack = zlib.decompressobj(bits)
        try:
            made = unpack.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(made) > most:
            raise SourceError(f"unpacks to over {most:,} bytes")
        return made
    if not data.startswith(_GZIP):
        return data  # a header that says more than was done: some tools keep it
    raise SourceError(f"its {coding} coding is damaged")


def records_in(data: bytes) -> Iterator[WarcRecord]:
    """Yield every record of a WARC that is held in memory."""
    yield from read_records(io.BytesIO(data))
