"""Looking at media: overlays to sign, contact sheets, groups with what was decided.

Reads: MediaItem, Capture, Check, Judgement. Writes: Judgement. Method: M080, M081.
Everything is drawn grey and blurred unless a person asks for it clear; nothing plays.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.media import media_item
from firsthand.casework.media_store import MediaStore
from firsthand.errors import UserError
from firsthand.model import Check, Decision, Judgement
from firsthand.verify.features import Features
from firsthand.verify.geometry import Overlay, View
from firsthand.verify.matching import overlay_of
from firsthand.verify.overlay import draw_overlay, draw_sheet
from firsthand.verify.reuse import Frame, group_pairs

Line = dict[str, Any]


def overlay_png(
    case: Case, first: str, second: str, *, is_clear: bool = False
) -> tuple[bytes, Overlay]:
    """Draw how one picture lies over another.

    Args:
        case: An open case.
        first: Media id of a picture.
        second: The other.
        is_clear: Without blur.

    Returns:
        PNG and what it shows.

    Raises:
        UserError: Too few corners agree to lay one over the other.
        SourceError: One of them cannot be decoded.
    """
    one, two = (_features(case, name) for name in (first, second))
    laid = overlay_of(one, two)
    if laid is None:
        raise UserError(
            f"{first} and {second}: too few corners agree to lay one over the other; "
            "look at both yourself"
        )
    overlay, way = laid
    png = draw_overlay(
        one.faces[way.first].view(is_mirrored=way.is_mirrored),
        two.faces[way.second].view(),
        overlay,
        names=(first, second),
        is_clear=is_clear,
    )
    return png, overlay


def _features(case: Case, name: str) -> Features:
    item, capture = media_item(case, name)
    if not item.media_type.startswith("image/"):
        raise UserError(f"{name} is {item.media_type}: overlays are of pictures")
    with MediaStore(case) as store:
        return store.picture(item, capture)


def sheet_png(case: Case, name: str, *, is_clear: bool = False) -> tuple[bytes, Line]:
    """Draw the stills of a video's shots, or the one picture, as a contact sheet.

    Args:
        case: An open case.
        name: Media id.
        is_clear: Without blur.

    Returns:
        PNG, and what was found: shots, stills, length.
    """
    item, capture = media_item(case, name)
    views: list[tuple[str, View]] = []
    with MediaStore(case) as store:
        if item.media_type.startswith("image/"):
            picture = store.picture(item, capture)
            line: Line = {"media": name, **picture.hashed.as_line()}
            whole = picture.faces.get(Frame.WHOLE.value)
            views = [] if whole is None else [(name, whole.view())]
        else:
            video = store.video(item, capture)
            line = {"media": name, **video.as_line()}
            for still in video.stills:
                if still.face is not None:
                    views.append((_clock(still.at_ms), still.face.view()))
    if not views:
        raise UserError(f"{name}: no still to show (is it a sound?)")
    return draw_sheet(views, is_clear=is_clear), line


def _clock(at_ms: int) -> str:
    minutes, rest = divmod(at_ms, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


# --- decisions ------------------------------------------------------------------------


def decide_match(
    case: Case, first: str, second: str, decision: Decision, because: str
) -> Judgement:
    """Sign that two media show the same picture, or that they do not.

    Args:
        case: An open case.
        first: Media id.
        second: The other.
        decision: Accept or reject.
        because: Why, in the person's words.

    Raises:
        UserError: No reason, no such item, or twice the same.
    """
    if not because.strip():
        raise UserError(f'{decision} needs a reason: --because "..."')
    pair = tuple(sorted({media_item(case, n)[0].id for n in (first, second)}))
    if len(pair) != 2:  # noqa: PLR2004  a pair
        raise UserError("a match is of two media items")
    with case.writing():
        made = Judgement(
            id=case.numbering("J").take(),
            decision=decision,
            subjects=pair,
            because=because.strip(),
            by=case.operator,
            at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        )
        act = case.act(
            decision.value,
            because=made.because,
            summary=f"{decision} match {' '.join(pair)}",
        )
        case.store.commit(act, records=[made])
    return made


def decisions_on_matches(case: Case) -> dict[tuple[str, str], Judgement]:
    """Return the decision in force on each pair of media items."""
    found: dict[tuple[str, str], Judgement] = {}
    for made in case.store.every(Judgement):
        is_pair = len(made.subjects) == 2 and all(  # noqa: PLR2004  a pair
            subject.startswith("M-") for subject in made.subjects
        )
        if is_pair and made.decision in {Decision.ACCEPT, Decision.REJECT}:
            found[made.subjects[0], made.subjects[1]] = made
    return found


def group_lines(case: Case) -> list[Line]:
    """Tell the groups of the newest search, with what people decided of each link.

    Raises:
        UserError: Nothing was searched yet.
    """
    checks = [c for c in case.store.every(Check) if c.check_kind == "reuse"]
    if not checks:
        raise UserError("nothing was searched yet: firsthand media reuse")
    newest = checks[-1]
    decided = decisions_on_matches(case)
    return [
        line
        for group in json.loads(newest.result_json)["groups"]
        for line in _group_lines(newest.id, group, decided)
    ]


def _group_lines(
    check: str, group: Line, decided: dict[tuple[str, str], Judgement]
) -> list[Line]:
    """Tell one group, fallen into parts where links were rejected."""
    links = [_decided(link, decided) for link in group["links"]]
    standing = [link for link in links if link["state"] != _REJECTED]
    parts = group_pairs((link["first"], link["second"]) for link in standing)
    told = [
        {
            "check": check,
            "earliest": _earliest(group, part),
            "links": [link for link in links if link["first"] in part],
            "members": list(part),
        }
        for part in parts
    ]
    if not told:
        told = [{"check": check, "earliest": None, "links": links, "members": []}]
    return told


def _earliest(group: Line, part: tuple[str, ...]) -> Line | None:
    """Return who had it first among a part of a group."""
    if list(part) == group["members"]:
        whole: Line | None = group["earliest"]
        return whole
    # Older checks kept the first of the whole group alone: of a part nothing is known.
    chain = (one for one in group.get("sightings", ()) if one["name"] in part)
    return next(chain, None)


_REJECTED = f"{Decision.REJECT.value}ed"


def _decided(link: Line, decided: dict[tuple[str, str], Judgement]) -> Line:
    made = decided.get((link["first"], link["second"]))
    state = "proposed" if made is None else f"{made.decision.value}ed"
    because = None if made is None else made.because
    return {**link, "state": state, "decided_because": because}
