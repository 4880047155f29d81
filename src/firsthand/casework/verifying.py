"""Checking a case: every byte, entry and record, also when it will not open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from firsthand.casework.case import open_case
from firsthand.custody.audit import AuditReport, audit
from firsthand.errors import IntegrityError
from firsthand.store import EmbeddedStore


def verify_case(
    folder: Path,
    *,
    receipts: tuple[str, ...] = (),
    tell: Callable[[str], None] | None = None,
    hashed: set[str] | None = None,
    note_good: Callable[[str], None] | None = None,
) -> AuditReport:
    """Recompute everything that the log promises.

    A store that refuses to open is still read by the auditor, which needs neither
    index nor lock, so that the person learns which files differ.

    Args:
        folder: The case folder.
        receipts: Signed checkpoints kept outside, which the log must still extend.
        tell: Told with a line now and then; None = silent.
        hashed: Objects found good a moment ago, not to be hashed again.
        note_good: Called with the name of each object found good.

    Raises:
        IntegrityError: The store does not open and the auditor finds no cause.
    """
    try:
        with open_case(folder) as case:
            if isinstance(case.store, EmbeddedStore):
                return case.store.verify(
                    receipts=receipts, progress=tell, hashed=hashed, tell=note_good
                )
            return case.store.verify(progress=tell)
    except IntegrityError:
        report = audit(folder / "store", receipts=receipts, progress=tell)
        if report.is_clean:
            raise
        return report
