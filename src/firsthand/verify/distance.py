"""Distances as intervals, and the questions that they can and cannot answer.

Method: M072. The geodesic on WGS 84 after Vincenty (Survey Review 23, 1975, 88-93),
under a millimetre; each point may lie anywhere in its circle, so a distance has a
least and a greatest value. A question that the interval does not settle is undecidable.
"""

from __future__ import annotations

import enum
import math
from typing import Any

from firsthand.errors import UserError
from firsthand.model.base import Value
from firsthand.verify.numbers import decimal_text
from firsthand.verify.position import Position, metres_text

_A_M = 6378137.0
_F = 1 / 298.257223563
_B_M = _A_M * (1 - _F)
_SMALL_ENOUGH = 1e-12
_MOST_TURNS = 200


class Answer(enum.StrEnum):
    """What a question about an interval can be answered with."""

    YES = "yes"
    NO = "no"
    UNDECIDABLE = "undecidable"


class Interval(Value, frozen=True, kw_only=True):
    """How far apart two points are.

    Attributes:
        low_mm: Least distance in millimetres that both circles allow.
        high_mm: Greatest distance.
        middle_mm: Distance of the two middles: where the circles are wide it says
            little, and is never printed.
        azimuth_deg: Direction of the second point from the first, degrees clockwise
            from true north, one decimal; None where the circles overlap.
    """

    low_mm: int
    high_mm: int
    middle_mm: int
    azimuth_deg: str | None

    def __post_init__(self) -> None:
        if not 0 <= self.low_mm <= self.middle_mm <= self.high_mm:
            raise ValueError(f"interval {self.low_mm}..{self.high_mm} mm is broken")

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON without floats: the interval, no single number."""
        return {
            "azimuth_deg": self.azimuth_deg,
            "high_m": metres_text(self.high_mm),
            "low_m": metres_text(self.low_mm),
        }


class Settled(Value, frozen=True, kw_only=True):
    """An answer with the sentence that explains it."""

    answer: Answer
    because: str


def geodesic(
    first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float]:
    """Solve the inverse problem: distance and direction between two points.

    Args:
        first: Latitude and longitude in degrees, WGS 84.
        second: The same.

    Returns:
        Metres, and degrees clockwise from true north at the first point.

    Raises:
        UserError: The points are almost opposite on the globe (no solution here).
    """
    u1, u2 = (
        math.atan((1 - _F) * math.tan(math.radians(p[0]))) for p in (first, second)
    )
    span = math.radians((second[1] - first[1] + 180) % 360 - 180)
    lam = span
    for _ in range(_MOST_TURNS):
        across = math.cos(u2) * math.sin(lam)
        along = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(
            lam
        )
        sin_s = math.hypot(across, along)
        if sin_s == 0:
            return 0.0, 0.0
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(
            lam
        )
        sigma = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * across / sin_s
        cos2_a = 1 - sin_a * sin_a
        cos_m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a if cos2_a else 0.0
        c = _F / 16 * cos2_a * (4 + _F * (4 - 3 * cos2_a))
        bent = cos_m + c * cos_s * (2 * cos_m * cos_m - 1)
        before, lam = lam, span + (1 - c) * _F * sin_a * (sigma + c * sin_s * bent)
        if abs(lam - before) < _SMALL_ENOUGH:
            azimuth = math.degrees(math.atan2(across, along)) % 360
            return _B_M * _arc(cos2_a, sigma, sin_s, cos_s, cos_m), azimuth
    raise UserError(
        "these two points are on opposite sides of the globe: no distance is computed"
    )


def _arc(
    cos2_a: float, sigma: float, sin_s: float, cos_s: float, cos_m: float
) -> float:
    """Return the length of the arc in units of the polar radius (Vincenty 3 to 6)."""
    u2 = cos2_a * (_A_M * _A_M - _B_M * _B_M) / (_B_M * _B_M)
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    third = b / 6 * cos_m * (4 * sin_s * sin_s - 3) * (4 * cos_m * cos_m - 3)
    second = b / 4 * (cos_s * (2 * cos_m * cos_m - 1) - third)
    return a * (sigma - b * sin_s * (cos_m + second))


def distance_between(first: Position, second: Position) -> Interval:
    """Return how far apart two points are, as an interval.

    Raises:
        UserError: The points are almost opposite on the globe.
    """
    metres, azimuth = geodesic((first.lat, first.lon), (second.lat, second.lon))
    middle_mm = round(metres * 1000)
    either_mm = first.radius_mm + second.radius_mm
    is_apart = middle_mm > either_mm
    return Interval(
        low_mm=max(0, middle_mm - either_mm),
        high_mm=middle_mm + either_mm,
        middle_mm=middle_mm,
        azimuth_deg=_direction(azimuth) if is_apart else None,
    )


def _direction(azimuth: float) -> str:
    return decimal_text(round(azimuth, 1) % 360, 1)


def is_within(found: Interval, limit_m: float) -> Settled:
    """Answer "is it within N metres?"."""
    limit_mm = round(limit_m * 1000)
    told = f"{_span(found)} apart; asked: within {limit_m:,g} m"
    if found.high_mm <= limit_mm:
        return Settled(answer=Answer.YES, because=f"at most {told}")
    if found.low_mm > limit_mm:
        return Settled(answer=Answer.NO, because=f"at least {told}")
    return Settled(answer=Answer.UNDECIDABLE, because=_open(told))


def is_away(found: Interval, metres: float, margin_m: float) -> Settled:
    """Answer "is it N metres away?", where N is meant give or take a margin.

    Args:
        found: The distance.
        metres: The distance claimed.
        margin_m: How exactly the claim was meant: stated by who asks, never guessed.
    """
    low_mm, high_mm = (round((metres + s * margin_m) * 1000) for s in (-1, 1))
    told = (
        f"{_span(found)} apart; asked: {metres:,g} m away, give or take {margin_m:,g} m"
    )
    if low_mm <= found.low_mm and found.high_mm <= high_mm:
        return Settled(answer=Answer.YES, because=told)
    if found.high_mm < low_mm or found.low_mm > high_mm:
        return Settled(answer=Answer.NO, because=told)
    return Settled(answer=Answer.UNDECIDABLE, because=_open(told))


def _span(found: Interval) -> str:
    return f"{found.low_mm / 1000:,.0f} to {found.high_mm / 1000:,.0f} m"


def _open(told: str) -> str:
    return f"the points are not known well enough to say: {told}"
