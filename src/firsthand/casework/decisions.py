"""What people decided, applied: claims with their state, and constraints on linking.

A judgement names the digest of the claim it judged. When the program later reads
the claim differently, the judgement no longer fits: it is set aside and the claim
goes back to the queue, so that nobody's "accept" covers words they never saw.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from firsthand.errors import UserError
from firsthand.model import (
    AnyClaim,
    Change,
    Claim,
    ClaimId,
    Decision,
    Document,
    DocumentId,
    Judgement,
    digest_of,
)


class ClaimState(enum.StrEnum):
    """Where a claim stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclasses.dataclass(frozen=True)
class StatedClaim:
    """A claim as it now counts.

    Attributes:
        claim: With corrections applied.
        state: Where it stands.
        judgement: The judgement in force; None = nobody judged it.
        note: What a reader must know ("corrected: killed").
        original: As extraction proposed it, where a correction was applied.
        former: The judgement that no longer fits, where it was re-opened.
    """

    claim: AnyClaim
    state: ClaimState = ClaimState.PROPOSED
    judgement: Judgement | None = None
    note: str | None = None
    original: AnyClaim | None = None
    former: Judgement | None = None

    @property
    def counts(self) -> bool:
        """Whether linking and assessment may use it.

        What a language model alone proposed waits for a person (M065).
        """
        if self.state is ClaimState.PROPOSED:
            return not is_of_a_model(self.claim)
        return self.state is ClaimState.ACCEPTED


def is_of_a_model(claim: Claim) -> bool:
    """Say whether a language model alone proposed a claim."""
    return claim.rule.startswith(_MODEL_RULE)


_MODEL_RULE = "model:"
_UNREAD = "a language model alone proposed it: it counts once a person accepts it"
ABOUT_CLAIMS = {Decision.ACCEPT, Decision.REJECT, Decision.CORRECT}


def state_claims(
    claims: Iterable[AnyClaim],
    judgements: Sequence[Judgement],
    withdrawn: Iterable[DocumentId] = (),
) -> dict[ClaimId, StatedClaim]:
    """Give every claim its state.

    Args:
        claims: As extraction proposed them.
        judgements: In the order of the log; the last one on a claim is in force.
        withdrawn: Documents whose source was withdrawn.

    Returns:
        One stated claim for each claim, by id, in the order given.
    """
    latest: dict[str, Judgement] = {}
    for judgement in judgements:
        if judgement.decision in ABOUT_CLAIMS:
            for subject in judgement.subjects:
                latest[subject] = judgement
    gone = set(withdrawn)
    return {
        claim.id: _state_of(
            claim, latest.get(claim.id), is_withdrawn=claim.document_id in gone
        )
        for claim in claims
    }


def _state_of(
    claim: AnyClaim, judgement: Judgement | None, *, is_withdrawn: bool
) -> StatedClaim:
    if is_withdrawn:
        why = "its source was withdrawn"
        return StatedClaim(claim, ClaimState.WITHDRAWN, judgement, why)
    if judgement is None:
        return StatedClaim(claim, note=_UNREAD if is_of_a_model(claim) else None)
    if judgement.on is not None and judgement.on != digest_of(claim):
        why = (
            f"re-opened: the program now reads it differently than when it was "
            f"judged ({judgement.decision}: {judgement.because})"
        )
        return StatedClaim(claim, note=why, former=judgement)
    match judgement.decision:
        case Decision.REJECT:
            return StatedClaim(claim, ClaimState.REJECTED, judgement, judgement.because)
        case Decision.CORRECT:
            fields = ", ".join(change.field for change in judgement.changes)
            note = f"corrected: {fields} ({judgement.because})"
            corrected = apply_changes(claim, judgement.changes)
            state = ClaimState.ACCEPTED
            return StatedClaim(corrected, state, judgement, note, original=claim)
        case _:
            return StatedClaim(claim, ClaimState.ACCEPTED, judgement, judgement.because)


def apply_changes(claim: AnyClaim, changes: Iterable[Change]) -> AnyClaim:
    """Return the claim with corrected fields; its span and quote never change.

    Raises:
        UserError: A field is unknown, fixed, or the value does not fit it.
    """
    fixed = {"id", "kind", "document_id", "span"}
    values: dict[str, Any] = msgspec.to_builtins(claim)
    for change in changes:
        if change.field in fixed or change.field not in claim.__struct_fields__:
            may = ", ".join(sorted(set(claim.__struct_fields__) - fixed))
            raise UserError(
                f"claim {claim.id}: no field {change.field!r} to correct; "
                f"this kind has {may}"
            )
        values[change.field] = msgspec.json.decode(change.value_json)
    if any(change.field == "speaker" for change in changes):
        values["chain"] = [values["speaker"]] if values["speaker"] else []
        values["is_unresolved"] = False
    try:
        return msgspec.convert(values, type(claim))
    except (msgspec.ValidationError, ValueError) as error:
        raise UserError(f"claim {claim.id}: {error}") from error


def withdrawn_documents(
    documents: Iterable[Document], judgements: Iterable[Judgement]
) -> set[DocumentId]:
    """Return the documents whose source, or which themselves, were withdrawn."""
    gone = {
        subject
        for judgement in judgements
        if judgement.decision is Decision.WITHDRAW
        for subject in judgement.subjects
    }
    return {
        document.id
        for document in documents
        if document.id in gone or (document.source_id or "") in gone
    }


def is_claim(record: object) -> bool:
    """Say whether a record is a claim of any kind."""
    return isinstance(record, Claim)
