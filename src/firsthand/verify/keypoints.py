"""Points of a picture that survive cropping, turning and filming off a screen.

Method: M079. ORB (Rublee et al. 2011): corners, each with 256 bits about what lies
around it, taken at one working size that is recorded. Two pictures are laid over one
another by the corners that agree (RANSAC), then what both show there is compared.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]
    Small = NDArray[np.uint8]

# Longest side at which points are taken, and most points of a picture.
POINTS_SIDE = 512
MOST_POINTS = 250
_FAST_THRESHOLD = 8
METHOD = f"orb, {MOST_POINTS} points at {POINTS_SIDE} px"


class Points(NamedTuple):
    """Corners of one picture.

    Attributes:
        xy: (n, 2) float32, pixels at the working size, x to the right, y down.
        bits: (n, 32) uint8, what lies around each.
        width: Width of the picture at the working size.
        height: The same.
    """

    xy: NDArray[np.float32]
    bits: NDArray[np.uint8]
    width: int
    height: int

    def __len__(self) -> int:  # points, not fields
        """Return the number of points."""
        return len(self.xy)


def cv() -> Any:
    """Return OpenCV, one thread, ready to give the same answer twice.

    Raises:
        UserError: It is not installed.
    """
    module = _cv()
    module.setRNGSeed(0)
    return module


@functools.cache
def _cv() -> Any:
    try:
        import cv2  # noqa: PLC0415  heavy, and not everybody has it
    except ImportError as error:
        raise UserError(
            "crops, banners and filmed screens need OpenCV: pip install "
            "'opencv-python-headless<5'"
        ) from error
    cv2.setNumThreads(1)  # the box allows no threads
    return cv2


def is_available() -> bool:
    """Say whether OpenCV is installed."""
    try:
        _cv()
    except UserError:
        return False
    return True


def small_of(grey: Grey) -> Small:
    """Return a picture at the size at which points are taken, (height, width) uint8.

    Small pictures are enlarged: points are only comparable at one size.
    """
    import numpy as np  # noqa: PLC0415  start-up

    height, width = grey.shape
    scale = POINTS_SIDE / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    module = _cv()
    how = module.INTER_AREA if scale < 1 else module.INTER_LINEAR
    made = module.resize(grey, size, interpolation=how)
    whole: Small = np.clip(made + 0.5, 0, 255).astype(np.uint8)
    return whole


def find_points(small: Small) -> Points:
    """Find the corners of a picture.

    Args:
        small: As `small_of` gives it.
    """
    import numpy as np  # noqa: PLC0415  start-up

    height, width = small.shape
    corners, bits = _detector().detectAndCompute(small, None)
    if not corners or bits is None:
        return Points(
            np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8), width, height
        )
    # Above what was asked for come ties: the first ones, so that it is the same again.
    order = sorted(
        range(len(corners)),
        key=lambda i: (-corners[i].response, corners[i].pt, corners[i].octave),
    )[:MOST_POINTS]
    xy = np.array([corners[i].pt for i in order], np.float32).reshape(-1, 2)
    return Points(xy, bits[order], width, height)


@functools.cache
def _detector() -> Any:
    return _cv().ORB_create(nfeatures=MOST_POINTS, fastThreshold=_FAST_THRESHOLD)


def mirrored(small: Small) -> Small:
    """Return a picture as a mirror shows it, left and right changed."""
    import numpy as np  # noqa: PLC0415  start-up

    return np.ascontiguousarray(small[:, ::-1])
