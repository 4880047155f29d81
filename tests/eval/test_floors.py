"""Floors that may not fall unnoticed: they name real figures, and ours hold here."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    path = ROOT / "tools" / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_figure_has_a_floor_and_every_floor_a_figure(
    evaluate: ModuleType,
) -> None:
    assert set(evaluate._floors()) == {goal.name for goal in evaluate.GOALS}


def test_floors_are_shares_and_goals_stand_over_what_a_simple_system_reaches(
    evaluate: ModuleType,
) -> None:
    assert all(0 < floor <= 1 for floor in evaluate._floors().values())
    assert all(
        goal.goal > goal.naive for goal in evaluate.GOALS if goal.naive is not None
    )


@pytest.mark.slow
def test_the_practice_case_reaches_its_floors(evaluate: ModuleType) -> None:
    floors = evaluate._floors()
    results = evaluate._score_practice()
    assert results
    below = {name: figure for name, figure in results.items() if figure < floors[name]}
    assert below == {}


def test_a_broken_floor_fails_and_is_named(
    evaluate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate._broken({"seed.denial_f1": 0.2}, {"seed.denial_f1": 0.75}) == 1
    assert "seed.denial_f1: 0.200 is below its floor 0.750" in capsys.readouterr().out
    assert evaluate._broken({"seed.denial_f1": 0.8}, {"seed.denial_f1": 0.75}) == 0


def test_what_was_not_scored_breaks_no_floor_and_is_told(evaluate: ModuleType) -> None:
    assert evaluate._broken({}, {"seed.denial_f1": 0.75}) == 0
    table = evaluate._table({}, {}, ["seed: its file is not there"])
    assert "Left out: seed: its file is not there" in table
