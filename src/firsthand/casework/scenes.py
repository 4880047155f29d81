"""Pictures of a case grouped by scene, for people to review.

Reads: MediaItem, Capture, SceneComparison. Writes: Check. Method: M188. A link is
proposed by points; what a person said of the two scenes (`check compare`) stands over
it: a link between scenes said to differ is cut.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.checking import Ran
from firsthand.casework.media import media_item
from firsthand.casework.media_box import MediaBox
from firsthand.casework.verification import Verification
from firsthand.errors import SourceError, UserError
from firsthand.model import Capture, MediaItem, Protection, SceneVerdict
from firsthand.verify.reuse import group_pairs
from firsthand.verify.scenes import METHOD, ScenePoints, shared_scene

Line = dict[str, Any]
_MOST = 200


def scenes_check(
    case: Case,
    media_ids: Sequence[str],
    parameters: Mapping[str, str],
    progress: Progress = no_progress,
) -> Ran:
    """Compare pictures two by two and propose which show one scene.

    Args:
        case: An open case.
        media_ids: Pictures; empty = every open picture of the case, at most 200.
        parameters: None are taken.
        progress: Told of each picture, then of each row of pairs.

    Raises:
        UserError: No such item, fewer than two, or too many.
    """
    del parameters
    chosen = list(dict.fromkeys(media_ids)) or _every_picture(case)
    if not 2 <= len(chosen) <= _MOST:  # noqa: PLR2004  a pair at least
        raise UserError(
            f"{len(chosen)} pictures: 2 to {_MOST} can be compared two by two; name "
            "those of one incident (firsthand media list)"
        )
    points, left_out = _points(case, chosen, progress)
    links: list[Line] = []
    for n_done, one in enumerate(points, 1):
        for two in itertools.islice(points, n_done, None):
            found = shared_scene(points[one], points[two])
            if found.is_proposed:
                links.append(
                    {
                        "because": found.because,
                        "first": one,
                        "n_plane": found.n_plane,
                        "n_rigid": found.n_rigid,
                        "second": two,
                    }
                )
        progress("comparing", n_done, len(points))
    line: Line = {
        "cannot_prove": [
            "points that agree propose one scene; a person says so (check compare)",
            "no points in common says nothing: two sides of a building share none",
        ],
        "groups": [
            list(group)
            for group in group_pairs((x["first"], x["second"]) for x in links)
        ],
        "links": links,
        "method": METHOD,
        "n_compared": len(points),
        "not_compared": left_out,
    }
    return Ran("scenes", tuple(chosen), {}, line)


def _every_picture(case: Case) -> list[str]:
    return [
        item.id
        for item in case.store.every(MediaItem)
        if item.media_type.startswith("image/")
        and item.protection is not Protection.SEALED
    ]


def _points(
    case: Case, chosen: Sequence[str], progress: Progress
) -> tuple[dict[str, ScenePoints], list[Line]]:
    points: dict[str, ScenePoints] = {}
    left_out: list[Line] = []
    with MediaBox(case.reference) as box:
        for n_done, name in enumerate(chosen, 1):
            item, capture = media_item(case, name)
            try:
                points[name] = box.scene(_bytes_of(case, item, capture))
            except SourceError as error:
                left_out.append({"because": str(error), "media": name})
            progress("looking", n_done, len(chosen))
    return points, left_out


def _bytes_of(case: Case, item: MediaItem, capture: Capture) -> bytes:
    if not item.media_type.startswith("image/"):
        raise SourceError(f"is {item.media_type}; save a still of it and add that")
    if Protection.SEALED in {item.protection, capture.protection}:
        raise SourceError("it is sealed")
    return case.store.read_object(capture.sha256)


def reviewed(case: Case, result: Line) -> list[Line]:
    """Tell proposed groups with what people said of their links since.

    Args:
        case: An open case.
        result: Result of a scenes check.

    Returns:
        One line a group: members, links each with its state. A link that people said
        shows different scenes is cut, so that its group may fall apart.
    """
    said = _said(case)
    links = [
        {**link, "state": said.get(frozenset((link["first"], link["second"])))}
        for link in result["links"]
    ]
    standing = [x for x in links if not str(x["state"]).startswith("different")]
    groups = group_pairs((x["first"], x["second"]) for x in standing)
    return [
        {
            "links": [x for x in links if {x["first"], x["second"]} <= set(group)],
            "members": list(group),
        }
        for group in groups
    ]


def _said(case: Case) -> dict[frozenset[str], str]:
    """Return what people said of two pictures: verdict, and by how many."""
    known = Verification(case)
    names = {item.capture_id: item.id for item in known.media.values()}
    found: dict[frozenset[str], str] = {}
    for each in known.comparisons:
        pair = frozenset(
            names.get(side.capture_id, "") for side in (each.first, each.second)
        )
        standing = known.standing_of(each).value
        verdict = SceneVerdict(each.verdict).value
        found[pair] = f"{verdict}, {standing} ({each.id})"
    return found


SCENE_KINDS = {"scenes": scenes_check}
