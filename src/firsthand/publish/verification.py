"""What a page says of verification: checklist, statements, gaps; in words already.

Method: M183, P004. Words come with reviewers' names withheld where they ask for it;
names of people harmed are hidden here like everywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class VerificationSheet:
    """Verification of one incident.

    Attributes:
        items: Question and where it stands.
        statements: Lines of each reviewer's statement, the first its heading.
        gaps: What is missing, one sentence each.
        media: What imagery of it is held, counted; nothing of it is shown or named.
    """

    items: tuple[tuple[str, str], ...] = ()
    statements: tuple[tuple[str, ...], ...] = ()
    gaps: tuple[str, ...] = ()
    media: tuple[str, ...] = ()

    def hidden_by(self, hide: Callable[[str], str]) -> VerificationSheet:
        """Return it with every text passed through `hide`."""
        return VerificationSheet(
            items=tuple((question, standing) for question, standing in self.items),
            statements=tuple(
                tuple(hide(line) for line in lines) for lines in self.statements
            ),
            gaps=tuple(hide(gap) for gap in self.gaps),
            media=self.media,
        )
