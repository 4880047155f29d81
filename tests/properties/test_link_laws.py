"""Laws of linking: order, strangers, ids."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.world import simulate

from firsthand.link.copies import find_origins
from firsthand.link.incidents import LinkedIncidents, find_incidents
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.link.victims import find_victims
from firsthand.model import DocumentId
from firsthand.reference import bundled_reference


def link(texts: Any, claims: Any, previous: Any = ()) -> LinkedIncidents:
    reference = bundled_reference()
    origins = find_origins(texts, reference)
    return find_incidents(claims, texts, origins, reference, previous=previous)


@pytest.mark.parametrize("seed", range(4))
def test_order_of_arrival_changes_nothing(seed: int) -> None:
    world = simulate.simulate(seed, 12)
    texts, claims = list(world.texts), list(world.claims)
    reference = bundled_reference()
    origins = find_origins(texts, reference)
    roots = find_roots(claims, texts, world.sources, origins, reference)
    linked = link(texts, claims)
    shuffle = random.Random(seed)  # noqa: S311  a test, not a secret
    shuffle.shuffle(texts)
    shuffle.shuffle(claims)
    assert find_origins(texts, reference) == origins
    assert find_roots(claims, texts, world.sources, origins, reference) == roots
    assert link(texts, claims) == linked
    assert find_victims(claims, linked.incidents) == find_victims(
        world.claims, linked.incidents
    )


@pytest.mark.parametrize("seed", range(4))
def test_an_unrelated_document_changes_nothing_else(seed: int) -> None:
    world = simulate.simulate(seed, 12)
    stranger = LinkText(
        document_id=DocumentId("Z1"),
        text="A choir from the coast sang in the old customs house until the lamps "
        "went out, and nobody who was there will agree on which song came last.",
    )
    before = link(world.texts, world.claims)
    after = link((*world.texts, stranger), world.claims, before.incidents)
    assert after == before
    origins = find_origins(world.texts, bundled_reference())
    assert [
        made
        for made in find_origins((*world.texts, stranger), bundled_reference())
        if "Z1" not in made.documents
    ] == origins


@pytest.mark.parametrize("seed", range(4))
def test_ids_stay_while_a_case_grows(seed: int) -> None:
    world = simulate.simulate(seed, 10)
    ids: dict[str, str] = {}
    previous: Any = ()
    for share in (3, 2, 1):
        texts = world.texts[: len(world.texts) // share]
        known = {text.document_id for text in texts}
        claims = [claim for claim in world.claims if claim.document_id in known]
        linked = link(texts, claims, previous)
        held = {claim: made.id for made in linked.incidents for claim in made.claims}
        assert {c: i for c, i in held.items() if c in ids} == ids
        ids, previous = held, linked.incidents


def test_linking_twice_gives_the_same() -> None:
    world = simulate.simulate(7, 12)
    first = link(world.texts, world.claims)
    assert link(world.texts, world.claims, first.incidents) == first


@pytest.mark.parametrize("seed", range(3))
def test_every_claim_is_in_exactly_one_place(seed: int) -> None:
    world = simulate.simulate(seed, 12)
    linked = link(world.texts, world.claims)
    held = [claim for made in linked.incidents for claim in made.claims]
    held += [claim for made in linked.aggregates for claim in made.claims]
    held += [one.claim for one in linked.unplaced]
    assert sorted(held) == sorted(claim.id for claim in world.claims)
