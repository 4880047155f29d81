"""Things that a French sentence names beside a blow, and that were not struck as such.

"Bombarder une école est un crime": nothing is told to be hit; "une école transformée en
abri": one thing, not two. For `targets`. Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found, Token

_OPENING = frozenset({"«", "“", '"', "-", "–", "—"})
_THAT = frozenset({"que", "qu'"})
_INTO = frozenset({"en", "d'", "de", "comme"})
_TURNED = ("transform", "reconvert", "convert", "amenag", "utilis", "serv", "design")


def struck_by(tokens: Sequence[Token], strikes: Sequence[Found]) -> tuple[Found, ...]:
    """Return the blows of a sentence that are told, and not only spoken of."""
    return tuple(s for s in strikes if not _is_spoken_of(tokens, s))


def _is_spoken_of(tokens: Sequence[Token], strike: Found) -> bool:
    """Say whether a blow is but spoken of: an infinitive that opens what is said."""
    verb = tokens[strike.first].word
    is_infinitive = verb.endswith("er") or verb in {"detruire", "prendre", "abattre"}
    before = strike.first - 1
    while before >= 0 and tokens[before].word in _OPENING:
        before -= 1
    opens = before < 0 or not tokens[before].is_word or tokens[before].word in _THAT
    return is_infinitive and opens


def is_turned_into(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether a thing is what another was turned into, or used as."""
    before = tokens[max(0, hit.first - 3) : hit.first]
    is_into = any(t.word in _INTO for t in before[-2:])
    return is_into and any(t.word.startswith(_TURNED) for t in before)
