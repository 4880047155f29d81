"""The box in which hostile material is read: no network, no writing, no case folder.

A child process gets bytes through a pipe and gives a reading back; it reads nothing
else but Python's own folders. The strongest box that works here is found once a
process and named in what it reads (`derived_by`). A reader that dies, hangs or breaks
a limit costs the reading of that one thing, never its bytes and never the batch.
Method: M190.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from firsthand.capture.boxes import (
    PATIENCE,
    Answer,
    Errand,
    Fault,
    Hello,
    Kit,
    receive,
    send,
)
from firsthand.capture.limits import Limits
from firsthand.capture.read import UNKNOWN, Job, is_pdf
from firsthand.capture.taken import Taken
from firsthand.reference import Reference

SWITCH = "FIRSTHAND_SANDBOX"
_UNSAFE = "unsafe-off"
_MIB = 1024 * 1024
_START_SECONDS = 60
# What the box takes beyond the patience it has with its own child.
_SLACK_SECONDS = 30
_MOST_BOXES = 2
_PACKAGES = frozenset({"site-packages", "dist-packages"})
_LOADED_FOR = {
    ".htm": "trafilatura",
    ".html": "trafilatura",
    ".eml": "trafilatura",
    ".pdf": "pypdf",
    ".docx": "lxml.etree",
    ".xlsx": "lxml.etree",
    ".pptx": "lxml.etree",
}
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from firsthand.capture.boxed import main; main()"
)
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
)
# One thread for sums: a process that forks must not have others.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_MAC_PROFILE = '(version 1)(allow default)(deny network*)(deny file-write* (require-not (literal "/dev/null")))'  # noqa: E501  one profile, one line


def is_boxing() -> bool:
    """Say whether boxes are used; only `FIRSTHAND_SANDBOX=unsafe-off` says no."""
    return os.environ.get(SWITCH) != _UNSAFE


class Box:
    """One box, started when first needed and again after it was lost.

    Attributes:
        walls: What stands around the reader, strongest first; empty = not started.
    """

    def __init__(self, kit: Kit, *, forgo: Sequence[str] = ()) -> None:
        """Take what the box is given at its start, and walls not to be used."""
        self._kit = msgspec.structs.replace(kit, forgone=(*kit.forgone, *forgo))
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._wall = ""
        self.walls: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a record names the box: its walls."""
        return "+".join(self.walls)

    def begin(self, early: Sequence[str] = ()) -> None:
        """Start the box without waiting until it is ready.

        Args:
            early: Modules that it loads meanwhile.
        """
        with self._lock:
            if self._process is None:
                self._kit = msgspec.structs.replace(self._kit, early=tuple(early))
                self._wall, command = next(_ways(self._kit))
                with contextlib.suppress(OSError, EOFError):
                    self._spawn(command)

    def start(self) -> None:
        """Start the box, in the strongest way that works, and wait until it is ready.

        Raises:
            OSError: No way works; says why.
        """
        if self._process is not None and self._process.poll() is None:
            if self.walls:
                return
            with contextlib.suppress(OSError):
                self._greet()
                return
        self.close()
        reasons = []
        for wall, command in _ways(self._kit):
            self._wall = wall
            try:
                self._spawn(command)
                self._greet()
            except (OSError, EOFError) as error:
                self.close()
                reasons.append(str(error))
            else:
                return
        raise OSError("; ".join(reasons))

    def read(
        self, data: bytes, name: str, job: Job, *, line: int | None = None
    ) -> Taken:
        """Read one thing in the box.

        Args:
            data: Its bytes.
            name: Its name, fit for messages.
            job: What is read, and how.
            line: Its number in a file of JSON lines; None = it is no such line.

        Returns:
            A `Taken`; `problem` where the box gave no reading.
        """
        with self._lock:
            answer, reading = self._asked(data, name, job, line)
            if answer.fault is not None and self._process is None:
                # The box itself is lost, not the reader of this thing: once more.
                answer, reading = self._asked(data, name, job, line)
        taken = _decoded(reading, name) if answer.fault is None else None
        if taken is not None:
            return taken
        media_type = "application/pdf" if is_pdf(data) else UNKNOWN
        why = _told(answer, seconds_for(data, job.limits), job.limits)
        return Taken(
            filename=name,
            media_type=media_type,
            problem=f"{name}: is kept unread: {why}",
        )

    def close(self) -> None:
        """End the box and all that runs in it."""
        process, self._process = self._process, None
        self.walls = ()
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with process:  # closes the pipes and waits
            process.kill()

    def _asked(
        self, data: bytes, name: str, job: Job, line: int | None
    ) -> tuple[Answer, bytes]:
        try:
            self.start()
        except OSError as error:
            return Answer(fault=Fault.START, detail=str(error)), b""
        errand = Errand(
            name=name,
            limits=job.limits,
            language=job.language_stated,
            depth=job.depth,
            line=line,
            box=self.name,
            seconds=seconds_for(data, job.limits),
        )
        try:
            return self._exchanged(data, errand)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            self.close()
            said = " ".join(str(error).split()) or "the box ended"
            return Answer(fault=Fault.CRASH, detail=said), b""

    def _exchanged(self, data: bytes, errand: Errand) -> tuple[Answer, bytes]:
        ask, tell = self._pipes()
        send(ask, msgspec.json.encode(errand))
        send(ask, data)
        _wait_for(tell, PATIENCE * errand.seconds + _SLACK_SECONDS)
        answer = msgspec.json.decode(receive(tell, _MIB), type=Answer)
        return answer, receive(tell, errand.limits.output_bytes)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        return process.stdin, process.stdout

    def _spawn(self, command: list[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own Python
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        is_free = self._wall != "bubblewrap"
        kit = msgspec.structs.replace(self._kit, may_leave_network=is_free)
        send(self._pipes()[0], msgspec.json.encode(kit))

    def _greet(self) -> None:
        """Wait until the box says which walls stand."""
        try:
            tell = self._pipes()[1]
            _wait_for(tell, _START_SECONDS)
            hello = msgspec.json.decode(receive(tell, _MIB), type=Hello)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            self.close()
            what = self._wall or "a plain child"
            raise OSError(f"{what} does not start ({type(error).__name__})") from error
        self.walls = (self._wall, *hello.walls) if self._wall else hello.walls


def box_for(reference: Reference) -> Box:
    """Return this process's box for a case's page furniture, made when needed."""
    return _boxes.find(reference)


def prepare(names: Iterable[str], reference: Reference) -> None:
    """Start this process's box while other work goes on, if some files will need it.

    Args:
        names: Names of the files that are going to be taken in.
        reference: Tables of the case.
    """
    endings = {Path(name).suffix.lower() for name in names}
    early = sorted({_LOADED_FOR[ending] for ending in endings & set(_LOADED_FOR)})
    if early and is_boxing():
        box_for(reference).begin(early)


def walls_here() -> tuple[str, ...]:
    """Return the walls of the box that was used last; empty = none was."""
    return _boxes.newest_walls()


def weakness() -> str | None:
    """Say what the box of this process lacks; None = no box yet, or nothing lacks."""
    if not is_boxing():
        return f"{SWITCH} is {_UNSAFE}: files are read without a box"
    stands = walls_here()
    if not stands:
        return None
    lacks = []
    if not {"bubblewrap", "network", "seccomp", "sandbox-exec"} & set(stands):
        lacks.append("the network")
    if not {"bubblewrap", "landlock"} & set(stands):
        lacks.append("files of this account")
    if not lacks:
        return None
    return (
        f"the readers of files are kept in a weak box here ({'+'.join(stands)}), which "
        f"does not close off {' and '.join(lacks)}; install bubblewrap"
    )


def seconds_for(data: bytes, limits: Limits) -> int:
    """Return the processor time that reading bytes may take."""
    return limits.seconds + limits.seconds_per_mib * (len(data) // _MIB)


class _Boxes:
    """The few boxes of this process, by what they are given."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[bytes, Box] = OrderedDict()
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._lost: list[Box] = []

    def find(self, reference: Reference) -> Box:
        key = reference.derived("box_key", _rows)
        with self._lock:
            if self._process != os.getpid():
                # A fork: these boxes belong to the process that started them.
                self._lost += self._boxes.values()
                self._boxes.clear()
                self._process = os.getpid()
            box = self._boxes.pop(key, None) or Box(kit_of(reference))
            self._boxes[key] = box
            while len(self._boxes) > _MOST_BOXES:
                self._boxes.popitem(last=False)[1].close()
        return box

    def newest_walls(self) -> tuple[str, ...]:
        with self._lock:
            return next((box.walls for box in reversed(self._boxes.values())), ())

    def close(self) -> None:
        if self._process == os.getpid():
            for box in self._boxes.values():
                box.close()


_boxes = _Boxes()
atexit.register(_boxes.close)


def _rows(reference: Reference) -> bytes:
    return msgspec.json.encode(reference.table("page_furniture"))


def kit_of(reference: Reference) -> Kit:
    """Return what a box is given to read a case's material."""
    return Kit(readable=_readable(), furniture=reference.table("page_furniture"))


def _folders() -> list[str]:
    """Return the folders that Python and this package are imported from."""
    paths = sysconfig.get_paths()
    named = [paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    named += [f"{paths[key]}/lib-dynload" for key in ("stdlib", "platstdlib")]
    named.append(str(Path(__file__).resolve().parents[2]))
    if site.ENABLE_USER_SITE:
        named.append(site.getusersitepackages())
    known = {str(Path(path)) for path in sys.path if path}
    # An import path that is none of Python's own may be the person's folder.
    named += [path for path in known if Path(path).name in _PACKAGES]
    return [path for path in dict.fromkeys(named) if Path(path).is_dir()]


def _readable() -> tuple[str, ...]:
    return (*_folders(), *_SYSTEM)


def _ways(kit: Kit) -> Iterator[tuple[str, list[str]]]:
    """Yield the outer wall and the command of each way to start, strongest first."""
    plain = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BEGIN]
    plain += [*_folders(), *kit.import_from]
    bubblewrap = shutil.which("bwrap")
    if bubblewrap and "bubblewrap" not in kit.forgone:
        yield "bubblewrap", [bubblewrap, *_bubble(kit), "--", *plain]
    keeper = shutil.which("sandbox-exec")
    if keeper and sys.platform == "darwin":
        yield "sandbox-exec", [keeper, "-p", _MAC_PROFILE, *plain]
    yield "", plain


def _bubble(kit: Kit) -> list[str]:
    shown = (sys.prefix, sys.base_prefix, "/usr", *kit.readable)
    arguments = ["--unshare-all", "--cap-drop", "ALL", "--dev", "/dev", "--chdir", "/"]
    # In memory, inside the box alone; closed too once the models are unpacked.
    arguments += ["--tmpfs", "/tmp"]  # noqa: S108  no folder of this machine
    for path in dict.fromkeys(shown):
        if not path.startswith("/dev"):
            arguments += ["--ro-bind-try", path, path]
    return arguments


def _wait_for(pipe: IO[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    if not select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
        raise EOFError("the box does not answer")


def _decoded(reading: bytes, name: str) -> Taken | None:
    """Return a reading if it is one, of the thing that was asked for."""
    try:
        taken = msgspec.json.decode(reading, type=Taken)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    n_chars = len(taken.text or "")
    is_sound = taken.filename == name and all(
        0 <= piece.start < piece.end <= n_chars for piece in taken.pieces
    )
    return taken if is_sound else None


def _told(answer: Answer, seconds: int, limits: Limits) -> str:
    """Return in words why there is no reading."""
    told = {
        Fault.TIME: f"reading it takes over {seconds} s of processor time",
        Fault.WAIT: (
            f"its reader was not done after {PATIENCE * seconds} s and was ended"
        ),
        Fault.MEMORY: f"reading it takes over {limits.memory_bytes:,} bytes of memory",
        Fault.OUTPUT: f"reading it gives over {limits.output_bytes:,} bytes",
        Fault.ERROR: f"its reader failed ({answer.detail})",
        Fault.START: f"no box to read it in can be started ({answer.detail})",
        Fault.CRASH: f"its reader crashed ({answer.detail})",
    }
    if answer.fault is None:
        return "its reader gave no reading that makes sense"
    return told[answer.fault]
