"""What witnesses allow, and what was written for others on the strength of it.

Silence is a no: a use that nobody was asked about is not allowed. Rules: F016, P005.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from firsthand.casework.acting import new_code, now
from firsthand.casework.case import Case
from firsthand.errors import GateError
from firsthand.model import Consent, ConsentUse, Disclosure, DocumentId, Testimony


def witnesses(case: Case) -> dict[str, str]:
    """Return the pseudonym behind each document that is a testimony's working text."""
    return {
        one.document_id: one.witness
        for one in case.store.every(Testimony)
        if one.document_id is not None
    }


def consents_of(case: Case, testimony: str) -> dict[ConsentUse, Consent]:
    """Return what was said of each use; a use that is not there is not allowed."""
    return {
        one.use: one for one in case.store.every(Consent) if one.testimony == testimony
    }


def allows(
    case: Case, testimony: str, use: ConsentUse, day: dt.date | None = None
) -> bool:
    """Say whether a use is allowed on a day (None = today): silence is a no."""
    said = consents_of(case, testimony).get(use)
    return said is not None and said.holds_on(day or now().date())


def note_disclosure(
    case: Case, how: str, documents: Sequence[str]
) -> Disclosure | None:
    """Record which testimonies something written for others draws on; None = none."""
    drawn = [
        one.id
        for one in case.store.every(Testimony)
        if {one.document_id, *one.sealed} & set(documents)
    ]
    if not drawn:
        return None
    with case.writing():
        made = Disclosure(
            id=new_code(case, "PD"), how=how, at=now(), testimonies=tuple(drawn)
        )
        act = case.act("disclose", summary=f"{how} draws on {', '.join(drawn)}")
        case.store.commit(act, records=[made])
    return made


@dataclasses.dataclass(frozen=True)
class Allowed:
    """What may be published of testimonies today.

    Attributes:
        quoted: Documents whose words may be quoted, without saying whose.
        silent: Documents of which nothing at all may be told.
    """

    quoted: frozenset[DocumentId]
    silent: frozenset[DocumentId]


def allowed_today(case: Case) -> Allowed:
    """Return what publication may use, by the consent in force."""
    quoted: set[DocumentId] = set()
    silent: set[DocumentId] = set()
    for one in case.store.every(Testimony):
        if one.document_id is None:
            continue
        if allows(case, one.id, ConsentUse.QUOTE):
            quoted.add(one.document_id)
        elif not allows(case, one.id, ConsentUse.PARAPHRASE):
            silent.add(one.document_id)
    return Allowed(frozenset(quoted), frozenset(silent))


def _parts_of(testimony: Testimony) -> set[str]:
    text = testimony.document_id
    read = {str(text), f"K-{testimony.id.removeprefix('T-')}"} if text else set()
    return {*read, str(testimony.source_id), *testimony.sealed}


def refuse_without_consent(case: Case, records: Sequence[str]) -> None:
    """Refuse to hand a testimony to others if its witness has not allowed that.

    Args:
        case: An open case.
        records: Ids of the documents, captures and claims that would be handed out.

    Raises:
        GateError: Names the testimonies, and what to do.
    """
    given = set(records)
    refused = [
        one.id
        for one in case.store.every(Testimony)
        if given & _parts_of(one) and not allows(case, one.id, ConsentUse.COURTS)
    ]
    if refused:
        raise GateError(
            f"the witness of {', '.join(refused)} has not allowed sharing with courts. "
            "Nothing was written. Ask them, then: firsthand testimony consent "
            f"{refused[0]} share-with-courts DAY --because ..."
        )
