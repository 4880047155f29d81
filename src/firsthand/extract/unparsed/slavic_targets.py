"""What was hit, as Russian and Ukrainian sentences alone tell it.

"The clinic that two rockets hit": the blow stands in a clause of its own behind it;
"schoolchildren" are no school, and what "is always a crime" is no blow. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token, Words

_WHICH = ("котор", "який", "яка", "яке", "які", "якого", "якої", "якому", "яку", "яких")
_DONE = re.compile(
    r"\w{4,}(?:нн|н|т|єн)(?:ый|ая|ое|ые|ой|ого|ую|ому|ым|ых|ий|а|е|і|ої|ій|у)"
)
_FAR, _NAME = 9, 5  # words to the blow behind "which"; words of a name before the comma
_GENERAL = re.compile(
    r"явля\w+|считает?ся|вважа\w+ться|запрещ\w+|заборон\w+|недопустим\w*|неприпустим\w*"
    r"|неприемлем\w*|неприйнятн\w*|никогда|ніколи|всегда|завжди"
)


def struck_in_its_clause(
    tokens: Sequence[Token], hit: Found, strikes: Sequence[Found]
) -> Iterator[Found]:
    """Yield the blow told behind a comma, in a clause of the thing itself.

    Args:
        tokens: The sentence.
        hit: The thing.
        strikes: Words of striking of the sentence.
    """
    comma = next(
        (
            n
            for n in range(hit.last, min(len(tokens), hit.last + _NAME))
            if not tokens[n].is_word
        ),
        len(tokens),
    )
    if comma + 1 >= len(tokens) or tokens[comma].word != ",":
        return
    after = tokens[comma + 1].word
    for strike in strikes:
        if strike.row["kind"] != "strike" or not 0 < strike.first - comma <= _FAR:
            continue
        if any(tokens[n].word == "," for n in range(comma + 1, strike.first)):
            continue
        is_done = strike.first == comma + 1 and _DONE.fullmatch(after) is not None
        if is_done or after.startswith(_WHICH):
            yield strike


def is_no_thing(tokens: Sequence[Token], hit: Found, people: Words) -> bool:
    """Say whether a word that begins as a building's names people, or a rule.

    Args:
        tokens: The sentence.
        hit: The word.
        people: Rows of people counted.
    """
    person = people.at(tokens, hit.first)
    if person is not None and person.last == hit.last:
        return True
    behind = tokens[hit.last : hit.last + _NAME]
    stop = next((n for n, t in enumerate(behind) if not t.is_word), len(behind))
    return any(_GENERAL.fullmatch(t.word) for t in behind[:stop])
