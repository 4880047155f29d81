"""Statements of reviewers: kept, looked at again, taken back; never a party set."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from firsthand.casework import open_case
from firsthand.casework.intake import add_files
from firsthand.casework.run import run_stages, what_is_out_of_date
from firsthand.casework.showing import preview
from firsthand.casework.state import CaseState
from firsthand.casework.telling import tell_contradiction
from firsthand.casework.verification import Standing, Verification
from firsthand.cli.app import cli
from firsthand.model import (
    Capture,
    Contradiction,
    ContradictionKind,
    Finding,
    MediaItem,
    Protection,
)

_DISPUTED = "X-901"
_WHO = ["--competence", "twenty years of clearance", "--interests", "none"]


@pytest.fixture(scope="module")
def filled_once(made_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the small case with two pictures once, and one disputed building."""
    base = tmp_path_factory.mktemp("filled")
    shutil.copytree(made_case, base / "case")
    config = tmp_path_factory.getbasetemp() / "config"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(config))
        _fill(base)
    return base / "case"


def _fill(base: Path) -> None:
    with open_case(base / "case", operator="tester") as case:
        for seed in (1, 2):
            coarse = np.random.default_rng(seed).integers(0, 256, (9, 12), np.uint8)
            path = base / f"picture{seed}.png"
            Image.fromarray(coarse).resize((320, 240)).save(path)
            add_files(case, [path])
        run_stages(case)
        disputed = Contradiction(
            id=_DISPUTED,
            contradiction_kind=ContradictionKind.OBJECT_IDENTITY,
            claims=(),
            why="one says the pictures show another building",
        )
        case.store.commit(case.act("test"), records=[disputed])


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Path:
    """Copy the case."""
    shutil.copytree(filled_once, tmp_path / "case")
    return tmp_path / "case"


def _run(folder: Path, *words: str, who: str = "tester") -> Result:
    return CliRunner().invoke(cli, ["-C", str(folder), "--as", who, *words])


def _ok(folder: Path, *words: str, who: str = "tester") -> str:
    done = _run(folder, *words, who=who)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def _identify(*more: str) -> list[str]:
    return [
        *("munitions", "identify", "M-001", "--munition", "RBK-500"),
        *("--region", "frame 1, lower left", "--asked", "which munition is it?"),
        *("--frames", "frame 1, full size", "--matched", "drum tail with fins"),
        *("--contradicting", "none", "--alternatives", "FAB-500: not split"),
        *(
            "--grade",
            "likely",
            "--incident",
            "I-001",
            "--by",
            "Expert One",
            *_WHO,
            *more,
        ),
    ]


def _locate(*more: str) -> list[str]:
    return [
        *("check", "geolocate", "M-001", "--at", "12.34567, 45.67891"),
        *("--radius", "20", "--imagery", "invented map, 2021"),
        *("--match", "minaret left | minaret at the crossing | agrees"),
        *("--match", "long roof | roof of the market | agrees"),
        *("--step", "found the crossing", "--incident", "I-001"),
        *("--by", "Reader One", *_WHO, *more),
    ]


def test_an_identification_shows_what_it_tells_of_the_user_and_sets_no_party(
    filled: Path,
) -> None:
    with open_case(filled) as case:
        before = {item.id: item for item in case.store.every(Finding)}
    told = _ok(filled, *_identify("--theatre", "SY", "--on", "2021-11-29"))
    assert "tells of the user: none" in told
    assert "no party is set from it" in told
    with open_case(filled) as case:
        assert not what_is_out_of_date(case)
        run_stages(case)
        assert {item.id: item for item in case.store.every(Finding)} == before
        assert not any(
            party.party in {"RU", "SY"}
            for item in CaseState(case).findings.values()
            for party in item.attributed
        )


@pytest.mark.parametrize(
    ("left_out", "asked_for"),
    [
        ("--matched", "--matched"),
        ("--contradicting", "--contradicting"),
        ("--alternatives", "--alternatives"),
        ("--frames", "--frames"),
        ("--grade", "--grade"),
    ],
)
def test_an_identification_without_a_part_is_refused(
    filled: Path, left_out: str, asked_for: str
) -> None:
    words = _identify()
    at = words.index(left_out)
    done = _run(filled, *words[:at], *words[at + 2 :])
    assert done.exit_code != 0
    assert asked_for in str(done.exception) + done.output


def test_what_a_feature_contradicts_is_not_confirmed(filled: Path) -> None:
    words = _identify()
    words[words.index("none")] = "the fins are too short"
    words[words.index("likely")] = "confirmed"
    done = _run(filled, *words)
    assert "contradicts: it is not confirmed" in str(done.exception)


def test_an_identification_is_taken_back(filled: Path) -> None:
    told = _ok(filled, *_identify())
    act = told.rsplit("undo ", 1)[1].strip()
    assert "rbk-500: likely" in _ok(filled, "show", "I-001")
    _ok(filled, "undo", act)
    assert "rbk-500: likely" not in _ok(filled, "show", "I-001")
    assert "nobody has identified a munition" in _ok(filled, "show", "I-001")


def test_a_place_needs_two_persons_at_two_keyboards(filled: Path) -> None:
    _ok(filled, *_locate())
    look = ["check", "second", "GEO-001", "--agrees", "yes", "--because", "same roofs"]
    same = _run(filled, *look, "--by", "Reader Two", *_WHO)
    assert "another person's" in str(same.exception)
    alias = _run(filled, *look, "--by", "reader one", *_WHO, who="other")
    assert "another person's" in str(alias.exception)
    assert "One person says so" in _ok(filled, "check", "list", "I-001")
    spot = ["--at", "12.34580, 45.67891", "--radius", "20"]
    _ok(filled, *look, *spot, "--by", "Reader Two", *_WHO, who="other")
    with open_case(filled) as case:
        known = Verification(case)
        incident = CaseState(case).incidents[next(iter(CaseState(case).incidents))]
        items = {item.code: item for item in known.checklist(incident)}
        assert items["incident.place"].standing is Standing.TWO_PERSONS
        assert items["incident.place"].is_settled
    assert "agreed by two persons" in _ok(filled, "show", "I-001")


def test_two_places_that_do_not_meet_do_not_agree(filled: Path) -> None:
    _ok(filled, *_locate())
    done = _run(
        filled,
        *("check", "second", "GEO-001", "--agrees", "yes", "--because", "looked"),
        *("--at", "12.35567, 45.67891", "--radius", "20", "--by", "Reader Two", *_WHO),
        who="other",
    )
    assert "they do not agree" in str(done.exception)


def test_a_dissenting_second_look_leaves_the_place_disputed(filled: Path) -> None:
    _ok(filled, *_locate())
    _ok(
        filled,
        *("check", "second", "GEO-001", "--agrees", "no", "--because", "no crossing"),
        *("--by", "Reader Two", *_WHO),
        who="other",
    )
    assert "Two persons disagree" in _ok(filled, "check", "list", "I-001")


def test_one_feature_is_no_place(filled: Path) -> None:
    words = _locate()
    words[words.index("long roof | roof of the market | agrees")] = (
        "a | b | not_visible"
    )
    assert "at least 2" in str(_run(filled, *words).exception)


def _compare(*more: str) -> list[str]:
    return [
        *("check", "compare", "M-001", "M-002", "--because", "other height"),
        *("--incident", "I-001", "--by", "Reader One", *_WHO, *more),
    ]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (["--verdict", "different"], "needs a feature that contradicts"),
        (
            ["--verdict", "different", "--feature", "storeys | 4 | 2 | contradicts"],
            "needs two places",
        ),
        (
            [
                *(
                    "--verdict",
                    "different",
                    "--feature",
                    "storeys | 4 | 2 | contradicts",
                ),
                *("--first-at", "12.34, 45.67", "--second-at", "12.34, 45.68"),
            ],
            "may be one",
        ),
        (["--verdict", "same"], "needs features that agree"),
        (
            [
                *("--verdict", "same", "--feature", "door | left | left | agrees"),
                *("--feature", "storeys | 4 | 2 | contradicts"),
            ],
            "cannot be same",
        ),
        (["--verdict", "undecidable", "--answers", "X-999"], "no contradiction"),
    ],
)
def test_a_verdict_without_its_grounds_is_refused(
    filled: Path, said: list[str], refused: str
) -> None:
    assert refused in str(_run(filled, *_compare("--no-propose", *said)).exception)


def test_a_comparison_bears_on_a_contradiction_and_settles_nothing(
    filled: Path,
) -> None:
    key = _DISPUTED
    told = _ok(
        filled,
        *_compare("--verdict", "different"),
        *("--feature", "storeys | four | two | contradicts", "--answers", key),
        *("--first-at", "12.34111, 45.67111", "--second-at", "12.44111, 45.67111"),
    )
    assert "says nothing of the scenes" in told
    assert f"{key} stays open" in told
    shown = _ok(filled, "show", "I-001")
    assert "CMP-001  M-001 and M-002: different, one person" in shown
    with open_case(filled) as case:
        state = CaseState(case)
        disputed = case.store.get(key)
        assert isinstance(disputed, Contradiction)
        lines = list(tell_contradiction(state, disputed))
    assert "      answered by CMP-001: different, one person: other height" in lines
    with open_case(filled) as case:
        left = case.store.get(key)
        assert isinstance(left, Contradiction)
        assert left.state.value == "open"


def test_weather_without_a_log_is_refused(filled: Path) -> None:
    words = [
        *("check", "tick", "M-001", "content.weather", "--state", "done"),
        *("--because", "dry and clear", "--by", "Reader One", *_WHO),
    ]
    assert "name the log" in str(_run(filled, *words).exception)
    _ok(filled, *words, "--looked-at", "Talbar airfield, hourly log")
    lines = _ok(filled, "check", "list", "M-001", "--json").splitlines()
    weather = next(x for x in map(json.loads, lines) if x["item"] == "content.weather")
    assert weather["standing"] == "one person"
    assert weather["settled"]


def test_an_incident_without_imagery_says_so(filled: Path) -> None:
    assert "no imagery of this attack is held" in _ok(filled, "show", "I-001")
    _ok(filled, "check", "put", "M-001", "I-001", "--shows", "aftermath")
    assert "no imagery of this attack" not in _ok(filled, "show", "I-001")
    with open_case(filled) as case:
        item = case.store.get("M-001")
        assert isinstance(item, MediaItem)
        assert item.incident_id == "I-001"


def test_a_page_counts_the_imagery_that_is_held_and_shows_none(
    filled: Path, tmp_path: Path
) -> None:
    def page() -> str:
        with open_case(filled) as case:
            preview(case, tmp_path / "site")
        return (tmp_path / "site" / "incidents" / "I-001.html").read_text("utf-8")

    assert "No photo or video is held for this incident." in page()
    _ok(filled, "check", "put", "M-001", "I-001", "--shows", "aftermath")
    _ok(filled, "check", "put", "M-002", "I-001", "--shows", "unknown")
    shown = page()
    assert "No photo or video is held" not in shown
    assert "<li>1 picture of the aftermath</li>" in shown
    assert "<li>1 picture put to it; what it shows is not said</li>" in shown
    assert "Nothing of it is shown here" in shown
    for hidden in ("<img", "M-001", "picture1.png"):
        assert hidden not in shown
    with open_case(filled) as case:
        item = case.store.get("M-002")
        assert isinstance(item, MediaItem)
        kept = msgspec.structs.replace(item, protection=Protection.RESTRICTED)
        case.store.commit(case.act("test"), records=[kept])
    assert "<li>1 that must be protected: not described here</li>" in page()


def test_two_ticks_of_two_persons_settle_the_count_of_the_dead(filled: Path) -> None:
    words = [
        *("check", "tick", "I-001", "incident.deaths", "--state", "done"),
        *("--because", "read every claim", *_WHO, "--by"),
    ]
    _ok(filled, *words, "Reader One")
    assert "[two persons]" in _ok(filled, "check", "list", "I-001")
    assert "One person says so" in _ok(filled, "show", "I-001")
    _ok(filled, *words, "Reader Two", who="other")
    with open_case(filled) as case:
        incident = next(iter(CaseState(case).incidents.values()))
        items = {i.code: i for i in Verification(case).checklist(incident)}
        assert items["incident.deaths"].standing is Standing.TWO_PERSONS


def test_the_site_names_no_reviewer_and_no_camera_place(
    filled: Path, tmp_path: Path
) -> None:
    _ok(filled, *_locate())
    _ok(filled, *_identify())
    with open_case(filled) as case:
        preview(case, tmp_path / "site")
        incident = next(iter(CaseState(case).incidents))
    page = (tmp_path / "site" / "incidents" / f"{incident}.html").read_text("utf-8")
    assert "<h2>Verification</h2>" in page
    assert "2 features agree, 0 contradict" in page
    assert "name withheld" in page
    for hidden in ("Expert One", "Reader One", "12.34567", "minaret"):
        assert hidden not in page


def test_a_statement_is_shown_by_its_id_and_exported(
    filled: Path, tmp_path: Path
) -> None:
    _ok(filled, *_locate())
    assert "step 1: found the crossing" in _ok(filled, "show", "GEO-001")
    shown = json.loads(_ok(filled, "show", "GEO-001", "--json"))
    assert shown["reviewer"]["name"] == "Reader One"
    _ok(filled, "export", "jsonl", str(tmp_path / "out"))
    lines = (tmp_path / "out" / "statements.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["GEO-001"]


def test_protected_material_is_on_no_page(filled: Path, tmp_path: Path) -> None:
    _ok(filled, *_identify())
    with open_case(filled) as case:
        item = case.store.get("M-001")
        assert isinstance(item, MediaItem)
        capture = case.store.get(item.capture_id)
        assert isinstance(capture, Capture)
        kept = msgspec.structs.replace(capture, protection=Protection.RESTRICTED)
        case.store.commit(case.act("test"), records=[kept])
        preview(case, tmp_path / "site")
    page = (tmp_path / "site" / "incidents" / "I-001.html").read_text("utf-8")
    assert "rbk-500" not in page


def test_the_catalogue_is_asked_without_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(cli, ["munitions", "find", "--seen", "torn barrel"])
    assert "barrel-bomb" in found.output
    assert "A rank is no identification" in found.output
    shown = CliRunner().invoke(
        cli, ["munitions", "show", "RBK-500", "--theatre", "SY", "--on", "2021-11-29"]
    )
    assert "no party is set from it" in shown.output
    assert "tells of the user: none" in shown.output
