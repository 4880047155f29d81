"""Log-linear estimates: the best model by BIC, and the average of all models.

Search, weights and intervals over the fits of `fitting`. The average is a mixture of
one log-normal a model, weighted by exp(-BIC/2), so that it holds the doubt about the
model too. The best model's interval is the profile likelihood's (R. M. Cormack,
"Interval estimation for mark-recapture studies of closed populations", Biometrics 48
(1992) 567-576). Pure. Method: M302.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from firsthand.assess.estimation.designs import (
    Design,
    all_models,
    main_effects,
    make_design,
    model_text,
    most_way,
    neighbours,
)
from firsthand.assess.estimation.fitting import Fault, Fits, fit_models
from firsthand.assess.estimation.lists import Flags, Floats, Ints, ListTable
from firsthand.assess.estimation.numerics import (
    CHI2_95_1DF,
    chi_square_tail,
    log_gamma,
)

MOST_LISTS = 8  # 255 histories; with more, nearly all are empty
_MOST_LISTS_ALL = 5  # 1,024 models of pairs; with six lists 32,768
_WINDOW = 10.0  # of BIC: models this much worse are not followed further
_N_SHOWN = 5
_N_SAMPLES = 20_000


@dataclasses.dataclass(frozen=True)
class ModelRow:
    """One model of the average, for people.

    Attributes:
        text: Its largest terms: "[A B] [C]".
        total: Estimate of the whole population.
        weight: Share in the average by BIC, 0 to 1.
        bic_above_best: Difference of BIC to the best.
        deviance, degrees: Distance from the table, and degrees of freedom left.
        n_minus: Terms of minus infinity: overlaps that nobody bears out.
    """

    text: str
    total: float
    weight: float
    bic_above_best: float
    deviance: float
    degrees: int
    n_minus: int


@dataclasses.dataclass(frozen=True, eq=False)
class LogLinear:
    """The log-linear estimates of one table.

    Attributes:
        best_total, best_low, best_high: The model of least BIC, with its 95 % profile
            interval; high is None where the likelihood does not fall far enough.
        best_draws, bic_draws, aic_draws: (n,) float64: totals drawn from the best model
            (log-normal), from the average by BIC, by AIC.
        independent_total: What follows if all lists were independent; None = no fit.
        rows: The best models, best first.
        n_models, n_not_identified, n_no_maximum, n_not_reached: Models tried, and
            those set aside by reason.
        fit_tail: Chance of a deviance as great as the best model's, 0 to 1.
        is_largest: The best model is the largest that was tried: the dependence may go
            beyond what such models can say.
        is_all: Every model of the kind was tried; else a search was made.
        most_way: Lists in the largest term tried.
    """

    best_total: float
    best_low: float
    best_high: float | None
    best_draws: Floats
    bic_draws: Floats
    aic_draws: Floats
    independent_total: float | None
    rows: tuple[ModelRow, ...]
    n_models: int
    n_not_identified: int
    n_no_maximum: int
    n_not_reached: int
    fit_tail: float
    is_largest: bool
    is_all: bool
    most_way: int


def estimate_loglinear(table: ListTable, *, seed: int) -> LogLinear | None:
    """Estimate the population with log-linear models.

    Args:
        table: Three to `MOST_LISTS` lists.
        seed: Of the draws from the average.

    Returns:
        The estimates; None where no model can be used.
    """
    cells, counts = table.complete()
    most = most_way(table.n_lists)
    design = make_design(cells, most)
    fits, is_all = search_models(table, design, counts)
    usable = fits.usable()
    if not usable.any():
        return None
    n = table.n_documented
    bic = np.where(usable, fits.bic(n), np.inf)
    aic = np.where(usable, fits.aic(), np.inf)
    best = int(np.argmin(bic))
    low, high = profile_interval(design, fits.models[best], counts)
    rng = np.random.default_rng(seed)
    alone = np.flatnonzero((fits.models == main_effects(table.n_lists, most)).all(1))
    return LogLinear(
        best_total=n + float(fits.hidden[best]),
        best_low=n + low,
        best_high=None if high is None else n + high,
        best_draws=n + _mixture(fits, np.eye(len(bic))[best], rng),
        bic_draws=n + _mixture(fits, _weights(bic), rng),
        aic_draws=n + _mixture(fits, _weights(aic), rng),
        independent_total=_total_of(fits, alone, n),
        rows=_rows(fits, bic, design, table),
        n_models=len(usable),
        n_not_identified=fits.faults.count(Fault.NOT_IDENTIFIED),
        n_no_maximum=fits.faults.count(Fault.NO_MAXIMUM),
        n_not_reached=fits.faults.count(Fault.NOT_REACHED),
        fit_tail=chi_square_tail(
            max(float(fits.deviance[best]), 0.0),
            len(counts) - int(fits.n_terms[best]),
        ),
        is_largest=bool(fits.models[best].all()) and most < table.n_lists - 1,
        is_all=is_all,
        most_way=most,
    )


def search_models(table: ListTable, design: Design, counts: Ints) -> tuple[Fits, bool]:
    """Fit every model, or with many lists those that a search by BIC reaches.

    The search goes from the model of independent lists, and from that of all pairs,
    to every neighbour of every model within the window, until nothing new turns up.
    """
    most = most_way(table.n_lists)
    if table.n_lists <= _MOST_LISTS_ALL:
        return fit_models(design, all_models(table.n_lists, most), counts), True
    alone = main_effects(table.n_lists, most)
    known: dict[bytes, tuple[Flags, float]] = {}
    front = [alone, np.ones_like(alone)]
    while front:
        fits = fit_models(design, np.array(front), counts)
        bic = np.where(fits.usable(), fits.bic(table.n_documented), np.inf)
        for model, value in zip(front, bic, strict=True):
            known[model.tobytes()] = (model, float(value))
        least = min(value for _, value in known.values())
        front = _next_front(front, bic, known, least + _WINDOW, table.n_lists)
    models = np.array([model for model, _ in known.values()])
    return fit_models(design, models, counts), False


def _next_front(
    front: list[Flags],
    bic: Floats,
    known: dict[bytes, tuple[Flags, float]],
    limit: float,
    n_lists: int,
) -> list[Flags]:
    near = [m for m, value in zip(front, bic, strict=True) if value <= limit]
    if not near and len(known) <= 2:  # noqa: PLR2004  the two that a search begins with
        near = front
    found = {
        other.tobytes(): other
        for model in near
        for other in neighbours(model, n_lists, most_way(n_lists))
    }
    return [model for key, model in found.items() if key not in known]


def profile_interval(
    design: Design, model: Flags, counts: Ints
) -> tuple[float, float | None]:
    """Return the 95 % profile-likelihood interval of the hidden count of one model.

    Args:
        design: Columns over the histories that can be seen.
        model: (n_terms,) bool.
        counts: (n_cells,) int64.

    Returns:
        Low and high; high is None where the likelihood does not fall far enough.
    """
    whole = _WithHidden(design, model, counts)
    start = max(float(fit_models(design, model[None], counts).hidden[0]), 0.5)
    peak, top = whole.peak(start)
    level = top - CHI2_95_1DF / 2
    low = 0.0 if whole.at(0.0) > level else _crossing(whole, peak, 0.0, level)
    far = max(peak, 1.0) * 2
    while whole.at(far) > level:
        far *= 2
        if far > 1e4 * (peak + counts.sum()):
            return low, None
    return low, _crossing(whole, peak, far, level)


class _WithHidden:
    """The likelihood of a table whose hidden count is taken as known."""

    def __init__(self, design: Design, model: Flags, counts: Ints) -> None:
        hidden_row = np.zeros((1, design.matrix.shape[1]))
        hidden_row[0, 0] = 1.0
        self._design = Design(design.terms, np.vstack([design.matrix, hidden_row]))
        self._model = model[None]
        self._counts = counts.astype(np.float64)
        self._n = float(counts.sum())
        self._held: dict[float, float] = {}

    def at(self, hidden: float) -> float:
        """Return the multinomial log likelihood, up to a constant of the table."""
        if hidden not in self._held:
            counts = np.append(self._counts, hidden)
            fits = fit_models(self._design, self._model, counts)
            total = self._n + hidden
            poisson = float(fits.log_likelihood[0]) + float(log_gamma(counts + 1).sum())
            # Poisson core with means that add up to the total: n ln mu - mu.
            core = poisson + total - total * np.log(total)
            ways = log_gamma(total + 1) - log_gamma(hidden + 1)
            self._held[hidden] = float(core + ways)
        return self._held[hidden]

    def peak(self, start: float) -> tuple[float, float]:
        """Return where the likelihood is greatest, and how great (golden section)."""
        low, high = 0.0, start * 3 + 10
        ratio = (np.sqrt(5) - 1) / 2
        for _ in range(40):
            left = high - ratio * (high - low)
            right = low + ratio * (high - low)
            if self.at(left) > self.at(right):
                high = right
            else:
                low = left
        middle = (low + high) / 2
        return middle, self.at(middle)


def _crossing(whole: _WithHidden, inside: float, outside: float, level: float) -> float:
    for _ in range(40):
        middle = (inside + outside) / 2
        if whole.at(middle) > level:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _weights(criterion: Floats) -> Floats:
    raw = np.exp(-0.5 * (criterion - criterion.min()))
    weights: Floats = raw / raw.sum()
    return weights


def _mixture(fits: Fits, weights: Floats, rng: np.random.Generator) -> Floats:
    """Draw the hidden count: a model by weight, a log-normal mean, a Poisson count."""
    chosen = rng.choice(len(weights), size=_N_SAMPLES, p=weights)
    scores = rng.standard_normal(_N_SAMPLES)
    log_mean = np.log(fits.hidden[chosen]) + fits.log_sd[chosen] * scores
    drawn: Floats = rng.poisson(np.exp(np.minimum(log_mean, 40))).astype(np.float64)
    return drawn


def _total_of(fits: Fits, at: Ints, n_documented: int) -> float | None:
    if not len(at) or np.isnan(fits.hidden[at[0]]):
        return None
    return n_documented + float(fits.hidden[at[0]])


def _rows(
    fits: Fits, bic: Floats, design: Design, table: ListTable
) -> tuple[ModelRow, ...]:
    weights = _weights(bic)
    n_cells = len(design.matrix)
    order = [int(i) for i in np.argsort(bic, kind="stable") if np.isfinite(bic[i])]
    return tuple(
        ModelRow(
            text=model_text(fits.models[i], design.terms, table.names),
            total=table.n_documented + float(fits.hidden[i]),
            weight=float(weights[i]),
            bic_above_best=float(bic[i] - bic.min()),
            deviance=float(fits.deviance[i]),
            degrees=n_cells - int(fits.n_terms[i]),
            n_minus=int(fits.n_minus[i]),
        )
        for i in order[:_N_SHOWN]
    )
