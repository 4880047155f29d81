"""Pages that tell of no attack: sport, film, history, accidents, disasters, illness.

Words of war are borrowed ("the visitors attacked"), and people die of other things: a
page whose words are of these, and of no arms, gives no claim. Table: elsewhere_words.
Method: M058.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.model import (
    AttributionClaim,
    CasualtyClaim,
    Claim,
    ContextTotal,
    DenialClaim,
    Span,
)
from firsthand.reference import Reference

_GROUPS = ("arms", "bearers", "strikes", "perhaps")
_HEART = re.compile(r"\b(?:heart|panic|asthma) attacks?\b", re.IGNORECASE)
# Years long before anybody now alive: a page that dates its dead so tells of the past.
_OLD_YEAR = re.compile(r"\b(?:in|of|from|since|around|by)\s+1[0-8]\d\d\b")
_SCORE = re.compile(r"(?<![\d-])\d{1,2}[-\u2013]\d{1,2}(?![\d-])")
_FEW_PLAYS = 2
_MANY_PERHAPS = 4
_MANY_PLAYS = 4
_MOST_PLAYS = 6
_N_OTHER_BESIDE_BEARERS = 2
_N_OTHER_APART = 2
_CAUSE_REACH = 120
_SENTENCE_END = re.compile(r"[.!?\n]")


def is_about_no_attack(
    text: str, claims: Sequence[Claim], reference: Reference
) -> bool:
    """Say whether a page tells of sport, film, the past, accidents or illness (M058).

    Args:
        text: The page's text.
        claims: What was found in it: who says or denies that somebody did it.
        reference: Tables of the case.

    Returns:
        True where its words say so and nothing speaks of arms. Of games, films and the
        past, which borrow the words of war, two words outweigh those of striking, four
        one word of arms, and six one beside a toll.
    """
    plain = _HEART.sub("", text)
    patterns = reference.derived("extract.elsewhere", _patterns)
    plays = _plays(patterns, text)
    if any(isinstance(c, AttributionClaim | DenialClaim) for c in claims):
        return False
    n_arms = len(patterns["arms"].findall(plain))
    if n_arms or plays >= _FEW_PLAYS:
        is_beside = n_arms and _is_cause(patterns["arms"], text, claims)
        least = _MOST_PLAYS if is_beside else _MANY_PLAYS if n_arms else _FEW_PLAYS
        return plays >= least and n_arms <= 1
    other = _distinct(patterns["other"], text)
    if not other or patterns["strikes"].search(plain):
        return False
    if patterns["bearers"].search(plain):
        return other >= _N_OTHER_BESIDE_BEARERS
    tolls = [c for c in claims if isinstance(c, CasualtyClaim | ContextTotal)]
    is_cause = not tolls or _is_cause(patterns["other"], text, tolls)
    return is_cause or other >= _N_OTHER_APART


def _plays(patterns: dict[str, re.Pattern[str]], text: str) -> int:
    """Return how many words of games, films or the past a page has."""
    plain = _distinct(patterns["plays"], text) + len(set(_OLD_YEAR.findall(text)))
    perhaps = _distinct(patterns["perhaps"], text) + bool(_SCORE.search(text))
    return plain + perhaps if plain or perhaps >= _MANY_PERHAPS else 0


def _is_cause(pattern: re.Pattern[str], text: str, claims: Sequence[Claim]) -> bool:
    """Say whether a word of a cause of death stands beside a toll."""
    tolls = [c for c in claims if isinstance(c, CasualtyClaim | ContextTotal)]
    return any(pattern.search(_around(text, c.span)) for c in tolls)


def _around(text: str, span: Span) -> str:
    """Return the words of a toll and those around it in its sentence."""
    before = text[max(0, span.start - _CAUSE_REACH) : span.start]
    after = text[span.end : span.end + _CAUSE_REACH]
    lead, tail = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]
    return f"{lead}{text[span.start : span.end]}{tail}"


def _distinct(pattern: re.Pattern[str], text: str) -> int:
    return len({match.lower() for match in pattern.findall(text)})


def _patterns(reference: Reference) -> dict[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {name: [] for name in (*_GROUPS, "plays", "other")}
    for row in reference.table("elsewhere_words"):
        group = str(row["group"])
        name = group if group in _GROUPS else "plays" if row.get("plays") else "other"
        words[name] += map(str, row["words"])
    return {name: _any_of(forms) for name, forms in words.items()}


def _any_of(forms: Sequence[str]) -> re.Pattern[str]:
    shapes = (
        re.escape(form).replace(r"\ ", r"\s+").replace(r"\*", r"\w*")
        for form in sorted(forms, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{'|'.join(shapes)})\b", re.IGNORECASE)
