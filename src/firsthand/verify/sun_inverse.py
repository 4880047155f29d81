"""Where on Earth the sun stood so at that time: the area that remains.

Method: M184. The globe is cut into cells; cells that cannot fit by any of their points
are dropped, the others are cut smaller, until a cell is a fortieth of the error. What
remains excludes the rest of the globe and proves no place.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.errors import UserError
from firsthand.verify.numbers import decimal_text
from firsthand.verify.shadow import Range, Window
from firsthand.verify.sun import ASTRONOMY_ERROR_DEG, sky_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Whole surface of the WGS 84 ellipsoid in square kilometres.
SURFACE_KM2 = 510_065_622
_FIRST_CELL_DEG = 2.0
_FINEST_DEG, _COARSEST_DEG = 0.005, 0.5
_CELLS_PER_ERROR = 40
_SUN_DEG_PER_S = 360 / 86_400
_MOST_INSTANTS = 120
_MOST_CELLS = 4_000_000
# Over this height of the sun its direction turns too fast to drop a coarse cell by it.
_STEEP_DEG = 80.0
_HALF_TURN, _WHOLE_TURN = 180.0, 360.0


class Area(NamedTuple):
    """What remains of the globe.

    Attributes:
        lat_deg: (n_cells,) float64: middle of each cell that remains.
        lon_deg: (n_cells,) float64.
        cell_deg: Side of a cell.
        share: Part of the Earth's surface, 0 to 1.
    """

    lat_deg: Reals
    lon_deg: Reals
    cell_deg: float
    share: float

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON without floats."""
        line: dict[str, Any] = {
            "area_km2": f"{self.share * SURFACE_KM2:.0f}",
            "cell_deg": decimal_text(self.cell_deg, 4),
            "share_of_surface_percent": decimal_text(self.share * 100, 5),
            "stretches": [],
        }
        half = self.cell_deg / 2
        for west, east, south, north in _stretches(self):
            line["stretches"].append(
                {
                    "east": decimal_text(east + half, 2),
                    "north": decimal_text(north + half, 2),
                    "south": decimal_text(south - half, 2),
                    "west": decimal_text(west - half, 2),
                }
            )
        return line


def area_that_remains(
    when: Window, height: Range | None, bearing: Range | None
) -> Area:
    """Find where the sun stood as measured, at some moment of a stretch of time.

    Args:
        when: Stretch of time; its ends may be one moment.
        height: The sun's altitude as seen, degrees; None = not measured.
        bearing: Its azimuth, degrees clockwise from true north; None = not measured.

    Returns:
        The cells that remain.

    Raises:
        UserError: Nothing was measured, or so little that a map says nothing.
    """
    import numpy as np  # noqa: PLC0415  start-up

    if height is None and bearing is None:
        raise UserError("nothing was measured: say an altitude, an azimuth or a shadow")
    skies = [sky_at(moment) for moment in _instants(when, height, bearing)]
    finest = _cell_size(height, bearing)
    size = _FIRST_CELL_DEG
    lat, lon = np.meshgrid(
        np.arange(-90 + size / 2, 90, size), np.arange(-180 + size / 2, 180, size)
    )
    lat, lon = lat.ravel(), lon.ravel()
    while True:
        is_last = size <= finest
        kept = _may_fit(lat, lon, 0.0 if is_last else size, skies, (height, bearing))
        lat, lon = lat[kept], lon[kept]
        if is_last:
            break
        lat, lon, size = _quartered(lat, lon, size)
        if len(lat) > _MOST_CELLS:
            raise UserError(
                "what was measured leaves so much of the globe that a map says "
                "nothing: measure direction too, or with smaller errors"
            )
    return Area(lat, lon, size, _share(lat, size))


def _instants(when: Window, height: Range | None, bearing: Range | None) -> list[float]:
    """Return moments so close that the sun moves less than half an error between."""
    start, end = when.start.timestamp(), when.end.timestamp()
    if end < start:
        raise UserError("the stretch of time ends before it starts")
    step_s = _narrowest(height, bearing) / 2 / _SUN_DEG_PER_S
    n_steps = math.ceil((end - start) / max(step_s, 1.0))
    if n_steps > _MOST_INSTANTS:
        raise UserError(
            "the stretch of time is too long for errors so small: ask hour by hour"
        )
    return [start + (end - start) * n / max(n_steps, 1) for n in range(n_steps + 1)]


def _narrowest(height: Range | None, bearing: Range | None) -> float:
    return min(part.high - part.low for part in (height, bearing) if part is not None)


def _cell_size(height: Range | None, bearing: Range | None) -> float:
    wanted = _narrowest(height, bearing) / _CELLS_PER_ERROR
    return min(max(wanted, _FINEST_DEG), _COARSEST_DEG)


def _quartered(lat: Reals, lon: Reals, size: float) -> tuple[Reals, Reals, float]:
    import numpy as np  # noqa: PLC0415  start-up

    quarter = size / 4
    lats = [lat + sy * quarter for sy in (-1, 1) for _ in (-1, 1)]
    lons = [lon + sx * quarter for _ in (-1, 1) for sx in (-1, 1)]
    return np.concatenate(lats), np.concatenate(lons), size / 2


def _may_fit(
    lat: Reals,
    lon: Reals,
    size: float,
    skies: list[tuple[float, float, float]],
    measured: tuple[Range | None, Range | None],
) -> Flags:
    """Say of each cell whether some point of it fits; size 0 = its middle alone.

    Moving by an angle on the globe changes the sun's altitude by no more than that
    angle, and its azimuth by no more than that angle times the tangents of altitude
    and latitude.
    """
    import numpy as np  # noqa: PLC0415  start-up

    height, bearing = measured
    reach = size * 0.75
    kept = np.zeros(len(lat), dtype=bool)
    for sky in skies:
        altitude, azimuth = _sun_over(lat, lon, sky)
        fits = altitude > -1.0 - reach
        if height is not None:
            margin = reach + (ASTRONOMY_ERROR_DEG if not size else 0.6)
            fits &= (altitude >= height.low - margin) & (
                altitude <= height.high + margin
            )
        if bearing is not None:
            fits &= _meets(azimuth, bearing, _turn(lat, altitude, reach))
        kept |= fits
    return kept


def _turn(lat: Reals, altitude: Reals, reach: float) -> Reals:
    """Return how far the azimuth may differ within a cell, degrees."""
    import numpy as np  # noqa: PLC0415  start-up

    steep = np.minimum(np.abs(altitude) + reach, 89.9)
    polar = np.minimum(np.abs(lat) + reach, 89.9)
    if not reach:
        return ASTRONOMY_ERROR_DEG / np.cos(np.radians(steep))
    turn = reach * (np.tan(np.radians(steep)) + np.tan(np.radians(polar)) + 1)
    wide = (steep > _STEEP_DEG) | (polar > _STEEP_DEG)
    return np.where(wide, _HALF_TURN, turn)


def _meets(azimuth: Reals, bearing: Range, margin: Reals) -> Flags:
    middle, half = (bearing.low + bearing.high) / 2, (bearing.high - bearing.low) / 2
    off = (azimuth - middle + _HALF_TURN) % _WHOLE_TURN - _HALF_TURN
    found: Flags = abs(off) <= half + margin
    return found


def _sun_over(
    lat: Reals, lon: Reals, sky: tuple[float, float, float]
) -> tuple[Reals, Reals]:
    """Return the sun's altitude as seen and azimuth over many places, degrees."""
    import numpy as np  # noqa: PLC0415  start-up

    declination, right_ascension, sidereal_deg = sky
    hour = np.radians((sidereal_deg - right_ascension) % _WHOLE_TURN + lon)
    phi = np.radians(lat)
    sine = np.sin(phi) * math.sin(declination) + np.cos(phi) * math.cos(
        declination
    ) * np.cos(hour)
    altitude = np.degrees(np.arcsin(np.clip(sine, -1, 1)))
    azimuth = np.degrees(
        np.arctan2(
            np.sin(hour) * math.cos(declination),
            np.cos(hour) * math.cos(declination) * np.sin(phi)
            - math.sin(declination) * np.cos(phi),
        )
    )
    lifted = np.radians(altitude + 10.3 / (np.maximum(altitude, -1) + 5.11))
    refraction = np.where(altitude < -1, 0.0, 1.02 / np.tan(lifted) / 60)
    return altitude + refraction, azimuth + _HALF_TURN


def _share(lat: Reals, size: float) -> float:
    import numpy as np  # noqa: PLC0415  start-up

    half = math.radians(size / 2)
    bands = np.sin(np.radians(lat) + half) - np.sin(np.radians(lat) - half)
    return float(bands.sum() * math.radians(size) / (4 * math.pi))


def _stretches(area: Area) -> list[tuple[float, float, float, float]]:
    """Return west, east, south, north of each stretch, parted by empty longitudes."""
    import numpy as np  # noqa: PLC0415  start-up

    if not len(area.lon_deg):
        return []
    order = np.argsort(area.lon_deg, kind="stable")
    lon, lat = area.lon_deg[order], area.lat_deg[order]
    cuts = np.flatnonzero(np.diff(lon) > area.cell_deg * 1.5) + 1
    return [
        (float(x.min()), float(x.max()), float(y.min()), float(y.max()))
        for x, y in zip(np.split(lon, cuts), np.split(lat, cuts), strict=True)
    ]


def whole_day(day: dt.date, lon: float) -> Window:
    """Return the 24 hours around noon by the sun at a longitude, on a day."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    noon -= dt.timedelta(seconds=round(lon * 240))
    half = dt.timedelta(hours=12)
    return Window(noon - half, noon + half)
