"""Arms that struck nobody, in Russian and Ukrainian sentences.

A drone that only filmed, arms that "were not" it, that somebody makes, buys, keeps or
has on a pick-up, are no weapons of an attack. Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.reference.weapons import WeaponMention

_REACH = 60
_FILMED = re.compile(
    r"(?:виде\w*|сним\w*|кадр\w*|съ[её]мк\w*|запис\w*|фото\w*|відео\w*|знім\w*|світлин\w*"
    r"|зйомк\w*|аеро\w*|аэро\w*)\s+(?:\w+\s+){0,2}(?:с|со|з|із|зі)\s+(?:\w+\s+)?$"
    r"|(?:оператор|пилот|пілот|камер)\w*\s+(?:\w+\s+)?$"
)
_NOT = re.compile(r"(?<!\w)(?:а не|це не|это не|не|ни|ані|без)\s+(?:\w+\s+)?$")
_NONE_BEHIND = re.compile(
    r"\s+(?:(?:у|в|на|ни|ані)\s+\w+\s+)?(?:\w+\s+)?(?:нет|немає|нема|не было|не було"
    r"|никогда не|ніколи не)(?!\w)"
)
_OTHER = re.compile(r"(?:ничего|нічого) (?:общего|спільного) (?:с|со|з|із)\s+\W?$")
_MADE = re.compile(
    r"(?:производител|виробник|производств|виробництв|изготовлени|виготовленн|закупк"
    r"|закупів|поставк|постачанн|экспорт|експорт|разработ|розроб|мастерск\w+ по сборк)"
    r"\w*\s+(?:\w+\s+)?$"
)
_KEPT = re.compile(
    r"(?:размеща|разместил|розміщу|розмістил|складир|складув|хран[ия]|зберіга|прят|прячут"
    r"|хова|изъя|вилуч|захвати|захопи|держат|тримають)\w*\s+(?:\w+\s+)?$"
)
_ARMED = re.compile(
    r"(?:вооруж|озбро|оснащ)\w+\s+(?:\w+\s+)?$"
    r"|(?:пикап|внедорожник|джип)\w*\s+(?:с|со)\s+(?:\w+\s+){0,2}$"
    r"|(?:пікап|позашляховик|джип)\w*\s+(?:з|із|зі)\s+(?:\w+\s+){0,2}$"
)
_BEFORE = (_FILMED, _NOT, _OTHER, _MADE, _KEPT, _ARMED)
_AT = re.compile(r"\s*(?:по|проти|против)(?:\s+\w+){0,2}\s+")
# "Su-24 bombers, the text says, dropped RBK-500 bombs": one clause.
SAID_ASIDE = re.compile(
    r",\s*(?:как |як )?(?:говор|утвержда|сообща|отмеча|рассказ"
    r"|по (?:данным|словам|верси)|стверджу|кажуть|каже|зазнача|повідомля|розпов"
    r"|за (?:словами|даними|верс)|[ий]деться)"
    r"[^,.;:]{0,50},\s*",
    re.IGNORECASE,
)
UNDER_BOMBS = re.compile(
    r"(?<!\w)(?:под|під|от|від)\s+(?:\w+\s+){0,2}бомб(?:ами|\b)|бомб\w*\s+\w+ "
    r"(?:погиб|загин|унес|забрал)"
)


def struck_nobody(text: str, run: Sequence[WeaponMention]) -> bool:
    """Say whether what stands about arms tells that nobody was struck with them.

    Args:
        text: The page.
        run: Arms named together.
    """
    start, end = run[0].start, run[-1].end
    before = text[max(0, start - _REACH) : start].lower()
    before = re.split(r"[.;:!?\n]", before)[-1]
    if any(sign.search(before) for sign in _BEFORE):
        return True
    return _NONE_BEHIND.match(text[end : end + _REACH].lower()) is not None


def before_its_aim(text: str, run: Sequence[WeaponMention]) -> Sequence[WeaponMention]:
    """Return arms without those that they were aimed at ("rockets at a battery")."""
    for n in range(1, len(run)):
        if _AT.fullmatch(text[run[n - 1].end : run[n].start]):
            return run[:n]
    return run
