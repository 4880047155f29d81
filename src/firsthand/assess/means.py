"""What a weapon or aircraft says of how an attack came, and of who could have done it.

Rows: `weapon_ways` (how a weapon can come), `aircraft` (who flies it), `party_means`
(what a party holds, from where, whether it flies by night). What a table does not hold
is unknown: it neither speaks for a party nor against one. Method: M103, M104.
"""

from __future__ import annotations

from collections.abc import Mapping

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
