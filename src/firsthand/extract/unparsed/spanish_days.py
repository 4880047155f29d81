"""Spanish days on which something was done that is no attack.

Rescuers, offices and courts act on days, too: "on Monday firemen recovered two bodies",
"the truce of May", "held by rebels since 2019". For `days`. Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.patterned_dates import Dated
from firsthand.extract.unparsed.days_of_acts import OPENS_CLAUSE, opens_on_an_act

_BEHIND = 3  # words between the act and its day: "se reunieron en Daraz el lunes"
_SINCE = 7  # words between "in the hands of the rebels" and "since 2019"


def is_day_of_an_act(
    tokens: Sequence[Token],
    dated: Dated,
    acts: Sequence[Found],
    blows: Sequence[Found],
) -> bool:
    """Say whether a day is that of an act which is no attack.

    The act stands right before it, or is the first verb behind a day that opens.

    Args:
        tokens: Of the sentence.
        dated: The day.
        acts: What rescuers, offices and courts did.
        blows: Words of striking and of harm.
    """
    behind = [a for a in acts if 0 <= dated.first - a.last <= _BEHIND]
    if any(_is_free(tokens, a.last, dated.first, blows) for a in behind):
        return True
    return opens_on_an_act(tokens, dated, acts, blows)


def is_since_when(tokens: Sequence[Token], dated: Dated, held: Sequence[Found]) -> bool:
    """Say whether a day is but that since which something is so.

    "In rebel hands since 2019", "the worst day since the truce of May".
    """
    after = [t.word for t in tokens[dated.last : dated.last + 2]]
    if after == [",", "cuando"]:
        return False  # "the worst since October, when 22 died": the day of these
    is_since = "desde" in {t.word for t in tokens[dated.first - 1 : dated.first + 1]}
    return any(
        0 <= dated.first - h.last <= _SINCE
        and (is_since or not h.row.get("since"))
        and not any(t.word in {",", ";", "."} for t in tokens[h.last : dated.first])
        for h in held
    )


def _is_free(
    tokens: Sequence[Token], first: int, last: int, blows: Sequence[Found]
) -> bool:
    """Say whether no sign and no blow stands between an act and its day."""
    is_parted = any(t.word in OPENS_CLAUSE for t in tokens[first:last])
    return not is_parted and not any(first <= b.first < last for b in blows)
