"""People whom sentences without speech begin with, by role and name.

"The mayor, Pau Roch, visited the site. He said ...": he can be the mayor. For all
languages read by patterns. Method: M022.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract.arabic_small_words import PREPOSITIONS
from firsthand.extract.patterned import Token
from firsthand.extract.said import (
    AND_ALSO,
    COMMA,
    DEFINITE,
    FEW_BETWEEN,
    LEAST_SAID,
    LONGEST_NAME,
    Known,
    as_written,
    is_capital,
    own_name,
)
from firsthand.extract.saying_words import SayingWords


class ActingPeople:
    """People who act before they speak."""

    def __init__(self, words: SayingWords) -> None:
        """Read by the words of a language."""
        self.words = words

    def in_sentence(self, tokens: Sequence[Token], number: int) -> Iterator[Known]:
        """Yield who a sentence without speech begins with, by role and name.

        "The mayor, Pau Roch, visited the site. He said ...": he can be the mayor.
        """
        if not self.words.language.has_capitals:
            yield from self._arabic_acting(tokens, number)
            return
        start = self.words.past_asides(tokens, 0)
        start += start < len(tokens) and tokens[start].word in DEFINITE
        start = (
            self.words.past_adjectives(tokens, start) if start < len(tokens) else start
        )
        role = self.words.nominative.at(tokens, start)
        if role is None or not role.row.get("person"):
            return
        first = role.last + (
            role.last < len(tokens) and tokens[role.last].word in COMMA
        )
        if any(
            t.word in AND_ALSO and self.words.nominative.at(tokens, n + 1)
            for n, t in enumerate(tokens[: first + 3])
        ) or any(
            t.word in AND_ALSO and self.words.nominative.at(tokens, n + 2)
            for n, t in enumerate(tokens[: first + 3])
        ):
            return  # "the governor and the mayor came": no "he" is one of them
        first = self._past_whose(tokens, first)  # "the spokesman of the army X Y"
        last = first
        while last < len(tokens) and is_capital(tokens[last]):
            last += 1
        if self.words.language.is_slavic and last > first:
            named = own_name(tokens[first:last])  # "the mayor of Talbar X Y"
            first = last - len(named)
        is_alone = first == role.last == last  # "The governor came. He said"
        if is_alone or 1 < last - first <= LONGEST_NAME:
            words = frozenset(t.word for t in tokens[start:last])
            name = as_written(tokens[start if is_alone else first : last])
            yield Known(name, words, role.row.get("gender"), True, number)  # noqa: FBT003  a person

    def _past_whose(self, tokens: Sequence[Token], first: int) -> int:
        """Skip small words between a role and its name ("of the house next door")."""
        reach = LEAST_SAID if self.words.language.is_slavic else FEW_BETWEEN
        for place in range(first, min(first + reach + 1, len(tokens))):
            if is_capital(tokens[place]):
                return place
            if (
                not tokens[place].is_word
                or self.words.say.at(tokens, place) is not None
            ):
                break
        return first

    def _arabic_acting(self, tokens: Sequence[Token], number: int) -> Iterator[Known]:
        """Yield who acts in "the governor X Y visited the place": verb, role, name."""
        at = 1 + bool(tokens and tokens[0].word in self.words.language.negations)
        role = self.words.head.at(tokens, at) if len(tokens) > at else None
        if role is None or not role.row.get("person"):
            return
        if not tokens[at].word.startswith("ال"):
            return
        name = tokens[role.last : role.last + 2]
        is_name = len(name) > 1 and all(
            t.is_word
            and not t.word.startswith("ال")
            and t.word not in PREPOSITIONS
            and self.words.head.at((t,), 0) is None
            for t in name
        )
        if is_name:
            words = frozenset(t.word for t in tokens[at : role.last + 2])
            yield Known(as_written(name), words, None, True, number)  # noqa: FBT003  a person
