"""Pictures decoded for comparing: upright, deep ones scaled, damage told in words."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from firsthand.errors import SourceError
from firsthand.verify.pictures import open_picture


def _drawn() -> Image.Image:
    coarse = np.random.default_rng(3).integers(0, 256, (9, 12), dtype=np.uint8)
    return Image.fromarray(coarse).resize((240, 180), Image.Resampling.BICUBIC)


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("orientation", "turns"), [(1, 0), (3, 2), (6, -1), (8, 1), (99, 0)]
)
def test_a_picture_is_looked_at_upright(orientation: int, turns: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    plain = open_picture(_bytes(_drawn(), "PNG")).grey
    turned = open_picture(_bytes(_drawn(), "PNG", exif=exif)).grey
    assert np.array_equal(turned, np.rot90(plain, turns))


def test_a_picture_of_16_bits_is_scaled_and_not_cut_off_at_white() -> None:
    plain = np.asarray(_drawn())
    deep = Image.fromarray(plain.astype(np.uint16) * 257)
    found = open_picture(_bytes(deep, "PNG")).grey
    assert np.abs(found - plain).max() <= 1


def test_a_picture_of_real_numbers_is_scaled_by_what_it_holds() -> None:
    real = Image.fromarray(np.asarray(_drawn(), np.float32) / 255)
    found = open_picture(_bytes(real, "TIFF")).grey
    assert found.max() == 255
    assert found.std() > 20


def test_what_is_no_picture_is_told_in_words() -> None:
    with pytest.raises(SourceError, match="damaged from its start, or of a kind"):
        open_picture(b"\xff\xd8\xff" + bytes(200))


def test_a_picture_that_ends_early_is_told_in_words() -> None:
    data = _bytes(_drawn(), "JPEG")
    with pytest.raises(SourceError, match="ends before the picture does"):
        open_picture(data[: len(data) // 2])


def test_a_picture_of_two_views_is_read_by_its_first() -> None:
    data = _bytes(
        _drawn().convert("RGB"),
        "MPO",
        save_all=True,
        append_images=[Image.new("RGB", (240, 180))],
    )
    assert open_picture(data).grey.std() > 20
