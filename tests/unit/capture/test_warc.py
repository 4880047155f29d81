"""Archives: what is written reads back elsewhere; what is broken is told."""

from __future__ import annotations

import datetime as dt
import gzip
import io

import pytest

from firsthand.capture.warc import Exchange, WarcWriter
from firsthand.capture.warc_reading import (
    is_warc,
    parse_http,
    plain_body,
    records_in,
)
from firsthand.errors import SourceError

AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
PAGE = b"<p>The market of Toreth was hit.</p>"


def _exchange(url: str, body: bytes | None = PAGE, **more: object) -> Exchange:
    values: dict[str, object] = {
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "br")),
        "request_headers": (("Host", "toreth.example"),),
        "address": "192.0.2.7",
    }
    return Exchange(url=url, method="GET", started_at=AT, body=body, **(values | more))


def _archive() -> WarcWriter:
    writer = WarcWriter()
    writer.info({"software": "a test"}, AT)
    writer.exchange(_exchange("http://toreth.example/a?b=1"))
    writer.exchange(_exchange("http://toreth.example/same"))
    writer.exchange(_exchange("http://toreth.example/lost", None, status=None))
    writer.resource("urn:text:a", "نص".encode(), "text/plain", AT)
    return writer


def _plain() -> bytes:
    return gzip.decompress(_archive().data)


def test_every_record_reads_back_without_a_fault() -> None:
    records = list(records_in(_archive().data))
    assert [record.faults for record in records] == [()] * 7
    kinds = [record.kind for record in records]
    assert kinds == [
        "warcinfo",
        "response",
        "request",
        "revisit",
        "request",
        "request",
        "resource",
    ]


def test_the_index_points_at_the_records() -> None:
    writer = _archive()
    found = [(r.offset, r.length) for r in records_in(writer.data)]
    assert found == [(w.offset, w.length) for w in writer.records]


def test_another_library_finds_the_same_records_and_good_digests() -> None:
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    found = [
        (record.rec_type, record.content_stream().read())
        for record in archiveiterator.ArchiveIterator(
            io.BytesIO(_archive().data), check_digests="raise"
        )
    ]
    assert found[1] == ("response", PAGE)
    assert len(found) == 7


def test_headers_of_the_wire_are_kept_under_another_name() -> None:
    response = list(records_in(_archive().data))[1]
    message = parse_http(response.block)
    assert message is not None
    assert message.header("x-orig-content-encoding") == "br"
    assert message.header("content-encoding") is None
    assert message.header("content-length") == str(len(PAGE))
    assert message.body == PAGE


def test_the_same_body_again_is_a_revisit_that_names_the_first() -> None:
    revisit = list(records_in(_archive().data))[3]
    first = "http://toreth.example/a?b=1"
    assert revisit.headers["warc-refers-to-target-uri"] == first
    assert PAGE not in revisit.block


def test_a_body_that_could_not_be_had_is_marked_as_cut() -> None:
    writer = WarcWriter()
    writer.exchange(_exchange("http://toreth.example/", None))
    record = next(iter(records_in(writer.data)))
    assert record.headers["warc-truncated"] == "unspecified"


def test_a_header_cannot_smuggle_in_another_line() -> None:
    writer = WarcWriter()
    headers = (("X-Evil", "a\r\n\r\nWARC/1.1\r\nWARC-Type: response"),)
    writer.exchange(_exchange("http://toreth.example/", headers=headers))
    records = list(records_in(writer.data))
    assert [record.kind for record in records] == ["response", "request"]
    assert all(not record.faults for record in records)


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_archives_packed_as_a_whole_or_not_at_all_are_read(pack: object) -> None:
    assert callable(pack)
    records = list(records_in(pack(_plain())))
    assert [record.faults for record in records] == [()] * 7


@pytest.mark.parametrize("n_lost", [1, 2, 3, 4, 5, 9, 30, 200])
def test_a_cut_end_is_told_and_what_is_there_is_kept(n_lost: int) -> None:
    for data in (_plain()[:-n_lost], _archive().data[:-n_lost]):
        records = list(records_in(data))
        assert any(record.faults for record in records)
        assert sum(not record.faults for record in records) >= 5


def test_each_cut_of_a_packed_archive_is_told() -> None:
    archive = _archive()
    data = archive.data
    ends = {w.offset + w.length for w in archive.records}
    untold = [
        cut
        for cut in range(20, len(data), 7)
        if cut not in ends and not any(r.faults for r in records_in(data[:cut]))
    ]
    assert untold == []


@pytest.mark.parametrize("length", [b"5", b"999", b"1000000000000000000", b"-1", b"x"])
def test_a_wrong_length_is_told(length: bytes) -> None:
    plain = _plain()
    at = plain.index(b"Content-Length: ", plain.index(b"msgtype=request"))
    end = plain.index(b"\r\n", at)
    bad = plain[:at] + b"Content-Length: " + length + plain[end:]
    records = list(records_in(bad))
    assert any(record.faults for record in records)
    assert records[1].faults == ()


def test_a_changed_letter_is_told_by_both_digests() -> None:
    bad = _plain().replace(b"<p>The market", b"<p>the market", 1)
    faults = [fault for record in records_in(bad) for fault in record.faults]
    assert len(faults) == 2
    assert "block" in faults[0]
    assert "payload" in faults[1]


def test_damage_in_one_gzip_member_does_not_hide_the_others() -> None:
    writer = _archive()
    data = bytearray(writer.data)
    data[writer.records[1].offset + 60] ^= 0xFF
    records = list(records_in(bytes(data)))
    assert any(record.faults for record in records)
    urls = {record.url for record in records if not record.faults}
    assert "http://toreth.example/same" in urls


def test_bytes_between_records_are_told() -> None:
    plain = _plain()
    at = plain.index(b"WARC/1.1", 10)
    records = list(records_in(plain[:at] + b"stray words\r\n" + plain[at:]))
    assert any("belong to no record" in f or "stand where" in f
               for record in records for f in record.faults)  # fmt: skip


def test_what_is_no_archive_is_refused() -> None:
    assert not is_warc(b"<html>")
    assert is_warc(_archive().data)
    assert is_warc(_plain())
    with pytest.raises(SourceError, match="no WARC"):
        list(records_in(gzip.compress(b"")))


def test_chunks_are_joined_and_codings_undone() -> None:
    packed = gzip.compress(PAGE)
    half = len(packed) // 2
    chunks = b"".join(
        f"{len(part):x}\r\n".encode() + part + b"\r\n"
        for part in (packed[:half], packed[half:])
    )
    message = parse_http(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"
        b"\r\n\r\n" + chunks + b"0\r\n\r\n"
    )
    assert message is not None
    assert plain_body(message, 1 << 20) == PAGE


def test_a_body_that_bursts_is_refused() -> None:
    message = parse_http(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"0" * 5_000_000)
    )
    assert message is not None
    with pytest.raises(SourceError, match="unpacks to over"):
        plain_body(message, 1_000_000)
