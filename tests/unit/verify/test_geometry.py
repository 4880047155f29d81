"""Crops, banners and filmed screens: what corners and geometry accept and refuse."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from firsthand.casework.media_archive import search_all
from firsthand.verify.features import Features, features_of
from firsthand.verify.geometry import FEWEST_INLIERS, Overlay, compared
from firsthand.verify.matching import Match, overlay_of
from firsthand.verify.overlay import draw_overlay
from firsthand.verify.reuse import Likeness

pytest.importorskip("cv2", reason="OpenCV is not installed")


def _street(seed: int) -> Image.Image:
    """An invented street: blocks with windows, rubble in front."""
    dice = np.random.default_rng(seed)
    coarse = dice.integers(60, 200, (6, 8, 3), dtype=np.uint8)
    image = Image.fromarray(coarse).resize((560, 420), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    for _ in range(7):
        x, y = int(dice.integers(-30, 500)), int(dice.integers(60, 300))
        w, h = int(dice.integers(60, 200)), int(dice.integers(80, 300))
        pen.rectangle((x, y, x + w, y + h), fill=(int(dice.integers(30, 220)),) * 3)
        for wx in range(x + 6, x + w - 10, int(dice.integers(18, 34))):
            for wy in range(y + 6, y + h - 12, int(dice.integers(20, 40))):
                shade = int(dice.integers(0, 255))
                pen.rectangle((wx, wy, wx + 8, wy + 11), fill=(shade,) * 3)
    for _ in range(120):
        x, y, size = (int(dice.integers(*r)) for r in ((0, 560), (300, 420), (4, 26)))
        shade = int(dice.integers(0, 255))
        pen.polygon([(x, y), (x + size, y + 3), (x + 4, y + size)], fill=(shade,) * 3)
    return image


def _taken(image: Image.Image) -> Features:
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=85)
    return features_of(file.getvalue())


def _crop(image: Image.Image, share: float) -> Image.Image:
    w, h = image.size
    return image.crop((int(w * share), int(h * share / 2), w, int(h * (1 - share / 2))))


def _with_banner(image: Image.Image) -> Image.Image:
    made = image.copy()
    ImageDraw.Draw(made).rectangle((0, 320, 560, 420), fill=(10, 10, 90))
    return made


EDITS = {
    "crop 20 %": lambda image: _crop(image, 0.2),
    "crop 35 %": lambda image: _crop(image, 0.35),
    "crop, mirrored": lambda image: ImageOps.mirror(_crop(image, 0.2)),
    "crop, smaller": lambda image: _crop(image, 0.2).resize((220, 200)),
    "turned 8 degrees": lambda image: image.rotate(8),
    "banner": _with_banner,
    "bent": lambda image: image.transform(
        (560, 420),
        Image.Transform.QUAD,
        (10, 5, 0, 410, 550, 419, 559, 12),
        Image.Resampling.BICUBIC,
    ),
}


@pytest.fixture(scope="module")
def archive() -> dict[str, Features]:
    return {f"p{seed}": _taken(_street(seed)) for seed in range(10)}


def _matches(
    pictures: dict[str, Features], asked: list[str] | None = None
) -> list[Match]:
    with tempfile.TemporaryDirectory() as folder:
        return search_all(Path(folder), pictures, {}, asked=asked)[0]


def _found(archive: dict[str, Features], query: Features) -> list[Match]:
    found = _matches({**archive, "query": query}, ["query"])
    return [match for match in found if match.likeness is not Likeness.CANDIDATE]


@pytest.mark.parametrize("edit", EDITS)
def test_a_part_of_a_picture_is_found_and_nothing_else(
    edit: str, archive: dict[str, Features]
) -> None:
    (match,) = _found(archive, _taken(EDITS[edit](_street(4))))
    assert (match.first, match.second) == ("p4", "query")
    assert match.likeness in {Likeness.IN_PART, Likeness.COPY}


def test_an_invented_street_that_is_not_held_is_not_found(
    archive: dict[str, Features],
) -> None:
    for seed in range(20, 32):
        assert _found(archive, _taken(_street(seed))) == []


def test_a_match_says_the_rule_and_the_numbers(archive: dict[str, Features]) -> None:
    (match,) = _found(archive, _taken(_crop(_street(4), 0.35)))
    assert match.overlay is not None
    assert match.overlay.n_inliers >= FEWEST_INLIERS
    assert f"{match.overlay.n_inliers} corners agree" in match.because
    assert match.as_line()["overlay"]["is_accepted"] is True


def test_too_few_corners_are_never_accepted(archive: dict[str, Features]) -> None:
    laid = overlay_of(archive["p4"], _taken(_crop(_street(4), 0.2)))
    assert laid is not None
    overlay = laid.overlay
    fewer = overlay._replace(pairs=overlay.pairs[: FEWEST_INLIERS - 1])
    assert overlay.is_accepted
    assert not fewer.is_accepted
    assert not overlay._replace(n_agreeing=overlay.n_blocks // 2).is_accepted


@pytest.mark.parametrize(
    ("n_inliers", "n_blocks", "n_agreeing", "is_accepted"),
    [
        (12, 16, 16, True),
        (12, 15, 15, False),
        (12, 17, 16, True),
        (12, 18, 16, False),
        (20, 21, 16, True),
        (20, 22, 16, False),
        (40, 26, 16, True),
        (40, 27, 16, False),
        (11, 39, 39, False),
        (8, 40, 36, True),
        (8, 40, 35, False),
        (7, 64, 64, False),
    ],
)
def test_few_corners_are_enough_where_nearly_all_of_much_agrees(
    n_inliers: int,
    n_blocks: int,
    n_agreeing: int,
    is_accepted: bool,  # noqa: FBT001  a column of the table above
) -> None:
    pairs = np.zeros((n_inliers, 4), np.float32)
    overlay = Overlay(np.eye(3), pairs, *(False, 99, n_blocks, n_agreeing))
    assert overlay.is_accepted is is_accepted
    assert f"{n_inliers} corners agree" in overlay.because


@pytest.mark.parametrize(
    ("n_inliers", "n_fine", "n_fine_agreeing", "is_accepted"),
    [
        (24, 30, 29, True),
        (24, 30, 28, False),
        (24, 29, 29, False),
        (23, 60, 60, False),
    ],
)
def test_many_corners_and_nearly_all_of_smaller_blocks_are_enough(
    n_inliers: int,
    n_fine: int,
    n_fine_agreeing: int,
    is_accepted: bool,  # noqa: FBT001  a column of the table above
) -> None:
    pairs = np.zeros((n_inliers, 4), np.float32)
    fine = n_fine, n_fine_agreeing
    overlay = Overlay(np.eye(3), pairs, *(False, 99, 9, 9, *fine))
    assert overlay.is_accepted is is_accepted
    assert f"{n_fine_agreeing} of {n_fine} blocks of half the size" in overlay.because


def test_a_drawing_on_a_plain_ground_is_found_by_a_part_of_it(
    archive: dict[str, Features],
) -> None:
    plain = Image.new("RGB", (560, 420), (30, 40, 80))
    dice = np.random.default_rng(8)
    pen = ImageDraw.Draw(plain)
    for _ in range(60):
        x, y = int(dice.integers(300, 420)), int(dice.integers(200, 300))
        pen.line((x, y, x + int(dice.integers(4, 30)), y + 8), fill="white", width=2)
    held = {**archive, "plain": _taken(plain)}
    (match,) = _found(held, _taken(_crop(plain, 0.2)))
    assert (match.first, match.second) == ("plain", "query")
    assert match.overlay is not None
    assert match.overlay.n_agreeing < 16


def test_two_skies_that_only_get_darker_alike_do_not_agree() -> None:
    dice = np.random.default_rng(5)
    shade = np.tile(np.linspace(40, 210, 256), (192, 1))
    skies = [
        np.clip(shade + dice.normal(0, 3, shade.shape), 0, 255).astype(np.uint8)
        for _ in range(2)
    ]
    assert float(np.corrcoef(skies[0].ravel(), skies[1].ravel())[0, 1]) > 0.95
    _, n_agreeing = compared(skies[0], skies[1], np.eye(3))
    assert n_agreeing == 0
    n_blocks, n_same = compared(*([_shown(_street(3))] * 2), np.eye(3))
    assert n_same == n_blocks > 24


def _shown(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("L").resize((256, 192)))


def test_the_overlay_has_the_same_bytes_again_and_is_blurred_unless_asked(
    archive: dict[str, Features],
) -> None:
    query = _taken(_crop(_street(4), 0.2))
    laid = overlay_of(archive["p4"], query)
    assert laid is not None
    one, two = (
        picture.faces[frame].view()
        for picture, frame in zip((archive["p4"], query), laid.way.frames, strict=True)
    )
    drawn = [
        draw_overlay(one, two, laid.overlay, names=("a", "b"), is_clear=is_clear)
        for is_clear in (False, False, True)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    clear = np.asarray(Image.open(io.BytesIO(drawn[2])).convert("RGB"), float)
    third = clear[60:, clear.shape[1] * 2 // 3 + 20 :]
    coloured = np.ptp(third, axis=2) > 40
    assert coloured.mean() < 0.1, "where both show the same the overlay is grey"


def test_the_order_of_arrival_does_not_matter_to_geometry(
    archive: dict[str, Features],
) -> None:
    pictures = {**archive, "query": _taken(_crop(_street(4), 0.2))}
    told = [match.as_line() for match in _matches(pictures)]
    backwards = dict(reversed(pictures.items()))
    again = [match.as_line() for match in _matches(backwards)]
    assert told == again
    assert [row["likeness"] for row in told] == ["in_part"]


def test_a_picture_without_corners_is_laid_over_nothing() -> None:
    flat = _taken(Image.new("RGB", (300, 300), (90, 90, 90)))
    assert overlay_of(flat, _taken(_street(1))) is None


def test_two_lights_in_the_dark_are_not_one_picture() -> None:
    """Near-empty pictures agree in the few places where they hold anything."""

    def light(core: int) -> Image.Image:
        image = Image.new("RGB", (512, 512))
        pen = ImageDraw.Draw(image)
        for ring in range(20, 0, -1):
            box = (256 - ring, 256 - ring, 256 + ring, 256 + ring)
            pen.ellipse(box, fill=(255 - 8 * ring,) * 3)
        pen.line((256 - core, 252, 256 + core, 260), fill="white", width=3)
        return image

    assert (
        _found({"a": _taken(light(9))}, _taken(light(16).crop((20, 0, 512, 480)))) == []
    )
