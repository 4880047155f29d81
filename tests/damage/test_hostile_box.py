"""The box holds: readers that attack from inside reach nothing and stop nothing."""

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from firsthand.capture import Limits, Taken
from firsthand.capture.read import Job
from firsthand.capture.sandbox import Box, kit_of
from firsthand.reference import Reference, bundled_reference

REFERENCE = bundled_reference()
LIMITS = Limits(seconds=1, memory_bytes=512 * 2**20, output_bytes=2**20)
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="these walls are Linux's"
)
WAYS = {
    "strongest": (),
    "without bubblewrap": ("bubblewrap",),
    "seccomp alone": ("bubblewrap", "network", "landlock"),
    "landlock alone": ("bubblewrap", "network", "seccomp"),
}


def made_box(
    forgo: tuple[str, ...] = (), reader: str = "attack", *, may_thread: bool = False
) -> Box:
    kit = kit_of(REFERENCE)
    here = str(Path(__file__).parent)
    kit = msgspec.structs.replace(
        kit,
        reader=f"hostile_readers:{reader}",
        readable=(*kit.readable, here),
        import_from=(here,),
        may_thread=may_thread,
    )
    return Box(kit, forgo=forgo)


@pytest.fixture(scope="module", params=WAYS)
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    box = made_box(WAYS[request.param])
    yield box
    box.close()


@pytest.fixture(scope="module")
def strongest() -> Iterator[Box]:
    box = made_box()
    yield box
    box.close()


def tell(box: Box, what: str, limits: Limits = LIMITS) -> Taken:
    return box.read(what.encode(), "bad.pdf", Job(REFERENCE, limits))


def test_a_reader_cannot_reach_a_listening_socket_of_this_machine(box: Box) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert (tell(box, f"connect 127.0.0.1:{port}").text or "").startswith("refused")


@pytest.mark.parametrize("deed", ["write", "append", "remove"])
def test_a_reader_cannot_change_files(box: Box, tmp_path: Path, deed: str) -> None:
    held = tmp_path / "held.txt"
    held.write_text("held")
    assert "refused" in (tell(box, f"{deed} {held}").text or "")
    assert "refused" in (tell(box, f"write {tmp_path}/new.txt").text or "")
    assert [path.name for path in tmp_path.iterdir()] == ["held.txt"]
    assert held.read_text() == "held"


def test_a_reader_cannot_look_into_the_case_folder(
    strongest: Box, tmp_path: Path
) -> None:
    (tmp_path / "witness.txt").write_text("a name")
    assert "refused" in (tell(strongest, f"read {tmp_path}/witness.txt").text or "")
    assert "refused" in (tell(strongest, f"list {tmp_path}").text or "")


@pytest.mark.parametrize("forgo", [(), ("bubblewrap",), ("bubblewrap", "landlock")])
def test_a_fork_bomb_makes_no_process(forgo: tuple[str, ...]) -> None:
    box = made_box(forgo)
    try:
        assert tell(box, "fork").text == "made 0"
    finally:
        box.close()


def test_a_reader_cannot_run_a_program(strongest: Box, tmp_path: Path) -> None:
    assert "refused" in (tell(strongest, f"run {tmp_path}/mark").text or "")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_signal_other_processes(strongest: Box) -> None:
    assert "refused" in (tell(strongest, f"kill {os.getpid()}").text or "")
    assert "refused" in (tell(strongest, "kill-parent").text or "")


def _is_stopped_for_its_time(taken: Taken) -> bool:
    """Say so: by its processor, or by the clock where a busy machine gave it little."""
    told = taken.problem or ""
    return "over 1 s of processor time" in told or "not done after 6 s" in told


def test_a_reader_that_computes_without_end_is_stopped(strongest: Box) -> None:
    assert _is_stopped_for_its_time(tell(strongest, "spin"))


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("sleep", "is kept unread: its reader was not done after 6 s and was ended"),
        ("eat", "is kept unread: reading it takes over 536,870,912 bytes of memory"),
        ("eat-slowly", "reading it takes over 536,870,912 bytes of memory"),
        ("crash", "its reader crashed (SIGSEGV)"),
        ("leave", "its reader crashed (exit 7)"),
        ("fail", "its reader failed (ZeroDivisionError: on purpose)"),
        ("babble", "reading it gives over 1,048,576 bytes"),
        ("lie", "is kept unread: "),
    ],
)
def test_a_reader_that_breaks_costs_one_reading_and_says_why(
    strongest: Box, what: str, why: str
) -> None:
    taken = tell(strongest, what)
    assert taken.problem is not None
    assert taken.problem.startswith("bad.pdf: is kept unread: ")
    assert why in taken.problem
    assert tell(strongest, "say well").text == "well"


def test_a_reader_alone_with_limits_is_stopped_all_the_same() -> None:
    box = made_box(("bubblewrap", "network", "landlock", "seccomp"))
    try:
        assert _is_stopped_for_its_time(tell(box, "spin"))
        assert box.walls == ("limits",)
    finally:
        box.close()


def test_the_box_names_the_walls_that_stand(strongest: Box) -> None:
    strongest.start()
    stands = strongest.walls
    assert {"landlock", "limits", "seccomp"} <= set(stands)
    assert ("bubblewrap" in stands) == bool(shutil.which("bwrap")) or (
        "network" in stands
    )
    assert strongest.name == "+".join(stands)


def test_a_child_is_replaced_after_so_many_things() -> None:
    box = made_box(reader="honest")
    try:
        limits = msgspec.structs.replace(LIMITS, things_per_child=2)
        pids = [(tell(box, "x", limits).text or "").split()[-1] for _ in range(6)]
        assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]
    finally:
        box.close()


def test_the_child_that_follows_is_ready_and_reads_as_the_first_did() -> None:
    """Half-way through its things the next child is made, with our own readers."""
    box = Box(kit_of(REFERENCE))
    page = b"<html><body><p>Seven people were killed in Talbar.</p></body></html>"
    try:
        job = Job(REFERENCE, Limits(things_per_child=4))
        texts = [box.read(page, f"{n}.html", job).text for n in range(10)]
        assert texts == ["Seven people were killed in Talbar."] * 10
        broken = box.read(b"%PDF-1.4 broken", "a.pdf", job).problem or ""
        assert "broken PDF" in broken
        assert box.read(page, "b.html", job).text == texts[0]
    finally:
        box.close()


def test_a_box_that_was_killed_is_started_again(strongest: Box) -> None:
    assert tell(strongest, "say one").text == "one"
    process = strongest._process
    assert process is not None
    process.kill()
    process.wait()
    assert tell(strongest, "say two").text == "two"


def test_a_box_that_cannot_start_keeps_the_bytes_and_says_so() -> None:
    kit = msgspec.structs.replace(kit_of(Reference.of_tables({})), reader="no_such:one")
    box = Box(kit)
    problem = tell(box, "say x").problem or ""
    assert "no box to read it in can be started" in problem
    box.close()


def test_no_process_of_a_box_outlives_it() -> None:
    box = made_box(("bubblewrap",), reader="honest")
    pid = int((tell(box, "x").text or "").split()[-1])
    box.close()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_a_box_whose_reader_may_start_threads_makes_no_process(tmp_path: Path) -> None:
    box = made_box(("bubblewrap", "network", "landlock"), may_thread=True)
    try:
        assert tell(box, "thread").text == "a thread ran"
        assert tell(box, "fork").text == "made 0"
        made = tmp_path / "made"
        assert "refused" in (tell(box, f"run {made}").text or "")
        assert "refused" in (tell(box, "connect 127.0.0.1 9").text or "")
        assert not made.exists()
    finally:
        box.close()
