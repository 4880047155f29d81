"""What finders of answers share: the page, and for whom its speakers speak."""

from __future__ import annotations

from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Words, words_of


class AnswerFinder:
    """A finder of answers on one page.

    Attributes:
        sides: For whom the speakers of the page speak.
        text: The page's text.
        language: Whose rows are read.
        reference: Tables of the case.
    """

    def __init__(self, sides: Sides) -> None:
        """Keep the page."""
        self.sides = sides
        self.text = sides.text
        self.language = sides.language
        self.reference = sides.reference

    def rows(self, table: str, kind: str) -> Words:
        """Return the rows of a kind in one of the language's tables."""
        return words_of(self.reference, self.language, table, kind)
