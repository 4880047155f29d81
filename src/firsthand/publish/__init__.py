"""What others may see: redaction first, then a static site, tables and GeoJSON.

Reads: every kind of record, as one `Dossier`. Writes: files outside the store, and
Redaction. Method: M060-M062. Nothing signed yet: every page says so.
"""

from __future__ import annotations

from firsthand.publish.dossier import Dossier, SheetRow, Total
from firsthand.publish.estimates import EstimatePart, EstimateRow, StandingEstimate
from firsthand.publish.site import MARKER, write_preview
from firsthand.publish.verification import VerificationSheet

__all__ = [
    "MARKER",
    "Dossier",
    "EstimatePart",
    "EstimateRow",
    "SheetRow",
    "StandingEstimate",
    "Total",
    "VerificationSheet",
    "write_preview",
]
