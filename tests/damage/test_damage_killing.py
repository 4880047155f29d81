"""Killing the program at any moment loses nothing that was acknowledged (I2)."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firsthand.custody.audit import audit
from firsthand.errors import CaseBusyError
from firsthand.model import Source
from firsthand.store import Act, create_store, open_store

pytestmark = pytest.mark.slow

N_KILLS = 40
_SYSCALL_S = float(os.environ.get("FIRSTHAND_TEST_SYSCALL_S", "12"))

# Commits for ever; a line is printed only after the receipt is in hand.
# A shell's background jobs ignore interrupts and hand that on: it is taken back here.
WRITER = """
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from firsthand.model import Source
from firsthand.store import Act, open_store

folder, keys, name, count = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:5]
store = open_store(folder, keys_folder=keys)
print("open", flush=True)
for number in range(int(count)):
    page = store.stage(f"page {name} {number}".encode())
    source = Source(id=f"S-{name}-{number}", name="Outlet")
    act = Act(kind="add", by="op_1", tool="test/1")
    store.commit(act, objects=[page], records=[source])
    print(page.sha256, source.id, flush=True)
store.close()
"""


def writer(place: Path, name: str, count: int, *before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  our own writer
        [*before, sys.executable, "-B", "-c", WRITER, str(place / "store"),
         str(place / "keys"), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )  # fmt: skip


def check(place: Path, acknowledged: list[str]) -> None:
    """Reopen: every acknowledged item is there, writing goes on, all is clean."""
    store = open_store(place / "store", keys_folder=place / "keys")
    assert store.fault is None
    present = {one.id for one in store.every(Source)}
    for line in acknowledged:
        sha256, record_id = line.split()
        assert store.read_object(sha256).startswith(b"page")  # type: ignore[arg-type]
        assert record_id in present
    store.commit(Act(kind="add", by="op_1", tool="test/1"))  # type: ignore[arg-type]
    assert store.verify().problems == ()
    assert list((place / "store" / "tmp").iterdir()) == []
    store.close()


def acknowledged_by(out: str) -> list[str]:
    return [line for line in out.splitlines() if re.fullmatch(r"\w{64} \S+", line)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create_store(tmp_path / "store", keys_folder=tmp_path / "keys").close()
    return tmp_path


def stopped(
    process: subprocess.Popen[str], how: signal.Signals, chance: random.Random
) -> tuple[list[str], str]:
    """Let a writer acknowledge a few items, stop it a moment later; what it said."""
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "open\n"
    said = [process.stdout.readline() for _ in range(chance.randrange(4))]
    time.sleep(chance.uniform(0, 0.03))
    os.killpg(process.pid, how)
    said.append(process.stdout.read())
    err = process.stderr.read()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    return acknowledged_by("".join(said)), err


def test_killing_at_random_moments_loses_nothing_acknowledged(place: Path) -> None:
    chance = random.Random(11)  # noqa: S311  the same moments every time
    acknowledged: list[str] = []
    for number in range(N_KILLS):
        process = writer(place, str(number), 10_000)
        acknowledged += stopped(process, signal.SIGKILL, chance)[0]
        assert process.returncode == -signal.SIGKILL
        if number % 8 == 7:
            check(place, acknowledged)
    assert len(acknowledged) > N_KILLS
    check(place, acknowledged)


def test_interrupting_at_random_moments_leaves_a_case_that_goes_on(
    place: Path,
) -> None:
    chance = random.Random(17)  # noqa: S311  the same moments every time
    acknowledged: list[str] = []
    for number in range(12):
        process = writer(place, f"i{number}", 10_000)
        said, err = stopped(process, signal.SIGINT, chance)
        assert process.returncode != 0
        assert "KeyboardInterrupt" in err
        acknowledged += said
        check(place, acknowledged)


def test_killing_at_each_system_call_of_a_commit_loses_nothing(place: Path) -> None:
    points, kept = _traced(place)
    began = time.monotonic()
    done = 0
    for call, when in _spread(points):
        if time.monotonic() - began > _SYSCALL_S:
            break
        out, _ = _injected(place, call, when, "signal=SIGKILL")
        kept += acknowledged_by(out)
        check(place, kept)
        done += 1
    assert done >= 5


def test_a_call_that_fails_is_a_clear_error_and_loses_nothing(place: Path) -> None:
    points, kept = _traced(place)
    began = time.monotonic()
    failed = 0
    full = ("ENOSPC", "EDQUOT", "EIO")  # the disk, the person's share of it, a fault
    errors = {"openat": "EMFILE"}
    for call, when in _spread([one for one in points if one[0] != "close"]):
        if time.monotonic() - began > _SYSCALL_S:
            break
        is_write = call in {"write", "pwrite64", "link", "ftruncate"}
        error = full[when % 3] if is_write else errors.get(call, "EIO")
        out, err = _injected(place, call, when, f"error={error}")
        kept += acknowledged_by(out)
        if err:
            failed += 1
            assert re.match(r"firsthand\.errors\.\w+Error: ", err.splitlines()[-1]), err
        check(place, kept)
    assert failed >= 3


def _injected(place: Path, call: str, when: int, what: str) -> tuple[str, str]:
    inject = f"inject={call}:{what}:when={when}"
    name = f"{call}-{when}"
    quiet = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", inject)
    return writer(place, name, 1, *quiet).communicate()


def _traced(place: Path) -> tuple[list[tuple[str, int]], list[str]]:
    """Return the calls of one commit that touch the store, and what it acknowledged."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    trace = place / "trace"
    calls = (
        "openat,write,fsync,fdatasync,syncfs,link,unlink,ftruncate,pwrite64,flock,close"
    )
    listing = writer(
        place, "list", 1, "strace", "-f", "-y", "-o", str(trace), "-e", f"trace={calls}"
    )
    out, err = listing.communicate()
    if not acknowledged_by(out):
        pytest.skip(f"strace is not permitted here: {err[-200:]}")
    points = _points(trace.read_text(), str(place / "store"))
    assert len(points) > 20
    return points, acknowledged_by(out)


def _points(trace: str, store: str) -> list[tuple[str, int]]:
    """Return the n-th use of each call that touches the store."""
    seen: dict[str, int] = {}
    points = []
    for line in trace.splitlines():
        found = re.match(r"\d+ +(\w+)\(", line)
        if found is None:
            continue
        seen[found[1]] = seen.get(found[1], 0) + 1
        if store in line:
            points.append((found[1], seen[found[1]]))
    return points


def _spread(points: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What an act is made of early, then the rest: a bounded time sees all kinds."""
    chance = random.Random(3)  # noqa: S311  the same order every time
    later = [point for point in points if point[0] not in {"openat", "close"}]
    later.sort(key=lambda point: point[0] not in {"link", "write", "fsync"})
    others = [point for point in points if point[0] in {"openat", "close"}]
    chance.shuffle(others)
    return later + others


def test_killing_during_recovery_loses_nothing(place: Path) -> None:
    """A torn end, and the opening that sets it aside is killed as well."""
    process = writer(place, "first", 3)
    out, _ = process.communicate()
    kept = acknowledged_by(out)
    assert len(kept) == 3
    chance = random.Random(5)  # noqa: S311  the same moments every time
    for number in range(6):
        for name in ("entries.jsonl", "checkpoints"):
            with (place / "store" / "log" / name).open("ab") as file:
                file.write(b"torn %d" % number)
        process = writer(place, f"r{number}", 1)
        time.sleep(chance.uniform(0.15, 0.5))
        os.killpg(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        kept += acknowledged_by(out)
        check(place, kept)


def test_three_programs_at_once_lose_nothing_and_number_densely(place: Path) -> None:
    processes = [writer(place, name, 30) for name in "abc"]
    outs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outs
    acknowledged = [line for out, _ in outs for line in acknowledged_by(out)]
    assert len(acknowledged) == 90
    check(place, acknowledged)
    store = open_store(place / "store", keys_folder=place / "keys")
    assert [one.seq for one in store.events()] == list(range(3 + 90 * 3 + 1))
    store.close()


def test_a_stopped_program_that_holds_the_lock_is_named(place: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path\n"
        "from firsthand.custody.lock import CaseLock\n"
        "with CaseLock(Path(sys.argv[1]), 5):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(  # noqa: S603  our own holder
        [sys.executable, "-B", "-c", hold, str(place / "store" / "log" / ".lock")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(CaseBusyError, match=f"process {process.pid}"):
        open_store(place / "store", keys_folder=place / "keys", wait_s=0.1)
    process.kill()
    process.communicate()
    check(place, [])
    assert audit(place / "store").is_clean
