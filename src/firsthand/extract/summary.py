"""The claims of one text about one incident, folded into one row.

For `firsthand batch summaries`: what a coder of an event data set would write down. It
is a reading aid and a measure, never a finding: no status is assessed here, and vague
words take the numbers that coders give them (columns code_low, code_high of
`vague_words`).

Method: M028 (fold of one text). AIR-5: a count nobody stated is None, never 0.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterable, Sequence
from typing import Any

from firsthand.extract.page import Page
from firsthand.model import Bounds, CasualtyClaim, Claim, VictimNamesClaim
from firsthand.reference import Reference

Interval = tuple[int, int]
_DEFINITE = re.compile(
    r"^(?:the|his|her|their|its|he|she|him|those|these|this|that|both|all|my|our"
    r"|['’]s|whose)\b",
    re.IGNORECASE,
)
# A harm told as the motive or background of the incident is another incident's.
_ELSEWHERE = re.compile(
    r"\b(?:retaliat\w+ (?:for|to|against)|in response to|in revenge|revenge for"
    r"|aveng\w+|in protest (?:of|over|against)|anniversary of|commemorat\w+"
    r"|in memory of|years? (?:ago|earlier)|previous (?:attack|strike)s?)\b",
    re.IGNORECASE,
)
_REACH_BACK = 200


class _Role(enum.StrEnum):
    """What a figure is to the toll of the incident."""

    TOTAL = "total"
    PART = "part"
    PERSON = "person"
    MORE = "more"


@dataclasses.dataclass(frozen=True)
class _Figure:
    """One count of one statement, as a coder reads it."""

    claim: CasualtyClaim
    low: int
    high: int
    role: _Role
    is_assumed: bool


def summarise(
    page: Page,
    claims: Sequence[Claim],
    reference: Reference,
    *,
    labels: str | None = None,
) -> dict[str, Any]:
    """Fold the claims of one text about one incident into one row (M028).

    Args:
        page: The text the claims were found in.
        claims: All its claims; other kinds than casualties may be absent.
        reference: Tables of the case.
        labels: "gtd", "airwars" or "acled" for that data set's words; None = ours.

    Returns:
        The row of `batch summaries`; `[low, high]` or None (not stated) for counts.
    """
    tolls = [c for c in claims if isinstance(c, CasualtyClaim) and not c.negated]
    killed = _fold(page, tolls, "killed", reference, labels)
    return {
        "id": page.id,
        "killed": killed,
        "injured": _fold(page, tolls, "wounded", reference, labels),
        "children_killed": _part(tolls, "children", reference),
        "women_killed": _part(tolls, "women", reference),
        "civilians_killed": _civilians(page, tolls, killed, reference),
        "victims": _victims(claims),
    }


def _fold(
    page: Page,
    tolls: Sequence[CasualtyClaim],
    field: str,
    reference: Reference,
    labels: str | None,
) -> list[int] | None:
    figures = [f for c in _here(page, tolls) if (f := _figure(c, field, reference))]
    attackers = [f for f in figures if f.claim.is_perpetrator]
    others = [f for f in figures if not f.claim.is_perpetrator]
    known = [
        r
        for side in (others, attackers)
        if (r := _range(side, others if side is attackers else (), labels))
    ]
    if not known:
        return None
    return [sum(r[0] for r in known), sum(r[1] for r in known)]


def _here(page: Page, tolls: Sequence[CasualtyClaim]) -> list[CasualtyClaim]:
    """Leave out harm told as the motive or background of the incident."""
    kept = []
    for claim in tolls:
        start = claim.span.start
        line = page.text[max(0, start - _REACH_BACK) : start]
        line = re.split(r"[.!?]\s", line)[-1]
        if not _ELSEWHERE.search(line):
            kept.append(claim)
    return kept or list(tolls)[:0]


def _figure(claim: CasualtyClaim, field: str, reference: Reference) -> _Figure | None:
    bounds: Bounds | None = getattr(claim, field)
    if bounds is None or claim.rule.startswith("M025:subtotal"):
        return None
    low, high = coded(bounds, reference)
    if low is None or high is None:
        return None
    return _Figure(
        claim=claim,
        low=low,
        high=high,
        role=_role(claim, bounds, high),
        is_assumed=bounds.assumed or bounds.vague is not None,
    )


def _role(claim: CasualtyClaim, bounds: Bounds, high: int) -> _Role:
    if any(p.name for p in claim.people) or _DEFINITE.match(bounds.words):
        return _Role.PERSON
    if claim.rule.endswith(":more"):
        return _Role.MORE
    is_one = high == 1 and not re.match(r"(?:one|1|at least)\b", bounds.words, re.I)
    is_kind = claim.children or claim.women or claim.men
    if is_one or (is_kind and bounds in (claim.children, claim.women, claim.men)):
        return _Role.PART
    return _Role.TOTAL


def coded(bounds: Bounds, reference: Reference) -> tuple[int | None, int | None]:
    """Return the numbers a coder writes for bounds: open ends close on the figure."""
    if bounds.low is None and bounds.high is None:
        words = next(
            (r for r in reference.table("vague_words") if r["words"] == bounds.vague),
            None,
        )
        return (words["code_low"], words["code_high"]) if words else (None, None)
    low = bounds.low if bounds.low is not None else bounds.high
    high = bounds.high if bounds.high is not None else bounds.low
    return low, high


def _range(
    figures: Sequence[_Figure], beside: Sequence[_Figure], labels: str | None
) -> Interval | None:
    """Fold the figures of one side: stated totals before parts, parts before names."""
    stated = [f for f in figures if not f.is_assumed]
    if not stated:
        loose = [f for f in figures if not beside]
        return (loose[0].low, loose[0].high) if loose else None
    for role in (_Role.TOTAL, _Role.PART, _Role.MORE):
        chosen = [f for f in stated if f.role is role]
        if chosen:
            low, high = _of_statements(chosen, labels)
            if role is not _Role.MORE and labels != "airwars":
                more = _added(chosen, [f for f in stated if f.role is _Role.MORE])
                low, high = low + more, high + more
            return low, high
    return _of_persons(stated)


def _of_statements(chosen: Sequence[_Figure], labels: str | None) -> Interval:
    """Add up what one statement splits by side, and span what statements say."""
    by_span: dict[tuple[int, int], list[_Figure]] = {}
    for f in chosen:
        by_span.setdefault((f.claim.span.start, f.claim.span.end), []).append(f)
    sums = [
        (sum(f.low for f in part), sum(f.high for f in part))
        for part in by_span.values()
    ]
    is_open = [all(_is_open(f) for f in part) for part in by_span.values()]
    if labels == "airwars":
        return _of_airwars(sums)
    exact = [s for s, o in zip(sums, is_open, strict=True) if not o]
    kept = [
        s
        for s, o in zip(sums, is_open, strict=True)
        # "at least 10" does not speak against 15.
        if not (o and exact and min(e[0] for e in exact) >= s[0])
    ]
    return min(s[0] for s in kept), max(s[1] for s in kept)


def _is_open(figure: _Figure) -> bool:
    bounds = figure.claim.killed or figure.claim.wounded
    return bounds is not None and bounds.high is None and bounds.low is not None


def _of_airwars(sums: Sequence[Interval]) -> Interval:
    return sums[0]


def _added(chosen: Sequence[_Figure], more: Sequence[_Figure]) -> int:
    """Return the people told besides the total, in the sentences right after it."""
    return sum(
        f.low
        for f in more
        if 0 < f.claim.span.start - chosen[0].claim.span.start < _MORE_REACH
    )


_MORE_REACH = 250


def _of_persons(figures: Sequence[_Figure]) -> Interval:
    names: dict[str, None] = {}
    for f in figures:
        for person in f.claim.people:
            if person.name:
                names.setdefault(person.name.split()[0].lower())
    n_people = max([len(names), *(f.low for f in figures)])
    return n_people, n_people


def _part(
    tolls: Iterable[CasualtyClaim], field: str, reference: Reference
) -> list[int] | None:
    found = [
        coded(bounds, reference)
        for c in tolls
        if (c.killed or c.rule.startswith("M025:subtotal"))
        and (bounds := getattr(c, field)) is not None
    ]
    known = [(a, b) for a, b in found if a is not None and b is not None]
    if not known:
        return None
    return [known[0][0], known[0][1]]


def _civilians(
    page: Page,
    tolls: Sequence[CasualtyClaim],
    killed: list[int] | None,
    reference: Reference,
) -> list[int] | None:
    of_civilians = [c for c in tolls if c.status == "civilian"]
    del killed
    return _fold(page, of_civilians, "killed", reference, None)


def _victims(claims: Iterable[Claim]) -> list[str]:
    names: dict[str, None] = {}
    for claim in claims:
        if isinstance(claim, VictimNamesClaim):
            for person in claim.people:
                if person.name:
                    names.setdefault(person.name)
    return list(names)
