from __future__ import annotations

from typing import Any

from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence
from firsthand.model import AttributionClaim, Independence, StatusWord, WeaponClaim
from firsthand.reference import bundled_reference


def counted(story: Any) -> Independence:
    evidence = Evidence.of_incident(story.inputs(), bundled_reference())
    return count_independent(evidence.claims, evidence)


def span(story: Any) -> tuple[int, int]:
    found = counted(story)
    return found.low, found.high


def test_two_determined_voices_are_two(story: Any) -> None:
    story.toll("a", "Monitor", 17)
    story.toll("b", "Volunteers", 18)
    assert span(story) == (2, 2)


def test_five_outlets_quoting_one_official_are_one(story: Any) -> None:
    for n in range(5):
        story.toll(f"outlet-{n}", "Governor", 17)
    assert span(story) == (1, 1)


def test_an_undetermined_voice_makes_an_interval(story: Any) -> None:
    story.voice("activists", "unknown", is_determined=False)
    story.toll("a", "Monitor", 17)
    story.toll("b", "activists", 17)
    assert span(story) == (1, 2)


def test_undetermined_voices_alone_are_at_least_one(story: Any) -> None:
    for name in ("residents", "activists"):
        story.voice(name, "unknown", is_determined=False)
        story.toll(name, name, 17)
    assert span(story) == (1, 2)


def test_nobody_is_nobody(story: Any) -> None:
    assert span(story) == (0, 0)


def test_a_claim_without_a_root_is_undetermined(story: Any) -> None:
    story.toll("a", None, 17)
    story.toll("b", "Monitor", 17)
    assert span(story) == (1, 2)


def test_a_party_does_not_support_its_own_cause(story: Any) -> None:
    story.voice("Army", "official", is_interested=True, party="VA")
    story.say(AttributionClaim, "m", "Army", perpetrator="TO")
    story.toll("m", "Army", 40)
    assert span(story) == (0, 0)


def test_an_admission_counts(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("m", "Ministry", 9)
    assert span(story) == (2, 2)


def test_a_partys_count_of_militants_supports_nothing(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.toll("m", "Ministry", 30, status=StatusWord.COMBATANT)
    assert span(story) == (1, 1)


def test_a_weapon_seen_is_no_voice_for_the_harm(story: Any) -> None:
    story.say(WeaponClaim, "a", "Observer", weapon=("missile",))
    assert span(story) == (0, 0)


def test_that_nobody_was_harmed_is_no_voice_for_the_harm(story: Any) -> None:
    story.toll("a", "Monitor", 0, negated=True)
    assert span(story) == (0, 0)


def test_the_roots_are_shown_one_by_one(story: Any) -> None:
    story.voice("Ministry", "official", is_interested=True, party="TO")
    story.toll("a", "Monitor", 17)
    story.toll("m", "Ministry", 30, status=StatusWord.COMBATANT)
    lines = counted(story).reason.because
    assert [line.met for line in lines] == [True, False]
    assert "not counted" in lines[1].text
