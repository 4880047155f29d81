"""Pairs of names scored. All names are invented."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.link.people.name_model import NameModel, bundled_model
from firsthand.link.people.names import name_rules
from firsthand.link.people.score_names import N_FEATURES, score_names
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


def test_the_father_told_and_left_out_is_not_the_grandfather() -> None:
    """A chain of names is told in order: given, father, grandfather, family."""
    told = score("Salma Tariq Nuwayra", "Salma Tariq Hamid Nuwayra")
    skipped = score("Salma Hamid Nuwayra", "Salma Tariq Hamid Nuwayra")
    assert told > skipped


def test_a_wife_s_other_family_name_weighs_less_than_another_father() -> None:
    family = score("Salma Tariq Hamid Nuwayra", "Salma Tariq Hamid Jandali")
    father = score("Salma Tariq Hamid Nuwayra", "Salma Bashir Hamid Nuwayra")
    assert family > father


def test_a_sibling_is_another_person() -> None:
    assert score("Salma Tariq Hamid Nuwayra", "Rami Tariq Hamid Nuwayra") < 0.2


def test_two_common_names_of_the_same_consonants_are_two() -> None:
    assert score("Salma Mahmoud Nuwayra", "Salma Mohammed Nuwayra") == pytest.approx(
        score("Salma Mahmoud Nuwayra", "Salma Tariq Nuwayra")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nuwayra Salma Tariq", "Salma Tariq Nuwayra"),
        ("Коваль Олена", "Олена Коваль"),
    ],
)
def test_a_family_name_written_first_is_the_same_name(one: str, other: str) -> None:
    assert score(one, other) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(
    ("as_spelled", "out_of_a_pdf"),
    [
        ("آلاء طارق نويرة", "االء طارق نويرة"),
        ("هلال طارق نويرة", "هالل طارق نويرة"),
        ("سلمى عبد الله نويرة", "سلمى عبد هللا نويرة"),
        ("سلمى طارق الأغا", "سلمى طارق األغا"),
        ("سلمى طارق أبو العلا", "سلمى طارق ابوالعال"),
        ("صلاح الدين طارق نويرة", "صالحالدين طارق نويرة"),
        ("نور الدين طارق نويرة", "نورالدين طارق نويرة"),
        ("Nour al-Din Tariq Nuwayra", "Nooral-deen Tariq Nuwayra"),
    ],
)
def test_lam_alef_turned_round_is_the_same_name(
    as_spelled: str, out_of_a_pdf: str
) -> None:
    assert score(as_spelled, out_of_a_pdf) > 0.88


def test_pairs_scored_together_score_as_each_alone() -> None:
    ones = ["Salma Tariq Nuwayra", "Dr. Omar bin Ali al-Jandali", "", "Salma"]
    others = ["سلمى طارق نويرة", "Omar Ali Jandali", "Omar", "Salma Tariq Nuwayra"]
    rules = name_rules(bundled_reference())
    together = score_names(ones, others, rules).tolist()
    alone = [score(one, other) for one, other in zip(ones, others, strict=True)]
    assert together == pytest.approx(alone)


def test_more_distinct_words_than_a_table_holds_score_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tabled = score("Salma Tariq Nuwayra", "Selma Hamid Noueira")
    monkeypatch.setattr("firsthand.link.people.score_names._MOST_IN_TABLE", 0)
    assert score("Salma Tariq Nuwayra", "Selma Hamid Noueira") == tabled


def test_a_common_name_without_a_father_is_many_people() -> None:
    rare = score("Zubayda Nuwayra", "Zubayda Tariq Hamid Nuwayra")
    common = score("Mohammed Nuwayra", "Mohammed Tariq Hamid Nuwayra")
    assert rare > 0.85
    assert common < 0.6
    assert score("Mohammed Nuwayra", "Muhammad Nuwayra") > 0.95


def test_among_many_names_what_many_bear_says_less() -> None:
    letters = "bdfgjklmnrst"
    crowd = [f"{a}a{b}i{c}o Haddun" for a in letters for b in letters for c in letters]
    ones = ["Zubayda Tariq Haddun", "Zubayda Tariq Nuwayra", *crowd]
    found = score_names(ones, ones, name_rules(bundled_reference()))
    assert found[1] > found[0]
    assert found[0] > score("Zubayda Tariq Haddun", "Zubayda Salma Mourn")
    assert score("Zubayda Tariq Haddun", "Zubayda Tariq Haddun") == 1.0


def test_a_tree_of_two_questions_answers_by_both() -> None:
    model = NameModel(
        np.array([[0, 1, 1]]),
        np.array([[0.5, 1.0, 2.0]], np.float32),
        np.array([[1.0, 2.0, 4.0, 8.0]], np.float32),
    )
    first = np.array([0.1, 0.1, 0.9, 0.9], np.float32)
    second = np.array([0.5, 1.5, 1.5, 2.5], np.float32)
    assert model.log_odds([first, second]).tolist() == [1.0, 2.0, 4.0, 8.0]


def test_among_many_names_another_father_tells_most_where_names_are_common() -> None:
    rules = name_rules(bundled_reference())
    many = [f"Mohammed Father{n} Hassan" for n in range(1200)]
    ones = ["Mohammed Tarek Hassan", "Mohammed Tarek Hassan", "Mirvan Tarek Ashkol"]
    others = ["Mohammed Tarek Hassan", "Mohammed Samir Hassan", "Mirvan Samir Ashkol"]
    same, of_common, of_rare = score_names([*ones, *many], [*others, *many], rules)[:3]
    assert same > 0.5 > of_common
    assert of_rare > of_common + 0.3


def test_every_question_of_the_bundled_weights_is_about_a_feature() -> None:
    model = bundled_model()
    assert int(model.features.max()) < N_FEATURES
    assert model.features.shape == model.bounds.shape == (len(model.values), 3)
    assert np.isfinite(model.values).all()
