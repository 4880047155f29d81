"""What the product says it needs is what is pinned."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = {"hatchling", "editables"}


def _name(line: str) -> str:
    return re.split(r"[<>=\[; ]", line, maxsplit=1)[0].lower()


def test_the_project_declares_what_the_requirements_pin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    rows = (ROOT / "requirements.in").read_text().splitlines()
    asked = {_name(row) for row in rows if row and not row.startswith("#")}
    assert {_name(row) for row in project["dependencies"]} == asked - BUILD


def test_requirements_carry_hashes_and_no_address() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index-url" not in text
