"""Estimates of the uncounted against published figures and populations of known size.

Rows of `make eval`, and by itself: `python tools/evaluate_estimates.py [--repeats 40]`
prints the coverage of 95 % intervals over simulated populations, method by method.
Reads data/mse below FIRSTHAND_EVAL_DATA.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from firsthand.assess.estimation import ListTable, Wish, estimate_population, make_table
from firsthand.assess.estimation.decomposable import estimate_decomposable
from firsthand.assess.estimation.latent import (
    LatentPrior,
    LatentRun,
    sample_latent_classes,
)
from firsthand.assess.estimation.loglinear import estimate_loglinear
from firsthand.assess.estimation.numerics import weighted_quantiles
from firsthand.casework.estimate_files import read_lists

# Kosovo 1999, killings: published best-BIC log-linear estimate, and the median of the
# reference implementation of latent classes and of decomposable graphs on its cells.
KOSOVO_LOGLINEAR = 10_356.5
KOSOVO_LATENT = 10_400.0
KOSOVO_GRAPHS = 12_595.0
SIMULATED = ("sim1", "sim2", "sim3", "sim4", "sim5")
_ENDS = np.array([0.025, 0.975])
_RUN = LatentRun(n_burn=400, n_block=500, most_blocks=1)
_CHAINS = 2  # of each simulated table; all tables move at once
_REPEATS = 20  # of each of five designs: 100 intervals; the chance error is .022

Coverage = dict[str, dict[str, float]]


def score_estimates(data: Path) -> dict[str, float]:
    """Return closeness to the published figures (1 = equal) and coverage.

    Raises:
        FileNotFoundError: The development data is not there.
    """
    folder = data / "data" / "mse"
    if not folder.is_dir():
        raise FileNotFoundError(2, "no such folder", str(folder))
    (table,) = read_lists(folder / "kosovo_cells.csv").tables
    made = estimate_population([[table]], Wish(is_quick=True))
    of = {result.method: result for result in made.headline}
    best = of["loglinear-best"].point
    covered = simulate(folder, repeats=_REPEATS)
    latent = [by["lcmcr"] for by in covered.values()]
    return {
        "estimates.kosovo_loglinear": _close(best, KOSOVO_LOGLINEAR),
        "estimates.kosovo_latent": _close(of["lcmcr"].point, KOSOVO_LATENT),
        "estimates.kosovo_graphs": _close(of["dga"].point, KOSOVO_GRAPHS),
        "estimates.kosovo_chains_agree": float(not of["lcmcr"].against),
        "estimates.latent_coverage": float(np.mean(latent)),
    }


def _close(found: float, known: float) -> float:
    return 1 - abs(found - known) / known


def simulate(folder: Path, *, repeats: int) -> Coverage:
    """Return the share of 95 % intervals that hold the size, by design and method."""
    text = (folder / "simulations.yaml").read_text(encoding="utf-8")
    designs = {one["name"]: one["rows"] for one in yaml.safe_load(text)["data"]}
    return {name: _covered(designs[name], repeats) for name in SIMULATED}


def _covered(rows: Sequence[dict[str, Any]], repeats: int) -> dict[str, float]:
    rng = np.random.default_rng(100)
    size = sum(row["size"] for row in rows)
    tables = [_drawn(rows, rng) for _ in range(repeats)]
    ends: dict[str, list[tuple[float, float]]] = {"lcmcr": _latent(tables)}
    for table in tables:
        found = estimate_loglinear(table, seed=1)
        graphs = estimate_decomposable(table)
        reached = weighted_quantiles(graphs.hidden, graphs.weights, _ENDS)
        low, high = table.n_documented + reached
        ends.setdefault("dga", []).append((float(low), float(high)))
        if found is None:
            continue
        top = np.inf if found.best_high is None else found.best_high
        fits = found.fit_tail >= 0.01 and not found.is_largest  # noqa: PLR2004  as M302
        names = ("loglinear-best", "loglinear-best, where it fits")
        for name in names if fits else names[:1]:
            ends.setdefault(name, []).append((found.best_low, top))
    return {
        name: float(np.mean([low <= size <= high for low, high in pairs]))
        for name, pairs in ends.items()
    }


def _drawn(rows: Sequence[dict[str, Any]], rng: np.random.Generator) -> ListTable:
    people = np.concatenate(
        [
            rng.uniform(size=(row["size"], len(row["probs"]))) < np.array(row["probs"])
            for row in rows
        ]
    )
    names = [f"L{at}" for at in range(people.shape[1])]
    return make_table(names, [(person, 1) for person in people])


def _latent(tables: Sequence[ListTable]) -> list[tuple[float, float]]:
    cells = tables[0].complete()[0]
    counts = np.array([table.complete()[1] for table in tables])
    rows = np.repeat(counts, _CHAINS, axis=0)
    drawn = sample_latent_classes(cells, rows, _RUN, LatentPrior())
    parts = np.split(drawn.hidden, len(tables))
    return [
        (float(low) + table.n_documented, float(high) + table.n_documented)
        for table, part in zip(tables, parts, strict=True)
        for low, high in [np.quantile(part, _ENDS)]
    ]


def main() -> None:
    """Print coverage by design and method as CSV."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--repeats", type=int, default=40)
    chosen = parser.parse_args()
    covered = simulate(chosen.data / "data" / "mse", repeats=chosen.repeats)
    with Path("/dev/stdout").open("w", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["design", "method", "coverage"])
        for name, by_method in covered.items():
            writer.writerows([name, m, f"{c:.3f}"] for m, c in by_method.items())


if __name__ == "__main__":
    main()
