"""The picture of an estimate, written to a file: SVG, or PNG by Pillow."""

from __future__ import annotations

from pathlib import Path

from firsthand.assess.estimation.drawing import (
    Picture,
    Shape,
    Words,
    as_svg,
    draw_estimate,
)
from firsthand.casework.estimating import Estimated
from firsthand.errors import UserError

_SCALE = 2  # pixels of a PNG for one of the SVG
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def write_picture(path: Path, made: Estimated) -> None:
    """Write documented, estimates and intervals as a picture.

    Args:
        path: Ends with .svg or .png.
        made: The estimate.

    Raises:
        UserError: The ending is another, or the file cannot be written.
    """
    title = f"{made.line['input'][0]['file']}: documented and estimated"
    picture = draw_estimate(made.line["documented"], made.found.headline, title=title)
    try:
        if path.suffix == ".svg":
            path.write_text(as_svg(picture), encoding="utf-8")
        elif path.suffix == ".png":
            _write_png(path, picture)
        else:
            raise UserError(f"--plot {path}: write a name that ends with .svg or .png")
    except OSError as error:
        raise UserError(f"--plot {path}: {error.strerror}") from error


def _write_png(path: Path, picture: Picture) -> None:
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  only for pixels

    size = (picture.width * _SCALE, picture.height * _SCALE)
    image = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(image)
    for part in picture.parts:
        if isinstance(part, Words):
            font = ImageFont.load_default(part.size * _SCALE)
            at = (part.x * _SCALE, part.y * _SCALE)
            anchor = _ANCHORS[part.anchor]
            pen.text(at, part.text, fill=part.colour, font=font, anchor=anchor)
        else:
            _draw_shape(pen, part)
    image.save(path, format="PNG")


def _draw_shape(pen: object, part: Shape) -> None:
    from PIL import ImageDraw  # noqa: PLC0415  only for pixels

    assert isinstance(pen, ImageDraw.ImageDraw)  # noqa: S101  of the caller
    corners = [(x * _SCALE, y * _SCALE) for x, y in part.corners]
    if part.width is None:
        pen.polygon(corners, fill=part.colour)
    else:
        pen.line(corners, fill=part.colour, width=round(part.width * _SCALE))
