"""What a photo or video says of itself: every time-stamp with its meaning.

Method: M075. Nothing here is merged into one date, and nothing here proves a date.
exiftool is run as a separate program where it is installed; else exifread reads photos.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import logging
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.verify.numbers import decimal_text

Tags = dict[str, str]
_TIME_LIMIT_S = 30
_LONGEST = 200
_EXIF_TIME = re.compile(
    r"(?P<y>\d{4})[:\-](?P<mo>\d\d)[:\-](?P<d>\d\d)(?:[ T](?P<h>\d\d):(?P<mi>\d\d)"
    r"(?::(?P<s>\d\d))?(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?\Z",
    re.ASCII,
)
_RATIO = re.compile(r"(-?\d+)(?:/(\d+))?", re.ASCII)
NO_METADATA = (
    "no metadata: normal for pictures that went through a platform or a messenger; "
    "says nothing for or against them"
)
UNREAD = "the metadata could not be read: what it holds is not known"
ALWAYS = (
    "metadata can be written by anyone with any program: it may exclude a careless "
    "story, never prove one"
)


class Read(NamedTuple):
    """Tags as a reader printed them.

    Attributes:
        reader: "exiftool 12.57", "exifread 3.5.1".
        tags: Value of each tag by its printed name.
        problems: What the reader complained of.
    """

    reader: str
    tags: Tags
    problems: tuple[str, ...]


# --- readers ---------------------------------------------------------------


def available_reader() -> str:
    """Return the reader that will be used: "exiftool" where installed."""
    return "exiftool" if shutil.which("exiftool") else "exifread"


def read_tags(data: bytes | Path, reader: str) -> Read:
    """Read all tags of a photo or video; damage gives a problem, never a crash.

    Args:
        data: The bytes, or where they lie: a long video does not fit into memory.
        reader: "exiftool" or "exifread".

    Raises:
        UserError: The reader is unknown, or exiftool is not installed.
    """
    if reader == "exiftool":
        return _by_exiftool(data)
    if reader == "exifread":
        return _by_exifread(data)
    raise UserError(f"no reader {reader!r}: exiftool or exifread")


@functools.cache
def _exiftool() -> tuple[str, str]:
    program = shutil.which("exiftool")
    if program is None:
        raise UserError(
            "exiftool is not installed (Debian: apt install libimage-exiftool-perl); "
            "without it photos are read by exifread"
        )
    told = subprocess.run(  # noqa: S603  the program found above, no shell
        [program, "-ver"], capture_output=True, check=False, timeout=_TIME_LIMIT_S
    )
    return program, told.stdout.decode(errors="replace").strip()


def _by_exiftool(data: bytes | Path) -> Read:
    program, version = _exiftool()
    reader = f"exiftool {version}"
    options = ["-j", "-G1", "-n", "-a", "-api", "largefilesupport=1", "-"]
    if isinstance(data, Path):
        options[-1:] = ["--", str(data.resolve())]
    try:
        told = subprocess.run(  # noqa: S603  the program found above, no shell
            [program, *options],
            input=b"" if isinstance(data, Path) else data,
            capture_output=True,
            check=False,
            timeout=_TIME_LIMIT_S,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
        rows = json.loads(told.stdout.decode(errors="replace") or "[]")
    except subprocess.TimeoutExpired:
        late = f"not read within {_TIME_LIMIT_S} seconds"
        return Read(reader, {}, (late,))
    except json.JSONDecodeError:
        return Read(reader, {}, ("exiftool's answer could not be read",))
    found = {str(key): _short(value) for row in rows for key, value in row.items()}
    problems = tuple(
        value
        for key, value in found.items()
        if key in {"ExifTool:Warning", "ExifTool:Error"}
    )
    return Read(reader, found, problems)


def _by_exifread(data: bytes | Path) -> Read:
    import exifread  # noqa: PLC0415  start-up

    reader = f"exifread {exifread.__version__}"
    heard = _Heard()
    log = logging.getLogger("exifread")
    log.addHandler(heard)
    log.propagate = False
    try:
        with data.open("rb") if isinstance(data, Path) else io.BytesIO(data) as file:
            found = exifread.process_file(file, details=False)
    except Exception as error:  # noqa: BLE001  whatever damage raises is a message
        damage = f"damaged: {type(error).__name__}: {error}"
        return Read(reader, {}, (*heard.said, damage))
    finally:
        log.removeHandler(heard)
    tags = {
        str(key): _short(value.printable if hasattr(value, "printable") else value)
        for key, value in found.items()
        if not isinstance(value, bytes)
    }
    return Read(reader, tags, tuple(heard.said))


class _Heard(logging.Handler):
    """Collects what a reader complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one complaint."""
        self.said.append(_short(record.getMessage()))


def _short(value: Any) -> str:
    text = "".join(char for char in str(value) if char.isprintable()).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


# --- what the tags say -----------------------------------------------------


def describe(read: Read, reference: Reference) -> dict[str, Any]:
    """Tell what tags say, as plain JSON without floats.

    Args:
        read: Tags of one file.
        reference: Tables `media_times` and `media_time_meanings`.

    Returns:
        stamps (each with tag, meaning, as written, UTC where that is known), GPS
        position as written in the file, device, software, problems, and what all
        this cannot prove.
    """
    stamps = _stamps(read.tags, reference)
    meanings = {stamp["meaning"] for stamp in stamps}
    rows = [
        row
        for row in reference.table("media_time_meanings")
        if row["meaning"] in meanings
    ]
    line: dict[str, Any] = {
        "cannot_prove": [
            ALWAYS,
            *(f"{r['meaning']}: {r['cannot_prove']}" for r in rows),
        ],
        "device": _device(read.tags),
        "gps": _gps(read.tags),
        "problems": list(read.problems),
        "reader": read.reader,
        "software": _software(read.tags),
        "stamps": stamps,
    }
    if not stamps and line["gps"] is None and line["device"] is None:
        line["cannot_prove"] = [UNREAD if read.problems else NO_METADATA]
    offset = _clock_against_gps(stamps)
    if offset is not None:
        line["camera_clock_minus_gps_s"] = offset
    return line


def _stamps(tags: Mapping[str, str], reference: Reference) -> list[dict[str, Any]]:
    says = {
        row["meaning"]: row["says"] for row in reference.table("media_time_meanings")
    }
    found = [
        _stamp(row, tags, says)
        for row in reference.table("media_times")
        if tags.get(row["tag"])
    ]
    gps = _gps_time(tags)
    if gps is not None:
        words, moment = gps
        found.append(
            {
                "meaning": "gps",
                "says": says["gps"],
                "tag": "GPS date and time",
                "utc": moment,
                "written": words,
            }
        )
    return found


def _stamp(
    row: Mapping[str, Any], tags: Mapping[str, str], says: Mapping[str, str]
) -> dict[str, Any]:
    written = tags[row["tag"]]
    zone = tags.get(row.get("zone") or "", "")
    local = _local(written)
    return {
        "meaning": row["meaning"],
        "says": says[row["meaning"]],
        "tag": row["tag"],
        "utc": _utc(written, zone),
        "written": f"{written} {zone}".strip(),
        **({} if local else {"note": "not a date: not set, or damaged"}),
    }


def _local(written: str) -> dt.datetime | None:
    """Read a time as written, without zone; None = not set or not a time."""
    match = _EXIF_TIME.match(written.strip())
    if match is None:
        return None
    parts = (match[name] or "0" for name in ("y", "mo", "d", "h", "mi", "s"))
    try:
        return dt.datetime(*(int(part) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001  the zone is not known
    except ValueError:
        return None


def _utc(written: str, zone: str) -> str | None:
    """Return a time in UTC where a zone stands with it; None = not known."""
    local = _local(written)
    match = _EXIF_TIME.match(written.strip())
    offset = _offset((match["zone"] if match else None) or zone)
    if local is None or offset is None:
        return None
    try:
        return f"{local - offset:%Y-%m-%dT%H:%M:%SZ}"
    except OverflowError:
        return None


def _offset(zone: str) -> dt.timedelta | None:
    if zone.strip() == "Z":
        return dt.timedelta()
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)", zone.strip(), re.ASCII)
    if match is None:
        return None
    sign = -1 if match[1] == "-" else 1
    return sign * dt.timedelta(hours=int(match[2]), minutes=int(match[3]))


def _gps_time(tags: Mapping[str, str]) -> tuple[str, str | None] | None:
    """Return the satellites' date and time as written, and in UTC."""
    day = tags.get("GPS:GPSDateStamp") or tags.get("GPS GPSDate")
    clock = tags.get("GPS:GPSTimeStamp") or tags.get("GPS GPSTimeStamp")
    if not day and not clock:
        return None
    words = f"{day or '(no date)'} {clock or '(no time)'}"
    if not day or not clock:
        return words, None
    numbers = [_number(part) for part in re.split(r"[:,]", clock.strip("[] "))]
    if len(numbers) != 3 or None in numbers:  # noqa: PLR2004  hours, minutes, seconds
        return words, None
    hours, minutes, seconds = (int(number or 0) for number in numbers)
    return words, _utc(f"{day.strip()} {hours:02d}:{minutes:02d}:{seconds:02d}", "Z")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        match = _RATIO.fullmatch(text.strip())
    if match is None or int(match[2] or 1) == 0:
        return None
    return int(match[1]) / int(match[2] or 1)


def _gps(tags: Mapping[str, str]) -> dict[str, str] | None:
    """Return the position written in the file, in decimal degrees; None = none."""
    lat = _degrees(tags, "Latitude", "S")
    lon = _degrees(tags, "Longitude", "W")
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004  the globe ends there
        return None
    return {"lat": decimal_text(lat, 6), "lon": decimal_text(lon, 6)}


def _degrees(tags: Mapping[str, str], axis: str, minus: str) -> float | None:
    ready = tags.get(f"Composite:GPS{axis}")
    if ready is not None:
        return _number(ready)
    parts = tags.get(f"GPS GPS{axis}", "").strip("[]").split(",")
    numbers = [_number(part) for part in parts if part.strip()]
    if len(numbers) != 3 or None in numbers:  # noqa: PLR2004  degrees, minutes, seconds
        return None
    degrees, minutes, seconds = (number or 0.0 for number in numbers)
    total = degrees + minutes / 60 + seconds / 3600
    letter = tags.get(f"GPS GPS{axis}Ref", "").strip().upper()
    if letter not in {"N", "S", "E", "W"}:
        return None
    return -total if letter == minus else total


def _device(tags: Mapping[str, str]) -> str | None:
    parts = [
        tags.get(f"IFD0:{name}")
        or tags.get(f"Image {name}")
        or tags.get(f"Keys:{name}")
        for name in ("Make", "Model")
    ]
    return " ".join(part for part in parts if part) or None


def _software(tags: Mapping[str, str]) -> list[str]:
    names = ("IFD0:Software", "Image Software", "XMP-xmp:CreatorTool", "Keys:Software")
    return sorted({tags[name] for name in names if tags.get(name)})


def _clock_against_gps(stamps: list[dict[str, Any]]) -> int | None:
    """Return how far the camera's clock is from the satellites' time, in seconds.

    A whole number of quarter hours is a time zone; anything else is a clock that
    goes wrong, or tags that were not written together.
    """
    tags = {stamp["tag"]: stamp for stamp in stamps}
    gps = tags.get("GPS date and time")
    camera = tags.get("ExifIFD:DateTimeOriginal") or tags.get("EXIF DateTimeOriginal")
    if gps is None or gps["utc"] is None or camera is None:
        return None
    local = _local(camera["written"][:19])
    if local is None:
        return None
    moment = dt.datetime.fromisoformat(gps["utc"]).replace(tzinfo=None)
    return round((local - moment).total_seconds())
