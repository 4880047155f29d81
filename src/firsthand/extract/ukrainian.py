"""Claims in Ukrainian text: rows of words, and their endings, patterns; no parser.

Method: M056. Rows: `counts_uk`, `things_uk`, `speech_uk`, `responses_uk`,
`parties_uk`, `weapons_uk`.
"""

from __future__ import annotations

from firsthand.extract.patterned import UKRAINIAN
from firsthand.extract.patterned_claims import find_claims_in
from firsthand.extract.reading import Reading
from firsthand.model import Claim


def find_claims(reading: Reading) -> list[Claim]:
    """Return the claims of a Ukrainian page, speakers set, ids empty.

    Args:
        reading: The page; its sentences are not parsed.
    """
    return find_claims_in(reading, UKRAINIAN)
