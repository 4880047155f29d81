"""The quick run of the pipeline says what the pipeline itself says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from firsthand.extract.parser import open_parser, parser_name
from firsthand.extract.quick_parse import QuickParser, is_usual, quick_parser
from firsthand.extract.quick_vectors import QuickVectors

_SENTENCES = [
    "At least 49 civilians were killed when shells hit the market in Toreth.",
    "There were no fighters there, said a nurse who had been treating the wounded.",
    "\"We're gonna stay,\" Idra Velan told Lantern; she'd lost her son in the raid.",
    "The ministry ain't saying what it knows, and let's not guess.",
    "he said that nothing had been found.",
    "Two of those who died were children, aged four and six, doctors did say.",
    "Its  spokesman   had denied it.",
    "That which was hit wasn't a depot: it was a school.",
    "Rescuers",
    "",
]


@pytest.fixture(scope="module")
def usual() -> Language:
    """Return the pipeline as it is loaded, none of its steps changed."""
    return open_parser.__wrapped__(parser_name())


@pytest.fixture(scope="module")
def quick() -> QuickParser:
    nlp = open_parser(parser_name())
    if not is_usual(nlp):
        pytest.skip("another parser is in force")
    return quick_parser(nlp)


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_every_word_is_tagged_as_by_the_pipeline(
    usual: Language, quick: QuickParser, sentence: str
) -> None:
    (ours,) = quick.parse([sentence], names=True)
    theirs = usual(sentence)
    assert [_said(token) for token in ours] == [_said(token) for token in theirs]


def test_a_word_seen_before_is_tagged_the_same_again(quick: QuickParser) -> None:
    first = quick.parse(_SENTENCES, names=True)
    again = quick.parse(_SENTENCES, names=True)
    assert [[_said(t) for t in d] for d in first] == [
        [_said(t) for t in d] for d in again
    ]


def test_names_are_left_out_where_they_are_not_asked_for(quick: QuickParser) -> None:
    (doc,) = quick.parse(["Idra Velan fled Toreth."], names=False)
    assert not doc.ents
    assert doc[2].lemma_ == "flee"


def _said(token: Token) -> tuple[Any, ...]:
    return (
        token.text, token.tag_, token.pos_, token.lemma_, token.dep_, token.head.i,
        str(token.morph), token.ent_type_,
    )  # fmt: skip


_WITH_NAMES = [
    "On 3 May 2021 Gen. Idra Velan of the Toreth Rescue Corps met Nur Dalo in Paris.",
    "Some 40 percent of the $3 million went to the Velmaran Red Crescent on Tuesday.",
    "Lantern, Human Rights Watch and the United Nations named villages near Daraz.",
    "A first-time reader of the Geneva Conventions, she crossed the Nile at 6 a.m.",
    "Nobody came.",
]


def test_names_are_those_of_the_pipeline_in_any_company(
    usual: Language, quick: QuickParser
) -> None:
    sentences = [*_SENTENCES, *_WITH_NAMES] * 3
    ours = [_names(doc) for doc in quick.parse(sentences, names=True)]
    theirs = [_names(usual(sentence)) for sentence in sentences]
    assert ours == theirs
    assert sum(map(len, ours)) > 40


def test_vectors_are_those_of_the_model(usual: Language) -> None:
    model = usual.get_pipe("tok2vec").model
    docs = [usual.make_doc(sentence) for sentence in _WITH_NAMES]
    theirs = model.predict(docs)
    ours = QuickVectors(model).vectors(docs)
    assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(ours, theirs, strict=True))


def _names(doc: Doc) -> list[tuple[int, int, str]]:
    return [(name.start, name.end, name.label_) for name in doc.ents]
