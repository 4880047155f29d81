"""What people decided about links, in the form linking reads. Method: M010, M012."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from firsthand.model import ClaimId, Decision, IncidentId, Judgement, Value

_PAIR = 2
ANSWERS = frozenset({Decision.SAME, Decision.DIFFERENT, Decision.UNSURE})
ATTACKS, ORIGINS = "claims", "documents"
"""What answers are about: sides of claims (one attack?), of documents (one origin?)."""


class Sides(Value, frozen=True, kw_only=True):
    """What a person was asked about: two incidents, or a report and the rest of one.

    Or two documents, of which one may draw on the other.

    Attributes:
        one: Claims of one side, as they stood when it was answered; or a document.
        other: Claims of the other; or another document.
        by: The judgement that answers.
    """

    one: tuple[str, ...]
    other: tuple[str, ...]
    by: str

    def lie_between(self, ours: Collection[str], theirs: Collection[str]) -> bool:
        """Say whether the answer is about two sets of claims, this way or that."""
        return any(
            not set(a).isdisjoint(ours) and not set(b).isdisjoint(theirs)
            for a, b in ((self.one, self.other), (self.other, self.one))
        )


def sides_of(judgement: Judgement, about: str = ATTACKS) -> Sides | None:
    """Return the two sides that an answer is about; None = it answers no such.

    Args:
        judgement: Any.
        about: `ATTACKS` or `ORIGINS`.
    """
    if judgement.decision not in ANSWERS:
        return None
    held = judgement.value_of(about)
    if held is None:
        return None
    one, other = held
    return Sides(one=tuple(one), other=tuple(other), by=judgement.id)


def last_answers(judgements: Iterable[Judgement], about: str) -> list[Judgement]:
    """Return the last answer on each pair of what was asked, in the order given."""
    last: dict[frozenset[str], Judgement] = {}
    for made in judgements:
        if sides_of(made, about) is not None:
            last[frozenset(made.subjects)] = made
    return list(last.values())


def _staying(judgement: Judgement) -> tuple[ClaimId, ...]:
    """Return the claims from which a split parts others; none = it does not say."""
    _, staying = judgement.value_of(ATTACKS) or ((), ())
    return tuple(staying)


def sides_change(
    one: Iterable[str], other: Iterable[str], about: str = ATTACKS
) -> dict[str, object]:
    """Return the values that a judgement keeps of what was asked (`sides_of`)."""
    return {about: [sorted(one), sorted(other)]}


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
        drawn: Answers that of two documents one draws on the other, in the order given.
        undrawn: Answers that neither does: no origin holds both.
    """

    merged: tuple[tuple[str, ...], ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    split_from: tuple[tuple[ClaimId, ...], ...] = ()
    moved: tuple[tuple[ClaimId, IncidentId], ...] = ()
    merged_after: tuple[int, ...] = ()
    same: tuple[Sides, ...] = ()
    same_after: tuple[int, ...] = ()
    apart: tuple[Sides, ...] = ()
    drawn: tuple[Sides, ...] = ()
    undrawn: tuple[Sides, ...] = ()


def link_decisions(judgements: Iterable[Judgement]) -> LinkDecisions:
    """Read merges and splits from judgements in force, in the order given.

    Args:
        judgements: A MERGE names incidents, the kept one first. A SPLIT names an
            incident, then claims or documents. A CORRECT of the field "incident"
            names one claim. A SAME or DIFFERENT holds the claims, or the documents, of
            two sides; the last answer on a pair counts.
    """
    made_by = list(judgements)
    in_force = {made.id for made in last_answers(made_by, ATTACKS)}
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
        drawn=_on_origins(made_by, Decision.SAME),
        undrawn=_on_origins(made_by, Decision.DIFFERENT),
    )


def _on_origins(
    judgements: Sequence[Judgement], decision: Decision
) -> tuple[Sides, ...]:
    held = [
        sides_of(made, ORIGINS)
        for made in last_answers(judgements, ORIGINS)
        if made.decision is decision
    ]
    return tuple(sides for sides in held if sides is not None)
