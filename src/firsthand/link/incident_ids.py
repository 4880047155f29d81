"""Which incident keeps which id, when more arrives. Method: M012. Rule: AIR-8."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from firsthand.link.groups import Group
from firsthand.model import DocumentId, Incident, IncidentId

_NUMBER = re.compile(r"I-(\d+)$")


def give_ids(groups: Sequence[Group], previous: Sequence[Incident]) -> None:
    """Give a group the id of the former incident it shares most with (AIR-8).

    What a person split off takes an id last: the rest of the incident keeps its own.
    """
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
    by_id = {old.id: old for old in previous}
    used: set[str] = set()
    for _, shared_claims, _, old_id, place in sorted(ranked):
        group = groups[place]
        if shared_claims < 0 and group.is_split_off:
            group.parted_from = group.parted_from or IncidentId(old_id)
        elif shared_claims < 0:
            group.kin = group.kin or IncidentId(old_id)
        if old_id in used:
            continue
        old = by_id[IncidentId(old_id)]
        if group.id is None:
            group.id = old.id
            group.former = old.previous_ids
            used.add(old_id)
        elif shared_claims < 0:
            group.former = (*group.former, old.id, *old.previous_ids)
            used.add(old_id)


def number_new(groups: Sequence[Group], previous: Sequence[Incident]) -> None:
    """Number what is new after the highest number ever given, by day and place."""
    given = [
        int(match.group(1))
        for old in previous
        for name in (old.id, *old.previous_ids)
        if (match := _NUMBER.match(name))
    ]
    number = max(given, default=0)
    fresh = [group for group in groups if group.id is None and group.claims]
    for group in sorted(fresh, key=_sort_key):
        number += 1
        group.id = IncidentId(f"I-{number:03d}")


def _sort_key(group: Group) -> tuple[str, str, str]:
    days = [str(date.earliest) for date in group.dates if date.earliest]
    places = [m.passage.place.name for m in group.mentions if m.passage.place]
    return min(days, default="9999"), min(places, default="~"), min(group.claims)
