"""Of what a model proposes only what the text proves is kept."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from firsthand.errors import SourceError, UserError
from firsthand.extract import Page, extract_claims
from firsthand.extract.model_reader import (
    checked,
    endpoint_of,
    merged,
    proposals_of,
)
from firsthand.model import AnyClaim, CasualtyClaim
from firsthand.model.wire import kind_of
from firsthand.reference import bundled_reference

_TEXT = (
    "At least 12 people were killed in Talbar on Monday, Nera Tolan told Lantern.\n\n"
    "Nine others were wounded. Russian warplanes carried out the strike, she said. "
    "Russia denied carrying out the strike. The toll rose. The toll rose."
)
_QUOTE = "At least 12 people were killed"


def _one(**fields: Any) -> Any:
    made, refused = proposals_of(
        json.dumps({"claims": [{"kind": "casualty", **fields}]})
    )
    assert not refused
    kept, refused = checked(_TEXT, "D-1", made, bundled_reference(), "small")
    return kept[0] if kept else refused[0].reason


def test_a_number_that_its_quote_states_is_kept_with_its_span() -> None:
    claim = _one(quote="At least 12 people were killed in Talbar", killed_low=12)
    assert (claim.killed.low, claim.killed.high) == (12, None)
    assert _TEXT[claim.span.start : claim.span.end] == claim.span.quote
    assert claim.rule == "model:small"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"quote": "At least 13 were killed", "killed_low": 13},
            "not in the text",
        ),
        ({"quote": "", "killed_low": 12}, "not in the text"),
        ({"quote": "The toll rose.", "killed_low": 1}, "more than once"),
        (
            {"quote": _QUOTE, "killed_low": 13},
            "does not follow",
        ),
        (
            {
                "quote": "12 people were killed in Talbar",
                "killed_low": 11,
                "killed_high": 12,
            },
            "does not follow",
        ),
        (
            {
                "quote": "At least 12 people were killed",
                "killed_low": 12,
                "killed_high": 12,
            },
            "does not follow",
        ),
        (
            {"quote": "Nine others were wounded", "killed_low": 9, "killed_high": 9},
            "does not tell of people killed",
        ),
        ({"quote": "At least 12 people were killed"}, "no number"),
        (
            {
                "quote": "At least 12 people were killed",
                "killed_low": 12,
                "speaker": "Ivo Marn",
            },
            "speaker is not in the text",
        ),
        (
            {
                "kind": "attribution",
                "quote": "Russia denied carrying out the strike",
                "perpetrator": "Russia",
            },
            "may deny",
        ),
        (
            {
                "kind": "attribution",
                "quote": "At least 12 people were killed",
                "perpetrator": "Russia",
            },
            "does not follow from the quote",
        ),
        (
            {
                "kind": "attribution",
                "quote": "Russian warplanes carried out the strike",
                "perpetrator": "the Velmaran guild",
            },
            "party is not known",
        ),
    ],
)
def test_what_the_text_does_not_prove_is_refused_with_the_reason(
    fields: dict[str, Any], reason: str
) -> None:
    assert reason in _one(**fields)


def test_an_author_whom_the_quote_names_is_kept() -> None:
    claim = _one(
        kind="attribution",
        quote="Russian warplanes carried out the strike",
        perpetrator="Russia",
    )
    assert claim.perpetrator == "RU"


def test_the_same_value_in_the_same_words_is_one_claim_marked_by_both() -> None:
    reference = bundled_reference()
    grammar = extract_claims(Page(id="D-1", text=_TEXT, language="en"), reference)
    made, _ = proposals_of(
        json.dumps(
            {
                "claims": [
                    {
                        "kind": "casualty",
                        "quote": "At least 12 people were killed in Talbar",
                        "killed_low": 12,
                    }
                ]
            }
        )
    )
    kept, _ = checked(_TEXT, "D-1", made, reference, "small")
    both = [claim for claim, by in merged(grammar, kept) if by == ("grammar", "model")]
    assert len(merged(grammar, kept)) == len(grammar)
    assert [
        c.killed.low for c in both if isinstance(c, CasualtyClaim) and c.killed
    ] == [12]


def test_an_answer_of_another_form_is_an_error_and_an_odd_row_is_refused() -> None:
    with pytest.raises(SourceError, match="not the JSON"):
        proposals_of("I cannot help with that.")
    made, refused = proposals_of('Here: {"claims": [{"kind": "guess"}, 7]}')
    assert not made
    assert [one.reason for one in refused] == ["not of the form asked for"] * 2


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "http://127.0.0.1:80/v1",
        "ftp://127.0.0.1/v1#m",
        "http://models.example/v1#m",
    ],
)
def test_an_endpoint_without_model_or_in_the_clear_is_refused(setting: str) -> None:
    with pytest.raises(UserError, match="model_reader"):
        endpoint_of(setting)


def test_only_a_loopback_address_counts_as_this_machine() -> None:
    assert endpoint_of("http://127.0.0.1:8080/v1#m").is_local
    assert endpoint_of("http://[::1]:8080/v1#m").is_local
    assert not endpoint_of("https://127.0.0.1.models.example/v1#m").is_local
    assert not endpoint_of("https://10.0.0.7/v1#m").is_local


_REPORT = (
    "The head of the council spoke on Friday. Jets bombed a school in Talbar with "
    "cluster bombs on 3 May, Nur Dalo said. The ministry denied that its aircraft had "
    "flown. It was a war crime, the group said."
)
_KINDS = [
    ("weapon", "Jets bombed a school in Talbar with cluster bombs", "cluster bomb"),
    ("date", "bombed a school in Talbar with cluster bombs on 3 May", "3 May"),
    ("target", "Jets bombed a school in Talbar", "school"),
    ("denial", "The ministry denied that its aircraft had flown.", None),
    ("legal_characterisation", "It was a war crime, the group said.", "war_crime"),
]


def _other(
    kind: str, quote: str, value: str | None
) -> tuple[list[AnyClaim], list[str]]:
    made, _ = proposals_of(
        json.dumps({"claims": [{"kind": kind, "quote": quote, "value": value}]})
    )
    kept, refused = checked(
        _REPORT,
        "D-1",
        made,
        bundled_reference(),
        "small",
        published=dt.date(2021, 5, 7),
        language="en",
    )
    return kept, [one.reason for one in refused]


@pytest.mark.parametrize(("kind", "quote", "value"), _KINDS)
def test_any_kind_that_the_grammar_reads_in_the_quote_alone_is_kept(
    kind: str, quote: str, value: str | None
) -> None:
    kept, refused = _other(kind, quote, value)
    assert refused == []
    (claim,) = kept
    assert kind_of(claim) == kind
    assert _REPORT[claim.span.start : claim.span.end] == claim.span.quote == quote
    assert claim.rule == "model:small"


@pytest.mark.parametrize(
    ("kind", "quote", "value", "reason"),
    [
        ("weapon", "The ministry denied", None, "gives no claims of this kind"),
        (
            "weapon",
            "Jets bombed a school in Talbar with cluster bombs",
            "chlorine",
            "the value does not follow",
        ),
        ("date", "on 4 May", None, "the quote is not in the text"),
    ],
)
def test_a_kind_or_value_that_the_quote_does_not_give_is_refused(
    kind: str, quote: str, value: str | None, reason: str
) -> None:
    kept, refused = _other(kind, quote, value)
    assert kept == []
    assert reason in refused[0]
