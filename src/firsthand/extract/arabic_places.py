"""Where an Arabic sentence names a place: its kind, its list, its phrase.

Many names of places are common words; "the town of" before one, or a list that begins
with a place ("in X, Y and Z"), says that it is a place. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token, Words
from firsthand.extract.reading import Range
from firsthand.reference.gazetteer import Gazetteer

_MOST_CUES = 5


def cue_before(tokens: Sequence[Token], place: int, cues: Words) -> Found | None:
    """Return the word of place that ends right before a token; None = none."""
    for first in range(max(0, place - 2), place):
        cue = cues.at(tokens, first)
        if cue is not None and cue.last == place:
            return cue
    return None


def is_called_a_town(tokens: Sequence[Token], place: int, cues: Words) -> bool:
    """Say whether "town" or "camp" stands in a name or right before it.

    Args:
        tokens: The sentence.
        place: First token of the name.
        cues: Words before names of places; `strong` tells a kind of place.
    """
    here = cues.at(tokens, place)
    if here is not None and here.row.get("strong"):
        return True  # "the camp of X" is a name in the gazetteer
    before = cue_before(tokens, place, cues)
    is_strong = before is not None and bool(before.row.get("strong"))
    return is_strong and not tokens[place].given.startswith(("في", "ب", "ل", "من"))


def is_home(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "from X" tells where people come from ("displaced from X").

    Args:
        tokens: The sentence.
        place: First token of the name.
    """
    of = place - 1
    while of > 0 and tokens[of].word in {"مدينه", "بلده", "قريه", "حي", "محافظه"}:
        of -= 1
    if of < 1 or tokens[of].word != "من":
        return False
    return any(
        t.word.removeprefix("ال").startswith(_COMES) for t in tokens[of - 1 : of]
    )


_COMES = (
    *(
        "نازح",
        "لاجي",
        "مهجر",
        "فار",
        "قادم",
        "قدم",
        "تنحدر",
        "ينحدر",
        "ينحدرون",
        "فروا",
    ),
    *("نزح", "هرب", "فر", "اصله", "اصلها", "اصلا", "منحدر", "وافد"),
)


def goes_on_a_list(
    tokens: Sequence[Token], place: int, cues: Words, gazetteer: Gazetteer
) -> bool:
    """Say whether a name with "and" follows others that a cue begins."""
    while place and tokens[place].given.startswith("و"):
        place -= 1
        given = tokens[place].given
        if not (gazetteer.find(given) or gazetteer.find(given[1:])):
            return False
        if cue_before(tokens, place, cues) is not None:
            return True
    return False


def with_cues(tokens: Sequence[Token], where: Range, cues: Words) -> Range:
    """Return a name with "in the town of" before it and "eastern" behind it."""
    place = next(n for n, t in enumerate(tokens) if t.end > where[0])
    first = place
    while place - first < _MOST_CUES:
        cue = cue_before(tokens, first, cues)
        if cue is None:
            break
        first = cue.first
    last = next(n for n, t in enumerate(tokens) if t.end >= where[1]) + 1
    is_side = first < place and last < len(tokens) and tokens[last].word in _SIDES
    end = tokens[last].end if is_side else where[1]
    return min(where[0], tokens[first].start), end


def is_wider(between: str) -> bool:
    """Say whether an area only tells where a place named before it lies."""
    return _IN_AREA.search(between) is not None


_SIDES = frozenset(
    {"الشرقي", "الغربي", "الشمالي", "الجنوبي", "الشرقيه", "الغربيه", "الشماليه"}
    | {"الجنوبيه", "الاوسط"}
)
_IN_AREA = re.compile(
    r"[\u0600-\u06ff] (?:في |ب|ضمن )?(?:شمال|جنوب|شرق|غرب|وسط|ريف|محافظة|ولاية|إقليم"
    r"|منطقة|قضاء|مقاطعة|شمالي|جنوبي|شرقي|غربي|أقصى)(?: (?:شمال|جنوب|شرق|غرب|وسط|شرقي"
    r"|غربي|محافظة|ولاية|ريف|إقليم))* $"
)
