"""Whether chains agree: rank-normalised split R-hat and effective sample sizes.

After A. Vehtari, A. Gelman, D. Simpson, B. Carpenter, P.-C. Bürkner,
"Rank-normalization, folding, and localization: an improved R-hat for assessing
convergence of MCMC", Bayesian Analysis 16 (2021) 667-718. Pure. Method: M305.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from firsthand.assess.estimation.lists import Floats
from firsthand.assess.estimation.numerics import normal_scores

MOST_R_HAT = 1.01  # the paper's limit
LEAST_CHAINS = 4
LEAST_ESS = 400  # the paper's: 100 a chain, four chains


@dataclasses.dataclass(frozen=True)
class Convergence:
    """How well chains agree on one number.

    Attributes:
        r_hat: The greater of the bulk and the folded split R-hat; 1 = agree.
        ess_bulk: Effective number of draws for the middle.
        ess_tail: Effective number of draws for the 5 % and 95 % quantiles.
        n_chains, n_draws: Chains, and draws kept of each.
    """

    r_hat: float
    ess_bulk: float
    ess_tail: float
    n_chains: int
    n_draws: int

    @property
    def is_reached(self) -> bool:
        """Whether the draws may be spoken of."""
        return (
            self.n_chains >= LEAST_CHAINS
            and self.r_hat <= MOST_R_HAT
            and min(self.ess_bulk, self.ess_tail) >= LEAST_ESS
        )


def convergence_of(draws: Floats) -> Convergence:
    """Measure how well chains agree.

    Args:
        draws: (n_chains, n_draws) of one number; at least 2 x 8.
    """
    split = _split(draws.astype(np.float64))
    folded = np.abs(split - np.median(split))
    low, high = np.quantile(draws, (0.05, 0.95))
    return Convergence(
        r_hat=max(_r_hat(_ranked(split)), _r_hat(_ranked(folded))),
        ess_bulk=_ess(_ranked(split)),
        ess_tail=min(
            _ess((split <= low).astype(np.float64)),
            _ess((split <= high).astype(np.float64)),
        ),
        n_chains=draws.shape[0],
        n_draws=draws.shape[1],
    )


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _ranked(draws: Floats) -> Floats:
    """Replace values by normal scores of their average ranks (Blom's offset)."""
    _, place, n_each = np.unique(draws, return_inverse=True, return_counts=True)
    last = np.cumsum(n_each)
    average = last - (n_each - 1) / 2
    scores = normal_scores((average - 0.375) / (draws.size + 0.25))
    ranked: Floats = scores[place].reshape(draws.shape)
    return ranked


def _r_hat(draws: Floats) -> float:
    n = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    between = float(draws.mean(axis=1).var(ddof=1))
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((n - 1) / n + between / within))


def _ess(draws: Floats) -> float:
    """Return the effective sample size (Geyer's initial monotone sequence)."""
    n_chains, n = draws.shape
    covariances = _autocovariances(draws)
    within = float((covariances[:, 0] * n / (n - 1)).mean())
    spread = within * (n - 1) / n + float(draws.mean(axis=1).var(ddof=1))
    if spread == 0:
        return float(draws.size)
    rho = 1 - (within - (covariances * n / (n - 1)).mean(axis=0)) / spread
    rho[0] = 1.0
    pairs = rho[: n - n % 2].reshape(-1, 2).sum(axis=1)
    below = np.flatnonzero(pairs < 0)
    pairs = pairs[: below[0] if len(below) else len(pairs)]
    tau = -1 + 2 * float(np.minimum.accumulate(pairs).sum())
    floor = 1 / np.log10(draws.size)
    return float(n_chains * n / max(tau, floor))


def _autocovariances(draws: Floats) -> Floats:
    n = draws.shape[1]
    size = 1 << (2 * n - 1).bit_length()
    centred = draws - draws.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=size, axis=1)
    power = np.fft.irfft(spectrum * spectrum.conj(), n=size, axis=1)
    found: Floats = power[:, :n] / n
    return found
