"""The quick run of the pipeline says what the pipeline itself says."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Token

from firsthand.extract.parser import open_parser, parser_name
from firsthand.extract.quick_parse import is_usual, quick_parser

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
    return open_parser(parser_name())


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_every_word_is_tagged_as_by_the_pipeline(
    usual: Language, sentence: str
) -> None:
    if not is_usual(usual):
        pytest.skip("another parser is in force")
    quick = quick_parser(usual)
    (ours,) = quick.parse([sentence], names=True)
    theirs = usual(sentence)
    assert [_said(token) for token in ours] == [_said(token) for token in theirs]


def test_a_word_seen_before_is_tagged_the_same_again(usual: Language) -> None:
    if not is_usual(usual):
        pytest.skip("another parser is in force")
    quick = quick_parser(usual)
    first = quick.parse(_SENTENCES, names=True)
    again = quick.parse(_SENTENCES, names=True)
    assert [[_said(t) for t in d] for d in first] == [
        [_said(t) for t in d] for d in again
    ]


def test_names_are_left_out_where_they_are_not_asked_for(usual: Language) -> None:
    if not is_usual(usual):
        pytest.skip("another parser is in force")
    (doc,) = quick_parser(usual).parse(["Idra Velan fled Toreth."], names=False)
    assert not doc.ents
    assert doc[2].lemma_ == "flee"


def _said(token: Token) -> tuple[Any, ...]:
    return (
        token.text, token.tag_, token.pos_, token.lemma_, token.dep_, token.head.i,
        str(token.morph), token.ent_type_,
    )  # fmt: skip
