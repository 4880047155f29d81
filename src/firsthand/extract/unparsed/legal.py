"""Legal words of sentences without a parse, with the clause they are said in.

Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token, range_of, shared_words
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import NEAR_WORDS, PHRASE_WORDS
from firsthand.model import Claim, LegalClaim

_LEGAL_PAUSES = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "،",
        "؛",
        "ان",
        "انه",
        "انها",
        "بان",
        "بانه",
        "بانها",
    }
)
_IS_CALLED = re.compile(
    r"(?:pu|po|pe)(?:eu[tv]|ui|ourr|edi?|rr|dr)\w*|const?itu\w*|ser[ií]a\w*|etre|ser"
    r"|equiv\w+|relev\w+|viol\w+|d'|de|un|une|una|unos|des|a|al|à"
)


class LegalWords(Finder):
    """Finds legal words, and the clause that each is said in."""

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield the legal words of a sentence that no denial speaks."""
        rows = shared_words(self.reference, self.language, "legal_words", "legal")
        for hit in rows.find(sentence.tokens):
            where = range_of(sentence.tokens, hit.first, hit.last)
            said = self.page.reading.statement_of(*where)
            if said is not None and self.page.is_denial(said):
                continue
            if self.language.is_romance:
                first = _verb_before(sentence.tokens, hit.first)
                where = sentence.tokens[first].start, where[1]
            if self.language.is_slavic and self._is_asked(sentence, hit):
                continue
            if not self.language.is_romance:
                where = self._with_its_clause(sentence, hit)
            yield self.page.made(
                LegalClaim,
                where,
                sentence,
                legal=str(hit.row["code"]),
                rule="M056 legal word",
            )

    def _with_its_clause(self, sentence: Sentence, hit: Found) -> Range:
        """Return a legal word with the words before it in its clause.

        In Arabic, one within signs is quoted with them alone.
        """
        tokens = sentence.tokens
        first = hit.first
        signs = _signs_about(tokens, hit) if self.language.code == "ar" else None
        if signs is not None:
            return range_of(tokens, *signs)
        while (
            first
            and hit.first - first < NEAR_WORDS
            and tokens[first - 1].word not in _LEGAL_PAUSES
            and not self._tells_who_speaks(tokens[first - 1])
        ):
            first -= 1
        return range_of(tokens, first, hit.last)

    def _tells_who_speaks(self, token: Token) -> bool:
        return any(
            start < token.end and token.start < end
            for said in self.page.said
            for start, end in (*said.statement.source, *said.statement.cue)
        )

    def _is_asked(self, sentence: Sentence, hit: Found) -> bool:
        """Say whether a legal word is but asked about ("whether it was a crime")."""
        first, _ = self.page.clause(
            sentence, range_of(sentence.tokens, hit.first, hit.last)
        )
        clause = [t.word for t in sentence.tokens[: hit.first] if t.start >= first]
        return bool({"чи", "ли"} & set(clause))


def _verb_before(tokens: Sequence[Token], first: int) -> int:
    """Return where "could constitute a" begins before a legal word; else its start."""
    begin = first
    for n in range(first - 1, max(-1, first - PHRASE_WORDS), -1):
        if _IS_CALLED.fullmatch(tokens[n].word) is None:
            break
        begin = n
    return begin


def _signs_about(tokens: Sequence[Token], hit: Found) -> tuple[int, int] | None:
    """Return the tokens from « to » about a find; None = it stands in none."""
    near = range(hit.first, max(-1, hit.first - NEAR_WORDS), -1)
    first = next((n for n in near if tokens[n].word in {"«", "»"}), None)
    if first is None or tokens[first].word != "«":
        return None
    ends = range(hit.last, min(len(tokens), hit.last + NEAR_WORDS))
    last = next((n for n in ends if tokens[n].word in {"«", "»"}), None)
    return None if last is None or tokens[last].word != "»" else (first, last + 1)
