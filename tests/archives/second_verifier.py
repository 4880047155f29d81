"""A second verifier, written from docs/format.md alone; it shares no code with ours.

It exists to prove that the document is complete: what this program needs to know and
the document does not say is a fault of the document. Standard library and
`cryptography`. One line a fault: code as in "Checking", then where.
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "firsthand_store_1.0"
PER_FILE = 65_536
COMMON = {"seq", "at", "by", "case", "act", "type", "tool"}
# F002, "type | has": beside what all entries have; in brackets what may be absent.
HAS = """
store-created sha256 size readme | key-added sha256 size key | act commit [undoes]
capture sha256 size | derivative sha256 size | segment sha256 size | read sha256
anchored sha256 size | verifier-added sha256 size | key-adopted sha256 size key
key-retired key | sealed sha256 size plain | erased sha256 | recovered commit
"""
FIELDS = {
    row.split()[0]: set(row.split()[1:])
    for row in HAS.replace("\n", "|").split("|")
    if row.strip()
}
HEX64 = re.compile(r"[0-9a-f]{64}")
SHAPES = {
    "at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "by": re.compile(r"[A-Za-z0-9_.-]{1,64}"),
    "tool": re.compile(r"[\x20-\x7e]{1,200}"),
    **dict.fromkeys(("sha256", "commit", "readme", "plain"), HEX64),
}


def faults_of(store: Path) -> list[str]:
    """Verify a store; what is wrong, empty = nothing."""
    found: list[str] = []
    declared = store / f"0={FORMAT}"
    if not declared.is_file() or declared.read_bytes() != f"{FORMAT}\n".encode():
        found.append("V001")
    lines = _lines(store / "log", found)
    entries = _entries(lines, found)
    if not found:
        _check_notes(store / "log" / "checkpoints", lines, entries, found)
        _check_objects(store, entries, found)
        _check_small_files(store, entries, found)
    return found


def _lines(log: Path, found: list[str]) -> list[bytes]:
    lines: list[bytes] = []
    number = 0
    while True:
        path = log / (f"entries-{number:06d}.jsonl" if number else "entries.jsonl")
        if not path.exists():
            return lines
        *whole, rest = path.read_bytes().split(b"\n")
        if rest:
            found.append(f"V012 {path.name}")
        if len(lines) != number * PER_FILE:
            found.append(f"V014 {path.name}")
        lines += whole
        number += 1


def _entries(lines: list[bytes], found: list[str]) -> list[dict]:
    entries = []
    for seq, line in enumerate(lines):
        try:
            entry = json.loads(line, object_pairs_hook=_once)
            again = json.dumps(
                entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            has = FIELDS[entry["type"]]
            needed = {name for name in has if name[0] != "["}
            fits = (
                again.encode() == line
                and len(line) <= 60_000
                and entry["seq"] == seq
                and COMMON | needed
                <= set(entry)
                <= COMMON | {n.strip("[]") for n in has}
                and all(p.fullmatch(entry[k]) for k, p in SHAPES.items() if k in entry)
                and entry["case"] == json.loads(lines[0])["case"]
                and (entry["type"] == "store-created") == (seq == 0)
            )
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            found.append(f"V011 entry {seq}")
            return entries
        entries.append(entry)
    return entries


def _once(pairs: list[tuple[str, object]]) -> dict:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, by its words: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    pair = _root(leaves[:split]) + _root(leaves[split:])
    return hashlib.sha256(b"\1" + pair).digest()


def _key_of(vkey: str) -> tuple[str, bytes, bytes]:
    name, key_id, data = vkey.split("+", 2)
    raw = _unbase(data)
    wanted = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[0] != 1 or len(raw) != 33 or wanted.hex() != key_id:
        raise ValueError(vkey)
    return name, wanted, raw[1:]


def _keys(entries: list[dict], before: int) -> set[tuple[str, bytes, bytes]]:
    """Return who may sign a checkpoint that follows one of size `before`."""
    keys: set = set()
    for entry in entries:
        if entry["type"] == "key-retired":
            keys.discard(_key_of(entry["key"]))
        elif "key" in entry and (
            # Rotation: a key that is added is sealed by one before it.
            entry["type"] == "key-adopted" or entry["seq"] < before or not keys
        ):
            keys.add(_key_of(entry["key"]))
    return keys


def _unbase(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("base64 is not canonical")
    return raw


def _check_notes(
    path: Path, lines: list[bytes], entries: list[dict], found: list[str]
) -> None:
    leaves = [hashlib.sha256(b"\0" + line).digest() for line in lines]
    parts = path.read_text(encoding="utf-8").split("\n\n") if path.exists() else [""]
    if parts.pop() or len(parts) % 2 or not parts:
        found.append("V024 checkpoints")
        return
    size = 0
    for text, signature in zip(parts[::2], parts[1::2], strict=True):
        try:
            origin, number, root = text.split("\n")
            dash, name, signed = signature.split(" ")
            before, size = size, int(number)
            raw = _unbase(signed)
            keys = _keys(entries[:size], before)
            fits = (
                dash == "\u2014"
                and str(size) == number
                and before < size <= len(lines)
                and name == origin == f"firsthand.invalid/{entries[0]['case']}"
                and _unbase(root) == _root(leaves[:size])
            )
            (public,) = (k for n, i, k in keys if (n, i) == (name, raw[:4]))
            body = f"{text}\n".encode()
            Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], body)
        except (ValueError, InvalidSignature):
            fits = False
        if not fits:
            found.append(f"V02x checkpoint {size}")
            return
    if size != len(lines):
        found.append("V012 entries beyond the last checkpoint")


def _check_objects(store: Path, entries: list[dict], found: list[str]) -> None:
    sizes: dict[str, int | None] = {}
    for entry in entries:
        if "commit" in entry:
            sizes.setdefault(entry["commit"], None)
        if entry["type"] == "erased":
            if entry["sha256"] not in sizes:
                found.append(f"V011 entry {entry['seq']}: erases what was never here")
            sizes.pop(entry["sha256"], None)
        elif "size" in entry:
            sizes[entry["sha256"]] = entry["size"]
    held = {p.name: p for p in (store / "objects" / "sha256").glob("*/*")}
    gone = {e["sha256"] for e in entries if e["type"] == "erased"}
    found += (f"V031 {name}" for name in sizes if name not in held)
    found += (f"V035 {name}" for name in gone if name in held)
    for name, path in held.items():
        if path.is_symlink() or not path.is_file():
            found.append(f"V033 {name}")
        elif not HEX64.fullmatch(name) or path.parent.name != name[:2]:
            found.append(f"V034 {name}")
        elif hashlib.sha256(data := path.read_bytes()).hexdigest() != name or sizes.get(
            name
        ) not in {None, len(data)}:
            found.append(f"V032 {name}")


def _check_small_files(store: Path, entries: list[dict], found: list[str]) -> None:
    named = {entry.get("sha256") for entry in entries}
    for name, wanted in (
        ("README.txt", {entries[0]["readme"]}),
        ("verify.py", {[e["sha256"] for e in entries if e["type"] in
                        {"store-created", "verifier-added"}][-1]}),
    ):  # fmt: skip
        path = store / name
        if not path.is_file() or _digest(path) not in wanted:
            found.append(f"V002/3 {name}")
    added = [e for e in entries if e["type"] in {"key-added", "key-adopted"}]
    for entry in added:
        stem = f"signing-{_key_of(entry['key'])[1].hex()}"
        pem, vkey = (store / "keys" / f"{stem}.{end}" for end in ("pub.pem", "vkey"))
        if not pem.is_file() or _digest(pem) != entry["sha256"]:
            found.append(f"V004 {pem.name}")
        if not vkey.is_file() or vkey.read_bytes() != f"{entry['key']}\n".encode():
            found.append(f"V004 {vkey.name}")
    if len(list((store / "keys").iterdir())) != 2 * len(added):
        found.append("V034 keys")
    notes = (store / "log" / "checkpoints").read_text(encoding="utf-8").split("\n\n")
    texts = {f"{a}\n\n{b}\n" for a, b in zip(notes[::2], notes[1::2], strict=False)}
    for path in sorted((store / "anchors").glob("*")):
        is_note = path.suffix == ".checkpoint" and path.read_text() in texts
        if not is_note and _digest(path) not in named:
            found.append(f"V061 {path.name}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    wrong = faults_of(Path(sys.argv[1]))
    print(*wrong or ["nothing wrong"], sep="\n")  # noqa: T201  its only output
    sys.exit(3 if wrong else 0)
