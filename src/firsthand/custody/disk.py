"""Whether the disk below a folder is encrypted, as far as this machine says.

Linux alone: the device of the folder and those it is made of are followed through
/sys to a layer of dm-crypt. Anything else (another system, a network, overlays) is
unknown, never "yes".
"""

from __future__ import annotations

import os
from pathlib import Path

_SYS = Path("/sys/dev/block")
_DEEPEST = 8


def is_disk_encrypted(folder: Path, *, blocks: Path = _SYS) -> bool | None:
    """Say whether a folder lies on an encrypted disk.

    Args:
        folder: The folder; it must exist.
        blocks: Where the machine tells of block devices, by number.

    Returns:
        True = below it is a layer of encryption; False = there is a disk and no such
        layer; None = unknown.
    """
    try:
        device = folder.stat().st_dev
    except OSError:
        return None
    found = blocks / f"{os.major(device)}:{os.minor(device)}"
    return _is_encrypted(found, _DEEPEST) if found.is_dir() else None


def _is_encrypted(device: Path, deepest: int) -> bool:
    try:
        kind = (device / "dm" / "uuid").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        kind = ""
    if kind.startswith("CRYPT-"):
        return True
    try:
        below = list((device / "slaves").iterdir()) if deepest else []
    except OSError:
        below = []
    # Of a set of disks every one must be encrypted.
    return bool(below) and all(_is_encrypted(one, deepest - 1) for one in below)
