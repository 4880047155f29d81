"""Whether tables drawn from a fitted model look like the table it was fitted to.

Posterior predictive check (A. Gelman, X.-L. Meng, H. Stern, Statistica Sinica 6 (1996)
733-760) of how many people two lists share and how many stand on 1, 2, ... lists.
Pure. Method: M306.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np

from firsthand.assess.estimation.lists import Floats, ListTable

_STRANGE = 0.05


@dataclasses.dataclass(frozen=True)
class Checked:
    """The numbers that replicas miss most.

    Attributes:
        n_replicas: Tables drawn.
        n_numbers: Numbers looked at.
        least_p: Smallest two-sided tail share of any number, 0 to 1.
        of: Which number that is.
        strange: Numbers whose tail share is below 0.05, with what was seen and the
            middle 95 % of the replicas.
    """

    n_replicas: int
    n_numbers: int
    least_p: float
    of: str
    strange: tuple[str, ...]


def check_table(table: ListTable, chances: Floats, *, seed: int) -> Checked:
    """Draw tables anew and hold their overlaps against those seen.

    Args:
        table: What was fitted.
        chances: (n_replicas, n_cells) float64: chance of each history of
            `table.complete()`, given that it is seen, from draws of the posterior.
        seed: Of the replicas.
    """
    cells, counts = table.complete()
    names, rows = _numbers(table, cells.astype(np.float64))
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(table.n_documented, chances) @ rows
    seen = counts @ rows
    lower = (drawn <= seen).mean(axis=0)
    upper = (drawn >= seen).mean(axis=0)
    tails = np.minimum(1.0, 2 * np.minimum(lower, upper))
    least = int(np.argmin(tails))
    ends = np.quantile(drawn, (0.025, 0.975), axis=0)
    strange = tuple(
        f"{names[i]}: {seen[i]:.0f} seen, {ends[0, i]:.0f} to {ends[1, i]:.0f} expected"
        for i in np.flatnonzero(tails < _STRANGE)
    )
    p = round(float(tails[least]), 4)
    return Checked(len(drawn), len(names), p, names[least], strange)


def _numbers(table: ListTable, cells: Floats) -> tuple[list[str], Floats]:
    pairs = list(itertools.combinations(range(table.n_lists), 2))
    names = [f"shared by {table.names[i]} and {table.names[j]}" for i, j in pairs]
    rows = [cells[:, i] * cells[:, j] for i, j in pairs]
    per_row = cells.sum(axis=1)
    for size in range(1, table.n_lists + 1):
        names.append(f"on exactly {size} list(s)")
        rows.append((per_row == size).astype(np.float64))
    return names, np.stack(rows, axis=1)
