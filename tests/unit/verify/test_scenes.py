"""Views of one scene are proposed by points on one geometry; strangers are not."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from firsthand.errors import SourceError
from firsthand.verify.scenes import ScenePoints, scene_points, shared_scene

_SIZE = (640, 480)


def _wall(seed: int) -> NDArray[np.uint8]:
    """Draw a front with windows, signs and stains, none like the other."""
    rng = np.random.default_rng(seed)
    wall = np.full((480, 640), 150, np.uint8)
    for _ in range(160):
        x, y = (int(v) for v in rng.integers(0, (600, 440)))
        w, h = (int(v) for v in rng.integers(8, 50, 2))
        shade = int(rng.integers(0, 255))
        cv2.rectangle(wall, (x, y), (x + w, y + h), shade, -1)
        cv2.line(wall, (x, y + h), (x + w, y), 255 - shade, 2)
    return wall


def _seen(
    wall: NDArray[np.uint8], corners: list[tuple[int, int]], light: float
) -> bytes:
    """Look at a wall from elsewhere, in another light."""
    start = np.array([(0, 0), (640, 0), (640, 480), (0, 480)], np.float32)
    way = cv2.getPerspectiveTransform(start, np.array(corners, np.float32))
    view = cv2.warpPerspective(wall, way, _SIZE, borderValue=90)
    lit = np.clip(view.astype(np.float64) * light + 12, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(lit).save(file, "JPEG", quality=80)
    return file.getvalue()


_HEAD_ON = [(0, 0), (640, 0), (640, 480), (0, 480)]
_FROM_THE_LEFT = [(40, 20), (600, 110), (590, 400), (60, 470)]


def test_two_views_of_one_wall_are_proposed() -> None:
    one = scene_points(_seen(_wall(1), _HEAD_ON, 1.0))
    two = scene_points(_seen(_wall(1), _FROM_THE_LEFT, 0.7))
    found = shared_scene(one, two)
    assert found.is_proposed, found.because
    assert found.n_plane >= 100


def test_two_walls_are_not_proposed() -> None:
    points = [scene_points(_seen(_wall(seed), _HEAD_ON, 1.0)) for seed in (1, 2, 3)]
    for number, one in enumerate(points):
        for two in points[:number]:
            assert not shared_scene(one, two).is_proposed


def test_the_same_comes_out_again() -> None:
    one, again = (scene_points(_seen(_wall(2), _HEAD_ON, 1.0)) for _ in range(2))
    two = scene_points(_seen(_wall(2), _FROM_THE_LEFT, 0.8))
    assert one == again
    assert shared_scene(one, two) == shared_scene(again, two)


def test_a_picture_without_points_shares_nothing() -> None:
    file = io.BytesIO()
    Image.new("L", _SIZE, 120).save(file, "PNG")
    flat = scene_points(file.getvalue())
    assert flat == ScenePoints(xy=b"", bits=b"")
    assert shared_scene(flat, flat).n_matched == 0


def test_what_cannot_be_decoded_is_told() -> None:
    with pytest.raises(SourceError, match="its bytes are kept"):
        scene_points(b"\xff\xd8\xff" + bytes(50))
