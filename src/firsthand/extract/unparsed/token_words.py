"""How far words stand apart in a sentence, and small words that finders share.

For all finders of claims in languages without a parse. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token

NEAR_WORDS = 8
HARM_WORDS = 3
NEAR_CHARS = 60
FEW_WORDS = 2
BESIDE_CUE = 6  # "a annoncé ce mardi", "повідомив у вівторок"
CLAUSE_ENDS = re.compile(r"[.;؛:!?؟]")
CLAUSE = re.compile(r"[,،.;؛:]")  # what follows tells no more of who spoke
IN_OR_AT = frozenset({"في", "على", "الي", "قرب", "مدينه", "وسط", "جنوب", "شمال"})
IN_OR_AT |= frozenset({"شرق", "غرب", "العاصمه", "محيط", "ريف", "ضواحي"})
FEW_BEFORE = 4
INDEFINITE = frozenset({"un", "una", "unos", "unas", "une", "des", "d'"})
OF_A_PLACE = frozenset({"de", "del", "d'", "du", "des"})
DETERMINERS = frozenset(
    {"el", "la", "los", "las", "le", "les", "l'", "un", "una", "une"}
)
PHRASE_WORDS = 5  # article, adjectives and noun before "of X"
_NEW_CLAUSE = frozenset({"que", "qu'", "lorsque", "lorsqu'", "quand", "cuando"})
_SIGNS = frozenset('«»“”„"')  # about a name; no pause
AIMED_AT = frozenset(
    {"sur", "contre", "sobre", "contra", "frente", "ante", "devant", "face", "علي"}
)


def has_capital(token: Token) -> bool:
    """Say whether a word begins with a capital, and is no acronym."""
    is_acronym = len(token.given) > 1 and token.given.isupper()
    return token.given[0].isupper() and not is_acronym


def is_digit(words: str) -> bool:
    """Say whether digits stand in some words."""
    return any(letter.isdigit() for letter in words)


def has_break(tokens: Sequence[Token], one: Found, other: Found) -> bool:
    """Say whether a comma or stop stands between two rows found."""
    first, last = min(one.last, other.last), max(one.first, other.first)
    is_harm = "strike" not in {one.row["kind"], other.row["kind"]}
    return any(
        (
            (not t.is_word and not t.is_number and t.word not in _SIGNS)
            and not _joins_a_name(tokens, n)
        )
        or (is_harm and t.word in _NEW_CLAUSE)
        for n, t in enumerate(tokens[first:last], first)
    )


def _joins_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a hyphen stands inside a name in Arabic ("Su-24")."""
    if tokens[place].word not in {"-", "‑"} or not 0 < place < len(tokens) - 1:
        return False
    before, here, after = tokens[place - 1 : place + 2]
    is_arabic = "\u0600" <= before.word[0] <= "\u06ff"
    return is_arabic and before.end == here.start and here.end == after.start


def meets(one: Found, other: Found) -> bool:
    """Say whether two finds share a word."""
    return one.first < other.last and other.first < one.last


def apart(one: Found, other: Found) -> int:
    """Return how many words stand between two finds; 0 = they touch or meet."""
    return max(other.first - one.last, one.first - other.last, 0)
