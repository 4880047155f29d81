"""What people decided about incidents: splits, merges, claims moved. Method: M012."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.link.apart import Apart
from firsthand.link.decisions import LinkDecisions
from firsthand.link.groups import Group
from firsthand.model import AnyClaim, ClaimId, Reason

_RULE = "M012"


def split_groups(groups: list[Group], decisions: LinkDecisions) -> list[Group]:
    """Part groups whose claims a person put asunder; join those said to be one attack.

    In the order in which it was decided.
    """
    for number, apart in enumerate(decisions.split):
        _join_same(groups, decisions, number)
        wanted = set(apart[1:])
        staying: set[ClaimId] = set(*decisions.split_from[number : number + 1])
        for group in list(groups):
            if staying and staying.isdisjoint(group.claims):
                continue  # a report of several incidents leaves only this one
            moved = {
                claim_id: claim
                for claim_id, claim in group.claims.items()
                if claim_id in wanted or claim.document_id in wanted
            }
            if not moved or len(moved) == len(group.claims):
                continue
            groups.append(_part(group, moved, number))
    _join_same(groups, decisions, len(decisions.split))
    return groups


def _join_same(groups: list[Group], decisions: LinkDecisions, n_splits: int) -> None:
    """Join what a person said, after so many splits, to be one attack."""
    apart = Apart(decisions.apart)
    for said, after in zip(decisions.same, decisions.same_after, strict=True):
        if after != n_splits:
            continue
        one, other = (_most_of(groups, side) for side in (said.one, said.other))
        if one is None or other is None or one is other:
            continue
        if apart.is_between(one.claims, other.claims):
            continue
        keep, gone = sorted((one, other), key=lambda g: (-len(g.claims), min(g.claims)))
        text = f"a person said that these claims are of this attack ({said.by})"
        because = Reason(text=text, rule=_RULE, met=True, claims=tuple(gone.claims))
        keep.claims.update(gone.claims)
        keep.mentions += gone.mentions
        keep.reasons += [*gone.reasons, because]
        keep.split_by = None if gone.split_by is None else keep.split_by
        groups.remove(gone)


def _most_of(groups: Sequence[Group], claims: Sequence[str]) -> Group | None:
    """Return the group that holds most of some claims; None = nobody holds any."""
    wanted = set(claims)
    best = max(groups, key=lambda g: len(wanted & g.claims.keys()), default=None)
    return best if best and not wanted.isdisjoint(best.claims) else None


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
    apart = Apart(decisions.apart)
    for number, ids in enumerate(decisions.merged):
        after = decisions.merged_after[number : number + 1] or (0,)
        named = [g for g in groups if {g.id, g.kin, *g.former} & set(ids)]
        named += _merged_again(groups, ids, after[0])
        members = [g for g in named if g.claims]
        if not members:
            continue
        keep = min(members, key=lambda g: (g.id != ids[0], g.id or ""))
        for group in members:
            is_named = bool({group.id, *group.former} & set(ids))
            if group is keep or (
                not is_named and apart.is_between(group.claims, keep.claims)
            ):
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
