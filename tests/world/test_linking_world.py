"""Linking scored on simulated conflicts whose truth is known."""

from __future__ import annotations

from typing import Any

import pytest
from tests.world import simulate

from firsthand.link.copies import find_origins
from firsthand.link.incidents import find_incidents
from firsthand.link.roots import find_roots, independent_roots
from firsthand.model import CasualtyClaim
from firsthand.reference import bundled_reference


@pytest.fixture(scope="module", params=[1, 2, 3])
def linked(request: pytest.FixtureRequest) -> tuple[Any, Any, Any, Any]:
    world = simulate.simulate(request.param, 24)
    reference = bundled_reference()
    origins = find_origins(world.texts, reference)
    roots = find_roots(world.claims, world.texts, world.sources, origins, reference)
    incidents = find_incidents(
        world.claims, world.texts, origins, reference, roots=roots
    )
    return world, origins, roots, incidents


def test_incidents_of_the_world_are_found(linked: Any) -> None:
    world, _, _, found = linked
    score = simulate.score_incidents(world, found.incidents)
    assert score.precision >= 0.95
    assert score.recall >= 0.95
    assert abs(len(found.incidents) - len(world.attacks)) <= 1


def test_copies_of_the_world_are_found(linked: Any) -> None:
    world, origins, _, _ = linked
    score = simulate.score_copies(world, origins)
    assert score.precision >= 0.95
    assert score.recall >= 0.9


def test_no_distractor_of_the_world_enters_an_incident(linked: Any) -> None:
    world, _, _, found = linked
    held = {document for made in found.incidents for document in made.documents}
    assert not held & world.distractors


def test_independence_counts_the_true_voices(linked: Any) -> None:
    world, _, roots, _ = linked
    tolls = {c.id for c in world.claims if isinstance(c, CasualtyClaim)}
    for attack in world.attacks:
        claims = {
            c
            for c, key in world.incident_of.items()
            if key == attack.key and c in tolls
        }
        held = [root for root in roots if claims & set(root.claims)]
        low, high = independent_roots(held)
        assert low == high == len(world.roots_of[attack.key])
