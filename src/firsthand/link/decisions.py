"""What people decided about links, in the form linking reads. Method: M012."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from firsthand.model import ClaimId, Decision, IncidentId, Judgement, Value

_PAIR = 2
ANSWERS = frozenset({Decision.SAME, Decision.DIFFERENT, Decision.UNSURE})
_SIDES = "claims"


class Sides(Value, frozen=True, kw_only=True):
    """What a person was asked about: two incidents, or a report and the rest of one.

    Attributes:
        one: Claims of one side, as they stood when it was answered.
        other: Claims of the other.
        by: The judgement that answers.
    """

    one: tuple[ClaimId, ...]
    other: tuple[ClaimId, ...]
    by: str

    def lie_between(self, ours: Collection[str], theirs: Collection[str]) -> bool:
        """Say whether the answer is about two sets of claims, this way or that."""
        return any(
            not set(a).isdisjoint(ours) and not set(b).isdisjoint(theirs)
            for a, b in ((self.one, self.other), (self.other, self.one))
        )


def sides_of(judgement: Judgement) -> Sides | None:
    """Return what an answer about incidents is about; None = it answers no such."""
    if judgement.decision not in ANSWERS:
        return None
    claims = judgement.value_of(_SIDES)
    if claims is None:
        return None
    one, other = claims
    return Sides(one=tuple(one), other=tuple(other), by=judgement.id)


def _staying(judgement: Judgement) -> tuple[ClaimId, ...]:
    """Return the claims from which a split parts others; none = it does not say."""
    _, staying = judgement.value_of(_SIDES) or ((), ())
    return tuple(staying)


def sides_change(one: Iterable[ClaimId], other: Iterable[ClaimId]) -> dict[str, object]:
    """Return the values that a judgement keeps of what was asked (`sides_of`)."""
    return {_SIDES: [sorted(one), sorted(other)]}


class LinkDecisions(Value, frozen=True, kw_only=True):
    """Judgements that override the program.

    Attributes:
        merged: Incident ids that are one, the one to keep first.
        split: An incident id, then the claims or documents that are another incident.
        split_from: For each split, claims that stay: a group that holds none of them is
            not meant; none = any group is.
        moved: A claim, and the incident it belongs to.
        merged_after: For each merge, how many splits were decided before it.
        same: Answers that two sides are one attack, in the order given.
        same_after: For each of these, how many splits were decided before it.
        apart: Answers that two sides are two attacks: nothing joins them.
    """

    merged: tuple[tuple[str, ...], ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    split_from: tuple[tuple[ClaimId, ...], ...] = ()
    moved: tuple[tuple[ClaimId, IncidentId], ...] = ()
    merged_after: tuple[int, ...] = ()
    same: tuple[Sides, ...] = ()
    same_after: tuple[int, ...] = ()
    apart: tuple[Sides, ...] = ()


def link_decisions(judgements: Iterable[Judgement]) -> LinkDecisions:
    """Read merges and splits from judgements in force, in the order given.

    Args:
        judgements: A MERGE names incidents, the kept one first. A SPLIT names an
            incident, then claims or documents. A CORRECT of the field "incident"
            names one claim. A SAME or DIFFERENT holds the claims of two sides; the
            last answer on a pair counts.
    """
    made_by = list(judgements)
    last = {frozenset(made.subjects): made.id for made in made_by if sides_of(made)}
    in_force = set(last.values())
    merged: list[tuple[str, ...]] = []
    split: list[tuple[str, ...]] = []
    split_from: list[tuple[ClaimId, ...]] = []
    moved: list[tuple[ClaimId, IncidentId]] = []
    merged_after: list[int] = []
    same: list[Sides] = []
    same_after: list[int] = []
    apart: list[Sides] = []
    for made in made_by:
        sides = sides_of(made) if made.id in in_force else None
        if sides and made.decision is Decision.SAME:
            same.append(sides)
            same_after.append(len(split))
        elif sides and made.decision is Decision.DIFFERENT:
            apart.append(sides)
        elif made.decision is Decision.MERGE and len(made.subjects) >= _PAIR:
            merged.append(made.subjects)
            merged_after.append(len(split))
        elif made.decision is Decision.SPLIT and len(made.subjects) >= _PAIR:
            split.append(made.subjects)
            split_from.append(_staying(made))
        elif made.decision is Decision.CORRECT:
            moved += [
                (ClaimId(made.subjects[0]), IncidentId(change.value_json.strip('"')))
                for change in made.changes
                if change.field == "incident"
            ]
    return LinkDecisions(
        merged=tuple(merged),
        split=tuple(split),
        split_from=tuple(split_from),
        moved=tuple(moved),
        merged_after=tuple(merged_after),
        same=tuple(same),
        same_after=tuple(same_after),
        apart=tuple(apart),
    )
