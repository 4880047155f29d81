"""Whether something military was there, and how far away."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.objectives import find_objectives, metres
from firsthand.model import MilitaryObjectiveClaim
from firsthand.reference import bundled_reference


def objectives(text: str) -> list[MilitaryObjectiveClaim]:
    reading = read_page(Page(id="p", text=text, language="en"), bundled_reference())
    found = find_objectives(reading)
    return [claim for claim in found if isinstance(claim, MilitaryObjectiveClaim)]


@pytest.mark.parametrize(
    ("text", "distance", "words"),
    [
        (
            "The nearest rebel base was 300 metres (yards) away from it.",
            300,
            "300 metres (yards)",
        ),
        (
            "The closest front line was two kilometres away from Daraz.",
            2000,
            "two kilometres",
        ),
        ("The house was half a mile from a military base.", 805, "half a mile"),
        ("A checkpoint stood about 500 yards from the mill.", 457, "about 500 yards"),
        ("The army barracks lie 1.5 km north of the market.", 1500, "1.5 km"),
    ],
)
def test_a_distance_is_kept_in_metres_and_in_words(
    text: str, distance: int, words: str
) -> None:
    (claim,) = objectives(text)
    assert claim.military_objective == "distance"
    assert (claim.distance_m, claim.distance_words) == (distance, words)


@pytest.mark.parametrize(
    ("text", "objective"),
    [
        ("There were no military targets or gunmen in the street.", "absent"),
        ("Residents said there were no fighters in the building.", "absent"),
        ("The mill was not a military target.", "absent"),
        ("She saw no sign of military activity at the mill.", "absent"),
        ("The ministry said that its jets destroyed a command post.", "present"),
        ("Fighters were using the school as a base.", "present"),
        ("The army said it hit terrorist positions in Daraz.", "present"),
        ("Shells fell close to a military base in Sarmak.", "near"),
        ("The army said that it bombed the mill by mistake.", "alleged_mistaken"),
    ],
)
def test_what_is_said_of_a_military_objective(text: str, objective: str) -> None:
    (claim,) = objectives(text)
    assert claim.military_objective == objective
    assert not claim.negated


@pytest.mark.parametrize(
    "text",
    [
        "No fighters were killed in the attack.",
        "The mill is 300 metres away from the river.",
        "Six people were killed in the market.",
    ],
)
def test_a_sentence_on_something_else_says_nothing_of_it(text: str) -> None:
    assert objectives(text) == []


def test_several_is_no_number_of_metres() -> None:
    assert metres("several", "kilometres") is None
    assert metres("1,500", "m") == 1500
    assert metres("half a", "kilometre") == 500
