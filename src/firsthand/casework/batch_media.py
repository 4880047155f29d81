"""`batch media` and `batch media-matches`: pictures, videos and sounds as files.

A line is a path, or an object {"path", "published"?, "captured"?, "sha256"?}; a line of
`batch media` is such an object: one filter can feed the other. Method: M075-M078.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from firsthand.capture import read_published
from firsthand.capture.image import media_type_of
from firsthand.casework.batch import Numbered, Outcome, reference_of
from firsthand.casework.media import (
    read_event,
    read_radius,
    reuse_line,
    unusable,
)
from firsthand.casework.media_archive import search_all
from firsthand.casework.media_box import MediaBox
from firsthand.errors import FirsthandError, SourceError, UserError
from firsthand.verify.features import Features
from firsthand.verify.metadata import available_reader, describe, read_tags
from firsthand.verify.reuse import Sighting, captured, published
from firsthand.verify.video import VideoFeatures

Line = dict[str, Any]
# A picture larger than this is read nowhere; videos are read piece by piece.
_LARGEST_BYTES = 512 * 2**20
_HEAD_BYTES = 64


class MediaFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of input.

    Attributes:
        path: The file.
        published: Day it was published, as stated; None = not stated.
        captured: When it was taken in, with zone; None = not stated.
        sha256: What its bytes are to be; None = whatever they are.
    """

    path: str
    published: str | None = None
    captured: str | None = None
    sha256: str | None = None

    def stated(self) -> Line:
        """Return the dates that were stated, for who reads the line next."""
        every = {"published": self.published, "captured": self.captured}
        return {key: value for key, value in every.items() if value is not None}


# What `batch media` writes of a file: no more is asked of it here.
_DESCRIBED = frozenset({"size_bytes", "picture", "video", "metadata", "problem"})


def describe_media(lines: Iterable[Numbered], *, case: str | None) -> Iterator[Outcome]:
    """Yield hashes and metadata of each file, in order; a bad line gives a problem."""
    reference = reference_of(case)
    reader = available_reader()
    with MediaBox() as box:
        for line in lines:
            try:
                given = _read(line.data)
                kind = _kind_of(given)
                sha256 = _digest_of(Path(given.path))
                _refuse_changed(given, sha256)
            except FirsthandError as error:
                yield Outcome(line.number, problem=str(error))
                continue
            made: Line = {
                "path": given.path,
                **given.stated(),
                "sha256": sha256,
                "size_bytes": Path(given.path).stat().st_size,
            }
            made |= _decoded(given, kind, box)
            if kind == "picture":
                made["metadata"] = describe(
                    read_tags(_bytes_of(given), reader), reference
                )
            yield Outcome(line.number, [made])


def _decoded(given: MediaFile, kind: str, box: MediaBox) -> Line:
    """Return what decoding gives, or the problem; `picture` or `video` is None then."""
    try:
        if kind == "picture":
            picture = box.picture(_bytes_of(given))
            torn = {} if picture.problem is None else {"problem": picture.problem}
            return {kind: {**picture.hashed.as_line(), **torn}}
        return {kind: box.video(Path(given.path)).as_line()}
    except FirsthandError as error:
        return {kind: None, "problem": str(error)}


def match_media(
    lines: Iterable[Numbered], *, radius: str | None, event: str | None
) -> tuple[list[Line], list[tuple[int, str]]]:
    """Return groups of re-used pictures, candidates, and the lines that failed.

    Returns:
        Lines with `type` "group", "candidate", "before_event" or "not_searched"; and
        problems as (line number, message).
    """
    most, day = read_radius(radius), read_event(event)
    pictures: dict[str, Features] = {}
    videos: dict[str, VideoFeatures] = {}
    sightings: list[Sighting] = []
    problems: list[tuple[int, str]] = []
    with MediaBox() as box, tempfile.TemporaryDirectory() as folder:
        for line in lines:
            try:
                given = _read(line.data)
                seen = _sightings(given)
                if given.sha256 is not None:
                    _refuse_changed(given, _digest_of(Path(given.path)))
                item = _features(given, box)
            except FirsthandError as error:
                problems.append((line.number, str(error)))
                continue
            if isinstance(item, Features):
                pictures[given.path] = item
            else:
                videos[given.path] = item
            sightings += seen
        matches, told = search_all(Path(folder), pictures, videos, most)
    names = [*pictures, *videos]
    found = reuse_line(matches, names, sightings, videos=told, radius=most, event=day)
    found["not_searched"] = unusable(
        pictures, lambda name: pictures[name].hashed.is_usable
    )
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


def _features(given: MediaFile, box: MediaBox) -> Features | VideoFeatures:
    is_picture = _kind_of(given) == "picture"
    data = _bytes_of(given) if is_picture else b""
    try:
        return box.picture(data) if is_picture else box.video(Path(given.path))
    except SourceError as error:
        raise SourceError(f"{given.path}: {error}") from error


def _read(data: bytes) -> MediaFile:
    text = data.decode("utf-8", errors="surrogateescape").rstrip("\r\n")
    if not text.lstrip().startswith("{"):
        return MediaFile(path=text)
    try:
        line = json.loads(text)
        known = {key: line[key] for key in line if key not in _DESCRIBED}
        return msgspec.convert(known, MediaFile)
    except (ValueError, msgspec.ValidationError) as error:
        raise UserError(
            "not a path, and no object with path and, if known, published, captured, "
            f"sha256 (a line of batch media will do): {error}"
        ) from error


def _refuse_changed(given: MediaFile, sha256: str) -> None:
    if given.sha256 is not None and given.sha256 != sha256:
        raise UserError(
            f"{given.path}: its bytes are others than those that were described: "
            f"{sha256[:12]}..., not {given.sha256[:12]}..."
        )


def _kind_of(given: MediaFile) -> str:
    """Return "picture" or "video" (sound too), by the first bytes.

    Raises:
        UserError: The file is not there or cannot be read.
    """
    path = Path(given.path)
    try:
        if not path.is_file():
            raise UserError(f"{given.path}: no such file")
        with path.open("rb") as file:
            media_type = media_type_of(file.read(_HEAD_BYTES))
    except (OSError, ValueError) as error:
        raise UserError(f"{given.path}: cannot be read: {error}") from error
    is_moving = media_type is not None and not media_type.startswith("image/")
    return "video" if is_moving else "picture"


def _digest_of(path: Path) -> str:
    """Hash a file piece by piece: a long video does not fit into memory."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error}") from error


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
