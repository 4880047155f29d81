"""Numbers of people become bounds; other numbers are left alone."""

from __future__ import annotations

import pytest

from firsthand.extract.numbers import Count, find_counts
from firsthand.reference import bundled_reference


def counts(text: str) -> list[Count]:
    return find_counts(text, bundled_reference())


def only(text: str) -> tuple[int | None, int | None]:
    found = counts(text)
    assert len(found) == 1, found
    return found[0].bounds.low, found[0].bounds.high


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-two villagers", 22),
        ("1,458 people", 1458),
        ("one hundred and fifty people", 150),
        ("three hundred twenty-five miners", 325),
        ("half a million people", 500_000),
        ("a quarter of a million lives", 250_000),
        ("2.5 million people", 2_500_000),
        ("1.2m people", 1_200_000),
        ("sixty-four patients", 64),
        ("a hundred people", 100),
        ("two thousand and six nurses", 2006),
    ],
)
def test_a_number_in_words_or_digits_is_read(text: str, number: int) -> None:
    assert only(text) == (number, number)


@pytest.mark.parametrize(
    "text",
    [
        "at least 49 civilians",
        "no fewer than 49 civilians",
        "more than 49 civilians",
        "over 49 civilians",
        "49 or more civilians",
        "49+ civilians",
        "a minimum of 49 civilians",
        "upwards of 49 civilians",
        "a total of at least 49 civilians",
        "not less than forty-nine civilians",
    ],
)
def test_at_least_49_has_no_upper_bound(text: str) -> None:
    assert only(text) == (49, None)


@pytest.mark.parametrize(
    "text",
    [
        "up to 200 people",
        "as many as 200 people",
        "at most 200 people",
        "no more than 200 people",
        "fewer than 200 people",
        "a maximum of 200 people",
    ],
)
def test_up_to_200_has_no_lower_bound(text: str) -> None:
    assert only(text) == (None, 200)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 133 and 164 people", 133, 164),
        ("between 20-55 people", 20, 55),
        ("100 to 300 people", 100, 300),
        ("17-18 civilians", 17, 18),
        ("17–18 civilians", 17, 18),
        ("two or three men", 2, 3),
        ("five to seven nurses", 5, 7),
        ("four or five shepherds", 4, 5),
        ("at least 27 and up to 30 civilians", 27, 30),
        ("between four and five patients", 4, 5),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: int, high: int) -> None:
    assert only(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("around 20 people", 20),
        ("about 20 people", 20),
        ("nearly 50 people", 50),
        ("some 300 people", 300),
        ("roughly 40 people", 40),
        ("an estimated 90 people", 90),
        ("a dozen fighters", 12),
        ("two dozen villagers", 24),
        ("half a dozen guards", 6),
        ("almost 70 people", 70),
    ],
)
def test_a_rounded_number_keeps_its_figure_and_is_no_bound(
    text: str, number: int
) -> None:
    found = counts(text)
    assert (found[0].bounds.low, found[0].bounds.high) == (number, number)
    assert found[0].bounds.approx


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("dozens of people", "dozens"),
        ("hundreds were hurt", "hundreds"),
        ("scores of villagers", "scores"),
        ("several men", "several"),
        ("a few guards", "a few"),
        ("tens of thousands of people", "tens of thousands"),
        ("a number of patients", "a number"),
        ("an unknown number of people", "an unknown number"),
        ("many civilians", "many"),
        ("a couple of men", "a couple"),
    ],
)
def test_a_vague_word_stays_a_word(text: str, word: str) -> None:
    bounds = counts(text)[0].bounds
    assert bounds.vague == word
    assert bounds.low is None
    assert bounds.high is None


@pytest.mark.parametrize(
    "text",
    [
        "a 39-year-old man",
        "he was 12 years old",
        "aged 12",
        "on October 7, 2023",
        "on 8 October 2023",
        "in 2015",
        "$900 in damages",
        "300 metres away",
        "300 yards",
        "Su-24s",
        "an RBK-500",
        "an M-16 rifle",
        "on the 7th",
        "at 2:30 pm",
        "50 percent",
        "35% of them",
        "house No. 5",
        "3.5 km east",
        "a three-storey house",
        "on May 3",
    ],
)
def test_what_counts_no_people_is_left_alone(text: str) -> None:
    assert counts(text) == []


def test_the_words_and_their_place_are_kept() -> None:
    text = "They say that at least 49 civilians died."
    found = counts(text)[0]
    assert text[found.start : found.end] == found.bounds.words == "at least 49"
    assert text[found.core : found.end] == "49"


def test_revised_from_23_to_27_keeps_the_older_figure() -> None:
    found = counts("The toll was revised from 23 to 27.")[0]
    assert found.revised == 23
    assert found.bounds.high == 27


def test_as_many_as_is_not_the_vague_word_many() -> None:
    assert [c.bounds.vague for c in counts("as many as thirty people")] == [None]
