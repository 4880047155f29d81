"""A simulated conflict told in words, read and linked by the product itself.

Where `quarrels` hands perfect claims and perfect incidents to assessment, here every
report is a text: what it says is extracted, linked and assessed as in a case. Reports
carry the noise of real ones: places misspelt, days off by one, first tolls that rise,
partial copies, evasions. The truth is what was put in, told incident by incident.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Truth = set[tuple[str, str]]
Line = dict[str, Any]
_START = dt.date(2021, 3, 1)
_FIRST = "Bel Tor Sar Kav Lim Jed Nor Pas Wel Dur Han Oru Ven Mir Tal Zed".split()  # noqa: SIM905  reads better as words
_LAST = "mara nesh dova kesh tarin lund vira gat hollo brin sova tek".split()  # noqa: SIM905  as above
_GIVEN = "Ana Ilo Mara Teo Sadik Nura Pavo Lene Orin Dalia Kesh Vito".split()  # noqa: SIM905  as above
_FAMILY = "Beru Varo Mourn Solt Harrow Tane Quill Osten Ferra Lund Cask Reeve".split()  # noqa: SIM905  as above
_STATES = {"TO": "Toreth", "VE": "Velmara"}
_ADJECTIVES = {"TO": "Torethi", "VE": "Velmaran"}
_MISSPELT, _OFF_BY_ONE = 0.15, 0.06
_FILL = (
    "Neighbours carried water up the hill in {n} cans because the mains had burst.",
    "The road to the coast stayed shut for {n} hours, a driver complained.",
    "Electricity came back after {n} hours in the streets above the mill.",
    "A retired surveyor mapped {n} cracks in the walls of the tannery.",
    "Telephones were dead for {n} hours, and news travelled on foot.",
    "A goat herd of {n} animals wandered through the ruins until its owner came.",
    "The bakery gave away {n} loaves and closed at noon.",
    "Schools in the district open {n} days late, its office wrote.",
    "The ferry to the islands left {n} hours behind its timetable.",
    "A choir of {n} singers cancelled its evening in the old customs house.",
)


@dataclasses.dataclass
class Scene:
    """One attack, the pages about it, and what was put into them.

    Attributes:
        key: Names the attack; pages of it begin with it.
        place, day, killed, party: What truly happened.
        pages: Lines as `batch incidents` reads them.
        truth: Kinds of contradiction put in.
        dice: The chance of this conflict.
    """

    key: str
    place: str
    day: dt.date
    killed: int
    party: str
    dice: random.Random
    pages: list[Line] = dataclasses.field(default_factory=list)
    truth: set[str] = dataclasses.field(default_factory=set)

    @property
    def on(self) -> str:
        """The day in words."""
        return f"{self.day.day} {self.day:%B %Y}"

    @property
    def state(self) -> str:
        """Whose ministry answers."""
        return _STATES[self.party]

    def person(self) -> str:
        """Return a full name."""
        return f"{self.dice.choice(_GIVEN)} {self.dice.choice(_FAMILY)}"

    def page(
        self, who: str, text: str, *, later: int = 1, title: str | None = None
    ) -> Line:
        """Write a page by an outlet, with noise in how it spells the place."""
        name = self.place
        if who != "monitor" and self.dice.random() < _MISSPELT:
            at = self.dice.randrange(2, len(name) - 1)
            name = name[:at] + name[at + 1 :]
        body = text.replace(self.place, name)
        head = (title or f"Reports from {self.place}").replace(self.place, name)
        fill = [
            words.format(n=self.dice.randint(3, 90))
            for words in self.dice.sample(_FILL, 3)
        ]
        made = {
            "page": f"{self.key}-{who}-{len(self.pages)}",
            "language": "en",
            "published": str(self.day + dt.timedelta(days=later)),
            "outlet": _OUTLETS[who].format(state=self.state, place=self.place),
            "text": f"{head}\n\n{body}\n\n{' '.join(fill)}",
        }
        self.pages.append(made)
        return made

    def told(
        self, who: str, killed: str, more: str = "", on: str | None = None
    ) -> Line:
        """Write that an air strike killed so many."""
        said = _OUTLETS[who].format(state=self.state, place=self.place)
        words = _WAYS[who].format(
            place=self.place, on=on or self.on, killed=killed, said=said
        )
        return self.page(who, f"{words} {more}")


_WAYS = {
    "monitor": "An air strike hit a market in {place} on {on}, killing {killed}, "
    "the {said} said.",
    "clinic": "{said} said that {killed} were killed in an air strike on {place} on "
    "{on}. The bodies came from a market.",
    "council": "According to {said}, warplanes bombed a market in {place} on {on}. It "
    "said that the raid killed {killed}.",
    "witness": "Shoppers fled when jets struck a market in {place} on {on}. The attack "
    "killed {killed}, residents said.",
}
"""How each outlet tells of the attack, in words of its own."""

_OUTLETS = {
    "monitor": "Velmara Monitor",
    "clinic": "{place} Hospital",
    "council": "{place} Local Council",
    "witness": "Coast Observer",
    "ministry": "Ministry of Defence of {state}",
    "copy": "Port Courier",
    "report": "Tally Project",
}


def _denied(scene: Scene, words: str, later: int = 2) -> None:
    scene.page(
        "copy",
        f"The {_ADJECTIVES[scene.party]} Defence Ministry {words}, a spokesman said.",
        later=later,
        title=f"{scene.state} answers on {scene.place}",
    )


def _at_hours(scene: Scene, one: str, other: str) -> None:
    scene.page(
        "witness",
        f"At about {one} on {scene.on} jets struck the market of {scene.place}, "
        f"residents said. {scene.killed} people were killed.",
    )
    scene.page(
        "council",
        f"{scene.place} Local Council said that an air strike on the market of "
        f"{scene.place} killed {scene.killed} people at {other} on {scene.on}.",
    )


# --- what is put in -----------------------------------------------------------------


def _number(scene: Scene) -> None:
    scene.told("council", f"{scene.killed + 5} people")
    scene.truth.add("number")


def _number_denied(scene: Scene) -> None:
    _denied(
        scene,
        f"denied that civilians were killed in the air strike on {scene.place} on "
        f"{scene.on}",
    )
    scene.truth.add("number")


def _date(scene: Scene) -> None:
    other = scene.day - dt.timedelta(days=1)
    on = f"{other.day} {other:%B %Y}"
    scene.told("council", f"{scene.killed} people", on=on)
    scene.truth.add("date")


def _time(scene: Scene) -> None:
    _at_hours(scene, "9 a.m.", "3:30 p.m.")
    scene.truth.add("time")


def _perpetrator(scene: Scene) -> None:
    other = "Velmaran" if scene.party == "TO" else "Toreth"
    scene.told("council", f"{scene.killed} people", f"It blamed {other} warplanes.")
    scene.truth.add("perpetrator")


def _responsibility(scene: Scene) -> None:
    _denied(scene, f"denied carrying out the air strike on {scene.place} on {scene.on}")
    scene.truth.add("perpetrator")


def _weapon(scene: Scene) -> None:
    scene.page(
        "council",
        f"A car bomb exploded at a market in {scene.place} on {scene.on}, killing "
        f"{scene.killed} people, the council said.",
    )
    scene.truth.add("weapon")


def _weapon_denied(scene: Scene) -> None:
    scene.told(
        "witness", f"{scene.killed} people", "Jets dropped cluster bombs on the market."
    )
    _denied(scene, f"denied using cluster bombs in {scene.place} on {scene.on}")
    scene.truth.add("weapon")


def _objective(scene: Scene) -> None:
    scene.told(
        "council",
        f"{scene.killed} people",
        "There were no military targets in the area, it said.",
    )
    scene.told(
        "witness",
        f"{scene.killed} people",
        "A military base stood 200 metres from the market, a resident said.",
    )
    scene.truth.add("military_objective")


def _status(scene: Scene) -> None:
    scene.told("council", f"{scene.killed} civilians")
    scene.told("witness", f"{scene.killed} fighters")
    scene.truth.add("status")


def _event(scene: Scene) -> None:
    _denied(
        scene,
        f"said that no air strikes were carried out in {scene.place} on {scene.on}",
    )
    scene.truth.add("perpetrator")


def _strike(scene: Scene) -> None:
    _denied(scene, f"denied carrying out the air strike on {scene.place} on {scene.on}")
    _denied(
        scene,
        f"admitted that its aircraft had carried out a strike in {scene.place} on "
        f"{scene.on}",
        later=9,
    )
    scene.truth |= {"perpetrator", "strike_denied"}


def _subtotal(scene: Scene) -> None:
    half = scene.killed // 2 + 2
    scene.told(
        "council",
        f"{scene.killed} people, including {half} children and {half} women",
    )
    scene.truth.add("subtotal")


def _lumped(scene: Scene) -> None:
    both = 2 * scene.killed + 3
    scene.page(
        "council",
        f"An air strike on a market in {scene.place} on {scene.on} killed "
        f"{scene.killed} people and wounded {scene.killed + 3}.",
        title=f"{both} dead in air strike on {scene.place}",
    )
    scene.truth.add("lumped")


def _named(scene: Scene) -> None:
    names: dict[str, None] = {}
    while len(names) < scene.killed + 3:
        names[scene.person()] = None
    listed = ", ".join(f"{name}, {20 + n}" for n, name in enumerate(names))
    scene.told("council", f"{scene.killed} people", f"The dead were named as {listed}.")
    scene.truth.add("named_above_maximum")


PUT_IN: Mapping[str, Callable[[Scene], None]] = {
    made.__name__: made
    for made in (
        *(_number, _number_denied, _date, _time, _perpetrator, _responsibility),
        *(_weapon, _weapon_denied, _objective, _status, _event, _strike),
        *(_subtotal, _lumped, _named),
    )
}


# --- what is none -------------------------------------------------------------------


def _at_least(scene: Scene) -> None:
    scene.told("council", f"at least {scene.killed - 2} people")


def _about(scene: Scene) -> None:
    scene.told("council", f"about {scene.killed + 1} people")


def _rising(scene: Scene) -> None:
    scene.pages[0]["text"] = scene.pages[0]["text"].replace(
        f"killing {scene.killed} people", f"killing {scene.killed - 4} people"
    )
    scene.page(
        "monitor",
        f"The Velmara Monitor said that {scene.killed} people were killed when an air "
        f"strike hit a market in {scene.place} on {scene.on}.",
        later=7,
    )


def _copy(scene: Scene) -> None:
    whole = scene.pages[0]["text"]
    part = whole[: max(len(whole) * 2 // 3, whole.find(" said.") + 6)]
    made = scene.page("copy", "", later=2)
    made["text"] = part


def _month(scene: Scene) -> None:
    scene.told("council", f"{scene.killed} people", on=f"{scene.day:%B %Y}")


def _evasive(scene: Scene) -> None:
    _denied(scene, f"declined to comment on the air strike on {scene.place}")


def _missile(scene: Scene) -> None:
    scene.page(
        "council",
        f"Missiles from a warplane hit a market in {scene.place} on {scene.on}, "
        f"killing {scene.killed} people.",
    )


def _parts_fit(scene: Scene) -> None:
    scene.told(
        "council", f"{scene.killed} people, including two children and three women"
    )


def _same_hour(scene: Scene) -> None:
    _at_hours(scene, "9 a.m.", "10 a.m.")


DECOYS: tuple[Callable[[Scene], None], ...] = (
    *(_at_least, _about, _rising, _copy, _month, _evasive, _missile, _parts_fit),
    _same_hour,
)


# --- the conflict -------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Told:
    """The pages of a conflict, its places, and its truth."""

    pages: tuple[Line, ...]
    places: tuple[str, ...]
    truth: Truth


def told(seed: int, rounds: int = 1, only: Sequence[str] | None = None) -> Told:
    """Write a conflict: every contradiction and every decoy once a round.

    Args:
        seed: The same seed writes the same conflict.
        rounds: How often each is put in, each time with other numbers.
        only: Names of those put in; None = all, and the decoys.
    """
    dice = random.Random(seed)  # noqa: S311  a simulation, not a secret
    names = [first + last for first in _FIRST for last in _LAST]
    dice.shuffle(names)
    scenes = []
    chosen = [PUT_IN[name] for name in only or PUT_IN]
    decoys = DECOYS if only is None else ()
    for put in (*chosen, *decoys) * rounds:
        n = len(scenes)
        party = dice.choice(sorted(_STATES))
        day = _START + dt.timedelta(days=3 * n)
        killed = dice.randint(8, 40)
        scene = Scene(f"I{n:03}", names[n], day, killed, party, dice)
        _agreed(scene)
        put(scene)
        scenes.append(scene)
    return Told(
        pages=tuple(page for scene in scenes for page in scene.pages),
        places=tuple(scene.place for scene in scenes),
        truth={(scene.key, kind) for scene in scenes for kind in scene.truth},
    )


def _agreed(scene: Scene) -> None:
    scene.told(
        "monitor",
        f"{scene.killed} people and wounding {scene.killed + 3}",
        f"The Velmara Monitor blamed {_ADJECTIVES[scene.party]} warplanes.",
    )
    on = None
    if scene.dice.random() < _OFF_BY_ONE:
        other = scene.day + dt.timedelta(days=-1)
        on = f"{other.day} {other:%B %Y}"
        scene.truth.add("date")
    scene.told("clinic", f"{scene.killed} people", on=on)


def write_reference(made: Told, practice: Path, folder: Path) -> None:
    """Write the parties of the practice case and the places of a conflict."""
    own = folder / "reference"
    own.mkdir(parents=True)
    for name in ("parties.yaml", "speaker_names.yaml"):
        text = (practice / "reference" / name).read_text(encoding="utf-8")
        (own / name).write_text(text, encoding="utf-8")
    head, *_ = (practice / "reference" / "gazetteer.csv").read_text("utf-8").split("\n")
    rows = [
        f"W{n},{name},,,{30 + n % 20 / 2},{-150 + n // 20},town,,XV"
        for n, name in enumerate(made.places)
    ]
    (own / "gazetteer.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")


def found_in(lines: Iterable[Line]) -> Truth:
    """Return what the product found, by the attack most pages of an incident are of."""
    found: Truth = set()
    for line in lines:
        held = Counter(str(page).partition("-")[0] for page in line["pages"])
        if not held:
            continue
        (key, _), *_ = held.most_common(1)
        found |= {(key, str(one["kind"])) for one in line["contradictions"]}
    return found


def attacks_split(lines: Sequence[Line]) -> tuple[int, int]:
    """Return how many incidents were made, and how many hold pages of two attacks."""
    mixed = [
        line
        for line in lines
        if len({str(page).partition("-")[0] for page in line["pages"]}) > 1
    ]
    return len(lines), len(mixed)
