"""Sums that a reader can do: children and women against the total they are part of.

Each check says what was added, and whether it fits: met, not met, or unknown where a
number is missing. Method: M041.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from firsthand.assess.inputs import Evidence
from firsthand.model import Bounds, CasualtyClaim, ClaimId, Reason

_REACH = 300
"""Code points after a total in which a text breaks it down (house; a paragraph)."""

_GROUPS = ("children", "women", "men")


@dataclasses.dataclass(frozen=True)
class SubTotals:
    """A total and the sub-totals that a text gives for it.

    Attributes:
        total: The claim with the total.
        groups: Group -> bounds ("children" -> 33).
        claims: The total and the claims of the sub-totals.
    """

    total: CasualtyClaim
    groups: dict[str, Bounds]
    claims: tuple[ClaimId, ...]

    @property
    def sum_low(self) -> int | None:
        """Smallest sum of the sub-totals; None = one of them has no number."""
        lows = [bounds.low for bounds in self.groups.values()]
        return None if None in lows else sum(low for low in lows if low is not None)

    @property
    def ceiling(self) -> int | None:
        """Greatest total that the words allow; None = they set no upper bound."""
        return self.total.killed.high if self.total.killed else None

    @property
    def fits(self) -> bool | None:
        """The sub-totals fit into the total; None = cannot be said."""
        if self.sum_low is None or self.ceiling is None:
            return None
        return self.sum_low <= self.ceiling

    @property
    def reason(self) -> Reason:
        """The check, told in one sentence."""
        parts = " + ".join(
            f"{tell_bounds(bounds)} {group}" for group, bounds in self.groups.items()
        )
        total = tell_bounds(self.total.killed)
        relation = {True: "fits into", False: "is more than", None: "cannot be held to"}
        whole = f" = {self.sum_low}" if len(self.groups) > 1 and self.sum_low else ""
        return Reason(
            text=f"{parts}{whole} {relation[self.fits]} {total} killed",
            rule="M041",
            met=self.fits,
            claims=self.claims,
        )


def tell_bounds(bounds: Bounds | None) -> str:
    """Return bounds in words of our own: "46", "at least 200", "up to 40", "8-11"."""
    if bounds is None:
        return "an unstated number of"
    if bounds.vague:
        return f"'{bounds.vague}'"
    if bounds.high is None:
        return f"at least {bounds.low}"
    if bounds.low is None:
        return f"up to {bounds.high}"
    return (
        str(bounds.low) if bounds.low == bounds.high else f"{bounds.low}-{bounds.high}"
    )


def check_sub_totals(evidence: Evidence) -> list[SubTotals]:
    """Hold every breakdown of the dead against the total of the same text.

    A sub-total belongs to the claim it names (`part_of`), or to the total that stands
    last before it in the same text, within a paragraph.
    """
    made: list[SubTotals] = evidence.once(
        "sub-totals", lambda: _checked([c for c in evidence.counts if not c.negated])
    )
    return made


def _checked(tolls: list[CasualtyClaim]) -> list[SubTotals]:
    return [found for total in tolls if (found := _sub_totals_of(total, tolls))]


def _sub_totals_of(
    total: CasualtyClaim, tolls: list[CasualtyClaim]
) -> SubTotals | None:
    if total.killed is None or _is_only_a_group(total):
        return None
    groups = dict(_groups_in(total))
    claims = [total.id]
    for part in _parts_after(total, tolls):
        for group, bounds in _groups_in(part):
            if group not in groups:
                groups[group] = bounds
                claims.append(part.id)
    if not groups:
        return None
    return SubTotals(total, groups, tuple(dict.fromkeys(claims)))


def _groups_in(claim: CasualtyClaim) -> Iterator[tuple[str, Bounds]]:
    for group in _GROUPS:
        bounds: Bounds | None = getattr(claim, group)
        if bounds is not None:
            yield group, bounds


def _is_only_a_group(claim: CasualtyClaim) -> bool:
    """The claim counts children, women or men alone: no total of its own."""
    groups = list(_groups_in(claim))
    return (
        len(groups) == 1 and claim.killed is not None and groups[0][1] == claim.killed
    )


def _parts_after(
    total: CasualtyClaim, tolls: list[CasualtyClaim]
) -> Iterator[CasualtyClaim]:
    for claim in tolls:
        if claim.id == total.id or claim.is_headline != total.is_headline:
            continue
        if claim.part_of is not None:
            if claim.part_of == total.id:
                yield claim
            continue
        is_breakdown = claim.killed is None or _is_only_a_group(claim)
        if (
            is_breakdown
            and claim.wounded is None
            and _last_before(claim, tolls) is total
        ):
            yield claim


def _last_before(
    part: CasualtyClaim, tolls: list[CasualtyClaim]
) -> CasualtyClaim | None:
    """Return the total that stands last before a sub-total, within reach."""
    found = None
    for claim in tolls:
        gap = part.span.start - claim.span.end
        if (
            claim.document_id == part.document_id
            and claim.killed is not None
            and not _is_only_a_group(claim)
            and claim.span.start <= part.span.start
            and gap <= _REACH
            and claim.id != part.id
        ):
            found = claim
    return found
