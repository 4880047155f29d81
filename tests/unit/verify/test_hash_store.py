"""The mapped file of hashes: nothing missed, nothing lost, nothing torn believed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from firsthand.verify import hamming
from firsthand.verify.hamming import BLOCK, HashIndex
from firsthand.verify.hash_store import HashStore


def _hashes(n_rows: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n_rows, 32), dtype=np.uint8)


def _flipped(hashed: np.ndarray, n_bits: int) -> np.ndarray:
    bits = np.unpackbits(hashed.copy())
    bits[np.random.default_rng(n_bits).choice(256, n_bits, replace=False)] ^= 1
    return np.packbits(bits)


def _filled(folder: Path, hashes: np.ndarray, n_items: int) -> HashStore:
    store = HashStore(folder, "v1")
    for number, rows in enumerate(np.array_split(hashes, n_items)):
        store.add(f"item{number}", rows, np.arange(len(rows), dtype=np.uint32))
    return store


def test_what_was_added_is_found_across_blocks_and_after_opening_again(
    tmp_path: Path,
) -> None:
    hashes = _hashes(BLOCK + 500)
    _filled(tmp_path, hashes, 7)
    store = HashStore(tmp_path, "v1")
    assert len(store) == len(hashes)
    for row in (0, BLOCK - 1, BLOCK, BLOCK + 499):
        (hits,) = store.search(_flipped(hashes[row], 70)[None], 70)
        assert [hit.bits for hit in hits] == [70]
        (none,) = store.search(_flipped(hashes[row], 71)[None], 70)
        assert none == []


def test_two_threads_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = _hashes(3 * BLOCK + 77)
    rows = (5, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 70)
    asked = np.stack([_flipped(hashes[row], 66) for row in rows])
    index = HashIndex(hashes)
    alone = index.within_many(asked, 70)
    monkeypatch.setattr(hamming, "_BLOCKS_WORTH_THREADS", 2)
    together = index.within_many(asked, 70)
    for row, one, two in zip(rows, alone, together, strict=True):
        assert row in one[0]
        assert [x.tolist() for x in one] == [x.tolist() for x in two]


def test_an_item_is_added_once(tmp_path: Path) -> None:
    store = _filled(tmp_path, _hashes(20), 2)
    store.add("item0", _hashes(3, 9), np.zeros(3, np.uint32))
    assert len(store) == 20


def test_a_torn_last_line_is_written_over(tmp_path: Path) -> None:
    hashes = _hashes(40)
    _filled(tmp_path, hashes, 4)
    items = tmp_path / "items.jsonl"
    items.write_bytes(items.read_bytes()[:-6])
    store = HashStore(tmp_path, "v1")
    assert len(store) == 30
    assert "item3" not in store
    store.add("item3", hashes[30:], np.zeros(10, np.uint32))
    (hits,) = HashStore(tmp_path, "v1").search(hashes[35][None], 0)
    assert [hit.name for hit in hits] == ["item3"]


def test_hashes_of_another_method_are_let_go(tmp_path: Path) -> None:
    _filled(tmp_path, _hashes(20), 2)
    assert len(HashStore(tmp_path, "v2")) == 0


def test_several_questions_in_one_pass_give_what_single_ones_give() -> None:
    hashes = _hashes(3000)
    index = HashIndex(hashes)
    asked = np.stack([_flipped(hashes[row], row % 71) for row in range(16)])
    together = index.within_many(asked, 70)
    for one, (rows, bits) in zip(asked, together, strict=True):
        alone = index.within(one, 70)
        assert rows.tolist() == alone[0].tolist()
        assert bits.tolist() == alone[1].tolist()


def test_what_another_program_added_meanwhile_is_not_written_over(
    tmp_path: Path,
) -> None:
    hashes = _hashes(3)
    one, two = HashStore(tmp_path, "v1"), HashStore(tmp_path, "v1")
    for number, store in enumerate((one, two, one)):
        store.add(f"item{number}", hashes[number : number + 1], np.zeros(1, np.uint32))
    for store in (one, HashStore(tmp_path, "v1")):
        found = store.search(hashes, 0)
        assert [[hit.name for hit in hits] for hits in found] == [
            ["item0"],
            ["item1"],
            ["item2"],
        ]


def test_a_folder_deleted_meanwhile_is_made_again(tmp_path: Path) -> None:
    store = HashStore(tmp_path / "s", "v1")
    shutil.rmtree(tmp_path / "s")
    store.add("again", _hashes(1), np.zeros(1, np.uint32))
    assert "again" in HashStore(tmp_path / "s", "v1")


@pytest.mark.parametrize("radius", [0, 31, 70, 100])
def test_faiss_finds_what_reading_without_it_finds(
    radius: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("faiss", reason="faiss is not installed")
    monkeypatch.setattr(hamming, "_FEW", 0)
    dice = np.random.default_rng(8)
    hashes = dice.integers(0, 256, (BLOCK + 300, 32), np.uint8)
    hashes[500:540] = hashes[7]
    asked = hashes[[7, 0, 5, BLOCK - 1, BLOCK, BLOCK + 299, 9, 10, 11]].copy()
    asked[:, :4] ^= dice.integers(0, 4, (9, 4), np.uint8)
    index = hamming.HashIndex(hashes)
    fast = index.within_many(asked, radius)
    monkeypatch.setattr(hamming, "_ASKED_WORTH_FAISS", 1_000)
    plain = index.within_many(asked, radius)
    assert any(len(rows) for rows, _ in plain) or radius == 0
    for (rows, bits), (its_rows, its_bits) in zip(fast, plain, strict=True):
        assert rows.tolist() == its_rows.tolist()
        assert bits.tolist() == its_bits.tolist()
