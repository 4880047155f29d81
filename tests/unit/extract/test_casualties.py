"""Counts of people killed, wounded, missing, displaced: all constructions.

All sentences are invented.
"""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.extract.casualties import find_casualties
from firsthand.extract.page import Page
from firsthand.extract.read import read_page
from firsthand.model import Bounds, CasualtyClaim, ContextTotal
from firsthand.reference import bundled_reference


def claims(text: str) -> list[Any]:
    page = Page(id="p", text=text, language="en")
    reading = read_page(page, bundled_reference(), parse_all=True)
    found = find_casualties(reading)
    for claim in found:
        assert text[claim.span.start : claim.span.end] == claim.span.quote
    return list(found)


def one(text: str) -> Any:
    found = claims(text)
    assert len(found) == 1, found
    return found[0]


def ends(bounds: Bounds | None) -> tuple[int | None, int | None] | None:
    return None if bounds is None else (bounds.low, bounds.high)


@pytest.mark.parametrize(
    "text",
    [
        "The strike killed 17 civilians.",
        "17 civilians were killed in Talbar.",
        "Seventeen villagers died in the raid.",
        "The deaths of 17 people were confirmed.",
        "The raid on Jesrin left 17 people dead.",
        "The attack claimed the lives of 17 villagers.",
        "The bombing cost 17 lives.",
        "17 people lost their lives in Daraz.",
        "17 dead in Talbar market strike",
        "The death toll rose to 17.",
        "Shells hit the market, killing 17 people.",
        "17 bodies were recovered from the rubble.",
        "There were 17 fatalities.",
        "17 people have been reported killed in Ghanta.",
        "Witnesses said 17 people had been killed.",
    ],
)
def test_seventeen_killed_is_read_in_every_construction(text: str) -> None:
    claim = one(text)
    assert ends(claim.killed) == (17, 17)
    assert claim.wounded is None


@pytest.mark.parametrize(
    "text",
    [
        "17 people were killed and 65 wounded in Talbar.",
        "The raid killed 17 people and wounded 65.",
        "17 dead, 65 injured in Talbar market strike",
        "Seventeen people were killed and 65 others were injured.",
        "The strike left 17 dead and 65 injured.",
        "Mortars landed in Jesrin, killing 17 people and injuring 65 others.",
        "At dawn 17 villagers were killed and sixty-five were wounded.",
    ],
)
def test_killed_and_wounded_of_one_clause_share_a_claim(text: str) -> None:
    claim = one(text)
    assert ends(claim.killed) == (17, 17)
    assert ends(claim.wounded) == (65, 65)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least 49 people were killed.", 49, None),
        ("More than 25 people were killed.", 25, None),
        ("Up to 200 people were killed.", None, 200),
        ("The strike killed between four and five civilians.", 4, 5),
        ("17-18 killed in Talbar.", 17, 18),
        ("The strike killed at least 31 and up to 36 villagers.", 31, 36),
    ],
)
def test_bounds_are_kept_as_said(text: str, low: int | None, high: int | None) -> None:
    assert ends(one(text).killed) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "121 people were killed and injured.",
        "The strike left 121 dead and injured.",
        "There were 121 casualties.",
        "121 villagers were killed or wounded at the market.",
    ],
)
def test_killed_and_wounded_lumped_together_are_casualties(text: str) -> None:
    claim = one(text)
    assert ends(claim.casualties) == (121, 121)
    assert claim.killed is None
    assert claim.wounded is None


@pytest.mark.parametrize(
    ("text", "children", "women"),
    [
        ("46 people, including 32 children and 11 women, were killed.", 32, 11),
        ("46 people were killed, including 32 children and 11 women.", 32, 11),
        ("46 people were killed, among them 32 children and 11 women.", 32, 11),
        ("The strike killed 46 people, including 11 women and 32 children.", 32, 11),
        ("46 people – including 32 children and 11 women – were killed.", 32, 11),
        ("Three men, two women and four children were killed.", 4, 2),
    ],
)
def test_subtotals_stand_on_the_claim_of_the_total(
    text: str, children: int, women: int
) -> None:
    claim = one(text)
    assert ends(claim.children) == (children, children)
    assert ends(claim.women) == (women, women)
    assert claim.killed.low > children


@pytest.mark.parametrize(
    "text",
    [
        "Thirty-two of them were children.",
        "Among the dead were 32 children.",
        "The dead included 32 children.",
        "Thirty-two of the victims were children.",
    ],
)
def test_a_subtotal_in_its_own_sentence_states_no_total(text: str) -> None:
    claim = one(text)
    assert claim.killed is None
    assert ends(claim.children) == (32, 32)


def test_some_children_stay_some() -> None:
    claim = one("46 people, including children, were killed.")
    assert claim.children == Bounds(vague="some", words="children")


@pytest.mark.parametrize(
    ("text", "killed", "children", "women"),
    [
        ("A mother and her two children died.", 3, 2, 1),
        ("His mother and seven children were killed.", 8, 7, 1),
        ("A young couple was killed.", 2, None, None),
        ("A couple and their baby died.", 3, 1, None),
        ("A family of five was killed.", 5, None, None),
        ("A woman was killed in Daraz.", 1, None, 1),
        ("Three girls were killed.", 3, 3, None),
        ("A man was found dead.", 1, None, None),
    ],
)
def test_kin_and_single_people_are_counted(
    text: str, killed: int, children: int | None, women: int | None
) -> None:
    claim = one(text)
    assert ends(claim.killed) == (killed, killed)
    assert claim.children == claim.children if children is None else True
    assert (claim.children.low if claim.children else None) == children
    assert (claim.women.low if claim.women else None) == women


def test_a_kin_group_is_described_person_by_person() -> None:
    claim = one("A mother and her two children died.")
    assert [p.kin for p in claim.people] == ["mother", "child", "child"]
    assert claim.people[0].sex == "f"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "A woman and her two children died in one house and a couple in another.",
            3,
            2,
        ),
        ("Five men were killed in one village and two girls in another.", 5, 2),
    ],
)
def test_a_second_count_shares_the_verb_before_it(
    text: str, first: int, second: int
) -> None:
    found = claims(text)
    assert [ends(c.killed) for c in found] == [(first, first), (second, second)]


def test_a_contrasted_count_inherits_killed_and_keeps_its_own_status() -> None:
    civilian, fighters = claims(
        "At least 90 villagers killed, compared to two dozen rebels, the note said."
    )
    assert (civilian.status, ends(civilian.killed)) == ("civilian", (90, None))
    assert (fighters.status, ends(fighters.killed)) == ("combatant", (24, 24))
    assert fighters.killed.approx


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Five civilians were killed.", "civilian"),
        ("Five patients were killed.", "civilian"),
        ("Five children were killed.", "civilian"),
        ("Five medics were killed.", "civilian"),
        ("Five fighters were killed.", "combatant"),
        ("Five soldiers were killed.", "combatant"),
        ("Five people were killed.", None),
        ("Five were killed.", None),
        ("Five police officers were killed.", None),
    ],
)
def test_status_follows_the_word_and_nothing_else(
    text: str, status: str | None
) -> None:
    assert one(text).status == status


def test_attackers_are_kept_apart_from_the_people_they_attacked() -> None:
    soldiers, assailants = claims(
        "Seven soldiers and three assailants were killed in the clash."
    )
    assert ends(soldiers.killed) == (7, 7)
    assert not soldiers.is_perpetrator
    assert ends(assailants.killed) == (3, 3)
    assert assailants.is_perpetrator


def test_a_bomber_who_kills_himself_is_not_among_the_others() -> None:
    found = claims("A suicide bomber attacked, killing himself and four others.")
    assert [(c.is_perpetrator, ends(c.killed)) for c in found] == [
        (True, (1, 1)),
        (False, (4, 4)),
    ]


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("The death toll rose to 57 from 49.", 57, 49),
        ("The toll was revised from 23 to 27.", 27, 23),
    ],
)
def test_a_revision_keeps_the_figure_it_replaces(text: str, new: int, old: int) -> None:
    claim = one(text)
    assert ends(claim.killed) == (new, new)
    assert ends(claim.supersedes) == (old, old)


@pytest.mark.parametrize(
    "text",
    [
        "No casualties were reported.",
        "There were no casualties.",
        "The attack did not cause any casualties.",
        "There were no reported casualties at the depot.",
    ],
)
def test_no_casualties_is_a_zero_said_by_the_text(text: str) -> None:
    claim = one(text)
    assert ends(claim.casualties) == (0, 0)
    assert claim.negated


def test_nobody_hurt_says_nothing_of_the_dead() -> None:
    claim = one("Nobody was hurt in the blast.")
    assert ends(claim.wounded) == (0, 0)
    assert claim.killed is None


@pytest.mark.parametrize(
    "text",
    [
        "The group planned to kill 20 people.",
        "They threatened to kill two soldiers.",
        "The rocket hit a field without injuring 12 farmers nearby.",
        "Ten rockets hit the town.",
        "The army destroyed 14 houses and two bridges.",
        "The market would kill five businesses.",
        "A 39-year-old man drove 300 metres.",
    ],
)
def test_harm_that_did_not_happen_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_a_plural_without_a_number_is_an_assumed_two() -> None:
    bounds = one("Civilians were killed in Sarmak.").killed
    assert bounds.low == 2
    assert bounds.high is None
    assert bounds.assumed


def test_a_vague_word_gives_no_number() -> None:
    claim = one("Raids have killed hundreds of civilians.")
    assert claim.killed.vague == "hundreds"
    assert claim.killed.low is None


def test_deadly_strikes_killed_somebody_and_nobody_says_how_many() -> None:
    claim = one("The official spoke of the deadly strikes in Jesrin.")
    assert claim.span.quote == "deadly strikes"
    assert claim.killed.vague == "deadly"
    assert claim.killed.low is None


def test_a_death_of_wounds_days_later_is_a_late_death() -> None:
    assert one("A third man died of his wounds on 27 October.").is_late_death


@pytest.mark.parametrize(
    "text",
    ["Five people were reportedly killed.", "Five people may have been killed."],
)
def test_hedges_are_kept(text: str) -> None:
    claim = one(text)
    assert claim.hedged
    assert claim.hedges


def test_two_more_bodies_are_marked_as_more() -> None:
    claim = one("Two more bodies were found under the rubble.")
    assert ends(claim.killed) == (2, 2)
    assert claim.rule.endswith(":more")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least 200 civilians were killed in more than 25 strikes.", 25, None),
        ("Three people were killed across both attacks.", 2, 2),
        ("Ninety civilians died in six attacks.", 6, 6),
    ],
)
def test_a_figure_over_several_attacks_says_over_how_many(
    text: str, low: int, high: int | None
) -> None:
    assert ends(one(text).n_sites) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "The war in Velmara has cost over half a million lives.",
        "More than 3,000 people have been killed since 2011.",
        "Over the past year 1,200 civilians were killed.",
        "The conflict has killed 9,000 people.",
        "Some 20,000 people were killed in the war.",
    ],
)
def test_the_toll_of_a_war_or_period_is_a_context_total(text: str) -> None:
    assert isinstance(one(text), ContextTotal)


def test_a_war_total_takes_the_displaced_with_it() -> None:
    claim = one(
        "The war in Velmara has by now claimed over half a million lives and displaced"
        " millions of villagers."
    )
    assert ends(claim.killed) == (500_000, None)
    assert claim.displaced.vague == "millions"


def test_a_day_with_many_dead_is_still_an_incident() -> None:
    claim = one("At least 120 people were killed in the strike on Arikhan.")
    assert isinstance(claim, CasualtyClaim)


def test_what_is_not_stated_stays_none() -> None:
    claim = one("The strike killed 17 civilians.")
    assert claim.wounded is None
    assert claim.missing is None
    assert claim.children is None
    assert claim.speaker is None


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("An elderly man, his wife and three of their grandchildren died.", 5),
        ("The blast killed a teacher, Lina Halvani, and two of her pupils.", 3),
        ("Five villagers, a father and four daughters, were killed.", 5),
        ("Nadir Halvani, a member of the council, was killed.", 1),
        ("Nadir Halvani was killed along with his three children.", 4),
        ("Nadir Halvani and at least seven others were killed.", 8),
        ("Thirteen patients, doctors and nurses were killed.", 13),
        ("The registrar was killed.", 1),
        ("A third died of his wounds.", 1),
        ("The hospital in Arikhan lists 40 dead by name.", 40),
        ("The team recovered a mother and her two children, all dead.", 3),
        ("Thirty-seven civilians died, nine children among them.", 37),
    ],
)
def test_people_are_counted_once_each(text: str, killed: int) -> None:
    assert one(text).killed.low == killed


def test_a_second_predicate_keeps_its_own_people() -> None:
    found = claims("Seven men were hurt and 3 others killed by shells.")
    assert {ends(c.wounded) for c in found} | {ends(c.killed) for c in found} >= {
        (7, 7),
        (3, 3),
    }
    assert all(ends(c.wounded) in (None, (7, 7)) for c in found)


def test_children_named_before_among_them_are_a_subtotal() -> None:
    claim = one("Thirty-seven civilians died, nine children among them.")
    assert ends(claim.children) == (9, 9)


def test_a_toll_that_may_rise_states_no_number() -> None:
    text = "The toll would rise because many of the wounded were in a critical state."
    assert all(c.killed is None for c in claims(text))


def test_a_zero_and_a_count_of_wounded_are_two_claims() -> None:
    nobody, guards = claims("The strike killed no one but wounded three guards.")
    assert (ends(nobody.killed), nobody.negated) == ((0, 0), True)
    assert (ends(guards.wounded), guards.negated) == ((3, 3), False)


def test_wounded_after_a_subtotal_are_no_subtotal() -> None:
    claim = one(
        "The raid left 12 civilians dead, including a woman, and 30 others wounded."
    )
    assert ends(claim.killed) == (12, 12)
    assert ends(claim.wounded) == (30, 30)
    assert ends(claim.women) == (1, 1)


def test_four_of_the_men_are_marked_as_a_part() -> None:
    assert one("Four of the men were killed.").rule.endswith(":part")


def test_not_a_single_civilian_is_a_negation() -> None:
    claim = one("Not a single civilian was hurt.")
    assert ends(claim.wounded) == (0, 0)
    assert claim.negated


def test_a_family_without_a_number_is_assumed_and_says_so() -> None:
    bounds = one("A family was killed in Daraz.").killed
    assert (bounds.low, bounds.high, bounds.assumed) == (3, None, True)


def test_every_claim_names_its_rule() -> None:
    assert one("The strike killed 17 civilians.").rule == "M025:active"
