"""Two pictures laid over one another: the rule by which one is part of the other.

Method: M079. Corners that agree must agree on one turn, size and shift (RANSAC over a
similarity, then over a homography for pictures taken at an angle); then what both
show where they overlap is compared block by block. Both parts must hold.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.verify.keypoints import Points, cv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Small = NDArray[np.uint8]
    Matrix = NDArray[np.float64]
    Detail = NDArray[np.float32]

# Tuned on 30 edits of open-licence pictures that are not among the measured ones.
LEAST_INLIERS = 12
# Least share of the blocks, that have something in them, which show the same: where
# so many corners agree. Windows of one program and echo pictures of one machine reach
# 37 corners with .72, 22 with .86.
_LEAST_SHARES = ((40, 0.6), (20, 0.75), (0, 0.9))
# And so many of them at least: two lights in the dark, two strokes of a pen agree too.
_LEAST_AGREEING = 16
# Fewer corners are enough where nearly everything of much that is compared agrees.
FEWEST_INLIERS = 8
_NEARLY_ALL_SHARE, _MANY_BLOCKS = 0.9, 40
# And fewer blocks, where many corners agree and blocks of half the size, with fainter
# ones among them, agree nearly all: a drawing on a plain ground, stars. Tuned on 60
# pictures drawn by lot; pairs of different ones reached 31 corners and .94.
MANY_INLIERS = 24
_FINE_BLOCKS, _FINE_SPREAD = 16, 2.0
_LEAST_FINE, _FINE_SHARE = 30, 0.95
_NEAR_BITS = 64
_RATIO = 0.9
_REACH_PX = 4.0
_LOOSE_PX = 40.0
# Corners on a similarity from which on a homography is looked for near it: by chance
# four are on one in most pairs of pictures, and looking takes longer than all else.
_WORTH_BENDING = 6
# Sizes of one picture within the other that are believed.
_LEAST_SCALE, _MOST_SCALE = 0.15, 6.5
_BLOCKS = 8
_LEAST_BLOCKS = 6
_BLOCK_AGREES = 0.6
_LEAST_SPREAD = 4.0
_SHADING_PX = 12.0
_ASIDE_PX = 1
_LEAST_BLOCK_SHARE = 0.5


class Overlay(NamedTuple):
    """How one picture lies over another.

    Attributes:
        matrix: (3, 3) float64: from the working size of the first to the second's.
        pairs: (n_inliers, 4) float32: x, y in the first, x, y in the second.
        is_mirrored: The first is to be mirrored before.
        n_matched: Corners that agreed before their places were asked.
        n_blocks: Blocks of the overlap with something in them.
        n_agreeing: Of those, how many show the same.
        n_fine: Blocks of half the size, fainter ones too; 0 = not looked at.
        n_fine_agreeing: Of those, how many show the same.
    """

    matrix: Matrix
    pairs: NDArray[np.float32]
    is_mirrored: bool
    n_matched: int
    n_blocks: int
    n_agreeing: int
    n_fine: int = 0
    n_fine_agreeing: int = 0

    @property
    def n_inliers(self) -> int:
        """Corners that agree on one placing."""
        return len(self.pairs)

    @property
    def is_accepted(self) -> bool:
        """Whether the rule holds: enough corners, and the overlap shows the same."""
        is_placed = (
            self.n_inliers >= LEAST_INLIERS
            and self.n_agreeing >= _LEAST_AGREEING
            and self.n_agreeing >= self._least_share * self.n_blocks
        )
        return is_placed or self._is_nearly_all or self._is_the_same_finely

    @property
    def _least_share(self) -> float:
        return next(s for least, s in _LEAST_SHARES if self.n_inliers >= least)

    @property
    def _is_nearly_all(self) -> bool:
        return (
            self.n_inliers >= FEWEST_INLIERS
            and self.n_blocks >= _MANY_BLOCKS
            and self.n_agreeing >= _NEARLY_ALL_SHARE * self.n_blocks
        )

    @property
    def _is_the_same_finely(self) -> bool:
        return (
            self.n_inliers >= MANY_INLIERS
            and self.n_fine >= _LEAST_FINE
            and self.n_fine_agreeing >= _FINE_SHARE * self.n_fine
        )

    @property
    def because(self) -> str:
        """The rule and what was found, in one sentence."""
        words = (
            f"{self.n_inliers} corners agree on one placing (rule: at least "
            f"{LEAST_INLIERS}) and {self.n_agreeing} of {self.n_blocks} blocks of the "
            f"overlap show the same (rule: at least "
            f"{self._least_share * 100:.0f} %, and "
            f"{_LEAST_AGREEING}; "
            f"or {FEWEST_INLIERS} corners and 90 % of {_MANY_BLOCKS} blocks)"
        )
        if self.n_fine:
            words += (
                f"; {self.n_fine_agreeing} of {self.n_fine} blocks of half the size "
                f"(rule: {MANY_INLIERS} corners, and 95 % of at least {_LEAST_FINE})"
            )
        return f"{words}; the first is mirrored" if self.is_mirrored else words

    def as_line(self) -> dict[str, Any]:
        """Return it as plain JSON, without the corners."""
        return {
            "because": self.because,
            "is_accepted": self.is_accepted,
            "is_mirrored": self.is_mirrored,
            "n_agreeing_blocks": self.n_agreeing,
            "n_blocks": self.n_blocks,
            "n_inliers": self.n_inliers,
        }


class View:
    """What is laid over: corners, and the picture itself once it is looked at."""

    def __init__(self, points: Points, show: Callable[[], Small]) -> None:
        """Take what is laid over.

        Args:
            points: Corners, in pixels of the whole working size.
            show: Gives the picture at half the working size, (height, width) uint8.
        """
        self.points = points
        self._show = show

    @functools.cached_property
    def shown(self) -> Small:
        """The picture: most pairs are refused by their corners, before it is asked."""
        return self._show()


def lay_over(first: View, second: View) -> Overlay | None:
    """Lay one picture over another, as it is.

    Args:
        first: One picture.
        second: The other.

    Returns:
        The best placing, accepted or not; None = no placing has eight corners.
    """
    import numpy as np  # noqa: PLC0415  start-up

    from_to = _matched(first.points, second.points)
    if len(from_to) < FEWEST_INLIERS:
        return None
    best: Overlay | None = None
    for matrix, inside in _placings(from_to):
        n_blocks, n_agreeing = compared(first.shown, second.shown, matrix)
        pairs = from_to[inside].astype(np.float32)
        found = Overlay(matrix, pairs, False, len(from_to), n_blocks, n_agreeing)  # noqa: FBT003  set by the caller
        if not found.is_accepted and found.n_inliers >= MANY_INLIERS:
            found = _looked_at_finely(found, first.shown, second.shown)
        if best is None or _rank(found) > _rank(best):
            best = found
    return best


def lay_over_either_way(
    first: View, second: View, first_mirrored: View | None = None
) -> Overlay | None:
    """Lay one picture over another, as it is and, where that fails, mirrored.

    Args:
        first: One picture.
        second: The other.
        first_mirrored: The first as a mirror shows it; None = not tried.
    """
    found = lay_over(first, second)
    if first_mirrored is None or (found is not None and found.is_accepted):
        return found
    turned = lay_over(first_mirrored, second)
    if turned is not None and (found is None or _rank(turned) > _rank(found)):
        return turned._replace(is_mirrored=True)
    return found


def _looked_at_finely(found: Overlay, first: Small, second: Small) -> Overlay:
    fine = compared(
        first, second, found.matrix, n_blocks_a_side=_FINE_BLOCKS, spread=_FINE_SPREAD
    )
    return found._replace(n_fine=fine[0], n_fine_agreeing=fine[1])


def _rank(found: Overlay) -> tuple[bool, int, int]:
    return found.is_accepted, found.n_agreeing, found.n_inliers


def _matched(first: Points, second: Points) -> NDArray[np.float32]:
    """Return places of corners that are each other's nearest or stand out."""
    import numpy as np  # noqa: PLC0415  start-up

    if min(len(first), len(second)) < FEWEST_INLIERS:
        return np.empty((0, 4), np.float32)
    near = _distances(first.bits, second.bits)
    forth, back = near.argmin(1), near.argmin(0)
    rows = np.arange(len(first))
    least = near[rows, forth]
    mutual = back[forth] == rows
    rest = near.copy()
    rest[rows, forth] = 1 << 10
    stands_out = least <= _RATIO * rest.min(1)
    kept = (least <= _NEAR_BITS) & (mutual | stands_out)
    return np.concatenate([first.xy[kept], second.xy[forth[kept]]], 1)


def _distances(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return the bits that differ, (n_one, n_two)."""
    import numpy as np  # noqa: PLC0415  start-up

    left, right = (np.ascontiguousarray(x).view(np.uint64) for x in (one, two))
    made = np.zeros((len(one), len(two)), np.int16)
    for word in range(left.shape[1]):
        made += np.bitwise_count(left[:, word, None] ^ right[None, :, word])
    return made


def _placings(
    from_to: NDArray[np.float32],
) -> list[tuple[Matrix, NDArray[np.bool_]]]:
    """Return placings that are worth comparing, each with its inliers."""
    import numpy as np  # noqa: PLC0415  start-up

    module = cv()
    source, target = (np.ascontiguousarray(x) for x in np.hsplit(from_to, 2))
    similar, inside = module.estimateAffinePartial2D(
        source,
        target,
        method=module.RANSAC,
        ransacReprojThreshold=_REACH_PX,
        maxIters=3000,
        confidence=0.999,
    )
    if similar is None or not np.isfinite(similar).all():
        return []
    placing = np.vstack([similar, [0, 0, 1]])
    found = [(placing, _alone(from_to, inside.ravel().astype(bool)))]
    # Filmed at an angle: a homography among what the similarity nearly explains.
    missed = source @ similar[:, :2].T + similar[:, 2] - target
    near = np.flatnonzero(np.linalg.norm(missed, axis=1) <= _LOOSE_PX)
    if len(near) >= FEWEST_INLIERS and found[0][1].sum() >= _WORTH_BENDING:
        matrix, inside = module.findHomography(
            source[near], target[near], module.RANSAC, _REACH_PX, maxIters=300
        )
        if matrix is not None and np.isfinite(matrix).all():
            kept = np.zeros(len(from_to), np.bool_)
            kept[near[inside.ravel().astype(bool)]] = True
            found.append((matrix, _alone(from_to, kept)))
    return [
        (placing, kept)
        for placing, kept in found
        if kept.sum() >= FEWEST_INLIERS and _is_sane(placing, from_to[kept])
    ]


def _alone(
    from_to: NDArray[np.float32], inside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Drop inliers that stand where another one stands: corners of several sizes."""
    import numpy as np  # noqa: PLC0415  start-up

    rows = np.flatnonzero(inside)
    cells = np.round(from_to[rows] / 2).astype(np.int64)
    firsts: NDArray[np.intp] = np.zeros(0, np.intp)
    for x, y in ((0, 1), (2, 3)):
        _, firsts = np.unique(cells[:, x] * _WIDER + cells[:, y], return_index=True)
        firsts.sort()
        rows, cells = rows[firsts], cells[firsts]
    kept = np.zeros(len(inside), np.bool_)
    kept[rows] = True
    return kept


def _is_sane(matrix: Matrix, pairs: NDArray[np.float32]) -> bool:
    """Refuse placings that fold, flatten or blow up a picture, or hang on a spot."""
    import numpy as np  # noqa: PLC0415  start-up

    centre = np.append(pairs[:, :2].mean(0), 1.0)
    w = float(matrix[2] @ centre)
    if abs(w) < 1e-6:  # noqa: PLR2004  the horizon
        return False
    at = (matrix @ centre)[:2] / w
    local = (matrix[:2, :2] - np.outer(at, matrix[2, :2])) / w
    values = np.linalg.svd(local, compute_uv=False)
    turned = float(np.linalg.det(local))
    if turned <= 0 or values[0] > 2.5 * values[1]:
        return False
    if not _LEAST_SCALE <= float(np.sqrt(turned)) <= _MOST_SCALE:
        return False
    return bool(pairs[:, :2].std(0).max() > _SPOT_PX < pairs[:, 2:].std(0).max())


_SPOT_PX = 8.0
_WIDER = 1 << 20


def compared(
    first: Small,
    second: Small,
    matrix: Matrix,
    *,
    n_blocks_a_side: int = _BLOCKS,
    spread: float = _LEAST_SPREAD,
) -> tuple[int, int]:
    """Compare the overlap block by block.

    Args:
        first: (height, width) uint8, half the working size.
        second: The other.
        matrix: (3, 3): from the working size of the first to the second's.
        n_blocks_a_side: Of the box around the overlap.
        spread: Least spread of brightness of a block that has something in it.

    Returns:
        Blocks that have something in them, and how many of these agree.
    """
    import numpy as np  # noqa: PLC0415  start-up

    module = cv()
    height, width = second.shape
    half = np.diag([0.5, 0.5, 1.0])
    matrix = half @ matrix @ np.linalg.inv(half)
    laid = module.warpPerspective(first, matrix, (width, height), flags=1)
    ones = np.full(first.shape, 255, np.uint8)
    there = module.warpPerspective(ones, matrix, (width, height), flags=0) > 0
    ys, xs = np.nonzero(there)
    if len(ys) < _LEAST_BLOCKS * _LEAST_BLOCKS:
        return 0, 0
    top, bottom, left, right = ys.min(), ys.max() + 1, xs.min(), xs.max() + 1
    n_blocks = n_agreeing = 0
    one, two = (_detail(x) for x in (laid, second))
    for rows in np.array_split(np.arange(top, bottom), n_blocks_a_side):
        for cols in np.array_split(np.arange(left, right), n_blocks_a_side):
            if not len(rows) or not len(cols):
                continue
            cell = np.s_[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
            likeness = _likeness(one, two, there, cell, spread)
            if likeness is not None:
                n_blocks += 1
                n_agreeing += likeness >= _BLOCK_AGREES
    return n_blocks, n_agreeing


def _detail(shown: Small) -> Detail:
    """Return what a picture shows beyond smooth shading, (height, width) float32.

    Two skies, or two shades from dark to light, are alike in any two pictures. A
    little blurred: a shift of a pixel is none of what is asked.
    """
    import numpy as np  # noqa: PLC0415  start-up

    module = cv()
    fine = module.GaussianBlur(shown.astype(np.float32), (0, 0), 1.0)
    made: Detail = fine - module.GaussianBlur(fine, (0, 0), _SHADING_PX)
    return made


def _likeness(
    one: Detail,
    two: Detail,
    there: NDArray[np.bool_],
    cell: tuple[slice, slice],
    spread: float,
) -> float | None:
    """Return the correlation of two blocks; None = too little there to compare.

    Where both are there all over, one may lie a pixel aside: lettering and windows are
    finer than a placing by corners is exact.
    """
    import numpy as np  # noqa: PLC0415  start-up

    shown = there[cell]
    if shown.mean() < _LEAST_BLOCK_SHARE or shown.size < 25:  # noqa: PLR2004  5 x 5
        return None
    left, right = one[cell][shown], two[cell][shown]
    left, right = (
        x.astype(np.float64) - x.mean(dtype=np.float64) for x in (left, right)
    )
    powers = float(left @ left), float(right @ right)
    spreads = [math.sqrt(power / left.size) for power in powers]
    if max(spreads) < spread:
        return None
    if min(spreads) < 1:
        return 0.0
    straight = float(left @ right) / math.sqrt(powers[0] * powers[1])
    if straight >= _BLOCK_AGREES or not shown.all():
        return straight
    rows, cols = cell
    ends = rows.stop + _ASIDE_PX, cols.stop + _ASIDE_PX
    if rows.start < _ASIDE_PX or cols.start < _ASIDE_PX:
        return straight
    around = one[rows.start - _ASIDE_PX : ends[0], cols.start - _ASIDE_PX : ends[1]]
    return float(cv().matchTemplate(around, two[cell], cv().TM_CCOEFF_NORMED).max())


def shown_of(small: Small) -> Small:
    """Return a picture at half the working size."""
    height, width = small.shape
    size = (max(8, width // 2), max(8, height // 2))
    made: Small = cv().resize(small, size, interpolation=cv().INTER_AREA)
    return made
