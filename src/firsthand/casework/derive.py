"""Which stage results are out of date, and how new ones replace them.

A result is kept per (stage, scope) with the digest of what it was made from. A run
makes only what is missing or was made from something else, and commits in batches:
stopped at any moment, it goes on from the last batch.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from firsthand import __version__
from firsthand.casework.case import Case
from firsthand.model import AnyRecord, Derivation, Sha256
from firsthand.reference import Reference
from firsthand.store import Derived

K = TypeVar("K", bound=str)

_PROGRAM: Final = Path(__file__).resolve().parent.parent
# What every stage stands on: a change there is a change of every stage's rules.
_BELOW: Final = ("reference", "model")
_SHORT: Final = 12
# The inputs of a result that is made from nothing any more.
_NOTHING: Final = Sha256("0" * 64)


def version_of_rules(stage: str, reference: Reference) -> str:
    """Return the version of a stage's rules: program, its code, reference rows.

    Code and learned weights count by their bytes, so that a mended rule makes old
    results out of date without anyone having to remember a number.

    Args:
        stage: Name of the stage's package: "extract", "link", "assess".
        reference: The rows the stage reads.
    """
    code = _digest_of_code((stage, *_BELOW))
    return f"{__version__}/{code[:_SHORT]}/{reference.digest[:_SHORT]}"


# A learned model's weights are rules as much as code is.
_OF_RULES = frozenset({".py", ".npz"})


@functools.cache
def _digest_of_code(packages: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for package in packages:
        files = (_PROGRAM / package).rglob("*")
        for file in sorted(f for f in files if f.suffix in _OF_RULES):
            total.update(file.relative_to(_PROGRAM).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


@dataclasses.dataclass
class StageReport:
    """What one stage did.

    Attributes:
        stage: Its name.
        done: Scopes made anew.
        unchanged: How many scopes were up to date.
        removed: Scopes that no longer exist.
        problems: Messages of scopes that could not be made.
        notes: What else a person should know of what was done.
    """

    stage: str
    done: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = dataclasses.field(default_factory=list)
    problems: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)


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


def emptied(stage: str, scope: str, version: str) -> Derived:
    """Return what is written for a scope that is no longer wanted: no records."""
    return derived(stage, scope, _NOTHING, version, ())


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
    for scope in gone(case, stage, wanted):
        report.removed.append(scope)
        changed.append(emptied(stage, scope, version))
    if changed:
        n_done, n_removed = len(report.done), len(report.removed)
        summary = f"{stage}: {n_done} changed, {n_removed} removed"
        case.store.commit(case.act("run", summary=summary), derived=changed)
    return report
