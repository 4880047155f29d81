"""Which single source, if wrong, moves the range or the grade.

Each root, and each publisher, is taken out in turn and everything is computed anew: no
shortcut is taken, so that what is told is what a withdrawal would do. Method: M101.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from firsthand.assess.findings import assess_incident
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.model import ClaimId, CountRange, Finding, GradeValue
from firsthand.reference import Reference


@dataclasses.dataclass(frozen=True)
class Moved:
    """What taking one source out moves.

    Attributes:
        what: "voice" (a root, wherever it is quoted) or "publisher".
        name: How a reason calls it; never the name of a private person.
        claims: Its claims in the incident.
        ranges: (profile, measure) -> the range before and after; changed ones only.
        grade: The proposed grade before and after; None = it stays.
        independent: Independent voices before and after; None = they stay.
    """

    what: str
    name: str
    claims: tuple[ClaimId, ...]
    ranges: Mapping[tuple[str, str], tuple[CountRange, CountRange]]
    grade: tuple[GradeValue, GradeValue] | None
    independent: tuple[str, str] | None

    @property
    def moves(self) -> bool:
        """It moves a range or the grade."""
        return bool(self.ranges or self.grade)


def sensitivity(inputs: IncidentInputs, reference: Reference) -> tuple[Moved, ...]:
    """Take each source of an incident out in turn.

    Args:
        inputs: The incident with its evidence.
        reference: Reference tables.

    Returns:
        Voices first, then publishers that are more than one voice, in order of name.
        Sources that move nothing are listed too, so that none is left untested.
    """
    evidence = Evidence.of_incident(inputs, reference)
    before = assess_incident(inputs, reference).finding
    seen: set[frozenset[ClaimId]] = set()
    out = []
    for what, name, claims in (*_voices(evidence), *_publishers(evidence)):
        if claims in seen:
            continue
        seen.add(claims)
        after = assess_incident(without(inputs, claims), reference).finding
        out.append(_moved(what, name, claims, before, after))
    return tuple(out)


def without(inputs: IncidentInputs, claims: Iterable[ClaimId]) -> IncidentInputs:
    """Return the inputs as if some claims had never been made."""
    gone = set(claims)
    incident = inputs.incident
    kept = tuple(c for c in inputs.claims if c.id not in gone)
    return msgspec.structs.replace(
        inputs,
        incident=msgspec.structs.replace(
            incident, claims=tuple(c for c in incident.claims if c not in gone)
        ),
        claims=kept,
        responses_pool=tuple(c for c in inputs.responses_pool if c.id not in gone),
        roots=tuple(
            msgspec.structs.replace(
                root, claims=tuple(c for c in root.claims if c not in gone)
            )
            for root in inputs.roots
        ),
        victims=tuple(
            msgspec.structs.replace(
                victim, claims=tuple(c for c in victim.claims if c not in gone)
            )
            for victim in inputs.victims
        ),
    )


_Source = tuple[str, str, frozenset[ClaimId]]


def _voices(evidence: Evidence) -> list[_Source]:
    names: dict[str, str] = {}
    said: dict[str, set[ClaimId]] = defaultdict(set)
    for claim in evidence.claims:
        voice = evidence.voice_of(claim)
        names[voice.key] = voice.name
        said[voice.key].add(claim.id)
    made = [("voice", names[key], frozenset(ids)) for key, ids in said.items()]
    return sorted(made, key=lambda one: (one[1], sorted(one[2])))


def _publishers(evidence: Evidence) -> list[_Source]:
    names: dict[str, str] = {}
    told: dict[str, set[ClaimId]] = defaultdict(set)
    for claim in evidence.claims:
        source = evidence.source_of(claim.document_id)
        if source is not None:
            is_open = evidence.is_open(claim)
            names[source.id] = source.name if is_open else "a protected source"
            told[source.id].add(claim.id)
    made = [("publisher", names[key], frozenset(ids)) for key, ids in told.items()]
    return sorted(made, key=lambda one: (one[1], sorted(one[2])))


def _moved(
    what: str, name: str, claims: frozenset[ClaimId], before: Finding, after: Finding
) -> Moved:
    was, now = _ranges(before), _ranges(after)
    grades = (before.grade.proposed, after.grade.proposed)
    counts = (before.independence.told, after.independence.told)
    return Moved(
        what=what,
        name=name,
        claims=tuple(sorted(claims)),
        ranges={
            key: (was[key], now.get(key, CountRange()))
            for key in sorted(was)
            if was[key] != now.get(key, CountRange())
        },
        grade=grades if grades[0] is not grades[1] else None,
        independent=counts if counts[0] != counts[1] else None,
    )


def _ranges(finding: Finding) -> dict[tuple[str, str], CountRange]:
    return {(made.profile, made.measure): made.range for made in finding.ranges}
