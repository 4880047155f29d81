"""What people merge and split holds through later runs and later documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.casework.desk import Desk

from firsthand.casework import judging
from firsthand.casework.link_why import tell_link
from firsthand.casework.run import run_stages
from firsthand.casework.state import CaseState
from firsthand.model import Incident, IncidentId

TALBAR = "An air strike hit a market in Talbar on 30 November 2021."
JESRIN = "An air strike hit a school in Jesrin on 2 December 2021."


def told(dead: int, where: str = TALBAR, who: str = "Rescue workers") -> str:
    return f"{where} {who} said that {dead} civilians were killed."


class Rearranged(Desk):
    """A case whose incidents people merge and split."""

    def holding(self, *names: str) -> Incident:
        """Return the one incident that speaks of all these reports and no other."""
        wanted = {self.documents[name] for name in names}
        (found,) = [i for i in self.incidents() if set(i.documents) == wanted]
        return found

    def merge(self, *ids: IncidentId) -> None:
        judging.merge(self.case, list(ids), "one attack told twice")
        run_stages(self.case)

    def split(self, incident: IncidentId, *names: str) -> None:
        documents = [self.documents[name] for name in names]
        judging.split(self.case, incident, documents, "another attack")
        run_stages(self.case)


@pytest.fixture
def work(tmp_path: Path) -> Rearranged:
    return Rearranged.in_folder(tmp_path)


def test_two_incidents_merged_stay_one_when_reports_of_both_arrive(
    work: Rearranged,
) -> None:
    with work.case:
        work.add(first=told(9), second=told(4, JESRIN))
        kept, gone = work.holding("first").id, work.holding("second").id
        work.merge(kept, gone)
        work.add(third=told(11, who="Doctors"))
        work.add(fourth=told(5, JESRIN, who="Doctors"))
        merged = work.holding("first", "second", "third", "fourth")
        assert merged.id == kept
        assert merged.previous_ids == (gone,)
        assert len(work.incidents()) == 1


def test_a_document_split_off_takes_no_later_report_with_it(work: Rearranged) -> None:
    with work.case:
        work.add(first=told(9), second=told(11, who="Doctors"))
        whole = work.holding("first", "second").id
        work.split(whole, "second")
        apart = work.holding("second").id
        work.add(third=told(10, who="Residents"))
        work.add(fourth=told(4, JESRIN))
        assert work.holding("second").id == apart
        assert work.holding("first", "third").id == whole
        assert len(work.incidents()) == 3


def test_what_is_split_from_a_merged_incident_and_merged_again_keeps_all_ids(
    work: Rearranged,
) -> None:
    with work.case:
        work.add(first=told(9), second=told(4, JESRIN), third=told(11, who="Doctors"))
        kept, gone = work.holding("first", "third").id, work.holding("second").id
        work.merge(kept, gone)
        work.split(kept, "third")
        apart = work.holding("third").id
        assert work.holding("first", "second").previous_ids == (gone,)
        work.merge(kept, apart)
        work.add(fourth=told(5, JESRIN, who="Doctors"))
        merged = work.holding("first", "second", "third", "fourth")
        assert merged.id == kept
        assert set(merged.previous_ids) == {gone, apart}


def test_a_former_id_still_finds_its_incident_after_more_arrives(
    work: Rearranged,
) -> None:
    with work.case:
        work.add(first=told(9), second=told(4, JESRIN))
        kept, gone = work.holding("first").id, work.holding("second").id
        work.merge(kept, gone)
        work.add(third=told(4, "An air strike hit a clinic in Sarmak on 5 May 2022."))
        found = CaseState(work.case).incident(gone)
        assert found is not None
        assert found.id == kept
        assert {i.id for i in work.incidents()} == {kept, work.holding("third").id}
        assert gone not in {i.id for i in work.incidents()}


def test_a_merge_undone_gives_each_incident_its_own_id_back(work: Rearranged) -> None:
    with work.case:
        work.add(first=told(9), second=told(4, JESRIN))
        kept, gone = work.holding("first").id, work.holding("second").id
        work.merge(kept, gone)
        judging.undo(work.case)
        run_stages(work.case)
        assert work.holding("first").id == kept
        assert work.holding("second").documents == (work.documents["second"],)


def test_the_larger_part_split_off_leaves_the_id_to_the_rest(work: Rearranged) -> None:
    with work.case:
        work.add(
            first=told(9), second=told(11, who="Doctors"), third=told(10, who="Miners")
        )
        whole = work.holding("first", "second", "third").id
        work.split(whole, "second", "third")
        assert work.holding("first").id == whole
        apart = work.holding("second", "third").id
        assert apart != whole
        run_stages(work.case)
        assert work.holding("second", "third").id == apart


def test_an_undone_merge_gives_each_incident_its_own_id_back(work: Rearranged) -> None:
    with work.case:
        work.add(
            first=told(9), second=told(4, JESRIN), third=told(5, JESRIN, "Doctors")
        )
        kept, gone = work.holding("first").id, work.holding("second", "third").id
        work.merge(kept, gone)
        judging.undo(work.case)
        run_stages(work.case)
        assert work.holding("first").id == kept
        assert work.holding("second", "third").id == gone
        assert all(incident.previous_ids == () for incident in work.incidents())


def test_the_id_of_a_split_that_was_undone_is_never_another_incident(
    work: Rearranged,
) -> None:
    with work.case:
        work.add(first=told(9), second=told(11, who="Doctors"))
        work.split(work.holding("first", "second").id, "second")
        apart = work.holding("second").id
        judging.undo(work.case)
        run_stages(work.case)
        work.add(third=told(4, JESRIN))
        assert work.holding("third").id > apart


def test_a_report_of_two_attacks_is_split_from_the_one_named_only(
    work: Rearranged,
) -> None:
    with work.case:
        both = f"{told(9)}\n\n{told(4, JESRIN, 'Doctors')}"
        work.add(first=told(9), second=told(4, JESRIN), both=both)
        market, school = work.holding("first", "both"), work.holding("second", "both")
        work.split(market.id, "both")
        assert work.holding("first").id == market.id
        assert work.holding("second", "both").id == school.id


def test_why_tells_merged_incidents_as_the_one_they_are(work: Rearranged) -> None:
    with work.case:
        work.add(first=told(9), second=told(4, JESRIN))
        kept, gone = work.holding("first").id, work.holding("second").id
        work.merge(kept, gone)
        (first, *_) = tell_link(work.case, kept, gone)
        assert first == f"{kept} and {gone}: one incident ({kept})"
