"""Phrases that tell of harm without a word of harm, and a case's own ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import Reference, bundled_reference, open_reference

_ROW = '- {harm: missing, after: " (?:was|were) spirited off\\\\b", ref: house}\n'


def _missing(text: str, reference: Reference) -> list[int | None]:
    claims = extract_claims(Page(id="p", text=text, language="en"), reference)
    found = [c.missing for c in claims if isinstance(c, CasualtyClaim)]
    return [bounds.low for bounds in found if bounds is not None]


def _reference(folder: Path) -> Reference:
    (folder / "reference").mkdir()
    (folder / "reference" / "harm_phrases.yaml").write_text(_ROW, encoding="utf-8")
    return open_reference(folder)


def test_a_case_adds_a_phrase_whose_words_no_row_of_ours_has(tmp_path: Path) -> None:
    text = "Shells hit Daraz. After the raid nine villagers were spirited off."
    assert _missing(text, bundled_reference()) == []
    assert _missing(text, _reference(tmp_path)) == [9]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("After the raid on Talbar nine villagers were unaccounted for.", 9),
        ("Six men are still missing after the strike on Jesrin.", 6),
    ],
)
def test_phrases_of_ours_hold_beside_those_of_a_case(
    text: str, n: int, tmp_path: Path
) -> None:
    assert _missing(text, _reference(tmp_path)) == [n]
