"""Media of a case: listed, read for metadata, searched for re-use.

Reads: MediaItem, Capture. Writes: Check. Method: M075-M078.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from firsthand.capture import read_published
from firsthand.casework.anchoring import anchors_of
from firsthand.casework.case import TOOL, Case, Progress, no_progress
from firsthand.casework.checking import Ran
from firsthand.casework.media_archive import Asked, Reading, match_all
from firsthand.casework.media_box import MediaBox
from firsthand.casework.media_shards import Elsewhere
from firsthand.casework.media_store import MediaStore
from firsthand.casework.people import is_elsewhere
from firsthand.errors import IntegrityError, SourceError, UserError
from firsthand.model import Capture, FuzzyDate, MediaItem, Protection, Source
from firsthand.store import EmbeddedStore
from firsthand.verify import video
from firsthand.verify.addresses import sighting_of_address, stamped
from firsthand.verify.descriptors import digest_of_model
from firsthand.verify.features import VERSION, Features
from firsthand.verify.matching import Match
from firsthand.verify.metadata import available_reader, describe, read_tags
from firsthand.verify.reuse import (
    CANDIDATE_BITS,
    COPY_BITS,
    Likeness,
    Sighting,
    captured,
    existed_before,
    group_pairs,
    published,
)
from firsthand.verify.video import VideoFeatures

Line = dict[str, Any]
Seen = Mapping[str, list[Sighting]]
_PICTURE = "image/"
HERE = "here"
# Larger files are read from where they lie.
_IN_MEMORY_BYTES = 64 * 2**20


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
    item, capture = media_item(case, media_id)
    reader = parameters.get("reader") or available_reader()
    read = read_tags(_readable(case, capture), reader)
    line = describe(read, case.reference)
    tool = f"{TOOL}; {read.reader}"
    return Ran("metadata", (item.id,), {"reader": reader}, line, tool)


def _readable(case: Case, capture: Capture) -> bytes | Path:
    """Return the bytes of a capture, or where they lie where they are many."""
    if capture.size_bytes <= _IN_MEMORY_BYTES:
        return case.store.read_object(capture.sha256)
    with case.store.open_object(capture.sha256) as file:
        name = getattr(file, "name", None)
        if not isinstance(name, str | os.PathLike):
            return case.store.read_object(capture.sha256)
        digest = hashlib.sha256()
        while chunk := file.read(2**20):
            digest.update(chunk)
        if digest.hexdigest() != capture.sha256:
            raise IntegrityError(
                f"{capture.id}: its bytes are not those that were taken in; "
                "firsthand verify says what else is wrong"
            )
    return Path(name)


def media_item(case: Case, media_id: str) -> tuple[MediaItem, Capture]:
    """Return a media item and its capture.

    Raises:
        UserError: There is none.
    """
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
    *,
    engine: str = HERE,
) -> Ran:
    """Search the pictures, videos and sounds of a case for one another.

    Args:
        case: An open case.
        media_ids: Which; empty = all of them.
        parameters: `event`: claimed day of an event, to find pictures that existed
            before it; `radius`: most bits that may differ (70).
        progress: Told of each picture hashed.
        engine: Where hashes are searched: "here", or as `open_engine` takes it. The
            answer is the same, and so it is no parameter of the check.

    Raises:
        UserError: No such item, or a parameter or an engine that makes no sense.
    """
    every = [i.id for i in case.store.every(MediaItem) if _is_searched(i)]
    chosen = sorted(set(media_ids) or every)
    radius = read_radius(parameters.get("radius"))
    event = read_event(parameters.get("event"))
    with MediaStore(case) as store:
        held = _hold(case, store, chosen, progress)
        with _engine(case, engine, held) as elsewhere:
            matches, videos = _search(
                store, held, held.names, radius, progress, elsewhere=elsewhere
            )
        weak = unusable(held.pictures, store.is_usable)
    sightings = _all_sightings(case, held)
    line = reuse_line(
        matches, held.names, sightings, videos=videos, radius=radius, event=event
    )
    line["not_searched"] = [*held.left_out, *weak]
    if held.torn:
        line["torn"] = held.torn_lines
    if case.settings.copy_model:
        line["model"] = f"sha256 {digest_of_model(case.settings.copy_model)}"
    plain = {key: parameters[key] for key in sorted(parameters)}
    return Ran("reuse", tuple(chosen), plain, line)


class Held(NamedTuple):
    """Media of a case that can be searched for, or why not.

    Attributes:
        pictures: Ids of the pictures.
        videos: Ids of the videos and sounds.
        captures: Item and capture of everything, by media id.
        left_out: What could not be decoded, and why.
        torn: Of what was searched for: what of it is missing, by media id.
    """

    pictures: list[str]
    videos: list[str]
    captures: dict[str, tuple[MediaItem, Capture]]
    left_out: list[Line]
    torn: dict[str, str]

    @property
    def names(self) -> list[str]:
        """Everything that can be searched for."""
        return sorted([*self.pictures, *self.videos])

    @property
    def torn_lines(self) -> list[Line]:
        """What was searched for by a part of it."""
        return [{"because": why, "media": name} for name, why in self.torn.items()]


def _hold(
    case: Case, store: MediaStore, chosen: Sequence[str], progress: Progress
) -> Held:
    """Decode media that were not decoded before."""
    held = Held([], [], {}, [], {})
    for n_done, media_id in enumerate(chosen, 1):
        item, capture = held.captures[media_id] = media_item(case, media_id)
        try:
            store.hold(item, capture)
        except SourceError as error:
            held.left_out.append({"because": str(error), "media": media_id})
        else:
            (held.pictures if _is_picture(item) else held.videos).append(media_id)
        progress("hashing", n_done, len(chosen))
    return held


def _all_sightings(case: Case, held: Held) -> list[Sighting]:
    found = [
        sighting
        for item, capture in held.captures.values()
        for sighting in _sightings(item, capture)
    ]
    digests = {name: capture.sha256 for name, (_, capture) in held.captures.items()}
    return [*found, *_stamped(case, digests)]


def _search(
    store: MediaStore,
    held: Held,
    asked: Sequence[str],
    radius: int,
    progress: Progress,
    *,
    elsewhere: Elsewhere | None = None,
) -> tuple[list[Match], list[Line]]:
    """Search for some media among all that is held, and decide."""

    def picture(name: str) -> Features:
        return store.picture(*held.captures[name])

    def video_of(name: str) -> VideoFeatures:
        return store.video(*held.captures[name])

    def asked_for(name: str) -> Features | VideoFeatures:
        made = store.features(name)
        if made.problem is not None:
            held.torn[name] = made.problem
        return made

    wanted = [Asked(name, functools.partial(asked_for, name)) for name in asked]
    found = store.archive.search(
        wanted,
        store.names_of(),
        frozenset(held.videos),
        radius,
        done=lambda n_done: progress("searching", n_done, len(wanted)),
        elsewhere=elsewhere,
    )
    return match_all(
        found,
        Reading(held.pictures, picture),
        Reading(held.videos, video_of),
        frozenset(asked),
        store.alike(asked),
    )


@contextlib.contextmanager
def _engine(case: Case, address: str, held: Held) -> Iterator[Elsewhere | None]:
    """Open where hashes are searched; None = here."""
    if address == HERE:
        yield None
        return
    from firsthand.link.engine.choose import open_engine  # noqa: PLC0415  heavy

    stay = kept_here(case, held.captures) if is_elsewhere(address) else frozenset()
    with contextlib.closing(open_engine(address)) as engine:
        yield Elsewhere(engine, stay)


def kept_here(
    case: Case, captures: Mapping[str, tuple[MediaItem, Capture]]
) -> frozenset[str]:
    """Return media of which nothing may leave: not open, or of a source that is not."""
    of_source = {source.id: source.protection for source in case.store.every(Source)}

    def protections(item: MediaItem, capture: Capture) -> set[Protection]:
        found = {item.protection, capture.protection}
        if capture.source_id is not None:
            found.add(of_source.get(capture.source_id, Protection.OPEN))
        return found

    return frozenset(
        name
        for name, (item, capture) in captures.items()
        if protections(item, capture) != {Protection.OPEN}
    )


def what_media_leave(case: Case, engine: str) -> str | None:
    """Say what would leave this machine; None = nothing."""
    if engine == HERE or not is_elsewhere(engine):
        return None
    items = [item.id for item in case.store.every(MediaItem) if _is_searched(item)]
    captures = {name: media_item(case, name) for name in items}
    n_stay = len(kept_here(case, captures))
    return (
        f"Hashes (256 bits a frame) of {len(items) - n_stay:,} media items go to "
        f"{engine}; {n_stay:,} that are protected stay here. A hash tells roughly what "
        "a picture looks like"
    )


def search_new(
    case: Case,
    new_ids: Sequence[str],
    progress: Progress = no_progress,
    *,
    engine: str = HERE,
) -> Line:
    """Search for new media among all of the case: what `media add` tells.

    Args:
        case: An open case.
        new_ids: The media items to be searched for.
        progress: Told of each item decoded.
        engine: Where hashes are searched: "here", or as `open_engine` takes it.

    Returns:
        `matches` and `videos` in which a new item takes part; `not_searched`; `torn`:
        searched for by what is there of it.

    Raises:
        UserError: No such item, or no such engine.
    """
    for name in new_ids:
        media_item(case, name)
    every = [i.id for i in case.store.every(MediaItem) if _is_searched(i)]
    with MediaStore(case) as store:
        held = _hold(case, store, every, progress)
        asked = sorted(set(new_ids) & set(held.names))
        with _engine(case, engine, held) as elsewhere:
            matches, videos = _search(
                store, held, asked, CANDIDATE_BITS, progress, elsewhere=elsewhere
            )
        weak = unusable(sorted(set(asked) & set(held.pictures)), store.is_usable)
    left_out = [row for row in held.left_out if row["media"] in set(new_ids)]
    return {
        "matches": [match.as_line() for match in matches],
        "n_searched": len(held.names),
        "not_searched": [*left_out, *weak],
        "torn": held.torn_lines,
        "videos": videos,
    }


def unusable(pictures: Iterable[str], is_usable: Callable[[str], bool]) -> list[Line]:
    """Tell pictures that have too little in them to be searched for by hashes."""
    return [
        {"because": "too little to be seen in it to tell it apart", "media": name}
        for name in sorted(pictures)
        if not is_usable(name)
    ]


def _is_searched(item: MediaItem) -> bool:
    return item.media_type.startswith((_PICTURE, "video/", "audio/"))


def _is_picture(item: MediaItem) -> bool:
    return item.media_type.startswith(_PICTURE)


def _sightings(item: MediaItem, capture: Capture) -> list[Sighting]:
    """Return all that says by when an item existed: never its own metadata."""
    stated = published(item.id, item.published) if item.published else None
    address = sighting_of_address(item.id, capture.url, capture.captured_at)
    every = (captured(item.id, capture.captured_at), stated, address)
    return [sighting for sighting in every if sighting is not None]


def _stamped(case: Case, captures: Mapping[str, str]) -> list[Sighting]:
    """Return verified time stamps on the log that cover captures.

    Args:
        case: An open case.
        captures: Digest of each item's bytes, by media id.
    """
    if not isinstance(case.store, EmbeddedStore):
        return []
    stamps = [one for one in anchors_of(case.store) if one.is_verified]
    if not stamps:
        return []
    first: dict[str, int] = {}
    for event in case.store.events():
        if event.sha256 is not None:
            first.setdefault(event.sha256, event.seq)
    return [
        stamped(media_id, one.gen_time, one.stem)
        for media_id, sha256 in captures.items()
        for one in stamps
        if one.gen_time and first.get(sha256, one.size) < one.size
    ]


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
    matches: Sequence[Match],
    names: Iterable[str],
    sightings: Iterable[Sighting],
    *,
    videos: Sequence[Line] = (),
    radius: int = CANDIDATE_BITS,
    event: FuzzyDate | None = None,
) -> Line:
    """Group matched media, with who had each first, as plain JSON.

    Args:
        matches: What search found among pictures.
        names: Everything that was searched.
        sightings: When each of them is known to have existed.
        videos: What search found among videos and sounds.
        radius: Most bits that may differ.
        event: Day of an event to hold them against; None = none.
    """
    accepted = [m for m in matches if m.likeness is not Likeness.CANDIDATE]
    pairs = [(m.first, m.second) for m in accepted]
    pairs += [(line["first"], line["second"]) for line in videos]
    groups = group_pairs(pairs)
    seen: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        seen.setdefault(sighting.name, []).append(sighting)
    every = sorted(names)
    line: Line = {
        "candidates": [
            m.as_line() for m in matches if m.likeness is Likeness.CANDIDATE
        ],
        "groups": [_group_line(group, accepted, videos, seen) for group in groups],
        "method": f"{VERSION}; {video.VERSION}",
        "n_searched": len(every),
        "radius_bits": radius,
    }
    if event is not None:
        together = {name for group in groups for name in group}
        alone = [(name,) for name in every if name not in together]
        line["before_event"] = [
            {"members": list(members), **dated.as_line()}
            for members in (*groups, *alone)
            if (dated := existed_before(_of(members, seen), event)).answer
            != "not_shown"
        ]
    return line


def _group_line(
    group: tuple[str, ...],
    matches: Iterable[Match],
    videos: Iterable[Line],
    seen: Seen,
) -> Line:
    chain = sorted(_of(group, seen), key=lambda one: (one.by, one.name, one.kind))
    return {
        "earliest": chain[0].as_line() if chain else None,
        "links": [
            *(m.as_line() for m in matches if {m.first, m.second} <= set(group)),
            *(v for v in videos if {v["first"], v["second"]} <= set(group)),
        ],
        "members": list(group),
        "sightings": [sighting.as_line() for sighting in chain],
    }


def _of(members: Iterable[str], seen: Seen) -> list[Sighting]:
    return [sighting for name in members for sighting in seen.get(name, ())]


def credentials_check(
    case: Case, media_ids: Sequence[str], parameters: Mapping[str, str]
) -> Ran:
    """Read the content credentials of one media item, in the box.

    Args:
        case: An open case.
        media_ids: One id.
        parameters: None are taken.

    Raises:
        UserError: No such item, or c2pa-python is not installed.
        SourceError: The reader did not come back.
    """
    del parameters
    (media_id,) = media_ids
    item, capture = media_item(case, media_id)
    data = case.store.read_object(capture.sha256)
    with MediaBox(case.reference) as box:
        line = box.credentials(data, item.media_type)
    return Ran("credentials", (item.id,), {}, line, f"{TOOL}; {line['tool']}")


MEDIA_KINDS = {
    "credentials": credentials_check,
    "metadata": metadata_check,
    "reuse": reuse_check,
}
