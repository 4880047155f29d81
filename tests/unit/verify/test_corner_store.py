"""The mapped files of corners: the same as in memory, nothing torn believed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from firsthand.verify import corner_store
from firsthand.verify.corner_store import CornerStore
from firsthand.verify.voting import PointIndex

Faces = dict[str, np.ndarray]


def _items(n_items: int, seed: int = 3) -> dict[str, Faces]:
    dice = np.random.default_rng(seed)
    return {
        f"item{number:02}": {
            face: dice.integers(0, 256, (int(dice.integers(20, 40)), 32), np.uint8)
            for face in ("whole", "content")[: 1 + number % 2]
        }
        for number in range(n_items)
    }


def _near(bits: np.ndarray) -> np.ndarray:
    made = bits.copy()
    made[:, ::9] ^= 1
    return made


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corner_store, "CORNERS_A_FILE", 150)


def _filled(folder: Path, items: dict[str, Faces]) -> CornerStore:
    store = CornerStore(folder, "v1")
    for name, faces in items.items():
        store.add(name, faces)
    return store


@pytest.mark.usefixtures("small_files")
def test_several_files_find_what_one_index_in_memory_finds(tmp_path: Path) -> None:
    items = _items(12)
    _filled(tmp_path, items)
    store = CornerStore(tmp_path, "v1")
    assert len(list(tmp_path.glob("*.corners"))) > 2
    faces = [(name, face) for name, held in items.items() for face in held]
    held = [items[name][face] for name, face in faces]
    owner = np.repeat(np.arange(len(held)), [len(bits) for bits in held])
    index = PointIndex(np.concatenate(held), owner.astype(np.uint32))
    asked = [_near(bits) for bits in held]
    for number, votes in enumerate(store.propose(asked)):
        expected = index.propose_bits(asked[number])
        assert [(v.name, v.face) for v in votes] == [faces[n] for n, _ in expected]
        assert votes[0][1:] == faces[number]
        assert votes[0].n_votes == len(held[number])


@pytest.mark.usefixtures("small_files")
def test_what_is_added_after_a_search_is_found_too(tmp_path: Path) -> None:
    items = _items(8)
    store = CornerStore(tmp_path, "v1")
    for name, faces in items.items():
        store.add(name, faces)
        (votes,) = store.propose([_near(faces["whole"])])
        assert votes[0].name == name
    assert store.propose([np.empty((0, 32), np.uint8)]) == [[]]


def test_an_item_is_added_once_and_one_without_corners_was_looked_at(
    tmp_path: Path,
) -> None:
    store = _filled(tmp_path, _items(2))
    n_rows = len(store)
    store.add("item00", {"whole": np.ones((5, 32), np.uint8)})
    store.add("flat", {})
    assert len(store) == n_rows
    assert "flat" in CornerStore(tmp_path, "v1")


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("kept", [1, 40, 200, 400])
def test_a_line_cut_in_two_is_let_go_with_all_that_follows(
    kept: int, tmp_path: Path
) -> None:
    items = _items(8)
    _filled(tmp_path, items).propose([_near(items["item00"]["whole"])])
    lines = tmp_path / "items.jsonl"
    lines.write_bytes(lines.read_bytes()[:-kept])
    store = CornerStore(tmp_path, "v1")
    assert len(store) < sum(len(b) for faces in items.values() for b in faces.values())
    for name, faces in reversed(items.items()):
        store.add(name, faces)
    for name, faces in items.items():
        (votes,) = store.propose([_near(faces["whole"])])
        assert votes[0].name == name


def test_corners_of_another_version_are_let_go(tmp_path: Path) -> None:
    _filled(tmp_path, _items(3))
    assert len(CornerStore(tmp_path, "v2")) == 0


def test_what_another_program_added_meanwhile_is_not_written_over(
    tmp_path: Path,
) -> None:
    items = _items(3)
    one, two = CornerStore(tmp_path, "v1"), CornerStore(tmp_path, "v1")
    for store, (name, faces) in zip((one, two, one), items.items(), strict=True):
        store.add(name, faces)
    for store in (one, CornerStore(tmp_path, "v1")):
        for name, faces in items.items():
            (votes,) = store.propose([_near(faces["whole"])])
            assert votes[0].name == name


def test_a_folder_deleted_meanwhile_is_made_again(tmp_path: Path) -> None:
    store = CornerStore(tmp_path / "s", "v1")
    shutil.rmtree(tmp_path / "s")
    store.add("again", _items(1)["item00"])
    assert "again" in CornerStore(tmp_path / "s", "v1")
