"""A pattern that is tried only where its words stand finds what it finds alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reference import bundled_reference
from firsthand.reference.lexicon import Forms, Lexicon, word_heads
from firsthand.reference.quick_patterns import QuickPattern, Sieve, needed_words, quick


@pytest.mark.parametrize(
    "forms", [["ministerio+", "Ministerio de Salud"], ["Air", "air strike"]]
)
def test_of_forms_that_differ_in_case_alone_the_longest_is_found(
    forms: list[str],
) -> None:
    lexicon = Lexicon([{"words": forms}], ("words",))
    (hit,) = lexicon.find(f"the {forms[1]} said")
    assert hit.words == forms[1]


_TEXTS = (
    "Shells hit a school in Talbar; the army said it struck a depot by mistake.",
    "The nearest base was 400 metres away, and no fighters were there.",
    "MISTAKENLY bombed, said the mayor of Jesrin.",
    "Nobody came.",
    "",
)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"by\s+mistake|in\s+error", {"mistake", "error"}),
        (r"\d+\s*(?:metres|yards)", {"metres", "yards"}),
        (r"(?:was\s+)?not\s+a\s+target", {"target"}),
        (r"(?:hit|struck)?\s*depot", {"depot"}),
        (r"(?:ab)+c{0,2}", {"ab"}),
        (r"(?<=never )found", {"found"}),
    ],
)
def test_a_match_needs_one_of_these_words(pattern: str, needed: set[str]) -> None:
    assert needed_words(re.compile(pattern)) == needed


@pytest.mark.parametrize(
    "pattern", [r"\w+", r"a|b", r"(?:bomb|\d+)", r"(?:bombs)?", r"(?=bomb)\w+", ""]
)
def test_a_pattern_that_can_do_without_is_always_tried(pattern: str) -> None:
    assert needed_words(re.compile(pattern)) is None
    assert quick(pattern).may_be_in("zzz")


_PATTERNS = (
    r"by\s+mistake|mistakenly\s+\w+",
    r"\b(?:no|without)\s+fighters?\b",
    r"\d+\s+met(?:er|re)s",
    r"(?:army|mayor)\s+(?:said|of)",
)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize("pattern", _PATTERNS)
def test_what_is_found_is_what_the_pattern_alone_finds(
    pattern: str, flags: int
) -> None:
    alone, ours = re.compile(pattern, flags), quick(pattern, flags)
    for text in _TEXTS:
        assert [m.span() for m in ours.finditer(text)] == [
            m.span() for m in alone.finditer(text)
        ]
        found, wanted = ours.search(text, 3, 60), alone.search(text, 3, 60)
        assert (found and found.span()) == (wanted and wanted.span())


def test_letters_of_odd_case_are_met_all_the_same() -> None:
    assert quick("mistake", re.IGNORECASE).search("by mi\u017ftake") is not None


@given(text=st.text("shel ktabou\u017f\u0130'-.AST", max_size=30))
def test_words_of_a_table_are_found_wherever_they_stand(text: str) -> None:

    patterns = (
        re.compile(
            r"(?<!\w)(?:shell(?:s|es)?|tank\w*|a[\s-]?bolt)(?!\w)", re.IGNORECASE
        ),
        re.compile(r"\b(?:US|o'tal|ta)\b"),
    )
    heads = (("shell", "tank*", "a bolt"), ("US", "o'tal", "ta"))
    for pattern, some in zip(patterns, heads, strict=True):
        assert [m.span() for m in Forms(pattern, some).finditer(text)] == [
            m.span() for m in pattern.finditer(text)
        ]


def test_a_form_that_begins_with_a_mark_is_looked_for_everywhere() -> None:
    forms = Forms(re.compile(r"(?:'tis|\bshell)\b"), ("'tis", "shell"))
    assert forms.findall("shell, 'tis") == ["shell", "'tis"]
    assert forms.search("depot") is None


def test_words_are_known_by_their_first_letters() -> None:
    lowered, heads = word_heads("Ёжик A-10") or ("", ())
    assert lowered == "ежик a-10"
    assert heads == ({"е", "a", "1"}, {"еж", "a", "10"}, {"ежи", "a", "10"})
    assert word_heads("\u0130zmir") is None


@given(text=st.text("shel ktabouKOT\u017f\u0130'-.", max_size=40))
def test_a_sieve_keeps_every_pattern_that_is_met(text: str) -> None:
    patterns = [
        quick(r"\b(?:shell|tank)s?\b", re.IGNORECASE),
        quick(r"\bno (?:talk|bolt)"),
        quick(r"ll(?= )|o'"),
        quick(r"[aeo]+"),
        quick(r"KO"),
    ]
    met = [n for n, pattern in enumerate(patterns) if pattern.pattern.search(text)]
    likely = Sieve(patterns).likely(text)
    assert set(met) <= set(likely)
    assert likely == sorted(set(likely))


def test_a_sieve_leaves_out_patterns_none_of_whose_words_stand() -> None:
    patterns = [quick("shells? of"), quick(r"\d"), quick("no such"), quick("NO")]
    assert Sieve(patterns).likely("Nosuch shells") == [0, 1]
    assert Sieve([]).likely("shell") == []


def test_every_needed_word_of_our_tables_is_in_what_they_find() -> None:
    reference = bundled_reference()
    rows = [*reference.table("response_phrases"), *reference.table("rebuttal_phrases")]
    lines = [
        line.lower()
        for path in Path("tests/constructions").glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
        if '"en"' in line
    ]
    n_found = 0
    for row in rows:
        alone = re.compile(str(row["pattern"]))
        ours = QuickPattern(alone)
        found = [line for line in lines if alone.search(line)]
        n_found += len(found)
        assert found == [line for line in lines if ours.search(line)]
    assert n_found > 50
