from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from firsthand.errors import UserError
from firsthand.model.base import canonical_bytes
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.shadow import (
    Measured,
    Shadow,
    ShadowResult,
    Verdict,
    Window,
    check_shadow,
)
from firsthand.verify.sun import sun_position

PLACE = read_coordinates("35.512345, 36.412345")
FLAT, NORTH = Measured(0, 1), Measured(0, 0)
MORNING = dt.datetime(2021, 11, 29, 8, 0, tzinfo=dt.UTC)
SUN = sun_position(MORNING, PLACE.lat, PLACE.lon)
RATIO = 1.73  # of the sun at that moment, made sure of below


def _at(hour: int, minute: int = 0) -> dt.datetime:
    return MORNING.replace(hour=hour, minute=minute)


def _check(start: dt.datetime, end: dt.datetime, shadow: Shadow) -> ShadowResult:
    return check_shadow(PLACE, Window(start, end), shadow)


def _shadow(
    *,
    ratio: Measured | None = Measured(RATIO, 0.05),  # noqa: B008  a frozen value
    direction: Measured | None = Measured(SUN.shadow_azimuth_deg, 3),  # noqa: B008  a frozen value
    slope: Measured = FLAT,
    yaw: Measured | None = NORTH,
) -> Shadow:
    return Shadow(ratio, direction, slope, yaw)


def test_the_true_time_is_consistent() -> None:
    found = _check(MORNING, MORNING, _shadow())
    assert found.verdict is Verdict.CONSISTENT
    (left,) = found.line["times_that_remain"]
    assert left["start"] < "2021-11-29T08:00:00Z" < left["end"]


def test_another_time_is_excluded() -> None:
    found = _check(_at(11), _at(12), _shadow())
    assert found.verdict is Verdict.INCONSISTENT


def test_length_alone_leaves_a_morning_and_an_afternoon() -> None:
    found = _check(
        MORNING,
        MORNING,
        _shadow(ratio=Measured(RATIO, 0.02), direction=None, slope=NORTH),
    )
    assert found.verdict is Verdict.CONSISTENT
    assert len(found.line["times_that_remain"]) == 2


def test_direction_alone_leaves_one_stretch() -> None:
    found = _check(MORNING, MORNING, _shadow(ratio=None))
    assert len(found.line["times_that_remain"]) == 1


def test_without_a_known_north_a_direction_says_nothing() -> None:
    found = _check(MORNING, MORNING, _shadow(ratio=None, yaw=None))
    assert found.verdict is Verdict.UNDECIDABLE
    assert found.line["measured_sun_azimuth_deg"] is None


def test_errors_too_wide_exclude_nothing() -> None:
    wide = _shadow(ratio=None, yaw=Measured(0, 170))
    assert _check(MORNING, MORNING, wide).verdict is Verdict.UNDECIDABLE


def test_a_shadow_at_night_is_not_the_suns() -> None:
    found = _check(_at(22), _at(23), _shadow())
    assert found.verdict is Verdict.INCONSISTENT
    assert "below the horizon" in found.because


def test_nothing_measured_is_undecidable() -> None:
    found = _check(MORNING, MORNING, _shadow(ratio=None, direction=None))
    assert found.verdict is Verdict.UNDECIDABLE
    assert found.line["times_that_remain"] == []


def test_an_unknown_slope_lets_more_times_remain() -> None:
    sizes = []
    for slope in (Measured(0, 0), Measured(0, 5)):
        found = _check(MORNING, MORNING, _shadow(direction=None, slope=slope))
        sizes.append(_minutes(found))
    assert sizes[1] > sizes[0]


def test_uphill_shadows_are_shorter_and_the_slope_repairs_it() -> None:
    """On ground that rises ten degrees the same sun throws a shorter shadow."""
    uphill = Shadow(Measured(1.32, 0.02), None, Measured(10, 0.5), NORTH)
    assert _check(MORNING, MORNING, uphill).verdict is Verdict.CONSISTENT
    flat = Shadow(Measured(1.32, 0.02), None, Measured(0, 0.5), NORTH)
    assert _check(MORNING, MORNING, flat).verdict is Verdict.INCONSISTENT


def test_the_cameras_yaw_turns_the_direction() -> None:
    relative = Measured(SUN.shadow_azimuth_deg - 90, 3)
    turned = _shadow(ratio=None, direction=relative, yaw=Measured(90, 2))
    assert _check(MORNING, MORNING, turned).verdict is Verdict.CONSISTENT
    unturned = _shadow(ratio=None, direction=relative, yaw=NORTH)
    assert _check(MORNING, MORNING, unturned).verdict is Verdict.INCONSISTENT


def test_a_place_known_poorly_lets_more_times_remain() -> None:
    wide = read_coordinates("35.512345, 36.412345", radius_m=Decimal(150_000))
    found = check_shadow(wide, Window(MORNING, MORNING), _shadow())
    assert _minutes(found) > _minutes(_check(MORNING, MORNING, _shadow()))


def test_a_longer_window_never_excludes_what_a_shorter_one_allowed() -> None:
    for end in (_at(8, 30), _at(11), _at(20)):
        assert _check(MORNING, end, _shadow()).verdict is not Verdict.INCONSISTENT


def test_the_result_has_the_same_bytes_every_time() -> None:
    lines = [_check(MORNING, _at(9), _shadow()).line for _ in range(2)]
    assert canonical_bytes(lines[0]) == canonical_bytes(lines[1])


@pytest.mark.parametrize(
    ("shadow", "says"),
    [
        (_shadow(ratio=Measured(-1, 0)), "negative"),
        (_shadow(direction=Measured(10, -1)), "negative"),
        (_shadow(slope=Measured(40, 10)), "45 degrees"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(shadow: Shadow, says: str) -> None:
    with pytest.raises(UserError, match=says):
        _check(MORNING, MORNING, shadow)


def test_a_window_that_runs_backwards_is_refused() -> None:
    with pytest.raises(UserError, match="before it starts"):
        _check(_at(9), MORNING, _shadow())


def _minutes(found: ShadowResult) -> float:
    read = dt.datetime.fromisoformat
    return sum(
        (read(item["end"]) - read(item["start"])).total_seconds() / 60
        for item in found.line["times_that_remain"]
    )
