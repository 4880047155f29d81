from __future__ import annotations

from typing import Any

import pytest

from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence
from firsthand.assess.ranges import compute_ranges, replays
from firsthand.errors import UserError
from firsthand.model import (
    AttributionClaim,
    Bounds,
    CountRange,
    Person,
    RangeUnderProfile,
    StatusWord,
    VictimNamesClaim,
)
from firsthand.reference import bundled_reference

CIVILIAN, COMBATANT, MIXED = (
    StatusWord.CIVILIAN,
    StatusWord.COMBATANT,
    StatusWord.MIXED,
)


def made(
    story: Any, measure: str = "killed.civilian", profile: str = "airwars"
) -> RangeUnderProfile:
    ranges = compute_ranges(story.inputs(), bundled_reference(), profile=profile)
    return next(one for one in ranges if one.measure == measure)


def printed(story: Any, *args: str) -> str:
    return str(made(story, *args).range)


def why_aside(found: RangeUnderProfile, claim: Any) -> str:
    return next(a.why for a in found.set_aside if a.claim == claim.id)


def test_two_voices_give_the_lowest_and_the_highest(story: Any) -> None:
    low = story.toll("a", "Volunteers", 17)
    high = story.toll("b", "Monitor", 18)
    found = made(story)
    assert str(found.range) == "17-18"
    assert found.low_from == (low.id,)
    assert found.high_from == (high.id,)


def test_a_point_prints_once(story: Any) -> None:
    story.toll("a", "Volunteers", 17)
    story.toll("b", "Monitor", 17)
    assert printed(story) == "17"


def test_no_report_is_not_zero(story: Any) -> None:
    assert made(story).range == CountRange()
    assert printed(story) == "unknown"


def test_at_least_49_has_no_upper_bound(story: Any) -> None:
    story.toll("a", "Monitor", 37)
    story.toll("b", "Volunteers", "49+")
    assert printed(story) == "37-49 or more"


def test_at_least_below_the_greatest_figure_leaves_the_range_closed(
    story: Any,
) -> None:
    story.toll("a", "Monitor", "12+")
    story.toll("b", "Hospital", 17)
    assert printed(story) == "12-17"


def test_up_to_gives_no_minimum(story: Any) -> None:
    story.toll("a", "Monitor", "-200")
    assert printed(story) == "up to 200"


def test_killed_and_injured_stay_apart(story: Any) -> None:
    story.toll("a", "Monitor", 17, wounded=65)
    story.toll("b", "Volunteers", 17, wounded=72)
    assert printed(story) == "17"
    assert printed(story, "injured.civilian") == "65-72"


def test_killed_and_injured_lumped_never_enter_killed(story: Any) -> None:
    story.toll("a", "Monitor", casualties=121)
    assert printed(story) == "unknown"
    assert printed(story, "casualties.civilian") == "121"


def test_people_without_a_status_word_are_presumed_civilian(story: Any) -> None:
    story.toll("a", "Monitor", 4)
    assert printed(story) == "4"


def test_fighters_have_a_range_of_their_own(story: Any) -> None:
    story.toll("a", "Monitor", 200, status=CIVILIAN)
    story.toll("a", "Monitor", "~12", status=COMBATANT)
    assert printed(story) == "200"
    assert printed(story, "killed.combatant") == "12"


def test_a_total_with_fighters_among_it_is_of_unknown_status(story: Any) -> None:
    total = story.toll("a", "Monitor", 20)
    story.toll("a", "Monitor", 3, status=COMBATANT, part_of=total.id)
    assert printed(story) == "unknown"
    assert printed(story, "killed.unknown") == "20"


def test_mixed_dead_do_not_move_the_civilian_range(story: Any) -> None:
    story.toll("a", "Monitor", 20, status=MIXED)
    story.toll("b", "Volunteers", 15, status=CIVILIAN)
    assert printed(story) == "15"


def test_children_and_women_are_counted_apart(story: Any) -> None:
    story.toll("a", "Monitor", 46, children=32, women=11)
    assert printed(story) == "46"
    assert printed(story, "killed.children") == "32"
    assert printed(story, "killed.women") == "11"


def test_a_sentence_of_its_own_about_children_is_no_total(story: Any) -> None:
    story.toll("a", "Monitor", 46)
    story.toll("a", "Monitor", None, children=32)
    assert printed(story) == "46"
    assert printed(story, "killed.children") == "32"


@pytest.mark.parametrize(
    "part",
    [
        {"killed": 12, "children": 12},
        {"killed": 1, "women": 1},
        {"killed": 3, "status": CIVILIAN, "status_word": "medics"},
        {"killed": 3, "people": (Person(kin="mother"), Person(), Person())},
    ],
)
def test_a_count_of_one_kind_is_part_of_the_total_of_the_same_text(
    story: Any, part: dict[str, Any]
) -> None:
    story.toll("a", "Monitor", 46, status_word="people")
    small = story.toll("a", "Monitor", **part)
    found = made(story)
    assert str(found.range) == "46"
    assert "part of" in why_aside(found, small)


def test_the_later_figure_of_a_voice_replaces_its_earlier_one(story: Any) -> None:
    story.document("on-the-day", "2021-11-29")
    story.document("a-week-later", "2021-12-06")
    early = story.toll("on-the-day", "Monitor", 37)
    story.toll("a-week-later", "Monitor", 44)
    story.toll("list", "Hospital", 40)
    story.toll("b", "Volunteers", 49)
    found = made(story)
    assert str(found.range) == "40-49"
    assert "later 44" in why_aside(found, early)


def test_a_late_reprint_of_a_first_toll_is_not_a_new_toll(story: Any) -> None:
    story.document("day-1", "2021-11-29")
    story.document("day-8", "2021-12-06")
    story.document("day-20", "2021-12-18")
    story.toll("day-1", "Monitor", 37)
    story.toll("day-8", "Monitor", 44)
    late = story.toll("day-20", "Monitor", 37)
    found = made(story)
    assert str(found.range) == "44"
    assert "later 44" in why_aside(found, late)


def test_another_voice_is_never_replaced(story: Any) -> None:
    story.document("day-1", "2021-11-29")
    story.document("day-8", "2021-12-06")
    story.toll("day-1", "Monitor", 37)
    story.toll("day-8", "Volunteers", 44)
    assert printed(story) == "37-44"


def test_undated_figures_replace_nothing(story: Any) -> None:
    story.document("undated", None)
    story.document("day-8", "2021-12-06")
    story.toll("undated", "Monitor", 37)
    story.toll("day-8", "Monitor", 44)
    assert printed(story) == "37-44"


def test_a_text_that_says_from_49_to_57_replaces_its_own_figure(story: Any) -> None:
    old = story.toll("a", "Monitor", 49)
    story.toll("a", "Monitor", 57, supersedes=Bounds(low=49, high=49))
    found = made(story)
    assert str(found.range) == "57"
    assert "revises" in why_aside(found, old)


def test_copies_count_once(story: Any) -> None:
    story.document("wire", "2021-11-29")
    story.document("reprint", "2021-11-30", copy_of="wire")
    story.toll("wire", "Volunteers", 49)
    repeated = story.toll("reprint", "Volunteers", 49)
    found = made(story)
    assert "copy" in why_aside(found, repeated)
    assert len(found.used) == 1


def test_a_headline_is_no_second_figure(story: Any) -> None:
    title = story.toll("a", None, 200, is_headline=True)
    story.toll("a", "Lantern", "200+", status=CIVILIAN)
    found = made(story)
    assert str(found.range) == "200 or more"
    assert "headline" in why_aside(found, title)


def test_a_headline_that_adds_killed_and_injured_is_set_aside(story: Any) -> None:
    title = story.toll("b", None, 121, is_headline=True)
    story.toll("a", "Volunteers", 49, wounded=72)
    found = made(story)
    assert str(found.range) == "49"
    assert "lumped" in why_aside(found, title)


def test_chance_equality_in_a_body_is_not_set_aside(story: Any) -> None:
    story.toll("a", "Volunteers", 17, wounded=5)
    story.toll("b", "Monitor", 22)
    assert printed(story) == "17-22"


def test_two_voices_of_one_text_lump_nothing(story: Any) -> None:
    story.toll("a", "Monitor", 22)
    whole = story.toll("a", "Monitor", 54)
    story.toll("a", "Clinic", None, wounded=32)
    found = made(story)
    assert str(found.range) == "54"
    assert whole.id in found.used


def test_one_voice_that_adds_killed_and_injured_in_a_body_is_set_aside(
    story: Any,
) -> None:
    whole = story.toll("a", "Monitor", 54)
    story.toll("a", "Clinic", 22, wounded=32)
    found = made(story)
    assert str(found.range) == "22"
    assert "lumped" in why_aside(found, whole)


def test_the_accused_partys_no_casualties_moves_nothing(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("a", "Monitor", 17)
    nobody = story.toll("m", "Ministry", 0, negated=True)
    found = made(story)
    assert str(found.range) == "17"
    assert "self-serving" in why_aside(found, nobody)


def test_an_admission_against_interest_is_used(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("a", "Monitor", 17)
    story.toll("m", "Ministry", 9)
    assert printed(story) == "9-17"


def test_what_a_party_says_of_its_enemys_harm_is_context(story: Any) -> None:
    story.voice("Opposition", "armed_group", is_interested=True, party="rebels")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("a", "Monitor", 17)
    story.toll("o", "Opposition", 300)
    assert printed(story) == "17"


def test_a_health_authority_of_a_party_counts_the_dead_but_is_no_independent_voice(
    story: Any,
) -> None:
    story.voice("Health Ministry", "medical", is_interested=True, party="VE")
    story.toll("a", "Health Ministry", 31, perpetrator="TO")
    assert printed(story) == "31"
    evidence = Evidence.of_incident(story.inputs(), bundled_reference())
    assert count_independent(evidence.claims, evidence).high == 0


@pytest.mark.parametrize(("count", "status"), [(0, CIVILIAN), (30, COMBATANT)])
def test_of_a_health_authority_only_counts_of_harm_to_people_stand(
    story: Any, count: int, status: StatusWord
) -> None:
    story.voice("Health Ministry", "medical", is_interested=True, party="VE")
    claim = story.toll("a", "Health Ministry", count, status=status)
    measure = f"killed.{'civilian' if status is CIVILIAN else 'combatant'}"
    found = made(story, measure)
    assert not found.range.is_known
    assert "self-serving" in why_aside(found, claim)


def test_militants_counted_by_the_accused_are_context(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("m", "Ministry", 30, status=COMBATANT)
    assert printed(story, "killed.combatant") == "unknown"


def test_that_no_casualties_were_reported_is_not_zero(story: Any) -> None:
    story.voice("an outlet", "outlet", is_determined=False)
    story.toll("a", "an outlet", 0, negated=True)
    assert printed(story) == "unknown"


def test_a_determined_voice_can_say_that_nobody_died(story: Any) -> None:
    story.toll("a", "Monitor", 0, negated=True)
    story.toll("b", "Volunteers", 3)
    assert printed(story) == "0-3"


def test_a_number_denied_is_not_asserted(story: Any) -> None:
    story.toll("a", "Council", 40, negated=True)
    assert printed(story) == "unknown"


def test_a_vague_word_never_enters_a_minimum(story: Any) -> None:
    dozens = story.toll("a", "Monitor", "?dozens")
    found = made(story)
    assert found.range == CountRange()
    assert found.if_assumed == CountRange(low=24, high=24, is_open_above=True)
    assert "house table" in why_aside(found, dozens)


def test_a_vague_word_has_no_number_under_ibc(story: Any) -> None:
    story.toll("a", "Monitor", "?dozens")
    assert made(story, "killed.civilian", "ibc").if_assumed is None


def test_a_vague_word_beside_a_number_only_widens_the_assumed_range(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Courier", "?dozens")
    found = made(story)
    assert str(found.range) == "17"
    assert str(found.if_assumed) == "17-24 or more"


def test_an_assumed_family_never_enters_a_minimum_unless_accepted(
    story: Any,
) -> None:
    family = story.toll("a", "Monitor", "assumed 3")
    assert printed(story) == "unknown"
    story.accepted.append(family.id)
    assert printed(story) == "3 or more"


def test_two_houses_of_one_text_are_added_up(story: Any) -> None:
    first = story.toll(
        "a", "Lantern", 3, women=1, children=2, quote="three were killed in one house"
    )
    second = story.toll("a", "Lantern", 2, quote="a young couple in another")
    found = made(story)
    assert str(found.range) == "5"
    assert found.used == (first.id, second.id)


@pytest.mark.parametrize(
    "quote",
    [
        "two more in another house",
        "a young couple in the other",
        "two people elsewhere in the town",
        "two died separately",
        "two in a second building",
        "two people next door",
        "رجلان في منزل آخر في الشارع",
        "двое погибли в другом доме",
    ],
)
def test_words_of_another_spot_add_up(story: Any, quote: str) -> None:
    story.toll("a", "Lantern", 3, quote="three people in one house")
    story.toll("a", "Lantern", 2, quote=quote)
    assert printed(story) == "5"


def test_spots_of_different_voices_are_not_added_up(story: Any) -> None:
    story.toll("a", "Lantern", 3, quote="three were killed in one house")
    story.toll("a", "Monitor", 2, quote="two in another house")
    assert printed(story) == "2-3"


def test_a_total_in_the_same_text_swallows_the_spots(story: Any) -> None:
    story.toll("a", "Lantern", 5, quote="five people died")
    story.toll("a", "Lantern", 3, women=1, children=2, quote="three in one house")
    story.toll(
        "a", "Lantern", 2, people=(Person(), Person()), quote="two in another house"
    )
    assert printed(story) == "5"


def test_a_later_death_enters_the_maximum_at_once(story: Any) -> None:
    story.toll("a", "Lantern", 2, quote="two died at once")
    story.toll("a", "Lantern", 1, is_late_death=True, quote="a third on 27 October")
    found = made(story)
    assert str(found.range) == "2-3"
    assert len(found.high_from) == 2


def test_a_later_death_enters_the_minimum_once_a_person_accepts_it(
    story: Any,
) -> None:
    story.toll("a", "Lantern", 2, quote="two died at once")
    late = story.toll("a", "Lantern", 1, is_late_death=True, quote="a third later")
    story.accepted.append(late.id)
    assert printed(story) == "3"


def test_a_later_text_that_tells_only_of_a_later_death_adds_to_the_first(
    story: Any,
) -> None:
    story.document("first", "2021-10-02")
    story.document("second", "2021-10-28")
    story.toll("first", "Monitor", 2)
    story.toll("second", "Monitor", 1, is_late_death=True)
    assert printed(story) == "2-3"


def test_distinct_people_named_as_killed_raise_the_minimum(story: Any) -> None:
    story.toll("a", "Monitor", 4)
    names = tuple(Person(name=f"Person {n}") for n in range(5))
    story.toll("b", "Clinic", 5, people=names)
    assert printed(story) == "5"


def test_a_list_of_people_harmed_raises_no_minimum(story: Any) -> None:
    story.toll("a", "Monitor", 4)
    people = tuple(Person(name=f"Person {n}") for n in range(6))
    story.say(VictimNamesClaim, "list", "Clinic", people=people)
    assert printed(story) == "4"


def test_a_figure_of_six_attacks_is_no_figure_of_one(story: Any) -> None:
    story.toll("a", "Lantern", "200+", n_sites=Bounds(low=6, high=6))
    story.toll("b", "Monitor", 17)
    assert printed(story) == "17"


def test_dead_attackers_are_not_victims(story: Any) -> None:
    story.toll("a", "Monitor", 3, is_perpetrator=True)
    story.toll("a", "Monitor", 7)
    assert printed(story) == "7"


def test_an_incomplete_greatest_figure_leaves_the_range_open(story: Any) -> None:
    story.toll("a", "Volunteers", 17, is_partial=True)
    assert printed(story) == "17 or more"


def test_a_hedged_figure_is_used_and_says_so(story: Any) -> None:
    story.toll("a", "Monitor", 17, hedged=True)
    found = made(story)
    assert str(found.range) == "17"
    assert any("hedged" in reason.text for reason in found.reason.because)


def test_one_voice_alone_is_provisional_under_ibc(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    assert made(story, "killed.civilian", "ibc").is_provisional
    story.toll("b", "Volunteers", 17)
    assert not made(story, "killed.civilian", "ibc").is_provisional
    assert not made(story).is_provisional


def test_disputed_civilian_status_takes_the_ibc_minimum_to_zero(story: Any) -> None:
    story.toll("a", "Monitor", 17, status=CIVILIAN)
    story.toll("b", "Journalist", 17, status=COMBATANT)
    assert printed(story, "killed.civilian", "ibc") == "0-17"
    assert printed(story) == "17"


def test_every_figure_is_used_or_set_aside_with_a_why(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("a", None, 200, is_headline=True)
    story.toll("b", "Courier", "?dozens")
    found = made(story)
    told = set(found.used) | {a.claim for a in found.set_aside}
    assert told == {claim.id for claim in story.claims}
    assert all(a.why for a in found.set_aside)


def test_every_range_replays_to_the_same_bytes(story: Any) -> None:
    story.toll("a", "Monitor", 17, wounded=65, children=4)
    story.toll("b", "Volunteers", "18+")
    inputs = story.inputs()
    for stored in compute_ranges(inputs, bundled_reference()):
        assert replays(stored, inputs, bundled_reference())


def test_an_unknown_profile_is_named_with_those_there_are(story: Any) -> None:
    with pytest.raises(UserError, match="airwars, ibc"):
        compute_ranges(story.inputs(), bundled_reference(), profile="guess")


def test_names_of_private_people_never_enter_a_reason(story: Any) -> None:
    story.voice("Mr. Hidden", "witness")
    story.toll("a", "Mr. Hidden", 17)
    assert "Hidden" not in str(made(story).reason)


def test_a_smaller_number_of_the_same_voice_and_text_is_no_rival(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 44, quote="has risen to 44")
    died = story.toll("a", "Monitor", 7, quote="after seven of the wounded died")
    found = made(story)
    assert str(found.range) == "44"
    assert "a part of it, or an earlier count" in why_aside(found, died)


def test_up_to_and_at_least_of_one_text_both_stand(story: Any) -> None:
    story.toll("a", "Monitor", "150+")
    story.toll("a", "Monitor", "-200")
    assert printed(story) == "150-200"


def test_who_describes_some_of_the_dead_sets_no_minimum_beside_totals(
    story: Any,
) -> None:
    couple = (Person(kin="wife"), Person(kin="husband"))
    story.toll("a", "responder", 2, people=couple)
    story.toll("b", "Tally", 4)
    assert printed(story) == "4"


def test_who_alone_describes_the_dead_sets_the_minimum(story: Any) -> None:
    couple = (Person(kin="wife"), Person(kin="husband"))
    story.toll("a", "responder", 2, people=couple)
    assert printed(story) == "2"


def test_a_family_described_whole_stands_beside_a_total(story: Any) -> None:
    story.toll("a", "responder", 3, women=1, children=2)
    story.toll("b", "Tally", 4)
    assert printed(story) == "3-4"


def test_a_copy_that_changes_a_number_does_not_move_the_range(story: Any) -> None:
    story.document("wire", "2021-11-29")
    story.document("rewrite", "2021-11-30", copy_of="wire")
    story.toll("wire", "Volunteers", 49)
    changed = story.toll("rewrite", "Volunteers", 59)
    found = made(story)
    assert str(found.range) == "49"
    assert "which states 49" in why_aside(found, changed)


def test_an_unnamed_official_in_a_partys_own_paper_speaks_for_it(story: Any) -> None:
    story.document("state paper", party="TO")
    story.voice("the spokesman", "official", is_determined=False)
    story.toll("state paper", "the spokesman", 30, status=COMBATANT)
    found = made(story, "killed.combatant")
    assert found.range == CountRange()
    assert "self-serving" in found.set_aside[0].why


def test_people_whom_one_text_describes_apart_are_added_up(story: Any) -> None:
    family = (Person(kin="mother"), Person(kin="child"), Person(kin="child"))
    couple = (Person(kin="couple"), Person(kin="couple"))
    story.toll("a", "responder", 3, people=family)
    story.toll("a", "responder", 2, people=couple)
    assert printed(story) == "5"


def test_a_person_described_by_sex_alone_may_be_one_described_before(
    story: Any,
) -> None:
    family = (Person(kin="mother"), Person(kin="child"), Person(kin="child"))
    story.toll("a", "responder", 3, people=family)
    story.toll("a", "responder", 1, people=(Person(sex="f"),))
    assert printed(story) == "3"


def test_the_same_family_told_twice_is_one_family(story: Any) -> None:
    family = (Person(kin="mother"), Person(kin="child"), Person(kin="child"))
    story.toll("a", "responder", 3, people=family)
    story.toll("a", "responder", 3, people=family)
    assert printed(story) == "3"


def test_a_list_of_the_dead_raises_the_minimum_once_a_person_accepts_it(
    story: Any,
) -> None:
    people = tuple(Person(name=f"Ana Solt {n}") for n in range(5))
    story.toll("a", "Monitor", 3)
    named = story.say(VictimNamesClaim, "a", "Monitor", people=people, harm="killed")
    assert printed(story) == "3"
    story.accepted.append(named.id)
    assert made(story).range.low == 5


def test_a_list_of_people_harmed_never_raises_a_minimum(story: Any) -> None:
    people = tuple(Person(name=f"Ana Solt {n}") for n in range(5))
    story.toll("a", "Monitor", 3)
    named = story.say(VictimNamesClaim, "a", "Monitor", people=people)
    story.accepted.append(named.id)
    assert printed(story) == "3"
