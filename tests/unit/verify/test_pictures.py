"""Pictures decoded for comparing: upright, deep ones scaled, damage told in words."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from firsthand.errors import SourceError
from firsthand.verify.pictures import Box, framed_box, open_picture


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


@pytest.mark.parametrize(("kind", "share"), [("JPEG", 0.6), ("PNG", 0.5)])
def test_of_a_picture_that_ends_early_what_is_there_is_used(
    kind: str, share: float
) -> None:
    drawn = _drawn().resize((480, 360))
    whole = open_picture(_bytes(drawn, kind)).grey
    data = _bytes(drawn, kind)
    torn = open_picture(data[: int(len(data) * share)])
    assert torn.problem is not None
    assert "its file ends early" in torn.problem
    n_rows = len(torn.grey)
    assert 0.5 * share < n_rows / 360 < 0.95
    assert (torn.width, torn.height) == (480, 360)
    assert np.abs(torn.grey[: n_rows - 16] - whole[: n_rows - 16]).max() <= 1


def test_a_picture_of_which_next_to_nothing_is_there_is_told_in_words() -> None:
    data = _bytes(_drawn().resize((480, 360)), "BMP")
    with pytest.raises(SourceError, match="ends before the picture does"):
        open_picture(data[: len(data) // 10])
    whole = open_picture(data)
    assert whole.problem is None
    # Written from its last line on: the lower part is there.
    lower = open_picture(data[: len(data) // 2]).grey
    assert len(lower) == pytest.approx(178, abs=3)
    assert np.array_equal(lower, whole.grey[-len(lower) :])


def _on_screen(shown: np.ndarray, shade: int) -> np.ndarray:
    screen = np.full((1000, 460), shade, np.float32)
    screen[20:32, 30:60] = 255 - shade
    screen[100:140, 20:60] = 120
    for row in range(700, 790, 30):
        screen[row : row + 12, 20:220:7] = 255 - shade
    screen[200 : 200 + len(shown), :] = shown
    return screen


@pytest.mark.parametrize("shade", [0, 20, 240, 250])
def test_a_plot_on_a_screen_is_found_with_its_own_margins(shade: int) -> None:
    plot = np.full((340, 460), 255, np.float32)
    plot[40:300:52, 50:430] = 0
    plot[40:300, 50:430:76] = 0
    assert framed_box(_on_screen(plot, shade)) == Box(0, 200, 460, 540)


def test_a_photo_and_a_plot_alone_lie_on_no_screen() -> None:
    photo = np.random.default_rng(2).uniform(0, 255, (300, 400)).astype(np.float32)
    assert framed_box(photo) is None
    assert framed_box(np.full((300, 400), 9, np.float32)) is None


def test_a_picture_of_two_views_is_read_by_its_first() -> None:
    data = _bytes(
        _drawn().convert("RGB"),
        "MPO",
        save_all=True,
        append_images=[Image.new("RGB", (240, 180))],
    )
    assert open_picture(data).grey.std() > 20
