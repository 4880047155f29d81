"""Civilian status of each count and of each person named, with its basis (M108).

People are presumed civilian for recording; what a voice of no party says to the
contrary disputes the presumption; a party's word alone is shown and rebuts nothing.
That status is established is for a person to say. Rules: AIR-3, AIR-4.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from firsthand.assess.inputs import Evidence
from firsthand.model import (
    CasualtyClaim,
    CivilianBasis,
    ClaimId,
    StatusWord,
    VictimNamesClaim,
)
from firsthand.reference.folding import plain_key


@dataclasses.dataclass(frozen=True)
class CountStatus:
    """What one count says of who the dead were.

    Attributes:
        claim: The claim.
        said: The words used: "civilian", "combatant", "mixed"; None = "people".
        word: The word itself ("patients").
        by: Whose word it is.
        is_party: That voice speaks for a party.
        basis: On what civilian status of these people rests; None = they are said to
            be combatants, by a voice of no party.
        why: One sentence.
        is_protected: The word names people who are protected whatever their status.
    """

    claim: ClaimId
    said: StatusWord | None
    word: str | None
    by: str
    is_party: bool
    basis: CivilianBasis | None
    why: str
    is_protected: bool


@dataclasses.dataclass(frozen=True)
class PersonStatus:
    """What is said of one person named.

    Attributes:
        key: The name folded: for look-up, never for print.
        claims: Claims that name the person.
        basis: As of a count.
        why: One sentence, without the name.
    """

    key: str
    claims: tuple[ClaimId, ...]
    basis: CivilianBasis | None
    why: str


def status_of_counts(evidence: Evidence) -> tuple[CountStatus, ...]:
    """Return the status of the people of every count of the killed or injured."""
    doubts = _doubts(evidence)
    return tuple(
        _of_count(claim, evidence, doubts)
        for claim in evidence.claims
        if isinstance(claim, CasualtyClaim)
        and (claim.killed is not None or claim.wounded is not None)
        and not (claim.negated or claim.is_perpetrator)
    )


def _doubts(evidence: Evidence) -> list[CasualtyClaim]:
    """Return counts of combatants by voices that speak for no party."""
    return [
        claim
        for claim in evidence.claims
        if isinstance(claim, CasualtyClaim)
        and claim.status is StatusWord.COMBATANT
        and not (claim.negated or claim.is_perpetrator)
        and evidence.voice_of(claim).is_independent
    ]


def _of_count(
    claim: CasualtyClaim, evidence: Evidence, doubts: list[CasualtyClaim]
) -> CountStatus:
    voice = evidence.voice_of(claim)
    basis, why = _basis(claim, evidence, doubts)
    return CountStatus(
        claim=claim.id,
        said=claim.status,
        word=claim.status_word,
        by=voice.name,
        is_party=voice.is_interested,
        basis=basis,
        why=why,
        is_protected=_is_protected(claim.status_word, evidence),
    )


def _basis(
    claim: CasualtyClaim, evidence: Evidence, doubts: list[CasualtyClaim]
) -> tuple[CivilianBasis | None, str]:
    voice = evidence.voice_of(claim)
    if claim.status is StatusWord.COMBATANT and voice.is_independent:
        return None, f"{voice.name} counts them as combatants"
    if claim.status is StatusWord.COMBATANT:
        why = f"{voice.name} speaks for a party: its word alone rebuts no presumption"
        return CivilianBasis.PRESUMED, why
    against = [
        other
        for other in doubts
        if evidence.voice_of(other).key != voice.key and other.part_of != claim.id
    ]
    if claim.status is StatusWord.MIXED or against:
        names = sorted({evidence.voice_of(other).name for other in against})
        why = f"{', '.join(names)} counts combatants" if names else "said to be mixed"
        return CivilianBasis.DISPUTED, why
    if claim.status is StatusWord.CIVILIAN:
        why = f"{voice.name} calls them {claim.status_word or 'civilians'}"
        return CivilianBasis.PRESUMED, f"{why}; nobody of no party says otherwise"
    return CivilianBasis.PRESUMED, "no word of status: presumed civilian (AIR-3)"


def _is_protected(word: str | None, evidence: Evidence) -> bool:
    rows: frozenset[str] = evidence.reference.derived(
        "assess.protected_people",
        lambda reference: frozenset(
            str(word).casefold()
            for row in reference.table("protected_people")
            for word in row["words"]
        ),
    )
    return (word or "").casefold() in rows


def status_of_people(evidence: Evidence) -> tuple[PersonStatus, ...]:
    """Return the status of every person named as harmed, with its basis."""
    named: dict[str, list[CasualtyClaim | VictimNamesClaim]] = defaultdict(list)
    for claim in evidence.claims:
        if isinstance(claim, CasualtyClaim | VictimNamesClaim) and not claim.negated:
            for person in claim.people:
                if person.name:
                    named[plain_key(person.name)].append(claim)
    return tuple(
        PersonStatus(
            key=key,
            claims=tuple(sorted({claim.id for claim in claims})),
            basis=basis,
            why=why,
        )
        for key, claims in sorted(named.items())
        for basis, why in (_of_person(claims, evidence),)
    )


def _of_person(
    claims: Iterable[CasualtyClaim | VictimNamesClaim], evidence: Evidence
) -> tuple[CivilianBasis | None, str]:
    tolls = [claim for claim in claims if isinstance(claim, CasualtyClaim)]
    said = {
        word: [c for c in tolls if c.status is word]
        for word in (StatusWord.CIVILIAN, StatusWord.COMBATANT)
    }
    fighters = said[StatusWord.COMBATANT]
    independent = [c for c in fighters if evidence.voice_of(c).is_independent]
    if independent and said[StatusWord.CIVILIAN]:
        return CivilianBasis.DISPUTED, "a civilian by one voice, a combatant by another"
    if independent:
        return None, "named among combatants by a voice of no party"
    if fighters:
        why = "named among combatants by a party alone: the presumption stands (AIR-3)"
        return CivilianBasis.PRESUMED, why
    return CivilianBasis.PRESUMED, "no voice of no party says otherwise (AIR-3)"
