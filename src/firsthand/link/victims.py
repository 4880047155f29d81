"""People harmed, named or described, put together across reports. Method: M013.

Reads: Claim, Incident. Writes: Victim. Within one incident: equal folded names are
one person, and so are a given and a family name that agree where ages allow it.
Described people ("a mother and her two children") are people, with a kin group for
each household of a sentence; they are never matched to a name by the program.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from firsthand.model import (
    AnyClaim,
    ClaimId,
    Incident,
    IncidentId,
    Person,
    Reason,
    Toll,
    Victim,
    VictimId,
    VictimNamesClaim,
)
from firsthand.reference.folding import plain_key

_RULE = "M013"
_AGE_SLACK = 1
_GIVEN_AND_FAMILY = 2
_HOUSEHOLD = 2


@dataclasses.dataclass
class _Entry:
    """One person as one claim tells of them."""

    person: Person
    claim: AnyClaim
    group: str | None
    row: int


def find_victims(
    claims: Sequence[AnyClaim], incidents: Sequence[Incident]
) -> list[Victim]:
    """Put the people of claims together, incident by incident.

    Args:
        claims: All claims in force.
        incidents: Incidents; people of claims outside them stay unlinked.

    Returns:
        Victims by id. A person named twice in one list is one victim with a reason
        that says so: the assessor makes the contradiction of it.
    """
    incident_of = {c: made.id for made in incidents for c in made.claims}
    held: dict[IncidentId | None, list[_Entry]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.document_id, c.span.start, c.id)):
        held[incident_of.get(claim.id)] += _entries(claim)
    found: list[Victim] = []
    for incident, entries in held.items():
        distinct = _without_repeats(entries)
        groups = _grouped([e for e in distinct if e.person.name])
        found += [_named(group, incident) for group in groups]
        found += _described([e for e in distinct if not e.person.name], incident)
    return sorted(found, key=lambda victim: victim.id)


def _entries(claim: AnyClaim) -> list[_Entry]:
    if not isinstance(claim, Toll | VictimNamesClaim):
        return []
    people = claim.people
    is_household = len(people) >= _HOUSEHOLD and any(person.kin for person in people)
    group = f"{claim.document_id}@{claim.span.start}" if is_household else None
    return [
        _Entry(person, claim, group if person.kin or not person.name else None, row)
        for row, person in enumerate(people)
    ]


def _without_repeats(entries: Sequence[_Entry]) -> list[_Entry]:
    """Leave out people whom a second claim reads from the same words.

    The claim that names fewest is believed first: it tells households apart.
    """
    by_claim: dict[ClaimId, list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_claim[entry.claim.id].append(entry)
    kept: list[_Entry] = []
    for own in sorted(by_claim.values(), key=lambda e: (len(e), e[0].claim.id)):
        told = [e for e in kept if _share_words(e.claim, own[0].claim)]
        for entry in own:
            same = next((e for e in told if e.person == entry.person), None)
            if same is None:
                kept.append(entry)
            else:
                told.remove(same)
    return kept


def _share_words(one: AnyClaim, other: AnyClaim) -> bool:
    return (
        one.document_id == other.document_id
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    )


def _grouped(entries: Iterable[_Entry]) -> list[list[_Entry]]:
    """Group named people: equal names first, then given and family names."""
    groups: list[list[_Entry]] = []
    by_name: dict[str, list[list[_Entry]]] = defaultdict(list)
    for entry in sorted(entries, key=_fullest_first):
        keys = _name_keys(entry.person)
        fitting = [
            group
            for key in keys
            for group in by_name.get(key, [])
            if all(_compatible(entry.person, other.person) for other in group)
        ]
        group = fitting[0] if fitting else []
        if not fitting:
            groups.append(group)
        group.append(entry)
        for key in keys:
            if group not in by_name[key]:
                by_name[key].append(group)
    return groups


def _fullest_first(entry: _Entry) -> tuple[int, str, str, int]:
    name = plain_key(entry.person.name or "")
    return -len(name.split()), name, entry.claim.id, entry.row


def _name_keys(person: Person) -> list[str]:
    parts = plain_key(person.name or "").split()
    keys = [" ".join(parts)]
    if len(parts) >= _GIVEN_AND_FAMILY:
        keys.append(f"{parts[0]} … {parts[-1]}")
    return keys


def _compatible(one: Person, other: Person) -> bool:
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if one.age is None or other.age is None:
        same = plain_key(one.name or "") == plain_key(other.name or "")
        return same or one.age == other.age
    return abs(one.age - other.age) <= _AGE_SLACK


def _named(group: Sequence[_Entry], incident: IncidentId | None) -> Victim:
    names = tuple(dict.fromkeys(e.person.name for e in group if e.person.name))
    best = max(group, key=lambda e: (_detail(e.person), e.claim.id)).person
    return Victim(
        id=_victim_id(incident, f"name|{plain_key(names[0])}|{_age(group)}"),
        person=best,
        claims=_claims(group),
        names=names,
        incident_id=incident,
        kin_group=next((e.group for e in group if e.group), None),
        reasons=tuple(_why(group, names)),
    )


def _why(group: Sequence[_Entry], names: Sequence[str]) -> list[Reason]:
    reasons = []
    if len({entry.claim.document_id for entry in group}) > 1:
        how = "the same name" if len(names) == 1 else "given and family name agree"
        reasons.append(
            Reason(text=f"{how} in one incident", rule=_RULE, claims=_claims(group))
        )
    by_document: dict[str, list[_Entry]] = defaultdict(list)
    for entry in group:
        by_document[entry.claim.document_id].append(entry)
    for document, entries in by_document.items():
        rows = {(entry.claim.id, entry.row) for entry in entries}
        if len(rows) > 1:
            reasons.append(
                Reason(
                    text=f"stands {len(rows)} times in one list ({document})",
                    rule=_RULE,
                    met=False,
                    claims=_claims(entries),
                )
            )
    return reasons


def _described(entries: Sequence[_Entry], incident: IncidentId | None) -> list[Victim]:
    """Return people without a name; the same household told twice is told once.

    Two texts that describe the same people in the same words ("a mother and her two
    children") are proposed as the same; anything less stays apart.
    """
    households: dict[tuple[str, ...], dict[str, list[_Entry]]] = defaultdict(dict)
    words: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        words[entry.claim.id].append(_kin_word(entry.person))
    for entry in entries:
        where = entry.group or f"{entry.claim.document_id}@{entry.claim.span.start}"
        alike = tuple(sorted(words[entry.claim.id]))
        households[alike].setdefault(where, []).append(entry)
    found: list[Victim] = []
    for alike, told in sorted(households.items()):
        by_document: dict[str, list[list[_Entry]]] = defaultdict(list)
        for members in told.values():
            by_document[members[0].claim.document_id].append(members)
        n_households = max(len(groups) for groups in by_document.values())
        for number in range(n_households):
            same = [g[number] for g in by_document.values() if number < len(g)]
            found += _household(same, alike, number, incident)
    return found


def _household(
    same: Sequence[Sequence[_Entry]],
    alike: tuple[str, ...],
    number: int,
    incident: IncidentId | None,
) -> list[Victim]:
    size = max(len(members) for members in same)
    label = f"{incident or 'none'}|{'+'.join(alike)}|{number}"
    group = f"K-{_digest(label)}" if size >= _HOUSEHOLD else None
    victims = []
    for row in range(size):
        entries = [members[row] for members in same if row < len(members)]
        told_by = len({entry.claim.document_id for entry in entries})
        reasons = (
            Reason(
                text=f"described alike in {told_by} documents: proposed as the same",
                rule=_RULE,
                claims=_claims(entries),
            ),
        )
        victims.append(
            Victim(
                id=_victim_id(incident, f"described|{label}|{row}"),
                person=entries[0].person,
                claims=_claims(entries),
                incident_id=incident,
                kin_group=group,
                reasons=reasons if told_by > 1 else (),
            )
        )
    return victims


def _kin_word(person: Person) -> str:
    return "/".join(
        (person.kin or "", person.role or "", person.sex or "", str(person.age or ""))
    )


def _detail(person: Person) -> int:
    values = (person.age, person.sex, person.role, person.kin, person.is_child)
    return sum(value is not None for value in values)


def _age(group: Sequence[_Entry]) -> str:
    ages = [entry.person.age for entry in group if entry.person.age is not None]
    return str(min(ages)) if ages else "?"


def _claims(entries: Iterable[_Entry]) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(entry.claim.id for entry in entries))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _victim_id(incident: IncidentId | None, key: str) -> VictimId:
    where = incident or ""
    return VictimId(f"V-{_digest(f'{where}|{key}')}")
