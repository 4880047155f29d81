"""Whether the dead were civilians, and on what that rests (AIR-3, AIR-4).

People are presumed civilian for recording. The presumption is disputed by a voice
that speaks for no party; a party's word alone is context. That status is established
is for a person to say: no rule here proposes it. Method: M049.
"""

from __future__ import annotations

from firsthand.assess.inputs import Evidence
from firsthand.model import (
    CasualtyClaim,
    CivilianBasis,
    ClaimId,
    Reason,
    StatusWord,
)


def civilian_basis(evidence: Evidence) -> tuple[CivilianBasis | None, Reason]:
    """Return on what civilian status rests, with the claims for and against.

    Returns:
        None where no claim counts anybody harmed.
    """
    made: tuple[CivilianBasis | None, Reason] = evidence.once(
        "civilian basis", lambda: _basis(evidence)
    )
    return made


def _basis(evidence: Evidence) -> tuple[CivilianBasis | None, Reason]:
    said = {
        "civilian": _who_say(evidence, StatusWord.CIVILIAN),
        "combatant": _who_say(evidence, StatusWord.COMBATANT),
        "mixed": _who_say(evidence, StatusWord.MIXED),
    }
    doubts = [
        claim
        for claim in said["combatant"] + said["mixed"]
        if evidence.voice_of(claim).is_independent and not _is_apart(claim, evidence)
    ]
    lines = tuple(
        Reason(text=f"called {word} by {len(claims)} claims", claims=_ids(claims))
        for word, claims in said.items()
        if claims
    )
    if doubts:
        text = "disputed: a voice that speaks for no party counts combatants among them"
        basis = CivilianBasis.DISPUTED
        return basis, _reason(text, met=None, claims=_ids(doubts), because=lines)
    if not evidence.counts:
        return None, _reason("nobody counts people harmed", met=None)
    text = "presumed civilian: no voice that speaks for no party says otherwise"
    return CivilianBasis.PRESUMED, _reason(text, met=True, because=lines)


def _reason(
    text: str,
    *,
    met: bool | None,
    claims: tuple[ClaimId, ...] = (),
    because: tuple[Reason, ...] = (),
) -> Reason:
    return Reason(text=text, rule="AIR-3", met=met, claims=claims, because=because)


def _who_say(evidence: Evidence, word: StatusWord) -> list[CasualtyClaim]:
    return [
        claim
        for claim in evidence.counts
        if claim.status is word and not claim.is_perpetrator and not claim.negated
    ]


def _is_apart(claim: CasualtyClaim, evidence: Evidence) -> bool:
    """A voice that counts civilians and fighters side by side disputes nothing."""
    if claim.part_of is not None or claim.status is not StatusWord.COMBATANT:
        return False
    voice = evidence.voice_of(claim).key
    return any(
        other.status is StatusWord.CIVILIAN and evidence.voice_of(other).key == voice
        for other in evidence.counts
    )


def _ids(claims: list[CasualtyClaim]) -> tuple[ClaimId, ...]:
    return tuple(claim.id for claim in claims)
