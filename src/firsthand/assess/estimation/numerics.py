"""Small numerics of the estimates: log-gamma, quantiles, normal scores, least squares.

Pure. NumPy alone, so that an estimate can be had again wherever Firsthand runs.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from firsthand.assess.estimation.lists import Flags, Floats

_NORMAL = NormalDist()
CHI2_95_1DF = 3.841458820694124  # 0.95 quantile, one degree of freedom
Z_95 = 1.959963984540054  # two-sided 95 %

_lgamma = np.frompyfunc(math.lgamma, 1, 1)
_inverse = np.frompyfunc(_NORMAL.inv_cdf, 1, 1)


def log_gamma(values: Floats | float) -> Floats:
    """Return ln Γ of each value (above 0), as float64 of the same shape."""
    return np.asarray(_lgamma(values), dtype=np.float64)


def normal_scores(probabilities: Floats) -> Floats:
    """Return standard normal quantiles of probabilities within (0, 1)."""
    return np.asarray(_inverse(probabilities), dtype=np.float64)


def chi_square_tail(value: float, degrees: int) -> float:
    """Return the chance of a chi-square above a value (Wilson and Hilferty 1931).

    Args:
        value: Not negative.
        degrees: Degrees of freedom; 0 = nothing is left to compare: 1.
    """
    if degrees <= 0:
        return 1.0
    spread = 2 / (9 * degrees)
    score = ((value / degrees) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return 1 - _NORMAL.cdf(score)


def weighted_quantiles(values: Floats, weights: Floats, at: Floats) -> Floats:
    """Return quantiles of a discrete distribution: least value that reaches each.

    Args:
        values: (n,) float64, in any order.
        weights: (n,) float64, not negative; need not sum to 1.
        at: Probabilities, (k,) float64.

    Returns:
        (k,) float64.
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    places = np.searchsorted(reached, at * reached[-1])
    found: Floats = values[order][np.minimum(places, len(values) - 1)]
    return found


def nonnegative_least_squares(matrix: Floats, target: Floats) -> Floats:
    """Return x >= 0 that makes |matrix x - target| least (Lawson and Hanson 1974).

    Args:
        matrix: (m, n) float64.
        target: (m,) float64.

    Returns:
        (n,) float64.
    """
    n = matrix.shape[1]
    x = np.zeros(n)
    is_free = np.zeros(n, dtype=bool)
    tolerance = 1e-10 * max(1.0, float(np.abs(matrix).sum()))
    for _ in range(6 * n + 10):
        slope = matrix.T @ (target - matrix @ x)
        slope[is_free] = -np.inf
        best = int(np.argmax(slope))
        if slope[best] <= tolerance:
            break
        is_free[best] = True
        x = _back_inside(matrix, target, x, is_free)
    return x


def _back_inside(matrix: Floats, target: Floats, x: Floats, is_free: Flags) -> Floats:
    """Solve on the free columns, giving up those that would go below 0."""
    while True:
        trial = np.zeros_like(x)
        trial[is_free] = np.linalg.lstsq(matrix[:, is_free], target, rcond=None)[0]
        low = is_free & (trial <= 0)
        if not low.any():
            return trial
        steps = x[low] / np.maximum(x[low] - trial[low], 1e-300)
        x = x + float(steps.min()) * (trial - x)
        is_free[is_free & (x <= 1e-12)] = False  # noqa: PLR2004  rounding of a zero
