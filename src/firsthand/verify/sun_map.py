"""A map of where the sun stood as measured: one SVG, no script, nothing from outside.

Method: M184. Equirectangular, around what remains, with country shapes as a backdrop.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.verify.sun_inverse import Area

_WIDE_PX, _HIGH_PX = 960, 560
_ROOM = 1.6
_LEAST_SPAN_DEG = 4.0


def draw_area(area: Area, outline: Mapping[str, Any], title: str) -> str:
    """Draw what remains over country shapes.

    Args:
        area: What remains.
        outline: GeoJSON FeatureCollection of polygons.
        title: One line under the map; plain text.

    Returns:
        SVG text.
    """
    west, south, span_x, span_y = _frame(area)
    scale = min(_WIDE_PX / span_x, _HIGH_PX / span_y)

    def at(lon: float, lat: float) -> str:
        return f"{(lon - west) * scale:.2f},{(south + span_y - lat) * scale:.2f}"

    wide, high = span_x * scale, span_y * scale
    land = "".join(
        f'<path d="M{" ".join(at(x, y) for x, y, *_ in ring)}Z"/>'
        for ring in _rings(outline)
        if _touches(ring, (west, south, west + span_x, south + span_y))
    )
    half = area.cell_deg / 2
    cells = "".join(
        f'<rect x="{(x0 - half - west) * scale:.2f}" '
        f'y="{(south + span_y - y - half) * scale:.2f}" '
        f'width="{(x1 - x0 + 2 * half) * scale:.2f}" '
        f'height="{2 * half * scale:.2f}"/>'
        for y, x0, x1 in _runs(area)
    )
    said = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} '
        f'{high + 30:.0f}" role="img"><title>{said}</title>'
        f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#eef3f6"/>'
        f'<g fill="#fbf9f4" stroke="#8a8a8a" stroke-width=".6">{land}</g>'
        f'<g fill="#b3261e" fill-opacity=".7">{cells}</g>'
        f'<rect y="{high:.0f}" width="{wide:.0f}" height="30" fill="#fff"/>'
        f'<text x="6" y="{high + 20:.0f}" font-family="sans-serif" font-size="13">'
        f"{said}</text></svg>\n"
    )


def _frame(area: Area) -> tuple[float, float, float, float]:
    """Return west, south and the spans of the map, degrees."""
    if not len(area.lat_deg):
        return -180.0, -90.0, 360.0, 180.0
    west, east = float(area.lon_deg.min()), float(area.lon_deg.max())
    south, north = float(area.lat_deg.min()), float(area.lat_deg.max())
    span_x = min(max((east - west) * _ROOM, _LEAST_SPAN_DEG * 2), 360.0)
    span_y = min(max((north - south) * _ROOM, _LEAST_SPAN_DEG), 180.0)
    left = max(-180.0, min((west + east - span_x) / 2, 180 - span_x))
    low = max(-90.0, min((south + north - span_y) / 2, 90 - span_y))
    return left, low, span_x, span_y


def _runs(area: Area) -> Iterator[tuple[float, float, float]]:
    """Yield latitude, first and last longitude of cells that stand side by side."""
    rows: dict[int, list[float]] = {}
    for lat, lon in zip(area.lat_deg, area.lon_deg, strict=True):
        rows.setdefault(round(float(lat) / area.cell_deg * 2), []).append(float(lon))
    for row, lons in sorted(rows.items()):
        lons.sort()
        start = before = lons[0]
        for lon in lons[1:]:
            if lon - before > area.cell_deg * 1.5:
                yield row * area.cell_deg / 2, start, before
                start = lon
            before = lon
        yield row * area.cell_deg / 2, start, before


Ring = list[list[float]]


def _rings(outline: Mapping[str, Any]) -> Iterator[Ring]:
    for feature in outline.get("features", ()):
        geometry = feature.get("geometry") or {}
        polygons: Iterable[list[Ring]] = geometry.get("coordinates", ())
        if geometry.get("type") == "Polygon":
            polygons = [geometry["coordinates"]]
        for polygon in polygons:
            yield polygon[0]


def _touches(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    is_apart = max(lons) < west or min(lons) > east
    return (
        not is_apart
        and max(lats) >= south
        and min(lats) <= north
        and math.isfinite(lons[0])
    )
