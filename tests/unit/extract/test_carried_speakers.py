"""An account that goes on without its speaker, and sentences that do not (M067)."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.carried import NOTE
from firsthand.model import CasualtyClaim, Claim
from firsthand.reference import bundled_reference

SAID = "Bombs fell on the market in Daraz and killed nine people, the mayor said."


def claims(text: str, language: str = "en") -> list[Claim]:
    page = Page(
        id="p",
        text=f"Title\n\n{text}",
        language=language,
        published=dt.date(2024, 6, 1),
    )
    return list(extract_claims(page, bundled_reference()))


def last_toll(text: str, language: str = "en") -> Claim:
    return [c for c in claims(text, language) if isinstance(c, CasualtyClaim)][-1]


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID} Twelve people were wounded.",
        f"{SAID} Another 12 people were wounded in the alleys around it.",
        f"{SAID} Four children were among the dead.",
        f"{SAID} In the attack, 12 people were also wounded by falling masonry.",
        f"* {SAID} Ten kilometres away in Talbar, a barrage wounded 12 people.",
    ],
)
def test_what_adds_to_an_account_is_its_speakers(text: str) -> None:
    toll = last_toll(text)
    assert toll.speaker == "mayor"
    assert toll.chain == ("mayor",)
    assert toll.note == NOTE


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID}\n\nTwelve people were wounded.",
        f"{SAID} In April, 31 people were killed in a similar raid on Talbar.",
        f"{SAID} The army denied it. Twelve people were wounded.",
        f"{SAID} The deaths of 12 others could not be independently verified.",
        "The mayor declined to comment on the raid. Twelve people were wounded.",
    ],
)
def test_what_merely_stands_beside_is_nobodys(text: str) -> None:
    assert last_toll(text).speaker is None


def test_one_case_of_a_report_is_told_by_its_author() -> None:
    text = (
        "Raids on Qadmar killed 80 civilians in May, the charity Open Ward said in a "
        "report.\n\nIn the worst case, on 4 May, a clinic in Daraz was hit by three "
        "missiles. Nineteen people died."
    )
    assert {c.speaker for c in claims(text)} == {"Open Ward"}


def test_one_case_of_nobodys_report_is_the_outlets() -> None:
    text = (
        "Raids on Qadmar killed 80 civilians in May, residents said.\n\nIn the worst "
        "case, on 4 May, a clinic in Daraz was hit and nineteen people died there."
    )
    assert last_toll(text).speaker is None


def test_the_neighbours_of_a_witness_are_told_of_by_her() -> None:
    text = (
        '"The whole house shook," said Ona Pelvar, a teacher. Her neighbours Stepan '
        "and Lida Kovrak were killed."
    )
    assert last_toll(text).speaker == "Ona Pelvar"


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        (
            "fr",
            (
                "Neuf personnes ont été tuées dans un raid aérien à Daraz, a déclaré "
                "le maire. Douze autres ont été blessées."
            ),
            "maire",
        ),
        (
            "es",
            (
                "Nueve personas murieron en un bombardeo en Daraz, informó la "
                "alcaldesa. Otras doce resultaron heridas."
            ),
            "alcaldesa",
        ),
        (
            "ru",
            (
                "При авиаударе по Даразу погибли девять человек, сообщил мэр. Ещё 12 "
                "человек получили ранения."
            ),
            "мэр",
        ),
        (
            "uk",
            (
                "Внаслідок авіаудару по Даразу загинули дев'ятеро людей, повідомив "
                "мер. Ще 12 людей поранено."
            ),
            "мер",
        ),
        (
            "ar",
            (
                "قال رئيس البلدية إن تسعة أشخاص قتلوا في غارة جوية على دراز. "
                "كما أصيب 12 آخرون."
            ),
            "رئيس البلدية",
        ),
    ],
)
def test_an_account_goes_on_in_all_languages(
    language: str, text: str, speaker: str
) -> None:
    toll = last_toll(text, language)
    assert speaker in str(toll.speaker)
    assert NOTE in str(toll.note)


def test_a_deed_after_a_witness_is_still_the_witnesses() -> None:
    text = (
        "A woman who gave her name as Olda told Channel Seven that she had run down "
        "the stairs. Her neighbours Stepan and Lida Kovrak were killed."
    )
    toll = last_toll(text)
    assert toll.chain == ("Channel Seven", "Olda")
