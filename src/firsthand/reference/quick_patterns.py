"""Patterns that are tried only on texts that hold a word which they need.

Most patterns of the finders ask for one of a few words ("mistakenly", "metres"), which
most sentences do not hold; looking for these words first costs a tenth. Of many
patterns, a `Sieve` looks for the words of all at once. What is found is what the
pattern alone finds. Method: M020.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]  # the parsed form of patterns has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from firsthand.reference.folding import has_odd_case

_SHORTEST = 2
_MOST = 80
# Nearly every sentence holds one of these: they tell little.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the of to in an and was were is are on at by for with that be it as he or had "
        "has have been his her their from not",
    )
)
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


class QuickPattern:
    """A pattern with the words of which any match holds one."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Take a pattern."""
        self.pattern = pattern
        self._is_folded = bool(pattern.flags & re.IGNORECASE)
        needed = needed_words(pattern)
        if needed is not None and self._is_folded:
            needed = frozenset(word.lower() for word in needed)
        self._needed = tuple(sorted(needed, key=len)) if needed else ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Words of which a match holds one, in small letters where case is put aside.

        Empty = there are none such: it may be met anywhere.
        """
        return self._needed

    @property
    def is_folded(self) -> bool:
        """Whether capitals and small letters are the same to it."""
        return self._is_folded

    def search(
        self, text: str, start: int = 0, end: int | None = None
    ) -> re.Match[str] | None:
        """Do what the pattern's own `search` does."""
        stop = len(text) if end is None else end
        if not self.may_be_in(text[start:stop]):
            return None
        return self.pattern.search(text, start, stop)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Do what the pattern's own `finditer` does."""
        stop = len(text) if end is None else end
        if not self.may_be_in(text[start:stop]):
            return iter(())
        return self.pattern.finditer(text, start, stop)

    def may_be_in(self, text: str) -> bool:
        """Say whether a text holds one of the words that a match needs."""
        if not self._needed:
            return True
        looked_at = text.lower() if self._is_folded else text
        for word in self._needed:
            if word in looked_at:
                return True
        return self._is_folded and has_odd_case(text)


class Sieve:
    """Many patterns: those that a text can hold are told by one look at its words.

    Each word of a text is asked once which needed words it may be part of, and what it
    answered is kept: most texts are made of the same words.
    """

    def __init__(self, patterns: Iterable[QuickPattern]) -> None:
        """Take the patterns; they are known by their places."""
        self._places: dict[str, list[int]] = {}
        self._as_written: set[int] = set()
        self._always: list[int] = []
        for place, pattern in enumerate(patterns):
            if not pattern.needed:
                self._always.append(place)
            if not pattern.is_folded:
                self._as_written.add(place)
            for word in pattern.needed:
                self._places.setdefault(word, []).append(place)
        self._all = sorted({*self._always, *itertools.chain(*self._places.values())})
        self._known = _Known(self._places)

    def likely(self, text: str) -> list[int]:
        """Return the places of the patterns that may be met in a text, in order."""
        if has_odd_case(text):
            return self._all
        lowered = text.lower()
        known = self._known
        hinted = {needed for word in words_of(lowered) for needed in known[word]}
        met = [needed for needed in hinted if needed.lower() in lowered]
        if not met:
            return self._always
        return sorted(
            {
                *self._always,
                *(
                    place
                    for needed in met
                    for place in self._places[needed]
                    if place not in self._as_written or needed in text
                ),
            }
        )


class _Known(dict[str, tuple[str, ...]]):
    """Of each word of a text, the needed words that it may hold a piece of."""

    def __init__(self, needed: Iterable[str]) -> None:
        super().__init__()
        self._by_letters: dict[str, list[tuple[str, str]]] = {}
        self._short: list[tuple[str, str]] = []
        for word in needed:
            piece = max(_WORD.findall(word.lower()), key=len, default="")
            if len(piece) >= _LETTERS:
                self._by_letters.setdefault(piece[:_LETTERS], []).append((piece, word))
            else:
                self._short.append((piece, word))

    def __missing__(self, word: str) -> tuple[str, ...]:
        pieces = list(self._short)
        for start in range(len(word) - _LETTERS + 1):
            pieces += self._by_letters.get(word[start : start + _LETTERS], ())
        found = tuple({needed for piece, needed in pieces if piece in word})
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = found
        return found


@functools.lru_cache(maxsize=256)
def words_of(text: str) -> frozenset[str]:
    """Return the words and numbers of a text, each once."""
    return frozenset(_WORD.findall(text))


_WORD = re.compile(r"\w+")
_LETTERS = 3
_MOST_KNOWN = 1 << 15


def quick(pattern: str, flags: int = 0) -> QuickPattern:
    """Return a pattern, compiled, that is tried only where it can be met."""
    return QuickPattern(re.compile(pattern, flags))


def needed_words(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Return words of which every match holds one; None = there are none such."""
    return _needed(_parser.parse(pattern.pattern, pattern.flags))


def _needed(steps: Any) -> frozenset[str] | None:
    """Return the best words that a sequence of steps needs: long ones, and few."""
    best: frozenset[str] | None = None
    letters = ""
    for op, value in [*steps, (None, None)]:
        if op is ops.LITERAL:
            letters += chr(value)
            continue
        best = _better(best, frozenset((letters,)))
        letters = ""
        best = _better(best, _needed_by(op, value))
    return best


def _needed_by(op: Any, value: Any) -> frozenset[str] | None:
    if op is ops.SUBPATTERN:
        _, added, dropped, inner = value
        return None if added or dropped else _needed(inner)
    if op is ops.ATOMIC_GROUP:
        return _needed(value)
    if op in _REPEATS:
        least, _, inner = value
        return _needed(inner) if least else None
    if op is ops.BRANCH:
        ways = [_needed(way) for way in value[1]]
        return None if None in ways else frozenset().union(*filter(None, ways))
    return None


def _better(
    one: frozenset[str] | None, other: frozenset[str] | None
) -> frozenset[str] | None:
    """Return the set whose words are long and few; None = neither is of use."""
    kept = [s for s in (one, other) if s and _is_of_use(s)]
    return max(kept, key=_use, default=None)


def _use(words: frozenset[str]) -> tuple[bool, int, int]:
    is_rare = _COMMON.isdisjoint(word.strip().lower() for word in words)
    return is_rare, min(map(len, words)), -len(words)


def _is_of_use(words: frozenset[str]) -> bool:
    return len(words) <= _MOST and min(map(len, words)) >= _SHORTEST
