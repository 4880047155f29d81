"""`why A B`: two things told apart or together, feature by feature."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from firsthand.casework import Case, create_case, judging, open_case
from firsthand.casework.intake import add_files
from firsthand.casework.link_why import tell_link
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.errors import UserError

_SCENES = {
    "a.txt": (
        "An air strike hit a market in Talbar on 30 November 2021. Rescue workers said "
        "that 9 civilians were killed. The roof fell in."
    ),
    "b.txt": (
        "Doctors said that 11 civilians were killed when a jet bombed the market of "
        "Talbar on 30 November 2021."
    ),
    "c.txt": (
        "An air strike hit a school in Jesrin on 2 December 2021. Doctors said that 4 "
        "civilians were killed."
    ),
    "d.txt": "The town council of Ardesh met and agreed on a new road to the port.",
}


@pytest.fixture(scope="module")
def small_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the case once."""
    folder = tmp_path_factory.mktemp("why")
    with pytest.MonkeyPatch.context() as patch:
        config = tmp_path_factory.getbasetemp() / "config"
        patch.setenv("XDG_CONFIG_HOME", str(config))
        for name, text in _SCENES.items():
            (folder / name).write_text(text, encoding="utf-8")
        with create_case(folder / "case", name="Small", operator="tester") as case:
            add_files(case, [folder / name for name in sorted(_SCENES)])
            run_stages(case)
    return folder / "case"


@pytest.fixture
def small(small_made: Path, tmp_path: Path) -> Case:
    """Return a copy of the case."""
    shutil.copytree(small_made, tmp_path / "case")
    return open_case(tmp_path / "case", operator="tester")


def told(case: Case, one: str, other: str) -> str:
    return "\n".join(tell_link(case, one, other))


def test_two_reports_of_one_attack_are_told_feature_by_feature(small: Case) -> None:
    with small:
        words = told(small, "D-001", "D-002")
    assert words.startswith("D-001 and D-002: one incident (I-001)")
    assert "two origins, neither repeats the other" in words
    assert "In I-001: D-001 alleges harm at Talbar on 2021-11-30; like D-002" in words
    assert "+3.0  the same day" in words
    assert "+2.0  the same target (market)" in words
    each = re.findall(r"^ +([+-]\d+\.\d)  .*M0", words, re.MULTILINE)
    weights = [float(weight) for weight in each]
    (in_all,) = re.findall(r"([+-]\d+\.\d)  in all", words)
    assert sum(weights) == pytest.approx(float(in_all))


def test_two_incidents_are_told_with_what_speaks_against_them(small: Case) -> None:
    with small:
        words = told(small, "I-001", "I-002")
    assert words.startswith("I-001 and I-002: two incidents")
    assert re.search(r"-\d\.\d  (different places|2 days apart)", words)


def test_what_people_decided_stands_beside(small: Case) -> None:
    with small:
        judging.merge(small, ["I-001", "I-002"], "one raid")
        run_stages(small)
        words = told(small, "D-001", "D-003")
    assert words.startswith("D-001 and D-003: one incident (I-001)")
    assert re.search(r"Decided: J-\d+ merge I-001 I-002, by \S+ on .*: one raid", words)


def test_a_document_of_no_attack_is_told_as_such(small: Case) -> None:
    with small:
        words = told(small, "D-004", "I-001")
    assert "D-004 in no incident" in words
    assert "D-004 tells of no attack that could be compared" in words


def test_two_claims_are_told_by_whose_word_they_are(small: Case) -> None:
    with small:
        tolls = {
            claim.document_id: claim.id
            for claim in CaseState(small).counting_claims
            if "civilians were killed" in claim.span.quote
        }
        words = told(small, tolls["D-002"], tolls["D-003"])  # type: ignore[index]
    assert "Whose word: not one root" in words
    assert words.count("octors") >= 2


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("D-001", "D-001", "the same"),
        ("D-001", "D-099", "nothing here is called 'D-099'"),
        ("I-001", "x", "nothing here is called 'x'"),
    ],
)
def test_names_of_nothing_are_refused_with_what_to_write(
    small: Case, one: str, other: str, says: str
) -> None:
    with small, pytest.raises(UserError, match=says):
        list(tell_link(small, one, other))


def test_a_withdrawn_document_is_linked_to_nothing(small: Case) -> None:
    with small:
        judging.withdraw(small, ["D-002"], "made up")
        with pytest.raises(UserError, match="counts for nothing now"):
            list(tell_link(small, "D-001", "D-002"))
