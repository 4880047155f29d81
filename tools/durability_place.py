"""Where a durability test works and leaves nothing behind: part of durability.py.

A place is a folder `durability-PID-...` of the system's temporary folder. It goes when
the work ends, also by an interruption (INT, TERM, HUP); what a killed run left is
removed by the next one, which asks whether that PID still lives.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_NAME = "durability-"


@contextlib.contextmanager
def a_place() -> Iterator[Path]:
    """Make a folder to work in; unmount what is mounted in it, and remove it, after."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-"))
    try:
        yield folder
    finally:
        _remove(folder)


def stop_cleanly() -> None:
    """Turn a request to stop into an exit that passes through every `finally`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def clear_left() -> None:
    """Remove the places of runs that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        owner = folder.name.removeprefix(_NAME).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            _remove(folder)
            print(f"removed {folder}, left by a run that was killed", file=sys.stderr)


def said_by(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for a program; if we are stopped meanwhile, it and its own stop first.

    Args:
        process: A program that leads a session of its own.

    Returns:
        Its standard output and standard error.
    """
    try:
        return process.communicate()
    except BaseException:
        end(process)
        raise


def end(process: subprocess.Popen[str]) -> None:
    """Kill a program that leads a session of its own, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's: alive
    return True


def _remove(folder: Path) -> None:
    for line in reversed(_mounts()):
        if line.startswith(f"{folder}/"):
            command = ("umount", "-l", line)
            subprocess.run(command, check=False, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        print(f"could not remove {folder}", file=sys.stderr)


def _mounts() -> list[str]:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return []
    return [line.split()[1] for line in mounts.read_text().splitlines()]
