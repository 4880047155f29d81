"""The Arabic and Russian practice reports against their truth, floors pinned."""

import csv
import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from firsthand.extract import Page, extract_claims
from firsthand.model import AnyClaim, Bounds
from firsthand.reference import Reference, bundled_reference

PRACTICE = Path(__file__).parents[3] / "practice"
FEWEST_RIGHT = 0.93  # 59 of 59 on 22 November 2026: leaves room for other rooms' rows
FEWEST_SPEAKERS = 0.92  # 27 of 27 on the same day

Truth = dict[str, Any]


def kind_of(claim: AnyClaim) -> str:
    """Return the kind as the interfaces name it."""
    return str(type(claim).__struct_config__.tag)


@functools.cache
def _truth() -> dict[str, list[Truth]]:
    text = (PRACTICE / "truth.yaml").read_text(encoding="utf-8")
    claims: dict[str, list[Truth]] = yaml.safe_load(text)["claims"]
    return claims


@functools.cache
def _claims(name: str) -> list[AnyClaim]:
    with (PRACTICE / "sources.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["file"] == name)
    page = Page(
        id=name,
        text=(PRACTICE / "reports" / name).read_text(encoding="utf-8"),
        language=row["language"],
        published=dt.date.fromisoformat(row["published"]),
        outlet=row["source"],
    )
    folders = (*bundled_reference().folders, PRACTICE / "reference")
    return extract_claims(page, Reference(folders))


def _interval(bounds: Bounds | None) -> list[int | None] | None:
    return None if bounds is None or bounds.vague else [bounds.low, bounds.high]


def _casualty(claim: Any, row: Truth) -> bool:
    counts = ("killed", "wounded", "missing")
    parts = ("children", "women")
    return (
        all(_interval(getattr(claim, f)) == row[f] for f in counts if f in row)
        and all(_interval(getattr(claim, f)) == [row[f]] * 2 for f in parts if f in row)
        and ("vague" not in row or bool(claim.killed and claim.killed.vague))
        and ("status" not in row or claim.status == row["status"])
        and (claim.is_partial or "partial" not in row)
    )


def _dated(claim: Any, row: Truth) -> bool:
    end = row.get("date_end", row["date"])
    return bool(claim.date.earliest == row["date"] and claim.date.latest == end)


_IS_RIGHT: dict[str, Callable[[Any, Truth], bool]] = {
    "casualty": _casualty,
    "date": _dated,
    "weapon": lambda c, row: (
        row.get("weapon") in {None, *c.weapon}
        and row.get("aircraft") in {None, *c.aircraft}
    ),
    "target": lambda c, row: c.target == row["target"],
    "place": lambda c, _: c.place.gazetteer_id is not None,
    "denial": lambda c, row: c.denies == row["denies"],
    "attribution": lambda c, row: (
        c.perpetrator == row["perpetrator"] and c.hedged == row.get("hedged", False)
    ),
    "military_objective": lambda c, row: (
        c.military_objective == row["objective"]
        and c.distance_m == row.get("distance_m")
    ),
}


def _right(name: str, row: Truth) -> list[AnyClaim]:
    """Return the claims of the row's kind that overlap its quote and say the same."""
    text = (PRACTICE / "reports" / name).read_text(encoding="utf-8")
    start = text.index(row["quote"])
    end = start + len(row["quote"])
    return [
        claim
        for claim in _claims(name)
        if kind_of(claim) == row["kind"]
        and claim.span.start < end
        and start < claim.span.end
        and _IS_RIGHT[row["kind"]](claim, row)
    ]


def test_nearly_all_claims_of_the_truth_are_found_and_right() -> None:
    rows = [(name, row) for name, listed in _truth().items() for row in listed]
    missed = [(name, row["quote"]) for name, row in rows if not _right(name, row)]
    assert 1 - len(missed) / len(rows) >= FEWEST_RIGHT, missed


def test_nearly_all_speakers_of_the_truth_are_right() -> None:
    rows = [
        (name, row)
        for name, listed in _truth().items()
        for row in listed
        if "speaker" in row
    ]
    wrong = [
        (name, row["quote"])
        for name, row in rows
        if row["speaker"] not in {claim.speaker for claim in _right(name, row)}
    ]
    assert 1 - len(wrong) / len(rows) >= FEWEST_SPEAKERS, wrong


@pytest.mark.parametrize("name", sorted(_truth()))
def test_every_span_holds_its_quote(name: str) -> None:
    text = (PRACTICE / "reports" / name).read_text(encoding="utf-8")
    claims = _claims(name)
    assert claims
    assert all(text[c.span.start : c.span.end] == c.span.quote for c in claims)


def test_the_ministry_is_never_said_to_deny_the_use_of_a_weapon() -> None:
    denials = [c for c in _claims("ministry-december-ru.txt") if kind_of(c) == "denial"]
    assert "use" not in {getattr(c, "denies", None) for c in denials}


def test_admitting_strikes_near_the_town_admits_no_harm() -> None:
    claims = _claims("sarmak-golos-ru.txt")
    codes = {getattr(c, "denies", None) for c in claims if kind_of(c) == "denial"}
    assert "admits_strike" in codes
    assert "admits_harm" not in codes
