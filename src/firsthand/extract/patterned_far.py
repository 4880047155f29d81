"""People whose word of harm stands behind a relative clause or a participle.

"At least 46 civilians, 32 children among them, who had fled into a cellar, died": no
distance says that the verb is theirs, but what opens right behind them does, when
nobody else stands between (M056).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from firsthand.extract.patterned import Found, Token
    from firsthand.model import Bounds
    from firsthand.reference.tables import Row


class Counted(Protocol):
    """What is asked of a group of people here."""

    @property
    def first(self) -> int:
        """Index of the first token."""

    @property
    def last(self) -> int:
        """One past the last."""

    @property
    def bounds(self) -> Bounds:
        """How many."""

    @property
    def person(self) -> Row | None:
        """Row of the noun; None = no row knows it."""

    @property
    def has_number(self) -> bool:
        """A number says how many."""


_LONGEST = 30  # tokens of such a clause
_RELATIVES = {
    "fr": frozenset(("qui", "lesquels", "lesquelles")),
    "es": frozenset(("que", "quienes", "quien", "cuyos", "cuyas")),
    "ru": frozenset(("которые", "которых", "кто", "кого")),
    "uk": frozenset(("які", "яких", "що", "котрі", "котрих", "хто")),
    "ar": frozenset(("الذين", "اللواتي", "ممن", "كانوا", "كانا", "كن")),
}
_PARTICIPLES = {
    "fr": re.compile(r".{3,}(?:és?|ées?|ant)$"),
    "es": re.compile(r".{2,}(?:[ai]d[oa]s?|[ai]endo|ando)$"),
    "ru": re.compile(r".{3,}(?:вш|[аяую]щ|нн)(?:ие|их|ий|ая|ей|его|ую)(?:ся)?$"),
    "uk": re.compile(r".{3,}(?:л|н|чч|юч|яч)(?:і|их|ий|а|ої)$"),
}
# Behind these somebody else may be harmed.
_TURNS = frozenset(
    ("apres", "lorsque", "lorsqu", "quand", "alors", "tandis", "parce", "puis", "mais",
     "tras", "despues", "cuando", "mientras", "luego", "pero", "porque",
     "когда", "после", "пока", "но", "потом", "поскольку",
     "коли", "після", "доки", "але", "потім", "бо",
     "بعد", "عندما", "حين", "فيما", "بينما", "لكن",
     ";", ":", ".", "!", "?", "؛", "؟")
)  # fmt: skip
_COMMAS = frozenset((",", "،"))


def is_theirs_behind_a_clause(
    code: str,
    tokens: Sequence[Token],
    word: Found,
    group: Counted,
    *,
    asides: frozenset[int],
    others: Sequence[Counted],
) -> bool:
    """Say whether a word of harm is of a group that a clause parts it from.

    Args:
        code: Of the language.
        tokens: The sentence.
        word: The word of harm, behind the group.
        group: People with a number.
        asides: Tokens that only tell parts of a group.
        others: All groups of the sentence that are no parts.
    """
    if not group.has_number or word.first - group.last > _LONGEST:
        return False
    if word.row.get("takes") == "right":
        return False
    between = range(group.last, word.first)
    opens = next(
        (n for n in between if n not in asides and tokens[n].word not in _COMMAS), None
    )
    nearer = (g for g in others if g.has_number and group.last <= g.first < word.first)
    if opens is None or any(may_be_of(code, tokens, word, g) for g in nearer):
        return False
    if any(tokens[n].word in _TURNS for n in between if n not in asides):
        return False
    if tokens[opens].word in _RELATIVES.get(code, ()):
        return True
    participle = _PARTICIPLES.get(code)  # of the word as written: "réfugiés"
    return participle is not None and bool(
        participle.match(tokens[opens].given.lower())
    )


def may_be_of(code: str, tokens: Sequence[Token], word: Found, group: Counted) -> bool:
    """Say whether a word of harm may be a group's: not "a minibus" of "were killed"."""
    is_one = group.bounds.high == 1 and group.person is None
    return not (is_one and is_plural(code, tokens, word))


def is_plural(code: str, tokens: Sequence[Token], word: Found) -> bool:
    """Say whether a French or Spanish verb of harm is of several."""
    words = [t.word for t in tokens[max(0, word.first - 1) : word.last]]
    if code == "fr":
        return bool(_PLURAL_FRENCH & set(words))
    return code == "es" and any(_PLURAL_SPANISH.match(w) for w in words)


_PLURAL_FRENCH = frozenset(("ont", "sont", "furent", "etaient", "seraient", "auraient"))
_PLURAL_SPANISH = re.compile(r".{2,}(?:ron|ban|ian)$|han$|son$|seran$|habrian$")
