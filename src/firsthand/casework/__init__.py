"""A case at work: opens a store, runs the stages that are out of date, keeps review.

The one place that knows all stages. Reads and writes: every kind of record.
"""

from __future__ import annotations

from firsthand.casework.case import Case, create_case, find_case, open_case

__all__ = ["Case", "create_case", "find_case", "open_case"]
