"""Which stage results are out of date, and how new ones replace them.

A result is kept per (stage, scope) with the digest of what it was made from. A run
makes only what is missing or was made from something else, and commits in batches:
stopped at any moment, it goes on from the last batch.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from firsthand.casework.case import Case
from firsthand.model import AnyRecord, Derivation, Sha256
from firsthand.store import Derived

K = TypeVar("K", bound=str)


@dataclasses.dataclass
class StageReport:
    """What one stage did.

    Attributes:
        stage: Its name.
        done: Scopes made anew.
        unchanged: How many scopes were up to date.
        removed: Scopes that no longer exist.
        problems: Messages of scopes that could not be made.
    """

    stage: str
    done: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = dataclasses.field(default_factory=list)
    problems: list[str] = dataclasses.field(default_factory=list)


def derived(
    stage: str, scope: str, inputs: Sha256, version: str, records: Sequence[AnyRecord]
) -> Derived:
    """Return records with the header that says what they were made from."""
    header = Derivation(
        id=f"{stage}:{scope}",
        stage=stage,
        scope=scope,
        inputs=inputs,
        version=version,
        n_records=len(records),
    )
    return Derived(derivation=header, records=tuple(records))


def out_of_date(
    case: Case, stage: str, wanted: Mapping[K, Sha256], version: str
) -> list[K]:
    """Return the scopes that have no result made from these inputs by this version."""
    present = case.store.derivations(stage)
    return [
        scope
        for scope, inputs in wanted.items()
        if (made := present.get(scope)) is None
        or made.inputs != inputs
        or made.version != version
    ]


def gone(case: Case, stage: str, wanted: Iterable[str]) -> list[str]:
    """Return the scopes that hold records but are no longer wanted."""
    keep = set(wanted)
    return [
        scope
        for scope, made in case.store.derivations(stage).items()
        if scope not in keep and made.n_records
    ]


def replace_changed(
    case: Case,
    stage: str,
    wanted: Mapping[str, tuple[Sha256, Sequence[AnyRecord]]],
    version: str,
) -> StageReport:
    """Write the scopes whose records differ from what is stored; empty the others.

    Args:
        case: An open case, held for writing.
        stage: Name of the stage.
        wanted: For each scope: digest of its inputs, and its records.
        version: Version of the stage.

    Returns:
        Which scopes changed.
    """
    report = StageReport(stage)
    changed: list[Derived] = []
    for scope, (inputs, records) in wanted.items():
        if case.store.of_scope(stage, scope) == list(records):
            report.unchanged += 1
        else:
            report.done.append(scope)
            changed.append(derived(stage, scope, inputs, version, records))
    empty = Sha256("0" * 64)
    for scope in gone(case, stage, wanted):
        report.removed.append(scope)
        changed.append(derived(stage, scope, empty, version, ()))
    if changed:
        n_done, n_removed = len(report.done), len(report.removed)
        summary = f"{stage}: {n_done} changed, {n_removed} removed"
        case.store.commit(case.act("run", summary=summary), derived=changed)
    return report
