"""Place and time against published values: rows of `make eval`.

Sun against a full SPA (`sunposition`), geodesic lines and MGRS against reference
vectors, what an inverse sun leaves of the globe, towns under every spelling.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import random
import statistics
from pathlib import Path
from typing import Any

from firsthand.reference import bundled_reference
from firsthand.reference.gazetteer import Entry, open_gazetteer
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.distance import geodesic
from firsthand.verify.shadow import Range, Window
from firsthand.verify.sun import sun_at, sun_position
from firsthand.verify.sun_inverse import area_that_remains

N_INSTANTS = 3_000
N_AREAS = 200
_NREL = ("2003-10-17T12:30:30-07:00", 39.742476, -105.1786, 39.872046, 194.340241)
# Delta T of the checker, seconds: 66 to 70 in these years; a second moves nothing here.
_DELTA_T_S = 69.0
_LOWEST_DEG = 3.0
_E7 = 10**7
_SAME_TOWN_M = 5_000
_LOW_SUN_DEG = 15.0
_GOAL_DEG, _GOAL_PERCENT, _HALF_MM = 0.02, 0.01, 0.5


def score_verification(data: Path) -> dict[str, float]:
    """Return the rows of `make eval`, all of them better when higher.

    Raises:
        FileNotFoundError: The reference values are not there.
    """
    found = measure(data)
    for key, value in found.items():
        print(f"verification.{key:<28} {value:.6g}")
    rows = {
        "nrel": float(found["nrel_error_deg"] <= _GOAL_DEG),
        "inverse_area": float(found["inverse_median_percent"] <= _GOAL_PERCENT),
        "inverse_holds_truth": found["inverse_holds_truth"],
        "lines_exact": float(found["worst_line_mm"] < _HALF_MM),
        "mgrs_exact": found["mgrs_exact"],
        "towns_every_spelling": found["towns_every_spelling"],
        "towns_open_stay_open": found["towns_open_stay_open"],
    }
    if "worst_sun_error_deg" in found:
        rows["sun"] = float(found["worst_sun_error_deg"] <= _GOAL_DEG)
    return {f"verification.{key}": value for key, value in rows.items()}


def measure(data: Path) -> dict[str, float]:
    """Return every figure as measured.

    Raises:
        FileNotFoundError: The reference values are not there.
    """
    folder = data / "data" / "media" / "geo"
    return {
        "nrel_error_deg": _nrel_error(),
        **_worst_sun_error(),
        **_areas(),
        **_exact(json.loads((folder / "coordinates_expected.json").read_text())),
        **_towns(json.loads((folder / "towns_expected.json").read_text())),
    }


def _sky_deg(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the angle in the sky between two (altitude, azimuth) pairs."""
    h1, z1, h2, z2 = map(math.radians, (*first, *second))
    half = math.sin((h1 - h2) / 2) ** 2
    half += math.cos(h1) * math.cos(h2) * math.sin((z1 - z2) / 2) ** 2
    return math.degrees(2 * math.asin(math.sqrt(min(1.0, half))))


def _nrel_error() -> float:
    text, lat, lon, altitude, azimuth = _NREL
    sun = sun_position(dt.datetime.fromisoformat(text), lat, lon)
    return _sky_deg((sun.geometric_deg, sun.azimuth_deg), (altitude, azimuth))


def _worst_sun_error() -> dict[str, float]:
    """Measure against a full SPA; nothing where that checker is not installed."""
    try:
        import sunposition  # noqa: PLC0415  a checker, for measuring alone
    except ImportError:
        print("verification.sun left out: pip install sunposition==1.2.1")
        return {}
    chance = random.Random(2011)  # noqa: S311  a fixed draw
    first, last = (
        dt.datetime(y, 1, 1, tzinfo=dt.UTC).timestamp() for y in (2011, 2026)
    )
    worst, n_done = 0.0, 0
    while n_done < N_INSTANTS:
        at = float(int(chance.uniform(first, last)))
        lat, lon = chance.uniform(-85, 85), chance.uniform(-180, 180)
        sun = sun_at(at, lat, lon)
        if sun.geometric_deg < _LOWEST_DEG:
            continue
        azimuth, zenith, *_ = sunposition.sunpos(
            dt.datetime.fromtimestamp(at, dt.UTC),
            *(lat, lon, 0, 12, 0),
            delta_t=_DELTA_T_S,
            radians=False,
        )
        truth = (90 - float(zenith), float(azimuth))
        worst = max(worst, _sky_deg((sun.geometric_deg, sun.azimuth_deg), truth))
        n_done += 1
    return {"worst_sun_error_deg": worst}


def _areas() -> dict[str, float]:
    """Measure what altitude and azimuth, each to a degree, leave of the surface."""
    chance = random.Random(73)  # noqa: S311  a fixed draw
    shares: list[float] = []
    high: list[float] = []
    n_held = 0
    while len(shares) < N_AREAS:
        at = dt.datetime.fromtimestamp(int(chance.uniform(1.3e9, 1.77e9)), dt.UTC)
        lat = math.degrees(math.asin(chance.uniform(-0.87, 0.95)))
        lon = chance.uniform(-180, 180)
        sun = sun_position(at, lat, lon)
        if sun.altitude_deg < _LOWEST_DEG:
            continue
        area = area_that_remains(
            Window(at, at),
            Range(sun.altitude_deg - 1, sun.altitude_deg + 1),
            Range(sun.azimuth_deg - 1, sun.azimuth_deg + 1),
        )
        shares.append(area.share * 100)
        if sun.altitude_deg >= _LOW_SUN_DEG:
            high.append(area.share * 100)
        near = (abs(area.lat_deg - lat) <= area.cell_deg / 2) & (
            abs((area.lon_deg - lon + 180) % 360 - 180) <= area.cell_deg / 2
        )
        n_held += bool(near.any())
    # A low sun has nearly one direction along a whole stretch of the globe: the area is
    # larger there by geometry, so both are told.
    return {
        "inverse_median_percent": statistics.median(high),
        "inverse_all_mean_percent": statistics.fmean(shares),
        "inverse_holds_truth": n_held / len(shares),
    }


def _exact(expected: dict[str, Any]) -> dict[str, float]:
    lines = [
        abs(geodesic(tuple(row["a"]), tuple(row["b"]))[0] - row["metres"])
        for row in expected["geodesic"]
    ]
    # A worked example is published to the millimetre, so half of one is exact.
    n_squares = 0
    for row in expected["mgrs"]:
        found = read_coordinates(row["mgrs"])
        metres, _ = geodesic((found.lat, found.lon), (row["lat"], row["lon"]))
        n_squares += metres <= found.radius_m
    return {
        "worst_line_mm": max(lines) * 1000,
        "mgrs_exact": n_squares / len(expected["mgrs"]),
    }


def _towns(expected: list[dict[str, Any]]) -> dict[str, float]:
    """Ask for each town by each spelling, for homonyms, for what is not there."""
    gazetteer = open_gazetteer(bundled_reference())
    n_asked = n_found = n_right = n_hard = 0
    for row in expected:
        if "homonyms" in row:
            wanted = {f"gn{each['geonameid']}" for each in row["homonyms"]}
            found = {entry.id for entry in gazetteer.homonyms(row["query"])}
            n_hard, n_right = n_hard + 1, n_right + (wanted <= found)
        elif row["geonameid"] is None:
            n_hard += 1
            n_right += not gazetteer.find(row["query"])
        else:
            for name in {row["query"], row["name"], *row["alternate_names"]}:
                n_asked += 1
                n_found += any(_is_it(row, each) for each in gazetteer.find(name))
    return {
        "towns_every_spelling": n_found / n_asked,
        "towns_open_stay_open": n_right / n_hard,
    }


def _is_it(row: dict[str, Any], entry: Entry) -> bool:
    """Say whether an entry is the town: by id, or within five kilometres of it."""
    if entry.id == f"gn{row['geonameid']}":
        return True
    if entry.lat_e7 is None or entry.lon_e7 is None:
        return False
    at = (entry.lat_e7 / _E7, entry.lon_e7 / _E7)
    return geodesic(at, (row["lat"], row["lon"]))[0] <= _SAME_TOWN_M


if __name__ == "__main__":
    import sys

    for key, value in measure(Path(sys.argv[1])).items():
        print(f"{key:<28} {value:.6g}")
