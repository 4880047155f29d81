"""Statements told by layout: tagged turns and signed quotations."""

from __future__ import annotations

import pytest

from firsthand.extract import extract_attributions
from firsthand.reference import bundled_reference

TURNS = (
    "Partial transcript:\n\nDORI: Where did the shells land?\n\n"
    "PEREN: Two of them hit the bakery in Talbar.\n\nDORI: Was anyone there?\n\n"
    "PEREN: Seven people, and a child.\n"
)


def _told(text: str) -> list[tuple[str, str, str]]:
    found = extract_attributions(text, bundled_reference())
    return [
        tuple(
            " / ".join(text[s:e] for s, e in made[part])
            for part in ("source", "cue", "content")
        )
        for made in found
    ]  # type: ignore[return-value]  three parts each


def test_a_transcript_gives_each_turn_to_its_tag() -> None:
    told = _told(TURNS)
    assert ("DORI", ":", "Where did the shells land?") in told
    assert ("PEREN", ":", "Two of them hit the bakery in Talbar.") in told
    assert ("PEREN", ":", "Seven people, and a child.") in told


def test_turns_may_stand_in_quotation_marks() -> None:
    told = _told(TURNS.replace("DORI:", '"DORI:').replace("PEREN:", '"PEREN:'))
    assert ("DORI", ":", "Was anyone there?") in told


def test_one_tag_alone_is_a_rubric_not_a_speaker() -> None:
    assert not [t for t in _told("VELMARA: Two dead in Toreth.\nMore soon.") if t[0]]


@pytest.mark.parametrize("word", ["BREAKING", "UPDATE", "NOTE", "FILE"])
def test_words_of_the_trade_are_no_speakers(word: str) -> None:
    told = _told("\n\n".join(f"{word}: shells fell again on Daraz." for _ in range(4)))
    assert all(source != word for source, _, _ in told)


@pytest.mark.parametrize("dash", ["―", "—", "--", "–"])
def test_a_signed_quotation_is_its_signers(dash: str) -> None:
    quote = "“They bombed the market while the whole town was shopping.”"
    told = _told(f"Voices from Sarmak:\n\n{quote} {dash} Lina Peren\n")
    assert ("Lina Peren", dash, quote) in told


def test_a_description_after_the_name_is_not_the_name() -> None:
    quote = "“Nobody came to dig for two whole days after that.”"
    told = _told(f"Voices from Sarmak:\n\n{quote}\n— Oren Dal, a teacher in Jesrin\n")
    assert ("Oren Dal", "—", quote) in told


def test_a_dash_inside_a_line_signs_nothing() -> None:
    text = "“They bombed the market in the morning” — Oren Dal heard it on the radio."
    assert all(cue != "—" for _, cue, _ in _told(text))
