from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.model.values import Accuracy
from firsthand.reference import bundled_reference
from firsthand.verify.coordinates import accuracy_class, read_coordinates, with_class
from firsthand.verify.grids import (
    from_mgrs,
    from_plus_code,
    from_utm,
    to_mgrs,
    to_plus_code,
    to_utm,
)

SAME_PLACE = [
    ("12.3456, 45.6789", "decimal"),
    ("12.3456 45.6789", "decimal"),
    ("12,3456 45,6789", "decimal"),
    ("12,3456; 45,6789", "decimal"),
    ("12.3456N 45.6789E", "decimal"),
    ("45.6789E 12.3456N", "decimal"),
    ("N 12.3456, E 45.6789", "decimal"),
    ("12°20'44.16\"N 45°40'44.04\"E", "dms"),
    ("12° 20′ 44.16″ N, 45° 40′ 44.04″ E", "dms"),
    ("12 20 44.16 N 45 40 44.04 E", "dms"),
    ("N12°20.736' E45°40.734'", "dm"),
    ("12 20.736 N 45 40.734 E", "dm"),
    ("١٢٫٣٤٥٦ ٤٥٫٦٧٨٩", "decimal"),
]


@pytest.mark.parametrize(("text", "notation"), SAME_PLACE)
def test_every_notation_means_the_same_place(text: str, notation: str) -> None:
    point = read_coordinates(text)
    assert (point.lat_e7, point.lon_e7) == (123_456_000, 456_789_000)
    assert (point.notation, point.words) == (notation, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing was written"),
        ("12.3456", "cannot be read as one point"),
        ("12,3456", "decimal comma"),
        ("12,34,56,78", "cannot be read as one point"),
        ("12.34, 45.67 13.1, 46.2", "cannot be read as one point"),
        ("95.1, 12.2", "latitude comes first"),
        ("12.1, 190.5", "beyond 180"),
        ("-12.1 S, 45 E", "a sign and a letter"),
        ("12.1 N, 45 N", "one of N or S and one of E or W"),
        ("12°20' 45°40'", "need N or S"),
        ("12°70'N 45°40'E", "below 60"),
        ("12.5°20'N 45°E", "only the last part"),
        ("0, 0", "missing place"),
        ("38PRV123", "even number of digits"),
        ("61PRV1234", "no UTM zone 61"),
        ("38PAV1234", "no column A"),
        ("8QH7+2V", "short plus code"),
        ("near the market", "cannot be read"),
    ],
)
def test_what_can_mean_two_things_is_refused_with_the_way_out(
    text: str, says: str
) -> None:
    with pytest.raises(UserError, match=says):
        read_coordinates(text)


def test_digits_that_were_not_written_are_not_known() -> None:
    radii = [
        read_coordinates(text).radius_m
        for text in ("12, 45", "12.3, 45.6", "12.3456, 45.6789", "12.345678, 45.678901")
    ]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > 150_000
    assert radii[-1] < 0.2


def test_a_stated_radius_is_added_to_what_the_notation_leaves_open() -> None:
    plain = read_coordinates("12.3456, 45.6789")
    stated = read_coordinates("12.3456, 45.6789", radius_m=Decimal(50))
    assert stated.radius_mm == plain.radius_mm + 50_000
    assert "50 m stated" in stated.radius_from


def test_a_coarse_square_has_a_wide_circle() -> None:
    fine, coarse = (read_coordinates(to_mgrs(12.3, 45.6, digits=n)) for n in (5, 1))
    assert fine.radius_m < 1
    assert 7_000 < coarse.radius_m < 7_200


def test_mgrs_and_utm_come_back_everywhere() -> None:
    dice = random.Random(7)  # noqa: S311  places, not secrets
    for _ in range(500):
        lat, lon = dice.uniform(-80, 84), dice.uniform(-180, 180)
        back = from_utm(to_utm(lat, lon))
        assert back == pytest.approx((lat, lon), abs=1e-9)
        cell = from_mgrs(to_mgrs(lat, lon))
        assert cell.lat == pytest.approx(lat, abs=1e-5)


@pytest.mark.parametrize(
    ("lat", "lon", "zone"), [(60.0, 4.0, 32), (60.0, 2.0, 31), (75.0, 10.0, 33)]
)
def test_the_widened_zones_of_the_north_are_kept(
    lat: float, lon: float, zone: int
) -> None:
    assert to_utm(lat, lon).zone == zone


def test_the_example_of_the_plus_code_specification() -> None:
    assert to_plus_code(47.365590, 8.524997) == "8FVC9G8F+6X"
    cell, digits = from_plus_code("8FVC9G8F+6X")
    assert digits == 10
    assert (cell.lat, cell.lon) == pytest.approx((47.3655625, 8.5249375))


@pytest.mark.parametrize("code", ["8FVC9G8F+6", "8FV09G8F+6X", "8FVC0000+6X"])
def test_a_plus_code_that_cannot_be_is_refused(code: str) -> None:
    with pytest.raises(UserError):
        from_plus_code(code)


def test_mgrs_agrees_with_the_reference_values(eval_data: Path) -> None:
    path = eval_data / "data" / "media" / "geo" / "coordinates_expected.json"
    if not path.is_file():
        pytest.skip(f"no reference values in {path}")
    for row in json.loads(path.read_text())["mgrs"]:
        assert to_mgrs(row["lat"], row["lon"]) == row["mgrs"]
        zone, east_m, north_m = row["utm"]
        point = to_utm(row["lat"], row["lon"])
        assert point.zone == zone
        assert (point.east_m, point.north_m) == pytest.approx(
            (east_m, north_m), abs=0.01
        )
        back = read_coordinates(row["mgrs"])
        assert (back.lat, back.lon) == pytest.approx((row["lat"], row["lon"]), abs=1e-5)


@pytest.mark.parametrize(
    ("name", "accuracy", "radius_m"),
    [
        ("village", Accuracy.VILLAGE, 1500),
        ("atlos:Vicinity", Accuracy.WITHIN_100M, 100),
        ("airwars:exact location (via airwars)", Accuracy.EXACT, 25),
        ("ucdp:2", Accuracy.DISTRICT, 25_000),
        ("acled:1", Accuracy.TOWN, 3000),
        ("ucdp:5", None, None),
    ],
)
def test_classes_of_the_field_map_to_ours(
    name: str, accuracy: Accuracy | None, radius_m: int | None
) -> None:
    found = accuracy_class(bundled_reference(), name)
    assert (found.accuracy, found.radius_m) == (accuracy, radius_m)
    assert found.ref


def test_an_unknown_class_lists_what_there_is() -> None:
    with pytest.raises(UserError, match="village"):
        accuracy_class(bundled_reference(), "hamlet")
    with pytest.raises(UserError, match="airwars"):
        accuracy_class(bundled_reference(), "gdelt:1")


def test_a_class_widens_the_circle_and_never_narrows_it() -> None:
    point = read_coordinates("12.3456, 45.6789")
    village = with_class(point, accuracy_class(bundled_reference(), "village"))
    assert village.radius_m == 1500
    coarse = read_coordinates("12, 45")
    kept = with_class(coarse, accuracy_class(bundled_reference(), "village"))
    assert kept.radius_mm == coarse.radius_mm


def test_nothing_is_measured_from_a_province() -> None:
    province = accuracy_class(bundled_reference(), "province")
    with pytest.raises(UserError, match="no radius"):
        with_class(read_coordinates("12.3456, 45.6789"), province)
