"""A disk that refuses, interrupts, writes half, is full: part of tools/durability.py.

EVIDENCE test C3. Every call of a work on the store fails once with each error, and from
there on with each; then every write of the program is cut short by a shim of its own;
then a small disk is filled to the last page with the page on which it runs out moved
through the whole of an act. Each time: what was acknowledged is there with its bytes,
the message names the cause, the handle that failed writes no more, the store opens,
verifies and takes more in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import durability_place  # beside this file

ERRORS = {
    "ENOSPC": "No space left on device",
    "EDQUOT": "Disk quota exceeded",
    "EIO": "Input/output error",
    "EINTR": "Interrupted system call",
}
# SQLite and openssl have words of their own for the same.
_OTHER_WORDS = ("disk I/O error", "database or disk is full", "unable to open database")
# Runs a work, tells its error, and then tries to write on with the same handle.
RUNNER = """
import sys
from firsthand.errors import FirsthandError
from firsthand.store import Act
names = {"__name__": "work"}
try:
    exec(compile(sys.argv[3], "work", "exec"), names)
except (FirsthandError, OSError) as error:
    print("ERROR", type(error).__name__, " ".join(str(error).split()), flush=True)
    case = names.get("case")
    store = names.get("store") or (case and case.store)
    if store is not None and "Nothing acknowledged is lost" in str(error):
        try:
            store.commit(Act(kind="after", by="op_1", tool="test/1"))
            print("WROTE ON", flush=True)
        except FirsthandError:
            pass
    sys.exit(1)
"""
# Cuts every write to a file in half, as a kernel may at any time: only ever shorter.
SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>
static size_t half(int fd, size_t n) {
  struct stat of;
  return n > 1 && fstat(fd, &of) == 0 && S_ISREG(of.st_mode) ? n / 2 : n;
}
ssize_t write(int fd, const void *data, size_t n) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  return real(fd, data, half(fd, n));
}
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  return real(fd, data, half(fd, n), at);
}
"""
FULL = """
import os, subprocess, sys
from pathlib import Path
from firsthand.errors import FirsthandError
from firsthand.model import Source
from firsthand.store import Act, create_store, open_store
from firsthand.store.objects import ObjectFolder

def act(kind): return Act(kind=kind, by="op_1", tool="test/1")

def fill(ballast, pages):
    # Everything but so many pages: another program took the rest.
    handle = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(handle, bytes(4096)):
            pass
    except OSError:
        size = os.fstat(handle).st_size
        os.ftruncate(handle, max(0, size // 4096 - pages) * 4096)
    os.close(handle)

# The reserve would refuse before the disk is full: here it is what comes after that.
ObjectFolder._keep_reserve = lambda *_: None
disk, keys, first, last = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])
mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
if subprocess.run(mount, capture_output=True).returncode:
    sys.exit("cannot mount")
create_store(disk / "store", keys_folder=keys).close()
kept, failed = [], 0
where = {}
for number in range(first, last):
    pages = number % 7
    store = open_store(disk / "store", keys_folder=keys)
    said = None
    try:
        if number % 5 == 4:
            fill(disk / "ballast", pages)
        page = store.stage(b"page %d " % number * 1000)
        if number % 5 != 4:
            fill(disk / "ballast", pages)
        source = Source(id=f"S-{number}", name="Outlet " * (300 * (number % 4) + 1))
        store.commit(act("add"), objects=[page], records=[source])
        kept.append((page.sha256, source.id))
    except FirsthandError as error:
        said, failed = str(error), failed + 1
        step = error.__cause__ or error.__context__
        while step is not None and step.__traceback__.tb_next:
            step = step.with_traceback(step.__traceback__.tb_next)
        name = step.__traceback__.tb_frame.f_code.co_name if step else "?"
        where[name] = where.get(name, 0) + 1
        if "space" not in said and "full" not in said:
            print(f"FAULT at {number}: the message names no cause: {said}")
        try:
            store.commit(act("after"))
            print(f"FAULT at {number}: the handle writes on")
        except FirsthandError:
            pass
    store.close()
    try:  # still full: reading must go on
        again = open_store(disk / "store", keys_folder=keys, read_only=True)
        for sha256, _ in kept[-3:]:
            again.read_object(sha256)
        again.close()
    except FirsthandError as error:
        print(f"FAULT at {number}: does not open while full: {error}")
    (disk / "ballast").unlink()
    store = open_store(disk / "store", keys_folder=keys)
    present = {one.id for one in store.every(Source)}
    for sha256, record in kept:
        store.read_object(sha256)
        if record not in present:
            print(f"FAULT at {number}: record {record} is lost")
    store.commit(act("after"))
    for one in store.verify().problems:
        print(f"FAULT at {number}: {one.code} {one.path}: {one.message}")
    store.close()
print("DONE", len(kept), failed, *(f"{name}:{n}" for name, n in where.items()))
"""


def judged(out: str, err: str, code: int, error: str | None) -> Iterator[str]:
    """Yield what is wrong with how a program took a fault.

    Args:
        out: What it printed.
        err: Its standard error.
        code: Its exit code.
        error: The error injected; None = none that may be told.
    """
    if "Traceback" in err:
        yield f"ends without a message of ours: {err.splitlines()[-1]}"
    if "WROTE ON" in out:
        yield "the handle writes on after a failure"
    said = re.search(r"^ERROR \w+ (.*)", out, re.MULTILINE)
    if code == 0 or said is None or error is None:
        return
    if not any(word in said[1] for word in (ERRORS[error], *_OTHER_WORDS)):
        yield f"the message does not name {ERRORS[error]}: {said[1]}"


def made_shim(folder: Path) -> Path | None:
    """Compile the shim that cuts writes short; None = there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    source, shim = folder / "short.c", folder / "short.so"
    source.write_text(SHIM)
    command = [compiler, "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return shim


def fill_a_disk(first: int = 0, last: int = 140) -> tuple[list[str], str]:
    """Run a store on a small disk that runs out at every page of an act.

    Args:
        first: Number of the first act; it has that modulo 7 pages of 4 KiB left.
        last: Of the last, exclusive.

    Returns:
        Faults; and what was done, or why it could not be.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        return [], "skipped: unshare is not installed"
    with durability_place.a_place() as place:
        disk, keys = place / "disk", place / "keys"
        disk.mkdir()
        # A namespace of its own: the small disk is gone with the program.
        whose = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        command = [unshare, *whose, "--mount", sys.executable, "-B", "-c", FULL]
        command += [str(disk), str(keys), str(first), str(last)]
        began = time.monotonic()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if "cannot mount" in done.stderr or "unshare failed" in done.stderr:
            return [], "skipped: mounting is not permitted here"
        faults = [line for line in done.stdout.splitlines() if "FAULT" in line]
        said = re.search(r"^DONE (\d+) (\d+) (.*)", done.stdout, re.MULTILINE)
        if said is None:
            faults.append(f"the program ended: {done.stderr[-300:]}")
            return faults, "ended early"
        taken = time.monotonic() - began
        return faults, (
            f"{last - first} acts with 0 to 6 pages left: {said[1]} acknowledged, "
            f"{said[2]} refused (in {said[3]}), {len(faults)} faults, {taken:.0f} s"
        )


if __name__ == "__main__":
    found, told = fill_a_disk()
    print(told, *found, sep="\n")
