"""Pairs of names scored. All names are invented."""

from __future__ import annotations

import pytest

from firsthand.link.people.names import name_rules
from firsthand.link.people.score_names import score_names
from firsthand.reference import bundled_reference


def score(one: str, other: str) -> float:
    rules = name_rules(bundled_reference())
    (found,) = score_names([one], [other], rules).tolist()
    return float(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salma Tariq Nuwayra", "Selma Tarek Noueira"),
        ("Salma Tariq Nuwayra", "سلمى طارق نويرة"),
        ("Omar al-Jandali", "Omar Jandali"),
        ("Karim Tariq Nuwayra", "Karim Nuwayra"),
    ],
)
def test_another_spelling_scores_above_another_father(one: str, other: str) -> None:
    assert score(one, other) > score("Salma Tariq Nuwayra", "Salma Hamid Nuwayra")
    assert score(one, other) == score(other, one)


def test_the_same_name_scores_one_and_no_word_scores_nothing() -> None:
    assert score("Salma Nuwayra", "SALMA NUWAYRA") == 1.0
    assert score("Salma Nuwayra", "") == 0.0
    assert score("Salma Nuwayra", "Omar Jandali") == 0.0
