"""Decomposable graphs, latent classes, and whether chains agree."""

import itertools
import math

import numpy as np
import pytest

from firsthand.assess.estimation.convergence import convergence_of
from firsthand.assess.estimation.decomposable import decompose, estimate_decomposable
from firsthand.assess.estimation.latent import (
    LatentPrior,
    LatentRun,
    sample_latent_classes,
)
from firsthand.assess.estimation.lists import ListTable, make_table
from firsthand.assess.estimation.methods import (
    MethodResult,
    add_strata,
    run_decomposable,
    run_latent,
)
from firsthand.assess.estimation.predictive import check_table

SHORT = LatentRun(n_chains=4, n_burn=150, n_block=150, most_blocks=1, seed=2)


def simulated(n: int, chances: list[float], seed: int) -> ListTable:
    rng = np.random.default_rng(seed)
    people = rng.uniform(size=(n, len(chances))) < np.array(chances)
    return make_table([f"L{i}" for i in range(len(chances))], [(r, 1) for r in people])


TABLE = simulated(500, [0.45, 0.4, 0.35, 0.3], seed=11)


def _count_decomposable(n_nodes: int) -> int:
    pairs = list(itertools.combinations(range(n_nodes), 2))
    chosen = itertools.product((False, True), repeat=len(pairs))
    graphs = ([p for p, c in zip(pairs, flags, strict=True) if c] for flags in chosen)
    return sum(decompose(n_nodes, graph) is not None for graph in graphs)


def test_decomposable_graphs_are_as_many_as_are_known() -> None:
    assert [_count_decomposable(n) for n in (2, 3, 4, 5)] == [2, 8, 61, 822]


def test_a_square_is_not_decomposable_and_a_path_has_its_cliques() -> None:
    assert decompose(4, [(0, 1), (1, 2), (2, 3), (0, 3)]) is None
    parts = decompose(3, [(0, 1), (1, 2)])
    assert parts is not None
    assert set(parts[0]) == {frozenset({0, 1}), frozenset({1, 2})}
    assert parts[1] == (frozenset({1}),)


def test_the_closed_form_agrees_with_adding_up_by_hand() -> None:
    """Independence graph alone: each list's margin is a beta-binomial."""
    table = make_table("ABC", [([True, False, False], 3), ([True, True, True], 2)])
    found = estimate_decomposable(table, delta=0.125)
    assert found.n_graphs == 7
    hidden = 4.0
    n = 5 + hidden
    one_list = sum(
        math.lgamma(5 * (k == 0) + 2 * (k > 0) + 0.5)
        + math.lgamma(n - 5 * (k == 0) - 2 * (k > 0) + 0.5)
        - 2 * math.lgamma(0.5)
        - math.lgamma(n + 1)
        for k in range(3)
    )
    other = 9.0
    m = 5 + other
    two_list = sum(
        math.lgamma(5 * (k == 0) + 2 * (k > 0) + 0.5)
        + math.lgamma(m - 5 * (k == 0) - 2 * (k > 0) + 0.5)
        - 2 * math.lgamma(0.5)
        - math.lgamma(m + 1)
        for k in range(3)
    )
    by_hand = (
        one_list + math.lgamma(n + 1) - math.lgamma(hidden + 1) - math.log(n)
    ) - (two_list + math.lgamma(m + 1) - math.lgamma(other + 1) - math.log(m))
    from firsthand.assess.estimation import decomposable  # noqa: PLC0415  its insides

    cells, counts = table.complete()
    graphs = decomposable._graphs(3)
    alone = next(i for i, c in enumerate(graphs.cliques) if len(c) == 3)
    log_joint = decomposable._log_joint(
        graphs, cells, counts, np.array([hidden, other]), 0.125
    )[alone]
    assert log_joint[0] - log_joint[1] == pytest.approx(by_hand)


def test_graphs_cover_a_simulated_population() -> None:
    made = run_decomposable([TABLE], seed=1)
    assert isinstance(made, MethodResult)
    assert made.high is not None
    assert made.low < 500 < made.high
    assert made.against == ()


def test_latent_classes_cover_a_simulated_population() -> None:
    made = run_latent([TABLE], SHORT, LatentPrior())
    assert isinstance(made, MethodResult)
    assert made.high is not None
    assert made.low < 500 < made.high
    assert made.detail["r_hat"] < 1.1
    assert made.detail["seed"] == 2
    assert made.detail["posterior_predictive_check"]["n_numbers"] == 10


def test_one_class_gives_what_the_beta_binomial_gives() -> None:
    """One class is the graph of independent lists: two ways, one answer."""
    prior = LatentPrior(n_classes=1, catch_a=0.5, catch_b=0.5)
    run = LatentRun(n_burn=100, n_block=400, most_blocks=1, seed=3)
    counts = np.tile(TABLE.counts, (8, 1))
    drawn = sample_latent_classes(TABLE.seen, counts, run, prior)
    from firsthand.assess.estimation import decomposable  # noqa: PLC0415  its insides

    cells, complete = TABLE.complete()
    graphs = decomposable._graphs(4)
    alone = next(i for i, c in enumerate(graphs.cliques) if len(c) == 4)
    hidden = np.arange(400, dtype=np.float64)
    joint = decomposable._log_joint(graphs, cells, complete, hidden, 2.0**-4)[alone]
    weights = np.exp(joint - joint.max())
    mean = float((weights * hidden).sum() / weights.sum())
    assert drawn.hidden.mean() == pytest.approx(mean, rel=0.03)


def test_the_same_seed_draws_the_same_chains() -> None:
    counts = np.tile(TABLE.counts, (2, 1))
    run = LatentRun(n_burn=20, n_block=20, most_blocks=1, seed=9)
    first, second = (
        sample_latent_classes(TABLE.seen, counts, run, LatentPrior()) for _ in range(2)
    )
    assert np.array_equal(first.hidden, second.hidden)


def test_the_slope_of_the_posterior_is_the_slope() -> None:
    from firsthand.assess.estimation.latent import _Chains  # noqa: PLC0415  its insides

    rng = np.random.default_rng(1)
    prior = LatentPrior(n_classes=3, catch_a=0.7, catch_b=1.3)
    chain = _Chains(TABLE.seen, TABLE.counts[None], prior, rng)
    here = rng.normal(size=(1, 3 * 4 + 2))
    _, slope = chain._log_posterior(here)
    for at in range(here.shape[1]):
        step = np.zeros_like(here)
        step[0, at] = 1e-5
        up, _ = chain._log_posterior(here + step)
        down, _ = chain._log_posterior(here - step)
        assert slope[0, at] == pytest.approx(float(up[0] - down[0]) / 2e-5, rel=1e-4)


def test_chains_that_disagree_may_not_be_published() -> None:
    run = LatentRun(n_chains=4, n_burn=2, n_block=16, most_blocks=1, seed=2)
    made = run_latent([TABLE], run, LatentPrior())
    assert isinstance(made, MethodResult)
    assert any("R-hat" in words for words in made.against)


def test_fewer_than_four_chains_may_not_be_published() -> None:
    run = LatentRun(n_chains=2, n_burn=100, n_block=100, most_blocks=1, seed=2)
    made = run_latent([TABLE], run, LatentPrior())
    assert isinstance(made, MethodResult)
    assert any("at least 4" in words for words in made.against)


def test_equal_chains_have_r_hat_one_and_shifted_ones_do_not() -> None:
    draws = np.random.default_rng(1).normal(size=(4, 1000))
    good = convergence_of(draws)
    assert good.r_hat < 1.005
    assert good.ess_bulk == pytest.approx(4000, rel=0.15)
    assert good.is_reached
    bad = convergence_of(draws + np.array([[0.0], [0.0], [0.0], [2.0]]))
    assert bad.r_hat > 1.3
    assert not bad.is_reached


def test_chains_of_other_spread_are_found_by_folding() -> None:
    draws = np.random.default_rng(1).normal(size=(4, 1000))
    assert convergence_of(draws * np.array([[1.0], [1.0], [1.0], [5.0]])).r_hat > 1.05


def test_slow_chains_have_fewer_effective_draws() -> None:
    rng = np.random.default_rng(1)
    draws = np.zeros((4, 4000))
    for at in range(1, 4000):
        draws[:, at] = 0.9 * draws[:, at - 1] + rng.normal(size=4)
    expected = 16_000 * (1 - 0.9) / (1 + 0.9)
    assert convergence_of(draws).ess_bulk == pytest.approx(expected, rel=0.3)


def test_replicas_of_a_wrong_model_do_not_give_the_overlaps_back() -> None:
    cells, counts = TABLE.complete()
    right = np.tile(counts / counts.sum(), (200, 1))
    wrong = np.tile(np.full(len(cells), 1 / len(cells)), (200, 1))
    assert check_table(TABLE, right, seed=1).strange == ()
    assert len(check_table(TABLE, wrong, seed=1).strange) > 3


def test_strata_add_up_and_what_forbids_one_forbids_the_total() -> None:
    parts = [
        MethodResult("dga", "x", 100, 80, 120, np.linspace(80, 120, 500), {}, ("no",)),
        MethodResult("dga", "x", 50, 40, None, np.linspace(40, 60, 500), {}),
    ]
    total = add_strata(parts, seed=1)
    assert total.point == pytest.approx(150, abs=2)
    assert total.high is None
    assert total.against == ("no",)
