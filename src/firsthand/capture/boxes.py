"""What goes into the box that reads hostile material, and what comes out of it.

Both sides of the pipe import these: the parent (`sandbox`) and the child (`boxed`).
"""

from __future__ import annotations

import enum
import struct
from typing import IO, Any

from firsthand.capture.limits import Limits
from firsthand.model import Value

_LENGTH = struct.Struct(">Q")
LENGTH_BYTES = _LENGTH.size
# The clock on the wall may run so much longer than the processor's: a busy machine.
PATIENCE = 6
_CHUNK = 1 << 20
# What this reader does when no other is named: `firsthand.capture.boxed`.
READER = "firsthand.capture.read:read_errand"


class Kit(Value, frozen=True, kw_only=True):
    """What a box is given once, when it is started.

    Attributes:
        reader: The function that reads, as "module:name".
        import_from: Folders that modules are imported from, beside Python's own.
        readable: Folders and files that may be read inside.
        furniture: Rows of the table `page_furniture`.
        early: Modules to load at once: readers of what is going to be read.
        may_leave_network: Whether to try a network of its own (bubblewrap gave one).
        may_thread: Whether its reader starts threads (libde265 cannot do without).
        forgone: Walls that are not to be put up: for tests of what is left.
    """

    reader: str = READER
    import_from: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    furniture: tuple[dict[str, Any], ...] = ()
    early: tuple[str, ...] = ()
    may_leave_network: bool = True
    may_thread: bool = False
    forgone: tuple[str, ...] = ()


class Hello(Value, frozen=True, kw_only=True):
    """What a box says when it is ready: the walls that stand."""

    walls: tuple[str, ...]


class Errand(Value, frozen=True, kw_only=True):
    """One thing to read: sent before its bytes.

    Attributes:
        name: Its name, fit for messages.
        limits: How large things may be.
        language: BCP 47 code that the person stated; None = decide.
        depth: How many things it stands inside.
        line: Its number in a file of JSON lines; None = it is no such line.
        box: How the record names the box.
        seconds: Processor time that this one may take.
    """

    name: str
    limits: Limits
    language: str | None = None
    depth: int = 0
    line: int | None = None
    box: str = ""
    seconds: int = 20


class Fault(enum.StrEnum):
    """Why a box gives no reading."""

    TIME = "time"
    WAIT = "wait"
    MEMORY = "memory"
    OUTPUT = "output"
    CRASH = "crash"
    ERROR = "error"
    START = "start"


class Answer(Value, frozen=True, kw_only=True):
    """What became of an errand: sent before the reading, which is empty on a fault."""

    fault: Fault | None = None
    detail: str = ""


def send(pipe: IO[bytes], content: bytes) -> None:
    """Write one message: its length in eight bytes, then itself."""
    for part in (_LENGTH.pack(len(content)), content):
        left = memoryview(part)
        while left:
            # A pipe without a buffer may take less than it is offered.
            left = left[pipe.write(left) :]
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> bytes:
    """Read one message.

    Args:
        pipe: Where it comes from.
        most: Longest message taken, in bytes.

    Raises:
        EOFError: The other side is gone, or announces more than `most`.
    """
    head = _exactly(pipe, _LENGTH.size)
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise EOFError
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = pipe.read(min(length, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
