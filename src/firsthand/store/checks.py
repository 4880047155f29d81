"""What the store checks beyond the evidence: that records read, that the index agrees.

Codes: R001 a segment cannot be read, R002 a record in it cannot, R003 the private part
of an act cannot; X001 the index file is damaged, X002 it disagrees with the log. What
begins with X is derived: deleting index.sqlite mends it. Format: docs/format.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from firsthand.custody.audit import Problem
from firsthand.custody.entry import EntryType, open_private, parse_entry
from firsthand.errors import EvidenceError, IntegrityError
from firsthand.model import Sha256, canonical_bytes
from firsthand.store.fold import ActEvent, fold
from firsthand.store.index import BROKEN, Arrival, Index
from firsthand.store.objects import ObjectFolder
from firsthand.store.segments import Line, decode_segment, is_canonical

_MEND = "derived: delete index.sqlite and open the case again"


def check_records(
    objects: ObjectFolder,
    lines: Iterable[tuple[int, bytes]],
    erased: Container[str] = (),
) -> tuple[int, list[Problem]]:
    """Decode every record of every segment, and every private part.

    Args:
        objects: The objects that entries name.
        lines: Log entries with their index.
        erased: Objects that are gone by decision (I10): not missed.

    Returns:
        How many records were read, and what is wrong.
    """
    n_records = 0
    problems: list[Problem] = []
    for seq, line in lines:
        try:
            entry = parse_entry(line, seq)
            if entry.commit is not None and entry.commit not in erased:
                open_private(objects.read(entry.commit))
            if entry.sha256 is None or entry.sha256 in erased:
                continue
            if entry.type is EntryType.SEGMENT:
                n_records += _check_segment(objects, entry.sha256, problems)
        except (IntegrityError, EvidenceError) as error:
            # An audit collects: each fault becomes a line of its report.
            problems.append(
                Problem(code="R003", path=f"entry {seq}", message=str(error))
            )
    return n_records, problems


def _check_segment(
    objects: ObjectFolder, sha256: Sha256, problems: list[Problem]
) -> int:
    path = str(objects.path(sha256))
    try:
        segment = decode_segment(objects.read(sha256), sha256)
    except (IntegrityError, EvidenceError) as error:
        problems.append(Problem(code="R001", path=path, message=str(error)))
        return 0
    lines = [*segment.authored, *(line for run in segment.runs for line in run.lines)]
    for line in lines:
        if not is_canonical(line.body):
            message = f"record {line.id}: is not a {line.kind} in canonical form"
            problems.append(Problem(code="R002", path=path, message=message))
    return len(lines)


def check_index(index: Index, arrivals: Sequence[Arrival]) -> list[Problem]:
    """Hold the index against the fold of the log, then row by row against a new one.

    Args:
        index: The index.
        arrivals: Everything that it has applied.
    """
    path = str(index.path or "index")
    try:
        damage = index.damage() or _difference(index, arrivals)
    except BROKEN as error:
        damage = str(error)
    if damage is None:
        return []
    return [Problem(code="X001", path=path, message=f"{damage} ({_MEND})")]


def _difference(index: Index, arrivals: Sequence[Arrival]) -> str | None:
    present = fold(
        ActEvent(one.entry.act, one.entry.undoes, one.segment) for one in arrivals
    )
    for number, found in enumerate(index.present_lines()):
        if number >= len(present.records):
            return f"shows record {found[0]}, which the log does not"
        wanted = present.records[number]
        if Line(*found) != wanted:
            return f"shows record {found[0]} where the log has {wanted.id}"
    if index.n_present() != len(present.records):
        return f"shows {index.n_present()} records, the log has {len(present.records)}"
    runs = {
        (stage, scope, canonical_bytes(made))
        for (stage, scope), made in present.derivations.items()
    }
    if index.present_runs() != runs:
        return "shows other derivations than the log"
    fresh = Index(None)
    try:
        fresh.apply(arrivals, len(arrivals), "")
        return index.differs_from(fresh)
    finally:
        fresh.close()
