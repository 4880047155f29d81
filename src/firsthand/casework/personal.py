"""What leads to a person in texts that a publication may quote: shown, masked, cleared.

Reads: Document, Judgement. Writes: Judgement. Everything found is masked (P006) until a
named person clears one number, with a reason; `undo` masks it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.judging import write_decision
from firsthand.errors import UserError
from firsthand.model import Decision, Judgement
from firsthand.publish import Dossier
from firsthand.publish.redact import personal_to_see
from firsthand.reference.personal import PersonalKind

_PREFIX = "personal:"
_CONTEXT_CHARS = 40


def cleared(judgements: Sequence[Judgement]) -> frozenset[str]:
    """Return the keys of what people cleared for publication."""
    return frozenset(
        subject.removeprefix(_PREFIX)
        for one in judgements
        if one.decision is Decision.SETTLE
        for subject in one.subjects
        if subject.startswith(_PREFIX)
    )


def personal_lines(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield one row a find: key, kind, document, the words around it, if cleared."""
    for document, text, one in personal_to_see(dossier):
        first, last = max(0, one.start - _CONTEXT_CHARS), one.end + _CONTEXT_CHARS
        yield {
            "key": one.key,
            "what": str(one.kind),
            "document": document.id,
            "words": " ".join(text[first:last].split()),
            "is_cleared": one.key in dossier.cleared,
        }


def clear(case: Case, dossier: Dossier, keys: Sequence[str], because: str) -> Judgement:
    """Let numbers or addresses stand in publications, under a name and a reason.

    Raises:
        UserError: No reason, or nothing was found under a key.
    """
    known = {one.key for _, _, one in personal_to_see(dossier)}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise UserError(
            f"nothing is found under {', '.join(unknown)}; list it: firsthand personal"
        )
    subjects = [f"{_PREFIX}{key}" for key in keys]
    return write_decision(case, Decision.SETTLE, subjects, because, {})


def masked_in_words(dossier: Dossier) -> str | None:
    """Say what a publication masks; None = nothing was found."""
    found = [one for _, _, one in personal_to_see(dossier)]
    if not found:
        return None
    masked = {(one.kind, one.key) for one in found if one.key not in dossier.cleared}
    shown = {one.key for one in found if one.key in dossier.cleared}
    counts = [
        f"{n} x {kind}"
        for kind in PersonalKind
        if (n := sum(one == kind for one, _ in masked))
    ]
    said = f"masked: {', '.join(counts) or 'nothing'}; cleared: {len(shown)}"
    return f"{said}. See them, in private: firsthand personal"
