"""What was published is kept, held against the case, re-opened and corrected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from firsthand.casework import Case, judging
from firsthand.casework.overview import status_lines
from firsthand.casework.releasing import (
    draft_of_correction,
    moved_releases,
    record_release,
    releases_of,
)
from firsthand.casework.retracting import (
    draft_correction,
    retraction_of,
    tell_retraction,
)
from firsthand.casework.run import run_stages
from firsthand.casework.showing import preview
from firsthand.casework.state import CaseState
from firsthand.errors import UserError

WHERE, WHY = "https://velmara.example/report", "first report"


@pytest.fixture
def site(case: Case, tmp_path: Path) -> Path:
    preview(case, tmp_path / "site")
    return tmp_path / "site"


def released(case: Case, site: Path, corrects: str | None = None) -> str:
    made = record_release(case, site, where=WHERE, because=WHY, corrects=corrects)
    return made.id


def test_a_release_names_its_findings_who_when_and_where(
    case: Case, site: Path
) -> None:
    key = released(case, site)
    (one,) = releases_of(CaseState(case))
    assert (one.id, one.where) == (key, WHERE)
    assert set(one.findings) == {
        f.id for f in CaseState(case).proposed_findings.values()
    }
    assert moved_releases(CaseState(case)) == ()


def test_a_release_whose_source_is_withdrawn_is_open_again(
    case: Case, site: Path
) -> None:
    released(case, site)
    judging.withdraw(case, ["Rescue Volunteers"], "made up")
    run_stages(case)
    (moved,) = moved_releases(CaseState(case))
    assert any("published as 9-11, is now 9 or more" in line for line in moved.lines)
    assert any("published and moved since" in line for line in status_lines(case))
    draft = "\n".join(draft_of_correction((moved,), dt.date(2022, 5, 1)))
    assert "Correction, 2022-05-01" in draft
    assert WHERE in draft


def test_a_retraction_foretells_which_release_falls(case: Case, site: Path) -> None:
    key = released(case, site)
    made = retraction_of(case, ["Rescue Volunteers"])
    told = "\n".join(tell_retraction(made, "airwars"))
    assert f"published, to be corrected: {key}" in told
    draft = "\n".join(draft_correction(made, "airwars", dt.date(2022, 5, 1)))
    assert f"Corrects {key}" in draft
    assert "published as 9-11, is now 9 or more" in draft


def test_the_release_that_corrects_closes_the_other(
    case: Case, site: Path, tmp_path: Path
) -> None:
    first = released(case, site)
    judging.withdraw(case, ["Rescue Volunteers"], "made up")
    run_stages(case)
    preview(case, tmp_path / "again")
    second = released(case, tmp_path / "again", corrects=first)
    assert moved_releases(CaseState(case)) == ()
    assert releases_of(CaseState(case))[0].corrected_by == second


def test_what_was_published_before_the_case_moved_on_can_still_be_recorded(
    case: Case, site: Path
) -> None:
    judging.withdraw(case, ["Rescue Volunteers"], "made up")
    run_stages(case)
    released(case, site)
    assert len(moved_releases(CaseState(case))) == 1


def test_a_release_is_undone_like_any_decision(case: Case, site: Path) -> None:
    released(case, site)
    judging.undo(case)
    assert releases_of(CaseState(case)) == ()


def test_a_folder_that_is_no_preview_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no preview"):
        released(case, tmp_path)


def test_a_preview_of_another_case_is_refused(case: Case, site: Path) -> None:
    marker = site / "firsthand-preview.json"
    told = json.loads(marker.read_text())
    told["findings"] = dict.fromkeys(told["findings"], "0" * 64)
    marker.write_text(json.dumps(told))
    with pytest.raises(UserError, match="no preview of this case"):
        released(case, site)


def test_an_older_preview_without_findings_is_refused(case: Case, site: Path) -> None:
    (site / "firsthand-preview.json").write_text('{"log_size": 3, "log_root": ""}')
    with pytest.raises(UserError, match="older preview"):
        released(case, site)


def test_correcting_no_release_is_refused(case: Case, site: Path) -> None:
    with pytest.raises(UserError, match="no release 'J-99'"):
        released(case, site, corrects="J-99")


def test_a_release_whose_estimate_may_no_longer_stand_is_open_again(
    case: Case, site: Path
) -> None:
    marker = site / "firsthand-preview.json"
    told = json.loads(marker.read_text(encoding="utf-8"))
    told["estimates"] = {"CH-001": "0" * 64}  # signed when it was published
    marker.write_text(json.dumps(told), encoding="utf-8")
    released(case, site)
    (moved,) = moved_releases(CaseState(case))
    assert any("CH-001" in line and "no longer stand" in line for line in moved.lines)
