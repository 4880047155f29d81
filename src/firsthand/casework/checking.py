"""Checks: run, kept as records, and run again to the same bytes.

Each kind is a function from plain parameters, as a person typed them, to a plain
result. Reads: MediaItem, Capture, Incident. Writes: Check. Method: M070.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from firsthand.casework.case import TOOL, Case
from firsthand.casework.check_parameters import (
    Parameters,
    read_metres,
    read_moment,
    read_position,
    read_shadow,
)
from firsthand.casework.checks_of_moon import MOON_KINDS
from firsthand.casework.checks_of_place import PLACE_KINDS
from firsthand.casework.checks_of_sun import SUN_KINDS
from firsthand.casework.telling_reuse import tell_reuse
from firsthand.errors import UserError
from firsthand.model import Check, Incident, canonical_bytes
from firsthand.reference import Reference
from firsthand.verify.distance import distance_between, is_away, is_within
from firsthand.verify.numbers import degrees_text
from firsthand.verify.shadow import Window, check_shadow

Line = dict[str, Any]
_INCIDENT = re.compile(r"I-\d+")


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
        if _INCIDENT.fullmatch(words.strip()):
            raise UserError(f"no incident {words!r}; list them: firsthand incidents")
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
    return {"position": read_position(parameters, "at", reference).as_line()}


def _distance(parameters: Parameters, reference: Reference) -> Line:
    first = read_position(parameters, "from", reference)
    second = read_position(parameters, "to", reference)
    found = distance_between(first, second)
    line: Line = {
        "distance": found.as_line(),
        "from": first.as_line(),
        "to": second.as_line(),
    }
    if "within_m" in parameters:
        settled = is_within(found, read_metres(parameters, "within_m"))
        line["within"] = {"answer": settled.answer.value, "because": settled.because}
    if "away_m" in parameters:
        if "margin_m" not in parameters:
            raise UserError(
                "how exactly is the distance meant? Say it: --away 300 --margin 50"
            )
        settled = is_away(
            found,
            read_metres(parameters, "away_m"),
            read_metres(parameters, "margin_m"),
        )
        line["away"] = {"answer": settled.answer.value, "because": settled.because}
    return line


def _sun(parameters: Parameters, reference: Reference) -> Line:
    place = read_position(parameters, "at", reference)
    start = read_moment(parameters["time"])
    window = Window(start, read_moment(parameters.get("until", parameters["time"])))
    shadow = read_shadow(parameters)
    found = check_shadow(place, window, shadow)
    return {"at": place.as_line(), **found.line}


KINDS: dict[str, Callable[[Parameters, Reference], Line]] = {
    "coordinates": _coordinates,
    "distance": _distance,
    "sun": _sun,
    **SUN_KINDS,
    **MOON_KINDS,
    **PLACE_KINDS,
}


# --- telling ------------------------------------------------------------


def tell_check(check: Check) -> Iterator[str]:
    """Tell a check: what went in, with what, what came out."""
    yield f"{check.id}  {check.check_kind} check, {check.tool}"
    if check.inputs:
        yield f"  about      {', '.join(check.inputs)}"
    put_in = json.loads(check.parameters_json)
    yield "Put in:" if put_in else "Put in: nothing but the file itself"
    yield from _tell(put_in, 1)
    yield "Came out:"
    result = json.loads(check.result_json)
    yield from tell_reuse(result) if check.check_kind == "reuse" else _tell(result, 1)
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
