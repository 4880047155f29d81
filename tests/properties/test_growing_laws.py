"""A report added to linked ones gives what linking all at once gives."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from tests.world import simulate

from firsthand.link.archive import LinkedArchive
from firsthand.link.copies import find_origins
from firsthand.link.incidents import LinkNotes, find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.model import DocumentId
from firsthand.reference import bundled_reference


def _in_any_order(seed: int, n_attacks: int) -> tuple[Any, list[LinkText], Any]:
    world = simulate.simulate(seed, n_attacks)
    texts = list(world.texts)
    random.Random(seed).shuffle(texts)  # noqa: S311  a test, not a secret
    own: dict[str, list[Any]] = defaultdict(list)
    for claim in world.claims:
        own[claim.document_id].append(claim)
    return world, texts, own


def _claims(texts: Iterable[LinkText], own: Any) -> list[Any]:
    return [claim for text in texts for claim in own[text.document_id]]


def _sets(records: Iterable[Any], field: str) -> set[frozenset[str]]:
    return {frozenset(getattr(record, field)) for record in records}


@pytest.mark.parametrize("seed", [40, 41])
def test_reports_added_one_by_one_in_any_order_are_linked_as_if_at_once(
    seed: int,
) -> None:
    world, texts, own = _in_any_order(seed, 12)
    late = texts[-8:]
    archive = LinkedArchive(
        texts[:-8], _claims(texts[:-8], own), world.sources, bundled_reference()
    )
    for text in late:
        archive.add([text], own[text.document_id])
    memory, reference = archive.memory, bundled_reference()
    origins = find_origins(texts, reference, known=memory.known)
    roots = find_roots(world.claims, texts, world.sources, origins, reference)
    linked = find_incidents(
        world.claims,
        texts,
        origins,
        reference,
        roots=roots,
        notes=LinkNotes(memory.scale),
    )
    made = archive.incidents.values()
    assert _sets(archive.origins.values(), "documents") == _sets(origins, "documents")
    assert _sets(archive.roots.values(), "claims") == _sets(roots, "claims")
    assert _sets(made, "claims") == _sets(linked.incidents, "claims")
    assert _sets(made, "documents") == _sets(linked.incidents, "documents")
    place = {frozenset(i.claims): (i.place, i.date, i.target) for i in made}
    assert place == {
        frozenset(i.claims): (i.place, i.date, i.target) for i in linked.incidents
    }


def test_an_incident_keeps_its_id_when_a_report_joins_it() -> None:
    world, texts, own = _in_any_order(43, 12)
    archive = LinkedArchive(
        texts[:-6], _claims(texts[:-6], own), world.sources, bundled_reference()
    )
    for text in texts[-6:]:
        before = {c: i.id for i in archive.incidents.values() for c in i.claims}
        found = archive.add([text], own[text.document_id])
        after = {c: i for i in archive.incidents.values() for c in i.claims}
        for claim, name in before.items():
            assert name in {after[claim].id, *after[claim].previous_ids}
        assert len({i.id for i in archive.incidents.values()}) == len(archive.incidents)
        assert {text.document_id} <= set(found.region)


def test_a_stranger_touches_no_incident_and_links_only_itself() -> None:
    world, texts, own = _in_any_order(44, 12)
    archive = LinkedArchive(
        texts, _claims(texts, own), world.sources, bundled_reference()
    )
    before = dict(archive.incidents)
    stranger = LinkText(
        document_id=DocumentId("Z1"),
        text="A choir from the coast sang in the old customs house until the lamps "
        "went out, and nobody who was there will agree on which song came last.",
    )
    found = archive.add([stranger], [])
    assert found.region == ("Z1",)
    assert found.incidents == ()
    assert found.roots == ()
    assert [origin.documents for origin in found.origins] == [("Z1",)]
    assert archive.incidents == before


def test_a_reading_that_changed_is_linked_again_where_it_stands() -> None:
    world, texts, own = _in_any_order(45, 12)
    archive = LinkedArchive(
        texts, _claims(texts, own), world.sources, bundled_reference()
    )
    incident = max(archive.incidents.values(), key=lambda made: len(made.documents))
    name = incident.documents[-1]
    text = next(text for text in texts if text.document_id == name)
    found = archive.add([text], [])
    after = archive.incidents[incident.id]
    assert name not in after.documents
    assert incident.id in {made.id for made in found.incidents}
    assert not any(
        c in own[name] for root in archive.roots.values() for c in root.claims
    )
    archive.add([text], own[name])
    assert set(archive.incidents[incident.id].claims) == set(incident.claims)
