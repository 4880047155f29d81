"""What cannot all hold among the claims of one incident.

Each finder says what cannot both hold, the readings under which it could, and what
would settle it; none declares a claim false. One who reports another's claim does not
contradict himself: claims are weighed by whose assertion they are. Method: M042.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from firsthand.assess.answers import (
    HOLDS,
    SETTLES,
    denials,
    object_identity,
    objectives,
)
from firsthand.assess.arithmetic import check_sub_totals
from firsthand.assess.attribution import rival_attributions
from firsthand.assess.disputes import contradict, leading
from firsthand.assess.figures import Figure
from firsthand.assess.inputs import Evidence, IncidentInputs, parties_of
from firsthand.assess.means import ways_of
from firsthand.assess.people import named_above
from firsthand.assess.positions import strikes_denied
from firsthand.assess.room import Room
from firsthand.assess.scope import places_meet
from firsthand.assess.sieves import counts_a_kind, lumped_figures
from firsthand.model import (
    AnyClaim,
    AttributionClaim,
    CasualtyClaim,
    Contradiction,
    ContradictionKind,
    DateClaim,
    FuzzyDate,
    IncidentId,
    PlaceClaim,
    Response,
    StatusWord,
    TimeClaim,
    Toll,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.model.words import measure_in_words
from firsthand.reference.folding import plain_key

_NEAR_ENOUGH_PERCENT = 20
"""How far from a figure stated as "about" another may lie and agree (house)."""


def find_contradictions(
    inputs: IncidentInputs, evidence: Evidence, responses: Sequence[Response]
) -> list[Contradiction]:
    """Find every contradiction of an incident.

    Args:
        inputs: The incident with its claims and the pool of statements.
        evidence: Evidence of the incident's own claims.
        responses: Statements matched to it.

    Returns:
        Contradictions in order of kind and id, all open.
    """
    room = Room(inputs, evidence, responses)
    found = [made for finder in FINDERS for made in finder(room)]
    once = {made.id: made for made in found}
    return sorted(once.values(), key=lambda made: (made.contradiction_kind, made.id))


def _numbers(room: Room) -> list[Contradiction]:
    """Figures of different voices for the same measure that exclude each other.

    Who describes some of the dead counts none: such figures clash with nothing.
    """
    out = []
    for measure in sorted({figure.measure for figure in room.sifted.standing}):
        figures = [f for f in room.sifted.standing if f.measure == measure]
        figures = [f for f in figures if not counts_a_kind(f, room.anyone)]
        clashing = [
            f for f in figures if any(_exclude_each_other(f, o) for o in figures)
        ]
        if not clashing:
            continue
        told = dict.fromkeys(f"{f.voice.name}: {f}" for f in clashing)
        said = "; ".join(told)
        what = measure_in_words(measure)
        out.append(
            room.make(
                ContradictionKind.NUMBER,
                (claim for figure in clashing for claim in figure.claims),
                f"{what}: these numbers cannot all be the whole count: {said}",
                (
                    "they were counted at different times",
                    "one counts people whom another leaves out",
                    "one of them counts another site",
                ),
                "a list of the people by name, with the day of each count",
            )
        )
    return out


def _exclude_each_other(one: Figure, other: Figure) -> bool:
    if one.voice.key == other.voice.key:
        return False
    low = max(_floor(one), _floor(other))
    return low > min(_ceiling(one), _ceiling(other))


def _floor(figure: Figure) -> float:
    low = figure.minimum or 0
    return low - _slack(figure) if low else 0


def _ceiling(figure: Figure) -> float:
    return float("inf") if figure.high is None else figure.high + _slack(figure)


def _slack(figure: Figure) -> float:
    is_about = any("about" in note for note in figure.notes)
    return (figure.top or 0) * _NEAR_ENOUGH_PERCENT / 100 if is_about else 0


def _lumped(room: Room) -> list[Contradiction]:
    """A number of dead that equals others' killed and injured together."""
    aside = {
        id(a.figure) for a in room.sifted.aside if a.rule in {"M031", "M032", "AIR-3"}
    }
    figures = [f for f in room.sifted.read if id(f) not in aside]
    return [
        room.make(
            ContradictionKind.LUMPED,
            (figure.claim, killed.claim, injured.claim),
            f"{figure} dead equals {killed} killed plus {injured} injured",
            ("the wounded of the one count had died by the time of the other",),
            "what the writer counted: the dead alone, or the dead and the injured",
        )
        for figure, killed, injured in lumped_figures(figures)
    ]


def _sub_totals(room: Room) -> list[Contradiction]:
    """Children and women that are more than the total they are part of."""
    return [
        room.make(
            ContradictionKind.SUBTOTAL,
            [room.evidence.claim_by_id[claim] for claim in check.claims],
            check.reason.text,
            (
                "girls are counted among the women too",
                "the sub-totals belong to another total",
            ),
            "the list or the source from which the sub-totals were taken",
        )
        for check in check_sub_totals(room.evidence)
        if check.fits is False
    ]


_PARTS = ("children", "women", "men")


def _parts_across(room: Room) -> list[Contradiction]:
    """Parts that every voice puts higher than any voice puts the whole.

    "20 children" by one and "12 people" by another cannot both be of one attack.
    """
    wholes = [
        f
        for f in room.sifted.standing
        if f.harm == "killed"
        and f.group not in _PARTS
        and not counts_a_kind(f, room.anyone)
    ]
    if not wholes or any(f.is_open_above for f in wholes):
        return []
    ceiling = max(_ceiling(f) for f in wholes)
    out = []
    for part in _PARTS:
        figures = [
            f
            for f in room.sifted.standing
            if f.measure == f"killed.{part}" and f.claim.killed is not None
        ]
        floors = [_floor(f) for f in figures]
        if floors and min(floors) > ceiling:
            told = dict.fromkeys(f"{f.voice.name}: {f}" for f in (*figures, *wholes))
            out.append(
                room.make(
                    ContradictionKind.SUBTOTAL,
                    (c for f in (*figures, *wholes) for c in f.claims),
                    f"every count of the {part} killed is above every count of all "
                    f"killed: {'; '.join(told)}",
                    (
                        f"the {part} were counted later than the rest",
                        "the counts are of different sites",
                    ),
                    "a list of the people by name, with ages",
                )
            )
    return out


def _dates(room: Room) -> list[Contradiction]:
    """Days of the attack that exclude each other; all are kept."""
    stated = [d for d in (room.incident.date, *room.incident.other_dates) if d]
    apart = [d for d in stated if any(not d.overlaps(other) for other in stated)]
    if not apart:
        return []
    claims = [c for c in room.claims if (d := _date_in(c)) and _is_one_of(d, apart)]
    dates = {_days(d) for c in claims if (d := _date_in(c))}
    if len(dates) < 2:  # noqa: PLR2004  two days are needed to differ
        return []
    return [
        room.make(
            ContradictionKind.DATE,
            claims,
            f"the attack is dated to {' and to '.join(sorted(dates))}",
            (
                "there were two attacks",
                "one gives the day of a report, of a burial or of a death",
                "the attack fell around midnight",
            ),
            "a photograph, video or message with its time, or a register of that day",
        )
    ]


def _date_in(claim: AnyClaim) -> FuzzyDate | None:
    if isinstance(claim, CasualtyClaim) and claim.is_late_death:
        return None
    return claim.date if isinstance(claim, DateClaim | Toll) else None


def _is_one_of(date: FuzzyDate, stated: Sequence[FuzzyDate]) -> bool:
    return any(_days(date) == _days(other) for other in stated)


def _days(date: FuzzyDate) -> str:
    if date.earliest == date.latest:
        return str(date.earliest)
    return f"{date.earliest or '...'} - {date.latest or '...'}"


_NEAR_MINUTES = 60
"""How far apart times of the day may lie and agree (house): nobody looks at a clock."""


def _times(room: Room) -> list[Contradiction]:
    """Times of the day by different voices that lie hours apart (M004, M103).

    Each voice is taken as a whole: who tells of two strikes excludes neither. Times of
    different clocks ("12:30 GMT" and "14:30") are not compared.
    """
    said: dict[str, list[TimeClaim]] = {}
    for claim in room.claims:
        if isinstance(claim, TimeClaim) and not (claim.negated or claim.hedged):
            said.setdefault(room.evidence.voice_of(claim).key, []).append(claim)
    apart = [
        key
        for key in said
        if any(_hours_apart(said[key], held) for o, held in said.items() if o != key)
    ]
    if not apart:
        return []
    told = [
        f"{room.name(held[0])}: {', '.join(sorted({str(c.time) for c in held}))}"
        for held in (said[key] for key in apart)
    ]
    return [
        room.make(
            ContradictionKind.TIME,
            (claim for key in apart for claim in said[key]),
            f"the attack is put to different times of the day: {'; '.join(told)}",
            (
                "there were two attacks",
                "the clocks differ: time zones, summer time",
                "one gives the time of a rescue or of a report",
            ),
            "a call, message, photograph or video with its time; a sensor",
        )
    ]


def _hours_apart(some: Sequence[TimeClaim], others: Sequence[TimeClaim]) -> bool:
    return all(
        one.time.zone == other.time.zone
        and one.time.minutes_from(other.time) > _NEAR_MINUTES
        for one in some
        for other in others
    )


def _places(room: Room) -> list[Contradiction]:
    """Places of the attack that neither are nor hold each other."""
    stated = [p for p in (room.incident.place, *room.incident.other_places) if p]
    known = [p for p in stated if p.canonical and not p.is_ambiguous]
    apart = [p for p in known if any(not places_meet(p, other) for other in known)]
    if not apart:
        return []
    claims = [c for c in room.claims if isinstance(c, PlaceClaim) and c.place in apart]
    names = sorted({c.place.canonical or c.place.name for c in claims})
    if len(names) < 2:  # noqa: PLR2004  two places are needed to differ
        return []
    return [
        room.make(
            ContradictionKind.PLACE,
            claims,
            f"the attack is put to {' and to '.join(names)}",
            ("two names of one place", "there were two attacks"),
            "a picture of the site that can be geolocated",
        )
    ]


def _perpetrators(room: Room) -> list[Contradiction]:
    """Authors that exclude each other, and authorship denied."""
    out = []
    rivals = rival_attributions(room.evidence)
    if rivals:
        parties = sorted({party for _, named in rivals for party in named})
        out.append(
            room.make(
                ContradictionKind.PERPETRATOR,
                leading((claim for claim, _ in rivals), room.evidence),
                f"the attack is attributed to {_to_each(parties, room)}",
                ("both took part", "there were two attacks"),
                "the aircraft or munition, where only one party has it; radio or radar",
            )
        )
    denied = [
        c
        for c in room.claims
        if isinstance(c, AttributionClaim)
        and c.negated
        and room.evidence.voice_of(c).is_independent
    ]
    for claim in denied:
        named = [
            other
            for other in room.claims
            if isinstance(other, AttributionClaim)
            and not other.negated
            and set(parties_of(other.perpetrator)) & set(parties_of(claim.perpetrator))
            and room.evidence.voice_of(other).key != room.evidence.voice_of(claim).key
        ]
        if named:
            out.append(
                room.make(
                    ContradictionKind.PERPETRATOR,
                    (claim, *named),
                    f"{room.name(claim)} says that it was not "
                    f"{room.party(claim.perpetrator)}; {room.names(named)} "
                    f"{room.verb('attribute', named)} it to them",
                    ("there were two attacks",),
                    "what each saw, and from where",
                )
            )
    return out


def _to_each(parties: Sequence[str], room: Room) -> str:
    return " and to ".join(room.party(party) for party in parties)


def _status(room: Room) -> list[Contradiction]:
    """The dead are called civilians by some and combatants by others."""
    tolls = [c for c in room.claims if isinstance(c, CasualtyClaim) and c.killed]
    tolls = [c for c in tolls if not c.negated and not c.is_perpetrator]
    civilian = [c for c in tolls if c.status is StatusWord.CIVILIAN]
    voices = {room.evidence.voice_of(c).key for c in civilian}
    combatant = [
        c
        for c in tolls
        if c.status in {StatusWord.COMBATANT, StatusWord.MIXED}
        and room.evidence.voice_of(c).key not in voices
    ]
    if not civilian or not combatant:
        return []
    return [
        room.make(
            ContradictionKind.STATUS,
            (*civilian, *combatant),
            f"{room.names(civilian)} {room.verb('call', civilian)} the dead civilians; "
            f"{room.names(combatant)} {room.verb('speak', combatant)} of combatants",
            ("people of both kinds died", "the two speak of different strikes"),
            "who each of the dead was: name, age, occupation, membership",
        )
    ]


def _twice(room: Room) -> list[Contradiction]:
    return people_twice(room.claims, room.incident.id)


def people_twice(
    claims: Iterable[AnyClaim], incident_id: IncidentId | None
) -> list[Contradiction]:
    """Find lists that name a person twice, and so count one too many.

    The name itself stays out of the sentence: a list may be protected.
    """
    out = []
    for claim in claims:
        if not isinstance(claim, VictimNamesClaim | CasualtyClaim):
            continue
        names = Counter(plain_key(p.name) for p in claim.people if p.name)
        doubles = sum(n - 1 for n in names.values())
        if doubles:
            rows = sum(names.values())
            out.append(
                contradict(
                    ContradictionKind.PERSON_TWICE,
                    (claim.id,),
                    why=f"a list of {rows} names holds one name more than once: "
                    f"{rows - doubles} different names",
                    could_hold_if=("two people bear the same name",),
                    would_settle="age, father's name or birth date of each row",
                    incident_id=incident_id,
                )
            )
    return out


def _weapons(room: Room) -> list[Contradiction]:
    """A weapon said to be used, and said not to be, by voices that are not parties."""
    said = [c for c in room.claims if isinstance(c, WeaponClaim)]
    out = []
    for negative in (
        c for c in said if c.negated and room.evidence.voice_of(c).is_independent
    ):
        positive = [
            c
            for c in said
            if not c.negated
            and set(c.weapon) & set(negative.weapon)
            and room.evidence.voice_of(c).key != room.evidence.voice_of(negative).key
        ]
        if positive:
            out.append(
                room.make(
                    ContradictionKind.WEAPON,
                    (negative, *positive),
                    f"{room.names(positive)} {room.verb('say', positive)} that the "
                    "weapon was used; "
                    f"{room.name(negative)} says that it was not",
                    HOLDS["weapon"],
                    SETTLES["weapon"],
                )
            )
    return out


def _other_weapons(room: Room) -> list[Contradiction]:
    """Weapons of different voices that cannot have come the same way (M103).

    An air strike and a car bomb exclude each other; a bomb and an air strike do not.
    Each voice is taken as a whole: who names both excludes neither.
    """
    said: dict[str, list[WeaponClaim]] = {}
    for claim in room.claims:
        if isinstance(claim, WeaponClaim) and not (claim.negated or claim.hedged):
            voice = room.evidence.voice_of(claim)
            if voice.is_independent and ways_of(claim, room.evidence.reference):
                said.setdefault(voice.key, []).append(claim)
    ways = {
        key: frozenset().union(*(ways_of(c, room.evidence.reference) for c in claims))
        for key, claims in said.items()
    }
    apart = [k for k in said if any(not ways[k] & ways[other] for other in said)]
    if not apart:
        return []
    claims = [claim for key in apart for claim in said[key]]
    told = "; ".join(
        f"{room.name(said[key][0])}: "
        f"{', '.join(sorted({w for c in said[key] for w in (*c.weapon, *c.aircraft)}))}"
        for key in apart
    )
    return [
        room.make(
            ContradictionKind.WEAPON,
            claims,
            f"these weapons do not come the same way: {told.replace('_', ' ')}",
            ("there were two attacks", "more than one weapon was used"),
            "remnants or the crater, seen by an expert; sound and direction as heard",
        )
    ]


FINDERS: tuple[Callable[[Room], list[Contradiction]], ...] = (
    _numbers,
    _lumped,
    _sub_totals,
    _parts_across,
    named_above,
    _dates,
    _times,
    _places,
    _perpetrators,
    denials,
    object_identity,
    objectives,
    _status,
    _twice,
    _weapons,
    _other_weapons,
    strikes_denied,
)
"""Every finder, in the order in which an incident is read."""
