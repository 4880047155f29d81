"""Checks: run, kept as records, and run again to the same bytes.

Each kind is a function from plain parameters, as a person typed them, to a plain
result. Reads: MediaItem, Capture, Incident. Writes: Check. Method: M070.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from firsthand.casework.case import TOOL, Case
from firsthand.errors import UserError
from firsthand.model import Check, Incident, canonical_bytes
from firsthand.reference import Reference
from firsthand.verify.coordinates import (
    accuracy_class,
    read_coordinates,
    with_class,
)
from firsthand.verify.distance import distance_between, is_away, is_within
from firsthand.verify.numbers import degrees_text, read_number
from firsthand.verify.position import Position
from firsthand.verify.shadow import Measured, Shadow, Window, check_shadow

Parameters = Mapping[str, str]
Line = dict[str, Any]
_ERROR = re.compile(r"(?P<value>[^±]+?)\s*(?:\+-|±|\+/-)\s*(?P<error>.+)\Z")
_LEAST, _MOST = -1e6, 1e9


class Ran(NamedTuple):
    """A check that was run: everything its record will hold."""

    check_kind: str
    inputs: tuple[str, ...]
    parameters: dict[str, str]
    result: Line
    tool: str = TOOL


def run_check(check_kind: str, parameters: Parameters, reference: Reference) -> Ran:
    """Run a check of place, distance or sun.

    Args:
        check_kind: A key of `KINDS`.
        parameters: As typed; what was not stated is absent.
        reference: Rows of the accuracy classes.

    Raises:
        UserError: Names the parameter and what fits it.
    """
    plain = {key: parameters[key] for key in sorted(parameters)}
    return Ran(check_kind, (), plain, KINDS[check_kind](plain, reference))


def keep_check(case: Case, ran: Ran) -> Check:
    """Store a check that was run, as an act of its own that can be undone."""
    with case.writing():
        made = Check(
            id=case.numbering("CH").take(),
            check_kind=ran.check_kind,
            inputs=ran.inputs,
            tool=ran.tool,
            parameters_json=canonical_bytes(ran.parameters).decode(),
            result_json=canonical_bytes(ran.result).decode(),
        )
        summary = f"check {ran.check_kind}: {made.id}"
        case.store.commit(case.act("check", summary=summary), records=[made])
    return made


def check_of(case: Case, check_id: str) -> Check:
    """Return a stored check.

    Raises:
        UserError: There is none.
    """
    found = case.store.get(check_id)
    if not isinstance(found, Check):
        raise UserError(f"no check {check_id!r}; list them: firsthand check list")
    return found


def incident_place(case: Case, words: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Turn an incident's id into its coordinates and accuracy class.

    Args:
        case: An open case.
        words: "I-003", or coordinates, which come back as they are.

    Returns:
        Coordinates, class (None = not an incident), and inputs of the check.

    Raises:
        UserError: The incident has no point, or the point has no class.
    """
    found = case.store.get(words.strip())
    if not isinstance(found, Incident):
        return words, None, ()
    place = found.place
    if place is None or place.lat_e7 is None or place.lon_e7 is None:
        raise UserError(f"{words} has no point on the map: type coordinates instead")
    if place.accuracy is None:
        raise UserError(
            f"{words}: nobody said how exact its point is; type coordinates"
        )
    text = f"{degrees_text(place.lat_e7)}, {degrees_text(place.lon_e7)}"
    return text, place.accuracy.value, (found.id,)


# --- the kinds ------------------------------------------------------------


def _coordinates(parameters: Parameters, reference: Reference) -> Line:
    return {"position": _position(parameters, "at", reference).as_line()}


def _distance(parameters: Parameters, reference: Reference) -> Line:
    first = _position(parameters, "from", reference)
    second = _position(parameters, "to", reference)
    found = distance_between(first, second)
    line: Line = {
        "distance": found.as_line(),
        "from": first.as_line(),
        "to": second.as_line(),
    }
    if "within_m" in parameters:
        settled = is_within(found, _metres(parameters, "within_m"))
        line["within"] = {"answer": settled.answer.value, "because": settled.because}
    if "away_m" in parameters:
        if "margin_m" not in parameters:
            raise UserError(
                "how exactly is the distance meant? Say it: --away 300 --margin 50"
            )
        settled = is_away(
            found, _metres(parameters, "away_m"), _metres(parameters, "margin_m")
        )
        line["away"] = {"answer": settled.answer.value, "because": settled.because}
    return line


def _sun(parameters: Parameters, reference: Reference) -> Line:
    place = _position(parameters, "at", reference)
    start = _moment(parameters["time"])
    window = Window(start, _moment(parameters.get("until", parameters["time"])))
    shadow = _shadow(parameters)
    found = check_shadow(place, window, shadow)
    return {"at": place.as_line(), **found.line}


def _shadow(parameters: Parameters) -> Shadow:
    ratio = _ratio(parameters)
    direction = _measured(parameters, "direction")
    if ratio is not None and "slope" not in parameters:
        raise UserError(
            "the slope of the ground along the shadow changes its length: say it with "
            "its error, for example --slope 0+-3"
        )
    if direction is not None and "yaw" not in parameters:
        raise UserError(
            "what does the direction count from? Say the true direction of it with its "
            "error: --yaw 0+-0 where it was measured from true north on a map"
        )
    slope = _measured(parameters, "slope") or Measured(0, 0)
    return Shadow(ratio, direction, slope, _measured(parameters, "yaw"))


def _ratio(parameters: Parameters) -> Measured | None:
    """Return shadow length over height, from a ratio or from two lengths."""
    ratio = _measured(parameters, "ratio")
    length, height = (_measured(parameters, key) for key in ("length", "height"))
    if ratio is not None and (length or height):
        raise UserError("say --ratio, or --length and --height, not both")
    if length is None and height is None:
        return ratio
    if length is None or height is None:
        raise UserError("a shadow's length needs the height of the thing, and back")
    if height.value - height.error <= 0:
        raise UserError("height: with its error it may be zero; nothing follows")
    low = max(0.0, length.value - length.error) / (height.value + height.error)
    high = (length.value + length.error) / (height.value - height.error)
    return Measured((low + high) / 2, (high - low) / 2)


KINDS: dict[str, Callable[[Parameters, Reference], Line]] = {
    "coordinates": _coordinates,
    "distance": _distance,
    "sun": _sun,
}


# --- reading parameters ------------------------------------------------------------


def _position(parameters: Parameters, key: str, reference: Reference) -> Position:
    radius = parameters.get(f"{key}_radius_m")
    point = read_coordinates(
        parameters[key],
        radius_m=None if radius is None else read_number(radius, "radius", least=0),
    )
    name = parameters.get(f"{key}_class")
    return point if name is None else with_class(point, accuracy_class(reference, name))


def _metres(parameters: Parameters, key: str) -> float:
    what = key.removesuffix("_m")
    return float(read_number(parameters[key], what, least=0, most=_MOST))


def _measured(parameters: Parameters, key: str) -> Measured | None:
    if key not in parameters:
        return None
    match = _ERROR.match(parameters[key].strip())
    if match is None:
        raise UserError(
            f"{key}: {parameters[key]!r} has no error; a measurement without one "
            f"excludes nothing: write it like --{key} 1.74+-0.05"
        )
    value = read_number(match["value"], key, least=_LEAST, most=_MOST)
    error = read_number(match["error"], f"{key}, its error", least=0, most=_MOST)
    return Measured(float(value), float(error))


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(
            f"time {text!r}: write it like 2021-11-29T09:30+02:00 (with its zone)"
        ) from error
    if moment.tzinfo is None:
        raise UserError(
            f"time {text!r} has no zone: write 2021-11-29T09:30+02:00, or Z for UTC"
        )
    return moment.astimezone(dt.UTC)


# --- telling ------------------------------------------------------------


def tell_check(check: Check) -> Iterator[str]:
    """Tell a check: what went in, with what, what came out."""
    yield f"{check.id}  {check.check_kind} check, {check.tool}"
    if check.inputs:
        yield f"  about      {', '.join(check.inputs)}"
    yield "Put in:"
    yield from _tell(json.loads(check.parameters_json), 1)
    yield "Came out:"
    yield from _tell(json.loads(check.result_json), 1)
    yield f"Run it again: firsthand check again {check.id}"


def tell_result(result: Line) -> Iterator[str]:
    """Tell a result that is not kept."""
    yield from _tell(result, 0)


def check_line(check: Check) -> Line:
    """Return a check as JSON, its parameters and result unfolded."""
    return {
        "check": check.id,
        "kind": check.check_kind,
        "inputs": list(check.inputs),
        "tool": check.tool,
        "parameters": json.loads(check.parameters_json),
        "result": json.loads(check.result_json),
    }


def _tell(value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    items = value.items() if isinstance(value, dict) else ()
    for key, item in items:
        name = key.replace("_", " ")
        if isinstance(item, dict):
            yield f"{pad}{name}:"
            yield from _tell(item, depth + 1)
        elif isinstance(item, list):
            yield f"{pad}{name}: {len(item) or 'none'}"
            for each in item:
                yield f"{pad}  - {_in_one_line(each)}"
        else:
            yield f"{pad}{name}: {'unknown' if item is None else item}"


def _in_one_line(value: Any) -> str:
    if isinstance(value, dict):
        parts = ((key, item) for key, item in value.items() if item is not None)
        return ", ".join(f"{key} {_in_one_line(item)}" for key, item in parts)
    if isinstance(value, list):
        return "; ".join(_in_one_line(item) for item in value)
    return str(value)
