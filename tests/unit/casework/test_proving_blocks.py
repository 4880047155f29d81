"""OpenTimestamps proofs of a case, by a calendar of our own on the loopback address."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from firsthand.casework import Case, create_case
from firsthand.casework.anchoring import Anchor, exposure_in_words, queue
from firsthand.casework.block_anchoring import (
    ask,
    check_again,
    read_header_file,
    take_in,
)
from firsthand.casework.case import store_of
from firsthand.casework.intake import add_files
from firsthand.casework.proving import prove
from firsthand.cli.app import cli
from firsthand.custody.audit import audit
from firsthand.custody.block_stamp import Leaf, Step, Tree, write_ots
from firsthand.errors import SourceError, UserError

PENDING = bytes.fromhex("83dfe30d2ef90c8e")
IN_BLOCK = Leaf(tag=bytes.fromhex("0588960d73d71901"), payload=b"\xa0\xf7\x36")


class Calendar:
    """Promises a block, and has it once `is_mined`."""

    def __init__(self) -> None:
        self.is_mined = False
        self.asked: list[bytes] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
                self._give(200, write(Leaf(tag=PENDING, payload=string(outer.url))))

            def do_GET(self) -> None:
                self._give(200 if outer.is_mined else 404, write(IN_BLOCK))

            def _give(self, status: int, data: bytes) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def string(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()


def write(leaf: Leaf) -> bytes:
    # A way onwards is a proof without its head of 31 + 1 + 1 + 32 bytes.
    return write_ots(bytes(32), Tree(leaves=(leaf,)))[65:]


def header_with(header: str, path: Path) -> Path:
    path.write_text(header + "\n", encoding="ascii")
    return path


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    made = Calendar()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "a.txt").write_text("Shells fell on Toreth.", encoding="utf-8")
    with create_case(tmp_path / "case") as case:
        add_files(case, [tmp_path / "a.txt"])
        yield case


def test_a_calendar_promises_then_completes_and_a_header_verifies(
    kept: Case, calendar: Calendar, tmp_path: Path, mine_block: Callable[..., str]
) -> None:
    note = store_of(kept).checkpoint
    ((_, promised),) = ask(kept, [calendar.url])
    assert isinstance(promised, Anchor)
    assert "NOT verified: no block yet" in promised.in_words()
    assert calendar.asked[0] != hashlib.sha256(note.encode()).digest()
    ((_, not_yet),) = ask(kept, [calendar.url])
    assert isinstance(not_yet, str)
    assert "no block yet; ask again" in not_yet
    calendar.is_mined = True
    ((_, done),) = ask(kept, [calendar.url])
    assert isinstance(done, Anchor)
    assert "no header was given of block 900000" in done.in_words()
    assert "never anchored" in exposure_in_words(store_of(kept))

    headers = read_header_file(
        header_with(mine_block(calendar.asked[0]), tmp_path / "headers.txt"), least=0
    )
    (verified,) = check_again(kept, headers)
    assert verified.is_verified
    assert "2023-11-14" in verified.in_words()
    assert "last anchored 2023-11-14" in exposure_in_words(store_of(kept))
    assert audit(store_of(kept).folder).problems == ()


def test_a_proof_made_elsewhere_of_the_queued_checkpoint_is_taken_in(
    kept: Case, tmp_path: Path, mine_block: Callable[..., str]
) -> None:
    usb = queue(kept, tmp_path / "usb").parent
    (checkpoint,) = usb.glob("*.checkpoint")
    digest = hashlib.sha256(checkpoint.read_bytes()).digest()
    proof = usb / "answer.ots"
    proof.write_bytes(write_ots(digest, Tree(leaves=(IN_BLOCK,))))
    headers = read_header_file(
        header_with(mine_block(digest), tmp_path / "h.txt"), least=0
    )
    found = take_in(kept, proof, headers)
    assert found.is_verified
    package = prove(kept, ["D-001"], tmp_path / "proof")
    held = [name for name in package.files if name.endswith(".ots")]
    assert held == [f"anchors/{found.stem}.ots"]
    assert audit(store_of(kept).folder).problems == ()


def test_a_proof_of_something_else_is_refused_and_nothing_is_stored(
    kept: Case, tmp_path: Path
) -> None:
    size = len(list(store_of(kept).entries()))
    other = tmp_path / "other.ots"
    step = Step(op=0x08, operand=b"", then=Tree(leaves=(IN_BLOCK,)))
    other.write_bytes(write_ots(bytes(32), Tree(steps=(step,))))
    with pytest.raises(SourceError, match="about no checkpoint of this case"):
        take_in(kept, other, [])
    other.write_bytes(b"Subject: hello")
    with pytest.raises(SourceError, match="Nothing was stored"):
        take_in(kept, other, [])
    assert len(list(store_of(kept).entries())) == size


def test_an_address_of_no_calendar_is_said(kept: Case) -> None:
    ((_, words),) = ask(kept, ["ftp://calendar"])
    assert isinstance(words, str)
    assert "begins with http" in words


def test_a_file_of_no_headers_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "headers.txt"
    path.write_text("# a node's\nabc\n", encoding="ascii")
    with pytest.raises(UserError, match="line 2: no block header"):
        read_header_file(path)


def test_the_command_says_that_it_goes_to_the_network(
    kept: Case, calendar: Calendar
) -> None:
    folder = store_of(kept).folder.parent
    kept.close()
    done = CliRunner().invoke(
        cli, ["-C", str(folder), "anchor", "--calendar", calendar.url]
    )
    assert done.exit_code == 0
    assert "NETWORK: asking" in done.stderr
    assert "no block yet" in done.stdout
