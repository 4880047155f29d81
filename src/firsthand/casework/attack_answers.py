"""Answers to "one attack or two?": which bind, and which are open again. Method: M012.

An answer holds the claims of the two sides it was given on. It binds every later run,
whatever arrives, until a report that it was given on is taken back: then it is open
again, and asked again. Claims that are rejected or read otherwise leave a side; when a
side has none left there is nothing to bind.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from firsthand.casework.state import CaseState
from firsthand.link.decisions import LinkDecisions, Sides, link_decisions, sides_of
from firsthand.model import ClaimId, Decision, DocumentId, Judgement

IN_WORDS = {
    Decision.SAME: "one attack",
    Decision.DIFFERENT: "two attacks",
    Decision.UNSURE: "not enough to say",
}
"""What an answer says of two sides."""


@dataclasses.dataclass(frozen=True)
class AttackAnswer:
    """An answer, and whether it binds.

    Attributes:
        made: The judgement.
        sides: What it is about.
        lost: Reports it was given on that were taken back since; none = it binds.
    """

    made: Judgement
    sides: Sides
    lost: tuple[DocumentId, ...]


def answers_on_attacks(state: CaseState) -> Iterator[AttackAnswer]:
    """Yield the last answer on each pair of incidents, in the order given."""
    last = {
        frozenset(made.subjects): made for made in state.judgements if sides_of(made)
    }
    for made in last.values():
        sides = sides_of(made)
        if sides is not None:
            told = {document_of(claim) for claim in (*sides.one, *sides.other)}
            yield AttackAnswer(made, sides, tuple(sorted(told & state.withdrawn)))


def decisions_in_force(state: CaseState) -> LinkDecisions:
    """Return what people decided of incidents, answers that are open again left out."""
    is_open = {answer.made.id for answer in answers_on_attacks(state) if answer.lost}
    return link_decisions(made for made in state.judgements if made.id not in is_open)


def document_of(claim: ClaimId) -> DocumentId:
    """Return the document in which a claim stands; its id says it."""
    return DocumentId(claim.partition("#")[0])
