"""What people decided about links, in the form linking reads. Method: M012."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.model import ClaimId, Decision, IncidentId, Judgement, Value

_PAIR = 2


class LinkDecisions(Value, frozen=True, kw_only=True):
    """Judgements that override the program.

    Attributes:
        merged: Incident ids that are one, the one to keep first.
        split: An incident id, then the claims or documents that are another incident.
        moved: A claim, and the incident it belongs to.
        merged_after: For each merge, how many splits were decided before it.
    """

    merged: tuple[tuple[str, ...], ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    moved: tuple[tuple[ClaimId, IncidentId], ...] = ()
    merged_after: tuple[int, ...] = ()


def link_decisions(judgements: Iterable[Judgement]) -> LinkDecisions:
    """Read merges and splits from judgements in force, in the order given.

    Args:
        judgements: A MERGE names incidents, the kept one first. A SPLIT names an
            incident, then claims or documents. A CORRECT of the field "incident"
            names one claim.
    """
    merged: list[tuple[str, ...]] = []
    split: list[tuple[str, ...]] = []
    moved: list[tuple[ClaimId, IncidentId]] = []
    merged_after: list[int] = []
    for made in judgements:
        if made.decision is Decision.MERGE and len(made.subjects) >= _PAIR:
            merged.append(made.subjects)
            merged_after.append(len(split))
        elif made.decision is Decision.SPLIT and len(made.subjects) >= _PAIR:
            split.append(made.subjects)
        elif made.decision is Decision.CORRECT:
            moved += [
                (ClaimId(made.subjects[0]), IncidentId(change.value_json.strip('"')))
                for change in made.changes
                if change.field == "incident"
            ]
    return LinkDecisions(
        merged=tuple(merged),
        split=tuple(split),
        moved=tuple(moved),
        merged_after=tuple(merged_after),
    )
