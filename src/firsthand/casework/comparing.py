"""What the program proposes when two pictures are compared: points, never a verdict.

Method: M182. Points on one placing that agree say that two pictures may show one
scene. That there are none says nothing: two views of one building may share none.
"""

from __future__ import annotations

from firsthand.casework.case import Case
from firsthand.casework.media_looking import overlay_png
from firsthand.errors import FirsthandError

# Of 647 pairs of different buildings 0.15 in a hundred had so many (homography).
GROUP_INLIERS = 30


def propose(case: Case, first: str, second: str) -> str:
    """Say in words what points of two pictures agree.

    Args:
        case: An open case.
        first: Media id.
        second: The other.

    Returns:
        One sentence; it never says that the scenes differ.
    """
    try:
        _, overlay = overlay_png(case, first, second)
    except FirsthandError as error:
        return f"no points proposed ({error}): that says nothing of the scenes"
    points = ", ".join(
        f"{x1:.0f},{y1:.0f} = {x2:.0f},{y2:.0f}" for x1, y1, x2, y2 in overlay.pairs[:5]
    )
    many = overlay.n_inliers >= GROUP_INLIERS
    weight = "may well be one scene" if many else "too few to say"
    return (
        f"{overlay.n_inliers} of {overlay.n_matched} points agree on one placing, "
        f"{weight}; to be looked at (media overlay); first: {points}"
    )
