"""The page of evidence tests names tests that exist, and leaves no promise out."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence-tests.md").read_text(encoding="utf-8")


def test_every_file_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[^` ]+)`", PAGE))
    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_each_invariant_and_each_test_of_evidence_has_a_row() -> None:
    first = " ".join(re.findall(r"^\| ([IC][^|]+) \|", PAGE, re.MULTILINE)).split()
    assert first == [
        *(f"I{number}" for number in range(1, 14)),
        *(f"C{number}" for number in range(1, 17)),
    ]


def test_each_invariant_is_the_name_of_a_test() -> None:
    names = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    for number in range(1, 14):
        assert re.search(rf"def test_(i\d+_)*i{number}_", names), f"I{number}"
