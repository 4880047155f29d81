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
_ENLARGED = 2


def draw_overlay(
    first: View,
    second: View,
    overlay: Overlay,
    *,
    names: tuple[str, str],
    is_clear: bool = False,
) -> bytes:
    """Draw two pictures with the corners that agree, and one laid over the other.

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
    third = _laid_upon(left, right, overlay)
    panels = [image.resize(_larger(image.size)) for image in (left, right, third)]
    starts = [0, panels[0].width + _GAP]
    starts.append(starts[1] + panels[1].width + _GAP)
    width = starts[2] + panels[2].width
    height = max(image.height for image in panels) + _MARGIN
    sheet = Image.new("RGB", (width, height), "white")
    for panel, start in zip(panels, starts, strict=True):
        sheet.paste(panel, (start, _MARGIN))
    pen = ImageDraw.Draw(sheet)
    note = " (mirrored)" if overlay.is_mirrored else ""
    words = (f"{names[0]}{note}", names[1], "laid over one another: grey = the same")
    for word, start in zip(words, starts, strict=True):
        pen.text((start + 4, 4), word, fill="black", font_size=14)
    told = (
        f"{overlay.n_inliers} corners agree; {overlay.n_agreeing} of "
        f"{overlay.n_blocks} blocks show the same"
    )
    pen.text((4, 24), told, fill="black", font_size=14)
    for n_line, (x, y, u, v) in enumerate(overlay.pairs[:_MOST_LINES].tolist()):
        # Corners count in pixels of the working size; shown is half of it, drawn whole.
        here = (x, y + _MARGIN)
        there = (u + starts[1], v + _MARGIN)
        colour = ("#d62728", "#1f77b4", "#2ca02c", "#ff7f0e")[n_line % 4]
        pen.line((here, there), fill=colour)
        for cx, cy in (here, there):
            pen.ellipse((cx - 3, cy - 3, cx + 3, cy + 3), outline=colour)
    return _png(sheet)


def _larger(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] * _ENLARGED, size[1] * _ENLARGED


def _laid_upon(left: Image.Image, right: Image.Image, overlay: Overlay) -> Image.Image:
    """Return the second in red, with the first laid upon it in blue and green.

    Where both show the same it is grey; what only one of them shows is coloured.
    """
    import numpy as np  # noqa: PLC0415  start-up
    from PIL import Image  # noqa: PLC0415  start-up

    half = np.diag([0.5, 0.5, 1.0])
    back = np.linalg.inv(half @ overlay.matrix @ np.linalg.inv(half))
    factors = (back / back[2, 2]).ravel()[:8].tolist()
    how = Image.Transform.PERSPECTIVE, factors, Image.Resampling.BILINEAR
    laid = left.transform(right.size, *how)
    there = Image.new("L", left.size, 255).transform(right.size, *how)
    upon = Image.composite(laid, right, there)
    return Image.merge("RGB", (right, upon, upon))


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
