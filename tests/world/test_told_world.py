"""Contradictions of a conflict that is told in words, read and linked by the product.

The whole of it is a measure (`tools/evaluate_assessment.py`); a few stand here.
"""

from __future__ import annotations

import pathlib

from tests.world import told as told_world

from firsthand.casework.batch_incidents import run_incidents

PRACTICE = pathlib.Path(__file__).parents[2] / "practice"


def test_contradictions_told_in_words_are_found_and_none_made_up(
    tmp_path: pathlib.Path,
) -> None:
    only = ("_time", "_strike", "_named")
    made = told_world.told(1, only=only)
    told_world.write_reference(made, PRACTICE, tmp_path)
    found = told_world.found_in(run_incidents(made.pages, case=str(tmp_path)).incidents)
    assert found <= made.truth
    assert len(found) >= 0.8 * len(made.truth)
