"""What an Arabic sentence says was hit: order, lists, clauses.

A verb stands before what it hits; what stands before the verb was hit only where the
verb is its own ("the school, which was shelled"). Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token

_LIST_REACH = 14
_FEW = 2


def is_hit(tokens: Sequence[Token], strike: Found, target: Found) -> bool:
    """Say whether a word of striking may be of a target.

    Args:
        tokens: The sentence.
        strike: The word of striking.
        target: What may have been hit.
    """
    if target.first and tokens[target.first - 1].word in _AWAY:
        return False  # "200 metres from the school"
    if strike.first < target.last:
        return True
    between = tokens[target.last : strike.first]
    if tokens[strike.first].forms & _UNDERGOES and len(between) <= _FEW:
        return all(t.is_word for t in between)  # "the hospital of X came under fire"
    return len(between) <= _FEW and all(t.word in _RELATIVE for t in between)


def is_listed(
    tokens: Sequence[Token], target: Found, strikes: Sequence[Found]
) -> Iterator[Found]:
    """Yield a strike told before a list of things ("among them a school").

    Args:
        tokens: The sentence.
        target: What may have been hit.
        strikes: Words of striking of the sentence.
    """
    first = target.first
    while (
        first > 1 and tokens[first].word.startswith("و") and not _opens(tokens, first)
    ):
        first -= 1
    if not _opens(tokens, first):
        return
    for strike in strikes:
        is_near = 0 <= first - strike.last <= _LIST_REACH
        if strike.row["kind"] == "strike" and is_near:
            yield Found(target.first, target.last, strike.row)
            return


def is_general(tokens: Sequence[Token], target: Found) -> bool:
    """Say whether a thing stands for its kind ("targeting markets may be a crime").

    Its noun of aiming stands right before it, and a judgement behind it.
    """
    before = tokens[target.first - 1].word if target.first else ""
    aim = before.removeprefix("ب").removeprefix("ان")
    is_kind = tokens[target.first].word.startswith("ال")
    behind = tokens[target.last : target.last + _JUDGED]
    return (
        is_kind
        and aim in _AIMS
        and any(t.word.removeprefix("و").startswith(_JUDGES) for t in behind)
    )


_JUDGED = 6
_AIMS = frozenset({"استهداف", "مهاجمه", "قصف", "ضرب", "تدمير"})
_JUDGES = (
    *("يشكل", "يمثل", "يعد", "يعتبر", "غير", "محظور", "محرم", "ممنوع", "يجب", "ينتهك"),
    *("مخالف", "امر", "لا", "مرفوض", "غير"),
)


def with_adjectives(tokens: Sequence[Token], target: Found) -> int:
    """Return where a thing hit ends with the adjectives that agree with it.

    "A primary school": an ending of kind, with an article where the thing has one.
    """
    is_definite = tokens[target.last - 1].word.startswith("ال")
    last = target.last
    while last < min(len(tokens), target.last + _FEW):
        token = tokens[last]
        is_kind = token.is_word and _OF_A_KIND.search(token.given) is not None
        agrees = token.word.startswith("ال") == is_definite
        if not is_kind or not agrees or token.word in _NO_KIND:
            break
        last += 1
    return last


def _opens(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place - 1].word in _AMONG if place else False


_OF_A_KIND = re.compile("(?:ي|ية|يّة|ياً|يا)$")
_NO_KIND = frozenset({"حوالي", "علي", "التي", "الذي", "في", "الي", "لدي", "يوم", "حي"})
_AWAY = frozenset({"عن", "من"})
_UNDERGOES = frozenset({"تعرض", "تعرضت", "تتعرض", "يتعرض", "استهدف", "استهدفت"})
_RELATIVE = frozenset(
    {"الذي", "التي", "اللذين", "اللتين", "كان", "كانت", "قد", "الذين"}
)
_AMONG = frozenset({"بينها", "وبينها", "منها", "ومنها", "بينهما", "وبينهما", "ضمنها"})
