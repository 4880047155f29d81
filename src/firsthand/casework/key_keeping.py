"""Signing keys of a case: what there are, a copy elsewhere, a change, a loss.

Format: F004. Invariant: I7.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from firsthand.casework.case import TOOL, Case, store_of
from firsthand.custody.durable import flush_folder, write_new
from firsthand.custody.keys import default_keys_folder, key_path, load_key
from firsthand.errors import UserError
from firsthand.model import Operator, OperatorId
from firsthand.store import Act, EmbeddedStore


def key_lines(store: EmbeddedStore) -> Iterator[str]:
    """Tell each key of the log: its text, since when, whether it signs, where it is."""
    gone = {key.vkey(): seq for seq, key in store.retired_keys()}
    adopted = store.adopted_keys()
    for added, key in store.public_keys():
        until = gone.get(key.vkey())
        state = "signs now" if until is None else f"signed until entry {until}"
        how = " ADOPTED: no earlier key vouches for it." if key in adopted else ""
        has = load_key(key, default_keys_folder()) is not None
        where = "private half on this machine" if has else "private half not here"
        yield f"{key.key_id.hex()}  from entry {added}, {state}; {where}.{how}"
        yield f"    {key.vkey()}"


def backup_key(case: Case, folder: Path) -> Path:
    """Copy the private half of the signing key into a folder, mode 0600.

    It is not encrypted: keep the folder on a medium that is, away from the case.

    Raises:
        UserError: The key is not here, the folder lies in the case, or the copy is
            there already.
    """
    key = store_of(case).public_keys()[-1][1]
    source = key_path(key, default_keys_folder())
    if load_key(key, default_keys_folder()) is None:
        raise UserError(f"{source} is not on this machine: there is nothing to copy")
    if folder.resolve().is_relative_to(case.folder.resolve()):
        raise UserError(
            f"{folder} lies in the case: whoever gets the case must not get the key"
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / source.name
    try:
        write_new(path, source.read_bytes(), 0o600)
    except FileExistsError as error:
        raise UserError(f"{path} is there already; nothing was overwritten") from error
    os.chmod(path, 0o600)  # noqa: PTH101  whatever the umask was
    flush_folder(folder)
    return path


def rotate(case: Case, because: str | None) -> str:
    """Let a new key sign from here on; returns its text.

    Raises:
        UserError: No reason was given, or the present key is not here.
    """
    with case.writing():
        act = case.act("rotate-key", because=_reason(because), summary="new key")
        return store_of(case).rotate_key(act).vkey()


def adopt(case: Case, because: str | None) -> str:
    """Go on with a new key where the present one is lost; returns its text.

    Raises:
        UserError: No reason was given, or the present key is here.
    """
    with case.writing():
        # Nothing can be signed yet, so an unknown person cannot be entered first.
        known = {item.label: item.id for item in case.store.every(Operator)}
        act = Act(
            kind="adopt-key",
            by=OperatorId(known.get(case.settings.operator, "unknown")),
            tool=TOOL,
            because=_reason(because),
            summary="the signing key was lost; a new one goes on",
        )
        return store_of(case).adopt_key(act).vkey()


def _reason(because: str | None) -> str:
    if not because or not because.strip():
        raise UserError('say why: --because "..."; the log keeps it')
    return because
