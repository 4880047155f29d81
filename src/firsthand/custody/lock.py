"""One writer at a time: a lock on a file of the log, held for one commit.

`flock` belongs to the open file, so that two handles in one program exclude each
other as two programs do, and the kernel frees it when its holder dies. Invariant: I5.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from firsthand.errors import CaseBusyError

_PAUSE_S = 0.01
_SAID_CHARS = 40  # two numbers


class CaseLock:
    """A context manager that holds the lock file of a store."""

    def __init__(self, path: Path, wait_s: float) -> None:
        """Take the lock file and how long to wait for it, in seconds."""
        self._path = path
        self._wait_s = wait_s
        self._handle: int | None = None

    def __enter__(self) -> Self:
        """Wait for the lock.

        Raises:
            CaseBusyError: If somebody held it all the time; says which process.
            OSError: If the lock file cannot be opened for writing.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            self._wait_for(handle)
            # As long each time: cutting the file first would cost a tenth of a commit.
            said = f"{os.getpid()} {int(time.time())}".ljust(_SAID_CHARS)
            os.pwrite(handle, f"{said}\n".encode(), 0)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _wait_for(self, handle: int) -> None:
        deadline = time.monotonic() + self._wait_s
        while not _is_taken(handle):
            if time.monotonic() >= deadline:
                raise CaseBusyError(self._who_holds(handle))
            time.sleep(_PAUSE_S)

    def _who_holds(self, handle: int) -> str:
        pid, _, since = (
            os.pread(handle, 64, 0).decode("ascii", "replace").partition(" ")
        )
        held = ""
        if since.strip().isdigit():
            held = f" (process {pid}, for {max(0, int(time.time()) - int(since))} s)"
        return (
            f"{self._path.parent.parent}: another program{held} is writing to this "
            f"case and did not finish within {self._wait_s:g} s; wait for it, or end it"
        )


def _is_taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
