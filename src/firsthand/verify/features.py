"""All that is kept of a picture so that it can be searched for: hashes and corners.

Method: M076, M079. Made once from the bytes, in the box; a cache, never evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from firsthand.model import Value
from firsthand.verify import keypoints
from firsthand.verify.geometry import View, shown_of
from firsthand.verify.keypoints import (
    Points,
    find_points,
    mirrored,
    small_of,
)
from firsthand.verify.pdq import N_PROBES, Hashed
from firsthand.verify.pictures import Box, open_picture
from firsthand.verify.reuse import METHOD, Frame, HashedPicture, cut_to, hash_opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

# Changes whenever old features cannot be compared with new ones.
VERSION = f"5; {METHOD}; {keypoints.METHOD} of the whole and of each box"
_PNG = ".png"


class Corners(Value, frozen=True, kw_only=True):
    """Corners as bytes.

    Attributes:
        xy: (n, 2) float32.
        bits: (n, 32) uint8.
        width: Pixels of the working size.
        height: The same.
    """

    xy: bytes
    bits: bytes
    width: int
    height: int


class Face(Value, frozen=True, kw_only=True):
    """What is laid over other pictures: one frame of a picture, or a still.

    Attributes:
        shown: PNG, grey, half the working size of corners.
        corners: Its corners as it is.
        turned: Its corners as a mirror shows it.
    """

    shown: bytes
    corners: Corners
    turned: Corners

    def points(self, *, is_mirrored: bool = False) -> Points:
        """Return its corners, as search takes them."""
        return points_of(self.turned if is_mirrored else self.corners)

    def view(self, *, is_mirrored: bool = False) -> View:
        """Return what can be laid over another."""

        def show() -> NDArray[np.uint8]:
            shown = unpacked(self.shown)
            return mirrored(shown) if is_mirrored else shown

        return View(self.points(is_mirrored=is_mirrored), show)


class Features(Value, frozen=True, kw_only=True):
    """What is kept of a picture.

    Attributes:
        version: `VERSION` of what made it.
        width: Pixels as stored.
        height: The same.
        boxes: Where each frame but the whole lies, at the working size of hashing:
            left, top, right, bottom.
        probes: Of each frame, its eight hashes of 32 bytes.
        quality: Of each frame.
        filled: Of each frame, how many of 64 cells hold anything.
        faces: Of each frame, what is laid over others; empty = no OpenCV.
        problem: Why a part of it is missing; None = it is whole.
    """

    version: str
    width: int
    height: int
    boxes: dict[str, tuple[int, int, int, int]]
    probes: dict[str, bytes]
    quality: dict[str, int]
    filled: dict[str, int]
    faces: dict[str, Face] = msgspec.field(default_factory=dict)
    problem: str | None = None

    @property
    def hashed(self) -> HashedPicture:
        """The hashes, as search takes them."""
        import numpy as np  # noqa: PLC0415  start-up

        frames = {
            Frame(name): Hashed(
                np.frombuffer(raw, np.uint8).reshape(N_PROBES, 32),
                self.quality[name],
                self.filled[name],
            )
            for name, raw in self.probes.items()
        }
        boxes = {Frame(name): Box(*box) for name, box in self.boxes.items()}
        return HashedPicture(frames, boxes, self.width, self.height)


def features_of(data: bytes) -> Features:
    """Decode a picture and take all that search needs.

    Raises:
        SourceError: It cannot be decoded within the limits.
    """
    picture = open_picture(data)
    hashed = hash_opened(picture)
    return Features(
        version=VERSION,
        width=picture.width,
        height=picture.height,
        boxes={f.value: (*box,) for f, box in hashed.boxes.items()},
        probes={frame.value: item.probes.tobytes() for frame, item in _items(hashed)},
        quality={frame.value: item.quality for frame, item in _items(hashed)},
        filled={frame.value: item.n_filled for frame, item in _items(hashed)},
        faces=_faces(picture.grey, hashed.boxes) if keypoints.is_available() else {},
        problem=picture.problem,
    )


def _faces(grey: NDArray[np.float32], boxes: Mapping[Frame, Box]) -> dict[str, Face]:
    """Take corners of the whole, and of each box.

    Screen furniture is full of sharp corners that crowd out those of the content; but
    a box may cut a drawing or a crop in the wrong place, so that all are kept.
    """
    faces = {Frame.WHOLE.value: face_of(small_of(grey))}
    for frame, box in boxes.items():
        faces[frame.value] = face_of(small_of(cut_to(grey, box)))
    return faces


def face_of(small: NDArray[np.uint8]) -> Face:
    """Take what is laid over others from a picture at the working size."""
    return Face(
        shown=packed(shown_of(small)),
        corners=corners_of(find_points(small)),
        turned=corners_of(find_points(mirrored(small))),
    )


def _items(hashed: HashedPicture) -> list[tuple[Frame, Hashed]]:
    return list(hashed.frames.items())


def points_of(corners: Corners) -> Points:
    """Return corners as search takes them."""
    import numpy as np  # noqa: PLC0415  start-up

    return Points(
        np.frombuffer(corners.xy, np.float32).reshape(-1, 2),
        np.frombuffer(corners.bits, np.uint8).reshape(-1, 32),
        corners.width,
        corners.height,
    )


def corners_of(points: Points) -> Corners:
    """Return corners as bytes, to be kept."""
    return Corners(
        xy=points.xy.tobytes(),
        bits=points.bits.tobytes(),
        width=points.width,
        height=points.height,
    )


def packed(shown: NDArray[np.uint8]) -> bytes:
    """Return a grey picture, (height, width) uint8, as PNG."""
    module = keypoints.cv()
    return bytes(module.imencode(_PNG, shown, [module.IMWRITE_PNG_COMPRESSION, 1])[1])


def unpacked(shown: bytes) -> NDArray[np.uint8]:
    """Return a grey PNG as (height, width) uint8."""
    import numpy as np  # noqa: PLC0415  start-up

    module = keypoints.cv()
    made: NDArray[np.uint8] = module.imdecode(
        np.frombuffer(shown, np.uint8), module.IMREAD_GRAYSCALE
    )
    return made
