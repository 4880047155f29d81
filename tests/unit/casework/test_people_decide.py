"""People decide: settling, reading twice, signing, searching, asking, taking back."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from firsthand.casework import (
    Case,
    create_case,
    judging,
    open_case,
    searches,
    signing,
)
from firsthand.casework.decisions import ClaimState
from firsthand.casework.exporting import export_jsonl
from firsthand.casework.first_readings import events_as_shown
from firsthand.casework.lines import claim_line
from firsthand.casework.overview import status_lines
from firsthand.casework.retracting import (
    draft_correction,
    retraction_of,
    tell_retraction,
)
from firsthand.casework.run import run_stages
from firsthand.casework.showing import dossier_of
from firsthand.casework.state import CaseState
from firsthand.casework.telling import tell_claim, tell_incident
from firsthand.casework.totals import check_profiles
from firsthand.casework.weighing import VIEWS
from firsthand.errors import GateError, UserError
from firsthand.model import (
    ClaimId,
    Contradiction,
    ContradictionState,
    Finding,
    GradeValue,
)

WHY = "read and agreed"


def the_finding(case: Case) -> Finding:
    (found,) = CaseState(case).findings.values()
    return found


def accept_bounds(case: Case) -> list[str]:
    state = CaseState(case)
    (finding,) = state.proposed_findings.values()
    keys = list(signing.bound_claims(finding, case.settings.profiles))
    judging.accept(case, keys, WHY)
    run_stages(case)
    return [str(key) for key in keys]


def ask_for_two(case: Case) -> None:
    case.settings = msgspec.structs.replace(case.settings, two_readers=True)


def a_contradiction(case: Case) -> tuple[Contradiction, ...]:
    """Make the monitor's "at least 9" a 9, which clashes with the rescuers' 11."""
    state = CaseState(case)
    (finding,) = state.proposed_findings.values()
    lead = finding.leading_range()
    assert lead is not None
    judging.correct(case, lead.low_from[0], ["killed=9"], "the text was revised")
    run_stages(case)
    return CaseState(case).contradictions


# --- contradictions ---------------------------------------------------------------


def test_a_contradiction_explained_with_a_note_is_no_longer_open(case: Case) -> None:
    held = a_contradiction(case)
    judging.settle(case, held[0].id, ContradictionState.EXPLAINED, "asked both voices")
    settled = {k.id: k for k in CaseState(case).contradictions}[held[0].id]
    assert settled.state is ContradictionState.EXPLAINED
    assert settled.note == "asked both voices"


def test_a_settled_contradiction_is_open_again_after_undo(case: Case) -> None:
    held = a_contradiction(case)
    judging.settle(case, held[0].id, ContradictionState.ACCEPTED, "both stand")
    judging.undo(case)
    again = {k.id: k for k in CaseState(case).contradictions}[held[0].id]
    assert again.state is ContradictionState.OPEN


# --- signing ----------------------------------------------------------------------


def test_a_finding_is_not_signed_while_nobody_accepted_its_bounds(case: Case) -> None:
    with pytest.raises(GateError, match="nobody accepted"):
        signing.sign(case, "I-001", "weak", WHY)


def test_a_signed_finding_carries_the_persons_grade(case: Case) -> None:
    accept_bounds(case)
    signing.sign(case, "I-001", "confirmed", WHY)
    finding = the_finding(case)
    assert finding.signed is not None
    assert finding.grade.signed_value is GradeValue.CONFIRMED
    assert finding.grade.proposed is not GradeValue.CONFIRMED


def test_a_signature_lapses_when_the_finding_changes(case: Case) -> None:
    keys = accept_bounds(case)
    signing.sign(case, "I-001", "weak", WHY)
    judging.reject(case, keys[:1], "misread")
    run_stages(case)
    assert the_finding(case).signed is None


def test_an_undone_signature_is_gone(case: Case) -> None:
    accept_bounds(case)
    signing.sign(case, "I-001", "weak", WHY)
    judging.undo(case)
    assert the_finding(case).signed is None


def test_where_two_must_read_one_is_not_enough(case: Case) -> None:
    ask_for_two(case)
    accept_bounds(case)
    with pytest.raises(GateError, match="no second person read"):
        signing.sign(case, "I-001", "weak", WHY)


def test_the_first_reader_is_not_the_second(case: Case) -> None:
    key = accept_bounds(case)[0]
    with pytest.raises(UserError, match="you judged"):
        signing.second_read(case, key, "accept", WHY)


def test_two_readers_who_agree_let_it_be_signed(case: Case, tmp_path: Path) -> None:
    ask_for_two(case)
    keys = accept_bounds(case)
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        state = CaseState(other)
        found = state.incident("I-001")
        assert found is not None
        queue = dict(signing.queue_of_second_reader(state, found))
        assert sorted(queue) == sorted(keys)
        for key in keys:
            signing.second_read(other, key, "accept", WHY)
        signing.sign(other, "I-001", "fair", WHY)
        (finding,) = CaseState(other).findings.values()
        assert finding.grade.signed_value is GradeValue.FAIR


def test_a_second_reader_who_rejects_stops_the_signature(
    case: Case, tmp_path: Path
) -> None:
    keys = accept_bounds(case)
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        for key in keys:
            signing.second_read(other, key, "reject", "another strike")
        with pytest.raises(GateError, match="second reader rejects"):
            signing.sign(other, "I-001", "weak", WHY)
        found = signing.agreement_of(CaseState(other))
        assert found.n_claims == len(keys)
        assert found.observed == 0


def shown(case: Case, key: str) -> str:
    state = CaseState(case)
    stated = state.claims[ClaimId(key)]
    line = claim_line(state, stated, {})
    (told, *_) = tell_claim(state, stated)
    assert str(dossier_of(case).states[ClaimId(key)]) == line["state"]
    assert f"({line['state']})" in told
    return str(line["state"])


def test_no_face_shows_the_second_reader_what_the_first_decided(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (key, *_) = accept_bounds(case)
    assert shown(case, key) == "accepted"
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        assert shown(other, key) == "proposed"
        signing.second_read(other, key, "accept", WHY)
        assert shown(other, key) == "accepted"


def all_faces(case: Case, key: str, folder: Path) -> str:
    """Return what every face tells of a claim: words, JSON, log, site, export."""
    state = CaseState(case)
    claim = ClaimId(key)
    told = [*tell_claim(state, state.claims[claim]), *status_lines(case)]
    told += [str(claim_line(state, state.claims[claim], {}))]
    for incident in state.incidents.values():
        told += tell_incident(state, incident)
    told += [str(event) for event in events_as_shown(state)]
    dossier = dossier_of(case)
    told += [str(dossier.claims[claim]), dossier.states[claim]]
    told += [dossier.notes.get(claim, "")]
    export_jsonl(case, folder)
    told += [path.read_text() for path in sorted(folder.iterdir())]
    return "\n".join(told)


ONLY_MINE = "a word that only the first reader wrote"


def test_a_correction_and_its_reason_are_hidden_on_every_face(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (finding,) = CaseState(case).proposed_findings.values()
    (key, *_) = signing.bound_claims(finding, case.settings.profiles)
    judging.correct(case, key, ["speaker=Corrected Voice"], ONLY_MINE)
    run_stages(case)
    assert ONLY_MINE in all_faces(case, key, tmp_path / "own")
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        told = all_faces(other, key, tmp_path / "theirs")
        assert ONLY_MINE not in told
        assert "accepted" not in told
        assert f"correct {key}" not in told
        signing.second_read(other, key, "accept", WHY)
        assert ONLY_MINE in all_faces(other, key, tmp_path / "after")


def test_a_decision_taken_back_is_hidden_too(case: Case, tmp_path: Path) -> None:
    ask_for_two(case)
    (key, *_) = signing.bound_claims(the_finding(case), case.settings.profiles)
    judging.reject(case, [key], ONLY_MINE)
    judging.undo(case)
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        told = all_faces(other, key, tmp_path / "theirs")
        assert ONLY_MINE not in told
        assert f"reject {key}" not in told


def test_a_reading_without_sight_of_a_correction_signs_nothing(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (key, *_) = signing.bound_claims(the_finding(case), case.settings.profiles)
    judging.correct(case, key, ["speaker=Corrected Voice"], WHY)
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        signing.second_read(other, key, "accept", WHY)
        state = CaseState(other)
        assert state.shown[ClaimId(key)].claim.speaker == "Corrected Voice"
        assert key in signing.what_lacks(state, the_finding(other)).unread
        signing.second_read(other, key, "accept", WHY)
        assert (
            key not in signing.what_lacks(CaseState(other), the_finding(other)).unread
        )


def test_who_accepts_blindly_what_another_corrected_did_not_agree(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (key, *_) = signing.bound_claims(the_finding(case), case.settings.profiles)
    judging.correct(case, key, ["speaker=Corrected Voice"], WHY)
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        signing.second_read(other, key, "accept", WHY)
        assert signing.agreement_of(CaseState(other)).observed == 0
        signing.second_read(other, key, "accept", "seen with the correction")
        assert signing.agreement_of(CaseState(other)).observed == 0


def test_a_refused_signature_does_not_tell_what_others_accepted(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (key, *_) = signing.bound_claims(the_finding(case), case.settings.profiles)
    judging.accept(case, [key], WHY)
    run_stages(case)
    wanted = signing.bound_claims(the_finding(case), case.settings.profiles)
    assert len(wanted) > 1
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        lacking = signing.what_lacks(CaseState(other), the_finding(other))
        assert set(lacking.unread) == set(wanted)
        assert lacking.unaccepted == ()


def test_a_withdrawn_claim_stays_withdrawn_where_its_reading_is_hidden(
    case: Case, tmp_path: Path
) -> None:
    ask_for_two(case)
    (key, *_) = signing.bound_claims(the_finding(case), case.settings.profiles)
    judging.accept(case, [key], WHY)
    judging.withdraw(case, [key.split("#")[0]], "made up")
    case.close()
    with open_case(tmp_path / "case", operator="second") as other:
        ask_for_two(other)
        stated = CaseState(other).shown[ClaimId(key)]
        assert stated.state is ClaimState.WITHDRAWN


# --- agreement --------------------------------------------------------------------


def test_kappa_and_alpha_of_a_table_counted_by_hand() -> None:
    both = [("accept", "accept")] * 20 + [("accept", "reject")] * 5
    both += [("reject", "accept")] * 10 + [("reject", "reject")] * 15
    found = signing.agreement({"a": one, "b": other} for one, other in both)
    assert found.observed == Fraction(35, 50)
    assert found.kappa == Fraction(2, 5)
    # o = 30 apart of 100; n_accept 55, n_reject 45: 1 - 99 * 30 / (2 * 55 * 45) ...
    apart, n = 2 * 15, 100
    assert found.alpha == 1 - Fraction((n - 1) * apart, 2 * 55 * 45)


def test_agreement_of_one_word_only_cannot_be_said() -> None:
    found = signing.agreement([{"a": "accept", "b": "accept"}] * 4)
    assert found.observed == 1
    assert found.kappa is None
    assert found.alpha is None


def test_a_claim_read_once_counts_for_no_agreement() -> None:
    found = signing.agreement([{"a": "accept"}, {"a": "reject", "b": "reject"}])
    assert found.n_claims == 1


# --- searches and letters -----------------------------------------------------------


def test_a_search_that_is_logged_stands_in_the_checklist(case: Case) -> None:
    searches.log_search(
        case,
        "I-001",
        where="strike reports of the ministry",
        found="nothing",
        because="they would show another aim point",
    )
    state = CaseState(case)
    found = state.incident("I-001")
    assert found is not None
    told = "\n".join(VIEWS["standard"](state, found))
    assert "strike reports of the ministry; found: nothing" in told


def test_a_search_without_an_outcome_is_refused(case: Case) -> None:
    with pytest.raises(UserError, match="needs --found"):
        searches.log_search(case, "I-001", where="x", found=" ", because=WHY)


def test_a_letter_without_a_reply_is_silence_after_its_deadline(case: Case) -> None:
    day = dt.date(2022, 1, 10)
    searches.send_letter(
        case,
        "Ministry of Defence of Toreth",
        ["I-001"],
        sent=day,
        deadline=day + dt.timedelta(days=14),
        because="right of reply",
    )
    (held,) = searches.letters_of(CaseState(case))
    assert held.state_on(day) == "open until 2022-01-24"
    assert "denies nothing" in held.state_on(dt.date(2022, 2, 1))


def test_a_reply_belongs_to_its_letter(case: Case) -> None:
    day = dt.date(2022, 1, 10)
    later = day + dt.timedelta(days=14)
    sent = searches.send_letter(
        case, "The ministry", ["I-001"], sent=day, deadline=later, because=WHY
    )
    searches.record_reply(
        case, sent.id, reply="We do not comment.", received=later, because=WHY
    )
    (held,) = searches.letters_of(CaseState(case))
    assert held.reply == "We do not comment."
    assert held.state_on(dt.date(2022, 3, 1)) == "answered on 2022-01-24"
    with pytest.raises(UserError, match="no letter"):
        searches.record_reply(case, "J-999", reply="x", received=day, because=WHY)


def test_a_deadline_before_its_letter_is_refused(case: Case) -> None:
    day = dt.date(2022, 1, 10)
    with pytest.raises(UserError, match="is not after"):
        searches.send_letter(
            case, "The ministry", ["I-001"], sent=day, deadline=day, because=WHY
        )


# --- taking back --------------------------------------------------------------------


def test_a_retraction_lists_what_falls_and_changes_nothing(case: Case) -> None:
    before = sum(1 for _ in case.store.events())
    made = retraction_of(case, ["Rescue Volunteers"])
    (touched,) = made.touched
    was, now = touched.ranges["airwars", "killed.civilian"]
    assert (str(was), str(now)) == ("9-11", "9 or more")
    told = "\n".join(tell_retraction(made, "airwars"))
    assert "killed.civilian: 9-11 -> 9 or more" in told
    assert "total, alleged: 9-11 -> 9 or more" in told
    assert sum(1 for _ in case.store.events()) == before


def test_what_a_retraction_foretells_is_what_a_withdrawal_does(case: Case) -> None:
    made = retraction_of(case, ["Rescue Volunteers"])
    foretold = made.touched[0].ranges["airwars", "killed.civilian"][1]
    judging.withdraw(case, ["Rescue Volunteers"], "made up")
    run_stages(case)
    lead = the_finding(case).leading_range()
    assert lead is not None
    assert lead.range == foretold


def test_a_signed_finding_that_a_retraction_touches_is_named(case: Case) -> None:
    accept_bounds(case)
    signing.sign(case, "I-001", "weak", WHY)
    made = retraction_of(case, ["Rescue Volunteers"])
    draft = "\n".join(draft_correction(made, "airwars", dt.date(2022, 5, 1)))
    assert "Correction, 2022-05-01" in draft
    assert "To be signed again: I-001" in draft


def test_a_name_that_is_nothing_is_refused(case: Case) -> None:
    with pytest.raises(UserError, match="no source, document or claim"):
        retraction_of(case, ["Nobody at all"])


# --- views --------------------------------------------------------------------------


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_tells_an_incident(case: Case, view: str) -> None:
    state = CaseState(case)
    found = state.incident("I-001")
    assert found is not None
    lines = list(VIEWS[view](state, found))
    assert lines[0].startswith("I-001")
    assert len(lines) > 2


def test_profiles_stand_side_by_side_with_what_they_hang_on(case: Case) -> None:
    state = CaseState(case)
    found = state.incident("I-001")
    assert found is not None
    told = "\n".join(VIEWS["profiles"](state, found))
    assert all(n in told for n in ("airwars", "ibc", "acled", "ucdp", "ohchr"))
    assert "Rescue Volunteers" in told
    assert "9-11 -> 9 or more" in told


def test_a_case_says_at_its_making_which_profile_leads(tmp_path: Path) -> None:
    with create_case(tmp_path / "new", profiles=("ucdp", "airwars")) as made:
        assert made.settings.profiles == ("ucdp", "airwars")


def test_a_profile_that_does_not_exist_is_refused_before_a_case_is_made() -> None:
    with pytest.raises(UserError, match="there are acled, airwars"):
        check_profiles(("mine",))
