"""Which incident keeps which id, when more arrives. Method: M012. Rule: AIR-8."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from firsthand.link.groups import Group
from firsthand.model import DocumentId, Incident, IncidentId

_NUMBER = re.compile(r"I-(\d+)$")


_HALF = 0.5


@dataclasses.dataclass(frozen=True)
class Previous:
    """What was linked before, for its ids.

    Attributes:
        incidents: Incidents of the last run.
        merged: Incidents that are part of another now, as they last were.
        last: The highest number ever given: no id comes back for something else.
    """

    incidents: tuple[Incident, ...] = ()
    merged: tuple[Incident, ...] = ()
    last: int = 0


def give_ids(groups: Sequence[Group], before: Previous) -> None:
    """Give a group the id of the former incident it shares most with (AIR-8).

    What a person split off takes an id last: the rest of the incident keeps its own.
    The id of what was merged comes back where the merge is taken back.
    """
    previous = before.incidents
    apart_from = _give_back(groups, previous, before.merged)
    by_id = {old.id: old for old in previous}
    given_back = {groups[place].id for place in apart_from}
    used: set[str] = set()
    for _, shared_claims, _, old_id, place in _ranked(groups, previous):
        group = groups[place]
        if apart_from.get(place) == old_id:
            continue
        if shared_claims < 0 and group.is_split_off:
            group.parted_from = group.parted_from or IncidentId(old_id)
        elif shared_claims < 0:
            group.kin = group.kin or IncidentId(old_id)
        if old_id in used:
            continue
        old = by_id[IncidentId(old_id)]
        if group.id is None:
            group.id = old.id
            group.former = tuple(x for x in old.previous_ids if x not in given_back)
            used.add(old_id)
        elif shared_claims < 0:
            group.former = (*group.former, old.id, *old.previous_ids)
            used.add(old_id)


def number_of(name: str) -> int:
    """Return the number in the id of an incident; 0 = it has none."""
    match = _NUMBER.match(name)
    return int(match.group(1)) if match else 0


def _ranked(
    groups: Sequence[Group], previous: Sequence[Incident]
) -> list[tuple[bool, int, int, str, int]]:
    """Return groups and former incidents that share something, most shared first."""
    holder = {
        claim: place for place, group in enumerate(groups) for claim in group.claims
    }
    speaking: dict[DocumentId, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        for document in group.documents:
            speaking[document].append(place)
    ranked: list[tuple[bool, int, int, str, int]] = []
    for old in previous:
        shared = Counter(holder[claim] for claim in old.claims if claim in holder)
        beside = Counter(
            place for document in old.documents for place in speaking.get(document, [])
        )
        places = set(shared) or set(beside)
        ranked += [
            (groups[p].is_split_off, -shared[p], -beside[p], old.id, p)
            for p in sorted(places)
        ]
    return sorted(ranked)


def _give_back(
    groups: Sequence[Group], previous: Sequence[Incident], merged: Sequence[Incident]
) -> dict[int, IncidentId]:
    """Give back the ids of merged incidents that are apart again.

    One is, if a group holds most of its claims and little else of what it was merged
    into, and the rest stands elsewhere.

    Returns:
        The place of each such group, and the incident it is apart from.
    """
    apart_from: dict[int, IncidentId] = {}
    holds = [set(group.claims) for group in groups]
    for former in merged:
        into = next((old for old in previous if former.id in old.previous_ids), None)
        if into is None:
            continue
        own, rest = set(former.claims), set(into.claims) - set(former.claims)
        place = max(range(len(groups)), key=lambda n: len(holds[n] & own), default=None)
        if place is None or groups[place].id or groups[place].is_split_off:
            continue
        held = holds[place]
        is_most = len(held & own) > _HALF * len(own)
        if is_most and len(held & rest) < min(_HALF * len(rest), len(held & own)):
            groups[place].id = former.id
            apart_from[place] = into.id
    return apart_from


def number_new(groups: Sequence[Group], before: Previous) -> None:
    """Number what is new after the highest number ever given, by day and place."""
    given = [
        int(match.group(1))
        for old in before.incidents
        for name in (old.id, *old.previous_ids)
        if (match := _NUMBER.match(name))
    ]
    number = max([before.last, *given])
    fresh = [group for group in groups if group.id is None and group.claims]
    for group in sorted(fresh, key=_sort_key):
        number += 1
        group.id = IncidentId(f"I-{number:03d}")


def _sort_key(group: Group) -> tuple[str, str, str]:
    days = [str(date.earliest) for date in group.dates if date.earliest]
    places = [m.passage.place.name for m in group.mentions if m.passage.place]
    return min(days, default="9999"), min(places, default="~"), min(group.claims)
