"""The word of harm nearest to a group of people. Method: M056."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.harm_words import HarmWords
from firsthand.extract.counting.small_words import (
    ANDS,
    MAX_GAP,
    MAX_PERSON_GAP,
    OF_A_BODY,
)
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Found, Language, Token
from firsthand.extract.patterned_far import is_theirs_behind_a_clause, may_be_of
from firsthand.reference import Reference


class NearestHarm:
    """Joins each word of harm to the group nearest to it."""

    def __init__(self, reference: Reference, language: Language) -> None:
        """Index the rows."""
        self.language = language
        self._words = HarmWords(reference, language)

    def told(
        self,
        tokens: Sequence[Token],
        groups: Sequence[Group],
        asides: frozenset[int],
    ) -> list[Harm]:
        """Join each word of harm to the group nearest to it."""
        words = [h for h in self._words.lumped(tokens) if not h.row.get("person")]
        pairs = sorted(
            (cost, w, g)
            for w, word in enumerate(words)
            for g, group in enumerate(groups)
            if (cost := _cost(tokens, word, group, words, asides)) is not None
            and not self._is_next_clause(tokens, word, group)
            and may_be_of(self.language.code, tokens, word, group)
            and not (word.row.get("serious") and group.is_of)  # told of the hurt
        )
        made: dict[int, int] = {}
        for _, w, g in pairs:
            if w not in made and g not in made.values():
                made[w] = g
        for w, word in enumerate(words):
            for g, group in enumerate(groups):
                if w in made or g in made.values():
                    continue
                if is_theirs_behind_a_clause(
                    self.language.code,
                    tokens,
                    word,
                    group,
                    asides=asides,
                    others=groups,
                ):
                    made[w] = g
        return [
            Harm(
                str(words[w].row["harm"]),
                min(words[w].first, groups[g].first),
                max(words[w].last, groups[g].last),
                (groups[g],),
            )
            for w, g in made.items()
        ]

    def _is_next_clause(
        self, tokens: Sequence[Token], word: Found, group: Group
    ) -> bool:
        """Say whether "and" opens a clause of its own between a verb and people.

        "A man died and two boys were wounded": the boys did not die.
        """
        ands = ANDS & self.language.joiners
        return word.last < group.first and tokens[word.last].word in ands


def _is_complement(between: Sequence[Token]) -> bool:
    """Say whether words only tell more of people ("an electrician of the plant")."""
    is_of = between[0].word in OF_A_BODY | {"d'"}
    return (
        is_of and len(between) <= MAX_PERSON_GAP + 1 and all(t.is_word for t in between)
    )


def _cost(
    tokens: Sequence[Token],
    word: Found,
    group: Group,
    words: Sequence[Found],
    asides: frozenset[int],
) -> int | None:
    """Return how far a group stands from a word of harm; None = not its group."""
    is_right = group.first >= word.last
    side = str(word.row.get("takes", "either"))
    if word.row.get("subject_first") and not tokens[word.first].word.startswith("و"):
        side = "either"  # "a cousin of theirs was hurt", not "and was hurt"
    if side not in {"either", "right" if is_right else "left"}:
        return None
    first, last = (word.last, group.first) if is_right else (group.last, word.first)
    if any(first <= other.first < last for other in words) or last < first:
        return None
    between = [tokens[n] for n in range(first, last) if n not in asides]
    if any(t.word in {".", ";", "؛", ":", "!", "?"} for t in between):
        return None
    is_said_more = bool(between) and not _is_complement(between)
    is_of_things = group.is_loose and (is_said_more or word.row.get("things"))
    # "Of 31 lorries 18 were destroyed": no people.
    if is_of_things or (group.person is None and word.row.get("goods")):
        return None
    cost = len(between) + 4 * sum(t.word in {",", "،"} for t in between)
    if not group.has_number:
        cost += 2
        if between:
            return None
    return cost if cost <= MAX_GAP + (4 if is_right else 0) else None
