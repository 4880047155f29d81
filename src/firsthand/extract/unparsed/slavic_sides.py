"""Fighters told of among the dead, in Russian and Ukrainian, the noun before or behind.

"Of fighters among the dead there were but twelve", "among the killed there is not one
soldier": the one counts a side of a toll, the other says that none was a fighter, never
that nobody died. Guarded by "среди", "серед". Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.counting.groups import Counting
from firsthand.extract.patterned import Token, range_of
from firsthand.extract.unparsed.page import PatternedPage
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.model import Bounds, CasualtyClaim, Claim

AMONG = frozenset({"среди", "серед"})
_FIGHTER = re.compile(
    r"(?:боевик|бойовик|боец|бойц|боєць|бійц|комбатант|военн(?:ых|ые|ого)$|военнослуж|"
    r"військов(?:их|і|ого)$|військовослуж|солдат|террорист|терорист|ополчен|мятежник|"
    r"повстан[цч])"
)
_DEAD = re.compile(r"(?:погибш|убит|вбит|загибл|жертв)")
_NO = frozenset({"нет", "немає", "нема"})
_WERE_NOT = frozenset({"было", "оказалось", "було", "виявилося", "виявилось"})
_BARE = frozenset({"более", "свыше", "менее", "понад", "більше", "менше", "до", "от"})
_ABOUT = frozenset({"около", "примерно", "почти", "близько", "приблизно", "майже"})
_REACH = 9  # tokens, an aside among them ("by its count")
_STOP = frozenset(".;:!?«»")


def fighters_among(
    page: PatternedPage, sentence: Sentence, counting: Counting
) -> Iterator[Claim]:
    """Yield how many of the dead are said to be fighters, or that none is.

    Args:
        page: Makes the claims.
        sentence: One sentence.
        counting: Numbers of the language.
    """
    tokens = sentence.tokens
    for place in _places(tokens):
        is_before = place > 0 and _FIGHTER.match(tokens[place - 1].word) is not None
        end = _end(tokens, place)
        none = next((n for n in range(place, end) if _is_none(tokens, n)), None)
        if none is not None:
            behind = range(none + 1, min(len(tokens), none + 5))
            who = next((n for n in behind if _FIGHTER.match(tokens[n].word)), None)
            if not is_before and who is None:
                continue
            last = max(none + 1, who + 1 if who is not None else 0)
            yield page.made(
                CasualtyClaim,
                range_of(tokens, place - is_before, last),
                sentence,
                negated=True,
                status="combatant",
                is_partial=True,
                rule="M056 no fighters among the dead",
            )
        elif is_before:
            yield from _counted(page, sentence, counting, place, end)


def _counted(
    page: PatternedPage, sentence: Sentence, counting: Counting, place: int, end: int
) -> Iterator[Claim]:
    """Yield "of fighters among the dead all in all twelve"; only a plain number."""
    tokens = sentence.tokens
    for last in range(place + 3, min(end, len(tokens)) + 1):
        number = counting.numbers.before(tokens, last)
        longer = counting.numbers.before(tokens, last + 1)
        if number is None or (longer is not None and longer[1] <= number[1]):
            continue
        before = {t.word for t in tokens[max(place, number[1] - 2) : number[1]]}
        if not before & _BARE:
            yield page.made(
                CasualtyClaim,
                range_of(tokens, place - 1, last),
                sentence,
                status="combatant",
                is_partial=True,
                killed=Bounds(
                    low=number[0], high=number[0], approx=bool(before & _ABOUT)
                ),
                rule="M056 fighters among the dead",
            )
        return


def is_among_the_dead(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Say whether "none" in a stretch is said of the dead: "no soldiers among them"."""
    near = range(max(0, first - _REACH), min(len(tokens), last + 2))
    return any(place in near and place <= last + 1 for place in _places(tokens))


def _places(tokens: Sequence[Token]) -> list[int]:
    """Return where "among the dead", "among the 15 dead" stand."""
    return [
        n
        for n, token in enumerate(tokens)
        if token.word in AMONG
        and any(_DEAD.match(t.word) for t in tokens[n + 1 : n + 4])
    ]


def _end(tokens: Sequence[Token], place: int) -> int:
    """Return where a clause ends that begins at "among", quoted names apart."""
    reach = min(len(tokens), place + _REACH + 3)
    stops = (n for n in range(place, reach) if tokens[n].word in _STOP - {"«", "»"})
    return next(stops, reach)


def _is_none(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "there is none", "there was not" stands at a token."""
    if tokens[place].word in _NO:
        return True
    after = tokens[place + 1].word if place + 1 < len(tokens) else ""
    return tokens[place].word == "не" and after in _WERE_NOT
