"""docs/interfaces.md says what the code does: fields, kinds, words, examples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from firsthand.capture import sheet
from firsthand.model import Denies, Precision, Protection, SourceType
from firsthand.model.wire import UNRESOLVED, claim_line_schema

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces.md").read_text("utf-8")
SCHEMA = claim_line_schema()
CODED = set(re.findall(r"`([^`\s]+)`", PAGE))
EXAMPLES = [
    json.loads(line)
    for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
# Written once for all measures: "each come as `..._min` and `..._max`".
FAMILY = re.compile(r"(.+?)_(assumed_min|min|max|words)$")


@pytest.mark.parametrize("field", sorted(SCHEMA["properties"]))
def test_every_field_of_the_schema_is_described(field: str) -> None:
    family = FAMILY.match(field)
    assert field in CODED or (family is not None and f"`{family[1]}" in PAGE)


@pytest.mark.parametrize("kind", SCHEMA["properties"]["kind"]["enum"])
def test_every_kind_of_claim_is_described(kind: str) -> None:
    assert f"| `{kind}` |" in PAGE


@pytest.mark.parametrize("words", [Denies, SourceType, Precision, Protection])
def test_every_word_of_a_closed_vocabulary_is_named(words: Any) -> None:
    assert {str(word) for word in words} <= CODED


@pytest.mark.parametrize("column", sheet.COLUMNS)
def test_every_column_of_the_sheet_is_described(column: str) -> None:
    assert column in CODED


def test_the_unresolved_speaker_is_told() -> None:
    assert f"`{UNRESOLVED}`" in PAGE


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "kind" in e])
def test_every_example_of_a_claim_fits_the_schema(example: dict[str, Any]) -> None:
    properties = SCHEMA["properties"]
    assert set(SCHEMA["required"]) <= set(example) <= set(properties)
    assert example["end"] - example["start"] == len(example["quote"])
    for name, value in example.items():
        if "enum" in properties[name]:
            assert value in properties[name]["enum"]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 3
