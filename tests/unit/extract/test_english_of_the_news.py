"""What newsrooms write and no single word tells: the sentences of en_news.jsonl.

All fiction. Some say what must be read, some what must not be said
("not": no such claim may be there).
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model.wire import claim_as_line
from firsthand.reference import Reference, open_reference

ROOT = Path(__file__).parents[3]
ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests" / "constructions" / "en_news.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@functools.cache
def world() -> Reference:
    return open_reference(ROOT / "tests" / "eval" / "languages", country="XV")


def fits(wanted: dict[str, Any], line: dict[str, Any]) -> bool:
    """Say whether a claim has all the values wanted; names may be longer."""
    for name, value in wanted.items():
        got = line.get(name)
        if name in {"speaker", "place"} and value is not None:
            if str(value).lower() not in str(got or "").lower():
                return False
        elif (value or None) != (got or None):
            return False
    return True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_sentences_of_the_news_are_read_as_a_reader_reads_them(
    row: dict[str, Any],
) -> None:
    page = Page(id="p", text=row["text"], language="en")
    lines = [claim_as_line(claim, "p") for claim in extract_claims(page, world())]
    for wanted in row["expect"]:
        if "not" in wanted:
            assert not any(fits(wanted["not"], line) for line in lines)
        else:
            assert any(fits(wanted, line) for line in lines)
