"""Where the sun stood so: what remains holds the truth, and little else."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from firsthand.errors import UserError
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.shadow import Range, Window, times_that_remain
from firsthand.verify.sun import sun_position
from firsthand.verify.sun_inverse import Area, area_that_remains, whole_day
from firsthand.verify.sun_map import draw_area

_NOON = dt.datetime(2021, 6, 3, 10, 30, tzinfo=dt.UTC)


def _around(value: float, error: float) -> Range:
    return Range(value - error, value + error)


def _at(moment: dt.datetime) -> Window:
    return Window(moment, moment)


def _holds(area: Area, lat: float, lon: float) -> bool:
    half = area.cell_deg / 2 + 1e-9
    return bool(
        ((abs(area.lat_deg - lat) <= half) & (abs(area.lon_deg - lon) <= half)).any()
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_true_place_remains_and_nearly_nothing_else(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a fixed draw for a test
    while True:
        lat, lon = chance.uniform(-60, 70), chance.uniform(-179, 179)
        moment = _NOON + dt.timedelta(minutes=chance.randrange(5_000_000))
        sun = sun_position(moment, lat, lon)
        if 5 < sun.altitude_deg < 80:
            break
    area = area_that_remains(
        _at(moment), _around(sun.altitude_deg, 1), _around(sun.azimuth_deg, 1)
    )
    assert _holds(area, lat, lon)
    assert 0 < area.share < 0.0003


def test_altitude_alone_leaves_a_ring_of_the_known_size() -> None:
    area = area_that_remains(_at(_NOON), _around(40, 1), None)
    # A band of two degrees, fifty degrees from where the sun stands overhead.
    assert area.share == pytest.approx(0.01337, rel=0.03)


def test_direction_shrinks_what_altitude_leaves() -> None:
    ring = area_that_remains(_at(_NOON), _around(40, 1), None)
    spot = area_that_remains(_at(_NOON), _around(40, 1), _around(150, 1))
    assert spot.share < ring.share / 50


def test_an_uncertain_time_leaves_more() -> None:
    height, bearing = _around(40, 1), _around(150, 1)
    sharp = area_that_remains(_at(_NOON), height, bearing)
    half = dt.timedelta(minutes=20)
    blurred = area_that_remains(Window(_NOON - half, _NOON + half), height, bearing)
    assert blurred.share > sharp.share * 2


def test_where_the_sun_never_stands_so_nothing_remains() -> None:
    area = area_that_remains(_at(_NOON), _around(89.5, 0.4), _around(0, 0.5))
    line = area.as_line()
    assert float(line["share_of_surface_percent"]) < 0.001
    assert "<svg" in draw_area(area, {"features": []}, "nothing < remains")


def test_the_same_question_gives_the_same_line() -> None:
    asked = (_at(_NOON), _around(40, 1), _around(150, 1))
    assert area_that_remains(*asked).as_line() == area_that_remains(*asked).as_line()


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (Window(_NOON, _NOON - dt.timedelta(hours=1)), "ends before"),
        (Window(_NOON, _NOON + dt.timedelta(days=2)), "too long"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(when: Window, message: str) -> None:
    with pytest.raises(UserError, match=message):
        area_that_remains(when, _around(40, 1), None)


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(UserError, match="nothing was measured"):
        area_that_remains(_at(_NOON), None, None)


def test_the_map_shows_cells_over_land() -> None:
    area = area_that_remains(_at(_NOON), _around(40, 1), _around(150, 1))
    lat, lon = float(area.lat_deg.mean()), float(area.lon_deg.mean())
    ring = [[lon - 1, lat - 1], [lon + 1, lat - 1], [lon, lat + 1], [lon - 1, lat - 1]]
    land = {
        "features": [{"geometry": {"type": "Polygon", "coordinates": [ring]}}],
    }
    drawn = draw_area(area, land, "a < b")
    assert drawn.count("<path") == 1
    assert "a &lt; b" in drawn
    assert "<script" not in drawn


def test_altitude_fits_twice_a_day_and_direction_once() -> None:
    place = read_coordinates("12.345, 45.678")
    day = whole_day(dt.date(2021, 11, 29), place.lon)
    truth = dt.datetime(2021, 11, 29, 6, 30, tzinfo=dt.UTC)
    sun = sun_position(truth, place.lat, place.lon)
    height, bearing = _around(sun.altitude_deg, 1), _around(sun.azimuth_deg, 2)
    twice = times_that_remain(place, day, height, None)
    once = times_that_remain(place, day, height, bearing)
    assert (len(twice), len(once)) == (2, 1)
    assert once[0].start <= truth <= once[0].end
