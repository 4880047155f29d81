"""Ranges under named profiles: every figure either moves a bound or says why not.

One engine reads every profile row: figures are read, sieved, added up within texts,
replaced by later ones of the same voice, and combined across voices. The result names
the claims behind each bound and replays to the same bytes. Method: M039, M100. Rules:
AIR-3, AIR-5, IBC-2, IBC-8, ACL-1 to ACL-3, UCD-2, OHC-1. Unknown is None, never 0.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from firsthand.assess import sieves
from firsthand.assess.bounds import (
    BESTS,
    HIGHS,
    LOWS,
    Bound,
    Setting,
    highest,
    lowest,
    lowest_zero_in_doubt,
    raised_by_names,
)
from firsthand.assess.figures import Figure, read_figures, statuses_in
from firsthand.assess.independence import count_independent
from firsthand.assess.individuals import Individual, named_as
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.profiles import (
    EVERYBODY,
    Profile,
    chosen_profiles,
    leading_profile,
)
from firsthand.assess.sieves import Aside
from firsthand.assess.status import civilian_basis
from firsthand.assess.tolls import (
    add_statuses,
    add_within_documents,
    drop_revised,
    latest_of_each_voice,
)
from firsthand.model import (
    CasualtyClaim,
    CivilianBasis,
    ClaimId,
    CountRange,
    RangeUnderProfile,
    Reason,
    SetAside,
    canonical_bytes,
)
from firsthand.reference import Reference

SIEVES: tuple[sieves.Sieve, ...] = (
    sieves.not_of_this_incident,
    sieves.lumped,
    sieves.headlines,
    sieves.copies,
    sieves.self_serving,
    sieves.empty_zeros,
    sieves.assumed,
    sieves.words_beside_numbers,
)
"""What is set aside before anything is added up, in this order."""


@dataclasses.dataclass(frozen=True)
class Sifted:
    """Figures that stand and figures set aside, of all measures.

    Attributes:
        standing: Figures that count, one or more a voice and measure.
        aside: The others, each with its why.
        read: Everything that was read, before any rule.
    """

    standing: tuple[Figure, ...]
    aside: tuple[Aside, ...]
    read: tuple[Figure, ...]


def sift(
    evidence: Evidence, profile: Profile, groups: Mapping[str, str] | None = None
) -> Sifted:
    """Read the figures of an incident and apply every rule in its order.

    Profiles that read alike share the work: it is kept with the evidence.

    Args:
        evidence: The claims of the incident.
        profile: Says how vague words and statuses are read.
        groups: Status -> group of the measure; None = as the profile's row says.
    """
    view = profile.groups if groups is None else groups
    named, key = _view_key(evidence, profile, view)
    if ("sift", named, key) not in evidence.memo:
        before, sifted = _sifted_alike(named, key, view, evidence)
        if before != named:
            sifted = _renamed(sifted, dict(zip(before, named, strict=True)))
        evidence.memo["sift", named, key] = sifted
    made: Sifted = evidence.memo["sift", named, key]
    return made


_Named = tuple[str, ...]
_ViewKey = tuple[tuple[int, ...], bool, bool]


def _view_key(
    evidence: Evidence, profile: Profile, groups: Mapping[str, str]
) -> tuple[_Named, _ViewKey]:
    """Return the groups of the statuses there are, and what tells readings apart.

    No rule looks at the name of a group, only at which figures share one, but for the
    sums of everybody, which need two statuses in one group.
    """
    if "statuses" not in evidence.memo:
        evidence.memo["statuses"] = statuses_in(evidence)
    statuses = evidence.memo["statuses"]
    named = tuple([groups[status] for status in statuses])
    alike = tuple([named.index(group) for group in named])
    both = EVERYBODY in named and {"civilian", "combatant"} <= set(statuses)
    is_acled = profile.vague == "acled" and _has_vague_words(evidence)
    return named, (alike, is_acled, both)


def _sifted_alike(
    named: _Named, key: _ViewKey, view: Mapping[str, str], evidence: Evidence
) -> tuple[_Named, Sifted]:
    """Return figures sifted under a view that reads alike, and its names of groups."""
    if key not in evidence.memo:
        read = read_figures(evidence, view, is_acled=key[1])
        evidence.memo[key] = (named, _sifted(read, evidence))
    made: tuple[_Named, Sifted] = evidence.memo[key]
    return made


def _renamed(sifted: Sifted, names: Mapping[str, str]) -> Sifted:
    made: dict[int, Figure] = {}

    def rename(figure: Figure) -> Figure:
        if figure.group not in names:
            return figure
        if id(figure) not in made:
            measure = f"{figure.harm}.{names[figure.group]}"
            made[id(figure)] = dataclasses.replace(figure, measure=measure)
        return made[id(figure)]

    return Sifted(
        tuple([rename(f) for f in sifted.standing]),
        tuple([Aside(rename(a.figure), a.why, a.rule) for a in sifted.aside]),
        tuple([rename(f) for f in sifted.read]),
    )


@dataclasses.dataclass(frozen=True)
class Column:
    """What was read of one measure: one for all profiles that read alike.

    Nothing here depends on how a profile calls the group, so that figures, their
    reasons and ends are worked out once.

    Attributes:
        harm: First half of the measure.
        standing: Figures that count.
        aside: The others, each with its why.
        memo: Ends and reasons worked out before, by a key of their own.
    """

    harm: str
    standing: list[Figure]
    aside: list[Aside]
    memo: dict[object, Any] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def ids(self) -> list[ClaimId]:
        """Claims of the figures that stand."""
        return [claim for figure in self.standing for claim in figure.ids]

    @property
    def voices(self) -> tuple[Reason, ...]:
        """A reason for each figure that stands."""
        if "voices" not in self.memo:
            self.memo["voices"] = tuple(
                [
                    Reason(text=_say(figure), rule="M038", met=True, claims=figure.ids)
                    for figure in self.standing
                ]
            )
        made: tuple[Reason, ...] = self.memo["voices"]
        return made

    @property
    def others(self) -> tuple[Reason, ...]:
        """A reason for each figure set aside."""
        if "others" not in self.memo:
            self.memo["others"] = tuple([_why_aside(one) for one in self.aside])
        made: tuple[Reason, ...] = self.memo["others"]
        return made

    def counts_aside(self) -> Column:
        """Return the column where counts of people are no verified individuals."""
        if "counts aside" not in self.memo:
            counts = [
                Aside(f, "a count, and no individual that is verified", "OHC-1")
                for f in self.standing
            ]
            self.memo["counts aside"] = Column(self.harm, [], [*self.aside, *counts])
        made: Column = self.memo["counts aside"]
        return made

    def once(self, key: object, work_out: Callable[[], Any]) -> Any:
        """Return what was worked out under a key before, or work it out."""
        if key not in self.memo:
            self.memo[key] = work_out()
        return self.memo[key]


def _columns(
    evidence: Evidence, profile: Profile, groups: Mapping[str, str]
) -> Mapping[str, Column]:
    """Return the columns of an incident by measure, as a view names its groups."""
    named, key = _view_key(evidence, profile, groups)
    before, sifted = _sifted_alike(named, key, groups, evidence)
    if ("columns", key) not in evidence.memo:
        evidence.memo["columns", key] = _columns_of(sifted)
    held: Mapping[str, Column] = evidence.memo["columns", key]
    if before == named:
        return held
    names = dict(zip(before, named, strict=True))
    renamed = {}
    for measure, column in held.items():
        harm, _, group = measure.partition(".")
        renamed[f"{harm}.{names[group]}" if group in names else measure] = column
    return renamed


def _columns_of(sifted: Sifted) -> dict[str, Column]:
    made: dict[str, Column] = {}
    for figure in sifted.read:
        if figure.measure not in made:
            made[figure.measure] = Column(figure.harm, [], [])
    for figure in sifted.standing:
        made[figure.measure].standing.append(figure)
    for one in sifted.aside:
        made[one.figure.measure].aside.append(one)
    return made


_NOTHING_READ = Column("", [], [])


def _has_vague_words(evidence: Evidence) -> bool:
    if "vague" not in evidence.memo:
        evidence.memo["vague"] = any(
            bounds is not None and bounds.vague is not None
            for claim in evidence.claims
            if isinstance(claim, CasualtyClaim)
            for bounds in (claim.killed, claim.children, claim.women, claim.men)
        )
    return bool(evidence.memo["vague"])


def _sifted(read: list[Figure], evidence: Evidence) -> Sifted:
    figures: Sequence[Figure] = read
    aside: list[Aside] = []
    for sieve in SIEVES:
        gone = sieve(figures, evidence)
        aside += gone
        figures = _without(figures, gone)
    figures, revised = drop_revised(figures)
    figures = add_statuses(add_within_documents(figures, evidence))
    gone = sieves.parts(figures, evidence)
    figures = _without(figures, gone)
    figures, replaced = latest_of_each_voice(figures)
    return Sifted(tuple(figures), (*aside, *revised, *gone, *replaced), tuple(read))


def _without(figures: Sequence[Figure], gone: Sequence[Aside]) -> list[Figure]:
    dropped = {id(aside.figure) for aside in gone}
    return [figure for figure in figures if id(figure) not in dropped]


def compute_ranges(
    inputs: IncidentInputs,
    reference: Reference,
    *,
    profile: str | None = None,
    evidence: Evidence | None = None,
) -> tuple[RangeUnderProfile, ...]:
    """Compute the ranges of an incident under every profile, or under one.

    Args:
        inputs: The incident with its evidence.
        reference: Reference tables (`profiles`, `vague_words`, `counting_words`).
        profile: Name of one profile; None = all of them.
        evidence: The evidence of these inputs, where it is made already.

    Returns:
        One range a profile and measure, in order of name.

    Raises:
        UserError: There is no such profile, or its row cannot be read.
    """
    chosen = chosen_profiles(reference, None if profile is None else (profile,))
    held = evidence or Evidence.of_incident(inputs, reference)
    sift(held, leading_profile(reference))  # whose names of groups others start from
    basis, _ = civilian_basis(held)
    scene = _Scene(inputs, held, in_doubt=basis is CivilianBasis.DISPUTED)
    return tuple(made for one in chosen for made in scene.ranges_under(one))


def replay(
    stored: RangeUnderProfile, inputs: IncidentInputs, reference: Reference
) -> RangeUnderProfile | None:
    """Compute one stored range again from its claims.

    Args:
        stored: The range as stored: its profile and measure are used, nothing else.
        inputs: The incident with its evidence.
        reference: Reference tables of the same version.

    Returns:
        The range: its canonical bytes equal those of `stored` if nothing changed;
        None = the claims no longer give that measure.
    """
    again = compute_ranges(inputs, reference, profile=stored.profile)
    return next((made for made in again if made.measure == stored.measure), None)


def replays(
    stored: RangeUnderProfile, inputs: IncidentInputs, reference: Reference
) -> bool:
    """Say whether a stored range comes out of its claims byte for byte."""
    again = replay(stored, inputs, reference)
    return again is not None and canonical_bytes(again) == canonical_bytes(stored)


@dataclasses.dataclass(frozen=True)
class _Scene:
    """One incident, with what every profile asks of it."""

    inputs: IncidentInputs
    evidence: Evidence
    in_doubt: bool = dataclasses.field(kw_only=True)

    def ranges_under(self, profile: Profile) -> list[RangeUnderProfile]:
        """Return the ranges of every measure that somebody counts, in order."""
        made: dict[str, RangeUnderProfile] = {}
        for groups in profile.views:
            columns = _columns(self.evidence, profile, groups)
            held = set(groups.values())
            measures = {m for m, c in columns.items() if c.harm in profile.harms}
            measures |= {m for m in profile.always if _group(m) in held}
            for measure in measures - set(made):
                setting = Setting(
                    profile=profile,
                    measure=measure,
                    evidence=self.evidence,
                    in_doubt=self.in_doubt,
                    people=self._people(measure, profile, groups),
                )
                column = columns.get(measure, _NOTHING_READ)
                made[measure] = _Engine(setting, column).compute()
        return [made[measure] for measure in sorted(made)]

    def _people(
        self, measure: str, profile: Profile, groups: Mapping[str, str]
    ) -> tuple[Individual, ...]:
        if not profile.named_raise_low and profile.low != "verified_individuals":
            return ()
        harm, _, group = measure.partition(".")
        key = ("named", harm)
        if key not in self.evidence.memo:
            self.evidence.memo[key] = named_as(harm, self.inputs, self.evidence)
        named: tuple[Individual, ...] = self.evidence.memo[key]
        if not named:
            return ()
        return tuple(p for p in named if p.is_of(group, groups))


def _group(measure: str) -> str:
    return measure.partition(".")[2]


@dataclasses.dataclass(frozen=True)
class _Ends:
    """The ends of a range, and all that follows from them but the profile's name."""

    low: Bound
    high: Bound
    best: Bound | None
    counted: CountRange
    used: tuple[ClaimId, ...]
    set_aside: tuple[SetAside, ...]
    if_assumed: CountRange | None


_ALIKE = frozenset({lowest, lowest_zero_in_doubt})
"""Rules of the lower end that are one where no status is in doubt."""


@dataclasses.dataclass(frozen=True)
class _Engine:
    """Combines the standing figures of one measure under one profile."""

    setting: Setting
    column: Column

    @property
    def _profile(self) -> Profile:
        return self.setting.profile

    def compute(self) -> RangeUnderProfile:
        """Return the range with its bounds, its claims and its reasons."""
        profile, column = self.setting.profile, self.column
        if profile.low == "verified_individuals":
            column = column.counts_aside()
        ends = column.once(self._what_ends_hang_on(), lambda: self._ends(column))
        return RangeUnderProfile(
            profile=profile.name,
            measure=self.setting.measure,
            range=ends.counted,
            reason=self._tell(ends, column),
            low_from=ends.low.claims,
            high_from=ends.high.claims,
            used=ends.used,
            set_aside=ends.set_aside,
            is_provisional=self._is_provisional(column),
            if_assumed=ends.if_assumed,
            best=ends.best.number if ends.best else None,
        )

    def _what_ends_hang_on(self) -> tuple[object, ...]:
        """Return all of profile and measure that the ends depend on, as a key."""
        profile, setting = self.setting.profile, self.setting
        is_zeroed = setting.in_doubt and profile.low == "lowest_zero_in_doubt"
        return (
            "lowest" if LOWS[profile.low] in _ALIKE and not is_zeroed else profile.low,
            is_zeroed and setting.measure,
            profile.high,
            profile.high == "none" and profile.title,
            profile.best,
            profile.vague == "house",
            profile.named_raise_low,
            profile.needs_kinds,
            setting.people,
        )

    def _ends(self, column: Column) -> _Ends:
        figures = column.standing
        low = LOWS[self._profile.low](figures, self.setting)
        low = raised_by_names(low, self.setting)
        high = HIGHS[self._profile.high](figures, self.setting)
        if high.number is not None and high.number < (low.number or 0):
            high = dataclasses.replace(low, text=f"maximum {low.number}: the minimum")
        used = tuple(dict.fromkeys((*column.ids, *low.claims, *high.claims)))
        return _Ends(
            low=low,
            high=high,
            best=self._best(figures),
            counted=CountRange(
                low=low.number,
                high=high.number,
                is_open_above=self._is_open(figures, high),
            ),
            used=used,
            set_aside=tuple(
                [
                    SetAside(claim=claim, why=a.why)
                    for a in column.aside
                    for claim in a.figure.ids
                    if claim not in used
                ]
            ),
            if_assumed=self._if_assumed(figures, column.aside),
        )

    def _is_open(self, figures: Sequence[Figure], high: Bound) -> bool:
        if self._profile.high == "none":
            is_count = self._profile.low == "verified_individuals"
            return is_count and bool(self.setting.verified)
        return _is_open(figures, high)

    def _best(self, figures: Sequence[Figure]) -> Bound | None:
        rule = self._profile.best
        return None if rule is None else BESTS[rule](figures, self.setting)

    def _is_provisional(self, column: Column) -> bool:
        """Say whether the profile's inclusion rule is not met (IBC-2, UCD-7)."""
        if not column.standing:
            return False
        needed = self._profile.needs_deaths
        if needed and max(f.top or 0 for f in column.standing) < needed:
            return True
        if not self._profile.needs_roots:
            return False
        by_id = self.setting.evidence.claim_by_id
        claims = [by_id[claim] for claim in column.ids]
        found = count_independent(claims, self.setting.evidence)
        return found.low < self._profile.needs_roots

    def _if_assumed(
        self, figures: Sequence[Figure], aside: Sequence[Aside]
    ) -> CountRange | None:
        """Return the range with house readings accepted; None = there are none."""
        readings = [a.figure for a in aside if a.rule == "M037"]
        readings = [f for f in readings if f.low is not None or f.high is not None]
        if not readings or self._profile.vague != "house":
            return None
        everything = [*figures, *readings]
        low = lowest(everything, self.setting)
        high = highest(everything, self.setting)
        return CountRange(
            low=low.number,
            high=high.number,
            is_open_above=_is_open(everything, high),
        )

    def _tell(self, ends: _Ends, column: Column) -> Reason:
        rules = self._profile.rules
        told = (("low", ends.low), ("high", ends.high), ("best", ends.best))
        bounds = [
            Reason(text=end.text, rule=rules.get(name), claims=end.claims)
            for name, end in told
            if end is not None
        ]
        return Reason(
            text=f"{self.setting.measure} under {self._profile.name}: {ends.counted}",
            rule="M039",
            because=(*bounds, *column.voices, *column.others),
        )


def _why_aside(one: Aside) -> Reason:
    return Reason(
        text=f"{one.figure} set aside: {one.why}",
        rule=one.rule,
        met=False,
        claims=one.figure.ids,
    )


def _say(figure: Figure) -> str:
    day = f", as of {figure.as_of}" if figure.as_of else ", not dated"
    notes = f" ({'; '.join(figure.notes)})" if figure.notes else ""
    return f"{figure.voice.name}: {figure}{day}{notes}"


def _is_open(figures: Sequence[Figure], high: Bound) -> bool:
    """The greatest figure sets no upper bound, or is said to be incomplete."""
    return any(
        figure.top == high.number
        and (figure.is_open_above or any(c.is_partial for c in figure.claims))
        for figure in figures
        if figure.top is not None
    )
