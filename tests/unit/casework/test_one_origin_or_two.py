"""Does one document draw on another: what is asked, what an answer binds, when not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.casework.desk import Desk

from firsthand.casework import judging
from firsthand.casework.link_why import tell_link
from firsthand.casework.links_lost import links_on
from firsthand.casework.origins import (
    OriginsOfCase,
    answer,
    origin_line,
    tell_origins,
)
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.casework.telling import tell_document, tell_incident
from firsthand.cli.app import cli
from firsthand.errors import UserError
from firsthand.model import CopyKind

# Each line is one thing told; a newsroom takes some of another's lines as they stand.
STORY = (
    "An air strike hit the cattle market in Talbar on 30 November 2021.",
    "Rescue workers said that 9 civilians were killed and 14 wounded.",
    "The first bomb fell at the gate where drivers unload sheep before dawn.",
    "A second one broke the roof of the weighing hall a few minutes after it.",
    "Traders carried the wounded to the clinic in hand carts over the bridge.",
    "The market has been held every week since the town was founded by millers.",
)
OWN = (
    "There was an air strike on the stalls of Talbar on 30 November 2021.",
    "Doctors of the upper clinic said that 11 civilians were killed.",
    "Nobody in this town of orchards remembers such a grey and silent morning.",
    "Dogs barked around the burnt baskets of rope until somebody led them away.",
    "The mayor promised blankets, and asked for a crane from the next province.",
    "Snow had closed the northern road, so that no lorry arrived until evening.",
    "A teacher counted her pupils twice and then sent all of them home early.",
    "By night the only light came from lanterns hung along the river wall.",
)
SCHOOL = (
    "An air strike hit a school in Jesrin on 2 December 2021.",
    "Teachers said that 4 civilians were killed in the yard before lessons.",
    "The caretaker had unlocked the gate an hour earlier than on other days.",
    "Windows broke as far away as the brick works at the end of the valley.",
)


def story(*lines: str) -> str:
    return "\n\n".join(lines)


def reprint() -> str:
    """Return the story as another outlet prints it."""
    return story(*STORY, "All rights reserved.")


def half(n_taken: int) -> str:
    """Return a report of its own that takes some lines of the story as they stand."""
    return story(*OWN, *STORY[2 : 2 + n_taken])


class Origins(Desk):
    """A case at which it is asked who draws on whom."""

    def groups(self) -> set[frozenset[str]]:
        names = self.names()
        origins = CaseState(self.case).origins.values()
        return {frozenset(names[d] for d in made.documents) for made in origins}

    def asked(self) -> set[frozenset[str]]:
        names = self.names()
        return {
            frozenset((names[q.earlier], names[q.later]))
            for q in OriginsOfCase(self.case).queue()
        }

    def answer(self, one: str, other: str, said: str) -> str:
        pair = self.documents[one], self.documents[other]
        made = answer(self.case, *pair, said, "the editor told us")
        run_stages(self.case)
        return made.id

    def independent(self) -> list[tuple[int, int]]:
        state = CaseState(self.case)
        found = (state.findings[name].independence for name in state.incidents)
        return [(made.low, made.high) for made in found]


@pytest.fixture
def desk(tmp_path: Path) -> Origins:
    return Origins.in_folder(tmp_path)


def together(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_a_report_that_takes_a_few_lines_is_asked_and_strangers_are_not(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3), third=story(*SCHOOL))
        assert desk.groups() == {together(name) for name in desk.documents}
        assert desk.asked() == {together("first", "second")}
        origins = OriginsOfCase(desk.case)
        (asked,) = origins.queue()
        line = origin_line(asked)
        words = "\n".join(tell_origins(origins, asked))
    assert (line["linked"], line["held_percent"]) == (False, 95)
    assert line["independent"] == [{"incident": "I-001", "now": [1, 2], "then": [1, 1]}]
    assert "1-2 independent sources now, 1 if they do" in words
    assert f"both say: “{STORY[2]} {STORY[3]} {STORY[4]}”" in words


def test_a_voice_that_does_not_say_from_whom_it_knows_is_asked_of(
    desk: Origins,
) -> None:
    with desk.case:
        same_toll = OWN[1].replace("11 civilians", "9 civilians")
        desk.add(first=story(*STORY), second=story(OWN[0], same_toll, *OWN[2:]))
        (asked,) = OriginsOfCase(desk.case).queue()
        assert asked.is_of_unknown
        (counted,) = asked.counted
        assert (counted.now, counted.then) == ((1, 2), (1, 1))
        desk.answer("first", "second", "y")
        assert desk.independent() == [counted.then]


def test_a_voice_that_has_nothing_in_common_with_another_is_not_asked_of(
    desk: Origins,
) -> None:
    with desk.case:
        no_day = OWN[0].replace(" on 30 November 2021", " last night")
        desk.add(first=story(*STORY), second=story(no_day, *OWN[1:]))
        assert desk.asked() == set()


def test_yes_makes_one_origin_and_fewer_sources_and_undo_takes_it_back(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3))
        assert desk.independent() == [(1, 2)]
        decided = desk.answer("first", "second", "y")
        assert desk.groups() == {together("first", "second")}
        assert desk.independent() == [(1, 1)]
        assert desk.asked() == set()
        (link,) = next(iter(CaseState(desk.case).origins.values())).links
        assert link.copy_kind is CopyKind.SAME_ORIGIN
        assert decided in link.reason.text
        judging.undo(desk.case, decided)
        run_stages(desk.case)
        assert desk.groups() == {together("first"), together("second")}
        assert desk.independent() == [(1, 2)]
        assert desk.asked() == {together("first", "second")}


def test_no_parts_a_copy_for_good_whatever_arrives(desk: Origins) -> None:
    with desk.case:
        second = story(half(3), "The market has been held every week since then.")
        desk.add(first=story(*STORY), second=second)
        assert desk.groups() == {together("first", "second")}
        assert desk.asked() == {together("first", "second")}
        desk.answer("first", "second", "n")
        assert desk.groups() == {together("first"), together("second")}
        assert desk.asked() == set()
        desk.add(third=reprint(), fourth=story(*OWN), fifth=story(*OWN, *STORY))
        (first,) = [group for group in desk.groups() if "first" in group]
        assert "third" in first
        assert "second" not in first


def test_yes_joins_the_copies_of_both_too(desk: Origins) -> None:
    with desk.case:
        desk.add(first=story(*STORY), again=reprint(), third=story(*SCHOOL))
        desk.answer("third", "again", "y")
        assert desk.groups() == {together("first", "again", "third")}


def test_not_enough_to_say_is_asked_again_when_a_copy_more_arrives(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3))
        desk.answer("first", "second", "?")
        assert desk.groups() == {together("first"), together("second")}
        assert desk.asked() == set()
        desk.add(third=story(*SCHOOL))
        assert desk.asked() == set()
        desk.add(fourth=reprint())
        assert together("first", "second") in desk.asked()


def test_an_answer_is_open_again_when_a_document_that_it_rests_on_is_taken_back(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3), third=story(*SCHOOL))
        decided = desk.answer("first", "second", "y")
        state = CaseState(desk.case)
        gone = frozenset(
            claim.id
            for claim in state.counting_claims
            if claim.document_id == desk.documents["first"]
        )
        assert any(line.startswith(decided) for line in links_on(state, gone))
        judging.withdraw(desk.case, [desk.documents["first"]], "made up")
        run_stages(desk.case)
        assert together("second") in desk.groups()
        told = "\n".join(_told_of(desk, "second"))
        assert f"Open again, since {desk.documents['first']} was taken back" in told
        with pytest.raises(UserError, match="counts for nothing"):
            desk.answer("first", "second", "n")
        judging.undo(desk.case)
        run_stages(desk.case)
        assert together("first", "second") in desk.groups()


def test_why_and_the_pages_of_document_and_incident_name_who_decided(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(4))
        decided = desk.answer("first", "second", "n")
        one, other = desk.documents["first"], desk.documents["second"]
        said = f"Decided: {decided} {one} {other}: two origins, by "
        assert said in "\n".join(tell_link(desk.case, one, other))
        assert said in "\n".join(_told_of(desk, "first"))
        state = CaseState(desk.case)
        (incident,) = state.incidents.values()
        assert said in "\n".join(tell_incident(state, incident))


def _told_of(desk: Origins, name: str) -> list[str]:
    state = CaseState(desk.case)
    return list(tell_document(state, state.documents[desk.documents[name]]))


def test_a_contrary_answer_is_refused_until_the_first_is_taken_back(
    desk: Origins,
) -> None:
    with desk.case:
        desk.add(first=story(*STORY), again=reprint(), second=half(3))
        decided = desk.answer("again", "second", "n")
        with pytest.raises(UserError, match=f"firsthand undo {decided}"):
            desk.answer("first", "second", "y")
        judging.undo(desk.case, decided)
        one = desk.answer("first", "second", "y")
        desk.add(third=story(*SCHOOL))
        desk.answer("second", "third", "y")
        with pytest.raises(UserError, match=f"firsthand undo {one}"):
            desk.answer("first", "third", "n")


def test_a_later_answer_on_the_same_pair_replaces_the_former(desk: Origins) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3))
        desk.answer("first", "second", "y")
        desk.answer("second", "first", "n")
        assert desk.groups() == {together("first"), together("second")}


@pytest.mark.parametrize(
    ("names", "said", "why", "says"),
    [
        ("D-001 D-001", "y", "x", "are the same"),
        ("D-001 D-099", "y", "x", "no document 'D-099'"),
        ("D-001 I-001", "y", "x", "no document 'I-001'"),
        ("D-001 D-002", "maybe", "x", "write y, n or"),
        ("D-001 D-002", "y", " ", "needs a reason"),
    ],
)
def test_what_cannot_be_answered_says_why(
    desk: Origins, names: str, said: str, why: str, says: str
) -> None:
    with desk.case:
        desk.add(a=story(*STORY), b=story(*SCHOOL))
        with pytest.raises(UserError, match=says):
            answer(desk.case, *names.split(), said, why)


def test_the_verb_lists_asks_and_answers(desk: Origins) -> None:
    with desk.case:
        desk.add(first=story(*STORY), second=half(3))
        folder, pair = str(desk.case.folder), list(desk.documents.values())

    def typed(*words: str) -> str:
        done = CliRunner().invoke(cli, ["-q", "-C", folder, "review", *words])
        return done.output

    assert "does one draw on the other" in typed("origins")
    assert '"held_percent":95' in typed("origins", "--json").replace(" ", "")
    assert "Answer: --answer" in typed("origins", *pair)
    assert "an answer needs both" in typed("origins", *pair, "--answer", "y")
    assert "name two: firsthand review origins" in typed("origins", pair[0])
    assert "an answer names two" in typed("origins", "--answer", "y", "--because", "x")
    said = typed("origins", *pair, "--answer", "y", "--because", "their editor")
    assert f"{pair[0]} and {pair[1]}, one origin. Take it back" in said
