"""What assessment and linking ask of words is asked in every language that is read."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from firsthand.link.speakers import voices_of
from firsthand.model import RootKind
from firsthand.reference import Reference, bundled_reference
from firsthand.reference.voices import kind_of

SIX = {"ar", "en", "es", "fr", "ru", "uk"}


@pytest.mark.parametrize(
    ("table", "column", "kinds"),
    [
        ("counting_words", "role", {"anyone", "elsewhere", "others"}),
        ("protected_people", "kind", {"medical", "hors_de_combat", "rescue"}),
    ],
)
def test_words_that_sum_and_protect_are_known_in_six_languages(
    table: str, column: str, kinds: set[str]
) -> None:
    held = defaultdict(set)
    for row in bundled_reference().table(table):
        held[row[column]].add(row["language"])
    assert {kind: held[kind] for kind in kinds} == dict.fromkeys(kinds, SIX)


@pytest.mark.parametrize(
    ("kind", "speakers"),
    [
        (
            RootKind.WITNESS,
            ["شهود عيان", "witnesses", "testigos", "témoins", "очевидцы", "очевидці"],
        ),
        (
            RootKind.MEDICAL,
            ["أطباء", "doctors", "médicos", "médecins", "врачи", "лікарі"],
        ),
        (
            RootKind.FIRST_RESPONDER,
            [
                "مسعفون",
                "rescuers",
                "rescatistas",
                "secouristes",
                "спасатели",
                "рятувальники",
            ],
        ),
        (
            RootKind.EXPERT,
            ["خبراء", "analysts", "analistas", "analystes", "аналитики", "аналітики"],
        ),
    ],
)
def test_nobody_in_particular_is_told_from_a_name_in_six_languages(
    kind: RootKind, speakers: list[str]
) -> None:
    reference = bundled_reference()
    voices = voices_of(reference)
    for speaker in speakers:
        read = voices.read(speaker.capitalize())
        assert kind_of(speaker, reference) == (kind, None), speaker
        assert (read.kind, read.is_named) == (kind, False), speaker


def test_small_words_of_a_table_are_words_and_no_truth_values(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "- {words: [on, no, No, y, off, yes], strong: true, weak: false}\n",
        encoding="utf-8",
    )
    (row,) = Reference((tmp_path,)).table("own")
    assert row == {
        "words": ["on", "no", "No", "y", "off", "yes"],
        "strong": True,
        "weak": False,
    }
