"""Floors that may not fall unnoticed: they name real figures, and ours hold here."""

from __future__ import annotations

import evaluate
import pytest


def test_every_figure_has_a_floor_and_every_floor_a_figure() -> None:
    assert set(evaluate._floors()) == {goal.name for goal in evaluate.GOALS}


def test_floors_are_shares_and_goals_stand_over_what_a_simple_system_reaches() -> None:
    assert all(0 < floor <= 1 for floor in evaluate._floors().values())
    assert all(
        goal.goal > goal.naive for goal in evaluate.GOALS if goal.naive is not None
    )


@pytest.mark.slow
def test_the_practice_case_reaches_its_floors() -> None:
    floors = evaluate._floors()
    results = evaluate._score_practice()
    assert results
    below = {name: figure for name, figure in results.items() if figure < floors[name]}
    assert below == {}


def test_a_broken_floor_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate._broken({"seed.denial_f1": 0.2}, {"seed.denial_f1": 0.75}) == 1
    assert "seed.denial_f1: 0.200 is below its floor 0.750" in capsys.readouterr().out
    assert evaluate._broken({"seed.denial_f1": 0.8}, {"seed.denial_f1": 0.75}) == 0


def test_what_was_not_scored_breaks_no_floor_and_is_told() -> None:
    assert evaluate._broken({}, {"seed.denial_f1": 0.75}) == 0
    table = evaluate._table({}, {}, ["seed: its file is not there"])
    assert "Left out: seed: its file is not there" in table
