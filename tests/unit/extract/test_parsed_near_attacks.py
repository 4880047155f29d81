"""Which sentences are parsed: those near an attack, of those with a trigger."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims, read_page
from firsthand.extract.read import read_parts
from firsthand.reference import bundled_reference

_FAR = "The council said on 3 May that the fair opens at noon. " * 4


def _parsed(text: str) -> list[str]:
    (reading,) = read_parts(Page(id="p", text=text, language="en"), bundled_reference())
    return [text[s.start : s.end] for s in reading.sentences if s.doc is not None]


def test_a_page_without_harm_attack_or_charge_is_not_parsed_at_all() -> None:
    assert _parsed(_FAR) == []


@pytest.mark.parametrize(
    "told",
    [
        "Shells hit the mill in Daraz.",
        "Four people died in Talbar.",
        "The ministry denied it.",
        "The group accused Toreth.",
        "The remains of two men were found.",
        "There is no military base here, the teacher said.",
        "It was a different building, the group said.",
        "The mayor declined to comment.",
        "The ministry did not respond to questions.",
    ],
)
def test_a_sentence_that_tells_is_parsed_with_its_neighbours(told: str) -> None:
    text = (
        f"{_FAR}A nurse spoke to Lantern.{' '}{told} He added that it was 3 May. {_FAR}"
    )
    assert told in _parsed(text)
    assert "He added that it was 3 May." in _parsed(text)
    assert len(_parsed(text)) == 3


@pytest.mark.parametrize(
    "told",
    [
        "The council said he was the target of 3 letters.",
        "Executives said they paid 4 million.",
        "A clip was 3 minutes, he said.",
    ],
)
def test_one_vague_word_counts_on_a_page_that_tells_of_attacks(told: str) -> None:
    telling = "Shells hit the mill in Daraz. Four people died in Talbar. " * 2
    assert _parsed(f"{_FAR * 3}{told}") == []
    assert told in _parsed(f"{_FAR}{telling}{_FAR}{told}")
    assert told in _parsed(told)  # a short page


@pytest.mark.parametrize(
    "told",
    [
        "A plane hit the mill, he said.",
        "Women lost their lives on 3 May.",
        "Two were executed, he said.",
        "They were buried on 3 May.",
        "A store exploded on 3 May.",
        "The mill was targeted, he said.",
    ],
)
def test_two_vague_words_or_a_plain_one_count_on_any_page(told: str) -> None:
    assert told in _parsed(f"{_FAR * 3}{told} {_FAR * 3}")


def test_who_asks_for_attributions_gets_every_sentence_with_a_trigger() -> None:
    reading = read_page(Page(id="p", text=_FAR, language="en"), bundled_reference())
    assert all(sentence.doc is not None for sentence in reading.sentences)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"There is no military base here," the teacher said.', "teacher"),
        ("Toreth declined to comment.", "Toreth"),
        ("The office in Daraz did not respond to a request for comment.", "office"),
        ("It was a different building, the group said.", "group"),
        ('"This is not the same mosque," the ministry said.', "ministry"),
        ("No fighters were in the village, the mayor said.", "mayor"),
    ],
)
def test_a_page_of_one_sentence_without_a_word_of_harm_keeps_its_speaker(
    text: str, speaker: str
) -> None:
    page = Page(id="p", text=text, language="en")
    (claim,) = extract_claims(page, bundled_reference())
    assert claim.speaker is not None
    assert speaker in str(claim.speaker)
