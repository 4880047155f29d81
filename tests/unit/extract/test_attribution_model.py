"""The learned part of `extract_attributions`: what is kept, and what it cannot touch.

All sentences are invented.
"""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.extract import Page, extract_attributions, read_page
from firsthand.extract.attribution_model import (
    AttributionModel,
    features_of,
    likely,
    open_attribution_model,
    probability,
    proposed,
)
from firsthand.extract.reading import Reading
from firsthand.reference import bundled_reference


def reading(text: str) -> Reading:
    return read_page(Page(id="p", text=text, language="en"), bundled_reference())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The mayor said that six people had died.", "six people had died"),
        ('"Nobody was warned," the baker told Lantern.', "Nobody was warned"),
        ("According to the ministry, nine were hurt.", "nine were hurt"),
        ("Lantern reported that jets bombed Daraz.", "jets bombed Daraz"),
        ("Toreth denied that it had struck the school.", "it had struck the school"),
        ("She accused the army of shelling the camp.", "shelling the camp"),
        ("The governor warned that more raids would come.", "more raids would come"),
        (
            "Residents believe that the strike was a mistake.",
            "the strike was a mistake",
        ),
        ("The report concluded that 12 people were shot.", "12 people were shot"),
        ("Pavel Horin added that the road was closed.", "the road was closed"),
    ],
)
def test_what_is_plainly_said_is_an_attribution(text: str, said: str) -> None:
    found = extract_attributions(text, bundled_reference())
    told = [" ".join(text[s:e] for s, e in one["content"]) for one in found]
    assert any(said in words for words in told)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry, which has pledged to ban all fans, was expected to know why.",
        "They want what they know they are known to want.",
    ],
)
def test_a_model_keeps_some_of_what_the_grammar_proposes(text: str) -> None:
    page = reading(text)
    kept = likely(page)
    assert all(one in proposed(page) for one in kept)
    assert len(kept) < len(proposed(page))


def test_weights_decide_and_the_least_probability_counts() -> None:
    page = reading("The mayor said that six people had died.")
    (features,) = features_of(page, proposed(page))
    nothing = AttributionModel(
        keys=np.zeros(0, np.uint32), weights=np.zeros(0, np.float32), bias=0, least=0.6
    )
    assert probability(features, nothing) == 0.5
    assert likely(page, nothing) == []
    assert len(likely(page)) == 1


def test_features_hold_no_name() -> None:
    page = reading("Pavel Horin told Lantern that Irena Salk fled Daraz.")
    told = " ".join(f for each in features_of(page, proposed(page)) for f in each)
    assert told
    for name in ("pavel", "horin", "irena", "salk", "daraz"):
        assert name not in told.lower()


def test_claims_keep_their_speakers_whatever_the_model_says() -> None:
    page = reading("They know that six people were killed, neighbours think.")
    assert all(one in page.statements for one in proposed(page))
    assert open_attribution_model().least < 0.5
