"""What moves an estimate: each list, each dependence, each prior. Method: M307.

Pure. The quick methods are run anew with one thing changed; an estimate that jumps
when one list is left out rests on that list.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np

from firsthand.assess.estimation.designs import make_design, most_way
from firsthand.assess.estimation.gates import LEAST_LISTS
from firsthand.assess.estimation.latent import LatentPrior, LatentRun
from firsthand.assess.estimation.lists import ListTable
from firsthand.assess.estimation.loglinear import MOST_LISTS, search_models
from firsthand.assess.estimation.methods import (
    MethodResult,
    Outcome,
    run_decomposable,
    run_latent,
    run_loglinear,
)

_DELTAS = (0.25, 4.0)  # times the prior count a cell
_OTHER_PRIORS = (
    ("concentration Gamma(1, 1)", LatentPrior(alpha_shape=1.0, alpha_rate=1.0)),
    ("chances Beta(1/2, 1/2)", LatentPrior(catch_a=0.5, catch_b=0.5)),
)


@dataclasses.dataclass(frozen=True)
class Changed:
    """One thing changed, and what then comes out.

    Attributes:
        change: "without list A", "A and B depend on each other", ...
        method: Which method was run anew.
        point, low, high: Whole population; None = no estimate.
    """

    change: str
    method: str
    point: int | None
    low: int | None
    high: int | None


def changes_of(
    table: ListTable, *, methods: frozenset[str], seed: int, run: LatentRun | None
) -> list[Changed]:
    """Run the methods anew with one thing changed at a time.

    Args:
        table: One population, lists that hold people only.
        methods: Of "loglinear", "dga", "lcmcr".
        seed: Of the draws.
        run: Length of a run of latent classes; None = their priors are not changed.
    """
    found = list(_without_each(table, methods, seed))
    if "loglinear" in methods and len(table.names) <= 5:  # noqa: PLR2004  all models there
        found += _each_pair(table)
    if "dga" in methods:
        for factor in _DELTAS:
            delta = factor * 2.0**-table.n_lists
            made = run_decomposable([table], seed=seed, delta=delta)
            found.append(_changed(f"prior count a cell x {factor:g}", made))
    if "lcmcr" in methods and run is not None:
        for words, prior in _OTHER_PRIORS:
            found.append(_changed(words, run_latent([table], run, prior)))
    return found


def _without_each(
    table: ListTable, methods: frozenset[str], seed: int
) -> Iterator[Changed]:
    if table.n_lists <= LEAST_LISTS or table.n_lists > MOST_LISTS:
        return
    for name in table.names:
        less = table.without(name)
        words = f"without list {name}"
        if "loglinear" in methods:
            made = run_loglinear([less], seed=seed)
            yield _changed(words, made[min(1, len(made) - 1)])
        if "dga" in methods:
            yield _changed(words, run_decomposable([less], seed=seed))


def _each_pair(table: ListTable) -> Iterator[Changed]:
    """Average by BIC only the models with, and only those without, each pair."""
    cells, counts = table.complete()
    design = make_design(cells, most_way(table.n_lists))
    fits, _ = search_models(table, design, counts)
    usable = fits.usable()
    bic = fits.bic(table.n_documented)
    for i, j in itertools.combinations(range(table.n_lists), 2):
        at = design.terms.index(frozenset((i, j)))
        names = f"{table.names[i]} and {table.names[j]}"
        for is_in, words in (
            (True, "depend on each other"),
            (False, "are independent"),
        ):
            kept = usable & (fits.models[:, at] == is_in)
            if not kept.any():
                yield Changed(f"{names} {words}", "loglinear-bic", None, None, None)
                continue
            weights = np.exp(-0.5 * (bic[kept] - bic[kept].min()))
            mean = float((weights * fits.hidden[kept]).sum() / weights.sum())
            point = round(table.n_documented + mean)
            yield Changed(f"{names} {words}", "loglinear-bic", point, None, None)


def _changed(words: str, made: Outcome) -> Changed:
    if not isinstance(made, MethodResult):
        return Changed(words, made.method, None, None, None)
    high = None if made.high is None else round(made.high)
    return Changed(words, made.method, round(made.point), round(made.low), high)
