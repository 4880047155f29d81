from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from firsthand.assess import assess_incident
from firsthand.assess.contradictions import FINDERS
from firsthand.model import (
    AttributionClaim,
    Contradiction,
    ContradictionKind,
    ContradictionState,
    DenialClaim,
    Denies,
    FuzzyDate,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    Person,
    Place,
    PlaceClaim,
    Protection,
    RebuttalClaim,
    Source,
    StatusWord,
    TargetClaim,
    TimeClaim,
    TimeOfDay,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

CIVILIAN, COMBATANT = StatusWord.CIVILIAN, StatusWord.COMBATANT


def found(story: Any, kind: str | None = None) -> list[Contradiction]:
    made = assess_incident(story.inputs(), bundled_reference()).contradictions
    wanted = ContradictionKind(kind) if kind else None
    return [c for c in made if wanted in {None, c.contradiction_kind}]


def day(text: str) -> FuzzyDate:
    when = dt.date.fromisoformat(text)
    return FuzzyDate(earliest=when, latest=when)


@pytest.fixture
def accused(story: Any) -> Any:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    return story


def test_no_claims_no_contradictions(story: Any) -> None:
    assert found(story) == []
    assert FINDERS


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (17, 18, True),
        (40, "49+", True),
        ("-12", 13, True),
        ((17, 20), (18, 19), False),
        (17, 17, False),
        (44, "40+", False),
        ("37+", "49+", False),
        (18, "~20", False),
        (10, "~20", True),
        (30, "-200", False),
    ],
)
def test_numbers_clash_when_no_count_could_be_both(
    story: Any, one: Any, other: Any, *, clash: bool
) -> None:
    story.toll("a", "Monitor", one)
    story.toll("b", "Volunteers", other)
    made = found(story, "number")
    assert bool(made) is clash
    assert all(c.could_hold_if and c.would_settle for c in made)


def test_one_voice_correcting_itself_is_no_contradiction(story: Any) -> None:
    story.document("day-1", "2021-10-01")
    story.document("day-9", "2021-10-09")
    story.toll("day-1", "Monitor", 37)
    story.toll("day-9", "Monitor", 44)
    assert found(story) == []


def test_one_who_reports_anothers_claim_does_not_contradict_himself(
    accused: Any,
) -> None:
    said = accused.say(
        MilitaryObjectiveClaim,
        "briefing",
        None,
        military_objective=Objective.ABSENT,
    )
    accused.voices.setdefault(
        "Lantern", {"root_kind": accused.voices["Monitor"]["root_kind"], "claims": []}
    )["claims"].append(said.id)
    assert found(accused, "military_objective") == []


def test_parties_that_exclude_each_other_are_shown(accused: Any) -> None:
    accused.say(AttributionClaim, "b", "Council", perpetrator="VA")
    (made,) = found(accused, "perpetrator")
    assert "TO and to VA" in made.why


@pytest.mark.parametrize("code", ["TO", "TO/VA", "TO+VA"])
def test_parties_that_can_both_be_true_are_not(accused: Any, code: str) -> None:
    accused.say(AttributionClaim, "b", "Council", perpetrator=code)
    assert found(accused, "perpetrator") == []


def test_a_denial_of_responsibility_stands_against_the_attribution(
    accused: Any,
) -> None:
    accused.say(
        DenialClaim, "m", "Ministry", denies=Denies.RESPONSIBILITY, perpetrator="TO"
    )
    (made,) = found(accused, "perpetrator")
    assert "TO denies having done it" in made.why


def test_a_denial_of_the_event_stands_against_the_dead(accused: Any) -> None:
    accused.toll("a", "Monitor", 17)
    accused.say(DenialClaim, "m", "Ministry", denies=Denies.EVENT, perpetrator="TO")
    assert len(found(accused, "event")) == 1


@pytest.mark.parametrize(
    "code",
    [
        Denies.NON_RESPONSIVE,
        Denies.NO_COMMENT,
        Denies.DISCREDITS_SOURCE,
        Denies.PROMISES_INQUIRY,
        Denies.LEGALITY,
        Denies.ADMITS_STRIKE,
    ],
)
def test_answers_that_deny_nothing_contradict_nothing(
    accused: Any, code: Denies
) -> None:
    accused.toll("a", "Monitor", 17)
    accused.say(WeaponClaim, "a", "Monitor", weapon=("cluster_bomb",))
    accused.say(DenialClaim, "m", "Ministry", denies=code, perpetrator="TO")
    assert found(accused) == []


def test_use_denied_of_one_weapon_says_nothing_of_another(accused: Any) -> None:
    accused.say(WeaponClaim, "a", "Monitor", weapon=("missile",))
    accused.say(
        DenialClaim, "m", "Ministry", denies=Denies.USE, weapon=("cluster_bomb",)
    )
    assert found(accused, "weapon") == []


def test_use_denied_by_a_party_says_nothing_of_another_partys_use(
    accused: Any,
) -> None:
    accused.say(WeaponClaim, "a", "Monitor", weapon=("cluster_bomb",), perpetrator="VA")
    accused.say(DenialClaim, "m", "Ministry", denies=Denies.USE, perpetrator="TO")
    assert found(accused, "weapon") == []


def test_another_explanation_stands_against_no_objective(accused: Any) -> None:
    accused.say(
        MilitaryObjectiveClaim, "a", "Monitor", military_objective=Objective.ABSENT
    )
    accused.say(
        DenialClaim,
        "m",
        "Ministry",
        denies=Denies.OTHER_EXPLANATION,
        perpetrator="TO",
    )
    assert len(found(accused, "military_objective")) == 1


def test_a_distance_alone_contradicts_nothing(story: Any) -> None:
    story.say(
        MilitaryObjectiveClaim,
        "a",
        "witness",
        military_objective=Objective.DISTANCE,
        distance_m=300,
    )
    assert found(story) == []


def test_a_rebuttal_whose_statement_is_not_held_says_so(story: Any) -> None:
    story.say(RebuttalClaim, "a", "Lantern", object_identity=ObjectIdentity.DIFFERENT)
    (made,) = found(story, "object_identity")
    assert "not held here" in made.why


def test_the_names_of_the_building_hit_and_of_the_one_shown_stand_side_by_side(
    story: Any,
) -> None:
    story.say(TargetClaim, "a", "Lantern", target="mosque", name="Old Gate mosque")
    story.say(RebuttalClaim, "a", "Lantern", object_identity=ObjectIdentity.DIFFERENT)
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(DenialClaim, "m", "Ministry", denies=Denies.EVIDENCE, perpetrator="TO")
    story.say(TargetClaim, "m", "Ministry", target="mosque", name="New Gate mosque")
    story.say(TargetClaim, "c", "Observer", target="market", name="Fish Market")
    (made,) = [c for c in found(story, "object_identity") if "Named" in c.why]
    assert "New Gate mosque and Old Gate mosque" in made.why
    assert "Fish" not in made.why
    assert "a statement held here" in made.why


def test_a_building_named_in_a_protected_text_is_not_named(story: Any) -> None:
    story.sources["S-a"] = Source(
        id="S-a", name="K-3", protection=Protection.RESTRICTED
    )
    story.document("a")
    story.documents["a"] = msgspec.structs.replace(
        story.documents["a"], source_id="S-a"
    )
    story.say(TargetClaim, "a", "Lantern", target="mosque", name="Old Gate mosque")
    story.say(RebuttalClaim, "a", "Lantern", object_identity=ObjectIdentity.DIFFERENT)
    (made,) = found(story, "object_identity")
    assert "Gate" not in made.why


def test_one_voice_claims_and_two_claim(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(
        DenialClaim, "m", "Ministry", denies=Denies.CIVILIAN_HARM, perpetrator="TO"
    )
    story.toll("a", "Monitor", 5)
    (made,) = found(story, "number")
    assert made.why == (
        "TO denies that civilians were harmed; Monitor claims the contrary"
    )
    story.toll("b", "Observer", 5)
    (made,) = found(story, "number")
    assert made.why.endswith("Monitor and Observer claim the contrary")


def test_two_sites_of_the_same_town_are_two_places(story: Any) -> None:
    first = Place(name="Old mosque", canonical="Old mosque", within=("Jesrin",))
    second = Place(name="New mosque", canonical="New mosque", within=("Jesrin",))
    story.say(PlaceClaim, "a", "Lantern", place=first)
    story.say(PlaceClaim, "b", "Ministry", place=second)
    story.incident_changes |= {"place": first, "other_places": (second,)}
    (made,) = found(story, "place")
    assert "New mosque and to Old mosque" in made.why


def test_a_town_and_a_site_in_it_agree(story: Any) -> None:
    site = Place(name="Old mosque", canonical="Old mosque", within=("Jesrin",))
    town = Place(name="Jesrin", canonical="Jesrin")
    story.say(PlaceClaim, "a", "Lantern", place=site)
    story.say(PlaceClaim, "b", "Tally", place=town)
    story.incident_changes |= {"place": site, "other_places": (town,)}
    assert found(story, "place") == []


def test_civilians_by_one_and_fighters_by_another_is_a_question_of_status(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 17, status=CIVILIAN)
    story.toll("b", "Journal", 17, status=COMBATANT)
    assert len(found(story, "status")) == 1


def test_civilians_and_fighters_counted_side_by_side_is_none(story: Any) -> None:
    story.toll("a", "Lantern", "200+", status=CIVILIAN)
    story.toll("a", "Lantern", "~12", status=COMBATANT)
    assert found(story) == []


@pytest.mark.parametrize(
    ("total", "values", "wrong"),
    [
        (46, {"children": 33, "women": 14}, True),
        (46, {"children": 32, "women": 11}, False),
        (46, {"children": 46}, False),
        (46, {"children": 47}, True),
        (5, {"children": 2, "women": 2, "men": 2}, True),
        ("40+", {"children": 45}, False),
        ("~40", {"children": 45}, True),
        ("-40", {"women": 41}, True),
        (3, {"children": "?several"}, False),
        (10, {"children": "8+", "women": "3+"}, True),
    ],
)
def test_sub_totals_may_not_exceed_their_total(
    story: Any, total: Any, values: dict[str, Any], *, wrong: bool
) -> None:
    story.toll("a", "Monitor", total, **values)
    assert bool(found(story, "subtotal")) is wrong


def test_sub_totals_in_a_sentence_of_their_own_belong_to_the_total_before(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 46)
    story.toll("a", "Monitor", None, children=33)
    story.toll("a", "Monitor", None, women=14)
    (made,) = found(story, "subtotal")
    assert len(made.claims) == 3


def test_a_total_far_above_is_not_the_total_of_a_later_sentence(story: Any) -> None:
    story.toll("a", "Monitor", 3)
    story.toll("a", "Monitor", None, children=9, gap=900)
    assert found(story, "subtotal") == []


def test_one_name_in_two_spellings_of_case_is_one_name(story: Any) -> None:
    people = (Person(name="Ana Beru"), Person(name="ANA  BERU"), Person(name="Ilo"))
    story.toll("list", "Clinic", 3, people=people)
    (made,) = found(story, "person_twice")
    assert "2 different names" in made.why


def test_unnamed_people_are_never_the_same_person(story: Any) -> None:
    story.toll("list", "Clinic", 2, people=(Person(kin="child"), Person(kin="child")))
    assert found(story, "person_twice") == []


def test_ids_follow_from_the_kind_and_the_claims(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Volunteers", 18)
    before = found(story)
    story.toll("c", "Hospital", None, wounded=65)
    assert [c.id for c in found(story)] == [c.id for c in before]


def test_the_program_settles_nothing(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Volunteers", 18)
    assert {c.state for c in found(story)} == {ContradictionState.OPEN}


def test_who_describes_some_of_the_dead_clashes_with_no_total(story: Any) -> None:
    story.toll("a", "responder", 2, people=(Person(kin="wife"), Person(kin="husband")))
    story.toll("b", "Tally", 4)
    assert found(story) == []


def test_twelve_children_by_one_and_nine_by_another_clash(story: Any) -> None:
    story.toll("a", "Monitor", 46, children=12)
    story.toll("b", "Tally", 46, children=9)
    (made,) = found(story, "number")
    assert made.why.startswith("children killed: ")


def test_two_answers_of_one_party_to_one_thing_are_one_contradiction(
    accused: Any,
) -> None:
    accused.toll("a", "Monitor", 17)
    for document in ("m1", "m2"):
        accused.say(
            DenialClaim,
            document,
            "Ministry",
            denies=Denies.CIVILIAN_HARM,
            perpetrator="TO",
        )
    (made,) = found(accused, "number")
    assert len(made.claims) == 3


def test_them_is_the_last_weapon_named_before(accused: Any) -> None:
    strike = accused.say(WeaponClaim, "a", "Monitor", weapon=("airstrike",))
    accused.say(WeaponClaim, "b", "Observer", weapon=("cluster_bomb",))
    accused.say(DenialClaim, "b", "Ministry", denies=Denies.USE, perpetrator="TO")
    (made,) = found(accused, "weapon")
    assert strike.id not in made.claims


def test_words_of_a_protected_document_stand_in_no_sentence_of_ours(
    story: Any,
) -> None:
    story.say(
        MilitaryObjectiveClaim, "a", "Lantern", military_objective=Objective.ABSENT
    )
    story.say(
        MilitaryObjectiveClaim,
        "interview",
        "responder",
        military_objective=Objective.DISTANCE,
        distance_m=300,
        distance_words="300 metres, behind the press",
        what="the base behind the press",
    )
    story.documents["interview"] = msgspec.structs.replace(
        story.documents["interview"], protection=Protection.RESTRICTED
    )
    (beside,) = found(story, "military_objective")
    assert "300 metres" in beside.why
    assert "press" not in beside.why


def at(hour: int, last: int | None = None, zone: str | None = None) -> TimeOfDay:
    latest = hour if last is None else last
    return TimeOfDay(earliest=hour * 60, latest=latest * 60, zone=zone)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (at(9), at(15), True),
        (at(9), at(10), False),
        (at(20, 5), at(4), False),
        (at(20, 5), at(23), False),
        (at(20, 5), at(10), True),
        (at(23), at(0), False),
        (at(4, 12), at(12, 18), False),
        (at(3, 8), at(16, 23), True),
        (at(9, zone="UTC"), at(15), False),
        (at(9, zone="UTC"), at(15, zone="UTC"), True),
    ],
)
def test_times_of_the_day_clash_when_they_lie_hours_apart(
    story: Any, one: TimeOfDay, other: TimeOfDay, *, clash: bool
) -> None:
    story.say(TimeClaim, "a", "Monitor", time=one)
    story.say(TimeClaim, "b", "Council", time=other)
    assert bool(found(story, "time")) is clash


def test_who_tells_of_two_strikes_excludes_neither_time(story: Any) -> None:
    story.say(TimeClaim, "a", "Monitor", time=at(9))
    story.say(TimeClaim, "a", "Monitor", time=at(15))
    story.say(TimeClaim, "b", "Council", time=at(15))
    assert found(story, "time") == []


def test_a_contradiction_of_times_says_both_and_what_would_settle_it(
    story: Any,
) -> None:
    story.say(TimeClaim, "a", "Monitor", time=at(9))
    story.say(TimeClaim, "b", "Council", time=at(15))
    (made,) = found(story, "time")
    assert "Monitor: 09:00; Council: 15:00" in made.why
    assert "two attacks" in made.could_hold_if[0]
    assert made.would_settle


def test_what_a_copy_adds_of_its_own_is_heard(story: Any) -> None:
    story.document("a")
    story.document("b", "2021-10-02", copy_of="a")
    story.toll("a", "Monitor", 17)
    story.toll("b", "Monitor", 17)
    story.say(TimeClaim, "a", "Monitor", time=at(9))
    story.say(TimeClaim, "b", "Council", time=at(15))
    (made,) = found(story, "time")
    assert len(made.claims) == 2


def test_what_a_copy_changes_of_the_first_text_is_not_heard(story: Any) -> None:
    story.document("a")
    story.document("b", "2021-10-02", copy_of="a")
    story.say(TimeClaim, "a", "Monitor", time=at(9))
    story.say(TimeClaim, "b", "Monitor", time=at(15))
    assert found(story) == []


def test_a_weapon_that_a_party_denies_is_weighed_as_its_answer(accused: Any) -> None:
    accused.say(WeaponClaim, "a", "Monitor", weapon=("airstrike",))
    accused.say(WeaponClaim, "m", "Ministry", weapon=("airstrike",), negated=True)
    assert found(accused, "weapon") == []
