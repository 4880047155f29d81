"""The facts of the practice case as claims: what must come out for each attack."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from firsthand.assess import Assessed, assess_case, assess_incident
from firsthand.assess.inputs import CaseInputs
from firsthand.model import (
    Aggregate,
    AttributionClaim,
    Bounds,
    Contradiction,
    ContradictionKind,
    Coverage,
    DateClaim,
    DenialClaim,
    Denies,
    FuzzyDate,
    GradeValue,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    Person,
    Place,
    PlaceClaim,
    Precision,
    Reason,
    RebuttalClaim,
    StatusWord,
    StrikeStatus,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

CIVILIAN = StatusWord.CIVILIAN


def day(text: str, until: str | None = None) -> FuzzyDate:
    last = dt.date.fromisoformat(until or text)
    precision = Precision.RANGE if until else Precision.DAY
    return FuzzyDate(
        earliest=dt.date.fromisoformat(text), latest=last, precision=precision
    )


def place(name: str, *within: str) -> Place:
    return Place(name=name, canonical=name, within=within)


def assessed(story: Any) -> Assessed:
    return assess_incident(story.inputs(), bundled_reference())


def killed(found: Assessed) -> str:
    return next(
        str(r.range)
        for r in found.finding.ranges
        if (r.profile, r.measure) == ("airwars", "killed.civilian")
    )


def of_kind(found: Assessed, kind: str) -> list[Contradiction]:
    wanted = ContradictionKind(kind)
    return [c for c in found.contradictions if c.contradiction_kind is wanted]


def ministry(story: Any, document: str, published: str) -> None:
    story.document(document, published, party="TO")
    story.voice("Ministry", "official", is_interested=True, party="TO")


@pytest.fixture
def talbar(stories: Any) -> Any:
    story = stories("Talbar", "2021-09-30")
    story.incident_changes["place"] = place("Talbar", "Qadmar")
    story.document("rescue", "2021-09-30")
    story.document("weekly", "2021-10-02")
    story.toll("rescue", "Volunteers", 17, wounded=65)
    story.toll("weekly", "Monitor", 18, wounded=72, status=CIVILIAN)
    ministry(story, "briefing", "2021-10-02")
    story.say(
        DateClaim, "briefing", "Ministry", pool=True, date=story.date, quote="that day"
    )
    story.say(
        AttributionClaim,
        "briefing",
        "Ministry",
        pool=True,
        perpetrator="TO",
        quote="aircraft destroyed eight sites",
    )
    return story


def test_talbar_is_17_to_18_and_the_statement_does_not_cover_the_place(
    talbar: Any,
) -> None:
    found = assessed(talbar)
    assert killed(found) == "17-18"
    (answer,) = found.responses
    assert answer.coverage is Coverage.UNDETERMINED
    assert answer.codes == (Denies.ADMITS_STRIKE,)
    assert "does not cover the place" in answer.reason.text


def test_two_voices_without_an_attribution_stay_ungraded_with_the_reason(
    talbar: Any,
) -> None:
    grade = assessed(talbar).finding.grade
    assert grade.proposed is GradeValue.UNGRADED
    fair = grade.conditions[3]
    assert fair.met is None
    assert grade.signed is None


@pytest.fixture
def jesrin(stories: Any) -> Any:
    story = stories("Jesrin", "2021-10-01")
    story.incident_changes |= {
        "place": place("Jesrin", "Ardesh"),
        "date": day("2021-10-01"),
        "other_dates": (day("2021-09-30"),),
    }
    for document, voice, when in (
        ("lantern", "Lantern", "2021-10-01"),
        ("tally", "Tally", "2021-09-30"),
    ):
        story.say(DateClaim, document, voice, date=day(when))
        story.toll(document, voice, 2, quote="two were killed at once")
        story.toll(document, voice, 1, is_late_death=True, quote="a third, later")
    story.toll("weekly", "nurse", 5, wounded=8)
    story.say(
        RebuttalClaim,
        "lantern",
        "Lantern",
        rebuts=Denies.EVIDENCE,
        object_identity=ObjectIdentity.DIFFERENT,
    )
    ministry(story, "november", "2021-11-02")
    story.say(
        PlaceClaim,
        "november",
        "Ministry",
        pool=True,
        place=place("Jesrin"),
    )
    story.say(
        DenialClaim,
        "november",
        "Ministry",
        pool=True,
        denies=Denies.EVIDENCE,
        perpetrator="TO",
    )
    return story


def test_jesrin_is_2_to_5_with_the_later_death_inside(jesrin: Any) -> None:
    found = assessed(jesrin)
    assert killed(found) == "2-5"


def test_jesrin_keeps_both_dates(jesrin: Any) -> None:
    (dates,) = of_kind(assessed(jesrin), "date")
    assert "2021-09-30" in dates.why
    assert "2021-10-01" in dates.why


def test_the_image_of_another_building_is_an_object_identity_question(
    jesrin: Any,
) -> None:
    (identity,) = of_kind(assessed(jesrin), "object_identity")
    assert len(identity.claims) == 2
    assert "different object" in identity.why
    assert identity.would_settle


@pytest.fixture
def daraz(stories: Any) -> Any:
    story = stories("Daraz", "2021-10-07")
    story.toll(
        "lantern", "Lantern", 3, women=1, children=2, quote="killed in one house"
    )
    story.toll("lantern", "Lantern", 2, quote="a young couple in the other")
    story.toll("tally", "Tally", 4, status=CIVILIAN)
    names = [Person(name=n) for n in ("A B", "C D", "E F", "G H", "I J", "a  b")]
    story.say(VictimNamesClaim, "clinic", "Clinic", people=tuple(names))
    story.say(
        MilitaryObjectiveClaim,
        "lantern",
        "Lantern",
        military_objective=Objective.ABSENT,
    )
    story.say(
        MilitaryObjectiveClaim,
        "lantern",
        "responder",
        military_objective=Objective.DISTANCE,
        distance_m=300,
        distance_words="300 metres (yards)",
        what="base",
    )
    story.say(AttributionClaim, "tally", "Tally", perpetrator="TO")
    ministry(story, "briefing", "2021-10-09")
    story.say(DateClaim, "briefing", "Ministry", pool=True, date=day("2021-10-01"))
    story.say(AttributionClaim, "briefing", "Ministry", pool=True, perpetrator="TO")
    return story


def test_daraz_is_4_to_5_from_two_houses(daraz: Any) -> None:
    assert killed(assessed(daraz)) == "4-5"


def test_a_person_twice_in_one_list_is_caught_without_the_name(daraz: Any) -> None:
    (twice,) = of_kind(assessed(daraz), "person_twice")
    assert "6 names" in twice.why
    assert "5 different" in twice.why
    assert "A B" not in twice.why


def test_no_objective_and_300_metres_stand_side_by_side(daraz: Any) -> None:
    (beside,) = of_kind(assessed(daraz), "military_objective")
    assert "300 metres (yards)" in beside.why
    assert "undecided" in beside.why
    assert "false" not in beside.why


def test_a_party_silent_on_that_day_is_shown_as_silent_in_what_is_held(
    daraz: Any,
) -> None:
    (silent,) = assessed(daraz).responses
    assert silent.coverage is Coverage.DOES_NOT_COVER
    assert silent.codes == ()
    assert "silence in what is held" in silent.reason.text


@pytest.fixture
def ghanta(stories: Any) -> Any:
    story = stories("Ghanta", "2021-10-15")
    story.incident_changes["place"] = place("Ghanta", "Qadmar")
    story.toll("lantern", "Lantern", 46, children=32, women=11, status=CIVILIAN)
    story.toll("tally", "Tally", 45, wounded=2)
    story.toll("council", "Council", 48)
    story.toll("observer", "Lantern", 46, quote="46 people were killed")
    story.toll("observer", "Observer", None, children=33, women=14, quote="of the 46")
    story.say(WeaponClaim, "observer", "Observer", weapon=("cluster_bomb",))
    ministry(story, "toreth", "2021-10-21")
    story.say(
        DateClaim,
        "toreth",
        "Ministry",
        pool=True,
        date=day("2021-10-15", "2021-10-20"),
    )
    for name in ("Ardesh", "Lisandra"):
        story.say(PlaceClaim, "toreth", "Ministry", pool=True, place=place(name))
    story.say(AttributionClaim, "toreth", "Ministry", pool=True, perpetrator="TO")
    return story


def test_ghanta_is_45_to_48(ghanta: Any) -> None:
    assert killed(assessed(ghanta)) == "45-48"


def test_32_and_11_fit_into_46_and_33_and_14_do_not(ghanta: Any) -> None:
    found = assessed(ghanta)
    checks = {reason.met for reason in found.finding.arithmetic}
    assert checks == {True, False}
    (wrong,) = of_kind(found, "subtotal")
    assert "33 children + 14 women = 47 is more than 46" in wrong.why


def test_provinces_that_leave_one_out_do_not_cover_it(ghanta: Any) -> None:
    (answer,) = assessed(ghanta).responses
    assert answer.coverage is Coverage.DOES_NOT_COVER
    assert "places" in answer.reason.text


def test_an_answer_that_evades_is_no_denial_of_use(ghanta: Any) -> None:
    story = ghanta
    story.say(DenialClaim, "toreth", "Ministry", denies=Denies.NON_RESPONSIVE)
    found = assessed(story)
    assert of_kind(found, "weapon") == []


def test_a_denial_of_use_stands_against_a_sighting(ghanta: Any) -> None:
    ghanta.say(
        DenialClaim,
        "answer",
        "Ministry",
        denies=Denies.USE,
        weapon=("cluster_bomb",),
        perpetrator="TO",
    )
    (weapon,) = of_kind(assessed(ghanta), "weapon")
    assert len(weapon.claims) == 2


@pytest.fixture
def sarmak(stories: Any) -> Any:
    story = stories("Sarmak", "2021-10-20")
    story.incident_changes["place"] = place("Sarmak", "Lisandra")
    story.toll("lantern", "Lantern", 13, wounded=28)
    story.toll("tally", "Tally", "12+", wounded=28)
    story.toll("golos", "doctor", 17, wounded=30)
    story.say(AttributionClaim, "golos", "residents", perpetrator="TO", hedged=True)
    ministry(story, "toreth", "2021-10-21")
    story.say(DateClaim, "toreth", "Ministry", pool=True, date=day("2021-10-20"))
    story.say(PlaceClaim, "toreth", "Ministry", pool=True, place=place("Sarmak"))
    story.say(
        DenialClaim,
        "toreth",
        "Ministry",
        pool=True,
        denies=Denies.ADMITS_STRIKE,
        perpetrator="TO",
    )
    return story


def test_sarmak_is_12_to_17(sarmak: Any) -> None:
    assert killed(assessed(sarmak)) == "12-17"


def test_admitting_a_strike_is_not_admitting_harm(sarmak: Any) -> None:
    found = assessed(sarmak).finding
    (party,) = found.attributed
    assert party.strike_status is StrikeStatus.DECLARED
    confirmed = found.grade.conditions[0]
    assert confirmed.met is False
    assert "not acceptance" in confirmed.because[0].text
    assert found.grade.before_a_person == ()


def test_two_voices_and_a_declared_strike_are_fair(sarmak: Any) -> None:
    assert assessed(sarmak).finding.grade.proposed is GradeValue.FAIR


def test_accepted_harm_is_put_before_a_person_and_never_set(sarmak: Any) -> None:
    sarmak.say(
        DenialClaim,
        "toreth",
        "Ministry",
        pool=True,
        denies=Denies.ADMITS_HARM,
        perpetrator="TO",
    )
    grade = assessed(sarmak).finding.grade
    assert grade.proposed is GradeValue.FAIR
    assert grade.before_a_person[0].met is True
    assert grade.signed_value is None


@pytest.fixture
def arikhan(stories: Any) -> Any:
    story = stories("Arikhan", "2021-11-29")
    story.incident_changes["place"] = place("Arikhan", "Ardesh")
    story.document("wire", "2021-11-29")
    story.document("herald", "2021-11-30", copy_of="wire")
    story.document("monitor", "2021-12-06")
    story.document("tally", "2021-12-18")
    story.toll("wire", "Monitor", 37)
    story.toll("herald", "Monitor", 37)
    story.toll("wire", "Volunteers", 49, wounded=72)
    story.toll("courier", None, 121, is_headline=True)
    story.toll("monitor", "Monitor", 44, status=CIVILIAN, children=11, women=8)
    story.toll("tally", "Hospital", 40)
    story.say(AttributionClaim, "wire", "Volunteers", perpetrator="TO")
    story.say(AttributionClaim, "monitor", "Monitor", perpetrator="TO", hedged=True)
    ministry(story, "december", "2021-12-05")
    story.say(
        DateClaim,
        "december",
        "Ministry",
        pool=True,
        date=day("2021-11-26", "2021-12-04"),
    )
    story.say(PlaceClaim, "december", "Ministry", pool=True, place=place("Ardesh"))
    story.say(AttributionClaim, "december", "Ministry", pool=True, perpetrator="TO")
    story.say(
        DenialClaim,
        "december",
        "Ministry",
        pool=True,
        denies=Denies.CIVILIAN_HARM,
        perpetrator="TO",
    )
    return story


def test_arikhan_is_40_to_49_once_44_has_replaced_37(arikhan: Any) -> None:
    assert killed(assessed(arikhan)) == "40-49"


def test_121_dead_is_caught_as_killed_and_injured_lumped(arikhan: Any) -> None:
    (both,) = of_kind(assessed(arikhan), "lumped")
    assert "49 killed plus 72 injured" in both.why


def test_a_province_and_a_period_cover_the_market(arikhan: Any) -> None:
    found = assessed(arikhan)
    covering = [r for r in found.responses if r.coverage is Coverage.COVERS]
    assert {code for r in covering for code in r.codes} == {
        Denies.ADMITS_STRIKE,
        Denies.CIVILIAN_HARM,
    }
    denied = [c for c in of_kind(found, "number") if "TO denies" in c.why]
    assert len(denied) == 1


def test_a_denial_moves_no_bound(arikhan: Any) -> None:
    with_denial = killed(assessed(arikhan))
    arikhan.pool.clear()
    assert killed(assessed(arikhan)) == with_denial


@pytest.fixture
def six(  # noqa: PLR0917  one parameter an attack
    talbar: Any, jesrin: Any, daraz: Any, ghanta: Any, sarmak: Any, arikhan: Any
) -> list[Any]:
    return [talbar, jesrin, daraz, ghanta, sarmak, arikhan]


def test_six_attacks_do_not_reach_200_and_no_number_of_attacks_is_invented(
    six: list[Any],
) -> None:
    incidents, findings = [], []
    for n, story in enumerate(six, 1):
        inputs = story.inputs()
        incident = msgspec.structs.replace(inputs.incident, id=f"I-00{n}")
        inputs = msgspec.structs.replace(inputs, incident=incident)
        findings.append(assess_incident(inputs, bundled_reference()).finding)
        incidents.append(incident)
    whole = six[0].toll(
        "report",
        "Lantern",
        "200+",
        n_sites=Bounds(low=6, high=6),
        quote="at least 200 civilians",
    )
    aggregate = Aggregate(
        id="A-1",
        claims=(whole.id,),
        parts=tuple(i.id for i in incidents),
        n_attacks_stated=25,
        reason=Reason(text="test"),
    )
    case = assess_case(
        CaseInputs(
            incidents=tuple(incidents),
            findings=tuple(findings),
            aggregates=(aggregate,),
            claims=(whole,),
        ),
        bundled_reference(),
    )
    (gap,) = case.contradictions
    assert gap.contradiction_kind is ContradictionKind.AGGREGATE
    assert "120-142" in gap.why
    assert any("other attacks are meant" in one for one in gap.could_hold_if)
    assert any("a figure is wrong" in one for one in gap.could_hold_if)
    totals = {t.name: t for t in case.totals if t.profile == "airwars"}
    assert str(totals["alleged"].range) == "120-142"
    assert set(totals["headline"].incidents) == {"I-005", "I-006"}
    assert str(totals["headline"].range) == "52-66"
    assert "likely higher" in totals["headline"].note
