"""A picture of a match, for a person to look at and sign: both, joined by lines.

Method: M080. Grey, and blurred unless asked otherwise: it may show the dead. What is
drawn comes from the match alone, so that the same match gives the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from firsthand.verify.geometry import Overlay, View

if TYPE_CHECKING:
    from PIL import Image

_GAP, _MARGIN = 12, 46
_BLUR_PX = 7
_MOST_LINES = 80


def draw_overlay(
    first: View,
    second: View,
    overlay: Overlay,
    *,
    names: tuple[str, str],
    is_clear: bool = False,
) -> bytes:
    """Draw two pictures side by side with the corners that agree.

    Args:
        first: One picture; mirrored already where the overlay says so.
        second: The other.
        overlay: How the first lies over the second.
        names: What to write above them.
        is_clear: Without blur: for whoever chose to see it.

    Returns:
        PNG.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415  start-up

    left, right = (shown_image(view, is_clear=is_clear) for view in (first, second))
    width = left.width + _GAP + right.width
    sheet = Image.new("RGB", (width, max(left.height, right.height) + _MARGIN), "white")
    sheet.paste(left, (0, _MARGIN))
    sheet.paste(right, (left.width + _GAP, _MARGIN))
    pen = ImageDraw.Draw(sheet)
    note = " (mirrored)" if overlay.is_mirrored else ""
    pen.text((4, 4), f"{names[0]}{note}", fill="black")
    pen.text((left.width + _GAP + 4, 4), names[1], fill="black")
    pen.text((4, 24), f"{overlay.n_inliers} corners agree", fill="black")
    for n_line, (x, y, u, v) in enumerate(overlay.pairs[:_MOST_LINES].tolist()):
        # Corners count in pixels of the working size; shown is half of it.
        start = (x / 2, y / 2 + _MARGIN)
        end = (u / 2 + left.width + _GAP, v / 2 + _MARGIN)
        colour = ("#d62728", "#1f77b4", "#2ca02c", "#ff7f0e")[n_line % 4]
        pen.line((start, end), fill=colour)
        for cx, cy in (start, end):
            pen.ellipse((cx - 2, cy - 2, cx + 2, cy + 2), outline=colour)
    return _png(sheet)


def shown_image(view: View, *, is_clear: bool) -> Image.Image:
    """Return a grey picture to be looked at, blurred unless clear."""
    from PIL import Image, ImageFilter  # noqa: PLC0415  start-up

    image = Image.fromarray(view.shown)
    if not is_clear:
        image = image.filter(ImageFilter.GaussianBlur(_BLUR_PX))
    return image


def draw_sheet(
    views: list[tuple[str, View]], *, columns: int = 4, is_clear: bool = False
) -> bytes:
    """Draw a contact sheet: grey, blurred unless clear, each with its words.

    Args:
        views: Words ("0:12.4") and picture of each.
        columns: Pictures in a row.
        is_clear: Without blur.

    Returns:
        PNG.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415  start-up

    cell = 270
    n_rows = max(1, -(-len(views) // columns))
    sheet = Image.new("RGB", (columns * cell, n_rows * cell), "white")
    pen = ImageDraw.Draw(sheet)
    for number, (words, view) in enumerate(views):
        x, y = number % columns * cell, number // columns * cell
        image = shown_image(view, is_clear=is_clear)
        image.thumbnail((256, 240))
        sheet.paste(image, (x + 7, y + 22))
        pen.text((x + 7, y + 4), words, fill="black")
    return _png(sheet)


def _png(sheet: Image.Image) -> bytes:
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()
