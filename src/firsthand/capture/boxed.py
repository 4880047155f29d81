"""Inside the box: a process that forks children, which read what it is asked to read.

The first process holds the bytes and never looks at them. A child looks, behind
walls, and writes readings into a pipe; when it ends, hangs or breaks a limit, its end
is told and the next thing gets a new child. A child is replaced after a few things all
the same (`Limits.things_per_child`), so that what one file might do to its reader goes
no further than those. The next one is made ready meanwhile, behind its walls, by
reading pages of our own.
Method: M190.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import os
import select
import signal
import tempfile
import time
from collections.abc import Callable
from typing import BinaryIO, NoReturn

import msgspec

from firsthand.capture import walls
from firsthand.capture.boxes import (
    LENGTH_BYTES,
    PATIENCE,
    READER,
    Answer,
    Errand,
    Fault,
    Hello,
    Kit,
    receive,
    send,
)
from firsthand.capture.limits import Limits
from firsthand.capture.read import load, read_own, warm_for, warm_up
from firsthand.capture.taken import Taken
from firsthand.reference import Reference

_Reader = Callable[[bytes, Errand, Reference], Taken]
_MOST = 1 << 40
_CHUNK = 1 << 20
_READ, _FAILED, _NO_MEMORY = b"R", b"F", b"M"
_ENDED_BY_TIME = frozenset({signal.SIGXCPU, signal.SIGKILL})
_PROBE_SECONDS = 20
_LONGEST_DETAIL = 300
# Standard streams are 0 to 2; a child keeps two pipes beyond them.
_ASKED, _MOST_OPEN = 3, 256


def main() -> None:
    """Serve errands from standard input until it closes."""
    tell, ask = _own_pipes()
    kit = msgspec.json.decode(receive(ask, _MOST), type=Kit)
    stands = []
    if kit.may_leave_network and "network" not in kit.forgone and walls.leave_network():
        stands.append("network")
    module, _, name = kit.reader.partition(":")
    reader: _Reader = getattr(importlib.import_module(module), name)
    reference = Reference.of_tables({"page_furniture": kit.furniture})
    if kit.reader == READER:
        # The language model unpacks itself into a temporary file: once, before walls.
        warm_up(reference)
        for module in kit.early:
            load(module)
    # Libraries ask where temporary files may lie: nowhere, from here on.
    tempfile.tempdir = "/nowhere"
    if "landlock" not in kit.forgone and walls.see_only(kit.readable):
        stands.append("landlock")
    stands += _probe(kit)
    send(tell, msgspec.json.encode(Hello(walls=tuple(stands))))
    box = _Box(kit, reader, reference)
    while True:
        try:
            errand = msgspec.json.decode(receive(ask, _MOST), type=Errand)
            data = receive(ask, _MOST)
        except EOFError:
            return
        answer, reading = box.run(data, errand)
        send(tell, msgspec.json.encode(answer))
        send(tell, reading)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes to ourselves: what a reader prints goes nowhere."""
    ask = os.fdopen(os.dup(0), "rb")
    tell = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b", buffering=0) as nothing:  # noqa: PTH123  a device
        for standard in (0, 1, 2):
            os.dup2(nothing.fileno(), standard)
    return tell, ask


def _probe(kit: Kit) -> list[str]:
    """Return the walls that a child can put up, as a child that did it says."""
    heard, say = os.pipe()
    child = os.fork()
    if child == 0:
        limits = "limits" if "limits" not in kit.forgone else ""
        stands = [limits] if limits and _bind(_PROBE_SECONDS, 1 << 30) else []
        if "seccomp" not in kit.forgone and walls.refuse_calls():
            stands.append("seccomp")
        os.write(say, ",".join(stands).encode())
        os._exit(0)
    os.close(say)
    with os.fdopen(heard, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return [name for name in said.split(",") if name]


def _bind(seconds: int, memory_bytes: int) -> bool:
    stands = walls.bound(seconds=seconds, memory_bytes=memory_bytes)
    return {"time", "writing"} <= set(stands)


@dataclasses.dataclass
class _Child:
    """A child behind its walls, which waits for errands."""

    pid: int
    ask: BinaryIO
    heard: int
    limits: Limits
    n_errands: int = 0

    def is_fit(self, limits: Limits) -> bool:
        """Say whether it may read one more thing: few enough, and nothing unasked."""
        if self.n_errands >= limits.things_per_child or limits != self.limits:
            return False
        return not select.select([self.heard], [], [], 0)[0]

    def end(self) -> int:
        """End it and all that it started; return how it ended, as a wait status.

        A child that is ending by itself keeps its own end: it is settled by then.
        """
        with contextlib.suppress(OSError):
            self.ask.close()
        os.close(self.heard)
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)
        return os.waitpid(self.pid, 0)[1]


class _Box:
    """Runs one errand after another in a child, which is replaced after a few."""

    def __init__(self, kit: Kit, reader: _Reader, reference: Reference) -> None:
        self._kit = kit
        self._reader = reader
        self._reference = reference
        self._child: _Child | None = None
        self._spare: _Child | None = None
        self._share()

    def run(self, data: bytes, errand: Errand) -> tuple[Answer, bytes]:
        """Return what became of an errand, and the reading as JSON of `Taken`."""
        if self._kit.reader == READER and warm_for(data):
            self._share()
        child = self._fit_child(errand.limits)
        fault: Fault | None = None
        content, detail = b"", ""
        try:
            send(child.ask, msgspec.json.encode(errand))
            send(child.ask, data)
            self._prepare_next(child)
            content, fault = _listen(child.heard, errand)
        except OSError:
            pass  # it is gone: how it ended says why
        if content[:1] == _READ:
            return Answer(), content[1:]
        self._child = None
        status = child.end()
        if fault is None:
            fault, detail = _judged(content, status)
        return Answer(fault=fault, detail=detail), b""

    def _fit_child(self, limits: Limits) -> _Child:
        if self._child is None or not self._child.is_fit(limits):
            self._end_child()
            self._child, self._spare = self._spare, None
        if self._child is None or not self._child.is_fit(limits):
            self._end_child()
            self._child = self._made(limits)
        self._child.n_errands += 1
        return self._child

    def _prepare_next(self, child: _Child) -> None:
        """Make the next child while this one is at work, half-way through its things.

        What a new process costs is that each page of memory it touches is copied:
        the spare child touches them while nobody waits for it.
        """
        half = child.limits.things_per_child // 2
        if self._spare is None and half and child.n_errands == half:
            self._spare = self._made(child.limits, is_spare=True)

    def _share(self) -> None:
        """Share what is loaded by now with every child made from here on."""
        gc.collect()
        gc.freeze()
        self._replace()

    def _replace(self) -> None:
        self._end_child()
        self._child, self._spare = self._spare, None
        self._end_child()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _made(self, limits: Limits, *, is_spare: bool = False) -> _Child:
        asked, ask = os.pipe()
        heard, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._live(asked, tell, is_spare=is_spare)
        os.close(asked)
        os.close(tell)
        return _Child(pid, os.fdopen(ask, "wb", buffering=0), heard, limits)

    def _live(self, asked: int, tell: int, *, is_spare: bool) -> NoReturn:
        """Do errands behind walls until one fails or the pipe closes, then end."""
        with contextlib.suppress(BaseException):
            self._close_off(asked, tell)
            if is_spare and self._kit.reader == READER:
                read_own(self._reference)
            with os.fdopen(_ASKED, "rb") as ask, os.fdopen(tell, "wb") as told:
                is_well = True
                while is_well:
                    content = self._content(ask)
                    is_well = content.startswith(_READ)
                    send(told, content)
        os._exit(0)

    def _close_off(self, asked: int, tell: int) -> None:
        walls.die_with_parent()
        os.setsid()
        os.dup2(asked, _ASKED)
        os.closerange(_ASKED + 1, tell)
        os.closerange(tell + 1, _MOST_OPEN)
        if "seccomp" not in self._kit.forgone:
            walls.refuse_calls(may_thread=self._kit.may_thread)

    def _content(self, ask: BinaryIO) -> bytes:
        errand = msgspec.json.decode(receive(ask, _MOST), type=Errand)
        data = receive(ask, _MOST)
        try:
            if "limits" not in self._kit.forgone:
                walls.bound(
                    seconds=errand.seconds, memory_bytes=errand.limits.memory_bytes
                )
            taken = self._reader(data, errand, self._reference)
            return _READ + msgspec.json.encode(taken)
        except MemoryError:
            return _NO_MEMORY
        except BaseException as error:  # noqa: BLE001  told to the parent in full
            said = f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]
            return _FAILED + said.encode("utf-8", "replace")


def _listen(heard: int, errand: Errand) -> tuple[bytes, Fault | None]:
    """Return what a child says, empty if it ended first, or why it was stopped."""
    until = time.monotonic() + PATIENCE * errand.seconds
    content = b""
    wanted = LENGTH_BYTES
    parts: list[bytes] = []
    for is_head in (True, False):
        parts = []
        while wanted:
            left = until - time.monotonic()
            if left <= 0 or not select.select([heard], [], [], left)[0]:
                return b"", Fault.WAIT
            part = os.read(heard, min(wanted, _CHUNK))
            if not part:
                return b"", None
            parts.append(part)
            wanted -= len(part)
        content = b"".join(parts)
        if is_head:
            wanted = int.from_bytes(content, "big")
            if wanted > errand.limits.output_bytes:
                return b"", Fault.OUTPUT
    return content, None


def _judged(content: bytes, status: int) -> tuple[Fault, str]:
    """Return why a child gave no reading, by what it said and how it ended."""
    kind, said = content[:1], content[1:]
    if kind == _NO_MEMORY:
        return Fault.MEMORY, ""
    if kind == _FAILED:
        return Fault.ERROR, said.decode("utf-8", "replace")
    if not os.WIFSIGNALED(status):
        return Fault.CRASH, f"exit {os.waitstatus_to_exitcode(status)}"
    number = os.WTERMSIG(status)
    if number in _ENDED_BY_TIME:
        return Fault.TIME, ""
    return Fault.CRASH, signal.Signals(number).name
