"""Pictures that are copies of one another, and which of them was seen first.

Method: M076, M077, M078. Each picture is hashed whole and cut to its content, and asked
for in eight turned and mirrored forms. Up to 31 bits apart: a copy. 32 to 70: a
candidate that a person must look at; candidates are never put into a group.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.model.values import FuzzyDate
from firsthand.verify.hamming import TABLES_REACH
from firsthand.verify.pdq import LEAST_QUALITY, Hashed, pdq
from firsthand.verify.pictures import (
    WORKING_SIDE,
    Box,
    Picture,
    content_box,
    framed_box,
    open_picture,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPY_BITS = TABLES_REACH
# Of two frames of which one fills less than so many of 64 cells, hashes come near one
# another by chance: so many bits are a copy then, more must pass geometry. Tuned on 85
# of the pictures of the bench of media: 1 of 2,550 queries met another picture so.
LEAST_FILLED, COPY_BITS_OF_LITTLE = 20, 15
# Tuned on 7.4 million pairs of different pictures: the first fell at 72 bits.
CANDIDATE_BITS = 70
METHOD = f"pdq, working side {WORKING_SIDE} px, quality {LEAST_QUALITY} or more"


class Frame(enum.StrEnum):
    """Which part of a picture was hashed."""

    WHOLE = "whole"
    CONTENT = "content"
    FRAMED = "framed"


# A box that is nearly one that is there already says nothing new.
_NEW_SHARE = 0.9


class HashedPicture(NamedTuple):
    """The hashes of one picture.

    Attributes:
        frames: Hash of each frame that was hashed.
        boxes: Where each frame but the whole lies, at the working size.
        width: Pixels of the picture as stored.
        height: The same.
    """

    frames: Mapping[Frame, Hashed]
    boxes: Mapping[Frame, Box]
    width: int
    height: int

    @property
    def is_usable(self) -> bool:
        """Whether any frame has enough in it to be searched for."""
        return any(item.is_usable for item in self.frames.values())

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "boxes": {frame.value: list(box) for frame, box in self.boxes.items()},
            "hashes": {
                frame.value: {
                    "filled_cells": item.n_filled,
                    "pdq": item.hex,
                    "quality": item.quality,
                }
                for frame, item in self.frames.items()
            },
            "height": self.height,
            "is_usable": self.is_usable,
            "method": METHOD,
            "width": self.width,
        }


def hash_picture(data: bytes) -> HashedPicture:
    """Hash a picture whole and cut to its content.

    Raises:
        SourceError: It cannot be decoded within the limits.
    """
    return hash_opened(open_picture(data))


def hash_opened(picture: Picture) -> HashedPicture:
    """Hash a decoded picture whole and cut to its content."""
    frames = {Frame.WHOLE: pdq(picture.grey)}
    boxes = boxes_of(picture.grey)
    for frame, box in boxes.items():
        frames[frame] = pdq(cut_to(picture.grey, box))
    return HashedPicture(frames, boxes, picture.width, picture.height)


def boxes_of(grey: NDArray[np.float32]) -> dict[Frame, Box]:
    """Return the parts of a picture that may be a picture of their own."""
    found: dict[Frame, Box] = {}
    content, framed = content_box(grey), framed_box(grey)
    if content is not None:
        found[Frame.CONTENT] = content
    is_new = content is None or framed is None or _shared(content, framed) < _NEW_SHARE
    if framed is not None and is_new:
        found[Frame.FRAMED] = framed
    return found


def cut_to(grey: NDArray[np.float32], box: Box) -> NDArray[np.float32]:
    """Return what lies in a box."""
    return grey[box.top : box.bottom, box.left : box.right]


def _shared(one: Box, two: Box) -> float:
    """Return the share of both boxes together that lies in both."""
    width = min(one.right, two.right) - max(one.left, two.left)
    height = min(one.bottom, two.bottom) - max(one.top, two.top)
    both = max(0, width) * max(0, height)
    sizes = ((b.right - b.left) * (b.bottom - b.top) for b in (one, two))
    return both / (sum(sizes) - both)


# --- links and groups ------------------------------------------------------


class Likeness(enum.StrEnum):
    """What a distance between two hashes means."""

    COPY = "copy"
    IN_PART = "in_part"
    CANDIDATE = "candidate"


class Link(NamedTuple):
    """Two pictures whose hashes are near.

    Attributes:
        first: Name of one picture, the smaller name.
        second: Name of the other.
        distance_bits: Bits that differ between the nearest frames and forms.
        likeness: Copy, or candidate.
        frames: Which frame of the first and of the second were nearest.
    """

    first: str
    second: str
    distance_bits: int
    likeness: Likeness
    frames: tuple[Frame, Frame]

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "distance_bits": self.distance_bits,
            "first": self.first,
            "frames": [frame.value for frame in self.frames],
            "likeness": self.likeness.value,
            "second": self.second,
        }


def likeness_of(bits: int) -> Likeness:
    """Say what a distance in bits means by itself."""
    return Likeness.COPY if bits <= COPY_BITS else Likeness.CANDIDATE


def group_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Join pairs into groups of two or more names, sorted."""
    group_of: dict[str, set[str]] = {}
    for first, second in pairs:
        one = group_of.get(first, {first})
        joined = one | group_of.get(second, {second})
        group_of |= dict.fromkeys(joined, joined)
    return sorted({tuple(sorted(group)) for group in group_of.values()})


# --- who had it first ------------------------------------------------------


class SightingKind(enum.StrEnum):
    """How we know that a picture existed by a time. Its own metadata is no sighting."""

    CAPTURE = "capture"
    STATED_PUBLICATION = "stated_publication"
    TIME_STAMP = "time_stamp"
    PLATFORM_ID = "platform_id"
    WEB_ARCHIVE = "web_archive"


class Sighting(NamedTuple):
    """A time by which a picture existed.

    Attributes:
        name: The picture.
        kind: How we know.
        by: The latest moment it can mean, UTC: it existed then at the latest.
        words: What was stated ("2021-10-01", or the time of our capture).
    """

    name: str
    kind: SightingKind
    by: dt.datetime
    words: str

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "existed_by": f"{self.by:%Y-%m-%dT%H:%M:%SZ}",
            "known_from": self.kind.value,
            "name": self.name,
            "stated": self.words,
        }


# A day lasts, somewhere on Earth, from 14 hours before Greenwich has it to 12 after.
_EAST, _WEST = dt.timedelta(hours=14), dt.timedelta(hours=12)
_DAY = dt.timedelta(days=1)


def captured(name: str, at: dt.datetime) -> Sighting:
    """Return our own capture as a sighting (local clock: recorded, not proof)."""
    moment = at.astimezone(dt.UTC).replace(microsecond=0)
    return Sighting(name, SightingKind.CAPTURE, moment, f"{moment:%Y-%m-%dT%H:%M:%SZ}")


def published(name: str, stated: FuzzyDate) -> Sighting | None:
    """Return a stated day of publication as a sighting; None = open towards now.

    A day without zone ends when it ends everywhere.
    """
    if stated.latest is None:
        return None
    ends = dt.datetime.combine(stated.latest, dt.time(), dt.UTC) + _DAY + _WEST
    words = stated.latest.isoformat()
    return Sighting(name, SightingKind.STATED_PUBLICATION, ends, words)


def earliest(sightings: Iterable[Sighting]) -> Sighting | None:
    """Return the earliest sighting; None = there is none."""
    found = sorted(sightings, key=lambda item: (item.by, item.name, item.kind))
    return found[0] if found else None


class Dated(NamedTuple):
    """Whether a picture was there before an event.

    Attributes:
        answer: "existed_before", "not_shown" (nothing seen early enough), or
            "undecidable" (the times touch, or the event has no first day).
        because: The sentence for people.
        sighting: The earliest sighting.
    """

    answer: str
    because: str
    sighting: Sighting | None

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "answer": self.answer,
            "because": self.because,
            "earliest": self.sighting.as_line() if self.sighting else None,
        }


def existed_before(sightings: Sequence[Sighting], event: FuzzyDate) -> Dated:
    """Say whether a picture existed before an event, from captures and publications.

    Args:
        sightings: When copies of the picture were seen, with how we know.
        event: Claimed date of the event.
    """
    first = earliest(sightings)
    if first is None:
        return Dated("not_shown", "no capture and no stated publication", None)
    if event.earliest is None:
        return Dated("undecidable", "the event has no first day", first)
    starts = dt.datetime.combine(event.earliest, dt.time(), dt.UTC) - _EAST
    ends_by = event.latest or event.earliest
    over = dt.datetime.combine(ends_by, dt.time(), dt.UTC) + _DAY + _WEST
    seen = f"{first.name} existed by {first.by:%Y-%m-%d %H:%M} UTC ({first.kind.value})"
    if first.by <= starts:
        return Dated(
            "existed_before",
            f"{seen}, before {event.earliest} began anywhere: it does not show that "
            "event; how good the date is must be looked at",
            first,
        )
    if first.by <= over:
        return Dated("undecidable", f"{seen}, about the day of the event", first)
    return Dated(
        "not_shown",
        f"{seen}, after the event: this says nothing of when it was taken",
        first,
    )
