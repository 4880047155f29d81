"""A ministry's own paper answers in its own words; turns of speech of officials."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.responses import find_responses
from firsthand.model import DenialClaim, Denies
from firsthand.reference import bundled_reference


def codes(text: str, outlet: str | None = None) -> set[str]:
    page = Page(id="p", text=text, language="en", outlet=outlet)
    found = find_responses(read_page(page, bundled_reference()))
    assert all(isinstance(claim, DenialClaim) for claim in found)
    return {str(c.denies) for c in found if isinstance(c, DenialClaim)}


OFFICE = "Ministry of Defence of Russia"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("These claims are false.", Denies.RESPONSIBILITY),
        ("The reports of a raid are baseless.", Denies.RESPONSIBILITY),
        ("The picture shows the clinic, which is undamaged.", Denies.EVIDENCE),
        ("The mosque still stands intact, the image shows.", Denies.EVIDENCE),
        ("No civilians were harmed in the strike.", Denies.CIVILIAN_HARM),
        ("There were no civilian casualties in the raid.", Denies.CIVILIAN_HARM),
        ("There is no evidence of a strike on the market.", Denies.EVIDENCE),
        ("No such strike took place on that day.", Denies.EVENT),
        (
            "A command post near Daraz was destroyed by a precision strike.",
            Denies.ADMITS_STRIKE,
        ),
        (
            "Two ammunition depots north of the town were hit in air strikes.",
            Denies.ADMITS_STRIKE,
        ),
    ],
)
def test_an_office_answers_in_its_own_paper(text: str, code: Denies) -> None:
    assert code in codes(text, OFFICE)
    assert codes(text) == set()
    assert codes(text, "Army Times") == set()


def test_an_office_that_tells_what_others_say_does_not_say_it() -> None:
    text = "The Monitor said that there were no civilian casualties in the raid."
    assert codes(text, OFFICE) == set()


def test_a_house_that_was_hit_in_a_strike_is_no_strike_admitted() -> None:
    text = "The house of a teacher was destroyed by an air strike."
    assert codes(text, OFFICE) == set()


@pytest.mark.parametrize(
    "text",
    [
        'The presidency waved away the findings as "information warfare".',
        "The army brushed aside the report as propaganda.",
        'The ministry shrugged off the allegations as "fake news".',
        "The Kremlin scoffed at the study as a fabrication.",
        "The general called the reports a planned information attack.",
        'The minister laughed off the accusations as a "hoax".',
        "The army brushed off the footage as staged.",
        "The spokesman of the ministry described the video as an information campaign.",
        'Officials of the ministry waved aside the report as "lies".',
        "The army dismissed the pictures as an information operation.",
    ],
)
def test_turns_of_speech_discredit_a_source(text: str) -> None:
    assert str(Denies.DISCREDITS_SOURCE) in codes(text)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "The army denied killing civilians and called the report propaganda.",
            {Denies.CIVILIAN_HARM, Denies.DISCREDITS_SOURCE},
        ),
        (
            "The ministry denied using cluster bombs and dismissed the video as fake.",
            {Denies.USE, Denies.DISCREDITS_SOURCE},
        ),
        (
            "Moscow denied bombing the hospital, and branded the findings lies.",
            {Denies.RESPONSIBILITY, Denies.DISCREDITS_SOURCE},
        ),
        (
            "The coalition denied that the raid took place but would not comment.",
            {Denies.EVENT, Denies.NO_COMMENT},
        ),
    ],
)
def test_two_answers_of_one_sentence_are_both_kept(
    text: str, both: set[Denies]
) -> None:
    assert {str(code) for code in both} <= codes(text)
