"""Places of a case from GeoNames, OCHA, OpenStreetMap, GeoJSON, or the case's own CSV.

Rows go on top of the bundled ones, into `CASE/reference/gazetteer.csv`, each with where
it comes from and when it was taken in. A bad row is told with its line; the others are
taken. Nothing that stands there is changed. Method: M003.
"""

from __future__ import annotations

import collections
import csv
import datetime as dt
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from firsthand.casework.gazetteer_files import read_geojson, read_osm, sheets_of
from firsthand.errors import UserError
from firsthand.reference.folding import plain_key

COLUMNS = (
    "id", "name", "name_ar", "name_ru", "other_names", "lat", "lon", "kind", "within",
    "country", "population", "pcode", "source", "taken_in",
)  # fmt: skip
KINDS = (
    "country", "province", "region", "district", "city", "town", "village", "camp",
    "neighbourhood", "street", "site",
)  # fmt: skip
_CITY = 100_000
_TOWN = 5_000
_N_GEONAMES = 19
_LONGEST_LATITUDE = 90.0
_LONGEST_LONGITUDE = 180.0
# GeoNames' feature codes (https://www.geonames.org/export/codes.html): our kinds.
_AREAS = {
    "PCLI": "country", "PCL": "country", "ADM1": "province", "ADM2": "district",
    "ADM3": "district", "ADM4": "district", "PPLX": "neighbourhood",
    "PPLF": "village", "PPLL": "village",
}  # fmt: skip
# Columns of the common operational datasets of OCHA, finest area first, and what people
# call them.
_LEVELS = (4, 3, 2, 1)
_MEANT = {
    "name": ("name", "name_en", *(
        form.format(n) for n in _LEVELS
        for form in ("admin{}name_en", "adm{}_en", "adm{}_name", "admin{}name")
    )),
    "name_ar": ("name_ar", *(
        form.format(n) for n in _LEVELS for form in ("admin{}name_ar", "adm{}_ar")
    )),
    "name_ru": ("name_ru", *(f"adm{n}_ru" for n in _LEVELS)),
    "other_names": ("other_names", "alternate_names", *(
        form.format(n) for n in _LEVELS for form in ("adm{}_ref", "admin{}refname")
    )),
    "lat": ("lat", "latitude", "y", "latitude_y", "center_lat", "y_centroid"),
    "lon": ("lon", "longitude", "long", "x", "longitude_x", "center_lon", "x_centroid"),
    "kind": ("kind",),
    "within": ("within", "admin1name_en", "adm1_en", "adm1_name"),
    "country": ("country", "iso2"),
    "population": ("population",),
    "pcode": ("pcode", *(
        form.format(n) for n in _LEVELS for form in ("admin{}pcode", "adm{}_pcode")
    )),
    "id": ("id",),
}  # fmt: skip
_KIND_OF_LEVEL = {"1": "province", "2": "district", "3": "district", "4": "village"}
_LEVEL_OF = re.compile(r"adm(?:in)?([1-4])(?:_|name)")

Place = dict[str, str]


class Imported(msgspec.Struct, frozen=True):
    """What an import did.

    Attributes:
        taken: Rows written (or that would be, in a dry run).
        known: Rows left out, since the case holds a row of that id.
        problems: Bad rows, each with its line and what to do.
        shared: Names that several places of the case bear: none is picked by itself.
    """

    taken: int
    known: int
    problems: list[str]
    shared: tuple[str, ...] = ()


def import_places(
    case_folder: Path,
    form: str,
    path: Path,
    *,
    country: str | None = None,
    is_dry: bool = False,
    origin: str | None = None,
) -> Imported:
    """Take places into the gazetteer of a case.

    Args:
        case_folder: The case.
        form: One of `FORMS`; "" = told by the file's name and first line.
        path: The file.
        country: ISO 3166 code for rows that name none.
        origin: Where the file is from and of what day, for people.
        is_dry: Only say what would be done.

    Raises:
        UserError: The file is not of that form, or cannot be read.
    """
    form = form or form_of(path)
    target = case_folder / "reference" / "gazetteer.csv"
    held = _held(target)
    known_ids = {row.get("id", "") for row in held}
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    source = f"{form}:{path.name}" + (f", {origin}" if origin else "")
    new: list[Place] = []
    problems: list[str] = []
    n_known = 0
    for number, outcome in _READERS[form](path):
        place = outcome if isinstance(outcome, str) else _checked(outcome)
        if isinstance(place, str):
            problems.append(f"{path.name}, line {number}: {place}")
        elif place["id"] in known_ids:
            n_known += 1
        else:
            known_ids.add(place["id"])
            place["country"] = place.get("country") or country or ""
            new.append({**place, "source": source, "taken_in": today})
    if new and not is_dry:
        _write(target, held, new)
    return Imported(len(new), n_known, problems, _shared([*held, *new], new))


def form_of(path: Path) -> str:
    """Tell the form of a file by its name and, for tables, by its first line.

    Raises:
        UserError: It cannot be told.
    """
    suffix = path.suffix.lower()
    by_suffix = {".osm": "osm", ".pbf": "osm", ".xml": "osm", ".geojson": "geojson"}
    if suffix in by_suffix:
        return by_suffix[suffix]
    if suffix in {".xlsx", ".ods", ".xls"}:
        return "ocha"
    if suffix in {".txt", ".tsv", ".csv"}:
        first = _text(path).partition("\n")[0]
        return "geonames" if first.count("\t") + 1 == _N_GEONAMES else "csv"
    if suffix == ".json":
        return "geojson"
    raise UserError(
        f"{path}: what it is cannot be told by its name; say --form, one of "
        f"{', '.join(FORMS)}"
    )


def _shared(rows: Sequence[Place], new: Sequence[Place]) -> tuple[str, ...]:
    """Return names of new rows that more than one row bears, most borne first."""
    borne = collections.Counter(plain_key(row.get("name") or "") for row in rows)
    named = {plain_key(row["name"]): row["name"] for row in new}
    several = [(key, n) for key, n in borne.most_common() if n > 1 and key in named]
    return tuple(f"{named[key]} ({n})" for key, n in several)


def _checked(place: Place) -> Place | str:
    """Return a place that can be used, or what is wrong with it."""
    if not place.get("name"):
        return "no name"
    if place.get("kind") not in KINDS:
        return f"kind {place.get('kind')!r}: use one of {', '.join(KINDS)}"
    for field, limit in (("lat", _LONGEST_LATITUDE), ("lon", _LONGEST_LONGITUDE)):
        try:
            degrees = float(place.get(field) or "nan")
        except ValueError:
            degrees = math.nan
        if not abs(degrees) <= limit:
            return (
                f"{field} {place.get(field)!r} is not in degrees; write it as 35.8137"
            )
    if not (place.get("population") or "0").isdigit():
        return f"population {place['population']!r} is not a whole number"
    return place


def _geonames(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield the rows of a GeoNames dump (columns: its readme.txt)."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != _N_GEONAMES:
            yield number, f"{len(cells)} columns, a GeoNames dump has {_N_GEONAMES}"
            continue
        ident, name, plain, others, lat, lon, kind, code, country = cells[:9]
        if kind not in {"P", "A"}:
            continue  # rivers, hills, roads: no places of attacks by name
        yield (
            number,
            {
                "id": f"gn{ident}",
                "name": name,
                "other_names": ";".join(filter(None, [plain, *others.split(",")])),
                "lat": lat,
                "lon": lon,
                "kind": _AREAS.get(code) or _settlement(cells[14]),
                "country": country,
                "population": cells[14],
            },
        )


def _settlement(population: str) -> str:
    people = int(population) if population.isdigit() else 0
    if people >= _CITY:
        return "city"
    return "town" if people >= _TOWN else "village"


def _table(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield the rows of a CSV file or workbook with columns named as in `_MEANT`."""
    if path.suffix.lower() in {".xlsx", ".ods", ".xls"}:
        yield from _of_workbook(path)
        return
    rows = csv.DictReader(_text(path).splitlines())
    columns = _columns(rows.fieldnames or ())
    _require(columns, rows.fieldnames or (), str(path))
    for row in rows:
        yield rows.line_num, _meant(row, columns)


def _of_workbook(path: Path) -> Iterator[tuple[int, Place | str]]:
    """Yield the rows of the sheets that name places and where they lie."""
    is_found = False
    for cells in sheets_of(path).values():
        header = cells[0] if cells else []
        columns = _columns(header)
        if not _missing(columns):
            is_found = True
            for number, row in enumerate(cells[1:], 2):
                yield number, _meant(dict(zip(header, row, strict=False)), columns)
    if not is_found:
        raise UserError(
            f"{path}: no sheet has columns for a name, a latitude and a longitude"
        )


def _geojson(path: Path) -> Iterator[tuple[int, Place | str]]:
    for number, feature in read_geojson(path):
        if isinstance(feature, str):
            yield number, feature
        else:
            yield number, _meant(feature, _columns(list(feature)))


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Return the column of each field that a header names."""
    known = {name.strip().lower(): name for name in header}
    found = {
        field: next((known[name] for name in names if name in known), None)
        for field, names in _MEANT.items()
    }
    return {field: column for field, column in found.items() if column is not None}


def _missing(columns: Mapping[str, str]) -> list[str]:
    return [field for field in ("name", "lat", "lon") if field not in columns]


def _require(columns: Mapping[str, str], header: Sequence[str], where: str) -> None:
    missing = _missing(columns)
    if missing:
        raise UserError(
            f"{where}: no column for {', '.join(missing)}; found: {', '.join(header)}"
        )


def _meant(row: Mapping[str, str | None], columns: Mapping[str, str]) -> Place:
    place = {field: _cell(row, column) for field, column in columns.items()}
    level = _LEVEL_OF.match(columns.get("name", "").strip().lower())
    if level and not place.get("kind"):
        place["kind"] = _KIND_OF_LEVEL[level[1]]
    place["kind"] = place.get("kind") or "village"
    place["id"] = place.get("id") or place.get("pcode") or place.get("name", "")
    return place


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip()


_READERS = {
    "geonames": _geonames,
    "ocha": _table,
    "osm": read_osm,
    "geojson": _geojson,
    "csv": _table,
}
FORMS = tuple(_READERS)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not readable as UTF-8 text: {error}") from error


def _held(target: Path) -> list[Place]:
    if not target.is_file():
        return []
    return list(csv.DictReader(_text(target).splitlines()))


def _write(target: Path, held: list[Place], new: list[Place]) -> None:
    """Write old and new rows beside the file, then put it in the file's place."""
    columns = list(dict.fromkeys([*(held[0] if held else ()), *COLUMNS]))
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".csv.new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, restval="")
        writer.writeheader()
        writer.writerows([*held, *new])
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
