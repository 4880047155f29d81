"""Keeping a case: second copies, restoring from them, reading every byte again.

When the whole evidence was last read is kept beside the case (`.work/`): derived,
never evidence, and true of this machine alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from firsthand.casework.case import Case, find_case
from firsthand.casework.verifying import verify_case
from firsthand.custody.audit import AuditReport
from firsthand.custody.keys import default_keys_folder, key_path
from firsthand.custody.log import Log
from firsthand.errors import IntegrityError, UserError
from firsthand.settings import CASE_FILE
from firsthand.store.backup import BackupReport, copy_store

Tell = Callable[[str], None]
_FOR_PEOPLE = ("reference",)
_STALE_DAYS = 7


def backup_case(
    case_folder: Path, target: Path, *, full: bool = False, tell: Tell = lambda _: None
) -> BackupReport:
    """Copy a case to a second place, or bring an earlier copy up to date.

    The signing key is not copied: `firsthand keys backup` does that, elsewhere.

    Args:
        case_folder: The case.
        target: Folder of the copy; outside the case.
        full: Also read again what the copy held already.
        tell: Told with a line now and then.

    Raises:
        IntegrityError: The case is not whole, or does not extend the copy.
        UserError: The target lies in the case or holds something else.
    """
    if target.resolve().is_relative_to(case_folder.resolve()):
        raise UserError(f"{target} lies in the case: a copy there is lost with it")
    if target.exists() and any(target.iterdir()) and not (target / CASE_FILE).is_file():
        raise UserError(f"{target}: is not empty and not a copy of a case")
    target.mkdir(parents=True, exist_ok=True)
    _copy_for_people(case_folder, target)
    report = copy_store(
        case_folder / "store", target / "store", full=full, progress=tell
    )
    _note(case_folder, "last-backup", {"size": report.size})
    return report


def restore_case(copy: Path, folder: Path, *, tell: Tell = lambda _: None) -> str:
    """Make a case from its copy, every byte read and compared.

    Returns:
        What the person must know: whether it can be written to here.

    Raises:
        IntegrityError: The copy is not whole; names the file.
        UserError: The folder is not free, or the copy is none.
    """
    if not (copy / CASE_FILE).is_file():
        raise UserError(f"{copy}: is not a copy of a case: it has no {CASE_FILE}")
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder} is not empty; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    _copy_for_people(copy, folder)
    try:
        copy_store(copy / "store", folder / "store", full=True, progress=tell)
    except IntegrityError as error:
        shutil.rmtree(folder)  # it was free: nothing of anybody's lies there
        raise IntegrityError(
            f"{error}. Nothing was restored: take another copy, or bring that file "
            "back from one"
        ) from error
    log = Log(folder / "store" / "log")
    log.catch_up()
    path = key_path(log.signing_key(), default_keys_folder())
    if path.is_file():
        return "The signing key is on this machine: work can go on."
    return (
        f"Readable, not writable: the signing key {path} is not on this machine. Bring "
        "it back from its own backup; if it is lost for good: firsthand keys adopt"
    )


def _copy_for_people(case_folder: Path, target: Path) -> None:
    shutil.copyfile(case_folder / CASE_FILE, target / CASE_FILE)
    for name in _FOR_PEOPLE:
        if (case_folder / name).is_dir():
            shutil.copytree(case_folder / name, target / name, dirs_exist_ok=True)


# --- reading every byte --------------------------------------------------------------


def read_fully(
    case_folder: Path,
    *,
    is_resumed: bool = False,
    receipts: tuple[str, ...] = (),
    tell: Tell = lambda _: None,
) -> AuditReport:
    """Check a case, every byte, and note when that was done.

    Args:
        case_folder: The case.
        is_resumed: Go on where an earlier look was stopped, if that is under a week
            old: objects found good then are not read again.
        receipts: Signed checkpoints kept outside, which the log must still extend.
        tell: Told with a line now and then.
    """
    work = find_case(case_folder) / ".work"
    with contextlib.suppress(OSError):
        work.mkdir(exist_ok=True)
    progress = work / "reading"
    hashed = _already(progress) if is_resumed else set()
    with contextlib.ExitStack() as stack:
        try:
            # By the line: what a look found good is known even if it is killed.
            how = "a" if hashed else "w"
            file = stack.enter_context(progress.open(how, buffering=1))
        except OSError:
            report = verify_case(case_folder, receipts=receipts, tell=tell)
        else:
            report = verify_case(
                case_folder,
                receipts=receipts,
                tell=tell,
                hashed=hashed,
                note_good=lambda name: print(name, file=file),
            )
    progress.unlink(missing_ok=True)
    _note(
        case_folder,
        "last-read",
        {"problems": len(report.problems), "entries": report.entries},
    )
    return report


def _already(progress: Path) -> set[str]:
    try:
        age = dt.datetime.now().timestamp() - progress.stat().st_mtime  # noqa: DTZ005  a difference
        lines = progress.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return set(lines[:-1]) if age < _STALE_DAYS * 86_400 else set()


def last_read_in_words(case: Case) -> str:
    """Say when every byte was last read here, and when it was last copied."""
    read, copied = (_noted(case.folder, name) for name in ("last-read", "last-backup"))
    if read is None:
        said = "never fully read here. Next: firsthand verify"
    else:
        good = "all good" if not read["problems"] else f"{read['problems']} PROBLEMS"
        said = f"last fully read on {read['at']}: {good}"
    where = "no backup made here" if copied is None else f"backup {copied['at']}"
    return f"{said}; {where}"


def _note(case_folder: Path, name: str, what: dict[str, Any]) -> None:
    at = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    with contextlib.suppress(OSError):  # a case on a read-only disk can be read too
        (case_folder / ".work").mkdir(exist_ok=True)
        path = case_folder / ".work" / f"{name}.json"
        path.write_bytes(msgspec.json.encode({"at": at, **what}))


def _noted(case_folder: Path, name: str) -> dict[str, Any] | None:
    try:
        path = case_folder / ".work" / f"{name}.json"
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.MsgspecError):
        return None
    return found if isinstance(found.get("at"), str) else None
