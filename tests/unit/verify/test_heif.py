"""Photos of telephones in HEIC: decoded, upright, in a box that may start threads.

`drawn.heic` shows a drawn street, stored on its side with the turn that puts it
upright, as telephones store it.
"""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firsthand.capture.image import media_type_of
from firsthand.casework.media_box import MediaBox
from firsthand.errors import SourceError
from firsthand.verify import heif
from firsthand.verify.pictures import open_picture
from firsthand.verify.reuse import hash_picture

_DATA = (Path(__file__).parent / "drawn.heic").read_bytes()
_HEIGHT, _WIDTH = 240, 320

needs_heif = pytest.mark.skipif(not heif.is_available(), reason="no pi-heif")


def test_a_photo_in_heic_is_known_by_its_first_bytes() -> None:
    assert media_type_of(_DATA[:16]) == "image/heic"
    assert heif.is_heif(_DATA)
    assert not heif.is_heif(b"\0\0\0\x1cftypavif")


@needs_heif
def test_a_photo_in_heic_is_decoded_and_upright() -> None:
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    shown = open_picture(_DATA)
    assert shown.grey.shape == (_HEIGHT, _WIDTH)
    assert hash_picture(_DATA).is_usable
    # Sky above, rubble below: the lower half is busier.
    rows = np.abs(np.diff(shown.grey, axis=1)).mean(1)
    assert rows[_HEIGHT // 2 :].mean() > rows[: _HEIGHT // 4].mean()


@needs_heif
def test_a_photo_in_heic_is_decoded_behind_walls() -> None:
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    with MediaBox() as box:
        boxed = box.picture(_DATA)
    alone = hash_picture(_DATA)
    assert boxed.hashed.as_line() == alone.as_line()


@needs_heif
@pytest.mark.parametrize("n_bytes", [40, 600, 2000, len(_DATA) - 300])
def test_a_torn_photo_in_heic_is_a_message(n_bytes: int) -> None:
    with pytest.raises(SourceError, match="its bytes are kept"):
        open_picture(_DATA[:n_bytes])


def test_without_its_decoder_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "pi_heif":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    heif.is_available.cache_clear()
    try:
        with pytest.raises(SourceError, match="pip install pi-heif"):
            open_picture(_DATA)
    finally:
        heif.is_available.cache_clear()
