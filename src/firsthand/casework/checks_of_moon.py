"""The check of the moon: how it stood, and whether what a picture shows can be.

Method: M189.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from firsthand.casework.check_parameters import (
    Parameters,
    read_measured,
    read_moment,
    read_position,
)
from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.verify.moon import (
    MOON_ERROR_DEG,
    MOON_RADIUS_DEG,
    MoonPosition,
    moon_position,
)
from firsthand.verify.numbers import decimal_text
from firsthand.verify.position import Position
from firsthand.verify.shadow import Measured

Line = dict[str, Any]
_STEP = dt.timedelta(minutes=1)
_MOST = dt.timedelta(days=3)
_METRES_A_DEGREE = 111_000.0
_LIT_ERROR = 1.0
_HALF_TURN, _TURN = 180, 360


class _Seen(NamedTuple):
    """What a picture shows of the moon; None = not measured or not said."""

    altitude: Measured | None
    azimuth: Measured | None
    lit: Measured | None
    is_up: bool | None


def _moon(parameters: Parameters, reference: Reference) -> Line:
    place = read_position(parameters, "at", reference)
    start = read_moment(parameters["time"])
    end = read_moment(parameters.get("until", parameters["time"]))
    if not start <= end <= start + _MOST:
        raise UserError(
            f"from {start:%Y-%m-%dT%H:%MZ} until {end:%Y-%m-%dT%H:%MZ}: the end must "
            "come after the start, within three days"
        )
    seen = _read(parameters)
    verdict, because = _judged(place, start, end, seen)
    return {
        "answer": verdict,
        "at": place.as_line(),
        "because": because,
        "from": _line(moon_position(start, place.lat, place.lon), start),
        "until": _line(moon_position(end, place.lat, place.lon), end),
        "weather": "clouds, hills and houses are not known here",
    }


def _read(parameters: Parameters) -> _Seen:
    up = parameters.get("up")
    if up not in {None, "yes", "no"}:
        raise UserError(f"up: {up!r}: yes (the moon is seen) or no (it is not up)")
    return _Seen(
        read_measured(parameters, "altitude"),
        read_measured(parameters, "azimuth"),
        read_measured(parameters, "lit"),
        None if up is None else up == "yes",
    )


def _judged(
    place: Position, start: dt.datetime, end: dt.datetime, seen: _Seen
) -> tuple[str, str]:
    if seen == _Seen(None, None, None, None):
        return "not asked", (
            "nothing was said of what the picture shows: --up, --lit, --altitude, "
            "--azimuth"
        )
    spread = place.radius_m / _METRES_A_DEGREE + MOON_ERROR_DEG
    n_fit = n_looked = 0
    for moment in _moments(start, end):
        n_looked += 1
        found = moon_position(moment, place.lat, place.lon)
        n_fit += _fits(found, seen, spread)
    if n_fit == 0:
        return "inconsistent", (
            "at no minute of the claimed time does the moon fit what was seen there, "
            "all errors stated taken together"
        )
    return "consistent", (
        f"{n_fit} of {n_looked} minutes of the claimed time fit; nothing is proved"
    )


def _moments(start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    moment = start
    while moment < end:
        yield moment
        moment += _STEP
    yield end


def _fits(found: MoonPosition, seen: _Seen, spread: float) -> bool:
    near_zenith = math.cos(math.radians(min(abs(found.altitude_deg), 89.0)))
    return (
        _is_up_as_seen(found, seen, spread)
        and _within(found.altitude_deg, seen.altitude, spread)
        and _within(found.lit_percent, seen.lit, _LIT_ERROR)
        and _within(found.azimuth_deg, seen.azimuth, spread / near_zenith, _TURN)
    )


def _is_up_as_seen(found: MoonPosition, seen: _Seen, spread: float) -> bool:
    edge = MOON_RADIUS_DEG + spread
    if seen.is_up is None:
        return True
    return found.altitude_deg >= -edge if seen.is_up else found.altitude_deg <= edge


def _within(
    value: float, seen: Measured | None, spread: float, turn: int | None = None
) -> bool:
    if seen is None:
        return True
    off = abs(value - seen.value)
    if turn is not None:
        off = abs((off + _HALF_TURN) % turn - _HALF_TURN)
    return off <= seen.error + spread


def _line(found: MoonPosition, moment: dt.datetime) -> Line:
    return {
        "altitude_deg": decimal_text(found.altitude_deg, 1),
        "at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "azimuth_deg": decimal_text(found.azimuth_deg, 1),
        "grows": found.is_waxing,
        "is_up": found.altitude_deg > 0,
        "lit_percent": decimal_text(found.lit_percent, 0),
    }


MOON_KINDS: dict[str, Callable[[Parameters, Reference], Line]] = {"moon": _moon}
