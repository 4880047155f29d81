"""The three families of estimates over one table, or over many drawn linkages.

Pure but for the pseudo-random numbers, whose seed is recorded. Many tables are many
guesses at who is who: each gives its own estimate, and the pooled one is the mixture
of all, so that the doubt of linking widens it. Method: M302-M306.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from firsthand.assess.estimation import decomposable, loglinear
from firsthand.assess.estimation.convergence import (
    LEAST_ESS,
    MOST_R_HAT,
    Convergence,
    convergence_of,
)
from firsthand.assess.estimation.latent import (
    LatentDraws,
    LatentPrior,
    LatentRun,
    sample_latent_classes,
)
from firsthand.assess.estimation.lists import Flags, Floats, Ints, ListTable
from firsthand.assess.estimation.numerics import weighted_quantiles
from firsthand.assess.estimation.predictive import Checked, check_table

Progress = Callable[[int, int], None]

METHODS = ("loglinear", "lcmcr", "dga")
_N_DRAWS = 4_000
_LEVELS = np.array([0.025, 0.5, 0.975])
_MOST_LISTS_PREDICTED = 10
_LEAST_FIT = 0.01  # chance of a deviance as great, under the best model


@dataclasses.dataclass(frozen=True, eq=False)
class MethodResult:
    """What one method says of the whole population, documented people included.

    Attributes:
        method: "loglinear-best", "loglinear-bic", "loglinear-aic", "lcmcr", "dga".
        label: For people.
        point: Estimate: the maximum for "loglinear-best", else the median.
        low: Lower end of the 95 % interval.
        high: Upper end; None = the data set none.
        draws: (n,) float64: totals drawn from it, for sums and pictures.
        detail: What a statistician wants to see; plain JSON.
        against: What forbids publishing it.
    """

    method: str
    label: str
    point: float
    low: float
    high: float | None
    draws: Floats
    detail: dict[str, Any]
    against: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class NotRun:
    """A method that gave nothing, and why."""

    method: str
    because: str


Outcome = MethodResult | NotRun


def run_loglinear(tables: Sequence[ListTable], *, seed: int) -> list[Outcome]:
    """Estimate with log-linear models: the best, and the averages by BIC and AIC."""
    if tables[0].n_lists > loglinear.MOST_LISTS:
        because = (
            f"more than {loglinear.MOST_LISTS} lists: nearly all overlaps are empty"
        )
        return [NotRun("loglinear", because)]
    made = [
        loglinear.estimate_loglinear(table, seed=seed + at)
        for at, table in enumerate(tables)
    ]
    found = [one for one in made if one is not None]
    if len(found) < len(made):
        because = "the overlaps are too sparse for every model that was tried"
        return [NotRun("loglinear", because)]
    first = found[0]
    detail = _loglinear_detail(first)
    against = tuple(dict.fromkeys(words for one in found for words in _misfit(one)))
    pooled = {
        "loglinear-best": ("log-linear, best model by BIC", "best_draws"),
        "loglinear-bic": ("log-linear, average of models by BIC", "bic_draws"),
        "loglinear-aic": ("log-linear, average of models by AIC", "aic_draws"),
    }
    results = [
        _result(method, label, _mixed([getattr(one, field) for one in found]), detail)
        for method, (label, field) in pooled.items()
    ]
    results = [dataclasses.replace(result, against=against) for result in results]
    if len(found) == 1:
        results[0] = dataclasses.replace(
            results[0],
            point=first.best_total,
            low=first.best_low,
            high=first.best_high,
        )
    return list(results)


def _misfit(found: loglinear.LogLinear) -> list[str]:
    words = []
    if found.fit_tail < _LEAST_FIT:
        row = found.rows[0]
        words.append(
            "even the best model does not fit the overlaps: deviance "
            f"{row.deviance:.1f} on {row.degrees} degrees of freedom"
        )
    if found.is_largest:
        words.append(
            "the best model is the largest that was tried: lists may depend on each "
            "other in ways these models cannot say"
        )
    return words


def _loglinear_detail(found: loglinear.LogLinear) -> dict[str, Any]:
    return {
        "models_tried": found.n_models,
        "is_every_model": found.is_all,
        "fit_tail": round(found.fit_tail, 4),
        "largest_term": found.most_way,
        "set_aside": {
            "not_identified": found.n_not_identified,
            "no_maximum": found.n_no_maximum,
            "not_settled": found.n_not_reached,
        },
        "if_all_lists_were_independent": _whole(found.independent_total),
        "models": [
            {
                "model": row.text,
                "total": _whole(row.total),
                "weight": round(row.weight, 4),
                "bic_above_best": round(row.bic_above_best, 2),
                "deviance": round(row.deviance, 2),
                "degrees": row.degrees,
                "terms_of_minus_infinity": row.n_minus,
            }
            for row in found.rows
        ],
    }


def run_decomposable(
    tables: Sequence[ListTable], *, seed: int, delta: float | None = None
) -> Outcome:
    """Estimate by averaging decomposable graphs."""
    if tables[0].n_lists > decomposable.MOST_LISTS:
        because = f"more than {decomposable.MOST_LISTS} lists: too many graphs"
        return NotRun("dga", because)
    rng = np.random.default_rng(seed)
    found = [decomposable.estimate_decomposable(t, delta=delta) for t in tables]
    draws = [
        table.n_documented + rng.choice(one.hidden, size=_N_DRAWS, p=one.weights)
        for table, one in zip(tables, found, strict=True)
    ]
    first = found[0]
    detail = {
        "graphs": first.n_graphs,
        "weight_of_the_complete_graph": round(first.complete_weight, 4),
        "models": [
            {"model": row.text, "weight": round(row.weight, 4)} for row in first.rows
        ],
    }
    result = _result("dga", "decomposable graphs, average", _mixed(draws), detail)
    if len(tables) == 1:
        low, middle, high = tables[0].n_documented + weighted_quantiles(
            first.hidden, first.weights, _LEVELS
        )
        result = dataclasses.replace(
            result, point=float(middle), low=float(low), high=float(high)
        )
    open_end = max(one.edge for one in found) > 1e-3  # noqa: PLR2004  a tail that matters
    if open_end:
        against = ("the posterior has no end within 400 times the documented",)
        result = dataclasses.replace(result, high=None, against=against)
    return result


def run_latent(
    tables: Sequence[ListTable],
    run: LatentRun,
    prior: LatentPrior,
    *,
    progress: Progress | None = None,
) -> Outcome:
    """Estimate with latent classes; each table gets chains of its own."""
    seen, rows = _aligned(tables)
    counts = np.repeat(rows, run.n_chains, axis=0)
    documented = rows.sum(axis=1)
    n_lists = tables[0].n_lists
    cells = tables[0].complete()[0] if n_lists <= _MOST_LISTS_PREDICTED else None

    def is_enough(hidden: Ints) -> bool:
        return all(c.is_reached for c in _each(hidden, len(tables)))

    drawn = sample_latent_classes(
        seen, counts, run, prior, cells=cells, is_enough=is_enough, progress=progress
    )
    reached = _each(drawn.hidden, len(tables))
    totals = [
        part.reshape(-1) + n
        for part, n in zip(np.split(drawn.hidden, len(tables)), documented, strict=True)
    ]
    detail = _latent_detail(drawn, reached, run, prior)
    checked = _predicted(tables[0], drawn, cells, run)
    if checked is not None:
        detail["posterior_predictive_check"] = dataclasses.asdict(checked)
    draws = _mixed([t.astype(np.float64) for t in totals])
    result = _result("lcmcr", "latent classes (Bayesian, LCMCR)", draws, detail)
    low, middle, high = np.quantile(np.concatenate(totals), _LEVELS)
    against = _against(reached)
    return dataclasses.replace(
        result, point=float(middle), low=float(low), high=float(high), against=against
    )


def _each(hidden: Ints, n_tables: int) -> list[Convergence]:
    return [
        convergence_of(part.astype(np.float64)) for part in np.split(hidden, n_tables)
    ]


def _latent_detail(
    drawn: LatentDraws, reached: list[Convergence], run: LatentRun, prior: LatentPrior
) -> dict[str, Any]:
    return {
        "chains": run.n_chains,
        "sweeps": drawn.n_sweeps,
        "draws_kept_a_chain": drawn.hidden.shape[1],
        "r_hat": round(max(c.r_hat for c in reached), 4),
        "ess_bulk": round(min(c.ess_bulk for c in reached)),
        "ess_tail": round(min(c.ess_tail for c in reached)),
        "chain_medians": [
            round(float(m)) for m in np.median(drawn.hidden, axis=1)[: run.n_chains]
        ],
        "classes_used": round(float(drawn.n_used.mean()), 1),
        "prior": dataclasses.asdict(prior),
        "seed": run.seed,
        "generator": f"PCG64, NumPy {np.__version__}",
    }


def _against(reached: list[Convergence]) -> tuple[str, ...]:
    worst = max(c.r_hat for c in reached)
    least = min(min(c.ess_bulk, c.ess_tail) for c in reached)
    found = []
    if any(c.n_chains < 4 for c in reached):  # noqa: PLR2004  the paper's least
        found.append(f"{reached[0].n_chains} chains; at least 4 are needed")
    if worst > MOST_R_HAT:
        found.append(f"the chains do not agree: R-hat {worst:.3f}, above {MOST_R_HAT}")
    if least < LEAST_ESS:
        found.append(f"too few effective draws: {least:.0f}, under {LEAST_ESS}")
    return tuple(found)


def _predicted(
    table: ListTable, drawn: LatentDraws, cells: Flags | None, run: LatentRun
) -> Checked | None:
    if cells is None:
        return None
    chances = drawn.chances[: run.n_chains].reshape(-1, len(cells))
    return check_table(table, chances, seed=run.seed)


def _aligned(tables: Sequence[ListTable]) -> tuple[Flags, Ints]:
    """Return the histories of all tables, and the counts of each, (n_tables, n)."""
    known = {row.tobytes(): row for table in tables for row in table.seen}
    place = {key: at for at, key in enumerate(known)}
    counts = np.zeros((len(tables), len(known)), dtype=np.int64)
    for at, table in enumerate(tables):
        for row, count in zip(table.seen, table.counts, strict=True):
            counts[at, place[row.tobytes()]] = count
    return np.array(list(known.values()), dtype=np.bool_), counts


def _mixed(parts: Sequence[Floats]) -> Floats:
    """Return evenly spaced draws of the mixture of equal parts, sorted within each."""
    each = max(_N_DRAWS // len(parts), 200)
    spread = (np.arange(each) + 0.5) / each
    return np.concatenate([np.quantile(part, spread) for part in parts])


def _result(
    method: str, label: str, draws: Floats, detail: dict[str, Any]
) -> MethodResult:
    low, middle, high = (float(q) for q in np.quantile(draws, _LEVELS))
    return MethodResult(method, label, middle, low, high, draws, detail)


def add_strata(parts: Sequence[MethodResult], *, seed: int) -> MethodResult:
    """Return the total of strata that were estimated one by one.

    Draws of independent strata are added one to one in random order; with one best
    model a stratum, the points are added.
    """
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(part.draws, size=_N_DRAWS) for part in parts]
    whole = _result(parts[0].method, parts[0].label, np.sum(drawn, axis=0), {})
    if parts[0].method == "loglinear-best":
        whole = dataclasses.replace(whole, point=sum(part.point for part in parts))
    if any(part.high is None for part in parts):
        whole = dataclasses.replace(whole, high=None)
    against = tuple(dict.fromkeys(a for part in parts for a in part.against))
    return dataclasses.replace(whole, against=against)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
