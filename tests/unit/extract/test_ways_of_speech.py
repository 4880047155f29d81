"""Who says what, by each language's way of building statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.extract.arabic_speech import ArabicSpeech
from firsthand.extract.european_speech import EuropeanSpeech
from firsthand.extract.patterned import (
    ARABIC,
    FRENCH,
    RUSSIAN,
    SPANISH,
    UKRAINIAN,
    Language,
)
from firsthand.extract.patterned_speech import Speech
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def _speakers(
    reference: Reference, language: Language, *sentences: str
) -> list[str | None]:
    tokens = [language.tokens(one, 0, len(one)) for one in sentences]
    said = Speech(reference, language).statements(tokens, frozenset())
    return [one.statement.speaker for one in said]


def test_arabic_has_a_way_of_its_own_and_the_others_share_one(
    reference: Reference,
) -> None:
    assert isinstance(Speech(reference, ARABIC).words, ArabicSpeech)
    assert all(
        isinstance(Speech(reference, language).words, EuropeanSpeech)
        for language in (RUSSIAN, UKRAINIAN, FRENCH, SPANISH)
    )


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        (ARABIC, "قالت وزارة الصحة إن خمسة أشخاص قتلوا.", "وزارة الصحة"),
        (
            RUSSIAN,
            "Министерство здравоохранения сообщило, что погибли пять человек.",
            "Министерство здравоохранения",
        ),
        (
            UKRAINIAN,
            "Міністерство охорони здоров'я повідомило, що загинули люди.",
            "Міністерство охорони здоров'я",
        ),
        (
            FRENCH,
            "Le ministère de la Santé a déclaré que cinq personnes sont mortes.",
            "Le ministère de la Santé",
        ),
        (
            SPANISH,
            "El ministerio de Salud dijo que murieron cinco personas.",
            "El ministerio de Salud",
        ),
    ],
    ids=["ar", "ru", "uk", "fr", "es"],
)
def test_an_office_beside_its_verb_speaks(
    reference: Reference, language: Language, sentence: str, speaker: str
) -> None:
    assert _speakers(reference, language, sentence) == [speaker]


def test_a_dash_in_a_verbs_place_speaks_in_slavic_alone(reference: Reference) -> None:
    russian = "Больница сообщила о пяти погибших, мэр — о семи."
    spanish = "El hospital informó de cinco muertos, el alcalde — de siete."
    assert "мэр" in _speakers(reference, RUSSIAN, russian)
    assert "el alcalde" not in _speakers(reference, SPANISH, spanish)


def test_nobody_speaks_by_a_spanish_reflexive(reference: Reference) -> None:
    assert _speakers(reference, SPANISH, "No se confirmó que hubiera muertos.") == []


def test_a_pronoun_is_whoever_spoke_before(reference: Reference) -> None:
    said = _speakers(
        reference,
        FRENCH,
        "Le maire Paul Roche a déclaré que cinq personnes sont mortes.",
        "Il a ajouté que deux maisons ont brûlé.",
    )
    assert said == ["Paul Roche", "Paul Roche"]
