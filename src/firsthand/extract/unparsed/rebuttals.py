"""Evidence said to show another building, in sentences without a parse.

Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firsthand.extract.patterned import Found, range_of, words_of
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.model import Claim, Denies, ObjectIdentity, RebuttalClaim

_LONGEST = 12  # words of a clause before "another building"
_PROOF = re.compile(r"صور|مقاطع|مقطع|لقطات|فيديو|مشاهد|تسجيل|الظاهر|يظهر|تظهر")


_THAT_SLAVIC = frozenset({"что", "що", "«", '"', "“", "а", "но", "але", "однако"})


class Rebuttals(Finder):
    """Finds that evidence shows another thing than was hit."""

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield where a sentence says that the thing shown is another."""
        rows = words_of(self.reference, self.language, "things", "different")
        hits = rows.find(sentence.tokens)
        if self.language.code == "es":  # "another building, in another quarter": one
            hits = hits[:1]
        for hit in hits:
            values: dict[str, Any] = {"object_identity": ObjectIdentity.DIFFERENT}
            where = range_of(sentence.tokens, hit.first, hit.last)
            if self.language.code == "ar":
                where = self._whole(sentence, hit)
                if _PROOF.search(self.text, *where):
                    values["rebuts"] = Denies.EVIDENCE
            elif self.language.is_slavic:
                where = self._in_its_clause(sentence, where)
                values["rebuts"] = Denies.EVIDENCE
            elif self.language.code == "es":
                values["rebuts"] = Denies.EVIDENCE
            yield self.page.made(
                RebuttalClaim, where, sentence, rule="M056 another building", **values
            )
        answers = words_of(self.reference, self.language, "things", "rebuts")
        for hit in answers.find(sentence.tokens):
            yield self.page.made(
                RebuttalClaim,
                range_of(sentence.tokens, hit.first, hit.last),
                sentence,
                rebuts=Denies(str(hit.row["rebuts"])),
                rule="M056 an answer to an answer",
            )

    def _in_its_clause(self, sentence: Sentence, where: Range) -> Range:
        """Return a Slavic clause from behind "that" on, if it is no long one."""
        first, last = self.page.clause(sentence, where)
        inside = [t for t in sentence.tokens if first <= t.start < last]
        while inside and inside[0].word in _THAT_SLAVIC:
            inside.pop(0)
        is_short = bool(inside) and len(inside) <= _LONGEST
        return (inside[0].start, where[1]) if is_short else where

    def _whole(self, sentence: Sentence, hit: Found) -> Range:
        """Return an Arabic clause from behind "that" to its end."""
        tokens = sentence.tokens
        opener = words_of(self.reference, self.language, "speech", "opener")
        first = max(
            (o.last for o in opener.find(tokens[: hit.first])), default=hit.first
        )
        if hit.first - first > _LONGEST:
            first = hit.first
        last = hit.last
        while last < len(tokens) and (tokens[last].is_word or tokens[last].is_number):
            last += 1
        return range_of(tokens, first, last)
