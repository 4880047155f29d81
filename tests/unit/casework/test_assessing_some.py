"""A run after one act gives the findings that assessing all anew gives: M047."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.world import simulate, world_case

from firsthand.assess import assess_case, assess_incident
from firsthand.casework import Case, create_case, judging, open_case
from firsthand.casework.assessing import ACROSS, STAGE, assess_state, incident_inputs
from firsthand.casework.attacks import answer as answer_attack
from firsthand.casework.linking import link
from firsthand.casework.origins import answer as answer_origin
from firsthand.casework.state import CaseState
from firsthand.casework.totals import case_inputs
from firsthand.model import CasualtyClaim

WORLD = simulate.simulate(71, 10)
TEXTS = list(WORLD.texts)
random.Random(71).shuffle(TEXTS)  # noqa: S311  a test, not a secret


def _lay_in(case: Case, texts: Any, sources: Any = ()) -> None:
    known = {text.document_id for text in texts}
    claims = [claim for claim in WORLD.claims if claim.document_id in known]
    world_case.lay_in(case, texts, claims, sources)


def _run(case: Case) -> int:
    """Link and assess what is out of date; return how many incidents were."""
    with case.writing():
        link(case)
        return len(assess_state(CaseState(case)).reports[0].done)


def _kept(case: Case) -> dict[str, list[Any]]:
    return {
        scope: case.store.of_scope(stage, scope)
        for stage in (STAGE, ACROSS)
        for scope, made in case.store.derivations(stage).items()
        if made.n_records
    }


def _anew(case: Case) -> dict[str, list[Any]]:
    state = CaseState(case)
    made: dict[str, list[Any]] = {}
    for name, given in incident_inputs(state).items():
        found = assess_incident(given, case.reference)
        made[name] = [found.finding, *found.contradictions, *found.responses]
    across = assess_case(case_inputs(state), case.reference)
    if across.contradictions or across.responses:
        made["case"] = [*across.contradictions, *across.responses]
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("assessing") / "case"
    with pytest.MonkeyPatch.context() as patch:
        config = tmp_path_factory.getbasetemp() / "config"
        patch.setenv("XDG_CONFIG_HOME", str(config))
        with create_case(folder, operator="tester") as case:
            _lay_in(case, TEXTS[:-4], WORLD.sources)
            _run(case)
        yield folder


@pytest.fixture
def case(folder: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(folder, tmp_path / "case")
    with open_case(tmp_path / "case", operator="tester") as case:
        yield case


def _a_report_more(case: Case) -> None:
    _lay_in(case, TEXTS[-1:])


def _some_reports_more(case: Case) -> None:
    _lay_in(case, TEXTS[-4:])


def _a_document_taken_back(case: Case) -> None:
    judging.withdraw(case, [TEXTS[0].document_id], "made up")


def _a_source_taken_back(case: Case) -> None:
    source = next(iter(CaseState(case).sources.values()))
    judging.withdraw(case, [source.id], "made up")


def _a_claim_rejected(case: Case) -> None:
    judging.reject(case, [_a_toll(case).id], "a street number")


def _a_claim_accepted(case: Case) -> None:
    judging.accept(case, [_a_toll(case).id], "read twice")


def _a_claim_corrected(case: Case) -> None:
    judging.correct(case, _a_toll(case).id, ["killed=7"], "the page says 7")


def _a_toll(case: Case) -> CasualtyClaim:
    claims = CaseState(case).counting_claims
    return next(c for c in claims if isinstance(c, CasualtyClaim) and c.killed)


def _two_incidents_merged(case: Case) -> None:
    judging.merge(case, list(CaseState(case).incidents)[:2], "one raid")


def _a_report_split_off(case: Case) -> None:
    held = CaseState(case).incidents.values()
    incident = next(item for item in held if len(item.documents) > 2)
    judging.split(case, incident.id, [incident.documents[0]], "another day")


def _two_incidents_told_to_be_one(case: Case) -> None:
    one, other = list(CaseState(case).incidents)[2:4]
    answer_attack(case, one, other, "y", "one crater")


def _a_copy_told_to_be_none(case: Case) -> None:
    held = CaseState(case).origins.values()
    several = next(origin for origin in held if len(origin.documents) > 1)
    answer_origin(case, *several.documents[:2], "n", "both were there")


def _two_documents_told_to_be_one_origin(case: Case) -> None:
    one, other = list(CaseState(case).origins.values())[:2]
    answer_origin(case, one.first, other.first, "y", "the editor says so")


ACTS: tuple[Callable[[Case], None], ...] = (
    _a_report_more,
    _some_reports_more,
    _a_document_taken_back,
    _a_source_taken_back,
    _a_claim_rejected,
    _a_claim_accepted,
    _a_claim_corrected,
    _two_incidents_merged,
    _a_report_split_off,
    _two_incidents_told_to_be_one,
    _a_copy_told_to_be_none,
    _two_documents_told_to_be_one_origin,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__.strip("_"))
def test_after_one_act_and_its_undoing_all_is_as_if_assessed_anew(
    case: Case, act: Callable[[Case], None]
) -> None:
    before = _kept(case)
    act(case)
    _run(case)
    assert _kept(case) == _anew(case)
    judging.undo(case)
    _run(case)
    assert _kept(case) == _anew(case)
    assert _kept(case).keys() == before.keys()


def test_acts_one_after_the_other_leave_nothing_behind(case: Case) -> None:
    for act in ACTS[1:]:
        act(case)
        _run(case)
    assert _kept(case) == _anew(case)


STRICT = """
- profile: airwars
  title: Strict
  groups: {civilian: civilian, combatant: combatant, mixed: unknown, none: unknown}
  low: lowest
  high: none
  vague: not_used
  named_raise_low: false
  needs_roots: 3
  rules: {low: AIR-5, high: AIR-5, status: AIR-3, inclusion: AIR-6}
  ref: house
"""


def test_a_changed_profile_assesses_all_anew(case: Case) -> None:
    before = _kept(case)
    rows = case.folder / "reference" / "profiles.yaml"
    rows.parent.mkdir(exist_ok=True)
    rows.write_text(STRICT, encoding="utf-8")
    with open_case(case.folder, operator="tester") as again:
        assert _run(again) == len(CaseState(again).incidents)
        assert _kept(again) == _anew(again)
        assert _kept(again) != before


def test_nothing_new_assesses_nothing(case: Case) -> None:
    assert _run(case) == 0


def test_a_report_more_assesses_few_incidents(case: Case) -> None:
    _a_report_more(case)
    assert 0 < _run(case) <= len(CaseState(case).incidents) // 3
