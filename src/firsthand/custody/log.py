"""The log on disk: entries, the checkpoints that seal them, recovery of a torn end.

`entries.jsonl` and `checkpoints` only ever grow. What lies beyond the last complete,
signed checkpoint was never acknowledged: it is set aside in quarantine, not deleted
and not sealed. Anything else that does not fit is a fault: the log is then read-only
and is never mended in place. Format: F002, F004. Invariants: I2, I4-I7, I12.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from firsthand.custody import durable
from firsthand.custody.entry import EntryType, parse_entry
from firsthand.custody.merkle import MerkleTree
from firsthand.custody.note import (
    Checkpoint,
    SignedNote,
    SigningKey,
    VerifierKey,
    parse_note,
    parse_vkey,
)
from firsthand.errors import EvidenceError, IntegrityError

ENTRIES_PER_FILE = 65_536
_BLOCK = 256  # divides ENTRIES_PER_FILE
_SPECIAL = (
    b'"type":"key-',
    b'"type":"store-created"',
    b'"type":"verifier-added"',
    b'"type":"erased"',
)


def entries_name(number: int) -> str:
    """Return the name of the n-th entries file: entries.jsonl, entries-000001.jsonl."""
    return f"entries-{number:06d}.jsonl" if number else "entries.jsonl"


class Log:
    """The log of one store, as far as it is sealed.

    Attributes:
        folder: STORE/log.
        tree: Merkle tree over the sealed entries.
        note: The newest signed checkpoint; "" before the first.
        per_file: Entries in one file.
        keys: Public keys with the index of the entry that added each.
        retired: Keys that no longer sign, with the index of the entry that says so.
        verifiers: Digests of verify.py as the log names it, oldest first.
        fault: What is wrong with the log, naming the file; None = nothing. A log
            with a fault is not written to.
    """

    def __init__(self, folder: Path, *, per_file: int = ENTRIES_PER_FILE) -> None:
        """Take the folder; nothing is read before `catch_up`."""
        self.folder = folder
        self.tree = MerkleTree()
        self.note = ""
        self.keys: list[tuple[int, VerifierKey]] = []
        self.retired: list[tuple[int, VerifierKey]] = []
        self.verifiers: list[str] = []
        self.erased: dict[str, int] = {}
        self.fault: str | None = None
        self.per_file = per_file
        self._block = min(_BLOCK, per_file)
        self._marks: list[int] = []
        self._next = 0
        self._notes_end = 0
        self._entries_end = 0  # offset in the file that takes the next entry

    @property
    def size(self) -> int:
        """Number of sealed entries."""
        return self.tree.size

    @property
    def checkpoints(self) -> Path:
        """The file of all signed checkpoints."""
        return self.folder / "checkpoints"

    def signing_key(self) -> VerifierKey:
        """Return the key that signs now: the one added last.

        Raises:
            IntegrityError: If no entry adds a key.
        """
        if not self.keys:
            raise IntegrityError(f"{self.folder}: no entry of the log adds a key")
        return self.keys[-1][1]

    # --- reading -----------------------------------------------------------------

    def catch_up(self) -> None:
        """Take in what was sealed since the last look, or find the fault.

        A log that holds less than was known, or entries whose root is not the one
        that was signed, sets `fault`; a torn end is left for `set_aside_tail`.
        """
        if self.fault is not None:
            return
        try:
            notes, fault = self._new_notes()
            if notes:
                self._take_in(notes)
            self.fault = fault
        except IntegrityError as error:
            self.fault = str(error)
        except OSError as error:
            self.fault = f"{error.filename or self.folder}: cannot be read: {error}"

    def _new_notes(self) -> tuple[list[tuple[str, SignedNote]], str | None]:
        # The complete notes up to the first that is none, and what is wrong with it.
        parts = _read_from(self.checkpoints, self._notes_end).split(b"\n\n")
        complete = (len(parts) - 1) // 2
        found: list[tuple[str, SignedNote]] = []
        try:
            for number in range(complete):
                body, signature = parts[2 * number : 2 * number + 2]
                found.append(self._read_note(body, signature))
            last = found[-1][0] if found else self.note
            self._refuse_spoiled_end(b"\n\n".join(parts[2 * complete :]), last)
        except IntegrityError as error:
            return found, str(error)
        return found, None

    def _read_note(self, body: bytes, signature: bytes) -> tuple[str, SignedNote]:
        try:
            text = (body + b"\n\n" + signature + b"\n").decode()
            return text, parse_note(text)
        except (UnicodeDecodeError, IntegrityError) as error:
            raise IntegrityError(f"{self.checkpoints}: {error}") from error

    def _refuse_spoiled_end(self, rest: bytes, last_note: str) -> None:
        # A torn end is shorter than a note. One as long as a note was once complete:
        # its bytes were altered later, and cutting it off would lose sealed entries.
        shortest = len(last_note.encode()) + 1 + _digits_more(rest, last_note)
        if not last_note or len(rest) < shortest or _is_note_without_its_end(rest):
            return
        raise IntegrityError(f"{self.checkpoints}: the last checkpoint was altered")

    def _take_in(self, notes: list[tuple[str, SignedNote]]) -> None:
        first = good = self.size
        lines, end, shortage = self._lines_until(notes[-1][1].checkpoint.size)
        try:
            for line in lines:
                self._take_line(line)
            for text, signed in notes:
                if shortage and signed.checkpoint.size > self.size:
                    raise IntegrityError(shortage)  # noqa: TRY301  same clean-up
                good = self._check_note(signed, good)
                self.note = text
            self._check_signature(notes[-1][1])
        except IntegrityError:
            self.tree.cut(good)
            self._name_the_fault(lines, first)
            raise
        self._entries_end = end
        self._notes_end += sum(len(text.encode()) + 1 for text, _ in notes)

    def _take_line(self, line: bytes) -> None:
        # Where each block of entries begins in its file, so that one is read alone.
        seq = self.size
        if seq % self._block == 0:
            self._marks.append(self._next)
        self._take_special(line, seq)
        self.tree.append(line)
        is_last = (seq + 1) % self.per_file == 0
        self._next = 0 if is_last else self._next + len(line) + 1

    def _take_special(self, line: bytes, seq: int) -> None:
        # Entries that bear on the log itself: keys, and which verifier is in force.
        if not any(word in line for word in _SPECIAL):
            return
        entry = parse_entry(line, seq)
        if entry.type in {EntryType.STORE_CREATED, EntryType.VERIFIER_ADDED}:
            self.verifiers += [entry.sha256] if entry.sha256 else []
        elif entry.type is EntryType.KEY_RETIRED and entry.key is not None:
            self.retired.append((seq, parse_vkey(entry.key)))
        elif entry.type is EntryType.ERASED and entry.sha256 is not None:
            self.erased[entry.sha256] = seq
        elif entry.key is not None:
            self.keys.append((seq, parse_vkey(entry.key)))

    def _check_note(self, signed: SignedNote, previous: int) -> int:
        at = signed.checkpoint
        if not previous < at.size <= self.tree.size:
            raise IntegrityError(
                f"{self.checkpoints}: a checkpoint of size {at.size} follows one of "
                f"size {previous}"
            )
        if self.tree.root(at.size) != at.root:
            raise IntegrityError(
                f"{self.folder}: entries {previous} to {at.size - 1} are not those "
                f"that the checkpoint of size {at.size} signed; restore this folder "
                "from a backup"
            )
        return at.size

    def _check_signature(self, signed: SignedNote) -> None:
        size = signed.checkpoint.size
        gone = [key for retired, key in self.retired if retired < size]
        keys = [key for added, key in self.keys if added < size and key not in gone]
        if not any(signed.is_signed_by(key) for key in keys):
            raise IntegrityError(
                f"{self.checkpoints}: the checkpoint of size {size} is not signed by "
                "a key of this log"
            )

    def _name_the_fault(self, lines: Sequence[bytes], first: int) -> None:
        # Parse the new lines: one that is no entry is named more exactly.
        for offset, line in enumerate(lines):
            try:
                parse_entry(line, first + offset)
            except IntegrityError as error:
                number = (first + offset) // self.per_file
                path = self.folder / entries_name(number)
                raise IntegrityError(
                    f"{path}: line {(first + offset) % self.per_file + 1}: {error}"
                ) from error

    def _lines_until(self, size: int) -> tuple[list[bytes], int, str | None]:
        # The lines of entries self.size..size-1, where the last one ends in its file
        # (0 = the next entry opens a new file), and what is missing if not all there.
        lines: list[bytes] = []
        at, offset = self.size, self._entries_end
        while at < size:
            number, within = divmod(at, self.per_file)
            path = self.folder / entries_name(number)
            wanted = min(size - at, self.per_file - within)
            found = _read_from(path, offset).split(b"\n", wanted)[:-1][:wanted]
            lines += found
            at += wanted
            offset += sum(map(len, found)) + wanted
            if len(found) < wanted:
                shortage = (
                    f"{path}: holds {within + len(found)} entries, but a signed "
                    f"checkpoint covers {within + wanted}: the log has been cut; "
                    "restore it from a backup"
                )
                return lines, offset, shortage
            if at % self.per_file == 0:
                offset = 0
        return lines, offset, None

    def lines(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Yield sealed entries from `start` to before `stop`, with their index.

        Raises:
            EvidenceError: If a file has become shorter since it was read.
        """
        at = start
        while at < min(stop, self.size):
            number, within = divmod(at, self.per_file)
            path = self.folder / entries_name(number)
            wanted = min(self.per_file - within, min(stop, self.size) - at)
            skipped = at % self._block
            found = self._blocks(path, at, at + wanted).split(b"\n")[:-1]
            if len(found) < skipped + wanted:
                raise EvidenceError(f"{path}: entry {at} is no longer there")
            yield from enumerate(found[skipped : skipped + wanted], start=at)
            at += wanted

    def _blocks(self, path: Path, start: int, stop: int) -> bytes:
        # The blocks of one file that hold entries start..stop-1.
        begin, after = self._marks[start // self._block], -(-stop // self._block)
        ends_file = after * self._block % self.per_file == 0
        is_open = ends_file or after >= len(self._marks)
        with path.open("rb") as file:
            file.seek(begin)
            return file.read(-1 if is_open else self._marks[after] - begin)

    def notes(self) -> Iterator[tuple[int, str]]:
        """Yield every checkpoint that was taken in: its size and its text."""
        data = self.checkpoints.read_bytes()[: self._notes_end]
        parts = data.split(b"\n\n")
        for number in range((len(parts) - 1) // 2):
            body, signature = parts[2 * number : 2 * number + 2]
            text, signed = self._read_note(body, signature)
            yield signed.checkpoint.size, text

    # --- the torn end ------------------------------------------------------------

    def has_tail(self) -> bool:
        """Say whether there is anything beyond the last sealed entry and checkpoint."""
        return any(_size_of(path) > offset for path, offset in self._ends())

    def set_aside_tail(self, quarantine: Path) -> list[str]:
        """Move what was never sealed into quarantine; the caller holds the lock.

        Each piece is copied and flushed before the log is cut, so that stopping at
        any point loses nothing and the next try ends the same way.

        Returns:
            Names of the files made in quarantine.

        Raises:
            OSError: If the disk refuses.
        """
        return [
            _set_aside(path, offset, quarantine)
            for path, offset in self._ends()
            if _size_of(path) > offset
        ]

    def _ends(self) -> list[tuple[Path, int]]:
        number = self.size // self.per_file
        ends = [(self.folder / entries_name(number), self._entries_end)]
        following = self.folder / entries_name(number + 1)
        if following.exists():
            ends.append((following, 0))
        # Entries first: if we stop between the two, the checkpoints still say why.
        return [*ends, (self.checkpoints, self._notes_end)]

    # --- writing -----------------------------------------------------------------

    def append(self, lines: Sequence[bytes], key: SigningKey) -> Checkpoint:
        """Append entries and the signed checkpoint that seals them (I2).

        The caller holds the lock and has caught up.

        Raises:
            OSError: If the disk is full or refuses; this log must be opened anew.
        """
        at = 0
        while at < len(lines):
            number, within = divmod(self.size, self.per_file)
            part = lines[at : at + self.per_file - within]
            data = b"".join(line + b"\n" for line in part)
            durable.append(self.folder / entries_name(number), data)
            for line in part:
                self._take_line(line)
            at += len(part)
            full = self.size % self.per_file == 0
            self._entries_end = 0 if full else self._entries_end + len(data)
        return self._seal(key)

    def _seal(self, key: SigningKey) -> Checkpoint:
        checkpoint = Checkpoint(
            origin=key.verifier.name, size=self.size, root=self.tree.root()
        )
        note = key.sign(checkpoint)
        data = note.encode() + b"\n"
        durable.append(self.checkpoints, data)
        self._notes_end += len(data)
        self.note = note
        return checkpoint


def _digits_more(rest: bytes, last_note: str) -> int:
    # A longer size makes a longer note: by how many digits, as far as can be seen.
    size = rest.split(b"\n")[1:2]
    if not size or not size[0].isdigit():
        return 0
    return max(0, len(size[0]) - len(last_note.split("\n")[1]))


def _is_note_without_its_end(rest: bytes) -> bool:
    # The write stopped at the closing newlines: all of a good note but its last byte.
    try:
        parse_note(rest.decode().rstrip("\n") + "\n")
    except (IntegrityError, UnicodeDecodeError):
        return False
    return True


def _read_from(path: Path, offset: int) -> bytes:
    try:
        with path.open("rb") as file:
            if offset > os.fstat(file.fileno()).st_size:
                raise IntegrityError(f"{path}: is shorter than it was: it has been cut")
            file.seek(offset)
            return file.read()
    except FileNotFoundError:
        if offset:
            raise
        return b""


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _set_aside(path: Path, offset: int, quarantine: Path) -> str:
    data = _read_from(path, offset)
    digest = hashlib.sha256(data).hexdigest()[:16]
    kept = quarantine / f"{path.name}.from-{offset}.{digest}"
    quarantine.mkdir(exist_ok=True)
    if not (kept.exists() and kept.read_bytes() == data):
        partial = kept.with_name(kept.name + ".partial")
        partial.unlink(missing_ok=True)
        durable.write_new(partial, data)
        partial.rename(kept)
        durable.flush_folder(quarantine)
    handle = os.open(path, os.O_WRONLY)
    try:
        os.ftruncate(handle, offset)
        durable.flush_file(handle)
    finally:
        os.close(handle)
    return kept.name
