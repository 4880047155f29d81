"""Pictures that may show one scene: points of two views that agree on one geometry.

Method: M188. SIFT (Lowe 2004) at one working size, matches by the ratio of the nearest
two, then a plane (homography) or any rigid scene (fundamental matrix) by MAGSAC. It
proposes what a person looks at. That two views share no points says nothing: two sides
of one building share none, and nothing here can say that two buildings differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.model import Value
from firsthand.verify.keypoints import cv
from firsthand.verify.pictures import WORKING_SIDE, open_picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_POINTS = 2000
METHOD = f"sift, {MOST_POINTS} points at {WORKING_SIDE} px, magsac"
# Of 647 pairs of different buildings 0.15 in a hundred reach this on one plane, 0.8 on
# one rigid scene; of pairs of one building 65 and 91 in a hundred do.
LEAST_POINTS = 30
_RATIO = 0.8
_PLANE_PX, _RIGID_PX = 3.0, 1.5
_LEAST_MATCHES = 8
_SHARE, _STEPS = 0.999, 10_000


class ScenePoints(Value, frozen=True, kw_only=True):
    """Points of one picture.

    Attributes:
        xy: (n, 2) float32 as bytes, pixels at the working size.
        bits: (n, 128) uint8 as bytes: what lies around each.
    """

    xy: bytes
    bits: bytes

    @property
    def n(self) -> int:
        """How many points."""
        return len(self.bits) // 128


class SharedScene(NamedTuple):
    """What two pictures share.

    Attributes:
        n_matched: Points whose surroundings are alike.
        n_plane: Of those, how many lie on one plane seen from two places.
        n_rigid: How many fit one rigid scene seen from two places.
    """

    n_matched: int
    n_plane: int
    n_rigid: int

    @property
    def is_proposed(self) -> bool:
        """Whether it is worth a person's look."""
        return max(self.n_plane, self.n_rigid) >= LEAST_POINTS

    @property
    def because(self) -> str:
        """The rule and what was found."""
        return (
            f"of {self.n_matched} points that are alike, {self.n_plane} fit one plane "
            f"and {self.n_rigid} one rigid scene (rule: {LEAST_POINTS} of either)"
        )


def scene_points(data: bytes) -> ScenePoints:
    """Decode a picture and take the points that scenes are compared by.

    Raises:
        SourceError: It cannot be decoded within the limits.
        UserError: OpenCV is not installed.
    """
    import numpy as np  # noqa: PLC0415  start-up

    grey = np.clip(open_picture(data).grey + 0.5, 0, 255).astype(np.uint8)
    finder = cv().SIFT_create(nfeatures=MOST_POINTS)
    points, bits = finder.detectAndCompute(grey, None)
    if not points or bits is None:
        return ScenePoints(xy=b"", bits=b"")
    # Above what was asked for come ties: the first ones, so that it is the same again.
    xy = np.array([point.pt for point in points], np.float32)[:MOST_POINTS]
    return ScenePoints(
        xy=xy.tobytes(), bits=bits[:MOST_POINTS].astype(np.uint8).tobytes()
    )


def shared_scene(one: ScenePoints, two: ScenePoints) -> SharedScene:
    """Compare two pictures by points that fit one geometry."""
    import numpy as np  # noqa: PLC0415  start-up

    if min(one.n, two.n) < _LEAST_MATCHES:
        return SharedScene(0, 0, 0)
    here, there = _matches(one, two)
    n_matched = len(here)
    if n_matched < _LEAST_MATCHES:
        return SharedScene(n_matched, 0, 0)
    module = cv()
    plane = module.findHomography(
        here, there, module.USAC_MAGSAC, _PLANE_PX, None, _STEPS, _SHARE
    )[1]
    rigid = module.findFundamentalMat(
        here, there, module.USAC_MAGSAC, _RIGID_PX, _SHARE, _STEPS
    )[1]
    n_plane, n_rigid = (
        0 if kept is None else int(np.count_nonzero(kept)) for kept in (plane, rigid)
    )
    return SharedScene(n_matched, n_plane, n_rigid)


def _matches(
    one: ScenePoints, two: ScenePoints
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return points that are each other's nearest by far, one match a point."""
    import numpy as np  # noqa: PLC0415  start-up

    module = cv()
    bits = [
        np.frombuffer(points.bits, np.uint8).reshape(-1, 128).astype(np.float32)
        for points in (one, two)
    ]
    pairs: list[Any] = module.BFMatcher(module.NORM_L2).knnMatch(*bits, k=2)
    best: dict[int, Any] = {}
    for near in pairs:
        if len(near) < 2 or near[0].distance >= _RATIO * near[1].distance:  # noqa: PLR2004  nearest and next
            continue
        held = best.get(near[0].trainIdx)
        if held is None or near[0].distance < held.distance:
            best[near[0].trainIdx] = near[0]
    xy = [np.frombuffer(p.xy, np.float32).reshape(-1, 2) for p in (one, two)]
    kept = [best[key] for key in sorted(best)]
    here = xy[0][[match.queryIdx for match in kept]] if kept else xy[0][:0]
    there = xy[1][[match.trainIdx for match in kept]] if kept else xy[1][:0]
    return here, there
