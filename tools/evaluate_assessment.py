"""Quality of assessment: contradictions of a simulated conflict, ranges of a recorder.

    python tools/evaluate_assessment.py [--limit N]      (a part of `make eval`)

Contradictions are scored kind by kind on `tests/world/quarrels.py`, whose truth is
known; linking is perfect there, and the decoys are ours: it shows that rules do what
they say, not how often reports contradict each other. Ranges: each text of the
development part of one recorder is read, its claims are assessed as one incident, and
the range is held against the published one: does it contain it, or does what was set
aside, or assumed, or the list of names explain each bound that it does not contain?
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from development_data import data_folder  # beside this file
from world_modules import world_module  # beside this file

from firsthand.assess import IncidentInputs, assess_incident, compute_ranges
from firsthand.assess.individuals import named_as
from firsthand.assess.inputs import Evidence
from firsthand.casework.batch_incidents import run_incidents
from firsthand.extract import Page, extract_claims
from firsthand.link.roots import find_roots
from firsthand.link.texts import LinkText
from firsthand.model import (
    CasualtyClaim,
    Document,
    DocumentId,
    Incident,
    RangeUnderProfile,
    Toll,
)
from firsthand.reference import Reference, bundled_reference

ROOT = Path(__file__).resolve().parent.parent
_SEEDS = (11, 12, 13)
_ROUNDS = 8
_TOLD_SEEDS = tuple(range(4, 11))


def score_contradictions() -> dict[str, float]:
    """Score every kind; return the least precision and the least recall of them."""
    quarrels = world_module("quarrels")
    truth, found = set(), set()
    for seed in _SEEDS:
        made = quarrels.quarrel(seed, _ROUNDS)
        truth |= {(f"{seed} {at}", kind) for at, kind in made.truth}
        told = quarrels.found_in(made, bundled_reference())
        found |= {(f"{seed} {at}", kind) for at, kind in told}
    scores = quarrels.score(truth, found)
    for one in scores:
        print(
            f"  {one.kind:<22} precision {one.precision:.3f} recall {one.recall:.3f} "
            f"({one.right} right, {one.wrong} wrong, {one.missed} missed)",
            file=sys.stderr,
        )
    return {
        "contradictions.least_precision": min(one.precision for one in scores),
        "contradictions.least_recall": min(one.recall for one in scores),
    }


def score_told() -> dict[str, float]:
    """Score contradictions of conflicts that are told in words, with noise.

    Texts are extracted, linked and assessed as in a case: places misspelt, days off by
    one, tolls that rise, partial copies. Over all kinds together, since each is put in
    only a few times.
    """
    quarrels, told = world_module("quarrels"), world_module("told")
    truth, found = set(), set()
    for seed in _TOLD_SEEDS:
        made = told.told(seed)
        with tempfile.TemporaryDirectory() as folder:
            told.write_reference(made, ROOT / "practice", Path(folder))
            lines = run_incidents(made.pages, case=folder).incidents
        truth |= {(f"{seed} {at}", kind) for at, kind in made.truth}
        found |= {(f"{seed} {at}", kind) for at, kind in told.found_in(lines)}
    for one in quarrels.score(truth, found):
        print(
            f"  told: {one.kind:<22} precision {one.precision:.3f} recall "
            f"{one.recall:.3f}",
            file=sys.stderr,
        )
    return {
        "contradictions.told_precision": len(truth & found) / len(found),
        "contradictions.told_recall": len(truth & found) / len(truth),
    }


def score_ranges(data: Path, limit: int | None = None) -> dict[str, float]:
    """Hold computed ranges against a recorder's published ones."""
    path = data / "data" / "extraction" / "airwars_gaza.dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    outcomes: Counter[str] = Counter()
    for row in rows[:limit]:
        gold = row["gold"]
        if isinstance(gold, str):
            gold = json.loads(gold)
        killed = gold.get("killed")
        if killed is not None:
            outcomes[_outcome(row, killed, bundled_reference())] += 1
    for name, n in outcomes.most_common():
        print(f"  {name:<22} {n}", file=sys.stderr)
    total = max(1, sum(outcomes.values()))
    held = outcomes["contained"]
    return {
        "ranges.contained": held / total,
        "ranges.contained_or_explained": (held + outcomes["explained"]) / total,
    }


def _outcome(row: dict[str, Any], killed: list[int], reference: Reference) -> str:
    inputs = _one_incident(row, reference)
    made = next(
        one
        for one in compute_ranges(inputs, reference, profile="airwars")
        if one.measure == "killed.civilian"
    )
    low, high = killed
    if _contains(made, low) and _contains(made, high):
        return "contained"
    told = set(_numbers_told(made, inputs, reference))
    if all(_contains(made, bound) or bound in told for bound in (low, high)):
        return "explained"
    return "unknown here" if made.range.low is None else "different"


def _contains(made: RangeUnderProfile, number: int) -> bool:
    low, high = made.range.low, made.range.high
    if low is None or number < low:
        return False
    return made.range.is_open_above or (high is not None and number <= high)


def _numbers_told(
    made: RangeUnderProfile, inputs: IncidentInputs, reference: Reference
) -> Iterator[int]:
    """Yield numbers that the finding itself tells beside its range, each with its why.

    Figures set aside, house readings that are assumed, the number of people named, and
    the bounds of the dead whose status is unknown or who are called combatants.
    """
    evidence = Evidence.of_incident(inputs, reference)
    for aside in made.set_aside:
        claim = evidence.claim_by_id[aside.claim]
        if isinstance(claim, Toll) and claim.killed is not None:
            yield from (
                n for n in (claim.killed.low, claim.killed.high) if n is not None
            )
    if made.if_assumed is not None:
        ends = made.if_assumed.low, made.if_assumed.high
        yield from (n for n in ends if n is not None)
    yield len(named_as("killed", inputs, evidence, with_lists=True))
    for other in assess_incident(inputs, reference).finding.ranges:
        if other.measure in {"killed.unknown", "killed.all", "killed.civilian"}:
            ends = other.range.low, other.range.high
            yield from (n for n in ends if n is not None)


def _one_incident(row: dict[str, Any], reference: Reference) -> IncidentInputs:
    key = DocumentId(str(row["id"]))
    page = Page(id=key, text=row["text"], language="en")
    claims = [c for c in extract_claims(page, reference) if not _is_whole(c)]
    text = LinkText(document_id=key, text=row["text"], language="en")
    roots = find_roots(claims, [text], [], [], reference)
    incident = Incident(
        id="I-001",  # type: ignore[arg-type]
        title=str(key),
        claims=tuple(claim.id for claim in claims),
        documents=(key,),
    )
    document = Document(
        id=key,
        capture_id="C-001",  # type: ignore[arg-type]
        text_sha256="0" * 64,  # type: ignore[arg-type]
        n_chars=len(row["text"]),
        derived_by="evaluation",
    )
    return IncidentInputs(
        incident=incident,
        claims=tuple(claims),
        documents=(document,),
        roots=tuple(roots),
    )


def _is_whole(claim: object) -> bool:
    return isinstance(claim, Toll) and not isinstance(claim, CasualtyClaim)


def score_assessment(data: Path, limit: int | None = None) -> dict[str, float]:
    """Return all figures of assessment; ranges only where the data is there."""
    return score_contradictions() | score_told() | score_ranges(data, limit)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="texts of the recorder to read")
    wanted = parser.parse_args()
    for name, value in score_assessment(data_folder(), wanted.limit).items():
        print(f"{name:<36} {value:.3f}")


if __name__ == "__main__":
    main()
