"""What people decided about incidents: splits, merges, claims moved. Method: M012."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.link.decisions import LinkDecisions
from firsthand.link.groups import Group
from firsthand.model import AnyClaim, ClaimId, Reason

_RULE = "M012"


def split_groups(groups: list[Group], decisions: LinkDecisions) -> list[Group]:
    """Part groups whose claims a person put asunder."""
    for number, apart in enumerate(decisions.split):
        wanted = set(apart[1:])
        for group in list(groups):
            moved = {
                claim_id: claim
                for claim_id, claim in group.claims.items()
                if claim_id in wanted or claim.document_id in wanted
            }
            if not moved or len(moved) == len(group.claims):
                continue
            groups.append(_part(group, moved, number))
    return groups


def _part(group: Group, moved: Mapping[ClaimId, AnyClaim], number: int) -> Group:
    """Take claims out of a group; return them as a group of their own."""
    documents = {claim.document_id for claim in moved.values()}
    for claim_id in moved:
        del group.claims[claim_id]
    staying = {claim.document_id for claim in group.claims.values()}
    mentions = [m for m in group.mentions if m.passage.document_id in documents]
    group.mentions = [m for m in group.mentions if m.passage.document_id in staying]
    because = Reason(
        text="a person split these claims off",
        rule=_RULE,
        met=True,
        claims=tuple(moved),
    )
    return Group(mentions, dict(moved), [because], split_by=number)


def merge_groups(groups: list[Group], decisions: LinkDecisions) -> list[Group]:
    """Join groups that a person said are one; the first named id stays."""
    for number, ids in enumerate(decisions.merged):
        after = decisions.merged_after[number : number + 1] or (0,)
        named = [g for g in groups if {g.id, g.kin, *g.former} & set(ids)]
        named += _merged_again(groups, ids, after[0])
        members = [g for g in named if g.claims]
        if not members:
            continue
        keep = min(members, key=lambda g: (g.id != ids[0], g.id or ""))
        for group in members:
            if group is keep:
                continue
            keep.claims.update(group.claims)
            keep.mentions += group.mentions
            keep.reasons += group.reasons
            keep.former = (
                *keep.former,
                *((group.id,) if group.id else ()),
                *group.former,
            )
            groups.remove(group)
    return groups


def _merged_again(
    groups: Sequence[Group], ids: Sequence[str], n_splits: int
) -> list[Group]:
    """Return what was split off, got an id, and was merged back under it.

    Its own id is by now a former id of the incident that it came from, so that it is
    known by the order of the decisions: only a later merge that names such a former
    id can mean it.
    """
    former = {name for group in groups for name in group.former}
    means_a_former = bool(former & set(ids))
    return [
        group
        for group in groups
        if means_a_former
        and group.id is None
        and group.split_by is not None
        and group.split_by < n_splits
        and group.parted_from in ids
    ]


def move_claims(
    groups: Sequence[Group],
    decisions: LinkDecisions,
    claims: Mapping[ClaimId, AnyClaim],
) -> set[ClaimId]:
    """Put single claims where a person said they belong; return those moved."""
    moved: set[ClaimId] = set()
    by_id = {name: g for g in groups for name in (g.id, *g.former) if name}
    for claim_id, incident_id in decisions.moved:
        claim = claims.get(claim_id)
        target = by_id.get(incident_id)
        if claim is None or target is None:
            continue
        for group in groups:
            group.claims.pop(claim_id, None)
        moved.add(claim_id)
        target.claims[claim_id] = claim
        target.reasons.append(
            Reason(
                text="a person put this claim here",
                rule=_RULE,
                met=True,
                claims=(claim_id,),
            )
        )
    return moved
