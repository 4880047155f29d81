"""What is compared of each person, computed once and kept as columns. Method: M018.

Every feature is an integer, a short string or a list of integers, so that any engine
can compare it. "Bits" say how surprising it is that two unrelated people agree on a
value: -log2 of the share of rows that state it (or one like it).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.link.people.coded_names import join_words
from firsthand.link.people.names import NameRules, Sound
from firsthand.link.people.rows import Column, People
from firsthand.link.people.words import NEAR, similar_words, word_likeness

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_MOST_WORDS = 6
_MOST_SIMILAR = 20_000
"""Of more distinct words than this, only those met twice are compared by sound."""
_MOST_BITS = 24
_ADULT = 18
_OLDEST = 120
_BACKGROUND = 1_000.0
"""Rows of a country that are thought of behind every list."""
_FEWEST_NAMES = 300
_FEWEST_VALUES = 1_000
"""Values thought of behind names, and behind other columns."""
_CLASS = str.maketrans(
    {"x": "h", "G": "g", "j": "g", "z": "d", "S": "s", "p": "b", "t": "d", "k": "g"}
)


@dataclasses.dataclass(frozen=True)
class Features:
    """Columns of a table of people, one row a person, in the order of the rows.

    Attributes:
        columns: By name: (n_entries,) int64 (-1 = not stated), lists of strings or
            None, or lists of lists of int. A row is one entry; a row that gives its
            name in two scripts has a second one, after those of all rows.
        row_of: (n_entries,) the row of each entry.
        similar: (n, 3) word, word, likeness in hundredths: both directions.
        keys: (n, 2) block key, row: rows that share a key are compared.
        extras: Names of the columns compared as text.
        sounds: The distinct words, by their number.
    """

    columns: Mapping[str, Any]
    row_of: Ints
    similar: Ints
    keys: Ints
    extras: tuple[str, ...]
    sounds: tuple[Sound, ...]


@dataclasses.dataclass
class _Words:
    """Distinct words of all names, and the words of each distinct value."""

    rules: NameRules
    number: dict[str, int] = dataclasses.field(default_factory=dict)

    def of_column(self, column: Column | None, n_rows: int) -> Ints:
        """Return (n_rows, _MOST_WORDS) word numbers, -1 where there is none."""
        if column is None or column.is_empty:
            return np.full((n_rows, _MOST_WORDS), -1, dtype=np.int64)
        table = np.full((len(column.values) + 1, _MOST_WORDS), -1, dtype=np.int64)
        for place, value in enumerate(column.values):
            words = self.rules.parts(value).words
            if len(words) > _MOST_WORDS:
                words = (*words[: _MOST_WORDS - 1], words[-1])
            for slot, word in enumerate(words):
                table[place, slot] = self.number.setdefault(word, len(self.number))
        return table[column.codes]


def features_of(people: People, rules: NameRules) -> Features:
    """Compute what is compared of each person.

    Args:
        people: A table of people.
        rules: Words and letters of names.
    """
    words = _Words(rules)
    named, only_family, row_of = _entries(people, words)
    sounds = tuple(rules.sound(word) for word in words.number)
    counts = np.bincount(named[named >= 0], minlength=max(1, len(sounds)))
    similar = _similar(sounds, counts)
    of_rows: dict[str, Any] = _other_columns(people)
    for place, column in enumerate(people.extras.values()):
        of_rows |= _text_columns(f"x{place}", column)
    of_rows["list_no"] = lists_of(people)
    columns = {name: _of_entries(values, row_of) for name, values in of_rows.items()}
    shares = _country_shares(sounds, rules)
    columns |= _name_columns(named, only_family, sounds, similar, counts, shares)
    n_rows = len(people)
    _spell_in_bytes(columns)
    columns["person_no"] = row_of
    columns["script"] = (np.arange(len(row_of)) >= n_rows).astype(np.int64)
    columns["n_names"] = np.bincount(row_of, minlength=n_rows)[row_of]
    keys = _keys(named, sounds, columns, n_extras=len(people.extras))
    return Features(columns, row_of, similar, keys, tuple(people.extras), sounds)


def _spell_in_bytes(columns: dict[str, Any]) -> None:
    """Write every letter of compared texts as one byte.

    DuckDB counts the edits between two words in bytes, Spark in letters: a slip in an
    Arabic or Cyrillic word would be two in one and one in the other. The texts are
    compared, never shown; letters beyond the free bytes stay as they are.
    """
    names = [name for name in columns if name.endswith("_text")]
    texts = {text for name in names for text in set(columns[name]) if text}
    letters = Counter(letter for text in texts for letter in text)
    free = [chr(n) for n in range(1, 127) if chr(n) not in letters]
    others = [found for found in letters if not found.isascii()]
    others.sort(key=lambda letter: (-letters[letter], letter))
    table = str.maketrans(dict(zip(others, free, strict=False)))
    if not table:
        return
    for name in names:
        written = {text: text.translate(table) for text in set(columns[name]) if text}
        columns[name] = [text and written[text] for text in columns[name]]


def _of_entries(values: Any, row_of: Ints) -> Any:
    if isinstance(values, list):
        return [values[row] for row in row_of.tolist()]
    return values[row_of]


# --- names ----------------------------------------------------------


def _entries(people: People, words: _Words) -> tuple[Ints, Bools, Ints]:
    """Return the words of each entry, whether it is a family name alone, its row.

    The Arabic name is a row's first one, the name in another script its second. What
    other rows write as one word is one.
    """
    fields = people.fields
    n_rows = len(people)
    parts = np.concatenate(
        [
            words.of_column(fields.get(name), n_rows)
            for name in ("given", "given_2", "family", "family_2")
        ],
        axis=1,
    )
    has_given = np.any(parts[:, : 2 * _MOST_WORDS] >= 0, axis=1)
    only_family: Bools = np.any(parts >= 0, axis=1) & ~has_given
    whole = np.full_like(parts, -1)
    whole[:, :_MOST_WORDS] = words.of_column(fields.get("name"), n_rows)
    latin = np.where(whole[:, :1] >= 0, whole, parts)
    arabic = np.full_like(parts, -1)
    arabic[:, :_MOST_WORDS] = words.of_column(fields.get("name_ar"), n_rows)
    has_arabic = arabic[:, 0] >= 0
    first = np.where(has_arabic[:, None], arabic, latin)
    second = np.flatnonzero(has_arabic & np.any(latin >= 0, axis=1))
    named = _packed(np.concatenate([first, latin[second]]))
    join_words(named, words.number)
    row_of = np.concatenate([np.arange(n_rows), second])
    is_family = only_family & (whole[:, 0] < 0)
    alone = np.concatenate([is_family & ~has_arabic, is_family[second]])
    return named, alone, row_of


def _packed(table: Ints) -> Ints:
    """Move the words of each row to the left; at most `_MOST_WORDS`, the last kept."""
    order = np.argsort(table < 0, axis=1, kind="stable")
    moved = np.take_along_axis(table, order, axis=1)
    n_words = (moved >= 0).sum(axis=1)
    long = n_words > _MOST_WORDS
    moved[long, _MOST_WORDS - 1] = moved[long, n_words[long] - 1]
    packed: Ints = moved[:, :_MOST_WORDS].copy()
    return packed


def _similar(sounds: Sequence[Sound], counts: npt.NDArray[np.int64]) -> Ints:
    chosen = np.arange(len(sounds))
    if len(sounds) > _MOST_SIMILAR:
        chosen = np.flatnonzero(counts > 1)
        if len(chosen) > _MOST_SIMILAR:
            by_count = np.argsort(-counts[chosen], kind="stable")
            chosen = np.sort(chosen[by_count[:_MOST_SIMILAR]])
    found = [
        (int(chosen[one]), int(chosen[other]), likeness)
        for one, other, likeness in similar_words([sounds[int(i)] for i in chosen])
    ]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 3)
    return np.concatenate([pairs, pairs[:, [1, 0, 2]]])


def _name_columns(  # noqa: PLR0917  one call place: the parts of names
    named: Ints,
    only_family: Bools,
    sounds: Sequence[Sound],
    similar: Ints,
    counts: npt.NDArray[np.int64],
    shares: npt.NDArray[np.float64],
) -> dict[str, Any]:
    n_rows = len(named)
    n_words = (named >= 0).sum(axis=1)
    rows = np.arange(n_rows)
    given = np.where((n_words > 0) & ~only_family, named[:, 0], -1)
    last = named[rows, np.maximum(n_words - 1, 0)]
    family = np.where((n_words > 1) | only_family, last, -1)
    total = max(1, int(counts.sum()))
    same, near, loose = _word_bits(similar, counts, total, shares)
    middle = _middle_words(named, n_words)
    neighbours = _neighbours(similar, len(sounds))
    spellings = [sound.spelling for sound in sounds]
    middle_bits = [
        round(float(np.mean(same[words]))) if words else 0 for words in middle
    ]
    return {
        "given": given,
        "given_same": _gather(same, given),
        "given_near": _gather(near, given),
        "given_loose": _gather(loose, given),
        "given_text": [spellings[w] if w >= 0 else None for w in given],
        "family": family,
        "family_same": _gather(same, family),
        "family_near": _gather(near, family),
        "family_loose": _gather(loose, family),
        "family_text": [spellings[w] if w >= 0 else None for w in family],
        "middle": middle,
        "middle_like": [
            sorted({n for w in words for n in neighbours[w]}) if words else words
            for words in middle
        ],
        "n_middle": np.maximum(n_words - 2, 0),
        "middle_bits": np.array(middle_bits, dtype=np.int64),
    }


def _country_shares(
    sounds: Sequence[Sound], rules: NameRules
) -> npt.NDArray[np.float64]:
    """Return (n_words,) how common each word is in the country behind a list.

    Another spelling, or another script, of a common name is as common.
    """
    common: dict[str, list[tuple[Sound, float]]] = {}
    for sound, share in rules.common_names():
        common.setdefault(_block_class(sound), []).append((sound, share))
    found = np.full(max(1, len(sounds)), 1.0 / _FEWEST_NAMES)
    for place, sound in enumerate(sounds):
        for known, share in common.get(_block_class(sound), ()):
            if share > found[place] and word_likeness(known, sound) >= NEAR:
                found[place] = share
    return found


def _word_bits(
    similar: Ints,
    counts: npt.NDArray[np.int64],
    total: int,
    shares: npt.NDArray[np.float64],
) -> tuple[Ints, Ints, Ints]:
    """Return bits of meeting the word, one near it, one loosely like it."""
    share = counts.astype(np.float64)
    near, loose = share.copy(), share.copy()
    is_near = similar[:, 2] >= NEAR
    np.add.at(near, similar[is_near, 0], share[similar[is_near, 1]])
    np.add.at(loose, similar[:, 0], share[similar[:, 1]])
    return (
        _bits(_settled(share, total, shares)),
        _bits(_settled(near, total, shares)),
        _bits(_settled(loose, total, shares)),
    )


def _settled(
    counts: npt.NDArray[np.float64],
    total: int,
    shares: npt.NDArray[np.float64] | float,
) -> npt.NDArray[np.float64]:
    """Return shares, drawn towards those of a country where the list is short.

    In a list of five rows every name is a fifth of the list; in its country it is not.
    """
    settled: npt.NDArray[np.float64] = (counts - 1.0 + _BACKGROUND * shares) / (
        total + _BACKGROUND
    )
    return settled


def _bits(share: npt.NDArray[np.float64]) -> Ints:
    surprise = -np.log2(np.maximum(share, 2.0**-_MOST_BITS))
    return np.rint(surprise).astype(np.int64)


def _gather(values: Ints, places: Ints) -> Ints:
    return np.where(places >= 0, values[np.maximum(places, 0)], 0)


def _middle_words(named: Ints, n_words: Ints) -> list[list[int]]:
    empty: list[int] = []
    found = [empty] * len(named)
    for row in np.flatnonzero(n_words > 2):  # noqa: PLR2004  given and family stand apart
        found[row] = sorted(set(named[row, 1 : n_words[row] - 1].tolist()))
    return found


def _neighbours(similar: Ints, n_words: int) -> list[list[int]]:
    found: list[list[int]] = [[word] for word in range(n_words)]
    for one, other, likeness in similar.tolist():
        if likeness >= NEAR:
            found[one].append(other)
    return found


# --- everything else ------------------------------------------------


def _other_columns(people: People) -> dict[str, Any]:
    fields = people.fields
    n_rows = len(people)
    born = _dates(fields, "birth", n_rows)
    died = _dates(fields, "death", n_rows)
    age = _by_value(fields.get("age"), n_rows, _age)
    counted = (born[:, 0] >= 0) & (died[:, 0] >= 0) & (age < 0)
    age = np.where(counted, died[:, 0] - born[:, 0], age)
    is_child = _by_value(fields.get("age_group"), n_rows, _age_group)
    is_child = np.where((is_child < 0) & (age >= 0), (age < _ADULT) * 1, is_child)
    sex = _by_value(fields.get("sex"), n_rows, _sex)
    full = np.where(
        (born >= 0).all(axis=1),
        born[:, 0] * 10_000 + born[:, 1] * 100 + born[:, 2],
        -1,
    )
    fell = np.where((died >= 0).all(axis=1), _day_numbers(died), -1)
    return {
        "sex": sex,
        "sex_bits": _value_bits(sex),
        "age": age,
        "is_child": is_child,
        "born": full,
        "born_bits": _value_bits(full),
        "born_year": born[:, 0],
        "born_month": born[:, 1],
        "born_day": born[:, 2],
        "died": fell,
        "died_bits": _value_bits(fell),
        "incident": _codes(fields.get("incident"), n_rows),
        **_text_columns("place", fields.get("place"), n_rows),
    }


def _by_value(
    column: Column | None, n_rows: int, read: Callable[[str], int | None]
) -> Ints:
    if column is None or column.is_empty:
        return np.full(n_rows, -1, dtype=np.int64)
    table = [read(value) for value in column.values]
    numbers = np.array([-1 if n is None else n for n in table] + [-1], dtype=np.int64)
    found: Ints = numbers[column.codes]
    return found


def _codes(column: Column | None, n_rows: int) -> Ints:
    if column is None:
        return np.full(n_rows, -1, dtype=np.int64)
    return column.codes.astype(np.int64)


def _value_bits(codes: Ints) -> Ints:
    """Return the bits of each row's value, among the rows that state one."""
    stated = codes >= 0
    if not stated.any():
        return np.zeros(len(codes), dtype=np.int64)
    _, places, counts = np.unique(
        codes[stated], return_inverse=True, return_counts=True
    )
    found = np.zeros(len(codes), dtype=np.int64)
    found[stated] = _bits(
        _settled(counts.astype(np.float64), int(stated.sum()), 1.0 / _FEWEST_VALUES)
    )[places]
    return found


def _text_columns(
    name: str, column: Column | None, n_rows: int | None = None
) -> dict[str, Any]:
    if column is None or column.is_empty:
        size = len(column.codes) if column is not None else n_rows or 0
        empty = np.full(size, -1, dtype=np.int64)
        return {
            name: empty,
            f"{name}_bits": np.zeros(size, dtype=np.int64),
            f"{name}_text": [None] * size,
        }
    folded: dict[str, int] = {}
    codes = [folded.setdefault(v.casefold(), len(folded)) for v in column.values]
    numbers = np.array([*codes, -1], dtype=np.int64)[column.codes]
    texts = [*folded, None]
    return {
        name: numbers,
        f"{name}_bits": _value_bits(numbers),
        f"{name}_text": [texts[number] for number in numbers.tolist()],
    }


def lists_of(people: People) -> Ints:
    """Return (n_rows,) the list of each row; 0 = not stated."""
    column = people.fields.get("list")
    if column is None:
        return np.zeros(len(people), dtype=np.int64)
    return column.codes.astype(np.int64) + 1


_SEX = {
    **dict.fromkeys(("m", "male", "man", "boy", "ذكر", "м", "муж", "мужской"), 1),
    **dict.fromkeys(("f", "female", "woman", "girl", "انثى", "أنثى", "ж", "жен"), 2),
    "женский": 2,
    "انثي": 2,
}


def _sex(value: str) -> int | None:
    return _SEX.get(value.casefold())


def _age(value: str) -> int | None:
    found = re.fullmatch(r"(\d{1,3})(?:\.\d+)?", value)
    years = int(found[1]) if found else None
    return years if years is not None and years <= _OLDEST else None


def _age_group(value: str) -> int | None:
    return {"child": 1, "adult": 0, "طفل": 1, "بالغ": 0}.get(value.casefold())


_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]?(\d{1,2}))?(?:[-/.]?(\d{1,2}))?(?:[T ].*)?")
_MONTHS = 12
_DAYS = 31


def _dates(fields: Mapping[str, Column], what: str, n_rows: int) -> Ints:
    """Return (n_rows, 3) year, month, day; -1 where not stated."""
    column = fields.get(f"{what}_date")
    if column is not None:
        table = [_date(value) for value in column.values]
        read = np.array([*table, (-1, -1, -1)], dtype=np.int64)[column.codes]
        return read.reshape(n_rows, 3)
    parts = [
        _by_value(fields.get(f"{what}_{part}"), n_rows, _number)
        for part in ("year", "month", "day")
    ]
    return np.stack(parts, axis=1)


def _date(value: str) -> tuple[int, int, int]:
    found = _YEAR_FIRST.fullmatch(value)
    if found is None:
        return (-1, -1, -1)  # an order of day and month is never guessed
    year, month, day = (int(part) if part else -1 for part in found.groups())
    return (year, month if month <= _MONTHS * 8 else -1, day if day <= 99 else -1)  # noqa: PLR2004


def _number(value: str) -> int | None:
    found = re.fullmatch(r"(\d{1,4})(?:\.0)?", value)
    return int(found[1]) if found else None


def _day_numbers(days: Ints) -> Ints:
    """Return the day number of (year, month, day) rows that are real days."""
    found = np.full(len(days), -1, dtype=np.int64)
    for row in np.flatnonzero((days >= 0).all(axis=1)):
        year, month, day = days[row].tolist()
        try:
            found[row] = dt.date(year, month, day).toordinal()
        except ValueError:
            continue
    return found


# --- who is compared with whom --------------------------------------


def _keys(
    named: Ints, sounds: Sequence[Sound], columns: Mapping[str, Any], *, n_extras: int
) -> Ints:
    """Return (n, 2) key and row. Rows that share a key are compared."""
    classes: dict[str, int] = {}
    numbers = [
        classes.setdefault(_block_class(sound), len(classes)) for sound in sounds
    ]
    of_word = np.array([*numbers, -1], dtype=np.int64)
    words = of_word[named]
    found: list[Ints] = []
    kind = 0
    for one in range(_MOST_WORDS):
        for other in range(one + 1, _MOST_WORDS):
            low = np.minimum(words[:, one], words[:, other])
            high = np.maximum(words[:, one], words[:, other])
            found += _key(kind, low, high)
    given = of_word[columns["given"]]
    family = of_word[columns["family"]]
    born = [columns[f"born_{part}"] for part in ("year", "month", "day")]
    month_day = np.where((born[1] >= 0) & (born[2] >= 0), born[1] * 100 + born[2], -1)
    zeros = np.zeros_like(given)
    place = _where_needed(columns["place"], columns["born"])
    given_day = _where_needed(month_day, columns["born"])
    pairs: Iterable[tuple[Ints, Ints]] = (
        (given, columns["born"]),
        (family, columns["born"]),
        (family, month_day),
        (given, given_day),
        (family, born[0]),
        (given, np.where(born[2] >= 0, born[0] * 100 + born[2], -1)),
        (given, np.where(born[1] >= 0, born[0] * 100 + born[1], -1)),
        (given, place),
        (family, place),
        (given, columns["incident"]),
        (family, columns["incident"]),
        (columns["born"], columns["place"]),
        (columns["born"], columns["sex"]),
        (_rare(family, _RARE_NAME), zeros),
        (_rare(given, _RARE_NAME), zeros),
        (_rare(columns["born"], _RARE_DAY), zeros),
    )
    for one_part, other_part in pairs:
        kind += 1
        found += _key(kind, one_part, other_part)
    kind += 1
    found += _short_name_keys(kind, words, columns)
    for number in range(n_extras):
        kind += 1
        value = columns[f"x{number}"]
        found += _key(kind, value, np.where(value >= 0, 0, -1))
        kind += 1
        found += _key(kind, value, family)
        kind += 1
        found += _key(kind, value, given)
    return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)


def _where_needed(values: Ints, born: Ints) -> Ints:
    """Return values of rows without a day of birth where the list is long.

    With one, the keys of names and parts of that day find the same pairs; a name and a
    town, or a given name and a day of the year, are met by too many there.
    """
    return values if len(values) <= _LONG_LIST else np.where(born >= 0, -1, values)


def _short_name_keys(kind: int, words: Ints, columns: Mapping[str, Any]) -> list[Ints]:
    """Return keys of given name, one more name, sex and age (a year apart meets too).

    Two common names alone are met too often to be compared; with an age they are not.
    """
    age, sex = columns["age"], columns["sex"]
    found: list[Ints] = []
    for slot in range(1, _MOST_WORDS):
        both = np.where(
            (words[:, 0] >= 0) & (words[:, slot] >= 0),
            words[:, 0] * (1 << 14) + np.minimum(words[:, slot], (1 << 14) - 1),
            -1,
        )
        for years in (0, 1):
            about = np.where(age >= 0, (age + years) * 4 + sex + 1, -1)
            found += _key(kind, both, about)
    return found


def _block_class(sound: Sound) -> str:
    plain = sound.bones.translate(_CLASS)
    return plain.replace("h", "") or plain


_WIDE = 1 << 28
_LONG_LIST = 50_000
_RARE_NAME = 20
_RARE_DAY = 100


def _rare(values: Ints, most: int) -> Ints:
    """Return the values that few rows share; -1 in place of the others."""
    stated = values >= 0
    counts = np.bincount(values[stated], minlength=1)
    fits = stated & (counts[np.maximum(values, 0)] <= most)
    return np.where(fits, values, -1)


def _key(kind: int, one: Ints, other: Ints) -> list[Ints]:
    rows = np.flatnonzero((one >= 0) & (other >= 0))
    if not len(rows):
        return []
    keys = (np.int64(kind) * _WIDE + one[rows]) * _WIDE + other[rows]
    return [np.stack([keys, rows], axis=1)]
