"""What a witness asks for, carried through: a corrected statement, a public correction.

Reads: Testimony, WitnessRequest, Finding. Writes: Judgement, WitnessRequest. Rules:
F016, M107.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from firsthand.casework import judging
from firsthand.casework.acting import reason
from firsthand.casework.case import Case
from firsthand.casework.retracting import draft_correction, retraction_of
from firsthand.casework.state import CaseState
from firsthand.casework.testimony import close_request, open_requests, testimony_of
from firsthand.errors import UserError
from firsthand.model import Disclosure, RequestKind, Testimony


def refuse_other_witness(case: Case, earlier: str, known_as: str | None) -> Testimony:
    """Return the testimony that a form corrects.

    Raises:
        UserError: There is none, or the form is not of the same witness.
    """
    found = testimony_of(case, earlier)
    if known_as != found.witness:
        raise UserError(
            f"{earlier} is of {found.witness}; the form says known_as = "
            f"{known_as or ''!r}. Write known_as = {found.witness!r} under [witness]"
        )
    return found


def supersede(
    case: Case, earlier: Testimony, later: Testimony, because: str | None
) -> list[str]:
    """Let a corrected testimony stand in place of an earlier one of the same witness.

    The earlier one stays readable; its claims count for nothing from the next run on,
    and the witness's open requests for correction are closed.

    Returns:
        What was done, for people.
    """
    why = reason(because)
    told = []
    if earlier.document_id is not None:
        judging.withdraw(case, [earlier.document_id], f"corrected by {later.id}: {why}")
        told.append(
            f"{earlier.id} counts for nothing from the next run on. Next: firsthand run"
        )
    for one in open_requests(case):
        is_it = one.request_kind is RequestKind.CORRECT
        if is_it and one.witness == earlier.witness:
            close_request(case, one.id, f"corrected by {later.id}")
            told.append(f"{one.id} done: corrected by {later.id}")
    return told


def draft_for_withdrawal(case: Case, name: str, day: dt.date) -> list[str]:
    """Draft what is published when a witness takes consent back, before it is done.

    It says which figures and pages change, and nothing of why: whoever reads it must
    not learn that a witness spoke, nor that one withdrew.

    Args:
        case: An open case.
        name: The testimony.
        day: Date of the draft.

    Raises:
        UserError: There is no such testimony.
    """
    testimony = testimony_of(case, name)
    return list(_lines(case, testimony, day))


def _lines(case: Case, testimony: Testimony, day: dt.date) -> Iterator[str]:
    document = testimony.document_id
    if document is None:
        yield f"# Correction, {day} (draft): nothing of it was ever read or published"
        return
    made = retraction_of(case, [document])
    lead = case.settings.profiles[0]
    for line in draft_correction(made, lead, day):
        if line.startswith("What was taken back"):
            yield (
                "What changed: a source can no longer be used. [Do not say that it "
                "is a witness, nor that anybody withdrew.]"
            )
        else:
            yield line
    pages = [
        incident.id
        for incident in CaseState(case).incidents.values()
        if document in incident.documents
    ]
    if pages:
        yield ""
        yield f"Pages to publish anew: {', '.join(sorted(pages))}."
    for one in case.store.every(Disclosure):
        if testimony.id in one.testimonies:
            yield f"- To take back or to replace: {one.how} of {one.at:%Y-%m-%d}."
