"""Where no range is known, a person reads which numbers were stated and set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.casework.desk import Desk

from firsthand.casework.state import CaseState
from firsthand.casework.telling import tell_incident

BY_A_PARTY = (
    "A Russian missile hit an apartment block in Talbar on 3 March 2022, killing 12 "
    "people, the Ukrainian interior ministry said."
)


def told(tmp_path: Path, text: str) -> str:
    desk = Desk.in_folder(tmp_path)
    with desk.case:
        desk.add(first=text)
        state = CaseState(desk.case)
        (incident,) = state.incidents.values()
        return "\n".join(tell_incident(state, incident))


def test_a_number_that_a_party_states_is_told_as_set_aside(tmp_path: Path) -> None:
    words = told(tmp_path, BY_A_PARTY)
    assert "no number is stated" not in words
    assert "speaks for UA and says 12" in words


@pytest.mark.parametrize("denial", ["denied killing", "denied that it had killed"])
def test_a_toll_that_is_only_denied_opens_no_incident(
    tmp_path: Path, denial: str
) -> None:
    desk = Desk.in_folder(tmp_path)
    with desk.case:
        raid = "A raid hit Talbar on 3 March 2022."
        desk.add(first=f"{raid} The army {denial} 12 people.")
        assert desk.incidents() == []
