"""People harmed, named or described, put together across reports. Method: M013.

Reads: Claim, Incident. Writes: Victim. Within one incident, named people are compared
by names in any script, age and sex (`link.named`); equal full names are one person
unless sex or age forbid it.
Described people ("a mother and her two children") are people, with a kin group for
each household of a sentence; they are never matched to a name by the program.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import astuple, replace

from firsthand.link.named import (
    NamedPeople,
    NamedPerson,
    WhereToMatch,
    match_named,
    naming_key,
)
from firsthand.link.people.match import Answers
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
from firsthand.model.words import many
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.folding import plain_key

_RULE = "M013"
_HOUSEHOLD = 2


@dataclasses.dataclass
class _Entry:
    """One person as one claim tells of them."""

    person: Person
    claim: AnyClaim
    group: str | None
    row: int

    @property
    def key(self) -> str:
        """Opaque name of this naming."""
        return naming_key(self.claim.id, self.row, self.person)


def find_victims(
    claims: Sequence[AnyClaim],
    incidents: Sequence[Incident],
    reference: Reference | None = None,
    *,
    answers: Answers | None = None,
    where: WhereToMatch | None = None,
) -> list[Victim]:
    """Put the people of claims together, incident by incident.

    Args:
        claims: All claims in force.
        incidents: Incidents; people of claims outside them stay unlinked.
        reference: Rows on names and weights; None = the bundled ones.
        answers: What a person said of pairs of namings.
        where: Where named people are compared; None = on this machine.

    Returns:
        Victims by id. A person named twice in one list is one victim with a reason
        that says so: the assessor makes the contradiction of it.
    """
    held = _by_incident(claims, incidents)
    found: list[Victim] = []
    for incident, entries in held.items():
        found += _described([e for e in entries if not e.person.name], incident)
    rows = reference or bundled_reference()
    entry_of = _by_key(held)
    parts = match_named(_namings(held), rows, answers=answers, where=where)
    for part in parts:
        found += _named_people(part, entry_of)
    return sorted(_distinct(found), key=lambda victim: victim.id)


def matched_people(
    claims: Sequence[AnyClaim],
    incidents: Sequence[Incident],
    reference: Reference,
    *,
    answers: Answers | None = None,
) -> list[NamedPeople]:
    """Return how named people compare, as `find_victims` compares them.

    Args:
        claims: All claims in force.
        incidents: All incidents.
        reference: Rows on names and weights.
        answers: What a person said of pairs of namings.
    """
    held = _by_incident(claims, incidents)
    return match_named(_namings(held), reference, answers=answers)


def namings_of(
    claims: Sequence[AnyClaim], incidents: Sequence[Incident]
) -> list[NamedPerson]:
    """Return every naming of a person that linking would compare."""
    return _namings(_by_incident(claims, incidents))


_Held = dict[IncidentId | None, list[_Entry]]


def _by_incident(claims: Sequence[AnyClaim], incidents: Sequence[Incident]) -> _Held:
    incident_of = {c: made.id for made in incidents for c in made.claims}
    held: _Held = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.document_id, c.span.start, c.id)):
        held[incident_of.get(claim.id)] += _entries(claim)
    return {incident: _without_repeats(told) for incident, told in held.items()}


def _by_key(held: _Held) -> dict[str, _Entry]:
    return {entry.key: entry for told in held.values() for entry in told}


def _namings(held: _Held) -> list[NamedPerson]:
    return [
        NamedPerson(e.key, e.person, e.claim.id, e.claim.document_id, incident)
        for incident, told in sorted(held.items(), key=lambda item: item[0] or "")
        for e in sorted((e for e in told if e.person.name), key=_fullest_first)
    ]


def _named_people(part: NamedPeople, entry_of: Mapping[str, _Entry]) -> list[Victim]:
    members: dict[int, list[int]] = defaultdict(list)
    for row, first in enumerate(part.group):
        members[first].append(row)
    return [_named(part, rows, entry_of) for rows in members.values()]


def _distinct(victims: Sequence[Victim]) -> list[Victim]:
    """Tell namesakes of one incident apart by number, so that no two share an id."""
    seen: dict[str, int] = defaultdict(int)
    found: list[Victim] = []
    for victim in sorted(victims, key=lambda v: (v.id, v.claims, v.names)):
        seen[victim.id] += 1
        number = seen[victim.id]
        name = victim.id if number == 1 else VictimId(f"{victim.id}-{number}")
        found.append(replace(victim, id=name))
    return found


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
            same = next((e for e in told if _is_same(e.person, entry.person)), None)
            if same is None:
                kept.append(entry)
                continue
            told.remove(same)
            if _n_told(entry.person) > _n_told(same.person):
                kept[kept.index(same)] = entry  # the one that tells age and kin
    return kept


def _is_same(one: Person, other: Person) -> bool:
    """Say whether two readings of the same words mean one person."""
    return one == other or (one.name is not None and one.name == other.name)


def _n_told(person: Person) -> int:
    """Return of how many facts a person is told."""
    return sum(fact is not None for fact in astuple(person))


def _share_words(one: AnyClaim, other: AnyClaim) -> bool:
    return (
        one.document_id == other.document_id
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    )


def _fullest_first(entry: _Entry) -> tuple[int, str, str, int]:
    name = plain_key(entry.person.name or "")
    return -len(name.split()), name, entry.claim.id, entry.row


def _named(
    part: NamedPeople, rows: Sequence[int], entry_of: Mapping[str, _Entry]
) -> Victim:
    group = [entry_of[part.people[row].key] for row in rows]
    incident = part.people[rows[0]].incident_id
    names = tuple(dict.fromkeys(e.person.name for e in group if e.person.name))
    best = max(group, key=lambda e: (_detail(e.person), e.claim.id)).person
    reasons = [*_how_alike(part, rows, group), *_repeats(group)]
    n_kin = part.kin[rows[0]]
    if n_kin:
        text = f"shares the names of kin with {many(n_kin, 'other')} here: perhaps kin"
        reasons.append(Reason(text=text, rule=_RULE, claims=_claims(group)))
    return Victim(
        id=_victim_id(incident, f"name|{plain_key(names[0])}|{_age(group)}"),
        person=best,
        claims=_claims(group),
        names=names,
        incident_id=incident,
        kin_group=next((e.group for e in group if e.group), None),
        reasons=tuple(reasons),
    )


def _how_alike(
    part: NamedPeople, rows: Sequence[int], group: Sequence[_Entry]
) -> list[Reason]:
    """Say why namings of several documents are one person, in the words of features.

    No weights here: they move with every new report, the words do not.
    """
    if len({entry.claim.document_id for entry in group}) <= 1:
        return []
    names = {plain_key(entry.person.name or "") for entry in group}
    if len(names) == 1:
        text = "the same name in one incident"
        return [Reason(text=text, rule=_RULE, claims=_claims(group))]
    finer = dict.fromkeys(
        reason.words
        for turn, one in enumerate(rows)
        for other in rows[turn + 1 :]
        for reason in sorted(part.why((one, other)), key=lambda p: p.feature)
        if reason.feature not in {"rarity", "incident"}
    )
    return [
        Reason(
            text="names that agree in one incident",
            rule=_RULE,
            claims=_claims(group),
            because=tuple(Reason(text=words, rule="M019") for words in finer),
        )
    ]


def _repeats(group: Sequence[_Entry]) -> list[Reason]:
    reasons = []
    by_document: dict[str, list[_Entry]] = defaultdict(list)
    for entry in group:
        by_document[entry.claim.document_id].append(entry)
    for document, entries in by_document.items():
        n_times = _n_times(entries)
        if n_times > 1:
            reasons.append(
                Reason(
                    text=f"stands {n_times} times in one list ({document})",
                    rule=_RULE,
                    met=False,
                    claims=_claims(entries),
                )
            )
    return reasons


def _n_times(entries: Sequence[_Entry]) -> int:
    """Return how often one document names a person: the same words count once."""
    told: list[_Entry] = []
    for entry in entries:
        is_told = any(
            entry.claim.id != other.claim.id and _share_words(entry.claim, other.claim)
            for other in told
        )
        if not is_told:
            told.append(entry)
    return len(told)


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
