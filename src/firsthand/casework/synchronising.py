"""Several recordings of a case put on one clock by sound, as a check.

Reads: MediaItem, Capture. Writes: Check. Method: M186.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.casework.case import Case, Progress, no_progress
from firsthand.casework.checking import Ran
from firsthand.casework.media import media_item
from firsthand.casework.media_store import MediaStore
from firsthand.errors import SourceError, UserError
from firsthand.verify.cameras import (
    ERROR_S,
    LEAST_TOGETHER_S,
    Heard,
    OnClock,
    error_of,
    heard_by_both,
    one_clock,
)
from firsthand.verify.numbers import read_number
from firsthand.verify.sound import HOP_S

Line = dict[str, Any]
_MOST = 40
_LIMITS = [
    "a common clock says what happened first, not at what time of day",
    "a bang reaches two cameras at two times: 100 m of way are 0.3 s",
    "a person watches both before anything rests on it",
]


def sync_check(
    case: Case,
    media_ids: Sequence[str],
    parameters: Mapping[str, str],
    progress: Progress = no_progress,
) -> Ran:
    """Put videos and sounds on one clock by what their microphones heard.

    Args:
        case: An open case.
        media_ids: At least two, at most 40.
        parameters: `apart_m`: greatest distance between cameras, metres; `moment`:
            "M-001 12.4", a moment to be found in the others.
        progress: Told of each item decoded.

    Raises:
        UserError: Too few or too many, no such item, or a parameter without sense.
    """
    chosen = list(dict.fromkeys(media_ids))
    if not 2 <= len(chosen) <= _MOST:  # noqa: PLR2004  a pair at least
        raise UserError(
            f"{len(chosen)} recordings: name 2 to {_MOST} videos or sounds (firsthand "
            "media list)"
        )
    apart = parameters.get("apart_m")
    apart_m = None if apart is None else float(read_number(apart, "apart", least=0))
    moment = _moment(parameters.get("moment"), chosen)
    sounds, left_out = _sounds(case, chosen, progress)
    line = sync_line(sounds, apart_m=apart_m, moment=moment)
    line["not_placed"] = [*left_out, *line["not_placed"]]
    plain = {key: parameters[key] for key in sorted(parameters)}
    return Ran("sync", tuple(chosen), plain, line)


def _moment(text: str | None, chosen: Sequence[str]) -> tuple[str, float] | None:
    if text is None:
        return None
    name, _, seconds = text.strip().partition(" ")
    if name not in chosen or not seconds.strip():
        raise UserError(
            f'moment {text!r}: write a recording named here and seconds: "M-001 12.4"'
        )
    return name, float(read_number(seconds, "moment", least=0))


def _sounds(
    case: Case, chosen: Sequence[str], progress: Progress
) -> tuple[dict[str, bytes], list[Line]]:
    sounds: dict[str, bytes] = {}
    left_out: list[Line] = []
    with MediaStore(case) as store:
        for n_done, name in enumerate(chosen, 1):
            item, capture = media_item(case, name)
            if item.media_type.startswith("image/"):
                raise UserError(f"{name} is a picture: it has no sound")
            try:
                sound = store.video(item, capture).sound
            except SourceError as error:
                left_out.append({"because": str(error), "media": name})
            else:
                sounds[name] = sound
            progress("listening", n_done, len(chosen))
    return sounds, left_out


def sync_line(
    sounds: Mapping[str, bytes],
    *,
    apart_m: float | None = None,
    moment: tuple[str, float] | None = None,
) -> Line:
    """Put recordings on one clock, as plain JSON without floats.

    Args:
        sounds: Fingerprint of each, uint32 as bytes; empty = no sound.
        apart_m: Greatest distance between cameras; None = not stated.
        moment: Recording and seconds into it, to be found in the others.
    """
    import numpy as np  # noqa: PLC0415  start-up

    words = {name: np.frombuffer(sound, np.uint32) for name, sound in sounds.items()}
    heard: dict[tuple[str, str], Heard] = {}
    tried: list[Line] = []
    for one, two in itertools.combinations(words, 2):
        found = heard_by_both(words[one], words[two])
        tried.append(_pair_line(one, two, found))
        if found is not None and found.is_accepted:
            heard[one, two] = found
    groups, strained = one_clock(list(words), heard)
    clocks = [group for group in groups if len(group) > 1]
    return {
        "answer": "placed" if clocks else "undecidable",
        "cannot_prove": _LIMITS,
        "clocks": [_clock_line(group, apart_m) for group in clocks],
        "do_not_fit": [
            {"first": s.first, "off_s": f"{s.off_s:.2f}", "second": s.second}
            for s in strained
        ],
        "moment": _moments(clocks, words, apart_m, moment),
        "not_placed": [
            {"because": _why_alone(len(words[g[0].name])), "media": g[0].name}
            for g in groups
            if len(g) == 1
        ],
        "pairs": tried,
    }


def _pair_line(one: str, two: str, found: Heard | None) -> Line:
    if found is None:
        why = f"one is silent, or shorter than {2 * LEAST_TOGETHER_S:.0f} s"
        return {"because": why, "first": one, "is_accepted": False, "second": two}
    return {
        "because": found.because,
        "first": one,
        "is_accepted": found.is_accepted,
        "offset_s": f"{found.offset_s:.2f}",
        "second": two,
    }


def _why_alone(n_words: int) -> str:
    if n_words * HOP_S <= 2 * LEAST_TOGETHER_S:
        return "no sound, or too little of it"
    return "nothing that stands out was heard by it and by another"


def _clock_line(group: Sequence[OnClock], apart_m: float | None) -> Line:
    return {
        "clock_of": group[0].name,
        "starts": [
            {
                "error_s": _seconds(error_of(each, apart_m)),
                "media": each.name,
                "start_s": f"{each.start_s:.2f}",
            }
            for each in sorted(group, key=lambda each: (each.start_s, each.name))
        ],
        "error": (
            f"{ERROR_S:g} s for each placing, and the way of sound: say how far the "
            "cameras may stand apart (--apart METRES)"
            if apart_m is None
            else f"{ERROR_S:g} s for each placing, and {apart_m:g} m of way of sound"
        ),
    }


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _moments(
    clocks: Sequence[Sequence[OnClock]],
    words: Mapping[str, Any],
    apart_m: float | None,
    moment: tuple[str, float] | None,
) -> list[Line]:
    """Find a moment of one recording in the others of its clock."""
    if moment is None:
        return []
    name, at = moment
    for group in clocks:
        start = {each.name: each for each in group}
        if name not in start:
            continue
        errors = {key: error_of(each, apart_m) for key, each in start.items()}
        return [
            {
                "at_s": f"{(found := at + start[name].start_s - each.start_s):.2f}",
                "error_s": _seconds(_sum(errors[name], errors[each.name])),
                "is_within": 0 <= found <= len(words[each.name]) * HOP_S,
                "media": each.name,
            }
            for each in group
            if each.name != name
        ]
    return []


def _sum(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one + two


SOUND_KINDS = {"sync": sync_check}
