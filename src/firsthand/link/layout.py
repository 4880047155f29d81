"""Where a text's paragraphs and sentences stand, for claims to find neighbours."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
_SENTENCE_END = re.compile(
    '(?<=[.!?؟…])["”»’)]*\\s+(?=["“«‘(]?[A-ZА-ЯЁ\u0600-\u06ff0-9])'
)
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Maj|St|No|vs|им|г|ул))\.$")
_LONGEST_HEADING = 90
_STEP = 200


class Layout:
    """Sentences and paragraphs of one text; a heading belongs to what follows it."""

    def __init__(self, text: str) -> None:
        """Take the text; an empty one is cut every 200 characters."""
        self._text = text
        self._paragraphs = _paragraph_starts(text)
        self._sentences = _sentence_starts(text, self._paragraphs)

    def sentence(self, position: int) -> int:
        """Return the number of the sentence that holds a code point."""
        if not self._text:
            return position // _STEP
        return bisect.bisect_right(self._sentences, position) - 1

    def paragraph(self, position: int) -> int:
        """Return the number of the paragraph that holds a code point."""
        if not self._text:
            return 0
        return bisect.bisect_right(self._paragraphs, position) - 1

    def sentence_text(self, position: int) -> str:
        """Return the sentence that holds a code point."""
        return self._slice(self._sentences, self.sentence(position))

    def sentence_start(self, position: int) -> int | None:
        """Return where the sentence of a code point starts; None = no text held."""
        return self._sentences[self.sentence(position)] if self._text else None

    def paragraph_text(self, position: int) -> str:
        """Return the paragraph that holds a code point."""
        return self._slice(self._paragraphs, self.paragraph(position))

    def _slice(self, starts: Sequence[int], number: int) -> str:
        if not self._text:
            return ""
        end = starts[number + 1] if number + 1 < len(starts) else len(self._text)
        return self._text[starts[number] : end]


def _paragraph_starts(text: str) -> list[int]:
    breaks = _BLANK_LINE if "\n\n" in text else _LINE
    starts = [0]
    for match in breaks.finditer(text):
        block = text[starts[-1] : match.start()].strip()
        is_heading = len(block) <= _LONGEST_HEADING and block[-1:] not in set('.!?…”"»')
        is_title = len(starts) == 1
        if not is_heading or is_title:
            starts.append(match.end())
    return starts


def _sentence_starts(text: str, paragraphs: Sequence[int]) -> list[int]:
    starts = set(paragraphs)
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if not _ABBREVIATION.search(before):
            starts.add(match.end())
    for match in _LINE.finditer(text):
        if text[match.end() : match.end() + 1].strip() and _is_break(
            text, match.start()
        ):
            starts.add(match.end())
    return sorted(starts)


def _is_break(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at].strip()
    return len(line) <= _LONGEST_HEADING and line[-1:] not in set(",;-–—")
