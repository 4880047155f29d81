"""Patterns that are tried only on texts that hold a word which they need.

Most patterns of the finders ask for one of a few words ("mistakenly", "metres"), which
most sentences do not hold; looking for these words first costs a tenth. What is found
is what the pattern alone finds. Method: M020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]  # the parsed form of patterns has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 2
_MOST = 80
# Letters that are the same as others only where case is put aside.
_ODD_CASE = re.compile("[\u0130\u0131\u017f\u1e9e\u212a\u212b\u2126]")
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
        if not self._is_folded:
            return any(word in text for word in self._needed)
        lowered = text.lower()
        if any(word in lowered for word in self._needed):
            return True
        return _ODD_CASE.search(text) is not None


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
    return max(kept, key=lambda s: (min(map(len, s)), -len(s)), default=None)


def _is_of_use(words: frozenset[str]) -> bool:
    return len(words) <= _MOST and min(map(len, words)) >= _SHORTEST
