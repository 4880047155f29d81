"""Hard pairs of names, scored on the development sets: rows of `make eval`.

A true pair is one victim as two lists write the name; a hard pair that is none is the
same victim beside another person of the register with the same first and last name.
Both kinds weigh the same together; F1 is at the best threshold, for every method alike.
No name is printed.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from evaluate_people import read_rows

from firsthand.link.people.names import NameRules, name_rules
from firsthand.link.people.score_names import score_names
from firsthand.reference import bundled_reference

Row = Mapping[str, str]
_MOST_NAMESAKES = 8
_KINDS = {
    "en_en": (("name_en", "name_en"),),
    "ar_ar": (("name_ar", "name_ar"),),
    "ar_en": (("name_ar", "name_en"), ("name_en", "name_ar")),
}


def score_name_pairs(data: Path) -> dict[str, float]:
    """Return the best F1 of each kind of pair.

    Args:
        data: The folder of development data.

    Raises:
        FileNotFoundError: The sets are not there.
    """
    rules = name_rules(bundled_reference())
    made = hard_pairs(data / "data" / "linking", rules)
    return {
        f"people.hard_{kind}": best_f1(
            score_names([p[0] for p in pairs], [p[1] for p in pairs], rules),
            np.array([is_one for *_, is_one in pairs]),
        )
        for kind, pairs in made.items()
    }


def hard_pairs(
    folder: Path, rules: NameRules
) -> dict[str, list[tuple[str, str, bool]]]:
    """Return pairs of names and whether they are one person, by kind."""
    register = read_rows(folder / "register_2024-09.csv.gz")
    victims = read_rows(folder / "ngo_victims.dev.csv.gz")
    row_of = {row["entity"]: row for row in register}
    namesakes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in register:
        for ends in _ends(row["name_ar"], rules):
            namesakes[ends].append(row)
    chance = random.Random(3)  # noqa: S311  a fixed sample
    made: dict[str, list[tuple[str, str, bool]]] = {kind: [] for kind in _KINDS}
    for victim in victims:
        right = row_of.get(victim["entity"])
        if right is None:
            continue
        wrong = _wrong(victim, right, namesakes, rules, chance)
        for kind, columns in _KINDS.items():
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


def _pairs(
    name: str, column: str, right: Row, wrong: Sequence[Row]
) -> list[tuple[str, str, bool]]:
    if not name or not right[column]:
        return []
    others = [(name, row[column], False) for row in wrong if row[column]]
    return [(name, right[column], True), *others]


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
