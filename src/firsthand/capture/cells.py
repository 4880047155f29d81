"""Values of cells of a workbook, as calamine gives them, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any


def cell_words(value: Any) -> str:
    """Return the value of a cell of a workbook as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
