"""An estimate of the uncounted, from lists to everything that is told of it.

Pure but for the pseudo-random numbers. The documented count stands first, refusals
before estimates, what forbids publication beside each. Method: M300-M308.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from firsthand.assess.estimation.gates import (
    Refusal,
    filled_lists,
    refusals_of,
    warnings_of,
)
from firsthand.assess.estimation.latent import LatentPrior, LatentRun
from firsthand.assess.estimation.lists import ListTable
from firsthand.assess.estimation.methods import (
    METHODS,
    MethodResult,
    NotRun,
    Outcome,
    add_strata,
    run_decomposable,
    run_latent,
    run_loglinear,
)
from firsthand.assess.estimation.sensitivity import Changed, changes_of

Tell = Callable[[str, int, int], None]


@dataclasses.dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        methods: Of `METHODS`.
        seed: Of everything drawn.
        origins: List to the origin of its entries.
        apart: Pairs of lists that a person says were gathered apart.
        run: Length of the run of latent classes.
        is_quick: Leave the sensitivity runs out.
    """

    methods: tuple[str, ...] = METHODS
    seed: int = 20161101
    origins: Mapping[str, str] = dataclasses.field(default_factory=dict)
    apart: tuple[frozenset[str], ...] = ()
    run: LatentRun = dataclasses.field(default_factory=LatentRun)
    is_quick: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class StratumEstimate:
    """Estimates of one stratum, or of all.

    Attributes:
        tables: The lists: one table, or one for each linkage drawn.
        refusals: Why there is none; empty = there is one.
        warnings: What makes it weak.
        results: By method.
        not_run: Methods that gave nothing, with the reason.
        changes: Sensitivity.
    """

    tables: tuple[ListTable, ...]
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    results: tuple[MethodResult, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    changes: tuple[Changed, ...] = ()

    @property
    def stratum(self) -> str | None:
        """The part of the population; None = all of it."""
        return self.tables[0].stratum


@dataclasses.dataclass(frozen=True, eq=False)
class Estimation:
    """Everything that was found.

    Attributes:
        strata: One, or one a stratum.
        total: Sums over strata, by method; empty where there is one stratum, or where
            a stratum has no estimate by that method.
        wish: What was asked for.
    """

    strata: tuple[StratumEstimate, ...]
    total: tuple[MethodResult, ...]
    wish: Wish

    @property
    def headline(self) -> tuple[MethodResult, ...]:
        """Results for the whole population."""
        return self.total if len(self.strata) > 1 else self.strata[0].results


def estimate_population(
    strata: Sequence[Sequence[ListTable]], wish: Wish, tell: Tell | None = None
) -> Estimation:
    """Estimate each stratum, and their total.

    Args:
        strata: For each stratum its table, or one table for each linkage drawn.
        wish: What is asked for.
        tell: Told what is being done, how far, of how much.
    """
    made = tuple(_stratum(tuple(tables), wish, tell) for tables in strata)
    return Estimation(made, tuple(_totals(made, wish)) if len(made) > 1 else (), wish)


def _stratum(
    tables: tuple[ListTable, ...], wish: Wish, tell: Tell | None
) -> StratumEstimate:
    refusals = [
        refusal
        for table in tables
        for refusal in refusals_of(table, origins=wish.origins, apart=wish.apart)
    ]
    unique = tuple(
        {refusal.code + refusal.because: refusal for refusal in refusals}.values()
    )
    if unique:
        return StratumEstimate(tables, refusals=unique[:5])
    warnings = tuple(warnings_of(tables[0]))
    filled = _alike(tables)
    outcomes = _outcomes(filled, wish, tell)
    changes: list[Changed] = []
    if not wish.is_quick:  # of many linkages the first: what moves one, moves all
        shorter = dataclasses.replace(wish.run, n_chains=4, most_blocks=1)
        changes = changes_of(
            filled[0], methods=frozenset(wish.methods), seed=wish.seed, run=shorter
        )
    return StratumEstimate(
        tables,
        warnings=warnings,
        results=tuple(o for o in outcomes if isinstance(o, MethodResult)),
        not_run=tuple(o for o in outcomes if isinstance(o, NotRun)),
        changes=tuple(changes),
    )


def _alike(tables: Sequence[ListTable]) -> list[ListTable]:
    """Leave out lists that hold nobody; every linkage of a stratum has the same."""
    names = filled_lists(tables[0]).names
    made = []
    for table in tables:
        for name in table.names:
            if name not in names:
                table = table.without(name)  # noqa: PLW2901  one list less, same table
        made.append(table)
    return made


def _outcomes(
    tables: Sequence[ListTable], wish: Wish, tell: Tell | None
) -> list[Outcome]:
    found: list[Outcome] = []
    if "loglinear" in wish.methods:
        found += run_loglinear(tables, seed=wish.seed)
    if "dga" in wish.methods:
        found.append(run_decomposable(tables, seed=wish.seed))
    if "lcmcr" in wish.methods:
        words = f"latent classes {tables[0].stratum or ''}".strip()

        def progress(done: int, most: int) -> None:
            if tell is not None:
                tell(words, done, most)

        run = dataclasses.replace(wish.run, seed=wish.seed)
        found.append(run_latent(tables, run, LatentPrior(), progress=progress))
    return found


def _totals(strata: Sequence[StratumEstimate], wish: Wish) -> list[MethodResult]:
    by_method: dict[str, list[MethodResult]] = {}
    for stratum in strata:
        for result in stratum.results:
            by_method.setdefault(result.method, []).append(result)
    return [
        add_strata(parts, seed=wish.seed)
        for parts in by_method.values()
        if len(parts) == len(strata)
    ]


def conditions_of(
    estimation: Estimation, signed_by: str | None
) -> list[tuple[str, bool, str]]:
    """Say what an estimate must meet before it may stand in a publication.

    Args:
        estimation: What was found.
        signed_by: The statistician who signed it; None = nobody.

    Returns:
        Condition, whether it is met, and why.
    """
    refused = [r.because for s in estimation.strata for r in s.refusals]
    fit = [r for r in estimation.headline if not r.against]
    families = {r.method.split("-")[0] for r in fit}
    chains = [r for r in estimation.headline if r.method == "lcmcr"]
    against = "; ".join(words for r in chains for words in r.against)
    return [
        (
            "lists fit for an estimate",
            not refused,
            refused[0] if refused else "no refusal",
        ),
        (
            "two families of models fit, side by side",
            len(families) > 1,
            ", ".join(sorted(families)) or "none",
        ),
        (
            "chains agree (R-hat at most 1.01, four chains or more)",
            bool(chains) and not against,
            against or ("they do" if chains else "latent classes not run"),
        ),
        (
            "signed by a statistician",
            signed_by is not None,
            signed_by or "nobody has signed",
        ),
    ]
