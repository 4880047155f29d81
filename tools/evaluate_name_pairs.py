"""Hard pairs of names, scored on the development sets: rows of `make eval`.

A true pair is one victim as two lists write the name; a hard pair that is none is the
same victim beside another person of the register with the same first and last name.
Both kinds weigh the same together; F1 is at the best threshold, for every method alike.
Each half of the people is scored with weights learnt from the other half alone; the
figure is the mean of the two. No name is printed.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from evaluate_people import read_rows

from firsthand.link.people.names import NameRules, name_rules
from firsthand.link.people.score_names import features_of_names
from firsthand.reference import bundled_reference

Row = Mapping[str, str]
_MOST_NAMESAKES = 8
KINDS = {
    "en_en": (("name_en", "name_en"),),
    "ar_ar": (("name_ar", "name_ar"),),
    "ar_en": (("name_ar", "name_en"), ("name_en", "name_ar")),
}


class Pair(NamedTuple):
    """Two names, whether they are of one person, and in which half that person is."""

    one: str
    other: str
    is_one: bool
    half: int


def score_name_pairs(data: Path) -> dict[str, float]:
    """Return the best F1 of each kind of pair, by weights that never saw the people.

    Args:
        data: The folder of development data.

    Raises:
        FileNotFoundError: The sets are not there.
    """
    from train_name_pairs import train  # noqa: PLC0415  it reads pairs from here

    rules = name_rules(bundled_reference())
    made = hard_pairs(data / "data" / "linking", rules)
    features = {
        kind: features_of_names([p.one for p in pairs], [p.other for p in pairs], rules)
        for kind, pairs in made.items()
    }
    truth = {kind: np.array([p.is_one for p in made[kind]]) for kind in KINDS}
    half = {kind: np.array([p.half for p in made[kind]]) for kind in KINDS}
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for unseen in (0, 1):
        model = train(
            np.concatenate([features[k][half[k] != unseen] for k in KINDS]),
            np.concatenate([truth[k][half[k] != unseen] for k in KINDS]),
        )
        for kind in KINDS:
            rows = half[kind] == unseen
            odds = model.log_odds(list(features[kind][rows].T))
            found[kind].append(best_f1(odds.astype(np.float64), truth[kind][rows]))
    return {f"people.hard_{kind}": sum(f1) / len(f1) for kind, f1 in found.items()}


def hard_pairs(folder: Path, rules: NameRules) -> dict[str, list[Pair]]:
    """Return pairs of names and whether they are one person, by kind."""
    register = read_rows(folder / "register_2024-09.csv.gz")
    victims = read_rows(folder / "ngo_victims.dev.csv.gz")
    row_of = {row["entity"]: row for row in register}
    namesakes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in register:
        for ends in _ends(row["name_ar"], rules):
            namesakes[ends].append(row)
    chance = random.Random(3)  # noqa: S311  a fixed sample
    made: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
    for victim in victims:
        right = row_of.get(victim["entity"])
        if right is None:
            continue
        wrong = _wrong(victim, right, namesakes, rules, chance)
        for kind, columns in KINDS.items():
            for ours, theirs in columns:
                made[kind] += _pairs(victim[ours], theirs, right, wrong)
    return made


def _wrong(
    victim: Row,
    right: Row,
    namesakes: Mapping[tuple[str, str], Sequence[Row]],
    rules: NameRules,
    chance: random.Random,
) -> list[Row]:
    """Return other people with the first and last name of a victim, or of its row."""
    ends = dict.fromkeys(
        [*_ends(right["name_ar"], rules), *_ends(victim["name_ar"], rules)]
    )
    others = {
        row["entity"]: row
        for pair in ends
        for row in namesakes.get(pair, ())
        if row["entity"] != right["entity"] and row["name_ar"] != right["name_ar"]
    }
    return chance.sample(list(others.values()), min(len(others), _MOST_NAMESAKES))


def _pairs(name: str, column: str, right: Row, wrong: Sequence[Row]) -> list[Pair]:
    if not name or not right[column]:
        return []
    half = hashlib.sha256(right["entity"].encode()).digest()[0] % 2
    others = [Pair(name, row[column], False, half) for row in wrong if row[column]]  # noqa: FBT003  a field of a record
    return [Pair(name, right[column], True, half), *others]  # noqa: FBT003  the same


def _ends(name: str, rules: NameRules) -> list[tuple[str, str]]:
    words = rules.parts(name).words
    return [(words[0], words[-1])] if len(words) > 1 else []


def best_f1(scores: npt.NDArray[np.float64], is_one: npt.NDArray[np.bool_]) -> float:
    """Return F1 at the best threshold; both kinds of pairs weigh the same together.

    Args:
        scores: (n,) likeness of each pair.
        is_one: (n,) whether it is one person.
    """
    weight = np.where(is_one, 1.0, is_one.sum() / max(1, int((~is_one).sum())))
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum((weight * is_one)[order])
    f1 = 2 * right / (np.cumsum(weight[order]) + right[-1])
    is_last = np.append(np.diff(scores[order]) != 0, True)
    return float(f1[is_last].max())
