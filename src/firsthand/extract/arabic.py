"""Claims in Arabic text: rows of words, folded spelling, patterns; no parser.

Method: M056. Rows: `counts_ar`, `things_ar`, `speech_ar`, `responses_ar`.
"""

from __future__ import annotations

from firsthand.extract.patterned import ARABIC
from firsthand.extract.patterned_claims import find_claims_in
from firsthand.extract.reading import Reading
from firsthand.model import Claim


def find_claims(reading: Reading) -> list[Claim]:
    """Return the claims of an Arabic page, speakers set, ids empty.

    Args:
        reading: The page; its sentences are not parsed.
    """
    return find_claims_in(reading, ARABIC)
