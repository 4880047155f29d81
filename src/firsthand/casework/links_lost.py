"""Links that rest on claims which may be taken back, and decisions. Method: M107.

The next run makes the links anew from what is left; here they are listed before, so
that nobody is surprised by an incident that falls apart or a decision without ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from firsthand.casework.state import CaseState
from firsthand.model import ClaimId, CopyKind, Decision, DocumentId, Judgement
from firsthand.model.words import many

_HOW = {
    **{kind: f"is a {kind} of" for kind in CopyKind},
    CopyKind.SAME_ORIGIN: "is, a person said, of one origin with",
}
_ABOUT_LINKS = {Decision.MERGE, Decision.SPLIT, Decision.SAME, Decision.DIFFERENT}


def links_on(state: CaseState, gone: AbstractSet[ClaimId]) -> Iterator[str]:
    """Tell every link that rests on claims.

    Args:
        state: The case, with the claims still in it.
        gone: Claims that fall.

    Yields:
        Copies of a text that falls, incidents that lose a report or all of them, people
        named nowhere else, decisions to be looked at again.
    """
    documents = _documents_lost(state, gone)
    yield from _copies(state, documents)
    yield from _incidents(state, gone)
    yield from _people(state, gone)
    yield from _decisions(state, gone, documents)


def _documents_lost(
    state: CaseState, gone: AbstractSet[ClaimId]
) -> frozenset[DocumentId]:
    """Return the documents all of whose claims fall."""
    lost = {claim.document_id for claim in state.counting_claims if claim.id in gone}
    kept = {
        claim.document_id for claim in state.counting_claims if claim.id not in gone
    }
    return frozenset(lost - kept)


def _copies(state: CaseState, lost: AbstractSet[DocumentId]) -> Iterator[str]:
    for origin in state.origins.values():
        for link in origin.links:
            if link.copy_of in lost and link.document_id not in lost:
                yield (
                    f"{link.document_id} {_HOW[link.copy_kind]} {link.copy_of}, "
                    f"which falls: origin {origin.id} is worked out again"
                )


def _incidents(state: CaseState, gone: AbstractSet[ClaimId]) -> Iterator[str]:
    for incident in state.incidents.values():
        held = set(incident.claims)
        if not held & gone:
            continue
        if held <= gone:
            yield f"{incident.id} {incident.title}: nothing is left of it"
            continue
        left = {state.claims[claim].claim.document_id for claim in held - gone}
        parted = [name for name in incident.documents if name not in left]
        if parted:
            rest = many(len(left), "report")
            yield f"{incident.id} loses {', '.join(parted)}; {rest} left"


def _people(state: CaseState, gone: AbstractSet[ClaimId]) -> Iterator[str]:
    lost = [v.id for v in state.victims if v.claims and set(v.claims) <= gone]
    fewer = [v.id for v in state.victims if set(v.claims) & gone and v.id not in lost]
    if lost:
        yield f"people named nowhere else: {', '.join(lost)}"
    if fewer:
        yield f"{', '.join(fewer)}: fewer lists name them"


def _decisions(
    state: CaseState, gone: AbstractSet[ClaimId], lost: AbstractSet[DocumentId]
) -> Iterator[str]:
    touched = {
        name
        for incident in state.incidents.values()
        if set(incident.claims) & gone
        for name in (incident.id, *incident.previous_ids)
    }
    people = {v.id for v in state.victims if set(v.claims) & gone}
    for made in state.judgements:
        if made.decision in _ABOUT_LINKS and _rests_on(made, touched | lost, people):
            what = f"{made.id} {made.decision} {' '.join(made.subjects)}"
            yield f"{what} ({made.because}): rests on what falls; look at it again"


def _rests_on(
    made: Judgement, names: AbstractSet[str], people: AbstractSet[str]
) -> bool:
    if set(made.subjects) & names:
        return True
    named = {
        str(name)
        for change in made.changes
        if change.field == "victims"
        for name in people
        if name in change.value_json
    }
    return bool(named)
