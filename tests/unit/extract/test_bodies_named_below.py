"""Bodies told by their kind before they are named, and what bodies look into."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.reference import bundled_reference


def speakers(text: str, word: str) -> set[str | None]:
    """Return who speaks the claims whose quote holds a word."""
    page = Page(id="p", text=text, language="en")
    claims = extract_claims(page, bundled_reference())
    return {claim.speaker for claim in claims if word in claim.span.quote}


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        (
            (
                "Shells killed six people in Ghanta, an international rights group "
                "said "
                "Tuesday.\n\nThe Norwick Centre for Human Dignity said it had counted "
                "nine "
                "attacks."
            ),
            "six",
            "Norwick Centre for Human Dignity",
        ),
        (
            (
                "Twelve dead in Talbar strike, war monitor says\n\nPlanes killed "
                "twelve "
                "people in Talbar on Monday, the Harrow Observatory said."
            ),
            "Twelve",
            "Harrow Observatory",
        ),
        (
            (
                "A human rights group said on Friday that 60 civilians had been "
                "killed in "
                'Jesrin.\n\n"They struck the market twice," said Pavel Orlu, a '
                "spokesman "
                "for Clearsight Watch."
            ),
            "60",
            "Clearsight Watch",
        ),
        (
            (
                "An inquiry by the aid charity Clearlight has concluded that the raid "
                "killed nine people."
            ),
            "nine",
            "Clearlight",
        ),
        (
            "The Harrow Observatory, a war monitor, earlier gave a toll of 22 dead.",
            "22",
            "Harrow Observatory",
        ),
        (
            (
                "He answered a question about the Clearsight Watch report, according "
                "to "
                "which 140 civilians died in Talbar."
            ),
            "140",
            "Clearsight Watch",
        ),
        (
            (
                "Ten killed in Talbar market strike: rescuers\n\nA raid hit the "
                "market in "
                "Talbar on Monday, rescuers said."
            ),
            "Ten",
            "rescuers",
        ),
        (
            "Clearsight Watch documented five raids in which 31 civilians were killed.",
            "31",
            "Clearsight Watch",
        ),
        (
            (
                "The Harrow Observatory said its researchers had found that nine "
                "children "
                "were killed."
            ),
            "nine",
            "Harrow Observatory",
        ),
        (
            (
                "The Harrow Observatory said the pattern of the craters showed that "
                "nine "
                "people were killed by shells."
            ),
            "nine",
            "Harrow Observatory",
        ),
    ],
)
def test_who_tells_a_toll_is_the_body_that_the_page_names(
    text: str, word: str, speaker: str
) -> None:
    assert speakers(text, word) == {speaker}


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        (
            (
                "A local aid group said nine people died in Talbar.\n\nThe Torethi "
                "defence "
                "ministry said its planes had not flown."
            ),
            "nine",
            "local aid group",
        ),
        (
            (
                "An armed group said nine of its men died in Talbar.\n\nClearsight "
                "Watch "
                "said that civilians were among the dead."
            ),
            "nine",
            "armed group",
        ),
        (
            (
                "A rights group said nine people died in Talbar.\n\nAnother charity, "
                "Blue "
                "Lamp, said that twelve had died."
            ),
            "nine",
            "rights group",
        ),
        (
            (
                "A rights group said nine people died in Talbar.\n\nThe mayor, Ivo "
                "Sem, "
                "said that twelve had died."
            ),
            "nine",
            "rights group",
        ),
    ],
)
def test_an_office_a_person_or_another_body_is_not_the_one_told_before(
    text: str, word: str, speaker: str
) -> None:
    assert speakers(text, word) == {speaker}
