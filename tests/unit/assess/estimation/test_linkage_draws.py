"""Linkages drawn from chances, and whole estimates. All entries are fiction."""

import numpy as np
import pytest

from firsthand.assess.estimation import (
    Entry,
    Groups,
    LatentRun,
    Pair,
    Wish,
    conditions_of,
    draw_linkages,
    estimate_population,
    make_table,
)
from firsthand.assess.estimation.drawing import as_svg, draw_estimate
from firsthand.assess.estimation.lists import ListTable

LISTS = ("A", "B", "C")


def people(n: int, seed: int) -> list[Entry]:
    rng = np.random.default_rng(seed)
    return [
        Entry(f"{name}{at}", name)
        for at in range(n)
        for name in LISTS
        if rng.uniform() < 0.5
    ]


def own_pairs(entries: list[Entry], chance: float) -> list[Pair]:
    by_person: dict[str, list[str]] = {}
    for entry in entries:
        by_person.setdefault(entry.id[1:], []).append(entry.id)
    return [
        Pair(ids[0], other, chance) for ids in by_person.values() for other in ids[1:]
    ]


def test_sure_pairs_give_one_linkage() -> None:
    entries = people(60, 1)
    drawn = list(
        draw_linkages(entries, own_pairs(entries, 1.0), LISTS, n_draws=3, seed=1)
    )
    counts = {draw[None].n_documented for draw in drawn}
    assert counts == {len({entry.id[1:] for entry in entries})}


def test_pairs_without_a_chance_join_nobody() -> None:
    entries = people(60, 1)
    (draw,) = draw_linkages(entries, own_pairs(entries, 0.0), LISTS, n_draws=1, seed=1)
    assert draw[None].n_documented == len(entries)


def test_half_chances_give_linkages_that_differ() -> None:
    entries = people(60, 1)
    drawn = draw_linkages(entries, own_pairs(entries, 0.5), LISTS, n_draws=10, seed=1)
    assert len({draw[None].n_documented for draw in drawn}) > 3


def test_no_linkage_puts_two_entries_of_one_list_together() -> None:
    entries = [Entry("a1", "A"), Entry("a2", "A"), Entry("b1", "B")]
    groups = Groups(entries)
    assert groups.join("a1", "b1")
    assert not groups.join("a2", "b1")
    assert groups.find("a2") != groups.find("a1")


def test_the_same_seed_draws_the_same_linkages() -> None:
    entries = people(40, 2)
    pairs = own_pairs(entries, 0.6)
    first, second = (
        [
            d[None].counts.tolist()
            for d in draw_linkages(entries, pairs, LISTS, n_draws=4, seed=7)
        ]
        for _ in range(2)
    )
    assert first == second


def test_strata_of_entries_become_tables_of_their_own() -> None:
    entries = [Entry("a1", "A", "Talbar"), Entry("b1", "B"), Entry("a2", "A", "Jesrin")]
    (draw,) = draw_linkages(
        entries, [Pair("a1", "b1", 1.0)], ("A", "B"), n_draws=1, seed=1
    )
    assert {key: table.n_documented for key, table in draw.items()} == {
        "Jesrin": 1,
        "Talbar": 1,
    }


QUICK = Wish(
    run=LatentRun(n_chains=4, n_burn=100, n_block=100, most_blocks=1), is_quick=True
)


def simulated(n: int, seed: int, stratum: str | None = None) -> ListTable:
    rng = np.random.default_rng(seed)
    rows = rng.uniform(size=(n, 3)) < np.array([0.5, 0.45, 0.4])
    return make_table(LISTS, [(row, 1) for row in rows], stratum=stratum)


def test_the_doubt_of_linking_widens_the_interval() -> None:
    entries = people(200, 3)
    wish = Wish(methods=("loglinear",), is_quick=True)

    def width(chance: float, n_draws: int) -> float:
        pairs = own_pairs(entries, chance)
        drawn = draw_linkages(entries, pairs, LISTS, n_draws=n_draws, seed=1)
        made = estimate_population([[draw[None] for draw in drawn]], wish)
        result = made.headline[1]
        assert result.high is not None
        return result.high - result.low

    assert width(0.7, 12) > 1.3 * width(1.0, 1)


def test_a_refused_stratum_leaves_no_total() -> None:
    two = make_table(
        LISTS, [([True, True, False], 9), ([True, False, False], 5)], stratum="Daraz"
    )
    made = estimate_population([[simulated(150, 1, "Talbar")], [two]], QUICK)
    assert made.strata[0].results
    assert made.strata[1].refusals
    assert made.total == ()
    assert not conditions_of(made, "op_1")[0][1]


def test_two_strata_add_up() -> None:
    wish = Wish(methods=("dga", "loglinear"), is_quick=True)
    tables = [[simulated(150, 1, "Talbar")], [simulated(100, 2, "Jesrin")]]
    made = estimate_population(tables, wish)
    total = next(r for r in made.total if r.method == "dga")
    parts = [r.point for s in made.strata for r in s.results if r.method == "dga"]
    assert total.point == pytest.approx(sum(parts), rel=0.02)
    assert total.high is not None
    assert total.low < 250 < total.high


def test_nothing_stands_in_a_publication_without_a_signature() -> None:
    made = estimate_population([[simulated(300, 4)]], QUICK)
    words = {name: is_met for name, is_met, _ in conditions_of(made, None)}
    assert words["signed by a statistician"] is False
    signed = {name: is_met for name, is_met, _ in conditions_of(made, "op_1")}
    assert signed["signed by a statistician"] is True


def test_one_family_alone_may_not_stand() -> None:
    wish = Wish(methods=("dga",), is_quick=True)
    made = estimate_population([[simulated(300, 4)]], wish)
    conditions = {name: is_met for name, is_met, _ in conditions_of(made, "op_1")}
    assert list(conditions.values()) == [True, False, False, True]


def test_each_list_pair_and_prior_is_changed_in_turn() -> None:
    rng = np.random.default_rng(5)
    rows = rng.uniform(size=(300, 4)) < 0.4
    table = make_table("ABCD", [(row, 1) for row in rows])
    wish = Wish(methods=("loglinear", "dga"))
    changes = estimate_population([[table]], wish).strata[0].changes
    assert sum(c.change.startswith("without list") for c in changes) == 8
    assert sum("are independent" in c.change for c in changes) == 6
    assert sum(c.change.startswith("prior") for c in changes) == 2


def test_the_picture_holds_every_method_and_no_script() -> None:
    wish = Wish(methods=("dga", "loglinear"), is_quick=True)
    made = estimate_population([[simulated(300, 4)]], wish)
    text = as_svg(draw_estimate(250, made.headline, title="Velmara <lists>"))
    assert "Velmara &lt;lists&gt;" in text
    assert "<script" not in text
    assert all(result.label in text for result in made.headline)
    assert "250" in text
