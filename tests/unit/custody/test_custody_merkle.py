"""The Merkle tree against RFC 6962's known values and an independent library (I4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from firsthand.custody import verify as auditor
from firsthand.custody.merkle import (
    EMPTY_ROOT,
    MerkleTree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

# Leaves and roots of the reference tests of certificate transparency.
KNOWN_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [f"leaf {number}".encode() for number in range(64)]
TREE = MerkleTree(LEAVES)


def oracle() -> InmemoryTree:
    made = InmemoryTree(algorithm="sha256")
    for data in LEAVES:
        made.append_entry(data)
    return made


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert MerkleTree().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_vectors(size: int) -> None:
    assert MerkleTree(KNOWN_LEAVES).root(size).hex() == KNOWN_ROOTS[size - 1]
    frontier = auditor.Frontier()
    for leaf in KNOWN_LEAVES[:size]:
        frontier.add(auditor.leaf_hash(leaf))
    assert frontier.root().hex() == KNOWN_ROOTS[size - 1]


def test_the_root_of_every_size_to_64_is_that_of_an_independent_library() -> None:
    other = oracle()
    for size in range(1, 65):
        assert TREE.root(size) == other.get_root(size)


def test_every_inclusion_proof_to_64_is_that_of_an_independent_library() -> None:
    other = oracle()
    for size in range(1, 65):
        root = other.get_root(size)
        for index in range(size):
            path = TREE.inclusion(index, size)
            theirs = other.prove_inclusion(index + 1, size).serialize()["path"]
            assert {one.hex() for one in path} == set(theirs) - {
                leaf_hash(LEAVES[index]).hex()
            }
            assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, path, root)
            leaf = auditor.leaf_hash(LEAVES[index])
            assert auditor.root_from_path(leaf, index, size, path) == root


def test_every_consistency_proof_to_64_leads_to_the_library_s_roots() -> None:
    other = oracle()
    for new in range(1, 65):
        for old in range(1, new + 1):
            path = TREE.consistency(old, new)
            roots = other.get_root(old), other.get_root(new)
            assert verify_consistency(old, new, path, *roots)


def test_the_verifier_follows_every_consistency_proof_to_64_by_itself() -> None:
    for new in range(1, 65):
        for old in range(1, new + 1):
            older = auditor.Note(old, TREE.root(old), "", "", b"", b"", 1)
            path = TREE.consistency(old, new)
            roots = (TREE.root(old), TREE.root(new))
            assert auditor.roots_from_path(older, new, path) == roots
            assert auditor.roots_from_path(older, new, [*path, roots[0]]) != roots
            assert not path or auditor.roots_from_path(older, new, path[:-1]) != roots


def test_a_proof_from_size_zero_proves_nothing() -> None:
    assert not verify_consistency(0, 5, [], EMPTY_ROOT, TREE.root(5))
    with pytest.raises(ValueError, match="no consistency proof"):
        TREE.consistency(0, 5)


def test_a_tree_that_is_cut_grows_again_to_the_same_roots() -> None:
    for size in range(65):
        tree = MerkleTree(LEAVES)
        tree.cut(size)
        assert tree.size == size
        assert tree.root() == TREE.root(size)
        for data in LEAVES[size:]:
            tree.append(data)
        assert tree.root() == TREE.root()
        assert tree.inclusion(3, 64) == TREE.inclusion(3, 64)


def test_a_leaf_outside_the_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf 7"):
        TREE.inclusion(7, 7)
    with pytest.raises(ValueError, match="64 leaves"):
        TREE.root(65)


@given(st.integers(1, 64), st.data())
def test_no_altered_inclusion_proof_is_accepted(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = TREE.inclusion(index, size), TREE.root(size)
    leaf = leaf_hash(LEAVES[index])
    other_index = data.draw(st.integers(0, 70).filter(lambda n: n != index))
    # Another index may lead along the same path only outside the tree's shape.
    if path and other_index < size:
        assert not verify_inclusion(leaf, other_index, size, path, root)
    assert not verify_inclusion(leaf, index, size, [*path, root], root)
    assert not verify_inclusion(leaf, index, size, path, EMPTY_ROOT)
    if path:
        spoiled = list(path)
        at = data.draw(st.integers(0, len(path) - 1))
        bit = data.draw(st.integers(0, 255))
        flipped = int.from_bytes(spoiled[at], "big") ^ (1 << bit)
        spoiled[at] = flipped.to_bytes(32, "big")
        assert not verify_inclusion(leaf, index, size, spoiled, root)
        assert not verify_inclusion(leaf, index, size, path[:-1], root)


@given(st.integers(2, 64), st.data())
def test_no_altered_consistency_proof_is_accepted(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new - 1))
    path, roots = TREE.consistency(old, new), (TREE.root(old), TREE.root(new))
    at = data.draw(st.integers(0, len(path) - 1))
    spoiled = list(path)
    spoiled[at] = bytes([spoiled[at][0] ^ 1]) + spoiled[at][1:]
    assert not verify_consistency(old, new, spoiled, *roots)
    assert not verify_consistency(old, new, path[:-1], *roots)
    assert not verify_consistency(old, new, [*path, path[-1]], *roots)
    assert not verify_consistency(old, new, path, roots[1], roots[0])
    assert not verify_consistency(old, new, path, b"short", roots[1])
