"""Named people of a case's incidents: who is one person, and why.

Method: M013, M016, M018, M019.

Reads: people as claims name them, by incident. Writes: groups, with how each pair
compares. One set of weights serves the whole case; nobody is joined across incidents.
What a person answered binds, teaches the weights, and fits only the very words judged.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from firsthand.link.engine.choose import open_engine
from firsthand.link.engine.port import LinkEngine
from firsthand.link.people.group import group_people
from firsthand.link.people.match import (
    SHORT_LIST,
    Answers,
    Matched,
    Part,
    match_people,
)
from firsthand.link.people.rows import People, column_of
from firsthand.link.people.weigh import chance_of
from firsthand.model import ClaimId, DocumentId, IncidentId, Person
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

_SAME_NAME = 4.0
"""Log2 odds of two equal full names in one incident: namesakes there are rare."""
_QUESTION = -0.5
"""Most log2 odds of a lone word and a fuller name, or of two names of which one part is
another: a question for a person, whatever age and place say."""
_OTHER = 1
"""The level of given and family names that are not alike (`people_levels`)."""
_AGE_SLACK_IN_LIST = 1
_AGE_SLACK = 5
_KIN_ODDS = 3.0
Row = int
PairOfRows = tuple[Row, Row]


@dataclasses.dataclass(frozen=True)
class NamedPerson:
    """One naming of a person, in one claim.

    Attributes:
        key: Opaque name of this naming; another once the words are read otherwise.
        person: As the claim says.
        claim_id: The claim.
        document_id: Its document.
        incident_id: Its incident; None = not linked.
    """

    key: str
    person: Person
    claim_id: ClaimId
    document_id: DocumentId
    incident_id: IncidentId | None


def naming_key(claim_id: str, row: int, person: Person) -> str:
    """Return the opaque name of a naming: its claim, place in it, and words."""
    said = f"{claim_id}|{row}|{plain_key(person.name or '')}"
    return f"N-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


@dataclasses.dataclass(frozen=True)
class WhereToMatch:
    """Where people are compared.

    Attributes:
        open_engine: Opens the engine for those who may go there; None = on this
            machine, DuckDB only where there are many.
        stay: Documents whose people never leave this machine, and with them all
            people of the incidents they speak of.
    """

    open_engine: Callable[[], LinkEngine] | None = None
    stay: Collection[DocumentId] = ()


@dataclasses.dataclass(frozen=True)
class NamedPeople:
    """Namings put together.

    Attributes:
        people: The namings, in the order given.
        group: For each, the first naming of its person.
        odds: Log2 odds of pairs in one incident that are worth knowing, smaller first.
        found: What matching found; rows are `people`.
        place: Where a pair stands in `found`.
        kin: For each, how many other persons of its incident share its kin's names.
    """

    people: tuple[NamedPerson, ...]
    group: tuple[Row, ...]
    odds: Mapping[PairOfRows, float]
    found: Matched
    place: Mapping[PairOfRows, int]
    kin: tuple[int, ...]

    def chance(self, pair: PairOfRows) -> float | None:
        """Return the chance that a pair is one person; None = hardly alike."""
        odds = self.odds.get(pair)
        return None if odds is None else float(chance_of(np.array([odds]))[0])

    def rule(self, pair: PairOfRows) -> str | None:
        """Return the rule that set the odds; None = the weights alone did."""
        place, odds = self.place.get(pair), self.odds.get(pair)
        weighed = None if place is None else float(self.found.odds[place])
        if odds is None or odds == weighed:
            return None
        if odds == _SAME_NAME:
            return "equal full names in one incident are seldom two people"
        return "names of which one part is another, or missing, are only asked"

    def why(self, pair: PairOfRows) -> list[Part]:
        """Return what speaks for and against a pair; empty = not worth comparing."""
        place = self.place.get(pair)
        return [] if place is None else self.found.why(place)


def match_named(
    people: Sequence[NamedPerson],
    reference: Reference,
    *,
    answers: Answers | None = None,
    where: WhereToMatch | None = None,
) -> list[NamedPeople]:
    """Put namings together that are one person, incident by incident.

    Args:
        people: Namings with distinct keys, in an order that does not change.
        reference: Rows on names and weights.
        answers: What a person said of pairs of keys.
        where: Where to compare; None = on this machine.

    Returns:
        One part, or two where some people must stay on this machine.
    """
    chosen = where or WhereToMatch()
    away: list[NamedPerson] = []
    here = list(people)
    if chosen.open_engine is not None:
        here, away = divided(people, chosen.stay)
    parts = [_matched(here, reference, answers, None)] if here else []
    if away:
        parts.append(_matched(away, reference, answers, chosen.open_engine))
    return parts


def divided(
    people: Iterable[NamedPerson], stay: Collection[DocumentId]
) -> tuple[list[NamedPerson], list[NamedPerson]]:
    """Return those who stay on this machine, and those who may be compared elsewhere.

    Whoever shares an incident with a protected naming stays with it.
    """
    named = list(people)
    kept = {p.incident_id for p in named if p.document_id in stay}
    return (
        [p for p in named if p.incident_id in kept],
        [p for p in named if p.incident_id not in kept],
    )


def _matched(
    people: Sequence[NamedPerson],
    reference: Reference,
    answers: Answers | None,
    opened: Callable[[], LinkEngine] | None,
) -> NamedPeople:
    engine: LinkEngine | None = None
    if opened is not None:
        engine = opened()
    elif len(people) > SHORT_LIST:
        engine = open_engine("duckdb")
    try:
        found = match_people(_table(people), engine, reference, answers=answers)
    finally:
        if engine is not None:
            engine.close()
    return _grouped(people, found, answers or Answers())


def _table(people: Sequence[NamedPerson]) -> People:
    said = [naming.person for naming in people]
    columns: dict[str, Sequence[Any]] = {
        "name": [person.name for person in said],
        "age": [person.age for person in said],
        "sex": [person.sex for person in said],
        "age_group": [_age_group(person) for person in said],
        "incident": [naming.incident_id for naming in people],
        "list": [naming.document_id for naming in people],
    }
    fields = {name: column_of(values) for name, values in columns.items()}
    return People(tuple(naming.key for naming in people), fields, {}, {})


def _age_group(person: Person) -> str | None:
    if person.is_child is None:
        return None
    return "child" if person.is_child else "adult"


def _grouped(
    people: Sequence[NamedPerson], found: Matched, answers: Answers
) -> NamedPeople:
    place = _places(people, found)
    odds = {pair: float(found.odds[at]) for pair, at in place.items()}
    _note_equal_names(people, odds)
    for pair in list(odds):
        is_lone = _is_lone_word(*(people[row].person for row in pair))
        if is_lone or _has_other_name(found, place.get(pair)):
            odds[pair] = min(odds[pair], _QUESTION)
    row_of = {naming.key: row for row, naming in enumerate(people)}
    different = _pairs(answers.different, row_of)
    unlike = [pair for pair in odds if _cannot_be_one(*(people[row] for row in pair))]
    group = group_people(
        len(people),
        ((one, other, value) for (one, other), value in odds.items()),
        least=found.threshold,
        together=[
            pair
            for pair in _pairs(answers.same, row_of)
            if people[pair[0]].incident_id == people[pair[1]].incident_id
        ],
        apart=[*different, *unlike],
    )
    kin = _kin(found, place, group)
    return NamedPeople(tuple(people), tuple(group), odds, found, place, kin)


def _places(people: Sequence[NamedPerson], found: Matched) -> dict[PairOfRows, int]:
    """Return where each pair of one incident stands among the pairs found."""
    return {
        (one, other): at
        for at, (one, other) in enumerate(found.pairs.tolist())
        if people[one].incident_id == people[other].incident_id
    }


def _note_equal_names(
    people: Sequence[NamedPerson], odds: dict[PairOfRows, float]
) -> None:
    """Let equal full names of one incident count for no less than `_SAME_NAME`."""
    rows: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row, naming in enumerate(people):
        rows[naming.incident_id, plain_key(naming.person.name or "")].append(row)
    for same in rows.values():
        for turn, one in enumerate(same):
            for other in same[turn + 1 :]:
                pair = (one, other)
                odds[pair] = max(odds.get(pair, _SAME_NAME), _SAME_NAME)


def _is_lone_word(one: Person, other: Person) -> bool:
    names = [plain_key(person.name or "") for person in (one, other)]
    return names[0] != names[1] and any(" " not in name for name in names)


def _has_other_name(found: Matched, at: int | None) -> bool:
    """Say whether the given or the family names of a pair found are not alike."""
    if at is None:
        return False
    levels = found.patterns.levels[found.pattern[at]]
    names = zip(found.model.features, levels.tolist(), strict=True)
    return any(name in {"given", "family"} and n == _OTHER for name, n in names)


def _cannot_be_one(one: NamedPerson, other: NamedPerson) -> bool:
    """Say whether sex or age, where both are stated, forbid one person."""
    ours, theirs = one.person, other.person
    if ours.sex and theirs.sex and ours.sex != theirs.sex:
        return True
    if ours.age is None or theirs.age is None:
        return False
    is_one_list = one.document_id == other.document_id
    slack = _AGE_SLACK_IN_LIST if is_one_list else _AGE_SLACK
    return abs(ours.age - theirs.age) > slack


def _pairs(
    said: Iterable[tuple[str, str]], row_of: Mapping[str, Row]
) -> list[PairOfRows]:
    return [
        (min(row_of[one], row_of[other]), max(row_of[one], row_of[other]))
        for one, other in said
        if one in row_of and other in row_of and one != other
    ]


def _kin(
    found: Matched, place: Mapping[PairOfRows, int], group: Sequence[Row]
) -> tuple[int, ...]:
    others: dict[Row, set[Row]] = defaultdict(set)
    for (one, other), at in place.items():
        ours, theirs = group[one], group[other]
        if ours != theirs and found.kin_odds[at] >= _KIN_ODDS:
            others[ours].add(theirs)
            others[theirs].add(ours)
    return tuple(len(others[first]) for first in group)
