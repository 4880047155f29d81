"""Evidence said to show another building, in sentences without a parse.

Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.extract.patterned import range_of, words_of
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.model import Claim, ObjectIdentity, RebuttalClaim


class Rebuttals(Finder):
    """Finds that evidence shows another thing than was hit."""

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield where a sentence says that the thing shown is another."""
        rows = words_of(self.reference, self.language, "things", "different")
        for hit in rows.find(sentence.tokens):
            yield self.page.made(
                RebuttalClaim,
                range_of(sentence.tokens, hit.first, hit.last),
                sentence,
                object_identity=ObjectIdentity.DIFFERENT,
                rule="M056 another building",
            )
