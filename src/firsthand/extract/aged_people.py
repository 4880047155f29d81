"""People harmed who have an age and no name: "a man aged 58", "a girl of seven".

Kin and children without an age are a toll's own people; an age is what lets somebody be
found in a register. Method: M026.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.harm import Harm, subtotal_runs
from firsthand.extract.named_people import Named
from firsthand.extract.numbers import find_counts
from firsthand.extract.people import Group, people_of
from firsthand.extract.trees import text_of
from firsthand.model import Person
from firsthand.reference import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twen|thir|for|fif|six|seven"
    r"|eigh|nine)ty(?:-\w+)?)"
)
_INSIDE = re.compile(rf"\b(?P<age>{_NUMBER})[-\s]years?[-\s]old\b", re.IGNORECASE)
_AFTER = re.compile(
    rf",?\s+(?:aged|of)\s+(?P<ages>{_NUMBER}(?:(?:,\s+|\s+and\s+){_NUMBER})*)\b"
    rf"(?!\s+(?:the|them|those|people))",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:\s+aged\s+[\w\s,-]{1,25})?,?\s*(?:,|and)\s*(?:(?:his|her|their)\s+)?",
    re.IGNORECASE,
)
_MOST = 20


def aged_people(doc: Doc, harms: Sequence[Harm], reference: Reference) -> list[Named]:
    """Return unnamed people harmed of whom an age is told, with those joined to them.

    Args:
        doc: The parse of a sentence.
        harms: The harm that it tells.
        reference: Tables of number words.
    """
    people = people_of(doc, reference)
    groups = [g for harm in harms for g in harm.groups]
    if any(harm.kind == "killed" for harm in harms):
        groups += [g for _, run in subtotal_runs(doc, people) for g in run]
    groups = sorted({g.first: g for g in groups}.values(), key=lambda g: g.first)
    made: list[Named] = []
    for run in _runs(doc, groups):
        if any(_ages(doc, group, reference) for group in run):
            for group in run:
                made += _persons(doc, group, reference)
    return made


def _runs(doc: Doc, groups: Sequence[Group]) -> list[list[Group]]:
    """Put groups that "and" joins together."""
    runs: list[list[Group]] = []
    for group in groups:
        if group.name or group.is_negative:
            continue
        before = runs[-1][-1] if runs else None
        gap = _gap(doc, before, group) if before is not None else ""
        if before is not None and _JOINED.fullmatch(gap):
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def _gap(doc: Doc, before: Group, group: Group) -> str:
    last = doc[before.last]
    return text_of(doc)[last.idx + len(last) : doc[group.first].idx]


def _ages(doc: Doc, group: Group, reference: Reference) -> list[int]:
    text = text_of(doc)
    start, end = doc[group.first].idx, doc[group.last].idx + len(doc[group.last])
    inside = _INSIDE.search(text, max(0, start - _MOST), end)
    after = _AFTER.match(text, end) if group.noun.number != "group" else None
    words = inside["age"] if inside else after["ages"] if after else ""
    found = [
        c.bounds.high for c in find_counts(words.replace(" and ", ", "), reference)
    ]
    return [age for age in found if age is not None]


def _persons(doc: Doc, group: Group, reference: Reference) -> list[Named]:
    n_people = group.bounds.high or 0
    if group.bounds.low != n_people or not 1 <= n_people <= _MOST:
        return []
    ages = _ages(doc, group, reference)
    ages = ages if len(ages) == n_people else []
    last = doc[group.last]
    return [
        Named(
            doc[group.first].idx,
            last.idx + len(last),
            Person(
                age=ages[place] if ages else None,
                sex=group.noun.sex,
                kin=group.noun.kin,
                is_child=True if group.noun.is_child else None,
            ),
        )
        for place in range(n_people)
    ]
