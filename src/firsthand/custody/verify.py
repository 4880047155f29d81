"""Check a Firsthand store with nothing but Python's standard library (3.9 or newer).

    python3 verify.py                      check the store this file lies in
    python3 verify.py STORE                check another one
    python3 verify.py --key VKEY STORE     and that its log was begun by this key
    python3 verify.py --receipt FILE STORE and that it extends this signed checkpoint
    python3 verify.py proof FILE           check one tlog-proof, away from any store
    python3 verify.py consistency OLD FILE check that the log only grew since OLD
    python3 verify.py package FOLDER       check a proof package, away from any store

It recomputes every Merkle root from the entries, every digest of every object, every
signature, and looks for anything that should not be there. It shares no code with
the program that writes stores, changes nothing, and needs no network. Exit code: 0 all
is well, 3 something is not, 2 wrong use. Codes and formats: docs/format.md.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import contextlib
import hashlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

DECLARATION = b"firsthand_store_1.0\n"
DECLARATION_NAME = "0=firsthand_store_1.0"
ENTRIES_PER_FILE = 65536
MAX_ENTRY_BYTES = 60000
LOCK_WAIT_S = 10.0
CHUNK_BYTES = 1 << 20
DIGEST_BYTES = 32
ID_BYTES = 4
SIGNATURE_BYTES = 64
SHOWN = 10
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
RFC_8032_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
RFC_8032_SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)

DIGEST = re.compile(r"[0-9a-f]{64}")
OPAQUE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TOOL = re.compile(r"[!-~]([ -~]{0,198}[!-~])?")
CLOCK = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
SIGNATURE_LINE = re.compile("\u2014 (\\S+) ([A-Za-z0-9+/]+={0,2})")
INDEX_LINE = re.compile(r"index (0|[1-9][0-9]{0,15})")

# How the texts of an entry are written.
FORMS = {
    "at": CLOCK,
    "tool": TOOL,
    "sha256": DIGEST,
    "commit": DIGEST,
    "readme": DIGEST,
    "plain": DIGEST,
    "act": OPAQUE,
    "by": OPAQUE,
    "case": OPAQUE,
    "undoes": OPAQUE,
}

# Files that may lie in a store beside those that the log names one by one.
IN_PLACE = re.compile(
    r"objects/.*|log/(\.lock|checkpoints|entries(-[0-9]{6})?\.jsonl|tile/.*)"
    r"|(quarantine|tmp|anchors)/.*|index\.sqlite(-wal|-shm|-journal)?",
    re.DOTALL,
)

# Fields of every entry, and those that each type has beside them.
COMMON = {"act", "at", "by", "case", "seq", "tool", "type"}
FIELDS = {
    "store-created": {"readme", "sha256", "size"},
    "key-added": {"key", "sha256", "size"},
    "act": {"commit"},
    "capture": {"sha256", "size"},
    "derivative": {"sha256", "size"},
    "segment": {"sha256", "size"},
    "recovered": {"commit"},
    "anchored": {"sha256", "size"},
    "verifier-added": {"sha256", "size"},
    "key-adopted": {"key", "sha256", "size"},
    "key-retired": {"key"},
    "sealed": {"plain", "sha256", "size"},
    "read": {"sha256"},
    "erased": {"sha256"},
}
OPTIONAL = {"act": {"undoes"}}
# What these name is the store's own: no erasure may reach it.
OF_THE_STORE = {
    "store-created",
    "key-added",
    "key-adopted",
    "verifier-added",
    "anchored",
}


class Problem(NamedTuple):
    """Something that is not as it was written: what, where, and in words."""

    code: str
    path: str
    message: str


class Key(NamedTuple):
    """A public key and the entry that added it; adopted = no key vouched for it."""

    added: int
    name: str
    public: bytes
    is_adopted: bool = False


class Note(NamedTuple):
    """A signed checkpoint."""

    size: int
    root: bytes
    text: str
    name: str
    key_id: bytes
    signature: bytes
    number: int


class Report:
    """What was counted and what was found."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.entries = 0
        self.objects = 0
        self.bytes = 0
        self.checkpoints = 0
        self.signatures = 0
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.head: Note | None = None

    def add(self, code: str, path: object, message: str) -> None:
        """Record a problem."""
        self.problems.append(Problem(code, printable(path), message))

    def note(self, path: object, message: str) -> None:
        """Record something worth knowing that is not wrong."""
        self.notes.append(f"{printable(path)}: {message}")


def printable(path: object) -> str:
    """Return a path in a form that cannot break or forge a line of the report."""
    text = str(path)
    return text if text.isprintable() else ascii(text)[1:-1]


class LogState:
    """What the entries said: objects named, keys, special files, all leaf hashes."""

    def __init__(self) -> None:
        """Start with an empty log."""
        self.objects: dict[str, tuple[int | None, int]] = {}
        self.erased: dict[str, int] = {}
        self.fixed: set[str] = set()
        self.keys: list[Key] = []
        self.retired: dict[bytes, int] = {}
        self.anchors: list[tuple[int, str]] = []
        self.pems: dict[str, str] = {}
        self.readme: str | None = None
        self.verifier: str | None = None
        self.case: str | None = None
        self.leaves: list[bytes] = []


Progress = Callable[[str], None]


# --- Merkle tree (RFC 6962, section 2.1) ---------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The full subtrees of a growing tree, largest first: enough for its root."""

    def __init__(self) -> None:
        """Start with an empty tree."""
        self.peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        height, made = 0, leaf
        while self.peaks and self.peaks[-1][0] == height:
            made = node_hash(self.peaks.pop()[1], made)
            height += 1
        self.peaks.append((height, made))

    def root(self) -> bytes:
        """Return the root of what was added so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        made = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            made = node_hash(peak, made)
        return made


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162, 2.1.3.2).

    Raises:
        ValueError: If the path has the wrong length.
    """
    node, last, made = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        if node & 1 or node == last:
            made = node_hash(sibling, made)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ValueError("the path is too short")
    return made


# --- Ed25519 (RFC 8032), for checking only -------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    one = (a[1] - a[0]) * (b[1] - b[0]) % P
    two = (a[1] + a[0]) * (b[1] + b[0]) % P
    three = 2 * a[3] * b[3] * D % P
    four = 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(scalar: int, point: Point) -> Point:
    made: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            made = _add(made, point)
        point = _add(point, point)
        scalar >>= 1
    return made


def _decompress(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        raise ValueError("not a point")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("not a point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _compress(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature is good, by arithmetic alone (about 5 ms)."""
    try:
        a = _decompress(public)
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != SIGNATURE_BYTES or s >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(hashed, "little") % ORDER
    minus_a: Point = (P - a[0], a[1], 1, P - a[3])
    return _compress(_add(_multiply(s, BASE), _multiply(h, minus_a))) == signature[:32]


def fastest_ed25519() -> Callable[[bytes, bytes, bytes], bool]:
    """Return a checker from the `cryptography` package if it works, else ours.

    It must tell a signature of RFC 8032 (7.1, test 1) from a false one: a package that
    is broken here must neither stop the check nor decide it.
    """
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  optional
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415  optional
            Ed25519PublicKey,
        )
    except Exception:  # noqa: BLE001  whatever ails it: it is not used
        return ed25519_verifies

    def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    public, good = bytes.fromhex(RFC_8032_KEY), bytes.fromhex(RFC_8032_SIGNATURE)
    try:
        is_right = verifies(public, b"", good) and not verifies(public, b"x", good)
    except Exception:  # noqa: BLE001  as above
        is_right = False
    return verifies if is_right else ed25519_verifies


# --- Reading strictly ----------------------------------------------------------------


def exact_base64(text: str, size: int) -> bytes:
    """Decode base64 that must be canonical and of `size` bytes.

    Raises:
        ValueError: If it is not.
    """
    raw = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(raw).decode("ascii") != text or len(raw) != size:
        raise ValueError("not canonical base64 of the right length")
    return raw


def parse_note(note: str, number: int) -> Note:
    """Read a signed checkpoint.

    Raises:
        ValueError: If it is not of the exact form.
    """
    text, separator, last = note.partition("\n\n")
    lines = text.split("\n")
    signed = SIGNATURE_LINE.fullmatch(last[:-1])
    if len(lines) != 3 or not separator or not last.endswith("\n") or not signed:  # noqa: PLR2004  three lines by definition
        raise ValueError("it is not three lines, a blank line and a signature line")
    if not lines[0] or not SIZE.fullmatch(lines[1]):
        raise ValueError("its origin or its size is ill-formed")
    raw = exact_base64(signed.group(2), ID_BYTES + SIGNATURE_BYTES)
    return Note(
        size=int(lines[1]),
        root=exact_base64(lines[2], DIGEST_BYTES),
        text=text + "\n",
        name=signed.group(1),
        key_id=raw[:ID_BYTES],
        signature=raw[ID_BYTES:],
        number=number,
    )


def parse_vkey(text: str, added: int) -> Key:
    """Read a public key in C2SP text form: name+id+base64.

    Raises:
        ValueError: If it is not of the exact form.
    """
    name, _, rest = text.partition("+")
    stated_id, _, encoded = rest.partition("+")
    raw = exact_base64(encoded, 1 + DIGEST_BYTES)
    key = Key(added, name, raw[1:])
    if raw[:1] != b"\x01" or stated_id != key_id_of(key).hex():
        raise ValueError("its key id is not that of the key")
    return key


def key_id_of(key: Key) -> bytes:
    """Return the four bytes that name a key on a signature line."""
    whole = key.name.encode() + b"\n\x01" + key.public
    return hashlib.sha256(whole).digest()[:ID_BYTES]


def parse_entry(line: bytes, seq: int) -> dict[str, Any]:
    """Read one line of the log.

    Raises:
        ValueError: If it is not canonical JSON, not entry `seq`, or its fields are
            not exactly those of its type.
    """
    if len(line) > MAX_ENTRY_BYTES:
        raise ValueError("it is longer than 60,000 bytes")
    try:
        entry = READER.decode(line.decode("utf-8"))
        again = WRITER.encode(entry).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it cannot be read as JSON: {error}") from error
    if again != line or not isinstance(entry, dict):
        raise ValueError("it is not canonical JSON (I6)")
    _check_fields(entry, seq)
    return entry


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key appears twice")
    return dict(pairs)


def _refuse_number(text: str) -> Any:
    raise ValueError(f"the number {text} is not an integer")


READER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_float=_refuse_number,
    parse_constant=_refuse_number,
)
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check_fields(entry: dict[str, Any], seq: int) -> None:
    kind = entry.get("type")
    if not isinstance(kind, str) or kind not in FIELDS:
        raise ValueError(f"its type {kind!r} is not known to this verifier")
    needed = COMMON | FIELDS[kind]
    if not needed <= set(entry) <= needed | OPTIONAL.get(kind, set()):
        raise ValueError(f"its fields are not those of type {kind}")
    if type(entry["seq"]) is not int or entry["seq"] != seq:
        raise ValueError(f"it says that it is entry {entry['seq']}, not {seq} (I5)")
    for field, value in entry.items():
        if not _is_well_formed(field, value):
            raise ValueError(f"its field {field} is ill-formed")


def _is_well_formed(field: str, value: Any) -> bool:
    if field in ("seq", "size"):
        return type(value) is int and value >= 0
    if not isinstance(value, str):
        return False
    return field not in FORMS or FORMS[field].fullmatch(value) is not None


# --- The log -------------------------------------------------------------------------


@contextlib.contextmanager
def quiet_log(log: Path) -> Iterator[None]:
    """Keep a running writer from committing while the log is read, if we can."""
    try:
        import fcntl  # noqa: PLC0415  not on every system

        handle = os.open(
            str(log / ".lock"), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        )
    except (ImportError, OSError):
        yield
        return
    try:
        deadline = time.monotonic() + LOCK_WAIT_S
        while time.monotonic() < deadline:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def read_plain(path: Path) -> bytes:
    """Read a file that must be a plain file (no link, no pipe, no device).

    Raises:
        OSError: If it is not there, not readable or not plain.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError("it is not a plain file")
    return path.read_bytes()


def read_log(store: Path, report: Report) -> tuple[bytes, list[tuple[Path, bytes]]]:
    """Read checkpoints and entries files at one moment."""
    log = store / "log"
    checkpoints, files = b"", []
    with quiet_log(log):
        try:
            checkpoints = read_plain(log / "checkpoints")
        except OSError as error:
            report.add("V020", log / "checkpoints", f"cannot be read: {error}")
        number = 0
        path = log / "entries.jsonl"
        while number == 0 or os.path.lexists(str(path)):
            try:
                files.append((path, read_plain(path)))
            except OSError as error:
                report.add("V010", path, f"cannot be read: {error}")
                break
            number += 1
            path = log / f"entries-{number:06d}.jsonl"
    return checkpoints, files


def check_notes(path: Path, data: bytes, report: Report) -> list[Note]:
    """Parse every checkpoint ever issued; sizes must grow, the origin must stay."""
    parts = data.split(b"\n\n")
    notes: list[Note] = []
    for number in range((len(parts) - 1) // 2):
        try:
            whole = parts[2 * number] + b"\n\n" + parts[2 * number + 1] + b"\n"
            note = parse_note(whole.decode("utf-8"), number + 1)
        except (ValueError, binascii.Error) as error:
            report.add("V021", path, f"checkpoint {number + 1}: {error}")
            continue
        if notes and note.size <= notes[-1].size:
            report.add("V022", path, f"checkpoint {number + 1} does not grow the log")
        if note.text.split("\n")[0] != note.name:
            report.add("V023", path, f"checkpoint {number + 1} names another log")
        notes.append(note)
    rest = b"\n\n".join(parts[2 * ((len(parts) - 1) // 2) :])
    if rest:
        report.add(
            "V024", path, f"{len(rest)} bytes after the last complete checkpoint"
        )
    if not notes:
        report.add("V020", path, "holds no signed checkpoint")
    report.checkpoints = len(notes)
    return notes


def check_entries(
    files: list[tuple[Path, bytes]],
    sealed: int,
    report: Report,
    progress: Progress,
) -> LogState:
    """Check every sealed entry by itself, and that nothing stands beyond the seal."""
    state = LogState()
    seq = 0
    for number, (path, data) in enumerate(files):
        lines = data.split(b"\n")
        if seq != number * ENTRIES_PER_FILE:
            report.add("V014", path, f"follows a file that ends at entry {seq - 1}")
        for position, line in enumerate(lines[:-1]):
            if seq >= sealed or position >= ENTRIES_PER_FILE:
                break
            state.leaves.append(leaf_hash(line))
            try:
                take_entry(parse_entry(line, seq), state)
            except (ValueError, binascii.Error) as error:
                report.add("V011", path, f"line {position + 1} (entry {seq}): {error}")
            seq += 1
            if seq % 20000 == 0:
                progress(f"{seq} entries read")
        _check_tail(path, lines, seq - number * ENTRIES_PER_FILE, report)
    if seq < sealed and files:
        report.add(
            "V013",
            files[-1][0],
            f"the log holds {seq} entries, a signed checkpoint covers {sealed}: "
            "entries are missing",
        )
    report.entries = seq
    return state


def _check_tail(path: Path, lines: list[bytes], used: int, report: Report) -> None:
    extra = b"\n".join(lines[max(used, 0) :])
    if extra:
        report.add(
            "V012",
            path,
            f"{len(extra)} bytes after the last sealed entry: never acknowledged, or "
            "added by hand; the next opening by Firsthand sets them aside",
        )


def take_entry(entry: dict[str, Any], state: LogState) -> None:
    """Note what an entry names.

    Raises:
        ValueError: If it cannot stand where it stands.
    """
    seq = entry["seq"]
    if (entry["type"] == "store-created") != (seq == 0):
        raise ValueError("store-created is the first entry and no other")
    state.case = state.case or entry["case"]
    if entry["case"] != state.case:
        raise ValueError("it belongs to another case")
    if entry["type"] in ("read", "erased"):
        take_mention(entry, state)
    elif "sha256" in entry:
        take_object(entry, state)
    if "commit" in entry:
        state.objects.setdefault(entry["commit"], (None, seq))
    if entry["type"] == "store-created":
        state.verifier, state.readme = entry["sha256"], entry["readme"]
    if entry["type"] == "verifier-added":
        state.verifier = entry["sha256"]
    if entry["type"] == "anchored":
        state.anchors.append((seq, entry["sha256"]))
    if "key" in entry:
        take_key(entry, state)


def take_object(entry: dict[str, Any], state: LogState) -> None:
    """Note an object that an entry brings.

    Raises:
        ValueError: If it was erased before, or came with another size.
    """
    name = entry["sha256"]
    if name in state.erased:
        raise ValueError("it names an object that was erased before")
    known = state.objects.setdefault(name, (entry["size"], entry["seq"]))
    if known[0] is not None and known[0] != entry["size"]:
        raise ValueError("it states another size for an object named before")
    if entry["type"] in OF_THE_STORE:
        state.fixed.add(name)


def take_mention(entry: dict[str, Any], state: LogState) -> None:
    """Note that an object was read in clear, or erased.

    Raises:
        ValueError: If it never came, was erased before, or may not be erased.
    """
    name = entry["sha256"]
    if name not in state.objects or name in state.erased:
        raise ValueError("it is about an object that is not held at that point")
    if entry["type"] == "read":
        return
    if name in state.fixed:
        raise ValueError("it erases a file of the store itself")
    state.erased[name] = entry["seq"]


def take_key(entry: dict[str, Any], state: LogState) -> None:
    """Note a key that comes or goes.

    Raises:
        ValueError: If it is ill-formed, came before, or never came.
    """
    key = parse_vkey(entry["key"], entry["seq"])
    known = key.public in [one.public for one in state.keys]
    if entry["type"] == "key-retired":
        if not known or key.public in state.retired:
            raise ValueError("it retires a key that does not sign")
        state.retired[key.public] = entry["seq"]
        return
    if known:
        raise ValueError("it adds a key that was added before")
    state.keys.append(key._replace(is_adopted=entry["type"] == "key-adopted"))
    state.pems[key_id_of(key).hex()] = entry["sha256"]


def check_roots(
    store: Path,
    notes: list[Note],
    state: LogState,
    report: Report,
) -> None:
    """Recompute the root at the size of every checkpoint (I4)."""
    frontier, at = Frontier(), 0
    for note in sorted(notes, key=lambda one: one.size):
        if note.size > len(state.leaves):
            report.add(
                "V025",
                store / "log" / "checkpoints",
                f"checkpoint {note.number} signs {note.size} entries, the log holds "
                f"{len(state.leaves)}",
            )
            continue
        for leaf in state.leaves[at : note.size]:
            frontier.add(leaf)
        at = max(at, note.size)
        if frontier.root() != note.root:
            report.add(
                "V026",
                store / "log" / "entries.jsonl",
                f"the root of the first {note.size} entries is not the one that "
                f"checkpoint {note.number} signed: entries were altered, added, "
                "removed or moved",
            )


def check_signatures(
    path: Path,
    notes: list[Note],
    state: LogState,
    report: Report,
    progress: Progress,
) -> None:
    """Check that each checkpoint is signed by a key that the log had by then (I7)."""
    verifies = fastest_ed25519()
    for note in notes:
        fitting = [
            key
            for key in state.keys
            if key.added < note.size <= state.retired.get(key.public, note.size)
            and key.name == note.name
            and key_id_of(key) == note.key_id
        ]
        message = note.text.encode("utf-8")
        if not any(verifies(k.public, message, note.signature) for k in fitting):
            what = "its signature is false" if fitting else "its key is not in the log"
            report.add("V027", path, f"checkpoint {note.number}: {what}")
        else:
            report.signatures += 1
        if note.number % 1000 == 0:
            progress(f"{note.number} signatures checked")


def check_vouching(
    path: Path, notes: list[Note], state: LogState, report: Report
) -> None:
    """Check that each later key was sealed by one before it, or says it was not."""
    for number, key in enumerate(state.keys):
        first = min(
            (note for note in notes if note.size > key.added),
            key=lambda note: note.size,
            default=None,
        )
        if number == 0 or first is None:
            continue
        before = [key_id_of(one) for one in state.keys[:number]]
        name = key_id_of(key).hex()
        if key.is_adopted:
            report.note(
                path,
                f"from entry {key.added} on this log is signed by the key {name}, for "
                "which no earlier key vouched (entry key-adopted: the earlier one was "
                "lost). Ask for it by another way, and name it with --key",
            )
        elif first.key_id not in before:
            report.add("V028", path, f"no earlier key vouches for the key {name} (I7)")


# --- Time stamps (RFC 3161) ----------------------------------------------------------


def der(data: bytes, at: int) -> tuple[int, int, int]:
    """Return tag, start and end of the DER value at an offset.

    Raises:
        ValueError: If it does not fit into the data.
    """
    head = data[at : at + 2]
    if len(head) != 2:  # noqa: PLR2004  tag and length
        raise ValueError("it is cut short")
    length, start = head[1], at + 2
    if length & 0x80:
        n_bytes = length & 0x7F
        length = int.from_bytes(data[start : start + n_bytes], "big")
        start += n_bytes
    if start + length > len(data):
        raise ValueError("it is cut short")
    return head[0], start, start + length


def der_parts(data: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return tag, start and end of each value inside a constructed one."""
    parts = []
    while start < end:
        parts.append(der(data, start))
        start = parts[-1][2]
    return parts


def der_path(data: bytes, *path: int) -> tuple[int, int, int]:
    """Go down from the outermost value by positions.

    Raises:
        ValueError: If there is no such value.
    """
    here = der(data, 0)
    for position in path:
        parts = der_parts(data, here[1], here[2])
        if position >= len(parts):
            raise ValueError("it is not a time stamp")
        here = parts[position]
    return here


def read_time_stamp(response: bytes) -> tuple[bytes, str]:
    """Return the digest that a time stamp is about, and its time as it says it.

    The signature is not checked here: openssl does (README).

    Raises:
        ValueError: If it is not a time stamp over a SHA-256.
    """
    # In the response the token, in it the signed data, in that what was signed.
    _, start, end = der_path(response, 1, 1, 0, 2, 1, 0)
    info = response[start:end]
    _, start, end = der_path(info, 2, 1)
    digest = info[start:end]
    tag, start, end = der_path(info, 4)
    if len(digest) != DIGEST_BYTES or tag != 0x18:  # noqa: PLR2004  GeneralizedTime
        raise ValueError("it is not a time stamp over a SHA-256")
    return digest, info[start:end].decode("ascii", "replace")


def check_anchors(
    store: Path, notes: list[Note], state: LogState, report: Report
) -> None:
    """Check that each time stamp is about a checkpoint of this log (I8)."""
    texts = {note_text(note).encode("utf-8"): note.size for note in notes}
    sizes = {hashlib.sha256(text).digest(): size for text, size in texts.items()}
    for seq, name in state.anchors:
        path = store / "objects" / "sha256" / name[:2] / name
        try:
            digest, at = read_time_stamp(read_plain(path))
        except (OSError, ValueError) as error:
            report.add("V060", path, f"entry {seq}: no time stamp: {error}")
            continue
        if digest not in sizes:
            report.add("V060", path, f"entry {seq}: is about no checkpoint of this log")
            continue
        report.note(
            path,
            f"a time stamp of {at} covers the first {sizes[digest]} entries; that an "
            "authority signed it is NOT checked here: see README.txt",
        )
    for path, _ in (
        walk(store / "anchors", report) if (store / "anchors").is_dir() else ()
    ):
        try:
            data = read_plain(path)
        except OSError as error:
            report.add("V033", path, str(error))
            continue
        is_note = data in texts and path.name == f"{texts[data]}.checkpoint"
        if not is_note and hashlib.sha256(data).hexdigest() not in state.objects:
            report.add("V061", path, "is altered, or nothing that the log names")


def note_text(note: Note) -> str:
    """Return a checkpoint as it was written."""
    raw = base64.b64encode(note.key_id + note.signature).decode("ascii")
    return f"{note.text}\n\u2014 {note.name} {raw}\n"


# --- Objects and other files ---------------------------------------------------------


def walk(folder: Path, report: Report) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield everything below a folder that is no folder, links not followed."""
    for path, _, found in walk_names(str(folder), report):
        yield Path(path), found


def walk_names(
    folder: str, report: Report, without: str = ""
) -> Iterator[tuple[str, str, os.stat_result]]:
    """Yield path, name and state of everything below a folder that is no folder.

    Texts, not paths: a store has many files, and making paths of them costs as much as
    reading them. The folder `without` is not entered.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            names = sorted(os.listdir(here))  # noqa: PTH208  names alone
        except OSError as error:
            report.add("V030", here, f"cannot be listed: {error.strerror}")
            continue
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118  see above
            try:
                found = os.lstat(path)
            except OSError as error:
                report.add("V030", path, f"cannot be looked at: {error.strerror}")
                continue
            if not stat.S_ISDIR(found.st_mode):
                yield path, name, found
            elif path != without:
                waiting.append(path)


def check_objects(  # noqa: PLR0917  one call, in the order of its reading
    store: Path,
    state: LogState,
    report: Report,
    progress: Progress,
    hashed: set[str],
    tell: Callable[[str], None],
) -> None:
    """Hash every object; find missing, altered, foreign and unnamed ones (I1, I3)."""
    folder = store / "objects" / "sha256"
    seen = set()
    last = time.monotonic()
    buffer = bytearray(CHUNK_BYTES)
    prefix = os.path.join(str(folder), "")  # noqa: PTH118  ends with a slash
    for path, name, found in walk_names(str(store / "objects"), report):
        at = prefix + name[:2] + os.sep + name
        if path != at or not DIGEST.fullmatch(name):
            report.add("V034", path, "does not belong here")
        elif not stat.S_ISREG(found.st_mode):
            report.add("V033", path, "is a link or a device, not a plain file")
            seen.add(name)
        elif name not in state.objects:
            report.note(path, "no entry names it (left by a stopped write)")
        elif name in state.erased:
            add_not_erased(path, state.erased[name], report)
        else:
            seen.add(name)
            if name in hashed:
                report.objects += 1
                report.bytes += found.st_size
            elif check_object(path, found.st_size, state, buffer, report):
                tell(name)
        if time.monotonic() - last > 1:
            last = time.monotonic()
            progress(f"{report.objects} of {len(state.objects)} objects hashed")
    tell_missing(folder, state, seen, report)


def add_not_erased(path: str, seq: int, report: Report) -> None:
    """Report an object that a decision erased and that lies here all the same."""
    report.add(
        "V035",
        path,
        f"is still here, entry {seq} says that it was erased: a stopped erasure, or "
        "an older copy put back; the next opening by Firsthand removes it",
    )


def tell_missing(folder: Path, state: LogState, seen: set[str], report: Report) -> None:
    """Report objects that are not there, and count those erased by decision (I3)."""
    if state.erased:
        report.note(
            folder,
            f"{len(state.erased)} objects were erased by decision (entries "
            f"{numbers(state.erased.values())}); every proof about them still holds",
        )
    for name in sorted(set(state.objects) - seen - set(state.erased)):
        seq = state.objects[name][1]
        report.add(
            "V031", folder / name[:2] / name, f"is missing; entry {seq} names it"
        )


def numbers(seqs: Iterable[int]) -> str:
    """Return the first few numbers in words."""
    listed = sorted(seqs)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(str(seq) for seq in listed[:SHOWN]) + more


def check_object(
    path: str, size: int, state: LogState, buffer: bytearray, report: Report
) -> bool:
    """Hash one object, compare its digest with its name and its size; True = good."""
    name = os.path.basename(path)  # noqa: PTH119  see walk_names
    try:
        found = digest_of_file(path, buffer)
    except OSError as error:
        report.add("V030", path, f"cannot be read: {error}")
        return False
    report.objects += 1
    report.bytes += size
    if found != name:
        report.add("V032", path, f"is altered: its SHA-256 is {found}")
        return False
    stated = state.objects[name][0]
    if stated is not None and stated != size:
        report.add("V032", path, f"has {size} bytes, its entry says {stated}")
        return False
    return True


def digest_of_file(path: str, buffer: bytearray) -> str:
    """Return the SHA-256 of a plain file, read through a buffer that is used again.

    Raises:
        OSError: If it cannot be read, or is a link.
    """
    digest, view = hashlib.sha256(), memoryview(buffer)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", buffering=0) as file:  # noqa: PTH123  a handle
        while True:
            n_bytes = file.readinto(view)
            if not n_bytes:
                return digest.hexdigest()
            digest.update(view[:n_bytes])


def check_fixed_files(store: Path, state: LogState, report: Report) -> None:
    """Check declaration, README, verify.py and keys, and find files of nobody."""
    expect(store / DECLARATION_NAME, DECLARATION, "V001", report)
    expect_digest(store / "README.txt", state.readme, "V002", report)
    expect_digest(store / "verify.py", state.verifier, "V003", report)
    allowed = {"README.txt", "verify.py", DECLARATION_NAME}
    for key in state.keys:
        stem = f"signing-{key_id_of(key).hex()}"
        vkey = base64.b64encode(b"\x01" + key.public).decode("ascii")
        text = f"{key.name}+{key_id_of(key).hex()}+{vkey}\n"
        expect(store / "keys" / f"{stem}.vkey", text.encode("utf-8"), "V004", report)
        expect(store / "keys" / f"{stem}.pub.pem", public_pem(key), "V004", report)
        if hashlib.sha256(public_pem(key)).hexdigest() != state.pems[stem[8:]]:
            report.add("V004", store / "log", f"entry {key.added} names another key")
        allowed |= {f"keys/{stem}.vkey", f"keys/{stem}.pub.pem"}
    # What lies below objects/ was looked at one by one.
    start = len(os.path.join(str(store), ""))  # noqa: PTH118  ends with a slash
    for path, _, _ in walk_names(str(store), report, str(store / "objects")):
        inside = path[start:].replace(os.sep, "/")
        if inside not in allowed and not IN_PLACE.fullmatch(inside):
            report.add("V034", path, "does not belong here")


def public_pem(key: Key) -> bytes:
    """Return a public key as PEM (RFC 8410)."""
    der = bytes.fromhex("302a300506032b6570032100") + key.public
    body = base64.b64encode(der)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"


def expect(path: Path, wanted: bytes, code: str, report: Report) -> None:
    """Report a file that is absent or holds anything but the wanted bytes."""
    try:
        if read_plain(path) != wanted:
            report.add(code, path, "is altered")
    except OSError as error:
        report.add(code, path, f"cannot be read: {error}")


def expect_digest(path: Path, wanted: str | None, code: str, report: Report) -> None:
    """Report a file whose SHA-256 is not the one that the log states."""
    try:
        found = hashlib.sha256(read_plain(path)).hexdigest()
    except OSError as error:
        report.add(code, path, f"cannot be read: {error}")
        return
    if wanted is None:
        report.add(code, path, "cannot be checked: entry 0 of the log is unreadable")
    elif found != wanted:
        report.add(code, path, "is altered: its SHA-256 is not the one the log names")


# --- The whole -----------------------------------------------------------------------


def check_store(
    store: Path,
    *,
    key: str | None = None,
    also_keys: tuple[str, ...] = (),
    receipts: tuple[str, ...] = (),
    progress: Progress = lambda _: None,
    hashed: set[str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Check a whole store.

    Args:
        store: The folder that holds log/ and objects/.
        key: Public key (vkey text) that must have begun the log; None = any.
        also_keys: Keys that later took over without an earlier one vouching for them,
            known from outside.
        receipts: Signed checkpoints kept outside: the log must still extend each.
        progress: Called with a line now and then.
        hashed: Objects not to hash again: an earlier look, which was stopped, found
            them good.
        tell: Called with the name of each object found good.
    """
    report = Report()
    path = store / "log" / "checkpoints"
    checkpoints, files = read_log(store, report)
    notes = check_notes(path, checkpoints, report)
    sealed = max([note.size for note in notes], default=0)
    state = check_entries(files, sealed, report, progress)
    check_roots(store, notes, state, report)
    check_signatures(path, notes, state, report, progress)
    check_vouching(path, notes, state, report)
    check_objects(store, state, report, progress, hashed or set(), tell)
    check_fixed_files(store, state, report)
    check_anchors(store, notes, state, report)
    if key is not None:
        check_key(path, key, state, report, also_keys)
    for number, receipt in enumerate(receipts, start=1):
        check_receipt(f"receipt {number}", receipt, state, report)
    report.head = notes[-1] if notes else None
    return report


def check_key(
    path: Path, key: str, state: LogState, report: Report, also: tuple[str, ...] = ()
) -> None:
    """Check that the log's first key is the one that somebody outside knows.

    And that each key which no earlier one vouched for is known outside as well.
    """
    try:
        wanted, *others = [parse_vkey(one.strip(), 0) for one in (key, *also)]
    except (ValueError, binascii.Error) as error:
        report.add("V040", "--key", f"is not a public key: {error}")
        return
    if not state.keys or state.keys[0][1:3] != wanted[1:3]:
        report.add("V040", path, "this log was not begun by the key you named")
    for one in state.keys:
        if one.is_adopted and one.public not in [other.public for other in others]:
            report.add(
                "V043",
                path,
                f"from entry {one.added} on it is signed by a key that none vouched "
                "for and that you did not name",
            )


def check_receipt(name: str, text: str, state: LogState, report: Report) -> None:
    """Check that the log still extends a checkpoint that was handed out (I9)."""
    try:
        note = parse_note(text, 0)
    except (ValueError, binascii.Error) as error:
        report.add("V041", name, f"is not a signed checkpoint: {error}")
        return
    if not _is_signed(note, state.keys):
        report.add("V041", name, "is not signed by a key of this log")
        return
    frontier = Frontier()
    for leaf in state.leaves[: note.size]:
        frontier.add(leaf)
    if note.size > len(state.leaves) or frontier.root() != note.root:
        report.add(
            "V042",
            name,
            f"says that the log had {note.size} entries which are not (all) here: "
            "this store was rolled back, cut or rewritten since",
        )


def _is_signed(note: Note, keys: list[Key]) -> bool:
    message = note.text.encode("utf-8")
    return any(
        key.name == note.name
        and key_id_of(key) == note.key_id
        and ed25519_verifies(key.public, message, note.signature)
        for key in keys
    )


def check_proof(text: str, key: str | None) -> tuple[Note, bytes]:
    """Check one tlog-proof: its entry is in the tree that its checkpoint signs.

    Args:
        text: The proof.
        key: Public key of the log (vkey text); None = the signature is not checked.

    Returns:
        The checkpoint, and the bytes of the entry.

    Raises:
        ValueError: If the proof does not hold.
    """
    head, _, note_text = text.partition("\n\n")
    lines = head.split("\n")
    index = INDEX_LINE.fullmatch(lines[2]) if len(lines) > 2 else None  # noqa: PLR2004  header, extra, index
    if lines[0] != PROOF_HEADER or index is None or not lines[1].startswith("extra "):
        raise ValueError("it is not a tlog-proof with its lines `extra` and `index`")
    entry = base64.b64decode(lines[1][6:].encode("ascii"), validate=True)
    note = parse_note(note_text, 1)
    path = [exact_base64(line, DIGEST_BYTES) for line in lines[3:]]
    at = int(index.group(1))
    if at >= note.size:
        raise ValueError("the entry lies beyond the checkpoint")
    if root_from_path(leaf_hash(entry), at, note.size, path) != note.root:
        raise ValueError("the path does not lead to the signed root")
    if key is not None and not _is_signed(note, [parse_vkey(key.strip(), 0)]):
        raise ValueError("the checkpoint is not signed by the key you named")
    return note, entry


def check_consistency(older: Note, text: str, key: str | None) -> Note:
    """Check one consistency proof: the log at its checkpoint extends an older one.

    RFC 9162, 2.1.4.2.

    Args:
        older: The older checkpoint, whose signature is somebody else's business.
        text: The proof.
        key: Public key of the log (vkey text); None = the signature is not checked.

    Returns:
        The newer checkpoint.

    Raises:
        ValueError: If the proof does not hold.
    """
    head, _, note_text = text.partition("\n\n")
    first, *lines = head.split("\n")
    note = parse_note(note_text, 1)
    path = [exact_base64(line, DIGEST_BYTES) for line in lines]
    if first != f"old {older.size}":
        raise ValueError(f"it does not begin with `old {older.size}`")
    if note.name != older.name:
        raise ValueError("the checkpoints are of different logs")
    if not 0 < older.size <= note.size:
        raise ValueError("the older checkpoint is not the smaller one")
    if roots_from_path(older, note.size, path) != (older.root, note.root):
        raise ValueError("the log at the newer checkpoint does not extend the older")
    if key is not None and not _is_signed(note, [parse_vkey(key.strip(), 0)]):
        raise ValueError("the checkpoint is not signed by the key you named")
    return note


def roots_from_path(
    older: Note, size: int, path: list[bytes]
) -> tuple[bytes, bytes] | None:
    """Return both roots that a consistency proof leads to; None = a wrong length."""
    if older.size == size:
        return (older.root, older.root) if not path else None
    node, last = older.size - 1, size - 1
    while node % 2:
        node, last = node // 2, last // 2
    hashes = list(path)
    if not node:  # the older tree is a whole subtree of the newer
        hashes.insert(0, older.root)
    if not hashes:
        return None
    before = after = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            return None
        if node % 2 or node == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            after = node_hash(after, sibling)
        node, last = node // 2, last // 2
    return None if last else (before, after)


# --- Command line --------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["proof"]:
        return main_proof(words[1:])
    if words[:1] == ["consistency"]:
        return main_consistency(words[1:])
    if words[:1] == ["package"]:
        return main_package(words[1:])
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    here = Path(__file__).absolute().parent
    parser.add_argument("store", nargs="?", type=Path, default=here)
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        help="public key that must have begun the log; again for adopted keys",
    )
    parser.add_argument("--receipt", action="append", default=[], type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(words)
    if not (given.store / "log").is_dir():
        parser.error(f"{given.store} is not a store: it has no folder `log`")
    try:
        receipts = tuple(path.read_text(encoding="utf-8") for path in given.receipt)
    except (OSError, ValueError) as error:
        parser.error(f"a receipt cannot be read: {error}")
    report = check_store(
        given.store,
        key=given.key[0] if given.key else None,
        also_keys=tuple(given.key[1:]),
        receipts=receipts,
        progress=_to_stderr,
    )
    sys.stdout.write(as_json(report) if given.json else as_text(report))
    return 3 if report.problems else 0


def main_proof(words: list[str]) -> int:
    """Check a proof from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py proof")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", help="public key of the log, as vkey text")
    given = parser.parse_args(words)
    try:
        text = given.file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        parser.error(f"{given.file} cannot be read: {error}")
    try:
        note, entry = check_proof(text, given.key)
    except (ValueError, binascii.Error) as error:
        sys.stdout.write(f"V050 {given.file}: {error}\n")
        return 3
    signed = "signature good" if given.key else "signature NOT checked (give --key)"
    sys.stdout.write(entry.decode("utf-8", "replace") + "\n")
    sys.stdout.write(f"in the log {note.name} at size {note.size}; {signed}\n")
    return 0


def main_consistency(words: list[str]) -> int:
    """Check a consistency proof from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py consistency")
    parser.add_argument("older", type=Path, help="a signed checkpoint, kept since")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", help="public key of the log, as vkey text")
    given = parser.parse_args(words)
    try:
        texts = [path.read_text(encoding="utf-8") for path in (given.older, given.file)]
    except (OSError, ValueError) as error:
        parser.error(f"a file cannot be read: {error}")
    try:
        older = parse_note(texts[0], 1)
        note = check_consistency(older, texts[1], given.key)
    except (ValueError, binascii.Error) as error:
        sys.stdout.write(f"V050 {given.file}: {error}\n")
        return 3
    signed = "signature good" if given.key else "signature NOT checked (give --key)"
    sys.stdout.write(
        f"the log {note.name} only grew from {older.size} to {note.size} entries; "
        f"{signed}\n"
    )
    return 0


def main_package(words: list[str]) -> int:
    """Check a proof package from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py package")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", help="public key of the log, got by another way")
    given = parser.parse_args(words)
    report = check_package(given.folder, given.key)
    for problem in report.problems:
        sys.stdout.write(f"{problem.code} {problem.path}: {problem.message}\n")
    for note in report.notes:
        sys.stdout.write(f"note: {note}\n")
    n = len(report.problems)
    sys.stdout.write(
        f"{report.objects} files, {report.entries} proofs: "
        + ("all good\n" if n == 0 else f"{n} PROBLEMS\n")
    )
    return 3 if report.problems else 0


def check_package(folder: Path, key: str | None = None) -> Report:
    """Check a proof package: its sums, its proofs, and that the bytes are those named.

    Args:
        folder: The package.
        key: Public key of the log (vkey text); None = the newest of the package's own.
    """
    report = Report()
    named = check_sums(folder, report)
    keys = {path.name: path for path in folder.glob("keys/*.vkey")}
    proven: set[str] = set()
    check_states(folder, key, keys, report)
    for path in sorted(folder.glob("proofs/*.tlog-proof")):
        try:
            text = path.read_text(encoding="utf-8")
            note, _ = check_proof(text, None)
            own = keys.get(f"signing-{note.key_id.hex()}.vkey")
            used = own.read_text(encoding="utf-8") if own else key
            _, entry = check_proof(text, used or "no key in this package signed it")
        except (OSError, ValueError, binascii.Error) as error:
            report.add("V050", path, str(error))
            continue
        report.entries += 1
        parsed = json.loads(entry)
        proven |= {str(parsed.get("sha256")), str(parsed.get("commit"))}
    for name in named:
        place, _, digest = name.partition("/")
        if place in ("objects", "private") and digest not in proven:
            report.add("V051", folder / name, "no proof here names it")
        if place in ("objects", "private") and named[name] != digest:
            report.add("V032", folder / name, "its name is not its SHA-256")
    check_package_key(folder, key, keys, report)
    return report


def check_states(
    folder: Path, key: str | None, keys: dict[str, Path], report: Report
) -> None:
    """Check that all checkpoints of a package are states of one log that only grew."""
    roots: dict[int, bytes] = {}
    for path in sorted([*folder.rglob("*checkpoint"), *folder.rglob("*.tlog-*")]):
        try:
            text = path.read_text(encoding="utf-8")
            is_bare = path.name.endswith("checkpoint")
            note = parse_note(text if is_bare else text.partition("\n\n")[2], 1)
        except (OSError, ValueError, binascii.Error):
            continue  # told where it is checked
        if roots.setdefault(note.size, note.root) != note.root:
            report.add(
                "V052", path, f"another state of {note.size} entries is here too"
            )
    for path in sorted(folder.glob("consistency/*.tlog-consistency")):
        try:
            before = path.with_name(f"{path.name.partition('-')[0]}.checkpoint")
            older = parse_note(before.read_text(encoding="utf-8"), 1)
            newer = check_consistency(older, path.read_text(encoding="utf-8"), None)
            signed = [_is_signed_here(note, key, keys) for note in (older, newer)]
        except (OSError, ValueError, binascii.Error) as error:
            report.add("V050", path, str(error))
            continue
        report.entries += 1
        if not all(signed):
            report.add("V027", path, "no key in this package signed these states")


def _is_signed_here(note: Note, key: str | None, keys: dict[str, Path]) -> bool:
    own = keys.get(f"signing-{note.key_id.hex()}.vkey")
    used = own.read_text(encoding="utf-8") if own else key
    return used is not None and _is_signed(note, [parse_vkey(used.strip(), 0)])


def check_package_key(
    folder: Path, key: str | None, keys: dict[str, Path], report: Report
) -> None:
    """Check that the package's checkpoint is signed by the key that somebody knows."""
    try:
        note = parse_note((folder / "checkpoint").read_text(encoding="utf-8"), 1)
        own = keys[f"signing-{note.key_id.hex()}.vkey"].read_text(encoding="utf-8")
        used = parse_vkey((key or own).strip(), 0)
    except (OSError, KeyError, ValueError, binascii.Error) as error:
        report.add("V021", folder / "checkpoint", f"cannot be checked: {error}")
        return
    if not _is_signed(note, [used]):
        report.add("V027", folder / "checkpoint", "not signed by that key")
    if key is None:
        report.note(folder / "keys", "the key came with the package: get it elsewhere")


def check_sums(folder: Path, report: Report) -> dict[str, str]:
    """Check SHA256SUMS: every file named, every digest right, nothing beside them."""
    try:
        text = read_plain(folder / "SHA256SUMS").decode("utf-8")
    except (OSError, ValueError) as error:
        report.add("V030", folder / "SHA256SUMS", f"cannot be read: {error}")
        return {}
    rows = [line.partition("  ") for line in text.splitlines()]
    named = {name: digest for digest, _, name in rows}
    for path, found in walk(folder, report):
        inside = path.relative_to(folder).as_posix()
        if inside == "SHA256SUMS":
            continue
        if inside not in named or not stat.S_ISREG(found.st_mode):
            report.add("V034", path, "does not belong here")
            continue
        report.objects += 1
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != named[inside]:
            report.add("V032", path, f"is altered: its SHA-256 is {digest}")
    for name in named:
        if not (folder / name).is_file():
            report.add("V031", folder / name, "is missing")
    return named


def as_text(report: Report) -> str:
    """Return the report for people."""
    lines = [f"{p.code} {p.path}: {p.message}" for p in report.problems]
    lines += [f"note: {note}" for note in report.notes]
    n = len(report.problems)
    lines.append(
        f"{report.objects} objects ({report.bytes} bytes), {report.entries} entries, "
        f"{report.signatures} of {report.checkpoints} signed checkpoints good: "
        + ("nothing altered, log unbroken" if n == 0 else f"{n} PROBLEMS")
    )
    if report.head is not None:
        lines.append(f"root {report.head.root.hex()} at size {report.head.size}")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """Return the report as one line of JSON."""
    whole = {
        "entries": report.entries,
        "objects": report.objects,
        "bytes": report.bytes,
        "checkpoints": report.checkpoints,
        "problems": [problem._asdict() for problem in report.problems],
        "notes": report.notes,
        "root": report.head.root.hex() if report.head else None,
    }
    return json.dumps(whole) + "\n"


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
