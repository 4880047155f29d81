"""A point on the ground with the circle in which it may lie.

Method: M071.
"""

from __future__ import annotations

from typing import Any

from firsthand.model.base import Value
from firsthand.verify.numbers import E7, degrees_text


class Position(Value, frozen=True, kw_only=True):
    """A point (WGS 84) and how far from it the true place may be.

    Attributes:
        lat_e7: Latitude in 1e-7 degree.
        lon_e7: Longitude in 1e-7 degree.
        radius_mm: Radius of uncertainty in millimetres; never None: a point whose
            radius nobody knows cannot be measured from.
        notation: "decimal", "dms", "dm", "mgrs" or "plus_code".
        words: What was written.
        radius_from: Where the radius comes from, for people.
    """

    lat_e7: int
    lon_e7: int
    radius_mm: int
    notation: str
    words: str
    radius_from: str

    def __post_init__(self) -> None:
        if abs(self.lat_e7) > 90 * E7 or abs(self.lon_e7) > 180 * E7:
            raise ValueError(f"position {self.words!r} lies outside the globe")
        if self.radius_mm < 0:
            raise ValueError(f"position {self.words!r} has a negative radius")

    @property
    def lat(self) -> float:
        """Latitude in degrees."""
        return self.lat_e7 / E7

    @property
    def lon(self) -> float:
        """Longitude in degrees."""
        return self.lon_e7 / E7

    @property
    def radius_m(self) -> float:
        """Radius of uncertainty in metres."""
        return self.radius_mm / 1000

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON without floats."""
        return {
            "lat": degrees_text(self.lat_e7),
            "lon": degrees_text(self.lon_e7),
            "notation": self.notation,
            "radius_from": self.radius_from,
            "radius_m": metres_text(self.radius_mm),
            "words": self.words,
        }


def metres_text(millimetres: int) -> str:
    """Write millimetres as metres with three decimals ("18609.033")."""
    sign, rest = ("-" if millimetres < 0 else ""), abs(millimetres)
    return f"{sign}{rest // 1000}.{rest % 1000:03d}"
