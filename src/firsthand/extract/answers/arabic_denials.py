"""Answers told by a verb in Arabic. Rows: `responses_ar`. Method: M053."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.answers.arabic_clauses import (
    AIMING,
    OBJECT_REACH,
    STRIKING,
    clause_end,
)
from firsthand.extract.answers.arabic_objects import civilian_behind, named_alone
from firsthand.extract.answers.denials import Denials
from firsthand.extract.answers.proposal import Proposal
from firsthand.extract.patterned import Token
from firsthand.extract.patterned_speech import Said
from firsthand.model import Denies

_WHAT_IS_DENIED = frozenset({"ما", "الذي", "التي", "مما"})  # "which X denies"
_BUT = frozenset({"لكن", "ولكن", "لكنه", "لكنها", "نافيا", "نافيه", "غير", "الا"})
_PRESENCE = frozenset({"وجود", "تواجد", "حضور"})


class ArabicDenials(Denials):
    """Reads what Arabic verbs of answering deny, admit or leave open."""

    def told(self, tokens: Sequence[Token], said: Said) -> Iterator[Proposal]:
        """Yield the answers that the verb of a statement gives."""
        if self._denies_presence(tokens, said):
            return
        named = named_alone(self.reference, self.language, tokens, said)
        if named is not None:  # "rejected the report as propaganda": one answer
            code = Denies.DISCREDITS_SOURCE
            yield self._proposal(tokens, said, code, (said.verb[0], named))
            return
        yield from super().told(tokens, said)

    def _object(self, tokens: Sequence[Token], said: Said) -> tuple[Denies, int]:
        code, last = super()._object(tokens, said)
        before = tokens[said.verb[0] - 1].word if said.verb[0] else ""
        if code is Denies.RESPONSIBILITY and before in _WHAT_IS_DENIED:
            told = self._denied.find(tokens[: said.verb[0]])
            is_use = any(h.row["denies"] == Denies.USE.value for h in told)
            return (Denies.USE if is_use else code), last
        if code is not Denies.RESPONSIBILITY:
            return code, last
        charges = self.rows("responses", "charge")
        for place in range(said.verb[1], min(last + 1, len(tokens))):
            if charges.at(tokens, place) is not None:
                break  # "rejected charges of targeting the hospital"
            is_any = place + 1 < len(tokens) and tokens[place + 1].word == "اي"
            strikes = is_any and bool(tokens[place].forms & STRIKING)
            if tokens[place].forms & AIMING or strikes:
                target = civilian_behind(
                    self.reference, self.language, tokens, place + 1 + strikes
                )
                if target is not None:
                    return Denies.CIVILIAN_TARGETS, max(last, target)
        return code, last

    def _within(self, tokens: Sequence[Token], said: Said, rows: Any) -> int | None:
        """Return where what is admitted ends, in its own part of the sentence."""
        first = said.verb[1]
        stop = next(
            (n for n in range(first, len(tokens)) if tokens[n].word in _BUT), None
        )
        hits = rows.find(tokens[first:stop])
        return first + int(hits[0].last) if hits else None

    def _denies_presence(self, tokens: Sequence[Token], said: Said) -> bool:
        """Say whether "denied the presence of fighters": no answer to a charge."""
        manner = said.row.get("manner") if said.row else None
        stop = clause_end(tokens, said.verb[1], OBJECT_REACH)
        clause = tokens[said.verb[1] : stop]
        rows = self.rows("things", "objective")
        is_presence = any(t.forms & _PRESENCE for t in clause)
        return manner == "deny" and is_presence and bool(rows.find(clause))
