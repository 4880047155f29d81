"""Firsthand: conflicting reports of attacks become explained, checkable findings."""

from __future__ import annotations

__version__ = "0.1.0"
