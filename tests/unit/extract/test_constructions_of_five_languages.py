"""The construction tables outside English: ten of each, quotes that stand there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.conjugated import forms_of
from firsthand.model.wire import claim_as_line
from firsthand.reference import open_reference

ROOT = Path(__file__).parents[3]
LANGUAGES = ("ar", "es", "fr", "ru", "uk")
FEWEST = 10


def _rows(language: str) -> list[dict[str, Any]]:
    return [
        row
        for path in sorted((ROOT / "tests" / "constructions").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if (row := json.loads(line))["language"] == language
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_construction_has_ten_sentences_or_more(language: str) -> None:
    counts: dict[str, int] = {}
    for row in _rows(language):
        counts[row["construction"]] = counts.get(row["construction"], 0) + 1
    assert {name: n for name, n in counts.items() if n < FEWEST} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_of_all_constructions_stand_where_they_say(language: str) -> None:
    reference = open_reference(ROOT / "tests" / "eval" / "languages", country="XV")
    for row in _rows(language)[::25]:
        page = Page(id="p", text=row["text"], language=language)
        for claim in extract_claims(page, reference):
            line = claim_as_line(claim, "p")
            assert row["text"][line["start"] : line["end"]] == line["quote"]


@pytest.mark.parametrize(
    ("word", "language", "form"),
    [
        ("~anunciar", "es", "anunció"),
        ("~anunciar", "es", "anunciaban"),
        ("~~anunciar", "es", "anunciado"),
        ("~insistir", "es", "insistieron"),
        ("~indiquer", "fr", "indiquait"),
        ("~juger", "fr", "jugeait"),
        ("~juger", "fr", "jugèrent"),
        ("~établir", "fr", "établissent"),
        ("~~établir", "fr", "établi"),
        ("plain", "fr", "plain"),
    ],
)
def test_a_verb_of_a_row_stands_for_its_third_persons(
    word: str, language: str, form: str
) -> None:
    assert form in set(forms_of(word, language))


@pytest.mark.parametrize(("word", "language"), [("~dormir", "ru"), ("~prendre", "fr")])
def test_a_verb_that_no_model_fits_is_refused(word: str, language: str) -> None:
    with pytest.raises(ValueError, match="no regular verb"):
        list(forms_of(word, language))
