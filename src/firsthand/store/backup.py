"""A second copy of a store: objects by hash, the log append-only, all of it verified.

A backup only ever grows. It is also a witness: a store that no longer extends its own
backup was rolled back, cut or rewritten, and is refused. Order of writing is that of
the store itself: objects, then entries, then checkpoints, so that a backup stopped at
any moment is an earlier state of the case. Format: F013. Invariants: I1, I2, I4, I12.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from firsthand.custody import durable
from firsthand.custody.audit import AuditReport, audit
from firsthand.custody.entry import parse_entry
from firsthand.custody.log import Log, entries_name
from firsthand.errors import EvidenceError, IntegrityError, UserError
from firsthand.model import Sha256

_CHUNK_BYTES = 1 << 20
_BATCH = 256
_DECLARATION = "0=firsthand_store_1.0"


@dataclasses.dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup did.

    Attributes:
        n_copied: Objects copied and read back.
        n_bytes: Their size.
        n_held: Objects that were there already.
        size: Log entries that the copy now holds.
        audit: What the verifier says of the copy; objects that were there already are
            read again only in a full backup.
    """

    n_copied: int
    n_bytes: int
    n_held: int
    size: int
    audit: AuditReport


def copy_store(
    store: Path,
    target: Path,
    *,
    full: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> BackupReport:
    """Bring a copy of a store up to date, or make one.

    Args:
        store: The STORE folder to copy.
        target: The STORE folder of the copy: absent, empty, or an earlier copy.
        full: Also read again what the copy held already.
        progress: Told with a line now and then.

    Raises:
        IntegrityError: The store has a fault, an object is missing or altered, or the
            store does not extend the copy. The copy's log was not touched.
        EvidenceError: The disk refuses.
        UserError: The target holds something else.
    """
    log = Log(store / "log")
    log.catch_up()
    if log.fault is not None:
        raise IntegrityError(f"{log.fault}. The backup was left as it is")
    try:
        _prepare(store, target)
        _refuse_fork(log, target)
        done = _copy_objects(store, target, log, progress)
        _copy_small_files(store, target)
        _extend_log(log, store, target)
    except OSError as error:
        raise EvidenceError(
            f"{error.filename or target}: could not be written: {error.strerror}. The "
            "backup holds an earlier state of the case; mend the cause and go on"
        ) from error
    copied, held, n_bytes = done
    checked = audit(target, hashed=set() if full else held | copied)
    if not checked.is_clean:
        first = checked.problems[0]
        raise IntegrityError(f"the copy is not good: {first.path}: {first.message}")
    return BackupReport(
        n_copied=len(copied),
        n_bytes=n_bytes,
        n_held=len(held),
        size=log.size,
        audit=checked,
    )


def _prepare(store: Path, target: Path) -> None:
    is_ours = (target / _DECLARATION).exists() or (target / "objects").is_dir()
    if target.exists() and any(target.iterdir()) and not is_ours:
        raise UserError(f"{target}: is not empty and not a copy of a case")
    if target.resolve().is_relative_to(store.resolve()):
        raise UserError(f"{target}: lies in the store that it would copy")
    for name in ("objects/sha256", "log", "keys", "quarantine", "tmp", "anchors"):
        (target / name).mkdir(parents=True, exist_ok=True)
    for number in range(256):
        (target / "objects" / "sha256" / f"{number:02x}").mkdir(exist_ok=True)


def _refuse_fork(log: Log, target: Path) -> None:
    # Every checkpoint of the copy must be one of the store's: same size, same bytes.
    theirs = Log(target / "log")
    theirs.catch_up()
    if theirs.fault is not None:
        raise IntegrityError(f"the backup has a fault: {theirs.fault}. Make a new one")
    if theirs.size and dict(log.notes()).get(theirs.size) != theirs.note:
        raise IntegrityError(
            f"{log.folder}: does not extend the backup in {target}, which holds "
            f"{theirs.size} entries: this store was rolled back, cut or rewritten "
            "since, or is another case. Nothing was written; keep the backup"
        )


def _copy_objects(
    store: Path, target: Path, log: Log, progress: Callable[[str], None]
) -> tuple[set[str], set[str], int]:
    copied: set[str] = set()
    held: set[str] = set()
    n_bytes, waiting = 0, []
    _obey_erasures(target, log)
    for name in _named(log):
        goal = target / "objects" / "sha256" / name[:2] / name
        source = store / "objects" / "sha256" / name[:2] / name
        if goal.exists():
            if goal.stat().st_size != _size(source):
                raise IntegrityError(f"{goal}: is damaged; make a new backup elsewhere")
            held.add(name)
            continue
        waiting.append((_copy(source, target, name), goal))
        n_bytes += waiting[-1][0].stat().st_size
        copied.add(name)
        if len(waiting) >= _BATCH:
            _name_all(target, waiting)
            waiting = []
            progress(f"{len(copied)} objects copied, {n_bytes} bytes")
    _name_all(target, waiting)
    for made in copied:
        _read_back(target / "objects" / "sha256" / made[:2] / made)
    return copied, held, n_bytes


def _obey_erasures(target: Path, log: Log) -> None:
    # A copy must not keep what was erased since: a tombstone holds everywhere (I10).
    folders = set()
    for name in log.erased:
        goal = target / "objects" / "sha256" / name[:2] / name
        if goal.is_file():
            goal.unlink()
            folders.add(goal.parent)
    durable.flush_all(target, sorted(folders))


def _named(log: Log) -> Iterator[Sha256]:
    seen: set[str] = set()
    for seq, line in log.lines(0, log.size):
        entry = parse_entry(line, seq)
        for name in (entry.sha256, entry.commit):
            if name is not None and name not in seen and name not in log.erased:
                seen.add(name)
                yield name


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise IntegrityError(
            f"{path}: is missing, and the log names it. The backup's log was left as "
            "it is; restore the object from another copy"
        ) from error


def _copy(source: Path, target: Path, name: str) -> Path:
    _size(source)
    tmp = target / "tmp" / f"{os.getpid()}-{name[:16]}"
    tmp.unlink(missing_ok=True)
    digest = hashlib.sha256()
    out = os.open(tmp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    try:
        with source.open("rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""):
                digest.update(chunk)
                durable.write_all(out, chunk)
    finally:
        os.close(out)
    if digest.hexdigest() != name:
        tmp.unlink()
        raise IntegrityError(
            f"{source}: is altered; it was not copied, and nothing after it"
        )
    return tmp


def _name_all(target: Path, waiting: list[tuple[Path, Path]]) -> None:
    if not waiting:
        return
    durable.flush_all(target, [tmp for tmp, _ in waiting])
    for tmp, goal in waiting:
        tmp.rename(goal)  # nothing is there: see above
    durable.flush_all(target, sorted({goal.parent for _, goal in waiting}))


def _read_back(path: Path) -> None:
    # From the disk, not from memory, where the system lets us say so.
    with path.open("rb") as file:
        with contextlib.suppress(AttributeError, OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != path.name:
        raise IntegrityError(f"{path}: does not read back as it was written")


def _copy_small_files(store: Path, target: Path) -> None:
    for folder in ("keys", "anchors", "quarantine"):
        for path in sorted((store / folder).glob("*")):
            goal = target / folder / path.name
            if path.is_file() and not goal.exists():
                _place(target, goal, path.read_bytes())
    for name in ("README.txt", "verify.py"):
        data = (store / name).read_bytes()
        goal = target / name
        if goal.exists() and goal.read_bytes() == data:
            continue
        _place(target, goal, data)


def _place(target: Path, goal: Path, data: bytes) -> None:
    # Whole or not at all: a half-written file would look like an altered one.
    tmp = target / "tmp" / f"{os.getpid()}-{goal.name}"
    tmp.unlink(missing_ok=True)
    durable.write_new(tmp, data)
    tmp.rename(goal)
    durable.flush_folder(goal.parent)


def _extend_log(log: Log, store: Path, target: Path) -> None:
    for number in range(log.size // log.per_file + 1):
        name = entries_name(number)
        wanted = min(log.size - number * log.per_file, log.per_file)
        if wanted > 0:
            lines = (store / "log" / name).read_bytes().split(b"\n")[:wanted]
            _append_rest(target / "log" / name, b"".join(one + b"\n" for one in lines))
    notes = b"".join(text.encode() + b"\n" for _, text in log.notes())
    _append_rest(target / "log" / "checkpoints", notes)
    declaration = target / _DECLARATION
    if not declaration.exists():
        _place(target, declaration, (store / _DECLARATION).read_bytes())


def _append_rest(path: Path, data: bytes) -> None:
    held = path.read_bytes() if path.exists() else b""
    if not data.startswith(held):
        raise IntegrityError(
            f"{path}: holds what the store does not: the backup was altered, or is one "
            "of another case"
        )
    if len(held) < len(data):
        durable.append(path, data[len(held) :])
