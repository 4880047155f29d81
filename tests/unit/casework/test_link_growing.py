"""A case that grows: a new document is linked by what it touches."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.world import simulate, world_case

from firsthand.casework import Case, create_case, judging, link_growing, open_case
from firsthand.casework.link_memory import load
from firsthand.casework.linking import link, link_inputs
from firsthand.casework.sealing import make_recipient
from firsthand.casework.sealing_later import seal_open
from firsthand.casework.state import CaseState

WORLD = simulate.simulate(51, 12)
TEXTS = list(WORLD.texts)
random.Random(51).shuffle(TEXTS)  # noqa: S311  a test, not a secret
LATE = TEXTS[-3:]


def _lay_in(case: Case, texts: Any, sources: Any = ()) -> None:
    known = {text.document_id for text in texts}
    claims = [claim for claim in WORLD.claims if claim.document_id in known]
    world_case.lay_in(case, texts, claims, sources)


def _link(case: Case) -> dict[str, Any]:
    with case.writing():
        return {report.stage: report for report in link(case)}


def _made(case: Case) -> tuple[Any, ...]:
    state = CaseState(case)
    return (
        {frozenset(origin.documents) for origin in state.origins.values()},
        {frozenset(root.claims) for root in state.roots.values()},
        {
            (frozenset(i.claims), i.documents, i.place, i.date, i.target)
            for i in state.incidents.values()
        },
        {(v.person.name, v.claims) for v in state.victims},
    )


@pytest.fixture(autouse=True, scope="module")
def _small_cases_are_remembered(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        config = tmp_path_factory.getbasetemp() / "config"
        patch.setenv("XDG_CONFIG_HOME", str(config))
        patch.setattr(link_growing, "FEWEST", 10)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("growing") / "case"
    with create_case(folder) as case:
        _lay_in(case, TEXTS[:-3], WORLD.sources)
        _link(case)
    return folder


@pytest.fixture
def grown(folder: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(folder, tmp_path / "grown")
    with open_case(tmp_path / "grown") as case:
        yield case


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    with create_case(tmp_path_factory.mktemp("at-once") / "case") as case:
        _lay_in(case, TEXTS, WORLD.sources)
        _link(case)
        return _made(case)


def test_documents_that_come_later_are_linked_as_if_all_came_at_once(
    grown: Case, at_once: tuple[Any, ...]
) -> None:
    for text in LATE:
        before = dict(CaseState(grown).incidents)
        _lay_in(grown, [text])
        reports = _link(grown)
        assert reports["incidents"].unchanged >= len(before) / 2
        assert len(reports["incidents"].done) <= len(before) / 2
    assert _made(grown) == at_once


def test_what_linking_remembers_can_be_deleted(
    grown: Case, at_once: tuple[Any, ...]
) -> None:
    remembered = grown.folder / ".work" / "linking"
    for text in LATE:
        for file in sorted(remembered.rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        _lay_in(grown, [text])
        _link(grown)
        assert (remembered / "memory.json").exists()
    assert _made(grown) == at_once


@pytest.mark.parametrize("name", ["memory.json", "keys/keys.npy", "keys/added.npy"])
def test_a_torn_file_of_it_costs_time_and_nothing_else(
    grown: Case, at_once: tuple[Any, ...], name: str
) -> None:
    torn = grown.folder / ".work" / "linking" / name
    torn.write_bytes(torn.read_bytes()[: torn.stat().st_size // 2])
    _lay_in(grown, LATE)
    _link(grown)
    assert _made(grown) == at_once


def test_keys_cut_alike_in_both_files_are_taken_as_nothing_remembered(
    grown: Case,
) -> None:
    _lay_in(grown, LATE)
    _link(grown)
    assert load(grown) is not None
    for name in ("added", "added_holders"):
        path = grown.folder / ".work" / "linking" / "keys" / f"{name}.npy"
        held = np.load(path)
        assert len(held)
        np.save(path, held[:-1])
    assert load(grown) is None


def test_a_second_link_finds_nothing_to_do(grown: Case) -> None:
    _lay_in(grown, LATE)
    _link(grown)
    inputs = link_inputs(grown)
    assert set(_link(grown)) == {"link"}
    assert link_inputs(grown) == inputs
    with open_case(grown.folder) as again:
        assert set(_link(again)) == {"link"}


def test_a_rejected_claim_leaves_its_incident(grown: Case) -> None:
    state = CaseState(grown)
    incident = next(i for i in state.incidents.values() if len(i.documents) > 2)
    judging.reject(grown, [incident.claims[0]], "misread")
    reports = _link(grown)
    assert incident.id in reports["incidents"].done
    after = CaseState(grown).incidents[incident.id]
    assert set(after.claims) == set(incident.claims) - {incident.claims[0]}


def test_a_report_of_a_new_source_is_linked_by_what_it_touches(grown: Case) -> None:
    source = type(WORLD.sources[0])(id="s99", name="Harbour Courier")
    text = msgspec.structs.replace(LATE[0], source="Harbour Courier")
    claims = [c for c in WORLD.claims if c.document_id == text.document_id]
    n_before = len(CaseState(grown).incidents)
    world_case.lay_in(grown, [text], claims, [source])
    reports = _link(grown)
    assert len(reports["incidents"].done) < n_before / 2
    assert remembered(grown)["n_linked"] == len(TEXTS) - 3


def test_a_source_alone_changes_nothing_until_a_document_is_of_it(
    grown: Case,
) -> None:
    before = _made(grown)
    _lay_in(grown, [], [type(WORLD.sources[0])(id="s99", name="Harbour Courier")])
    reports = _link(grown)
    assert reports["origins"].done == reports["incidents"].done == []
    assert _made(grown) == before


def test_a_source_described_otherwise_links_all_at_once(grown: Case) -> None:
    other = msgspec.structs.replace(WORLD.sources[0], other_names=("Ormund",))
    _lay_in(grown, LATE, [other])
    _link(grown)
    assert remembered(grown)["n_linked"] == len(TEXTS)


def remembered(case: Case) -> Any:
    return msgspec.json.decode(
        (case.folder / ".work" / "linking" / "memory.json").read_bytes()
    )


def test_nothing_is_remembered_of_a_case_where_something_was_sealed(
    case: Case, tmp_path: Path
) -> None:
    remembered = case.folder / ".work" / "linking"
    remembered.mkdir(parents=True)
    (remembered / "memory.json").write_text("{}")
    make_recipient(case, tmp_path / "reader.key", "A reader")
    seal_open(case, "D-001", "at risk")
    assert not remembered.exists()
