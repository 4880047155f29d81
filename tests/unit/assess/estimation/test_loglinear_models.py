"""Log-linear models: which there are, their fits, and the checks of sparse tables."""

import numpy as np
import pytest

from firsthand.assess.estimation.designs import (
    all_models,
    main_effects,
    make_design,
    model_text,
    neighbours,
)
from firsthand.assess.estimation.fitting import Fault, fit_models
from firsthand.assess.estimation.lists import ListTable, make_table
from firsthand.assess.estimation.loglinear import estimate_loglinear
from firsthand.assess.estimation.methods import MethodResult, run_loglinear
from firsthand.assess.estimation.numerics import (
    chi_square_tail,
    nonnegative_least_squares,
    weighted_quantiles,
)


def expected_table(n: float, chances: list[float], *, scale: int = 1) -> ListTable:
    """Make the table that independent lists give on average."""
    rows = []
    for code in range(1, 2 ** len(chances)):
        history = [bool(code >> i & 1) for i in range(len(chances))]
        p = np.prod([c if h else 1 - c for c, h in zip(chances, history, strict=True)])
        rows.append((history, round(n * scale * float(p))))
    return make_table([f"L{i}" for i in range(len(chances))], rows)


def test_three_lists_have_eight_hierarchical_models_and_four_have_113() -> None:
    assert len(all_models(3, 2)) == 8
    assert len(all_models(4, 2)) == 64
    assert len(all_models(4, 3)) == 113
    assert len(all_models(5, 2)) == 1024


def test_every_model_holds_the_terms_inside_its_terms() -> None:
    cells = np.array([[True] * 4])
    terms = make_design(cells, 3).terms
    for model in all_models(4, 3):
        chosen = {t for t, is_in in zip(terms, model, strict=True) if is_in}
        assert all(t - {i} in chosen for t in chosen for i in t)


def test_neighbours_differ_by_one_term_and_are_hierarchical() -> None:
    known = {m.tobytes() for m in all_models(4, 3)}
    near = neighbours(main_effects(4, 3), 4, 3)
    assert len(near) == 6
    assert all(model.tobytes() in known for model in near)


def test_a_model_is_written_by_its_largest_terms() -> None:
    cells = np.array([[True] * 3])
    terms = make_design(cells, 2).terms
    model = np.array([t == frozenset({0, 2}) or len(t) < 2 for t in terms])
    assert model_text(model, terms, ("A", "B", "C")) == "[A C] [B]"


def test_independent_lists_give_the_population_back() -> None:
    table = expected_table(1000, [0.5, 0.4, 0.3])
    cells, counts = table.complete()
    fits = fit_models(make_design(cells, 2), main_effects(3, 2)[None], counts)
    assert table.n_documented + fits.hidden[0] == pytest.approx(1000, abs=2)


def test_the_saturated_pair_model_of_three_lists_is_the_closed_form() -> None:
    rows = {"100": 60, "010": 50, "001": 45, "110": 20, "101": 15, "011": 12, "111": 9}
    table = make_table("ABC", [([c == "1" for c in k], n) for k, n in rows.items()])
    cells, counts = table.complete()
    fits = fit_models(make_design(cells, 2), all_models(3, 2)[-1:], counts)
    closed = 9 * 60 * 50 * 45 / (20 * 15 * 12)
    assert fits.hidden[0] == pytest.approx(closed, rel=1e-6)
    assert fits.deviance[0] == pytest.approx(0, abs=1e-6)


def test_an_overlap_of_nobody_is_a_term_of_minus_infinity() -> None:
    rows = {"100": 60, "010": 50, "001": 45, "101": 15, "011": 12}
    table = make_table("ABC", [([c == "1" for c in k], n) for k, n in rows.items()])
    cells, counts = table.complete()
    design = make_design(cells, 2)
    model = np.array([len(t) < 2 or t == frozenset({0, 1}) for t in design.terms])
    fits = fit_models(design, model[None], counts)
    assert fits.n_minus[0] == 1
    assert fits.faults == (Fault.NONE,)
    assert np.isfinite(fits.hidden[0])


def test_models_that_cannot_tell_the_unseen_are_set_aside_with_the_reason() -> None:
    rows = {"100": 40, "010": 30, "001": 20, "110": 6}
    table = make_table("ABC", [([c == "1" for c in k], n) for k, n in rows.items()])
    cells, counts = table.complete()
    fits = fit_models(make_design(cells, 2), all_models(3, 2), counts)
    assert Fault.NOT_IDENTIFIED in fits.faults
    assert Fault.NO_MAXIMUM in fits.faults
    is_bad = ~fits.usable()
    assert np.isnan(fits.hidden[is_bad]).all()
    assert np.isfinite(fits.hidden[~is_bad]).all()


def test_a_fault_agrees_with_what_a_long_fit_does() -> None:
    """A model without a maximum goes on for ever: a coefficient leaves all bounds."""
    rows = {"100": 40, "010": 30, "001": 20, "110": 6}
    table = make_table("ABC", [([c == "1" for c in k], n) for k, n in rows.items()])
    cells, counts = table.complete()
    design = make_design(cells, 2)
    fits = fit_models(design, all_models(3, 2), counts)
    at = fits.faults.index(Fault.NO_MAXIMUM)
    x = design.matrix[:, fits.models[at]]
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        mu = np.exp(np.clip(x @ beta, -50, 50))
        information = x.T @ (mu[:, None] * x) + 1e-12 * np.eye(x.shape[1])
        beta = beta + np.linalg.solve(information, x.T @ (counts - mu))
    assert np.abs(beta).max() > 15


def test_a_strong_dependence_is_found_and_paid_for() -> None:
    rng = np.random.default_rng(3)
    one = rng.uniform(size=2000) < 0.4
    two = rng.uniform(size=2000) < np.where(one, 0.8, 0.2)
    three = rng.uniform(size=2000) < 0.5
    four = rng.uniform(size=2000) < 0.4
    people = np.stack([one, two, three, four], axis=1)
    table = make_table("ABCD", [(row, 1) for row in people])
    found = estimate_loglinear(table, seed=1)
    assert found is not None
    assert "[A B]" in found.rows[0].text
    assert found.best_high is not None
    assert found.best_low < 2000 < found.best_high
    assert found.independent_total is not None
    assert found.independent_total < found.best_low


def test_the_profile_interval_holds_the_estimate_and_the_documented() -> None:
    table = expected_table(400, [0.4, 0.3, 0.3])
    found = estimate_loglinear(table, seed=1)
    assert found is not None
    assert found.best_high is not None
    assert table.n_documented <= found.best_low < found.best_total < found.best_high


def test_the_same_seed_draws_the_same_average() -> None:
    table = expected_table(400, [0.4, 0.3, 0.3])
    first, second = (estimate_loglinear(table, seed=5) for _ in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.bic_draws, second.bic_draws)


def test_six_lists_are_searched_not_enumerated() -> None:
    rng = np.random.default_rng(4)
    people = rng.uniform(size=(500, 6)) < 0.25
    found = estimate_loglinear(make_table("ABCDEF", [(r, 1) for r in people]), seed=1)
    assert found is not None
    assert not found.is_all
    assert found.best_low < 500 < (found.best_high or np.inf)


def test_hidden_classes_beyond_pairs_are_told_and_forbid_publication() -> None:
    rng = np.random.default_rng(8)
    rare = rng.uniform(size=(1800, 5)) < np.array([0.05, 0.05, 0.1, 0.13, 0.05])
    often = rng.uniform(size=(200, 5)) < 0.8
    people = np.concatenate([rare, often])
    table = make_table("ABCDE", [(row, 1) for row in people])
    made = run_loglinear([table], seed=1)
    assert len(made) == 3
    for result in made:
        assert isinstance(result, MethodResult)
        assert any("does not fit" in words for words in result.against)


def test_the_tail_of_chi_square_is_the_tables() -> None:
    assert chi_square_tail(3.841, 1) == pytest.approx(0.05, abs=0.004)
    assert chi_square_tail(24.996, 15) == pytest.approx(0.05, abs=0.001)
    assert chi_square_tail(5.0, 0) == 1


def test_least_squares_never_goes_below_zero() -> None:
    matrix = np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 1.0]])
    found = nonnegative_least_squares(matrix, np.array([-1.0, 3.0, -2.0]))
    assert (found >= 0).all()
    assert found[1] == 0
    assert found[0] == pytest.approx(0.8)


def test_quantiles_of_weights_reach_their_share() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    found = weighted_quantiles(values, weights, np.array([0.2, 0.5, 0.9]))
    assert found.tolist() == [1.0, 2.0, 3.0]
