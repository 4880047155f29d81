"""The log on disk: entries, the checkpoints that seal them, recovery of a torn end.

`entries.jsonl` and `checkpoints` only ever grow. What lies beyond the last complete,
signed checkpoint was never acknowledged: it is set aside in quarantine, not deleted
and not sealed. Anything else that does not fit is a fault: the log is then read-only
and is never mended in place. Files that are full are not read again at every opening:
what was made of them is remembered, and must lead to a signed checkpoint. Format: F002,
F004, F017. Invariants: I2, I4-I7, I12.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from firsthand.custody import durable
from firsthand.custody.entry import Entry, EntryType, parse_entry
from firsthand.custody.memory import FullFile, Remembered, recall, state_of, write
from firsthand.custody.merkle import MerkleTree, leaf_hash
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
DIGEST_BYTES = 32
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
        checkpoints: The file of all signed checkpoints.
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
        self.checkpoints = folder / "checkpoints"
        self.per_file = per_file
        self._block = min(_BLOCK, per_file)
        self.fault: str | None = None
        self._start_over()

    def _start_over(self) -> None:
        height = self._block.bit_length() - 1
        self.tree = MerkleTree.of_blocks([], height, self._leaves_of)
        self.note = ""
        self.keys: list[tuple[int, VerifierKey]] = []
        self.retired: list[tuple[int, VerifierKey]] = []
        self.verifiers: list[str] = []
        self.erased: dict[str, int] = {}
        self._special: set[int] = set()  # blocks that hold entries about the log itself
        self._marks: list[int] = []
        self._next = 0
        self._checked = 0  # size of the last checkpoint that was checked
        self._notes_end = 0
        self._entries_end = 0  # offset in the file that takes the next entry
        self._n_remembered = 0  # full files that need not be read again

    @property
    def size(self) -> int:
        """Number of sealed entries."""
        return self.tree.size

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
        if self.size == 0 and self._recall():
            remembered = self._notes_end
            fault = self._look()
            if fault is None and self._notes_end > remembered:
                return
            # No signed checkpoint vouches for what was remembered: read everything.
            self._start_over()
        self.fault = self._look()

    def _look(self) -> str | None:
        # Take in what is new; what is wrong with it.
        try:
            notes, fault = self._new_notes()
            if notes:
                self._take_in(notes)
        except IntegrityError as error:
            return str(error)
        except OSError as error:
            return f"{error.filename or self.folder}: cannot be read: {error}"
        return fault

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
        first, good = self.size, self._checked
        size, end, shortage = notes[-1][1].checkpoint.size, self._entries_end, None
        try:
            for lines, end, shortage in self._parts(first, size):  # noqa: B007  the last ones count
                self._take_lines(lines)
            for text, signed in notes:
                if shortage and signed.checkpoint.size > self.size:
                    raise IntegrityError(shortage)  # noqa: TRY301  same clean-up
                good = self._check_note(signed, good)
                self.note = text
            self._check_signature(notes[-1][1])
        except IntegrityError:
            self.tree.cut(min(self.size, max(good, self.tree.base)))
            self._name_the_fault(first, size)
            raise
        self._checked = good
        self._entries_end = end
        self._notes_end += sum(len(text.encode()) + 1 for text, _ in notes)
        self.tree.let_go(self.size - self.size % self.per_file)

    def _take_lines(self, lines: Sequence[bytes]) -> None:
        # Lines of one file. Where each block begins in it, so that one is read alone.
        at = 0
        while at < len(lines):
            seq = self.size + at
            if seq % self._block == 0:
                self._marks.append(self._next)
            part = lines[at : at + self._block - seq % self._block]
            self._take_special(part, seq)
            is_last = (seq + len(part)) % self.per_file == 0
            self._next = 0 if is_last else self._next + sum(map(len, part)) + len(part)
            at += len(part)
        self.tree.extend(lines)

    def _take_special(self, lines: Sequence[bytes], first: int) -> None:
        # Entries that bear on the log itself: keys, and which verifier is in force.
        together = b"\n".join(lines)
        if not any(word in together for word in _SPECIAL):
            return
        self._special.add(first // self._block)
        for seq, line in enumerate(lines, start=first):
            if any(word in line for word in _SPECIAL):
                self._take_one_special(parse_entry(line, seq), seq)

    def _take_one_special(self, entry: Entry, seq: int) -> None:
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

    def _name_the_fault(self, first: int, size: int) -> None:
        # Parse the new lines: one that is no entry is named more exactly.
        at = first
        for lines, _, _ in self._parts(first, size):
            for seq, line in enumerate(lines, start=at):
                try:
                    parse_entry(line, seq)
                except IntegrityError as error:
                    number, within = divmod(seq, self.per_file)
                    path = self.folder / entries_name(number)
                    raise IntegrityError(
                        f"{path}: line {within + 1}: {error}"
                    ) from error
            at += len(lines)

    def _parts(
        self, first: int, size: int
    ) -> Iterator[tuple[list[bytes], int, str | None]]:
        # The lines of entries first..size-1, file by file, where the last one ends in
        # its file (0 = the next opens a new file), and what is missing if not all
        # there. `first` is the size that was taken in.
        at, offset = first, self._entries_end
        while at < size:
            number, within = divmod(at, self.per_file)
            path = self.folder / entries_name(number)
            wanted = min(size - at, self.per_file - within)
            found = _read_from(path, offset).split(b"\n", wanted)[:-1][:wanted]
            at += wanted
            offset += sum(map(len, found)) + wanted
            if len(found) < wanted:
                shortage = (
                    f"{path}: holds {within + len(found)} entries, but a signed "
                    f"checkpoint covers {within + wanted}: the log has been cut; "
                    "restore it from a backup"
                )
                yield found, offset, shortage
                return
            if at % self.per_file == 0:
                offset = 0
            yield found, offset, None

    def lines(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Yield sealed entries from `start` to before `stop`, with their index.

        Raises:
            EvidenceError: If a file has become shorter since it was read.
            IntegrityError: If entries that are no longer held in memory are not those
                that were sealed.
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
            if at < self.tree.base:
                self._check_blocks(path, at // self._block, found)
            yield from enumerate(found[skipped : skipped + wanted], start=at)
            at += wanted

    def _check_blocks(self, path: Path, block: int, lines: Sequence[bytes]) -> None:
        # Full files were hashed once: what is read of them today must be the same.
        for start in range(0, len(lines), self._block):
            leaves = [leaf_hash(line) for line in lines[start : start + self._block]]
            try:
                self.tree.check_block(block + start // self._block, leaves)
            except IntegrityError as error:
                # The next opening reads everything, and says what is wrong.
                self.memory.unlink(missing_ok=True)
                raise IntegrityError(f"{path}: {error}") from error

    def _leaves_of(self, block: int) -> list[bytes]:
        number, within = divmod(block * self._block, self.per_file)
        path = self.folder / entries_name(number)
        start = number * self.per_file + within
        found = self._blocks(path, start, start + self._block).split(b"\n")[:-1]
        return [leaf_hash(line) for line in found[: self._block]]

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

    # --- what need not be read again ---------------------------------------------

    @property
    def memory(self) -> Path:
        """Where what was made of full files is remembered: derived."""
        return self.folder / "tile" / "full-files"

    def remember(self) -> None:
        """Write down what was made of full files, unless that is done (F017).

        It is derived and never evidence: where it cannot be written, the next opening
        reads more.
        """
        n_full = self._checked // self.per_file
        if n_full > self._n_remembered and self.fault is None:
            with contextlib.suppress(OSError):
                write(self.memory, self._to_remember(n_full))
            self._n_remembered = n_full

    def memory_fault(self) -> str | None:
        """Make what is remembered again from the entries; what differs, None = nothing.

        A memory of another state of the files counts for nothing, and is no fault.
        """
        found = recall(self.memory)
        anew = Log(self.folder, per_file=self.per_file)
        anew.fault = anew._look()
        if found is None or anew.fault is not None:
            return None
        wanted = anew._to_remember(len(found.files))
        if wanted == found or not self._recall_fits(found):
            return None
        return "what is remembered of full files is not what they hold"

    def _to_remember(self, n_full: int) -> Remembered:
        each = self.per_file // self._block
        files = []
        for number in range(n_full):
            first = number * each
            special = [one - first for one in self._special if 0 <= one - first < each]
            files.append(
                FullFile(
                    state=state_of(self.folder / entries_name(number)),
                    marks=self._marks[first : first + each],
                    roots=b"".join(self.tree.block_roots(first, first + each)),
                    special=sorted(special),
                )
            )
        # Checkpoints below the full files: at least one that covers them follows.
        end, last = 0, ""
        for size, text in self.notes():
            if size >= n_full * self.per_file:
                break
            end, last = end + len(text.encode()) + 1, text
        return Remembered(
            per_file=self.per_file,
            block=self._block,
            files=files,
            notes_end=end,
            notes_sha256=_digest_of(self.checkpoints, end),
            note=last,
        )

    def _recall(self) -> bool:
        found = recall(self.memory)
        with contextlib.suppress(OSError, IntegrityError, EvidenceError):
            if found is not None and self._take_up(found):
                return True
        self._start_over()
        return False

    def _recall_fits(self, found: Remembered) -> bool:
        # It is of this log and of its files as they now are.
        each = self.per_file // self._block
        states = [
            state_of(self.folder / entries_name(number))
            for number in range(len(found.files))
        ]
        return (
            (found.per_file, found.block) == (self.per_file, self._block)
            and [one.state for one in found.files] == states
            and all(len(one.marks) == each for one in found.files)
            and all(len(one.roots) == each * DIGEST_BYTES for one in found.files)
            and _digest_of(self.checkpoints, found.notes_end) == found.notes_sha256
        )

    def _take_up(self, found: Remembered) -> bool:
        # Whatever does not fit exactly is read anew: then nothing is taken up.
        if not self._recall_fits(found):
            return False
        roots = b"".join(one.roots for one in found.files)
        self.tree = MerkleTree.of_blocks(
            [
                roots[at : at + DIGEST_BYTES]
                for at in range(0, len(roots), DIGEST_BYTES)
            ],
            self._block.bit_length() - 1,
            self._leaves_of,
        )
        self._marks = [mark for one in found.files for mark in one.marks]
        self._notes_end, self.note = found.notes_end, found.note
        self._checked = parse_note(found.note).checkpoint.size if found.note else 0
        self._n_remembered = len(found.files)
        each = self.per_file // self._block
        for number, one in enumerate(found.files):
            for block in one.special:
                start = (number * each + block) * self._block
                lines = [line for _, line in self.lines(start, start + self._block)]
                self._take_special(lines, start)
        return bool(self.keys)

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

    def append(
        self, lines: Sequence[bytes], key: SigningKey, also: Iterable[Path | str] = ()
    ) -> Checkpoint:
        """Append entries and the signed checkpoint that seals them (I2).

        The caller holds the lock and has caught up.

        Args:
            lines: The entries.
            key: Signs the checkpoint.
            also: What must be on the disk before the checkpoint is written: folders
                with the names of what the entries name. Flushed with the entries.

        Raises:
            OSError: If the disk is full or refuses; this log must be opened anew.
        """
        at = 0
        unflushed: list[Path] = []
        while at < len(lines):
            number, within = divmod(self.size, self.per_file)
            part = lines[at : at + self.per_file - within]
            data = b"".join(line + b"\n" for line in part)
            path = self.folder / entries_name(number)
            unflushed += durable.append_unflushed(path, data)
            self._take_lines(part)
            at += len(part)
            full = self.size % self.per_file == 0
            self._entries_end = 0 if full else self._entries_end + len(data)
        durable.flush_all(self.folder, [*unflushed, *also])
        return self._seal(key)

    def _seal(self, key: SigningKey) -> Checkpoint:
        checkpoint = Checkpoint(
            origin=key.verifier.name, size=self.size, root=self.tree.root()
        )
        note = key.sign(checkpoint)
        data = note.encode() + b"\n"
        durable.append(self.checkpoints, data)
        self._notes_end += len(data)
        self._checked = self.size
        self.note = note
        self.tree.let_go(self.size - self.size % self.per_file)
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


def _digest_of(path: Path, size: int) -> str:
    # Of the first `size` bytes.
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (chunk := file.read(min(size, 1 << 20))):
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest()


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
