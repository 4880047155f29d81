"""What a photo holds beside what it shows: another small picture, bytes after its end.

A camera puts a small copy of the picture into its file (Exif). Who cuts or paints over
the picture often leaves the small one as it was. Some programs write a smaller picture
over a larger one and leave the rest of it behind the end. Both are told and kept.
Format: Exif 3.0, 4.6.2; PNG 3rd edition, 5.3; ISO 10918-1, B.1. Method: M192.
"""

from __future__ import annotations

import io
import itertools
import math
import struct
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.capture.limits import Limits
from firsthand.capture.readable import Attached
from firsthand.capture.scans import TIFF, has_pages, tiff_pages

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG, PNG = "image/jpeg", "image/png"
_JPEG_END, _PNG_MARK, _PNG_LAST = b"\xff\xd9", b"\x89PNG\r\n\x1a\n", b"IEND"
_EXIF, _JPEG_START = b"Exif\0\0", b"\xff\xd8\xff"
_HEAD_BYTES = 1 << 17  # the first segments; Exif is among them and at most 64 KiB
_MOST_PIXELS = 100_000_000  # house, as in firsthand.verify.pictures
_SIDE = 32  # both pictures are compared at 32 x 32
# House: of 75 pictures, smaller copies saved again have at least .98, other pictures
# and parts of the same one at most .5 in 95 of 100.
_ALIKE = 0.8
_OTHER_SHAPE = 0.08  # natural logarithm of the ratio of proportions
_DARK, _FLAT = 28, 2.0  # brightness of bars at the edges; spread of an empty picture
_PADDING = b"\0"
_SCAN, _END, _NO_LENGTH = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD9)}
_OFFSET, _LENGTH = 513, 514


def may_hide(data: bytes, media_type: str) -> bool:
    """Say whether a picture is worth a look: by searching bytes, without parsing.

    Args:
        data: All of it.
        media_type: What it is by its first bytes.
    """
    if media_type == JPEG:
        head = data[:_HEAD_BYTES]
        has_small = _EXIF in head and head.find(_JPEG_START, 3) > 0
        return has_small or not data.rstrip(_PADDING).endswith(_JPEG_END)
    if media_type == TIFF:
        return has_pages(data)
    return media_type == PNG and data.count(_PNG_LAST) != 1


def look_into(data: bytes, media_type: str) -> tuple[list[str], list[Attached]]:
    """Look for what a picture does not show.

    Returns:
        Notices; and the small picture inside, where it is another one.
    """
    if media_type == TIFF:
        return _pages(data)
    notices = list(_after_the_end(data, media_type))
    if media_type != JPEG:
        return notices, []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit below is our own
            told, small = _small_picture(data)
    except Exception as error:  # noqa: BLE001  whatever damage raises: told
        what = f"the small picture inside could not be read ({type(error).__name__})"
        return [*notices, what], []
    return [*notices, *told], small


def _pages(data: bytes) -> tuple[list[str], list[Attached]]:
    try:
        found = tiff_pages(data, Limits())
    except Exception as error:  # noqa: BLE001  whatever damage raises: told
        return [f"its pages could not all be read ({type(error).__name__})"], []
    return list(found.notices), list(found.pictures)


# --- the small picture ---------------------------------------------------------------


def _small_picture(data: bytes) -> tuple[list[str], list[Attached]]:
    from PIL import Image  # noqa: PLC0415  only for pictures

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as shown:
        held = _thumbnail(shown)
        if held is None:
            return [], []
        size = shown.size
        if size[0] * size[1] > _MOST_PIXELS:
            return ["claims too many pixels to compare it with the one inside"], []
        shown.draft("L", (_SIDE * 4, _SIDE * 4))
        whole = shown.convert("L")
    with Image.open(io.BytesIO(held), formats=("JPEG",)) as small:
        if small.size[0] * small.size[1] > _MOST_PIXELS:
            return ["claims too many pixels in the small picture inside it"], []
        inside = small.convert("L")
    why = _difference(whole, size, inside)
    if why is None:
        return [], []
    width, height = inside.size
    told = (
        f"the small picture inside it (Exif, {width} x {height}) {why}: the picture "
        "was cut or changed after that one was made, or a program put it there; it is "
        "a capture of its own"
    )
    return [told], [Attached(held, "small-picture.jpg")]


def _thumbnail(shown: Image) -> bytes | None:
    from PIL.ExifTags import IFD  # noqa: PLC0415  only for pictures

    place = shown.getexif().get_ifd(IFD.IFD1)
    at, length = place.get(_OFFSET), place.get(_LENGTH)
    raw = shown.info.get("exif", b"")
    if not isinstance(at, int) or not isinstance(length, int):
        return None
    start = len(_EXIF) + at
    held = bytes(raw[start : start + length])
    return held if held.startswith(_JPEG_START) else None


def _difference(whole: Image, size: tuple[int, int], inside: Image) -> str | None:
    """Say in which way the small picture is another one; None = it is the same.

    Turned by a quarter or a half it is the same, and with bars around it.
    """
    ratio = math.log(size[0] / size[1])
    best_shape, best = math.inf, -1.0
    for small in (inside, *_without_bars(inside)):
        for turn in range(4):
            turned = -ratio if turn % 2 else ratio
            shape = abs(math.log(small.size[0] / small.size[1]) - turned)
            if shape <= _OTHER_SHAPE:
                best = max(best, _likeness(_points(whole, turn), _points(small)))
            best_shape = min(best_shape, shape)
    if best_shape > _OTHER_SHAPE:
        return "has other proportions"
    return None if best >= _ALIKE else "shows something else"


def _points(image: Image, quarter_turns: int = 0) -> Sequence[int]:
    """Return the steps of brightness from each point to the next, right and down.

    Not brightness itself: light skies over dark ground are alike in all pictures.
    """
    small = image.resize((_SIDE, _SIDE), resample=4)  # 4: the mean of each area
    row = small.rotate(90 * quarter_turns).tobytes()
    right = [b - a for a, b in itertools.pairwise(row)]
    return right + [b - a for a, b in zip(row, row[_SIDE:], strict=False)]


def _likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the correlation of two pictures; of two empty ones 1."""
    n = len(one)
    mean_one, mean_other = sum(one) / n, sum(other) / n
    spread_one = math.sqrt(sum((v - mean_one) ** 2 for v in one) / n)
    spread_other = math.sqrt(sum((v - mean_other) ** 2 for v in other) / n)
    if min(spread_one, spread_other) < _FLAT:
        # Of an empty picture nothing can be said but that it is empty.
        return 1.0 if max(spread_one, spread_other) < 2 * _FLAT else -1.0
    together = sum(
        (a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True)
    )
    return together / n / spread_one / spread_other


def _without_bars(image: Image) -> Iterator[Image]:
    """Yield a picture without dark bars at two opposite edges, if it has such bars."""
    box = image.point(lambda value: 255 if value > _DARK else 0).getbbox()
    if box is None or box == (0, 0, *image.size):
        return
    left, top, right, bottom = box
    if right - left > _SIDE // 4 and bottom - top > _SIDE // 4:
        yield image.crop(box)


# --- after the end -------------------------------------------------------------------


def _after_the_end(data: bytes, media_type: str) -> Iterator[str]:
    end = _jpeg_end(data) if media_type == JPEG else _png_end(data)
    if end is None:
        yield "the picture is not complete: its file ends before it does"
        return
    rest = data[end:]
    if not rest.strip(_PADDING):
        return
    what = _kind(rest, media_type)
    yield f"{len(rest):,} bytes stand after the end of the picture{what}"


def _kind(rest: bytes, media_type: str) -> str:
    if media_type == PNG and _PNG_LAST in rest:
        return ": the rest of a larger one that was there before it was cut?"
    if _JPEG_START in rest[:_HEAD_BYTES]:
        return ": another picture (many cameras add one)"
    return ": a film (many phones add one)" if b"ftyp" in rest[:64] else ""


def _png_end(data: bytes) -> int | None:
    at = len(_PNG_MARK)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if kind == _PNG_LAST:
            return at if at <= len(data) else None
    return None


def _jpeg_end(data: bytes) -> int | None:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  a marker
        kind = data[at + 1]
        if kind == _END:
            return at + 2
        if kind in _NO_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + length
        if kind == _SCAN:
            # In what follows an FF is escaped: FF D9 is the end and nothing else.
            found = data.find(_JPEG_END, at)
            return None if found < 0 else found + 2
    return None
