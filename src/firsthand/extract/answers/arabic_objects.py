"""What Arabic denials are about: a civilian thing, a report so called. Method: M053."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.answers.arabic_clauses import (
    OBJECT_REACH,
    clause_end,
    end_of_naming,
)
from firsthand.extract.patterned import Language, Token, shared_words, words_of
from firsthand.extract.patterned_speech import Said
from firsthand.reference import Reference

_TARGET_REACH = 4
_EXCEPT = frozenset({"سوي", "الا", "غير"})
_MILITARY = frozenset({"military_base", "checkpoint", "patrol", "convoy", "government"})


def civilian_behind(
    reference: Reference, language: Language, tokens: Sequence[Token], first: int
) -> int | None:
    """Return where a civilian thing or people ends behind a verb; None = none."""
    targets = shared_words(reference, language, "targets", "target")
    people = words_of(reference, language, "responses", "civilian")
    for place in range(first, min(first + _TARGET_REACH, len(tokens))):
        token = tokens[place]
        if token.word in _EXCEPT or token.word in {"،", ".", "؛"}:
            return None
        hit = people.at(tokens, place) or targets.at(tokens, place)
        if hit is not None and hit.row.get("code") not in _MILITARY:
            return hit.last
    return None


def named_alone(
    reference: Reference, language: Language, tokens: Sequence[Token], said: Said
) -> int | None:
    """Return where "denies the report as ..." ends; None = it names it nothing."""
    if said.row is None or said.row.get("manner") != "deny":
        return None
    verbs = words_of(reference, language, "responses", "called")
    stop = clause_end(tokens, said.verb[1], OBJECT_REACH)
    for verb in verbs.find(tokens):
        is_joined = tokens[verb.first].word.startswith("وو")
        is_joined = is_joined or tokens[verb.first].word.startswith("واعتبر")
        if is_joined:
            continue  # "rejected them, and called them lies": two answers
        if verb.row.get("alone") and said.verb[1] < verb.first < stop:
            return end_of_naming(tokens, verb.last)
    return None
