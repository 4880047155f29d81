"""Plain agency prose in English: answers, authors, tolls, days and whose word it is."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from firsthand.extract import Page, extract_claims
from firsthand.model.wire import claim_as_line
from firsthand.reference import bundled_reference


def lines(text: str, kind: str) -> list[dict[str, Any]]:
    """Return the claims of one kind of a page, as the interface prints them."""
    page = Page(id="p", text=text, language="en", published=dt.date(2024, 5, 10))
    claims = extract_claims(page, bundled_reference())
    made = [json.loads(json.dumps(claim_as_line(c, "p"))) for c in claims]
    return [line for line in made if line["kind"] == kind]


STRUCK = "Russian jets bombed a market in Idlib, killing 12 people, rescuers said.\n\n"
FAR_DOWN = (
    "Russian jets bombed a mill, killing six people, medics said.\n\nThe army said "
    "nothing.\n\nResidents were burying the dead.\n\n"
)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("The Russian army said it had hit a rebel ammunition store.", "admits_strike"),
        ("The Russian army said the target had been a command post.", "admits_strike"),
        ("The Russian army denied that it had bombed a depot.", "responsibility"),
        ("The Russian army says it strikes armed groups only.", "civilian_targets"),
        ("The Russian army said it knew of no raid and ruled out any role.",
         "responsibility"),
        ("The Russian army said it was not aware of any civilian deaths.",
         "civilian_harm"),
    ],
)  # fmt: skip
def test_whoever_tells_of_his_own_blow_admits_it_and_denies_nothing_else(
    answer: str, code: str
) -> None:
    assert code in {line["denies"] for line in lines(STRUCK + answer, "denial")}


def test_nobody_is_counted_who_is_only_not_known_of() -> None:
    text = f"{STRUCK}The Russian army said it was not aware of any civilian casualties."
    assert [line["killed_min"] for line in lines(text, "casualty")] == [12]


def test_who_is_no_side_and_cannot_confirm_denies_nothing() -> None:
    text = f"{STRUCK}Norway's foreign minister said she could not confirm the reports."
    assert lines(text, "denial") == []


@pytest.mark.parametrize(
    "answer",
    [
        "The charity Open Ward dismissed the ministry's explanation as implausible.",
        "Two engineers said the crater was not consistent with a rocket.",
        "The charity Open Ward said the pictures showed another market.",
        "Satellite images contradict the ministry's account, the charity said.",
    ],
)
def test_what_answers_the_accused_is_a_rebuttal(answer: str) -> None:
    denied = (
        "Russia's defence ministry denied it, saying a rebel rocket had hit the "
        "market, and published pictures.\n\n"
    )
    assert len(lines(STRUCK + denied + answer, "rebuttal")) == 1


def test_a_ministry_that_rejects_an_account_rebuts_nothing() -> None:
    text = f"{STRUCK}The Russian ministry called that explanation baseless."
    assert lines(text, "rebuttal") == []


@pytest.mark.parametrize(
    "told",
    [
        "Its findings rest on 44 interviews and satellite images.",
        "It asked three weapons experts to examine the fragments.",
        "Serial numbers pointed to a plant in Russia.",
        '"The coordinates had been shared with all parties," a doctor said.',
    ],
)
def test_what_findings_rest_on_is_told(told: str) -> None:
    report = "Russian jets killed 12 people, the charity Open Ward said in a report. "
    assert len(lines(report + told, "other")) == 1


def test_a_count_since_a_truce_ended_far_down_is_a_whole() -> None:
    text = f"{FAR_DOWN}More than 340 people have died since the truce ended, UN says."
    assert [line["killed_min"] for line in lines(text, "context_total")] == [340]


def test_the_deadliest_attack_since_a_month_is_an_attack() -> None:
    text = f"{FAR_DOWN}It was the deadliest raid since June, when bombs killed 31."
    assert lines(text, "context_total") == []


def test_a_far_verb_keeps_its_toll() -> None:
    text = (
        "The number of people killed when a missile slammed into a hospital in the "
        "southern city of Idlib on Monday evening has risen to 34, officials said."
    )
    assert [line["killed_min"] for line in lines(text, "casualty")] == [34]


def test_one_number_counts_people_joined() -> None:
    text = "Nine drivers and aid workers of a charity were killed by a bomb in Idlib."
    (line,) = lines(text, "casualty")
    assert (line["killed_min"], line["killed_max"]) == (9, 9)


def test_a_part_of_the_dead_by_role_names_its_whole() -> None:
    text = "A raid killed 14 people, medics said. Nine of them were farmers, they said."
    whole, part = lines(text, "casualty")
    assert (whole["killed_min"], part["killed_min"]) == (14, 9)


def test_those_known_to_have_died_are_no_guess() -> None:
    (line,) = lines("Six people are known to have died in the raid.", "casualty")
    assert not line.get("hedged")


def test_government_forces_are_of_the_state_whose_towns_are_struck() -> None:
    text = (
        "Shells hit the Syrian town of Idlib, in northern Syria, residents said.\n\n"
        "Government artillery pounded a market, killing four people, a clinic said."
    )
    assert {line["perpetrator"] for line in lines(text, "attribution")} == {"SY"}


def test_government_forces_of_no_state_told_are_nobodys() -> None:
    text = "Government artillery pounded a market, killing four people."
    assert lines(text, "attribution") == []


def test_a_reason_to_believe_is_nobody() -> None:
    text = (
        "Spokesman Ivan Orlo denied it. According to the spokesman, there is every "
        "reason to believe that a missile fired by Syria fell on the market."
    )
    assert {line["speaker"] for line in lines(text, "attribution")} <= {
        "Ivan Orlo",
        "Spokesman Ivan Orlo",
    }


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Raids killed 70 people, according to a tally kept by the Harrow Observatory.",
         "Harrow Observatory"),
        ("Addressing the Council, the ambassador, Rana Kell, said raids killed 70.",
         "Rana Kell"),
        ("Raids killed 70 people, an analysis by the collective Plainview found.",
         "Plainview"),
    ],
)  # fmt: skip
def test_who_keeps_a_count_speaks_and_not_the_count(text: str, speaker: str) -> None:
    assert {line["speaker"] for line in lines(text, "casualty")} == {speaker}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Planes bombed Idlib last autumn.", "2023-09-01"),
        ("Planes bombed Idlib last spring.", "2023-03-01"),
        ("Planes bombed Idlib this spring.", "2024-03-01"),
    ],
)
def test_a_season_is_three_months_and_the_last_is_not_this(text: str, day: str) -> None:
    assert [line["date"] for line in lines(text, "date")] == [day]


def test_a_dateline_of_an_agency_dates_nothing() -> None:
    text = "May 10. /NorInform/. Russian jets bombed a market, the mayor said."
    assert lines(text, "date") == []


def test_bodies_found_overnight_date_no_attack() -> None:
    text = "Rescuers pulled three bodies from the rubble overnight, the mayor said."
    assert lines(text, "date") == []


def test_a_weapon_that_a_crater_rules_out_struck_nobody() -> None:
    text = f"{STRUCK}The crater ruled out a rocket, the charity Open Ward said."
    assert [w["weapon"] for w in lines(text, "weapon") if w["weapon"] == "rocket"] == []


def test_a_treaty_that_bans_a_weapon_tells_of_no_use() -> None:
    text = f"{STRUCK}Neither state has joined the treaty banning cluster munitions."
    assert "cluster_bomb" not in {w["weapon"] for w in lines(text, "weapon")}


def test_people_with_an_age_are_victims_without_a_name() -> None:
    assert len(lines("A bomb killed a man aged 58 in Idlib.", "victim_names")) == 1
    assert lines("A bomb killed a farmer in Idlib.", "victim_names") == []
