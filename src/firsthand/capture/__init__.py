"""Bytes become captures and readable text that can be traced back into them.

Reads: bytes and files. Writes: nothing; casework stores what is handed back. The
bytes are the evidence: whatever cannot be read is still taken in, with the reason.
Method: M001. Rules: BER-1, BER-2, BER-3.
"""

from __future__ import annotations

from firsthand.capture.dates import read_published
from firsthand.capture.folder import Listing, list_folder
from firsthand.capture.language import decide_language
from firsthand.capture.limits import Limits
from firsthand.capture.lines import in_capture
from firsthand.capture.names import shown_name
from firsthand.capture.sandbox import prepare, weakness
from firsthand.capture.sheet import (
    Pairing,
    Sheet,
    SheetRow,
    pair_with_files,
    read_sheet,
)
from firsthand.capture.take import take_in, take_in_file
from firsthand.capture.taken import Part, Stated, Taken
from firsthand.capture.text import decoded

__all__ = [
    "Limits",
    "Listing",
    "Pairing",
    "Part",
    "Sheet",
    "SheetRow",
    "Stated",
    "Taken",
    "decide_language",
    "decoded",
    "in_capture",
    "list_folder",
    "pair_with_files",
    "prepare",
    "read_published",
    "read_sheet",
    "shown_name",
    "take_in",
    "take_in_file",
    "weakness",
]
