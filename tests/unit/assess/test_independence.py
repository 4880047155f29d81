from __future__ import annotations

from typing import Any

from firsthand.assess.independence import count_independent
from firsthand.assess.inputs import Evidence
from firsthand.model import (
    AttributionClaim,
    Independence,
    Protection,
    Source,
    StatusWord,
    TargetClaim,
    WeaponClaim,
)
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
    story.toll("a", "Monitor", 9)
    story.toll("m", "Ministry", 9)
    assert span(story) == (2, 2)


def test_who_names_an_author_alone_does_not_count_where_others_count_harm(
    story: Any,
) -> None:
    story.toll("a", "Monitor", 9)
    story.say(AttributionClaim, "b", "Observer", perpetrator="TO")
    assert span(story) == (1, 1)


def test_where_nobody_counts_harm_those_who_tell_of_the_event_count(story: Any) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO")
    story.say(TargetClaim, "b", "Observer", target="school")
    assert span(story) == (2, 2)


def test_a_denial_of_authorship_is_no_voice_for_the_event(story: Any) -> None:
    story.say(AttributionClaim, "a", "Monitor", perpetrator="TO", negated=True)
    assert span(story) == (0, 0)


def test_an_outlets_own_words_rest_on_whom_it_quotes(story: Any) -> None:
    story.voice("Harbour Post", "outlet", is_determined=False)
    story.toll("a", "Monitor", 17)
    story.toll("a", "Harbour Post", None, wounded=3)
    assert span(story) == (1, 1)
    assert "stand beside those of Monitor" in counted(story).reason.because[1].text


def test_an_outlets_own_words_elsewhere_may_be_another_voice(story: Any) -> None:
    story.voice("Harbour Post", "outlet", is_determined=False)
    story.toll("a", "Monitor", 17)
    story.toll("a", "Harbour Post", None, wounded=3)
    story.toll("b", "Harbour Post", 19)
    assert span(story) == (1, 2)


def test_a_registers_row_rests_on_the_hospital_it_names(story: Any) -> None:
    story.voice("Ledger Project", "recorder", is_determined=False)
    story.voice("Jesrin hospital", "medical")
    story.toll("row", "Jesrin hospital", 40)
    story.toll("row", "Ledger Project", None, wounded=72)
    assert span(story) == (1, 1)


def test_a_rights_group_that_inquires_itself_may_be_a_voice_beside_those_it_quotes(
    story: Any,
) -> None:
    story.voice("Rights group", "ngo", is_determined=False)
    story.toll("a", "Monitor", 17)
    story.toll("a", "Rights group", 19)
    assert span(story) == (1, 2)


def test_rescuers_unnamed_beside_named_rescuers_are_not_counted_again(
    story: Any,
) -> None:
    story.voice("Hill Rescue", "first_responder")
    story.voice("rescuers", "first_responder", is_determined=False)
    story.toll("a", "Hill Rescue", 17)
    story.toll("a", "rescuers", "?dozens")
    assert span(story) == (1, 1)


def test_rescuers_unnamed_in_another_text_may_be_others(story: Any) -> None:
    story.voice("Hill Rescue", "first_responder")
    story.voice("rescuers", "first_responder", is_determined=False)
    story.toll("a", "Hill Rescue", 17)
    story.toll("b", "rescuers", 17)
    assert span(story) == (1, 2)


def test_unnamed_voices_of_no_known_kind_are_not_put_to_a_named_one(
    story: Any,
) -> None:
    story.voice("Idris Halwan", "unknown")
    story.voice("activists", "unknown", is_determined=False)
    story.toll("a", "Idris Halwan", 17)
    story.toll("a", "activists", 17)
    assert span(story) == (1, 2)


def test_a_voice_heard_in_copies_alone_is_not_counted_again(story: Any) -> None:
    story.document("wire")
    story.document("reprint", copy_of="wire")
    story.voice("rescue crews", "first_responder", is_determined=False)
    story.toll("wire", "Monitor", 17)
    story.toll("reprint", "rescue crews", 17)
    assert span(story) == (1, 1)


def test_no_private_name_and_no_id_stands_in_a_reason(story: Any) -> None:
    story.document("a", party="XX")
    story.voice("Idris Halwan", "witness", origins=("O-a",))
    story.voice("Jesrin General Hospital", "medical", is_body=True)
    story.toll("a", "Idris Halwan", 17)
    story.toll("b", "Jesrin General Hospital", 17)
    told = " / ".join(line.text for line in counted(story).reason.because)
    assert "Idris" not in told
    assert "R-0" not in told
    assert "a witness quoted by Source a" in told
    assert "Jesrin General Hospital" in told


def test_a_protected_source_is_told_by_what_it_is(story: Any) -> None:
    story.sources["S-x"] = Source(
        id="S-x", name="K-3", protection=Protection.RESTRICTED
    )
    story.voice("K-3", "first_responder", source_id="S-x")
    story.toll("a", "K-3", 5)
    (line,) = counted(story).reason.because
    assert line.text == "a first responder (protected): counted"


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
