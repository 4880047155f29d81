from __future__ import annotations

from typing import Any

import pytest

from firsthand.assess import assess_incident
from firsthand.model import (
    AttributionClaim,
    CivilianBasis,
    DenialClaim,
    Denies,
    Finding,
    GradeValue,
    StatusWord,
    StrikeStatus,
)
from firsthand.reference import bundled_reference


def finding(story: Any) -> Finding:
    return assess_incident(story.inputs(), bundled_reference()).finding


def proposed(story: Any) -> GradeValue:
    return finding(story).grade.proposed


def named(story: Any, voice: str, party: str, **values: Any) -> None:
    story.say(AttributionClaim, f"by-{voice}", voice, perpetrator=party, **values)


@pytest.fixture
def party(story: Any) -> Any:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    return story


def admits(story: Any, code: Denies) -> None:
    story.say(DenialClaim, "m", "Ministry", denies=code, perpetrator="TO")


def test_nobody_independent_is_ungraded(party: Any) -> None:
    party.toll("m", "Ministry", 0, negated=True)
    assert proposed(party) is GradeValue.UNGRADED
    assert any("weak" in c for c in finding(party).grade.would_change)


def test_one_independent_voice_is_weak(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    assert proposed(party) is GradeValue.WEAK


def test_five_reprints_of_one_voice_are_weak(party: Any) -> None:
    party.document("wire")
    for n in range(5):
        party.document(f"reprint-{n}", copy_of="wire")
        party.toll(f"reprint-{n}", "Monitor", 17)
    assert proposed(party) is GradeValue.WEAK


def test_two_voices_that_name_one_party_are_fair(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    party.toll("b", "Volunteers", 17)
    named(party, "Monitor", "TO")
    named(party, "Volunteers", "TO")
    assert proposed(party) is GradeValue.FAIR


def test_two_voices_and_an_admitted_strike_are_fair(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    party.toll("b", "Volunteers", 17)
    named(party, "Monitor", "TO")
    admits(party, Denies.ADMITS_STRIKE)
    found = finding(party)
    assert found.grade.proposed is GradeValue.FAIR
    assert found.attributed[0].strike_status is StrikeStatus.DECLARED


def test_two_voices_and_no_action_are_ungraded_and_say_what_is_missing(
    party: Any,
) -> None:
    party.toll("a", "Monitor", 17)
    party.toll("b", "Volunteers", 17)
    grade = finding(party).grade
    assert grade.proposed is GradeValue.UNGRADED
    assert any("admits strikes" in change for change in grade.would_change)


def test_one_certain_and_one_undetermined_voice_stay_weak(party: Any) -> None:
    party.voice("activists", "unknown", is_determined=False)
    party.toll("a", "Monitor", 17)
    party.toll("b", "activists", 17)
    grade = finding(party).grade
    assert grade.proposed is GradeValue.WEAK
    assert any("from 1 to 2" in change for change in grade.would_change)


def test_two_independent_rival_attributions_are_contested(party: Any) -> None:
    named(party, "Monitor", "TO")
    named(party, "Council", "VA")
    found = finding(party)
    assert found.grade.proposed is GradeValue.CONTESTED
    statuses = {p.strike_status for p in found.attributed}
    assert statuses == {StrikeStatus.CONTESTED}


def test_a_bare_counter_accusation_contests_nothing(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    named(party, "Monitor", "TO")
    named(party, "Ministry", "rebels")
    assert proposed(party) is GradeValue.WEAK


def test_a_denial_vetoes_nothing(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    party.toll("b", "Volunteers", 17)
    named(party, "Monitor", "TO")
    named(party, "Volunteers", "TO")
    admits(party, Denies.RESPONSIBILITY)
    assert proposed(party) is GradeValue.FAIR


def test_alternatives_that_overlap_are_not_rivals(party: Any) -> None:
    named(party, "Monitor", "TO/VA")
    named(party, "Council", "TO")
    assert proposed(party) is not GradeValue.CONTESTED


def test_accepted_harm_is_put_before_a_person(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    named(party, "Monitor", "TO")
    admits(party, Denies.ADMITS_HARM)
    grade = finding(party).grade
    assert grade.proposed is GradeValue.WEAK
    (question,) = grade.before_a_person
    assert question.text.startswith("confirmed")
    assert question.claims


def test_only_combatants_by_an_independent_voice_are_put_before_a_person(
    party: Any,
) -> None:
    party.toll("a", "Journal", 17, status=StatusWord.COMBATANT)
    grade = finding(party).grade
    (question,) = grade.before_a_person
    assert question.text.startswith("discounted")
    assert grade.signed is None


def test_militants_by_the_accused_alone_discount_nothing(party: Any) -> None:
    named(party, "Monitor", "TO")
    party.toll("m", "Ministry", 30, status=StatusWord.COMBATANT)
    assert finding(party).grade.before_a_person == ()


def test_the_five_conditions_are_tested_in_their_order(party: Any) -> None:
    words = [c.text.split(":")[0] for c in finding(party).grade.conditions]
    assert words == ["confirmed", "discounted", "contested", "fair", "weak"]


def test_one_attribution_is_a_single_source_strike(party: Any) -> None:
    named(party, "Monitor", "TO")
    (one,) = finding(party).attributed
    assert one.strike_status is StrikeStatus.SINGLE_SOURCE


def test_civilian_status_is_presumed_until_an_independent_voice_disputes_it(
    party: Any,
) -> None:
    party.toll("a", "Monitor", 17)
    assert finding(party).civilian_basis is CivilianBasis.PRESUMED
    party.toll("m", "Ministry", 30, status=StatusWord.COMBATANT)
    assert finding(party).civilian_basis is CivilianBasis.PRESUMED
    party.toll("b", "Journal", 17, status=StatusWord.COMBATANT)
    assert finding(party).civilian_basis is CivilianBasis.DISPUTED


def test_nobody_counted_has_no_basis(story: Any) -> None:
    assert finding(story).civilian_basis is None


def test_a_finding_is_unsigned(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    found = finding(party)
    assert found.signed is None
    assert "unsigned" in found.reason.text


def test_each_ungraded_says_in_one_sentence_what_is_missing(party: Any) -> None:
    party.toll("m", "Ministry", 0, negated=True)
    assert "no voice" in str(finding(party).grade.missing)
    party.toll("a", "Monitor", 17)
    party.toll("b", "Volunteers", 17)
    grade = finding(party).grade
    assert grade.missing == (
        "2 independent voices tell of the harm, but nobody says who did it"
    )
    named(party, "Monitor", "TO")
    grade = finding(party).grade
    assert grade.proposed is GradeValue.UNGRADED
    assert "that TO acted there then is neither admitted nor said by two" in str(
        grade.missing
    )


def test_a_grade_that_is_proposed_misses_nothing(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    assert finding(party).grade.missing is None


def test_what_is_so_already_would_change_nothing(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    named(party, "Monitor", "TO")
    admits(party, Denies.ADMITS_HARM)
    told = finding(party).grade.would_change
    assert not any("acceptance of the harm" in change for change in told)
    assert any("one more independent voice would make it fair" in c for c in told)


def test_a_contested_incident_is_not_said_to_become_fair(party: Any) -> None:
    party.toll("a", "Monitor", 17)
    named(party, "Monitor", "TO")
    named(party, "Observer", "VA")
    grade = finding(party).grade
    assert grade.proposed is GradeValue.CONTESTED
    assert not any("fair" in change for change in grade.would_change)
