from __future__ import annotations

import datetime as dt
import json
import math
import random
from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.verify.sun import sun_at, sun_position


def _sky_deg(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Angle in the sky between two (altitude, azimuth) pairs, degrees."""
    (h1, z1), (h2, z2) = (tuple(map(math.radians, pair)) for pair in (a, b))
    cosine = math.sin(h1) * math.sin(h2) + math.cos(h1) * math.cos(h2) * math.cos(
        z1 - z2
    )
    return math.degrees(math.acos(min(1.0, cosine)))


def test_the_worked_example_of_the_solar_position_algorithm() -> None:
    moment = dt.datetime.fromisoformat("2003-10-17T12:30:30-07:00")
    sun = sun_position(moment, 39.742476, -105.1786)
    assert (
        _sky_deg((sun.geometric_deg, sun.azimuth_deg), (39.872046, 194.340241)) < 0.01
    )


def test_the_reference_places_and_times(eval_data: Path) -> None:
    path = eval_data / "data" / "media" / "sun" / "reference.json"
    if not path.is_file():
        pytest.skip(f"no reference values in {path}")
    for row in json.loads(path.read_text())["computed"]:
        sun = sun_position(
            dt.datetime.fromisoformat(row["utc"]), row["lat"], row["lon"]
        )
        truth = (90 - row["geometric_zenith"], row["azimuth"])
        assert _sky_deg((sun.geometric_deg, sun.azimuth_deg), truth) < 0.01
        assert sun.altitude_deg == pytest.approx(90 - row["apparent_zenith"], abs=0.01)


@pytest.mark.slow
def test_three_thousand_instants_against_a_full_algorithm() -> None:
    oracle = pytest.importorskip("sunposition", reason="no full SPA to test against")
    dice = random.Random(11)  # noqa: S311  instants, not secrets
    first = dt.datetime(1950, 1, 1, tzinfo=dt.UTC).timestamp()
    last = dt.datetime(2050, 12, 31, tzinfo=dt.UTC).timestamp()
    worst = 0.0
    for _ in range(3000):
        at = dice.uniform(first, last)
        lat, lon = dice.uniform(-66, 66), dice.uniform(-180, 180)
        sun = sun_at(at, lat, lon)
        if sun.geometric_deg > 3:
            found = oracle.sunposition(
                at, lat, lon, 0, temperature=10, pressure=0, delta_t=65
            )
            truth = (90 - float(found[1]), float(found[0]))
            worst = max(worst, _sky_deg((sun.geometric_deg, sun.azimuth_deg), truth))
    assert worst < 0.02


@pytest.mark.parametrize(
    ("moment", "lat", "says"),
    [
        (dt.datetime(2021, 6, 21, 12, 0, tzinfo=dt.UTC), 80.0, "up"),
        (dt.datetime(2021, 6, 21, 0, 0, tzinfo=dt.UTC), 80.0, "up"),
        (dt.datetime(2021, 12, 21, 12, 0, tzinfo=dt.UTC), 80.0, "down"),
        (dt.datetime(2021, 3, 20, 12, 0, tzinfo=dt.UTC), 0.0, "up"),
        (dt.datetime(2021, 3, 20, 0, 0, tzinfo=dt.UTC), 0.0, "down"),
    ],
)
def test_the_sun_is_up_when_it_must_be(
    moment: dt.datetime, lat: float, says: str
) -> None:
    assert (sun_position(moment, lat, 0.0).altitude_deg > 0) == (says == "up")


def test_at_noon_north_of_the_tropics_the_shadow_points_north() -> None:
    noon = dt.datetime(2021, 3, 20, 12, 7, tzinfo=dt.UTC)
    sun = sun_position(noon, 45.0, 0.0)
    assert min(sun.shadow_azimuth_deg, 360 - sun.shadow_azimuth_deg) < 0.5


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(UserError, match="without a zone"):
        sun_position(dt.datetime(2021, 3, 20, 12), 45.0, 0.0)  # noqa: DTZ001  the point of the test


def test_a_year_beyond_the_method_is_refused() -> None:
    with pytest.raises(UserError, match="1950 to 2050"):
        sun_position(dt.datetime(2061, 3, 20, tzinfo=dt.UTC), 45.0, 0.0)
