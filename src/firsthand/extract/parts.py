"""Parts and repeats: groups that are told of people counted already.

Method: M025 (sub-totals, appositions).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.extract.people import Group, People
from firsthand.extract.trees import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUBTOTAL = re.compile(
    r"\b(including|among them|among whom|of whom|of them|included|amongst them"
    r"|all(?= (?:of them )?(?:women|children|civilians|men|from)\b))\b",
    re.IGNORECASE,
)
_LONG_GAP = 45
_OWN_HARM = re.compile(
    r"\s*(?:others?\s)?(?:were\s|was\s)?(?:wounded|injured|killed|hurt|missing|dead)\b",
    re.IGNORECASE,
)
# "Five people, including a boy and a girl, were killed" has told of no harm before.
_HARM_BEFORE = re.compile(
    r"\b(?:kill|wound|injur|dead|death|die[ds]?\b|hurt|slain|casualt|toll|fatal|lives)\w*",
    re.IGNORECASE,
)


def subtotal_runs(
    doc: Doc, people: People
) -> list[tuple[tuple[int, int], list[Group]]]:
    """Return the groups told as parts of others, by the word that says so.

    Returns:
        For each "including", "of whom" ...: its characters in the sentence, and the
        run of groups after it ("two children and three women").
    """
    return [
        (match.span(), _run_after(doc, people, match))
        for match in SUBTOTAL.finditer(text_of(doc))
    ]


def _run_after(doc: Doc, people: People, match: re.Match[str]) -> list[Group]:
    run: list[Group] = []
    at = match.end()
    for group in sorted(people.groups, key=lambda g: g.first):
        if doc[group.head].idx < match.end():
            continue
        start = max(doc[group.first].idx, match.end())
        gap = text_of(doc)[at:start]
        is_opening = not run and re.fullmatch(r"\s*(?:were|was)\s*", gap)
        is_other = bool(re.search(r"\b(wound|injur|kill|were|was)", gap))
        is_other = is_other and not is_opening
        is_other = is_other or bool(run and _CONTRAST.search(gap))
        if len(gap) > _LONG_GAP or is_other:
            break
        if run and group.noun.is_perpetrator and re.search(r",\s*and\b", gap):
            # "16 soldiers, including a major, and 10 assailants": not a part.
            break
        if _is_another_clause(doc, group, gap, is_first=not run):
            break
        last = doc[group.last]
        is_told = _HARM_BEFORE.search(text_of(doc), 0, match.start())
        is_told = is_told or re.search(r",\s*and\b", gap)
        if run and _IS_HARM.search(doc[group.first : group.last + 1].text):
            break
        if run and is_told and _OWN_HARM.match(text_of(doc), last.idx + len(last)):
            # "12 dead, including a woman, and 30 wounded": a count of its own.
            break
        run.append(group)
        at = last.idx + len(last)
    if not run and match.group().lower().startswith("among"):
        # "37 people died, nine children among them".
        return [
            g
            for g in people.groups
            if 0 <= match.start() - (doc[g.last].idx + len(doc[g.last])) <= 1
        ]
    return [_with_count_before(people, g, match) for g in run]


_IS_HARM = re.compile(r"\b(?:wounded|injured|hurt|dead|killed|missing)$", re.IGNORECASE)
# "Among them 58 children, as against 11 fighters": no part.
_CONTRAST = re.compile(
    r"\b(?:against|compared|opposed|versus|plus|besides|and that|while|but)\b"
)


def _is_another_clause(doc: Doc, group: Group, gap: str, *, is_first: bool) -> bool:
    """Say whether people after a part speak, or stand in a clause of their own.

    "Ten of them children, in two raids on Sarmak, her spokesperson told reporters".
    """
    after = doc[group.last + 1 : group.last + 2]
    if len(after) and after[0].lemma_.lower() in _SAID:
        return True
    return not is_first and _LEAVES.search(gap) is not None


_SAID = frozenset(("say", "tell", "report", "add", "announce", "write", "state"))
_LEAVES = re.compile(
    r"\b(?:in|on|at|near|during|after|when|said|told|from|according)\b", re.IGNORECASE
)


def _with_count_before(people: People, group: Group, match: re.Match[str]) -> Group:
    """Give "five of them civilians" its number, which stands before "of them"."""
    if not group.bounds.assumed or not match.group().lower().startswith("of"):
        return group
    for count, _, _ in people.counts:
        if 0 <= match.start() - count.end <= 1:
            return dataclasses.replace(group, bounds=count.bounds)
    return group


def without_appositives(doc: Doc, groups: Sequence[Group]) -> list[Group]:
    """Drop groups that only say again who others are.

    "Nur, a member of the council" is one person; "seven civilians, Ali Nur, his wife
    and their five children" are seven.
    """
    kept: list[Group] = []
    for group in groups:
        before = kept[-1] if kept else None
        if before is not None and _counts_them(doc, before, group):
            kept[-1] = dataclasses.replace(before, bounds=group.bounds)
            continue
        if before is not None and _repeats(doc, kept, group):
            continue
        kept.append(group)
    return kept[:1] if _is_breakdown(doc, kept) else kept


def _counts_them(doc: Doc, before: Group, group: Group) -> bool:
    """Say whether a group only counts the one before ("my neighbours, all four")."""
    lead = doc[before.last + 1 : group.first + 1].text.lower()
    return before.bounds.assumed and lead.startswith((", all", ", both"))


def _is_breakdown(doc: Doc, groups: Sequence[Group]) -> bool:
    """Say whether the rest only tells who the first are.

    "three people, two men and a boy, died" is three dead: the parts add up.
    """
    whole, rest = groups[0], groups[1:]
    if not rest or whole.bounds.low != whole.bounds.high or whole.name:
        return False
    gap = text_of(doc)[
        doc[whole.last].idx + len(doc[whole.last]) : doc[rest[0].first].idx
    ].strip()
    n_parts = sum(group.bounds.low or 0 for group in rest)
    return gap in _OPENS_A_LIST and n_parts == whole.bounds.low and n_parts > 1


_OPENS_A_LIST = (",", ":", "(", "\u2013", "\u2014", "-", "--")


def _repeats(doc: Doc, kept: Sequence[Group], group: Group) -> bool:
    first = kept[0]
    n_first = first.bounds.low or first.bounds.high or 0
    is_list = n_first > 1 and not first.bounds.assumed and not first.name
    if is_list and (group.name or (group.noun.kin and group.is_definite)):
        gap = doc[first.last + 1].text if first.last + 1 < len(doc) else ""
        return gap in (",", ":", "–", "-", "(", "—")
    before = kept[-1]
    if not before.name or group.name or group.bounds.high != 1:
        return False
    opener = doc[group.first].lower_
    return (
        doc[group.first - 1].text == ","
        and opener in ("a", "an", "the")
        and group.first - before.last <= _NEAR_APPOSITIVE
    )


_NEAR_APPOSITIVE = 12
