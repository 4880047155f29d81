"""One document falls into passages: what a claim inherits, and what it does not."""

from __future__ import annotations

from typing import Any

from tests.unit.link import scenes

from firsthand.link.passages import Passages, read_passages
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    ContextTotal,
    DenialClaim,
    Denies,
    StatusWord,
)
from firsthand.reference import bundled_reference

Scene = scenes.Scene


def read(scene: Any) -> Passages:
    return read_passages(scene.claims, scene.link_text, bundled_reference())


def days(passage: Any) -> list[str]:
    return [str(date.earliest) for date in passage.dates]


def test_a_heading_gives_its_place_to_the_paragraph_below() -> None:
    text = (
        "Rows\nT-1, Jesrin\nAir strike. Two were killed.\nT-2, Daraz\nFour were killed."
    )
    scene = Scene("d", text).place("Jesrin").place("Daraz").weapon("Air strike", "x")
    scene.killed("Two were killed", 2).killed("Four were killed", 4)
    first, second = read(scene).passages
    assert [place.name for place in first.places] == ["Jesrin"]
    assert [place.name for place in second.places] == ["Daraz"]


def test_the_date_of_a_later_death_dates_no_attack() -> None:
    text = "Jesrin. An air strike killed two. A third man died on 27 October abroad."
    scene = Scene("d", text).place("Jesrin").weapon("air strike", "airstrike")
    scene.killed("killed two", 2)
    scene.killed("A third man died", 1, is_late_death=True)
    scene.date("27 October", "2021-10-27")
    (passage,) = read(scene).passages
    assert days(passage) == []
    assert len(passage.killed) == 2


def test_the_date_of_a_picture_in_a_denial_dates_no_attack() -> None:
    text = (
        "An air strike in Sarmak killed 13. The ministry denied it and showed a "
        "picture of 31 October."
    )
    scene = Scene("d", text).place("Sarmak").weapon("air strike", "airstrike")
    scene.killed("killed 13", 13)
    scene.add(DenialClaim, "denied it", denies=Denies.EVENT)
    scene.date("31 October", "2021-10-31")
    (passage,) = read(scene).passages
    assert days(passage) == []


def test_a_place_further_on_is_not_read_back_into_an_earlier_sentence() -> None:
    text = "Rescuers found 17 bodies after a strike. In Jesrin 5 died. In Daraz 4 died."
    scene = Scene("d", text).killed("17 bodies", 17).weapon("strike", "airstrike")
    scene.place("Jesrin").killed("5 died", 5).place("Daraz").killed("4 died", 4)
    found = [[p.name for p in passage.places] for passage in read(scene).passages]
    assert found == [[], ["Jesrin"], ["Daraz"]]


def test_a_street_and_its_town_are_one_place() -> None:
    text = "TALBAR. A bomb hit Mill Street. 18 were killed there."
    scene = Scene("d", text).place("TALBAR", "Qadmar").weapon("bomb", "aerial_bomb")
    scene.place("Mill Street", "TALBAR", accuracy=scenes.Accuracy.STREET)
    scene.killed("18 were killed", 18)
    (passage,) = read(scene).passages
    assert {place.name for place in passage.places} == {"Mill Street", "TALBAR"}


def test_only_dead_fighters_allege_no_harm_to_others() -> None:
    text = "Aircraft struck a base near Sarmak, killing thirty militants."
    scene = Scene("d", text).place("Sarmak").weapon("Aircraft struck", "airstrike")
    scene.killed("killing thirty militants", 30, status=StatusWord.COMBATANT)
    (passage,) = read(scene).passages
    assert not passage.alleges_harm


def test_a_figure_for_a_country_since_a_date_is_a_whole() -> None:
    text = "Air strikes have killed at least 200 civilians in Velmara since autumn."
    scene = Scene("d", text).place("Velmara", accuracy=scenes.Accuracy.COUNTRY)
    scene.killed("killed at least 200 civilians", 200)
    scene.add(AttributionClaim, "Air strikes", perpetrator="TO")
    found = read(scene)
    assert [whole.span.quote for whole in found.wholes] == [
        "killed at least 200 civilians"
    ]


def test_where_and_since_when_a_war_is_counted_is_of_no_attack() -> None:
    text = (
        "A strike hit a school in Jesrin and killed 27.\n\n"
        "More than 900 people have been killed in Talbar since 7 October."
    )
    scene = Scene("d", text).weapon("strike", "airstrike")
    scene.place("Jesrin").killed("killed 27", 27)
    scene.add(ContextTotal, "900 people have been killed", killed=Bounds(low=900))
    scene.place("Talbar").date("since 7 October", "2021-10-07")
    found = read(scene)
    (passage,) = found.passages
    assert [place.name for place in passage.places] == ["Jesrin"]
    assert days(passage) == []
    assert {loose.claim.span.quote for loose in found.loose} >= {
        "Talbar",
        "since 7 October",
    }
    assert all(loose.place is None for loose in found.loose)


def test_a_figure_beside_a_whole_is_of_the_same_attacks() -> None:
    text = "At least 200 civilians and a dozen fighters died since the campaign began."
    scene = Scene("d", text).killed("At least 200 civilians", 200)
    scene.killed("a dozen fighters", 12, status=StatusWord.COMBATANT)
    found = read(scene)
    assert len(found.wholes) == 2
    assert not any(
        isinstance(claim, CasualtyClaim)
        for passage in found.passages
        for claim in passage.core
    )


def test_a_place_mentioned_on_the_way_does_not_carry_over_later_paragraphs() -> None:
    text = (
        f"{'A long report on a campaign that names no town at all. ' * 12}\n\n"
        "An official spoke of deadly strikes in Idra.\n\nNothing more was said.\n\n"
        "A bomb killed three people in one house."
    )
    scene = Scene("d", text).weapon("strikes", "airstrike").place("Idra")
    scene.weapon("bomb", "aerial_bomb").killed("killed three people", 3)
    assert [[p.name for p in passage.places] for passage in read(scene).passages] == [
        ["Idra"],
        [],
    ]
