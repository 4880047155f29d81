"""Claims in French text: rows of words, folded accents, patterns; no parser.

Method: M056. Rows: `counts_fr`, `things_fr`, `speech_fr`, `responses_fr`,
`parties_fr`, `weapons_fr`.
"""

from __future__ import annotations

from firsthand.extract.patterned import FRENCH
from firsthand.extract.patterned_claims import find_claims_in
from firsthand.extract.reading import Reading
from firsthand.model import Claim


def find_claims(reading: Reading) -> list[Claim]:
    """Return the claims of a French page, speakers set, ids empty.

    Args:
        reading: The page; its sentences are not parsed.
    """
    return find_claims_in(reading, FRENCH)
