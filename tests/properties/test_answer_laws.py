"""What a person said of two documents holds, in any order of arrival: M010, M069."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from tests.world import simulate

from firsthand.link.archive import LinkedArchive
from firsthand.link.copies import find_origins
from firsthand.link.decisions import LinkDecisions, Sides
from firsthand.link.texts import LinkText
from firsthand.model import Origin
from firsthand.reference import bundled_reference


def _world(seed: int) -> tuple[Any, list[LinkText], dict[str, list[Any]]]:
    world = simulate.simulate(seed, 12)
    texts = list(world.texts)
    random.Random(seed).shuffle(texts)  # noqa: S311  a test, not a secret
    own: dict[str, list[Any]] = defaultdict(list)
    for claim in world.claims:
        own[claim.document_id].append(claim)
    return world, texts, own


def _said(seed: int, texts: Sequence[LinkText]) -> LinkDecisions:
    """Return answers on pairs: copies told apart, and strangers told to be one."""
    chance = random.Random(seed)  # noqa: S311  a test, not a secret
    origins = find_origins(texts, bundled_reference())
    several = [origin.documents for origin in origins if len(origin.documents) > 1]
    apart = [tuple(chance.sample(held, 2)) for held in chance.sample(several, 3)]
    strangers = chance.sample([origin.first for origin in origins], 6)
    return LinkDecisions(
        drawn=tuple(
            Sides(one=(a,), other=(b,), by="J-1")
            for a, b in zip(strangers[::2], strangers[1::2], strict=True)
        ),
        undrawn=tuple(Sides(one=(a,), other=(b,), by="J-2") for a, b in apart),
    )


def _sets(origins: Sequence[Origin]) -> set[frozenset[str]]:
    return {frozenset(origin.documents) for origin in origins}


@pytest.mark.parametrize("seed", range(60, 66))
def test_an_answer_holds_in_whatever_order_documents_are_given(seed: int) -> None:
    _, texts, _ = _world(seed)
    said = _said(seed, texts)
    found = _sets(find_origins(texts, bundled_reference(), decisions=said))
    for sides in said.drawn:
        assert any({*sides.one, *sides.other} <= held for held in found)
    for sides in said.undrawn:
        assert not any({*sides.one, *sides.other} <= held for held in found)
    assert sorted(name for held in found for name in held) == sorted(
        text.document_id for text in texts
    )
    random.Random(seed + 1).shuffle(texts)  # noqa: S311  a test, not a secret
    assert _sets(find_origins(texts, bundled_reference(), decisions=said)) == found


@pytest.mark.parametrize("seed", [60, 61])
def test_an_answer_holds_when_reports_are_added_one_by_one(seed: int) -> None:
    world, texts, own = _world(seed)
    base, late = texts[:-8], texts[-8:]
    said = _said(seed, base)
    archive = LinkedArchive(
        base,
        [claim for text in base for claim in own[text.document_id]],
        world.sources,
        bundled_reference(),
        decisions=said,
    )
    for text in late:
        archive.add([text], own[text.document_id])
    at_once = find_origins(
        texts, bundled_reference(), known=archive.memory.known, decisions=said
    )
    assert _sets(list(archive.origins.values())) == _sets(at_once)
