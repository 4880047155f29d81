"""The one place that flushes to disk: files, folders, whole filesystems.

On Linux `syncfs` (which reports write errors since 5.8) flushes a batch in one call;
elsewhere each file and folder is flushed on its own. On macOS a flush is F_FULLFSYNC,
since fsync there leaves data in the drive's cache. Invariants: I2, I12.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import functools
import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

_SYNCFS_REPORTS_ERRORS_SINCE = (5, 8)
_FEW = 8  # house: up to here one by one, so as not to wait for other programs' data


def flush_file(handle: int) -> None:
    """Flush one open file, data and size, to the disk itself.

    Raises:
        OSError: If the disk refuses; the caller must not try again (I12).
    """
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as error:
            # Network and some removable volumes know no such call; others failed.
            if error.errno not in {errno.ENOTSUP, errno.EINVAL, errno.ENOTTY}:
                raise
            os.fsync(handle)
    else:
        os.fsync(handle)


def flush_path(path: Path) -> None:
    """Flush a file by its path.

    Raises:
        OSError: If the disk refuses.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        flush_file(handle)
    finally:
        os.close(handle)


flush_folder = flush_path


def flush_all(folder: Path, paths: Iterable[Path | str]) -> None:
    """Flush many files or folders that live on the filesystem of `folder`.

    One `syncfs` where the system has one that reports errors, else one by one.

    Raises:
        OSError: If the disk refuses.
    """
    wanted = list(paths)
    syncfs = _syncfs()
    if syncfs is None or len(wanted) <= _FEW:
        _flush_each(wanted)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _flush_each(paths: Sequence[Path | str]) -> None:
    # All are on their way to the disk before the first is waited for: a journal then
    # takes them in one commit, and the later waits are short.
    handles: list[int] = []
    try:
        handles.extend(os.open(path, os.O_RDONLY) for path in paths)
        for handle in handles[1:]:
            _start_writing(handle)
        for handle in handles:
            flush_file(handle)
    finally:
        for handle in handles:
            os.close(handle)


def _start_writing(handle: int) -> None:
    # A hint and no more: what it cannot do, the flush does. (On Linux this advice
    # starts the writing of what is not written yet.)
    with contextlib.suppress(AttributeError, OSError):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


@functools.cache
def _syncfs() -> Callable[[int], int] | None:
    version = re.match(r"(\d+)\.(\d+)", platform.release())
    if sys.platform != "linux" or version is None:
        return None
    if (int(version[1]), int(version[2])) < _SYNCFS_REPORTS_ERRORS_SINCE:
        return None
    library = ctypes.CDLL(None, use_errno=True)
    found: Callable[[int], int] | None = getattr(library, "syncfs", None)
    return found


def write_all(handle: int, data: bytes | memoryview) -> None:
    """Write every byte, going on after short writes.

    Raises:
        OSError: If the disk is full or refuses, or takes nothing without saying why.
    """
    left = memoryview(data)
    while left:
        taken = os.write(handle, left)
        if taken == 0:
            raise OSError(errno.EIO, "the disk takes no more bytes")
        left = left[taken:]


def write_new(path: Path, data: bytes, mode: int = 0o440) -> None:
    """Write a file that must not exist yet, and flush it and its folder.

    Raises:
        FileExistsError: If it exists: nothing is ever overwritten (I1).
        OSError: If the disk is full or refuses.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        write_all(handle, data)
        flush_file(handle)
    finally:
        os.close(handle)
    flush_folder(path.parent)


def append(path: Path, data: bytes) -> None:
    """Append to a file and flush it; the folder too if the file is new.

    Raises:
        OSError: If the disk is full or refuses.
    """
    flush_all(path.parent, append_unflushed(path, data))


def append_unflushed(path: Path, data: bytes) -> list[Path]:
    """Append to a file; what is left to flush: it, and its folder if it is new.

    Raises:
        OSError: If the disk is full or refuses.
    """
    flags, is_new = os.O_WRONLY | os.O_APPEND, False
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        is_new = True
        handle = os.open(path, flags | os.O_CREAT, 0o640)
    try:
        write_all(handle, data)
    finally:
        os.close(handle)
    return [path, path.parent] if is_new else [path]
