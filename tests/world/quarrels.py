"""A simulated conflict in which reports contradict each other in known ways.

Everything is invented. `quarrel(seed)` makes incidents with several voices each; into
some it puts a contradiction of one kind, into others something that looks like one and
is none (a later figure, "at least", a copy, an area that holds the place, an evasive
answer, a namesake of another age). The truth is the set of (incident, kind) put in.
Linking is perfect here, so that what is scored is the finding of contradictions alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from firsthand.assess import CaseInputs, assess_case, assess_incident, gather_inputs
from firsthand.model import (
    Aggregate,
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    DateClaim,
    DenialClaim,
    Denies,
    Document,
    FuzzyDate,
    Incident,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    Origin,
    Person,
    Place,
    PlaceClaim,
    Reason,
    RebuttalClaim,
    Root,
    RootKind,
    Span,
    StatusWord,
    TargetClaim,
    TimeClaim,
    TimeOfDay,
    WeaponClaim,
)
from firsthand.reference import Reference

Truth = set[tuple[str, str]]
_START = dt.date(2021, 3, 1)
_GIVEN = "Ana Ilo Mara Teo Sadik Nura Pavo Lene Orin Dalia Kesh Vito".split()  # noqa: SIM905  reads better as words
_FAMILY = "Beru Varo Mourn Solt Harrow Tane Quill Osten Ferra Lund Cask Reeve".split()  # noqa: SIM905  as above


@dataclasses.dataclass(frozen=True)
class Quarrel:
    """A conflict of reports, and which contradictions were put into it.

    Attributes:
        case: Everything that assessment is given.
        truth: (incident, kind) of each; across incidents the incident is "across".
    """

    case: CaseInputs
    truth: Truth


class _Teller:
    """Writes the claims of one conflict."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  a simulation, not a secret
        self.claims: list[Any] = []
        self.documents: dict[str, Document] = {}
        self.origins: dict[str, list[str]] = {}
        self.voices: dict[str, dict[str, Any]] = {}
        self.incidents: list[Incident] = []
        self.aggregates: list[Aggregate] = []
        self.truth: Truth = set()
        self._people = 0

    def person(self, **known: Any) -> Person:
        """Return somebody whom nobody else in the conflict is called like."""
        self._people += 1
        n = self._people
        given, family = _GIVEN[n % 12], _FAMILY[n // 12 % 12]
        return Person(name=f"{given} {family} {'abcdefghij'[n // 144 % 10]}u", **known)


class Scene:
    """One incident on which everybody agrees, until something is put in."""

    def __init__(self, teller: _Teller, number: int) -> None:
        self.teller = teller
        self.key = f"I-{number:04}"
        self.place = Place(
            name=f"Toreth-{number}",
            canonical=f"Toreth-{number}",
            gazetteer_id=f"g-{number}",
            within=("Uplands",),
        )
        self.day = _START + dt.timedelta(days=number)
        self.killed = teller.random.randint(6, 40)
        self.party = teller.random.choice(("TO", "VE"))
        self.own: list[Any] = []
        self.changes: dict[str, Any] = {}
        self._ends: dict[str, int] = {}
        self.monitor, self.clinic = f"{self.key}-monitor", f"{self.key}-clinic"
        self.ministry = f"Ministry of {self.party} on {self.key}"
        self.agree()

    def agree(self) -> None:
        """Say what a monitor and a clinic agree on."""
        for voice in ("monitor", "clinic"):
            document = f"{self.key}-{voice}"
            self.toll(document, voice, self.killed, wounded=self.killed + 3)
            self.say(PlaceClaim, document, voice, place=self.place)
            self.say(DateClaim, document, voice, date=self.on(0))
            self.say(WeaponClaim, document, voice, weapon=("airstrike",))
        self.say(AttributionClaim, self.monitor, "monitor", perpetrator=self.party)
        self.say(TargetClaim, self.monitor, "monitor", target="market")

    def on(self, later: int, days: int = 0) -> FuzzyDate:
        first = self.day + dt.timedelta(days=later)
        return FuzzyDate(earliest=first, latest=first + dt.timedelta(days=days))

    def at(self, hour: int, hours: int = 0) -> TimeOfDay:
        """Return a time of the day: an hour, or some hours from it."""
        return TimeOfDay(earliest=hour * 60, latest=(hour + hours) % 24 * 60)

    def document(self, name: str, later: int = 1, copy_of: str | None = None) -> str:
        if name not in self.teller.documents:
            self.teller.documents[name] = Document(
                id=name,
                capture_id=f"C-{name}",
                text_sha256="0" * 64,
                n_chars=1000,
                derived_by="test",
                published=self.on(later),
            )
            self.teller.origins.setdefault(copy_of or name, []).append(name)
        return name

    def say(self, kind: Any, document: str, voice: str, **values: Any) -> Any:
        self.document(document)
        words = values.pop("quote", "so many people")
        start = self._ends.get(document, 0) + 5
        self._ends[document] = start + len(words)
        label = voice if voice.startswith("Ministry") else f"{voice} {self.key}"
        held = self.teller.voices.setdefault(label, _voice(label, self.party))
        claim = kind(
            id=f"{document}#{start}",
            document_id=document,
            span=Span(start=start, end=start + len(words), quote=words),
            speaker=label,
            **values,
        )
        held["claims"].append(claim.id)
        self.teller.claims.append(claim)
        self.own.append(claim)
        return claim

    def toll(self, document: str, voice: str, killed: Any, **values: Any) -> Any:
        for field in ("wounded", "children", "women"):
            if isinstance(values.get(field), int):
                values[field] = Bounds(low=values[field], high=values[field])
        if isinstance(killed, int):
            killed = Bounds(low=killed, high=killed)
        return self.say(CasualtyClaim, document, voice, killed=killed, **values)

    def new(self, what: str, later: int = 1, copy_of: str | None = None) -> str:
        name = f"{self.key}-{what}"
        return self.document(name, later, copy_of)

    def answer(self, what: str, denies: Denies, **values: Any) -> Any:
        document = self.new(what, 2)
        values.setdefault("perpetrator", self.party)
        return self.say(DenialClaim, document, self.ministry, denies=denies, **values)

    def holds(self, kind: str) -> None:
        """Write down that a contradiction of a kind was put in."""
        self.teller.truth.add((self.key, kind))

    def close(self) -> None:
        values = {"place": self.place, "date": self.on(0), **self.changes}
        self.teller.incidents.append(
            Incident(
                id=self.key,
                title=self.key,
                claims=tuple(claim.id for claim in self.own),
                documents=tuple(dict.fromkeys(c.document_id for c in self.own)),
                **values,
            )
        )


def _voice(label: str, party: str) -> dict[str, Any]:
    kind = label.split(maxsplit=1)[0].casefold()
    kinds = {
        "monitor": RootKind.MONITOR,
        "clinic": RootKind.MEDICAL,
        "council": RootKind.NGO,
        "witness": RootKind.WITNESS,
        "ministry": RootKind.OFFICIAL,
    }
    own = {"is_interested": True, "party": party} if kind == "ministry" else {}
    return {"root_kind": kinds[kind], "claims": [], **own}


# --- contradictions that are put in ------------------------------------------------


def _number(scene: Scene) -> None:
    scene.toll(scene.new("council"), "council", scene.killed + 5)
    scene.holds("number")


def _number_denied(scene: Scene) -> None:
    scene.answer("denial", Denies.CIVILIAN_HARM)
    scene.holds("number")


def _date(scene: Scene) -> None:
    other = scene.on(-1)
    scene.say(DateClaim, scene.new("council"), "council", date=other)
    scene.changes["other_dates"] = (other,)
    scene.holds("date")


def _time(scene: Scene) -> None:
    scene.say(TimeClaim, scene.monitor, "monitor", time=scene.at(9))
    scene.say(TimeClaim, scene.new("council"), "council", time=scene.at(15))
    scene.holds("time")


def _place(scene: Scene) -> None:
    other = Place(
        name="Jesrin", canonical="Jesrin", gazetteer_id="g-j", within=("Coast",)
    )
    scene.say(PlaceClaim, scene.new("council"), "council", place=other)
    scene.changes["other_places"] = (other,)
    scene.holds("place")


def _perpetrator(scene: Scene) -> None:
    other = "VE" if scene.party == "TO" else "TO"
    scene.say(AttributionClaim, scene.new("council"), "council", perpetrator=other)
    scene.holds("perpetrator")


def _responsibility(scene: Scene) -> None:
    scene.answer("denial", Denies.RESPONSIBILITY)
    scene.holds("perpetrator")


def _weapon(scene: Scene) -> None:
    scene.say(WeaponClaim, scene.new("council"), "council", weapon=("car_bomb",))
    scene.holds("weapon")


def _weapon_denied(scene: Scene) -> None:
    scene.say(WeaponClaim, scene.monitor, "monitor", weapon=("cluster_bomb",))
    scene.answer("denial", Denies.USE, weapon=("cluster_bomb",))
    scene.holds("weapon")


def _object(scene: Scene) -> None:
    scene.say(
        RebuttalClaim,
        scene.new("witness"),
        "witness",
        object_identity=ObjectIdentity.DIFFERENT,
    )
    scene.holds("object_identity")


def _objective(scene: Scene) -> None:
    for voice, held in (("council", Objective.ABSENT), ("witness", Objective.NEAR)):
        scene.say(
            MilitaryObjectiveClaim, scene.new(voice), voice, military_objective=held
        )
    scene.holds("military_objective")


def _status(scene: Scene) -> None:
    for voice, word in (
        ("council", StatusWord.CIVILIAN),
        ("witness", StatusWord.COMBATANT),
    ):
        scene.toll(scene.new(voice), voice, scene.killed, status=word)
    scene.holds("status")


def _event(scene: Scene) -> None:
    scene.answer("denial", Denies.EVENT)
    scene.holds("event")


def _strike(scene: Scene) -> None:
    scene.answer("denial", Denies.RESPONSIBILITY)
    scene.say(
        AttributionClaim,
        scene.new("report", 9),
        scene.ministry,
        perpetrator=scene.party,
    )
    scene.holds("perpetrator")
    scene.holds("strike_denied")


def _subtotal(scene: Scene) -> None:
    half = scene.killed // 2 + 1
    scene.toll(scene.new("council"), "council", scene.killed, children=half, women=half)
    scene.holds("subtotal")


def _lumped(scene: Scene) -> None:
    document = scene.new("council")
    both = 2 * scene.killed + 3
    scene.toll(document, "council", both, is_headline=True)
    scene.toll(document, "council", scene.killed, wounded=scene.killed + 3)
    scene.holds("lumped")


def _twice(scene: Scene) -> None:
    one = scene.teller.person()
    people = (one, scene.teller.person(), one)
    scene.toll(scene.new("council"), "council", scene.killed, people=people)
    scene.holds("person_twice")


def _named(scene: Scene) -> None:
    people = tuple(scene.teller.person() for _ in range(scene.killed + 2))
    scene.toll(scene.new("council"), "council", scene.killed, people=people)
    scene.holds("named_above_maximum")


PUT_IN: Mapping[str, Callable[[Scene], None]] = {
    made.__name__: made
    for made in (
        *(_number, _number_denied, _date, _time, _place, _perpetrator, _responsibility),
        *(_weapon, _weapon_denied, _object, _objective, _status, _event, _strike),
        *(_subtotal, _lumped, _twice, _named),
    )
}


# --- what looks like one and is none -----------------------------------------------


def _later_figure(scene: Scene) -> None:
    scene.toll(scene.new("later", 7), "monitor", scene.killed)
    early = scene.new("early", 0)
    scene.toll(early, "monitor", scene.killed - 4)


def _at_least(scene: Scene) -> None:
    least = Bounds(low=scene.killed - 2)
    scene.toll(scene.new("council"), "council", least)


def _about(scene: Scene) -> None:
    about = scene.killed + 1
    bounds = Bounds(low=about, high=about, approx=True)
    scene.toll(scene.new("council"), "council", bounds)


def _copy(scene: Scene) -> None:
    document = scene.new("copy", 2, copy_of=scene.monitor)
    scene.toll(document, "monitor", scene.killed + 9)


def _month(scene: Scene) -> None:
    month = scene.on(-3, 9)
    scene.say(DateClaim, scene.new("council"), "council", date=month)
    scene.changes["other_dates"] = (month,)


def _same_hour(scene: Scene) -> None:
    scene.say(TimeClaim, scene.monitor, "monitor", time=scene.at(23))
    night = scene.at(20, 9)
    scene.say(TimeClaim, scene.new("council"), "council", time=night)
    clock = scene.at(0)
    scene.say(TimeClaim, scene.new("clinic"), "clinic", time=clock)


def _area(scene: Scene) -> None:
    area = Place(name="Uplands", canonical="Uplands", gazetteer_id="g-u")
    scene.say(PlaceClaim, scene.new("council"), "council", place=area)
    scene.changes["other_places"] = (area,)


def _either(scene: Scene) -> None:
    scene.say(AttributionClaim, scene.new("council"), "council", perpetrator="TO/VE")


def _evasive(scene: Scene) -> None:
    scene.answer("evasion", Denies.NON_RESPONSIVE)


def _bomb(scene: Scene) -> None:
    scene.say(WeaponClaim, scene.new("council"), "council", weapon=("barrel_bomb",))


def _missile(scene: Scene) -> None:
    scene.say(WeaponClaim, scene.new("council"), "council", weapon=("missile",))


def _both_counted(scene: Scene) -> None:
    document = scene.new("council")
    scene.toll(document, "council", scene.killed, status=StatusWord.CIVILIAN)
    scene.toll(document, "council", 2, status=StatusWord.COMBATANT)


def _parts_fit(scene: Scene) -> None:
    scene.toll(scene.new("council"), "council", scene.killed, children=2, women=3)


def _all_named(scene: Scene) -> None:
    people = tuple(scene.teller.person() for _ in range(scene.killed))
    scene.toll(scene.new("council"), "council", scene.killed, people=people)


def _admitted(scene: Scene) -> None:
    report = scene.new("report", 3)
    scene.say(AttributionClaim, report, scene.ministry, perpetrator=scene.party)


def _same_object(scene: Scene) -> None:
    same = ObjectIdentity.SAME
    scene.say(RebuttalClaim, scene.new("witness"), "witness", object_identity=same)


def _two_objectives(scene: Scene) -> None:
    for voice in ("council", "witness"):
        near = Objective.NEAR
        document = scene.new(voice)
        scene.say(MilitaryObjectiveClaim, document, voice, military_objective=near)


def _other_denies(scene: Scene) -> None:
    other = "VE" if scene.party == "TO" else "TO"
    document = scene.new("other", 2)
    label = f"Ministry of {other} on {scene.key}"
    scene.teller.voices.setdefault(label, _voice(label, other))
    scene.say(
        DenialClaim,
        document,
        label,
        denies=Denies.RESPONSIBILITY,
        perpetrator=other,
    )


DECOYS: tuple[Callable[[Scene], None], ...] = (
    *(_later_figure, _at_least, _about, _copy, _month, _area, _either, _evasive),
    *(_bomb, _missile, _both_counted, _parts_fit, _all_named, _admitted),
    *(_same_object, _two_objectives, _other_denies, _same_hour),
)


_BESIDE = (_later_figure, _copy, _evasive, _other_denies, _same_object)
"""Decoys that can stand beside a contradiction and change nothing of it."""


# --- across incidents --------------------------------------------------------------


def _people_in_two_places(one: Scene, other: Scene) -> None:
    person = one.teller.person(age=41)
    for scene in (one, other):
        document = scene.new("list")
        scene.toll(document, "council", scene.killed, people=(person,))
    one.teller.truth.add((_pair(one, other), "person_in_two_places"))


def _namesakes(one: Scene, other: Scene) -> None:
    person = one.teller.person()
    for scene, age in ((one, 9), (other, 70)):
        namesake = Person(name=person.name, age=age)
        scene.toll(scene.new("list"), "council", scene.killed, people=(namesake,))


def _pair(one: Scene, other: Scene) -> str:
    return " ".join(sorted((one.key, other.key)))


def _whole(scenes: list[Scene], *, reaches: bool) -> None:
    """Say a figure of several attacks that their figures reach, or do not reach."""
    teller = scenes[0].teller
    total = sum(scene.killed for scene in scenes) + (0 if reaches else 25)
    document = f"{scenes[0].key}-whole"
    claim = CasualtyClaim(
        id=f"{document}#1",
        document_id=scenes[0].document(document, 20),
        span=Span(start=0, end=4, quote="many"),
        killed=Bounds(low=total),
        n_sites=Bounds(low=len(scenes), high=len(scenes)),
    )
    teller.claims.append(claim)
    teller.aggregates.append(
        Aggregate(
            id=f"A-{scenes[0].key}",
            claims=(claim.id,),
            parts=tuple(scene.key for scene in scenes),
            n_attacks_stated=len(scenes),
            reason=Reason(text="test"),
        )
    )
    if not reaches:
        teller.truth.add((claim.id, "aggregate"))


def quarrel(seed: int, rounds: int = 6) -> Quarrel:
    """Make a conflict: every contradiction and every decoy once a round.

    Args:
        seed: The same seed makes the same conflict.
        rounds: How often each is put in, each time with other numbers.
    """
    teller = _Teller(seed)
    scenes: list[Scene] = []
    for _ in range(rounds):
        for put in (*PUT_IN.values(), *DECOYS):
            scene = Scene(teller, len(scenes) + 1)
            put(scene)
            scenes.append(scene)
    for n, put in enumerate([*PUT_IN.values()] * rounds):
        scene = Scene(teller, len(scenes) + 1)
        _BESIDE[n % len(_BESIDE)](scene)
        put(scene)
        scenes.append(scene)
    plain = [Scene(teller, len(scenes) + n + 1) for n in range(8 * rounds)]
    for n in range(rounds):
        _people_in_two_places(plain[8 * n], plain[8 * n + 1])
        _namesakes(plain[8 * n + 2], plain[8 * n + 3])
        _whole(plain[8 * n : 8 * n + 3], reaches=False)
        _whole(plain[8 * n + 4 : 8 * n + 7], reaches=True)
    for scene in (*scenes, *plain):
        scene.close()
    case = CaseInputs(
        incidents=tuple(teller.incidents),
        findings=(),
        claims=tuple(teller.claims),
        aggregates=tuple(teller.aggregates),
        documents=tuple(teller.documents.values()),
        roots=tuple(
            Root(
                id=f"R-{n:05}",
                label=label,
                reason=Reason(text="test"),
                **{**values, "claims": tuple(values["claims"])},
            )
            for n, (label, values) in enumerate(teller.voices.items())
        ),
        origins=tuple(
            Origin(id=f"O-{first}", first=first, documents=tuple(documents))
            for first, documents in teller.origins.items()
        ),
    )
    return Quarrel(case, teller.truth)


def found_in(made: Quarrel, reference: Reference) -> Truth:
    """Return what assessment finds, named as the truth names it."""
    found: Truth = set()
    findings, inside, responses = [], [], []
    for inputs in gather_inputs(made.case, reference).values():
        assessed = assess_incident(inputs, reference)
        findings.append(assessed.finding)
        inside += assessed.contradictions
        responses += assessed.responses
    found |= {(str(k.incident_id), str(k.contradiction_kind)) for k in inside}
    whole = msgspec.structs.replace(
        made.case,
        findings=tuple(findings),
        contradictions=tuple(inside),
        responses=tuple(responses),
    )
    incident_of = {c: i.id for i in made.case.incidents for c in i.claims}
    wholes = {c for a in made.case.aggregates for c in a.claims}
    for across in assess_case(whole, reference).contradictions:
        kind = str(across.contradiction_kind)
        held = sorted({incident_of[c] for c in across.claims if c in incident_of})
        said = next((c for c in across.claims if c in wholes), None)
        found.add((said or " ".join(held), kind))
    return found


@dataclasses.dataclass(frozen=True)
class KindScore:
    """How one kind is found.

    Attributes:
        kind: The kind.
        right, wrong, missed: How many.
    """

    kind: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Part of what was found that was put in."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Part of what was put in that was found."""
        held = self.right + self.missed
        return self.right / held if held else 1.0


def score(truth: Truth, found: Truth) -> list[KindScore]:
    """Score every kind that was put in or found."""
    kinds = sorted({kind for _, kind in truth | found})
    return [
        KindScore(
            kind,
            right=sum(k == kind for _, k in truth & found),
            wrong=sum(k == kind for _, k in found - truth),
            missed=sum(k == kind for _, k in truth - found),
        )
        for kind in kinds
    ]
