"""Names as numbers of their words, many at once. Method: M018.

Each distinct name is read once, and so is each distinct word.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from firsthand.link.people.names import NameRules, Sound

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Costs = npt.NDArray[np.float32]
MOST_WORDS = 6
_BREAK = "\x00"
_NEXT_NAME, _NOT_ALONE = -2, -3
_SHORTEST_PART, _FEWEST_LEFT, _WRITTEN_SO = 2, 2, 2
_WITH_FATHER = 3
_BETWEEN = range(1, MOST_WORDS - 1)


@dataclasses.dataclass(frozen=True)
class CodedNames:
    """Names in which words are numbers.

    Attributes:
        table: (n_distinct, MOST_WORDS) the words of each distinct name; -1 = none.
        row_of: (n_names,) the row of each name.
        words: What each number stands for.
        held: (n_words + 1,) how many distinct names hold each word, and how many
            distinct names there are.
    """

    table: Numbers
    row_of: Ints
    words: list[str]
    held: Ints


class _Codes(dict[str, int]):
    """The number of what stands between two spaces; what is not alone has none."""

    def __missing__(self, piece: str) -> int:
        return _NOT_ALONE


def coded_names(names: Sequence[str], rules: NameRules) -> CodedNames:
    """Read names.

    Args:
        names: In any script.
        rules: Words and letters of names.
    """
    distinct = list(dict.fromkeys(names))
    place = dict(zip(distinct, range(len(distinct)), strict=True))
    rows = np.fromiter(map(place.__getitem__, names), np.int64, len(names))
    pieces = f" {_BREAK} ".join(distinct).split()
    alone = rules.plain_words(pieces)
    number = {word: n for n, word in enumerate(dict.fromkeys(alone.values()))}
    codes_of = _Codes({raw: number[word] for raw, word in alone.items()})
    codes_of[_BREAK] = _NEXT_NAME
    found = np.fromiter(map(codes_of.__getitem__, pieces), np.int64, len(pieces))
    table, is_read = _laid_out(found, len(distinct))
    for row in np.flatnonzero(~is_read).tolist():
        words = rules.parts(distinct[row]).words[:MOST_WORDS]
        table[row] = -1
        for slot, word in enumerate(words):
            table[row, slot] = number.setdefault(word, len(number))
    join_words(table, number)
    held = np.bincount(table[table >= 0], minlength=len(number))
    return CodedNames(table, rows, list(number), np.append(held, len(distinct)))


def _laid_out(codes: Ints, n_names: int) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Return the words of each name in their slots, and which names that holds for."""
    name_of = np.cumsum(codes == _NEXT_NAME)
    is_read = np.ones(n_names, bool)
    is_read[name_of[codes == _NOT_ALONE]] = False
    is_word = codes >= 0
    codes, name_of = codes[is_word], name_of[is_word]
    first = np.searchsorted(name_of, np.arange(n_names))
    slot = np.arange(len(codes)) - first[name_of]
    table = np.full((n_names, MOST_WORDS), -1, np.int32)
    fits = slot < MOST_WORDS
    table[name_of[fits], slot[fits]] = codes[fits]
    return table, is_read


def join_words(table: Numbers | Ints, number: Mapping[str, int]) -> None:
    """Write as one word, in place, what other names do.

    Of a family "Dorn Aka" some lists make "Dornaka". Two words of a longer name are one
    where both, written together, are a word of two names or more: not where a space was
    forgotten once.

    Args:
        table: (n_names, most_words) words of names, -1 = none; changed.
        number: The number of each word.
    """
    held = np.bincount(table[table >= 0], minlength=len(number))
    one_of = {
        (one, other): code
        for word, code in number.items()
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        if (one := number.get(word[:at])) is not None
        and (other := number.get(word[at:])) is not None
        and held[code] >= _WRITTEN_SO
    }
    begins = np.zeros(len(number) + 1, bool)  # the last one: no word
    begins[[one for one, _ in one_of]] = True
    for row in np.flatnonzero(begins[table].any(axis=1)).tolist():
        words = [code for code in table[row].tolist() if code >= 0]
        joined = _joined(words, one_of)
        if len(joined) < len(words):
            table[row] = -1
            table[row, : len(joined)] = joined


def _joined(words: Sequence[int], one_of: Mapping[tuple[int, int], int]) -> list[int]:
    """Join words from the front, while a given and another name are left."""
    made: list[int] = []
    n_left = len(words)
    for word in words:
        code = one_of.get((made[-1], word)) if made and n_left > _FEWEST_LEFT else None
        if code is None:
            made.append(word)
        else:
            made[-1] = code
            n_left -= 1
    return made


def kinds_of(sounds: Sequence[Sound]) -> Ints:
    """Return (n_words,) a number for words of the same consonants, in any script."""
    number: dict[str, int] = {}
    found = (number.setdefault(sound.bones, len(number)) for sound in sounds)
    return np.fromiter(found, np.int64, len(sounds))


def names_that_fit(table: Numbers, kinds: Ints) -> Costs:
    """Return for each name how many of all fit what it says, itself among them.

    A name fits another with the same given and last word, in consonants, that has its
    second word too, wherever between them; of two words all with these two fit.

    Args:
        table: (n_names, MOST_WORDS) words of distinct names, -1 = none.
        kinds: (n_words,) `kinds_of` the words.

    Returns:
        (n_names,) bits: 0 = it alone.
    """
    n_words = (table >= 0).sum(axis=1)
    n_kinds = int(kinds.max(initial=0)) + 1
    own = np.flatnonzero(n_words > 1)
    last = table[own, n_words[own] - 1]
    ends = kinds[table[own, 0]] * n_kinds + kinds[last]
    fitting = np.ones(len(table), np.int64)
    is_short = n_words[own] < _WITH_FATHER
    if is_short.any():
        fitting[own[is_short]] = _held_by(ends)[is_short]
    between = [np.flatnonzero(n_words[own] > slot + 1) for slot in _BETWEEN]
    if len(between[0]):
        keys = [
            kinds[table[own[there], slot]] * n_kinds**2 + ends[there]
            for slot, there in zip(_BETWEEN, between, strict=True)
        ]
        held = _held_by(np.concatenate(keys))
        fitting[own[between[0]]] = held[: len(between[0])]
    bits: Costs = np.log2(fitting).astype(np.float32)
    return bits


def _held_by(keys: Ints) -> Ints:
    """Return how often each of some keys stands among them."""
    order = np.argsort(keys)
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    sizes = np.diff(np.append(starts, len(keys)))
    held = np.empty(len(keys), np.int64)
    held[order] = np.repeat(sizes, sizes)
    return held
