"""Blast radius, direction of view, areas: questions between circles of uncertainty.

Method: M185. Every answer is yes, no or undecidable, and yes is never "it was seen" or
"it was hit": what stood between, and what lay around, is not known here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from firsthand.errors import UserError
from firsthand.verify.distance import (
    Answer,
    Interval,
    Settled,
    distance_between,
    geodesic,
)
from firsthand.verify.position import Position, metres_text
from firsthand.verify.shadow import Measured

# Distance to the sea horizon in metres for a height of one metre, with the air's usual
# bending (Bowditch 2019, 1.17 nautical miles for a foot); refraction varies by a tenth.
_HORIZON_M = 3_925.0
_HORIZON_ROOM = 1.1
_A_M, _F = 6378137.0, 1 / 298.257223563
_E2 = _F * (2 - _F)
_FEWEST_CORNERS = 3
# The sphere of equal surface stands in for the ellipsoid: under a thousandth off for
# sides up to a few hundred kilometres.
_MODEL_SHARE = 0.001
_WHOLE_TURN = 360.0


def lies_in_reach(found: Interval, radius: Measured) -> Settled:
    """Answer "did it lie within the blast radius?".

    Args:
        found: Distance of the thing from the point of impact.
        radius: Radius in metres with its error: stated by who asks, with a source.
    """
    low, high = radius.value - radius.error, radius.value + radius.error
    if low < 0:
        raise UserError("radius: with its error it is below zero")
    said = (
        f"{found.low_mm / 1000:,.0f} to {found.high_mm / 1000:,.0f} m away, radius "
        f"{low:,.0f} to {high:,.0f} m"
    )
    if found.high_mm / 1000 <= low:
        return Settled(answer=Answer.YES, because=f"in reach: {said}")
    if found.low_mm / 1000 > high:
        return Settled(answer=Answer.NO, because=f"out of reach: {said}")
    return Settled(answer=Answer.UNDECIDABLE, because=f"not known well enough: {said}")


class Camera(NamedTuple):
    """Where a camera looks.

    Attributes:
        direction: True direction of the picture's middle, degrees, with its error.
        angle: Angle of view across, degrees, with its error.
        height_m: Height of the camera over its ground, metres; None = not known.
    """

    direction: Measured
    angle: Measured
    height_m: float | None = None


def lies_in_view(
    camera: Position, target: Position, view: Camera, target_height_m: float | None
) -> Settled:
    """Answer "does it lie in the direction of view?"; never "was it visible?".

    Raises:
        UserError: An angle of view of nothing or more than the whole turn.
    """
    widest = view.angle.value + view.angle.error
    narrowest = view.angle.value - view.angle.error
    if not 0 < narrowest <= widest <= _WHOLE_TURN:
        raise UserError("the angle of view, with its error, is between 0 and 360")
    apart = distance_between(camera, target)
    if hidden := _behind_the_horizon(apart, view.height_m, target_height_m):
        return hidden
    if apart.low_mm == 0:
        return Settled(
            answer=Answer.UNDECIDABLE, because="the two circles meet: no direction"
        )
    metres, azimuth = geodesic((camera.lat, camera.lon), (target.lat, target.lon))
    spread = math.degrees(
        math.asin(min(1.0, (camera.radius_m + target.radius_m) / metres))
    )
    off = abs((azimuth - view.direction.value + 180) % 360 - 180)
    slack = spread + view.direction.error
    said = f"{off:.1f} degrees off the middle of view, give or take {slack:.1f}"
    if off + slack <= narrowest / 2:
        because = f"in the direction of view: {said}; what stands between is not known"
        return Settled(answer=Answer.YES, because=because)
    if off - slack > widest / 2:
        return Settled(answer=Answer.NO, because=f"outside the picture: {said}")
    return Settled(answer=Answer.UNDECIDABLE, because=f"at the edge: {said}")


def _behind_the_horizon(
    apart: Interval, camera_m: float | None, target_m: float | None
) -> Settled | None:
    """Say no where even over level ground the Earth's bend hides the whole thing."""
    if camera_m is None or target_m is None:
        return None
    reach = _HORIZON_M * (math.sqrt(camera_m) + math.sqrt(target_m)) * _HORIZON_ROOM
    if apart.low_mm / 1000 <= reach:
        return None
    because = (
        f"at least {apart.low_mm / 1000:,.0f} m away, seen over level ground to "
        f"{reach:,.0f} m; from higher ground it may be seen"
    )
    return Settled(answer=Answer.NO, because=because)


def area_of(corners: Sequence[Position]) -> dict[str, Any]:
    """Return the area inside corners, as an interval from their circles.

    Args:
        corners: At least three, in order around it; it must not cross itself.

    Raises:
        UserError: Fewer than three, or its sides cross.
    """
    if len(corners) < _FEWEST_CORNERS:
        raise UserError("an area needs at least three corners, in order around it")
    if _crosses_itself(corners):
        raise UserError("the sides cross: give the corners in order around the area")
    middle = _area_m2(corners)
    around = [(corners[n - 1], corner) for n, corner in enumerate(corners)]
    rim = sum(geodesic((a.lat, a.lon), (b.lat, b.lon))[0] for a, b in around)
    off = max(corner.radius_m for corner in corners)
    low = max(0.0, middle * (1 - _MODEL_SHARE) - rim * off)
    high = middle * (1 + _MODEL_SHARE) + rim * off + math.pi * off * off
    return {
        "corners": len(corners),
        "high_m2": f"{high:.0f}",
        "low_m2": f"{low:.0f}",
        "rim_m": metres_text(round(rim * 1000)),
    }


def _area_m2(corners: Sequence[Position]) -> float:
    """Return the area on the sphere of equal surface (authalic latitudes)."""
    total = 0.0
    for number, corner in enumerate(corners):
        before = corners[number - 1]
        turn = math.radians((corner.lon - before.lon + 180) % 360 - 180)
        south, north = (math.tan(_authalic(p.lat) / 2) for p in (before, corner))
        half = math.tan(turn / 2)
        total += 2 * math.atan2(half * (south + north), 1 + south * north)
    return abs(total) * _authalic_radius_m() ** 2


def _authalic(lat: float) -> float:
    sine = math.sin(math.radians(lat))
    return math.asin(max(-1.0, min(1.0, _q(sine) / _q(1.0))))


def _q(sine: float) -> float:
    e = math.sqrt(_E2)
    return (1 - _E2) * (sine / (1 - _E2 * sine * sine) + math.atanh(e * sine) / e)


def _authalic_radius_m() -> float:
    return _A_M * math.sqrt(_q(1.0) / 2)


def _crosses_itself(corners: Sequence[Position]) -> bool:
    first = corners[0].lon
    points = [(((c.lon - first + 180) % 360) - 180, c.lat) for c in corners]
    sides = [(points[n - 1], point) for n, point in enumerate(points)]
    return any(
        _cross(*one, *two)
        for number, one in enumerate(sides)
        for two in sides[number + 2 :]
        if not {*one} & {*two}
    )


Point = tuple[float, float]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
