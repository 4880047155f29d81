"""How alike two texts are in what sets them apart from all others. Method: M014.

Reports of one attack share its rare words, its names, its ages and its numbers, and
are published close to each other; reports of other attacks share the words of all
attacks. How surprising the rare words in common are, weighted overlaps (tf-idf:
Sparck Jones 1972; Salton and Buckley 1988) and the days between them give log-odds
that two texts tell of one event. It is one feature among those of `likeness`.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.link.read_words import Hashes, fold_text, read_words
from firsthand.link.texts import LinkText
from firsthand.link.weights import Weights
from firsthand.model import DocumentId, Origin

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_NAME = re.compile(r"(?<=[^\W\d_A-Z] )[^\W\d_a-z][\w’']+|(?<=, )[^\W\d_a-z][\w’']+")
_NUMBER = re.compile(r"\b\d[\d,.:-]*\b")
_AGE = re.compile(r"\b\d{1,2}(?=[- ]years?[- ]old)|(?<=, )\d{1,2}(?=[,.;])")
# House: bounds that keep the cost linear but for a logarithm.
_TERMS_MET = 40
_HOLDERS_MET = 400
_NEIGHBOURS = 30
_BEST = 40
_AT_ONCE = 20_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MOST_DAYS = 400
_UNKNOWN_DAYS = 30
_SEEN_OFTEN = 3
_RARE = 6  # bits: one text in thirty or fewer holds the word
_FEWEST = 30  # texts: among fewer nothing can be called rare
_LONGEST = 6000  # characters: what a report is about stands in front
_SHORTEST = 300  # characters: shorter texts may share nothing by chance


@dataclasses.dataclass(frozen=True)
class TextPair:
    """What two texts share.

    Attributes:
        log_odds: Natural log-odds that both tell of one event; above 0 = rather yes.
        rare: Bits of surprise of the rare words in common.
        names, ages, numbers, phrases: Cosine of each kind, 0 to 1.
        days: Days between their publication; None = not stated of one of them.
    """

    log_odds: float
    rare: float
    names: float
    ages: float
    numbers: float
    phrases: float
    days: int | None


@dataclasses.dataclass(frozen=True)
class TextScale:
    """How rare words, names, numbers and phrases are: from all texts, then settled.

    Attributes:
        n_texts: Texts that it was found from.
        lines: Sorted hashes of the lines that stand in texts of three or more origins.
        terms: By kind, sorted hashes of terms in two texts or more, and in how many.
        most: What log-odds of each degree are worth at most in this case
            (`trust.most_believed`); None = not settled yet.
    """

    n_texts: int
    lines: Hashes
    terms: Mapping[str, tuple[Hashes, Places]]
    most: tuple[float, ...] | None = None

    def held_by(self, kind: str, hashes: Hashes) -> Places:
        """Return how many of the texts hold each term; 1 where it is not known."""
        known, held = self.terms[kind]
        made = np.ones(len(hashes), dtype=np.int64)
        if len(known):
            at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            found = known[at] == hashes
            made[found] = held[at[found]]
        return made


@dataclasses.dataclass(frozen=True)
class AlikeTexts:
    """The pairs of texts that share something, and which texts were long enough.

    Attributes:
        pairs: By the two ids, the smaller first.
        language_of: Language of each text of some length; None = told by no one.
        scale: How rare everything is; None = too few texts to say.
        rare: Hashes of the words that set texts apart, and the text of each.
    """

    pairs: Mapping[tuple[DocumentId, DocumentId], TextPair]
    language_of: Mapping[DocumentId, str | None]
    scale: TextScale | None = None
    rare: tuple[Hashes, Sequence[DocumentId]] = (np.empty(0, dtype=np.uint64), ())

    def of(self, one: DocumentId, other: DocumentId) -> TextPair | None:
        """Return what two texts share; None = less than was worth keeping."""
        return self.pairs.get((one, other) if one < other else (other, one))

    def are_comparable(self, one: DocumentId, other: DocumentId) -> bool:
        """Say whether two texts sharing nothing means something."""
        known = self.language_of
        return one in known and other in known and known[one] == known[other]


NOT_COMPARED = AlikeTexts({}, {})


@dataclasses.dataclass(frozen=True)
class _Vectors:
    """Weighted terms of each text: rows of unit length, terms sorted in a row.

    Attributes:
        starts: (n + 1,) where the terms of each text begin.
        terms: (m,) ids of terms.
        weights: (m,) weights.
        held_by: (k,) number of texts that hold each term.
        hashes: (k,) what each term is.
        n_texts: Texts among which the terms are rare or common.
    """

    starts: Places
    terms: Places
    weights: Floats
    held_by: Places
    hashes: Hashes
    n_texts: int

    def row_of(self, n_texts: int) -> Places:
        return np.repeat(np.arange(n_texts), np.diff(self.starts))


def alike_texts(
    texts: Sequence[LinkText],
    origins: Sequence[Origin],
    weights: Weights,
    scale: TextScale | None = None,
) -> AlikeTexts:
    """Compare the texts that share rare words.

    Args:
        texts: All texts of a case or batch: what is rare is known by recurrence.
        origins: Their publication origins: a line that only copies of one text
            share is no furniture.
        weights: `text.*` rows.
        scale: What is rare, where that was settled before; None = found from `texts`.

    Returns:
        What the pairs worth comparing share; nothing where there are too few texts
        to say what is rare.
    """
    if not texts or (scale is None and len(texts) < _FEWEST):
        return NOT_COMPARED
    lines = _furniture_lines(texts, origins) if scale is None else scale.lines
    bodies = _bodies(texts, set(lines.tolist()))
    read = read_words(bodies)
    in_order = np.split(read.words, read.starts[1:-1])
    words = _vectors(in_order, "words", scale)
    days = _days(texts)
    one, other = _candidates(words, days)
    kinds = {
        "names": _vectors([_folded(_NAME, body) for body in bodies], "names", scale),
        "ages": _vectors([_folded(_AGE, body) for body in bodies], "ages", scale),
        "numbers": _vectors(
            [_folded(_NUMBER, body) for body in bodies], "numbers", scale
        ),
        "phrases": _vectors([_phrases(own) for own in in_order], "phrases", scale),
    }
    shared = {kind: _cosines(made, one, other) for kind, made in kinds.items()}
    shared["rare"] = _surprise(words, one, other)
    sizes = np.diff(words.starts)
    apart = np.abs(days[one] - days[other])
    smaller = np.minimum(sizes[one], sizes[other])
    odds = _log_odds(shared, apart, smaller, weights)
    found: dict[tuple[DocumentId, DocumentId], TextPair] = {}
    for place in np.flatnonzero(odds >= weights["text.least"]):
        a, b = texts[one[place]].document_id, texts[other[place]].document_id
        gap = float(apart[place])
        found[(a, b) if a < b else (b, a)] = TextPair(
            log_odds=float(odds[place]),
            days=None if np.isnan(gap) else int(gap),
            **{kind: float(values[place]) for kind, values in shared.items()},
        )
    return AlikeTexts(
        found,
        {
            text.document_id: text.language
            for text, body in zip(texts, bodies, strict=True)
            if len(body) >= _SHORTEST
        },
        scale or _scale_of(len(texts), lines, {"words": words, **kinds}),
        _rare_of(texts, words),
    )


def _scale_of(
    n_texts: int, lines: Hashes, vectors: Mapping[str, _Vectors]
) -> TextScale:
    again = {kind: made.held_by > 1 for kind, made in vectors.items()}
    return TextScale(
        n_texts,
        lines,
        {
            kind: (made.hashes[again[kind]], made.held_by[again[kind]])
            for kind, made in vectors.items()
        },
    )


def _rare_of(
    texts: Sequence[LinkText], words: _Vectors
) -> tuple[Hashes, Sequence[DocumentId]]:
    kept = _weightiest(words, len(texts), fewest=1)
    rows = words.row_of(len(texts))[kept].tolist()
    return words.hashes[words.terms[kept]], [texts[row].document_id for row in rows]


def _furniture_lines(texts: Sequence[LinkText], origins: Sequence[Origin]) -> Hashes:
    """Return the hashes of lines that stand in texts of three or more origins."""
    origin_of = {doc: made.id for made in origins for doc in made.documents}
    holders: dict[str, set[str]] = defaultdict(set)
    lines_of = [[line.strip() for line in text.text.splitlines()] for text in texts]
    for text, lines in zip(texts, lines_of, strict=True):
        origin = origin_of.get(text.document_id, text.document_id)
        for line in lines:
            if len(holders[line]) < _SEEN_OFTEN:
                holders[line].add(origin)
    often = [_line(line) for line, held in holders.items() if len(held) >= _SEEN_OFTEN]
    return np.sort(np.array(often, dtype=np.uint64))


def _line(line: str) -> int:
    digest = hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _bodies(texts: Sequence[LinkText], furniture: set[int]) -> list[str]:
    """Return the texts without lines that are furniture."""
    return [
        "\n".join(
            line
            for line in (one.strip() for one in text.text.splitlines())
            if not furniture or _line(line) not in furniture
        )[:_LONGEST]
        for text in texts
    ]


def _folded(pattern: re.Pattern[str], body: str) -> Hashes:
    found = [_hash_of(word) for word in pattern.findall(body)]
    return np.array(found, dtype=np.uint64)


@functools.lru_cache(maxsize=1 << 18)  # pure: the same on every machine and run
def _hash_of(word: str) -> int:
    digest = hashlib.blake2b(fold_text(word).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _phrases(words: Hashes) -> Hashes:
    """Return the pairs of words in a row, each as one hash."""
    first, second = words[:-1], words[1:]
    return first * _MULTIPLIER ^ (second + (first >> np.uint64(7)))


def _days(texts: Sequence[LinkText]) -> Floats:
    """Return the day each was published, as a number; NaN = not stated."""
    return np.array(
        [
            float(text.published_by.toordinal()) if text.published_by else np.nan
            for text in texts
        ]
    )


def _vectors(lists: Sequence[Hashes], kind: str, scale: TextScale | None) -> _Vectors:
    """Return unit vectors: (1 + log count) x rarity.

    Rarity is the log of the texts over those that hold the term, both rounded to
    powers of two: one more text does not shift the likeness of all others.
    """
    rows = [np.unique(held, return_counts=True) for held in lists]
    starts = np.concatenate(([0], np.cumsum([len(terms) for terms, _ in rows])))
    keys: Hashes = np.concatenate([terms for terms, _ in rows])
    counts = np.concatenate([count for _, count in rows]).astype(np.float64)
    hashes, terms = np.unique(keys, return_inverse=True)
    held_by = np.bincount(terms) if scale is None else scale.held_by(kind, hashes)
    n_texts = len(lists) if scale is None else scale.n_texts
    rarity = _rarity(held_by, n_texts)
    values = (1.0 + np.log(counts)) * rarity[terms]
    row_of = np.repeat(np.arange(len(lists)), np.diff(starts))
    lengths = np.sqrt(np.bincount(row_of, weights=values**2, minlength=len(lists)))
    values /= np.maximum(lengths, 1e-9)[row_of]
    return _Vectors(starts, terms.astype(np.int64), values, held_by, hashes, n_texts)


def _rarity(held_by: Places, n_texts: int) -> Floats:
    """Return how many times the texts halve until only those that hold a term stay."""
    rarity: Floats = np.ceil(np.log2(n_texts)) - np.floor(
        np.log2(np.maximum(held_by, 1))
    )
    return rarity


def _candidates(vectors: _Vectors, days: Floats) -> tuple[Places, Places]:
    """Return pairs of texts that share weighty terms, neighbours in time first."""
    n = len(days)
    row, kept = vectors.row_of(n), _weightiest(vectors, n)
    row, term, value = row[kept], vectors.terms[kept], vectors.weights[kept]
    order = np.lexsort((row, np.nan_to_num(days, nan=0.0)[row], term))
    row, term, value = row[order], term[order], value[order]
    codes, sums = _summed(_met(row, term, value, n))
    one, other = codes // n, codes % n
    strong = sums > 0
    one, other, sums = one[strong], other[strong], sums[strong]
    best = _best_of_each(one, other, sums, n)
    return one[best], other[best]


def _weightiest(vectors: _Vectors, n: int, *, fewest: int = 2) -> NDArray[np.bool_]:
    """Mark the terms of each text that set it apart, shared by some but not many."""
    row = vectors.row_of(n)
    here = np.bincount(vectors.terms, minlength=len(vectors.held_by))
    held = np.maximum(vectors.held_by, here)[vectors.terms]
    usable = (held >= fewest) & (held <= _HOLDERS_MET)
    order = np.lexsort((-vectors.weights, ~usable, row))
    rank = np.empty(len(row), dtype=np.int64)
    rank[order] = np.arange(len(row)) - vectors.starts[row[order]]
    kept: NDArray[np.bool_] = usable & (rank < _TERMS_MET)
    return kept


def _met(
    row: Places, term: Places, value: Floats, n: int
) -> Iterator[tuple[Places, Floats]]:
    for lag in range(1, min(_NEIGHBOURS, len(term) - 1) + 1):
        same = term[lag:] == term[:-lag]
        a, b = row[:-lag][same], row[lag:][same]
        yield (
            np.minimum(a, b) * n + np.maximum(a, b),
            value[:-lag][same] * value[lag:][same],
        )


def _summed(met: Iterator[tuple[Places, Floats]]) -> tuple[Places, Floats]:
    parts = list(met)
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    codes, where = np.unique(
        np.concatenate([code for code, _ in parts]), return_inverse=True
    )
    sums = np.bincount(where, weights=np.concatenate([value for _, value in parts]))
    return codes, sums.astype(np.float64)


def _best_of_each(one: Places, other: Places, sums: Floats, n: int) -> Places:
    """Return the pairs that are among the best of either of their texts."""
    best_first = np.argsort(-sums, kind="stable")
    ends = np.stack((one[best_first], other[best_first]), axis=1).reshape(-1)
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], np.arange(n))
    rank = np.arange(len(order)) - starts[ends[order]]
    return np.unique(best_first[order[rank < _BEST] // 2])


def _cosines(vectors: _Vectors, one: Places, other: Places) -> Floats:
    """Return the cosine of each pair."""
    some = _shared_terms(vectors, np.ones(len(vectors.held_by), dtype=np.bool_))
    return _over_shared(
        some, one, other, lambda a, b: some.weights[a] * some.weights[b]
    )


def _surprise(vectors: _Vectors, one: Places, other: Places) -> Floats:
    """Return the bits of the rare terms that both of each pair hold."""
    bits = _rarity(vectors.held_by, vectors.n_texts)
    bits[bits < _RARE] = 0
    some = _shared_terms(vectors, bits > 0)
    return _over_shared(some, one, other, lambda a, _: bits[some.terms[a]])


def _shared_terms(vectors: _Vectors, usable: NDArray[np.bool_]) -> _Vectors:
    """Leave out terms that no second text holds: no pair can share them."""
    here = np.bincount(vectors.terms, minlength=len(vectors.held_by))
    kept = (usable & (here > 1))[vectors.terms]
    starts = np.concatenate(([0], np.cumsum(kept)))[vectors.starts]
    return dataclasses.replace(
        vectors,
        starts=starts,
        terms=vectors.terms[kept],
        weights=vectors.weights[kept],
    )


def _over_shared(
    vectors: _Vectors,
    one: Places,
    other: Places,
    value: Callable[[Places, Places], Floats],
) -> Floats:
    """Return for each pair the sum of a value over the terms that both hold."""
    n_terms = max(1, len(vectors.held_by))
    parts = []
    for at in range(0, len(one), _AT_ONCE):
        ours, pair = _terms_of(vectors, one[at : at + _AT_ONCE])
        theirs, mate = _terms_of(vectors, other[at : at + _AT_ONCE])
        # Both are sorted: pairs in order, terms in order within a text.
        left, right = (
            pair * n_terms + vectors.terms[ours],
            mate * n_terms + vectors.terms[theirs],
        )
        found = np.searchsorted(right, left)
        found[found == len(right)] = 0
        hit = right[found] == left if len(right) else np.zeros(len(left), dtype=bool)
        parts.append(
            np.bincount(
                pair[hit],
                weights=value(ours[hit], theirs[found[hit]]),
                minlength=len(one[at : at + _AT_ONCE]),
            ).astype(np.float64)
        )
    return np.concatenate(parts) if parts else np.empty(0)


def _terms_of(vectors: _Vectors, rows: Places) -> tuple[Places, Places]:
    """Return where the terms of some texts stand, and whose each is."""
    sizes = np.diff(vectors.starts)[rows]
    ends = np.cumsum(sizes)
    whose = np.repeat(np.arange(len(rows)), sizes)
    within = np.arange(int(sizes.sum())) - (ends - sizes)[whose]
    return vectors.starts[rows][whose] + within, whose


def _log_odds(
    shared: Mapping[str, Floats], apart: Floats, smaller: Places, weights: Weights
) -> Floats:
    """Return the weighted sum; shares count by their root, so that little shows."""
    days = np.nan_to_num(apart, nan=_UNKNOWN_DAYS)
    root = {kind: np.sqrt(np.maximum(values, 0)) for kind, values in shared.items()}
    terms = {
        "text.rare": root["rare"],
        "text.names": root["names"],
        "text.ages": shared["ages"],
        "text.numbers": root["numbers"],
        "text.phrases": root["phrases"],
        "text.length": np.log(np.maximum(smaller, 1)),
        "text.days": np.log1p(days),
        "text.many_days": np.minimum(days, _MOST_DAYS) / 100,
    }
    total = np.full(len(apart), weights["text.none"])
    for row, value in terms.items():
        total = total + weights[row] * value
    return total
