"""People harmed: named, described, listed twice."""

from __future__ import annotations

from firsthand.link.victims import find_victims
from firsthand.model import (
    ClaimId,
    DocumentId,
    Incident,
    IncidentId,
    Person,
    Span,
    VictimNamesClaim,
)


def claim(name: str, document: str, *people: Person, at: int = 0) -> VictimNamesClaim:
    return VictimNamesClaim(
        id=ClaimId(name),
        document_id=DocumentId(document),
        span=Span(start=at, end=at + 5, quote="xxxxx"),
        people=people,
    )


def incident(*claims: VictimNamesClaim, name: str = "I-001") -> Incident:
    return Incident(
        id=IncidentId(name),
        title="Daraz",
        claims=tuple(c.id for c in claims),
        documents=tuple({c.document_id for c in claims}),
    )


def named(name: str, age: int | None = None) -> Person:
    return Person(name=name, age=age)


MOTHER = Person(kin="mother", sex="f")
CHILD = Person(kin="child", is_child=True)
SPOUSE = Person(kin="spouse")


def test_one_name_in_two_reports_is_one_person() -> None:
    a = claim("a", "d1", named("Lena Orvath", 31))
    b = claim("b", "d2", named("LENA ORVÁTH"))
    (victim,) = find_victims([a, b], [incident(a, b)])
    assert victim.claims == ("a", "b")
    assert victim.person.age == 31
    assert victim.incident_id == "I-001"
    assert any("one incident" in why.text for why in victim.reasons)


def test_a_middle_name_does_not_part_a_person_of_the_same_age() -> None:
    a = claim("a", "d1", named("Lena Maris Orvath", 31))
    b = claim("b", "d2", named("Lena Orvath", 31))
    (victim,) = find_victims([a, b], [incident(a, b)])
    assert set(victim.names) == {"Lena Maris Orvath", "Lena Orvath"}


def test_a_father_and_a_son_of_one_name_stay_two() -> None:
    a = claim("a", "d1", named("Tomas Orvath", 52), named("Tomas Orvath", 9))
    assert len(find_victims([a], [incident(a)])) == 2


def test_one_name_in_two_incidents_is_two_people() -> None:
    a, b = (
        claim("a", "d1", named("Lena Orvath")),
        claim("b", "d2", named("Lena Orvath")),
    )
    found = find_victims([a, b], [incident(a), incident(b, name="I-002")])
    assert len(found) == 2


def test_a_person_twice_in_one_list_is_caught() -> None:
    a = claim(
        "a", "d1", named("Lena Orvath", 31), named("Ira Sol"), named("Lena Orvath")
    )
    found = find_victims([a], [incident(a)])
    assert len(found) == 2
    (doubled,) = [victim for victim in found if victim.reasons]
    assert "2 times in one list" in doubled.reasons[0].text


def test_a_mother_and_two_children_and_a_couple_are_five_people_in_two_houses() -> None:
    a = claim("a", "d1", MOTHER, CHILD, CHILD)
    b = claim("b", "d1", SPOUSE, SPOUSE, at=40)
    found = find_victims([a, b], [incident(a, b)])
    assert len(found) == 5
    assert len({victim.kin_group for victim in found}) == 2


def test_a_household_told_by_two_reports_is_proposed_as_one() -> None:
    a, b = (
        claim("a", "d1", MOTHER, CHILD, CHILD),
        claim("b", "d2", MOTHER, CHILD, CHILD),
    )
    found = find_victims([a, b], [incident(a, b)])
    assert len(found) == 3
    assert all("described alike" in victim.reasons[0].text for victim in found)


def test_a_described_person_is_never_matched_to_a_name() -> None:
    a, b = claim("a", "d1", MOTHER), claim("b", "d2", named("Lena Orvath"))
    assert len(find_victims([a, b], [incident(a, b)])) == 2


def test_people_outside_incidents_stay_unlinked() -> None:
    (victim,) = find_victims([claim("a", "d1", named("Ira Sol"))], [])
    assert victim.incident_id is None


def test_two_claims_over_the_same_words_name_people_once() -> None:
    a, b = claim("a", "d1", MOTHER, CHILD), claim("b", "d1", MOTHER, CHILD)
    assert len(find_victims([a, b], [incident(a, b)])) == 2


def test_order_does_not_matter() -> None:
    a = claim("a", "d1", named("Lena Orvath", 31), MOTHER, CHILD)
    b = claim("b", "d2", named("Lena Orvath"), named("Ira Sol"))
    assert find_victims([a, b], [incident(a, b)]) == find_victims(
        [b, a], [incident(a, b)]
    )


def test_a_claim_over_two_households_repeats_the_claims_of_each() -> None:
    whole = claim("a", "d1", MOTHER, CHILD, CHILD, SPOUSE, SPOUSE)
    house = claim("b", "d1", MOTHER, CHILD, CHILD)
    other = claim("c", "d1", SPOUSE, SPOUSE, at=3)
    found = find_victims([whole, house, other], [incident(whole, house, other)])
    assert len(found) == 5
    assert len({victim.kin_group for victim in found}) == 2
