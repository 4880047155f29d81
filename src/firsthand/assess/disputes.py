"""How a contradiction is made: one place gives it its id and refuses half a one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.assess.inputs import Evidence
from firsthand.model import (
    AnyClaim,
    Claim,
    ClaimId,
    Contradiction,
    ContradictionKind,
    IncidentId,
    digest_of,
)


def contradict(
    kind: ContradictionKind,
    claims: Iterable[ClaimId],
    *,
    why: str,
    could_hold_if: Sequence[str],
    would_settle: str,
    incident_id: IncidentId | None,
) -> Contradiction:
    """Make a contradiction whose id follows from its kind and its claims (M042)."""
    ids = tuple(sorted(set(claims)))
    name = digest_of([str(kind), incident_id, list(ids)])[:12]
    return Contradiction(
        id=f"K-{name}",
        contradiction_kind=kind,
        claims=ids,
        why=why,
        could_hold_if=tuple(could_hold_if),
        would_settle=would_settle,
        incident_id=incident_id,
    )


def leading(claims: Iterable[AnyClaim], evidence: Evidence) -> list[AnyClaim]:
    """Leave out what copies repeat of a first text that is held (M032)."""
    return [claim for claim in claims if not evidence.repeats_first(claim)]


def ids(claims: Iterable[Claim]) -> list[ClaimId]:
    """Return the ids of claims, in order."""
    return [claim.id for claim in claims]
