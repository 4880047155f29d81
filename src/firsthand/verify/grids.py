"""Grids laid over the globe: UTM, MGRS and plus codes, both ways.

Method: M071. Transverse Mercator by Krueger's series to the sixth order (Karney 2011,
https://arxiv.org/abs/1002.1417); MGRS lettering after NGA.STND.0037; plus codes after
https://github.com/google/open-location-code (specification). MGRS truncates, never
rounds: a reference names the square that holds the point.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from firsthand.errors import UserError

_A_M = 6378137.0
_F = 1 / 298.257223563
_N = _F / (2 - _F)
_E = math.sqrt(_F * (2 - _F))
_K0 = 0.9996
_RECTIFYING_M = _A_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180 - 127 * _N**5 / 288,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440 + 281 * _N**5 / 630,
    61 * _N**3 / 240 - 103 * _N**4 / 140 + 15061 * _N**5 / 26880,
    49561 * _N**4 / 161280 - 179 * _N**5 / 168,
    34729 * _N**5 / 80640,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360 - 81 * _N**5 / 512,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440 + 46 * _N**5 / 105,
    17 * _N**3 / 480 - 37 * _N**4 / 840 - 209 * _N**5 / 4480,
    4397 * _N**4 / 161280 - 11 * _N**5 / 504,
    4583 * _N**5 / 161280,
)
_FALSE_EAST_M, _FALSE_NORTH_M = 500_000.0, 10_000_000.0
_SQUARE_M = 100_000
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_ROW_CYCLE_M = len(_ROWS) * _SQUARE_M
_UTM_SOUTH, _UTM_NORTH = -80.0, 84.0
_BAND_DEGREES = 8
_ZONES = 60
_ZONE_DEGREES = 6
_MOST_DIGITS = 5
_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d*)\Z", re.ASCII)


class Utm(NamedTuple):
    """A point in the UTM grid: zone, hemisphere, easting and northing in metres."""

    zone: int
    is_north: bool
    east_m: float
    north_m: float


class Cell(NamedTuple):
    """The cell that a grid reference names: its middle and half its diagonal.

    Attributes:
        lat: Latitude of the middle, degrees.
        lon: Longitude of the middle, degrees.
        half_m: Half of the diagonal, metres.
    """

    lat: float
    lon: float
    half_m: float


def to_utm(lat: float, lon: float, zone: int | None = None) -> Utm:
    """Project a point (degrees, WGS 84) into UTM; `zone` forces a neighbouring zone.

    Raises:
        UserError: North of 84 or south of 80 degrees, where UTM ends.
    """
    if not _UTM_SOUTH <= lat <= _UTM_NORTH:
        raise UserError(f"latitude {lat:g}: UTM and MGRS end at 80 S and 84 N")
    number = zone or _zone_of(lat, lon)
    phi = math.radians(lat)
    lam = math.radians((lon - _middle_of(number) + 180) % 360 - 180)
    conformal = math.sinh(
        math.atanh(math.sin(phi)) - _E * math.atanh(_E * math.sin(phi))
    )
    xi = math.atan2(conformal, math.cos(lam))
    eta = math.asinh(math.sin(lam) / math.hypot(conformal, math.cos(lam)))
    north = xi + sum(
        a * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        for j, a in enumerate(_ALPHA, 1)
    )
    east = eta + sum(
        a * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
        for j, a in enumerate(_ALPHA, 1)
    )
    is_north = lat >= 0
    shift = 0.0 if is_north else _FALSE_NORTH_M
    scale = _K0 * _RECTIFYING_M
    return Utm(number, is_north, _FALSE_EAST_M + scale * east, shift + scale * north)


def from_utm(point: Utm) -> tuple[float, float]:
    """Return latitude and longitude (degrees, WGS 84) of a UTM point."""
    scale = _K0 * _RECTIFYING_M
    xi = (point.north_m - (0.0 if point.is_north else _FALSE_NORTH_M)) / scale
    eta = (point.east_m - _FALSE_EAST_M) / scale
    xi_flat = xi - sum(
        b * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        for j, b in enumerate(_BETA, 1)
    )
    eta_flat = eta - sum(
        b * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
        for j, b in enumerate(_BETA, 1)
    )
    conformal = math.sin(xi_flat) / math.hypot(math.sinh(eta_flat), math.cos(xi_flat))
    lat = math.degrees(math.atan(_latitude_tangent(conformal)))
    lon = math.degrees(math.atan2(math.sinh(eta_flat), math.cos(xi_flat)))
    return lat, (lon + _middle_of(point.zone) + 180) % 360 - 180


def _latitude_tangent(conformal: float) -> float:
    """Solve for the tangent of the latitude, by Newton as in Karney's equation 19."""
    tangent = conformal / (1 - _E * _E)
    for _ in range(5):
        root = math.hypot(1, tangent)
        sigma = math.sinh(_E * math.atanh(_E * tangent / root))
        made = tangent * math.hypot(1, sigma) - sigma * root
        slope = (1 + (1 - _E * _E) * tangent * tangent) / ((1 - _E * _E) * root)
        tangent += (conformal - made) / math.hypot(1, made) * slope
    return tangent


def _middle_of(zone: int) -> float:
    return zone * _ZONE_DEGREES - 183.0


def _zone_of(lat: float, lon: float) -> int:
    plain = int((lon + 180) // _ZONE_DEGREES) % _ZONES + 1
    if 56 <= lat < 64 and 3 <= lon < 12:  # noqa: PLR2004  Norway's widened zone
        return 32
    if lat >= 72 and 0 <= lon < 42:  # noqa: PLR2004  Svalbard's four zones
        return 31 + 2 * int((lon + 3) // 12)
    return plain


def to_mgrs(lat: float, lon: float, digits: int = _MOST_DIGITS) -> str:
    """Return the MGRS reference of a point (degrees, WGS 84).

    Args:
        lat: Latitude.
        lon: Longitude.
        digits: Digits for each of easting and northing; 5 = one metre.
    """
    point = to_utm(lat, lon)
    band = _BANDS[min(int((lat - _UTM_SOUTH) // _BAND_DEGREES), len(_BANDS) - 1)]
    column, east_m = divmod(math.floor(point.east_m), _SQUARE_M)
    row, north_m = divmod(math.floor(point.north_m), _SQUARE_M)
    first = _COLUMNS[(point.zone - 1) % 3][column - 1]
    second = _ROWS[(row + _row_shift(point.zone)) % len(_ROWS)]
    cut = 10 ** (_MOST_DIGITS - digits)
    figures = f"{east_m // cut:0{digits}d}{north_m // cut:0{digits}d}" if digits else ""
    return f"{point.zone:02d}{band}{first}{second}{figures}"


def _row_shift(zone: int) -> int:
    return 5 if zone % 2 == 0 else 0


def looks_like_mgrs(text: str) -> bool:
    """Say whether a text has the form of an MGRS reference."""
    return bool(_MGRS.match(_squeezed(text)))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def from_mgrs(text: str) -> Cell:
    """Return the square that an MGRS reference names.

    Raises:
        UserError: Not a reference, an odd number of digits, or letters that do not
            exist in that zone and band.
    """
    match = _MGRS.match(_squeezed(text))
    if match is None:
        raise UserError(f"{text!r} is no MGRS reference; write it like 37SBV8403365922")
    zone, band, figures = int(match[1]), match[2], match[5]
    if len(figures) % 2 or len(figures) > 2 * _MOST_DIGITS:
        raise UserError(
            f"{text!r}: MGRS takes an even number of digits, ten at most, half for "
            f"each direction; found {len(figures)}"
        )
    if not 1 <= zone <= _ZONES:
        raise UserError(f"{text!r}: there is no UTM zone {zone}; zones are 1 to 60")
    letters = _COLUMNS[(zone - 1) % 3]
    if match[3] not in letters:
        raise UserError(f"{text!r}: zone {zone} has no column {match[3]} ({letters})")
    digits = len(figures) // 2
    size_m = 10 ** (_MOST_DIGITS - digits)
    east_m = (letters.index(match[3]) + 1) * _SQUARE_M
    row = (_ROWS.index(match[4]) - _row_shift(zone)) % len(_ROWS)
    north_m = row * _SQUARE_M
    if digits:
        east_m += int(figures[:digits]) * size_m
        north_m += int(figures[digits:]) * size_m
    return _in_band(text, Utm(zone, band >= "N", east_m, north_m), band, size_m)


def _in_band(text: str, corner: Utm, band: str, size_m: int) -> Cell:
    """Find which repeat of the row letters lies in the latitude band."""
    south = _UTM_SOUTH + _BANDS.index(band) * _BAND_DEGREES
    north = _UTM_NORTH if band == "X" else south + _BAND_DEGREES
    slack = math.degrees(size_m / _A_M)  # a square may reach over the band's edge
    for cycle in range(6):
        raised = corner.north_m + size_m / 2 + cycle * _ROW_CYCLE_M
        lat, lon = from_utm(
            Utm(corner.zone, corner.is_north, corner.east_m + size_m / 2, raised)
        )
        if south - slack <= lat <= north + slack:
            return Cell(lat, lon, size_m * math.sqrt(0.5) / _K0)
    raise UserError(f"{text!r}: these letters do not occur in latitude band {band}")


# --- plus codes -------------------------------------------------------------------

_CODE = "23456789CFGHJMPQRVWX"
_PAIRS = 5
_GRID_ROWS, _GRID_COLUMNS = 5, 4
_SEPARATOR_AT = 8
_MOST_CODE = 15
_PLUS = re.compile(rf"[{_CODE}0]{{2,8}}\+[{_CODE}]*\Z")


def looks_like_plus_code(text: str) -> bool:
    """Say whether a text has the form of a plus code, short or full."""
    return bool(_PLUS.match(text.strip().upper()))


def from_plus_code(text: str) -> tuple[Cell, int]:
    """Return the cell that a full plus code names, and its count of digits.

    Raises:
        UserError: A short code (it needs a town), or not a code.
    """
    code = text.strip().upper()
    if not _PLUS.match(code):
        raise UserError(f"{text!r} is no plus code; write it like 8G8P3QRM+2J")
    if code.index("+") < _SEPARATOR_AT:
        raise UserError(
            f"{text!r} is a short plus code: it means a place only together with a "
            "town; look up the full code (eight characters before the plus)"
        )
    head, tail = code.split("+")
    digits = head.rstrip("0") + tail
    is_padded_well = "0" not in digits and len(head.rstrip("0")) % 2 == 0
    is_long_enough = len(tail) != 1 and len(digits) <= _MOST_CODE
    if not is_padded_well or not is_long_enough or ("0" in head and tail):
        raise UserError(f"{text!r} is no valid plus code: check its characters")
    return _code_cell(text, digits), len(digits)


def _code_cell(text: str, digits: str) -> Cell:
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for place in range(0, min(len(digits), 2 * _PAIRS), 2):
        height, width = height / len(_CODE), width / len(_CODE)
        south += _CODE.index(digits[place]) * height
        west += _CODE.index(digits[place + 1]) * width
    for digit in digits[2 * _PAIRS :]:
        height, width = height / _GRID_ROWS, width / _GRID_COLUMNS
        row, column = divmod(_CODE.index(digit), _GRID_COLUMNS)
        south, west = south + row * height, west + column * width
    lat, lon = south + height / 2, west + width / 2
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004  the globe ends there
        raise UserError(f"{text!r}: this plus code lies outside the globe")
    widest = max(math.cos(math.radians(south)), math.cos(math.radians(south + height)))
    if south < 0 < south + height:
        widest = 1.0
    half_m = math.hypot(height, width * widest) / 2 * METRES_PER_DEGREE
    return Cell(lat, lon, half_m)


# The longest degree of the ellipsoid (latitude, at the poles): never too small.
METRES_PER_DEGREE = 111_694.0


def to_plus_code(lat: float, lon: float) -> str:
    """Return the ten-digit plus code of a point (degrees, WGS 84)."""
    steps = 8000  # the last pair counts 1/8000 degree
    south = min(math.floor((lat + 90) * steps), 180 * steps - 1)
    west = math.floor(((lon + 180) % 360) * steps)
    digits = ""
    for _ in range(_PAIRS):
        south, row = divmod(south, len(_CODE))
        west, column = divmod(west, len(_CODE))
        digits = _CODE[row] + _CODE[column] + digits
    return f"{digits[:_SEPARATOR_AT]}+{digits[_SEPARATOR_AT:]}"
