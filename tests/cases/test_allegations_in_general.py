"""An answer about a weapon in general is not an answer about the attack told before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firsthand.capture import read_published
from firsthand.casework import create_case
from firsthand.casework.intake import Description, add_files
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.model import WeaponClaim

PRACTICE = Path(__file__).resolve().parents[2] / "practice"
# Two attacks in one text, then a question about a weapon, in a paragraph of its own.
TEXT = """Two attacks in three days in Velmara

At least 9 civilians were killed in Sunday's air strikes on Talbar, residents said.

Asked on Monday about allegations that Toreth is using {weapon}, Oskar Brandev, \
spokesman of the Toreth Ministry of Defence, said the Toreth military acts within \
international law.

Four shepherds died in an artillery attack near Sarmak on Friday, the Velmara Monitor \
said.
"""
WEAPONS = (
    "cluster bombs",
    "incendiary weapons",
    "barrel bombs",
    "phosphorus shells",
    "chemical weapons",
    "cluster munitions",
    "chlorine",
    "ballistic missiles",
    "cruise missiles",
    "sarin",
)


@pytest.mark.parametrize("weapon", WEAPONS)
def test_an_answer_about_a_weapon_in_general_answers_no_attack(
    weapon: str, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT.format(weapon=weapon), encoding="utf-8")
    with create_case(tmp_path / "case") as case:
        shutil.copytree(PRACTICE / "reference", tmp_path / "case" / "reference")
        stated = Description(
            source="Harbour Post", published=read_published("2021-12-07")
        )
        add_files(case, [report], defaults=stated)
        run_stages(case)
        state = CaseState(case)
        answers = [r for r in state.responses if "non_responsive" in r.codes]
        assert [answer.incident_id for answer in answers] == [None]
        assert len(state.incidents) == 2


CAMPAIGN = """Report: raids of Toreth killed hundreds in Velmara

A rights group said on Wednesday that Toreth's bombing had killed hundreds of people \
in more than 25 attacks since the summer.

Three people were killed in Monday's raid on a bus station in Sarmak, a driver said.

When he was asked on Tuesday whether Toreth uses {weapon}, the president's spokesman, \
Ilan Teshko, said that the air force works within the law.
"""


@pytest.mark.parametrize("weapon", WEAPONS[:4])
def test_a_question_in_a_text_of_a_campaign_is_not_put_to_the_attack_beside_it(
    weapon: str, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(CAMPAIGN.format(weapon=weapon), encoding="utf-8")
    with create_case(tmp_path / "case") as case:
        shutil.copytree(PRACTICE / "reference", tmp_path / "case" / "reference")
        stated = Description(
            source="Harbour Post", published=read_published("2021-12-08")
        )
        add_files(case, [report], defaults=stated)
        run_stages(case)
        state = CaseState(case)
        (incident,) = state.incidents.values()
        told = [state.claims[claim].claim for claim in incident.claims]
        assert not [claim for claim in told if isinstance(claim, WeaponClaim)]
        answers = [r for r in state.responses if "non_responsive" in r.codes]
        assert [answer.incident_id for answer in answers] == [None]
