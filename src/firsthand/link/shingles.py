"""Texts become hashed words and word shingles, furniture left out. Method: M010.

A shingle is three words in a row, folded, hashed to 64 bits. Paragraphs that stand
in three or more unrelated documents are furniture (cookie notices, "share this",
an agency's standing paragraph) and carry no shingles.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.link.texts import LinkText
from firsthand.reference.folding import fold_arabic, is_arabic

Hashes = NDArray[np.uint64]

WORDS_IN_SHINGLE = 3
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"(“[^”]{0,800}”|«[^»]{0,800}»|\"[^\"]{0,800}\")", re.DOTALL)
_BLANK_LINE = re.compile(r"\n\s*\n")
_ENDS_SENTENCE = re.compile(r"[.!?؟。…»”\")]\s*$")
_LONGEST_HEADLINE = 25
_SEEN_OFTEN = 3
_SAMPLE = 6
_LEAST_OWN = 0.4  # house: our own reports, November 2026
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64
)


class WordHashes(dict[str, int]):
    """Hash of each distinct word, made once: the same on every machine and run."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        made = self[word] = int.from_bytes(digest, "big")
        return made


@dataclasses.dataclass(frozen=True)
class Worded:
    """A text as hashed words.

    Attributes:
        words: (n_words,) uint64, in order.
        is_quoted: (n_words,) bool: inside quotation marks.
        paragraph_of: (n_words,) int32: index into `paragraphs`.
        paragraphs: Hash of each paragraph.
        headline: Index of the paragraph that is the title; -1 = none.
    """

    words: Hashes
    is_quoted: NDArray[np.bool_]
    paragraph_of: NDArray[np.int32]
    paragraphs: tuple[int, ...]
    headline: int


@dataclasses.dataclass(frozen=True)
class Shingled:
    """A text as shingles.

    Attributes:
        sequence: (n,) uint64 shingles in order, furniture and title left out.
        unique: (m,) uint64 sorted distinct shingles.
        own: (k,) uint64 sorted distinct shingles outside quotation marks.
        n_furniture: Paragraphs left out as furniture.
    """

    sequence: Hashes
    unique: Hashes
    own: Hashes
    n_furniture: int


def fold_text(text: str) -> str:
    """Fold case, accents and Arabic spelling of a whole text, for comparing only."""
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return fold_arabic(folded).text if is_arabic(folded) else folded


def word_texts(texts: Sequence[LinkText]) -> list[Worded]:
    """Return the texts as hashed words, in the order given."""
    hashes = WordHashes()
    return [_worded(text, hashes) for text in texts]


def _worded(text: LinkText, hashes: WordHashes) -> Worded:
    words: list[int] = []
    quoted: list[bool] = []
    paragraph_of: list[int] = []
    paragraphs: list[int] = []
    blocks = [block for block in _paragraphs(text.text) if block.strip()]
    for index, block in enumerate(blocks):
        start = len(words)
        for turn, piece in enumerate(_QUOTED.split(fold_text(block))):
            found = [hashes[word] for word in _WORD.findall(piece)]
            words += found
            quoted += [turn % 2 == 1] * len(found)
        paragraph_of += [index] * (len(words) - start)
        paragraphs.append(hash(tuple(words[start:])))
    return Worded(
        words=np.array(words, dtype=np.uint64),
        is_quoted=np.array(quoted, dtype=np.bool_),
        paragraph_of=np.array(paragraph_of, dtype=np.int32),
        paragraphs=tuple(paragraphs),
        headline=_headline(blocks, text.title),
    )


def _paragraphs(text: str) -> list[str]:
    return _BLANK_LINE.split(text) if "\n\n" in text else text.split("\n")


def _headline(blocks: Sequence[str], title: str | None) -> int:
    if not blocks[1:]:
        return -1
    first = blocks[0].strip()
    if title and fold_text(first) == fold_text(title.strip()):
        return 0
    is_short = len(first.split()) <= _LONGEST_HEADLINE
    return 0 if is_short and not _ENDS_SENTENCE.search(first) else -1


def furniture_of(worded: Sequence[Worded]) -> set[int]:
    """Return the hashes of paragraphs that stand in three or more unrelated texts.

    Texts are unrelated when a good part of each is its own, and what is its own
    differs; so five reprints of one story stay related.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(worded):
        for paragraph in set(text.paragraphs):
            holders[paragraph].append(place)
    often = {p: held for p, held in holders.items() if len(held) >= _SEEN_OFTEN}
    if not often:
        return set()
    rests: dict[int, Hashes] = {}
    return {
        paragraph
        for paragraph, held in often.items()
        if _n_unrelated(_spread(held), worded, often, rests) >= _SEEN_OFTEN
    }


def _spread(places: Sequence[int]) -> list[int]:
    """Return at most `_SAMPLE` of the places, evenly, so that the cost stays linear."""
    if len(places) <= _SAMPLE:
        return list(places)
    step = (len(places) - 1) / (_SAMPLE - 1)
    return [places[round(step * n)] for n in range(_SAMPLE)]


def _n_unrelated(
    places: Sequence[int],
    worded: Sequence[Worded],
    often: Mapping[int, object],
    rests: dict[int, Hashes],
) -> int:
    """Count texts of a sample that are unrelated to each other, greedily."""
    apart: list[Hashes] = []
    for place in places:
        if place not in rests:
            rests[place] = _rest(worded[place], often)
        rest = rests[place]
        if len(rest) < _LEAST_OWN * len(worded[place].words):
            continue
        if all(_part(rest, other) < 0.2 for other in apart):  # noqa: PLR2004  house: a fifth
            apart.append(rest)
    return len(apart)


def _rest(text: Worded, often: Mapping[int, object]) -> Hashes:
    keep = np.array([p not in often for p in text.paragraphs] or [True])
    if not len(text.words):
        return text.words
    return np.unique(_combine(text.words[keep[text.paragraph_of]]))


def _part(some: Hashes, other: Hashes) -> float:
    smaller = min(len(some), len(other))
    return shared(some, other) / smaller if smaller else 0.0


def shared(some: Hashes, other: Hashes) -> int:
    """Return how many values two sorted distinct arrays have in common."""
    fewer, more = (some, other) if len(some) <= len(other) else (other, some)
    return int(np.count_nonzero(_stand_in(fewer, more)))


def _stand_in(values: Hashes, among: Hashes) -> NDArray[np.bool_]:
    """Say of each value whether it stands among sorted ones."""
    if not len(among):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.searchsorted(among, values)
    at[at == len(among)] = 0
    found: NDArray[np.bool_] = among[at] == values
    return found


def _combine(words: Hashes) -> Hashes:
    n = len(words) - WORDS_IN_SHINGLE + 1
    if n < 1:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(n, dtype=np.uint64)
    for offset in range(WORDS_IN_SHINGLE):
        mixed ^= words[offset : offset + n] * _MULTIPLIERS[offset]
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MULTIPLIERS[0]
    return mixed ^ (mixed >> np.uint64(32))


def shingle_texts(texts: Sequence[LinkText]) -> list[Shingled]:
    """Return the texts as shingles, furniture and titles left out.

    Args:
        texts: The texts, all of a case or batch: furniture is known by recurrence.
    """
    worded = word_texts(texts)
    furniture = furniture_of(worded)
    return [_shingled(text, furniture) for text in worded]


def _shingled(text: Worded, furniture: set[int]) -> Shingled:
    is_kept = [
        index != text.headline and paragraph not in furniture
        for index, paragraph in enumerate(text.paragraphs)
    ]
    empty = not len(text.words)
    keep = (
        np.zeros(0, dtype=np.bool_) if empty else np.array(is_kept)[text.paragraph_of]
    )
    words, quoted = text.words[keep], text.is_quoted[keep]
    sequence = _combine(words)
    if len(sequence):
        windows = np.lib.stride_tricks.sliding_window_view(quoted, WORDS_IN_SHINGLE)
        outside = sequence[~windows.any(axis=1)]
    else:
        outside = sequence
    return Shingled(
        sequence=sequence,
        unique=np.unique(sequence),
        own=np.unique(outside),
        n_furniture=sum(paragraph in furniture for paragraph in text.paragraphs),
    )


def longest_passage(shorter: Shingled, longer: Shingled) -> int:
    """Return the longest run of words of one text that stands in the other."""
    if not len(shorter.sequence):
        return 0
    hit = _stand_in(shorter.sequence, longer.unique)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hit.view(np.int8), [0]))))
    runs = edges[1::2] - edges[::2]
    return int(runs.max()) + WORDS_IN_SHINGLE - 1 if len(runs) else 0
