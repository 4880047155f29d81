"""Transcripts: words with their times, and a working text without who is who.

The working text stands for what must be hidden by a pseudonym or a mark, and keeps a
map back into the transcript, which is sealed. Hiding errs on the side of hiding: case,
vowel signs, letter variants and endings do not save a name. It cannot know what nobody
told it: a person reads the working text before it is published. Pure.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence

from firsthand.errors import SourceError
from firsthand.model import TimedSpan

# A plain word: brackets would break the sentence for who reads it by rules.
WITHHELD = "WITHHELD"
_CUE = re.compile(
    r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})\s+-->\s+"
    r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})"
)
_MARK = re.compile(r"\[(?:(\d+):)?(\d{1,2}):(\d{2})\]\s*")
_TAG = re.compile(r"<[^<>\n]{0,200}>")
_SKIPPED_BLOCKS = ("WEBVTT", "NOTE", "STYLE", "REGION")
_SHORTEST_LOOSE = 4  # house: shorter words are hidden only where they stand alone
_SHORTEST_PART = 3
_SHORTEST_NUMBER = 5
_LOCAL_NUMBER = 7  # house: digits of a telephone number without country and area
_MAX_ENDING = 4  # house: a case ending, a plural, a possessive
# Cyrillic vowels, signs and short i, folded; Arabic ha and alef.
_OPEN_ENDS = frozenset(
    "\u0430\u0435\u0438\u043e\u0443\u044b\u044d\u044e\u044f\u044c\u0456\u0454\u0647\u0627"
)
_ARABIC_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("\u0622\u0623\u0625\u0671", "\u0627"),
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        "\u0624": "\u0648",
        "\u0626": "\u064a",
    }
)


@dataclasses.dataclass(frozen=True)
class Transcript:
    """Words, and when they are heard.

    Attributes:
        text: The words.
        spans: In order of the words.
    """

    text: str
    spans: tuple[TimedSpan, ...] = ()


@dataclasses.dataclass(frozen=True)
class WorkingText:
    """A transcript with words taken out.

    Attributes:
        text: What may be read by the program.
        kept: Stretches that stand as they were: start, end here; start, end there.
        n_hidden: How many places were hidden.
    """

    text: str
    kept: tuple[tuple[int, int, int, int], ...]
    n_hidden: int

    def here(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the transcript stands in the working text."""
        return self._map(start, is_end=False), self._map(end, is_end=True)

    def _map(self, at: int, *, is_end: bool) -> int:
        before = 0
        for start, end, there, until in self.kept:
            if there <= at <= until:
                return start + at - there
            if at < there:
                return start if is_end else before
            before = end
        return len(self.text) if is_end else before


def read_transcript(data: bytes, name: str) -> Transcript:
    """Read a transcript: plain text, text with [00:12:03] marks, WebVTT or SubRip.

    Raises:
        SourceError: It is not text in UTF-8; says what to do.
    """
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the transcript is not text in UTF-8 (byte {error.start}): save {name} as "
            "plain text, WebVTT (.vtt) or SubRip (.srt)"
        ) from error
    if "\x00" in text:
        raise SourceError(f"the transcript holds zero bytes: save {name} as plain text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CUE.search(text):
        return _read_cues(text)
    if _MARK.search(text):
        return _read_marks(text)
    return Transcript(text.strip() + "\n")


def _read_cues(text: str) -> Transcript:
    words: list[str] = []
    spans: list[TimedSpan] = []
    at = 0
    for block in re.split(r"\n{2,}", text):
        lines = block.strip("\n").split("\n")
        times = [
            (n, found) for n, line in enumerate(lines) if (found := _CUE.match(line))
        ]
        if not times:
            if not block.strip() or block.startswith(_SKIPPED_BLOCKS):
                continue
            # Words without a time are words all the same: never dropped.
            said = _TAG.sub("", block).strip()
        else:
            said = _TAG.sub("", "\n".join(lines[times[0][0] + 1 :])).strip()
        if not said:
            continue
        if times:
            start, end = _cue_times(times[0][1])
            spans.append(
                TimedSpan(start_ms=start, end_ms=end, start=at, end=at + len(said))
            )
        words.append(said + "\n")
        at += len(said) + 1
    return Transcript("".join(words), tuple(spans))


def _cue_times(found: re.Match[str]) -> tuple[int, int]:
    numbers = [int(part or 0) for part in found.groups()]
    return _ms(*numbers[:4]), _ms(*numbers[4:])


def _ms(hours: int, minutes: int, seconds: int, ms: int = 0) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _read_marks(text: str) -> Transcript:
    words: list[str] = []
    spans: list[TimedSpan] = []
    at = last = 0
    open_span: tuple[int, int] | None = None
    for found in [*_MARK.finditer(text), None]:
        said = text[last : found.start() if found else len(text)]
        words.append(said)
        at += len(said)
        ms = _ms(*(int(part or 0) for part in found.groups())) if found else None
        if open_span is not None:
            end = max(open_span[1], at - (len(said) - len(said.rstrip())))
            spans.append(
                TimedSpan(start_ms=open_span[0], end_ms=ms, start=open_span[1], end=end)
            )
        if found and ms is not None:
            open_span, last = (ms, at), found.end()
    return Transcript("".join(words), tuple(spans))


def hide(
    text: str, names: Iterable[str], others: Iterable[str], stand_in: str
) -> WorkingText:
    """Take out what would tell who speaks.

    Args:
        text: The transcript.
        names: Names of the witness: each part of them is hidden as well.
        others: Numbers, villages, names of kin and of whoever else is protected.
        stand_in: What stands for the witness's name (the pseudonym).
    """
    folded, starts = _fold(text)
    found: dict[int, tuple[int, str]] = {}
    terms = [(term, stand_in) for name in names for term in _with_parts(name)]
    terms += [(term, WITHHELD) for other in others for term in _with_number(other)]
    for term, mark in terms:
        pattern = _pattern(term)
        for match in pattern.finditer(folded) if pattern else ():
            start, end = starts[match.start()], starts[match.end()]
            known = found.get(start)
            if known is None or known[0] < end:
                found[start] = (end, mark)
    return _cut(text, sorted((start, *rest) for start, rest in found.items()))


def _cut(text: str, marks: Sequence[tuple[int, int, str]]) -> WorkingText:
    parts: list[str] = []
    kept: list[tuple[int, int, int, int]] = []
    at = here = n_hidden = 0
    for start, end, mark in [*marks, (len(text), len(text), "")]:
        if end <= at and mark:
            continue
        if start > at:
            size = start - at
            kept.append((here, here + size, at, start))
            parts.append(text[at:start])
            here += size
        if mark and start >= at:
            parts.append(mark)
            here += len(mark)
            n_hidden += 1
        at = max(at, end)
    return WorkingText("".join(parts), tuple(kept), n_hidden)


def _with_parts(name: str) -> list[str]:
    parts = [part for part in re.split(r"[\s\-]+", name) if len(part) >= _SHORTEST_PART]
    return [name, *parts]


def _with_number(other: str) -> list[str]:
    digits = re.sub(r"\D", "", other)
    if len(digits) < _SHORTEST_NUMBER:
        return [other]
    # People leave out the country, or write a 0 in its place.
    return [other, digits, digits[-_LOCAL_NUMBER:]]


def _pattern(term: str) -> re.Pattern[str] | None:
    folded = _fold(term.strip())[0].strip()
    if not folded:
        return None
    if folded.isdigit():
        body = r"[\s\-().]{0,2}".join(folded)
        before = r"(?:(?<!\d)[+(]?\d[\d\-(). ]{0,9})?"
        return re.compile(rf"{before}(?<!\d){body}(?!\d)|{before}{body}(?!\d)")
    words = re.split(r"[\s\-]+", folded)
    if len(folded) < _SHORTEST_LOOSE:
        body = r"[\s\-]+".join(map(re.escape, words))
        return re.compile(rf"(?<!\w){body}(?!\w)")
    # An article or a conjunction may be joined before (Arabic), an ending after, on
    # the last word and on those between.
    ending = rf"\w{{0,{_MAX_ENDING}}}[\s\-]+"
    body = ending.join(re.escape(_stem(word)) for word in words)
    return re.compile(rf"(?<!\w)\w{{0,3}}{body}\w{{0,{_MAX_ENDING}}}(?!\w)")


def _stem(word: str) -> str:
    # Case endings take the place of a last vowel; ta marbuta (folded to ha) opens.
    shorter = word[:-1]
    is_open = word[-1:] in _OPEN_ENDS and len(shorter) >= _SHORTEST_PART
    return shorter if is_open else word


def _fold(text: str) -> tuple[str, list[int]]:
    """Fold letter by letter: case, marks, letter variants; keep where each stood."""
    letters: list[str] = []
    starts: list[int] = []
    for at, letter in enumerate(text):
        flat = unicodedata.normalize("NFKD", letter.translate(_ARABIC_VARIANTS))
        for part in flat.casefold():
            if unicodedata.combining(part) or part == "\u0640":
                continue
            digit = unicodedata.digit(part, None)
            letters.append(part if digit is None else str(digit))
            starts.append(at)
    starts.append(len(text))
    return "".join(letters), starts
