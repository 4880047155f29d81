"""Reports of real conflicts to incidents, look-alikes beside them: a fair stand-in.

No set at hand says which real reports of a war speak of one attack. So records of
recorders are told again when this runs, as newsrooms do, and nothing is kept. Of each
record there is the recorder's own text, if it says where, and none to three briefs in
other words: a place or only its province, a day, a weekday or none, a toll that is
exact, changed or left out, sometimes names. The look-alikes are real: thousands of
pairs of attacks of the same days, places, weapons and tolls.

Only attacks that killed or hurt somebody by their record are told: a report of none is
of no incident (AIR-1). `--all` tells those without harm too, which the product leaves
apart, so that each of their reports stands alone.

Only what a reader can decide is asked. A brief is kept if what it says fits one record
of all and no other; of records that say the same of everything one is kept; records of
one recorder that list the same dead are one attack. Each report is published within two
days of the attack, as news is.

Rows of `make eval`, and by itself: `python tools/evaluate_look_alikes.py [--half 0]`.
Half 0 was read while rules were written, half 1 was not.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluate_linking import by_pairs, by_text, f1_of

from firsthand.casework.batch_incidents import link_pages
from firsthand.reference.folding import loose_key

Line = dict[str, Any]
_DATES = ("%Y-%m-%d", "%d-%b-%y", "%B %d, %Y", "%d %B %Y", "%d-%B-%Y")
_SETS = ("airwars_gaza", "dronestream", "gtd2021", "acled2020")
_SHORTEST = 60
"""Letters of a text that can be a report."""
_SAME_DEAD = 3
"""Names that two records of one recorder share, from which they are one attack."""
_PUBLISHED_WITHIN = 2
_BRIEFS = (0, 1, 1, 1, 2, 3)
_LEAST_TO_DIFFER = 2


@dataclasses.dataclass(frozen=True)
class Attack:
    """A record of a recorder: what is known of one attack.

    Attributes:
        key: Data set and id.
        text: The recorder's own words.
        day: When.
        places: Where, the most exact first.
        area: Its province, or else its country.
        killed, injured: Least number; None = not stated.
        means: What with, in the recorder's words.
        target: What was hit, in the recorder's words.
        names: Of the dead.
    """

    key: str
    text: str
    day: dt.date
    places: tuple[str, ...]
    area: str
    killed: int | None
    injured: int | None
    means: str
    target: str
    names: tuple[str, ...]

    @property
    def facts(self) -> tuple[object, ...]:
        """Everything that tells it from another."""
        return (
            *(self.day, self.places[:1], self.area, self.killed, self.injured),
            *(self.means, self.target),
        )


@dataclasses.dataclass(frozen=True)
class Said:
    """What a brief says of an attack.

    Attributes:
        where: A place of it, or its area.
        where_told: The same as it is written, most often with the area.
        day: The day it gives; None = none, so that publication decides.
        published: When it is published.
        killed: The number it gives; None = none.
        names: The names it gives.
    """

    where: str
    where_told: str
    day: dt.date | None
    published: dt.date
    killed: int | None
    names: tuple[str, ...]


def score_look_alikes(data: Path) -> dict[str, float]:
    """Return B-cubed and pairwise F1 over the half that was not read.

    Raises:
        FileNotFoundError: The development data is not there.
    """
    truth, found = _linked(reports(data, half=1))
    return {
        "linking.look_alikes_by_text": f1_of(*by_text(truth, found)),
        "linking.look_alikes_pairwise": f1_of(*by_pairs(truth, found)),
    }


def reports(data: Path, half: int, *, with_unharmed: bool = False) -> list[Line]:
    """Return pages as `batch incidents` reads them, each with its `truth`.

    Args:
        data: The folder of development data.
        half: 0 = read while rules were written; 1 = not.
        with_unharmed: Also tell of attacks that harmed nobody by their record.

    Raises:
        FileNotFoundError: A set is not there.
    """
    attacks = _told_apart(
        attack
        for attack in _attacks(data / "data" / "extraction")
        if hashlib.sha256(attack.key.encode()).digest()[0] % 2 == half
        and (with_unharmed or attack.killed or attack.injured)
    )
    one_of = _same_attacks(attacks)
    return [
        {**page, "truth": one_of[attack.key]}
        for attack in attacks
        for page in _pages(attack, attacks, one_of)
    ]


# --- records ------------------------------------------------------------


def _attacks(folder: Path) -> Iterator[Attack]:
    for name in _SETS:
        path = folder / f"{name}.dev.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            day = _day(row["gold"].get("date"))
            if day is not None:
                yield _attack(f"{name} {row['id']}", row, day)


def _attack(key: str, row: Line, day: dt.date) -> Attack:
    gold = row["gold"]
    victims = gold.get("victims") or []
    return Attack(
        key=key,
        text=row["text"],
        day=day,
        places=tuple(gold.get("places") or ()),
        area=gold.get("admin1") or row.get("country") or "",
        killed=_least(gold.get("killed")),
        injured=_least(gold.get("injured")),
        means=gold.get("weapon") or gold.get("sub_event_type") or "",
        target=gold.get("target") or "",
        names=tuple(v["name"] for v in victims if v["status"] == "killed"),
    )


def _least(bounds: Sequence[int] | None) -> int | None:
    return bounds[0] if bounds else None


def _day(words: str | None) -> dt.date | None:
    for form in _DATES:
        try:
            return dt.datetime.strptime(words or "", form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _told_apart(attacks: Iterator[Attack]) -> list[Attack]:
    """Leave out records that no reader can tell from another."""
    kept: dict[tuple[object, ...], Attack] = {}
    for attack in attacks:
        kept.setdefault(attack.facts, attack)
    return list(kept.values())


def _same_attacks(attacks: Sequence[Attack]) -> dict[str, str]:
    """Return for each record the first one that lists the same dead."""
    one_of: dict[str, str] = {}
    first: list[tuple[frozenset[str], str]] = []
    for attack in attacks:
        dead = frozenset(map(loose_key, attack.names))
        same = (key for names, key in first if len(names & dead) >= _SAME_DEAD)
        one_of[attack.key] = next(same, attack.key)
        first.append((dead, one_of[attack.key]))
    return one_of


# --- reports ------------------------------------------------------------


def _pages(
    attack: Attack, attacks: Sequence[Attack], one_of: dict[str, str]
) -> Iterator[Line]:
    chance = random.Random(attack.key)  # noqa: S311  the same reports every time
    texts = [(attack.day + dt.timedelta(days=1), attack.text)] if _own(attack) else []
    for _ in range(chance.choice(_BRIEFS)):
        said = _said(attack, chance)
        fitting = {one_of[a.key] for a in attacks if said and _fits(said, a)}
        if said is not None and fitting == {one_of[attack.key]}:
            texts.append((said.published, _brief(attack, said, chance)))
    for n, (published, text) in enumerate(texts):
        yield {
            "page": f"{attack.key} {n}",
            "text": text,
            "language": "en",
            "published": str(published),
        }


def _own(attack: Attack) -> bool:
    """Say whether the recorder's own text says where."""
    words = loose_key(attack.text)
    return len(attack.text) >= _SHORTEST and any(
        loose_key(place) in words for place in (*attack.places, attack.area) if place
    )


def _said(attack: Attack, chance: random.Random) -> Said | None:
    """Choose what a brief says: some facts are left out, some come out changed."""
    whole = [*attack.places[:2], *attack.places[:1]]
    where = chance.choice([*whole, attack.area]) if whole else attack.area
    if not where:
        return None
    told = where
    if where != attack.area and attack.area and chance.random() < 0.7:  # noqa: PLR2004  most
        told = f"{where}, {attack.area}"
    published = attack.day + dt.timedelta(days=chance.randint(0, _PUBLISHED_WITHIN))
    day = attack.day if chance.random() < 0.8 else None  # noqa: PLR2004  four in five
    if day is not None and chance.random() < 0.06:  # noqa: PLR2004  one in sixteen
        day -= dt.timedelta(days=1)
    killed = attack.killed
    roll = chance.random()
    if killed is not None and roll < 0.15:  # noqa: PLR2004  one in seven
        killed = None
    elif killed and roll < 0.35:  # noqa: PLR2004  one in five, of those with dead
        killed = max(1, killed + chance.choice((-1, 1)) * max(1, killed // 8))
    names = attack.names[:2] if chance.random() < 0.35 else ()  # noqa: PLR2004  a third
    return Said(where, told, day, published, killed, names)


def _fits(said: Said, attack: Attack) -> bool:
    """Say whether a reader of a brief may take it for an attack."""
    where = loose_key(said.where)
    if where not in map(loose_key, (*attack.places, attack.area)):
        return False
    if said.day is not None and abs((said.day - attack.day).days) > 1:
        return False
    if not 0 <= (said.published - attack.day).days <= 2 * _PUBLISHED_WITHIN:
        return False
    if said.names and attack.names:
        return bool({*map(loose_key, said.names)} & {*map(loose_key, attack.names)})
    if said.killed is None or attack.killed is None:
        return True
    apart = abs(said.killed - attack.killed)
    return apart <= max(_LEAST_TO_DIFFER, max(said.killed, attack.killed) // 4)


# --- in words -----------------------------------------------------------

_MEANS = (
    (("airstrike", "air/", "drone strike"), ("an air strike", "an air raid")),
    (("drone",), ("a drone strike", "a missile strike by a drone")),
    (("artillery", "shelling"), ("shelling", "artillery fire")),
    (("explosive", "bomb", "mine"), ("an explosion", "a bombing", "a blast")),
    (("firearm", "armed", "shoot"), ("an armed attack", "a shooting", "gunfire")),
    (("incendiary", "arson"), ("an arson attack",)),
)
_ANY_MEANS = ("an attack", "an assault")
_VOICES = (
    "local officials said",
    "medical workers said",
    "residents said",
    "a security source said",
    "the governor's office said",
    "witnesses said",
)
_ENDS = (
    "The circumstances could not be verified independently.",
    "It was not clear who was behind it.",
    "Ambulances reached the scene late.",
    "An inquiry was opened, officials said.",
    "There was no claim of responsibility at the time of writing.",
    "Shops in the area stayed closed the day after.",
    "",
)
_FORMS = (
    "{toll} {when} when {means} hit {target}in {where}, {voice}.{hurt} {end}",
    "{means_first} in {where} {when} {left}, {voice}.{hurt} {end}",
    "{toll} in {means} in {where} {when}.{hurt} {end}",
    "{voice_first} that {means} {when} {left} in {where}.{hurt} {end}",
    "Reports from {where} say that {toll_small} in {means} {when}.{hurt} {end}",
    "{means_first} {left} in {where} {when}.{hurt} {end}",
)


def _brief(attack: Attack, said: Said, chance: random.Random) -> str:
    means = chance.choice(_means(attack))
    voice = chance.choice(_VOICES)
    target = f"{_lower(attack.target)} " if attack.target.islower() else ""
    hurt = ""
    if attack.injured and chance.random() < 0.5:  # noqa: PLR2004  every other one
        hurt = f" {_people(attack.injured)} injured."
    passive, left = _toll(said.killed)
    text = chance.choice(_FORMS).format(
        toll=_upper(passive),
        toll_small=passive,
        left=left,
        means=means,
        means_first=_upper(means),
        voice=voice,
        voice_first=_upper(voice),
        where=said.where_told,
        when=_when(said, chance),
        target=target,
        hurt=hurt,
        end=chance.choice(_ENDS),
    )
    if said.names:
        text += f" Among the dead: {' and '.join(said.names)}."
    return " ".join(text.split())


def _means(attack: Attack) -> Sequence[str]:
    words = attack.means.casefold()
    for known, ways in _MEANS:
        if any(word in words for word in known):
            return ways
    return _ANY_MEANS


def _toll(killed: int | None) -> tuple[str, str]:
    """Return who died, as a sentence and after "an air strike"."""
    if killed is None:
        return "several people were harmed", "caused casualties"
    if killed == 0:
        return "nobody was killed", "caused no deaths"
    who = "one person" if killed == 1 else f"{killed} people"
    return f"{who} {'was' if killed == 1 else 'were'} killed", f"killed {who}"


def _people(n: int) -> str:
    return "One person was" if n == 1 else f"{n} people were"


def _when(said: Said, chance: random.Random) -> str:
    if said.day is None:
        return chance.choice(("", "recently", "in the last hours"))
    ways = [f"on {said.day.day} {said.day:%B}", f"on {said.day:%B} {said.day.day}"]
    ways += [f"on {said.day.day} {said.day:%B %Y}"]
    if 0 <= (said.published - said.day).days <= _PUBLISHED_WITHIN:
        ways += [f"on {said.day:%A}"]
    if (said.published - said.day).days == 1:
        ways += ["yesterday"]
    return chance.choice(ways)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


# --- measure ------------------------------------------------------------


def _linked(pages: Sequence[Line]) -> tuple[list[str], list[str]]:
    told = [{k: v for k, v in page.items() if k != "truth"} for page in pages]
    labels = link_pages(told, jobs=os.cpu_count() or 1)
    found = [next(iter(labels[p["page"]]), f"alone {p['page']}") for p in pages]
    return [page["truth"] for page in pages], found


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--all", action="store_true", help="attacks without harm too")
    wanted = parser.parse_args()
    data = Path(os.environ.get("FIRSTHAND_EVAL_DATA", "../shared"))
    pages = reports(data, wanted.half, with_unharmed=wanted.all)
    truth, found = _linked(pages)
    print(f"{len(pages)} reports of {len(set(truth))} attacks")
    for name, score in (("pairs", by_pairs), ("texts", by_text)):
        precision, recall = score(truth, found)
        f1 = f1_of(precision, recall)
        print(f"{name:6} P {precision:.3f} R {recall:.3f} F1 {f1}")


if __name__ == "__main__":
    _main()
