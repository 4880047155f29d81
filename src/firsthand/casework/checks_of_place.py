"""Checks of reach, view, area, and of what a name of a place can mean.

Method: M185.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from firsthand.casework.check_parameters import (
    Parameters,
    read_measured,
    read_position,
)
from firsthand.errors import UserError
from firsthand.reference import Reference
from firsthand.reference.gazetteer import Entry, open_gazetteer
from firsthand.verify.coordinates import read_coordinates
from firsthand.verify.distance import distance_between
from firsthand.verify.numbers import degrees_text, read_number
from firsthand.verify.reach import Camera, area_of, lies_in_reach, lies_in_view
from firsthand.verify.shadow import Measured

Line = dict[str, Any]


def _blast(parameters: Parameters, reference: Reference) -> Line:
    first = read_position(parameters, "from", reference)
    second = read_position(parameters, "to", reference)
    apart = distance_between(first, second)
    settled = lies_in_reach(apart, _needed(parameters, "radius"))
    return {
        "answer": settled.answer.value,
        "because": settled.because,
        "distance": apart.as_line(),
        "from": first.as_line(),
        "to": second.as_line(),
    }


def _sight(parameters: Parameters, reference: Reference) -> Line:
    first = read_position(parameters, "from", reference)
    second = read_position(parameters, "to", reference)
    heights = [_height(parameters, key) for key in ("eye_height", "top_height")]
    view = Camera(
        _needed(parameters, "direction"), _needed(parameters, "angle"), heights[0]
    )
    settled = lies_in_view(first, second, view, heights[1])
    return {
        "answer": settled.answer.value,
        "because": settled.because,
        "between": "hills, houses and trees are not known here",
        "distance": distance_between(first, second).as_line(),
        "from": first.as_line(),
        "to": second.as_line(),
    }


def _height(parameters: Parameters, key: str) -> float | None:
    if key not in parameters:
        return None
    return float(read_number(parameters[key], key.replace("_", " "), least=0))


def _needed(parameters: Parameters, key: str) -> Measured:
    found = read_measured(parameters, key)
    if found is None:
        raise UserError(f"{key} is needed, with its error: --{key} 100+-20")
    return found


def _area(parameters: Parameters, reference: Reference) -> Line:
    del reference
    radius = parameters.get("radius_m")
    stated = None if radius is None else read_number(radius, "radius", least=0)
    corners = [
        read_coordinates(words, radius_m=stated)
        for words in json.loads(parameters["corners"])
    ]
    return {**area_of(corners), "at": [corner.as_line() for corner in corners]}


def _place(parameters: Parameters, reference: Reference) -> Line:
    """Offer every place that bears a name; none is picked."""
    name = parameters["name"].strip()
    found = open_gazetteer(reference).homonyms(name)
    country = parameters.get("country")
    here = [each for each in found if country in {None, each.country}]
    return {
        "answer": ("none", "one", "several")[min(len(here), 2)],
        "because": _because(name, here, len(found) - len(here)),
        "places": [_entry_line(each) for each in here],
    }


def _because(name: str, here: list[Entry], n_elsewhere: int) -> str:
    elsewhere = f"; {n_elsewhere} more in other countries" if n_elsewhere else ""
    if not here:
        return (
            f"{name!r} is not in the gazetteer{elsewhere}: villages are often missing; "
            "add rows to CASE/reference/gazetteer.csv"
        )
    if len(here) == 1:
        return (
            "one place that we know bears the name or shares a spelling with one that "
            f"does{elsewhere}; we do not know all"
        )
    return (
        f"{len(here)} places bear the name or share a spelling with one that does"
        f"{elsewhere}: a person says which is meant"
    )


def _entry_line(entry: Entry) -> Line:
    return {
        "country": entry.country or None,
        "id": entry.id,
        "kind": entry.kind,
        "lat": None if entry.lat_e7 is None else degrees_text(entry.lat_e7),
        "lon": None if entry.lon_e7 is None else degrees_text(entry.lon_e7),
        "name": entry.name,
        "within": list(entry.within),
    }


PLACE_KINDS: dict[str, Callable[[Parameters, Reference], Line]] = {
    "area": _area,
    "blast": _blast,
    "place": _place,
    "sight": _sight,
}
