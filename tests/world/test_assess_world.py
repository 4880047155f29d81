"""Ranges and voices of a simulated conflict, held against its truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import msgspec
import pytest
from tests.world import simulate

from firsthand.assess import CaseInputs, assess_incident, gather_inputs
from firsthand.link.copies import find_origins
from firsthand.link.incidents import find_incidents
from firsthand.link.roots import find_roots
from firsthand.model import CasualtyClaim, Document, Finding
from firsthand.reference import bundled_reference

_ALIASES = {"Ормунд Монитор": "Ormund Monitor"}


def true_range(world: Any, key: str) -> tuple[int, int]:
    """Return the range that the truth of the world gives: no rule of ours is used."""
    texts = {text.document_id: text for text in world.texts}
    first_said: dict[str, dict[int, Any]] = defaultdict(dict)
    for claim in world.claims:
        if not isinstance(claim, CasualtyClaim):
            continue
        if world.incident_of[claim.id] != key or claim.killed is None:
            continue
        text = texts[claim.document_id]
        speaker = claim.speaker or text.source
        told = first_said[_ALIASES.get(speaker, speaker)]
        day = text.published.earliest
        told[claim.killed.low] = min(told.get(claim.killed.low, day), day)
    final = [max(told, key=lambda n: told[n]) for told in first_said.values()]
    return min(final), max(final)


def documents_of(world: Any) -> tuple[Document, ...]:
    ids = {source.name: source.id for source in world.sources}
    return tuple(
        Document(
            id=text.document_id,
            capture_id=f"C-{text.document_id}",
            text_sha256="0" * 64,
            n_chars=len(text.text),
            derived_by="test",
            published=text.published,
            source_id=ids.get(text.source),
        )
        for text in world.texts
    )


@pytest.fixture(scope="module", params=[1, 2, 3])
def assessed(request: pytest.FixtureRequest) -> tuple[Any, dict[str, Finding]]:
    """The world and the finding of each of its attacks, after real linking."""
    world = simulate.simulate(request.param, 24)
    reference = bundled_reference()
    origins = find_origins(world.texts, reference)
    roots = find_roots(world.claims, world.texts, world.sources, origins, reference)
    linked = find_incidents(world.claims, world.texts, origins, reference, roots=roots)
    case = CaseInputs(
        incidents=tuple(linked.incidents),
        findings=(),
        claims=tuple(world.claims),
        documents=documents_of(world),
        sources=tuple(world.sources),
        roots=tuple(roots),
        origins=tuple(origins),
    )
    findings: dict[str, Finding] = {}
    for inputs in gather_inputs(case, reference).values():
        held = Counter(world.incident_of[claim.id] for claim in inputs.claims)
        (key, _), *_ = held.most_common(1)
        if key is not None:
            findings[key] = assess_incident(inputs, reference).finding
    return world, findings


def printed(finding: Finding) -> tuple[int | None, int | None]:
    made = next(
        one.range
        for one in finding.ranges
        if (one.profile, one.measure) == ("airwars", "killed.civilian")
    )
    return made.low, made.high


def test_ranges_of_the_world_are_those_of_its_truth(assessed: Any) -> None:
    world, findings = assessed
    right = [
        key
        for key, finding in findings.items()
        if printed(finding) == true_range(world, key)
    ]
    assert len(findings) >= 0.95 * len(world.attacks)
    assert len(right) >= 0.95 * len(findings)


def test_the_true_toll_of_the_first_day_lies_in_every_closed_world_range(
    assessed: Any,
) -> None:
    world, findings = assessed
    killed = {attack.key: attack.killed for attack in world.attacks}
    for key, finding in findings.items():
        low, high = printed(finding)
        assert low is not None
        assert high is not None
        assert killed[key] <= high <= killed[key] + 4


def test_independence_never_exceeds_the_true_voices(assessed: Any) -> None:
    world, findings = assessed
    for key, finding in findings.items():
        assert finding.independence.low <= len(world.roots_of[key])
        assert finding.independence.high >= finding.independence.low


def test_nothing_of_the_world_is_signed(assessed: Any) -> None:
    _, findings = assessed
    for finding in findings.values():
        assert finding.signed is None
        assert finding.grade.signed is None
        assert msgspec.to_builtins(finding)
