"""People of a case: the queue, answers, reasons, what never leaves. All is invented."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.capture import read_published
from firsthand.casework import Case, create_case, judging, open_case
from firsthand.casework import people as stage
from firsthand.casework.intake import Description, add_files
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.model import Protection, SourceType

HEAD = (
    "An air strike hit the market in Talbar on 30 November 2021, killing 3 civilians."
)
REPORTS = {
    "monitor.txt": f"{HEAD} The dead were named as Salma Nuwayra (30), "
    "Omar Jandali (52), and Hala Sarmaki (23).",
    "paper.txt": f"{HEAD} The dead were named as Selma Noueira (30), "
    "Omar Jandali (52), and Hala Osman (24).",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("named")
    with pytest.MonkeyPatch.context() as patch:
        config = tmp_path_factory.getbasetemp() / "config"
        patch.setenv("XDG_CONFIG_HOME", str(config))
        _make(made)
        yield made / "case"


@pytest.fixture
def named(folder: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(folder, tmp_path / "case")
    with open_case(tmp_path / "case", operator="tester") as case:
        yield case


def _make(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", name="Named", operator="tester") as case:
        for name, text in REPORTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            source = name.removesuffix(".txt").title()
            is_paper = name == "paper.txt"
            stated = Description(
                source=source,
                kind=SourceType.MONITOR,
                published=read_published("2021-12-01"),
                protection=Protection.RESTRICTED if is_paper else Protection.OPEN,
            )
            add_files(case, [tmp_path / name], defaults=stated)
        run_stages(case)


def spellings(case: Case) -> set[frozenset[str]]:
    return {frozenset(victim.names) for victim in CaseState(case).victims}


def hala(case: Case) -> list[str]:
    victims = CaseState(case).victims
    found = [v.id for v in victims if any("Hala" in name for name in v.names)]
    return sorted(found)


def test_one_person_spelled_twice_is_one_victim(named: Case) -> None:
    assert {frozenset({"Salma Nuwayra", "Selma Noueira"})} <= spellings(named)
    assert {frozenset({"Omar Jandali"})} <= spellings(named)


def test_the_undecided_are_asked_and_an_answer_survives_and_is_undone(
    named: Case,
) -> None:
    one, other = hala(named)
    asked = stage.question_of(named, one, other)
    assert asked.chance is not None
    made = stage.answer(named, one, other, "y", "the families say so")
    run_stages(named)
    assert frozenset({"Hala Sarmaki", "Hala Osman"}) in spellings(named)
    (joined,) = hala(named)
    told = "\n".join(stage.tell_question(stage.question_of(named, joined, joined)))
    assert made.id in told
    assert "the families say so" in told
    judging.undo(named)
    run_stages(named)
    assert hala(named) == [one, other]


def test_no_keeps_apart_what_the_program_joins(named: Case) -> None:
    (omar,) = [v for v in CaseState(named).victims if v.names == ("Omar Jandali",)]
    stage.answer(named, omar.id, omar.id, "n", "two cousins")
    run_stages(named)
    omars = [v for v in CaseState(named).victims if v.names == ("Omar Jandali",)]
    assert len(omars) == 2
    assert len({victim.id for victim in omars}) == 2


def test_not_enough_to_say_is_an_answer_that_is_not_asked_again(named: Case) -> None:
    queue = stage.PeopleOfCase(named).queue()
    for asked in queue:
        stage.answer_question(named, asked, "?", "no photograph, no father's name")
    assert not stage.PeopleOfCase(named).queue()


def test_a_person_named_once_and_an_unknown_one_are_told(named: Case) -> None:
    one, _ = hala(named)
    with pytest.raises(UserError, match="named once"):
        stage.question_of(named, one, one)
    with pytest.raises(UserError, match="no named person 'V-nobody'"):
        stage.question_of(named, one, "V-nobody")


def test_people_of_incidents_with_restricted_reports_do_not_leave(named: Case) -> None:
    told = stage.what_leaves(named, "spark://far.example:15002")
    assert told is not None
    assert told.startswith("Names, ages and sexes of people in 0 namings go to")
    assert "6 of incidents with protected material stay here" in told
    where = stage.where_to_match(CaseState(named), "spark://far.example:15002")
    assert where is not None
    assert len(where.stay) == 1
    run_stages(named, engine="spark://far.example:15002")  # nobody is sent: no engine


def test_an_engine_on_this_machine_sends_nothing(named: Case) -> None:
    assert stage.what_leaves(named, "duckdb") is None
    assert stage.what_leaves(named, "sail://local") is None
