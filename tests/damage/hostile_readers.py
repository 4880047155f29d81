"""Readers that attack instead of reading: only a box may ever run them."""

import contextlib
import ctypes
import os
import signal
import socket
import threading
import time
from pathlib import Path

from firsthand.capture.boxes import Errand
from firsthand.capture.taken import Taken
from firsthand.reference import Reference


def _said(errand: Errand, text: str) -> Taken:
    return Taken(filename=errand.name, media_type="text/plain", text=text)


def honest(data: bytes, errand: Errand, _: Reference) -> Taken:
    return _said(errand, f"{len(data)} bytes, {os.getpid()}")


def attack(data: bytes, errand: Errand, _: Reference) -> Taken:
    """Do what the bytes say."""
    what, _, more = data.decode().partition(" ")
    return _said(errand, str(_ATTACKS[what](more)))


def _told(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except OSError as error:
        return f"refused: {error.strerror}"
    return "done"


def _connect(address: str) -> str:
    def deed() -> None:
        with socket.socket() as open_socket:
            host, _, port = address.partition(":")
            open_socket.settimeout(2)
            open_socket.connect((host, int(port)))

    return _told(deed)


def _write(path: str) -> str:
    return _told(lambda: Path(path).write_text("harm"))


def _append(path: str) -> str:
    def deed() -> None:
        with Path(path).open("a") as file:
            file.write("harm")

    return _told(deed)


def _read(path: str) -> str:
    return _told(lambda: Path(path).read_bytes())


def _list(path: str) -> str:
    return _told(lambda: list(Path(path).iterdir()))


def _remove(path: str) -> str:
    return _told(lambda: Path(path).unlink())


def _fork_bomb(_: str) -> str:
    made = 0
    for _ in range(200):
        try:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
        except OSError:
            break
        made += 1
    return f"made {made}"


def _thread(_: str) -> str:
    told: list[str] = []
    thread = threading.Thread(target=lambda: told.append("a thread ran"))
    thread.start()
    thread.join()
    return told[0]


def _run(path: str) -> str:
    arguments = ["sh", "-c", f"touch {path}"]
    return _told(lambda: os.execv("/bin/sh", arguments))  # noqa: S606  the attack itself


def _kill(number: str) -> str:
    return _told(lambda: os.kill(int(number), signal.SIGTERM))


def _kill_parent(_: str) -> str:
    return _told(lambda: os.kill(os.getppid(), signal.SIGKILL))


def _spin(_: str) -> str:
    while True:
        pass


def _sleep(_: str) -> str:
    time.sleep(600)
    return "woke"


def _eat(_: str) -> str:
    return str(len(b"x" * (1 << 40)))


def _eat_slowly(_: str) -> str:
    held = []
    while True:
        held.append(bytearray(1 << 22))


def _crash(_: str) -> str:
    ctypes.string_at(0)
    return "alive"


def _leave(_: str) -> str:
    os._exit(7)


def _fail(_: str) -> str:
    raise ZeroDivisionError("on purpose")


def _babble(_: str) -> str:
    return "x" * (1 << 22)


def _lie(_: str) -> str:
    with contextlib.suppress(OSError):
        for number in range(3, 20):
            with contextlib.suppress(OSError):
                os.write(number, (3).to_bytes(8, "big") + b"R{}" * 2)
    os._exit(0)


_ATTACKS = {
    "connect": _connect,
    "write": _write,
    "append": _append,
    "read": _read,
    "list": _list,
    "remove": _remove,
    "fork": _fork_bomb,
    "run": _run,
    "thread": _thread,
    "kill": _kill,
    "kill-parent": _kill_parent,
    "spin": _spin,
    "sleep": _sleep,
    "eat": _eat,
    "eat-slowly": _eat_slowly,
    "crash": _crash,
    "leave": _leave,
    "fail": _fail,
    "babble": _babble,
    "lie": _lie,
    "say": lambda more: more,
}
