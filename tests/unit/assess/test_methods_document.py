"""The methods document and the code cite the same rules."""

from __future__ import annotations

import re
from pathlib import Path

import firsthand

PACKAGE = Path(firsthand.__file__).parent
METHODS = PACKAGE.parents[1] / "docs" / "methods.md"


def _cited(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in sorted(folder.rglob("*.py")):
        for first, last in re.findall(
            r"\bM([01]\d\d)(?:-M([01]\d\d))?\b", path.read_text(encoding="utf-8")
        ):
            numbers = range(int(first), int(last or first) + 1)
            found |= {f"M{number:03d}" for number in numbers}
    return found


def test_every_method_that_the_code_cites_is_described() -> None:
    text = METHODS.read_text(encoding="utf-8")
    described = set(re.findall(r"\bM[01]\d\d\b", text))
    assert _cited(PACKAGE) - described == set()


def test_no_two_methods_have_one_number() -> None:
    heads = re.findall(r"\*\*(M\d\d\d) ", METHODS.read_text(encoding="utf-8"))
    assert [number for number in heads if heads.count(number) > 1] == []


def test_every_rule_of_the_field_that_assessment_cites_is_described() -> None:
    text = METHODS.read_text(encoding="utf-8")
    cited: set[str] = set()
    for path in sorted((PACKAGE / "assess").glob("*.py")):
        found = re.findall(
            r"\b(?:AIR|IBC|ACL|UCD|SFM|OHC|HRW|IHL)-\d\b",
            path.read_text(encoding="utf-8"),
        )
        cited |= set(found)
    assert {rule for rule in cited if rule not in text} == set()


def test_every_method_from_30_to_49_is_used_by_the_code() -> None:
    text = METHODS.read_text(encoding="utf-8")
    ours = {m for m in re.findall(r"\bM0\d\d\b", text) if "M030" <= m <= "M049"}
    assert ours <= _cited(PACKAGE / "assess")
