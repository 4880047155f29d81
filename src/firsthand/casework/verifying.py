"""Checking a case: every byte, entry and record, also when it will not open."""

from __future__ import annotations

from pathlib import Path

from firsthand.casework.case import open_case
from firsthand.custody.audit import AuditReport, audit
from firsthand.errors import IntegrityError


def verify_case(folder: Path) -> AuditReport:
    """Recompute everything that the log promises.

    A store that refuses to open is still read by the auditor, which needs neither
    index nor lock, so that the person learns which files differ.

    Args:
        folder: The case folder.

    Raises:
        IntegrityError: The store does not open and the auditor finds no cause.
    """
    try:
        with open_case(folder) as case:
            return case.store.verify()
    except IntegrityError:
        report = audit(folder / "store")
        if report.is_clean:
            raise
        return report
