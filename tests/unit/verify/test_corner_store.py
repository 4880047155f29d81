"""The mapped files of corners: the same as in memory, nothing torn believed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.verify import corner_store
from firsthand.verify.corner_store import CornerStore

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


def _shared(dice: np.random.Generator, n_items: int) -> dict[str, Faces]:
    """Items of which each has some corners of a pool, as pictures share patterns."""
    pool = dice.integers(0, 256, (24, 32), np.uint8)
    own = _items(n_items, int(dice.integers(1 << 20)))
    return {
        name: {
            face: np.concatenate([bits, _near(pool[dice.permutation(24)[:9]])])
            for face, bits in faces.items()
        }
        for name, faces in own.items()
    }


def _expected(items: dict[str, Faces], asked: np.ndarray) -> dict[str, tuple]:
    """What the rule says, corner by corner: votes, and votes by rarity."""

    def has_near(bits: np.ndarray) -> np.ndarray:
        apart = np.bitwise_count(asked[:, None] ^ bits[None]).sum(2)
        parts = asked.view(np.uint16)[:, None] == bits.view(np.uint16)[None]
        return ((apart <= 52) & parts.any(2)).any(1)

    hits = {(n, f): has_near(b) for n, faces in items.items() for f, b in faces.items()}
    n_items = sum(
        np.any([hits[name, face] for face in faces], 0).astype(int)
        for name, faces in items.items()
    )
    weight = 1 / np.maximum(n_items, 1)
    return {
        f"{name} {face}": (int(hit.sum()), pytest.approx(float(weight[hit].sum())))
        for (name, face), hit in hits.items()
        if hit.sum() >= 4
    }


@pytest.mark.usefixtures("small_files")
def test_several_files_find_what_the_rule_says_corner_by_corner(
    tmp_path: Path,
) -> None:
    items = _shared(np.random.default_rng(4), 14)
    _filled(tmp_path, items)
    store = CornerStore(tmp_path, "v1")
    assert len(list(tmp_path.glob("*.corners"))) > 2
    asked = [_near(bits) for faces in items.values() for bits in faces.values()]
    for bits, votes in zip(asked, store.propose(asked, most=99), strict=True):
        found = {f"{v.name} {v.face}": (v.n_votes, v.rarity) for v in votes}
        assert found == _expected(items, bits)
        assert len(found) > 3
        assert [v.n_votes for v in votes] == sorted(v.n_votes for v in votes)[::-1]


@pytest.mark.usefixtures("small_files")
@given(st.integers(0, 1 << 20), st.integers(1, 9), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_what_is_asked_together_changes_no_answer(
    seed: int, n_items: int, most: int
) -> None:
    dice = np.random.default_rng(seed)
    items = _shared(dice, n_items)
    with tempfile.TemporaryDirectory() as folder:
        store = _filled(Path(folder), items)
        asked = [_near(bits) for faces in items.values() for bits in faces.values()]
        asked.insert(int(dice.integers(len(asked))), np.empty((0, 32), np.uint8))
        alone = [store.propose([bits], most=most)[0] for bits in asked]
        assert store.propose(asked, most=most) == alone


def test_a_corner_that_few_have_puts_a_picture_first_by_rarity(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    pattern = dice.integers(0, 256, (30, 32), np.uint8)
    rare = dice.integers(0, 256, (6, 32), np.uint8)
    items = {f"tiles{n}": {"whole": pattern} for n in range(12)}
    items["sought"] = {"whole": np.concatenate([pattern[:8], rare])}
    store = _filled(tmp_path, items)
    (votes,) = store.propose([np.concatenate([pattern, rare])], most=3)
    assert {vote.name for vote in votes} >= {"sought", "tiles0"}
    assert max(votes, key=lambda vote: vote.rarity).name == "sought"
    assert votes[0].name.startswith("tiles")


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
