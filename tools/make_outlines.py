"""Make `reference/data/countries.geojson.gz` from the npm package world-atlas.

Natural Earth country shapes (public domain) as world-atlas 2.0.2 (ISC) carries them.
Only needed to renew the file:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_outlines.py package/countries-50m.json
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

TARGET = (
    Path(__file__).resolve().parent.parent
    / "src/firsthand/reference/data/countries.geojson.gz"
)
_DECIMALS = 2  # about a kilometre: a backdrop, never a measure


def main(source: Path) -> None:
    """Decode the TopoJSON and write rings with two decimals."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    features = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [[_ring(polygon[0], arcs)] for polygon in polygons]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": shape["properties"]["name"]},
                "geometry": {"type": "MultiPolygon", "coordinates": rings},
            }
        )
    collection = {"type": "FeatureCollection", "features": features}
    data = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(features)} countries, {TARGET.stat().st_size:,} bytes")


def _decoded(arc: list[list[int]], transform: dict[str, Any]) -> list[list[float]]:
    """Undo delta coding and quantisation."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        lon, lat = x * scale_x + move_x, y * scale_y + move_y
        points.append([round(lon, _DECIMALS), round(lat, _DECIMALS)])
    return points


def _ring(parts: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """Join arcs; a negative index is the arc backwards (`~i`)."""
    ring: list[list[float]] = []
    for part in parts:
        points = arcs[part] if part >= 0 else arcs[~part][::-1]
        ring += points if not ring else points[1:]
    return [point for n, point in enumerate(ring) if n == 0 or point != ring[n - 1]]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
