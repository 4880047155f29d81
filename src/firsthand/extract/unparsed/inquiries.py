"""What somebody did to know, and inquiries called for, in sentences without a parse.

Method: M056.
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.extract.answers.arabic_clauses import is_called_for
from firsthand.extract.patterned import range_of, words_of
from firsthand.extract.reading import Range, Statement
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import NEAR_WORDS
from firsthand.model import Claim, OtherClaim

# What was done to know, an inquiry called for, whose task it is to judge, and that
# the sides knew where and what a thing was.
_ABOUT = ("method", "call", "jurisdiction", "notice")


class Inquiries(Finder):
    """Finds what somebody did to know, and what inquiry somebody calls for."""

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Return what somebody did to know, and what inquiry somebody calls for."""
        for about in _ABOUT:
            rows = words_of(self.reference, self.language, "things", about)
            hits = rows.find(sentence.tokens)
            for place, hit in enumerate(hits):
                where = range_of(sentence.tokens, hit.first, hit.last)
                told = [t.word for t in sentence.tokens[: hit.last]]
                made = self._who_looked(where)
                if made is None or (about == "call" and not is_called_for(told)):
                    continue  # nobody says so, or somebody opens it himself
                last = self.page.clause(sentence, where)[1]
                if place + 1 < len(hits):  # "interviewed 16, and reviewed pictures"
                    last = min(last, sentence.tokens[hits[place + 1].first - 1].end)
                end = min(
                    (t.end for t in sentence.tokens[hit.last + NEAR_WORDS :]),
                    default=last,
                )
                yield self.page.made(
                    OtherClaim,
                    (where[0], max(where[1], min(last, end))),
                    sentence,
                    statement=made,
                    about=about,
                    rule=f"M056 {about}",
                )

    def _who_looked(self, where: Range) -> Statement | None:
        """Return whose word it is what was done to know: of who did it.

        Where the deed is the word of saying itself, he is the one of that word.
        """
        said = self.page.reading.statement_of(*where)
        if said is not None:
            return said
        looked = [
            one.statement
            for one in self.page.said
            if any(s < where[1] and where[0] < e for s, e in one.statement.cue)
        ]
        return looked[0] if looked else None
