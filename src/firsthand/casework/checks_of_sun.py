"""Checks of the sun turned round: when it stood so at a place, where at a time.

Method: M184.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from firsthand.casework.check_parameters import (
    Parameters,
    read_measured,
    read_moment,
    read_position,
    read_shadow,
)
from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.verify.numbers import read_number
from firsthand.verify.shadow import (
    Measured,
    Range,
    Window,
    bearing_range,
    height_range,
    range_line,
    times_that_remain,
    window_line,
)
from firsthand.verify.sun import ASTRONOMY_ERROR_DEG
from firsthand.verify.sun_inverse import Area, area_that_remains, whole_day

Line = dict[str, Any]
_MOST_MINUTES = 600


def _sun_when(parameters: Parameters, reference: Reference) -> Line:
    """At which times of a day does the sun stand so at a place?"""
    place = read_position(parameters, "at", reference)
    height, bearing = read_sun(parameters)
    try:
        day = dt.date.fromisoformat(parameters["day"].strip())
    except ValueError as error:
        raise UserError(
            f"day {parameters['day']!r}: write it like 2021-11-29"
        ) from error
    looked_at = whole_day(day, place.lon)
    found = times_that_remain(place, looked_at, height, bearing)
    return {
        "at": place.as_line(),
        "because": _because(found),
        "looked_at": window_line(looked_at),
        "measured_sun_altitude_deg": range_line(height),
        "measured_sun_azimuth_deg": range_line(bearing),
        "times_that_remain": [window_line(window) for window in found],
    }


def _because(found: list[Window]) -> str:
    if not found:
        return (
            "at no time of that day does the sun fit what was measured there, all "
            "errors stated taken together"
        )
    minutes = sum((w.end - w.start).total_seconds() for w in found) / 60
    return (
        f"{minutes:.0f} minutes of the day fit, in {len(found)} stretches; the rest of "
        "that day is excluded there, nothing is proved"
    )


def area_of_sun(parameters: Parameters) -> Area:
    """Return where the sun stood as measured, for the check and for its map.

    Raises:
        UserError: A parameter cannot be read, or too little was measured.
    """
    height, bearing = read_sun(parameters)
    moment = read_moment(parameters["time"])
    text = parameters.get("time_error_min", "0")
    minutes = read_number(text, "time error", least=0, most=_MOST_MINUTES)
    off = dt.timedelta(minutes=float(minutes))
    return area_that_remains(Window(moment - off, moment + off), height, bearing)


def _sun_where(parameters: Parameters, reference: Reference) -> Line:
    """Where on Earth does the sun stand so at a time?"""
    del reference
    height, bearing = read_sun(parameters)
    area = area_of_sun(parameters)
    share = area.as_line()["share_of_surface_percent"]
    return {
        **area.as_line(),
        "because": f"{share} % of the Earth's surface remains; the rest is excluded",
        "measured_sun_altitude_deg": range_line(height),
        "measured_sun_azimuth_deg": range_line(bearing),
    }


def read_sun(parameters: Parameters) -> tuple[Range | None, Range | None]:
    """Read the sun's place, stated as such or measured from a shadow.

    Raises:
        UserError: Both, or neither.
    """
    stated = [read_measured(parameters, key) for key in ("altitude", "azimuth")]
    shadow = read_shadow(parameters)
    height, bearing = height_range(shadow), bearing_range(shadow)
    if any(stated) and (height or bearing):
        raise UserError("say the sun's altitude and azimuth, or a shadow, not both")
    if any(stated):
        return _range(stated[0]), _range(stated[1])
    if height is None and bearing is None:
        raise UserError("nothing was measured: --altitude, --azimuth or a shadow")
    return height, bearing


def _range(found: Measured | None) -> Range | None:
    """Return a stated number with its error; the error holds the sun's disk already."""
    if found is None:
        return None
    if found.error < ASTRONOMY_ERROR_DEG:
        raise UserError(
            f"an error of {found.error:g} degrees is finer than the sun is computed "
            f"({ASTRONOMY_ERROR_DEG:g}) and than its disk is wide (0.27)"
        )
    return Range(found.value - found.error, found.value + found.error)


SUN_KINDS: dict[str, Callable[[Parameters, Reference], Line]] = {
    "sun-when": _sun_when,
    "sun-where": _sun_where,
}
