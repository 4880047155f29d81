"""Claims in Russian text: rows of words and their endings, patterns; no parser.

Method: M056. Rows: `counts_ru`, `things_ru`, `speech_ru`, `responses_ru`.
"""

from __future__ import annotations

from firsthand.extract.patterned import RUSSIAN
from firsthand.extract.patterned_claims import find_claims_in
from firsthand.extract.reading import Reading
from firsthand.model import Claim


def find_claims(reading: Reading) -> list[Claim]:
    """Return the claims of a Russian page, speakers set, ids empty.

    Args:
        reading: The page; its sentences are not parsed.
    """
    return find_claims_in(reading, RUSSIAN)
