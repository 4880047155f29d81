"""Walls around a process that reads hostile material: what it may no longer do.

Each wall is tried and named where it stands; none is believed without its system
call having said so. Linux: Landlock (files), a network namespace, seccomp (sockets,
processes, writing); everywhere: resource limits.
Method: https://docs.kernel.org/userspace-api/landlock.html and seccomp(2).
"""

from __future__ import annotations

import ctypes
import math
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _DIE_WITH_PARENT = 38, 22, 1
_FILTER_MODE = 2
_KILL = 9
# Landlock: the same numbers on every machine that has it.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# Rights over files that each version of Landlock knows, newest first.
_RIGHTS_SINCE = ((5, 16), (3, 15), (2, 14), (1, 13))
_NET_SINCE, _SCOPE_SINCE = 4, 6
_BIND_AND_CONNECT, _SOCKETS_AND_SIGNALS = 0b11, 0b11
_MOST_FILES = 64

# System calls that no reader of a document needs, by machine: linux/unistd.h.
_CALLS = {
    "x86_64": (
        0xC000003E,
        # fork, threads, programs
        (
            "56 57 58 59 322 435 "
            # sockets and what goes through them
            "41 42 43 44 46 49 50 53 288 307 "
            # other processes: kill, ptrace, their memory and files
            "62 101 129 200 234 297 310 311 424 434 438 "
            # kernel services: io_uring, bpf, keys, userfaultfd, perf
            "248 249 250 298 321 323 425 426 427 "
            # mounts, namespaces, handles, memory that no limit counts
            "29 155 161 165 166 272 304 308 319 "
            # names and contents of files
            "76 77 82 83 84 85 86 87 88 90 91 92 93 94 132 133 188 189 190 197 198 199 "
            "235 258 259 260 261 263 264 265 266 268 280 316 437"
        ),
        {257: 2, 2: 1},
    ),
    "aarch64": (
        0xC00000B7,
        (
            "220 221 281 435 "
            "198 199 200 201 202 203 206 211 242 269 "
            "117 129 130 131 138 240 270 271 424 434 438 "
            "217 218 219 241 280 282 425 426 427 "
            "39 40 41 51 97 194 265 268 279 "
            "5 6 7 14 15 16 33 34 35 36 37 38 45 46 52 53 54 55 88 276 437"
        ),
        {56: 2},
    ),
}
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC: any of them in the flags of open is refused.
_TO_WRITE = 0o1 | 0o2 | 0o100 | 0o1000
_OTHER_TABLE = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _END_PROCESS = 0x7FFF0000, 0x00050001, 0x80000000
# A thread of its own process is no new process. The newer call hides its flags from a
# filter: said not to exist (ENOSYS), the C library falls back on the older one.
_CLONE, _CLONE_3, _CLONE_THREAD = {"x86_64": 56, "aarch64": 220}, 435, 0x10000
_NOT_THERE = 0x00050000 | 38
_AT_NUMBER, _AT_MACHINE, _AT_ARGUMENTS = 0, 4, 16


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_uint16),
        ("filter", ctypes.POINTER(_Instruction)),
    )


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def leave_network() -> bool:
    """Move this process into a network of its own, which is empty.

    Returns:
        Whether the system allowed it. Call before any thread is started.
    """
    if not sys.platform.startswith("linux"):
        return False
    library = _library()
    return bool(library.unshare(_NEW_USER | _NEW_NET | _NEW_IPC) == 0)


def see_only(readable: Sequence[str]) -> bool:
    """Let this process read below some folders and files, and write nowhere.

    Args:
        readable: Folders and files; those that do not exist are passed over.

    Returns:
        Whether Landlock stands.
    """
    if not sys.platform.startswith("linux"):
        return False
    library = _library()
    version = library.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rules = _Ruleset()
    n_rights = next(rights for since, rights in _RIGHTS_SINCE if version >= since)
    rules.files = (1 << n_rights) - 1
    size = 8
    if version >= _NET_SINCE:
        rules.net, size = _BIND_AND_CONNECT, 16
    if version >= _SCOPE_SINCE:
        rules.scope, size = _SOCKETS_AND_SIGNALS, 24
    ruleset = library.syscall(
        _CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0
    )
    if ruleset < 0:
        return False
    try:
        stands = all(_allow(library, ruleset, path) for path in readable)
        stands = stands and _forgo_privileges(library)
        return stands and library.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(library: ctypes.CDLL, ruleset: int, path: str) -> bool:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        rights = _READ_FILE | (_READ_DIR if Path(path).is_dir() else 0)
        rule = _Beneath(rights, opened)
        return bool(library.syscall(_ADD_RULE, ruleset, 1, ctypes.byref(rule), 0) == 0)
    finally:
        os.close(opened)


def refuse_calls(*, may_thread: bool = False) -> bool:
    """Refuse the system calls of sockets, processes and writing, for good.

    Args:
        may_thread: Threads of this process may be started, behind the same walls.

    Returns:
        Whether seccomp stands; False on machines whose calls are not listed here.
    """
    listed = _CALLS.get(platform.machine())
    if listed is None or not sys.platform.startswith("linux"):
        return False
    machine, refused, opening = listed
    code = [
        (_LOAD, 0, 0, _AT_MACHINE),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _END_PROCESS),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_TABLE),
        (_RETURN, 0, 0, _END_PROCESS),
    ]
    numbers = [int(number) for number in refused.split()]
    if may_thread:
        clone = _CLONE[platform.machine()]
        numbers = [number for number in numbers if number not in {clone, _CLONE_3}]
        code += [
            (_EQUAL, 0, 1, _CLONE_3),
            (_RETURN, 0, 0, _NOT_THERE),
            (_EQUAL, 0, 4, clone),
            (_LOAD, 0, 0, _AT_ARGUMENTS),
            (_ANY_BIT, 1, 0, _CLONE_THREAD),
            (_RETURN, 0, 0, _REFUSE),
            (_RETURN, 0, 0, _ALLOW),
        ]
    for number in numbers:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for opens, argument in opening.items():
        code += [
            (_EQUAL, 0, 4, opens),
            (_LOAD, 0, 0, _AT_ARGUMENTS + 8 * argument),
            (_ANY_BIT, 0, 1, _TO_WRITE),
            (_RETURN, 0, 0, _REFUSE),
            (_RETURN, 0, 0, _ALLOW),
        ]
    code.append((_RETURN, 0, 0, _ALLOW))
    filled = (_Instruction * len(code))(*(_Instruction(*line) for line in code))
    program = _Program(len(code), filled)
    library = _library()
    if not _forgo_privileges(library):
        return False
    done = library.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)
    return bool(done == 0)


def bound(*, seconds: int, memory_bytes: int) -> tuple[str, ...]:
    """Set the limits of this process: time, memory, files, processes, no writing.

    Args:
        seconds: Processor time from now on.
        memory_bytes: Address space.

    Returns:
        What was limited: "time", "memory", "writing", "files", "processes".
    """
    import resource  # noqa: PLC0415  Unix only

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    wanted = (
        # The hard limit stays open: the next thing gets its own time.
        ("time", resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY)),
        ("memory", resource.RLIMIT_AS, (memory_bytes, memory_bytes)),
        ("writing", resource.RLIMIT_FSIZE, (0, 0)),
        ("files", resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES)),
        ("processes", resource.RLIMIT_NPROC, (0, 0)),
        ("core", resource.RLIMIT_CORE, (0, 0)),
    )
    stands = []
    for name, what, limit in wanted:
        try:
            resource.setrlimit(what, limit)
        except (ValueError, OSError):
            continue
        stands.append(name)
    return tuple(stands)


def die_with_parent() -> None:
    """Ask the system to end this process when the one that made it ends."""
    if sys.platform.startswith("linux"):
        _library().prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)


def _forgo_privileges(library: ctypes.CDLL) -> bool:
    return bool(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
