"""Checks of sun, reach, area and names: run, kept, run again to the same bytes."""

from __future__ import annotations

import pytest

from firsthand.casework import Case
from firsthand.casework.checking import keep_check, run_check
from firsthand.casework.rechecking import run_again
from firsthand.errors import UserError
from firsthand.reference import bundled_reference

_SUN = {"altitude": "40+-1", "azimuth": "150+-1"}
_TWO = {"from": "12.34500, 45.67800", "to": "12.34600, 45.67800"}


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("sun-where", {"time": "2021-06-03T10:30Z", **_SUN}),
        ("sun-when", {"at": "12.345, 45.678", "day": "2021-06-03", **_SUN}),
        ("blast", {**_TWO, "radius": "100+-20"}),
        ("sight", {**_TWO, "direction": "0+-5", "angle": "60+-5"}),
        ("area", {"corners": '["12.1, 45.1", "12.2, 45.1", "12.2, 45.2"]'}),
        ("place", {"name": "Paris"}),
    ],
)
def test_each_kind_runs_again_to_the_same_bytes(
    case: Case, kind: str, parameters: dict[str, str]
) -> None:
    made = keep_check(case, run_check(kind, parameters, case.reference))
    found, is_same = run_again(case, made.id)
    assert (found.id, is_same) == (made.id, True)


def test_a_name_of_several_places_is_offered_and_not_picked() -> None:
    found = run_check("place", {"name": "أريحا"}, bundled_reference()).result
    assert found["answer"] == "several"
    assert {place["country"] for place in found["places"]} >= {"SY", "PS"}


def test_a_latin_spelling_offers_the_homonym_of_the_other_script() -> None:
    found = run_check("place", {"name": "Ariha"}, bundled_reference()).result
    assert {"SY", "PS"} <= {place["country"] for place in found["places"]}


def test_an_unknown_village_stays_unknown() -> None:
    found = run_check("place", {"name": "Ghantaveld"}, bundled_reference()).result
    assert (found["answer"], found["places"]) == ("none", [])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"time": "2021-06-03T10:30Z"}, "nothing was measured"),
        ({"time": "2021-06-03T10:30Z", "altitude": "40"}, "has no error"),
        ({"time": "2021-06-03T10:30Z", "altitude": "40+-0.001"}, "finer than"),
        (
            {"time": "2021-06-03T10:30Z", **_SUN, "ratio": "1+-0.1", "slope": "0+-3"},
            "not both",
        ),
        ({"time": "2021-06-03T10:30", **_SUN}, "no zone"),
    ],
)
def test_what_was_measured_badly_is_refused(
    parameters: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        run_check("sun-where", parameters, bundled_reference())
