"""What linking rests on a source is listed before it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.casework import Case, create_case, judging
from firsthand.casework.intake import add_files
from firsthand.casework.retracting import retraction_of, tell_retraction
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState

_WIRE = (
    "An air strike hit a market in Talbar on 30 November 2021, rescue workers said. "
    "They counted 9 dead, among them Samir Haddun, 34, and Lene Sorvan, 51. The roof "
    "of the old customs house fell in and 14 stalls burnt until the evening."
)
_TEXTS = {
    "a.txt": _WIRE,
    "b.txt": f"{_WIRE} The road stayed shut.",
    "c.txt": "Doctors said that 4 people were killed when a jet bombed a school in "
    "Jesrin on 2 December 2021.",
}


@pytest.fixture
def small(tmp_path: Path) -> Case:
    case = create_case(tmp_path / "case", name="Small", operator="tester")
    for name, text in _TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        add_files(case, [tmp_path / name])
    run_stages(case)
    return case


def told(case: Case, name: str) -> str:
    return "\n".join(tell_retraction(retraction_of(case, [name]), "airwars"))


def test_copies_incidents_people_and_decisions_are_listed(small: Case) -> None:
    with small:
        (origin,) = [o for o in CaseState(small).origins.values() if o.links]
        (link,) = origin.links
        first = told(small, link.copy_of)
        alone = told(small, "D-003")
        judging.merge(small, ["I-001", "I-002"], "one raid")
        merged = told(small, "D-003")
    assert f"link: {link.document_id} is a reprint of {link.copy_of}" in first
    assert f"link: I-001 loses {link.copy_of}; 1 report left" in first
    assert "fewer lists name them" in first
    assert "link: I-002 Jesrin, school: nothing is left of it" in alone
    assert "look at it again" not in alone
    assert "J-001 merge I-001 I-002 (one raid)" in merged
    assert "look at it again" in merged
