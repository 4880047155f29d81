"""Any words of our rows, in any order: no crash, exact spans."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract import Page, arabic, read_page, russian
from firsthand.extract.reading import Reading
from firsthand.model import Claim
from firsthand.reference import bundled_reference

_TABLES = ("counts", "things", "speech", "responses")
_SIGNS = [
    *["12", "3", "2021", "29", "17-18", "5.10.2021", "٣", "1 200", "%", "/", "№"],
    *["-", "—", "،", ",", ".", ":", ";", "«", "»", '"', "(", ")", "؟", "\n", "\n\n"],
    *[
        "و",
        "и",
        "он",
        "إدلب",
        "Идлибе",
        "روسيا",
        "Россия",
        "سو-24",
        "Су-34",
        "ـ",
        "\u200f",
    ],
]


def _words(language: str) -> list[str]:
    rows = [
        row
        for table in _TABLES
        for row in bundled_reference().table(f"{table}_{language}")
    ]
    return [str(form).replace("*", "") for row in rows for form in row["forms"]]


def _texts(language: str) -> st.SearchStrategy[str]:
    words = st.sampled_from([*_words(language), *_SIGNS])
    return st.lists(words, min_size=1, max_size=30).map(" ".join)


def _read(text: str, language: str) -> Reading:
    published = dt.date(2021, 12, 6)
    page = Page(id="p", text=text, language=language, published=published)
    return read_page(page, bundled_reference())


def _check(text: str, claims: list[Claim]) -> None:
    for claim in claims:
        assert text[claim.span.start : claim.span.end] == claim.span.quote
        assert claim.chain == () or claim.chain[-1] == claim.speaker


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_texts("ar"))
def test_any_arabic_words_give_exact_spans(text: str) -> None:
    _check(text, arabic.find_claims(_read(text, "ar")))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_texts("ru"))
def test_any_russian_words_give_exact_spans(text: str) -> None:
    _check(text, russian.find_claims(_read(text, "ru")))


@pytest.mark.parametrize("language", ["ar", "ru"])
@pytest.mark.parametrize("table", _TABLES)
def test_every_row_says_where_it_is_from(table: str, language: str) -> None:
    rows = bundled_reference().table(f"{table}_{language}")
    assert rows
    assert [row for row in rows if not row.get("ref") or not row.get("forms")] == []
