"""Kill it at every system call, cut the power: is anything acknowledged lost?

`make test-durability`. Not part of `make test`: it takes minutes, wants strace, and
for the power cut the right to mount a file (root). What cannot run is said, never
passed over in silence. Exit code 1 if anything acknowledged was lost or altered.
EVIDENCE tests C1 (every call of add, rotate, recovery, erase, backup, time stamp,
proof, court, export), C2 (power loss on a real filesystem, with a control that does not
flush and must fail), C3 (calls that fail, are interrupted, write half; a full disk), C6
(several programs that write and die).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import durability_case  # beside this file
import durability_faults  # the same
import durability_place  # the same
import durability_writers  # the same

from firsthand.custody.audit import audit
from firsthand.model import Source
from firsthand.store import Act, create_store, open_store
from firsthand.store.backup import copy_store

CALLS = (
    "openat,write,pwrite64,fsync,fdatasync,syncfs,link,linkat,rename,unlink,unlinkat,"
    "mkdir,ftruncate,flock,close"
)
HEAD = """
import os, sys
from pathlib import Path
from firsthand.custody import durable
from firsthand.model import Source
from firsthand.store import Act, open_store
from firsthand.store.backup import copy_store
place, name = Path(sys.argv[1]), sys.argv[2]
def act(kind): return Act(kind=kind, by="op_1", tool="test/1")
def opened(): return open_store(place / "store", keys_folder=place / "keys")
"""
ADD = """
store = opened()
page = store.stage(f"page {name}".encode())
source = Source(id=f"S-{name}", name="Outlet")
store.commit(act("add"), objects=[page], records=[source])
print("ACK", page.sha256, source.id, flush=True)
store.close()
"""
# Erased in one act with what takes its place: a person's key, wrapped anew.
ERASE = """
store = opened()
name = (place / "to-erase").read_text()
fresh = store.stage(b"wrapped anew " + name.encode(), entry_type="derivative")
store.erase(act("erase"), [name], objects=[fresh])
print("ACK", name, "GONE", flush=True)
store.close()
"""
# What each kind of work is, as a program that prints a line once it is acknowledged.
WORK = {
    "add": ADD,
    "recovery": ADD,
    "rotate": "opened().rotate_key(act('rotate-key'))\n",
    "erase": ERASE,
    "backup": "copy_store(place / 'store', place / 'copy')\n",
}
OURS = ("store", "keys", "copy", "case", "out")  # a call on these is a point
N_CONTROL = 4  # snapshots of the writer that does not flush
PER_WRITER = 10  # each snapshot checks all that its writer was told
POWER = """
if name == "unflushed":
    durable.flush_file = durable.flush_path = durable.flush_folder = lambda *_: None
    durable.flush_all = lambda *_: None
store = opened()
print("open", flush=True)
number = 0
while True:
    pages = [store.stage(b"%s %d" % (name.encode(), number + n)) for n in range(64)]
    number += 64
    store.commit(act("add"), objects=pages)
    print("ACK", *(one.sha256 for one in pages), flush=True)
"""


def main() -> None:
    """Run both tests and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, help="about so many points a work")
    parser.add_argument("--snapshots", type=int, default=200)
    parser.add_argument("--work", nargs="*", default=[], help="kinds of work to kill")
    parser.add_argument("--items", type=int, default=150, help="of each writer")
    parser.add_argument("--kept", type=Path, help="go on where this file ends")
    parser.add_argument("--only", choices=["kill", "power", "fault", "write"])
    given = parser.parse_args()
    durability_place.stop_cleanly()
    durability_place.clear_left()
    failures: list[str] = []
    if given.only in {None, "kill"}:
        failures += kill_everywhere(given.points, given.work)
    if given.only in {None, "fault"}:
        failures += fail_everywhere(given.points, given.work)
        failures += fill_a_disk()
    if given.only in {None, "write"}:
        failures += write_together(given.items)
    if given.only in {None, "power"}:
        failures += cut_the_power(given.snapshots, given.kept)
    for failure in failures:
        print(f"FAILED: {failure}")
    sys.exit(1 if failures else 0)


# --- C1: every system call -----------------------------------------------------------


def kill_everywhere(limit: int | None, only: Sequence[str] = ()) -> list[str]:
    """Kill each kind of work at each of its calls on the store; what was lost."""
    failures: list[str] = []
    n_points = 0
    for place, work in _each_work("C1", only):
        done, found = _kill_one_work(place, work, limit)
        n_points += done
        failures += found
    print(f"C1: killed at {n_points} points, {len(failures)} failures", flush=True)
    return failures


def _each_work(test: str, only: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield each kind of work with a place where it has what it needs."""
    if shutil.which("strace") is None:
        print(f"{test} skipped: strace is not installed")
        return
    for work in (*WORK, *durability_case.WORK):
        if only and work not in only:
            continue
        why = durability_case.missing() if work in durability_case.WORK else None
        if why:
            print(f"{test} {work} skipped: {why}")
            continue
        with durability_place.a_place() as place, durability_case.at_home(place):
            if work in durability_case.WORK:
                durability_case.make(place)
            else:
                create_store(place / "store", keys_folder=place / "keys").close()
            yield place, work


def _kill_one_work(place: Path, work: str, limit: int | None) -> tuple[int, list[str]]:
    began = time.monotonic()
    points, kept = _listed(place, work)
    if not points:
        print(f"C1 {work} skipped: strace is not permitted here")
        return 0, []
    failures: list[str] = []
    chosen = points[:: max(1, len(points) // limit)] if limit else points
    n_done = 0
    for call, when in chosen:
        n_done += 1
        kept += _killed(place, work, call, when)
        found = list(_check(place, work, kept))
        failures += (f"C1 {work} at {call} {when}: {text}" for text in found)
        if found:
            break
        if sys.stderr.isatty() or n_done % 50 == 0:
            told = f"C1 {work}: {n_done} of {len(chosen)}, {len(failures)} failures"
            print(f"\r{told}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(
        f"C1 {work}: killed at {n_done} of {len(points)} points, "
        f"{len(kept)} acknowledged, {len(failures)} failures, "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    return n_done, failures


def _start(place: Path, code: str, name: str, *before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, "-B", "-c", code, str(place), name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _listed(
    place: Path, work: str, *, is_told: bool = False
) -> tuple[list[tuple[str, int]], list[str]]:
    """List the calls of one run that touch the store, the keys or the copy."""
    _prepare(place, work, 0)
    trace = place / "trace"
    tracer = ("strace", "-f", "-y", "-o", str(trace), "-e", f"trace={CALLS}")
    start = _told if is_told else _start
    out, _ = durability_place.said_by(start(place, _code(work), "list", *tracer))
    seen: dict[str, int] = {}
    points = []
    for line in trace.read_text().splitlines() if trace.exists() else ():
        found = re.match(r"\d+ +(\w+)\(", line)
        if found is None:
            continue
        seen[found[1]] = seen.get(found[1], 0) + 1
        if any(f"{place}/{name}" in line for name in OURS):
            points.append((found[1], seen[found[1]]))
    return points, _acknowledged(out)


def _killed(place: Path, work: str, call: str, when: int) -> list[str]:
    _prepare(place, work, when)
    inject = f"inject={call}:signal=SIGKILL:when={when}"
    tracer = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", inject)
    process = _start(place, _code(work), f"{call}-{when}", *tracer)
    return _acknowledged(durability_place.said_by(process)[0])


def _code(work: str) -> str:
    if work in durability_case.WORK:
        return durability_case.HEAD + durability_case.WORK[work]
    return HEAD + WORK[work]


def _prepare(place: Path, work: str, number: int) -> None:
    if work in durability_case.WORK:
        durability_case.prepare(place, work)
        return
    if work == "recovery":  # a torn end: the opening itself is what is killed
        for name in ("entries.jsonl", "checkpoints"):
            with (place / "store" / "log" / name).open("ab") as file:
                file.write(b"torn %d" % number)
    if work == "erase":
        store = open_store(place / "store", keys_folder=place / "keys")
        held = store.stage(b"wrapped %d %d" % (number, time.monotonic_ns()))
        store.commit(Act(kind="add", by="op_1", tool="test/1"), objects=[held])  # type: ignore[arg-type]
        store.close()
        (place / "to-erase").write_text(held.sha256)
    shutil.rmtree(place / "copy", ignore_errors=True)


def _acknowledged(out: str) -> list[str]:
    return [line[4:] for line in out.splitlines() if line.startswith("ACK ")]


def _check(place: Path, work: str, kept: list[str]) -> Iterator[str]:
    if work in durability_case.WORK:
        yield from durability_case.check(place, work)
        return
    try:
        store = open_store(place / "store", keys_folder=place / "keys")
        present = {one.id for one in store.every(Source)}
        for line in kept:
            sha256, record = line.split()
            if record == "GONE":
                if store.holds(sha256) or sha256 not in store.erased:  # type: ignore[arg-type]
                    yield f"object {sha256} was erased and is there"
                continue
            store.read_object(sha256)  # type: ignore[arg-type]
            if record not in present:
                yield f"record {record} is lost"
        store.commit(Act(kind="add", by="op_1", tool="test/1"))  # type: ignore[arg-type]
        yield from (f"{one.code} {one.path}" for one in store.verify().problems)
        store.close()
        if (place / "copy").exists():
            copy_store(place / "store", place / "copy", full=True)
    except Exception as error:  # noqa: BLE001  any refusal is a finding here
        yield f"{type(error).__name__}: {error}"


# --- C3: the disk refuses -----------------------------------------------------------


def fail_everywhere(limit: int | None, only: Sequence[str] = ()) -> list[str]:
    """Fail each call on the store once and from there on; cut every write short."""
    failures: list[str] = []
    n_runs = n_told = 0
    for place, work in _each_work("C3", only):
        began, kept = time.monotonic(), list[str]()
        runs, found, told = 0, list[str](), 0
        for how, command, error, short in _faults(place, work, limit):
            _prepare(place, work, runs)
            done = _told(place, _code(work), f"f{runs}", *command, shim=short)
            out, err = durability_place.said_by(done)
            runs += 1
            told += done.returncode != 0
            kept += _acknowledged(out)
            wrong = [*durability_faults.judged(out, err, done.returncode, error)]
            if short is not None and done.returncode:
                wrong.append(f"short writes are not gone on with: {out}")
            wrong += _check(place, work, kept)
            found += (f"C3 {work}, {how}: {text}" for text in wrong)
            if wrong:
                print(*found, sep="\n", flush=True)
                break  # what comes after one is its echo
        print(
            f"C3 {work}: {runs} faults, {told} refused and {runs - told} outlived, "
            f"{len(found)} failures, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        n_runs += runs
        n_told += told
        failures += found
    print(f"C3: {n_runs} faults, {n_told} refused, {len(failures)} failures")
    return failures


def _faults(
    place: Path, work: str, limit: int | None
) -> Iterator[tuple[str, list[str], str | None, Path | None]]:
    """Yield what goes wrong in each run: in words, the tracer, the error, a shim."""
    points, _ = _listed(place, work, is_told=True)
    chosen = points[:: max(1, len(points) // limit)] if limit else points
    names = [*durability_faults.ERRORS]
    for number, (call, when) in enumerate(chosen):
        # All of them where most happens; in turn where the store is the same.
        for error in names if work == "add" else [names[number % len(names)]]:
            for more in ("", "+") if work == "add" and error == "ENOSPC" else ("",):
                inject = f"inject={call}:error={error}:when={when}{more}"
                tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject]
                yield f"{error} at {call} {when}{more}", tracer, error, None
    shim = durability_faults.made_shim(place)
    if shim is None:
        print(f"C3 {work}: short writes skipped: there is no C compiler")
    else:
        yield "every write cut short", [], None, shim


def _told(
    place: Path, code: str, name: str, *before: str, shim: Path | None = None
) -> subprocess.Popen[str]:
    """Start a work as a program that tells its errors in a line."""
    command = [*before, sys.executable, "-B", "-c", durability_faults.RUNNER]
    return subprocess.Popen(
        [*command, str(place), name, code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LD_PRELOAD": str(shim)} if shim else None,
        start_new_session=True,
    )


def fill_a_disk() -> list[str]:
    """Run out of space at every step of an act; what was lost."""
    faults, told = durability_faults.fill_a_disk()
    print(f"C3 full disk: {told}", flush=True)
    return [f"C3 full disk: {fault}" for fault in faults]


def write_together(n_items: int) -> list[str]:
    """Let six programs write one store and die at random; what was lost."""
    faults, told = durability_writers.write_together(n_items)
    print(f"C6: {told}", flush=True)
    return [f"C6: {fault}" for fault in faults]


# --- C2: the power goes -------------------------------------------------------------


def cut_the_power(n_snapshots: int, kept: Path | None) -> list[str]:
    """Copy what reached the disk of a running writer; mount it; what was lost.

    Args:
        n_snapshots: How many in all.
        kept: File of what was found so far: a run that was stopped goes on after it.
    """
    why = _cannot_mount()
    if why:
        print(f"C2 skipped: {why}")
        return []
    done = _done_before(kept)
    for how, wanted in (("flushed", n_snapshots), ("unflushed", N_CONTROL)):
        n_done = sum(row["how"] == how for row in done)
        for row in _snapshots(how, wanted - n_done, n_done):
            done.append(row)
            if kept is not None:
                with kept.open("a") as file:
                    file.write(json.dumps(row) + "\n")
    n_items, n_checks, lost = _added_up(done, "flushed")
    _, n_control, lost_control = _added_up(done, "unflushed")
    print(
        f"C2 power loss on ext4: {n_snapshots} snapshots, {n_items} acknowledged items "
        f"({n_checks} checks), {lost} lost; control without flushing: {lost_control} "
        f"of {n_control} lost"
    )
    failures = [f"C2: {lost} acknowledged items lost"] if lost else []
    if not lost_control:
        failures.append("C2: the control lost nothing, so the test shows nothing")
    return failures


def _cannot_mount() -> str | None:
    if os.geteuid() != 0:
        return "mounting a file needs root"
    for program in ("mkfs.ext4", "mount", "umount"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    with durability_place.a_place() as place:
        try:
            with _mounted(place, _disk(place)):
                return None
        except subprocess.CalledProcessError:
            return "mounting is not permitted here"


def _disk(folder: Path) -> Path:
    image = folder / "disk.img"
    with image.open("wb") as file:
        file.truncate(192 << 20)
    mkfs = ("mkfs.ext4", "-q", "-b", "1024", "-i", "2048", str(image))
    subprocess.run(mkfs, check=True, capture_output=True)
    return image


class _mounted:  # noqa: N801  reads as what it is: with _mounted(...)
    """A mounted image, unmounted at the end."""

    def __init__(self, folder: Path, image: Path) -> None:
        self._at = Path(tempfile.mkdtemp(dir=folder))
        self._image = image

    def __enter__(self) -> Path:
        command = ("mount", "-o", "loop", str(self._image), str(self._at))
        subprocess.run(command, check=True, capture_output=True)
        return self._at

    def __exit__(self, *_: object) -> None:
        command = ("umount", str(self._at))
        subprocess.run(command, check=True)


def _done_before(kept: Path | None) -> list[dict[str, Any]]:
    if kept is None or not kept.exists():
        return []
    return [json.loads(line) for line in kept.read_text().splitlines()]


def _added_up(done: list[dict[str, Any]], how: str) -> tuple[int, int, int]:
    """Add up acknowledged items, checks of them, and what was lost."""
    rows = [row for row in done if row["how"] == how]
    return tuple(sum(row[key] for row in rows) for key in ("new", "checked", "lost"))  # type: ignore[return-value]


def _snapshots(how: str, wanted: int, before: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(7 + before)  # noqa: S311  the same moments every time
    n_acks = lost = taken = 0
    while taken < wanted:
        with durability_place.a_place() as place:
            image, known = _disk(place), 0
            for found, missing in _one_writer(
                place, image, how, wanted - taken, chance
            ):
                n_acks, lost, taken = n_acks + found, lost + missing, taken + 1
                new, known = found - known, found
                yield {"how": how, "new": new, "checked": found, "lost": missing}
                told = f"{how}: {before + taken}/{before + wanted}, {lost} lost"
                print(f"\r{told} in {n_acks} checks", end="", file=sys.stderr)
    print(file=sys.stderr)


def _one_writer(
    place: Path, image: Path, how: str, wanted: int, chance: random.Random
) -> Iterator[tuple[int, int]]:
    with _mounted(place, image) as disk:
        create_store(disk / "store", keys_folder=place / "keys").close()
        (disk / "keys").symlink_to(place / "keys")
        os.sync()
        writer = _start(disk, HEAD + POWER, how)
        assert writer.stdout is not None  # noqa: S101  opened as a pipe
        os.set_blocking(writer.stdout.fileno(), False)
        said, acknowledged = "", []
        try:
            for number in range(min(PER_WRITER, wanted)):
                time.sleep(chance.uniform(0.1, 0.4))
                os.kill(writer.pid, signal.SIGSTOP)
                said += _read_now(writer.stdout.fileno())
                whole, _, said = said.rpartition("\n")
                for line in _acknowledged(whole):
                    acknowledged += line.split()
                # A name of its own: where another program made a mount namespace in
                # between, the copy before is still mounted there, and mounting the same
                # file again would show that.
                copy = place / f"copy-{number}.img"
                cp = ("cp", "--sparse=always", str(image), str(copy))
                subprocess.run(cp, check=True)
                os.kill(writer.pid, signal.SIGCONT)
                lost = _missing(place, copy, acknowledged)
                copy.unlink()
                yield len(acknowledged), lost
        finally:
            durability_place.end(writer)


def _read_now(handle: int) -> str:
    """Read what waits in a pipe, without waiting for more."""
    said = b""
    while True:
        try:
            part = os.read(handle, 1 << 20)
        except BlockingIOError:
            return said.decode("ascii")
        if not part:
            return said.decode("ascii")
        said += part


def _missing(place: Path, copy: Path, acknowledged: list[str]) -> int:
    with _mounted(place, copy) as disk:
        try:
            store = open_store(disk / "store", keys_folder=place / "keys")
        except Exception as error:  # noqa: BLE001  a store that does not open lost all
            print(f"does not open: {error}", file=sys.stderr)
            return len(acknowledged)
        named = {entry.sha256 for entry, _ in store.entries()}
        lost = 0
        for sha256 in acknowledged:
            try:
                store.read_object(sha256)  # type: ignore[arg-type]
                lost += sha256 not in named
            except Exception:  # noqa: BLE001  lost or altered: the same here
                lost += 1
        store.close()
        if not lost and not audit(disk / "store").is_clean:
            return len(acknowledged)
        return lost


if __name__ == "__main__":
    main()
