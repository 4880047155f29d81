"""Whom a Russian or Ukrainian source names, less the words that are none of his name.

Before a verb stand, beside who speaks, what he denies ("in the ministry the use of such
arms they denied"), whom he answers ("the ministry to them did not answer") and the day
of his words ("of the ministry of 18 April"); an adverb or a phrase with a preposition
alone names nobody. Reads a statement and the tokens of its sentence. Method: M056.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from firsthand.extract.patterned import Token, Words
from firsthand.extract.reading import Statement

_AT = frozenset({"в", "во", "у"})
# "Points at the base": what stands behind these names nobody who speaks.
_PREPOSITIONS = frozenset(
    {"на", "про", "о", "об", "под", "під", "к", "ко", "до", "за", "с", "со", "з", "із"}
    | {"зі", "над", "перед", "при", "через", "против", "проти", "между", "між", "для"}
    | {"из", "от", "від", "после", "після", "около", "біля", "без", "по"}
)
_THEM = frozenset(
    {"них", "него", "нее", "это", "этом", "нему", "ним", "нього", "неї", "це", "цього"}
    | {"этого", "то", "те", "вопросы", "вопрос", "запрос", "запросы", "запит", "запити"}
    | {"запитання", "прохання", "просьбу", "просьбы", "звернення", "обращение"}
)
# What is denied, confirmed or refused stands before its verb in the same case.
_DENIED = (
    *("применени", "использовани", "причастност", "обвинени", "информаци", "сведени"),
    *("сообщени", "данные", "вину", "ответственност", "удар", "атак", "версию", "факт"),
    *("гибель", "упреки", "претензии", "выводы", "утверждени", "участи", "нападени"),
    *("застосуванн", "використанн", "причетніст", "звинуваченн", "інформаці", "дані"),
    *("відомост", "повідомленн", "провину", "відповідальніст", "версію", "факт"),
    *("загибел", "закиди", "претензії", "висновки", "твердженн", "участь", "напад"),
    *("доклад", "отчет", "звіт", "доповід", "публикаци", "публікаці", "обстрел"),
    *("обстріл", "бомбардировк", "бомбардуванн", "причиненн", "заподіянн"),
)
_NEVER_FIRST = 1  # "reports", "data" may be the source itself


def tidied(tokens: Sequence[Token], statement: Statement, head: Words) -> Statement:
    """Return a statement with the words of its speaker that name him.

    Args:
        tokens: The sentence.
        statement: Its speaker as the words before the verb give it.
        head: Words of offices, bodies and roles.

    Returns:
        The statement; nobody's where its speaker is no name but a phrase beside.
    """
    name = statement.speaker
    if not (statement.source and name and name[:1].isalpha()):
        return statement
    start, end = statement.source[0]
    inside = [t for t in tokens if start <= t.start < end]
    if not inside or not name.endswith(inside[-1].given):
        return statement
    if inside[0].word in _PREPOSITIONS and len(inside) > 1:
        return dataclasses.replace(statement, content=(), speaker=None, chain=())
    first = int(inside[0].word in _AT and len(inside) > 1)
    body = inside[first:]
    if head.at(body, 0) is None and not body[0].given.islower():
        return statement
    last = _end(body)
    is_whole = len(name) >= body[-1].end - body[0].start
    if last == len(body) or not is_whole:
        return statement
    kept = name[: len(name) - (body[-1].end - body[last - 1].end)]
    return dataclasses.replace(
        statement,
        source=((start, body[last - 1].end),),
        speaker=kept,
        chain=(*statement.chain[:-1], kept),
    )


def _end(body: Sequence[Token]) -> int:
    """Return how many words of a source name who speaks."""
    for place in range(_NEVER_FIRST, len(body)):
        token = body[place]
        after = body[place + 1] if place + 1 < len(body) else None
        is_led = after is not None and token.word in _PREPOSITIONS
        if is_led and after is not None and (after.word in _THEM or after.is_number):
            return place
        if token.given.islower() and token.word.startswith(_DENIED):
            return place
    return len(body)


def is_no_name(word: str, given: str) -> bool:
    """Say whether a candidate for "he" begins as a phrase beside, not as a name."""
    return word in _PREPOSITIONS and given[:1].islower()
