"""Ranges under named profiles: every figure either moves a bound or says why not.

One engine reads every profile row: figures are read, sieved, added up within texts,
replaced by later ones of the same voice, and combined across voices. The result names
the claims behind each bound and replays to the same bytes. Method: M039. Rules: AIR-3,
AIR-5, IBC-2, IBC-8. Unknown is None, never 0.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from firsthand.assess import sieves
from firsthand.assess.figures import Figure, read_figures
from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence, IncidentInputs
from firsthand.assess.profiles import Profile, read_profiles, words_for
from firsthand.assess.sieves import Aside
from firsthand.assess.status import civilian_basis
from firsthand.assess.tolls import (
    add_within_documents,
    drop_revised,
    latest_of_each_voice,
)
from firsthand.errors import UserError
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
)
"""What is set aside before anything is added up, in this order."""

ALWAYS = ("killed.civilian", "injured.civilian")
"""Measures that every finding states, as unknown where nobody counted."""


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


def sift(evidence: Evidence, groups: Profile) -> Sifted:
    """Read the figures of an incident and apply every rule in its order."""
    read = read_figures(evidence, groups.groups)
    figures: Sequence[Figure] = read
    aside: list[Aside] = []
    for sieve in SIEVES:
        gone = sieve(figures, evidence)
        aside += gone
        figures = _without(figures, gone)
    figures, revised = drop_revised(figures)
    figures = add_within_documents(figures, evidence)
    gone = sieves.parts(figures, evidence)
    figures = _without(figures, gone)
    figures, replaced = latest_of_each_voice(figures)
    return Sifted(tuple(figures), (*aside, *revised, *gone, *replaced), tuple(read))


def _without(figures: Sequence[Figure], gone: Sequence[Aside]) -> list[Figure]:
    dropped = {id(aside.figure) for aside in gone}
    return [figure for figure in figures if id(figure) not in dropped]


def compute_ranges(
    inputs: IncidentInputs, reference: Reference, *, profile: str | None = None
) -> tuple[RangeUnderProfile, ...]:
    """Compute the ranges of an incident under every profile, or under one.

    Args:
        inputs: The incident with its evidence.
        reference: Reference tables (`profiles`, `vague_words`, `counting_words`).
        profile: Name of one profile; None = all of them.

    Returns:
        One range a profile and measure, in order of name.

    Raises:
        UserError: There is no such profile, or its row cannot be read.
    """
    profiles = read_profiles(reference)
    chosen = [p for p in profiles if profile is None or p.name == profile]
    if not chosen:
        names = ", ".join(p.name for p in profiles)
        raise UserError(f"no range profile named {profile!r}: there are {names}")
    evidence = Evidence.of_incident(inputs, reference)
    return tuple(
        made for one in chosen for made in _ranges_under(one, inputs, evidence)
    )


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


def _ranges_under(
    profile: Profile, inputs: IncidentInputs, evidence: Evidence
) -> list[RangeUnderProfile]:
    sifted = sift(evidence, profile)
    measures = {figure.measure for figure in sifted.read} | set(ALWAYS)
    basis, _ = civilian_basis(evidence)
    in_doubt = basis is CivilianBasis.DISPUTED
    named = _named_killed(inputs, evidence) if profile.named_raise_low else {}
    made = []
    for measure in sorted(measures):
        engine = _Engine(profile, measure, evidence, sifted, in_doubt=in_doubt)
        floor = named if measure == "killed.civilian" else {}
        made.append(engine.compute(floor))
    return made


@dataclasses.dataclass(frozen=True)
class _Bound:
    """One end of a range: its number, the claims that set it, and why."""

    number: int | None
    claims: tuple[ClaimId, ...]
    text: str


@dataclasses.dataclass(frozen=True)
class _Engine:
    """Combines the standing figures of one measure under one profile."""

    profile: Profile
    measure: str
    evidence: Evidence
    sifted: Sifted
    in_doubt: bool = dataclasses.field(kw_only=True)

    def compute(self, named: dict[str, tuple[ClaimId, ...]]) -> RangeUnderProfile:
        """Return the range with its bounds, its claims and its reasons."""
        figures = [f for f in self.sifted.standing if f.measure == self.measure]
        aside = [a for a in self.sifted.aside if a.figure.measure == self.measure]
        low = self._raised(_LOWS[self.profile.low](figures, self), named)
        high = _HIGHS[self.profile.high](figures)
        if low.number is not None and (high.number or 0) < low.number:
            high = dataclasses.replace(low, text=f"maximum {low.number}: the minimum")
        counted = CountRange(
            low=low.number, high=high.number, is_open_above=_is_open(figures, high)
        )
        used = tuple(dict.fromkeys(i for figure in figures for i in figure.ids))
        return RangeUnderProfile(
            profile=self.profile.name,
            measure=self.measure,
            range=counted,
            reason=self._tell(counted, figures, aside, low, high),
            low_from=low.claims,
            high_from=high.claims,
            used=used,
            set_aside=tuple(
                SetAside(claim=claim, why=a.why)
                for a in aside
                for claim in a.figure.ids
                if claim not in used
            ),
            is_provisional=self._is_provisional(used),
            if_assumed=self._if_assumed(figures, aside),
        )

    def _raised(self, low: _Bound, named: dict[str, tuple[ClaimId, ...]]) -> _Bound:
        """Raise the minimum to the number of distinct people named as killed."""
        is_zeroed = self.in_doubt and self.profile.low == "lowest_zero_in_doubt"
        if low.number is None or len(named) <= low.number or is_zeroed:
            return low
        claims = tuple(sorted({claim for ids in named.values() for claim in ids}))
        text = f"minimum {len(named)}: as many distinct people are named as killed"
        return _Bound(len(named), claims, text)

    def _is_provisional(self, used: Sequence[ClaimId]) -> bool:
        if not self.profile.needs_roots or not used:
            return False
        claims = [self.evidence.claim_by_id[claim] for claim in used]
        found = count_independent(claims, self.evidence)
        return found.low < self.profile.needs_roots

    def _if_assumed(
        self, figures: Sequence[Figure], aside: Sequence[Aside]
    ) -> CountRange | None:
        """Return the range with house readings accepted; None = there are none."""
        readings = [a.figure for a in aside if a.rule == "M037"]
        readings = [f for f in readings if f.low is not None or f.high is not None]
        if not readings or self.profile.vague != "house":
            return None
        everything = [*figures, *readings]
        low, high = _lowest(everything, self), _highest(everything)
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
        low: _Bound,
        high: _Bound,
    ) -> Reason:
        rules = self.profile.rules
        bounds = (
            Reason(text=low.text, rule=rules.get("low"), claims=low.claims),
            Reason(text=high.text, rule=rules.get("high"), claims=high.claims),
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
            text=f"{self.measure} under {self.profile.name}: {counted}",
            rule="M039",
            because=(*bounds, *voices, *others),
        )


def _say(figure: Figure) -> str:
    day = f", as of {figure.as_of}" if figure.as_of else ", not dated"
    notes = f" ({'; '.join(figure.notes)})" if figure.notes else ""
    return f"{figure.voice.name}: {figure}{day}{notes}"


def _lowest(figures: Sequence[Figure], engine: _Engine) -> _Bound:
    """The lowest figure that stands; a figure without lower bound gives none.

    Who describes some of the dead ("a young couple, also dead") gives no total: where
    others do, a description of half as many or fewer sets no minimum.
    """
    figures = _totals_among(figures, engine.evidence)
    numbers = [f.minimum for f in figures if f.minimum is not None]
    if not numbers:
        return _Bound(None, (), "minimum unknown: no figure that stands gives one")
    number = min(numbers)
    setters = [f for f in figures if f.minimum == number]
    text = f"minimum {number}: the lowest figure that stands, by {_names(setters)}"
    return _Bound(number, _ids(setters), text)


def _totals_among(figures: Sequence[Figure], evidence: Evidence) -> list[Figure]:
    anyone = words_for("anyone", evidence.reference)
    plain = [f for f in figures if not sieves.counts_a_kind(f, anyone)]
    least = min((f.minimum for f in plain if f.minimum), default=0)
    return [f for f in figures if f in plain or 2 * (f.minimum or 0) > least]


def _lowest_zero_in_doubt(figures: Sequence[Figure], engine: _Engine) -> _Bound:
    """The lowest figure, or 0 where it is disputed that they were civilians (IBC-8)."""
    low = _lowest(figures, engine)
    is_civilian = engine.measure.endswith(".civilian")
    if not engine.in_doubt or low.number is None or not is_civilian:
        return low
    text = f"minimum 0: civilian status is disputed (lowest figure: {low.number})"
    return _Bound(0, low.claims, text)


def _highest(figures: Sequence[Figure]) -> _Bound:
    """The greatest figure stated; "at least 49" states 49 and sets no maximum."""
    numbers = [f.top for f in figures if f.top is not None]
    if not numbers:
        return _Bound(None, (), "maximum unknown: no figure stands")
    number = max(numbers)
    setters = [f for f in figures if f.top == number]
    text = f"maximum {number}: the greatest figure stated, by {_names(setters)}"
    return _Bound(number, _ids(setters), text)


_LOWS: dict[str, Callable[[Sequence[Figure], _Engine], _Bound]] = {
    "lowest": _lowest,
    "lowest_zero_in_doubt": _lowest_zero_in_doubt,
}
_HIGHS: dict[str, Callable[[Sequence[Figure]], _Bound]] = {"highest": _highest}


def _is_open(figures: Sequence[Figure], high: _Bound) -> bool:
    """The greatest figure sets no upper bound, or is said to be incomplete."""
    return any(
        figure.top == high.number
        and (figure.is_open_above or any(c.is_partial for c in figure.claims))
        for figure in figures
        if figure.top is not None
    )


def _names(figures: Sequence[Figure]) -> str:
    return ", ".join(sorted({figure.voice.name for figure in figures}))


def _ids(figures: Sequence[Figure]) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(claim for figure in figures for claim in figure.ids))


def _named_killed(
    inputs: IncidentInputs, evidence: Evidence
) -> dict[str, tuple[ClaimId, ...]]:
    """Return distinct people whom an independent voice names as killed.

    A list of people "harmed" does not say that they died: it raises no minimum.
    """
    deadly = {
        claim.id: claim
        for claim in evidence.claims
        if isinstance(claim, CasualtyClaim)
        and claim.killed is not None
        and claim.killed.high != 0
        and claim.wounded is None
        and not claim.is_perpetrator
        and not claim.negated
        and not claim.hedged
        and evidence.voice_of(claim).is_independent
    }
    named: dict[str, tuple[ClaimId, ...]] = {}
    linked: set[ClaimId] = set()
    for victim in sorted(inputs.victims, key=lambda v: v.id):
        claims = tuple(sorted(c for c in victim.claims if c in deadly))
        if claims and (victim.names or victim.person.name):
            named[victim.id] = claims
            linked.update(claims)
    for claim in deadly.values():
        if claim.id in linked:
            continue
        for person in claim.people:
            if person.name:
                key = " ".join(person.name.casefold().split())
                named[key] = (*named.get(key, ()), claim.id)
    return named
