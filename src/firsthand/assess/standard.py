"""Reasonable grounds to believe: a checklist that a person works through (OHC-1).

Necessary, never sufficient: what passes here is still to be judged by a named person,
element by element. It does not pass while a contradiction is unanswered, or while
nobody has written down a search for what speaks against it. Method: M105.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence
from firsthand.model import (
    AnyClaim,
    CasualtyClaim,
    Contradiction,
    ContradictionState,
    DenialClaim,
    Reason,
    RootKind,
)

PRIMARY = frozenset({RootKind.WITNESS, RootKind.FIRST_RESPONDER, RootKind.MEDICAL})
"""Voices that tell what they saw or treated themselves (house, after OHC-1)."""


def reasonable_grounds(
    evidence: Evidence,
    contradictions: Iterable[Contradiction],
    searches: Sequence[Reason] = (),
) -> Reason:
    """Work through the checklist of reasonable grounds.

    Args:
        evidence: Claims of the incident.
        contradictions: Those of the incident, with the state that people gave them.
        searches: Searches for what speaks against it, each as a person logged it.

    Returns:
        `met`: every line is met; False: some line is not; None: some line cannot be
        said. With one reason a line. It never says that the standard is reached.
    """
    lines = (
        _primary(evidence),
        _corroborated(evidence),
        _answered(evidence, contradictions),
        _searched(searches),
    )
    met: bool | None = None if any(line.met is None for line in lines) else True
    if any(line.met is False for line in lines):
        met = False
    told = {
        True: "the checklist passes; a named person judges, element by element",
        False: "the checklist does not pass",
        None: "the checklist does not pass: a line cannot be said",
    }[met]
    return Reason(text=told, rule="OHC-1", met=met, because=lines)


def _primary(evidence: Evidence) -> Reason:
    found = []
    for claim in evidence.claims:
        voice = evidence.voice_of(claim)
        if not isinstance(claim, CasualtyClaim) or claim.hedged or claim.negated:
            continue
        if voice.is_determined and voice.is_independent and voice.kind in PRIMARY:
            found.append(claim.id)
    if found:
        text = "somebody who saw it, rescued or treated tells of the harm"
        return Reason(text=text, rule="OHC-1", met=True, claims=tuple(found))
    text = "no witness, first responder or medic who is known tells of the harm"
    return Reason(text=text, rule="OHC-1", met=False)


def _corroborated(evidence: Evidence) -> Reason:
    found = count_independent(evidence.claims, evidence)
    met = True if found.low > 1 else (None if found.high > 1 else False)
    text = {
        True: "a second independent voice tells of the harm",
        None: "whether a second voice is independent is not known",
        False: "no second independent voice tells of the harm",
    }[met]
    return Reason(text=text, rule="OHC-1", met=met, because=(found.reason,))


def _answered(evidence: Evidence, contradictions: Iterable[Contradiction]) -> Reason:
    open_ones = [k for k in contradictions if k.state is ContradictionState.OPEN]
    bare = [k for k in open_ones if _rests_on_a_bare_denial(k, evidence)]
    unanswered = [k for k in open_ones if k not in bare]
    lines = tuple(
        Reason(
            text=f"{k.id} ({k.contradiction_kind.replace('_', ' ')}): {k.why}",
            rule="SFM-1",
            met=None if k in bare else False,
            claims=k.claims,
        )
        for k in (*unanswered, *bare)
    )
    if unanswered:
        text = f"contradictions unanswered: {len(unanswered)}"
        return Reason(text=text, rule="OHC-1", met=False, because=lines)
    text = "every contradiction is answered by a person"
    if bare:
        text += f"; {len(bare)} rest on a party's bare denial: recorded, no veto"
    return Reason(text=text, rule="OHC-1", met=True, because=lines)


def _rests_on_a_bare_denial(made: Contradiction, evidence: Evidence) -> bool:
    """Say whether one side is nothing but a party's denial without particulars."""
    own = [evidence.claim_by_id[i] for i in made.claims if i in evidence.claim_by_id]
    denying = [claim for claim in own if _is_bare(claim, evidence)]
    others = [claim for claim in own if claim not in denying]
    voices = {evidence.voice_of(c).key for c in others if not _of_party(c, evidence)}
    is_outside = len(own) < len(made.claims)
    if not denying and not is_outside:
        return False
    kinds = {"event", "number", "perpetrator", "weapon"}
    if str(made.contradiction_kind) not in kinds or not voices:
        return False
    return "denies" in made.why and not any(_of_party(c, evidence) for c in others)


def _is_bare(claim: AnyClaim, evidence: Evidence) -> bool:
    if isinstance(claim, DenialClaim):
        return True
    is_zero = (
        isinstance(claim, CasualtyClaim)
        and claim.killed is not None
        and claim.killed.high == 0
    )
    return is_zero and _of_party(claim, evidence)


def _of_party(claim: AnyClaim, evidence: Evidence) -> bool:
    return evidence.voice_of(claim).is_interested


def _searched(searches: Sequence[Reason]) -> Reason:
    if searches:
        text = f"searches for what speaks against it, logged: {len(searches)}"
        return Reason(text=text, rule="OHC-1", met=True, because=tuple(searches))
    text = "no search for what speaks against it is logged"
    return Reason(text=text, rule="OHC-1", met=False)
