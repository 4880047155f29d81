"""What a person decides, written down: who, when, why, about exactly what.

Every judgement is a record and every one can be undone by another act. Nothing here
changes a claim or an incident: the next run takes the judgement into account.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.corrections import read_change
from firsthand.casework.decisions import apply_changes, is_claim
from firsthand.errors import UserError
from firsthand.model import (
    ActId,
    AnyClaim,
    Change,
    Claim,
    ClaimId,
    Contradiction,
    ContradictionState,
    CustodyEvent,
    Decision,
    Document,
    Incident,
    Judgement,
    Sha256,
    Source,
    canonical_bytes,
    digest_of,
)
from firsthand.store import Act, Receipt

ANSWERS = {"y": Decision.SAME, "n": Decision.DIFFERENT, "?": Decision.UNSURE}
"""What a person answers to "one or two?", and the decision that it is."""


def accept(case: Case, claim_ids: Sequence[str], because: str) -> Judgement:
    """Accept claims as read."""
    return _judge_claims(case, Decision.ACCEPT, claim_ids, because)


def reject(case: Case, claim_ids: Sequence[str], because: str) -> Judgement:
    """Reject claims: they stay visible and count for nothing."""
    return _judge_claims(case, Decision.REJECT, claim_ids, because)


def correct(
    case: Case, claim_id: str, settings: Sequence[str], because: str
) -> Judgement:
    """Correct fields of a claim; its span and quote never change.

    Args:
        case: An open case.
        claim_id: The claim.
        settings: "field=value", as a person types them ("killed=49-").
        because: Why.

    Raises:
        UserError: Names the field and what fits it.
    """
    claim = claim_of(case, claim_id)
    changes = tuple(read_change(claim, setting) for setting in settings)
    apply_changes(claim, changes)
    return _commit(
        case,
        Decision.CORRECT,
        [claim_id],
        because,
        on=digest_of(claim),
        changes=changes,
    )


def merge(case: Case, incident_ids: Sequence[str], because: str) -> Judgement:
    """Say that incidents are one; the first id stays, the others are kept with it."""
    if len(set(incident_ids)) < 2:  # noqa: PLR2004  a merge needs two
        raise UserError("merge needs two incidents: firsthand merge I-001 I-004 ...")
    incidents = [_incident(case, key) for key in incident_ids]
    members = [list(incident.claims) for incident in incidents]
    changes = (_change("claims", members),)
    return _commit(case, Decision.MERGE, incident_ids, because, changes=changes)


def split(
    case: Case, incident_id: str, document_ids: Sequence[str], because: str
) -> Judgement:
    """Say that what some documents report is not this incident."""
    incident = _incident(case, incident_id)
    strangers = [key for key in document_ids if key not in incident.documents]
    if strangers or not document_ids:
        held = ", ".join(incident.documents)
        raise UserError(
            f"{incident_id} has no document {', '.join(strangers) or '(none named)'}; "
            f"its documents are {held}"
        )
    leaving: list[ClaimId] = []
    staying: list[ClaimId] = []
    for key in incident.claims:
        claim = case.store.get(key)
        is_leaving = isinstance(claim, Claim) and claim.document_id in document_ids
        (leaving if is_leaving else staying).append(key)
    if not staying:
        raise UserError(f"all of {incident_id} would leave it; nothing to split")
    changes = (_change("claims", [leaving, staying]),)
    subjects = [incident_id, *document_ids]
    return _commit(case, Decision.SPLIT, subjects, because, changes=changes)


def answer_meant(said: str) -> Decision:
    """Return the decision that an answer to "one or two?" is.

    Raises:
        UserError: It is none of "y", "n", "?".
    """
    if said not in ANSWERS:
        raise UserError(f"answer {said!r}: write y, n or ? (not enough to say)")
    return ANSWERS[said]


def withdraw(case: Case, names: Sequence[str], because: str) -> Judgement:
    """Withdraw sources or documents: their claims stay visible, count for nothing."""
    return _commit(
        case, Decision.WITHDRAW, [_source_or_document(case, n) for n in names], because
    )


def settle(
    case: Case, contradiction_id: str, state: ContradictionState, because: str
) -> Judgement:
    """Explain a contradiction, or accept it as disputed; a note is compulsory."""
    found = case.store.get(contradiction_id)
    if not isinstance(found, Contradiction):
        raise UserError(
            f"no contradiction {contradiction_id!r}; list them: "
            "firsthand contradictions"
        )
    changes = (_change("state", state.value),)
    on = digest_of(found)
    subjects = [contradiction_id]
    return _commit(case, Decision.SETTLE, subjects, because, on=on, changes=changes)


def undo(case: Case, act: str | None = None, because: str | None = None) -> Receipt:
    """Undo an act: the newest one by default. Undoing an undo restores it.

    Args:
        case: An open case.
        act: Its id, the number of its entry, or the judgement it brought ("J-007").
        because: Why.

    Raises:
        UserError: There is no such act, or it is one that only a run makes.
    """
    with case.writing():
        target = _act_to_undo(case, act)
        _refuse_moved(case, target)
        summary = f"undid {target.act_kind}: {target.summary or target.act}"
        made = Act(
            kind="undo",
            by=case.operator,
            tool=case.act("undo").tool,
            because=because,
            undoes=ActId(target.act),
            summary=summary,
        )
        return case.store.commit(made)


# What people do; the rest only repeats what the program derives.
_STATEMENTS = {"identify", "locate", "compare", "second-look", "tick", "put"}
_UNDOABLE = {
    "add",
    "check",
    *_STATEMENTS,
    *(decision.value for decision in Decision),
}


def _refuse_moved(case: Case, target: CustodyEvent) -> None:
    """Refuse where records of the act stand under another one since a sealing (F015).

    To undo it would leave them in force without a word.
    """
    erased = getattr(case.store, "erased", {})
    for event in case.store.events() if erased else ():
        is_it = event.act == target.act and event.entry_type == "segment"
        if is_it and event.sha256 in erased:
            raise UserError(
                f"{target.summary or target.act}: holds, or held, what was sealed or "
                "erased since, so it cannot be undone as a whole. Take back single "
                "documents: firsthand withdraw D-... --because ..."
            )


def _act_to_undo(case: Case, act: str | None) -> CustodyEvent:
    events = list(case.store.events())
    undone = {event.undoes for event in events if event.undoes}
    if act is not None:
        wanted = {act, *_acts_of_judgement(case, act)}
        named = [e for e in events if {e.act, str(e.seq)} & wanted]
        if not named:
            raise UserError(f"no act {act!r}; list them: firsthand log")
        target = named[0]
        if target.act_kind not in {*_UNDOABLE, "undo"}:
            raise UserError(
                f"{target.act_kind or target.entry_type} cannot be undone; undo the "
                "judgement or the intake behind it"
            )
        return target
    for event in reversed(events):
        if event.act_kind in _UNDOABLE and event.act not in undone:
            return event
    raise UserError("nothing to undo: no judgement and no intake yet")


def _acts_of_judgement(case: Case, name: str) -> set[str]:
    """Return the act that brought a judgement ("J-007"), if that is what is named."""
    return {
        event.act
        for event, record in case.store.history(name)
        if isinstance(record, Judgement)
    }


def claim_of(case: Case, claim_id: str) -> AnyClaim:
    """Return a claim as extraction proposed it.

    Raises:
        UserError: There is none; says how to list them.
    """
    found = case.store.get(claim_id)
    if found is None or not is_claim(found):
        raise UserError(f"no claim {claim_id!r}; list them: firsthand claims")
    return found  # type: ignore[return-value]


def _judge_claims(
    case: Case, decision: Decision, claim_ids: Sequence[str], because: str
) -> Judgement:
    made = None
    for claim_id in dict.fromkeys(claim_ids):
        claim = claim_of(case, claim_id)
        made = _commit(case, decision, [claim_id], because, on=digest_of(claim))
    if made is None:
        raise UserError(f"{decision} needs a claim: firsthand {decision} CLAIM")
    return made


def _commit(
    case: Case,
    decision: Decision,
    subjects: Iterable[str],
    because: str,
    *,
    on: Sha256 | None = None,
    changes: tuple[Change, ...] = (),
) -> Judgement:
    if not because.strip():
        raise UserError(f'{decision} needs a reason: --because "..."')
    with case.writing():
        made = Judgement(
            id=case.numbering("J").take(),
            decision=decision,
            subjects=tuple(subjects),
            because=because.strip(),
            by=case.operator,
            at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            on=on,
            changes=changes,
        )
        summary = f"{decision} {' '.join(made.subjects)}"
        act = case.act(decision.value, because=made.because, summary=summary)
        case.store.commit(act, records=[made])
    return made


def write_decision(
    case: Case,
    decision: Decision,
    subjects: Iterable[str],
    because: str,
    values: Mapping[str, Any],
    *,
    on: Sha256 | None = None,
) -> Judgement:
    """Write a decision with values of its own: a signature, a search, a letter.

    Args:
        case: An open case.
        decision: What is decided.
        subjects: Ids of what it is about.
        because: Why, in the person's words.
        values: What it sets.
        on: Digest of the record it is about; None = it is about no one record.

    Raises:
        UserError: There is no reason.
    """
    changes = tuple(_change(field, value) for field, value in values.items())
    return _commit(case, decision, subjects, because, on=on, changes=changes)


def incident_named(case: Case, incident_id: str) -> Incident:
    """Return an incident by its id or a former id.

    Raises:
        UserError: There is none; says how to list them.
    """
    return _incident(case, incident_id)


def _change(field: str, value: Any) -> Change:
    return Change(field=field, value_json=canonical_bytes(value).decode())


def _incident(case: Case, incident_id: str) -> Incident:
    found = case.store.get(incident_id)
    if isinstance(found, Incident):
        return found
    for incident in case.store.every(Incident):
        if incident_id in incident.previous_ids:
            return incident
    raise UserError(f"no incident {incident_id!r}; list them: firsthand incidents")


def _source_or_document(case: Case, name: str) -> str:
    found = case.store.get(name)
    if isinstance(found, Source | Document):
        return found.id
    for source in case.store.every(Source):
        if name.casefold() in {
            n.casefold() for n in (source.name, *source.other_names)
        }:
            return source.id
    raise UserError(f"no source or document {name!r}; list them: firsthand sources")
