"""A toll that a party denies is asserted by nobody; one that others tell is theirs."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference


def toll(text: str) -> CasualtyClaim:
    claims = extract_claims(Page(id="p", text=text, language="en"), bundled_reference())
    (found,) = [
        c
        for c in claims
        if isinstance(c, CasualtyClaim) and c.killed and c.killed.low == 24
    ]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "The defence ministry denied that its strike killed 24 civilians in Talbar.",
        "The ministry denied killing 24 civilians in Talbar.",
        "The ministry denied that 24 civilians were killed in Talbar.",
        "The army denied that its shelling had killed 24 civilians.",
        "Toreth's army denied its shelling killed 24 civilians.",
        "The army denied that 24 civilians had died, saying three fighters did.",
    ],
)
def test_a_toll_that_its_speaker_denies_is_negated(text: str) -> None:
    found = toll(text)
    assert found.negated
    assert found.speaker is not None


@pytest.mark.parametrize(
    "text",
    [
        "Toreth denied carrying out the strike that killed 24 people in Talbar.",
        "The army denied shelling the market, where 24 people died.",
        "The defence ministry rejected claims that its strike had killed 24 civilians.",
        "The ministry denied reports that its strike killed 24 civilians in Talbar.",
    ],
)
def test_a_toll_that_a_denial_only_names_is_not_denied_and_not_the_deniers(
    text: str,
) -> None:
    found = toll(text)
    assert not found.negated
    assert found.speaker is None
