"""Coordinates in every notation, read into a point with its circle of uncertainty.

Method: M071. What can be read two ways is refused with a message that says how to
write it. A notation that says little (few decimals, a coarse square) gives a large
radius: digits that were not written are not known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from firsthand.errors import UserError
from firsthand.model.values import Accuracy
from firsthand.reference import Reference
from firsthand.verify.grids import (
    METRES_PER_DEGREE,
    Cell,
    from_mgrs,
    from_plus_code,
    looks_like_mgrs,
    looks_like_plus_code,
)
from firsthand.verify.numbers import E7, to_e7
from firsthand.verify.position import Position

_HOW = 'write it like "35.8137, 36.6096", 35°48\'49"N 36°36\'35"E or 37SBV8403365922'
_NUMBER = r"\d+(?:\.\d+)?"
_DECIMAL = re.compile(rf"([+-]?{_NUMBER})\s*[,;\s]\s*([+-]?{_NUMBER})\Z", re.ASCII)
_COMMA_DECIMAL = re.compile(
    r"([+-]?\d+),(\d+)(?:\s*;\s*|\s+)([+-]?\d+),(\d+)\Z", re.ASCII
)
_BARE_COMMA = re.compile(r"[+-]?\d+,\d+\Z", re.ASCII)
_ANGLE = re.compile(
    rf"(?P<deg>{_NUMBER})\s*(?:[°d]|\s|\Z|(?=[NSEW]))\s*"
    rf"(?:(?P<min>{_NUMBER})\s*(?:'|\s|\Z|(?=[NSEW]))\s*"
    rf"(?:(?P<sec>{_NUMBER})\s*(?:\"|''|\s|\Z|(?=[NSEW]))?\s*)?)?\Z",
    re.ASCII,
)
_SIXTY = 60
_MOST_LAT, _MOST_LON = 90, 180
_FOLDED = str.maketrans(
    {
        "′": "'",
        "’": "'",
        "‘": "'",
        "ʹ": "'",
        "″": '"',
        "”": '"',
        "“": '"',
        "º": "°",
        "˚": "°",
        "−": "-",
        "–": "-",
        "،": ",",
        "٫": ".",
        "\u00a0": " ",
    }
    | {chr(0x0660 + n): str(n) for n in range(10)}
    | {chr(0x06F0 + n): str(n) for n in range(10)}
)


class _Angle(NamedTuple):
    """Degrees, the size of the last digit written (degrees), and the notation."""

    degrees: Decimal
    step: Decimal
    notation: str


def read_coordinates(text: str, *, radius_m: Decimal | None = None) -> Position:
    """Read one point from a text.

    Args:
        text: Decimal degrees, degrees-minutes, degrees-minutes-seconds, MGRS, or a
            full plus code. Without letters the latitude comes first.
        radius_m: Stated uncertainty in metres, added to what the notation leaves
            open; None = only what the notation leaves open.

    Raises:
        UserError: It cannot be read, or can be read in two ways.
    """
    words = text.strip()
    folded = re.sub(r"\s+", " ", words.translate(_FOLDED))
    if not folded:
        raise UserError(f"coordinates: nothing was written; {_HOW}")
    for looks, read in _READERS:
        if looks(folded):
            found = read(folded)
            break
    else:
        found = _degrees(folded)
    return _stated(found, words, radius_m)


def _stated(found: Position, words: str, radius_m: Decimal | None) -> Position:
    if found.lat_e7 == 0 and found.lon_e7 == 0:
        raise UserError(
            f"coordinates {words!r}: 0, 0 is what programs write for a missing place; "
            "if the point in the Gulf of Guinea is meant, write 0.0000001, 0"
        )
    extra_mm = math.ceil((radius_m or 0) * 1000)
    origin = found.radius_from + (f" and {radius_m} m stated" if radius_m else "")
    return Position(
        lat_e7=found.lat_e7,
        lon_e7=found.lon_e7,
        radius_mm=found.radius_mm + extra_mm,
        notation=found.notation,
        words=words,
        radius_from=origin,
    )


# --- grids ------------------------------------------------------------------------


def _mgrs(text: str) -> Position:
    return _of_cell(from_mgrs(text), "mgrs", text, "half the diagonal of the square")


def _plus_code(text: str) -> Position:
    cell, digits = from_plus_code(text)
    return _of_cell(
        cell, "plus_code", text, f"half the diagonal of a {digits}-digit cell"
    )


def _of_cell(cell: Cell, notation: str, words: str, origin: str) -> Position:
    return Position(
        lat_e7=round(cell.lat * E7),
        lon_e7=round(cell.lon * E7),
        radius_mm=math.ceil(cell.half_m * 1000),
        notation=notation,
        words=words,
        radius_from=origin,
    )


_READERS: tuple[tuple[Callable[[str], bool], Callable[[str], Position]], ...] = (
    (looks_like_mgrs, _mgrs),
    (looks_like_plus_code, _plus_code),
)


# --- degrees ----------------------------------------------------------------------


def _degrees(text: str) -> Position:
    if re.search(r"[^\W\dNSEWD_]", text.upper()):
        raise UserError(f"coordinates {text!r}: cannot be read as one point; {_HOW}")
    if not re.search(r"[NSEW]", text, re.IGNORECASE):
        lat, lon = _unlettered(text)
    else:
        lat, lon = _lettered(text.upper())
    _refuse_outside(text, lat, lon)
    step = max(lat.step, lon.step)
    wide = math.cos(math.radians(float(lat.degrees)))
    # Whether the writer rounded or cut is not known: a whole unit, not half of one.
    unit_deg = math.hypot(float(lat.step), float(lon.step) * wide)
    return Position(
        lat_e7=to_e7(lat.degrees),
        lon_e7=to_e7(lon.degrees),
        radius_mm=math.ceil(unit_deg * METRES_PER_DEGREE * 1000),
        notation=lat.notation if lat.step == step else lon.notation,
        words=text,
        radius_from="a unit of the last digit written",
    )


def _refuse_outside(text: str, lat: _Angle, lon: _Angle) -> None:
    if abs(lat.degrees) > _MOST_LAT:
        hint = "; latitude comes first" if abs(lon.degrees) <= _MOST_LAT else ""
        raise UserError(
            f"coordinates {text!r}: latitude {lat.degrees} is beyond 90{hint}"
        )
    if abs(lon.degrees) > _MOST_LON:
        raise UserError(
            f"coordinates {text!r}: longitude {lon.degrees} is beyond 180 degrees"
        )


def _unlettered(text: str) -> tuple[_Angle, _Angle]:
    """Read two decimal numbers, latitude first; angles without letters need both."""
    if _BARE_COMMA.match(text):
        raise UserError(
            f"coordinates {text!r}: one number with a decimal comma, or two whole "
            "numbers? Write decimals with a point, and a space after the comma"
        )
    if match := _COMMA_DECIMAL.match(text):
        numbers = (f"{match[1]}.{match[2]}", f"{match[3]}.{match[4]}")
    elif match := _DECIMAL.match(text):
        numbers = (match[1], match[2])
    elif "°" in text or "'" in text:
        raise UserError(
            f"coordinates {text!r}: degrees and minutes need N or S and E or W"
        )
    else:
        raise UserError(f"coordinates {text!r}: cannot be read as one point; {_HOW}")
    lat, lon = (_Angle(Decimal(n), _last_digit(n), "decimal") for n in numbers)
    return lat, lon


def _lettered(text: str) -> tuple[_Angle, _Angle]:
    """Read two angles of which each carries its letter, before or after it."""
    letters = re.findall(r"[NSEW]", text)
    if len(letters) != 2 or len({letter in "NS" for letter in letters}) != 2:  # noqa: PLR2004  one of each
        raise UserError(
            f"coordinates {text!r}: one of N or S and one of E or W are needed; "
            f"found {' '.join(letters)}"
        )
    if text[0] in "NSEW":
        parts = re.split(r"(?=[NSEW])", text)[1:]
    else:
        parts = re.split(r"(?<=[NSEW])", text)[:2]
    angles = {}
    for part in parts:
        letter = re.findall(r"[NSEW]", part)
        if len(letter) != 1:
            raise UserError(f"coordinates {text!r}: put each letter beside its number")
        body = part.replace(letter[0], " ").strip(" ,;")
        angles[letter[0] in "NS"] = _angle(text, body, is_minus=letter[0] in "SW")
    return angles[True], angles[False]


def _angle(text: str, body: str, *, is_minus: bool) -> _Angle:
    if body.startswith(("-", "+")):
        raise UserError(
            f"coordinates {text!r}: a sign and a letter together can mean two places; "
            "keep one of them"
        )
    match = _ANGLE.match(body)
    if match is None:
        raise UserError(f"coordinates {text!r}: {body!r} is no angle; {_HOW}")
    written = [match["deg"], match["min"], match["sec"]]
    given = [part for part in written if part is not None]
    if any("." in part for part in given[:-1]):
        raise UserError(
            f"coordinates {text!r}: only the last part of {body!r} may have decimals"
        )
    if any(Decimal(part) >= _SIXTY for part in given[1:]):
        raise UserError(f"coordinates {text!r}: minutes and seconds stay below 60")
    units = [Decimal(1) / _SIXTY**power for power in range(len(given))]
    degrees = sum(
        (Decimal(part) * unit for part, unit in zip(given, units, strict=True)),
        Decimal(0),
    )
    notation = ("decimal", "dm", "dms")[len(given) - 1]
    step = _last_digit(given[-1]) * units[-1]
    return _Angle(-degrees if is_minus else degrees, step, notation)


def _last_digit(number: str) -> Decimal:
    """Return the value of one unit of the last digit written ("35.81" -> 0.01)."""
    return Decimal(1).scaleb(-len(number.partition(".")[2]))


# --- accuracy classes ---------------------------------------------------------------


class AccuracyClass(NamedTuple):
    """One class of a scheme, as the table `accuracy_classes` has it.

    Attributes:
        scheme: "firsthand", "airwars", "atlos", "ucdp", "acled".
        name: The class in the scheme's own words.
        accuracy: The class of ours that holds it; None = no point should be drawn.
        radius_m: House reading of how far off the point may be; None = nobody can
            say: nothing is measured from such a point.
        ref: Where the class is defined, and whose the radius is.
    """

    scheme: str
    name: str
    accuracy: Accuracy | None
    radius_m: int | None
    ref: str


def accuracy_class(reference: Reference, name: str) -> AccuracyClass:
    """Look up an accuracy class ("village", "ucdp:2", "airwars:within 100m").

    Raises:
        UserError: There is none; lists those of the scheme.
    """
    scheme, _, word = name.rpartition(":")
    wanted = (scheme or "firsthand").strip().casefold()
    rows = reference.table("accuracy_classes")
    known = []
    for row in rows:
        if row["scheme"] == wanted:
            known.append(str(row["class"]))
            if _plain(str(row["class"])) == _plain(word):
                level = row.get("accuracy")
                return AccuracyClass(
                    wanted,
                    str(row["class"]),
                    Accuracy(level) if level else None,
                    row.get("radius_m"),
                    str(row["ref"]),
                )
    schemes = ", ".join(sorted({str(row["scheme"]) for row in rows}))
    raise UserError(
        f"no accuracy class {name!r}; "
        + (f"{wanted} has {', '.join(known)}" if known else f"schemes are {schemes}")
    )


def _plain(word: str) -> str:
    return re.sub(r"[\s_/-]+", " ", word).strip().casefold()


def with_class(point: Position, known: AccuracyClass) -> Position:
    """Return a point whose circle is that of an accuracy class, if that is wider.

    Raises:
        UserError: The class has no radius: nothing can be measured from it.
    """
    if known.radius_m is None:
        raise UserError(
            f"a point of class {known.scheme}:{known.name} has no radius: it may stand "
            "for any place in a wide area, so nothing is measured from it"
        )
    return Position(
        lat_e7=point.lat_e7,
        lon_e7=point.lon_e7,
        radius_mm=max(point.radius_mm, known.radius_m * 1000),
        notation=point.notation,
        words=point.words,
        radius_from=f"class {known.scheme}:{known.name} ({known.radius_m} m, house)",
    )
