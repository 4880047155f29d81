"""Where the moon stands and how much of it is lit: for pictures taken at night.

Method: M189. Meeus, Astronomical Algorithms, chapters 47 and 48, the larger terms; the
parallax of the place; refraction as for the sun. Within 0.1 degrees, 1950 to 2050.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from firsthand.verify.sun import refraction_deg, sky_at, unix_seconds

MOON_ERROR_DEG = 0.1
MOON_RADIUS_DEG = 0.27
_UNIX_EPOCH_JD, _J2000_JD, _DAY_S, _CENTURY_D = 2440587.5, 2451545.0, 86400.0, 36525.0
_EARTH_KM, _SUN_KM, _MEAN_KM = 6378.14, 149_597_870.0, 385_000.56
_LEAD_S = 3600.0

# Meeus, tables 47.A and 47.B: multiples of D, M, M', F; longitude (sine, 1e-6 degree),
# distance (cosine, metres).
# fmt: off
_LONGITUDE = (
    (0, 0, 1, 0, 6288774, -20905355), (2, 0, -1, 0, 1274027, -3699111),
    (2, 0, 0, 0, 658314, -2955968), (0, 0, 2, 0, 213618, -569925),
    (0, 1, 0, 0, -185116, 48888), (0, 0, 0, 2, -114332, -3149),
    (2, 0, -2, 0, 58793, 246158), (2, -1, -1, 0, 57066, -152138),
    (2, 0, 1, 0, 53322, -170733), (2, -1, 0, 0, 45758, -204586),
    (0, 1, -1, 0, -40923, -129620), (1, 0, 0, 0, -34720, 108743),
    (0, 1, 1, 0, -30383, 104755), (2, 0, 0, -2, 15327, 10321),
    (0, 0, 1, 2, -12528, 0), (0, 0, 1, -2, 10980, 79661),
    (4, 0, -1, 0, 10675, -34782), (0, 0, 3, 0, 10034, -23210),
    (4, 0, -2, 0, 8548, -21636), (2, 1, -1, 0, -7888, 24208),
    (2, 1, 0, 0, -6766, 30824), (1, 0, -1, 0, -5163, -8379),
    (1, 1, 0, 0, 4987, -16675), (2, -1, 1, 0, 4036, -12831),
)
_LATITUDE = (
    (0, 0, 0, 1, 5128122), (0, 0, 1, 1, 280602), (0, 0, 1, -1, 277693),
    (2, 0, 0, -1, 173237), (2, 0, -1, 1, 55413), (2, 0, -1, -1, 46271),
    (2, 0, 0, 1, 32573), (0, 0, 2, 1, 17198), (2, 0, 1, -1, 9266),
    (0, 0, 2, -1, 8822), (2, -1, 0, -1, 8216), (2, 0, -2, -1, 4324),
    (2, 0, 1, 1, 4200),
)
# fmt: on


class MoonPosition(NamedTuple):
    """Where the moon stands, and how it looks.

    Attributes:
        altitude_deg: Height of the disk's middle over the horizon, as seen.
        azimuth_deg: Degrees clockwise from true north.
        lit_percent: Lit share of the disk, 0 to 100.
        is_waxing: Whether it grows.
    """

    altitude_deg: float
    azimuth_deg: float
    lit_percent: float
    is_waxing: bool


class Ecliptic(NamedTuple):
    """The moon from the middle of the Earth: degrees (mean equinox), kilometres."""

    longitude_deg: float
    latitude_deg: float
    distance_km: float


def moon_position(moment: dt.datetime, lat: float, lon: float) -> MoonPosition:
    """Compute where the moon stands and how much of it is lit.

    Args:
        moment: Aware time.
        lat: Latitude in degrees, north positive.
        lon: Longitude in degrees, east positive.

    Raises:
        UserError: The time has no zone, or lies outside 1950 to 2050.
    """
    unix_s = unix_seconds(moment, "moon")
    declination, ascension, distance_km = _in_the_sky(unix_s)
    hour = math.radians((sky_at(unix_s)[2] + lon - ascension + 180) % 360 - 180)
    phi = math.radians(lat)
    sine = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(
        declination
    ) * math.cos(hour)
    altitude = math.asin(max(-1.0, min(1.0, sine)))
    altitude -= math.asin(_EARTH_KM / distance_km * math.cos(altitude))
    azimuth = math.atan2(
        math.sin(hour) * math.cos(declination),
        math.cos(hour) * math.cos(declination) * math.sin(phi)
        - math.sin(declination) * math.cos(phi),
    )
    lit = lit_share(unix_s)
    seen = math.degrees(altitude)
    return MoonPosition(
        seen + refraction_deg(seen),
        (math.degrees(azimuth) + 180) % 360,
        100 * lit,
        lit_share(unix_s + _LEAD_S) > lit,
    )


def lit_share(unix_s: float) -> float:
    """Return the lit share of the disk, 0 to 1, at seconds since 1970 (UTC)."""
    moon_dec, moon_ra, distance_km = _in_the_sky(unix_s)
    sun_dec, sun_ra, _ = sky_at(unix_s)
    apart = math.acos(
        max(
            -1.0,
            min(
                1.0,
                math.sin(sun_dec) * math.sin(moon_dec)
                + math.cos(sun_dec)
                * math.cos(moon_dec)
                * math.cos(math.radians(sun_ra - moon_ra)),
            ),
        )
    )
    phase = math.atan2(
        _SUN_KM * math.sin(apart), distance_km - _SUN_KM * math.cos(apart)
    )
    return (1 + math.cos(phase)) / 2


def _in_the_sky(unix_s: float) -> tuple[float, float, float]:
    """Return declination (radians), right ascension (degrees), distance (km)."""
    centuries = (unix_s / _DAY_S + _UNIX_EPOCH_JD - _J2000_JD) / _CENTURY_D
    # A minute more or less of Terrestrial Time moves the moon by half a minute of arc.
    found = ecliptic_at(centuries + 69.2 / _DAY_S / _CENTURY_D)
    node = math.radians(125.04 - 1934.136 * centuries)
    longitude = math.radians(found.longitude_deg - 0.00478 * math.sin(node))
    latitude = math.radians(found.latitude_deg)
    tilt = math.radians(23.4392911 - 0.0130042 * centuries + 0.00256 * math.cos(node))
    declination = math.asin(
        math.sin(latitude) * math.cos(tilt)
        + math.cos(latitude) * math.sin(tilt) * math.sin(longitude)
    )
    ascension = math.atan2(
        math.sin(longitude) * math.cos(tilt) - math.tan(latitude) * math.sin(tilt),
        math.cos(longitude),
    )
    return declination, math.degrees(ascension), found.distance_km


def ecliptic_at(t: float) -> Ecliptic:
    """Place the moon at Terrestrial Time.

    Args:
        t: Julian centuries since J2000.
    """
    mean = math.radians(218.3164477 + 481267.88123421 * t - 0.0015786 * t * t)
    angles = [
        math.radians(start + t * (rate + t * bend))
        for start, rate, bend in (
            (297.8501921, 445267.1114034, -0.0018819),
            (357.5291092, 35999.0502909, -0.0001536),
            (134.9633964, 477198.8675055, 0.0087414),
            (93.2720950, 483202.0175233, -0.0036539),
        )
    ]
    anomaly, height = angles[2], angles[3]
    shrink = 1 - t * (0.002516 + 0.0000074 * t)
    venus, jupiter, third = (
        math.radians(start + rate * t)
        for start, rate in (
            (119.75, 131.849),
            (53.09, 479264.290),
            (313.45, 481266.484),
        )
    )
    longitude = (
        3958 * math.sin(venus)
        + 1962 * math.sin(mean - height)
        + 318 * math.sin(jupiter)
    )
    distance = 0.0
    for *multiples, sine, cosine in _LONGITUDE:
        angle = sum(n * a for n, a in zip(multiples, angles, strict=True))
        weight = shrink ** abs(multiples[1])
        longitude += weight * sine * math.sin(angle)
        distance += weight * cosine * math.cos(angle)
    latitude = (
        -2235 * math.sin(mean)
        + 382 * math.sin(third)
        + 175 * (math.sin(venus - height) + math.sin(venus + height))
        + 127 * math.sin(mean - anomaly)
        - 115 * math.sin(mean + anomaly)
    )
    for *multiples, sine in _LATITUDE:
        angle = sum(n * a for n, a in zip(multiples, angles, strict=True))
        latitude += shrink ** abs(multiples[1]) * sine * math.sin(angle)
    return Ecliptic(
        (math.degrees(mean) + longitude / 1e6) % 360,
        latitude / 1e6,
        _MEAN_KM + distance / 1000,
    )
