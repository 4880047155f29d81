"""Hierarchical log-linear models of several lists: which there are, and their columns.

A model is a set of terms, each a set of lists that depend on each other. Where a term
is in, so are all terms inside it. Every model has each list alone; none has the term
of all lists, which nothing observed could tell from the number unseen. Pure.
Method: M302.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator

import numpy as np

from firsthand.assess.estimation.lists import Flags, Floats

Term = frozenset[int]

MOST_LISTS_THREE_WAY = 4  # with more, three-way cells hold too few people
_PAIR, _TRIPLE = 2, 3


@dataclasses.dataclass(frozen=True, eq=False)
class Design:
    """Columns of all terms that models may use.

    Attributes:
        terms: The empty term (the constant) first, then by size.
        matrix: (n_cells, n_terms) float64 of 0 and 1: the term is inside the history.
    """

    terms: tuple[Term, ...]
    matrix: Floats


@functools.lru_cache(maxsize=64)
def _terms(n_lists: int, most: int) -> tuple[Term, ...]:
    return tuple(
        frozenset(chosen)
        for size in range(most + 1)
        for chosen in itertools.combinations(range(n_lists), size)
    )


def most_way(n_lists: int) -> int:
    """Return the largest term searched: three lists where few, two where more."""
    most = _TRIPLE if n_lists <= MOST_LISTS_THREE_WAY else _PAIR
    return min(most, n_lists - 1)


def make_design(cells: Flags, most: int) -> Design:
    """Return the columns of all terms of up to `most` lists over cells."""
    terms = _terms(cells.shape[1], most)
    columns = [
        cells[:, sorted(term)].all(axis=1) if term else np.ones(len(cells), dtype=bool)
        for term in terms
    ]
    return Design(terms, np.stack(columns, axis=1).astype(np.float64))


def all_models(n_lists: int, most: int) -> Flags:
    """Return every hierarchical model of up to `most` lists a term.

    Returns:
        (n_models, n_terms) bool over the terms of `make_design`, simplest first.
    """
    terms = _terms(n_lists, most)
    rows = sorted(
        _all_term_sets(n_lists, most), key=lambda s: (len(s), sorted(map(sorted, s)))
    )
    return np.array([[t in chosen for t in terms] for chosen in rows], dtype=bool)


def _all_term_sets(n_lists: int, most: int) -> Iterator[frozenset[Term]]:
    always = frozenset(t for t in _terms(n_lists, most) if len(t) < _PAIR)
    pairs = [t for t in _terms(n_lists, most) if len(t) == _PAIR]
    triples = [t for t in _terms(n_lists, most) if len(t) == _TRIPLE]
    for chosen in _subsets(pairs):
        open_to = [t for t in triples if _inside(t) <= chosen]
        for more in _subsets(open_to):
            yield always | chosen | more


def _subsets(terms: list[Term]) -> Iterator[frozenset[Term]]:
    for size in range(len(terms) + 1):
        for chosen in itertools.combinations(terms, size):
            yield frozenset(chosen)


def _inside(term: Term) -> frozenset[Term]:
    return frozenset(frozenset(p) for p in itertools.combinations(sorted(term), _PAIR))


def main_effects(n_lists: int, most: int) -> Flags:
    """Return the model in which all lists are independent, (n_terms,) bool."""
    return np.array([len(t) < _PAIR for t in _terms(n_lists, most)], dtype=bool)


def neighbours(model: Flags, n_lists: int, most: int) -> Flags:
    """Return the models one term away that are hierarchical too, (n, n_terms)."""
    terms = _terms(n_lists, most)
    chosen = {t for t, is_in in zip(terms, model, strict=True) if is_in}
    found = []
    for at, term in enumerate(terms):
        if len(term) < _PAIR or not _may_turn(term, chosen):
            continue
        other = model.copy()
        other[at] = not other[at]
        found.append(other)
    return np.array(found, dtype=bool).reshape(len(found), len(terms))


def _may_turn(term: Term, chosen: set[Term]) -> bool:
    if term in chosen:
        return not any(term < other for other in chosen)
    return len(term) == _PAIR or _inside(term) <= chosen


def model_text(model: Flags, terms: Iterable[Term], names: tuple[str, ...]) -> str:
    """Write a model by its largest terms: "[A B] [C]"."""
    chosen = [t for t, is_in in zip(terms, model, strict=True) if is_in and t]
    largest = [t for t in chosen if not any(t < other for other in chosen)]
    texts = ["[" + " ".join(names[i] for i in sorted(t)) + "]" for t in largest]
    return " ".join(sorted(texts, key=lambda text: (-len(text.split()), text)))
