from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.reference import bundled_reference
from firsthand.verify.coordinates import accuracy_class, read_coordinates, with_class
from firsthand.verify.distance import (
    Answer,
    distance_between,
    geodesic,
    is_away,
    is_within,
)

EXACT = "12.345678, 45.678901"


def test_known_lines_to_the_millimetre(eval_data: Path) -> None:
    path = eval_data / "data" / "media" / "geo" / "coordinates_expected.json"
    if not path.is_file():
        pytest.skip(f"no reference values in {path}")
    for row in json.loads(path.read_text())["geodesic"]:
        metres, azimuth = geodesic(row["a"], row["b"])
        assert metres == pytest.approx(row["metres"], abs=0.001)
        assert azimuth == pytest.approx(row["azimuth_deg"], abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "metres"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111_319.491),  # a degree of the equator
        ((0.0, 179.5), (0.0, -179.5), 111_319.491),  # over the date line
        ((-90.0, 0.0), (0.0, 0.0), 10_001_965.729),  # the quarter meridian
        ((12.0, 45.0), (12.0, 45.0), 0.0),
    ],
)
def test_lines_that_are_known_by_definition(
    first: tuple[float, float], second: tuple[float, float], metres: float
) -> None:
    assert geodesic(first, second)[0] == pytest.approx(metres, abs=0.001)


def test_opposite_points_are_refused_rather_than_guessed() -> None:
    with pytest.raises(UserError, match="opposite"):
        geodesic((0.0, 0.0), (0.3, 179.7))


def test_a_village_point_cannot_say_300_metres() -> None:
    """The nearest base 300 metres away, against a point that means a village."""
    village = with_class(
        read_coordinates("12.3456, 45.6789"),
        accuracy_class(bundled_reference(), "village"),
    )
    base = read_coordinates("12.348300, 45.678900")
    found = distance_between(village, base)
    assert found.low_mm == 0
    settled = is_away(found, 300, 50)
    assert settled.answer is Answer.UNDECIDABLE
    assert "not known well enough" in settled.because
    assert found.azimuth_deg is None


def test_exact_points_can_say_it() -> None:
    base = read_coordinates("12.348390, 45.678901")
    found = distance_between(read_coordinates(EXACT), base)
    assert 299_000 < found.middle_mm < 301_000
    assert is_away(found, 300, 10).answer is Answer.YES
    assert is_away(found, 500, 10).answer is Answer.NO
    assert is_within(found, 400).answer is Answer.YES
    assert is_within(found, 200).answer is Answer.NO
    assert is_within(found, 300).answer is Answer.UNDECIDABLE


def test_even_a_village_point_excludes_what_is_far() -> None:
    village = read_coordinates("12.345678, 45.678901", radius_m=Decimal(1500))
    far = read_coordinates("12.645678, 45.678901")
    found = distance_between(village, far)
    assert is_within(found, 300).answer is Answer.NO
    assert found.azimuth_deg == "0.0"


def test_both_circles_count() -> None:
    points = [read_coordinates(EXACT, radius_m=Decimal(radius)) for radius in (0, 100)]
    same = distance_between(points[0], points[1])
    assert same.low_mm == same.middle_mm == 0
    assert same.high_mm == points[0].radius_mm + points[1].radius_mm


def test_the_result_carries_no_floats() -> None:
    found = distance_between(read_coordinates(EXACT), read_coordinates("12.4, 45.7"))
    assert all(isinstance(value, str | None) for value in found.as_line().values())
