"""The plan of matching people in plain numpy, for short lists: no engine to start.

Every level and every bit is what the SQL of `plan` gives; a test compares the two.
Method: M017, M019.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.link.people.features import Features
from firsthand.link.people.plan import BITS_BASE, LEVEL_BASE, Feature

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Compared = tuple[Ints, Ints]
"""(n,) levels and (n,) bits of pairs."""
_NEAR, _LOOSE = 75, 50
_LONG, _MEDIUM = 8, 4
_TEXT_LONG = 7


class PlainComparison:
    """Pairs of a short list and how they compare."""

    def __init__(self, data: Features, features: Sequence[Feature]) -> None:
        """Hold the columns of a list and what is compared."""
        self._columns = data.columns
        self._data = data
        self._features = features
        n_words = max(1, len(data.sounds))
        codes = data.similar[:, 0] * n_words + data.similar[:, 1]
        order = np.argsort(codes, kind="stable")
        self._n_words = n_words
        self._similar = codes[order]
        self._likeness = data.similar[order, 2]

    def candidates(self, *, most_in_block: int) -> Ints:
        """Return (n, 2) pairs of entries that share a key met by few enough."""
        data = self._data
        keys = data.keys[np.lexsort((data.keys[:, 1], data.keys[:, 0]))]
        edges = np.flatnonzero(np.diff(keys[:, 0])) + 1
        found = [np.empty((0, 2), np.int64)]
        for rows in np.split(keys[:, 1], edges):
            if 1 < len(rows) <= most_in_block:
                one, other = np.triu_indices(len(rows), 1)
                found.append(np.stack([rows[one], rows[other]], axis=1))
        pairs = np.concatenate(found)
        kind = self._names_kind()
        one, other = pairs[:, 0], pairs[:, 1]
        fits = (
            (one < other)
            & (data.row_of[one] != data.row_of[other])
            & (kind[one] + kind[other] != 1)
        )
        return np.unique(pairs[fits], axis=0)

    def compare(self, pairs: Ints) -> Compared:
        """Return the two codes of each pair, as the engine would hold them."""
        one, other = pairs[:, 0], pairs[:, 1]
        columns = self._columns
        levels = np.zeros(len(pairs), np.int64)
        alone, kin = levels.copy(), levels.copy()
        for place, feature in enumerate(self._features):
            level, bits = self._of_feature(feature, one, other)
            levels += level * LEVEL_BASE**place
            if feature.is_kin:
                kin += bits
            else:
                alone += bits
        ours, theirs = columns["list_no"][one], columns["list_no"][other]
        is_across = (ours != theirs) & (ours > 0) & (theirs > 0)
        most = BITS_BASE - 1
        bits = 2 * (np.minimum(alone, most) + BITS_BASE * np.minimum(kin, most))
        return levels, is_across.astype(np.int64) + bits

    def _names_kind(self) -> Ints:
        columns = self._columns
        kind: Ints = np.where(columns["n_names"] == 1, 2, columns["script"])
        return kind

    def _of_feature(self, feature: Feature, one: Ints, other: Ints) -> Compared:
        columns = self._columns
        if feature.name in {"given", "family"} and not feature.column:
            return self._word(feature.name, one, other)
        if feature.name == "middle" and not feature.column:
            return _middle(columns, one, other)
        if feature.column:
            return _text(columns, feature.column, one, other)
        plain = _PLAIN[feature.name]
        return plain(columns, one, other)

    def _word(self, name: str, one: Ints, other: Ints) -> Compared:
        columns = self._columns
        swapped = "family" if name == "given" else "given"
        a, b = columns[name][one], columns[name][other]
        likeness = self._like(a, b)
        is_swapped = (a == columns[swapped][other]) & (columns[swapped][one] == b)
        if name == "family":
            is_swapped |= self._inside(one, other)
        said = (a >= 0) & (b >= 0)
        same, near, loose = a == b, likeness >= _NEAR, likeness >= _LOOSE
        open_yet = said & ~same & ~loose & ~is_swapped
        is_slip = np.zeros(len(one), bool)
        places = np.flatnonzero(open_yet)
        texts = columns[f"{name}_text"]
        is_slip[places] = _slips(texts, one[places], other[places], a, b, places)
        level = _first(
            (~said, 0),
            (same, 6),
            (near, 5),
            (loose, 4),
            (is_swapped, 2),
            (is_slip, 3),
            otherwise=1,
        )
        bits = _first(
            (~said, 0),
            (same, columns[f"{name}_same"][one]),
            (near, _least(columns[f"{name}_near"], one, other)),
            (loose, _least(columns[f"{name}_loose"], one, other)),
            otherwise=0,
        )
        return level, bits

    def _like(self, a: Ints, b: Ints) -> Ints:
        if not len(self._similar):
            return np.zeros(len(a), np.int64)
        codes = a * self._n_words + b
        places = np.minimum(
            np.searchsorted(self._similar, codes), len(self._similar) - 1
        )
        hit = (self._similar[places] == codes) & (a >= 0) & (b >= 0)
        found: Ints = np.where(hit, self._likeness[places], 0)
        return found

    def _inside(self, one: Ints, other: Ints) -> Bools:
        """Say whether a family name stands among the other's middle names."""
        like, family = self._columns["middle_like"], self._columns["family"]
        found = np.zeros(len(one), bool)
        n_middle = self._columns["n_middle"]
        for place in np.flatnonzero((n_middle[one] > 0) | (n_middle[other] > 0)):
            a, b = one[place], other[place]
            found[place] = family[b] in like[a] or family[a] in like[b]
        return found


def _first(*cases: tuple[Bools, Any], otherwise: int) -> Ints:
    """Return the value of the first case that holds, as CASE WHEN does."""
    found: Ints = np.select(
        [when for when, _ in cases], [value for _, value in cases], otherwise
    ).astype(np.int64)
    return found


def _least(column: Ints, one: Ints, other: Ints) -> Ints:
    least: Ints = np.minimum(column[one], column[other])
    return least


def _slips(  # noqa: PLR0917  columns and places of one comparison
    texts: Sequence[str | None], one: Ints, other: Ints, a: Ints, b: Ints, places: Ints
) -> list[bool]:
    """Say of word pairs whether a slip or two is all there is; each once."""
    known: dict[tuple[int, int], bool] = {}
    found: list[bool] = []
    words = zip(a[places].tolist(), b[places].tolist(), strict=True)
    rows = zip(one.tolist(), other.tolist(), strict=True)
    for pair, (left, right) in zip(words, rows, strict=True):
        if pair not in known:
            known[pair] = _is_slip(texts[left] or "", texts[right] or "")
        found.append(known[pair])
    return found


def _is_slip(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    most = 2 if shortest >= _LONG else (1 if shortest >= _MEDIUM else 0)
    return most > 0 and is_within(one, other, most)


def is_within(one: str, other: str, most: int) -> bool:
    """Say whether two words are at most so many edits (Levenshtein) apart."""
    if abs(len(one) - len(other)) > most:
        return False
    start, least = 0, min(len(one), len(other))
    while start < least and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if not one or not other:
        return max(len(one), len(other)) <= most
    if most == 0:
        return False
    return (
        is_within(one[1:], other[1:], most - 1)
        or is_within(one[1:], other, most - 1)
        or is_within(one, other[1:], most - 1)
    )


def _middle(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    level, bits = np.zeros(len(one), np.int64), np.zeros(len(one), np.int64)
    n_middle, middle_bits = columns["n_middle"], columns["middle_bits"]
    middle, like = columns["middle"], columns["middle_like"]
    for place in np.flatnonzero((n_middle[one] > 0) & (n_middle[other] > 0)):
        a, b = one[place], other[place]
        fewest = int(min(n_middle[a], n_middle[b]))
        hits = len(set(like[a]).intersection(middle[b]))
        back = len(set(like[b]).intersection(middle[a]))
        met = min(hits, back, fewest)
        same = len(set(middle[a]).intersection(middle[b]))
        level[place] = _middle_level(same, met, fewest)
        bits[place] = met * min(middle_bits[a], middle_bits[b])
    return level, bits


def _middle_level(same: int, met: int, fewest: int) -> int:
    if same >= fewest:
        return 5
    if met >= fewest:
        return 4
    if met * 2 > fewest:
        return 3
    return 2 if met > 0 else 1


def _sex(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    return _equal(columns["sex"], one, other)


def _incident(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    return _equal(columns["incident"], one, other)


def _equal(column: Ints, one: Ints, other: Ints) -> Compared:
    a, b = column[one], column[other]
    level = _first(((a < 0) | (b < 0), 0), (a == b, 2), otherwise=1)
    return level, np.zeros_like(level)


def _age(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    a, b = columns["age"][one], columns["age"][other]
    apart = np.abs(a - b)
    level = _first(
        ((a < 0) | (b < 0), 0),
        (apart == 0, 6),
        (apart <= 1, 5),
        (apart <= 2, 4),  # noqa: PLR2004  the levels of `plan`
        (apart <= 5, 3),  # noqa: PLR2004  as above
        (apart <= 10, 2),  # noqa: PLR2004  as above
        otherwise=1,
    )
    return level, np.zeros_like(level)


def _child(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    level, bits = _equal(columns["is_child"], one, other)
    age = columns["age"]
    return np.where((age[one] >= 0) & (age[other] >= 0), 0, level), bits


def _born(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    left = {p: columns[f"born_{p}"][one] for p in ("year", "month", "day")}
    right = {p: columns[f"born_{p}"][other] for p in ("year", "month", "day")}
    same = {p: (left[p] == right[p]) & (left[p] >= 0) for p in left}
    n_same = sum(part.astype(np.int64) for part in same.values())
    a, b = columns["born"][one], columns["born"][other]
    is_swapped = (
        same["year"] & (left["month"] == right["day"]) & (left["day"] == right["month"])
    )
    is_day = (a == b) & (a >= 0)
    level = _first(
        ((left["year"] < 0) | (right["year"] < 0), 0),
        (is_day, 6),
        (is_swapped, 5),
        (n_same >= 2, 4),  # noqa: PLR2004  the levels of `plan`
        (same["year"], 3),
        ((np.abs(left["year"] - right["year"]) <= 1) | (n_same == 1), 2),
        otherwise=1,
    )
    return level, np.where(is_day, columns["born_bits"][one], 0)


def _died(columns: Mapping[str, Any], one: Ints, other: Ints) -> Compared:
    a, b = columns["died"][one], columns["died"][other]
    apart = np.abs(a - b)
    level = _first(
        ((a < 0) | (b < 0), 0),
        (apart == 0, 4),
        (apart <= 3, 3),  # noqa: PLR2004  the levels of `plan`
        (apart <= 30, 2),  # noqa: PLR2004  as above
        otherwise=1,
    )
    return level, np.where((a >= 0) & (a == b), columns["died_bits"][one], 0)


def _text(columns: Mapping[str, Any], name: str, one: Ints, other: Ints) -> Compared:
    a, b = columns[name][one], columns[name][other]
    said, same = (a >= 0) & (b >= 0), a == b
    texts = columns[f"{name}_text"]
    is_slip = np.zeros(len(one), bool)
    known: dict[tuple[int, int], bool] = {}
    for place in np.flatnonzero(said & ~same):
        pair = (int(a[place]), int(b[place]))
        if pair not in known:
            known[pair] = _is_text_slip(texts[one[place]], texts[other[place]])
        is_slip[place] = known[pair]
    level = _first((~said, 0), (same, 3), (is_slip, 2), otherwise=1)
    return level, np.where(said & same, columns[f"{name}_bits"][one], 0)


def _is_text_slip(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    most = 2 if shortest >= _TEXT_LONG else 1
    return shortest >= _MEDIUM and is_within(one, other, most)


_Plain = Callable[[Mapping[str, Any], Ints, Ints], Compared]
_PLAIN: Mapping[str, _Plain] = {
    "sex": _sex,
    "age": _age,
    "child": _child,
    "born": _born,
    "died": _died,
    "incident": _incident,
}
