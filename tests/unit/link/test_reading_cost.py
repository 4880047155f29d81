"""Reading a document costs about as much as it holds claims."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link import passages
from firsthand.link.nearby import PlaceIndex, Spots, last_before
from firsthand.link.passages import read_passages
from firsthand.model import Place
from firsthand.reference import bundled_reference


def register(n_rows: int) -> Any:
    """A register of attacks, each at a town of its own, one paragraph a row."""
    scene = scenes.Scene("register", "", "2021-12-01")
    for number in range(n_rows):
        on = (dt.date(2021, 1, 1) + dt.timedelta(days=number)).isoformat()
        town, dead = f"Town{number}ville", f"{number + 3} people were killed"
        scene._at = len(scene.text)
        scene.text += f"An air strike hit a school in {town} on {on}. There {dead}.\n\n"
        scene.weapon("air strike", "airstrike").target("school", "school")
        scene.place(town, "Qadmar").date(on, on).killed(dead, number + 3)
    return scene


def questions_asked(n_rows: int, monkeypatch: pytest.MonkeyPatch) -> int:
    asked = 0
    real = passages.nearness

    def counted(one: Place, other: Place) -> Any:
        nonlocal asked
        asked += 1
        return real(one, other)

    scene = register(n_rows)
    with monkeypatch.context() as patch:
        patch.setattr(passages, "nearness", counted)
        read = read_passages(scene.claims, scene.link_text, bundled_reference())
    assert len(read.passages) == n_rows
    return asked


def test_twice_the_rows_ask_about_twice_the_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, many = (questions_asked(n, monkeypatch) for n in (40, 160))
    assert many < 6 * few


def test_places_are_found_by_name_and_by_what_holds_them() -> None:
    town, other = scenes.town("Talbar", "Qadmar"), scenes.town("Jesrin", "Ardesh")
    mill = Place(name="Mill Street", canonical="Mill Street", within=("Talbar",))
    index = PlaceIndex()
    for number, place in enumerate((town, other, mill)):
        index.add(number, place)
    assert index.near(town) == {0, 2}
    assert index.near(mill) == {0, 2}
    assert index.near(other) == {1}


def test_a_street_and_its_town_are_found_together_once() -> None:
    town = scenes.town("Talbar", "Qadmar")
    mill = Place(name="Mill Street", canonical="Mill Street", within=("Talbar",))
    spots = Spots([town, mill, town])
    assert spots.one_in_other(mill) == (town,)
    assert spots.one_in_other(town) == (mill,)


@pytest.mark.parametrize(
    ("starts", "at", "found"),
    [([], 5, None), ([7], 5, None), ([5], 5, 5), ([1, 4, 9], 8, 4), ([1, 4], 99, 4)],
)
def test_the_last_start_before_a_position(
    starts: list[int], at: int, found: int | None
) -> None:
    assert last_before(starts, at) == found
