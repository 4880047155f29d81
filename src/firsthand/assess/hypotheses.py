"""Who could have done it: rival hypotheses held against every item of evidence.

After Heuer's analysis of competing hypotheses: what speaks against a hypothesis counts,
and an item that says the same of all of them decides nothing. A table that holds no row
makes an item unknown, never absent. The program ranks; it names no author.
Method: M104. Rules: AIR-2, AIR-3, AIR-7.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from firsthand.assess.inputs import Evidence, IncidentInputs, parties_of
from firsthand.assess.means import means_of, radius_km, ways_of
from firsthand.assess.responses import admissions
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    ClaimId,
    Coverage,
    Denies,
    Incident,
    Response,
    TimeClaim,
    TimeOfDay,
    WeaponClaim,
)
from firsthand.reference.weapons import open_weapons

OTHER = "other"
"""The hypothesis that it was somebody whom nobody names."""
_EARTH_KM = 6371.0088
_NIGHT = TimeOfDay(earliest=19 * 60, latest=6 * 60)
"""What counts as night, season and place left open (house)."""
_DOUBT_PERCENT = 1
"""By how much a distance over a sphere may be wrong, and more (WGS 84: 0.56 %)."""


class Rating(enum.StrEnum):
    """How an item of evidence stands to a hypothesis."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True)
class Item:
    """One item of evidence against every hypothesis.

    Attributes:
        kind: "statement", "witness", "means", "range", "night", "pattern", "absence".
        text: What it is, in one sentence.
        claims: The claims.
        ratings: Party (or "other") -> rating.
        rests_on: Where the means are known from; None = on claims alone.
    """

    kind: str
    text: str
    claims: tuple[ClaimId, ...]
    ratings: Mapping[str, Rating]
    rests_on: str | None = None

    @property
    def is_diagnostic(self) -> bool:
        """It is inconsistent with some hypotheses and not with all."""
        against = [r is Rating.INCONSISTENT for r in self.ratings.values()]
        return any(against) and not all(against)


@dataclasses.dataclass(frozen=True)
class Table:
    """The hypotheses of an incident, ranked by what is inconsistent with them.

    Attributes:
        hypotheses: Parties and "other", fewest inconsistent items first.
        items: Diagnostic items first.
        blanks: What no claim and no row tells.
    """

    hypotheses: tuple[str, ...]
    items: tuple[Item, ...]
    blanks: tuple[str, ...]

    def against(self, party: str) -> tuple[Item, ...]:
        """Return the items that are inconsistent with a hypothesis."""
        found = Rating.INCONSISTENT
        return tuple(item for item in self.items if item.ratings[party] is found)


def weigh(
    inputs: IncidentInputs, evidence: Evidence, heard: Sequence[Response]
) -> Table:
    """Hold every item of evidence of an incident against every hypothesis.

    Args:
        inputs: The incident.
        evidence: Its own claims.
        heard: Statements matched to it.

    Returns:
        The table; with nobody named it holds "other" alone.
    """
    scene = _Scene(inputs.incident, evidence, heard)
    items = [item for find in _FINDERS for item in find(scene)]
    items.sort(key=lambda item: (not item.is_diagnostic, item.kind, item.claims))
    table = Table(tuple(scene.parties), tuple(items), tuple(_blanks(scene, items)))
    ranked = sorted(scene.parties, key=lambda p: (len(table.against(p)), p == OTHER, p))
    return dataclasses.replace(table, hypotheses=tuple(ranked))


class _Scene:
    """The incident, and the parties that can be asked about."""

    def __init__(
        self, incident: Incident, evidence: Evidence, heard: Sequence[Response]
    ) -> None:
        self.incident = incident
        self.evidence = evidence
        self.heard = heard
        self.attributions = [
            c for c in evidence.claims if isinstance(c, AttributionClaim)
        ]
        self.weapons = [
            c
            for c in evidence.claims
            if isinstance(c, WeaponClaim)
            and not c.negated
            and not evidence.is_in_copy(c)
        ]
        named = {p for c in self.attributions for p in parties_of(c.perpetrator)}
        named |= {r.party for r in heard if r.party}
        named |= {p for c in self.weapons for p in self.flown_by(c)[:_MANY]}
        self.parties = [*sorted(named), OTHER]

    def flown_by(self, claim: WeaponClaim) -> tuple[str, ...]:
        """Return who flies the aircraft named, if few do; else nobody."""
        weapons = open_weapons(self.evidence.reference)
        flying = {p for craft in claim.aircraft for p in weapons.flown_by(craft)}
        return tuple(sorted(flying)) if len(flying) <= _MANY else ()

    def rate(self, rating: Callable[..., Rating], *given: object) -> dict[str, Rating]:
        return {party: rating(self, party, *given) for party in self.parties}

    def name(self, claim: AnyClaim) -> str:
        return self.evidence.voice_of(claim).name

    def party(self, code: str) -> str:
        return self.evidence.party_name(code)


_MANY = 4
"""Fliers of one type above which a sighting brings in no new hypothesis (house)."""


def _as_named(
    scene: _Scene, party: str, named: Sequence[str], hit: Rating, miss: Rating
) -> Rating:
    del scene
    return hit if party in named else miss


def _named_by(scene: _Scene) -> Iterable[Item]:
    """Witnesses and other voices: who says who did it, and who says who did not."""
    for claim in scene.attributions:
        parties = parties_of(claim.perpetrator)
        voice = scene.evidence.voice_of(claim)
        if not parties or scene.evidence.is_in_copy(claim):
            continue
        if not voice.is_independent:
            continue
        told = " or ".join(scene.party(party) for party in parties)
        hit = Rating.INCONSISTENT if claim.negated else Rating.CONSISTENT
        miss = Rating.NEUTRAL if claim.negated else Rating.INCONSISTENT
        verb = "says that it was not" if claim.negated else "attributes it to"
        yield Item(
            kind="witness",
            text=f"{voice.name} {verb} {told}",
            claims=(claim.id,),
            ratings=scene.rate(_as_named, parties, hit, miss),
        )


def _stated(scene: _Scene) -> Iterable[Item]:
    """Parties' own words: an admission weighs; a bare denial decides nothing."""
    for code, what in (
        (Denies.ADMITS_HARM, "accepts the harm"),
        (Denies.ADMITS_STRIKE, "admits striking there"),
    ):
        for response in admissions(scene.heard, code):
            own = response.party or OTHER
            yield Item(
                kind="statement",
                text=f"{scene.party(own)} {what}",
                claims=response.claims,
                ratings=scene.rate(
                    lambda p, own=own: Rating.CONSISTENT if p == own else Rating.NEUTRAL
                ),
            )
    for response in scene.heard:
        is_denied = Denies.RESPONSIBILITY in response.codes
        if is_denied and response.party and response.coverage is Coverage.COVERS:
            yield Item(
                kind="statement",
                text=f"{scene.party(response.party)} denies it: a party's bare word, "
                "which decides nothing (AIR-3)",
                claims=response.claims,
                ratings=scene.rate(_as_named, (), Rating.NEUTRAL, Rating.NEUTRAL),
            )


def _flown(scene: _Scene) -> Iterable[Item]:
    """Aircraft seen: who is known to fly them, and who is known not to."""
    weapons = open_weapons(scene.evidence.reference)
    for claim in scene.weapons:
        for craft in claim.aircraft:
            flying = weapons.flown_by(craft)
            if not flying:
                continue
            ratings = scene.rate(_flies, craft, flying)
            yield Item(
                kind="means",
                text=f"{scene.name(claim)} saw {craft}, known to be flown by "
                f"{', '.join(scene.party(party) for party in flying)}",
                claims=(claim.id,),
                ratings=ratings,
                rests_on="aircraft",
            )


def _flies(scene: _Scene, party: str, craft: str, flying: Sequence[str]) -> Rating:
    if party in flying:
        return Rating.CONSISTENT
    if party == OTHER:
        return Rating.UNKNOWN
    held = means_of(party, scene.evidence.reference)
    if "air" in held.lacks or (held.is_complete and craft not in held.aircraft):
        return Rating.INCONSISTENT
    return Rating.UNKNOWN


def _came(scene: _Scene) -> Iterable[Item]:
    """How it came: evidence of absence where a party has no such means."""
    for claim in scene.weapons:
        ways = ways_of(claim, scene.evidence.reference)
        if not ways:
            continue
        said = ", ".join((*claim.weapon, *claim.aircraft)).replace("_", " ")
        ratings = scene.rate(_can_come, ways)
        if set(ratings.values()) <= {Rating.UNKNOWN}:
            continue
        yield Item(
            kind="absence" if Rating.INCONSISTENT in ratings.values() else "means",
            text=f"{scene.name(claim)} tells of {said}: it came by "
            f"{' or '.join(sorted(ways))}",
            claims=(claim.id,),
            ratings=ratings,
            rests_on="party_means",
        )


def _can_come(scene: _Scene, party: str, ways: frozenset[str]) -> Rating:
    held = means_of(party, scene.evidence.reference)
    if ways <= held.lacks:
        return Rating.INCONSISTENT
    return Rating.CONSISTENT if ways & held.ways else Rating.UNKNOWN


def _reached(scene: _Scene) -> Iterable[Item]:
    """Range: whether a base of a party that flies the aircraft lies near enough."""
    place = scene.incident.place
    if place is None or place.lat_e7 is None or place.lon_e7 is None:
        return
    here = place.lat_e7 / 1e7, place.lon_e7 / 1e7
    for claim in scene.weapons:
        for craft in claim.aircraft:
            radius = radius_km(craft, scene.evidence.reference)
            if radius is None:
                continue
            ratings = scene.rate(_within, here, radius)
            if set(ratings.values()) <= {Rating.UNKNOWN}:
                continue
            yield Item(
                kind="range",
                text=f"{craft} comes back from at most {radius} km without refuelling",
                claims=(claim.id,),
                ratings=ratings,
                rests_on="aircraft_means, party_means",
            )


def _within(
    scene: _Scene, party: str, here: tuple[float, float], radius: int
) -> Rating:
    held = means_of(party, scene.evidence.reference)
    if not held.bases:
        return Rating.UNKNOWN
    nearest = min(_km(here, base) for base in held.bases)
    doubt = nearest * _DOUBT_PERCENT / 100
    if nearest - doubt > radius:
        return Rating.INCONSISTENT if held.is_complete else Rating.UNKNOWN
    return Rating.CONSISTENT if nearest + doubt <= radius else Rating.UNKNOWN


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance over a sphere of the Earth's mean radius, in kilometres."""
    (lat, lon), (lat_2, lon_2) = (
        (math.radians(a), math.radians(b)) for a, b in (one, other)
    )
    half = math.sin((lat_2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat_2) * math.sin((lon_2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _by_night(scene: _Scene) -> Iterable[Item]:
    """Night: which parties are known to strike by night."""
    for claim in scene.evidence.claims:
        if not isinstance(claim, TimeClaim) or not claim.time.lies_in(_NIGHT):
            continue
        ratings = scene.rate(_flies_by_night)
        if set(ratings.values()) > {Rating.UNKNOWN}:
            yield Item(
                kind="night",
                text=f"{scene.name(claim)} says that it was night",
                claims=(claim.id,),
                ratings=ratings,
                rests_on="party_means",
            )


def _flies_by_night(scene: _Scene, party: str) -> Rating:
    able = means_of(party, scene.evidence.reference).by_night
    if able is None:
        return Rating.UNKNOWN
    return Rating.CONSISTENT if able else Rating.INCONSISTENT


def _patterns(scene: _Scene) -> Iterable[Item]:
    """Strikes that a party admits near that place or on that day, not this one."""
    for response in scene.heard:
        near = response.coverage is Coverage.UNDETERMINED
        if near and Denies.ADMITS_STRIKE in response.codes and response.party:
            own = response.party
            yield Item(
                kind="pattern",
                text=f"{scene.party(own)} admits strikes of that day or area, without "
                "this place",
                claims=response.claims,
                ratings=scene.rate(
                    lambda p, own=own: Rating.CONSISTENT if p == own else Rating.NEUTRAL
                ),
            )


_FINDERS: tuple[Callable[[_Scene], Iterable[Item]], ...] = (
    _named_by,
    _stated,
    _flown,
    _came,
    _reached,
    _by_night,
    _patterns,
)


def _blanks(scene: _Scene, items: Sequence[Item]) -> list[str]:
    kinds = {item.kind for item in items}
    out = []
    if not scene.weapons:
        out.append("no claim names a weapon or an aircraft")
    elif not kinds & {"means", "absence"}:
        out.append("the weapons named fit every party, or no row tells who has them")
    if "range" not in kinds:
        out.append(
            "range: no aircraft with a known radius, place with a point, or base"
        )
    if "night" not in kinds:
        out.append(
            "no claim says that it was night, or no row tells who flies by night"
        )
    out += [
        f"what {scene.party(party)} holds is in no row: add one to party_means"
        for party in scene.parties
        if party != OTHER and not means_of(party, scene.evidence.reference).is_known
    ]
    return out
