"""Which documents may draw on which, where linking is not sure. Method: M010.

Reads: texts, Origin. A pair is in doubt where a little less asked for would make a copy
of it, or a little more would not. How much it holds is told as a part of what a copy is
asked for: at 100% the weakest of what is asked for is just met.
"""

from __future__ import annotations

import bisect
import dataclasses
import difflib
import functools
from collections.abc import Iterator, Sequence

from firsthand.link.copies import Comparer
from firsthand.link.texts import LinkText
from firsthand.model import DocumentId, Origin
from firsthand.reference import Reference
from firsthand.reference.folding import plain_key

_PERCENT = tuple(range(50, 155, 5))
_LONG_PASSAGE = 8
"""Words: a shorter run stands in texts that have nothing to do with each other."""


@dataclasses.dataclass(frozen=True)
class CopyAsked:
    """Two documents, of which one may draw on the other.

    Attributes:
        earlier: The one that came first, or that linking puts first.
        later: The other.
        is_linked: Linking holds them for one origin.
    """

    earlier: DocumentId
    later: DocumentId
    is_linked: bool


class CopiesRead:
    """The texts of a case as linking compares them, for whoever asks."""

    def __init__(self, texts: Sequence[LinkText], reference: Reference) -> None:
        """Take all texts: what stands in many is furniture."""
        self._comparer = Comparer(texts, reference)
        self.known = self._comparer.known
        self.texts: Sequence[LinkText] = self._comparer.texts
        self._doubt = self._comparer.weights["copy.doubt"]
        self._by_part: dict[int, Comparer] = {}
        self.place_of = {
            text.document_id: place for place, text in enumerate(self.texts)
        }

    def in_doubt(self, origins: Sequence[Origin]) -> Iterator[CopyAsked]:
        """Yield the pairs that stand near what makes a copy, on either side.

        Args:
            origins: As linking found them.
        """
        texts = self.texts
        origin_of = {d: origin.id for origin in origins for d in origin.documents}
        linked = {
            (self.place_of[link.copy_of], self.place_of[link.document_id])
            for origin in origins
            for link in origin.links
            if {link.copy_of, link.document_id} <= self.place_of.keys()
        }
        sure = self._comparer.forwards().keys()
        for later, candidates in self._comparer.candidates():
            if later in sure:
                continue
            inside: list[int] = []
            for earlier in dict.fromkeys(candidates):
                one, other = texts[earlier].document_id, texts[later].document_id
                if origin_of.get(one) == origin_of.get(other):
                    inside.append(earlier)
                elif self._little_less.verdict(earlier, later) is not None:
                    yield CopyAsked(one, other, is_linked=False)
            is_sure = any(self._little_more.verdict(e, later) for e in inside)
            if not is_sure:
                yield from (
                    CopyAsked(
                        texts[e].document_id, texts[later].document_id, is_linked=True
                    )
                    for e in inside
                    if (e, later) in linked
                )

    @functools.cached_property
    def _little_less(self) -> Comparer:
        return self._comparer.asking(1 - self._doubt)

    @functools.cached_property
    def _little_more(self) -> Comparer:
        return self._comparer.asking(1 + self._doubt)

    def in_order(self, one: DocumentId, other: DocumentId) -> tuple[int, int]:
        """Return the places of two documents, the earlier first."""
        first, second = sorted((self.place_of[one], self.place_of[other]))
        return first, second

    def held(self, one: DocumentId, other: DocumentId) -> int | None:
        """Return how much of what a copy is asked for two documents hold, in percent.

        Returns:
            From 50 to 150, in steps of 5; None = less, or too short to compare.
        """
        places = self.in_order(one, other)
        # The more is asked for, the fewer are copies: halved like a telephone book.
        n_held = bisect.bisect(
            _PERCENT,
            0,
            key=lambda part: self._asking(part).verdict(*places) is None,
        )
        return _PERCENT[n_held - 1] if n_held else None

    def _asking(self, percent: int) -> Comparer:
        if percent not in self._by_part:
            self._by_part[percent] = self._comparer.asking(percent / 100)
        return self._by_part[percent]

    def signs(self, one: DocumentId, other: DocumentId) -> int:
        """Return how much speaks for drawing on each other: 0 = nothing at all."""
        a, b = self.in_order(one, other)
        found = 100 * (self.credits(a, b) + self.credits(b, a))
        found += 2 * (self.held(one, other) or 0)
        found += self._comparer.same_numbers(a, b)
        shared = self._comparer.passage(a, b)
        return found + (shared if shared >= _LONG_PASSAGE else 0)

    def credits(self, of: int, by: int) -> bool:
        """Say whether a text credits whoever published another."""
        name = plain_key(self.texts[of].source or "")
        given = self._comparer.credits[by]
        return bool(name) and any(plain_key(credit.name) == name for credit in given)

    def seen(self, one: DocumentId, other: DocumentId) -> Iterator[str]:
        """Tell what two documents share, beside what a copy is asked for."""
        a, b = self.in_order(one, other)
        part = self.held(one, other)
        verdict = self._comparer.verdict(a, b)
        asked = "hardly anything of" if part is None else f"{part}% of"
        yield f"holds {asked} what a copy is asked for"
        if verdict is not None:
            yield from (reason.text for reason in verdict.because)
        else:
            yield from self._comparer.measured(a, b)
        if words := self.passage(one, other):
            yield f"both say: “{' '.join(words)}”"
        for place in (a, b):
            text, given = self.texts[place], self._comparer.credits[place]
            if given:
                named = ", ".join(dict.fromkeys(credit.name for credit in given))
                yield f"{text.document_id} credits {named}"

    def passage(self, one: DocumentId, other: DocumentId) -> tuple[str, ...]:
        """Return the longest run of words that both hold; none = a short one."""
        ours, theirs = (
            self.texts[place].text.split() for place in self.in_order(one, other)
        )
        folded = [[plain_key(word) for word in words] for words in (ours, theirs)]
        found = difflib.SequenceMatcher(
            None, folded[0], folded[1], autojunk=False
        ).find_longest_match()
        if found.size < _LONG_PASSAGE:
            return ()
        return tuple(ours[found.a : found.a + found.size])
