"""Where clauses, namings and blows end in Arabic answers. Method: M053."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.answers.clauses import innermost
from firsthand.extract.patterned import Token
from firsthand.extract.patterned_speech import Said

_CALLS = (
    *("دعا", "دعت", "داعي", "دعو", "يدعو", "تدعو", "طالب", "مطالب", "يطالب", "تطالب"),
    *("مويد", "ايد", "حث", "تحث", "يحث", "ناشد", "تناشد", "ضروره", "ينبغي"),
)
OPENS = frozenset({"«", '"', "“"})
CLOSES = frozenset({"»", '"', "”"})
QUOTES = OPENS | CLOSES
STOPS = frozenset({"،", ".", "؛", ":", "؟", "!"})
LONGEST_QUOTE = 24
OBJECT_REACH = 16  # from "described" past its speaker to the charge, and to "as"
STRIKING = frozenset({"قصف", "ضرب", "تقصف", "يقصف", "نقصف", "تضرب", "يضرب", "نضرب"})
AIMING = frozenset(
    {"استهداف", "مهاجمه", "تستهدف", "يستهدف", "نستهدف", "تهاجم", "يهاجم", "نهاجم"}
    | {"استهدافه", "استهدافها", "تستهدفوا", "يستهدفوا", "استهدفت", "استهدف", "تعمد"}
)
_QUOTE_REACH = 3


def is_called_for(words: Sequence[str]) -> bool:
    """Say whether folded words before an inquiry call for it ("demanded an ...")."""
    return any(word.removeprefix("و").startswith(_CALLS) for word in words)


def clause_end(
    tokens: Sequence[Token], first: int, most: int, *, back: bool = False
) -> int:
    """Return where a clause ends behind a token, or begins before it."""
    if back:
        while first and tokens[first - 1].word not in STOPS:
            first -= 1
        return first
    last = first
    while last < min(len(tokens), first + most) and tokens[last].word not in STOPS:
        last += 1
    return last


def innermost_of(
    said: Sequence[Said], where: tuple[int, int], number: int
) -> Said | None:
    """Return the smallest statement of a sentence whose content holds a stretch."""
    return innermost([one for one in said if one.sentence == number], where)


def is_denied(one: Said) -> bool:
    """Say whether a statement denies or keeps silent."""
    return one.row is not None and one.row.get("manner") in {"deny", "silent"}


def end_of_naming(tokens: Sequence[Token], first: int) -> int:
    """Return where a naming ends: with its quotation, else with its clause."""
    for place in range(first, min(first + _QUOTE_REACH, len(tokens))):
        if tokens[place].word in OPENS:
            for last in range(place + 1, min(place + 1 + LONGEST_QUOTE, len(tokens))):
                if tokens[last].word in CLOSES:
                    return last + 1
    return max(clause_end(tokens, first, OBJECT_REACH), first)
