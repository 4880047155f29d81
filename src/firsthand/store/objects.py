"""Objects: bytes named by their SHA-256, written once, never altered.

Staging hashes what the source sends as it arrives. Sealing flushes the bytes, gives
them their name with `link` (which cannot overwrite) and flushes the names, in that
order. Format: F001. Invariants: I1, I2, I12.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.custody import durable
from firsthand.errors import EvidenceError, IntegrityError, SourceError
from firsthand.model import Sha256
from firsthand.store.protocol import StagedObject

CHUNK_BYTES = 1 << 20
MAX_OBJECT_BYTES = 64 << 30  # house: one file of evidence; a bomb ends here
_RESERVE_BYTES = 1 << 30  # never fill the disk to its last gibibyte ...
_RESERVE_SHARE = 20  # ... or, on small disks, to its last twentieth
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class ObjectFolder:
    """The objects of one store, with its staging area."""

    def __init__(self, store: Path, *, max_bytes: int = MAX_OBJECT_BYTES) -> None:
        """Take the STORE folder and the largest object to accept."""
        self._store = store
        self._folder = store / "objects" / "sha256"
        self._prefix = f"{self._folder}/"
        self._tmp = store / "tmp"
        self._tmp_prefix = f"{self._tmp}/"
        self._max_bytes = max_bytes
        self._waiting: set[str] = set()

    def path(self, sha256: Sha256) -> Path:
        """Return where an object lies, or would lie."""
        return Path(self._name(sha256))

    def _name(self, sha256: Sha256) -> str:
        # As text: a commit asks for many, and making paths of them costs time.
        return f"{self._prefix}{sha256[:2]}/{sha256}"

    def holds(self, sha256: Sha256) -> bool:
        """Say whether there is an object of that name."""
        return os.path.isfile(self._name(sha256))  # noqa: PTH113  see _name

    # --- reading -----------------------------------------------------------------

    def read(self, sha256: Sha256) -> bytes:
        """Read an object whole and check its digest.

        Raises:
            EvidenceError: It is not held or not readable.
            IntegrityError: Its bytes do not have that digest.
        """
        with self.open(sha256) as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise IntegrityError(
                f"{self.path(sha256)}: is altered: its bytes do not have the digest "
                "that names it; restore it from a backup"
            )
        return data

    def open(self, sha256: Sha256) -> BinaryIO:
        """Open an object as a stream.

        Raises:
            EvidenceError: It is not held or not readable.
        """
        try:
            return self.path(sha256).open("rb")
        except OSError as error:
            raise EvidenceError(f"{self.path(sha256)}: {error.strerror}") from error

    # --- staging -----------------------------------------------------------------

    def stage(self, data: bytes | BinaryIO, entry_type: str) -> StagedObject:
        """Write bytes to the staging area, hashing them as they arrive.

        Raises:
            SourceError: The stream broke or is too large.
            IntegrityError: The store holds an object of this name with other bytes.
            OSError: The disk is full or refuses.
        """
        self._keep_reserve(len(data) if isinstance(data, bytes) else 0)
        tmp = f"{self._tmp_prefix}{os.getpid()}-{secrets.token_hex(8)}"
        try:
            sha256, size = self._write(tmp, _chunks(data))
        except BaseException:
            _remove(tmp)
            raise
        if not self.holds(sha256):
            self._waiting.add(tmp)
            return StagedObject(
                sha256=sha256, size_bytes=size, path=tmp, entry_type=entry_type
            )
        self._compare(sha256, tmp)
        _remove(tmp)
        return StagedObject(
            sha256=sha256, size_bytes=size, path=None, entry_type=entry_type
        )

    def _write(self, tmp: str, chunks: Iterable[bytes]) -> tuple[Sha256, int]:
        digest, size = hashlib.sha256(), 0
        handle = os.open(tmp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > self._max_bytes:
                    raise SourceError(
                        f"is larger than the limit of {self._max_bytes} bytes"
                    )
                digest.update(chunk)
                durable.write_all(handle, chunk)
        finally:
            os.close(handle)
        return Sha256(digest.hexdigest()), size

    def _keep_reserve(self, size: int) -> None:
        disk = os.statvfs(self._store)
        reserve = min(_RESERVE_BYTES, disk.f_frsize * disk.f_blocks // _RESERVE_SHARE)
        if disk.f_bavail * disk.f_frsize < size + reserve:
            raise OSError(errno.ENOSPC, "the disk is almost full", str(self._store))

    def _compare(self, sha256: Sha256, tmp: str) -> None:
        # The same name must be the same bytes; if not, both are kept (I1).
        with self.path(sha256).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found == sha256:
            return
        kept = self._store / "quarantine" / f"{sha256}.good-copy"
        Path(tmp).rename(kept)
        raise IntegrityError(
            f"{self.path(sha256)}: is altered; a good copy of the same bytes was just "
            f"offered and is kept as {kept}"
        )

    # --- sealing -----------------------------------------------------------------

    def seal(self, staged: Iterable[StagedObject]) -> None:
        """Make objects durable: bytes, names, in that order (I2, a and b).

        Raises:
            EvidenceError: A staged file is gone, or an object is not held.
            IntegrityError: An object of the same name has other bytes.
            OSError: The disk is full or refuses.
        """
        given = list(staged)
        durable.flush_all(self._store, self.name(given))
        self.clear(given)

    def name(self, staged: Iterable[StagedObject]) -> list[str]:
        """Flush the bytes of objects, then give them their names (I2, a).

        An object that is held already is flushed again: a writer that was stopped
        may have left it unflushed.

        Returns:
            The folders that hold the names: to be flushed before anything is
            acknowledged (I2, b). Then `clear`.

        Raises:
            EvidenceError: A staged file is gone, or an object is not held.
            IntegrityError: An object of the same name has other bytes.
            OSError: The disk is full or refuses.
        """
        wanted = {one.sha256: one for one in staged}.values()
        fresh: list[tuple[str, Sha256]] = []
        held: list[str] = []
        for one in wanted:
            if one.path is not None and os.path.isfile(one.path):  # noqa: PTH113  see _name
                fresh.append((one.path, one.sha256))
            elif self.holds(one.sha256):
                held.append(self._name(one.sha256))
            else:
                gone = one.path or one.sha256
                raise EvidenceError(f"{gone}: is gone since it was staged; stage again")
        durable.flush_all(self._store, [*(tmp for tmp, _ in fresh), *held])
        for tmp, sha256 in fresh:
            self._give_name(tmp, sha256)
        return sorted({f"{self._prefix}{one.sha256[:2]}" for one in wanted})

    def clear(self, staged: Iterable[StagedObject]) -> None:
        """Remove the staging names of objects that have their own."""
        self._forget(one.path for one in staged if one.path is not None)

    def discard_unsealed(self) -> None:
        """Remove what this handle staged and never sealed."""
        self._forget(list(self._waiting))

    def forget(self, staged: StagedObject) -> None:
        """Remove bytes that were staged and are not wanted."""
        if staged.path is not None:
            self._forget([staged.path])

    def remove(self, names: Iterable[str]) -> int:
        """Remove objects that an entry of the log says were erased (I10).

        The name goes, and is flushed. What a disk still keeps of the bytes (flash,
        journals, snapshots) is out of our reach: `docs/threat-model.md` says so.

        Returns:
            How many were still there.
        """
        folders, removed = set(), 0
        for name in names:
            path = self.path(Sha256(name))
            if not path.is_file():
                continue
            path.unlink()
            folders.add(path.parent)
            removed += 1
        durable.flush_all(self._store, sorted(folders))
        return removed

    def _forget(self, staged: Iterable[str]) -> None:
        for tmp in staged:
            _remove(tmp)
            self._waiting.discard(tmp)

    def _give_name(self, tmp: str, sha256: Sha256) -> None:
        try:
            os.link(tmp, self._name(sha256))
        except FileExistsError:
            self._compare(sha256, tmp)
        except OSError as error:
            self._give_name_otherwise(tmp, sha256, error)

    def _give_name_otherwise(self, tmp: str, sha256: Sha256, error: OSError) -> None:
        path = self.path(sha256)
        if isinstance(error, FileNotFoundError):
            if path.parent.is_dir():
                raise error
            # Empty folders do not survive every copy of a store.
            path.parent.mkdir(parents=True, exist_ok=True)
            durable.flush_folder(path.parent.parent)
            self._give_name(tmp, sha256)
        elif error.errno not in _NO_LINKS or path.exists():
            raise error
        else:
            Path(tmp).rename(path)  # a filesystem without links: exFAT, SMB

    # --- leftovers ---------------------------------------------------------------

    def discard_leftovers(self) -> int:
        """Remove staged files of programs that are gone; the caller holds the lock.

        Returns:
            How many were removed.
        """
        boot, removed = _boot_time(), 0
        for path in self._tmp.iterdir() if self._tmp.is_dir() else ():
            owner = path.name.partition("-")[0]
            if not owner.isdigit():
                continue
            if path.stat().st_mtime < boot or not _is_alive(int(owner)):
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _chunks(data: bytes | BinaryIO) -> Iterator[bytes]:
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except (OSError, ValueError, EOFError) as error:
            raise SourceError(f"could not be read to its end: {error}") from error
        if not chunk:
            return
        yield chunk


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  as text, see _name


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _boot_time() -> float:
    # 0 = unknown, so that age alone removes nothing.
    try:
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return time.time() - uptime
