"""Which documents hold which keys, and of many holders the nearest."""

from __future__ import annotations

import numpy as np

from firsthand.link.key_table import KeyTable, key_table


def _table(*held: tuple[int, int]) -> KeyTable:
    keys = np.array([key for key, _ in held], dtype=np.uint64)
    return key_table(keys, np.array([holder for _, holder in held], dtype=np.int64))


def _holders(
    table: KeyTable, key: int, near: tuple[int, int] | None = None
) -> list[int]:
    _, holders = table.holders_of(np.array([key], dtype=np.uint64), near)
    return [int(holder) for holder in holders]


COMMON = _table(*((7, number) for number in range(100)), (9, 4), (9, 4), (5, 90))


def test_every_document_that_holds_a_key_is_returned_once() -> None:
    assert _holders(COMMON, 9) == [4]
    assert _holders(COMMON, 7) == list(range(100))
    assert _holders(COMMON, 8) == []


def test_of_a_key_that_many_hold_the_nearest_holders_are_returned() -> None:
    assert _holders(COMMON, 7, (50, 6)) == [47, 48, 49, 50, 51, 52]


def test_at_either_end_as_many_holders_are_returned() -> None:
    assert _holders(COMMON, 7, (0, 4)) == [0, 1, 2, 3]
    assert _holders(COMMON, 7, (500, 4)) == [96, 97, 98, 99]


def test_a_key_that_few_hold_is_met_however_far_its_holders_are() -> None:
    assert _holders(COMMON, 5, (0, 4)) == [90]


def test_what_came_later_is_met_too() -> None:
    table = _table(*((7, number) for number in range(10)))
    table.add(np.array([7], dtype=np.uint64), np.array([11], dtype=np.int32))
    assert _holders(table, 7, (5, 2)) == [4, 5, 11]
