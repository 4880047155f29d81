"""Entries are canonical, ordered and hold opaque ids alone (I5, I6, I10)."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody import verify as auditor
from firsthand.custody.entry import (
    Entry,
    EntryType,
    PrivatePart,
    new_id,
    open_private,
    parse_entry,
    seal_private,
)
from firsthand.errors import IntegrityError, UserError

ENTRY = Entry(
    seq=4,
    at="2026-01-02T03:04:05Z",
    by="op_1",
    case="c_1",
    act="act_1",
    type=EntryType.CAPTURE,
    tool="capture/1.0",
    sha256="a" * 64,
    size=9,
)
LINE = ENTRY.line()


def test_an_entry_is_one_line_of_sorted_json_without_spaces() -> None:
    assert LINE == (
        b'{"act":"act_1","at":"2026-01-02T03:04:05Z","by":"op_1","case":"c_1","seq":4,'
        b'"sha256":"' + b"a" * 64 + b'","size":9,"tool":"capture/1.0","type":"capture"}'
    )
    assert parse_entry(LINE, 4) == ENTRY
    assert auditor.parse_entry(LINE, 4)["size"] == 9


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        LINE + b" ",
        LINE.replace(b":4,", b": 4,"),
        LINE.replace(b":4,", b":4.0,"),
        LINE.replace(b":4,", b":5,"),
        LINE.replace(b":4,", b":true,"),
        LINE.replace(b'"seq":4,', b'"seq":4,"seq":4,'),
        LINE.replace(b'"act"', b'"zact"'),
        LINE.replace(b'"size":9,', b""),
        LINE.replace(b'"size":9', b'"size":-9'),
        LINE.replace(b'"capture"', b'"unknown"'),
        LINE.replace(b"op_1", b"A. Person"),
        LINE.replace(b"op_1", b"a@b.example"),
        LINE.replace(b"op_1", b"op_\\u0031"),
        LINE.replace(b"03:04:05Z", b"03:04:05+00:00"),
        LINE.replace(b"aaaa", b"AAAA"),
        LINE.replace(b'"tool"', b'"colour":"red","tool"'),
        b"\xff" + LINE,
        b"[" * 5000,
        LINE.replace(b"capture/1.0", b"x" * 70_000),
    ],
)
def test_an_entry_that_is_not_canonical_is_refused_by_the_auditor(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any reason will do
        auditor.parse_entry(line, 4)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        LINE + b" ",
        LINE.replace(b":4,", b":4.0,"),
        LINE.replace(b":4,", b":5,"),
        LINE.replace(b'"seq":4,', b'"seq":4,"seq":4,'),
        LINE.replace(b"op_1", b"op_\\u0031"),
        LINE.replace(b"op_1", b"A. Person"),
        LINE.replace(b"03:04:05Z", b"03:04:05+00:00"),
        LINE.replace(b'"capture"', b'"unknown"'),
        b"\xff" + LINE,
    ],
)
def test_an_entry_that_is_not_canonical_is_refused_on_reading(line: bytes) -> None:
    with pytest.raises(IntegrityError, match="log entry 4"):
        parse_entry(line, 4)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by", "Amira K."),
        ("by", ""),
        ("case", "hospital case"),
        ("undoes", "https://example.org"),
        ("tool", "né"),
        ("tool", ""),
        ("tool", "x" * 201),
        ("sha256", "A" * 64),
        ("commit", "short"),
    ],
)
def test_nothing_but_opaque_ids_enters_the_log(field: str, value: str) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(UserError, match=field):
        msgspec.structs.replace(ENTRY, **changed).line()


@given(
    st.integers(0, 2**53),
    st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True),
    st.from_regex(r"[!-~]([ -~]{0,100}[!-~])?", fullmatch=True),
)
def test_writer_and_auditor_agree_on_the_bytes_of_an_entry(
    seq: int, by: str, tool: str
) -> None:
    made = msgspec.structs.replace(ENTRY, seq=seq, by=by, tool=tool)
    line = made.line()
    assert parse_entry(line, seq) == made
    assert auditor.parse_entry(line, seq)["tool"] == tool
    assert json.loads(line)["by"] == by


@given(st.text(), st.none() | st.text(), st.none() | st.text())
def test_a_private_part_reads_back_and_its_name_is_its_digest(
    kind: str, because: str | None, summary: str | None
) -> None:
    part = PrivatePart(act_kind=kind, because=because, summary=summary)
    commit, sealed = seal_private(part)
    assert hashlib.sha256(sealed).hexdigest() == commit
    assert open_private(sealed) == part


def test_the_same_words_have_another_commitment_each_time() -> None:
    part = PrivatePart(act_kind="accept", because="a name")
    assert seal_private(part)[0] != seal_private(part)[0]


def test_a_private_part_that_was_altered_is_refused() -> None:
    _, sealed = seal_private(PrivatePart(act_kind="accept"))
    for spoiled in (sealed[:-1], sealed + b" ", sealed[:32], b""):
        with pytest.raises(IntegrityError):
            open_private(spoiled)


def test_ids_are_random_and_opaque() -> None:
    assert len({new_id("act") for _ in range(100)}) == 100
