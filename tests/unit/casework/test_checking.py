"""Checks as records: kept, shown, run again, undone; and the verbs that do it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from firsthand.casework import checking, create_case
from firsthand.casework.rechecking import run_again
from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.model import Accuracy, Check, Incident, IncidentId, Place
from firsthand.reference import bundled_reference

DISTANCE = {"from": "12.3456, 45.6789", "to": "12.3483, 45.6789", "away_m": "300"}


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    with create_case(folder) as case, case.writing():
        incident = Incident(
            id=IncidentId("I-001"),
            title="Talbar, market",
            claims=(),
            documents=(),
            place=Place(
                name="Talbar",
                lat_e7=123_456_000,
                lon_e7=456_789_000,
                accuracy=Accuracy.VILLAGE,
            ),
        )
        case.store.commit(case.act("test"), records=[incident])
    return folder


def _types(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), *words], catch_exceptions=True)


def test_a_check_of_an_incident_is_kept_shown_run_again_and_undone(
    case_folder: Path,
) -> None:
    words = ["check", "distance", "I-001", "12.3483, 45.6789"]
    made = _types(case_folder, *words, "--away", "300", "--margin", "50")
    assert made.exit_code == 0, made.output
    assert "answer: undecidable" in made.output
    assert "I-001" in made.output

    shown = json.loads(_types(case_folder, "show", "CH-001", "--json").output)
    assert shown["inputs"] == ["I-001"]
    assert shown["parameters"]["from_class"] == "village"
    assert shown["result"]["away"]["answer"] == "undecidable"
    assert "CH-001" in _types(case_folder, "check", "list").output

    again = _types(case_folder, "check", "again", "CH-001")
    assert "same bytes" in again.output

    assert _types(case_folder, "undo").exit_code == 0
    assert "No checks yet" in _types(case_folder, "check", "list").output


def test_a_dry_run_keeps_nothing(case_folder: Path) -> None:
    made = _types(case_folder, "check", "coordinates", "12.34, 45.67", "--dry-run")
    assert "lat: 12.34" in made.output
    assert "No checks yet" in _types(case_folder, "check", "list").output


def test_outside_a_case_a_check_is_only_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(cli, ["check", "coordinates", "12.34, 45.67"])
    assert made.exit_code == 0
    assert "nothing was kept" in made.stderr
    assert "lat: 12.34" in made.stdout


def test_a_check_that_no_longer_comes_out_is_told(case_folder: Path) -> None:
    with checking_case(case_folder) as case:
        ran = checking.run_check("coordinates", {"at": "12.34, 45.67"}, case.reference)
        other = ran._replace(result={"position": None})
        made = checking.keep_check(case, other)
        assert run_again(case, made.id) == (made, False)
    told = _types(case_folder, "check", "again", made.id)
    assert told.exit_code == 1
    assert "another result" in told.output


def test_sun_and_shadow_from_typed_numbers() -> None:
    typed = {
        "at": "35.512345, 36.412345",
        "time": "2021-11-29T10:00+02:00",
        "length": "3.46+-0.05",
        "height": "2.00±0.02",
        "slope": "0+-1",
    }
    ran = checking.run_check("sun", typed, bundled_reference())
    assert ran.result["verdict"] == "consistent"
    assert ran.result["claimed"]["start"] == "2021-11-29T08:00:00Z"
    assert ran.parameters == typed


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("distance", DISTANCE, "--margin"),
        ("distance", DISTANCE | {"away_m": "near", "margin_m": "1"}, "plain number"),
        ("sun", {"at": "12.3, 45.6", "time": "2021-11-29T10:00"}, "no zone"),
        ("sun", {"at": "12.3, 45.6", "time": "noon"}, "write it like"),
        (
            "sun",
            {"at": "12.3, 45.6", "time": "2021-11-29T10:00Z", "ratio": "1.7"},
            "has no error",
        ),
        (
            "sun",
            {"at": "12.3, 45.6", "time": "2021-11-29T10:00Z", "ratio": "1.7+-0.1"},
            "slope",
        ),
        (
            "sun",
            {"at": "12.3, 45.6", "time": "2021-11-29T10:00Z", "direction": "17+-1"},
            "yaw",
        ),
        (
            "sun",
            {"at": "12.3, 45.6", "time": "2021-11-29T10:00Z", "length": "1.7+-0.1"},
            "needs the height",
        ),
        (
            "coordinates",
            {"at": "12.3, 45.6", "at_class": "hamlet"},
            "no accuracy class",
        ),
    ],
)
def test_what_is_missing_is_asked_for(
    kind: str, typed: dict[str, str], says: str
) -> None:
    with pytest.raises(UserError, match=says):
        checking.run_check(kind, typed, bundled_reference())


def test_an_incident_without_a_point_is_not_measured_from(tmp_path: Path) -> None:
    with create_case(tmp_path / "other") as case:
        incident = Incident(
            id=IncidentId("I-009"), title="Somewhere", claims=(), documents=()
        )
        with case.writing():
            case.store.commit(case.act("test"), records=[incident])
        with pytest.raises(UserError, match="no point on the map"):
            checking.incident_place(case, "I-009")


def test_a_check_that_is_none_says_where_they_are_listed(case_folder: Path) -> None:
    with (
        checking_case(case_folder) as case,
        pytest.raises(UserError, match="firsthand check list"),
    ):
        checking.check_of(case, "CH-404")


def checking_case(folder: Path) -> checking.Case:
    from firsthand.casework import open_case  # noqa: PLC0415  only here

    return open_case(folder, operator=None)


def test_a_check_is_a_record_of_its_own_kind(case_folder: Path) -> None:
    with checking_case(case_folder) as case:
        ran = checking.run_check("coordinates", {"at": "12.34, 45.67"}, case.reference)
        made = checking.keep_check(case, ran)
        assert [item.id for item in case.store.every(Check)] == [made.id]
        assert case.store.history(made.id)[0][0].act_kind == "check"
