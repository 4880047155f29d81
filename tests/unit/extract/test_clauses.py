"""The clause around a few words, on headlines that parse without a verb on top."""

from __future__ import annotations

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.reference import Reference, open_reference

HEADLINES = [
    "Officials: Teacher's shooting 'accidental'",
    "Ministry: Market's bombing 'a mistake'",
    "Police: Mayor's killing 'not deliberate'",
    "Army: Clinic's shelling 'an error'",
    "Governor: Bus driver's wounding 'accidental'",
    "Residents: School's destruction 'no accident'",
]


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Return the bundled rows."""
    return open_reference(None)


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_whose_root_is_a_noun_is_read_to_its_end(
    headline: str, reference: Reference
) -> None:
    page = Page(
        id="page",
        text=f"{headline}\n\nTwo people were killed in Talbar on Monday.",
        language="en",
        published=None,
        outlet=None,
    )
    assert any(
        claim.span.quote in page.text for claim in extract_claims(page, reference)
    )
