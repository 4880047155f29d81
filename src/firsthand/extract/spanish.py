"""Claims in Spanish text: rows of words, folded accents, patterns; no parser.

Method: M056. Rows: `counts_es`, `things_es`, `speech_es`, `responses_es`,
`parties_es`, `weapons_es`.
"""

from __future__ import annotations

from firsthand.extract.patterned import SPANISH
from firsthand.extract.patterned_claims import find_claims_in
from firsthand.extract.reading import Reading
from firsthand.model import Claim


def find_claims(reading: Reading) -> list[Claim]:
    """Return the claims of a Spanish page, speakers set, ids empty.

    Args:
        reading: The page; its sentences are not parsed.
    """
    return find_claims_in(reading, SPANISH)
