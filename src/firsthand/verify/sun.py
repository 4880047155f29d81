"""Where the sun stands, and whether a shadow in a picture can be of that time.

Method: M073, M074. NOAA's form of Meeus, Astronomical Algorithms, chapter 25, with
the difference of Terrestrial and Universal Time and the sun's parallax; refraction
after Saemundson. Within 0.02 degrees of the NREL SPA (NREL/TP-560-34302) for the years
1950 to 2050; outside them it refuses.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from firsthand.errors import UserError

FIRST_YEAR, LAST_YEAR = 1950, 2050
# Greatest error against a full SPA, and half the width of the sun's disk: whoever
# measures a shadow picks some line within its soft edge.
ASTRONOMY_ERROR_DEG = 0.02
SUN_RADIUS_DEG = 0.27
_PARALLAX_DEG = 8.794 / 3600
_UNIX_EPOCH_JD, _J2000_JD = 2440587.5, 2451545.0
_DAY_S, _CENTURY_D = 86400.0, 36525.0
# Seconds at 1950, 1960 ... 2050; observed to 2020 (IERS), then carried on.
_DELTA_T_S = (29.1, 33.2, 40.2, 50.5, 56.9, 63.8, 66.1, 69.4, 71.0, 73.0, 75.0)


class SunPosition(NamedTuple):
    """Where the sun stands.

    Attributes:
        altitude_deg: Height of the disk's middle over the horizon, as seen (with
            refraction at sea level).
        geometric_deg: The same without refraction.
        azimuth_deg: Degrees clockwise from true north.
    """

    altitude_deg: float
    geometric_deg: float
    azimuth_deg: float

    @property
    def shadow_azimuth_deg(self) -> float:
        """Direction in which a shadow points, degrees clockwise from true north."""
        return (self.azimuth_deg + 180) % 360


def sun_position(moment: dt.datetime, lat: float, lon: float) -> SunPosition:
    """Compute where the sun stands.

    Args:
        moment: Aware time.
        lat: Latitude in degrees, north positive.
        lon: Longitude in degrees, east positive.

    Raises:
        UserError: The time has no zone, or lies outside 1950 to 2050.
    """
    return sun_at(unix_seconds(moment, "sun"), lat, lon)


def unix_seconds(moment: dt.datetime, what: str) -> float:
    """Return a moment as seconds since 1970, where `what` can be computed for it.

    Raises:
        UserError: The time has no zone, or lies outside 1950 to 2050.
    """
    if moment.tzinfo is None:
        raise UserError(f"time {moment}: without a zone the {what} cannot be placed")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UserError(
            f"year {moment.year}: the {what} is computed for "
            f"{FIRST_YEAR} to {LAST_YEAR}"
        )
    return moment.timestamp()


def sun_at(unix_s: float, lat: float, lon: float) -> SunPosition:
    """Compute where the sun stands at seconds since 1970 (UTC); years unchecked."""
    declination, right_ascension, sidereal_deg = sky_at(unix_s)
    hour = math.radians((sidereal_deg + lon - right_ascension + 180) % 360 - 180)
    phi = math.radians(lat)
    sine = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(
        declination
    ) * math.cos(hour)
    altitude = math.degrees(math.asin(max(-1.0, min(1.0, sine))))
    altitude -= _PARALLAX_DEG * math.cos(math.radians(altitude))
    azimuth = math.degrees(
        math.atan2(
            math.sin(hour) * math.cos(declination),
            math.cos(hour) * math.cos(declination) * math.sin(phi)
            - math.sin(declination) * math.cos(phi),
        )
    )
    return SunPosition(
        altitude + refraction_deg(altitude), altitude, (azimuth + 180) % 360
    )


def sky_at(unix_s: float) -> tuple[float, float, float]:
    """Return what is the same for all places at seconds since 1970 (UTC).

    Returns:
        Declination (radians), right ascension (degrees), and Greenwich's apparent
        sidereal time (degrees, not reduced to one turn).
    """
    jd = unix_s / _DAY_S + _UNIX_EPOCH_JD
    declination, right_ascension, nodding_deg = _place_in_the_sky(
        jd + _delta_t_s(jd) / _DAY_S
    )
    centuries = (jd - _J2000_JD) / _CENTURY_D
    sidereal_deg = (
        280.46061837
        + 360.98564736629 * (jd - _J2000_JD)
        + 0.000387933 * centuries * centuries
        + nodding_deg
    )
    return declination, right_ascension, sidereal_deg


def _place_in_the_sky(jd: float) -> tuple[float, float, float]:
    """Return declination (radians), right ascension, equation of equinoxes (deg)."""
    t = (jd - _J2000_JD) / _CENTURY_D
    mean_deg = 280.46646 + t * (36000.76983 + 0.0003032 * t)
    anomaly = math.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    centre_deg = (
        math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * t)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * t)
    apparent_deg = mean_deg + centre_deg - 0.00569 - 0.00478 * math.sin(node)
    longitude = math.radians(apparent_deg)
    seconds = 21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))
    tilt = math.radians(23 + (26 + seconds / 60) / 60 + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    ascension = math.degrees(
        math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    )
    return declination, ascension, -0.00478 * math.sin(node) * math.cos(tilt)


def _delta_t_s(jd: float) -> float:
    """Return Terrestrial minus Universal Time, within a few seconds.

    Four seconds move the sun in the sky by 0.00005 degrees.
    """
    decades = min(max((jd - _J2000_JD) / 3652.5 + 5, 0.0), len(_DELTA_T_S) - 1.001)
    before = int(decades)
    low, high = _DELTA_T_S[before : before + 2]
    return low + (high - low) * (decades - before)


def refraction_deg(altitude_deg: float) -> float:
    """Return how much the air lifts the sun, at sea level and 10 degrees Celsius."""
    if altitude_deg < -1:
        return 0.0
    angle = math.radians(altitude_deg + 10.3 / (altitude_deg + 5.11))
    return 1.02 / math.tan(angle) / 60
