"""Clauses and statements about a word of answering. Method: M053."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.patterned_speech import Said

_BUT = frozenset({"однако", "но", "а", "але", "проте", "однак", "утім", "втім", "зато"})
OBJECT_WORDS = 12
NEAR_SOURCE = 40
NEAR_VERB = 60
FEW_NEAR = 3
ANDS = frozenset({"et", "y", "e"})
PAUSES = frozenset({",", ";", ":", ".", "!", "?"})
CLAUSE_SIGN = re.compile(r"[.,;:!?«»“”\"\n]")
THIS = frozenset({"это", "этого", "це", "lo", "la", "los", "las"})
PROMISED = frozenset({"promises_inquiry", "intent"})


def clause_of(tokens: Sequence[Token], hit: Found) -> range:
    """Return the tokens between the commas and stops about a row found."""
    first, last = hit.first, hit.last
    while first and tokens[first - 1].word not in PAUSES:
        first -= 1
    while last < len(tokens) and tokens[last].word not in PAUSES:
        last += 1
    return range(first, last)


def innermost(said: Sequence[Said], where: tuple[int, int]) -> Said | None:
    """Return the smallest statement whose content or cue holds a stretch."""
    holding = [
        one
        for one in said
        if any(s <= where[0] and where[1] <= e for s, e in one.statement.content)
    ]
    return min(
        holding,
        key=lambda o: sum(e - s for s, e in o.statement.content),
        default=None,
    )


def blames(said: Said) -> bool:
    """Say whether a statement blames or condemns: no strike in it is the speaker's."""
    is_speech = said.row is not None and said.row.get("manner") == "speech"
    return is_speech and bool(said.row and said.row.get("object"))


def is_turn(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a clause that says otherwise begins ("..., but")."""
    return tokens[place].word in _BUT and tokens[place - 1].word == ","


def is_answered(said: Said) -> bool:
    """Say whether the verb of a statement itself denies, admits or keeps silent."""
    manner = str(said.row.get("manner", "")) if said.row else ""
    return manner in {"deny", "admit", "silent"}
