"""A day that opens its clause, where what follows is an act and no attack.

"On Monday firemen recovered two bodies": French and Spanish tell it alike.

Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.patterned_dates import Dated

OPENS_CLAUSE = frozenset({",", ";", ":"})
_AHEAD = 9  # words between an opening day and its act


def opens_on_an_act(
    tokens: Sequence[Token],
    dated: Dated,
    acts: Sequence[Found],
    blows: Sequence[Found],
) -> bool:
    """Say whether a day opens its clause and an act follows before any blow.

    Args:
        tokens: Of the sentence.
        dated: The day.
        acts: What rescuers, mourners, offices and courts do.
        blows: Words of striking, of harm, and of who strikes.
    """
    opens = dated.first <= 1 or tokens[dated.first - 1].word in OPENS_CLAUSE
    ahead = [a for a in acts if 0 <= a.first - dated.last <= _AHEAD]
    return opens and any(
        not any(dated.last <= b.first < a.first for b in blows) for a in ahead
    )
