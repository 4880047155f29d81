"""Parts of the dead told by who they were.

"Twelve patients and a doctor are among the dead", "seventeen of them were patients or
staff", "only two of the dead were members of armed groups". Children and women of the
dead are fields of a count (`casualties`); people of a trade or a side are a claim that
names its whole. Method: M025.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from firsthand.extract.harm import Harm
from firsthand.extract.people import Group, people_of
from firsthand.extract.reading import Reading, Sentence
from firsthand.extract.trees import text_of
from firsthand.model import StatusWord

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AMONG_THE_DEAD = re.compile(
    r"\b(?:was|were|are|is)\s+(?:also\s+|reportedly\s+)?among\s+(?:the\s+|those\s+)"
    r"(?:\w+\s+)?(?:dead|killed|victims|fatalities|deceased)\b",
    re.IGNORECASE,
)
_OF_THEM_WERE = re.compile(
    r"\bof\s+(?P<whom>them|those|(?:the|those|these)\s+(?:\d+\s+)?(?:\w+\s+)?(?:dead|killed"
    r"|victims|fatalities|deceased|slain|bodies|people\s+killed))\s+(?:were|are|was)\s+"
    r"(?:(?:known|believed|thought|said|reported|confirmed|found)\s+to\s+(?:be|have\s+been)"
    r"\s+|all\s+|also\s+|identified\s+as\s+|confirmed\s+as\s+|either\s+)*",
    re.IGNORECASE,
)
_THE_DEAD = re.compile(
    r"\b(?:dead|died|killed|killing|deaths?|bodies|lost\s+their\s+lives|toll|fatalities)\b",
    re.IGNORECASE,
)
_ALIVE = re.compile(
    r"\b(?:alive|rescued|unharmed|unhurt|survived|released|freed|arrested|detained|wounded"
    r"|injured|missing|hurt)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(r"\s*(?:,|,?\s*and|,?\s*or)\s*", re.IGNORECASE)
_ARMED = re.compile(
    r"\b(?:fighters?|militants?|soldiers?|combatants?|rebels?|insurgents?|gunm[ae]n"
    r"|servicemen|troops|terrorists?|armed\s+(?:groups?|men|factions?)|army|military)\b",
    re.IGNORECASE,
)
_STEP = 3
_FEWEST = 2  # items of a list


def listed_among_the_dead(doc: Doc, reading: Reading) -> Harm | None:
    """Return the people of "Twelve patients and a doctor are among the dead".

    None = no list of several roles, or one of kinds alone ("eight children and six
    women"), which are fields of a count.
    """
    text = text_of(doc)
    match = _AMONG_THE_DEAD.search(text)
    if match is None:
        return None
    run: list[Group] = []
    for group in people_of(doc, reading.reference).groups:
        if doc[group.last].idx >= match.start():
            break
        gap = (
            text[doc[run[-1].last].idx + len(doc[run[-1].last]) : doc[group.first].idx]
            if run
            else ","
        )
        run = [*run, group] if _LISTING.fullmatch(gap) else [group]
    if len(run) < _FEWEST or not _is_counted(run):
        return None
    end = doc[run[-1].last].idx + len(doc[run[-1].last])
    if text[end : match.start()].strip():
        return None
    if all(g.noun.is_child or g.noun.sex for g in run):
        return None
    return Harm(
        kind="killed",
        token=run[0].head,
        groups=tuple(run),
        start=doc[run[0].first].idx,
        end=match.end(),
        rule="among",
        is_part=True,
    )


def _is_counted(run: list[Group]) -> bool:
    return not any(
        g.bounds.vague
        or g.is_negative
        or g.name
        or g.is_definite
        or (g.bounds.assumed and g.noun.number == "many")
        for g in run
    )


def told_by_role(doc: Doc, reading: Reading, sentence: Sentence) -> Harm | None:
    """Return the part of the dead of "Seventeen of them were patients or staff"."""
    text = text_of(doc)
    match = _OF_THEM_WERE.search(text)
    if match is None or _ALIVE.search(text):
        return None
    if match["whom"].lower() in {"them", "those"} and not _told_of_dead(
        reading, sentence
    ):
        return None
    people = people_of(doc, reading.reference)
    counted = next(
        (c for c in people.counts if 0 <= match.start() - c[0].end <= 1), None
    )
    who = next(
        (
            g
            for g in people.groups
            if doc[g.first].idx - _STEP < match.end() <= doc[g.last].idx
        ),
        None,
    )
    if counted is None or who is None or who.noun.is_child or who.noun.sex:
        return None
    role = text[match.end() :].split(",", maxsplit=1)[0]
    noun = who.noun
    if noun.status is None and _ARMED.search(role):
        noun = dataclasses.replace(noun, status=StatusWord.COMBATANT)
    group = dataclasses.replace(who, bounds=counted[0].bounds, noun=noun)
    return Harm(
        kind="killed",
        token=who.head,
        groups=(group,),
        start=counted[0].start,
        end=doc[who.last].idx + len(doc[who.last]),
        rule="among",
        is_part=True,
    )


def _told_of_dead(reading: Reading, sentence: Sentence) -> bool:
    """Say whether the sentence before tells of dead, and of nobody else harmed."""
    before = [s for s in reading.sentences if s.end <= sentence.start]
    if not before:
        return False
    words = reading.text[before[-1].start : before[-1].end]
    return _THE_DEAD.search(words) is not None and not _ALIVE.search(words)
