"""The acceptance article, scored by the scorer that comes with the development data.

The article is not part of this repository: it is read from the folder that
FIRSTHAND_EVAL_DATA names, and the test is skipped where that folder is absent.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model import AnyClaim, DenialClaim, Denies
from firsthand.model.wire import claim_as_line
from firsthand.reference import bundled_reference

_ROOT = Path(__file__).parents[2]
_DATA = (_ROOT / os.environ.get("FIRSTHAND_EVAL_DATA", "../shared")).resolve()
_ARTICLE = _DATA / "cases" / "seed-article.txt"
_GOLD = _DATA / "cases" / "seed-claims.json"
_SCORER = _DATA / "eval" / "score_claims.py"

pytestmark = pytest.mark.skipif(
    not (_ARTICLE.is_file() and _GOLD.is_file() and _SCORER.is_file()),
    reason=f"development data not found in {_DATA} (set FIRSTHAND_EVAL_DATA)",
)

# Floors of the first issue, reached with room to spare on 2026-11-22.
_FLOOR_CASUALTY = 0.85
_FLOOR_SPEAKER = 0.80
_FLOOR_DENIAL = 0.75
_FLOOR_ATTRIBUTION = 0.75


@pytest.fixture(scope="module")
def claims() -> list[AnyClaim]:
    (gold,) = json.loads(_GOLD.read_text(encoding="utf-8"))
    page = Page(
        id=gold["id"],
        text=_ARTICLE.read_text(encoding="utf-8"),
        language=gold["language"],
        published=dt.date.fromisoformat(gold["published"]),
        outlet=gold["outlet"],
    )
    return extract_claims(page, bundled_reference())


@pytest.fixture(scope="module")
def score(
    claims: list[AnyClaim], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("seed")
    predicted, result = folder / "claims.jsonl", folder / "score.json"
    predicted.write_text(
        "".join(
            json.dumps(claim_as_line(claim, claim.document_id), ensure_ascii=False)
            + "\n"
            for claim in claims
        ),
        encoding="utf-8",
    )
    command = [sys.executable, str(_SCORER), str(predicted), "--gold", str(_GOLD)]
    command += ["--texts", str(_GOLD.parent), "--json", str(result)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  a scorer of ours, fixed arguments
    scored: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return scored


def test_casualties_are_found_and_right(score: dict[str, Any]) -> None:
    assert score["casualty_end_to_end_f1"] >= _FLOOR_CASUALTY


def test_speakers_are_right_over_all_annotated_claims(score: dict[str, Any]) -> None:
    found = score["claims"]["*/*"]
    right = score["speaker"]["*"] * found["tp"]
    assert right / (found["tp"] + found["fn"]) >= _FLOOR_SPEAKER


def test_denials_and_attributions_are_found(score: dict[str, Any]) -> None:
    assert score["claims"]["denial/*"]["f1"] >= _FLOOR_DENIAL
    assert score["claims"]["attribution/*"]["f1"] >= _FLOOR_ATTRIBUTION


def test_no_quote_is_outside_the_text(score: dict[str, Any]) -> None:
    assert score["input_problems"] == {}


def test_the_answer_about_law_is_no_denial_of_use(claims: list[AnyClaim]) -> None:
    denials = [claim for claim in claims if isinstance(claim, DenialClaim)]
    assert denials
    assert not any(claim.denies is Denies.USE for claim in denials)


def test_no_claim_comes_from_page_furniture(claims: list[AnyClaim]) -> None:
    text = _ARTICLE.read_text(encoding="utf-8")
    last_line_of_report = text.rindex("house.")
    assert all(claim.span.end <= last_line_of_report + 5 for claim in claims)
    assert all(claim.span.start > 0 for claim in claims)


def test_the_reporting_official_is_not_credited_with_what_he_reports(
    claims: list[AnyClaim],
) -> None:
    absent = [c for c in claims if getattr(c, "military_objective", "") == "absent"]
    assert absent
    for claim in absent:
        assert len(claim.chain) == 2
        assert claim.speaker == claim.chain[-1] != claim.chain[0]


def test_a_lost_speaker_is_said_to_be_lost(claims: list[AnyClaim]) -> None:
    assert any(c.is_unresolved and c.speaker is None for c in claims)
