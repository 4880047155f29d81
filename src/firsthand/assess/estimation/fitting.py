"""Poisson fits of many log-linear models at once, with the checks of sparse tables.

A term that no documented person bears out has a coefficient of minus infinity: its
cells are certainly empty, and both leave the fit. What remains must have a maximum
(Fienberg and Rinaldo, Annals of Statistics 40 (2012) 996-1023) and must tell the
number unseen (L. Chan, B. W. Silverman, K. Vincent, "Multiple systems estimation for
sparse capture data", JASA 116 (2021) 1297-1306); else the model is set aside with the
reason. Pure. Written from the papers. Method: M302.
"""

from __future__ import annotations

import dataclasses
import enum

import numpy as np

from firsthand.assess.estimation.designs import Design
from firsthand.assess.estimation.lists import Flags, Floats, Ints
from firsthand.assess.estimation.numerics import log_gamma, nonnegative_least_squares

_MOST_STEPS, _MOST_HALVINGS = 60, 12
_BATCH = 1_024
_SMALL = 1e-9
_MOST_LOG = 50.0


class Fault(enum.StrEnum):
    """Why a model cannot be used."""

    NONE = "none"
    NOT_IDENTIFIED = "the number unseen cannot be told from it"
    NO_MAXIMUM = "the overlaps are too sparse for it"
    NOT_REACHED = "its fit did not settle"


@dataclasses.dataclass(frozen=True, eq=False)
class Fits:
    """Fits of several models to one table.

    Attributes:
        models: (n_models, n_terms) bool.
        hidden: (n_models,) float64: people on no list; NaN where there is a fault.
        log_sd: (n_models,) float64: standard error of ln(hidden).
        log_likelihood: (n_models,) float64: of the Poisson counts.
        deviance: (n_models,) float64.
        n_terms: (n_models,) int64: terms, those of minus infinity too.
        n_minus: (n_models,) int64: terms of minus infinity.
        faults: One for each model.
    """

    models: Flags
    hidden: Floats
    log_sd: Floats
    log_likelihood: Floats
    deviance: Floats
    n_terms: Ints
    n_minus: Ints
    faults: tuple[Fault, ...]

    def usable(self) -> Flags:
        """Return which models have no fault, (n_models,)."""
        return np.array([fault is Fault.NONE for fault in self.faults], dtype=bool)

    def bic(self, n_documented: int) -> Floats:
        """Return BIC = -2 ln L + terms x ln(people documented)."""
        bic: Floats = -2 * self.log_likelihood + self.n_terms * np.log(n_documented)
        return bic

    def aic(self) -> Floats:
        """Return AIC = -2 ln L + 2 x terms."""
        aic: Floats = -2 * self.log_likelihood + 2.0 * self.n_terms
        return aic


def fit_models(design: Design, models: Flags, counts: Ints | Floats) -> Fits:
    """Fit every model to the counts of the complete table.

    Args:
        design: Columns over all 2**n - 1 histories that can be seen.
        models: (n_models, n_terms) bool; each has the constant.
        counts: (n_cells,); whole numbers, or real ones within a profile.
    """
    parts = [
        _fit_batch(design, models[at : at + _BATCH], counts.astype(np.float64))
        for at in range(0, len(models), _BATCH)
    ]
    return Fits(
        models=models,
        hidden=np.concatenate([p.hidden for p in parts]),
        log_sd=np.concatenate([p.log_sd for p in parts]),
        log_likelihood=np.concatenate([p.log_likelihood for p in parts]),
        deviance=np.concatenate([p.deviance for p in parts]),
        n_terms=models.sum(axis=1).astype(np.int64),
        n_minus=np.concatenate([p.n_minus for p in parts]),
        faults=tuple(fault for p in parts for fault in p.faults),
    )


def _fit_batch(design: Design, models: Flags, counts: Floats) -> Fits:
    x = design.matrix
    is_empty = (x.T @ counts) == 0  # terms that nobody bears out
    minus = models & is_empty
    keeps_cell = ~((minus.astype(np.float64) @ x.T) > 0)
    uses = models & ~is_empty
    faults = _faults_of(x, uses, keeps_cell, counts)
    fitted = _newton(x, uses, keeps_cell, counts)
    for at in np.flatnonzero(~fitted.is_settled):
        faults[at] = faults[at] if faults[at] is not Fault.NONE else Fault.NOT_REACHED
    is_bad = np.array([fault is not Fault.NONE for fault in faults], dtype=bool)
    log_factorials = log_gamma(counts + 1).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        saturated = np.where(counts > 0, counts * np.log(counts) - counts, 0.0).sum()
    core = np.where(is_bad, np.nan, fitted.core)
    return Fits(
        models=models,
        hidden=np.where(is_bad, np.nan, np.exp(fitted.constant)),
        log_sd=np.where(is_bad, np.nan, fitted.sd),
        log_likelihood=core - log_factorials,
        deviance=2 * (saturated - core),
        n_terms=models.sum(axis=1).astype(np.int64),
        n_minus=minus.sum(axis=1).astype(np.int64),
        faults=tuple(faults),
    )


@dataclasses.dataclass(frozen=True, eq=False)
class _Fitted:
    constant: Floats  # (b,)
    sd: Floats  # (b,)
    core: Floats  # (b,) sum of n ln mu - mu
    is_settled: Flags  # (b,)


def _newton(x: Floats, uses: Flags, keeps_cell: Flags, counts: Floats) -> _Fitted:
    """Fit all models of a batch by Newton's method, which is IRLS, halving steps."""
    batch = _Batch(x, uses, keeps_cell.astype(np.float64), counts)
    beta = batch.solve(batch.kept * (counts + 0.5), batch.start_slope())
    core = batch.core(beta)
    settled = np.zeros(len(uses), dtype=bool)
    for _ in range(_MOST_STEPS):
        mu = batch.means(beta)
        slope = np.where(uses, (batch.kept * counts - mu) @ x, 0.0)
        step = batch.solve(mu, slope)
        settled = np.abs((slope * step).sum(axis=1)) < _SMALL
        if settled.all():
            break
        beta, core = _stepped(batch, beta, step, core)
    first = np.zeros(uses.shape)
    first[:, 0] = 1.0
    variance = batch.solve(batch.means(beta), first)[:, 0]
    sd = np.sqrt(np.maximum(variance, 0.0))
    return _Fitted(beta[:, 0], sd, core, settled)


class _Batch:
    """The table and the models of a batch, with what each step of a fit needs."""

    def __init__(self, x: Floats, uses: Flags, kept: Floats, counts: Floats) -> None:
        self.x, self.kept, self.counts = x, kept, counts
        self._uses = uses
        self._outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
        self._unused = ~(uses[:, :, None] & uses[:, None, :])
        self._diagonal = np.eye(uses.shape[1], dtype=bool)[None] & ~uses[:, :, None]

    def start_slope(self) -> Floats:
        """Return the right-hand side of least squares of ln(count + 1/2)."""
        weights = self.kept * (self.counts + 0.5)
        target = (weights * np.log(self.counts + 0.5)) @ self.x
        return np.asarray(np.where(self._uses, target, 0.0), dtype=np.float64)

    def means(self, beta: Floats) -> Floats:
        """Return the fitted means, 0 in cells that are certainly empty."""
        eta = np.clip(beta @ self.x.T, -_MOST_LOG, _MOST_LOG)
        return np.asarray(self.kept * np.exp(eta), dtype=np.float64)

    def core(self, beta: Floats) -> Floats:
        """Return the log likelihood without its factorials, model by model."""
        eta = np.clip(beta @ self.x.T, -_MOST_LOG, _MOST_LOG)
        core: Floats = (self.kept * (self.counts * eta - np.exp(eta))).sum(axis=1)
        return core

    def solve(self, weights: Floats, slope: Floats) -> Floats:
        """Return (X' W X)^-1 slope, model by model; a breath of ridge for rounding."""
        n_terms = self._uses.shape[1]
        made = (weights @ self._outer).reshape(-1, n_terms, n_terms)
        made = np.where(self._unused, 0.0, made) + self._diagonal
        ridge = 1e-9 * np.maximum(np.trace(made, axis1=1, axis2=2) / n_terms, 1e-3)
        made = made + ridge[:, None, None] * np.eye(n_terms)
        found: Floats = np.linalg.solve(made, slope[:, :, None])[:, :, 0]
        return found


def _stepped(
    batch: _Batch, beta: Floats, step: Floats, core: Floats
) -> tuple[Floats, Floats]:
    """Step where the likelihood grows, by half as much where it would not."""
    length = np.ones(len(beta))
    trial = beta + step
    reached = batch.core(trial)
    is_worse = reached < core - _SMALL
    for _ in range(_MOST_HALVINGS):
        if not is_worse.any():
            break
        length = np.where(is_worse, length / 2, length)
        trial = beta + length[:, None] * step
        reached = batch.core(trial)
        is_worse = reached < core - _SMALL
    trial = np.where(is_worse[:, None], beta, trial)
    return trial, np.asarray(np.where(is_worse, core, reached), dtype=np.float64)


def _faults_of(
    x: Floats, uses: Flags, keeps_cell: Flags, counts: Floats
) -> list[Fault]:
    """Return what stands against each model, before it is fitted."""
    is_seen = counts > 0
    outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    gram = (keeps_cell & is_seen).astype(np.float64) @ outer
    gram = gram.reshape(len(uses), uses.shape[1], -1)
    gram = gram * (uses[:, :, None] & uses[:, None, :])
    gram += np.eye(uses.shape[1]) * ~uses[:, None, :]
    least = np.linalg.eigvalsh(gram)[:, 0]
    faults = [Fault.NONE] * len(uses)
    for at in np.flatnonzero(least < 1e-8):  # noqa: PLR2004  rounding of a zero
        faults[at] = _fault(x[:, uses[at]], keeps_cell[at], is_seen)
    return faults


def _fault(columns: Floats, is_kept: Flags, is_seen: Flags) -> Fault:
    """Check one model where the seen cells alone do not settle it.

    The maximum exists unless some direction leaves the seen cells as they are and
    lowers empty ones without end. By Stiemke's lemma there is none if, and only if,
    strictly positive weights on the empty cells balance every such direction.
    """
    kept = columns[is_kept]
    if np.linalg.matrix_rank(kept) < columns.shape[1]:
        return Fault.NOT_IDENTIFIED
    free = _null_space(columns[is_kept & is_seen])
    empty = columns[is_kept & ~is_seen] @ free
    target = -empty.sum(axis=0)
    extra = nonnegative_least_squares(empty.T.copy(), target)
    left = empty.T @ (1 + extra)
    return Fault.NO_MAXIMUM if np.abs(left).max() > 1e-6 else Fault.NONE  # noqa: PLR2004  rounding of a zero


def _null_space(matrix: Floats) -> Floats:
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=True)
    rank = int((sizes > 1e-10 * sizes[0]).sum())
    found: Floats = rows[rank:].T
    return found
