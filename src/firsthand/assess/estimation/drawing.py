"""One picture of an estimate: documented, each method with its interval, the draws.

Pure: numbers in, lines and words out, which become SVG or pixels alike. The listing
of `firsthand estimate` says the same. Method: M309.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np

from firsthand.assess.estimation.lists import Floats
from firsthand.assess.estimation.methods import MethodResult

WIDTH, ROW, LEFT, RIGHT, TOP = 760, 58, 250, 30, 66
INK, SOFT, FILL, KNOWN = "#1b1b1b", "#767676", "#b9cfe4", "#8a3b12"
_N_BINS = 80
_SPREAD = 34


@dataclasses.dataclass(frozen=True)
class Shape:
    """A filled area or a line: corners in pixels, colour, width of a line.

    Attributes:
        corners: (x, y) in pixels.
        colour: "#rrggbb".
        width: Of the line; None = filled.
    """

    corners: tuple[tuple[float, float], ...]
    colour: str
    width: float | None = None


@dataclasses.dataclass(frozen=True)
class Words:
    """Text at a place: anchor "start", "middle" or "end"; size in pixels."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = INK
    size: int = 13


@dataclasses.dataclass(frozen=True)
class Picture:
    """What is drawn, from back to front."""

    width: int
    height: int
    parts: tuple[Shape | Words, ...]


def draw_estimate(
    documented: int, results: Sequence[MethodResult], *, title: str
) -> Picture:
    """Draw the documented count and what each method says, on one scale.

    Args:
        documented: People on at least one list.
        results: Of `Estimation.headline`; empty = the documented count alone.
        title: Over the picture.
    """
    ends = [r.high if r.high is not None else 2 * r.point for r in results]
    most = max([documented * 1.2, *(end * 1.08 for end in ends)])
    height = TOP + ROW * (len(results) + 1) + 40

    def x(people: float) -> float:
        return round(LEFT + min(people / most, 1.0) * (WIDTH - LEFT - RIGHT), 1)

    bottom = height - 34
    parts: list[Shape | Words] = [
        Words(16, 26, title, size=16),
        Words(
            16, 46, "estimates with 95 % intervals; proposals, not counts", colour=SOFT
        ),
    ]
    for tick in _ticks(most):
        parts.append(Shape(((x(tick), TOP - 8), (x(tick), bottom)), "#dddddd", 1))
        parts.append(Words(x(tick), height - 14, f"{tick:,}", "middle", SOFT, 12))
    y = TOP + ROW * 0.5
    bar = ((x(0), y - 8), (x(documented), y - 8), (x(documented), y + 8), (x(0), y + 8))
    parts.append(Shape(bar, KNOWN))
    parts.append(Words(LEFT - 12, y + 4, "documented (known)", "end"))
    parts.append(Words(x(documented) + 8, y + 4, f"{documented:,}", colour=KNOWN))
    for at, result in enumerate(results, 1):
        parts += _row(result, TOP + ROW * (at + 0.62), x, most)
    line = ((x(documented), TOP - 8), (x(documented), bottom))
    parts.append(Shape(line, KNOWN, 1))
    return Picture(WIDTH, height, tuple(parts))


def _row(
    result: MethodResult, y: float, x: object, most: float
) -> Iterator[Shape | Words]:
    assert callable(x)  # noqa: S101  a scale of the caller
    outline = _outline(result.draws, most)
    corners = [(x(people), y - share * _SPREAD) for people, share in outline]
    if corners:
        yield Shape(((corners[0][0], y), *corners, (corners[-1][0], y)), FILL)
    high = most if result.high is None else result.high
    yield Shape(((x(result.low), y), (x(high), y)), INK, 2)
    middle = x(result.point)
    yield Shape(((middle, y - 7), (middle, y + 7)), INK, 4)
    yield Words(LEFT - 12, y - 6, result.label, "end", size=12)
    end = "no upper end" if result.high is None else f"{result.high:,.0f}"
    figures = f"{result.point:,.0f} ({result.low:,.0f} to {end})"
    yield Words(LEFT - 12, y + 10, figures, "end", SOFT, 12)


def _outline(draws: Floats, most: float) -> list[tuple[float, float]]:
    """Return how dense the draws are along the scale, the densest 1."""
    counts, edges = np.histogram(draws, bins=_N_BINS, range=(0, most))
    top = counts.max()
    if not top:
        return []
    used = np.flatnonzero(counts)
    span = range(int(used[0]), int(used[-1]) + 1)
    return [
        (float(edges[i] + edges[i + 1]) / 2, float(counts[i]) / float(top))
        for i in span
    ]


def _ticks(most: float) -> list[int]:
    raw = most / 5
    size = 10 ** math.floor(math.log10(max(raw, 1)))
    step = next((k * size for k in (1, 2, 5, 10) if k * size >= raw), 10 * size)
    return [int(step * k) for k in range(int(most / step) + 1)]


def as_svg(picture: Picture) -> str:
    """Write a picture as SVG, without script or outside reference."""
    parts = [
        (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}" '
            f'height="{picture.height}" font-family="sans-serif" role="img">'
        ),
        f'<rect width="{picture.width}" height="{picture.height}" fill="#ffffff"/>',
        *(_svg_part(part) for part in picture.parts),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _svg_part(part: Shape | Words) -> str:
    if isinstance(part, Words):
        return (
            f'<text x="{part.x:.1f}" y="{part.y:.1f}" text-anchor="{part.anchor}" '
            f'font-size="{part.size}" fill="{part.colour}">{escape(part.text)}</text>'
        )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.corners)
    if part.width is None:
        return f'<polygon points="{points}" fill="{part.colour}"/>'
    return (
        f'<polyline points="{points}" fill="none" stroke="{part.colour}" '
        f'stroke-width="{part.width:g}"/>'
    )
