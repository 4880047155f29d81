"""What one voice says in the end: its later figures replace its earlier ones.

Within one document the spots are added up and later deaths are added; across its
documents the latest figure stands. Method: M035 (sites, later deaths), M038 (later
figures). Rule: AIR-5.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from firsthand.assess.figures import Figure
from firsthand.assess.inputs import Evidence
from firsthand.assess.profiles import EVERYBODY, words_for
from firsthand.assess.sieves import Aside
from firsthand.model import Person

_REACH = 250
"""Code points between two figures that one text adds up (house; a short paragraph)."""


def add_within_documents(figures: Sequence[Figure], evidence: Evidence) -> list[Figure]:
    """Add up what one voice says of several spots, and of later deaths, in one text.

    "A mother and her two children in one house, a young couple in another" is five. A
    later death enters the maximum at once, and the minimum when a person accepts that
    the attack caused it.

    Args:
        figures: Figures of an incident, in order of the texts.
        evidence: Gives the counting words and what a person accepted.

    Returns:
        Figures, sums in place of their members.
    """
    grouped: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        grouped[figure.measure, figure.voice.key, figure.document_id].append(figure)
    elsewhere = words_for("elsewhere", evidence.reference)
    out: list[Figure] = []
    for group in grouped.values():
        if len(group) == 1:
            out += group
            continue
        on_the_spot = [f for f in group if not _is_late(f)]
        late = [f for f in group if _is_late(f)]
        summed = _add_spots(on_the_spot, elsewhere)
        out += _add_late(summed, late, evidence)
    return sorted(out, key=_in_text_order)


def _is_late(figure: Figure) -> bool:
    return figure.claim.is_late_death and figure.claim.part_of is None


def _in_text_order(figure: Figure) -> tuple[str, int, str]:
    return figure.document_id, figure.claim.span.start, figure.measure


def _add_spots(figures: Sequence[Figure], elsewhere: frozenset[str]) -> list[Figure]:
    out: list[Figure] = []
    for figure in figures:
        if out and _adds_to(figure, out[-1], elsewhere):
            out[-1] = _sum(out[-1], figure, "added up: two spots of one text")
        elif out and _are_other_people(figure, out[-1]):
            out[-1] = _sum(out[-1], figure, "added up: people described apart")
        else:
            out.append(figure)
    return out


def _adds_to(figure: Figure, before: Figure, elsewhere: frozenset[str]) -> bool:
    gap = figure.claim.span.start - before.claims[-1].span.end
    says_so = _mentions(figure.claim.span.quote, elsewhere)
    return says_so and 0 <= gap <= _REACH and figure.claim.part_of is None


def _are_other_people(figure: Figure, before: Figure) -> bool:
    """Say whether two groups that one text describes share nobody.

    "A mother and her two children" and "a young couple" are five people. A person
    described by sex or age alone ("a woman") may be one described before.
    """
    gap = figure.claim.span.start - before.claims[-1].span.end
    here = [person for claim in figure.claims for person in claim.people]
    there = [person for claim in before.claims for person in claim.people]
    if not 0 <= gap <= _REACH or len(here) != figure.low or len(there) != before.low:
        return False
    mine, theirs = {_described(p) for p in here}, {_described(p) for p in there}
    return None not in mine | theirs and not mine & theirs


def _described(person: Person) -> str | None:
    """Return what tells a person from others in one text; None = nothing does."""
    told = person.name or person.kin or person.role
    return told.casefold() if told else None


def _mentions(quote: str, words: frozenset[str]) -> bool:
    padded = f" {quote.casefold()} "
    return any(f" {word} " in padded or f" {word}," in padded for word in words)


def _add_late(
    figures: list[Figure], late: Sequence[Figure], evidence: Evidence
) -> list[Figure]:
    """Add later deaths to the figure of the same text that they follow."""
    out = list(figures)
    for death in late:
        bases = [f for f in out if f.claim.span.start <= death.claim.span.start]
        if not bases:
            out.append(death)
            continue
        base = bases[-1]
        out[out.index(base)] = _with_late_death(base, death, evidence)
    return out


def _with_late_death(base: Figure, death: Figure, evidence: Evidence) -> Figure:
    whole = _sum(base, death, "a later death is added to the maximum")
    if set(death.ids) & evidence.accepted:
        note = "a later death is added: a person accepted that the attack caused it"
        return dataclasses.replace(whole, part_low=None, notes=(*base.notes, note))
    return dataclasses.replace(whole, part_low=base.minimum)


def _sum(first: Figure, second: Figure, note: str) -> Figure:
    low = _plus(first.low, second.low)
    high = _plus(first.high, second.high)
    return dataclasses.replace(
        first,
        claims=(*first.claims, *second.claims),
        low=low if low is not None else (first.low or second.low),
        high=high,
        is_assumed=first.is_assumed or second.is_assumed,
        is_coded=first.is_coded or second.is_coded,
        notes=tuple(dict.fromkeys((*first.notes, *second.notes, note))),
    )


def add_statuses(figures: Sequence[Figure]) -> list[Figure]:
    """Add up civilians and combatants whom one voice counts apart in one text (M100).

    For measures of everybody together: "20 civilians and 12 fighters" are 32 people.
    Nothing is added where the same text gives a total as great as the sum.
    """
    if not any(figure.group == EVERYBODY for figure in figures):
        return list(figures)
    grouped: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.group == EVERYBODY:
            key = figure.measure, figure.voice.key, figure.document_id
            grouped[key].append(figure)
    out = list(figures)
    for group in grouped.values():
        one, other = _greatest(group, "civilian"), _greatest(group, "combatant")
        if one is None or other is None:
            continue
        whole = _sum(one, other, "added up: civilians and combatants of one text")
        totals = [f.top or 0 for f in group if f is not one and f is not other]
        if max(totals, default=0) < (whole.top or 0):
            out = [f for f in out if f is not one and f is not other] + [whole]
    return sorted(out, key=_in_text_order)


def _greatest(figures: Sequence[Figure], status: str) -> Figure | None:
    held = [
        f
        for f in figures
        if f.claim.status == status and f.claim.part_of is None and f.low is not None
    ]
    return max(held, key=lambda f: (f.low or 0, f.ids), default=None)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def latest_of_each_voice(
    figures: Sequence[Figure],
) -> tuple[list[Figure], list[Aside]]:
    """Let each voice's later figure replace its earlier one (M038, AIR-5).

    A number that another text repeats weeks later keeps the day on which that voice
    first gave it: a late reprint of a first toll is not a new toll. Undated figures
    replace nothing and are replaced by nothing, unless a text says "from 49 to 57".
    A later text that only tells of later deaths adds to what the voice said before.

    Returns:
        Figures that stand, and those set aside.
    """
    voices: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        voices[figure.measure, figure.voice.key].append(figure)
    standing: list[Figure] = []
    aside: list[Aside] = []
    for group in voices.values():
        kept, gone = _latest(group) if len(group) > 1 else (group, [])
        standing += kept
        aside += gone
    return sorted(standing, key=_in_text_order), aside


def _latest(group: Sequence[Figure]) -> tuple[list[Figure], list[Aside]]:
    aside: list[Aside] = []
    first_said: dict[str, dt.date] = {}
    for figure in group:
        if figure.as_of is not None:
            told = first_said.get(str(figure))
            first_said[str(figure)] = min(told or figure.as_of, figure.as_of)
    days = sorted({day for f in group if (day := first_said.get(str(f)))})
    if len(days) < 2:  # noqa: PLR2004  one day: nothing is later than anything
        return list(group), aside
    kept: list[Figure] = []
    for figure in group:
        day = first_said.get(str(figure))
        later = [
            other
            for other in group
            if day is not None and first_said.get(str(other), day) > day
        ]
        if day is None or not later:
            kept.append(figure)
            continue
        newest = max(later, key=lambda f: (first_said[str(f)], f.ids))
        if all(_is_late(other) for other in later):
            kept.append(figure)
            continue
        why = f"replaced by the same voice's later {newest} ({first_said[str(newest)]})"
        aside.append(Aside(figure, why, "AIR-5"))
    return _merge_late_texts(kept), aside


def _merge_late_texts(figures: list[Figure]) -> list[Figure]:
    """Add a later text's deaths to the voice's standing figure."""
    late = [f for f in figures if _is_late(f)]
    base = [f for f in figures if not _is_late(f)]
    if not late or not base:
        return figures
    newest = max(base, key=lambda f: (str(f.as_of or ""), f.ids))
    whole = newest
    for death in late:
        note = "a later death is added to the maximum"
        whole = dataclasses.replace(
            _sum(whole, death, note), part_low=newest.minimum, as_of=death.as_of
        )
    return [f for f in base if f is not newest] + [whole]


def drop_revised(figures: Sequence[Figure]) -> tuple[list[Figure], list[Aside]]:
    """Set aside what a voice itself revises ("rose to 57 from 49"; AIR-5)."""
    if all(figure.claim.supersedes is None for figure in figures):
        return list(figures), []
    kept, aside = [], []
    for figure in figures:
        reviser = next((other for other in figures if _revises(other, figure)), None)
        if reviser is None:
            kept.append(figure)
        else:
            why = f"the same voice revises it to {reviser} in so many words"
            aside.append(Aside(figure, why, "AIR-5"))
    return kept, aside


def _revises(later: Figure, earlier: Figure) -> bool:
    old = later.claim.supersedes
    if old is None or later is earlier or str(later) == str(earlier):
        return False
    if (later.measure, later.voice.key) != (earlier.measure, earlier.voice.key):
        return False
    return earlier.top is not None and earlier.top in {old.low, old.high}
