"""`batch media` and `batch media-matches`: pictures as files, without a case.

A line is a path, or an object {"path", "published"?, "captured"?}. Method: M075-M078.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from firsthand.capture import read_published
from firsthand.casework.batch import Numbered, Outcome, reference_of
from firsthand.casework.media import read_event, read_radius, reuse_line
from firsthand.errors import FirsthandError, SourceError, UserError
from firsthand.verify.metadata import available_reader, describe, read_tags
from firsthand.verify.reuse import (
    HashedPicture,
    Sighting,
    captured,
    hash_picture,
    published,
)

Line = dict[str, Any]
_LARGEST_BYTES = 512 * 2**20


class MediaFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of input.

    Attributes:
        path: The file.
        published: Day it was published, as stated; None = not stated.
        captured: When it was taken in, with zone; None = not stated.
    """

    path: str
    published: str | None = None
    captured: str | None = None


def describe_media(lines: Iterable[Numbered], *, case: str | None) -> Iterator[Outcome]:
    """Yield hashes and metadata of each file, in order; a bad line gives a problem."""
    reference = reference_of(case)
    reader = available_reader()
    for line in lines:
        try:
            given = _read(line.data)
            data = _bytes_of(given)
        except FirsthandError as error:
            yield Outcome(line.number, problem=str(error))
            continue
        made: Line = {
            "path": given.path,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_bytes": len(data),
        }
        try:
            made["picture"] = hash_picture(data).as_line()
        except SourceError as error:
            made["picture"] = None
            made["problem"] = str(error)
        made["metadata"] = describe(read_tags(data, reader), reference)
        yield Outcome(line.number, [made])


def match_media(
    lines: Iterable[Numbered], *, radius: str | None, event: str | None
) -> tuple[list[Line], list[tuple[int, str]]]:
    """Return groups of re-used pictures, candidates, and the lines that failed.

    Returns:
        Lines with `type` "group", "candidate", "before_event" or "not_searched"; and
        problems as (line number, message).
    """
    most, day = read_radius(radius), read_event(event)
    hashed: dict[str, HashedPicture] = {}
    sightings: list[Sighting] = []
    problems: list[tuple[int, str]] = []
    for line in lines:
        try:
            given = _read(line.data)
            seen = _sightings(given)
            hashed[given.path] = hash_picture(_bytes_of(given))
        except FirsthandError as error:
            problems.append((line.number, str(error)))
            continue
        sightings += seen
    found = reuse_line(hashed, sightings, radius=most, event=day)
    tables = {
        "group": "groups",
        "candidate": "candidates",
        "before_event": "before_event",
        "not_searched": "not_searched",
    }
    made = [
        {"type": name, **row}
        for name, table in tables.items()
        for row in found.get(table, ())
    ]
    return made, problems


def _read(data: bytes) -> MediaFile:
    text = data.decode("utf-8", errors="surrogateescape").rstrip("\r\n")
    if not text.lstrip().startswith("{"):
        return MediaFile(path=text)
    try:
        return msgspec.convert(json.loads(text), MediaFile)
    except (ValueError, msgspec.ValidationError) as error:
        raise UserError(f'not a path and not {{"path": ...}}: {error}') from error


def _bytes_of(given: MediaFile) -> bytes:
    path = Path(given.path)
    try:
        if not path.is_file():
            raise UserError(f"{given.path}: no such file")
        if path.stat().st_size > _LARGEST_BYTES:
            raise UserError(f"{given.path}: over {_LARGEST_BYTES:,} bytes; not read")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UserError(f"{given.path}: cannot be read: {error}") from error


def _sightings(given: MediaFile) -> list[Sighting]:
    found: list[Sighting | None] = []
    try:
        if given.published is not None:
            found.append(published(given.path, read_published(given.published)))
        if given.captured is not None:
            moment = dt.datetime.fromisoformat(given.captured)
            if moment.tzinfo is None:
                raise UserError(f"captured {given.captured!r} has no zone")
            found.append(captured(given.path, moment))
    except ValueError as error:
        raise UserError(f"{given.path}: {error}") from error
    return [item for item in found if item is not None]
