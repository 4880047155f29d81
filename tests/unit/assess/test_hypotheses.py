"""Rival hypotheses, the standard of proof, status, indicators: invented incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.unit.assess import builders

from firsthand.assess.contradictions import find_contradictions
from firsthand.assess.hypotheses import OTHER, Rating, Table, weigh
from firsthand.assess.indicators import Row, indicator_sheet
from firsthand.assess.inputs import Evidence
from firsthand.assess.people_status import status_of_counts, status_of_people
from firsthand.assess.positions import chain_of, positions_of
from firsthand.assess.responses import find_responses
from firsthand.assess.room import Room
from firsthand.assess.sensitivity import sensitivity
from firsthand.assess.standard import reasonable_grounds
from firsthand.errors import UserError
from firsthand.model import (
    AttributionClaim,
    CivilianBasis,
    ContradictionState,
    DenialClaim,
    Denies,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    OtherClaim,
    Person,
    Reason,
    RebuttalClaim,
    StatusWord,
    TargetClaim,
    TimeClaim,
    TimeOfDay,
    WeaponClaim,
)
from firsthand.reference import Reference, bundled_reference, open_reference

REFERENCE = bundled_reference()
_MEANS = """
- {party: TO, ways: [air], aircraft: [Su-24], by_night: true, bases: [{lat: 35.0, lon: 36.0}], means: complete, ref: house}
- {party: VE, ways: [air], aircraft: [Mi-24], by_night: false, bases: [{lat: 48.0, lon: 60.0}], means: complete, ref: house}
- {party: RB, ways: [ground, placed], lacks: [air], ref: house}
"""  # noqa: E501  a row a line


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "party_means.yaml").write_text(_MEANS)
    return open_reference(tmp_path)


def table(story: Any, reference: Reference) -> Table:
    inputs = story.inputs()
    heard = find_responses(inputs, reference)
    return weigh(inputs, Evidence.of_incident(inputs, reference), heard)


def ratings(made: Table, kind: str) -> dict[str, Rating]:
    (item,) = [item for item in made.items if item.kind == kind]
    return dict(item.ratings)


def test_nobody_named_leaves_somebody_else_alone(
    story: Any, reference: Reference
) -> None:
    story.toll("a", "Monitor", 3)
    made = table(story, reference)
    assert made.hypotheses == (OTHER,)
    assert "no claim names a weapon or an aircraft" in made.blanks


def test_a_witness_speaks_for_one_party_and_against_the_rest(
    story: Any, reference: Reference
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.say(AttributionClaim, "b", "Ministry", perpetrator="VE")
    story.voices["Ministry"] |= {"is_interested": True, "party": "TO"}
    made = table(story, reference)
    assert ratings(made, "witness")["TO"] is Rating.CONSISTENT
    assert ratings(made, "witness")[OTHER] is Rating.INCONSISTENT


def test_an_aircraft_that_two_fly_tells_them_not_apart(
    story: Any, reference: Reference
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="RU/SY")
    story.say(WeaponClaim, "a", "Monitor", aircraft=("Su-24",))
    made = table(story, reference)
    (seen,) = [i.ratings for i in made.items if i.rests_on == "aircraft"]
    assert seen["RU"] is seen["SY"] is Rating.CONSISTENT


def test_a_party_without_aircraft_is_spoken_against_by_an_air_strike(
    story: Any, reference: Reference
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="RB/TO")
    story.say(WeaponClaim, "a", "Monitor", weapon=("airstrike",))
    made = table(story, reference)
    absent = ratings(made, "absence")
    assert absent["RB"] is Rating.INCONSISTENT
    assert absent["TO"] is Rating.CONSISTENT
    assert made.hypotheses[0] == "TO"
    assert [item.kind for item in made.against("RB")] == ["absence"]


def test_a_party_without_a_row_is_unknown_never_absent(
    story: Any, reference: Reference
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="XX/RB")
    story.say(WeaponClaim, "a", "Monitor", weapon=("airstrike",))
    made = table(story, reference)
    assert ratings(made, "absence")["XX"] is Rating.UNKNOWN
    assert any("XX" in blank or "is in no row" in blank for blank in made.blanks)


def test_a_base_out_of_reach_speaks_against_who_has_no_other(
    story: Any, reference: Reference
) -> None:
    story.place = msgspec.structs.replace(
        story.place, lat_e7=350000000, lon_e7=365000000
    )
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO/VE")
    story.say(WeaponClaim, "a", "Monitor", aircraft=("Su-24",))
    reach = ratings(table(story, reference), "range")
    assert reach["TO"] is Rating.CONSISTENT
    assert reach["VE"] is Rating.INCONSISTENT
    assert reach[OTHER] is Rating.UNKNOWN


def test_night_speaks_against_who_does_not_fly_by_night(
    story: Any, reference: Reference
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO/VE")
    at = TimeOfDay(earliest=2 * 60, latest=3 * 60, words="at about 2:30 a.m.")
    story.say(TimeClaim, "a", "Monitor", time=at)
    night = ratings(table(story, reference), "night")
    assert night["VE"] is Rating.INCONSISTENT
    assert night["TO"] is Rating.CONSISTENT


def test_a_bare_denial_decides_nothing(story: Any, reference: Reference) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.say(
        DenialClaim, "m", "Ministry", denies=Denies.RESPONSIBILITY, perpetrator="TO"
    )
    made = table(story, reference)
    denial = ratings(made, "statement")
    assert set(denial.values()) == {Rating.NEUTRAL}
    assert made.against("TO") == ()


def test_a_row_of_means_that_clashes_is_named(tmp_path: Path, story: Any) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "party_means.yaml").write_text(
        "- {party: TO, ways: [air], lacks: [air], ref: house}\n"
    )
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    with pytest.raises(UserError, match="party_means, row TO"):
        table(story, open_reference(tmp_path))


# --- standard of proof --------------------------------------------------------------

SEARCH = (Reason(text="asked the ministry for its flight log", rule="OHC-1"),)


def two_voices(story: Any) -> None:
    story.voice("Nurse", "medical")
    story.toll("a", "Nurse", 17)
    story.toll("b", "Monitor", 17)


def checklist(story: Any, searches: Any = SEARCH, *, settle: bool = False) -> Reason:
    inputs = story.inputs()
    evidence = Evidence.of_incident(inputs, REFERENCE)
    heard = find_responses(inputs, REFERENCE)
    found = find_contradictions(inputs, evidence, heard)
    if settle:
        found = [
            msgspec.structs.replace(
                k, state=ContradictionState.EXPLAINED, note="asked both"
            )
            for k in found
        ]
    return reasonable_grounds(evidence, found, searches)


def test_the_checklist_passes_with_all_four_lines(story: Any) -> None:
    two_voices(story)
    made = checklist(story)
    assert made.met is True
    assert "a named person judges" in made.text


def test_it_refuses_to_pass_with_a_contradiction_unanswered(story: Any) -> None:
    two_voices(story)
    story.toll("c", "Council", 30)
    assert checklist(story).met is False
    assert checklist(story, settle=True).met is True


def test_it_refuses_to_pass_without_a_search_that_is_logged(story: Any) -> None:
    two_voices(story)
    assert checklist(story, ()).met is False


def test_it_refuses_to_pass_on_one_voice(story: Any) -> None:
    story.voice("Nurse", "medical")
    story.toll("a", "Nurse", 17)
    assert checklist(story).met is False


def test_a_bare_denial_is_recorded_and_vetoes_nothing(story: Any) -> None:
    two_voices(story)
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Nurse", perpetrator="TO")
    story.say(
        DenialClaim, "m", "Ministry", denies=Denies.RESPONSIBILITY, perpetrator="TO"
    )
    made = checklist(story)
    assert made.met is True
    assert "recorded, no veto" in made.because[2].text


def test_monitors_alone_are_no_primary_item(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Recorder", 17)
    assert checklist(story).because[0].met is False


# --- status -------------------------------------------------------------------------


def counts(story: Any) -> Any:
    return status_of_counts(Evidence.of_incident(story.inputs(), REFERENCE))


def test_people_without_a_word_are_presumed_civilian(story: Any) -> None:
    story.toll("a", "Monitor", 3)
    assert counts(story)[0].basis is CivilianBasis.PRESUMED


def test_a_partys_word_alone_rebuts_nothing(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.toll("a", "Monitor", 3, status=StatusWord.CIVILIAN)
    story.toll("m", "Ministry", 3, status=StatusWord.COMBATANT)
    assert [c.basis for c in counts(story)] == [CivilianBasis.PRESUMED] * 2


def test_a_voice_of_no_party_disputes_the_presumption(story: Any) -> None:
    story.toll("a", "Monitor", 3, status=StatusWord.CIVILIAN)
    story.toll("b", "Council", 3, status=StatusWord.COMBATANT)
    assert [c.basis for c in counts(story)] == [CivilianBasis.DISPUTED, None]


def test_medics_are_protected_without_being_called_civilians(story: Any) -> None:
    story.toll("a", "Monitor", 3, status_word="medics")
    (made,) = counts(story)
    assert made.is_protected
    assert made.said is None


def test_a_person_named_by_two_voices_in_two_ways_is_disputed(story: Any) -> None:
    people = (Person(name="Ilen Varo"),)
    story.toll("a", "Monitor", 1, status=StatusWord.CIVILIAN, people=people)
    story.toll("b", "Council", 1, status=StatusWord.COMBATANT, people=people)
    evidence = Evidence.of_incident(story.inputs(), REFERENCE)
    (made,) = status_of_people(evidence)
    assert made.basis is CivilianBasis.DISPUTED
    assert "Varo" not in made.why


# --- indicators ---------------------------------------------------------------------


def sheet(story: Any) -> dict[str, Row]:
    return {row.key: row for row in indicator_sheet(story.inputs(), REFERENCE)}


def test_a_sheet_shows_its_blanks(story: Any) -> None:
    story.toll("a", "Monitor", 90)
    rows = sheet(story)
    assert all(row.is_blank for row in rows.values())
    assert len(rows) == 8


def test_no_cell_is_without_claims_and_none_holds_the_toll(story: Any) -> None:
    story.toll("a", "Monitor", 91)
    story.say(TargetClaim, "a", "Monitor", target="hospital")
    story.say(
        MilitaryObjectiveClaim,
        "a",
        "Monitor",
        military_objective=Objective.DISTANCE,
        distance_m=300,
    )
    story.say(OtherClaim, "a", "Monitor", quote="there was no warning at all")
    cells = [cell for row in sheet(story).values() for cell in row.cells]
    assert len(cells) == 3
    assert all(cell.claims for cell in cells)
    assert not any("91" in cell.text for cell in cells)


def test_a_hospital_is_shown_as_specially_protected(story: Any) -> None:
    story.say(TargetClaim, "a", "Monitor", target="hospital")
    (cell,) = sheet(story)["object"].cells
    assert "specially protected" in cell.text


@pytest.mark.parametrize(
    ("party", "weapon", "told"),
    [
        ("RU", "cluster_bomb", "not bound"),
        ("SY", "chlorine", "was bound"),
        ("XX", "cluster_bomb", "in no row"),
    ],
)
def test_a_treaty_is_shown_with_the_state_and_the_day(
    story: Any, party: str, weapon: str, told: str
) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator=party)
    story.say(WeaponClaim, "a", "Monitor", weapon=(weapon,))
    assert told in sheet(story)["weapon"].cells[-1].text


def test_a_state_that_joined_later_was_not_yet_bound() -> None:
    story = builders.Story(date="2013-08-21")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="SY")
    story.say(WeaponClaim, "a", "Monitor", weapon=("sarin",))
    assert "not yet bound" in sheet(story)["weapon"].cells[-1].text


# --- exchanges and sensitivity --------------------------------------------------------


def test_an_exchange_is_claim_answer_rebuttal_counter(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.toll("a", "Monitor", 17)
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    for name, day in (("m", "2021-10-03"), ("r", "2021-10-05"), ("n", "2021-10-09")):
        story.document(name, day)
    for name in ("m", "n"):
        story.say(DenialClaim, name, "Ministry", denies=Denies.EVENT)
    story.say(RebuttalClaim, "r", "Monitor", object_identity=ObjectIdentity.DIFFERENT)
    inputs = story.inputs()
    heard = find_responses(inputs, REFERENCE)
    room = Room(inputs, Evidence.of_incident(inputs, REFERENCE), heard)
    roles = [turn.role for turn in chain_of(room)]
    assert roles == ["claim", "answer", "rebuttal", "counter"]


def test_a_change_of_position_is_told_with_its_day(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.document("m", "2021-10-03")
    story.document("n", "2021-11-20")
    story.say(DenialClaim, "m", "Ministry", denies=Denies.RESPONSIBILITY)
    story.say(AttributionClaim, "n", "Ministry", perpetrator="TO")
    inputs = story.inputs()
    pool = Evidence.of_incident(inputs, REFERENCE)
    found = positions_of("TO", find_responses(inputs, REFERENCE), pool)
    told = [(str(p.day), p.stance) for p in found]
    assert told == [("2021-10-03", "denies"), ("2021-11-20", "admits a strike")]


def test_the_one_voice_that_moves_a_range_is_named(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Hospital", 17)
    story.toll("c", "Council", 40)
    moved = [m for m in sensitivity(story.inputs(), REFERENCE) if m.moves]
    by_name = {m.name: m for m in moved}
    was, now = by_name["Council"].ranges["airwars", "killed.civilian"]
    assert (str(was), str(now)) == ("17-40", "17")
    assert ("airwars", "killed.civilian") not in getattr(
        by_name.get("Monitor"), "ranges", {}
    )


def test_the_voice_on_which_the_grade_hangs_is_named(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Hospital", 17)
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.say(AttributionClaim, "b", "Hospital", perpetrator="TO")
    moved = {m.name: m for m in sensitivity(story.inputs(), REFERENCE)}
    grade = moved["Monitor"].grade
    assert grade is not None
    assert [str(value) for value in grade] == ["fair", "weak"]
