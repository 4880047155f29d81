"""Claims proposed by a language model, of which only what the text proves is kept.

Off unless an endpoint is set. A model proposes; a proposal without its words in the
text, or with a value that does not follow from these words, is refused and counted;
the rest is merged with what the grammar read and marked. Method: M065.

Reads: Page. Writes: Claim (rule `model:NAME`), and refusals with reasons.
"""

from __future__ import annotations

from firsthand.extract.model_reader.checking import (
    Refusal,
    checked,
    merged,
    proposals_of,
)
from firsthand.extract.model_reader.endpoint import Endpoint, ask, endpoint_of

__all__ = [
    "Endpoint",
    "Refusal",
    "ask",
    "checked",
    "endpoint_of",
    "merged",
    "proposals_of",
]
