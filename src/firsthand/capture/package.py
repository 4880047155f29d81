"""The packages of office documents: zips of XML that are not trusted.

What a zip states of itself is checked and not believed; entities are refused.
Format: ECMA-376 part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import zipfile
import zlib
from typing import Any

from firsthand.capture.limits import Limits
from firsthand.errors import SourceError

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
# Entries below this size cannot be a bomb, whatever their ratio.
_SMALL_BYTES = 1 << 20
_LOCAL_HEADER_BYTES = 30


def check(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a zip that is encrypted, overlaps itself or says that it is too large.

    Raises:
        SourceError: It is; says which limit was met.
    """
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise SourceError(
            f"is a zip of {len(entries):,} files; over {limits.zip_entries:,} are not "
            "opened"
        )
    if sum(entry.file_size for entry in entries) > limits.zip_bytes:
        raise SourceError(
            f"unpacks to more than {limits.zip_bytes:,} bytes and is not opened"
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise SourceError("is encrypted; save it without a password")
    if _overlap(entries, archive.start_dir):
        raise SourceError("is a zip whose files overlap and is not opened: a zip bomb?")


def _overlap(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Say whether two files of a zip share bytes: the same bytes, unpacked twice."""
    places = sorted(
        (entry.header_offset, _LOCAL_HEADER_BYTES + entry.compress_size)
        for entry in entries
    )
    starts = [start for start, _ in places[1:]] + [end]
    return any(
        start + size > after
        for (start, size), after in zip(places, starts, strict=True)
    )


def part(archive: zipfile.ZipFile, name: str, limits: Limits) -> Any | None:
    """Return the root element of a part; None = the document has no such part.

    Raises:
        SourceError: It unpacks to too much, declares entities or is broken.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    most = max(entry.compress_size * limits.zip_ratio, _SMALL_BYTES)
    with archive.open(entry) as file:
        # The sizes that a zip states are not trusted: what comes out is counted.
        content = file.read(min(most, limits.zip_bytes) + 1)
    if len(content) > min(most, limits.zip_bytes):
        raise SourceError(
            f"holds a part ({name}) that unpacks to over {limits.zip_ratio} times its "
            "packed size and is not opened: a zip bomb?"
        )
    return _parse(content, name)


def _parse(content: bytes, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415  only for office documents

    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise SourceError(f"declares entities in {name}, which no such document does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a broken document ({name}: {error.msg})") from error
