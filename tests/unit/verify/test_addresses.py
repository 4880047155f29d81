"""Times that stand in addresses, and credentials: each for what it is."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image

from firsthand.casework.media_box import MediaBox
from firsthand.model import FuzzyDate
from firsthand.verify.addresses import sighting_of_address, stamped
from firsthand.verify.reuse import SightingKind, existed_before

CAPTURED = dt.datetime(2022, 5, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("url", "kind", "by"),
    [
        ("https://twitter.com/velmara/status/1265000000000000000", "platform_id", 2020),
        ("https://x.com/velmara/status/1265000000000000000", "platform_id", 2020),
        ("https://www.tiktok.com/@v/video/6830000000000000000", "platform_id", 2020),
        (
            "https://web.archive.org/web/20210304050607/https://velmara.example/a.jpg",
            "web_archive",
            2021,
        ),
        (
            "https://web.archive.org/web/20210304050607im_/https://velmara.example/a",
            "web_archive",
            2021,
        ),
    ],
)
def test_an_address_with_a_time_is_a_sighting(url: str, kind: str, by: int) -> None:
    found = sighting_of_address("M-001", url, CAPTURED)
    assert found is not None
    assert (found.kind.value, found.by.year) == (kind, by)
    assert "address as stated" in found.words


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://velmara.example/2021/03/04/picture.jpg",
        "https://velmara.example/?u=https://web.archive.org/web/20210304050607/x",
        "https://web.archive.org/web/20219904050607/https://velmara.example/",
        "https://web.archive.org/web/20300304050607/https://velmara.example/",
        "https://x.com/velmara/status/1999999999999999999",
        "https://x.com/velmara/status/12",
    ],
)
def test_an_address_that_says_nothing_sound_gives_nothing(url: str | None) -> None:
    assert sighting_of_address("M-001", url, CAPTURED) is None


def test_a_time_stamp_before_the_event_shows_that_it_existed_before() -> None:
    day = dt.date(2021, 11, 29)
    event = FuzzyDate(earliest=day, latest=day)
    early = stamped("M-001", dt.datetime(2021, 11, 2, 8, tzinfo=dt.UTC), "7.tsa")
    found = existed_before([early], event)
    assert found.answer == "existed_before"
    assert found.sighting is not None
    assert found.sighting.kind is SightingKind.TIME_STAMP


# --- content credentials ------------------------------------------------------------


def test_no_credentials_is_said_to_be_normal() -> None:
    pytest.importorskip("c2pa", reason="c2pa-python is not installed")
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (9, 90, 40)).save(file, "JPEG")
    with MediaBox() as box:
        line = box.credentials(file.getvalue(), "image/jpeg")
    assert line["state"] == "none"
    assert "normal" in line["meaning"]


def test_damage_is_unread_not_none() -> None:
    pytest.importorskip("c2pa", reason="c2pa-python is not installed")
    with MediaBox() as box:
        line = box.credentials(b"\x89PNG\r\n\x1a\nnot a picture", "image/png")
    assert line["state"] in {"unread", "none"}
    assert line["cannot_prove"]


def test_credentials_that_do_not_verify_are_not_called_forged(eval_data: Path) -> None:
    pytest.importorskip("c2pa", reason="c2pa-python is not installed")
    folder = eval_data / "data" / "media" / "c2pa"
    if not folder.is_dir():
        pytest.skip(f"no files with credentials in {folder}")
    states = {}
    with MediaBox() as box:
        for name in ("adobe-20220124-C.jpg", "adobe-20220124-E-dat-CA.jpg"):
            line = box.credentials((folder / name).read_bytes(), "image/jpeg")
            states[line["state"]] = line
    assert set(states) == {"valid", "invalid"}
    assert "not the same as forged" in states["invalid"]["meaning"]
    assert "assertion.dataHash.mismatch" in states["invalid"]["codes"]
