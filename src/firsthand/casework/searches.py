"""Searches for what speaks against a finding, and letters that ask for a reply.

Both are decisions of a person: who, when, why, about what; each can be undone. Method:
M105, M110. Rule: OHC-1.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from firsthand.casework.case import Case
from firsthand.casework.judging import incident_named, write_decision
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.model import Decision, Judgement, Reason


def log_search(
    case: Case, incident: str, *, where: str, found: str, because: str
) -> Judgement:
    """Write down a search for what speaks against the leading hypothesis.

    Args:
        case: An open case.
        incident: Id of the incident.
        where: Where was looked ("flight logs of the ministry, October").
        found: What was found; "nothing" is an answer, an empty one is not.
        because: Why there.

    Raises:
        UserError: There is no such incident, or a field is empty.
    """
    for name, text in (("--where", where), ("--found", found)):
        if not text.strip():
            raise UserError(f'a search needs {name} "..."; "nothing" is an answer too')
    kept = incident_named(case, incident)
    values = {"where": where.strip(), "found": found.strip()}
    return write_decision(case, Decision.SEARCH, [kept.id], because, values)


def searches_of(state: CaseState, incident_id: str) -> tuple[Reason, ...]:
    """Return the searches logged for an incident, oldest first."""
    return tuple(
        Reason(
            text=f"{made.at:%Y-%m-%d} {made.id}: looked at "
            f"{made.value_of('where')}; found: {made.value_of('found')}",
            rule="OHC-1",
            met=True,
        )
        for made in state.judgements
        if made.decision is Decision.SEARCH and incident_id in made.subjects
    )


@dataclasses.dataclass(frozen=True)
class Letter:
    """A letter that asks somebody for a reply.

    Attributes:
        id: Id of the decision that sent it.
        to: To whom.
        incidents: About what.
        sent: Day it was sent.
        deadline: Day until which a reply is asked for.
        reply: What was answered; None = nothing yet.
        replied: Day of the reply.
    """

    id: str
    to: str
    incidents: tuple[str, ...]
    sent: dt.date
    deadline: dt.date
    reply: str | None = None
    replied: dt.date | None = None

    def state_on(self, day: dt.date) -> str:
        """Say where the letter stands on a day."""
        if self.replied is not None:
            late = ", after the deadline" if self.replied > self.deadline else ""
            return f"answered on {self.replied}{late}"
        if day > self.deadline:
            return f"no reply by {self.deadline}: silence, which denies nothing"
        return f"open until {self.deadline}"


def send_letter(
    case: Case,
    to: str,
    incidents: list[str],
    *,
    sent: dt.date,
    deadline: dt.date,
    because: str,
) -> Judgement:
    """Record a letter with a right of reply.

    Raises:
        UserError: An incident does not exist, or the deadline is before the letter.
    """
    if deadline <= sent:
        raise UserError(f"the deadline {deadline} is not after the letter of {sent}")
    if not to.strip():
        raise UserError("a letter needs somebody it is to")
    kept = [incident_named(case, name).id for name in incidents]
    values = {"to": to.strip(), "sent": str(sent), "deadline": str(deadline)}
    return write_decision(case, Decision.ASK, kept, because, values)


def record_reply(
    case: Case, letter: str, *, reply: str, received: dt.date, because: str
) -> Judgement:
    """Record the reply to a letter; a refusal to reply is a reply.

    Raises:
        UserError: There is no such letter.
    """
    held = {one.id: one for one in letters_of(CaseState(case))}
    if letter not in held:
        raise UserError(f"no letter {letter!r}; list them: firsthand letters")
    if received < held[letter].sent:
        raise UserError(f"a reply of {received} is before {letter} was sent")
    values = {"reply": reply.strip(), "received": str(received)}
    return write_decision(case, Decision.REPLY, [letter], because, values)


def letters_of(state: CaseState) -> tuple[Letter, ...]:
    """Return all letters with their replies, oldest first."""
    replies = {
        made.subjects[0]: made
        for made in state.judgements
        if made.decision is Decision.REPLY
    }
    return tuple(
        _letter(made, replies.get(made.id))
        for made in state.judgements
        if made.decision is Decision.ASK
    )


def _letter(made: Judgement, reply: Judgement | None) -> Letter:
    return Letter(
        id=made.id,
        to=str(made.value_of("to")),
        incidents=made.subjects,
        sent=dt.date.fromisoformat(made.value_of("sent")),
        deadline=dt.date.fromisoformat(made.value_of("deadline")),
        reply=str(reply.value_of("reply")) if reply else None,
        replied=dt.date.fromisoformat(reply.value_of("received")) if reply else None,
    )
