"""Pictures decoded for comparing: one working size, within limits, never a crash.

Method: M076. The decoded picture is a working copy; the bytes stay as they are.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from firsthand.errors import SourceError
from firsthand.verify import heif

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Grey = NDArray[np.float32]

# Decoded whole, a picture of this size takes 300 MB.
MOST_PIXELS = 100_000_000
# Longest side at which pictures are compared; recorded with every hash.
WORKING_SIDE = 1024
_LEAST_SIDE = 16
# What Pillow says of a file that ends early, and how much of it must be there.
_TORN, _LEAST_THERE = "truncated", 1 / 8
_ORIENTATION, _MOST_16 = 0x0112, 65_535.0
# MPO opens as JPEG.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")
# The content box (tuned on 199 open-licence pictures framed and shot off screens):
# least spread of brightness, joined gaps and least share of the side.
_SPREAD, _GAP, _LEAST_SHARE = 6.0, 0.006, 0.12
_LOW_SHARE, _HIGH_SHARE = 8, 92
# A box that takes nearly the whole frame is the frame.
_WHOLE_SHARE = 0.98
_LINE_STEP, _FEWEST_OF_LINE = 8, 64
# A screen or a sheet of one shade: so much of the rim within so many steps of it; a
# line of which half is of another shade belongs to what lies upon it.
_RIM_PX, _RIM_SHARE, _SHADE_STEPS = 2, 0.3, 3
_LYING_SHARE, _LEAST_LYING = 0.5, 0.06
_FRAMED_STEP = 4


class Picture(NamedTuple):
    """A decoded picture.

    Attributes:
        grey: (height, width) float32 brightness 0-255 at the working size, upright.
        width: Width of the picture as stored, pixels.
        height: Height as stored.
        problem: Why a part of it is missing; None = it is whole.
    """

    grey: Grey
    width: int
    height: int
    problem: str | None = None


class Box(NamedTuple):
    """A rectangle in pixels of the working size, ends excluded."""

    left: int
    top: int
    right: int
    bottom: int


def open_picture(data: bytes) -> Picture:
    """Decode a picture (the first one of several) at the working size.

    Raises:
        SourceError: It cannot be decoded, is too large or too small; says which.
    """
    import numpy as np  # noqa: PLC0415  start-up

    made = _opened(data, "L")
    grey = np.asarray(made.image, np.float32)
    return Picture(grey, made.width, made.height, made.problem)


def open_colour(data: bytes) -> NDArray[np.uint8]:
    """Decode a picture at the working size in colour, (height, width, 3) uint8.

    Raises:
        SourceError: It cannot be decoded, is too large or too small; says which.
    """
    import numpy as np  # noqa: PLC0415  start-up

    return np.asarray(_opened(data, "RGB").image, np.uint8)


class _Decoded(NamedTuple):
    """A picture at the working size, upright; its size as stored; what is missing."""

    image: Image.Image
    width: int
    height: int
    problem: str | None


def _opened(data: bytes, mode: str, *, is_torn: bool = False) -> _Decoded:
    """Decode a picture; of one whose file ends early, what is there."""
    try:
        return _decoded(data, mode, is_torn=is_torn)
    except Exception as error:  # whatever damage makes a decoder raise is a message
        if _TORN in str(error) and not is_torn:
            return _opened(data, mode, is_torn=True)
        raise _refusal(error) from error


def _decoded(data: bytes, mode: str, *, is_torn: bool) -> _Decoded:
    from PIL import Image  # noqa: PLC0415  start-up

    formats: tuple[str, ...] = _FORMATS
    if heif.is_heif(data):
        heif.make_ready()
        formats = ("HEIF",)
    problem = None
    with warnings.catch_warnings(), _torn_allowed(is_allowed=is_torn):
        warnings.simplefilter("ignore")  # the limits below are our own
        with Image.open(io.BytesIO(data), formats=formats) as image:
            width, height = image.size
            _refuse_size(width, height)
            image.draft(mode, (WORKING_SIDE, WORKING_SIDE))
            turn = _turn_of(image)
            made = _grey_of(image) if mode == "L" else image.convert(mode)
    if is_torn:
        n_rows = made.height
        made = _what_is_there(made)
        share = made.height / n_rows
        problem = (
            f"its file ends early: {share * 100:.0f} % of the picture is there and used"
        )
    made.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    upright = made if turn is None else made.transpose(turn)
    return _Decoded(upright, width, height, problem)


@contextlib.contextmanager
def _torn_allowed(*, is_allowed: bool) -> Iterator[None]:
    """Let Pillow give what it decoded of a file that ends early."""
    from PIL import ImageFile  # noqa: PLC0415  start-up

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = is_allowed
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _what_is_there(made: Image.Image) -> Image.Image:
    """Cut off what a decoder fills up with one shade.

    Raises:
        OSError: Next to nothing is there.
    """
    import numpy as np  # noqa: PLC0415  start-up

    grey = np.asarray(made.convert("L"))
    rows = np.flatnonzero(np.ptp(grey, axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
    if bottom - top < max(_LEAST_SIDE, _LEAST_THERE * made.height):
        raise OSError(_TORN)
    return made.crop((0, top, made.width, bottom))


def _refusal(error: Exception) -> SourceError:
    from PIL import Image  # noqa: PLC0415  start-up

    if isinstance(error, SourceError):
        return error
    if isinstance(error, Image.DecompressionBombError):
        return SourceError(
            f"the picture claims more pixels than fit, over the limit of "
            f"{MOST_PIXELS:,}: not decoded; its bytes are kept"
        )
    return SourceError(
        f"the picture cannot be decoded ({_why(error)}); its bytes are kept"
    )


def _why(error: Exception) -> str:
    """Say in plain words what a decoder stumbled over."""
    from PIL import UnidentifiedImageError  # noqa: PLC0415  start-up

    if isinstance(error, UnidentifiedImageError):
        return "it is damaged from its start, or of a kind not read here"
    if _TORN in str(error):
        return "its file ends before the picture does"
    return f"{type(error).__name__}: {error}"


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return how a picture is turned before it is looked at (Exif 0x0112)."""
    from PIL import Image  # noqa: PLC0415  start-up

    way = Image.Transpose
    ways = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_270,
        7: way.TRANSVERSE,
        8: way.ROTATE_90,
    }
    try:
        return ways.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  damaged Exif turns nothing; the picture is there
        return None


def _grey_of(image: Image.Image) -> Image.Image:
    """Return brightness in 256 steps; deeper pictures are scaled, not cut off."""
    import numpy as np  # noqa: PLC0415  start-up
    from PIL import Image  # noqa: PLC0415  start-up

    if not image.mode.startswith(("I", "F")):
        return image.convert("L")
    deep = np.nan_to_num(np.asarray(image, np.float32))
    is_16 = image.mode.startswith("I;16")
    least = 0.0 if is_16 else min(0.0, float(deep.min()))
    most = _MOST_16 if is_16 else max(float(deep.max()), least + 1.0)
    scaled = (deep - least) * (255 / (most - least))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise SourceError(
            f"the picture claims {width} x {height} pixels, over the limit of "
            f"{MOST_PIXELS:,}: not decoded; its bytes are kept"
        )
    if min(width, height) < _LEAST_SIDE:
        raise SourceError(f"the picture is {width} x {height} pixels: too small")


def content_box(grey: Grey) -> Box | None:
    """Find the picture within frames, bars and the furniture of a screen.

    Args:
        grey: (height, width) brightness.

    Returns:
        The box; None = the whole frame is content.
    """
    top, bottom = busiest(spread_of_lines(grey, 1))
    left, right = busiest(spread_of_lines(grey[top:bottom], 0))
    again, end = busiest(spread_of_lines(grey[top:bottom, left:right], 1))
    return _part_of(Box(left, top + again, right, top + end), grey)


def _part_of(box: Box, grey: Grey) -> Box | None:
    """Return a box; None = it is nearly the whole frame, or too small."""
    height, width = grey.shape
    is_whole = (box.right - box.left) * (box.bottom - box.top) >= (
        _WHOLE_SHARE * width * height
    )
    is_tiny = min(box.right - box.left, box.bottom - box.top) < _LEAST_SIDE
    return None if is_whole or is_tiny else box


def framed_box(grey: Grey) -> Box | None:
    """Find the picture that lies on a screen or a sheet of one shade.

    What lies there keeps its own margins and its frame, as windows and plots have
    them: `content_box` would cut these off, or take a part of them for the whole.

    Args:
        grey: (height, width) brightness.

    Returns:
        The box; None = there is no such screen, or nothing but it.
    """
    import numpy as np  # noqa: PLC0415  start-up

    shade = _shade_of_rim(grey)
    if shade is None:
        return None
    lies = np.abs(grey[:, ::_FRAMED_STEP] - shade) >= _SHADE_STEPS
    top, bottom = _longest(lies.mean(1) > _LYING_SHARE, _LEAST_LYING)
    lies = np.abs(grey[top:bottom:_FRAMED_STEP] - shade) >= _SHADE_STEPS
    left, right = _longest(lies.mean(0) > _LYING_SHARE, _LEAST_LYING)
    lies = np.abs(grey[top:bottom, left:right:_FRAMED_STEP] - shade) >= _SHADE_STEPS
    again, end = _longest(lies.mean(1) > _LYING_SHARE, _LEAST_LYING)
    return _part_of(Box(left, top + again, right, top + end), grey)


def _shade_of_rim(grey: Grey) -> int | None:
    """Return the shade of most of the rim; None = it has none."""
    import numpy as np  # noqa: PLC0415  start-up

    sides = (grey[:_RIM_PX], grey[-_RIM_PX:], grey[:, :_RIM_PX], grey[:, -_RIM_PX:])
    rim = np.concatenate([side.ravel() for side in sides]).astype(np.uint8)
    counts = np.convolve(np.bincount(rim, minlength=256), np.ones(3), "same")
    shade = int(counts.argmax())
    return shade if counts[shade] >= _RIM_SHARE * len(rim) else None


def spread_of_lines(grey: Grey, axis: int) -> NDArray[np.float64]:
    """Return how far brightness spreads along each line, sparse lettering ignored."""
    import numpy as np  # noqa: PLC0415  start-up

    # Every eighth pixel of a line tells its spread as well as all of them.
    step = max(1, min(_LINE_STEP, grey.shape[axis] // _FEWEST_OF_LINE))
    some = grey[:, ::step] if axis == 1 else grey[::step].T
    lines = np.ascontiguousarray(some.astype(np.uint8))
    lines.sort(axis=1, kind="stable")  # counting, for bytes: several times faster
    low, high = (
        lines[:, round(share / 100 * (lines.shape[1] - 1))].astype(np.float64)
        for share in (_LOW_SHARE, _HIGH_SHARE)
    )
    made: NDArray[np.float64] = high - low
    return made


def busiest(spread: NDArray[np.float64]) -> tuple[int, int]:
    """Return the longest run of busy lines, small gaps joined; all if none is long."""
    return _longest(spread > _SPREAD, _LEAST_SHARE)


def _longest(is_busy: NDArray[np.bool_], least_share: float) -> tuple[int, int]:
    import numpy as np  # noqa: PLC0415  start-up

    n_lines = len(is_busy)
    busy = np.flatnonzero(is_busy)
    if not len(busy):
        return 0, n_lines
    gap = max(2, int(_GAP * n_lines))
    runs = np.split(busy, np.flatnonzero(np.diff(busy) > gap) + 1)
    longest = max(runs, key=len)
    if longest[-1] + 1 - longest[0] <= least_share * n_lines:
        return 0, n_lines
    return int(longest[0]), int(longest[-1]) + 1
