"""Places of a case from a GeoNames dump, a table with P-codes, or the case's own CSV.

Rows go on top of the bundled ones, into `CASE/reference/gazetteer.csv`, each with where
it comes from and when it was taken in. A bad row is told with its line; the others are
taken. Nothing that stands there is changed. Method: M003.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from firsthand.errors import UserError

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
# Columns of the common operational datasets of OCHA, and what people call them.
_MEANT = {
    "name": ("name", "name_en", "admin4name_en", "admin3name_en", "adm4_en", "adm3_en"),
    "name_ar": ("name_ar", "admin4name_ar", "admin3name_ar", "adm4_ar", "adm3_ar"),
    "name_ru": ("name_ru", "adm4_ru", "adm3_ru"),
    "other_names": ("other_names", "alternate_names"),
    "lat": ("lat", "latitude", "y", "latitude_y"),
    "lon": ("lon", "longitude", "long", "x", "longitude_x"),
    "kind": ("kind",),
    "within": ("within", "admin1name_en", "adm1_en"),
    "country": ("country", "iso2"),
    "population": ("population",),
    "pcode": ("pcode", "admin4pcode", "admin3pcode", "adm4_pcode", "adm3_pcode"),
    "id": ("id",),
}

Place = dict[str, str]


class Imported(msgspec.Struct, frozen=True):
    """What an import did.

    Attributes:
        taken: Rows written (or that would be, in a dry run).
        known: Rows left out, since the case holds a row of that id.
        problems: Bad rows, each with its line and what to do.
    """

    taken: int
    known: int
    problems: list[str]


def import_places(
    case_folder: Path,
    form: str,
    path: Path,
    *,
    country: str | None = None,
    is_dry: bool = False,
) -> Imported:
    """Take places into the gazetteer of a case.

    Args:
        case_folder: The case.
        form: "geonames" (a dump, tab-separated), "ocha" or "csv" (with a header).
        path: The file.
        country: ISO 3166 code for rows that name none.
        is_dry: Only say what would be done.

    Raises:
        UserError: The file is not of that form, or cannot be read.
    """
    target = case_folder / "reference" / "gazetteer.csv"
    held = _held(target)
    known_ids = {row.get("id", "") for row in held}
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
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
            new.append({**place, "source": f"{form}:{path.name}", "taken_in": today})
    if new and not is_dry:
        _write(target, held, new)
    return Imported(len(new), n_known, problems)


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
    """Yield the rows of a CSV file whose header names columns as in `_MEANT`."""
    rows = csv.DictReader(_text(path).splitlines())
    header = {name.strip().lower(): name for name in rows.fieldnames or ()}
    columns = {
        field: next((header[name] for name in names if name in header), None)
        for field, names in _MEANT.items()
    }
    missing = [field for field in ("name", "lat", "lon") if columns[field] is None]
    if missing:
        raise UserError(
            f"{path}: no column for {', '.join(missing)}; found: {', '.join(header)}"
        )
    for row in rows:
        place = {
            field: _cell(row, column) for field, column in columns.items() if column
        }
        place["kind"] = place.get("kind") or "village"
        place["id"] = place.get("id") or place.get("pcode") or place["name"]
        yield rows.line_num, place


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip()


_READERS = {"geonames": _geonames, "ocha": _table, "csv": _table}
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
