"""Comparing places, dates, targets and weapons: small named questions. Method: M012."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import math
from collections.abc import Iterable

from firsthand.link.facts import skeleton
from firsthand.link.spelling import is_spelt_almost, slip_keys
from firsthand.model import Accuracy, FuzzyDate, Place
from firsthand.reference import Reference
from firsthand.reference.folding import loose_key, plain_key
from firsthand.reference.lexicon import Lexicon

_COARSE = frozenset({Accuracy.DISTRICT, Accuracy.PROVINCE, Accuracy.COUNTRY})
_FINER_THAN_TOWN = frozenset(
    {Accuracy.EXACT, Accuracy.WITHIN_100M, Accuracy.STREET, Accuracy.NEIGHBOURHOOD}
)
_NEAR_M = 5_000
_FAR_M = 40_000
_LONGEST_EVENT_DAYS = 7
_SHORTEST_SKELETON = 3
_METRES_A_DEGREE = 111_320
_E7 = 10**7

TARGET_FAMILIES = (
    frozenset(
        {"hospital", "medical_facility", "clinic", "ambulance", "field_hospital"}
    ),
    frozenset({"residential", "house", "houses", "apartment_block", "apartment"}),
    frozenset({"market", "bazaar", "shop", "shops", "bakery"}),
    frozenset({"shelter", "basement", "camp", "displaced_camp"}),
    frozenset({"mosque", "church", "religious_site", "place_of_worship"}),
    frozenset({"school", "university", "kindergarten"}),
    frozenset({"aid_convoy", "convoy", "aid", "warehouse"}),
)


class Nearness(enum.StrEnum):
    """How two places stand to each other."""

    SAME = "same"
    INSIDE = "inside"
    NESTED = "nested"
    ALMOST = "almost"
    NEAR = "near"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def is_settlement(place: Place) -> bool:
    """Say whether a place is a village, town or city: what an incident is named by."""
    return place.accuracy in {Accuracy.VILLAGE, Accuracy.TOWN, Accuracy.CITY}


def is_coarse(place: Place) -> bool:
    """Say whether a place is a district or larger: too large to name one attack."""
    return place.accuracy in _COARSE


@functools.lru_cache(maxsize=65_536)  # pure; reports name the same places again
def place_keys(place: Place) -> frozenset[str]:
    """Return keys of which two spellings of one place share at least one.

    A street or building has the key of its town too.
    """
    keys = _named(place)
    if place.accuracy in _FINER_THAN_TOWN and place.within:
        keys |= {plain_key(place.within[0])}
    if place.gazetteer_id:
        keys |= {f"id:{place.gazetteer_id}"}
    return keys


@functools.lru_cache(maxsize=65_536)  # pure, the same
def _named(place: Place) -> frozenset[str]:
    keys: set[str] = set()
    for name in {place.name, place.canonical or place.name}:
        keys |= {plain_key(name), loose_key(name)}
        bones = skeleton(plain_key(name).replace(" ", ""))
        if len(bones) > _SHORTEST_SKELETON:
            keys.add(f"~{bones}")
    return frozenset(key for key in keys if key)


@functools.lru_cache(maxsize=65_536)  # pure, the same
def place_slips(place: Place) -> frozenset[str]:
    """Return keys of which two places share one where a slip may tell them apart."""
    return slip_keys(place.name) | slip_keys(place.canonical or place.name)


def is_almost_named(place: Place, names: Iterable[str]) -> bool:
    """Say whether one of some names is that of a place, or almost so."""
    return any(
        plain_key(name) == plain_key(own) or is_spelt_almost(name, own)
        for name in names
        for own in {place.name, place.canonical or place.name}
    )


def _almost(one: Place, other: Place) -> bool:
    """Say whether a place that no map knows is spelt almost as another.

    Two places that a gazetteer knows are two, however alike their names.
    """
    if one.gazetteer_id and other.gazetteer_id:
        return False
    return any(
        is_spelt_almost(a, b)
        for a in {one.name, one.canonical or one.name}
        for b in {other.name, other.canonical or other.name}
    )


def nearness(one: Place, other: Place) -> Nearness:
    """Say how two places stand: by gazetteer, by name, by area, by distance."""
    if one.gazetteer_id and other.gazetteer_id:
        if one.gazetteer_id == other.gazetteer_id:
            return Nearness.SAME
    elif _named(one) & _named(other):
        return Nearness.SAME
    if _holds(one, other) or _holds(other, one):
        either = is_coarse(one) or is_coarse(other)
        return Nearness.NESTED if either else Nearness.INSIDE
    return Nearness.ALMOST if _almost(one, other) else _by_distance(one, other)


def _by_distance(one: Place, other: Place) -> Nearness:
    apart = distance_m(one, other)
    if apart is None:
        return Nearness.DIFFERENT
    if is_coarse(one) or is_coarse(other):
        return Nearness.DIFFERENT if apart > 10 * _FAR_M else Nearness.UNKNOWN
    return Nearness.NEAR if apart <= _NEAR_M else Nearness.DIFFERENT


def _holds(area: Place, place: Place) -> bool:
    names = {
        plain_key(name)
        for name in (area.name, area.canonical, area.gazetteer_id)
        if name
    }
    return any(plain_key(name) in names for name in place.within)


def distance_m(one: Place, other: Place) -> int | None:
    """Return the distance in metres on a sphere, to a few per mille; None = unknown."""
    if one.lat_e7 is None or other.lat_e7 is None:
        return None
    if one.lon_e7 is None or other.lon_e7 is None:
        return None
    north = (one.lat_e7 - other.lat_e7) / _E7
    middle = math.radians((one.lat_e7 + other.lat_e7) / 2 / _E7)
    east = (one.lon_e7 - other.lon_e7) / _E7 * math.cos(middle)
    return round(math.hypot(north, east) * _METRES_A_DEGREE)


def is_event_date(date: FuzzyDate) -> bool:
    """Say whether a date can tell when one attack was: no campaign, no open end."""
    if date.earliest is None or date.latest is None or date.is_every_day:
        return False
    return (date.latest - date.earliest).days <= _LONGEST_EVENT_DAYS


def days_between(one: FuzzyDate, other: FuzzyDate) -> int:
    """Return the days between two closed intervals; 0 = they share a day."""
    if one.overlaps(other):
        return 0
    first, second = sorted((one, other), key=lambda date: date.earliest or dt.date.min)
    if first.latest is None or second.earliest is None:
        return 0
    return (second.earliest - first.latest).days


def same_target(one: str, other: str) -> bool:
    """Say whether two words for what was hit can mean one thing."""
    return one == other or any({one, other} <= family for family in TARGET_FAMILIES)


def targets_agree(some: Iterable[str], others: Iterable[str]) -> bool | None:
    """Say whether any of the targets agree; None = one side states none."""
    ours, theirs = set(some), set(others)
    if not ours or not theirs:
        return None
    return any(same_target(a, b) for a in ours for b in theirs)


def targets_named(words: str, reference: Reference) -> list[str]:
    """Return the kinds of targets that words name ("the mosque in the picture")."""
    lexicon: Lexicon = reference.derived(
        "link.targets",
        lambda r: Lexicon(r.table("targets"), ("words", "words_ar", "words_ru")),
    )
    return [str(hit.row["code"]) for hit in lexicon.find(words)]
