"""What a picture shows of the moon against how it stood; wrong words are told."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.casework.checking import run_check
from firsthand.cli.munitions_verbs import _theatre
from firsthand.errors import UserError
from firsthand.reference import bundled_reference

_FULL = {"at": "12.34000, 45.67000", "time": "2021-11-19T20:00Z"}


def _answer(**stated: str) -> dict[str, Any]:
    line: dict[str, Any] = run_check(
        "moon", {**_FULL, **stated}, bundled_reference()
    ).result
    return line


def test_nothing_said_is_not_asked_and_still_tells_how_it_stood() -> None:
    line = _answer()
    assert line["answer"] == "not asked"
    assert line["from"]["is_up"] is True
    assert int(line["from"]["lit_percent"]) >= 99


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ({"lit": "100+-5"}, "consistent"),
        ({"lit": "10+-10"}, "inconsistent"),
        ({"up": "yes"}, "consistent"),
        ({"up": "no"}, "inconsistent"),
        ({"altitude": "5+-5"}, "inconsistent"),
        ({"altitude": "45+-45", "lit": "95+-10"}, "consistent"),
        ({"azimuth": "300+-5"}, "inconsistent"),
    ],
)
def test_what_is_seen_is_held_against_the_almanac(
    stated: dict[str, str], answer: str
) -> None:
    assert _answer(**stated)["answer"] == answer


def test_a_stretch_of_time_fits_if_one_of_its_minutes_does() -> None:
    line = _answer(up="no", until="2021-11-20T06:00Z")
    assert line["answer"] == "consistent"
    assert "nothing is proved" in line["because"]


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"up": "maybe"}, "yes .the moon is seen"),
        ({"lit": "90"}, "has no error"),
        ({"until": "2021-11-18T20:00Z"}, "the end must come after"),
        ({"time": "2021-11-19T20:00"}, "has no zone"),
    ],
)
def test_what_cannot_be_read_is_told(stated: dict[str, str], told: str) -> None:
    with pytest.raises(UserError, match=told):
        _answer(**stated)


@pytest.mark.parametrize(
    ("typed", "code"), [("UA", "UA"), ("ua", "UA"), ("Ukraine", "UA"), (None, None)]
)
def test_a_theatre_is_read_by_code_or_name(typed: str | None, code: str | None) -> None:
    assert _theatre(bundled_reference(), typed) == code


def test_a_theatre_that_is_no_country_is_refused_not_answered_with_nobody() -> None:
    with pytest.raises(UserError, match="two letters"):
        _theatre(bundled_reference(), "the front")
