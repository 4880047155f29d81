"""Pages that are pictures: scans in a PDF or a TIFF, taken out as pictures.

A scan has no text to read, and all the same it can be searched for: its pages become
captures of their own. A photo as JPEG comes out as it lies in the file, byte for byte;
what is packed otherwise comes out as PNG. Text that a page holds and does not show (a
machine's reading of the scan, most often) is told. Format: ISO 32000-2, 8.9.5
(images), 9.3.6 (text rendering mode); TIFF 6.0. Method: M193.
"""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from firsthand.capture.limits import Limits
from firsthand.capture.readable import Attached

TIFF = "image/tiff"
_MOST_PIXELS = 100_000_000  # house, as in firsthand.verify.pictures
_LEAST_SIDE = 200  # stamps, signatures, rules
_MOST_PAGES = 300
# Packing pictures anew takes long: what is left of a long scan is told instead.
_SECONDS = 8.0
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_UNSEEN = frozenset({3, 7})
_REDUCED_PICTURE, _NEW_SUBFILE_TYPE = 1, 254
_MANY = 3


class Scanned(NamedTuple):
    """What pages that are pictures gave.

    Attributes:
        pictures: Pages as pictures, in order.
        notices: What a person should know of them.
    """

    pictures: tuple[Attached, ...]
    notices: tuple[str, ...]


class _Budget:
    """How much may still be taken out."""

    def __init__(self, limits: Limits) -> None:
        self._bytes = limits.output_bytes // 2  # what is sent grows by a third
        self._until = time.process_time() + _SECONDS

    def spend(self, data: bytes) -> None:
        self._bytes -= len(data)

    @property
    def is_spent(self) -> bool:
        return self._bytes <= 0 or time.process_time() > self._until


# --- PDF ----------------------------------------------------------------------------


def scanned_pages(reader: Any, with_text: set[int], limits: Limits) -> Scanned:
    """Take out the pictures of pages that show no text.

    Args:
        reader: A pypdf reader.
        with_text: Numbers of the pages from which text was read, from 1.
        limits: How much one thing may give.
    """
    pictures: list[Attached] = []
    budget = _Budget(limits)
    silent: list[int] = []
    machine_read: list[int] = []
    left: list[int] = []
    notices: list[str] = []
    for number, page in enumerate(reader.pages[:_MOST_PAGES], start=1):
        n_shown, n_unseen = _pieces(page) if number in with_text else (0, 0)
        if n_shown and n_unseen:
            notices.append(
                f"page {number} holds {n_unseen} pieces of text that it does not show: "
                "they are part of the text here"
            )
        if number in with_text and (n_shown or not n_unseen):
            continue
        if budget.is_spent:
            left.append(number)
            continue
        found = list(_pictures(page, number, budget, notices))
        pictures += found
        (machine_read if number in with_text else silent).append(number)
        if number in with_text and not found:
            notices.append(f"page {number}: its text is not shown on the page")
    notices += _told(silent, machine_read, left, n_pictures=len(pictures))
    return Scanned(tuple(pictures), tuple(notices))


def _told(
    silent: list[int], machine_read: list[int], left: list[int], *, n_pictures: int
) -> Iterator[str]:
    if silent and n_pictures:
        yield (
            f"{_pages(silent)}: no text to read; what pictures stand there are taken "
            "in as media of their own"
        )
    if machine_read:
        yield (
            f"{_pages(machine_read)}: the text lies unseen under a picture of the "
            "page, as a machine read it; compare both: the picture is taken in too"
        )
    if left:
        yield f"{_pages(left)}: too much to take out as pictures; split the file"


def _pages(numbers: Sequence[int]) -> str:
    first = ", ".join(map(str, numbers[:_MANY]))
    if len(numbers) > _MANY:
        return f"pages {first} and {len(numbers) - _MANY} more"
    return f"pages {first}" if len(numbers) > 1 else f"page {first}"


def _pieces(page: Any) -> tuple[int, int]:
    """Return how many pieces of text a page shows, and how many it holds unseen."""
    try:
        contents = page.get_contents()
        if contents is None or b"Tr" not in contents.get_data():
            return 1, 0
        mode, stack, counts = 0, [], [0, 0]
        for operands, operator in contents.operations:
            if operator == b"q":
                stack.append(mode)
            elif operator == b"Q":
                mode = stack.pop() if stack else 0
            elif operator == b"Tr":
                mode = int(operands[0])
            elif operator in _SHOWS:
                counts[mode in _UNSEEN] += 1
    except Exception:  # noqa: BLE001  the page is read all the same
        return 1, 0
    return counts[0], counts[1]


def _pictures(
    page: Any, number: int, budget: _Budget, notices: list[str]
) -> Iterator[Attached]:
    try:
        found = [each for each in _images(page) if _is_large(each)]
    except Exception as error:  # noqa: BLE001  told; other pages are read all the same
        notices.append(f"page {number}: its pictures cannot be found ({_name(error)})")
        return
    for place, image in enumerate(found, start=1):
        label = f"page {number}" + (f", {place}" if len(found) > 1 else "")
        try:
            data, ending = _taken_out(image)
        except Exception as error:  # noqa: BLE001  whatever damage raises: told
            notices.append(f"{label}: its picture cannot be taken out ({_name(error)})")
            continue
        budget.spend(data)
        yield Attached(data, f"{label}.{ending}")


def _images(owner: Any, depth: int = 2) -> Iterator[Any]:
    resources = owner.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    for each in (objects.get_object() if objects is not None else {}).values():
        held = each.get_object()
        if held.get("/Subtype") == "/Image":
            yield held
        elif held.get("/Subtype") == "/Form" and depth:
            yield from _images(held, depth - 1)


def _is_large(image: Any) -> bool:
    width, height = int(image["/Width"]), int(image["/Height"])
    if width * height > _MOST_PIXELS:
        raise ValueError(f"{width} x {height} pixels")
    return min(width, height) >= _LEAST_SIDE


def _taken_out(image: Any) -> tuple[bytes, str]:
    """Return a picture of a PDF as a file, and the ending of its name."""
    filters = image.get("/Filter")
    filters = filters if isinstance(filters, list) else [filters]
    if filters == ["/DCTDecode"]:
        return bytes(image._data), "jpg"  # noqa: SLF001  as it lies in the file
    return _png(image.decode_as_image()), "png"


def _png(image: Any) -> bytes:
    if image is None:
        raise ValueError("not decoded")
    if image.mode not in {"1", "L", "RGB", "RGBA", "P", "LA", "I;16"}:
        image = image.convert("RGB")
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _name(error: Exception) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:80]}" if words else type(error).__name__


# --- TIFF ---------------------------------------------------------------------------


def has_pages(data: bytes) -> bool:
    """Say whether a TIFF holds more than one picture, without decoding any."""
    order = "little" if data[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)  # type: ignore[arg-type]

    first = number(4, 4)
    return (
        0 < first < len(data) - 2 and number(first + 2 + 12 * number(first, 2), 4) > 0
    )


def tiff_pages(data: bytes, limits: Limits) -> Scanned:
    """Take out the second and later pages of a TIFF; the first is what search sees."""
    from PIL import Image  # noqa: PLC0415  only for pictures

    pictures: list[Attached] = []
    budget = _Budget(limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the limits are our own
        with Image.open(io.BytesIO(data), formats=("TIFF",)) as opened:
            image: Any = opened  # what only a TIFF has is not in its type
            n_pages: int = image.n_frames
            for place in range(1, min(n_pages, _MOST_PAGES)):
                image.seek(place)
                if budget.is_spent:
                    told = f"pages from {place + 1} on: too much to take out; split it"
                    return Scanned(tuple(pictures), (told,))
                is_reduced = image.tag_v2.get(_NEW_SUBFILE_TYPE) == _REDUCED_PICTURE
                if is_reduced or min(image.size) < _LEAST_SIDE:
                    continue
                if image.width * image.height > _MOST_PIXELS:
                    continue
                page = _png(image.copy())
                budget.spend(page)
                pictures.append(Attached(page, f"page {place + 1}.png"))
    told = "more than one page stands in it: each is taken in as a picture of its own"
    return Scanned(tuple(pictures), (told,) if pictures else ())
