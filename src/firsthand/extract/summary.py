"""The claims of one text about one incident, folded into one row.

For `firsthand batch summaries`: what a coder of an event data set would write down. It
is a reading aid and a measure, never a finding: no status is assessed here, and vague
words take the numbers that coders give them (columns code_low, code_high of
`vague_words`).

Method: M028 (fold of one text). AIR-5: a count nobody stated is None, never 0.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import re
from collections.abc import Iterable, Sequence
from typing import Any

from firsthand.extract.coder_weapon import usual_class
from firsthand.extract.numbers import find_counts
from firsthand.extract.page import Page
from firsthand.extract.summary_words import (
    date_of,
    perpetrator_of,
    places_of,
    sources_of,
    victims_of,
    weapon_of,
)
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
    is_open: bool
    is_vague: bool


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
    stated = weapon_of(claims, reference, labels)
    return {
        "id": page.id,
        "killed": killed,
        "injured": _fold(page, tolls, "wounded", reference, labels),
        "children_killed": _part(
            _no_more_than(killed, tolls, "children", reference),
            "children",
            reference,
            labels,
            _n_children(page, claims),
        ),
        "women_killed": _part(
            _no_more_than(killed, tolls, "women", reference), "women", reference, labels
        ),
        "civilians_killed": _civilians(page, tolls, killed, reference),
        "places": places_of(page.text, claims),
        "date": date_of(page.text, claims, labels),
        **_weapon(page.text, stated, labels),
        "perpetrator": perpetrator_of(page.text, claims, reference, labels),
        "victims": victims_of(claims),
        "sources": sources_of(claims),
    }


def _weapon(text: str, stated: str | None, labels: str | None) -> dict[str, str | None]:
    """Return the weapon, and for GTD's words whether the text says it (M063)."""
    if labels != "gtd":
        return {"weapon": stated}
    if stated is not None:
        return {"weapon": stated, "weapon_basis": "stated"}
    return {"weapon": usual_class(text), "weapon_basis": "usual"}


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
    shares = _n_attacks(page, figures, reference) if labels == "gtd" else 1
    return [sum(r[0] for r in known) // shares, sum(r[1] for r in known) // shares]


def _n_attacks(page: Page, figures: Sequence[_Figure], reference: Reference) -> int:
    """Return among how many attacks GTD's coders divide a figure told of all of them.

    Its codebook: where only the sum over several incidents is known, it is divided
    evenly among them.
    """
    sites = next((f.claim.n_sites for f in figures if f.claim.n_sites), None)
    if sites is None or any(not f.claim.n_sites for f in figures[:1]):
        return 1
    if sites.low and not sites.assumed:
        return sites.low
    match = _ONE_OF.search(page.text)
    counts = find_counts(match.group(1), reference) if match else []
    return (counts[0].bounds.low or 1) if counts else 1


_ONE_OF = re.compile(
    r"\bone of (?:at least )?([\w-]+) (?:\w+ ){0,3}(?:attacks|incidents|blasts"
    r"|bombings|explosions|assaults|shootings)",
    re.IGNORECASE,
)


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
        role=_role(claim, bounds, high, field),
        is_vague=bounds.vague is not None,
        is_open=bounds.high is None and bounds.low is not None,
        is_assumed=bounds.assumed or bounds.vague is not None,
    )


def _role(claim: CasualtyClaim, bounds: Bounds, high: int, field: str) -> _Role:
    is_first = field == "killed" or claim.killed is None
    is_named = is_first and any(p.name for p in claim.people)
    words = bounds.words
    if is_named or _DEFINITE.match(words) or (high == 1 and _OWNED.match(words)):
        return _Role.PERSON
    if claim.rule.endswith(":part"):
        return _Role.PART
    if claim.rule.endswith(":more"):
        return _Role.MORE
    is_one = high == 1 and not re.match(
        r"(?:one|1|at least)\b", bounds.words, re.IGNORECASE
    )
    is_kind = is_first and (claim.children or claim.women or claim.men)
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
    first = next((f for f in figures if f.role is not _Role.PERSON), None)
    if first is not None and first.is_vague and not beside:
        counted = [f for f in stated if f.role is _Role.TOTAL and f.high >= first.low]
        if not counted:
            return first.low, first.high
    if not stated:
        loose = [f for f in figures if not beside]
        return (loose[0].low, loose[0].high) if loose else None
    statements = _statements(stated)
    for role in (_Role.TOTAL, _Role.PART, _Role.MORE):
        chosen = [s for s in statements if s.role is role]
        if chosen:
            low, high = _of_statements(chosen, labels)
            if role is not _Role.MORE and labels != "airwars":
                more = _added(chosen, [s for s in statements if s.role is _Role.MORE])
                low, high = low + more, high + more
            return low, high
    return _of_persons(statements)


@dataclasses.dataclass(frozen=True)
class _Statement:
    """The figures of one clause, added up."""

    start: int
    low: int
    high: int
    role: _Role
    is_open: bool
    figures: tuple[_Figure, ...]


def _statements(figures: Sequence[_Figure]) -> list[_Statement]:
    by_span: dict[tuple[int, int], list[_Figure]] = {}
    for f in figures:
        by_span.setdefault((f.claim.span.start, f.claim.span.end), []).append(f)
    return [
        _Statement(
            start=span[0],
            low=sum(f.low for f in part),
            high=sum(f.high for f in part),
            role=min((f.role for f in part), key=list(_Role).index),
            is_open=any(f.is_open for f in part),
            figures=tuple(part),
        )
        for span, part in by_span.items()
    ]


def _of_statements(chosen: Sequence[_Statement], labels: str | None) -> Interval:
    """Span what statements say."""
    if labels == "airwars":
        return _of_assessment(
            [(s.low, s.high) for s in chosen], is_open=chosen[0].is_open
        )
    exact = [s.low for s in chosen if not s.is_open]
    # "at least 10" does not speak against 15.
    kept = [s for s in chosen if not (s.is_open and exact and min(exact) >= s.low)]
    return min(s.low for s in kept), max(s.high for s in kept)


def _of_assessment(sums: Sequence[Interval], *, is_open: bool) -> Interval:
    """Read prose that opens with its own conclusion, then tells what each source said.

    The opening figure stands. Where it is open above ("at least 10"), the greatest
    total that a source gives is the maximum (AIR-5), unless it is more than double:
    such a figure mostly speaks of more than this incident.
    """
    low, high = sums[0]
    if is_open:
        high = max([high, *(s[1] for s in sums[1:] if s[1] <= _MOST_ABOVE * low)])
    return low, high


_MOST_ABOVE = 2


def _added(chosen: Sequence[_Statement], more: Sequence[_Statement]) -> int:
    """Return the people told besides the total, in the sentences right after it."""
    return sum(s.low for s in more if 0 < s.start - chosen[0].start < _MORE_REACH)


_MORE_REACH = 250


def _of_persons(statements: Sequence[_Statement]) -> Interval:
    """Count people told one by one: each name once, "his driver" besides."""
    names: list[tuple[str, ...]] = []
    others: set[str] = set()
    for f in (f for s in statements for f in s.figures):
        for person in f.claim.people:
            if person.name:
                _add_name(names, person.name)
        words = f.claim.killed.words if f.claim.killed else ""
        is_verb = f.claim.rule.split(":")[1] in ("passive", "active", "subject")
        is_named = any(p.name for p in f.claim.people)
        if is_verb and not is_named and _OWNED.match(words):
            others.add(words.lower())
    n_people = max([len(names) + len(others), *(s.low for s in statements)])
    return n_people, n_people


def _add_name(names: list[tuple[str, ...]], name: str) -> None:
    """Add a name unless it shortens or spells out one that is there.

    A child bears his father's names behind his own: "Adel Nur Dalo" is not "Nur Dalo".
    """
    parts = tuple(name.lower().replace("’s", "").split())
    for n, known in enumerate(names):
        short, long = sorted((parts, known), key=len)
        is_first = len(short) == 1 or short[0] == long[0]
        if is_first and not collections.Counter(short) - collections.Counter(long):
            names[n] = long
            return
    names.append(parts)


_OWNED = re.compile(r"(?:his|her|their)\b|.*['’]s\b", re.IGNORECASE)


def _n_children(page: Page, claims: Iterable[Claim]) -> int:
    """Count the children among the people named as dead, each name once."""
    names: list[tuple[str, ...]] = []
    for claim in claims:
        if isinstance(claim, VictimNamesClaim) and not _is_of_wounded(page, claim):
            for person in claim.people:
                if person.is_child and person.name:
                    _add_name(names, person.name)
    return len(names)


def _is_of_wounded(page: Page, claim: Claim) -> bool:
    """Say whether the sentence of a name tells of wounded people and of no dead."""
    span = claim.span
    before = re.split(
        r"[.!?]\s", page.text[max(0, span.start - _REACH_BACK) : span.start]
    )
    after = re.split(r"[.!?]\s", page.text[span.end : span.end + _REACH_BACK])
    sentence = before[-1] + page.text[span.start : span.end] + after[0]
    return bool(_OF_WOUNDED.search(sentence)) and not _OF_DEAD.search(sentence)


_OF_WOUNDED = re.compile(r"\b(?:injur|wound)\w+", re.IGNORECASE)
_OF_DEAD = re.compile(
    r"\b(?:kill|dead|dea?th|die|martyr|deceas|victim|murder|slain|perish|bod(?:y|ies)"
    r"|li(?:fe|ves)\b|succumb)",
    re.IGNORECASE,
)


def _no_more_than(
    killed: list[int] | None,
    tolls: Sequence[CasualtyClaim],
    field: str,
    reference: Reference,
) -> list[CasualtyClaim]:
    """Leave out the tolls of which a part is more than all killed: of other attacks."""

    def is_more(claim: CasualtyClaim) -> bool:
        bounds = getattr(claim, field)
        low = coded(bounds, reference)[0] if bounds is not None else None
        return killed is not None and low is not None and low > killed[1]

    return [claim for claim in tolls if not is_more(claim)]


def _part(
    tolls: Iterable[CasualtyClaim],
    field: str,
    reference: Reference,
    labels: str | None,
    n_named: int = 0,
) -> list[int] | None:
    """Fold children or women among the dead: the total's own sub-total first.

    Where no sub-total is stated, people told one by one are counted: by name, where
    more are named than any one clause counts.
    """
    whole: list[Interval] = []
    single: list[Interval] = []
    vague: list[Interval] = []
    is_open = False
    is_of_a_total = False
    for claim in tolls:
        is_subtotal = claim.rule.startswith("M025:subtotal")
        bounds = getattr(claim, field)
        if bounds is None or not (claim.killed or is_subtotal):
            continue
        low, high = coded(bounds, reference)
        if low is None or high is None:
            continue
        is_whole = is_subtotal or not _tells_single_people(claim)
        place = vague if bounds.vague else whole if is_whole else single
        is_open = bounds.high is None if is_whole and not whole else is_open
        is_of_a_total |= place is whole and claim.killed != bounds
        place.append((low, high))
    first = next(iter([*whole, *single]), None)
    if whole and labels == "airwars":
        first = _of_assessment(whole, is_open=is_open)
    # "Her three children were killed, too" is no total: more may be named.
    if not is_of_a_total and n_named > (first[1] if first else 0):
        first = (n_named, n_named)
    if first is None and vague:
        first = vague[0]
    return list(first) if first else None


def _tells_single_people(claim: CasualtyClaim) -> bool:
    killed = claim.killed
    is_one = killed is not None and killed.high == 1
    is_part = claim.rule.endswith((":more", ":part"))
    return is_one or is_part or any(p.name for p in claim.people)


def _civilians(
    page: Page,
    tolls: Sequence[CasualtyClaim],
    killed: list[int] | None,
    reference: Reference,
) -> list[int] | None:
    of_civilians = [c for c in tolls if c.status == "civilian"]
    del killed
    return _fold(page, of_civilians, "killed", reference, None)
