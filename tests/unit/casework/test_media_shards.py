"""Hashes of media on an engine: the same found as here, and what must stay stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firsthand.casework.media_shards import ShardedHashes
from firsthand.link.engine.choose import open_engine
from firsthand.link.engine.port import LinkEngine
from firsthand.verify.hash_store import HashStore

_N_ITEMS = 40


class Watched:
    """An engine that notes what it was given."""

    def __init__(self, engine: LinkEngine) -> None:
        self._engine = engine
        self.label, self.size_of = engine.label, engine.size_of
        self.put_rows: dict[str, list[dict[str, Any]]] = {}

    def put(self, name: str, table: Any) -> None:
        self.put_rows[name] = table.to_pylist()
        self._engine.put(name, table)

    def make(self, name: str, sql: str) -> None:
        self._engine.make(name, sql)

    def rows(self, sql: str) -> Any:
        return self._engine.rows(sql)

    def close(self) -> None:
        self._engine.close()


@pytest.fixture
def engine() -> Iterator[Watched]:
    watched = Watched(open_engine("duckdb"))
    yield watched
    watched.close()


@pytest.fixture
def store(tmp_path: Path) -> HashStore:
    dice = np.random.default_rng(5)
    made = HashStore(tmp_path, "v1")
    first = dice.integers(0, 256, (3, 32), np.uint8)
    for number in range(_N_ITEMS):
        hashes = first.copy() if number % 4 == 0 else first ^ _mask(dice, number * 3)
        made.add(f"m{number:02}", hashes, np.arange(3, dtype=np.uint32))
    return made


def _mask(dice: np.random.Generator, n_bits: int) -> np.ndarray:
    bits = np.zeros(256, np.uint8)
    bits[dice.choice(256, min(n_bits, 256), replace=False)] = 1
    return np.packbits(bits)


def _asked() -> np.ndarray:
    dice = np.random.default_rng(5)
    first = dice.integers(0, 256, (3, 32), np.uint8)
    extremes = np.stack([np.zeros(32, np.uint8), np.full(32, 255, np.uint8)])
    return np.concatenate([first, first ^ _mask(dice, 20), extremes])


@pytest.mark.parametrize("radius", [0, 31, 70, 256])
def test_an_engine_finds_what_the_search_here_finds(
    store: HashStore, engine: Watched, radius: int
) -> None:
    sharded = ShardedHashes(engine, store, frozenset())
    assert sharded.search(_asked(), radius) == store.search(_asked(), radius)
    assert any(store.search(_asked(), radius)) or radius == 0


def test_what_must_stay_is_found_and_never_put_there(
    store: HashStore, engine: Watched
) -> None:
    stay = frozenset({"m00", "m07", "m39"})
    sharded = ShardedHashes(engine, store, stay)
    assert sharded.search(_asked(), 70) == store.search(_asked(), 70)
    found = {hit.name for hits in sharded.search(_asked(), 256) for hit in hits}
    assert stay <= found
    places = {row["place"] for row in engine.put_rows["media_hashes"]}
    assert not places & set(store.rows_of(stay).tolist())
    assert len(places) == 3 * (_N_ITEMS - len(stay))


def test_an_archive_that_stays_whole_asks_nothing_of_the_engine(
    store: HashStore, engine: Watched
) -> None:
    every = frozenset(f"m{number:02}" for number in range(_N_ITEMS))
    sharded = ShardedHashes(engine, store, every)
    assert sharded.search(_asked(), 70) == store.search(_asked(), 70)
    assert engine.put_rows == {}
