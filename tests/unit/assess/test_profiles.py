"""The five named profiles side by side, over invented incidents."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.assess.profiles import chosen_profiles, read_profiles
from firsthand.assess.ranges import compute_ranges
from firsthand.errors import UserError
from firsthand.model import Person, RangeUnderProfile, StatusWord
from firsthand.reference import bundled_reference, open_reference

REFERENCE = bundled_reference()
CIVILIAN, COMBATANT = StatusWord.CIVILIAN, StatusWord.COMBATANT


def made(story: Any, profile: str, measure: str) -> RangeUnderProfile:
    (found,) = [
        one
        for one in compute_ranges(story.inputs(), REFERENCE, profile=profile)
        if one.measure == measure
    ]
    return found


def printed(story: Any, profile: str, measure: str) -> str:
    return str(made(story, profile, measure).range)


def test_the_five_named_profiles_are_rows() -> None:
    names = [profile.name for profile in read_profiles(REFERENCE)]
    assert names == ["acled", "airwars", "ibc", "ohchr", "ucdp"]


def test_acled_takes_the_most_conservative_of_two_figures(story: Any) -> None:
    story.toll("a", "Monitor", 37)
    story.toll("b", "Hospital", 49)
    found = made(story, "acled", "killed.all")
    assert str(found.range) == "37"
    assert found.range.high is None
    assert "reports differ, up to 49" in found.reason.because[0].text


def test_acled_reads_dozens_as_twelve_and_the_house_assumes_more(story: Any) -> None:
    story.toll("a", "Monitor", "?dozens")
    assert printed(story, "acled", "killed.all") == "12"
    assert printed(story, "airwars", "killed.civilian") == "unknown"
    assert printed(story, "ucdp", "killed.all") == "unknown"


def test_acled_reads_hundreds_as_one_hundred_and_several_not_at_all(story: Any) -> None:
    story.toll("a", "Monitor", "?hundreds")
    story.toll("b", "Council", "?several")
    assert printed(story, "acled", "killed.all") == "100"


def test_acled_reads_no_word_as_a_number_where_numbers_are_stated(story: Any) -> None:
    story.toll("a", "Monitor", "?dozens")
    story.toll("b", "Council", 44)
    story.toll("c", "Hospital", 40)
    found = made(story, "acled", "killed.all")
    assert str(found.range) == "40"
    assert any("others state numbers" in one.why for one in found.set_aside)


def test_acled_adds_civilians_and_fighters_of_one_text(story: Any) -> None:
    story.toll("a", "Monitor", 20, status=CIVILIAN)
    story.toll("a", "Monitor", 12, status=COMBATANT)
    assert printed(story, "acled", "killed.all") == "32"
    assert printed(story, "airwars", "killed.civilian") == "20"


def test_a_total_of_the_same_text_is_not_added_to_again(story: Any) -> None:
    story.toll("a", "Monitor", 32)
    story.toll("a", "Monitor", 20, status=CIVILIAN)
    story.toll("a", "Monitor", 12, status=COMBATANT)
    assert printed(story, "acled", "killed.all") == "32"


def test_civilians_of_one_text_and_fighters_of_another_are_not_added(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 20, status=CIVILIAN)
    story.toll("b", "Hospital", 12, status=COMBATANT)
    assert printed(story, "acled", "killed.all") == "12"
    assert printed(story, "ucdp", "killed.all") == "12-20"


def test_acled_counts_nobody_injured(story: Any) -> None:
    story.toll("a", "Monitor", 3, wounded=9)
    measures = {m.measure for m in compute_ranges(story.inputs(), REFERENCE)}
    assert "injured.civilian" in measures
    own = compute_ranges(story.inputs(), REFERENCE, profile="acled")
    assert {one.measure for one in own} == {"killed.all"}


def test_ucdp_presumes_nobody_to_be_a_civilian(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    assert printed(story, "ucdp", "killed.unknown") == "17"
    assert printed(story, "ucdp", "killed.civilian") == "unknown"
    assert printed(story, "airwars", "killed.civilian") == "17"


def test_ucdp_states_low_high_and_the_lower_as_best(story: Any) -> None:
    story.toll("a", "Monitor", 37)
    story.toll("b", "Hospital", 49)
    found = made(story, "ucdp", "killed.all")
    assert str(found.range) == "37-49"
    assert found.best == 37


def test_ucdp_prefers_voices_that_are_known_for_its_best_value(story: Any) -> None:
    story.voice("somebody", "unknown", is_determined=False)
    story.toll("a", "somebody", 9)
    story.toll("b", "Hospital", 14)
    found = made(story, "ucdp", "killed.all")
    assert str(found.range) == "9-14"
    assert found.best == 14


def test_ucdp_needs_one_death_in_some_estimate(story: Any) -> None:
    story.toll("a", "Hospital", 0)
    assert made(story, "ucdp", "killed.all").is_provisional
    story.toll("b", "Monitor", 1)
    assert not made(story, "ucdp", "killed.all").is_provisional


def test_a_count_is_no_verified_individual_for_the_united_nations(story: Any) -> None:
    claim = story.toll("a", "Monitor", 17, status=CIVILIAN)
    found = made(story, "ohchr", "killed.civilian")
    assert str(found.range) == "unknown"
    assert [aside.claim for aside in found.set_aside] == [claim.id]


def _names(*names: str) -> tuple[Person, ...]:
    return tuple(Person(name=name) for name in names)


def test_people_whom_three_kinds_of_source_name_are_verified(story: Any) -> None:
    both = _names("Ilen Varo", "Sadik Mourn")
    story.voice("Hill Clinic", "medical")
    story.voice("Neighbour", "witness")
    story.toll("a", "Monitor", 2, status=CIVILIAN, people=both)
    story.toll("b", "Hill Clinic", 2, status=CIVILIAN, people=both)
    assert printed(story, "ohchr", "killed.civilian") == "unknown"
    story.toll("c", "Neighbour", 1, status=CIVILIAN, people=_names("Ilen Varo"))
    assert printed(story, "ohchr", "killed.civilian") == "1 or more"


def test_a_person_accepted_by_a_person_is_verified(story: Any) -> None:
    claim = story.toll("a", "Monitor", 1, status=CIVILIAN, people=_names("Ilen Varo"))
    story.accepted.append(claim.id)
    found = made(story, "ohchr", "killed.civilian")
    assert str(found.range) == "1 or more"
    assert found.low_from == (claim.id,)


def test_named_children_raise_the_floor_of_children(story: Any) -> None:
    children = (
        Person(name="Ilen Varo", age=9),
        Person(name="Teo Varo", is_child=True),
        Person(name="Mara Varo", age=34, sex="f"),
    )
    story.toll("a", "Monitor", 3, children=1, people=children)
    assert printed(story, "airwars", "killed.children") == "2"
    assert printed(story, "airwars", "killed.civilian") == "3"


def test_named_fighters_raise_no_floor_of_civilians(story: Any) -> None:
    fighters = _names("Ilen Varo", "Sadik Mourn", "Teo Brand")
    story.toll("a", "Monitor", 3, status=COMBATANT, people=fighters)
    story.toll("b", "Hospital", 1, status=CIVILIAN)
    assert printed(story, "airwars", "killed.civilian") == "1"


def test_missing_people_have_ranges_of_their_own(story: Any) -> None:
    story.toll("a", "Monitor", None, missing=4, children=2)
    assert printed(story, "airwars", "missing.civilian") == "4"
    assert printed(story, "airwars", "missing.children") == "2"


def test_a_case_adds_a_profile_of_its_own(story: Any, tmp_path: Any) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "profiles.yaml").write_text(
        "- {profile: commission, groups: {civilian: civilian, combatant: combatant, "
        "mixed: unknown, none: unknown}, harms: [killed], low: lowest, high: highest, "
        "vague: as_text, needs_roots: 3, ref: house}\n"
    )
    reference = open_reference(tmp_path)
    story.toll("a", "Monitor", 17, status=CIVILIAN)
    (found,) = compute_ranges(story.inputs(), reference, profile="commission")
    assert str(found.range) == "17"
    assert found.is_provisional


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("low: luckiest", "'low' is 'luckiest'"),
        ("harms: [hurt]", "'harms' is"),
        ("needs_roots: two", "whole number"),
        ("best: mean", "'best' is 'mean'"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Any, row: str, told: str) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    field = row.partition(":")[0]
    rest = {"low": "low: lowest", "high": "high: highest", "vague": "vague: house"}
    rest.pop(field, None)
    (folder / "profiles.yaml").write_text(
        "- {profile: ours, groups: {civilian: a, combatant: b, mixed: c, none: d}, "
        f"{row}, {', '.join(rest.values())}}}\n"
    )
    with pytest.raises(UserError, match=told):
        read_profiles(open_reference(tmp_path))


def test_a_profile_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UserError, match="no range profile named 'mine'"):
        chosen_profiles(REFERENCE, ("airwars", "mine"))
