"""The list of items beside mapped files: one line an item, written last.

Method: M077. A cache that is only appended to: what a crash left without its line is
written over, and lines of another version are let go. A process that is killed loses
nothing. After a loss of power only what was flushed is believed: which boot of the
machine wrote the rest is noted beside the list, and what it speaks of is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class ItemLines:
    """The lines of one list, taken in order as long as they are whole and follow."""

    def __init__(self, path: Path, version: str) -> None:
        """Name the file, and how what it lists is made."""
        self._path = path
        self._mark = path.with_suffix(".flushed")
        self._header = json.dumps({"version": version}).encode() + b"\n"
        self._n_bytes = -1
        self._is_flushed = True

    def load(self, take: Callable[[Line], bool]) -> None:
        """Take line by line; what is torn, or refused, and all behind it is let go.

        Args:
            take: Given a line; says whether it follows on those before it. What it
                raises of ValueError, KeyError, TypeError is a refusal.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        raw = self._path.read_bytes() if self._path.exists() else b""
        boot, n_flushed = self._read_mark()
        if boot is None or boot != boot_id():
            raw = raw[:n_flushed]
        good = 0
        if raw.startswith(self._header):
            good = len(self._header)
            for line in raw[good:].splitlines(keepends=True):
                if not line.endswith(b"\n") or not _is_taken(line, take):
                    break
                good += len(line)
        if good == 0:
            self._path.write_bytes(self._header)
        elif good < size_of(self._path):
            os.truncate(self._path, good)
        self._n_bytes = size_of(self._path)
        if boot != boot_id() or good < n_flushed:
            self._write_mark(min(good, n_flushed))
        self._is_flushed = n_flushed >= self._n_bytes

    @property
    def is_mine(self) -> bool:
        """Say whether nobody added to the file since, or deleted it."""
        return size_of(self._path) == self._n_bytes

    def append(self, line: Line) -> None:
        """Add a line: what it speaks of lies in its file already."""
        with self._path.open("ab") as file:
            file.write(json.dumps(line).encode() + b"\n")
            self._n_bytes = file.tell()
        self._is_flushed = False

    def flush(self, paths: Iterable[Path]) -> None:
        """Bring the list, and first the files that it speaks of, safely to the disk."""
        if self._is_flushed or not self.is_mine:
            return
        for path in (*paths, self._path):
            _flush(path)
        self._write_mark(self._n_bytes)
        self._is_flushed = True

    def _read_mark(self) -> tuple[str | None, int]:
        try:
            mark = json.loads(self._mark.read_bytes())
            return str(mark["boot"]), int(mark["bytes"])
        except (OSError, ValueError, KeyError, TypeError):
            return None, 0

    def _write_mark(self, n_flushed: int) -> None:
        new = self._mark.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps({"boot": boot_id(), "bytes": n_flushed}))
        _flush(new)
        new.replace(self._mark)
        _flush(self._mark.parent)


def boot_id() -> str | None:
    """Return what names this run of the machine; None = it has no name here."""
    with contextlib.suppress(OSError):
        return _BOOT.read_text().strip()
    return None


def _is_taken(raw: bytes, take: Callable[[Line], bool]) -> bool:
    try:
        return take(json.loads(raw))
    except (ValueError, KeyError, TypeError):
        return False


def _flush(path: Path) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_at(path: Path, at: int, content: bytes) -> None:
    """Write into a file at a place; what lay there is written over."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        os.pwrite(handle, content, at)
    finally:
        os.close(handle)


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 = it is not there."""
    return path.stat().st_size if path.exists() else 0
