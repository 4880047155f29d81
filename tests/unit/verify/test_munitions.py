"""The catalogue of munitions: searched, never a verdict; tested by fields."""

from __future__ import annotations

import datetime as dt

import pytest

from firsthand.errors import UserError
from firsthand.reference import Reference, bundled_reference
from firsthand.verify.munitions import (
    Answered,
    Power,
    bound_in_words,
    cluster_test,
    discriminating_power,
    incendiary_test,
    munition_row,
    search_by_features,
    treaty_tests,
)

_TABLES = {
    "munitions": (
        {"id": "vk-1", "kind": "carrier", "class": "cluster_bomb", "contains": "vs-1"},
        {"id": "vs-1", "kind": "submunition", "class": "cluster_bomb"},
        {"id": "vk", "kind": "carrier", "class": "cluster_bomb", "members": ["vk-1"]},
        {
            "id": "vb",
            "kind": "unitary",
            "class": "aerial_bomb",
            "platforms": [{"code": "Vs-9", "status": "read", "ref": "house"}],
        },
    ),
    "munition_users": (
        {
            "munition": "vk-1",
            "theatre": "VM",
            "party": "TO",
            "since": "2019-05",
            "how": "used",
            "status": "read",
            "ref": "house",
        },
        {
            "munition": "vk-1",
            "theatre": "VM",
            "party": "AR",
            "since": 2020,
            "until": "2021",
            "how": "held",
            "status": "unchecked",
            "ref": "house",
        },
    ),
    "aircraft": ({"code": "Vs-9", "flown_by": ["TO", "AR"]},),
}
_OWN = Reference.of_tables(_TABLES)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ("metal balls of two halves, about 7 cm", "shoab-0.5"),
        ("small parachutes on the submunition", "spbe-d"),
        ("torn barrel", "barrel-bomb"),
        ("a triangular wing with a propeller", "shahed-136"),
        ("grid fins", "tochka-u"),
        ("tail section with a ring around its fins", "ofab-250-270"),
        ("green plastic wing", "pfm-1"),
        ("the tail tube with many fins", "mortar-120"),
        ("marking ФАБ-500", "fab-500"),
        ("cage with rods", "uragan-9m27k"),
        ("split casing", "rbk-500"),
    ],
)
def test_what_is_seen_finds_its_row(seen: str, found: str) -> None:
    fits = search_by_features(bundled_reference(), [seen])
    assert found in {fit.row["id"] for fit in fits}


def test_two_things_seen_rank_above_one() -> None:
    fits = search_by_features(
        bundled_reference(), ["metal ball of two halves", "steel balls"]
    )
    assert fits[0].row["id"] == "shoab-0.5"
    assert {"shoab-0.5", "blu-26"} <= {fit.row["id"] for fit in fits}


def test_words_that_fit_nothing_find_nothing() -> None:
    assert search_by_features(bundled_reference(), ["a cloud over the sea"]) == []


def test_a_search_for_nothing_is_refused() -> None:
    with pytest.raises(UserError, match="say what is seen"):
        search_by_features(bundled_reference(), ["the"])


def test_a_family_is_a_row_of_its_own_and_its_content_decides() -> None:
    row = munition_row(bundled_reference(), "RBK-500")
    assert row["id"] == "rbk-500"
    tests = treaty_tests(bundled_reference(), "rbk-500")
    assert [test["definition_met"] for test in tests] == ["undecidable"]


def test_a_name_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(UserError, match="munitions find"):
        munition_row(bundled_reference(), "Velmara-7")


@pytest.mark.parametrize(
    ("day", "power"),
    [
        ("2018-12-31", Power.UNKNOWN),
        ("2019-04-30", Power.UNKNOWN),
        ("2019-05-01", Power.NARROWS),
        ("2020-01-01", Power.NONE),
        ("2021-12-31", Power.NONE),
        ("2022-01-01", Power.NARROWS),
    ],
)
def test_who_is_known_with_it_depends_on_the_day(day: str, power: Power) -> None:
    found = discriminating_power(_OWN, "vk-1", "VM", dt.date.fromisoformat(day))
    assert found.power is power
    assert "no party is set from it" in found.because


@pytest.mark.parametrize("name", ["vk-1", "vs-1", "vk"])
def test_content_and_family_share_the_carriers_users(name: str) -> None:
    found = discriminating_power(_OWN, name, "VM", None)
    assert {known.party for known in found.known} == {"TO", "AR"}


def test_without_a_theatre_nothing_is_told() -> None:
    found = discriminating_power(_OWN, "vk-1", None, None)
    assert (found.power, found.known) == (Power.UNKNOWN, ())


def test_what_carries_it_names_everybody_who_flies_that() -> None:
    found = discriminating_power(_OWN, "vb", "VM", None)
    assert found.carried_by == ("vb under Vs-9, flown by TO, AR (read, house)",)


_FULL = {
    "n_submunitions": 2,
    "submunition_mass_g": 6500,
    "single_target_sensor": True,
    "self_destruct": True,
    "self_deactivate": True,
}


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({}, Answered.NO),
        ({"n_submunitions": 9}, Answered.NO),
        ({"n_submunitions": 10}, Answered.YES),
        ({"submunition_mass_g": 4000}, Answered.YES),
        ({"submunition_mass_g": 4001}, Answered.NO),
        ({"submunition_mass_g": 20000}, Answered.NO),
        ({"single_target_sensor": False}, Answered.YES),
        ({"self_destruct": None}, Answered.UNDECIDABLE),
        ({"self_destruct": None, "n_submunitions": 12}, Answered.YES),
        ({"submunition_mass_g": None}, Answered.UNDECIDABLE),
        ({"explosive_submunitions": False}, Answered.NO),
    ],
)
def test_cluster_definition_by_fields(
    changed: dict[str, object], answer: Answered
) -> None:
    assert cluster_test({**_FULL, **changed})[0] is answer


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"sets_fire": True}, Answered.YES),
        ({"sets_fire": False}, Answered.NO),
        ({}, Answered.UNDECIDABLE),
    ],
)
def test_incendiary_definition_by_fields(
    fields: dict[str, object], answer: Answered
) -> None:
    assert incendiary_test(fields)[0] is answer


def test_every_fact_of_the_catalogue_has_a_source_and_a_status() -> None:
    reference = bundled_reference()
    rows = reference.table("munitions")
    ids = {row["id"] for row in rows}
    classes = {row["code"] for row in reference.table("weapons")}
    parties = {row["code"] for row in reference.table("parties")}
    facts = list(reference.table("munition_users"))
    for row in rows:
        assert row["class"] in classes, row["id"]
        assert row.get("contains", row["id"]) in ids, row["id"]
        for key in ("features", "look_alikes", "facts", "platforms"):
            facts += row.get(key, ())
        facts += [row["treaty"]] if "treaty" in row else []
        assert {other["id"] for other in row.get("look_alikes", ())} <= ids, row["id"]
    for fact in facts:
        assert fact["status"] in {"read", "unchecked"}, fact
        assert fact["ref"], fact
    for row in reference.table("munition_users"):
        assert row["munition"] in ids
        assert row["party"] in parties, row


@pytest.mark.parametrize(
    ("party", "day", "said"),
    [
        ("TO", "2010-07-31", "TO: not bound yet, from 2010-08-01 (house)"),
        ("TO", "2010-08-01", "TO: bound since 2010-08-01 (house)"),
        ("AR", "2021-11-29", "AR: not bound (house)"),
        ("VX", "2021-11-29", "VX: not known whether bound"),
    ],
)
def test_a_treaty_is_told_with_who_is_bound_on_that_day(
    party: str, day: str, said: str
) -> None:
    rows: list[dict[str, object]] = [
        {"treaty": "CCM", "party": "TO", "bound_from": "2010-08-01", "ref": "house"},
        {"treaty": "CCM", "party": "AR", "bound_from": None, "ref": "house"},
    ]
    reference = Reference.of_tables({"treaties": rows})
    told = bound_in_words(reference, "CCM", [party], dt.date.fromisoformat(day))
    assert told == [said]
