"""Ranges under named profiles: every figure either moves a bound or says why not.

One engine reads every profile row: figures are read, sieved, added up within texts,
replaced by later ones of the same voice, and combined across voices. The result names
the claims behind each bound and replays to the same bytes. Method: M039, M100. Rules:
AIR-3, AIR-5, IBC-2, IBC-8, ACL-1 to ACL-3, UCD-2, OHC-1. Unknown is None, never 0.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from firsthand.assess import sieves
from firsthand.assess.bounds import (
    BESTS,
    HIGHS,
    LOWS,
    Bound,
    Setting,
    highest,
    lowest,
    raised_by_names,
)
from firsthand.assess.figures import Figure, read_figures, statuses_in
from firsthand.assess.independence import count_independent
from firsthand.assess.individuals import Individual, named_as
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.profiles import EVERYBODY, Profile, chosen_profiles
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
    is_acled = profile.vague == "acled" and _has_vague_words(evidence)
    if "statuses" not in evidence.memo:
        evidence.memo["statuses"] = statuses_in(evidence)
    named = tuple(view[status] for status in evidence.memo["statuses"])
    key = ("sift", named, is_acled)
    if key not in evidence.memo:
        evidence.memo[key] = _sifted_as(named, view, evidence, is_acled=is_acled)
    made: Sifted = evidence.memo[key]
    return made


def _sifted_as(
    named: tuple[str, ...],
    view: Mapping[str, str],
    evidence: Evidence,
    *,
    is_acled: bool,
) -> Sifted:
    """Sift figures, or rename groups where another view parts the same people alike.

    No rule looks at the name of a group, only at which figures share one, but for the
    sums of everybody, which need two statuses in one group.
    """
    alike = tuple(named.index(group) for group in named)
    both = {"civilian", "combatant"} <= set(evidence.memo["statuses"])
    key = ("sift alike", alike, is_acled, both and EVERYBODY in named)
    if key not in evidence.memo:
        read = read_figures(evidence, view, is_acled=is_acled)
        evidence.memo[key] = (named, _sifted(read, evidence))
    before, sifted = evidence.memo[key]
    if before == named:
        kept: Sifted = sifted
        return kept
    return _renamed(sifted, dict(zip(before, named, strict=True)))


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
            sifted = sift(self.evidence, profile, groups)
            measures = {f.measure for f in sifted.read if f.harm in profile.harms}
            measures |= {m for m in profile.always if _group(m) in groups.values()}
            for measure in sorted(measures - set(made)):
                setting = Setting(
                    profile=profile,
                    measure=measure,
                    evidence=self.evidence,
                    in_doubt=self.in_doubt,
                    people=self._people(measure, profile, groups),
                )
                made[measure] = _Engine(setting, sifted).compute()
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
        return tuple(p for p in named if p.is_of(group, groups))


def _group(measure: str) -> str:
    return measure.partition(".")[2]


@dataclasses.dataclass(frozen=True)
class _Engine:
    """Combines the standing figures of one measure under one profile."""

    setting: Setting
    sifted: Sifted

    @property
    def _profile(self) -> Profile:
        return self.setting.profile

    def compute(self) -> RangeUnderProfile:
        """Return the range with its bounds, its claims and its reasons."""
        profile, measure = self.setting.profile, self.setting.measure
        figures = [f for f in self.sifted.standing if f.measure == measure]
        aside = [a for a in self.sifted.aside if a.figure.measure == measure]
        if profile.low == "verified_individuals":
            figures, aside = [], [*aside, *_counts(figures)]
        low = LOWS[profile.low](figures, self.setting)
        low = raised_by_names(low, self.setting)
        high = HIGHS[profile.high](figures, self.setting)
        if high.number is not None and high.number < (low.number or 0):
            high = dataclasses.replace(low, text=f"maximum {low.number}: the minimum")
        best = self._best(figures)
        counted = CountRange(
            low=low.number, high=high.number, is_open_above=self._is_open(figures, high)
        )
        used = (*(i for f in figures for i in f.ids), *low.claims, *high.claims)
        used = tuple(dict.fromkeys(used))
        return RangeUnderProfile(
            profile=profile.name,
            measure=measure,
            range=counted,
            reason=self._tell(
                counted, figures, aside, [b for b in (low, high, best) if b]
            ),
            low_from=low.claims,
            high_from=high.claims,
            used=used,
            set_aside=tuple(
                SetAside(claim=claim, why=a.why)
                for a in aside
                for claim in a.figure.ids
                if claim not in used
            ),
            is_provisional=self._is_provisional(figures),
            if_assumed=self._if_assumed(figures, aside),
            best=best.number if best else None,
        )

    def _is_open(self, figures: Sequence[Figure], high: Bound) -> bool:
        if self._profile.high == "none":
            is_count = self._profile.low == "verified_individuals"
            return is_count and bool(self.setting.verified)
        return _is_open(figures, high)

    def _best(self, figures: Sequence[Figure]) -> Bound | None:
        rule = self._profile.best
        return None if rule is None else BESTS[rule](figures, self.setting)

    def _is_provisional(self, figures: Sequence[Figure]) -> bool:
        """Say whether the profile's inclusion rule is not met (IBC-2, UCD-7)."""
        if not figures:
            return False
        if max(f.top or 0 for f in figures) < self._profile.needs_deaths:
            return True
        if not self._profile.needs_roots:
            return False
        by_id = self.setting.evidence.claim_by_id
        claims = [by_id[claim] for figure in figures for claim in figure.ids]
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

    def _tell(
        self,
        counted: CountRange,
        figures: Sequence[Figure],
        aside: Sequence[Aside],
        ends: Sequence[Bound],
    ) -> Reason:
        rules = self._profile.rules
        bounds = tuple(
            Reason(text=end.text, rule=rules.get(name), claims=end.claims)
            for name, end in zip(("low", "high", "best"), ends, strict=False)
        )
        voices = tuple(
            Reason(text=_say(figure), rule="M038", met=True, claims=figure.ids)
            for figure in figures
        )
        others = tuple(
            Reason(
                text=f"{a.figure} set aside: {a.why}",
                rule=a.rule,
                met=False,
                claims=a.figure.ids,
            )
            for a in aside
        )
        return Reason(
            text=f"{self.setting.measure} under {self._profile.name}: {counted}",
            rule="M039",
            because=(*bounds, *voices, *others),
        )


def _counts(figures: Sequence[Figure]) -> list[Aside]:
    why = "a count, and no individual that is verified"
    return [Aside(figure, why, "OHC-1") for figure in figures]


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
