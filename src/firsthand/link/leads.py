"""What a document is mainly about, and what else it reports. Method: M012.

A document tells of one attack unless it alleges harm at another place or on other
days too. Where it tells of one, what it says without a place or day follows its lead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firsthand.link.passages import Passage
from firsthand.link.same_people import join_same_people, take_in
from firsthand.link.sites import Nearness, days_between, nearness

Asks = Callable[[Passage], bool]

_SAME = {Nearness.SAME, Nearness.INSIDE, Nearness.NESTED}


def lead_and_others(
    passages: Sequence[Passage], can_lead: Sequence[Asks], *, is_of_many: bool = False
) -> tuple[list[Passage], int | None]:
    """Let passages follow the lead of their document where nothing forbids it.

    Args:
        passages: Those of one document, in the order of the text; the lead takes in
            others.
        can_lead: What makes a passage the lead; the first question that one
            answers counts.
        is_of_many: The document is about more than one attack: nothing follows.

    Returns:
        The passages left, and the number of the lead; None = none can lead.
    """
    held = join_same_people([p for p in passages if p.claims])
    lead = next((p for asks in can_lead for p in held if asks(p)), None)
    if lead is None or is_of_many:
        return held, lead.number if lead else None
    kept = [p for p in held if p is lead or p.is_other or is_apart(lead, p)]
    if not any(can_lead[0](p) for p in kept if p is not lead):
        for passage in held:
            if not any(passage is one for one in kept):
                take_in(lead, passage)
        held = kept
    return held, lead.number


def is_apart(lead: Passage, passage: Passage) -> bool:
    """Say whether a passage stands at another place or on other days."""
    return _is_elsewhere(lead, passage) or _is_another_day(lead, passage)


def _is_elsewhere(lead: Passage, passage: Passage) -> bool:
    return bool(lead.places and passage.places) and not any(
        nearness(a, b) in _SAME for a in lead.places for b in passage.places
    )


def _is_another_day(lead: Passage, passage: Passage) -> bool:
    return bool(lead.dates and passage.dates) and not any(
        days_between(a, b) == 0 for a in lead.dates for b in passage.dates
    )
