"""Places one letter apart: a question for the other features, never an answer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link.incidents import LinkedIncidents, find_incidents
from firsthand.link.sites import Nearness, nearness
from firsthand.link.spelling import is_spelt_almost, names_in, slip_keys
from firsthand.model import (
    DenialClaim,
    Denies,
    Place,
    PlaceClaim,
)
from firsthand.reference import bundled_reference

Scene = scenes.Scene


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talbar", "Talbr"),
        ("Talbar", "Tallbar"),
        ("Talbar", "Tolbar"),
        ("Jesrin", "Jersin"),
        ("Wadi Sarmak", "Wadi Sarmek"),
        ("Arikhan", "Arikhn"),
        ("تلباران", "تلبران"),
        ("Тальбар", "Тальбер"),
        ("Daraz", "دراز"),
        ("Daraz", "Дараз"),
    ],
)
def test_one_slip_of_a_letter_may_be_one_name(one: str, other: str) -> None:
    assert is_spelt_almost(one, other)
    assert is_spelt_almost(other, one)
    assert slip_keys(one) & slip_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talbar", "Tlbr"),
        ("Talbar", "Jalbar"),
        ("Talbar", "Talbar"),
        ("Gaza", "Giza"),
        ("Camp 1", "Camp 2"),
        ("Upper Sarmak", "Lower Sarmak"),
        ("Block A", "Block B"),
        ("Sarmak", "Wadi Sarmak"),
        ("Daraz", "درب"),
        ("Jesrin Talbar", "Jesren Tolbar"),
    ],
)
def test_two_slips_short_words_and_numbers_are_two_names(one: str, other: str) -> None:
    assert not is_spelt_almost(one, other)


def test_names_in_quotes_are_words_with_a_capital_alone_and_in_pairs() -> None:
    found = names_in(["an air strike on Wadi Sarmek on 3 March"])
    assert {"Sarmek", "Wadi Sarmek"} <= found
    assert not found & {"strike", "air strike"}


def test_two_places_on_the_map_are_two_however_alike() -> None:
    assert nearness(scenes.town("Talbar"), scenes.town("Talbor")) is Nearness.DIFFERENT
    assert nearness(scenes.town("Talbar"), Place(name="Tabar")) is Nearness.ALMOST


def report(name: str, place: Place | None, words: str, killed: int = 17) -> Any:
    text = (
        f"An air strike hit a market in {words} on 2021-09-30. Rescuers said that "
        f"{killed} people were killed."
    )
    scene = Scene(name, text, "2021-10-01").weapon("air strike", "airstrike")
    scene.target("market", "market").killed(f"{killed} people were killed", killed)
    scene.date(f"in {words} on 2021-09-30", "2021-09-30")
    if place is not None:
        scene.add(PlaceClaim, words, place=place)
    return scene


def link(*found: Any) -> LinkedIncidents:
    return find_incidents(
        [claim for scene in found for claim in scene.claims],
        [scene.link_text for scene in found],
        scenes.origins_of(found),
        bundled_reference(),
    )


def documents(linked: LinkedIncidents) -> list[tuple[str, ...]]:
    return sorted(made.documents for made in linked.incidents)


def test_a_misspelt_place_joins_its_attack_and_says_why() -> None:
    linked = link(
        report("d1", scenes.town("Talbar"), "Talbar"),
        report("d2", Place(name="Tabar"), "Tabar"),
    )
    assert documents(linked) == [("d1", "d2")]
    (incident,) = linked.incidents
    assert incident.place == scenes.town("Talbar")
    assert incident.other_places == ()
    said = [why.text for reason in incident.reasons for why in reason.because]
    assert any("almost the same name" in text for text in said)


def test_a_place_that_was_not_read_is_found_in_the_words() -> None:
    linked = link(
        report("d1", scenes.town("Talbar"), "Talbar"), report("d2", None, "Tabar")
    )
    assert documents(linked) == [("d1", "d2")]


def test_known_places_one_letter_apart_stay_two_attacks() -> None:
    linked = link(
        report("d1", scenes.town("Talbar"), "Talbar"),
        report("d2", scenes.town("Talbor"), "Talbor"),
    )
    assert documents(linked) == [("d1",), ("d2",)]


def test_a_like_name_with_another_toll_and_target_is_another_attack() -> None:
    other = Scene("d2", "A drone hit a school in Talgar on 2021-09-30, killing 90.")
    other.weapon("drone", "drone").target("school", "school").killed("killing 90", 90)
    other.add(PlaceClaim, "Talgar", place=Place(name="Talgar"))
    other.date("2021-09-30", "2021-09-30")
    linked = link(report("d1", scenes.town("Talbar"), "Talbar"), other)
    assert documents(linked) == [("d1",), ("d2",)]


def denial(words: str, on: str) -> Any:
    scene = Scene("m1", f"The ministry denied {words} on {on}.", "2021-10-02")
    scene.add(DenialClaim, f"denied {words}", denies=Denies.EVENT)
    return scene.date(f"{words} on {on}", on)


def test_a_denial_joins_the_attack_of_its_day_whose_place_it_misspells() -> None:
    linked = link(
        report("d1", scenes.town("Talbar"), "Talbar"),
        denial("the strike on Tabar", "2021-09-30"),
    )
    assert documents(linked) == [("d1", "m1")]


def test_a_denial_for_another_day_joins_nothing() -> None:
    linked = link(
        report("d1", scenes.town("Talbar"), "Talbar"),
        denial("the strike on Tabar", "2021-09-12"),
    )
    assert documents(linked) == [("d1",)]
