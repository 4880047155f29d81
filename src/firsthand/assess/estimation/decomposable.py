"""Bayesian average over decomposable graphs of lists, in closed form.

After D. Madigan and J. C. York, "Bayesian methods for estimation of the size of a
closed population", Biometrika 84 (1997) 19-31. A graph says which lists depend on
each other; a hyper-Dirichlet prior on the chances of histories makes the likelihood of
each graph and each number unseen a ratio of gamma functions, so that nothing is
simulated. Prior on the size of the population: 1/N; on graphs: all alike. Written
from the paper. Pure. Method: M303.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools

import numpy as np

from firsthand.assess.estimation.lists import Flags, Floats, Ints, ListTable
from firsthand.assess.estimation.numerics import log_gamma

MOST_LISTS = 6  # 18,154 decomposable graphs; with seven lists, 617,675
_FIRST_REACH = 5  # times the documented
_MOST_REACH = 400
_MOST_EDGE = 1e-4  # of the posterior may lie beyond the grid
_FINE = 2_000  # counts are all tried up to here, then at growing steps
_N_POINTS = 4_000

Clique = frozenset[int]


@dataclasses.dataclass(frozen=True)
class GraphRow:
    """One graph of the average: its cliques as text, its posterior weight, 0 to 1."""

    text: str
    weight: float


@dataclasses.dataclass(frozen=True, eq=False)
class Decomposable:
    """The posterior of one table.

    Attributes:
        hidden: (n,) float64: numbers unseen that were tried.
        weights: (n,) float64: posterior of each, summing to 1.
        rows: The graphs of most weight.
        n_graphs: Graphs averaged; the complete one is not among them.
        complete_weight: Weight that the complete graph would have had. The data say
            nothing of the number unseen under it, only the prior does: left out.
        edge: Posterior at the end of the grid, as a share; above 1e-4 the upper end
            is the grid's.
    """

    hidden: Floats
    weights: Floats
    rows: tuple[GraphRow, ...]
    n_graphs: int
    complete_weight: float
    edge: float


@dataclasses.dataclass(frozen=True, eq=False)
class _Graphs:
    cliques: tuple[tuple[Clique, ...], ...]
    incidence: Floats  # (n_graphs, n_subsets): cliques count +1, separators -1
    complete: int  # index of the complete graph


def estimate_decomposable(
    table: ListTable, *, delta: float | None = None
) -> Decomposable:
    """Average the number unseen over all decomposable graphs.

    Args:
        table: Three to `MOST_LISTS` lists.
        delta: Prior count a cell of the complete table; None = 2**-n_lists, so that
            the prior weighs one person in all.
    """
    cells, counts = table.complete()
    graphs = _graphs(table.n_lists)
    delta = 2.0**-table.n_lists if delta is None else delta
    reach = _FIRST_REACH
    while True:
        hidden, widths = _grid(reach * table.n_documented)
        log_joint = _log_joint(graphs, cells, counts, hidden, delta)
        found = _averaged(graphs, log_joint, np.log(widths), hidden, table.names)
        if found.edge <= _MOST_EDGE or reach >= _MOST_REACH:
            return found
        reach *= 3


def _grid(most: int) -> tuple[Floats, Floats]:
    """Return numbers unseen to try, and how many each stands for."""
    fine = np.arange(min(_FINE, most) + 1, dtype=np.float64)
    coarse = np.unique(np.geomspace(_FINE + 1, max(most, _FINE + 2), _N_POINTS).round())
    hidden = np.concatenate([fine, coarse]) if most > _FINE else fine
    edges = np.concatenate([[-0.5], (hidden[1:] + hidden[:-1]) / 2, [hidden[-1] + 0.5]])
    return hidden, np.diff(edges)


def _log_joint(
    graphs: _Graphs, cells: Flags, counts: Ints, hidden: Floats, delta: float
) -> Floats:
    """Return ln of likelihood x prior of graph and number unseen, (n_graphs, n)."""
    n_lists = cells.shape[1]
    n_all = counts.sum() + hidden
    weight = delta * 2**n_lists
    spread = log_gamma(np.float64(weight)) - log_gamma(n_all + weight)
    parts = np.stack(
        [
            _log_margin(subset, cells, counts, hidden, delta) + spread
            for subset in _subsets(n_lists)
        ]
    )
    prior = -np.log(n_all)
    ways = log_gamma(n_all + 1) - log_gamma(hidden + 1)
    return np.asarray(graphs.incidence @ parts + ways + prior, dtype=np.float64)


def _log_margin(
    subset: Clique, cells: Flags, counts: Ints, hidden: Floats, delta: float
) -> Floats:
    """Return ln of the Dirichlet integral of a margin, for each number unseen."""
    size = len(subset)
    each = delta * 2 ** (cells.shape[1] - size)
    places = cells[:, sorted(subset)] @ (1 << np.arange(size))
    margin = np.bincount(places, weights=counts, minlength=2**size)
    known = log_gamma(margin[1:] + each).sum() + log_gamma(margin[0] + hidden + each)
    return np.asarray(known - 2**size * log_gamma(np.float64(each)), dtype=np.float64)


def _averaged(
    graphs: _Graphs,
    log_joint: Floats,
    log_widths: Floats,
    hidden: Floats,
    names: tuple[str, ...],
) -> Decomposable:
    joint = np.exp(log_joint - log_joint.max() + log_widths)
    of_graph = joint.sum(axis=1)
    complete = float(of_graph[graphs.complete] / of_graph.sum())
    joint[graphs.complete] = 0.0
    joint /= joint.sum()
    of_graph = joint.sum(axis=1)
    weights = joint.sum(axis=0)
    best = np.argsort(-of_graph, kind="stable")[:5]
    return Decomposable(
        hidden=hidden,
        weights=weights,
        rows=tuple(
            GraphRow(_text(graphs.cliques[i], names), float(of_graph[i])) for i in best
        ),
        n_graphs=len(of_graph) - 1,
        complete_weight=complete,
        edge=float(weights[-1] / np.exp(log_widths[-1]) * hidden[-1]),
    )


def _text(cliques: tuple[Clique, ...], names: tuple[str, ...]) -> str:
    texts = ["[" + " ".join(names[i] for i in sorted(c)) + "]" for c in cliques]
    return " ".join(sorted(texts, key=lambda text: (-len(text.split()), text)))


def _subsets(n_lists: int) -> list[Clique]:
    return [
        frozenset(chosen)
        for size in range(1, n_lists + 1)
        for chosen in itertools.combinations(range(n_lists), size)
    ]


@functools.lru_cache(maxsize=8)
def _graphs(n_lists: int) -> _Graphs:
    """Return every decomposable graph of so many lists."""
    place = {subset: i for i, subset in enumerate(_subsets(n_lists))}
    pairs = list(itertools.combinations(range(n_lists), 2))
    cliques_of, rows = [], []
    for edges in itertools.product((False, True), repeat=len(pairs)):
        joined = [p for p, is_in in zip(pairs, edges, strict=True) if is_in]
        parts = decompose(n_lists, joined)
        if parts is None:
            continue
        row = np.zeros(len(place))
        for clique in parts[0]:
            row[place[clique]] += 1
        for separator in parts[1]:
            row[place[separator]] -= 1
        cliques_of.append(parts[0])
        rows.append(row)
    complete = next(i for i, c in enumerate(cliques_of) if len(c[0]) == n_lists)
    return _Graphs(tuple(cliques_of), np.array(rows), complete)


def decompose(
    n_nodes: int, edges: list[tuple[int, int]]
) -> tuple[tuple[Clique, ...], tuple[Clique, ...]] | None:
    """Return cliques and separators of a graph; None where it is not decomposable.

    Nodes are taken by maximum cardinality; the graph is decomposable if, and only if,
    the earlier neighbours of each node are all joined (R. E. Tarjan, M. Yannakakis,
    SIAM J. Computing 13 (1984) 566-579). Empty separators are left out.
    """
    near: list[set[int]] = [set() for _ in range(n_nodes)]
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    taken: list[int] = []
    cliques: list[Clique] = []
    separators: list[Clique] = []
    for _ in range(n_nodes):
        free = [node for node in range(n_nodes) if node not in taken]
        node = max(free, key=lambda n: (len(near[n] & set(taken)), -n))
        before = near[node] & set(taken)
        if any(b not in near[a] for a, b in itertools.combinations(before, 2)):
            return None
        taken.append(node)
        if cliques and before == cliques[-1]:
            cliques[-1] |= {node}
            continue
        if before:
            separators.append(frozenset(before))
        cliques.append(frozenset(before | {node}))
    return tuple(cliques), tuple(separators)
