"""Bayesian latent classes without a fixed number of them (LCMCR), by Gibbs sampling.

After D. Manrique-Vallier, "Bayesian population size estimation using Dirichlet
process mixtures", Biometrics 72 (2016) 1246-1254. People fall into classes nobody
sees; within a class the lists are independent of each other. Classes have
stick-breaking weights, cut off at `n_classes`. Prior on the size of the population:
1/N. Between two Gibbs sweeps all chances move at once along a Hamiltonian trajectory
(R. Neal, Handbook of MCMC, 2011, chapter 5) of the posterior with classes and hidden
summed out: the same posterior, reached in a fraction of the sweeps. Written from the
papers; all chains of all tables move together in NumPy.
Method: M304.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from firsthand.assess.estimation.lists import Flags, Floats, Ints

_TINY = 1e-12
_FLOOR = 1e-290
_MOST_ODDS = 27.0  # log odds of 1e-12
_LEAST_STEPS, _MOST_STEPS = 20, 50  # of a trajectory; tuned on 15 cells, 2026-11
_EVERY = 10  # sweeps between two chances kept
_FIRST_STEP, _WANTED_CHANCE, _TUNING = 0.02, 0.8, 0.05


@dataclasses.dataclass(frozen=True)
class LatentPrior:
    """What is assumed before the lists are read.

    Attributes:
        alpha_shape, alpha_rate: Gamma prior of the Dirichlet process's concentration;
            0.25 and 0.25 as in the paper: few classes unless the data ask for more.
        catch_a, catch_b: Beta prior of the chance that a list holds a person of a
            class; 1 and 1 as in the paper: every chance alike.
        n_classes: Where the stick is cut; the paper's finite approximation.
    """

    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    catch_a: float = 1.0
    catch_b: float = 1.0
    n_classes: int = 10


@dataclasses.dataclass(frozen=True)
class LatentRun:
    """How long and from which seed.

    Attributes:
        n_chains: Chains of each table, from scattered starts.
        n_burn: Sweeps in which step lengths are tuned; never kept.
        n_block: Sweeps between two looks at whether the chains agree.
        most_blocks: Looks at most; what does not agree then is said not to.
        seed: Of NumPy's PCG64: the same seed gives the same draws.
    """

    n_chains: int = 8
    n_burn: int = 1_000
    n_block: int = 1_000
    most_blocks: int = 8
    seed: int = 20161101


@dataclasses.dataclass(eq=False)
class _State:
    sticks: Floats  # (c, k - 1)
    log_weights: Floats  # (c, k)
    catch: Floats  # (c, k, l)
    alpha: Floats  # (c,)


@dataclasses.dataclass(frozen=True, eq=False)
class LatentDraws:
    """What the sampler brought: the later half of all sweeps.

    Attributes:
        hidden: (n_chains, n_kept) int64: people on no list.
        chances: (n_chains, n_held, n_cells) float64: now and then, the chance of each
            history that can be seen, given that it is seen.
        n_used: (n_chains, n_kept) int64: classes with at least one person.
        n_sweeps: Sweeps in all.
    """

    hidden: Ints
    chances: Floats
    n_used: Ints
    n_sweeps: int


def sample_latent_classes(
    seen: Flags,
    counts: Ints,
    run: LatentRun,
    prior: LatentPrior,
    *,
    cells: Flags | None = None,
    is_enough: Callable[[Ints], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LatentDraws:
    """Draw the number of people on no list, chain by chain.

    Args:
        seen: (n_histories, n_lists) bool, none all False.
        counts: (n_chains, n_histories) int64: one row a chain, so that chains may
            be of one table or of several.
        run: Length and seed; `n_chains` is not read here.
        prior: What is assumed.
        cells: Histories whose chances are wanted; None = none.
        is_enough: From the draws kept so far, whether to stop; None = go on to the
            end of the run.
        progress: Told sweeps done and sweeps at most.

    Returns:
        Draws of every chain.
    """
    rng = np.random.default_rng(run.seed)
    chain = _Chains(seen, counts, prior, rng)
    hidden: list[Ints] = []
    used: list[Ints] = []
    chances: list[Floats] = []
    most = run.n_burn + run.n_block * run.most_blocks
    for sweep in range(1, most + 1):
        chain.slide(is_tuning=sweep <= run.n_burn)
        chain.sweep()
        hidden.append(chain.hidden)
        used.append((chain.members > 0).sum(axis=1))
        if cells is not None and sweep % _EVERY == 0:
            chances.append(chain.chances(cells))
        if (sweep - run.n_burn) % run.n_block == 0 and sweep > run.n_burn:
            if progress is not None:
                progress(sweep, most)
            if is_enough is not None and is_enough(_later_half(hidden)):
                break
    made = _later_half(chances) if chances else np.zeros((len(counts), 0, 0))
    return LatentDraws(_later_half(hidden), made, _later_half(used), len(hidden))


def _later_half(draws: list[Any]) -> Any:
    return np.stack(draws[len(draws) // 2 :], axis=1)


class _Chains:
    """The chains: one sweep draws every unknown once, given all others."""

    def __init__(
        self, seen: Flags, counts: Ints, prior: LatentPrior, rng: np.random.Generator
    ) -> None:
        self._seen = seen.astype(np.float64)
        self._counts = counts
        self._n = counts.sum(axis=1)
        self._prior = prior
        self._rng = rng
        n_chains, k = len(counts), prior.n_classes
        self._step = np.full(n_chains, _FIRST_STEP)
        sticks = rng.uniform(0.1, 0.6, size=(n_chains, k - 1))
        self._state = _State(
            sticks,
            _log_weights(sticks),
            rng.uniform(0.05, 0.95, size=(n_chains, k, seen.shape[1])),
            np.full(n_chains, 0.2),
        )
        self.hidden = np.zeros(n_chains, dtype=np.int64)
        self.members = np.zeros((n_chains, k), dtype=np.int64)

    def slide(self, *, is_tuning: bool) -> None:
        """Move chances and weights together, by one Hamiltonian trajectory.

        Classes and the hidden are summed out; they are drawn anew right after, so
        that the posterior is the one that the Gibbs draws alone would reach, sooner.
        """
        here = self._unbounded()
        momentum = self._rng.standard_normal(here.shape)
        value, slope = self._log_posterior(here)
        start = value - 0.5 * (momentum**2).sum(axis=1)
        n_steps = int(self._rng.integers(_LEAST_STEPS, _MOST_STEPS + 1))
        step = self._step[:, None] * self._rng.uniform(0.8, 1.2, size=(len(here), 1))
        there = here
        for _ in range(n_steps):
            momentum = momentum + 0.5 * step * slope
            there = there + step * momentum
            value, slope = self._log_posterior(there)
            momentum = momentum + 0.5 * step * slope
        end = value - 0.5 * (momentum**2).sum(axis=1)
        chance = np.exp(np.minimum(0.0, np.nan_to_num(end - start, nan=-np.inf)))
        is_taken = self._rng.uniform(size=len(chance)) < chance
        self._put(np.where(is_taken[:, None], there, here))
        if is_tuning:
            self._step *= np.exp(_TUNING * (chance - _WANTED_CHANCE))

    def _unbounded(self) -> Floats:
        """Return log odds of chances and of sticks, (c, k*l + k - 1)."""
        catch = self._state.catch
        flat = np.concatenate(
            [catch.reshape(len(catch), -1), self._state.sticks], axis=1
        )
        odds: Floats = np.log(flat) - np.log1p(-flat)
        return odds

    def _put(self, odds: Floats) -> None:
        catch, sticks = self._apart(odds)
        self._state.catch = np.clip(catch, _TINY, 1 - _TINY)
        self._state.sticks = np.clip(sticks, _TINY, 1 - _TINY)
        self._state.log_weights = _log_weights(self._state.sticks)

    def _apart(self, odds: Floats) -> tuple[Floats, Floats]:
        k, n_lists = self._prior.n_classes, self._seen.shape[1]
        shares = 1 / (1 + np.exp(-np.clip(odds, -_MOST_ODDS, _MOST_ODDS)))
        catch = shares[:, : k * n_lists].reshape(-1, k, n_lists)
        return catch, shares[:, k * n_lists :]

    def _log_posterior(self, odds: Floats) -> tuple[Floats, Floats]:
        """Return the log posterior of log odds, classes and hidden summed out.

        Returns:
            (c,) values up to a constant, and their slopes, shaped as `odds`.
        """
        prior, alpha = self._prior, self._state.alpha[:, None]
        catch, sticks = self._apart(odds)
        log_in, log_out = np.log(catch), np.log1p(-catch)
        base = _log_weights(sticks) + log_out.sum(axis=2)
        joint = np.exp(self._seen @ np.swapaxes(log_in - log_out, 1, 2) + base[:, None])
        joint = np.maximum(joint, _FLOOR)
        out = np.exp(base)
        p_seen = np.maximum(1 - out.sum(axis=1), _TINY)
        p_row = joint.sum(axis=2)
        value = (self._counts * np.log(p_row)).sum(axis=1) - self._n * np.log(p_seen)
        value += prior.catch_a * log_in.sum(axis=(1, 2))
        value += prior.catch_b * log_out.sum(axis=(1, 2))
        value += (np.log(sticks) + alpha * np.log1p(-sticks)).sum(axis=1)
        here = joint * (self._counts / p_row)[:, :, None]  # expected people, (c, m, k)
        total = here.sum(axis=1) + out * (self._n / p_seen)[:, None]
        caught = np.swapaxes(here, 1, 2) @ self._seen
        a, b = prior.catch_a, prior.catch_b
        slope_catch = caught + a - (total[:, :, None] + a + b) * catch
        after = total.sum(axis=1, keepdims=True) - np.cumsum(total, axis=1)
        first = total[:, :-1] + 1
        slope_sticks = first - (first + after[:, :-1] + alpha) * sticks
        flat = slope_catch.reshape(len(odds), -1)
        return value, np.concatenate([flat, slope_sticks], axis=1)

    def sweep(self) -> None:
        """Draw classes, the hidden, chances of each list, weights, concentration."""
        assigned = self._assign()
        unseen = self._draw_hidden()
        self.members = assigned.sum(axis=1) + unseen
        self._draw_catch(assigned)
        self._draw_weights()

    def chances(self, cells: Flags) -> Floats:
        """Return each history's chance given that it is seen, (c, n_cells)."""
        joint = np.exp(self._log_joint(cells.astype(np.float64))).sum(axis=2)
        scaled: Floats = joint / joint.sum(axis=1, keepdims=True)
        return scaled

    def _log_joint(self, seen: Floats) -> Floats:
        state = self._state
        log_in, log_out = np.log(state.catch), np.log1p(-state.catch)
        odds = np.swapaxes(log_in - log_out, 1, 2)  # (c, l, k)
        base = state.log_weights + log_out.sum(axis=2)  # (c, k)
        joint: Floats = seen @ odds + base[:, None, :]
        return joint

    def _assign(self) -> Ints:
        log_joint = self._log_joint(self._seen)
        log_joint -= log_joint.max(axis=2, keepdims=True)
        chances = np.exp(log_joint)
        chances /= chances.sum(axis=2, keepdims=True)
        drawn: Ints = self._rng.multinomial(self._counts, chances)
        return drawn

    def _draw_hidden(self) -> Ints:
        state = self._state
        log_out = state.log_weights + np.log1p(-state.catch).sum(axis=2)
        out = np.exp(log_out)
        p_out = np.minimum(out.sum(axis=1), 1 - _TINY)
        self.hidden = self._rng.negative_binomial(self._n, 1 - p_out)
        drawn: Ints = self._rng.multinomial(
            self.hidden, out / out.sum(axis=1, keepdims=True)
        )
        return drawn

    def _draw_catch(self, assigned: Ints) -> None:
        prior = self._prior
        caught = np.swapaxes(assigned, 1, 2) @ self._seen  # (c, k, l)
        missed = self.members[:, :, None] - caught
        drawn = self._rng.beta(prior.catch_a + caught, prior.catch_b + missed)
        self._state.catch = np.clip(drawn, _TINY, 1 - _TINY)

    def _draw_weights(self) -> None:
        state, prior, members = self._state, self._prior, self.members
        after = members.sum(axis=1, keepdims=True) - np.cumsum(members, axis=1)
        sticks = self._rng.beta(
            1 + members[:, :-1], state.alpha[:, None] + after[:, :-1]
        )
        state.sticks = np.clip(sticks, _TINY, 1 - _TINY)
        state.log_weights = _log_weights(state.sticks)
        rate = prior.alpha_rate - np.log1p(-state.sticks).sum(axis=1)
        shape = prior.alpha_shape + prior.n_classes - 1
        state.alpha = np.maximum(self._rng.gamma(shape, 1 / rate), _TINY)


def _log_weights(sticks: Floats) -> Floats:
    """Turn sticks broken off (c, k - 1) into log weights of classes (c, k)."""
    log_rest = np.cumsum(np.log1p(-sticks), axis=1)
    zeros = np.zeros((len(sticks), 1))
    log_taken = np.concatenate([np.log(sticks), zeros], axis=1)
    return np.asarray(
        log_taken + np.concatenate([zeros, log_rest], axis=1), dtype=np.float64
    )
