"""Names read as numbers of their words, many at once. All names are invented."""

from __future__ import annotations

import pytest

from firsthand.link.people.coded_names import coded_names, kinds_of, names_that_fit
from firsthand.link.people.names import name_rules
from firsthand.reference import bundled_reference

RULES = name_rules(bundled_reference())


def read(*names: str) -> list[str]:
    """Return each name as it was read, its words apart by spaces."""
    found = coded_names(names, RULES)
    return [
        " ".join(found.words[code] for code in row if code >= 0)
        for row in found.table[found.row_of].tolist()
    ]


def fitting(*names: str) -> list[int]:
    """Return how many names fit each name."""
    found = coded_names(names, RULES)
    sounds = [RULES.sound(word) for word in found.words]
    bits = names_that_fit(found.table, kinds_of(sounds))
    return [round(2**value) for value in bits[found.row_of].tolist()]


@pytest.mark.parametrize(
    ("apart", "joined"),
    [
        ("Rami Tariq Dorn Aka", "dornaka"),
        ("Salma Dorn Aka", "dornaka"),
        ("Rami Tariq Velt Mara", "veltmara"),
        ("سلمى طارق درن اكا", "درناكا"),
    ],
)
def test_a_family_name_written_apart_is_the_one_that_others_write_joined(
    apart: str, joined: str
) -> None:
    first, *_ = read(apart, f"Omar {joined}", f"Hamid Nuwayra {joined}")
    assert first.split()[-1] == joined


def test_a_space_forgotten_once_joins_nobody() -> None:
    assert read("Rami Tariq Dorn Aka", "Omar dornaka")[0] == "rami tariq dorn aka"


def test_a_name_of_two_words_stays_of_two() -> None:
    first, *_ = read("Dorn Aka", "Omar dornaka", "Hamid dornaka")
    assert first == "dorn aka"


def test_parts_of_one_letter_join_nothing() -> None:
    first, *_ = read("Rami A Dorn", "Omar adorn", "Hamid adorn")
    assert first == "rami a dorn"


def test_spaces_of_any_kind_and_number_are_one() -> None:
    assert read("  Rami \t Tariq\u00a0 Dorn ", "") == ["rami tariq dorn", ""]


def test_two_words_fit_all_of_that_given_and_family_name() -> None:
    names = ("Rami Dorn", "Rami Tariq Dorn", "Rami Hamid Dorn", "Omar Tariq Dorn")
    assert fitting(*names)[0] == 3


def test_with_a_father_only_names_that_hold_him_fit() -> None:
    names = ("Rami Tariq Dorn", "Rami Hamid Tariq Dorn", "Rami Hamid Dorn")
    assert fitting(*names) == [2, 2, 2]
    assert fitting("Rami Tariq Dorn", "Rami Hamid Bashir Dorn")[0] == 1


def test_names_fit_in_any_spelling_and_script() -> None:
    assert fitting("Salma Tariq Nuwayra", "سلمى طارق نويرة") == [2, 2]


def test_a_name_of_one_word_fits_itself_alone() -> None:
    assert fitting("Rami", "Rami Dorn", "") == [1, 1, 1]
