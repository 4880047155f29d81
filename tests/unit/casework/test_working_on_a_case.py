"""A case at work: incremental runs, judgements that survive, undo, honest refusals."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from firsthand.casework import (
    Case,
    create_case,
    find_case,
    judging,
    open_case,
    reading,
)
from firsthand.casework.decisions import ClaimState, state_claims
from firsthand.casework.intake import add_files
from firsthand.casework.run import run_stages, what_is_out_of_date
from firsthand.casework.state import CaseState
from firsthand.errors import IntegrityError, UserError
from firsthand.extract import Page, extract_claims
from firsthand.model import (
    AnyClaim,
    Capture,
    CasualtyClaim,
    Document,
    Operator,
    Source,
)
from firsthand.reference import Reference


def _casualties(case: Case) -> list[CasualtyClaim]:
    claims = CaseState(case).claims.values()
    return [s.claim for s in claims if isinstance(s.claim, CasualtyClaim)]


def _claim_that_says(case: Case, words: str) -> CasualtyClaim:
    found = [claim for claim in _casualties(case) if words in claim.span.quote]
    assert found, [claim.span.quote for claim in _casualties(case)]
    return found[0]


def _killed(case: Case) -> str:
    state = CaseState(case)
    (finding,) = state.findings.values()
    lead = finding.leading_range()
    return str(lead.range) if lead else "unknown"


# --- what came out ---------------------------------------------------------------


def test_three_reports_of_one_strike_are_one_incident(case: Case) -> None:
    state = CaseState(case)
    (incident,) = state.incidents.values()
    assert "Talbar" in incident.title
    assert incident.date is not None
    assert str(incident.date.earliest) == "2021-11-30"


def test_the_range_spans_the_monitor_and_the_rescuers(case: Case) -> None:
    assert _killed(case) == "9-11"


def test_every_claim_holds_its_quote(case: Case) -> None:
    state = CaseState(case)
    for stated in state.claims.values():
        text = state.text_of(state.documents[stated.claim.document_id])
        span = stated.claim.span
        assert text[span.start : span.end] == span.quote


# --- incremental -----------------------------------------------------------------


def test_a_second_run_does_nothing(case: Case) -> None:
    before = sum(1 for _ in case.store.events())
    report = run_stages(case)
    assert [stage.done for stage in report.stages if stage.done] == []
    assert sum(1 for _ in case.store.events()) == before
    assert what_is_out_of_date(case) == []


def test_one_new_report_is_all_that_is_read(case: Case, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("Two fishermen were rescued off the coast of Toreth on Monday.")
    add_files(case, [new])
    report = run_stages(case)
    (extract,) = [stage for stage in report.stages if stage.stage == "extract"]
    assert extract.done == ["D-004"]
    assert extract.unchanged == 3
    (assess,) = [stage for stage in report.stages if stage.stage == "assess"]
    assert assess.done == []


def test_incident_ids_stay_when_more_arrives(case: Case, tmp_path: Path) -> None:
    before = list(CaseState(case).incidents)
    new = tmp_path / "other.txt"
    new.write_text(
        "At least 3 civilians were killed on 2 December 2021 when an air strike hit "
        "a school in Jesrin, residents said."
    )
    add_files(case, [new])
    run_stages(case)
    after = list(CaseState(case).incidents)
    assert after[: len(before)] == before


# --- intake ----------------------------------------------------------------------


def test_the_same_bytes_are_recorded_not_doubled(case: Case, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    document = next(iter(case.store.every(Document)))
    capture = case.store.get(document.capture_id)
    assert isinstance(capture, Capture)
    again.write_bytes(case.store.read_object(capture.sha256))
    report = add_files(case, [again])
    assert report.documents == []
    assert [earlier for _, earlier in report.repeats] == [capture.id]
    captures = [c for c in case.store.every(Capture) if c.sha256 == capture.sha256]
    assert [c.repeats for c in captures] == [None, capture.id]


def test_a_bad_file_is_kept_and_the_batch_goes_on(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "good.txt").write_text("Nothing happened in Daraz today, residents said.")
    report = add_files(case, [folder])
    assert [name for name, _ in report.documents] == ["good.txt"]
    assert len(report.problems) == 2
    assert any("broken.pdf" in text for text in report.problems)
    kept = {c.filename: c for c in case.store.every(Capture)}
    assert kept["broken.pdf"].problem
    assert case.store.read_object(kept["broken.pdf"].sha256).startswith(b"%PDF")


def test_a_fault_of_a_reader_on_one_page_stops_no_other_page_and_is_told(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_on_one(page: Page, rows: Reference) -> list[AnyClaim]:
        if "Orsk bridge" in page.text:
            raise KeyError("no such row")
        return extract_claims(page, rows)

    monkeypatch.setattr(reading, "extract_claims", breaks_on_one)
    for name, words in (("one", "Orsk bridge"), ("two", "Talbar mill")):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"Three people were killed at the {words} on Monday.")
        add_files(case, [path])
    read = next(s for s in run_stages(case).stages if s.stage == "extract")
    (problem,) = read.problems
    assert "a fault of the program (KeyError: 'no such row')" in problem
    assert len(read.done) == 1
    monkeypatch.undo()
    again = next(s for s in run_stages(case).stages if s.stage == "extract")
    assert (len(again.done), again.problems) == (1, [])


def test_no_date_is_invented(case: Case, tmp_path: Path) -> None:
    new = tmp_path / "undated.txt"
    new.write_text("Something happened on Friday, a resident of Ghanta said.")
    report = add_files(case, [new])
    ((_, document),) = report.documents
    assert document.published is None


# --- judgements ------------------------------------------------------------------


def test_a_rejected_claim_counts_for_nothing_and_stays_visible(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    judging.reject(case, [claim.id], "misread")
    run_stages(case)
    assert _killed(case) == "9 or more"
    stated = CaseState(case).claims[claim.id]
    assert stated.state is ClaimState.REJECTED
    assert stated.note == "misread"


def test_a_correction_moves_the_bound_and_not_the_quote(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    judging.correct(case, claim.id, ["killed=14"], "typo in the page, see photo")
    run_stages(case)
    assert _killed(case) == "9-14"
    corrected = CaseState(case).claims[claim.id].claim
    assert corrected.span == claim.span


def test_a_judgement_survives_a_new_reading(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    judging.reject(case, [claim.id], "misread")
    run_stages(case)
    run_stages(case)
    assert CaseState(case).claims[claim.id].state is ClaimState.REJECTED


def test_a_judgement_does_not_cover_words_it_never_saw(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    made = judging.accept(case, [claim.id], "read it")
    other = msgspec.structs.replace(claim, speaker=None, chain=())
    stated = state_claims([other], [made])[claim.id]
    assert stated.state is ClaimState.PROPOSED
    assert stated.note is not None
    assert stated.note.startswith("re-opened")


def test_withdrawing_a_source_removes_its_bound(case: Case) -> None:
    judging.withdraw(case, ["Rescue Volunteers"], "account was taken over")
    run_stages(case)
    assert _killed(case) == "9 or more"


def test_undo_brings_back_what_was_and_undoing_the_undo_too(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    judging.reject(case, [claim.id], "misread")
    judging.undo(case)
    run_stages(case)
    assert _killed(case) == "9-11"
    (undone,) = [event.act for event in case.store.events() if event.undoes]
    judging.undo(case, undone)
    run_stages(case)
    assert _killed(case) == "9 or more"


def test_the_log_names_who_when_and_why(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    judging.reject(case, [claim.id], "misread")
    event = [e for e in case.store.events() if e.act_kind == "reject"][-1]
    labels = {item.id: item.label for item in case.store.every(Operator)}
    assert labels[event.by] == "tester"
    assert event.because == "misread"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("killed=many", "write 49, 37-49"),
        ("killed", "field=value"),
        ("colour=red", "no field 'colour'"),
        ("killed=9-4", "below low"),
        ("span=1", "no field 'span' to correct"),
    ],
)
def test_a_correction_that_does_not_fit_says_what_does(
    case: Case, setting: str, message: str
) -> None:
    claim = _claim_that_says(case, "11 civilians")
    with pytest.raises(UserError, match=message):
        judging.correct(case, claim.id, [setting], "why not")


def test_a_decision_without_a_reason_is_refused(case: Case) -> None:
    claim = _claim_that_says(case, "11 civilians")
    with pytest.raises(UserError, match="needs a reason"):
        judging.reject(case, [claim.id], "  ")


def test_split_takes_a_document_out_and_it_stays_out(case: Case) -> None:
    (incident,) = CaseState(case).incidents
    document = next(
        d.id
        for d in case.store.every(Document)
        if _source_name(case, d) == "Rescue Volunteers"
    )
    judging.split(case, incident, [document], "another market")
    run_stages(case)
    run_stages(case)
    state = CaseState(case)
    assert document not in state.incidents[incident].documents
    assert len(state.incidents) == 2


def test_merge_joins_what_was_split_and_keeps_the_former_id(case: Case) -> None:
    (incident,) = CaseState(case).incidents
    document = next(
        d.id
        for d in case.store.every(Document)
        if _source_name(case, d) == "Rescue Volunteers"
    )
    judging.split(case, incident, [document], "another market")
    run_stages(case)
    other = next(key for key in CaseState(case).incidents if key != incident)
    judging.merge(case, [incident, other], "the same market after all")
    run_stages(case)
    state = CaseState(case)
    assert list(state.incidents) == [incident]
    assert other in state.incidents[incident].previous_ids
    found = state.incident(other)
    assert found is not None
    assert found.id == incident


def _source_name(case: Case, document: Document) -> str:
    source = case.store.get(document.source_id or "")
    return source.name if isinstance(source, Source) else ""


# --- the folder ------------------------------------------------------------------


def test_a_case_is_found_from_below(case: Case) -> None:
    below = case.folder / "notes" / "today"
    below.mkdir(parents=True)
    assert find_case(below) == case.folder


def test_outside_a_case_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="firsthand init"):
        find_case(tmp_path)


def test_a_folder_with_something_in_it_is_not_made_a_case(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        create_case(tmp_path)


def test_a_changed_object_stops_the_run(case: Case) -> None:
    document = next(iter(case.store.every(Document)))
    folder = case.folder / "store" / "objects" / "sha256" / document.text_sha256[:2]
    path = folder / document.text_sha256
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"9", b"1"))
    with pytest.raises(IntegrityError, match=document.text_sha256[:8]):
        CaseState(case).text_of(document)


def test_a_deleted_index_is_rebuilt_with_the_same_answers(
    case: Case, tmp_path: Path
) -> None:
    before = CaseState(case)
    answers = (before.incidents, before.findings, before.claims, before.contradictions)
    case.close()
    copy = tmp_path / "copy"
    shutil.copytree(case.folder, copy)
    for path in (copy / "store").glob("index.sqlite*"):
        path.unlink()
    with open_case(copy, operator="tester") as again:
        after = CaseState(again)
        assert answers == (
            after.incidents,
            after.findings,
            after.claims,
            after.contradictions,
        )
