"""For whom the speakers of an Arabic page speak. Method: M053."""

from __future__ import annotations

import re

from firsthand.extract.answers.sides import Sides
from firsthand.extract.reading import Statement

# "In Toreth, the spokesman of the presidency said": of which land he is.
_IN_A_LAND = re.compile(r"\s*(?:أما |وأما )?(?:و|ف)?في ([^،.\n]{2,24})، ?[^\n.]{0,24}$")


_OFFICE_BEFORE = re.compile(r"([^،.\n]{6,90})،\s+(?:ال\w+\s+)?$")
_SAME_MINISTRY = re.compile(r"(?<!\w)(?:باسم|في) (?:الوزارة|الرئاسة)(?!\w)")


class ArabicSides(Sides):
    """The sides of an Arabic page."""

    def _role_beside(self, statement: Statement) -> str:
        """Return the office before a name ("the spokesman of X, General Y Z, said")."""
        if not statement.source:
            return ""
        start = statement.source[0][0]
        begin = max(self.text.rfind(sign, 0, start) for sign in ".\n«") + 1
        office = _OFFICE_BEFORE.search(self.text, begin, start)
        return office[1] if office else ""

    def _is_of_the_office(self, statement: Statement) -> bool:
        """Say whether a speaker is but "of the ministry", named before."""
        words = " ".join(self.text[s:e] for s, e in statement.source)
        return (
            _SAME_MINISTRY.search(f"{words} {self._role_beside(statement)}") is not None
        )

    def _own_party(self, statement: Statement) -> str | None:
        party = super()._own_party(statement)
        if party is not None or statement.speaker not in self.official:
            return party
        if not statement.source:
            return None
        start = statement.source[0][0]
        begin = max(self.text.rfind(".", 0, start), self.text.rfind("\n", 0, start)) + 1
        opened = _IN_A_LAND.match(self.text, begin, start)
        return None if opened is None else self.party_of(opened[1], only_first=True)
