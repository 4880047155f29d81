"""Whose assertion a claim is: a root, or a voice that the text leaves unknown.

A voice that speaks for a party to the conflict is interested (AIR-3). Names of private
people never enter a reason: they are told by what they are, and by who quotes them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from firsthand.model import Claim, Protection, Root, RootKind, Source

_NAMED_KINDS = frozenset(
    {
        RootKind.OFFICIAL,
        RootKind.MONITOR,
        RootKind.RECORDER,
        RootKind.NGO,
        RootKind.OUTLET,
        RootKind.ARMED_GROUP,
    }
)
"""Roots that are bodies, not private people: their names may stand in a reason."""

_HOUSE_VOICES = frozenset({RootKind.OFFICIAL, RootKind.OUTLET})
"""Unnamed voices that a party's own paper lends its side."""


@dataclasses.dataclass(frozen=True)
class Voice:
    """Who asserts something, for the purpose of counting and weighing.

    Attributes:
        key: Same key = same voice.
        name: How a reason calls it; never the name of a private person.
        is_determined: False = it may be one already counted.
        is_interested: It speaks for a party to the conflict.
        party: Which party; None = none known.
        kind: What kind of voice; UNKNOWN where the words do not say.
        root: The root; None = the claim was not put to one.
    """

    key: str
    name: str
    is_determined: bool
    is_interested: bool
    party: str | None
    kind: RootKind
    root: Root | None

    @property
    def is_independent(self) -> bool:
        """It speaks for no party, so that it can support a claim by itself."""
        return not self.is_interested


def voice_of_claim(
    claim: Claim,
    *,
    root: Root | None,
    published_by: Source | None,
    named: Source | None,
    origin_id: str | None,
    quoted_by: Sequence[str] = (),
) -> Voice:
    """Return the voice of a claim.

    Args:
        claim: The claim.
        root: Its evidentiary root; None = not linked.
        published_by: Source of its document; None = not stated.
        named: Source record of the root; None = none.
        origin_id: Publication origin of its document; None = not linked.
        quoted_by: Open sources whose texts quote the root; they tell nameless ones.

    An official whom a party's own paper leaves unnamed ("the spokesman said") speaks
    for that party; a witness whom it quotes does not.
    """
    if root is None:
        return _unlinked(claim, published_by, origin_id)
    party = root.party or (named.party if named else None)
    if party is None and not root.is_determined and root.root_kind in _HOUSE_VOICES:
        party = published_by.party if published_by else None
    is_interested = root.is_interested or (True if party else root.is_interested)
    if is_interested is None:
        is_interested = party is not None
    return Voice(
        key=root.id,
        name=_name_of(root, named, quoted_by),
        is_determined=root.is_determined,
        is_interested=is_interested,
        party=party,
        kind=root.root_kind,
        root=root,
    )


def _unlinked(claim: Claim, source: Source | None, origin_id: str | None) -> Voice:
    """A claim without root: unknown, and the same for copies of one text."""
    party = source.party if source and claim.speaker is None else None
    where = origin_id or claim.document_id
    return Voice(
        key=f"?{where}:{claim.speaker or ''}",
        name=f"somebody whom {where} does not let us name",
        is_determined=False,
        is_interested=party is not None,
        party=party,
        kind=RootKind.UNKNOWN,
        root=None,
    )


def _name_of(root: Root, named: Source | None, quoted_by: Sequence[str]) -> str:
    """Return a name that may be printed: bodies by name, people by what they are."""
    if named is not None and named.protection is Protection.OPEN:
        return named.name
    if named is not None:
        return f"{_WHAT[root.root_kind]} (protected)"
    if root.is_determined and (root.is_body or root.root_kind in _NAMED_KINDS):
        return root.label
    if not quoted_by:
        return _WHAT[root.root_kind]
    more = " and others" if len(quoted_by) > _SHOWN else ""
    return f"{_WHAT[root.root_kind]} quoted by {', '.join(quoted_by[:_SHOWN])}{more}"


_SHOWN = 2
_WHAT: Mapping[RootKind, str] = {
    RootKind.WITNESS: "a witness",
    RootKind.FIRST_RESPONDER: "a first responder",
    RootKind.MEDICAL: "a medic",
    RootKind.OFFICIAL: "an official",
    RootKind.MONITOR: "a monitoring group",
    RootKind.RECORDER: "a recorder of casualties",
    RootKind.NGO: "a rights group",
    RootKind.OUTLET: "an outlet",
    RootKind.ARMED_GROUP: "an armed group",
    RootKind.EXPERT: "an expert",
    RootKind.UNKNOWN: "somebody",
}
