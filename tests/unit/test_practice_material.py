"""The practice case is complete, marked as fiction, and agrees with its own truth."""

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

PRACTICE = Path(__file__).parents[2] / "practice"
REPORTS = PRACTICE / "reports"
MARK = "Practice material: fiction"


def _truth() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(
        (PRACTICE / "truth.yaml").read_text(encoding="utf-8")
    )
    return read


def _sheet() -> list[dict[str, str]]:
    with (PRACTICE / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _bytes_of(path: Path) -> bytes:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as packed:
            return packed.read("word/document.xml")
    return path.read_bytes()


def _files_named(truth: dict[str, Any]) -> set[str]:
    named = {f for incident in truth["incidents"] for f in incident["reports"]}
    named |= {row["report"] for row in truth["responses"]}
    named |= {row["report"] for row in truth["furniture"]}
    named |= {copy["file"] for o in truth["origins"] for copy in o["copies"]}
    return named | set(truth["distractors"]) | set(truth["claims"])


@pytest.mark.parametrize("path", sorted(REPORTS.iterdir()), ids=lambda p: p.name)
def test_every_file_says_that_it_is_fiction(path: Path) -> None:
    assert MARK.encode() in _bytes_of(path)


def test_every_report_has_one_row_in_the_sheet() -> None:
    listed = [row["file"] for row in _sheet()]
    assert sorted(listed) == sorted(path.name for path in REPORTS.iterdir())


def test_three_reports_are_arabic_and_two_russian() -> None:
    languages = [row["language"] for row in _sheet()]
    assert (languages.count("ar"), languages.count("ru")) == (3, 2)


def test_the_interview_note_is_protected() -> None:
    protected = {row["file"] for row in _sheet() if row["protection"] != "open"}
    assert protected == set(_truth()["protected"])


def test_truth_names_only_files_that_exist() -> None:
    assert _files_named(_truth()) <= {path.name for path in REPORTS.iterdir()}


def test_the_six_attacks_add_up_to_the_totals_stated() -> None:
    truth = _truth()
    lows = sum(incident["killed"][0] for incident in truth["incidents"])
    highs = sum(incident["killed"][1] for incident in truth["incidents"])
    assert [lows, highs] == truth["totals"]["killed_of_the_six"]


def test_quotes_of_the_truth_stand_in_their_reports() -> None:
    absent = [
        (name, claim["quote"])
        for name, claims in _truth()["claims"].items()
        for claim in claims
        if claim["quote"] not in (REPORTS / name).read_text(encoding="utf-8")
    ]
    assert absent == []


def test_places_of_the_truth_stand_in_the_gazetteer() -> None:
    path = PRACTICE / "reference" / "gazetteer.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert {incident["gazetteer_id"] for incident in _truth()["incidents"]} <= known


def test_every_ring_of_the_outline_is_closed() -> None:
    outline = json.loads(
        (PRACTICE / "reference" / "outline.geojson").read_text(encoding="utf-8")
    )
    rings = [f["geometry"]["coordinates"][0] for f in outline["features"]]
    assert len(rings) == 3
    assert all(ring[0] == ring[-1] for ring in rings)


def test_the_wire_story_is_reprinted_word_for_word() -> None:
    wire = (REPORTS / "arikhan-wire.txt").read_text(encoding="utf-8")
    herald = (REPORTS / "arikhan-northern-herald.html").read_text(encoding="utf-8")
    paragraph = next(p for p in wire.split("\n\n") if "Velmara Monitor" in p)
    assert paragraph in herald
