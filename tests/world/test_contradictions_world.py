"""Contradictions of a simulated conflict against what was put in, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest
from tests.world import quarrels

from firsthand.reference import bundled_reference

KINDS = (
    *("number", "date", "time", "place", "perpetrator", "weapon", "object_identity"),
    *("military_objective", "status", "event", "strike_denied", "subtotal", "lumped"),
    *("person_twice", "named_above_maximum", "person_in_two_places", "aggregate"),
)


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    """The score of each kind over two conflicts."""
    truth, found = set(), set()
    for seed in (1, 2):
        made = quarrels.quarrel(seed, 2)
        truth |= {(f"{seed} {at}", kind) for at, kind in made.truth}
        told = quarrels.found_in(made, bundled_reference())
        found |= {(f"{seed} {at}", kind) for at, kind in told}
    return {one.kind: one for one in quarrels.score(truth, found)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_found_and_not_made_up(scores: dict[str, Any], kind: str) -> None:
    assert scores[kind].recall >= 0.90
    assert scores[kind].precision >= 0.95


def test_every_kind_that_is_found_was_put_in_somewhere(scores: dict[str, Any]) -> None:
    assert set(scores) == set(KINDS)
