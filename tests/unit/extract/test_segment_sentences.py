from __future__ import annotations

import pytest

from firsthand.extract.segment import split_sentences
from firsthand.reference import bundled_reference


def sentences(text: str) -> list[str]:
    found, _ = split_sentences(text, bundled_reference())
    return [text[s.start : s.end] for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gen. Ilan Torev spoke to the press. He left at noon.",
            ["Gen. Ilan Torev spoke to the press.", "He left at noon."],
        ),
        (
            "The U.S. military denied it. The raid went on.",
            ["The U.S. military denied it.", "The raid went on."],
        ),
        (
            "It was hit by troops of the U.S. The raid went on.",
            ["It was hit by troops of the U.S.", "The raid went on."],
        ),
        (
            "School No. 5 in Talbar was hit. Nobody was inside.",
            ["School No. 5 in Talbar was hit.", "Nobody was inside."],
        ),
        (
            "Was it struck? The answer was no. Nobody knew.",
            ["Was it struck?", "The answer was no.", "Nobody knew."],
        ),
        (
            "On Oct. 7 a shell fell. Two died.",
            ["On Oct. 7 a shell fell.", "Two died."],
        ),
        (
            "“Go away,” he said. “We are under fire.” Then the line went dead.",
            ["“Go away,” he said.", "“We are under fire.”", "Then the line went dead."],
        ),
        (
            "A. B. Orlan, a medic, saw it. J. Vesk did not.",
            ["A. B. Orlan, a medic, saw it.", "J. Vesk did not."],
        ),
        (
            "About 1.5 tons fell at 3.30 p.m. on the market.",
            ["About 1.5 tons fell at 3.30 p.m. on the market."],
        ),
        (
            "Nobody came... They waited until dawn.",
            ["Nobody came...", "They waited until dawn."],
        ),
        (
            "قُتل خمسة في تلبار. وجُرح آخرون؟ لا أحد يعرف.",
            ["قُتل خمسة في تلبار.", "وجُرح آخرون؟", "لا أحد يعرف."],
        ),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_one_ends(
    text: str, expected: list[str]
) -> None:
    assert sentences(text) == expected


def test_a_title_apart_from_the_body_is_the_headline() -> None:
    text = "Raid on Talbar kills 17\n\nSeventeen people died on Friday."
    found, _ = split_sentences(text, bundled_reference())
    assert [s.is_headline for s in found] == [True, False]


def test_a_page_of_one_sentence_has_no_headline() -> None:
    found, _ = split_sentences("Raid on Talbar kills 17", bundled_reference())
    assert [s.is_headline for s in found] == [False]


def test_a_first_paragraph_that_ends_with_a_full_stop_is_no_headline() -> None:
    text = "Seventeen people died on Friday in the town.\n\nThe army was silent."
    found, _ = split_sentences(text, bundled_reference())
    assert not any(s.is_headline for s in found)


@pytest.mark.parametrize(
    "dateline",
    [
        "TALBAR, Velmara (Meridian) —",
        "JESRIN (Meridian Wire) -",
        "GHANTA —",
        "Sarmak, Velmara –",
        "NEW TALBAR, Velmara (MW) --",
    ],
)
def test_a_dateline_stands_apart_from_the_first_sentence(dateline: str) -> None:
    body = "A shell hit the bakery."
    assert sentences(f"Old news\n\n{dateline} {body}")[-1] == body


def test_lines_that_were_only_wrapped_are_one_sentence() -> None:
    text = (
        "Rescue workers said that the strike on the apartment block in the town of\n"
        "Talbar killed seventeen people, among them a nurse who had come to the house\n"
        "that morning."
    )
    assert sentences(text) == [text]


def test_list_lines_are_sentences_without_their_bullet() -> None:
    text = "The list:\n- Two dead in Daraz\n- One dead in Ghanta"
    assert sentences(text)[1:] == ["Two dead in Daraz", "One dead in Ghanta"]


def test_furniture_is_masked_and_offsets_stay_those_of_the_text() -> None:
    text = "Skip to content\n\nA shell hit the bakery.\n\nRead more\n"
    found, masked = split_sentences(text, bundled_reference())
    assert [text[s.start : s.end] for s in found] == ["A shell hit the bakery."]
    assert [text[s:e] for s, e in masked] == ["Skip to content", "Read more"]
