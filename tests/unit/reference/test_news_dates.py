"""Dates of a news text become intervals of days."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.model import FuzzyDate, Precision
from firsthand.reference.news_dates import read_dates

PUBLISHED = dt.date(2021, 12, 22)  # a Wednesday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def read_one(
    text: str, published: dt.date | None = PUBLISHED, language: str = "en"
) -> tuple[str, FuzzyDate]:
    ((start, end, date),) = read_dates(text, published=published, language=language)
    return text[start:end], date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Wednesday", "2021-12-22"),
        ("last Wednesday", "2021-12-15"),
        ("Thursday night", "2021-12-16"),
        ("Sunday’s strikes", "2021-12-19"),
        ("early Tuesday", "2021-12-21"),
        ("October 7", "2021-10-07"),
        ("Oct. 7", "2021-10-07"),
        ("the 7th of October", "2021-10-07"),
        ("7 October 2020", "2020-10-07"),
        ("Wednesday, 22 December 2021", "2021-12-22"),
        ("December 23", "2020-12-23"),
        ("three days ago", "2021-12-19"),
        ("yesterday", "2021-12-21"),
        ("2021-11-29", "2021-11-29"),
        ("29.11.2021", "2021-11-29"),
        ("13/04/2021", "2021-04-13"),
    ],
)
def test_a_day_is_resolved_from_the_day_of_publication(
    text: str, expected: str
) -> None:
    _, date = read_one(text)
    assert (date.earliest, date.latest) == (day(expected), day(expected))
    assert date.precision is Precision.DAY


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("between 26 November and 4 December", "2021-11-26", "2021-12-04"),
        ("from 1 to 4 December", "2021-12-01", "2021-12-04"),
        ("26-28 November", "2021-11-26", "2021-11-28"),
        ("in late November", "2021-11-21", "2021-11-30"),
        ("last week", "2021-12-13", "2021-12-19"),
        ("earlier this month", "2021-12-01", "2021-12-22"),
        ("in May", "2021-05-01", "2021-05-31"),
        ("in 2015", "2015-01-01", "2015-12-31"),
        ("03/04/2021", "2021-03-04", "2021-04-03"),
        ("over the weekend", "2021-12-18", "2021-12-19"),
    ],
)
def test_what_is_not_one_day_stays_an_interval(
    text: str, earliest: str, latest: str
) -> None:
    _, date = read_one(text)
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    assert date.precision is not Precision.DAY


def test_since_opens_a_period_that_holds_every_day() -> None:
    words, date = read_one("since the start of the campaign on September 30")
    assert words.startswith("since")
    assert (date.earliest, date.latest) == (day("2021-09-30"), None)
    assert date.is_every_day
    assert date.precision is Precision.OPEN


@pytest.mark.parametrize(
    "text", ["on Wednesday", "last week", "October 7", "yesterday"]
)
def test_a_relative_date_without_publication_stays_unresolved(text: str) -> None:
    assert read_dates(text, published=None) == []


def test_a_full_date_in_the_text_gives_the_year_of_a_later_one() -> None:
    text = "On October 7, 2020 it began. On October 8th it ended."
    dates = [date for _, _, date in read_dates(text, published=None)]
    assert [date.earliest for date in dates] == [day("2020-10-07"), day("2020-10-08")]


@pytest.mark.parametrize(
    "text", ["it may have been", "they sat down", "they march on", "12 of 30"]
)
def test_words_that_look_like_dates_are_none(text: str) -> None:
    assert read_dates(text, published=PUBLISHED) == []


def test_a_reading_after_publication_is_ruled_out() -> None:
    _, date = read_one("05/02/2021", published=day("2021-03-01"))
    assert (date.earliest, date.latest) == (day("2021-02-05"), day("2021-02-05"))


@pytest.mark.parametrize(
    ("language", "text", "earliest", "latest"),
    [
        ("ar", "في ٢٩ تشرين الثاني/نوفمبر ٢٠٢١", "2021-11-29", "2021-11-29"),
        ("ar", "يوم الأحد", "2021-12-19", "2021-12-19"),
        ("ar", "بين 26 نوفمبر و4 ديسمبر", "2021-11-26", "2021-12-04"),
        ("ar", "أمس", "2021-12-21", "2021-12-21"),
        ("ru", "29 ноября 2021 года", "2021-11-29", "2021-11-29"),
        ("ru", "в воскресенье", "2021-12-19", "2021-12-19"),
        ("ru", "с 26 ноября по 4 декабря", "2021-11-26", "2021-12-04"),
        ("uk", "29 листопада", "2021-11-29", "2021-11-29"),
    ],
)
def test_dates_are_read_in_other_languages(
    language: str, text: str, earliest: str, latest: str
) -> None:
    _, date = read_one(text, language=language)
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
