"""Map, timeline and casualty ladder as SVG: readable on screen, print, no script.

Pure: numbers in, SVG text out. Colours are classes of the style sheet. Every
drawing has a table beside it that says the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

Corner = tuple[float, float]

_E7 = 10**7
_KM_PER_DEGREE = 111.32


@dataclasses.dataclass(frozen=True)
class MapPoint:
    """One incident on the map.

    Attributes:
        lat_e7, lon_e7: WGS 84 position in 1e-7 degree.
        low: Minimum killed; None = unknown.
        high: Maximum killed; None = unknown.
        label: Short name.
        href: Page of the incident.
        grade: Grade word: the colour class.
        doubt_km: Radius that the accuracy class stands for.
    """

    lat_e7: int
    lon_e7: int
    low: int | None
    high: int | None
    label: str
    href: str
    grade: str
    doubt_km: float


@dataclasses.dataclass(frozen=True)
class TimeBar:
    """One incident on the timeline: the days it may have been."""

    first: dt.date
    last: dt.date
    label: str
    href: str
    grade: str
    low: int | None


@dataclasses.dataclass(frozen=True)
class Rung:
    """One source's figure on the ladder.

    Attributes:
        label: Who says it.
        low, high: Its bounds; None = open or not stated.
        is_used: Whether the range uses it.
        is_approx: The figure was hedged ("around 20").
        href: Anchor of the claim.
    """

    label: str
    low: int | None
    high: int | None
    is_used: bool
    is_approx: bool
    href: str


def draw_map(
    points: Sequence[MapPoint], outline: Mapping[str, Any] | None, *, width: int = 720
) -> Markup:
    """Draw incidents over an outline, equirectangular at the middle latitude.

    Args:
        points: At least one point, or an empty map is returned.
        outline: GeoJSON FeatureCollection of polygons; None = graticule only.
        width: In pixels.

    Returns:
        An `<svg>` element with a scale bar.
    """
    if not points:
        return Markup("")
    rings = list(_rings(outline)) if outline else []
    frame = _Frame.around(points, rings, width)
    parts = [
        (
            f'<svg viewBox="0 0 {frame.width} {frame.height}" class="map" role="img" '
            'aria-label="Map of incidents; the table below says the same">'
        ),
        f'<rect class="sea" width="{frame.width}" height="{frame.height}"/>',
        *(frame.polygon(ring, name) for ring, name in rings),
        *(frame.land_name(ring, name) for ring, name in rings),
        *(frame.circle(point) for point in points),
        *frame.labels(points),
        frame.scale_bar(),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704  built from numbers and escaped text


@dataclasses.dataclass(frozen=True)
class _Frame:
    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    @classmethod
    def around(
        cls,
        points: Sequence[MapPoint],
        rings: Sequence[tuple[list[Corner], str]],
        width: int,
    ) -> _Frame:
        lons = [point.lon_e7 / _E7 for point in points]
        lats = [point.lat_e7 / _E7 for point in points]
        doubt = max(point.doubt_km for point in points) / _KM_PER_DEGREE
        pad = max((max(lons) - min(lons)) * 0.35, (max(lats) - min(lats)) * 0.35)
        pad = max(pad, doubt * 4, 0.2)
        box = [min(lons) - pad, max(lons) + pad, min(lats) - pad, max(lats) + pad]
        outline = [corner for ring, _ in rings for corner in ring]
        if outline and _spans(outline) < 6 * (
            box[1] - box[0]
        ):  # a country, not a world
            box[0] = min(box[0], min(x for x, _ in outline) - 0.1)
            box[1] = max(box[1], max(x for x, _ in outline) + 0.1)
            box[2] = min(box[2], min(y for _, y in outline) - 0.1)
            box[3] = max(box[3], max(y for _, y in outline) + 0.1)
        west, east, south, north = box
        squeeze = math.cos(math.radians((north + south) / 2))
        scale = width / ((east - west) * squeeze)
        height = round(min(max((north - south) * scale, width * 0.4), width * 0.8))
        scale = min(scale, height / (north - south))
        spare = (width / scale / squeeze - (east - west)) / 2
        return cls(west - spare, north, scale, squeeze, width, height)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.squeeze * self.scale
        y = (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)

    def polygon(self, ring: Sequence[Corner], name: str) -> str:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in self._shown(ring))
        title = f"<title>{escape(name)}</title>" if name else ""
        return (
            f'<polygon class="land" points="{path}">{title}</polygon>' if path else ""
        )

    def land_name(self, ring: Sequence[Corner], name: str) -> str:
        """Write the name of a large land into the middle of what is shown of it."""
        shown = self._shown(ring)
        if not shown or not name:
            return ""
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        is_large = max(xs) - min(xs) > self.width / 4 and max(ys) - min(ys) > 60  # noqa: PLR2004  pixels
        if not is_large:
            return ""
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        return (
            f'<text class="landname" x="{min(max(x, 60), self.width - 60):.0f}" '
            f'y="{min(max(y, 20), self.height - 20):.0f}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )

    def _shown(self, ring: Sequence[Corner]) -> list[Corner]:
        corners = [self.at(x, y) for x, y in ring]
        box = (-9.0, -9.0, self.width + 9.0, self.height + 9.0)
        return _clipped(corners, box)

    def circle(self, point: MapPoint) -> str:
        x, y = self.at(point.lon_e7 / _E7, point.lat_e7 / _E7)
        inner = 3 + 1.6 * math.sqrt(point.low or 0)
        outer = 3 + 1.6 * math.sqrt(point.high or point.low or 0)
        doubt = max(point.doubt_km / _KM_PER_DEGREE * self.scale, outer)
        return (
            f'<a href="{escape(point.href)}"><title>{escape(point.label)}</title>'
            f'<circle class="doubt" cx="{x}" cy="{y}" r="{doubt:.1f}"/>'
            f'<circle class="ring {point.grade}" cx="{x}" cy="{y}" r="{outer:.1f}"/>'
            f'<circle class="dot {point.grade}" cx="{x}" cy="{y}" r="{inner:.1f}"/></a>'
        )

    def labels(self, points: Sequence[MapPoint]) -> Iterable[str]:
        taken: list[tuple[float, float, float, float]] = []
        for point in points:
            x, y = self.at(point.lon_e7 / _E7, point.lat_e7 / _E7)
            reach = 7 + 1.6 * math.sqrt(point.high or point.low or 0)
            wide = 6.6 * len(point.label)
            spots = [
                (x + reach, y + 4, "start"),
                (x - reach, y + 4, "end"),
                (x, y - reach, "middle"),
                (x, y + reach + 9, "middle"),
            ]
            for left, base, anchor in spots:
                start = {"start": left, "end": left - wide, "middle": left - wide / 2}
                box = (start[anchor], base - 11, start[anchor] + wide, base + 3)
                if _fits(box, taken, self.width):
                    taken.append(box)
                    yield (
                        f'<text x="{left:.1f}" y="{base:.1f}" text-anchor="{anchor}">'
                        f"{escape(point.label)}</text>"
                    )
                    break

    def scale_bar(self) -> str:
        km = next(
            (
                step
                for step in (500, 200, 100, 50, 20, 10, 5, 2, 1)
                if step / _KM_PER_DEGREE * self.scale < self.width / 4
            ),
            1,
        )
        length = km / _KM_PER_DEGREE * self.scale
        y = self.height - 14
        return (
            f'<path class="bar" d="M14 {y} v5 h{length:.1f} v-5"/>'
            f'<text class="small" x="{20 + length:.1f}" y="{y + 6}">{km} km</text>'
        )


def _clipped(
    corners: list[Corner], box: tuple[float, float, float, float]
) -> list[Corner]:
    """Clip a polygon to a box, edge by edge (Sutherland and Hodgman 1974)."""
    left, top, right, bottom = box
    edges = ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1))
    for axis, limit, sign in edges:
        kept: list[Corner] = []
        for before, here in zip(
            [corners[-1], *corners] if corners else (), corners, strict=False
        ):
            was_in = (before[axis] - limit) * sign >= 0
            is_in = (here[axis] - limit) * sign >= 0
            if was_in != is_in:
                part = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(
                    (
                        before[0] + part * (here[0] - before[0]),
                        before[1] + part * (here[1] - before[1]),
                    )
                )
            if is_in:
                kept.append(here)
        corners = kept
    return corners


def _fits(
    box: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float, float]],
    width: int,
) -> bool:
    left, top, right, bottom = box
    return (
        left > 0
        and right < width
        and not any(
            left < other[2]
            and other[0] < right
            and top < other[3]
            and other[1] < bottom
            for other in taken
        )
    )


def _spans(corners: Sequence[tuple[float, float]]) -> float:
    return max(x for x, _ in corners) - min(x for x, _ in corners)


def _rings(
    outline: Mapping[str, Any],
) -> Iterable[tuple[list[tuple[float, float]], str]]:
    for feature in outline.get("features", ()):
        geometry = feature.get("geometry") or {}
        name = str((feature.get("properties") or {}).get("name") or "")
        polygons = geometry.get("coordinates") or []
        if geometry.get("type") == "Polygon":
            polygons = [polygons]
        elif geometry.get("type") != "MultiPolygon":
            continue
        for polygon in polygons:
            for ring in polygon[:1]:
                yield [(float(corner[0]), float(corner[1])) for corner in ring], name


def draw_timeline(bars: Sequence[TimeBar], *, width: int = 720) -> Markup:
    """Draw incidents in time; a bar's length is the doubt about the day."""
    if not bars:
        return Markup("")
    first = min(bar.first for bar in bars) - dt.timedelta(days=3)
    last = max(bar.last for bar in bars) + dt.timedelta(days=3)
    days = max((last - first).days, 1)
    left, row = 12, 24
    height = 30 + row * len(bars)

    def x(day: dt.date) -> float:
        return round(left + (day - first).days / days * (width - 2 * left), 1)

    parts = [
        (
            f'<svg viewBox="0 0 {width} {height}" class="timeline" role="img" '
            'aria-label="Timeline of incidents; the table below says the same">'
        )
    ]
    parts.extend(
        f'<path class="grid" d="M{x(day)} 0 V{height - 18}"/>'
        f'<text class="small" x="{min(x(day) + 3, width - 78)}" y="{height - 6}">'
        f"{label}</text>"
        for day, label in _marks(first, last)
    )
    for index, bar in enumerate(sorted(bars, key=lambda bar: (bar.first, bar.label))):
        y = 8 + index * row
        start, end = x(bar.first), x(bar.last + dt.timedelta(days=1))
        is_right = start > width * 0.6
        label_x = start - 6 if is_right else max(end, start + 8) + 6
        anchor = "end" if is_right else "start"
        parts.append(
            f'<a href="{escape(bar.href)}"><rect class="dot {bar.grade}" x="{start}" '
            f'y="{y}" width="{max(end - start, 6):.1f}" height="12" rx="2"/>'
            f'<text x="{label_x:.1f}" y="{y + 11}" text-anchor="{anchor}">'
            f"{escape(bar.label)}</text></a>"
        )
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704  built from numbers and escaped text


def _marks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Return the days to mark: months, or where the first bar begins."""
    months = [(month, f"{month:%b %Y}") for month in _months(first, last)]
    day = first + dt.timedelta(days=3)  # where the first bar begins
    return months or [(day, f"{day.day} {day:%b %Y}")]


def _months(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + dt.timedelta(days=32)).replace(day=1)


def draw_ladder(
    rungs: Sequence[Rung], low: int | None, high: int | None, *, width: int = 720
) -> Markup:
    """Draw each source's figure as a bar on one scale, the range behind them."""
    ends = [end for rung in rungs for end in (rung.low, rung.high) if end is not None]
    if not ends:
        return Markup("")
    most = max([*ends, high or 0]) * 1.15 or 1
    left, row = round(width * 0.38), 26
    height = 34 + row * len(rungs)

    def x(count: float) -> float:
        return round(left + count / most * (width - left - 44), 1)

    parts = [
        (
            f'<svg viewBox="0 0 {width} {height}" class="ladder" role="img" '
            'aria-label="Figures by source; the lists below say the same">'
        )
    ]
    if low is not None:
        top = high if high is not None else low
        parts.append(
            f'<rect class="band" x="{x(low) - 2}" y="0" '
            f'width="{max(x(top) - x(low), 0) + 4:.1f}" height="{height - 20}"/>'
        )
    for index, rung in enumerate(rungs):
        parts.append(_rung(rung, 21 + index * row, x, left, x(most * 0.99)))
    parts.extend(
        f'<text class="small" x="{x(count)}" y="{height - 4}" '
        f'text-anchor="middle">{count}</text>'
        for count in _ticks(most)
    )
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704  built from numbers and escaped text


def _rung(rung: Rung, y: int, x: Any, left: int, edge: float) -> str:
    low = rung.low if rung.low is not None else 0
    start, end = x(low), edge if rung.high is None else x(rung.high)
    kind = "used" if rung.is_used else "aside"
    figure = _figure(rung)
    arrow = (
        f'<path class="stroke {kind}" d="M{edge - 5} {y - 4} L{edge} {y} '
        f'L{edge - 5} {y + 4}"/>'
        if rung.high is None
        else ""
    )
    return (
        f'<a href="{escape(rung.href)}">'
        f'<text x="{left - 12}" y="{y + 4}" text-anchor="end" class="{kind}">'
        f"{escape(_short(rung.label))}</text>"
        f'<path class="stroke {kind}" d="M{start} {y} H{end}"/>{arrow}'
        f'<circle class="mark {kind}" cx="{start}" cy="{y}" r="5"/>'
        f'<text class="figure {kind}" x="{start + 9}" y="{y - 5}">{figure}</text></a>'
    )


def _figure(rung: Rung) -> str:
    about = "~" if rung.is_approx else ""
    if rung.low is None:
        return f"≤{rung.high}"
    if rung.high is None:
        return f"{rung.low}+"
    return f"{about}{rung.low}" if rung.low == rung.high else f"{rung.low}–{rung.high}"


def _short(label: str, most: int = 40) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _ticks(most: float) -> Iterable[int]:
    step = next(
        step
        for step in (
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            1000,
            5000,
            10**4,
            10**5,
            10**9,
        )
        if most / step <= 8  # noqa: PLR2004  eight labels fit the width
    )
    return range(0, math.ceil(most), step)
