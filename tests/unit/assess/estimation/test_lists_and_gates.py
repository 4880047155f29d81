"""Tables of lists, and when no estimate is made. All lists are fiction."""

import itertools

import numpy as np
import pytest

from firsthand.assess.estimation.gates import filled_lists, refusals_of, warnings_of
from firsthand.assess.estimation.lists import ListTable, make_table
from firsthand.errors import UserError


def table_of(**counts: int) -> ListTable:
    """Make a table from histories as keywords: h110=7."""
    n_lists = len(next(iter(counts))) - 1
    rows = [([c == "1" for c in key[1:]], n) for key, n in counts.items()]
    return make_table([f"L{i + 1}" for i in range(n_lists)], rows)


GOOD = table_of(h100=40, h010=35, h001=30, h110=12, h101=9, h011=8, h111=4)


def test_sizes_overlaps_and_lists_a_person_add_up() -> None:
    assert GOOD.n_documented == 138
    assert GOOD.sizes().tolist() == [65, 59, 51]
    assert GOOD.shared()[0].tolist() == [65, 16, 13]
    assert GOOD.on_several().tolist() == [105, 29, 4]


def test_the_complete_table_has_each_history_once_and_none_of_nobody() -> None:
    cells, counts = table_of(h100=3, h011=2).complete()
    assert len(cells) == 7
    assert cells.any(axis=1).all()
    seen = {tuple(map(int, c)): int(n) for c, n in zip(cells, counts, strict=True)}
    assert seen[1, 0, 0] == 3
    assert seen[0, 1, 1] == 2
    assert sum(seen.values()) == 5


def test_people_on_no_list_are_not_documented() -> None:
    table = make_table(["A", "B"], [([False, False], 9), ([True, False], 1)])
    assert table.n_documented == 1


def test_without_a_list_its_own_people_are_no_longer_documented() -> None:
    assert GOOD.without("L1").n_documented == 138 - 40


def test_merged_lists_keep_everybody() -> None:
    merged = GOOD.merged("L1", "L2")
    assert merged.names == ("L1+L2", "L3")
    assert merged.n_documented == 138
    assert merged.shared()[0, 1] == 9 + 8 + 4


def test_two_lists_of_one_name_are_an_error() -> None:
    with pytest.raises(UserError, match="stands twice"):
        make_table(["A", "A"], [])


def test_a_count_below_nothing_is_an_error() -> None:
    with pytest.raises(UserError, match="fewer than none"):
        make_table(["A", "B"], [([True, True], -1)])


def test_three_lists_that_overlap_are_not_refused() -> None:
    assert refusals_of(GOOD) == []


def test_two_lists_are_refused_with_the_reason() -> None:
    (refusal,) = refusals_of(table_of(h10=40, h01=30, h11=10))
    assert refusal.code == "few_lists"
    assert "fewer than three" in refusal.because


def test_an_empty_third_list_is_no_list() -> None:
    codes = {r.code for r in refusals_of(table_of(h100=40, h010=30, h110=10))}
    assert codes == {"few_lists"}


def test_lists_without_any_overlap_are_refused() -> None:
    codes = {r.code for r in refusals_of(table_of(h100=40, h010=30, h001=20))}
    assert codes == {"no_overlap"}


def test_nobody_documented_is_refused() -> None:
    codes = [r.code for r in refusals_of(make_table(["A", "B", "C"], []))]
    assert codes == ["nobody"]


def test_two_lists_of_one_origin_are_refused_even_with_three_names() -> None:
    found = refusals_of(GOOD, origins={"L1": "ministry", "L3": "ministry"})
    assert {r.code for r in found} == {"few_lists", "copied_list"}
    assert any("--merge L1+L3" in r.what_to_do for r in found)


def test_a_list_wholly_inside_another_is_taken_for_a_copy() -> None:
    copied = table_of(h1000=30, h0100=30, h0010=20, h1100=9, h0110=7, h1001=6, h1101=2)
    (refusal,) = refusals_of(copied)
    assert refusal.code == "copied_list"
    assert "8 people on L4" in refusal.because
    assert refusals_of(copied, apart=[frozenset(("L1", "L4"))]) == []


def test_equal_lists_are_told_once() -> None:
    twins = table_of(h1100=30, h0010=20, h0001=20, h1110=5, h1111=2, h0011=4)
    assert [r.code for r in refusals_of(twins)] == ["copied_list"]


def test_few_overlaps_and_strangers_among_lists_are_told() -> None:
    words = " | ".join(warnings_of(table_of(h1000=40, h0100=30, h0010=9, h1100=3)))
    assert "only 3 people" in words
    assert "L3 shares nobody" in words
    assert "L4 holds nobody" in words


def test_lists_that_hold_nobody_leave_the_table() -> None:
    left = filled_lists(table_of(h1000=40, h0100=30, h0010=9, h1100=3))
    assert left.names == ("L1", "L2", "L3")


def test_merging_in_either_order_documents_the_same_people() -> None:
    for one, other in itertools.permutations(GOOD.names, 2):
        assert np.array_equal(
            np.sort(GOOD.merged(one, other).counts),
            np.sort(GOOD.merged(other, one).counts),
        )
