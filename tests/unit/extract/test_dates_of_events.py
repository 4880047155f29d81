"""When: which dates of a page are those of an event."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.dates import find_dates
from firsthand.model import DateClaim
from firsthand.reference import bundled_reference

WEDNESDAY = dt.date(2021, 12, 22)


def dates(text: str, published: dt.date | None = WEDNESDAY) -> list[DateClaim]:
    page = Page(id="p", text=text, language="en", published=published)
    found = find_dates(read_page(page, bundled_reference()))
    return [claim for claim in found if isinstance(claim, DateClaim)]


@pytest.mark.parametrize(
    ("text", "quote", "day"),
    [
        (
            "The group on Wednesday issued a grim report.",
            "on Wednesday issued",
            "2021-12-22",
        ),
        ("Sunday’s deadly strikes hit Daraz.", "Sunday’s deadly strikes", "2021-12-19"),
        (
            "Asked about its part in Monday's deadly raid on a bus, he said nothing.",
            "Monday's deadly raid",
            "2021-12-20",
        ),
        ("A raid killed six people on 7 October.", "on 7 October", "2021-10-07"),
        ("Shells hit the mill on Thursday night.", "on Thursday night", "2021-12-16"),
        (
            "On 29 November 2021 an air strike hit Daraz.",
            "29 November 2021",
            "2021-11-29",
        ),
        ("Six people were killed yesterday in Daraz.", "yesterday", "2021-12-21"),
        ("7 October 2021: jets bombed the mill.", "7 October 2021", "2021-10-07"),
        ("The December 3 bombing killed two people.", "December 3", "2021-12-03"),
    ],
)
def test_a_date_that_hangs_on_an_event_is_a_claim(
    text: str, quote: str, day: str
) -> None:
    (claim,) = dates(text)
    assert quote in claim.span.quote
    assert claim.date.earliest == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said on Friday that nobody was hurt.",
        "He told reporters on Monday that he was sorry.",
        "The war began almost five years ago and goes on.",
    ],
)
def test_the_day_on_which_somebody_spoke_is_no_claim(text: str) -> None:
    assert dates(text) == []


def test_since_marks_the_start_of_a_campaign() -> None:
    (claim,) = dates(
        "Raids have killed many since the start of the campaign on September 30."
    )
    assert claim.date.earliest == dt.date(2021, 9, 30)
    assert claim.date.latest is None


def test_without_a_day_of_publication_no_relative_date_is_claimed() -> None:
    assert dates("Sunday’s deadly strikes hit Daraz.", None) == []
