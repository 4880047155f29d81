"""Blast radius, view, area: yes, no, or not known well enough."""

from __future__ import annotations

from decimal import Decimal

import pytest

from firsthand.errors import UserError
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.distance import Answer, distance_between
from firsthand.verify.position import Position
from firsthand.verify.reach import Camera, area_of, lies_in_reach, lies_in_view
from firsthand.verify.shadow import Measured


def _point(words: str, radius: int = 10) -> Position:
    return read_coordinates(words, radius_m=Decimal(radius))


_CRATER = _point("12.3450000, 45.6780000")


@pytest.mark.parametrize(
    ("north_deg", "radius", "answer"),
    [
        ("12.3454000", Measured(120, 20), Answer.YES),
        ("12.3459000", Measured(120, 20), Answer.UNDECIDABLE),
        ("12.3480000", Measured(120, 20), Answer.NO),
        ("12.3454000", Measured(60, 60), Answer.UNDECIDABLE),
    ],
)
def test_blast_radius_is_answered_with_intervals(
    north_deg: str, radius: Measured, answer: Answer
) -> None:
    found = distance_between(_CRATER, _point(f"{north_deg}, 45.6780000"))
    assert lies_in_reach(found, radius).answer is answer


def test_a_radius_below_zero_is_refused() -> None:
    found = distance_between(_CRATER, _CRATER)
    with pytest.raises(UserError, match="below zero"):
        lies_in_reach(found, Measured(10, 20))


@pytest.mark.parametrize(
    ("direction", "answer"),
    [
        (Measured(0, 3), Answer.YES),
        (Measured(358, 3), Answer.YES),
        (Measured(28, 3), Answer.UNDECIDABLE),
        (Measured(90, 3), Answer.NO),
        (Measured(180, 3), Answer.NO),
    ],
)
def test_view_is_answered_with_the_errors_of_both_places(
    direction: Measured, answer: Answer
) -> None:
    tower = _point("12.3550000, 45.6780000")
    found = lies_in_view(_CRATER, tower, Camera(direction, Measured(60, 4)), None)
    assert found.answer is answer
    if answer is Answer.YES:
        assert "what stands between is not known" in found.because


def test_circles_that_meet_have_no_direction() -> None:
    near = _point("12.3450500, 45.6780000")
    found = lies_in_view(_CRATER, near, Camera(Measured(0, 3), Measured(60, 4)), None)
    assert found.answer is Answer.UNDECIDABLE


def test_behind_the_horizon_is_outside_over_level_ground_only() -> None:
    far = _point("12.7950000, 45.6780000")
    view = Camera(Measured(0, 3), Measured(60, 4), height_m=2)
    found = lies_in_view(_CRATER, far, view, 10)
    assert found.answer is Answer.NO
    assert "from higher ground" in found.because
    assert lies_in_view(_CRATER, far, view, 200).answer is Answer.YES


def test_an_area_is_an_interval_around_the_truth() -> None:
    # Corners by hand on WGS 84 near the equator: 110,574 m by 111,320 m a degree.
    corners = [_point(f"{lat}, {lon}") for lat, lon in _SQUARE]
    line = area_of(corners)
    truth = 0.01 * 110_574 * 0.01 * 111_320
    assert int(line["low_m2"]) < truth < int(line["high_m2"])
    assert int(line["high_m2"]) - int(line["low_m2"]) < truth * 0.1


_SQUARE = (
    ("0.0000100", "45.0000000"),
    ("0.0000100", "45.0100000"),
    ("0.0100100", "45.0100000"),
    ("0.0100100", "45.0000000"),
)


def test_the_way_round_does_not_matter() -> None:
    corners = [_point(f"{lat}, {lon}") for lat, lon in _SQUARE]
    assert area_of(corners) == area_of(corners[::-1])


def test_a_crossed_outline_is_refused() -> None:
    corners = [_point(f"{lat}, {lon}") for lat, lon in _SQUARE]
    with pytest.raises(UserError, match="cross"):
        area_of([corners[0], corners[2], corners[1], corners[3]])


def test_two_corners_are_no_area() -> None:
    with pytest.raises(UserError, match="at least three"):
        area_of([_CRATER, _CRATER])
