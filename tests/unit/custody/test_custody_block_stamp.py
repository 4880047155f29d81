"""OpenTimestamps proofs: read, written, completed, verified by a block's header."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.block_stamp import (
    Leaf,
    Step,
    Tree,
    completed,
    endings,
    hidden_by,
    read_headers,
    read_ots,
    read_promise,
    verify_ots,
    write_ots,
)
from firsthand.errors import SourceError

NOTE = b"a checkpoint\n"
DIGEST = hashlib.sha256(NOTE).digest()
PENDING = bytes.fromhex("83dfe30d2ef90c8e")
BLOCK = bytes.fromhex("0588960d73d71901")
CALENDAR = Leaf(tag=PENDING, payload=b"\x14https://calendar.exa")
IN_BLOCK = Leaf(tag=BLOCK, payload=b"\xa0\xf7\x36")  # 900,000

Mine = Callable[..., str]

trees = st.recursive(
    st.sampled_from([Tree(leaves=(CALENDAR,)), Tree(leaves=(IN_BLOCK,))]),
    lambda inner: st.builds(
        lambda steps: Tree(steps=tuple(steps)),
        st.lists(
            st.builds(
                lambda op, data, then: Step(
                    op=op, operand=b"" if op < 0x10 else data, then=then
                ),
                st.sampled_from([0x02, 0x08, 0xF0, 0xF1]),
                st.binary(min_size=1, max_size=200),
                inner,
            ),
            min_size=1,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def stamped() -> tuple[bytes, bytes]:
    """Return a proof of NOTE in block 900,000, and that block's Merkle root."""
    hashed = Step(op=0x08, operand=b"", then=Tree(leaves=(IN_BLOCK,)))
    step = Step(op=0xF1, operand=b"left", then=Tree(steps=(hashed,)))
    root = hashlib.sha256(b"left" + DIGEST).digest()
    return write_ots(DIGEST, Tree(steps=(step,))), root


@given(trees)
def test_what_is_written_is_read_back(tree: Tree) -> None:
    assert read_ots(write_ots(DIGEST, tree)) == (DIGEST, tree)


def test_a_proof_has_the_head_of_the_format() -> None:
    proof = write_ots(DIGEST, Tree(leaves=(CALENDAR,)))
    head = "004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294"
    assert proof.hex() == (
        f"{head}0108{DIGEST.hex()}00{PENDING.hex()}15{CALENDAR.payload.hex()}"
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_for_good_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        read = read_ots(write_ots(DIGEST, Tree(leaves=(CALENDAR,)))[:65] + data)
        assert read_ots(write_ots(*read)) == read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "it begins b'PK"),
        (stamped()[0][:-1], "too early"),
        (stamped()[0] + b"x", "1 bytes follow"),
        (bytes(1 << 17), "over 65536 bytes"),
    ],
)
def test_what_is_no_proof_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_ots(data)


def test_a_bottomless_proof_is_refused() -> None:
    with pytest.raises(SourceError, match="256 steps deep"):
        read_promise(b"\x08" * 5000)


def test_a_calendar_sees_a_random_number_not_our_digest() -> None:
    tree = hidden_by(b"n" * 16, Tree(leaves=(CALENDAR,)))
    (end,) = endings(DIGEST, tree)
    assert end.message == hashlib.sha256(DIGEST + b"n" * 16).digest()
    assert end.calendar == "https://calendar.exa"


def test_completing_a_proof_keeps_the_promise_and_adds_the_block() -> None:
    tree = hidden_by(b"n" * 16, Tree(leaves=(CALENDAR,)))
    (end,) = endings(DIGEST, tree)
    grown = completed(DIGEST, tree, end.message, Tree(leaves=(IN_BLOCK,)))
    assert {(e.calendar, e.height) for e in endings(DIGEST, grown)} == {
        ("https://calendar.exa", None),
        (None, 900_000),
    }


def test_a_header_with_the_root_verifies_the_proof(mine_block: Mine) -> None:
    proof, root = stamped()
    headers = read_headers(f"# from a node\n\n{mine_block(root)}\n", least=0)
    verdict, block = verify_ots(proof, NOTE, headers)
    assert verdict.is_verified
    assert block is not None
    assert f"{block.at:%Y-%m-%d}" == "2023-11-14"


def test_the_earliest_of_two_blocks_counts(mine_block: Mine) -> None:
    proof, root = stamped()
    lines = "\n".join(mine_block(root, at) for at in (1_700_000_000, 1_600_000_000))
    _, block = verify_ots(proof, NOTE, read_headers(lines, least=0))
    assert block is not None
    assert block.at.timestamp() == 1_600_000_000


def test_another_blocks_header_verifies_nothing_and_the_wanted_is_named(
    mine_block: Mine,
) -> None:
    proof, root = stamped()
    headers = read_headers(mine_block(bytes(32)), least=0)
    verdict, block = verify_ots(proof, NOTE, headers)
    assert (verdict.is_verified, block) == (False, None)
    assert verdict.why == (
        f"no header was given of block 900000 with Merkle root {root[::-1].hex()}"
    )


def test_a_proof_of_other_bytes_is_not_verified(mine_block: Mine) -> None:
    proof, root = stamped()
    headers = read_headers(mine_block(root), least=0)
    assert verify_ots(proof, b"other", headers)[0].why == "it is about other bytes"


def test_a_promise_is_no_proof_yet() -> None:
    proof = write_ots(DIGEST, Tree(leaves=(CALENDAR,)))
    why = verify_ots(proof, NOTE, [])[0].why
    assert why is not None
    assert why.startswith("no block yet: https://calendar.exa")


def test_a_header_that_no_miner_made_is_refused(mine_block: Mine) -> None:
    easy = mine_block(bytes(32))
    for line, words in (
        ("00ff", "line 1: no block header: 2 bytes instead of 80"),
        ("not hex", "line 1: no block header"),
        (easy, "no block of Bitcoin since 2014"),
        (f"\n{easy[:-8]}00000000", "line 2: .* mistyped or made up"),
    ):
        with pytest.raises(SourceError, match=words):
            read_headers(line)


def test_the_first_block_of_bitcoin_is_read() -> None:
    # The genesis block: public since 2009, and of difficulty 1.
    root = "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
    raw = f"01000000{'00' * 32}{root}29ab5f49ffff001d1dac2b7c"
    (header,) = read_headers(raw, least=1)
    assert header.block.startswith("000000000019d6689c085ae165831e93")
    assert f"{header.at:%Y-%m-%d %H:%M:%S}" == "2009-01-03 18:15:05"
