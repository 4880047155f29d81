"""Text becomes claims with exact spans.

Reads: Document (its text). Writes: Claim. A pure function of (page, reference,
parser). A finder only proposes: a claim whose span does not hold its quote is
refused. Method: M020-M029, M050-M056.
"""

from __future__ import annotations

from firsthand.extract.page import Page
from firsthand.extract.reading import Reading
from firsthand.model import AnyClaim
from firsthand.reference import Reference

__all__ = ["Page", "Reading", "extract_attributions", "extract_claims", "read_page"]


def extract_claims(page: Page, reference: Reference) -> list[AnyClaim]:
    """Return all claims of a page.

    Args:
        page: The page: its text, and what is known about it.
        reference: Tables of the case.

    Returns:
        Claims in order of their spans, each with an id that hangs on its own kind and
        span alone (`PAGE#` and letters); every span holds its quote.
        `speaker` None and not unresolved = the outlet itself.

    Raises:
        UserError: The parser in force is not installed, or a table cannot be read.
    """
    from firsthand.extract.assemble import extract_from  # noqa: PLC0415  start-up: finders load when used

    return extract_from(page, reference)


def extract_attributions(
    text: str, reference: Reference
) -> list[dict[str, list[list[int]]]]:
    """Return the reported statements of a news text that readers call attributions.

    Args:
        text: The text.
        reference: Tables of the case.

    Returns:
        One object a statement, in text order: `source`, `cue` and `content`, each a
        list of [start, end) stretches in code points of the text; `source` is empty
        where nobody is named. What is said inside a quotation is not taken apart.
    """
    from firsthand.extract import (  # noqa: PLC0415  start-up: they load when used
        attribution_model,
        read,
    )

    reading = read.read_page(Page(id="", text=text), reference)
    return [
        {
            "source": [list(at) for at in made.source],
            "cue": [list(at) for at in made.cue],
            "content": [list(at) for at in made.content],
        }
        for made in attribution_model.likely(reading)
    ]


def read_page(page: Page, reference: Reference, *, parse_all: bool = False) -> Reading:
    """Read a page once, for all finders; see `firsthand.extract.read.read_page`.

    Args:
        page: The page.
        reference: Tables of the case.
        parse_all: Parse sentences without a trigger word, too.
    """
    from firsthand.extract import read  # noqa: PLC0415  start-up: the parser loads when used

    return read.read_page(page, reference, parse_all=parse_all)
