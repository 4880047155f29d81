"""Folders: which files to take in, in an order that does not change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from firsthand.capture.names import shown_name
from firsthand.errors import UserError
from firsthand.model import Value


class Listing(Value, frozen=True, kw_only=True):
    """The files of a folder.

    Attributes:
        paths: Files to take in, sorted by their path's bytes.
        notices: What was left out, and why.
    """

    paths: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def files(self) -> tuple[Path, ...]:
        """Return the paths as `Path`."""
        return tuple(Path(path) for path in self.paths)


def list_folder(folder: Path, *, leave_out: tuple[Path, ...] = ()) -> Listing:
    """List the files of a folder and of all folders in it.

    Hidden files, links that lead out of the folder or nowhere, and things that are no
    file are left out with a notice.

    Args:
        folder: The folder.
        leave_out: Files that are not material (the sheet), left out with a notice.

    Raises:
        UserError: It is no folder, or cannot be read.
    """
    if not folder.is_dir():
        raise UserError(f"{shown_name(str(folder))}: is no folder")
    kept: list[Path] = []
    notices: list[str] = []
    not_material = {path.resolve() for path in leave_out}
    for path in _every(folder):
        why = _why_not(path, folder, not_material)
        if why is None:
            kept.append(path)
        else:
            notices.append(f"{shown_name(str(path.relative_to(folder)))}: {why}")
    return Listing(paths=tuple(str(path) for path in kept), notices=tuple(notices))


def _every(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise UserError(
            f"{shown_name(str(folder))}: cannot be listed: {error.strerror}"
        ) from error
    for entry in entries:
        path = folder / entry.name
        is_hidden = entry.name.startswith(".")
        if entry.is_dir(follow_symlinks=False) and not is_hidden:
            yield from _every(path)
        else:
            yield path


def _why_not(path: Path, folder: Path, not_material: set[Path]) -> str | None:
    if path.name.startswith("."):
        return "hidden; left out"
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(folder.resolve()):
            return "a link that leads out of the folder; left out"
        if target.is_dir():
            return "a link to a folder; left out"
    if not path.is_file():
        return "no file; left out"
    if path.resolve() in not_material:
        return "the sheet itself; left out"
    return None
