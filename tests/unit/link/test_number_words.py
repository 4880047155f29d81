"""Rows of number words that copies are compared by."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import UserError
from firsthand.link.facts import number_words
from firsthand.reference import bundled_reference, open_reference


def test_each_number_word_has_one_value_and_is_one_word_of_a_text() -> None:
    rows = bundled_reference().table("link_number_words")
    words = [str(word) for row in rows for word in row["words"]]
    assert len(set(words)) == len(words)
    assert len(number_words(bundled_reference())) >= len(words) - 2  # ё folded to е


@pytest.mark.parametrize("word", ["once", "sept", "may", "one"])
def test_a_word_that_is_no_number_in_some_language_stands_for_none(word: str) -> None:
    assert word not in number_words(bundled_reference())


@pytest.mark.parametrize("words", ["dix-sept", "أحد عشر", "п'ять"])
def test_a_row_of_more_than_one_word_is_refused_with_what_to_do(
    tmp_path: Path, words: str
) -> None:
    row = f'- {{value: 17, words: ["{words}"], ref: ours}}\n'
    (tmp_path / "reference").mkdir()
    own = tmp_path / "reference" / "link_number_words.yaml"
    own.write_text(row, encoding="utf-8")
    with pytest.raises(UserError, match="leave it out"):
        number_words(open_reference(tmp_path))
