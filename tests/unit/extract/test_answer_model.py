"""Answers to allegations that a learned scorer reads where no rule does.

All sentences are invented.
"""

from __future__ import annotations

import dataclasses
from importlib import resources

import numpy as np
import pytest

from firsthand.extract import Page, extract_claims
from firsthand.extract.answer_clauses import clauses_of, words_in
from firsthand.extract.answer_model import (
    RULE,
    Space,
    heard,
    learned_answers,
    open_answer_model,
    scored,
)
from firsthand.extract.assemble import read_by_rules
from firsthand.extract.read import read_parts
from firsthand.extract.reading import Reading
from firsthand.model import Claim, DenialClaim
from firsthand.reference import bundled_reference

_LARGEST_FILE = 4_300_000  # bytes
_LEAD = (
    "Rescuers said Russian air strikes on the town of Daraz killed 14 civilians.\n\n"
)


def read(text: str, language: str = "en") -> tuple[Reading, list[Claim]]:
    page = Page(id="p", text=text, language=language)
    (reading,) = read_parts(page, bundled_reference())
    return reading, read_by_rules(reading)


def small_space() -> Space:
    words = ["denied", "отверг", "بلا"]
    return Space(words, np.eye(3, dtype=np.float32), np.ones(3, dtype=np.float32))


def test_a_word_not_known_stands_where_the_word_stands_that_begins_alike() -> None:
    space = small_space()
    assert space.find("denies") == 0
    assert space.find("отвергло") == 1
    assert space.find("denmark") is None
    assert space.find("den") is None


def test_an_arabic_particle_before_a_word_is_left_out_where_the_whole_is_unknown() -> (
    None
):
    space = dataclasses.replace(
        small_space(), words=["تقرير"], vectors=np.ones((1, 3), np.float32)
    )
    assert space.find("وتقرير") == 0


def test_the_place_of_a_clause_without_a_known_word_is_nought() -> None:
    assert not small_space().mean(["zzz"]).any()


def test_a_clause_knows_its_speaker_by_kind_and_never_by_name() -> None:
    reading, claims = read(_LEAD + "Pavel Orsin, a spokesman, said nobody had flown.")
    told = {f for c in clauses_of(reading, claims) for f in c.features}
    grammar = {f for f in told if f.startswith(("voice:", "speaker:", "party:", "is:"))}
    assert "speaker:office" in told
    assert not any("orsin" in f.lower() for f in grammar)


def test_pieces_of_a_sentence_hold_their_words_and_no_marks_about_them() -> None:
    reading, claims = read(
        _LEAD + "The army, asked about it, kept silent; nobody came."
    )
    for clause in clauses_of(reading, claims):
        quote = reading.text[clause.start : clause.end]
        assert quote == quote.strip(" ,;.")
        assert clause.words == words_in(quote)


def test_a_page_without_harm_or_author_holds_nothing_to_answer() -> None:
    reading, claims = read("Moscow left a letter about the new stadium unanswered.")
    assert not learned_answers(reading, claims)


def test_what_rules_read_is_read_once_and_as_the_rules_read_it() -> None:
    text = _LEAD + "Russia denied that its planes had struck the town."
    reading, claims = read(text)
    by_rule = [c for c in claims if isinstance(c, DenialClaim)]
    assert by_rule
    for learned in learned_answers(reading, claims):
        for claim in by_rule:
            apart = (
                learned.span.end <= claim.span.start
                or claim.span.end <= learned.span.start
            )
            assert apart


def test_a_learned_answer_says_how_it_was_found_and_which_words_weighed_most() -> None:
    model = dataclasses.replace(open_answer_model(), least=0.05)
    reading, claims = read(_LEAD + "The Russian ministry left the letter unanswered.")
    kept = [c for c in claims if not isinstance(c, DenialClaim)]
    found = learned_answers(reading, kept, model)
    assert found
    for claim in found:
        assert claim.rule == RULE
        assert claim.note is not None
        assert "learned scorer" in claim.note
        assert reading.text[claim.span.start : claim.span.end] == claim.span.quote


def test_the_higher_the_bar_the_fewer_the_answers() -> None:
    reading, claims = read(_LEAD + "The Russian army would not discuss the raid.")
    model = open_answer_model()
    n_found = [
        len(scored(heard(reading, claims, model), model, least))
        for least in (0.01, 0.3, 0.99)
    ]
    assert n_found == sorted(n_found, reverse=True)
    assert n_found[0] > 0


def test_the_same_page_gives_the_same_answers_again() -> None:
    reading, claims = read(
        _LEAD + "Moscow has left the researchers' letter unanswered."
    )
    assert learned_answers(reading, claims) == learned_answers(reading, claims)


def test_the_file_is_small_and_can_run_nothing() -> None:
    file = resources.files("firsthand.extract").joinpath("answer_model.npz")
    assert len(file.read_bytes()) < _LARGEST_FILE
    model = open_answer_model()
    assert list(model.space.words) == sorted(model.space.words)
    assert 0.5 < model.least < 1  # sure, and not past what it can be sure of


def test_a_clause_that_begins_amid_a_quotation_is_no_answer() -> None:
    text = _LEAD + 'Washington said it was "shocked" by the Russian raids "on homes".'
    reading, claims = read(text)
    model = dataclasses.replace(open_answer_model(), least=0.01)
    for claim in learned_answers(reading, claims, model):
        assert claim.span.quote.count('"') % 2 == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rescuers said the bodies of two more people had been found."),
        ("en", "The United Nations urged all sides to spare hospitals."),
        ("en", "Witnesses said they had seen no soldiers near the market."),
        ("es", "Los vecinos dijeron que no habían oído sirenas."),
        ("fr", "Les secouristes ont dit chercher encore deux enfants."),
        ("ru", "Очевидцы рассказали, что сирены не было."),
        ("uk", "Рятувальники повідомили, що шукають ще двох людей."),
        ("ar", "وقال سكان إنهم لم يسمعوا صفارات الإنذار."),
    ],
)
def test_what_rescuers_and_witnesses_say_answers_nothing(
    language: str, text: str
) -> None:
    leads = {
        "en": _LEAD,
        "es": "Un ataque aéreo ruso mató a 14 civiles en Daraz.\n\n",
        "fr": "Une frappe aérienne russe a tué 14 civils à Daraz.\n\n",
        "ru": "Российский авиаудар убил 14 мирных жителей в Даразе.\n\n",
        "uk": "Російський авіаудар убив 14 мирних жителів у Даразі.\n\n",
        "ar": "قتلت غارة روسية 14 مدنيا في دراز.\n\n",
    }
    page = Page(id="p", text=leads[language] + text, language=language)
    claims = extract_claims(page, bundled_reference())
    assert not [c for c in claims if isinstance(c, DenialClaim)]


def test_nobody_is_made_to_admit_by_the_scorer() -> None:
    reading, claims = read(_LEAD + "The Russian ministry left the letter unanswered.")
    model = open_answer_model()
    admitting = dataclasses.replace(
        model, least=0.01, codes=["admits_harm"] * len(model.codes)
    )
    found = scored(heard(reading, claims, admitting), admitting)
    assert {one.denies for one in found} == {"admits_harm"}
    assert learned_answers(reading, claims, admitting) == []
