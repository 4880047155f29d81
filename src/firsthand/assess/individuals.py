"""People told of one by one: who names them, and what verifies each.

A distinct person named as killed raises a minimum; under a profile that counts verified
individuals only, each person counted is one that a person of the case accepted, or that
enough kinds of independent source tell of. Method: M039, M100. Rule: OHC-1.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.model import (
    CasualtyClaim,
    ClaimId,
    Person,
    RootKind,
    VictimNamesClaim,
)
from firsthand.reference.folding import plain_key

_ADULT = 18


@dataclasses.dataclass(frozen=True)
class Individual:
    """One person named as harmed.

    Attributes:
        key: Same key = same person within the incident.
        claims: Claims by independent voices that name the person so harmed.
        statuses: Words of status in those claims ("civilian", "none", ...).
        kinds: Kinds of determined independent voices behind them.
        is_accepted: A person of the case accepted one of the claims.
        groups: Of "children", "women", "men", those the words say.
    """

    key: str
    claims: tuple[ClaimId, ...]
    statuses: frozenset[str]
    kinds: frozenset[RootKind]
    is_accepted: bool
    groups: frozenset[str]

    def is_verified(self, needs_kinds: int) -> bool:
        """Say whether the claims verify the person (OHC-1)."""
        return self.is_accepted or bool(needs_kinds and len(self.kinds) >= needs_kinds)

    def is_of(self, group: str, statuses: Mapping[str, str]) -> bool:
        """Say whether the person belongs to the group of a measure.

        A person of whom voices use words of several statuses belongs to none.
        """
        if group in _SUBS:
            return group in self.groups
        return {statuses[status] for status in self.statuses} == {group}


_SUBS = frozenset({"children", "women", "men"})


def named_as(
    harm: str,
    inputs: IncidentInputs,
    evidence: Evidence,
    *,
    with_lists: bool = False,
) -> tuple[Individual, ...]:
    """Return distinct people whom an independent voice names as killed, or as injured.

    A list of people "harmed" does not say that they died: it names nobody killed,
    unless its own words say so of all. Such a list is read by a program, and one person
    may stand in it under two spellings: it names people for a bound only when a person
    accepted it.

    Args:
        harm: "killed" or "injured"; of any other harm nobody is named.
        inputs: The incident, with people as linking put them together.
        evidence: Its claims.
        with_lists: Lists of the dead count too, accepted or not.
    """
    telling = {
        claim.id: claim
        for claim in evidence.claims
        if isinstance(claim, CasualtyClaim | VictimNamesClaim)
        and claim.people
        and _says(claim, harm)
        and (
            with_lists or isinstance(claim, CasualtyClaim) or _is_taken(claim, evidence)
        )
        and evidence.voice_of(claim).is_independent
    }
    if not telling:
        return ()
    found: dict[str, list[tuple[_Naming, Person]]] = {}
    linked: set[ClaimId] = set()
    for victim in sorted(inputs.victims, key=lambda v: v.id):
        if not (victim.names or victim.person.name):
            continue
        claims = [telling[c] for c in sorted(victim.claims) if c in telling]
        if claims:
            found[victim.id] = [(claim, victim.person) for claim in claims]
            linked.update(claim.id for claim in claims)
    for claim in telling.values():
        for person in claim.people if claim.id not in linked else ():
            if person.name:
                found.setdefault(plain_key(person.name), []).append((claim, person))
    return tuple(_individual(key, said, evidence) for key, said in found.items())


def _is_taken(claim: VictimNamesClaim, evidence: Evidence) -> bool:
    return claim.id in evidence.accepted


_Naming = CasualtyClaim | VictimNamesClaim
_AS_NAMED = {"killed": "killed", "injured": "wounded"}


def _says(claim: _Naming, harm: str) -> bool:
    if isinstance(claim, VictimNamesClaim):
        is_plain = not (claim.negated or claim.hedged)
        return is_plain and claim.harm == _AS_NAMED.get(harm, "")
    here = {"killed": claim.killed, "injured": claim.wounded}
    counted, others = here.pop(harm, None), here.values()
    is_said = counted is not None and counted.high != 0 and not any(others)
    return is_said and not (claim.is_perpetrator or claim.negated or claim.hedged)


def _individual(
    key: str, said: Iterable[tuple[_Naming, Person]], evidence: Evidence
) -> Individual:
    held = list(said)
    claims = {claim.id: claim for claim, _ in held}
    voices = [evidence.voice_of(claim) for claim in claims.values()]
    return Individual(
        key=key,
        claims=tuple(sorted(claims)),
        statuses=frozenset(
            "none" if status is None else status.value
            for status in (getattr(claim, "status", None) for claim in claims.values())
        ),
        kinds=frozenset(
            v.kind for v in voices if v.is_determined and v.kind is not RootKind.UNKNOWN
        ),
        is_accepted=bool(set(claims) & evidence.accepted),
        groups=frozenset().union(*(_groups_of(person) for _, person in held)),
    )


def _groups_of(person: Person) -> frozenset[str]:
    is_child = person.is_child or (person.age is not None and person.age < _ADULT)
    if is_child:
        return frozenset({"children"})
    is_adult = person.is_child is False or person.age is not None
    sexes = {"f": "women", "m": "men"}
    return frozenset({sexes[person.sex]} if is_adult and person.sex in sexes else ())
