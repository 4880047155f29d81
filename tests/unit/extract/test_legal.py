"""Legal words are somebody's words."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, read_page
from firsthand.extract.legal import find_legal
from firsthand.model import LegalClaim
from firsthand.reference import bundled_reference


def legal(text: str) -> list[LegalClaim]:
    reading = read_page(Page(id="p", text=text, language="en"), bundled_reference())
    return [claim for claim in find_legal(reading) if isinstance(claim, LegalClaim)]


@pytest.mark.parametrize(
    ("text", "code", "hedged"),
    [
        ("The raids could constitute war crimes.", "war_crime", True),
        ("The raids were war crimes.", "war_crime", False),
        ("It may amount to crimes against humanity.", "crimes_against_humanity", True),
        ("They condemned indiscriminate attacks.", "indiscriminate_attack", False),
        ("The strike was disproportionate.", "disproportionate_attack", False),
        ("He spoke of genocide.", "genocide", False),
        ("The raid violated international humanitarian law.", "ihl_violation", False),
        ("There is evidence of a possible war crime.", "war_crime", True),
        ("This is collective punishment.", "collective_punishment", False),
        ("It was an apparently unlawful attack.", "ihl_violation", True),
    ],
)
def test_a_legal_word_has_a_code_and_its_hedge(
    text: str, code: str, *, hedged: bool
) -> None:
    (claim,) = legal(text)
    assert (claim.legal, claim.hedged) == (code, hedged)


def test_a_denied_characterisation_is_negated() -> None:
    (claim,) = legal("The raid did not violate international humanitarian law.")
    assert claim.negated


def test_crimes_of_another_kind_are_left_alone() -> None:
    assert legal("The police spoke of petty crime.") == []
