"""The product's audit: the very file that lies in each case folder, as a module.

There is one auditor, `verify.py`, so that what the program says and what a court's
expert can run are the same; it shares no code with the writer. This module only turns
its report into frozen values. Codes: docs/format.md.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from firsthand.custody import verify
from firsthand.model import Value

VERIFIER = Path(verify.__file__)


class Problem(Value, frozen=True, kw_only=True):
    """One thing that is not as it was written.

    Attributes:
        code: V... = evidence (docs/format.md), R... = records, X... = index (derived).
        path: The file.
        message: What is wrong with it.
    """

    code: str
    path: str
    message: str


class AuditReport(Value, frozen=True, kw_only=True):
    """What an audit counted and found.

    Attributes:
        entries: Sealed log entries read.
        objects: Objects hashed.
        bytes: Their total size.
        checkpoints: Signed checkpoints read.
        records: Records decoded from segments; None = not looked at.
        problems: Everything wrong, in the order found.
        notes: What a person may want to know, and is not wrong.
    """

    entries: int
    objects: int
    bytes: int
    checkpoints: int
    records: int | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems


def audit(
    store: Path,
    *,
    receipts: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
    hashed: set[str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> AuditReport:
    """Recompute everything that the log and the objects promise.

    Args:
        store: The STORE folder.
        receipts: Signed checkpoints kept outside, which the log must still extend.
        progress: Called with a line of text now and then; None = silent.
        hashed: Objects found good a moment ago, not to be hashed again.
        tell: Called with the name of each object found good.
    """
    found = verify.check_store(
        store,
        receipts=receipts,
        progress=progress or (lambda _: None),
        hashed=hashed,
        tell=tell or (lambda _: None),
    )
    return AuditReport(
        entries=found.entries,
        objects=found.objects,
        bytes=found.bytes,
        checkpoints=found.checkpoints,
        problems=tuple(Problem(**one._asdict()) for one in found.problems),
        notes=tuple(found.notes),
    )
