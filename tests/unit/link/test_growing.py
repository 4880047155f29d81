"""One more report: what it may join, and what stays open."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.link import scenes

from firsthand.link.archive import LinkedArchive
from firsthand.link.growing import LinkMemory
from firsthand.model import Bounds, ContextTotal, ObjectIdentity, RebuttalClaim
from firsthand.reference import bundled_reference


def strike(name: str, place: str, target: str, on: str, dead: int = 4) -> Any:
    text = (
        f"An air strike hit a {target} in {place} on {on}; {dead} people were killed."
    )
    return (
        scenes.Scene(name, text, on)
        .weapon("air strike", "airstrike")
        .target(target, target)
        .place(place)
        .date(on, on)
        .killed(f"{dead} people were killed", dead)
    )


def rebuttal() -> Any:
    words = "the mosque in the picture is another one"
    scene = scenes.Scene("r1", f"The group answered that {words}.", "2021-11-20")
    scene.add(RebuttalClaim, words, object_identity=ObjectIdentity.DIFFERENT)
    return scene


def archive_of(*found: Any) -> LinkedArchive:
    texts = [scene.link_text for scene in found]
    claims = [claim for scene in found for claim in scene.claims]
    return LinkedArchive(texts, claims, (), bundled_reference())


def incident_of(archive: LinkedArchive, claim: str) -> str | None:
    held = [i.id for i in archive.incidents.values() if claim in i.claims]
    return held[0] if held else None


MOSQUE = strike("d1", "Jesrin", "mosque", "2021-10-01")
OTHER = strike("d3", "Sarmak", "mosque", "2021-10-20")
SCHOOL = strike("d2", "Daraz", "school", "2021-10-20")


def test_a_later_answer_on_a_mosque_joins_the_one_incident_of_a_mosque() -> None:
    archive = archive_of(MOSQUE, SCHOOL)
    archive.add([rebuttal().link_text], rebuttal().claims)
    assert incident_of(archive, "r1#1") == incident_of(archive, "d1#1")


def test_a_later_answer_on_a_mosque_joins_none_where_two_were_hit() -> None:
    archive = archive_of(MOSQUE, OTHER)
    archive.add([rebuttal().link_text], rebuttal().claims)
    assert incident_of(archive, "r1#1") is None


def test_a_second_report_of_one_strike_joins_it_and_touches_nothing_else() -> None:
    archive = archive_of(MOSQUE, OTHER, SCHOOL)
    again = strike("d4", "Jesrin", "mosque", "2021-10-01", 5)
    found = archive.add([again.link_text], again.claims)
    assert set(found.region) == {"d1", "d4"}
    assert incident_of(archive, "d4#1") == incident_of(archive, "d1#1") == "I-001"
    assert [incident.id for incident in found.incidents] == ["I-001"]


def test_a_strike_elsewhere_is_a_new_incident_of_the_next_number() -> None:
    archive = archive_of(MOSQUE, SCHOOL)
    found = archive.add([OTHER.link_text], OTHER.claims)
    assert incident_of(archive, "d3#1") == "I-003"
    assert "d1" not in found.region
    assert [incident.id for incident in found.incidents] == ["I-003"]
    assert found.gone == frozenset()


def test_when_a_tenth_was_added_all_is_linked_at_once_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = archive_of(MOSQUE, SCHOOL)
    monkeypatch.setattr(LinkMemory, "is_worn", lambda _: True)
    found = archive.add([OTHER.link_text], OTHER.claims)
    assert set(found.region) == {"d1", "d2", "d3"}
    assert archive.memory.n_linked == 3


def total(name: str, on: str) -> Any:
    words = "25 attacks killed 90 people"
    scene = scenes.Scene(name, f"The group said that {words} by then.", on)
    scene.add(
        ContextTotal,
        words,
        killed=Bounds(low=90, high=90),
        n_sites=Bounds(low=25, high=25),
    )
    return scene


def test_a_total_that_a_later_text_states_too_holds_the_claims_of_both() -> None:
    first, second = total("t1", "2021-11-20"), total("t2", "2021-11-21")
    archive = archive_of(MOSQUE, SCHOOL, first)
    (before,) = archive.aggregates.values()
    found = archive.add([second.link_text], second.claims)
    (after,) = archive.aggregates.values()
    assert (before.claims, after.claims) == (("t1#1",), ("t1#1", "t2#1"))
    assert found.aggregates == (after,)
    assert set(after.parts) == set(archive.incidents)
    archive.add([second.link_text], [])
    assert list(archive.aggregates.values()) == [before]
    found = archive.add([first.link_text], [])
    assert archive.aggregates == {}
    assert before.id in found.gone
