"""Media of a case: listed, read for metadata, searched for re-use.

Reads: MediaItem, Capture. Writes: Check. Method: M075-M078.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from firsthand.capture import read_published
from firsthand.casework.case import TOOL, Case, Progress, no_progress
from firsthand.casework.checking import Ran
from firsthand.errors import SourceError, UserError
from firsthand.model import Capture, FuzzyDate, MediaItem
from firsthand.verify.metadata import available_reader, describe, read_tags
from firsthand.verify.reuse import (
    CANDIDATE_BITS,
    COPY_BITS,
    METHOD,
    HashedPicture,
    Link,
    Sighting,
    captured,
    earliest,
    existed_before,
    find_links,
    group_copies,
    hash_picture,
    published,
)

Line = dict[str, Any]
_PICTURE = "image/"


def media_lines(case: Case) -> Iterator[Line]:
    """Yield one line a media item, with its capture."""
    captures = {item.id: item for item in case.store.every(Capture)}
    for item in case.store.every(MediaItem):
        capture = captures[item.capture_id]
        yield {
            "media": item.id,
            "media_type": item.media_type,
            "filename": capture.filename,
            "sha256": capture.sha256,
            "size_bytes": capture.size_bytes,
            "captured_at": f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
            "published": _day(item.published),
            "shows": item.shows.value,
            "incident": item.incident_id,
            "protection": item.protection.value,
        }


def _day(stated: FuzzyDate | None) -> str | None:
    return None if stated is None or stated.latest is None else str(stated.latest)


# --- metadata -----------------------------------------------------------------------


def metadata_check(
    case: Case, media_ids: Sequence[str], parameters: Mapping[str, str]
) -> Ran:
    """Read what one media item says of itself.

    Args:
        case: An open case.
        media_ids: One id.
        parameters: `reader`: "exiftool" or "exifread"; absent = what is installed.

    Raises:
        UserError: No such item, or no such reader.
    """
    (media_id,) = media_ids
    item, capture = _item(case, media_id)
    reader = parameters.get("reader") or available_reader()
    read = read_tags(case.store.read_object(capture.sha256), reader)
    line = describe(read, case.reference)
    tool = f"{TOOL}; {read.reader}"
    return Ran("metadata", (item.id,), {"reader": reader}, line, tool)


def _item(case: Case, media_id: str) -> tuple[MediaItem, Capture]:
    item = case.store.get(media_id)
    capture = case.store.get(item.capture_id) if isinstance(item, MediaItem) else None
    if not isinstance(item, MediaItem) or not isinstance(capture, Capture):
        raise UserError(f"no media item {media_id!r}; list them: firsthand media list")
    return item, capture


# --- re-use -------------------------------------------------------------------------


def reuse_check(
    case: Case,
    media_ids: Sequence[str],
    parameters: Mapping[str, str],
    progress: Progress = no_progress,
) -> Ran:
    """Search the pictures of a case for copies of one another.

    Args:
        case: An open case.
        media_ids: Which; empty = all pictures.
        parameters: `event`: claimed day of an event, to find pictures that existed
            before it; `radius`: most bits that may differ (70).
        progress: Told of each picture hashed.

    Raises:
        UserError: No such item, or a parameter that makes no sense.
    """
    every = [i.id for i in case.store.every(MediaItem) if _is_picture(i)]
    chosen = sorted(set(media_ids) or every)
    radius = read_radius(parameters.get("radius"))
    event = read_event(parameters.get("event"))
    hashed: dict[str, HashedPicture] = {}
    sightings: list[Sighting] = []
    left_out: list[Line] = []
    for n_done, media_id in enumerate(chosen, 1):
        item, capture = _item(case, media_id)
        sightings += _sightings(item, capture)
        try:
            hashed[media_id] = hash_picture(case.store.read_object(capture.sha256))
        except SourceError as error:
            left_out.append({"because": str(error), "media": media_id})
        progress("hashing", n_done, len(chosen))
    line = reuse_line(hashed, sightings, radius=radius, event=event)
    line["not_searched"] = [*left_out, *line["not_searched"]]
    plain = {key: parameters[key] for key in sorted(parameters)}
    return Ran("reuse", tuple(chosen), plain, line)


def _is_picture(item: MediaItem) -> bool:
    return item.media_type.startswith(_PICTURE)


def _sightings(item: MediaItem, capture: Capture) -> list[Sighting]:
    found = [captured(item.id, capture.captured_at)]
    stated = published(item.id, item.published) if item.published else None
    return found if stated is None else [*found, stated]


def read_radius(text: str | None) -> int:
    """Read the most bits that may differ; None = 70."""
    if text is None:
        return CANDIDATE_BITS
    if not text.isdecimal() or not 0 <= int(text) <= CANDIDATE_BITS:
        raise UserError(
            f"radius {text!r}: bits from 0 to {CANDIDATE_BITS}; up to {COPY_BITS} are "
            "copies, more are candidates to look at"
        )
    return int(text)


def read_event(text: str | None) -> FuzzyDate | None:
    """Read the claimed day of an event; None = not asked.

    Raises:
        UserError: It is no day.
    """
    if text is None:
        return None
    try:
        return read_published(text)
    except ValueError as error:
        raise UserError(f"event {text!r}: {error}") from error


def reuse_line(
    hashed: Mapping[str, HashedPicture],
    sightings: Iterable[Sighting],
    *,
    radius: int = CANDIDATE_BITS,
    event: FuzzyDate | None = None,
) -> Line:
    """Group hashed pictures, with who had each first, as plain JSON.

    Args:
        hashed: Pictures by name.
        sightings: Captures and stated publications of them.
        radius: Most bits that may differ.
        event: Day of an event to hold them against; None = none.
    """
    links = find_links(hashed, radius)
    groups = group_copies(links)
    seen = list(sightings)
    line: Line = {
        "candidates": [x.as_line() for x in links if x.distance_bits > COPY_BITS],
        "groups": [_group_line(group, links, seen) for group in groups],
        "method": METHOD,
        "n_pictures": len(hashed),
        "not_searched": [
            {"because": "too little to be seen in it to tell it apart", "media": name}
            for name in sorted(hashed)
            if not hashed[name].is_usable
        ],
        "radius_bits": radius,
    }
    if event is not None:
        together = {name for group in groups for name in group}
        alone = [(name,) for name in sorted(hashed) if name not in together]
        line["before_event"] = [
            {"members": list(members), **dated.as_line()}
            for members in (*groups, *alone)
            if (dated := existed_before(_of(members, seen), event)).answer
            != "not_shown"
        ]
    return line


def _group_line(
    group: tuple[str, ...], links: Iterable[Link], seen: Iterable[Sighting]
) -> Line:
    first = earliest(_of(group, seen))
    inside = [x for x in links if x.first in group and x.second in group]
    return {
        "earliest": first.as_line() if first else None,
        "links": [x.as_line() for x in inside if x.distance_bits <= COPY_BITS],
        "members": list(group),
    }


def _of(members: Iterable[str], seen: Iterable[Sighting]) -> list[Sighting]:
    held = set(members)
    return [item for item in seen if item.name in held]


MEDIA_KINDS = {"metadata": metadata_check, "reuse": reuse_check}
