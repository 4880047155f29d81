"""The moon against published values: Meeus's example, eclipses, full and new moons."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.errors import UserError
from firsthand.verify.moon import ecliptic_at, lit_share, moon_position
from firsthand.verify.sun import sun_position


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_the_example_of_meeus_comes_out() -> None:
    found = ecliptic_at(-0.077221081451)  # 1992 April 12, 0h TD (example 47.a)
    assert abs(found.longitude_deg - 133.162655) < 0.02
    assert abs(found.latitude_deg - -3.229126) < 0.01
    assert abs(found.distance_km - 368409.7) < 150


def test_the_lit_share_of_the_example_of_meeus_comes_out() -> None:
    share = lit_share(_utc("1992-04-12T00:00").timestamp())
    assert abs(share - 0.6786) < 0.002  # example 48.a


@pytest.mark.parametrize(
    ("moment", "lat", "lon"),
    [
        # Greatest eclipse of total eclipses of the sun (NASA catalogue).
        ("2024-04-08T18:17:20", 25.3, -104.1),
        ("2017-08-21T18:25:32", 37.0, -87.7),
        ("2009-07-22T02:35:19", 24.2, 144.1),
    ],
)
def test_at_an_eclipse_the_moon_stands_before_the_sun(
    moment: str, lat: float, lon: float
) -> None:
    moon = moon_position(_utc(moment), lat, lon)
    sun = sun_position(_utc(moment), lat, lon)
    assert abs(moon.altitude_deg - sun.altitude_deg) < 0.1
    assert moon.lit_percent < 0.1


@pytest.mark.parametrize(
    "moment",
    ["2021-11-19T08:57", "2024-01-25T17:54", "2015-09-28T02:50", "2030-12-09T22:40"],
)
def test_a_full_moon_is_full(moment: str) -> None:
    assert lit_share(_utc(moment).timestamp()) > 0.997


def test_it_grows_after_new_moon_and_wanes_after_full_moon() -> None:
    assert moon_position(_utc("2021-12-08T12:00"), 12.3, 45.7).is_waxing
    assert not moon_position(_utc("2021-11-24T12:00"), 12.3, 45.7).is_waxing


def test_half_of_it_is_lit_at_a_quarter() -> None:
    share = lit_share(_utc("2021-11-27T12:28").timestamp())
    assert abs(share - 0.5) < 0.01


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UserError, match="without a zone"):
        moon_position(dt.datetime(2021, 11, 29), 12, 45)  # noqa: DTZ001  that is the point


def test_a_year_that_was_not_measured_is_refused() -> None:
    with pytest.raises(UserError, match="1950 to 2050"):
        moon_position(_utc("1940-01-01T00:00"), 12, 45)
