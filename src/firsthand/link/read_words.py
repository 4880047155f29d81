"""Words, paragraphs and numbers of many texts at once, as arrays. Method: M010.

Texts are read a few hundred together: their folded letters as one row of bytes, each
word hashed from prefix sums of a polynomial modulo 2^64, so that no word becomes an
object of its own. The same word has the same hash in every text, run and machine.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.reference.folding import fold_arabic, is_arabic

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_TEXT, _BLOCK, _OPEN, _CLOSE = "\x00", "\x01", "\x02", "\x03"
"""What stands between texts, between paragraphs, and around quoted words."""
_MARKS = (_TEXT, _BLOCK, _OPEN, _CLOSE)
_AT_ONCE = 1 << 18  # code points: small enough for the processor's own memory
_BLANK_LINE = re.compile(r"\n\s*\n")
_NOT_WORD = re.compile(r"[^\w\x00-\x7f]")
_QUOTED = re.compile(
    '(“[^”\x01]{0,800}”|«[^»\x01]{0,800}»|"[^"\x01]{0,800}")', re.DOTALL
)
_QUOTES = ("“", "«", '"')
_NOT_DIGIT = re.compile(rb"[^\d]")
_JOINED = re.compile(rb"[-']")
_LETTERS = re.compile(rb"[a-zA-Z\x80-\xff]+(?:[-'][a-zA-Z\x80-\xff]+)*")
_LONGEST_FIGURE = 12
_LONGEST_WORD = 64  # bytes
_YEARS = range(1900, 2100)  # stated by one text, understood in the other
_BASE, _STEP = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_SPACE = " \t\n\r\x0b\x0c" + _BLOCK


@dataclasses.dataclass(frozen=True)
class Words:
    """The words of many texts, one text after the other.

    Attributes:
        words: (n,) uint64 hash of each word.
        is_quoted: (n,) whether it stands inside quotation marks.
        block_of: (n,) which paragraph it stands in, counted over all texts.
        blocks: (k,) uint64 hash of each paragraph; 0 = it holds no word.
        first_block: (n_texts + 1,) where the paragraphs of each text begin.
        starts: (n_texts + 1,) where the words of each text begin.
        numbers: (m,) figures and number words, in order; years left out.
        number_starts: (n_texts + 1,) where the numbers of each text begin.
    """

    words: Hashes
    is_quoted: Flags
    block_of: Places
    blocks: Hashes
    first_block: Places
    starts: Places
    numbers: Places
    number_starts: Places


def fold_text(text: str) -> str:
    """Fold case, accents and Arabic spelling of a whole text, for comparing only."""
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return fold_arabic(folded).text if is_arabic(folded) else folded


def read_words(
    texts: Sequence[str], number_words: Mapping[str, int] | None = None
) -> Words:
    """Read texts.

    Args:
        texts: Any texts, in any order.
        number_words: Value of each folded number word; None = figures alone.
    """
    values = _NumberHashes(number_words or {})
    parts = [_read(some, values) for some in _chunks(texts)]
    return _joined(parts)


def hash_words(words: Iterable[str]) -> Hashes:
    """Return the hash that each of some words has in a text."""
    made = [read_words([word]).words[:1] for word in words]
    return np.concatenate(made) if made else np.empty(0, dtype=np.uint64)


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= _AT_ONCE:
            yield held
            held, size = [], 0
    if held:
        yield held


def _prepared(text: str) -> str:
    """Return a text with its paragraphs and quotations marked, other signs blank."""
    if any(mark in text for mark in _MARKS):
        text = text.translate(dict.fromkeys(map(ord, _MARKS), " "))
    has_blanks = "\n\n" in text
    blocks = _BLANK_LINE.sub(_BLOCK, text) if has_blanks else text.replace("\n", _BLOCK)
    folded = blocks if blocks.isascii() else fold_text(blocks)
    if any(mark in folded for mark in _QUOTES):
        folded = _QUOTED.sub(_marked, folded)
    if not folded.isascii():
        folded = _NOT_WORD.sub(" ", folded.replace("’", "'"))
    return folded.strip(_SPACE)


def _marked(found: re.Match[str]) -> str:
    return f"{_OPEN}{found.group()[1:-1]}{_CLOSE}"


@functools.cache
def _letters() -> tuple[Hashes, Flags]:
    """Return a number for each byte, great and small letters alike; which are words."""
    digests = [
        hashlib.blake2b(bytes([byte]).lower(), digest_size=8).digest()
        for byte in range(256)
    ]
    values = np.array([int.from_bytes(made, "big") for made in digests], np.uint64)
    is_word = np.array(
        [byte >= 128 or chr(byte).isalnum() or chr(byte) == "_" for byte in range(256)]  # noqa: PLR2004  past ASCII
    )
    return values, is_word


@functools.lru_cache(maxsize=8)
def _powers(base: int, size: int) -> tuple[Hashes, Hashes]:
    """Return the powers of an odd number and of its inverse, modulo 2^64."""
    made = []
    for factor in (base, pow(base, -1, 1 << 64)):
        row = np.full(size, factor, dtype=np.uint64)
        row[0] = 1
        made.append(np.cumprod(row, dtype=np.uint64))
    return made[0], made[1]


def _sums(values: Hashes, starts: Places, ends: Places, base: int) -> Hashes:
    """Return a hash of each stretch, the same wherever it stands."""
    size = 1 << max(12, len(values).bit_length())
    up, down = _powers(base, size)
    total = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values * up[: len(values)], out=total[1:])
    return mixed((total[ends] - total[starts]) * down[starts])


def mixed(values: Hashes) -> Hashes:
    """Return numbers with each bit spread over all (splitmix64, Steele et al. 2014)."""
    made = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    made = (made ^ (made >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return made ^ (made >> np.uint64(31))


class _NumberHashes:
    """Values of number words, by word and by hash."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self.by_word = {word.encode(): value for word, value in words.items()}
        self.hashes = np.sort(_hash_alone(self.by_word)) if words else _NONE

    def value(self, token: bytes) -> int | None:
        """Return the value of a word, of parts joined by a hyphen; None = no number."""
        parts = [self.by_word.get(part) for part in _JOINED.split(token.lower())]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None


_NONE: Hashes = np.empty(0, dtype=np.uint64)


def _hash_alone(words: Iterable[bytes]) -> Hashes:
    values, _ = _letters()
    rows = [np.frombuffer(word, dtype=np.uint8) for word in words]
    return np.concatenate(
        [_sums(values[row], np.array([0]), np.array([len(row)]), _BASE) for row in rows]
    )


def _read(texts: Sequence[str], numbers: _NumberHashes) -> Words:
    raw = _TEXT.join(map(_prepared, texts)).encode()
    row = np.frombuffer(raw, dtype=np.uint8)
    values, is_word_byte = _letters()
    is_word = np.concatenate(([False], is_word_byte[row], [False]))
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    first, last = edges[::2], edges[1::2]
    words = _sums(values[row], first, last, _BASE)
    breaks = np.flatnonzero(row <= 1)
    is_text = row[breaks] == 0
    block_of = np.searchsorted(breaks, first)
    n_blocks = len(breaks) + 1
    text_breaks = breaks[is_text]
    starts = np.concatenate(([0], np.searchsorted(first, text_breaks), [len(words)]))
    first_block = np.concatenate(([0], np.flatnonzero(is_text) + 1, [n_blocks]))
    at, value = _numbers(raw, words, first, last, numbers)
    number_starts = np.concatenate(
        ([0], np.searchsorted(at, text_breaks), [len(value)])
    )
    return Words(
        words=words,
        is_quoted=_quoted(row, first),
        block_of=block_of,
        blocks=_block_hashes(words, block_of, n_blocks),
        first_block=first_block,
        starts=starts,
        numbers=value,
        number_starts=number_starts,
    )


def _quoted(row: NDArray[np.uint8], first: Places) -> Flags:
    marks = np.flatnonzero((row == ord(_OPEN)) | (row == ord(_CLOSE)))
    if not len(marks):
        return np.zeros(len(first), dtype=np.bool_)
    met = np.searchsorted(marks, first)
    opened: Flags = (met > 0) & (row[marks[np.maximum(met - 1, 0)]] == ord(_OPEN))
    return opened


def _block_hashes(words: Hashes, block_of: Places, n_blocks: int) -> Hashes:
    at = np.searchsorted(block_of, np.arange(n_blocks + 1))
    made = _sums(words, at[:-1], at[1:], _STEP)
    made[at[:-1] == at[1:]] = 0
    return made


def _numbers(
    raw: bytes, words: Hashes, first: Places, last: Places, known: _NumberHashes
) -> tuple[Places, Places]:
    """Return where the numbers stand, and their values, in order."""
    found: dict[int, int | None] = {
        start: int(_NOT_DIGIT.sub(b"", raw[start:end])[:_LONGEST_FIGURE])
        for start, end in _figures(raw)
    }
    for place in np.flatnonzero(is_among(words, known.hashes)):
        start, end = int(first[place]), int(last[place])
        token = _token_around(raw, start, end)
        if token is not None:
            found[token[0]] = known.value(raw[slice(*token)])
    kept = sorted(
        (at, value)
        for at, value in found.items()
        if value is not None and value not in _YEARS
    )
    both = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _figures(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield where figures stand: digits, with commas and points between them."""
    row = np.frombuffer(raw, dtype=np.uint8)
    is_digit = np.concatenate(([False], (row >= ord("0")) & (row <= ord("9")), [False]))
    edges = np.flatnonzero(is_digit[1:] != is_digit[:-1])
    starts, ends = edges[::2], edges[1::2]
    # Two runs of digits are one figure where only commas and points lie between.
    signs = np.cumsum((row == ord(",")) | (row == ord(".")))
    gaps = starts[1:] - ends[:-1]
    is_one = signs[starts[1:] - 1] - signs[ends[:-1] - 1] == gaps
    yield from zip(
        starts[np.concatenate(([True], ~is_one))[: len(starts)]].tolist(),
        ends[np.concatenate((~is_one, [True]))[: len(ends)]].tolist(),
        strict=True,
    )


def _token_around(raw: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Return the word that a part stands in, with what hyphens join to it."""
    is_joined = raw[start - 1 : start] in {b"-", b"'"} or raw[end : end + 1] in {
        b"-",
        b"'",
    }
    if not is_joined:
        return start, end
    low = max(0, start - _LONGEST_WORD)
    for match in _LETTERS.finditer(raw, low, end + _LONGEST_WORD):
        if match.start() <= start < match.end():
            return match.span()
    return None


def is_among(values: Hashes, few: Hashes) -> Flags:
    """Say of each value whether it is one of a few sorted ones."""
    if not len(few):
        return np.zeros(len(values), dtype=np.bool_)
    low = np.zeros(1 << 16, dtype=np.bool_)
    low[(few & np.uint64(0xFFFF)).astype(np.int64)] = True
    found: Flags = low[(values & np.uint64(0xFFFF)).astype(np.int64)]
    maybe = np.flatnonzero(found)
    at = np.searchsorted(few, values[maybe])
    at[at == len(few)] = 0
    found[maybe] = few[at] == values[maybe]
    return found


def _joined(parts: Sequence[Words]) -> Words:
    if not parts:
        empty = np.zeros(1, dtype=np.int64)
        none = np.empty(0, dtype=np.int64)
        flags = np.empty(0, dtype=np.bool_)
        return Words(_NONE, flags, none, _NONE, empty, empty, none, empty)

    def after(name: str, counted: str) -> Places:
        made, total = [np.zeros(1, dtype=np.int64)], 0
        for part in parts:
            made.append(getattr(part, name)[1:] + total)
            total += len(getattr(part, counted))
        return np.concatenate(made)

    n_blocks = np.cumsum([0, *(len(part.blocks) for part in parts)])
    return Words(
        words=np.concatenate([part.words for part in parts]),
        is_quoted=np.concatenate([part.is_quoted for part in parts]),
        block_of=np.concatenate(
            [part.block_of + n for part, n in zip(parts, n_blocks, strict=False)]
        ),
        blocks=np.concatenate([part.blocks for part in parts]),
        first_block=after("first_block", "blocks"),
        starts=after("starts", "words"),
        numbers=np.concatenate([part.numbers for part in parts]),
        number_starts=after("number_starts", "numbers"),
    )
