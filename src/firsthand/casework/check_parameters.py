"""Parameters of checks as a person types them, read into numbers with their errors.

Method: M070. A measurement without an error is refused: it would exclude anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.verify.coordinates import (
    accuracy_class,
    read_coordinates,
    with_class,
)
from firsthand.verify.numbers import read_number
from firsthand.verify.position import Position
from firsthand.verify.shadow import Measured, Shadow

Parameters = Mapping[str, str]
_ERROR = re.compile(r"(?P<value>[^±]+?)\s*(?:\+-|±|\+/-)\s*(?P<error>.+)\Z")
_LEAST, _MOST = -1e6, 1e9


def read_position(parameters: Parameters, key: str, reference: Reference) -> Position:
    """Read a place with its radius and accuracy class (`KEY_radius_m`, `KEY_class`).

    Raises:
        UserError: It cannot be read as one point.
    """
    radius = parameters.get(f"{key}_radius_m")
    point = read_coordinates(
        parameters[key],
        radius_m=None if radius is None else read_number(radius, "radius", least=0),
    )
    name = parameters.get(f"{key}_class")
    return point if name is None else with_class(point, accuracy_class(reference, name))


def read_metres(parameters: Parameters, key: str) -> float:
    """Read a number of metres, not below zero."""
    what = key.removesuffix("_m")
    return float(read_number(parameters[key], what, least=0, most=_MOST))


def read_measured(parameters: Parameters, key: str) -> Measured | None:
    """Read "1.74+-0.05"; None = was not measured.

    Raises:
        UserError: It has no error, or is no number.
    """
    if key not in parameters:
        return None
    match = _ERROR.match(parameters[key].strip())
    if match is None:
        raise UserError(
            f"{key}: {parameters[key]!r} has no error; a measurement without one "
            f"excludes nothing: write it like --{key} 1.74+-0.05"
        )
    value = read_number(match["value"], key, least=_LEAST, most=_MOST)
    error = read_number(match["error"], f"{key}, its error", least=0, most=_MOST)
    return Measured(float(value), float(error))


def read_moment(text: str) -> dt.datetime:
    """Read an ISO time with its zone, as UTC.

    Raises:
        UserError: It is no time, or has no zone.
    """
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(
            f"time {text!r}: write it like 2021-11-29T09:30+02:00 (with its zone)"
        ) from error
    if moment.tzinfo is None:
        raise UserError(
            f"time {text!r} has no zone: write 2021-11-29T09:30+02:00, or Z for UTC"
        )
    return moment.astimezone(dt.UTC)


def read_shadow(parameters: Parameters) -> Shadow:
    """Read what was measured of a shadow.

    Raises:
        UserError: Slope or yaw is missing where it matters.
    """
    ratio = read_ratio(parameters)
    direction = read_measured(parameters, "direction")
    if ratio is not None and "slope" not in parameters:
        raise UserError(
            "the slope of the ground along the shadow changes its length: say it with "
            "its error, for example --slope 0+-3"
        )
    if direction is not None and "yaw" not in parameters:
        raise UserError(
            "what does the direction count from? Say the true direction of it with its "
            "error: --yaw 0+-0 where it was measured from true north on a map"
        )
    slope = read_measured(parameters, "slope") or Measured(0, 0)
    return Shadow(ratio, direction, slope, read_measured(parameters, "yaw"))


def read_ratio(parameters: Parameters) -> Measured | None:
    """Return shadow length over height, from a ratio or from two lengths."""
    ratio = read_measured(parameters, "ratio")
    length, height = (read_measured(parameters, key) for key in ("length", "height"))
    if ratio is not None and (length or height):
        raise UserError("say --ratio, or --length and --height, not both")
    if length is None and height is None:
        return ratio
    if length is None or height is None:
        raise UserError("a shadow's length needs the height of the thing, and back")
    if height.value - height.error <= 0:
        raise UserError("height: with its error it may be zero; nothing follows")
    low = max(0.0, length.value - length.error) / (height.value + height.error)
    high = (length.value + length.error) / (height.value - height.error)
    return Measured((low + high) / 2, (high - low) / 2)
