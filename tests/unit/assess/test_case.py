from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from firsthand.assess import assess_case, assess_incident, gather_inputs
from firsthand.assess.inputs import CaseInputs, IncidentInputs
from firsthand.assess.profiles import read_profiles, words_for
from firsthand.assess.totals import add_ranges
from firsthand.errors import UserError
from firsthand.model import (
    Aggregate,
    AttributionClaim,
    ContextTotal,
    ContradictionKind,
    CountRange,
    IncidentId,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    Person,
    Reason,
    RebuttalClaim,
    VictimNamesClaim,
    digest_of,
)
from firsthand.reference import bundled_reference
from firsthand.reference.tables import Reference

REFERENCE = bundled_reference()


def case_of(inputs: IncidentInputs, **more: Any) -> CaseInputs:
    values = {
        "incidents": (inputs.incident,),
        "findings": (assess_incident(inputs, REFERENCE).finding,),
        "claims": inputs.claims,
        "documents": inputs.documents,
        "sources": inputs.sources,
        "roots": inputs.roots,
        "origins": inputs.origins,
    }
    return CaseInputs(**{**values, **more})


def whole(story: Any, killed: Any, n_attacks: int | None = None) -> Any:
    inputs = story.inputs()
    claim = story.toll("report", "Lantern", killed, quote="so many in all")
    aggregate = Aggregate(
        id="A-1",
        claims=(claim.id,),
        parts=(inputs.incident.id,),
        n_attacks_stated=n_attacks,
        reason=Reason(text="test"),
    )
    more = case_of(inputs, claims=tuple(story.claims), aggregates=(aggregate,))
    return assess_case(more, REFERENCE).contradictions


@pytest.mark.parametrize(
    ("killed", "flagged"),
    [
        ("200+", True),
        (200, True),
        ("18+", False),
        (17, False),
        (3, False),
        ("~3", False),
        ("-10", False),
        ("-40", False),
        ("?hundreds", False),
        ("19+", True),
    ],
)
def test_a_whole_is_held_against_its_parts(
    story: Any, killed: Any, *, flagged: bool
) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Volunteers", 18)
    made = whole(story, killed)
    assert bool(made) is flagged
    if made:
        assert made[0].contradiction_kind is ContradictionKind.AGGREGATE
        assert len(made[0].could_hold_if) >= 2


def test_a_smaller_whole_may_count_fewer_attacks_unless_it_says_all(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 17)
    (exceeded,) = whole(story, 3, 1)
    assert "is exceeded" in exceeded.why


def test_the_number_of_attacks_is_the_texts_or_unknown(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    (stated,) = whole(story, "200+", 25)
    assert "speaks of 25, 1 are held" in stated.could_hold_if[0]


def test_no_number_of_attacks_is_invented(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    (unsaid,) = whole(story, "200+")
    assert "how many is not known" in unsaid.could_hold_if[0]


def test_a_war_total_is_never_added_to_anything(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    inputs = story.inputs()
    war = story.say(ContextTotal, "a", "Monitor", killed=None)
    war = msgspec.structs.replace(war, killed=story.claims[0].killed)
    war = msgspec.structs.replace(
        war, killed=msgspec.structs.replace(war.killed, low=250000, high=None)
    )
    case = assess_case(case_of(inputs, claims=(*inputs.claims, war)), REFERENCE)
    assert case.contradictions == ()
    alleged = {t.profile: str(t.range) for t in case.totals if t.name == "alleged"}
    assert alleged.pop("ohchr") == "unknown"
    assert set(alleged.values()) == {"17"}


def test_totals_say_their_rule_and_what_they_are_a_minimum_of(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    totals = assess_case(case_of(story.inputs()), REFERENCE).totals
    by_name = {(t.name, t.profile): t for t in totals}
    assert str(by_name["alleged", "airwars"].range) == "17"
    assert by_name["headline", "airwars"].range == CountRange()
    assert "graded confirmed or fair" in by_name["headline", "airwars"].minimum_of
    assert all("likely higher" in t.note for t in totals)
    assert all("unsigned" in t.note for t in totals if t.name == "alleged")


def test_incidents_without_a_figure_are_named_in_a_total(story: Any) -> None:
    story.toll("a", "Monitor", "?dozens")
    totals = assess_case(case_of(story.inputs()), REFERENCE).totals
    alleged = next(t for t in totals if (t.name, t.profile) == ("alleged", "airwars"))
    assert alleged.range == CountRange()
    assert alleged.without_figure == ("I-001",)


def test_conceded_deaths_are_totalled_apart(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("a", "Monitor", 17)
    story.toll("m", "Ministry", 9)
    totals = assess_case(case_of(story.inputs()), REFERENCE).totals
    (conceded,) = [t for t in totals if t.name == "conceded"]
    assert str(conceded.range) == "9"
    assert "not responsibility accepted" in conceded.note


def test_ranges_add_up_and_unknown_adds_nothing() -> None:
    held = [CountRange(low=2, high=5), CountRange(), CountRange(low=1, high=1)]
    assert add_ranges(held) == CountRange(low=3, high=6)
    assert add_ranges([CountRange()]) == CountRange()
    more = add_ranges([CountRange(low=2, high=5, is_open_above=True)])
    assert str(more) == "2-5 or more"


def test_a_distance_beside_no_objectives_in_the_areas_is_shown_across_incidents(
    story: Any,
) -> None:
    inputs = story.inputs()
    story.say(
        MilitaryObjectiveClaim, "page", "Lantern", military_objective=Objective.ABSENT
    )
    story.say(
        MilitaryObjectiveClaim,
        "page",
        "responder",
        military_objective=Objective.DISTANCE,
        distance_m=300,
    )
    case = assess_case(case_of(inputs, claims=tuple(story.claims)), REFERENCE)
    (beside,) = case.contradictions
    assert beside.incident_id is None
    assert "undecided" in beside.why


def test_a_rebuttal_without_an_incident_says_that_it_cannot_be_placed(
    story: Any,
) -> None:
    inputs = story.inputs()
    story.say(
        RebuttalClaim, "page", "Lantern", object_identity=ObjectIdentity.DIFFERENT
    )
    case = assess_case(case_of(inputs, claims=tuple(story.claims)), REFERENCE)
    (made,) = case.contradictions
    assert "does not say which" in made.why


def test_a_list_that_no_incident_took_is_still_checked(story: Any) -> None:
    inputs = story.inputs()
    people = (Person(name="Ana Beru"), Person(name="Ana Beru"))
    story.say(VictimNamesClaim, "list", "Clinic", people=people)
    case = assess_case(case_of(inputs, claims=tuple(story.claims)), REFERENCE)
    (twice,) = case.contradictions
    assert twice.contradiction_kind is ContradictionKind.PERSON_TWICE


def test_gathered_inputs_give_the_same_finding(story: Any) -> None:
    story.toll("a", "Monitor", 17, wounded=3)
    story.toll("b", "Volunteers", 18)
    inputs = story.inputs()
    gathered = gather_inputs(case_of(inputs), REFERENCE)[IncidentId("I-001")]
    direct = assess_incident(inputs, REFERENCE)
    assert assess_incident(gathered, REFERENCE) == direct


def test_a_report_about_another_attack_leaves_the_inputs_as_they_were(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 17)
    before = story.inputs()
    first = gather_inputs(case_of(before), REFERENCE)[IncidentId("I-001")]
    story.toll("elsewhere", "Monitor", 4)
    after = story.inputs()
    case = case_of(after, incidents=(before.incident,))
    second = gather_inputs(case, REFERENCE)[IncidentId("I-001")]
    assert digest_of(first) == digest_of(second)


def test_profiles_are_rows_that_a_case_can_override(tmp_path: Path) -> None:
    row = (
        "- {profile: airwars, groups: {civilian: civilian, combatant: combatant, "
        "mixed: unknown, none: unknown}, low: lowest, high: highest, vague: as_text}\n"
    )
    (tmp_path / "profiles.yaml").write_text(row, encoding="utf-8")
    reference = Reference((*REFERENCE.folders, tmp_path))
    airwars = next(p for p in read_profiles(reference) if p.name == "airwars")
    assert airwars.groups["none"] == "unknown"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- {profile: mine}\n", "'groups' must map"),
        (
            "- {profile: mine, low: guess, high: highest, vague: house, "  # noqa: ISC004  one row
            "groups: {civilian: a, combatant: b, mixed: c, none: d}}\n",
            "'low' is 'guess'",
        ),
    ],
)
def test_a_profile_row_that_cannot_be_read_is_named(
    tmp_path: Path, row: str, message: str
) -> None:
    (tmp_path / "profiles.yaml").write_text(row, encoding="utf-8")
    reference = Reference((*REFERENCE.folders, tmp_path))
    with pytest.raises(UserError, match=message):
        read_profiles(reference)


def test_counting_words_come_from_the_table() -> None:
    assert "people" in words_for("anyone", REFERENCE)
    assert words_for("no such role", REFERENCE) == frozenset()
