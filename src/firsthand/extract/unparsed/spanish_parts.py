"""Parts of a toll in Spanish, told before or behind it.

"Of the dead, 36 were civilians and three, militiamen"; "seven children are among the
dead". Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from firsthand.extract.counting.groups import Group
from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.toll_fields import members_of, status_of
from firsthand.model import CasualtyClaim, Claim

_THE = frozenset({"los", "las"})
_FRONT = 4  # words before which "of the dead" opens a sentence
_STAND = re.compile(r"figura|figuran|esta|estan|cuenta|cuentan|encuentra|encuentran")
_BEHIND = 5  # words of "are among the dead"


class SpanishParts(Finder):
    """Finds parts of a toll that Spanish wires tell in ways of their own."""

    def find(self, sentence: Sentence, groups: Sequence[Group]) -> Iterator[Claim]:
        """Yield the parts of a toll among the people counted in a sentence."""
        if self.language.code != "es":
            return
        yield from self._fronted(sentence, groups)
        yield from self._among(sentence, groups)

    def _fronted(self, sentence: Sentence, groups: Sequence[Group]) -> Iterator[Claim]:
        """Read "of the dead, 36 were civilians and three, militiamen"."""
        tokens = sentence.tokens
        whole = next((g for g in groups if g.first <= _FRONT), None)
        if whole is None or not self._opens(tokens, whole):
            return
        what = self._harm_of(tokens[whole.first : whole.last])
        if what is None:
            return
        for place, group in enumerate(groups):
            if group.first <= whole.last or not group.has_number:
                continue
            following = groups[place + 1] if place + 1 < len(groups) else None
            who, last = group, group.last
            if group.person is None and following is not None:
                between = [t.word for t in tokens[group.last : following.first]]
                who = following if between == [","] else group
                last = who.last
            if status_of((who,)) and not self._is_member(who):
                yield self._part(sentence, (group.first, last), what, group, who)

    def _opens(self, tokens: Sequence[Token], whole: Group) -> bool:
        """Say whether "of the" opens a sentence before the dead."""
        before = [t.word for t in tokens[: whole.first]]
        return len(before) > 1 and before[-2] == "de" and before[-1] in _THE

    def _among(self, sentence: Sentence, groups: Sequence[Group]) -> Iterator[Claim]:
        """Read "seven children are among the dead"."""
        tokens = sentence.tokens
        for group in groups:
            behind = tokens[group.last : group.last + _BEHIND]
            words = [t.word for t in behind]
            if not group.has_number or "entre" not in words:
                continue
            verb = words[: words.index("entre")]
            if not verb or not _STAND.fullmatch(verb[-1]):
                continue
            what = self._harm_of(behind)
            dead = self._find_harm(behind)
            if what is None or not dead:
                continue
            where = group.first, group.last + dead[0].last
            yield self._part(sentence, where, what, group, group)

    def _part(
        self, sentence: Sentence, where: Range, what: str, group: Group, who: Group
    ) -> Claim:
        """Return the claim of a part; more than one child counts children alone."""
        values: dict[str, Any] = members_of(((who, None),))
        if "children" not in values or group.bounds.low == 1:
            values = {**values, what: group.bounds, **status_of((who,))}
        return self.page.made(
            CasualtyClaim,
            range_of(sentence.tokens, *where),
            sentence,
            is_partial=True,
            rule="M056 parts of a toll",
            **values,
        )

    def _is_member(self, group: Group) -> bool:
        return bool(group.person and group.person.get("is"))

    def _find_harm(self, tokens: Sequence[Token]) -> list[Found]:
        harm = words_of(self.reference, self.language, "counts", "harm")
        return [h for h in harm.find(tokens) if h.row.get("person")]

    def _harm_of(self, tokens: Sequence[Token]) -> str | None:
        """Return what befell those whom some words name ("the dead")."""
        named = self._find_harm(tokens)
        what = str(named[0].row["harm"]) if named else ""
        return what if what in {"killed", "wounded"} else None
