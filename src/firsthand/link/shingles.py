"""Texts become word shingles, furniture left out. Method: M010.

A shingle is three words in a row, folded, hashed to 64 bits. Paragraphs that stand
in three or more unrelated documents are furniture (cookie notices, "share this",
an agency's standing paragraph) and carry no shingles. All texts are read as arrays;
the shingles of one text are laid out only when it is compared.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.link.read_words import (
    Hashes,
    Places,
    Words,
    fold_text,
    is_among,
    mixed,
    read_words,
)
from firsthand.link.texts import LinkText

__all__ = ["Shingled", "Shingles", "fold_text", "longest_passage", "shared"]

WORDS_IN_SHINGLE = 3
_BLANK_LINE = re.compile(r"\n\s*\n")
_ENDS_SENTENCE = re.compile(r"[.!?؟。…»”\")]\s*$")
_LONGEST_HEADLINE = 25
_SEEN_OFTEN = 3
_SAMPLE = 6
_LEAST_OWN = 0.4  # house: our own reports, November 2026
_UNLIKE = 0.2  # house: a fifth
_WORDS_AT_ONCE = 1 << 20
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64
)
_ALL = np.iinfo(np.uint64).max


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


@dataclasses.dataclass(frozen=True)
class Sampled:
    """Some shingles of each text: those of the smallest hashes, the same in all.

    Attributes:
        keys: (n,) uint64 shingles.
        holders: (n,) the text that holds each.
        sizes: (n_texts,) how many shingles each text has.
        rates: (n_texts,) part of them that was kept.
    """

    keys: Hashes
    holders: Places
    sizes: Places
    rates: NDArray[np.float64]


class Shingles:
    """Many texts as words, their furniture known, their shingles made when asked."""

    def __init__(
        self,
        texts: Sequence[LinkText],
        number_words: Mapping[str, int],
        furniture: Hashes | None = None,
    ) -> None:
        """Read texts.

        Args:
            texts: All of a case or batch.
            number_words: Value of each folded number word.
            furniture: Sorted hashes of paragraphs that are furniture; None = known
                by their recurrence in these texts.
        """
        self.words: Words = read_words([text.text for text in texts], number_words)
        words = self.words
        self.furniture = _furniture_of(words) if furniture is None else furniture
        self._is_furniture = is_among(words.blocks, self.furniture)
        is_left_out = self._is_furniture.copy()
        n_blocks = np.diff(words.first_block)
        for place in np.flatnonzero(n_blocks > 1).tolist():
            text = texts[place]
            is_left_out[words.first_block[place]] |= _has_headline(
                text.text, text.title
            )
        self._is_kept = ~is_left_out[words.block_of]
        self._made: dict[int, Shingled] = {}

    def numbers(self, place: int) -> tuple[int, ...]:
        """Return the figures and number words of a text, in order."""
        start, end = self.words.number_starts[place : place + 2]
        return tuple(self.words.numbers[start:end].tolist())

    def __getitem__(self, place: int) -> Shingled:
        """Return the shingles of a text; kept, since it may be compared again."""
        if place not in self._made:
            self._made[place] = self._shingled(place)
        return self._made[place]

    def _shingled(self, place: int) -> Shingled:
        start, end = self.words.starts[place : place + 2]
        keep = self._is_kept[start:end]
        sequence = _combine(self.words.words[start:end][keep])
        unique = own = np.unique(sequence)
        quoted = self.words.is_quoted[start:end][keep]
        if quoted.any() and len(sequence):
            windows = np.lib.stride_tricks.sliding_window_view(quoted, WORDS_IN_SHINGLE)
            own = np.unique(sequence[~windows.any(axis=1)])
        blocks = slice(*self.words.first_block[place : place + 2])
        return Shingled(sequence, unique, own, int(self._is_furniture[blocks].sum()))

    def sampled(self, most: int) -> Sampled:
        """Return at most about so many shingles of each text."""
        n_texts = len(self.words.starts) - 1
        sizes = np.zeros(n_texts, dtype=np.int64)
        rates = np.ones(n_texts)
        keys: list[Hashes] = []
        holders: list[Places] = []
        for low, high in self._ranges():
            found, owner = self._of_range(low, high)
            count = np.bincount(owner, minlength=high - low)
            rate = np.minimum(1.0, most / np.maximum(count, 1))
            sizes[low:high], rates[low:high] = count, rate
            limit = np.where(rate < 1, rate * 2.0**64, 0.0).astype(np.uint64)
            limit[rate >= 1] = _ALL
            kept = found <= limit[owner]
            keys.append(found[kept])
            holders.append(owner[kept] + low)
        if not keys:
            return Sampled(
                np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64), sizes, rates
            )
        return Sampled(np.concatenate(keys), np.concatenate(holders), sizes, rates)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        starts, low = self.words.starts, 0
        while low < len(starts) - 1:
            high = int(np.searchsorted(starts, starts[low] + _WORDS_AT_ONCE, "right"))
            high = min(max(high - 1, low + 1), len(starts) - 1)
            yield low, high
            low = high

    def _of_range(self, low: int, high: int) -> tuple[Hashes, Places]:
        """Return the shingles of some texts, and whose each is, from 0."""
        starts = self.words.starts[low : high + 1]
        span = slice(starts[0], starts[-1])
        keep = self._is_kept[span]
        owner = np.repeat(np.arange(high - low), np.diff(starts))[keep]
        made = _combine(self.words.words[span][keep])
        first = owner[: len(made)]
        is_one = first == owner[len(owner) - len(made) :]
        return made[is_one], first[is_one]


def _has_headline(text: str, title: str | None) -> bool:
    """Say whether the first of several paragraphs is a title."""
    whole = text.strip()
    parts = _BLANK_LINE.split(whole, 1) if "\n\n" in text else whole.split("\n", 1)
    first = parts[0].strip()
    if title and fold_text(first) == fold_text(title.strip()):
        return True
    is_short = len(first.split()) <= _LONGEST_HEADLINE
    return is_short and not _ENDS_SENTENCE.search(first)


def _furniture_of(words: Words) -> Hashes:
    """Return the hashes of paragraphs that stand in three or more unrelated texts.

    Texts are unrelated when a good part of each is its own, and what is its own
    differs; so five reprints of one story stay related.
    """
    holder = np.repeat(
        np.arange(len(words.first_block) - 1), np.diff(words.first_block)
    )
    blocks, at = np.unique(words.blocks, return_inverse=True)
    n_texts = max(1, len(words.first_block) - 1)
    pairs = np.unique(at.astype(np.int64) * n_texts + holder)
    held = np.bincount(pairs // n_texts, minlength=len(blocks))
    is_often = (held >= _SEEN_OFTEN) & (blocks != 0)
    often = blocks[is_often]
    ends = np.cumsum(held)
    rests: dict[int, Hashes] = {}
    found = [
        blocks[place]
        for place in np.flatnonzero(is_often)
        if _n_unrelated(
            _spread(pairs[ends[place] - held[place] : ends[place]] % n_texts),
            words,
            often,
            rests,
        )
        >= _SEEN_OFTEN
    ]
    return np.array(found, dtype=np.uint64)


def _spread(places: Places) -> list[int]:
    """Return at most `_SAMPLE` of the places, evenly, so that the cost stays linear."""
    if len(places) <= _SAMPLE:
        return [int(place) for place in places]
    step = (len(places) - 1) / (_SAMPLE - 1)
    return [int(places[round(step * n)]) for n in range(_SAMPLE)]


def _n_unrelated(
    places: Sequence[int], words: Words, often: Hashes, rests: dict[int, Hashes]
) -> int:
    """Count texts of a sample that are unrelated to each other, greedily."""
    apart: list[Hashes] = []
    for place in places:
        start, end = words.starts[place : place + 2]
        if place not in rests:
            own = ~is_among(words.blocks[words.block_of[start:end]], often)
            rests[place] = np.unique(_combine(words.words[start:end][own]))
        rest = rests[place]
        if len(rest) < _LEAST_OWN * (end - start):
            continue
        if all(_part(rest, other) < _UNLIKE for other in apart):
            apart.append(rest)
    return len(apart)


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
    total = words[:n] * _MULTIPLIERS[0]
    for offset in range(1, WORDS_IN_SHINGLE):
        total += words[offset : offset + n] * _MULTIPLIERS[offset]
    return mixed(total)


def longest_passage(shorter: Shingled, longer: Shingled) -> int:
    """Return the longest run of words of one text that stands in the other."""
    if not len(shorter.sequence):
        return 0
    hit = _stand_in(shorter.sequence, longer.unique)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], hit.view(np.int8), [0]))))
    runs = edges[1::2] - edges[::2]
    return int(runs.max()) + WORDS_IN_SHINGLE - 1 if len(runs) else 0
