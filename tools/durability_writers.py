"""Several programs write one store, and die at random: part of tools/durability.py.

EVIDENCE test C6. Six programs add item after item, each acknowledged by a line; at
random moments one is killed (it is started again), another is stopped for a while,
perhaps with the lock in hand. Afterwards: every acknowledged item is there with its
bytes and its record, entries are numbered densely, the whole verifies, and more can be
taken in.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import durability_place  # beside this file

from firsthand.model import Source
from firsthand.store import Act, create_store, open_store

N_PROGRAMS = 6
_KILL_S, _STOPPED_S = (0.2, 0.9), 0.4
WRITER = """
import sys
from pathlib import Path
from firsthand.model import Source
from firsthand.store import Act, open_store
place, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_store(place / "store", keys_folder=place / "keys", wait_s=120)
for number in range(count):
    page = store.stage(f"page {name} {number}".encode())
    source = Source(id=f"S-{name}-{number}", name="Outlet")
    act = Act(kind="add", by="op_1", tool="test/1")
    store.commit(act, objects=[page], records=[source])
    print("ACK", page.sha256, source.id, flush=True)
store.close()
"""


def write_together(n_items: int) -> tuple[list[str], str]:
    """Let six programs write and die until each has been told of so many items.

    Args:
        n_items: Acknowledged items of each program.

    Returns:
        What was lost or is wrong; and what was done, in words.
    """
    began = time.monotonic()
    with durability_place.a_place() as place:
        create_store(place / "store", keys_folder=place / "keys").close()
        crew = _Crew(place, n_items)
        try:
            crew.work()
        finally:
            crew.end()
        faults = list(_faults(place, crew.told))
    return faults, (
        f"{N_PROGRAMS} programs, {len(crew.told)} acknowledged, "
        f"{crew.n_killed} killed, {crew.n_stopped} stopped for a while, "
        f"{len(faults)} faults, {time.monotonic() - began:.0f} s"
    )


class _Crew:
    """The programs at work, their ends, and what they were told."""

    def __init__(self, place: Path, n_items: int) -> None:
        self._place = place
        self._left = dict.fromkeys("abcdef"[:N_PROGRAMS], n_items)
        self._running: dict[str, tuple[subprocess.Popen[str], Path]] = {}
        self._n_started = 0
        self.told: list[str] = []
        self.n_killed = self.n_stopped = 0

    def work(self) -> None:
        """Start, kill, stop and start again until all is done."""
        chance = random.Random(11)  # noqa: S311  the same moments every time
        while any(self._left.values()) or self._running:
            for name, left in self._left.items():
                if left and name not in self._running:
                    self._start(name, left)
            time.sleep(chance.uniform(*_KILL_S))
            self._collect()
            if self._running and any(self._left.values()):
                name = chance.choice(sorted(self._running))
                self._harm(name, is_kill=chance.random() < 0.5)  # noqa: PLR2004  half

    def _start(self, name: str, count: int) -> None:
        self._n_started += 1
        out = self._place / f"out-{self._n_started}"
        words = [str(self._place), f"{name}{self._n_started}", str(count)]
        with out.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-B", "-c", WRITER, *words],
                stdout=file,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        self._running[name] = process, out

    def _harm(self, name: str, *, is_kill: bool) -> None:
        process, _ = self._running[name]
        if is_kill:
            self.n_killed += 1
            durability_place.end(process)
            self._collect()
        elif process.poll() is None:
            self.n_stopped += 1
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(_STOPPED_S)
            os.kill(process.pid, signal.SIGCONT)

    def _collect(self) -> None:
        for name, (process, out) in list(self._running.items()):
            if process.poll() is None:
                continue
            lines = [line[4:] for line in out.read_text().splitlines(keepends=True)]
            whole = [line.strip() for line in lines if line.endswith("\n")]
            self.told += whole
            self._left[name] = max(0, self._left[name] - len(whole))
            del self._running[name]

    def end(self) -> None:
        """End whatever still runs."""
        for process, _ in self._running.values():
            durability_place.end(process)


def _faults(place: Path, told: list[str]) -> Iterator[str]:
    try:
        store = open_store(place / "store", keys_folder=place / "keys")
        present = {one.id for one in store.every(Source)}
        for line in told:
            sha256, record = line.split()
            store.read_object(sha256)  # type: ignore[arg-type]
            if record not in present:
                yield f"record {record} is lost"
        seqs = [entry.seq for entry, _ in store.entries()]
        if seqs != list(range(len(seqs))):
            yield "entries are not numbered densely"
        store.commit(Act(kind="after", by="op_1", tool="test/1"))  # type: ignore[arg-type]
        yield from (f"{one.code} {one.path}" for one in store.verify().problems)
        store.close()
    except Exception as error:  # noqa: BLE001  any refusal is a finding here
        yield f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    found, done = write_together(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(done, *found, sep="\n")
