"""A shadow in a picture against a place and a time: what can be excluded.

Method: M074. Every measured number comes with its error, and so do the ground's slope
and the camera's north. A shadow never proves a time: it fits it, contradicts it, or is
too poorly measured to say.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from firsthand.errors import UserError
from firsthand.model.base import Value
from firsthand.verify.numbers import decimal_text
from firsthand.verify.position import Position
from firsthand.verify.sun import (
    ASTRONOMY_ERROR_DEG,
    FIRST_YEAR,
    LAST_YEAR,
    SUN_RADIUS_DEG,
    SunPosition,
    sun_at,
)

_STEP_S = 60
_DAY_S = 86400
# Under this height no shadow is sharp enough to measure, and refraction is guesswork.
_LOWEST_USABLE_DEG = 1.0
# Seen from a mountain the sun still shines a little below the level horizon.
_DARK_DEG = -2.0
_RIGHT_ANGLE_DEG = 90.0
_WHOLE_TURN_DEG = 360.0
_MOST_HOURS = 49
# A fit to nearly the whole daylight excludes nothing worth saying.
_TELLS_NOTHING_SHARE = 0.9


class Verdict(enum.StrEnum):
    """What a check of a claimed time or place can come to."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNDECIDABLE = "undecidable"


class Measured(NamedTuple):
    """A number with the error its measurer gives, in one unit."""

    value: float
    error: float


class Shadow(NamedTuple):
    """What was measured of one vertical thing and its shadow.

    Attributes:
        ratio: Shadow length, along the ground, over the thing's height; None = not
            measured.
        direction: Where the shadow points, degrees clockwise from the reference of
            `yaw`; None = not measured.
        slope: Rise of the ground along the shadow, degrees, uphill away from the
            thing positive; its error is what is not known of it.
        yaw: True direction, in degrees, of what `direction` counts from: 0 where it
            counts from true north; None = not known, so that a direction says nothing.
    """

    ratio: Measured | None
    direction: Measured | None
    slope: Measured
    yaw: Measured | None


class Window(NamedTuple):
    """A stretch of time, UTC, both ends included."""

    start: dt.datetime
    end: dt.datetime


class Range(NamedTuple):
    """Degrees from low to high, errors included."""

    low: float
    high: float

    def meets(self, other: Range) -> bool:
        """Say whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


class ShadowResult(Value, frozen=True, kw_only=True):
    """What came out, in plain JSON without floats.

    Attributes:
        verdict: Consistent, inconsistent or undecidable with the claimed window.
        because: One sentence for people.
        line: Everything computed, with the error terms used.
    """

    verdict: Verdict
    because: str
    line: dict[str, Any]


def check_shadow(
    place: Position, claimed: Window, shadow: Shadow, day: Window | None = None
) -> ShadowResult:
    """Hold a shadow against a claimed place and stretch of time.

    Args:
        place: Where the picture is said to be taken, with its circle.
        claimed: When it is said to be taken.
        shadow: What was measured.
        day: Where to look for the times that remain; None = from half a day before
            the claimed window to half a day after it.

    Raises:
        UserError: A number or a window that makes no sense; says which.
    """
    _refuse_nonsense(claimed, shadow)
    around = day or _around(claimed)
    height = height_range(shadow)
    bearing = bearing_range(shadow)
    fits = [
        (step, _fits(step, place, height, bearing)) for step in _steps(around, place)
    ]
    remaining = _joined([step for step, is_fit in fits if is_fit])
    in_window = list(_steps(claimed, place))
    is_fit = any(_fits(step, place, height, bearing) for step in in_window)
    lit = sum(_is_lit(step, place) for step, _ in fits)
    share = sum(ok for _, ok in fits) / lit if lit else 0.0
    verdict, because = _verdict(
        in_window, place, is_fit=is_fit, share=share, height=height, bearing=bearing
    )
    line = {
        "because": because,
        "claimed": window_line(claimed),
        "error_terms_deg": {
            "astronomy": decimal_text(ASTRONOMY_ERROR_DEG, 2),
            "place": decimal_text(_place_error_deg(place), 4),
            "sun_disk": decimal_text(SUN_RADIUS_DEG, 2),
        },
        "looked_at": window_line(around),
        "measured_sun_altitude_deg": range_line(height),
        "measured_sun_azimuth_deg": range_line(bearing),
        "sun_in_window": {
            "end": _sun_line(in_window[-1].after),
            "start": _sun_line(in_window[0].before),
        },
        "times_that_remain": [window_line(window) for window in remaining],
        "verdict": verdict.value,
    }
    return ShadowResult(verdict=verdict, because=because, line=line)


def _refuse_nonsense(claimed: Window, shadow: Shadow) -> None:
    for moment in claimed:
        if moment.tzinfo is None:
            raise UserError(f"time {moment}: say the zone, for example 09:30+03:00")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise UserError(
                f"year {moment.year}: the sun is computed for {FIRST_YEAR} to "
                f"{LAST_YEAR}"
            )
    if claimed.end < claimed.start:
        raise UserError(f"the window ends ({claimed.end}) before it starts")
    if claimed.end - claimed.start > dt.timedelta(hours=_MOST_HOURS):
        raise UserError("the window is longer than two days: check one day at a time")
    parts = {"shadow ratio": shadow.ratio, "direction": shadow.direction}
    for name, part in (parts | {"slope": shadow.slope, "yaw": shadow.yaw}).items():
        if part is not None and part.error < 0:
            raise UserError(f"{name}: an error of {part.error:g} is negative")
    if shadow.ratio is not None and shadow.ratio.value < 0:
        raise UserError(f"shadow ratio {shadow.ratio.value:g} is negative")
    if abs(shadow.slope.value) + shadow.slope.error >= _RIGHT_ANGLE_DEG / 2:
        raise UserError(
            "slope: over 45 degrees with its error; no shadow is read there"
        )


def _around(claimed: Window) -> Window:
    middle = claimed.start + (claimed.end - claimed.start) / 2
    half = dt.timedelta(hours=12)
    return Window(min(claimed.start, middle - half), max(claimed.end, middle + half))


# --- what was measured, as ranges ------------------------------------------------


def height_range(shadow: Shadow) -> Range | None:
    """Return the altitudes of the sun that the shadow's length allows."""
    if shadow.ratio is None:
        return None
    heights = []
    for ratio_sign in (-1, 1):
        ratio = max(0.0, shadow.ratio.value + ratio_sign * shadow.ratio.error)
        for slope_sign in (-1, 1):
            slope = math.radians(shadow.slope.value + slope_sign * shadow.slope.error)
            rise, reach = ratio * math.sin(slope), ratio * math.cos(slope)
            heights.append(math.degrees(math.atan2(1 - rise, reach)))
    margin = SUN_RADIUS_DEG + ASTRONOMY_ERROR_DEG
    return Range(min(heights) - margin, max(heights) + margin)


def bearing_range(shadow: Shadow) -> Range | None:
    """Return the azimuths of the sun that the shadow's direction allows.

    The shadow of a vertical thing lies in the upright plane through the sun, so that
    the ground's slope does not turn it on a map.
    """
    if shadow.direction is None or shadow.yaw is None:
        return None
    middle = (shadow.direction.value + shadow.yaw.value + 180) % _WHOLE_TURN_DEG
    error = shadow.direction.error + shadow.yaw.error
    if error >= _WHOLE_TURN_DEG / 2:
        return None
    return Range(middle - error, middle + error)


def times_that_remain(
    place: Position, day: Window, height: Range | None, bearing: Range | None
) -> list[Window]:
    """Return the stretches of time in which the sun fits what was measured.

    Args:
        place: Where, with its circle.
        day: Where to look; at most two days.
        height: The sun's altitude in degrees, as seen; None = not measured.
        bearing: Its azimuth in degrees; None = not measured.

    Raises:
        UserError: The window makes no sense, or nothing was measured.
    """
    _refuse_nonsense(day, Shadow(None, None, Measured(0, 0), None))
    if height is None and bearing is None:
        raise UserError("nothing was measured: say an altitude, an azimuth or a shadow")
    steps = _steps(day, place)
    return _joined([step for step in steps if _fits(step, place, height, bearing)])


# --- the sun through time ---------------------------------------------------------


class _Step(NamedTuple):
    """The sun at two moments at most a minute apart."""

    start_s: float
    end_s: float
    before: SunPosition
    after: SunPosition


def _steps(window: Window, place: Position) -> Iterator[_Step]:
    start, end = window.start.timestamp(), window.end.timestamp()
    at, sun = start, sun_at(start, place.lat, place.lon)
    while True:
        then = min(at + _STEP_S, end)
        after = sun_at(then, place.lat, place.lon)
        yield _Step(at, then, sun, after)
        at, sun = then, after
        if at >= end:
            return


def _fits(
    step: _Step, place: Position, height: Range | None, bearing: Range | None
) -> bool:
    """Say whether at some moment of the step the sun fits all that was measured."""
    if (height is None and bearing is None) or not _is_lit(step, place):
        return False
    error = _place_error_deg(place)
    low, high = sorted((step.before.altitude_deg, step.after.altitude_deg))
    if height is not None and not height.meets(Range(low - error, high + error)):
        return False
    return bearing is None or _meets_bearing(step, bearing, error)


def _meets_bearing(step: _Step, bearing: Range, place_error_deg: float) -> bool:
    """Compare azimuths on the circle; near the zenith the place's error grows."""
    top = max(step.before.altitude_deg, step.after.altitude_deg)
    flat = math.cos(math.radians(top))
    turn = (step.after.azimuth_deg - step.before.azimuth_deg + 180) % 360 - 180
    margin = place_error_deg + ASTRONOMY_ERROR_DEG + SUN_RADIUS_DEG
    if flat * _RIGHT_ANGLE_DEG <= margin:
        return True
    middle = step.before.azimuth_deg + turn / 2
    half = abs(turn) / 2 + math.degrees(
        math.asin(min(1.0, math.radians(margin) / flat))
    )
    off = (middle - (bearing.low + bearing.high) / 2 + 180) % 360 - 180
    return abs(off) <= half + (bearing.high - bearing.low) / 2


def _is_lit(step: _Step, place: Position) -> bool:
    top = max(step.before.altitude_deg, step.after.altitude_deg)
    return top + _place_error_deg(place) > _DARK_DEG


def _place_error_deg(place: Position) -> float:
    """Return how far the sun moves in the sky across the radius of the circle.

    A degree on the ground is at least 110 567 m long (of latitude, at the equator).
    """
    return place.radius_m / _SHORTEST_DEGREE_M


_SHORTEST_DEGREE_M = 110_567.0


def _joined(steps: list[_Step]) -> list[Window]:
    """Join steps that follow one another into windows, to whole minutes outwards."""
    windows: list[tuple[float, float]] = []
    for step in steps:
        if windows and step.start_s <= windows[-1][1]:
            windows[-1] = (windows[-1][0], step.end_s)
        else:
            windows.append((step.start_s, step.end_s))
    return [
        Window(
            _utc(math.floor(start / _STEP_S) * _STEP_S),
            _utc(math.ceil(end / _STEP_S) * _STEP_S),
        )
        for start, end in windows
    ]


def _utc(unix_s: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(unix_s, dt.UTC)


# --- the answer -------------------------------------------------------------------


def _verdict(
    window: list[_Step],
    place: Position,
    *,
    is_fit: bool,
    share: float,
    height: Range | None,
    bearing: Range | None,
) -> tuple[Verdict, str]:
    if height is None and bearing is None:
        return Verdict.UNDECIDABLE, (
            "neither a length with a height nor a direction from a known north was "
            "measured"
        )
    if not any(_is_lit(step, place) for step in window):
        return Verdict.INCONSISTENT, (
            "the sun is below the horizon there throughout the claimed window; a "
            "shadow then is not the sun's"
        )
    if height is not None and height.high < _LOWEST_USABLE_DEG:
        return (
            Verdict.UNDECIDABLE,
            "so long a shadow cannot be read: the sun is too low",
        )
    if not is_fit:
        return Verdict.INCONSISTENT, (
            "at no moment of the claimed window does the sun fit what was measured, "
            "all errors stated taken together"
        )
    if share >= _TELLS_NOTHING_SHARE:
        return Verdict.UNDECIDABLE, (
            f"it fits, but so does {share:.0%} of the daylight: the errors stated are "
            "too wide to exclude anything"
        )
    return Verdict.CONSISTENT, (
        "the sun fits what was measured at some moment of the claimed window; it fits "
        "other times too (those that remain are listed)"
    )


def window_line(window: Window) -> dict[str, str]:
    """Return a stretch of time as plain JSON."""
    return {"end": _moment(window.end), "start": _moment(window.start)}


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def range_line(found: Range | None) -> dict[str, str] | None:
    """Return a range as plain JSON with two decimals."""
    if found is None:
        return None
    return {"high": decimal_text(found.high, 2), "low": decimal_text(found.low, 2)}


def _sun_line(sun: SunPosition) -> dict[str, str]:
    return {
        "altitude_deg": decimal_text(sun.altitude_deg, 2),
        "azimuth_deg": decimal_text(sun.azimuth_deg, 2),
        "shadow_azimuth_deg": decimal_text(sun.shadow_azimuth_deg, 2),
    }
