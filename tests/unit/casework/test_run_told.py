"""What a run tells of a case of many incidents, and what is read again for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.world import simulate, world_case

from firsthand.casework import Case, create_case
from firsthand.casework import run as running
from firsthand.casework.run import RunReport, run_stages
from firsthand.casework.state import CaseState

WORLD = simulate.simulate(3, 8)
LATE = WORLD.texts[-1]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("told")
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.setattr(running, "_LISTED", 3)
        with create_case(folder / "case") as case:
            claims = [c for c in WORLD.claims if c.document_id != LATE.document_id]
            world_case.lay_in(case, WORLD.texts[:-1], claims, WORLD.sources)
            yield case


@pytest.fixture(scope="module")
def first(case: Case) -> tuple[RunReport, int]:
    """The first run of the case, and how many incidents it found."""
    return run_stages(case), len(CaseState(case).incidents)


@pytest.fixture(scope="module", autouse=True)
def _begin_with_the_first_run(first: tuple[RunReport, int]) -> None:
    """Tests come in any order; the first run is the first all the same."""


def test_a_run_tells_some_of_many_incidents_and_how_many_more_there_are(
    first: tuple[RunReport, int],
) -> None:
    report, n_incidents = first
    assert n_incidents > 3
    named = [line for line in report.found if line.startswith("I-")]
    assert len(named) == 3
    assert f"and {n_incidents - 3} incidents more" in report.found


def test_a_run_that_made_none_anew_says_so(case: Case) -> None:
    run_stages(case)
    found = run_stages(case).found
    n_incidents = len(CaseState(case).incidents)
    assert f"{n_incidents} incidents, none made anew" in found


def test_a_run_after_one_report_tells_the_incidents_it_made_anew(case: Case) -> None:
    run_stages(case)
    own = [c for c in WORLD.claims if c.document_id == LATE.document_id]
    world_case.lay_in(case, [LATE], own)
    report = run_stages(case)
    (assessed,) = [stage for stage in report.stages if stage.stage == "assess"]
    named = [line.split()[0] for line in report.found if line.startswith("I-")]
    assert named == assessed.done[:3]


def test_a_run_with_nothing_new_tells_the_same_totals(case: Case) -> None:
    first, second = run_stages(case), run_stages(case)
    assert second.found[0] == first.found[0]
    assert second.found[-2:] == first.found[-2:]
    assert all(not stage.done for stage in second.stages)


def test_a_state_without_a_part_reads_that_part_again_and_keeps_the_rest(
    case: Case,
) -> None:
    state = CaseState(case)
    claims, findings = state.claims, state.findings
    later = state.without("findings", "proposed_findings")
    assert later.claims is claims
    assert later.findings is not findings
    assert later.findings == findings
