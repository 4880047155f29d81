"""How texts say who did it, around a party's name. Rows: author_phrases.yaml."""

from __future__ import annotations

import dataclasses
import re

from firsthand.reference.quick_patterns import QuickPattern, quick
from firsthand.reference.tables import Reference, Row

# What may stand between a phrase and the party's name.
_TO_THE_NAME = (
    r"[\"\u201d'\u2019]?\s+[\"\u201c'\u2018]?(?:the\s+|an?\s+|both\s+|forces\s+of\s+(?:the\s+)?|pro-)?"
    r"(?:suspected\s+|alleged\s+|possible\s+|neighbou?ring\s+|nearby\s+|rival\s+)?[\"\u201c'\u2018]?$"
)
_REACH = 160  # code points before the name that a phrase may take


@dataclasses.dataclass(frozen=True)
class AuthorPhrase:
    """A phrase of blame before, after or around a party's name.

    Attributes:
        before: Ends right before the name; None = anything may.
        after: Begins right after the name; None = anything may.
        near: What must stand near: "weapon", "craft"; empty = nothing.
    """

    before: QuickPattern | None
    after: re.Pattern[str] | None
    near: str

    def around(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the phrase with the name in it; None = it is not there.

        Args:
            text: A sentence.
            start: First code point of the party's name.
            end: One past the last.
        """
        if self.after is not None:
            after = self.after.match(text, end)
            if after is None:
                return None
            end = after.end()
        if self.before is not None:
            cut = max(0, start - _REACH)
            before = self.before.search(text[cut:start])
            if before is None:
                return None
            start = cut + before.start()
        return start, end


def open_author_phrases(reference: Reference) -> tuple[AuthorPhrase, ...]:
    """Return the phrases of a reference, built once."""
    made: tuple[AuthorPhrase, ...] = reference.derived("author_phrases", _phrases)
    return made


def _phrases(reference: Reference) -> tuple[AuthorPhrase, ...]:
    return tuple(_phrase(row) for row in reference.table("author_phrases"))


def _phrase(row: Row) -> AuthorPhrase:
    before, after = row.get("before"), row.get("after")
    return AuthorPhrase(
        before=quick(rf"\b(?:{before}){_TO_THE_NAME}", re.IGNORECASE)
        if before
        else None,
        after=re.compile(str(after), re.IGNORECASE) if after else None,
        near=str(row.get("near") or ""),
    )
