"""How one end of a range is taken: the words that a profile row may use.

Each rule returns the number, the claims that set it and one sentence that says why.
Method: M039, M100. Rules: AIR-5, IBC-8, ACL-2, UCD-2, OHC-1. Unknown is None, never 0.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from firsthand.assess import sieves
from firsthand.assess.figures import Figure
from firsthand.assess.individuals import Individual
from firsthand.assess.inputs import Evidence
from firsthand.assess.profiles import Profile, words_for
from firsthand.model import ClaimId


@dataclasses.dataclass(frozen=True)
class Bound:
    """One end of a range: its number, the claims that set it, and why."""

    number: int | None
    claims: tuple[ClaimId, ...]
    text: str


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a rule of an end may look at besides the figures.

    Attributes:
        profile: The profile.
        measure: The measure.
        evidence: The claims of the incident.
        in_doubt: It is disputed that the dead were civilians.
        people: Distinct people named as so harmed, of the measure's group.
    """

    profile: Profile
    measure: str
    evidence: Evidence
    in_doubt: bool
    people: tuple[Individual, ...]

    @property
    def verified(self) -> tuple[Individual, ...]:
        """The people whom the profile takes as verified."""
        needed = self.profile.needs_kinds
        return tuple(p for p in self.people if p.is_verified(needed))


def lowest(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The lowest figure that stands; a figure without lower bound gives none.

    Who describes some of the dead ("a young couple, also dead") gives no total: where
    others do, a description of half as many or fewer sets no minimum.
    """
    figures = _totals_among(figures, setting.evidence)
    numbers = [f.minimum for f in figures if f.minimum is not None]
    if not numbers:
        return Bound(None, (), "minimum unknown: no figure that stands gives one")
    number = min(numbers)
    setters = [f for f in figures if f.minimum == number]
    text = f"minimum {number}: the lowest figure that stands, by {names_of(setters)}"
    if setting.profile.high == "none":
        text = f"{number}: the most conservative figure, by {names_of(setters)}"
        top = max(f.top or 0 for f in figures)
        text += f"; reports differ, up to {top}" if top > number else ""
    return Bound(number, ids_of(setters), text)


def _totals_among(figures: Sequence[Figure], evidence: Evidence) -> list[Figure]:
    anyone = words_for("anyone", evidence.reference)
    kinds = [sieves.counts_a_kind(f, anyone) for f in figures]
    if not any(kinds):
        return list(figures)
    told = zip(figures, kinds, strict=True)
    least = min((f.minimum for f, kind in told if not kind and f.minimum), default=0)
    return [
        f
        for f, is_kind in zip(figures, kinds, strict=True)
        if not is_kind or 2 * (f.minimum or 0) > least
    ]


def lowest_zero_in_doubt(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The lowest figure, or 0 where it is disputed that they were civilians (IBC-8)."""
    low = lowest(figures, setting)
    is_civilian = setting.measure.endswith(".civilian")
    if not setting.in_doubt or low.number is None or not is_civilian:
        return low
    text = f"minimum 0: civilian status is disputed (lowest figure: {low.number})"
    return Bound(0, low.claims, text)


def verified_individuals(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The number of people verified one by one; None where nobody is (OHC-1)."""
    del figures
    people = setting.verified
    if not people:
        text = f"unknown: {len(setting.people)} people are named, none of them verified"
        if not setting.people:
            text = "unknown: nobody is named, and a count is no verified individual"
        return Bound(None, (), text)
    claims = tuple(sorted({claim for person in people for claim in person.claims}))
    n = len(people)
    text = (
        f"{n}: as many individuals are verified, each by acceptance of a person or by "
        f"{setting.profile.needs_kinds} kinds of independent source"
    )
    return Bound(n, claims, text)


def highest(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The greatest figure stated; "at least 49" states 49 and sets no maximum."""
    del setting
    numbers = [f.top for f in figures if f.top is not None]
    if not numbers:
        return Bound(None, (), "maximum unknown: no figure stands")
    number = max(numbers)
    setters = [f for f in figures if f.top == number]
    text = f"maximum {number}: the greatest figure stated, by {names_of(setters)}"
    return Bound(number, ids_of(setters), text)


def no_maximum(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The profile states no maximum."""
    del figures
    return Bound(None, (), f"no maximum: {setting.profile.title} states none")


def raised_by_names(low: Bound, setting: Setting) -> Bound:
    """Raise a minimum to the number of distinct people named as so harmed."""
    is_zeroed = setting.in_doubt and setting.profile.low == "lowest_zero_in_doubt"
    n = len(setting.people)
    if not setting.profile.named_raise_low or low.number is None:
        return low
    if n <= low.number or is_zeroed:
        return low
    claims = {claim for person in setting.people for claim in person.claims}
    word = setting.measure.partition(".")[0]
    text = f"minimum {n}: as many distinct people are named as {word}"
    return Bound(n, tuple(sorted(claims)), text)


def lower_if_undecided(figures: Sequence[Figure], setting: Setting) -> Bound:
    """The one figure of all, or the lower where no source is known as the better.

    Figures of voices whose provenance is known come first; which of those is the more
    reliable is not for a program to say, so that the lower of them is taken (UCD-2).
    """
    known = [f for f in figures if f.voice.is_determined and f.minimum is not None]
    best = lowest(known or figures, setting)
    if best.number is None:
        return dataclasses.replace(best, text="no best value: no figure gives one")
    of = "voices that are known" if known else "voices that are not known"
    text = f"best {best.number}: the lower figure of {of}; a person may say otherwise"
    return dataclasses.replace(best, text=text)


Low = Callable[[Sequence[Figure], Setting], Bound]
LOWS: Mapping[str, Low] = {
    "lowest": lowest,
    "lowest_zero_in_doubt": lowest_zero_in_doubt,
    "verified_individuals": verified_individuals,
}
HIGHS: Mapping[str, Low] = {"highest": highest, "none": no_maximum}
BESTS: Mapping[str, Low] = {"lower_if_undecided": lower_if_undecided}


def names_of(figures: Sequence[Figure]) -> str:
    """Return the names of the voices behind figures."""
    return ", ".join(sorted({figure.voice.name for figure in figures}))


def ids_of(figures: Sequence[Figure]) -> tuple[ClaimId, ...]:
    """Return the claims behind figures, each once."""
    return tuple(dict.fromkeys(claim for figure in figures for claim in figure.ids))
