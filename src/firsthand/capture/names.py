"""File names as they may be shown and stored, whatever bytes they are made of."""

from __future__ import annotations

import unicodedata

_LONGEST = 255
# How Python's file system encoding stands for the bytes 0x80 to 0xff.
_UNDECODABLE = frozenset(chr(code) for code in range(0xDC80, 0xDD00))


def shown_name(filename: str) -> str:
    r"""Return a file name that fits a record and one line of a message.

    Args:
        filename: Any string the system gave, undecodable bytes as surrogates.

    Returns:
        The name; control characters, line breaks, direction overrides and
        undecodable bytes written out (`\n`, `\xff`, `\u202e`), at most 255 characters.
    """
    name = "".join(_shown(char) for char in filename) or "(no name)"
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _shown(char: str) -> str:
    if char in _UNDECODABLE:
        return f"\\x{ord(char) - 0xDC00:02x}"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return char.encode("unicode_escape", "surrogatepass").decode("ascii")
    return char
