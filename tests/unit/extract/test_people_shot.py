"""People shot or stabbed: casualties, unless the words say how it ended.

All sentences are invented.
"""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference


def tolls(text: str) -> list[tuple[str, int | None, int | None]]:
    """Return measure, least and most of each claim."""
    page = Page(id="p", text=text, language="en", published=dt.date(2021, 11, 5))
    found = extract_claims(page, bundled_reference())
    return [
        (name, bounds.low, bounds.high)
        for claim in found
        if isinstance(claim, CasualtyClaim)
        for name in ("killed", "wounded", "casualties")
        if (bounds := getattr(claim, name)) is not None
    ]


@pytest.mark.parametrize(
    ("text", "n_people"),
    [
        ("6 shot at Easter party", 6),
        ("Four people were shot.", 4),
        ("A man was shot in the back.", 1),
        ("Two stabbed outside a bar in Velmara", 2),
        ("A policeman shot a 12-year-old girl in the leg.", 1),
        ("The soldiers shot three farmers near the river.", 3),
        ("Woman, 30, shot in Talbar", 1),
        ("Two people were shot at a party in Daraz.", 2),
        ("Three people, including a child, were stabbed at a mall in Sarmak.", 3),
        ("Police are investigating a quadruple shooting in Sarmak.", 4),
        ("At about nine, five men were shot at close range.", 5),
    ],
)
def test_people_shot_or_stabbed_are_killed_and_wounded_lumped(
    text: str, n_people: int
) -> None:
    assert tolls(text) == [("casualties", n_people, n_people)]


@pytest.mark.parametrize(
    ("text", "n_killed"),
    [
        ("14-year-old boy fatally shot", 1),
        ("Gunmen gunned down four men in Talbar.", 4),
        ("Three teachers were shot dead in Jesrin.", 3),
        ("Two guards were stabbed to death.", 2),
        ("Two pupils were shot and killed.", 2),
        ("Man shot, killed in Daraz", 1),
        ("Four were fatally wounded.", 4),
        ("The murder of two aid workers shocked Ghanta.", 2),
        ("A triple murder in Ghanta", 3),
        ("Four homicide victims were found in Daraz.", 4),
        ("The slain teacher was buried on Monday.", 1),
        ("A nurse was found dead with gunshot wounds to the head.", 1),
    ],
)
def test_shot_dead_fatally_or_murdered_is_killed(text: str, n_killed: int) -> None:
    assert tolls(text) == [("killed", n_killed, n_killed)]


@pytest.mark.parametrize(
    ("text", "n_wounded"),
    [
        ("Police shot and wounded two protesters.", 2),
        ("A man was shot and critically injured.", 1),
        ("Two men suffered gunshot wounds.", 2),
    ],
)
def test_shot_and_wounded_is_wounded(text: str, n_wounded: int) -> None:
    assert tolls(text) == [("wounded", n_wounded, n_wounded)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "Six people were shot, one fatally, at a market in Daraz.",
            [("casualties", 6, 6), ("killed", 1, 1)],
        ),
        ("5 shot, 2 dead in Daraz", [("casualties", 5, 5), ("killed", 2, 2)]),
        (
            "Ten people shot, three of them fatally, in Sarmak",
            [("casualties", 10, 10), ("killed", 3, 3)],
        ),
    ],
)
def test_those_who_died_of_the_shots_are_told_apart(
    text: str, made: list[tuple[str, int, int]]
) -> None:
    assert tolls(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers shot at a bus.",
        "Four men were shot at by police.",
        "Six soldiers were shot at from a passing car.",
        "2 men shot at police",
        "He shot a video of the raid.",
        "Shots were fired near the mosque.",
        "Marek Olan shot 71 in the second round.",
        "She shot three scenes in Daraz.",
        "The film was shot in Talbar.",
        "Soldiers shot in the air to disperse the crowd.",
        "The photographer shot a portrait of two women.",
        "Two rebels shot down a helicopter.",
        "The player shot wide twice.",
        "He threatened that they would be shot.",
    ],
)
def test_shots_that_reach_nobody_harm_nobody(text: str) -> None:
    assert tolls(text) == []
