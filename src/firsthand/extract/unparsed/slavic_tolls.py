"""Tolls as Russian and Ukrainian alone tell them: sides behind a sum, who is nobody.

"Died 52 people: 48 civilians and four fighters" is a sum and two tolls, where they add
up; "for each fighter killed eight civilians" counts nobody. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.counting.groups import Group
from firsthand.extract.counting.told_harm import Harm
from firsthand.extract.patterned import Token

_OPENS_PARTS = frozenset({":", "-", "–", "—", "("})
_JOINS = frozenset({"и", "і", "й", "та", ",", "еще", "ще", "а", "также", "також"})
_FEWEST_SIDES = 2
_EACH = re.compile(r"кажд(?!ан)\w+|кожн\w+")
_PER = re.compile(r"приходи(?:т|л)\w*|припада\w+")
_WITH = frozenset({"с", "со", "з", "із", "зі"})
_TALKED = re.compile(
    r"поговорил\w*|побеседова\w+|беседова\w+|встретил\w+|общал\w+|пообщал\w+"
    r"|поспілкува\w+|спілкува\w+|зустріл\w+|говорил\w*|розмовля\w+|поговори\w+"
    r"|опросил\w*|опитал\w*|посетил\w*|навестил\w*|відвіда\w+|интервью\w*|інтерв\w+"
)
_CAMP = re.compile(r"лагер\w*|таб[оі]р\w*|центр\w*|приют\w*|притул\w+|пункт\w*")
_MOVED = re.compile(r"перемещенн\w+|переміщен\w+|переселен\w+|біженц\w+|беженц\w+")
_NEAR_CAMP, _NEAR_EACH, _NEAR_TALK = 4, 4, 6


def sides_behind(
    tokens: Sequence[Token], run: Sequence[Harm], groups: Sequence[Group]
) -> tuple[Group, ...]:
    """Return civilians and fighters told behind a sum that they add up to; or none.

    Args:
        tokens: The sentence.
        run: The harms of one toll.
        groups: All people counted in the sentence.
    """
    if len(run) != 1 or len(run[0].groups) != 1:
        return ()
    whole = run[0].groups[0]
    last = max(run[0].last, whole.last)
    if last >= len(tokens) or tokens[last].word not in _OPENS_PARTS:
        return ()
    taken: list[Group] = []
    for group in sorted(groups, key=lambda g: g.first):
        if group.first <= last:
            continue
        between = {t.word for t in tokens[last + (not taken) : group.first]}
        if not (between <= _JOINS and group.has_number):
            break
        taken.append(group)
        last = group.last
    kinds = {(g.person or {}).get("status") for g in taken}
    is_sum = sum(g.bounds.low or 0 for g in taken) == whole.bounds.low
    is_told = len(taken) >= _FEWEST_SIDES and len(kinds) > 1 and None not in kinds
    return tuple(taken) if is_sum and is_told else ()


def is_of_a_camp(tokens: Sequence[Token], harm: Harm) -> bool:
    """Say whether the displaced are but those for whom a camp is named."""
    inside = [t.word for t in tokens[harm.first : harm.last]]
    near = [t.word for t in tokens[max(0, harm.first - _NEAR_CAMP) : harm.first]]
    is_moved = harm.what == "displaced" and any(_MOVED.fullmatch(w) for w in inside)
    return is_moved and any(_CAMP.fullmatch(w) for w in near)


def counts_nobody(tokens: Sequence[Token], group: Group) -> bool:
    """Say whether people are no toll: a rate, those talked to, those of a camp."""
    before = [t.word for t in tokens[max(0, group.first - _NEAR_EACH) : group.first]]
    inside = [t.word for t in tokens[group.first : group.last]]
    if any(_EACH.fullmatch(w) for w in (*before, *inside)):
        return True
    if any(_PER.fullmatch(w) for w in before):
        return True
    talk = [t.word for t in tokens[max(0, group.first - _NEAR_TALK) : group.first]]
    is_talk = any(_TALKED.fullmatch(w) for w in talk)
    return is_talk and (talk[-1] in _WITH or talk[-1].startswith(("опрос", "опитал")))
