"""French days on which something was done that is no attack.

A day right behind a verb is that verb's: "a décrété samedi", "se multipliaient
mercredi", "a-t-on appris vendredi". A day that opens a sentence is that of its first
act, where rescuers and offices do it. For `days`. Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.patterned_dates import Dated
from firsthand.extract.unparsed.days_of_acts import opens_on_an_act

_BEHIND = 4  # words between a verb's first word and its day
_AUXILIARIES = frozenset(
    {"a", "ont", "avait", "avaient", "est", "sont", "etait", "etaient", "s'", "se"}
    | {"ete", "eté", "avoir", "etre", "devait", "devaient", "doit", "doivent", "-t-on"}
)
_PARTICIPLES = ("é", "ée", "és", "ées", "i", "ie", "is", "ies", "it", "ite", "u", "ue")
_PARTICIPLES_TOO = ("us", "ues", "ert", "erte", "erts", "mort", "uit", "eint")
_FINITE = ("aient", "ait", "era", "eront", "ira", "iront", "rait", "raient")
_SHORTEST = 5  # letters of a finite verb
_PARTS = frozenset({",", ".", ";", ":", "«", "»", "(", ")", "-", "–"})
# What happens to an attack itself, or is one.
_HAPPENED = (
    *("surven", "produi", "lieu", "interven", "eclaté", "retenti", "secoué", "debut"),
    *("commenc", "ebranl", "endeuill", "mort", "décéd", "deced", "succomb", "peri"),
    *("mené", "lancé", "tiré", "condui", "effectu", "perpetr", "commis", "largu"),
    *(
        "abattu",
        "atteint",
        "explos",
        "saut",
        "essuy",
        "subi",
        "tomb",
        "disparu",
    ),
    *("recu", "fait", "cause", "provoqu", "visé", "visa", "perdu", "intensifi", "vu"),
)


def is_day_of_an_act(
    tokens: Sequence[Token],
    dated: Dated,
    acts: Sequence[Found],
    blows: Sequence[Found],
) -> bool:
    """Say whether a French day is that of an act which is no attack.

    Args:
        tokens: Of the sentence.
        dated: The day.
        acts: What rescuers, mourners and offices do.
        blows: Words of striking, of harm, and of who strikes.
    """
    if _is_behind_a_verb(tokens, dated.first, blows):
        return True
    return opens_on_an_act(tokens, dated, acts, blows)


def _is_behind_a_verb(
    tokens: Sequence[Token], first: int, blows: Sequence[Found]
) -> bool:
    """Say whether a verb that is no blow stands right before a day."""
    for place in range(first - 1, max(-1, first - 1 - _BEHIND), -1):
        word = tokens[place].word
        if word in _PARTS or tokens[place].given[:1].isupper():
            return False
        if any(b.first <= place < b.last for b in blows) or word.startswith(_HAPPENED):
            return False
        if word.endswith(_FINITE) and len(word) >= _SHORTEST:
            return True
        before = tokens[max(0, place - 2) : place]
        is_done = word.endswith((*_PARTICIPLES, *_PARTICIPLES_TOO))
        if is_done and any(t.word in _AUXILIARIES for t in before):
            return word not in _AUXILIARIES
    return False
