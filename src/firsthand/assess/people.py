"""Names against numbers, and one person said to have died in two places.

Names never stand in a sentence of ours: a list may be protected. Method: M103.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from firsthand.assess.disputes import contradict
from firsthand.assess.individuals import named_as
from firsthand.assess.inputs import CaseInputs, Evidence
from firsthand.assess.room import Room
from firsthand.assess.scope import places_meet
from firsthand.assess.sieves import counts_a_kind
from firsthand.model import (
    AnyClaim,
    CasualtyClaim,
    Contradiction,
    ContradictionKind,
    Incident,
    Person,
    VictimNamesClaim,
)
from firsthand.reference.folding import plain_key

_FULL_NAME = 2
"""Words of a name from which it tells one person from others (house)."""
_SAME_AGE = 1
"""Years by which two statements of one person's age may differ (house)."""
_SUBS = frozenset({"children", "women", "men"})


def named_above(room: Room) -> list[Contradiction]:
    """More distinct people are named as killed than any voice counts."""
    named = named_as("killed", room.inputs, room.evidence, with_lists=True)
    figures = [
        f
        for f in room.sifted.standing
        if f.harm == "killed"
        and f.group not in _SUBS
        and not counts_a_kind(f, room.anyone)
        and f.top is not None
    ]
    if not named or not figures or any(f.is_open_above for f in figures):
        return []
    greatest = max(f.top or 0 for f in figures)
    if len(named) <= greatest:
        return []
    setters = [claim for f in figures if f.top == greatest for claim in f.claims]
    by_id = room.evidence.claim_by_id
    naming = [by_id[claim] for person in named for claim in person.claims]
    return [
        room.make(
            ContradictionKind.NAMED_ABOVE,
            (*setters, *naming),
            f"{len(named)} distinct people are named as killed; the greatest count is "
            f"{greatest}, by {room.names(setters)}",
            (
                "one person stands under two names or spellings",
                "some of them died of something else, or elsewhere",
                "the count was made earlier than the list",
            ),
            "the list row by row: father's name, age, day and place of death",
        )
    ]


def people_in_two_places(inputs: CaseInputs, evidence: Evidence) -> list[Contradiction]:
    """Find people said to be killed in two incidents, or harmed apart on one day.

    Compared are full names, spelled alike once folded, whose ages and sexes do not
    differ. Cost: linear in the people named.
    """
    told: dict[str, list[_Told]] = defaultdict(list)
    for incident in inputs.incidents:
        held = (evidence.claim_by_id.get(i) for i in incident.claims)
        for claim in held:
            people = _people_in(claim) if claim is not None else ()
            if claim is None or not people or evidence.is_in_copy(claim):
                continue
            for person in people:
                key = plain_key(person.name or "")
                if len(key.split()) >= _FULL_NAME:
                    told[key].append((incident, claim, person))
    out = []
    for said in told.values():
        clashing = _clashing(said)
        if clashing:
            out.append(_in_two_places(clashing, evidence))
    return out


_Told = tuple[Incident, AnyClaim, Person]


def _people_in(claim: AnyClaim) -> Sequence[Person]:
    if isinstance(claim, CasualtyClaim | VictimNamesClaim) and not claim.negated:
        return claim.people
    return ()


def _clashing(said: Sequence[_Told]) -> list[_Told]:
    if len({incident.id for incident, _, _ in said}) == 1:
        return []
    return [one for one in said if any(_cannot_both(one, other) for other in said)]


def _cannot_both(one: _Told, other: _Told) -> bool:
    (here, claim, person), (there, claim_2, person_2) = one, other
    if here.id == there.id or not _may_be_one(person, person_2):
        return False
    if _is_of_death(claim) and _is_of_death(claim_2):
        return True
    places = here.place and there.place
    is_apart = bool(
        places
        and here.place
        and there.place
        and here.place.canonical
        and there.place.canonical
        and not places_meet(here.place, there.place)
    )
    return is_apart and _day(here) is not None and _day(here) == _day(there)


def _may_be_one(one: Person, other: Person) -> bool:
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if one.age is None or other.age is None:
        return True
    return abs(one.age - other.age) <= _SAME_AGE


def _is_of_death(claim: AnyClaim) -> bool:
    if isinstance(claim, VictimNamesClaim):
        return claim.harm == "killed"
    return (
        isinstance(claim, CasualtyClaim)
        and claim.killed is not None
        and claim.killed.high != 0
        and claim.wounded is None
    )


def _day(incident: Incident) -> dt.date | None:
    date = incident.date
    is_day = date is not None and date.earliest == date.latest
    return date.earliest if date is not None and is_day else None


def _in_two_places(said: Sequence[_Told], evidence: Evidence) -> Contradiction:
    ids = sorted({incident.id for incident, _, _ in said})
    voices = sorted({evidence.voice_of(claim).name for _, claim, _ in said})
    return contradict(
        ContradictionKind.TWO_PLACES,
        (claim.id for _, claim, _ in said),
        why=f"one full name stands among the people harmed in {' and in '.join(ids)}, "
        f"by {', '.join(voices)}",
        could_hold_if=(
            "two people bear the same name",
            "the two incidents are one",
            "a list names people of another attack as well",
        ),
        would_settle="age, father's name, or place of burial of each",
        incident_id=None,
    )
