"""Claims to incidents: what is one attack, what is two, what is none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link.decisions import LinkDecisions, link_decisions
from firsthand.link.incidents import LinkedIncidents, find_incidents
from firsthand.model import (
    Accuracy,
    Bounds,
    CasualtyClaim,
    ContextTotal,
    DenialClaim,
    Denies,
    Incident,
    IncidentId,
    ObjectIdentity,
    RebuttalClaim,
    WeaponClaim,
)
from firsthand.reference import bundled_reference

Scene = scenes.Scene


def link(*found: Any, **more: Any) -> LinkedIncidents:
    return find_incidents(
        [claim for scene in found for claim in scene.claims],
        [scene.link_text for scene in found],
        scenes.origins_of(found),
        bundled_reference(),
        **more,
    )


def documents(linked: LinkedIncidents) -> list[tuple[str, ...]]:
    return sorted(made.documents for made in linked.incidents)


def talbar(name: str = "d1", killed: int = 17, on: str = "2021-09-30") -> Any:
    text = (
        f"An air strike hit an apartment block in Talbar on {on}. Rescuers said that "
        f"{killed} people were killed."
    )
    return (
        Scene(name, text, "2021-10-01")
        .weapon("air strike", "airstrike")
        .target("apartment block", "residential")
        .place("Talbar", "Qadmar")
        .date(on, on)
        .killed(f"{killed} people were killed", killed)
    )


def test_reports_of_one_place_and_day_are_one_incident() -> None:
    linked = link(talbar("d1", 17), talbar("d2", 18))
    (incident,) = linked.incidents
    assert incident.id == "I-001"
    assert incident.documents == ("d1", "d2")
    assert incident.place is not None
    assert incident.place.name == "Talbar"
    assert incident.target == "residential"
    assert incident.title == "Talbar, residential"
    assert linked.unplaced == ()


def test_every_document_says_why_it_belongs() -> None:
    (incident,) = link(talbar("d1"), talbar("d2")).incidents
    assert [reason.text[:2] for reason in incident.reasons] == ["d1", "d2"]
    assert any("same day" in why.text for why in incident.reasons[0].because)
    assert all(reason.claims for reason in incident.reasons)


def test_two_strikes_a_day_apart_on_different_targets_stay_apart() -> None:
    other = (
        Scene("d2", "A missile killed 9 people in a mosque in Talbar on 1 October.")
        .weapon("missile", "missile")
        .killed("killed 9 people", 9)
        .target("mosque", "mosque")
        .place("Talbar")
        .date("1 October", "2021-10-01")
    )
    assert documents(link(talbar("d1"), other)) == [("d1",), ("d2",)]


def test_conflicting_dates_of_one_attack_are_kept() -> None:
    (incident,) = link(
        talbar("d1"), talbar("d2"), talbar("d3", on="2021-10-01")
    ).incidents
    assert incident.date is not None
    assert str(incident.date.earliest) == "2021-09-30"
    assert [str(date.earliest) for date in incident.other_dates] == ["2021-10-01"]


def test_strikes_on_one_place_weeks_apart_are_two_incidents() -> None:
    assert len(link(talbar("d1"), talbar("d2", on="2021-10-20")).incidents) == 2


def test_a_chain_of_neighbouring_days_does_not_join_its_ends() -> None:
    linked = link(
        *(talbar(f"d{n}", 17 + n, on=f"2021-10-{n:02}") for n in (1, 2, 3, 4, 5, 6))
    )
    days = [
        {date for made in [i.date, *i.other_dates] if made for date in [made.earliest]}
        for i in linked.incidents
    ]
    assert all((max(held) - min(held)).days <= 1 for held in days)


def test_one_document_can_speak_of_two_attacks() -> None:
    both = (
        Scene(
            "d1",
            "In Talbar, bombs killed 17 people on 30 September.\n\n"
            "In Ghanta, bombs killed 46 people on 15 October, 32 of them children.",
        )
        .place("Talbar")
        .weapon("bombs", "aerial_bomb")
        .killed("killed 17 people", 17)
        .date("30 September", "2021-09-30")
        .place("Ghanta")
        .killed("killed 46 people", 46)
        .date("15 October", "2021-10-15")
    )
    linked = link(both)
    assert [made.title for made in linked.incidents] == ["Talbar", "Ghanta"]
    assert len(linked.incidents[0].claims) == 4
    assert len(linked.incidents[1].claims) == 3


def test_a_later_death_does_not_move_the_date_of_the_attack() -> None:
    text = (
        "On 1 October a mosque in Jesrin was bombed: two worshippers died at once and "
        "a third on 27 October in a hospital abroad."
    )
    scene = (
        Scene("d1", text)
        .date("1 October", "2021-10-01")
        .target("mosque", "mosque")
        .place("Jesrin")
        .killed("two worshippers died", 2)
        .date("27 October", "2021-10-27")
    )
    scene.killed("a third on 27 October", 1, date=scenes.day("2021-10-27"))
    (incident,) = link(scene).incidents
    assert incident.date is not None
    assert str(incident.date.earliest) == "2021-10-01"
    assert incident.other_dates == ()


def test_an_earthquake_makes_no_incident() -> None:
    quake = (
        Scene(
            "d1",
            "Earthquake shakes Talbar\n\nAn earthquake of magnitude 5 killed six "
            "people in Talbar on Friday, in a town that was bombed in autumn.",
            "2021-12-03",
        )
        .killed("killed six", 6)
        .place("Talbar")
        .date("Friday", "2021-12-03")
    )
    linked = link(quake)
    assert linked.incidents == ()
    assert len(linked.unplaced) == 3


def test_a_film_that_shows_an_air_strike_makes_no_incident() -> None:
    film = (
        Scene(
            "d1",
            "At the cinema\n\nThe film follows a nurse through a night in which an air "
            "strike kills 20 people in Talbar. The actors whisper; the audience weeps.",
            "2021-11-12",
        )
        .weapon("air strike", "airstrike")
        .killed("kills 20 people", 20)
        .place("Talbar")
    )
    linked = link(film)
    assert linked.incidents == ()
    assert {one.why for one in linked.unplaced} == {
        "speaks of another kind of event than an attack"
    }


def test_a_statement_on_a_period_and_a_province_opens_no_incident() -> None:
    ministry = Scene(
        "d2",
        "From 26 November to 4 December aircraft hit 1,458 targets in Qadmar province.",
        "2021-12-05",
    ).place("Qadmar", accuracy=Accuracy.PROVINCE)
    ministry.date(
        "From 26 November to 4 December", scenes.period("2021-11-26", "2021-12-04")
    )
    ministry.add(DenialClaim, "aircraft hit 1,458 targets", denies=Denies.ADMITS_STRIKE)
    linked = link(talbar("d1"), ministry)
    assert documents(linked) == [("d1",)]
    assert len(linked.unplaced) == 3


def test_a_denial_that_names_the_place_joins_its_incident() -> None:
    denial = Scene("d2", "The ministry denied on Friday that it had bombed Talbar.")
    denial.place("Talbar")
    denial.add(DenialClaim, "denied", denies=Denies.RESPONSIBILITY)
    (incident,) = link(talbar("d1"), denial).incidents
    assert incident.documents == ("d1", "d2")


def test_context_totals_never_enter_an_incident() -> None:
    scene = talbar("d1")
    scene.text += " The war has killed more than 90,000 people."
    total = scene.add(
        ContextTotal, "killed more than 90,000 people", killed=Bounds(low=90000)
    )
    linked = link(scene)
    assert total.id not in linked.incidents[0].claims
    assert [one.claim for one in linked.unplaced] == [total.id]
    assert linked.aggregates == ()


def whole(name: str, n_attacks: int, *, exact: bool = True) -> Any:
    text = (
        f"At least 200 civilians were killed in the {n_attacks} attacks since autumn."
    )
    scene = Scene(name, text, "2021-12-22")
    scene.add(
        CasualtyClaim,
        "At least 200 civilians were killed",
        killed=Bounds(low=200),
        n_sites=Bounds(low=n_attacks, high=n_attacks if exact else None),
    )
    return scene


def test_a_figure_of_several_attacks_points_at_its_parts() -> None:
    six = [talbar(f"d{n}", 17, on=f"2021-0{n}-11") for n in range(1, 7)]
    linked = link(*six, whole("w", 6))
    (aggregate,) = linked.aggregates
    assert len(aggregate.parts) == 6
    assert aggregate.n_attacks_stated == 6
    assert all("w" not in made.documents for made in linked.incidents)


def test_no_number_of_attacks_is_invented_to_fit() -> None:
    two = [talbar(f"d{n}", 17, on=f"2021-0{n}-11") for n in range(1, 3)]
    (aggregate,) = link(*two, whole("w", 25, exact=False)).aggregates
    assert len(aggregate.parts) == 2
    assert "23 more are not held" in aggregate.reason.text


def test_too_many_incidents_for_a_stated_number_give_no_parts() -> None:
    three = [talbar(f"d{n}", 17, on=f"2021-0{n}-11") for n in range(1, 4)]
    (aggregate,) = link(*three, whole("w", 2)).aggregates
    assert aggregate.parts == ()
    assert "not said" in aggregate.reason.text


def test_ids_stay_when_an_earlier_incident_arrives() -> None:
    before = link(talbar("d5", on="2021-10-20")).incidents
    after = link(
        talbar("d1", on="2021-09-30"),
        talbar("d5", on="2021-10-20"),
        previous=before,
    ).incidents
    assert {made.documents: made.id for made in after} == {
        ("d5",): "I-001",
        ("d1",): "I-002",
    }


def test_a_merge_by_a_person_keeps_the_first_id_and_the_former_one() -> None:
    found = [talbar("d1"), talbar("d2", on="2021-10-20")]
    before = link(*found).incidents
    wanted = LinkDecisions(merged=(("I-001", "I-002"),))
    (after,) = link(*found, previous=before, decisions=wanted).incidents
    assert after.id == "I-001"
    assert after.previous_ids == ("I-002",)
    assert after.documents == ("d1", "d2")
    (again,) = link(*found, previous=[after], decisions=wanted).incidents
    assert (again.id, again.previous_ids) == ("I-001", ("I-002",))


def test_a_split_by_a_person_holds_on_every_later_run() -> None:
    found = [talbar("d1"), talbar("d2")]
    before = link(*found).incidents
    wanted = LinkDecisions(split=(("I-001", "d2"),))
    after = link(*found, previous=before, decisions=wanted).incidents
    assert [(made.id, made.documents) for made in after] == [
        ("I-001", ("d1",)),
        ("I-002", ("d2",)),
    ]
    again = link(*found, previous=after, decisions=wanted).incidents
    assert [made.id for made in again] == ["I-001", "I-002"]


def test_a_claim_moved_by_a_person_stays_moved() -> None:
    found = [talbar("d1"), talbar("d2", on="2021-10-20")]
    before = link(*found).incidents
    moved = found[1].claims[-1].id
    wanted = LinkDecisions(moved=((moved, IncidentId("I-001")),))
    after = link(*found, previous=before, decisions=wanted).incidents
    holders = [made.id for made in after if moved in made.claims]
    assert holders == ["I-001"]


def test_judgements_become_decisions() -> None:
    assert link_decisions([]) == LinkDecisions()


def test_every_claim_is_in_exactly_one_place() -> None:
    found = [talbar("d1"), whole("w", 6), talbar("d2", on="2021-10-20")]
    linked = link(*found)
    held = [claim for made in linked.incidents for claim in made.claims]
    held += [claim for made in linked.aggregates for claim in made.claims]
    held += [one.claim for one in linked.unplaced]
    assert sorted(held) == sorted(c.id for scene in found for c in scene.claims)


def test_a_sighting_alone_opens_no_incident() -> None:
    scene = Scene("d1", "Two Su-24s were seen over Talbar on 30 September.")
    scene.add(WeaponClaim, "Su-24s", aircraft=("Su-24",))
    scene.place("Talbar").date("30 September", "2021-09-30")
    assert link(scene).incidents == ()


def test_the_order_of_arrival_does_not_change_the_incidents() -> None:
    found = [talbar("d1"), talbar("d2", 18), talbar("d3", on="2021-10-20")]

    def shape(linked: LinkedIncidents) -> list[Incident]:
        return list(linked.incidents)

    assert shape(link(*found)) == shape(link(*reversed(found)))


# --- another building ----------------------------------------------------------------


def strike(name: str, place: str, target: str, code: str, on: str) -> Any:
    text = f"An air strike hit a {target} in {place} on {on}; 4 people were killed."
    return (
        Scene(name, text, on)
        .weapon("air strike", "airstrike")
        .target(target, code)
        .place(place)
        .date(on, on)
        .killed("4 people were killed", 4)
    )


def rebuttal(words: str) -> Any:
    scene = Scene("r1", f"The group answered that {words}.", "2021-11-20")
    scene.add(RebuttalClaim, words, object_identity=ObjectIdentity.DIFFERENT)
    return scene


MOSQUE = strike("d1", "Jesrin", "mosque", "mosque", "2021-10-01")
SCHOOL = strike("d2", "Daraz", "school", "school", "2021-10-20")


def test_another_mosque_belongs_to_the_one_incident_of_a_mosque() -> None:
    linked = link(MOSQUE, SCHOOL, rebuttal("the mosque in the picture is another one"))
    (incident,) = [i for i in linked.incidents if "r1#1" in i.claims]
    assert incident.target == "mosque"
    assert any("names the kind of building" in r.text for r in incident.reasons)


def test_it_was_another_building_belongs_to_no_incident() -> None:
    linked = link(MOSQUE, SCHOOL, rebuttal("it was a different building"))
    assert {item.claim for item in linked.unplaced} == {"r1#1"}


def test_another_mosque_where_two_were_hit_belongs_to_none() -> None:
    other = strike("d3", "Sarmak", "mosque", "mosque", "2021-10-20")
    linked = link(MOSQUE, other, rebuttal("the mosque in the picture is another one"))
    assert {item.claim for item in linked.unplaced} == {"r1#1"}


def test_another_market_where_none_was_hit_belongs_to_none() -> None:
    linked = link(MOSQUE, SCHOOL, rebuttal("the market in the picture is another one"))
    assert {item.claim for item in linked.unplaced} == {"r1#1"}


@pytest.mark.parametrize(
    "words",
    [
        "killed 9 people in an assault on Talbar",
        "assailants killed 9 people in Talbar",
        "an ambush near Talbar killed 9 people",
        "un attentat a tué 9 personnes à Talbar",
        "une fusillade a tué 9 personnes à Talbar",
        "un tiroteo mató a 9 personas en Talbar",
        "una emboscada mató a 9 personas en Talbar",
        "в результате нападения погибли 9 человек, Talbar",
        "внаслідок обстрілу загинули 9 людей, Talbar",
        "قتل 9 أشخاص في اشتباكات Talbar",
    ],
)
def test_words_of_attacks_in_any_language_open_an_incident(words: str) -> None:
    scene = Scene("d1", words, "2021-12-01").killed("9", 9).place("Talbar")
    assert len(link(scene).incidents) == 1


def test_a_crash_of_two_buses_opens_none() -> None:
    scene = Scene("d1", "9 people died when two buses collided in Talbar", "2021-12-01")
    assert not link(scene.killed("9 people", 9).place("Talbar")).incidents


@pytest.mark.parametrize(
    "words",
    [
        "In the report it published on 22 December 2021, a group names",
        "The findings, published 22 December 2021, name",
        "Le rapport publié le 22 December 2021 nomme",
    ],
)
def test_the_day_a_report_was_published_is_not_that_of_the_attack(words: str) -> None:
    text = f"{words} 9 people killed in a strike on Talbar on 15 October 2021."
    scene = Scene("d1", text, "2021-12-22").date("22 December 2021", "2021-12-22")
    scene.killed("9 people", 9).place("Talbar").date("15 October 2021", "2021-10-15")
    (incident,) = link(scene).incidents
    assert incident.date is not None
    assert str(incident.date.earliest) == "2021-10-15"
    assert not incident.other_dates
