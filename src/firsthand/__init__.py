"""Firsthand: conflicting reports of attacks become explained, checkable findings.

import firsthand as fh

with fh.open("mycase") as case:
    case.add("reports/", sheet="sources.csv")
    case.run()
    print(case.incidents())
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.casework.working import WorkingCase

__version__ = "0.1.0"
__all__ = ["__version__", "create", "open"]


def open(  # noqa: A001  `fh.open("mycase")` is what people type
    folder: str | os.PathLike[str], *, operator: str | None = None
) -> WorkingCase:
    """Open a case.

    Args:
        folder: The case folder, or a folder inside it.
        operator: Who is at the keyboard; None = as settings say.

    Raises:
        UserError: There is no case.
        IntegrityError: The store does not agree with its log.
    """
    from firsthand.casework.working import open_working_case  # noqa: PLC0415  start-up

    return open_working_case(folder, operator=operator)


def create(
    folder: str | os.PathLike[str],
    *,
    name: str | None = None,
    country: str | None = None,
) -> WorkingCase:
    """Make a new case in an absent or empty folder, and open it."""
    from pathlib import Path  # noqa: PLC0415  start-up

    from firsthand.casework import create_case  # noqa: PLC0415  start-up
    from firsthand.casework.working import WorkingCase as Working  # noqa: PLC0415

    return Working(create_case(Path(folder), name=name, country=country))
