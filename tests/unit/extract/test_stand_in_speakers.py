"""Whom "the organisation", "the report", "the institute" are (M022, M068)."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim, Claim
from firsthand.reference import bundled_reference


def tolls(text: str, language: str) -> list[Claim]:
    page = Page(
        id="p",
        text=f"Title\n\n{text}",
        language=language,
        published=dt.date(2024, 6, 1),
    )
    found = extract_claims(page, bundled_reference())
    return [c for c in found if isinstance(c, CasualtyClaim)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "Raids killed 80 civilians, according to a report published on Monday "
                "by Orchard Watch."
            ),
            "Orchard Watch",
        ),
        (
            (
                "Orchard Watch said in a report that raids had hit homes. The army "
                "called it a lie. The report said 80 civilians were killed."
            ),
            "Orchard Watch",
        ),
        (
            (
                "The pictures by the Harrow Institute are false, Toreth said. The "
                "institute said 22 civilians had been killed in the raids."
            ),
            "Harrow Institute",
        ),
        (
            (
                "The medical charity Open Ward opened a clinic, it said. Toreth's "
                "Ministry of Defence denied raids. The charity said nine patients "
                "were killed."
            ),
            "Open Ward",
        ),
        (
            (
                "The UN called for calm. The Plain Lawyers group said nine people were "
                "killed in the raid."
            ),
            "Plain Lawyers group",
        ),
        (
            (
                "A surgeon told the charity that bombs fell. Nine people were killed, "
                "he said."
            ),
            "surgeon",
        ),
        ("His office has verified 167 civilian deaths in the raids.", "His office"),
        ("The ministry raised the toll from the raid on Ghanta to 71.", "ministry"),
        (
            (
                "Nine people were killed in the raid, the agency quoted the governor "
                "as saying."
            ),
            "governor",
        ),
    ],
)
def test_a_body_is_known_by_its_noun_and_by_what_it_wrote(
    text: str, speaker: str
) -> None:
    assert tolls(text, "en")[-1].speaker == speaker


def test_a_state_is_never_the_group() -> None:
    text = "Toreth denied the raid. The group said nine people were killed in it."
    assert tolls(text, "en")[-1].speaker != "Toreth"


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        (
            "fr",
            (
                "L'ONG Balance Humaine a publié un rapport. L'organisation affirme que "
                "neuf civils ont été tués dans des frappes."
            ),
            "Balance Humaine",
        ),
        (
            "es",
            (
                "La organización Mirada Serena presentó un informe. El documento "
                "asegura que nueve civiles murieron en los bombardeos."
            ),
            "Mirada Serena",
        ),
        (
            "ru",
            (
                "Организация «Опора» опубликовала доклад. Согласно документу, при "
                "ударах погибли девять мирных жителей."
            ),
            "Опора",
        ),
        (
            "uk",
            (
                "Організація «Опора» оприлюднила звіт. Автори стверджують, що "
                "внаслідок ударів загинули дев'ять цивільних."
            ),
            "Опора",
        ),
        (
            "ar",
            (
                "قالت منظمة شهود السلام إنها زارت البلدة. وقال التقرير إن تسعة مدنيين "
                "قتلوا في الغارات."
            ),
            "منظمة شهود السلام",
        ),
    ],
)
def test_what_stands_for_a_body_is_that_body_in_all_languages(
    language: str, text: str, speaker: str
) -> None:
    assert tolls(text, language)[-1].speaker == speaker


def test_two_bodies_named_together_leave_the_report_open() -> None:
    text = (
        "Организация «Опора» и организация «Весы» опубликовали доклад. Согласно "
        "документу, при ударах погибли девять мирных жителей."
    )
    toll = tolls(text, "ru")[-1]
    assert toll.speaker is None
    assert toll.is_unresolved
    assert toll.candidates == ("Весы", "Опора")
