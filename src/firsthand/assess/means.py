"""What a weapon or aircraft says of how an attack came, and of who could have done it.

Rows: `weapon_ways` (how a weapon can come), `aircraft` (who flies it), `party_means`
(what a party holds, from where, whether it flies by night). What a table does not hold
is unknown: it neither speaks for a party nor against one. Method: M103, M104.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from firsthand.errors import UserError
from firsthand.model import AttributionClaim, WeaponClaim
from firsthand.reference import Reference
from firsthand.reference.weapons import open_weapons

_ANY = frozenset({"any"})


def ways_of(
    claim: WeaponClaim | AttributionClaim, reference: Reference
) -> frozenset[str]:
    """Return the ways in which what a claim names can come: air, ground, placed, sea.

    Returns:
        Empty where the words fit several ways ("missile"), or are in no row.
    """
    rows = _ways(reference)
    weapons = open_weapons(reference)
    found = set()
    for code in (*claim.weapon, *claim.aircraft):
        ways = rows.get(code) or rows.get(weapons.class_of(code) or "", frozenset())
        if ways and ways != _ANY:
            found.add(ways)
    return frozenset.intersection(*found) if found else frozenset()


def _ways(reference: Reference) -> Mapping[str, frozenset[str]]:
    made: Mapping[str, frozenset[str]] = reference.derived(
        "assess.weapon_ways",
        lambda ref: {
            str(row["code"]): frozenset(str(way) for way in row["ways"])
            for row in ref.table("weapon_ways")
        },
    )
    return made


@dataclasses.dataclass(frozen=True)
class Means:
    """What one party is known to hold.

    Attributes:
        ways: Ways in which its weapons can come ("air", "ground", ...).
        lacks: Ways in which they cannot: evidence of absence.
        aircraft: Types that it flies.
        bases: Points it flies from: latitude and longitude in degrees.
        by_night: It strikes by night; None = unknown.
        is_complete: What the row does not name the party does not have.
        is_known: There is a row.
    """

    ways: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    aircraft: frozenset[str] = frozenset()
    bases: tuple[tuple[float, float], ...] = ()
    by_night: bool | None = None
    is_complete: bool = False
    is_known: bool = False


def means_of(party: str, reference: Reference) -> Means:
    """Return what a party holds; nothing known where no row tells.

    Raises:
        UserError: A row of `party_means` cannot be read; says which.
    """
    made: Mapping[str, Means] = reference.derived("assess.party_means", _read_means)
    return made.get(party, Means())


def _read_means(reference: Reference) -> Mapping[str, Means]:
    return {str(r["party"]): _means(r) for r in reference.table("party_means")}


def _means(row: Mapping[str, Any]) -> Means:
    ways, lacks = frozenset(row.get("ways") or ()), frozenset(row.get("lacks") or ())
    name = row["party"]
    if (ways | lacks) - WAYS or ways & lacks:
        raise UserError(
            f"party_means, row {name}: 'ways' and 'lacks' are each of "
            f"{', '.join(sorted(WAYS))}, and none stands in both"
        )
    try:
        bases = tuple(
            (float(b["lat"]), float(b["lon"])) for b in row.get("bases") or ()
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"party_means, row {name}: each of 'bases' needs lat and lon in degrees"
        ) from error
    return Means(
        ways=ways,
        lacks=lacks,
        aircraft=frozenset(str(code) for code in row.get("aircraft") or ()),
        bases=bases,
        by_night=row.get("by_night"),
        is_complete=row.get("means") == "complete",
        is_known=True,
    )


WAYS = frozenset({"air", "ground", "placed", "near"})


def radius_km(craft: str, reference: Reference) -> int | None:
    """Return from how far, in km, an aircraft can come back; None = unknown."""
    rows = {str(row["code"]): row for row in reference.table("aircraft_means")}
    found = rows.get(craft)
    return int(found["radius_km"]) if found and found.get("radius_km") else None
