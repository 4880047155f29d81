"""What a first reader decided, kept from the second: in the log and in exports.

The log itself is whole and so is every proof; what is left out here is what a face of
this operator would tell. Method: M110.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.casework.decisions import ABOUT_CLAIMS
from firsthand.casework.state import CaseState
from firsthand.model import ActId, CustodyEvent, Judgement

_KINDS = {decision.value for decision in ABOUT_CLAIMS}
HIDDEN = "hidden until a second person has read the claim (M110)"


def judgements_as_shown(state: CaseState) -> tuple[Judgement, ...]:
    """Return the judgements of a case without those that are hidden for now."""
    return tuple(
        made
        for made in state.judgements
        if made.decision not in ABOUT_CLAIMS
        or not any(state.is_hidden(key, made.by) for key in made.subjects)
    )


def events_as_shown(state: CaseState) -> Iterator[CustodyEvent]:
    """Yield every event of the log; of hidden decisions it tells only whose and when.

    What was decided and taken back is hidden too.
    """
    hidden: set[ActId] = set()
    for event in state.case.store.events():
        if _is_hidden(state, event) or event.undoes in hidden:
            hidden.add(event.act)
            kind = "undo" if event.undoes else "judge"
            yield msgspec.structs.replace(
                event, act_kind=kind, summary=f"{kind}: {HIDDEN}", because=None
            )
        else:
            yield event


def _is_hidden(state: CaseState, event: CustodyEvent) -> bool:
    if event.act_kind not in _KINDS or event.summary is None:
        return False
    _, *claims = event.summary.split()
    return any(state.is_hidden(key, event.by) for key in claims)
