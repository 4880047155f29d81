"""Speed of the store, as ratios on the same files in one run (`make bench-store`).

Durable ingest beside borg without compression (where it is installed), a single
acknowledged item, full verification beside plain SHA-256, opening and proving at size.
Ratios matter, not absolutes: the disk and the neighbours are part of every figure.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from firsthand.custody.audit import audit
from firsthand.store import Act, EmbeddedStore, create_store, open_store

_MB = 1_000_000
_BATCH = 256


def main() -> None:
    """Measure and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1000, help="size of the mixed files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--at", type=Path, help="folder on the disk to measure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=given.at) as folder:
        place = Path(folder)
        _single(place)  # first: ext4 passes over inodes freed moments ago, slowly
        files = list(_mixed_files(place / "in", given.mb * _MB))
        size = sum(path.stat().st_size for path in files)
        print(f"{len(files)} mixed files, {size / _MB:.0f} MB")
        _ingest(place, files, size, given.rounds)
        _many(place, given.entries)


def _mixed_files(folder: Path, wanted: int) -> Iterator[Path]:
    """Make files of the sizes of web pages, photographs and short videos."""
    chance = random.Random(1)  # noqa: S311  the same files every time
    folder.mkdir()
    made = number = 0
    while made < wanted:
        size = int(min(chance.lognormvariate(10.4, 1.6), 50 * _MB, wanted - made) + 1)
        path = folder / f"{number:06d}"
        path.write_bytes(chance.randbytes(size))
        made, number = made + size, number + 1
        yield path


def _ingest(place: Path, files: list[Path], size: int, rounds: int) -> None:
    ours, borg = [], []
    verified: list[float] = []
    hashed: list[float] = []
    for number in range(rounds):
        os.sync()
        hashed.append(_worked(lambda: [_digest(path) for path in files]))
        store = create_store(place / f"s{number}", keys_folder=place / "keys")
        ours.append(_timed(lambda store=store: _take_in(store, files)))
        store.close()
        verified.append(_worked(lambda n=number: audit(place / f"s{n}")))
        shutil.rmtree(place / f"s{number}")
        if shutil.which("borg"):
            borg.append(_borg(place / f"b{number}", place / "in"))
    mine, plain = statistics.median(ours), statistics.median(hashed)
    full = statistics.median(verified)
    print(f"durable ingest {size / mine / _MB:.0f} MB/s, medians of {rounds}")
    if borg:
        theirs = statistics.median(borg)
        print(f"borg {size / theirs / _MB:.0f} MB/s; ours is {theirs / mine:.2f}x")
    else:
        print("borg is not installed: no comparison")
    print(
        f"full verify {size / full / _MB:.0f} MB/s of one core's time; plain sha256 "
        f"{size / plain / _MB:.0f} MB/s; ratio {plain / full:.2f} (bar 0.60)"
    )


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _worked(work: object) -> float:
    """Return the processor time of a work: what runs beside it does not count."""
    began = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - began


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_in(store: EmbeddedStore, files: list[Path]) -> None:
    for start in range(0, len(files), _BATCH):
        staged = []
        for path in files[start : start + _BATCH]:
            with path.open("rb") as file:
                staged.append(store.stage(file))
        store.commit(_act(), objects=staged)


def _act() -> Act:
    return Act(kind="add", by="op_1", tool="bench/1")  # type: ignore[arg-type]


def _borg(repository: Path, folder: Path) -> float:
    passphrase = {"BORG_PASSPHRASE": "bench", "BORG_BASE_DIR": str(repository.parent)}
    env = {**os.environ, **passphrase}
    borg = str(shutil.which("borg"))
    init = [borg, "init", "-e", "repokey-blake2", str(repository)]
    subprocess.run(init, check=True, env=env, capture_output=True)
    create = [borg, "create", "-C", "none", f"{repository}::a", str(folder)]
    began = time.perf_counter()
    subprocess.run(create, check=True, env=env, capture_output=True)
    os.sync()
    taken = time.perf_counter() - began
    shutil.rmtree(repository)
    return taken


def _single(place: Path) -> None:
    store = create_store(place / "single", keys_folder=place / "keys")
    times, bare = [], []
    for number in range(300):
        began = time.perf_counter()
        page = store.stage(b"item %d" % number)
        store.commit(_act(), objects=[page])
        times.append((time.perf_counter() - began) * 1000)
        bare.append(_bare_flush(place / "bare"))
    store.close()
    times.sort()
    bare.sort()
    print(
        f"one acknowledged item: p50 {times[150]:.2f} ms, p99 {times[297]:.2f} ms "
        f"(bar 2 and 50 on an idle disk); one bare fsync of 400 bytes: p50 "
        f"{bare[150]:.2f} ms, p99 {bare[297]:.2f} ms; an item flushes six times and "
        f"costs {times[150] / bare[150]:.1f} of them"
    )


def _bare_flush(path: Path) -> float:
    """Append and flush, nothing else: what the disk costs just now, in ms."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, b"x" * 400)
    began = time.perf_counter()
    os.fsync(handle)
    taken = (time.perf_counter() - began) * 1000
    os.close(handle)
    return taken


def _opened(place: Path) -> str:
    """Open the grown log in a program of its own: seconds, and peak memory."""
    code = (
        "import resource, sys, time; from pathlib import Path\n"
        "from firsthand.store import open_store\n"
        "place, began = Path(sys.argv[1]), time.perf_counter()\n"
        "open_store(place / 'many', keys_folder=place / 'keys')\n"
        "taken = time.perf_counter() - began\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "print(f'{taken:.2f} s, peak memory {peak} MiB')"
    )
    command = [sys.executable, "-c", code, str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _many(place: Path, entries: int) -> None:
    """Grow a log by naming one object again and again: the log is what is measured."""
    store = create_store(place / "many", keys_folder=place / "keys")
    page = store.stage(b"the same page")
    store.commit(_act(), objects=[page])
    again = store.stage(b"the same page")
    began = time.perf_counter()
    while (size := store.checkpoints()[-1][0]) < entries:
        store.commit(_act(), objects=[again] * min(50_000, entries - size))
    print(f"{size} entries in {time.perf_counter() - began:.1f} s")
    store.close()
    for what in ("again", "with nothing remembered", "again"):
        if what != "again":
            (place / "many" / "log" / "tile" / "full-files").unlink(missing_ok=True)
        print(f"open {what} at {size} entries: {_opened(place)} (bar 2 s)")
    store = open_store(place / "many", keys_folder=place / "keys")
    chance = random.Random(2)  # noqa: S311  any entries
    times = []
    for _ in range(100):
        seq = chance.randrange(size)
        began = time.perf_counter()
        store.proof(seq)
        times.append((time.perf_counter() - began) * 1000)
    print(f"one proof: p50 {statistics.median(times):.2f} ms (bar 10)")
    store.close()


if __name__ == "__main__":
    sys.exit(main())
