from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from firsthand.errors import UserError
from firsthand.model.base import canonical_bytes
from firsthand.reference import bundled_reference
from firsthand.verify import metadata
from firsthand.verify.metadata import NO_METADATA, UNREAD, Read, describe, read_tags

REFERENCE = bundled_reference()
READERS = [
    "exifread",
    pytest.param(
        "exiftool",
        marks=pytest.mark.skipif(
            shutil.which("exiftool") is None, reason="exiftool is not installed"
        ),
    ),
]


def _photo(
    *, taken: str | None = None, offset: str | None = None, gps: bool = False
) -> bytes:
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    if taken:
        exif[0x010F], exif[0x0110] = "Velmar", "Pocket 3"
        exif[0x0131], exif[0x0132] = "Retoucher 2", "2021:12:02 10:00:00"
        details[0x9003] = taken
    if offset:
        details[0x9011] = offset
    if gps:
        place = exif.get_ifd(0x8825)
        place[1], place[2] = "N", (12.0, 20.0, 44.16)
        place[3], place[4] = "E", (45.0, 40.0, 44.04)
        place[7], place[29] = (8.0, 0.0, 5.0), "2021:11:29"
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def _told(data: bytes, reader: str) -> dict[str, Any]:
    return describe(read_tags(data, reader), REFERENCE)


@pytest.mark.parametrize("reader", READERS)
def test_every_stamp_keeps_its_own_meaning(reader: str) -> None:
    told = _told(_photo(taken="2021:11:29 10:00:00", gps=True), reader)
    stamps = {stamp["meaning"]: stamp for stamp in told["stamps"]}
    assert set(stamps) == {"camera_clock", "last_change", "gps"}
    assert stamps["camera_clock"]["written"] == "2021:11:29 10:00:00"
    assert stamps["camera_clock"]["utc"] is None  # a clock without zone is no UTC
    assert stamps["gps"]["utc"] == "2021-11-29T08:00:05Z"
    assert told["camera_clock_minus_gps_s"] == 7195
    assert told["gps"] == {"lat": "12.345600", "lon": "45.678900"}
    assert told["device"] == "Velmar Pocket 3"
    assert told["software"] == ["Retoucher 2"]
    assert told["problems"] == []


@pytest.mark.parametrize("reader", READERS)
def test_a_stated_offset_gives_utc(reader: str) -> None:
    told = _told(_photo(taken="2021:11:29 10:00:00", offset="+03:00"), reader)
    (stamp,) = (s for s in told["stamps"] if s["meaning"] == "camera_clock")
    assert stamp["utc"] == "2021-11-29T07:00:00Z"


@pytest.mark.parametrize("reader", READERS)
def test_no_metadata_says_nothing_for_or_against(reader: str) -> None:
    told = _told(_photo(), reader)
    assert told["stamps"] == []
    assert told["gps"] is None
    assert told["cannot_prove"] == [NO_METADATA]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2021:13:45 10:00:00", "now"])
def test_a_clock_that_was_not_set_is_no_date(reader: str, taken: str) -> None:
    told = _told(_photo(taken=taken, offset="+03:00"), reader)
    (stamp,) = (s for s in told["stamps"] if s["meaning"] == "camera_clock")
    assert stamp["utc"] is None
    assert "not a date" in stamp["note"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("cut", [0, 3, 40, 120, 200, 300])
def test_damaged_bytes_never_crash(reader: str, cut: int) -> None:
    data = bytearray(_photo(taken="2021:11:29 10:00:00", gps=True)[: cut + 200])
    data[cut : cut + 40] = b"\xff" * 40
    told = _told(bytes(data), reader)
    assert told["cannot_prove"]
    canonical_bytes(told)


def test_a_reader_that_fails_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("offset beyond the end")

    monkeypatch.setattr("exifread.process_file", breaks)
    told = _told(_photo(), "exifread")
    assert told["problems"] == ["damaged: RuntimeError: offset beyond the end"]
    assert told["cannot_prove"] == [UNREAD]


@pytest.mark.parametrize("reader", READERS)
def test_the_public_damaged_samples_are_read_or_told(
    reader: str, eval_data: Path
) -> None:
    folder = eval_data / "data" / "media" / "exif"
    if not folder.is_dir():
        pytest.skip(f"no samples in {folder}")
    samples = sorted(folder.glob("*.jpg"))
    assert samples
    for path in samples:
        told = _told(path.read_bytes(), reader)
        assert (told["gps"] is not None) == ("gps" in path.name)


def test_video_times_are_the_containers() -> None:
    tags = {
        "QuickTime:CreateDate": "2021:11:29 08:00:00",
        "Track1:MediaCreateDate": "0000:00:00 00:00:00",
        "Keys:CreationDate": "2021:11:29 11:00:00+03:00",
    }
    told = describe(Read("exiftool 12", tags, ()), REFERENCE)
    by_tag = {stamp["tag"]: stamp for stamp in told["stamps"]}
    assert by_tag["QuickTime:CreateDate"]["meaning"] == "container"
    assert by_tag["QuickTime:CreateDate"]["utc"] is None  # many write local time
    assert "not a date" in by_tag["Track1:MediaCreateDate"]["note"]
    assert by_tag["Keys:CreationDate"]["utc"] == "2021-11-29T08:00:00Z"
    assert any(text.startswith("container:") for text in told["cannot_prove"])


@pytest.mark.parametrize(
    "tags",
    [
        {"Composite:GPSLatitude": "0", "Composite:GPSLongitude": "0"},
        {"Composite:GPSLatitude": "12.5"},
        {"Composite:GPSLatitude": "112.5", "Composite:GPSLongitude": "4.5"},
        {"GPS GPSLatitude": "[12, 20, 1/0]", "GPS GPSLongitude": "[45, 40, 44]"},
        {"GPS GPSLatitude": "[12, 20, 44]", "GPS GPSLongitude": "[45, 40, 44]"},
    ],
)
def test_half_a_position_is_none(tags: dict[str, str]) -> None:
    assert describe(Read("exiftool 12", tags, ()), REFERENCE)["gps"] is None


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(UserError, match="exiftool or exifread"):
        read_tags(b"", "guess")


def test_without_exiftool_the_message_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metadata.shutil, "which", lambda _: None)
    metadata._exiftool.cache_clear()
    assert metadata.available_reader() == "exifread"
    with pytest.raises(UserError, match="apt install"):
        read_tags(b"", "exiftool")
