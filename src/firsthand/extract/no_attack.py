"""Pages that tell of no attack: sport, film, trade, the past, accidents, illness.

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
    DateClaim,
    DenialClaim,
    PlaceClaim,
    Span,
    VictimNamesClaim,
)
from firsthand.reference import Reference
from firsthand.reference.lexicon import Forms

_GROUPS = ("arms", "bearers", "strikes", "perhaps", "fiction", "business", "obituary")
_HEART = re.compile(r"\b(?:heart|panic|asthma) attacks?\b", re.IGNORECASE)
_NO_ACCIDENT = re.compile(r"\b(?:no|not an|never an) accidents?\b", re.IGNORECASE)
# Years long before anybody now alive: a page that dates its dead so tells of the past.
_OLD_YEAR = re.compile(r"\b(?:in|of|from|since|around|by)\s+1[0-8]\d\d\b")
_SCORE = re.compile(r"(?<![\d-])\d{1,2}[-\u2013]\d{1,2}(?![\d-])")
# "The explosion" of an accident is one; two words of accidents make it theirs.
_BURST = re.compile(r"\b(?:explosions?|blasts?|exploded)\b", re.IGNORECASE)
# Who died so was not killed, and wounds told beside it are of another time.
_QUIET_DEATH = re.compile(
    r"\bdied\s+(?:\w+\s+)?(?:peacefully|in (?:his|her) sleep"
    r"|of (?:natural causes|old age)|after a (?:long|short) illness)\b",
    re.IGNORECASE,
)
_FICTIONS = 2
_FEW_PLAYS = 2
_MANY_PERHAPS = 4
_MANY_PLAYS = 4
_MOST_PLAYS = 6
_N_OTHER_BESIDE_BEARERS = 2
_N_OTHER_APART = 2
_CAUSE_REACH = 120
_NEAR = 160
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
        one word of arms, and six one beside a toll; so a frame of fiction, where no
        day and no place is told.
    """
    plain = _HEART.sub("", text)
    patterns = reference.derived("extract.elsewhere", _patterns)
    n_arms = len(patterns["arms"].findall(plain))
    calm = _NO_ACCIDENT.sub(lambda match: " " * len(match.group()), text)
    other = _distinct(patterns["other"], calm)
    if _is_obituary(patterns, text, n_arms):
        return True
    if _is_fiction(patterns["fiction"], text, claims):
        return True
    plays = _plays(patterns, text)
    if not n_arms:
        plays += _distinct(patterns["business"], text)
    if any(isinstance(c, AttributionClaim | DenialClaim) for c in claims):
        is_borrowed = plays >= _MANY_PLAYS and not n_arms
        return is_borrowed and not any(isinstance(c, CasualtyClaim) for c in claims)
    if n_arms or plays >= _FEW_PLAYS:
        is_beside = n_arms and _is_cause(patterns["arms"], text, claims)
        least = _MOST_PLAYS if is_beside else _MANY_PLAYS if n_arms else _FEW_PLAYS
        return plays >= least and n_arms <= 1
    if not other or not _is_misfortune(patterns, plain, other):
        return False
    return other >= _N_OTHER_APART or _is_near(patterns["other"], calm, claims)


def _is_obituary(patterns: dict[str, Forms], text: str, n_arms: int) -> bool:
    """Say whether a page tells of somebody's life and quiet death.

    Wounds told there are of another time. "A grandmother and her grandchildren were
    killed" is no obituary.
    """
    if _distinct(patterns["obituary"], text) < _N_OTHER_APART:
        return False
    is_quiet = _QUIET_DEATH.search(text) is not None
    return (is_quiet and n_arms <= 1) or not (n_arms or _KILLED.search(text))


_KILLED = re.compile(r"\b(?:kill|murder|massacr|slain|slaughter|attack|str[iu]k)\w*")


def _is_near(pattern: Forms, text: str, claims: Sequence[Claim]) -> bool:
    """Say whether a word of misfortune stands in a toll's sentence or beside it."""
    tolls = [c for c in claims if isinstance(c, CasualtyClaim | ContextTotal)]
    return not tolls or any(
        pattern.search(text[max(0, c.span.start - _NEAR) : c.span.end + _NEAR])
        for c in tolls
    )


def without_the_past(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """Leave out what a sentence dates before anybody now alive (M058).

    "Built in 1836" dates the house, not the dead.
    """
    kept: list[Claim] = []
    for claim in claims:
        dated = _OF_THE_PAST.search(_around(text, claim.span))
        is_of_harm = isinstance(claim, CasualtyClaim | AttributionClaim)
        if not (is_of_harm and dated):
            kept.append(claim)
    return kept


_OF_THE_PAST = re.compile(
    r"(?<!built )(?<!founded )(?<!dating )(?<!born )(?<!erected )(?<!established )"
    r"\b(?:[Ii]n|of)\s+1[0-8]\d\d(?![\d,.]\d|\s+(?:people|men|civilians|houses))\b"
)


def _is_misfortune(patterns: dict[str, Forms], plain: str, other: int) -> bool:
    """Say whether a page without arms tells of an accident, a disaster or illness.

    A page of an attack has a word of striking somewhere.
    """
    if other >= _N_OTHER_APART:
        plain = _BURST.sub("", plain)
    if patterns["strikes"].search(plain):
        return False
    if patterns["bearers"].search(plain):
        return other >= _N_OTHER_BESIDE_BEARERS
    return True


def _is_fiction(pattern: Forms, text: str, claims: Sequence[Claim]) -> bool:
    """Say whether a page tells what happens in a book, a film or a game.

    Nothing in such a page has a day or a place: a writer who was shot has both.
    """
    is_told_of_the_world = any(
        isinstance(c, DateClaim | PlaceClaim | AttributionClaim | VictimNamesClaim)
        for c in claims
    )
    return not is_told_of_the_world and _distinct(pattern, text) >= _FICTIONS


def _plays(patterns: dict[str, Forms], text: str) -> int:
    """Return how many words of games, films or the past a page has."""
    plain = _distinct(patterns["plays"], text) + len(set(_OLD_YEAR.findall(text)))
    perhaps = _distinct(patterns["perhaps"], text) + bool(_SCORE.search(text))
    return plain + perhaps if plain or perhaps >= _MANY_PERHAPS else 0


def _is_cause(pattern: Forms, text: str, claims: Sequence[Claim]) -> bool:
    """Say whether a word of a cause of death stands beside a toll."""
    tolls = [c for c in claims if isinstance(c, CasualtyClaim | ContextTotal)]
    return any(pattern.search(_around(text, c.span)) for c in tolls)


def _around(text: str, span: Span) -> str:
    """Return the words of a toll and those around it in its sentence."""
    before = text[max(0, span.start - _CAUSE_REACH) : span.start]
    after = text[span.end : span.end + _CAUSE_REACH]
    lead, tail = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]
    return f"{lead}{text[span.start : span.end]}{tail}"


def _distinct(pattern: Forms, text: str) -> int:
    return len({match.lower() for match in pattern.findall(text)})


def _patterns(reference: Reference) -> dict[str, Forms]:
    words: dict[str, list[str]] = {name: [] for name in (*_GROUPS, "plays", "other")}
    for row in reference.table("elsewhere_words"):
        group = str(row["group"])
        name = group if group in _GROUPS else "plays" if row.get("plays") else "other"
        words[name] += map(str, row["words"])
    return {name: _any_of(forms) for name, forms in words.items()}


def _any_of(forms: Sequence[str]) -> Forms:
    shapes = (
        re.escape(form).replace(r"\ ", r"\s+").replace(r"\*", r"\w*")
        for form in sorted(forms, key=len, reverse=True)
    )
    pattern = re.compile(rf"\b(?:{'|'.join(shapes)})\b", re.IGNORECASE)
    return Forms(pattern, forms)
