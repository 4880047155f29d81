"""Places in the files that others publish: OpenStreetMap, GeoJSON, workbooks.

Each reader yields rows as `gazetteer_rows` wants them, with the number by which the
file knows them. Formats: https://wiki.openstreetmap.org/wiki/OSM_XML, RFC 7946,
common operational datasets of OCHA as workbooks.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from firsthand.errors import UserError

Place = dict[str, str]
Tags = dict[str, str]
Cells = list[list[str]]

# What OpenStreetMap calls a place (key `place`), and buildings that reports name.
_PLACES = {
    "country": "country", "state": "province", "province": "province",
    "region": "region", "county": "district", "district": "district",
    "municipality": "district", "city": "city", "town": "town", "village": "village",
    "hamlet": "village", "isolated_dwelling": "village", "suburb": "neighbourhood",
    "quarter": "neighbourhood", "neighbourhood": "neighbourhood",
}  # fmt: skip
_SITES = frozenset(
    ("hospital", "clinic", "school", "university", "marketplace", "place_of_worship")
)
_COLUMN_OF = {"name:ar": "name_ar", "name:ru": "name_ru"}
_OTHERS = ("name:en", "int_name", "alt_name", "old_name", "official_name")


def read_osm(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield named places and buildings of an OpenStreetMap extract, as a stream.

    XML (.osm): ways and relations count where the file gives their centre (Overpass:
    `out center`). Binary (.pbf, read by osmium): a way lies in the middle of the box
    around it, a relation where its label or its centre of administration lies.

    Raises:
        UserError: It is no extract of OpenStreetMap, or its reader is not installed.
    """
    if path.suffix.lower() == ".pbf":
        yield from _read_pbf(path)
        return
    try:
        for number, (_, element) in enumerate(_elements(path), 1):
            place = _of_element(element)
            if place is not None:
                yield number, place
            element.clear()
    except (ET.ParseError, OSError) as error:
        raise UserError(
            f"{path}: not readable as OpenStreetMap XML: {error}"
        ) from error


def _elements(path: Path) -> Iterator[tuple[str, ET.Element]]:
    wanted = {"node", "way", "relation"}
    for event, element in ET.iterparse(path):  # noqa: S314  expat bounds what entities may grow to
        if element.tag in wanted:
            yield event, element


def _of_element(element: ET.Element) -> Place | None:
    tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
    centre = element.find("center")
    at = element if centre is None else centre
    if at.get("lat") is None:
        return None
    name = f"{element.tag}/{element.get('id', '')}"
    return _of_tags(name, tags, (at.get("lat", ""), at.get("lon", "")))


def _of_tags(name: str, tags: Tags, at: tuple[str, str]) -> Place | None:
    """Return the place that tags speak of; None = none that has a name."""
    kind = _PLACES.get(tags.get("place", ""))
    if kind is None and tags.get("amenity") in _SITES:
        kind = "site"
    if kind is None or not tags.get("name"):
        return None
    return {
        "id": f"osm:{name}",
        "name": tags["name"],
        **{column: tags[tag] for tag, column in _COLUMN_OF.items() if tag in tags},
        "other_names": ";".join(tags[tag] for tag in _OTHERS if tags.get(tag)),
        "lat": at[0],
        "lon": at[1],
        "kind": kind,
        "within": tags.get("is_in:province") or tags.get("is_in:state") or "",
        "country": tags.get("is_in:country_code", "").upper(),
        "population": "".join(c for c in tags.get("population", "") if c.isdigit()),
    }


def _read_pbf(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield the places of a binary extract: nodes, then ways and relations.

    The file is read twice, so that only corners of places are held in memory.
    """
    try:
        osmium: Any = importlib.import_module("osmium")  # optional, large
    except ImportError:
        raise UserError(
            f"{path}: a .pbf file, which needs osmium: pip install osmium, or turn it "
            f"into XML: osmium cat {path.name} -o {path.name.removesuffix('.pbf')}"
        ) from None
    try:
        named = osmium.filter.KeyFilter("place", "amenity")
        drawn: list[tuple[str, Tags, tuple[int, ...]]] = []
        number = 0
        for number, each in enumerate(osmium.FileProcessor(path).with_filter(named), 1):
            tags = {tag.k: tag.v for tag in each.tags}
            if each.is_node():
                at = (str(each.location.lat), str(each.location.lon))
                place = _of_tags(f"node/{each.id}", tags, at)
                if place is not None:
                    yield number, place
            elif _of_tags("", tags, ("", "")) is not None:
                form = "way" if each.is_way() else "relation"
                drawn.append((f"{form}/{each.id}", tags, _corners_of(each)))
        yield from _drawn(osmium, path, drawn, number)
    except (RuntimeError, OSError) as error:
        raise UserError(
            f"{path}: not readable as an OpenStreetMap extract: {error}"
        ) from error


def _corners_of(each: Any) -> tuple[int, ...]:
    """Return the nodes that say where a way or a relation lies."""
    if each.is_way():
        return tuple(node.ref for node in each.nodes)
    marks = ("label", "admin_centre")
    found = [m.ref for m in each.members if m.type == "n" and m.role in marks]
    return tuple(found[:1])


def _drawn(
    osmium: Any,
    path: Path,
    drawn: Sequence[tuple[str, Tags, tuple[int, ...]]],
    number: int,
) -> Iterator[tuple[int, Place | str]]:
    """Yield the places that are drawn by nodes, whose points are read now."""
    wanted = osmium.filter.IdFilter({ref for *_, refs in drawn for ref in refs})
    nodes = osmium.FileProcessor(path, osmium.osm.NODE).with_filter(wanted)
    points = {each.id: (each.location.lat, each.location.lon) for each in nodes}
    for at, (name, tags, refs) in enumerate(drawn, number + 1):
        known = [points[ref] for ref in refs if ref in points]
        if not known:
            continue
        lats, lons = zip(*known, strict=True)
        middle = (
            f"{(min(lats) + max(lats)) / 2:.7f}",
            f"{(min(lons) + max(lons)) / 2:.7f}",
        )
        place = _of_tags(name, tags, middle)
        if place is not None:
            yield at, place


def read_geojson(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield the features of a GeoJSON file: their properties, and where they lie.

    An area is known by the middle of the box around it.

    Raises:
        UserError: It is no GeoJSON.
    """
    try:
        features = json.loads(path.read_bytes())["features"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"{path}: no GeoJSON with a list of features") from error
    for number, feature in enumerate(features, 1):
        try:
            properties = feature["properties"] or {}
            corners = list(_corners(feature["geometry"]["coordinates"]))
            lons, lats = zip(*corners, strict=True)
        except (LookupError, TypeError, ValueError):
            yield number, "a feature without properties or coordinates"
            continue
        named = {str(k): str(v) for k, v in properties.items() if v is not None}
        middle = {
            "lat": f"{(min(lats) + max(lats)) / 2:.7f}",
            "lon": f"{(min(lons) + max(lons)) / 2:.7f}",
        }
        yield number, {**named, **middle}


def _corners(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _corners(part)


def sheets_of(path: Path) -> dict[str, Cells]:
    """Return the sheets of a workbook, each as rows of cells in words.

    Raises:
        UserError: It is no workbook, or the reader of workbooks is not installed.
    """
    try:
        import python_calamine  # noqa: PLC0415  optional, and only for workbooks
    except ImportError:
        raise UserError(
            f"{path}: a workbook, which needs python-calamine: pip install "
            "python-calamine, or save it as CSV UTF-8"
        ) from None
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        return {
            name: [
                [str(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python()
            ]
            for name in book.sheet_names
        }
    except (python_calamine.CalamineError, OSError) as error:
        raise UserError(f"{path}: not readable as a workbook: {error}") from error
