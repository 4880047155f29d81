"""Names carried by a list: one victim's name makes the next one a victim's, too."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.summary import summarise
from firsthand.model import VictimNamesClaim
from firsthand.reference import bundled_reference


def _names(text: str) -> list[str]:
    claims = extract_claims(Page(id="P", text=text, language="en"), bundled_reference())
    return [
        person.name
        for claim in claims
        if isinstance(claim, VictimNamesClaim)
        for person in claim.people
        if person.name
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "Lina Peren was killed along with her sons Oren Peren, Dal Peren and "
                "Tomas Peren."
            ),
            {"Lina Peren", "Oren Peren", "Dal Peren", "Tomas Peren"},
        ),
        (
            "The shell killed Mira Sol (41), Jon Sol (12), and Ada Sol.",
            {"Mira Sol", "Jon Sol", "Ada Sol"},
        ),
        (
            (
                "Among the dead were Karo Venn; his wife Sila Venn; and their son "
                "Timo Venn."
            ),
            {"Karo Venn", "Sila Venn", "Timo Venn"},
        ),
        (
            "Nela Dor and Ivo Dor were killed in the blast.",
            {"Nela Dor", "Ivo Dor"},
        ),
        (
            (
                "Karo Venn was killed in his home. His daughter, 4-year-old Timi Venn "
                "and 9-year-old Sami Venn also lay there."
            ),
            {"Karo Venn", "Timi Venn", "Sami Venn"},
        ),
    ],
)
def test_a_list_carries_from_name_to_name(text: str, wanted: set[str]) -> None:
    assert wanted <= set(_names(text))


@pytest.mark.parametrize(
    ("text", "living"),
    [
        ("Nela Dor was killed, and Ivo Dor said he heard the plane.", "Ivo Dor"),
        ("Nela Dor was killed, Ivo Dor reported from Toreth.", "Ivo Dor"),
        (
            "Karo Venn was killed. His brother Ruben Venn survived the strike.",
            "Ruben Venn",
        ),
        (
            "Karo Venn was killed. His cousin Ruben Venn mourned him on Facebook.",
            "Ruben Venn",
        ),
        ("Karo Venn was killed near the shop of Ruben Venn.", "Ruben Venn"),
    ],
)
def test_the_living_beside_the_dead_are_no_victims(text: str, living: str) -> None:
    assert living not in _names(text)


def test_children_are_counted_by_name_where_no_number_of_them_is_stated() -> None:
    text = (
        "A strike on Talbar killed five people. The victims were identified as: Mira "
        "Sol (41), Jon Sol (12), Ada Sol (9), Ben Sol (6) and Karo Venn (50)."
    )
    page = Page(id="P", text=text, language="en")
    reference = bundled_reference()
    row = summarise(page, extract_claims(page, reference), reference)
    assert row["killed"] == [5, 5]
    assert row["children_killed"] == [3, 3]


def test_a_stated_number_of_children_stands_over_names() -> None:
    text = (
        "A strike on Talbar killed five people, including two children. The victims "
        "were identified as: Jon Sol (12), Ada Sol (9), Ben Sol (6) and Karo Venn (50)."
    )
    page = Page(id="P", text=text, language="en")
    reference = bundled_reference()
    row = summarise(page, extract_claims(page, reference), reference)
    assert row["children_killed"] == [2, 2]
