"""One attack or two: what is asked, what an answer binds, and when it is open again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.casework.desk import Desk

from firsthand.casework import judging
from firsthand.casework.attacks import (
    AttacksOfCase,
    answer,
    attack_line,
    tell_attacks,
)
from firsthand.casework.link_why import tell_link
from firsthand.casework.run import run_stages
from firsthand.errors import UserError
from firsthand.model import Incident

STRIKE = "There was an air strike in Talbar on 30 November 2021."
NEXT_DAY = "There was an air strike in Talbar on 1 December 2021."
SCHOOL = "An air strike hit a school in Jesrin on 2 December 2021."


def told(dead: int, where: str = STRIKE, who: str = "Rescue workers") -> str:
    return f"{where} {who} said that {dead} civilians were killed."


class Attacks(Desk):
    """A case at which it is asked what is one attack."""

    def of(self, name: str) -> Incident:
        (found,) = [i for i in self.incidents() if self.documents[name] in i.documents]
        return found

    def groups(self) -> set[frozenset[str]]:
        names = self.names()
        return {frozenset(names[d] for d in i.documents) for i in self.incidents()}

    def asked(self) -> set[frozenset[str]]:
        return {
            frozenset((q.one.name, q.other.name))
            for q in AttacksOfCase(self.case).queue()
        }

    def answer(self, one: str, other: str, said: str) -> str:
        made = answer(self.case, one, other, said, "the hour of the strike")
        run_stages(self.case)
        return made.id


@pytest.fixture
def desk(tmp_path: Path) -> Attacks:
    return Attacks.in_folder(tmp_path)


def together(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_two_incidents_of_a_town_a_day_apart_are_asked_and_strangers_are_not(
    desk: Attacks,
) -> None:
    with desk.case:
        desk.add(
            first=told(9), second=told(5, NEXT_DAY, "Doctors"), third=told(3, SCHOOL)
        )
        one, other = desk.of("first").id, desk.of("second").id
        assert desk.asked() == {frozenset((one, other))}
        (asked,) = AttacksOfCase(desk.case).queue()
        line = attack_line(asked)
    assert line["linked"] is False
    assert "neighbouring days" in str(line["why"])


def test_yes_joins_two_incidents_and_undo_gives_each_its_id_back(desk: Attacks) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(5, NEXT_DAY, "Doctors"))
        one, other = desk.of("first").id, desk.of("second").id
        decided = desk.answer(one, other, "y")
        (joined,) = desk.incidents()
        assert {joined.id, *joined.previous_ids} == {one, other}
        assert any(decided in reason.text for reason in joined.reasons)
        assert desk.asked() == set()
        judging.undo(desk.case, decided)
        run_stages(desk.case)
        assert (desk.of("first").id, desk.of("second").id) == (one, other)
        assert desk.asked() == {frozenset((one, other))}


def test_no_keeps_apart_what_a_later_report_is_like_both_of(desk: Attacks) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(5, NEXT_DAY, "Doctors"))
        desk.answer(desk.of("first").id, desk.of("second").id, "n")
        assert desk.asked() == set()
        desk.add(
            third=told(9, who="Residents"), fourth=told(5, NEXT_DAY, "The town hall")
        )
        assert desk.groups() == {
            together("first", "third"),
            together("second", "fourth"),
        }


def test_no_to_a_report_of_an_incident_takes_it_out_for_good(desk: Attacks) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(9, who="Doctors"))
        whole = desk.of("first").id
        assert desk.groups() == {together("first", "second")}
        decided = desk.answer(desk.documents["second"], whole, "n")
        assert desk.groups() == {together("first"), together("second")}
        assert whole in {desk.of("first").id, desk.of("second").id}
        desk.add(third=told(4, SCHOOL))
        assert together("first", "second") not in desk.groups()
        judging.undo(desk.case, decided)
        run_stages(desk.case)
        assert desk.of("first").id == desk.of("second").id == whole


def test_not_enough_to_say_is_asked_again_when_a_report_more_speaks_of_it(
    desk: Attacks,
) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(5, NEXT_DAY, "Doctors"))
        one, other = desk.of("first").id, desk.of("second").id
        desk.answer(one, other, "?")
        assert desk.groups() == {together("first"), together("second")}
        assert desk.asked() == set()
        desk.add(third=told(5, NEXT_DAY, "The town hall"))
        assert frozenset((one, other)) in desk.asked()


def test_an_answer_is_open_again_when_a_report_that_it_rests_on_is_taken_back(
    desk: Attacks,
) -> None:
    with desk.case:
        desk.add(
            first=told(9),
            second=told(5, NEXT_DAY, "Doctors"),
            third=told(5, NEXT_DAY, "Residents"),
        )
        one, other = desk.of("first").id, desk.of("second").id
        desk.answer(one, other, "y")
        assert len(desk.incidents()) == 1
        judging.withdraw(desk.case, [desk.documents["third"]], "made up")
        run_stages(desk.case)
        assert desk.groups() == {together("first"), together("second")}
        assert desk.asked() == {frozenset((desk.of("first").id, desk.of("second").id))}
        attacks = AttacksOfCase(desk.case)
        (asked,) = attacks.queue()
        words = "\n".join(tell_attacks(attacks, asked))
        assert f"Open again, since {desk.documents['third']} was taken back" in words
        judging.undo(desk.case)
        run_stages(desk.case)
        assert desk.groups() == {together("first", "second", "third")}


def test_why_names_who_decided_and_what_speaks_for_and_against(desk: Attacks) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(5, NEXT_DAY, "Doctors"))
        one, other = desk.of("first").id, desk.of("second").id
        decided = desk.answer(one, other, "n")
        of_incidents = "\n".join(tell_link(desk.case, one, other))
        of_reports = "\n".join(
            tell_link(desk.case, desk.documents["first"], desk.documents["second"])
        )
    for words in (of_incidents, of_reports):
        assert f"Decided: {decided} {one} {other}: two attacks, by " in words
        assert "the hour of the strike" in words
        assert "+3.5  the same place: Talbar" in words


def test_a_contrary_answer_is_refused_until_the_first_is_taken_back(
    desk: Attacks,
) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(9, who="Doctors"))
        whole = desk.of("first").id
        second = desk.documents["second"]
        decided = desk.answer(second, whole, "n")
        apart = sorted({desk.of("first").id, desk.of("second").id})
        with pytest.raises(UserError, match=f"firsthand undo {decided}"):
            answer(desk.case, apart[0], apart[1], "y", "the same crater")
        judging.undo(desk.case, decided)
        run_stages(desk.case)
        assert desk.groups() == {together("first", "second")}


def test_what_a_person_merged_or_split_is_not_asked(desk: Attacks) -> None:
    with desk.case:
        desk.add(first=told(9), second=told(9, who="Doctors"))
        judging.split(
            desk.case, desk.of("first").id, [desk.documents["second"]], "two days"
        )
        run_stages(desk.case)
        assert desk.groups() == {together("first"), together("second")}
        assert desk.asked() == set()


@pytest.mark.parametrize(
    ("names", "said", "why", "says"),
    [
        ("I-001 I-001", "y", "x", "are the same"),
        ("I-001 I-099", "y", "x", "nothing here is called 'I-099'"),
        ("I-001 I-002", "maybe", "x", "write y, n or"),
        ("I-001 I-002", "y", " ", "needs a reason"),
        ("D-001 I-001", "y", "x", "nothing else is of I-001"),
        ("D-003 I-001", "y", "x", "tells of no attack"),
    ],
)
def test_what_cannot_be_answered_says_why(
    desk: Attacks, names: str, said: str, why: str, says: str
) -> None:
    with desk.case:
        desk.add(
            a=told(9),
            b=told(4, SCHOOL),
            c="The town council of Ardesh met and agreed on a new road to the port.",
        )
        with pytest.raises(UserError, match=says):
            answer(desk.case, *names.split(), said, why)
